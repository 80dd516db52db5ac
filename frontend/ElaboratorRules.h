// ElaboratorRules.h: the rules of the language as functions over the AST.
//
// Elaboration runs the text: it walks statements and expressions, computes
// compile-time values (CompileTime.h), and appends an op to the entry's
// function wherever a tensor is computed. A mistake is reported once, at the
// innermost place in the user's text, with the calls that led there; its value
// is poisoned, and what depends on it is passed over in silence.
//
// Texts are not trusted: steps, loops, calls and nesting are bounded.
//
// The rules are methods of one class, for they share where elaboration stands;
// their bodies are files by family.
#ifndef SINTER_FRONTEND_ELABORATORRULES_H
#define SINTER_FRONTEND_ELABORATORRULES_H

#include "frontend/CompileTime.h"
#include "frontend/Diagnostics.h"
#include "frontend/Elaborator.h"
#include "ir/Ops.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Builders.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/GlobPattern.h"

#include <map>

namespace sinter {

/// Expressions, statements and stages that are evaluated in one compilation.
inline constexpr int64_t maxSteps = 4 << 20;
/// Calls inside calls.
inline constexpr unsigned maxCallDepth = 100;
/// Expressions, statements and stages inside each other, calls included: what
/// the stack holds.
inline constexpr unsigned maxDepth = 600;
inline constexpr unsigned maxRank = 6;

/// The word for an argument that is still to come.
inline constexpr llvm::StringRef hole = "_";

/// A name in braces, and what it stands for.
struct NamedValue {
  Value value;
  bool isVar = false;
  SourceRange range;
  mlir::StringAttr state = {}; ///< the path of the `state` that it names
};

struct Environment {
  Environment *parent = nullptr;
  llvm::StringMap<NamedValue> names;
};

/// What can be named in a file: its own declarations, and those of the files
/// that it imports, but not of the files that these import.
struct FileScope {
  llvm::StringMap<const ast::FunctionDeclaration *> functions;
  Environment names;        ///< what `let` names
  bool lacksImport = false; ///< so that some names are missing
};

/// A place in the tree of parameters.
struct Scope {
  std::string path;
  llvm::StringMap<unsigned> unlabelledCalls; ///< by block
};

/// A block or model that is being elaborated.
struct Frame {
  const Frame *caller;
  SourceRange callRange; ///< empty for an entry
  const ast::FunctionDeclaration *declaration;
  unsigned depth;
  llvm::ArrayRef<SourceRange> arguments; ///< by parameter; empty for an entry
};

/// A call as it is written.
struct CallSite {
  SourceRange range; ///< without the label
  SourceRange calleeRange;
  llvm::ArrayRef<ast::Argument> arguments;
  /// Arguments before those, which have their values: what `|` gives.
  llvm::SmallVector<std::pair<Value, SourceRange>, 1> leading;
  std::optional<Value> hole; ///< what `_` stands for, if `|` gives it
  /// Of arguments that were bound before; empty where nobody kept them.
  llvm::ArrayRef<SourceRange> boundRanges = {};
  std::optional<std::string> label;
  SourceRange labelRange; ///< empty if a position is the label
};

struct BoundArguments {
  Arguments values;
  std::vector<SourceRange> ranges;
  bool poisoned = false;
};

/// A parameter of the module, and where it came from.
struct ModuleParameter {
  ParameterOp op;
  SourceRange range;
  unsigned entry;
};

/// `count` elements from `start` on, `step` apart.
struct Slice {
  int64_t start, count, step;
};

/// The slice of each axis of a tensor, and the axes that it leaves.
struct TensorSlice {
  llvm::SmallVector<int64_t> starts, sizes, strides;
  llvm::SmallVector<int64_t> shape; ///< without the axes that an index drops
  bool takesAll = true;
};

/// A parameter in the entry that is being elaborated.
struct ParameterUse {
  ParameterOp op;
  /// As the text has it by now: read, or what it was given since.
  mlir::Value value;
  /// All that this entry computes with: derivatives are taken by each.
  llvm::SmallVector<mlir::Value, 1> versions;
  llvm::StringRef model = {}; ///< that uses it; empty outside of models
  bool isWritten = false;
  bool isUpdated = false; ///< by an optimizer, or its state
};

/// Running averages of weights stand under this and their paths.
inline constexpr llvm::StringRef averagePrefix = "sinter.ema.";

/// What the functions of a text are for (`sinter.entry`, ir/Dialect.td).
enum class EntryKind { Infer, Predict, TrainStep, Evaluate, Grad, Apply };

inline bool changesState(EntryKind kind) {
  return kind == EntryKind::TrainStep || kind == EntryKind::Grad ||
         kind == EntryKind::Apply;
}

/// One function of the C library.
struct Entry {
  EntryKind kind;
  const ast::FunctionDeclaration *model; ///< or `train` block
  std::string symbol;
  llvm::StringMap<int64_t> dimensions;
  SourceRange range; ///< empty if the text does not export it
  /// The dimension that each call chooses, at least `openLeast`; `dimensions`
  /// has the most. Empty where there is none.
  std::string open = {};
  int64_t openLeast = 1;
  /// Of `grad`: how many losses were minimized before the one that it is for.
  size_t phase = 0;
};

/// What `with` names: a block with all arguments but the first two.
struct Optimizer {
  Callable block;
  std::vector<SourceRange> arguments; ///< where they are written, by parameter
};

/// What one `minimize` makes of one parameter in a step.
struct Updates {
  const ast::MinimizeStatement *minimize;
  int64_t made = 0; ///< so far
  /// Of the steps and `made`, which is known at the end of the step.
  llvm::SmallVector<MulOp, 1> products = {};
};

/// A parameter that an optimizer is called for.
struct Update {
  llvm::ArrayRef<Value> gradients; ///< of all parameters of the `minimize`
  Updates *updates = nullptr;      ///< of the parameter
  /// Of the gradients, by the limit of their elements (0: none).
  std::map<double, Value> norms = {};
  std::string statePrefix = {}; ///< `sinter.adam`
  llvm::StringRef path = {};    ///< of the parameter
};

/// A pattern for paths of parameters.
struct Glob {
  llvm::StringRef text;
  llvm::GlobPattern pattern;
  SourceRange range;
};

/// A `train` block that is being elaborated.
struct Training {
  const Entry &entry;
  std::string prefix; ///< of what the block itself keeps: `sinter.`
  std::vector<Glob> frozen = {}, recomputed = {};
  std::vector<std::pair<Glob, double>> rates = {}; ///< factors
  int64_t rounds = 1;                              ///< micro-batches of a step
  int64_t roundsLeft = 1;                          ///< with this one
  double ema = 0;                    ///< of weights; 0: none is kept
  std::vector<Value> gradients = {}; ///< summed over the rounds so far
  llvm::SmallPtrSet<const ast::Statement *, 4> settings = {}; ///< that are read
  llvm::StringMap<SourceRange> settingPlaces = {};            ///< by name
  mlir::Value rateFactor = {};    ///< null where nothing is updated
  mlir::Value flatGradients = {}; ///< that `grad` gives
  llvm::SmallVector<mlir::Value> losses = {};
  /// By name, and where it is reported.
  llvm::MapVector<llvm::StringRef, std::pair<Value, SourceRange>> reports = {};
  /// What has used an optimizer, by its name and a parameter's.
  llvm::StringMap<llvm::SmallVector<Updates, 1>> optimizers = {};
};

class Elaboration {
public:
  Elaboration(const Program &program, DiagnosticEngine &diagnostics,
              mlir::MLIRContext &context, const ElaborationOptions &options);
  mlir::OwningOpRef<mlir::ModuleOp> run();

private:
  // Reports, places and bounds: Elaborator.cpp
  ReportedDiagnostic report(DiagnosticKind kind, SourceRange range,
                            std::initializer_list<DiagnosticValue> values = {});
  void suggest(ReportedDiagnostic reported, llvm::StringRef word,
               llvm::ArrayRef<llvm::StringRef> candidates);
  void reportUnknownArgument(llvm::StringRef callee, const ast::Name &keyword,
                             llvm::ArrayRef<llvm::StringRef> known);
  SourceRange userRange(SourceRange range, const Frame *&holder) const;
  mlir::Location locationOf(SourceRange range) const;
  bool isUserText(SourceRange range) const {
    return fileScopes.contains(range.file);
  }
  FileScope &scopeOfFile(SourceRange range);
  /// Counts work; false, after one report, when there was too much of it.
  bool takeSteps(SourceRange range, int64_t count = 1);
  /// The same for one more expression, statement or stage, at `depth`.
  bool takeStep(SourceRange range);
  /// Evaluates nothing more: what went too deep would be met again and again.
  void stop() { stepsLeft = -1; }

  // Files: ElaborateFiles.cpp
  void declareFile(const ast::File &file);
  void declareFunction(const ast::FunctionDeclaration &function);
  void declareTrain(const ast::FunctionDeclaration &train);
  void declareImported(const ast::ImportDeclaration &import);
  void declareLets(const ast::File &file);

  // Entries: Elaborator.cpp, ElaborateEntries.cpp
  llvm::StringRef rootOf(const ast::FunctionDeclaration &function) const;
  int64_t firstStream(const ast::FunctionDeclaration &function);
  llvm::SmallVector<mlir::func::FuncOp, 1> buildFunctions(const Entry &entry);
  mlir::func::FuncOp buildFunction(const Entry &entry);
  void buildEntry(const Entry &entry);
  const ast::Type *inputType(const Entry &entry,
                             const ast::Parameter &parameter) const;
  void reportNoTensor(const Entry &entry, const ast::Parameter &parameter);
  mlir::Value addArgument(mlir::func::FuncOp function, unsigned index,
                          llvm::StringRef name, mlir::RankedTensorType type,
                          mlir::Location location);
  bool bindInputs(const Entry &entry, mlir::func::FuncOp function,
                  BoundArguments &bound);
  void finishEntry(const Entry &entry, mlir::func::FuncOp function,
                   const Value &result);
  void checkEntryNames(const Entry &entry);
  std::vector<Entry> chooseEntries();
  void chooseExported(std::vector<Entry> &entries);
  void chooseAsked(llvm::StringRef word, std::vector<Entry> &entries);
  std::vector<Entry> chooseTraining();
  void warnOfWholeBatch(const Entry &step);
  void doubleShares(std::vector<Entry> &entries);
  bool isBound(llvm::StringRef dimension) const;
  void shareStep(Entry &step);
  llvm::SmallVector<
      std::pair<const ast::ExportDeclaration *, const ast::ExportEntry *>>
  exportedAs(llvm::StringRef word, llvm::StringRef owner) const;
  bool chooseTrainingEntry(const ast::FunctionDeclaration &block,
                           llvm::StringRef word, std::vector<Entry> &entries);
  void chooseExportedEntry(const ast::ExportDeclaration &exported,
                           const ast::ExportEntry &entry,
                           std::vector<Entry> &entries);
  void addCompanions(std::vector<Entry> &entries);
  llvm::StringMap<SourceRange> dimensionsOf(const Entry &entry) const;
  const ast::FunctionDeclaration *modelNamed(llvm::StringRef name) const;
  const ast::FunctionDeclaration *trainNamed(llvm::StringRef name) const;
  void reportUnknownModel(const ast::Name &name);
  void checkQuantized();
  const ast::FunctionDeclaration *onlyModel();
  bool bindDimensions(Entry &entry, const ast::ExportEntry *written);
  bool bindDimension(Entry &entry, llvm::StringRef name, DimensionSize size,
                     SourceRange range);
  std::optional<DimensionSize> sizeOf(const ast::Expr &expr,
                                      llvm::StringRef name);
  void checkCommandLineBindings(llvm::ArrayRef<Entry> entries);
  void noteWhatIsSetAside(llvm::ArrayRef<Entry> entries);

  // Open dimensions: ElaborateOpen.cpp
  bool isOpen(mlir::Value tensor) const { return openTensors.contains(tensor); }
  /// As `describe`, with the open dimension by its name: `f32[N, 10]`.
  std::string describeShape(const Value &value) const;
  /// Reports that `use` needs a size that is open.
  Value refuseOpen(llvm::StringRef use, SourceRange range);
  Value openArithmetic(llvm::StringRef op, const Value &lhs, const Value &rhs,
                       SourceRange range);
  Value openBuiltin(Builtin builtin, llvm::StringRef name,
                    llvm::ArrayRef<Value> arguments, SourceRange range);
  /// The answer, if it is the same whatever an open size is.
  std::optional<bool> compareOpen(ast::BinaryOperator op, const Value &lhs,
                                  const Value &rhs) const;
  bool checkOpenAttribute(llvm::StringRef name, const Value &value,
                          SourceRange range);
  /// Results of `op` have the rows of its operands, or it is reported.
  bool passOpen(mlir::Operation *op, SourceRange range);

  // Statements: ElaborateStatements.cpp
  Value runBlock(const ast::Block &block);
  void execute(const ast::Statement &statement);
  void executeAssign(const ast::AssignStatement &assign);
  void executeFor(const ast::ForStatement &loop);
  void requireNothing(const ast::Expr &expr);
  void declareNames(llvm::ArrayRef<ast::Name> names, const Value &value,
                    bool isVar);
  void declareLet(llvm::ArrayRef<ast::Name> names, const ast::Expr &value,
                  bool isVar);
  void declare(ast::Name name, Value value, bool isVar = false);
  void declareMissing(const ast::Name &name);
  /// One value for each name, from a list or tuple where there are several.
  std::vector<Value> spread(llvm::ArrayRef<ast::Name> names,
                            const Value &value);
  /// What a loop goes over; nothing if it is no list, which is reported.
  std::optional<std::vector<Value>> iterated(const ast::Expr &expr);
  /// A mistake hides whether these run, and so what they assign.
  void poisonAssigned(const ast::Block &block);
  NamedValue *lookup(llvm::StringRef name);

  // Expressions: ElaborateExpressions.cpp
  /// May be nothing: where that is no mistake.
  Value evaluate(const ast::Expr &expr);
  /// A value; where there is none, that is reported.
  Value valueOf(const ast::Expr &expr);
  std::optional<bool> conditionOf(const ast::Expr &expr);
  std::optional<bool> truthOf(const Value &value, SourceRange range);
  Value evaluateKind(const ast::Expr &expr);
  Value evaluateName(const ast::NameExpr &expr);
  Value evaluateElements(llvm::ArrayRef<ast::ExprPtr> elements, bool isTuple,
                         SourceRange range);
  Value evaluateMember(const ast::MemberExpr &expr);
  Value evaluateIndex(const ast::IndexExpr &expr);
  std::optional<int64_t> indexOf(const ast::IndexItem &item, int64_t size);
  Value sliceOf(const Sequence &sequence, const ast::IndexItem &item,
                SourceRange range);
  Value evaluateRange(const ast::RangeExpr &expr);
  Value evaluateIf(const ast::IfExpr &expr);
  Value makeSequence(std::vector<Value> elements, bool isTuple,
                     SourceRange range);
  std::optional<std::string>
  evaluateText(llvm::ArrayRef<ast::StringPiece> pieces);
  void reportUnknownName(DiagnosticKind kind, llvm::StringRef name,
                         SourceRange range);

  // Slices: ElaborateSlices.cpp
  std::optional<Slice> spanOf(const ast::IndexItem &item, int64_t size);
  bool addIndex(const ast::IndexItem &item, int64_t size, TensorSlice &slice);
  Value sliceTensor(const ast::IndexExpr &expr, mlir::Value tensor);

  // Operators: ElaborateArithmetic.cpp
  Value evaluateUnary(const ast::UnaryExpr &expr);
  Value evaluateBinary(const ast::BinaryExpr &expr);
  Value evaluateLogical(const ast::BinaryExpr &expr);
  Value arithmetic(const ast::BinaryExpr &expr, const Value &lhs,
                   const Value &rhs);
  Value repeated(const Sequence &sequence, int64_t times, SourceRange range);
  Value integerArithmetic(const ast::BinaryExpr &expr, int64_t lhs,
                          int64_t rhs);
  Value realArithmetic(const ast::BinaryExpr &expr, double lhs, double rhs);
  Value tensorArithmetic(const ast::BinaryExpr &expr, const Value &lhs,
                         const Value &rhs);
  Value tensorOperation(const ast::BinaryExpr &expr, llvm::StringRef op,
                        const Value &lhs, const Value &rhs);
  Value tensorPower(const ast::BinaryExpr &expr, const Value &base,
                    const Value &exponent);
  Value compareTensors(const ast::BinaryExpr &expr, const Value &lhs,
                       const Value &rhs);
  Value compare(const ast::BinaryExpr &expr, const Value &lhs,
                const Value &rhs);
  Value integerPower(const ast::BinaryExpr &expr, int64_t base,
                     int64_t exponent);

  // Pipelines: ElaboratePipelines.cpp
  Value evaluatePipeline(const ast::PipelineExpr &expr);
  /// `position` counts the stages of a `sequential`, and is null elsewhere.
  Value runStages(llvm::ArrayRef<ast::StagePtr> stages, Value value,
                  unsigned *position);
  Value runStage(const ast::Stage &stage, Value value, unsigned *position);
  Value runCallStage(const ast::CallStage &stage, Value value,
                     std::optional<std::string> label);
  Value runRepeatStage(const ast::RepeatStage &stage, Value value);
  Value runForStage(const ast::ForStage &stage, Value value,
                    unsigned *position);
  Value runIfStage(const ast::IfStage &stage, Value value, unsigned *position);
  /// Nothing, after a report, if it is no label.
  std::optional<std::string> labelText(const ast::Label &label);

  // Calls: ElaborateCalls.cpp
  Value evaluateCall(const ast::CallExpr &expr);
  Value evaluateLayer(const ast::LayerExpr &expr, llvm::StringRef name);
  std::optional<Callable> calleeOf(const ast::Expr &expr);
  std::optional<Callable> findCallable(llvm::StringRef name) const;
  std::optional<Callable> findTensorCallable(llvm::StringRef name) const;
  Value call(const Callable &callee, const CallSite &site);
  Value callLater(const Callable &callee, const CallSite &site);
  Value callBlock(const Callable &callee, const CallSite &site);
  Value callLayer(const Layer &layer, const CallSite &site);
  Value callTrained(const Callable &callee, const CallSite &site);
  void reportModelNotCalled(const ast::Name &model);
  std::optional<BoundArguments> bindLater(const Callable &callee,
                                          const CallSite &site, size_t count);
  /// The scope of a callee whose calls share parameters, once they are named
  /// anew from there, as they were in the first call.
  Scope *reopenScope(llvm::StringRef path, bool repeats);
  Value runFunction(const ast::FunctionDeclaration &function,
                    BoundArguments bound, SourceRange callRange,
                    SourceRange calleeRange);
  bool bindParameters(const ast::FunctionDeclaration &function,
                      BoundArguments &bound);
  void checkResults(const ast::FunctionDeclaration &function,
                    const Value &value);
  void evaluateUnusedArguments(const CallSite &site);
  BoundArguments bindArguments(const ast::FunctionDeclaration &function,
                               const CallSite &site, Arguments preset);
  size_t parameterNamed(const ast::FunctionDeclaration &function,
                        const ast::Name &keyword, const BoundArguments &bound);
  Value evaluateArgument(const ast::Expr &expr,
                         const ast::Parameter *parameter);
  Value argumentOf(const ast::Argument &argument,
                   const ast::Parameter *parameter, const CallSite &site);
  bool checkMissing(const ast::FunctionDeclaration &function,
                    const BoundArguments &bound, const CallSite &site);

  // Builtins: ElaborateBuiltins.cpp
  Value callBuiltin(const Callable &callee, const CallSite &site);
  Value runBuiltin(Builtin builtin, llvm::StringRef name,
                   llvm::ArrayRef<Value> arguments, SourceRange range);
  Value runOnNumbers(Builtin builtin, llvm::StringRef name,
                     llvm::ArrayRef<Value> arguments, SourceRange range);
  Value foldNumbers(Builtin builtin, llvm::StringRef name,
                    llvm::ArrayRef<Value> numbers, SourceRange range);
  Value runOnLists(Builtin builtin, llvm::StringRef name,
                   llvm::ArrayRef<Value> arguments, SourceRange range);
  Value divide(Builtin builtin, llvm::StringRef name, int64_t lhs, int64_t rhs,
               SourceRange range);
  Value realFunction(Builtin builtin, llvm::StringRef name, const Value &value,
                     SourceRange range);
  Value refuseArgument(llvm::StringRef name, llvm::StringRef what,
                       const Value &given, SourceRange range);
  Value reportForBlock(llvm::ArrayRef<Value> arguments, SourceRange range);
  SourceRange argumentPlace(llvm::StringRef parameter, const Frame *&holder);
  Value makeInitializer(llvm::StringRef name, llvm::ArrayRef<Value> arguments,
                        SourceRange range);

  // Primitive ops: ElaborateOps.cpp
  Value callPrimitive(llvm::StringRef name, const CallSite &site);
  Value buildOp(llvm::StringRef name, llvm::ArrayRef<mlir::Value> operands,
                llvm::ArrayRef<mlir::NamedAttribute> attributes,
                SourceRange range);
  mlir::Attribute elementOf(const Value &value, mlir::Type element) const;
  mlir::Value constant(const Value &value, mlir::Type element,
                       SourceRange range);
  bool flatten(const Value &values, mlir::Type element, size_t axis,
               Shape &shape, llvm::SmallVectorImpl<mlir::Attribute> &elements,
               SourceRange range);
  Value tensorOf(const Value &values, mlir::Type element, SourceRange range);
  mlir::Attribute attributeOf(const Value &value);
  bool checkAttribute(const ast::Argument &argument, mlir::OperationName op,
                      const Value &value);
  bool makeOperands(mlir::OperationName op, const CallSite &site,
                    llvm::ArrayRef<std::pair<Value, SourceRange>> given,
                    llvm::SmallVectorImpl<mlir::Value> &operands);
  bool isPrimitive(llvm::StringRef name) const;
  llvm::SmallVector<llvm::StringRef> primitiveNames() const;

  // Types: ElaborateTypes.cpp
  /// The value as the type takes it, or nothing if it does not. Dimensions
  /// without a size yet take the value's.
  std::optional<Value> matchType(const ast::Type &type, const Value &value);
  std::optional<Value> matchTerm(const ast::TypeTerm &term, const Value &value);
  bool matchTensor(const ast::TypeTerm &term, mlir::Value tensor);
  bool matchDimension(const ast::Expr &dimension, const Value &size);
  /// A tensor type whose dimensions all have sizes; null after a report.
  mlir::RankedTensorType tensorType(const ast::Type &type,
                                    llvm::StringRef owner,
                                    bool *isOpenFirst = nullptr);
  Value dimensionValue(const ast::Expr &expr, llvm::StringRef owner);
  std::optional<Value> dimensionOf(const ast::Expr &expr,
                                   llvm::StringRef owner);
  std::optional<Value> checkDimension(const Value &value, const ast::Expr &expr,
                                      llvm::StringRef owner);
  std::optional<std::vector<std::pair<Value, SourceRange>>>
  sizesOf(const ast::TypeTerm &term, llvm::StringRef owner);
  bool isTensorTerm(const ast::TypeTerm &term) const;
  void noteBareWord(ReportedDiagnostic reported, const ast::Type &type,
                    const Value &value);
  void noteElements(ReportedDiagnostic reported,
                    const std::optional<ast::Type> &type);
  void noteOpenPlace(ReportedDiagnostic reported,
                     const ast::FunctionDeclaration &function,
                     const Value &value, SourceRange range);
  bool isChoice(const ast::TypeTerm &term) const;

  // Parameters and scopes: ElaborateParameters.cpp
  void executeParam(const ast::ParamStatement &param);
  Scope *openScope(llvm::StringRef label);
  Scope *scopeAt(const std::string &path);
  std::string pathUnder(llvm::StringRef label) const;
  std::string nameUnlabelled(llvm::StringRef block);
  ParameterOp declareParameter(const ast::ParamStatement &param,
                               mlir::RankedTensorType type,
                               InitializerAttr initializer);
  ParameterOp checkRepeated(const ModuleParameter &earlier,
                            const ast::ParamStatement &param,
                            mlir::RankedTensorType type);
  std::string parameterPath(llvm::StringRef name) const;
  ParameterOp makeParameter(llvm::StringRef path, mlir::Location location,
                            mlir::RankedTensorType type,
                            InitializerAttr initializer, bool isState,
                            SourceRange place);
  ParameterUse &useOf(ParameterOp op);
  mlir::Value valueOf(ParameterUse &use);
  void assignState(NamedValue &state, const Value &value, SourceRange range);

  // Training: ElaborateTraining.cpp
  bool trainsHere() const;
  void readSettings(const ast::FunctionDeclaration &train);
  bool isSetting(const ast::AssignStatement &assign);
  std::optional<Glob> globOf(llvm::StringRef taker, const Value &value,
                             SourceRange range);
  std::vector<Glob> globsOf(llvm::StringRef setting, const ast::Expr &expr);
  Value matchingParameters(const Value &glob, SourceRange range);
  bool isFrozen(llvm::StringRef path) const;
  void checkMatches(llvm::StringRef setting, const Glob &glob);
  void checkLayers(mlir::func::FuncOp function, const Glob &glob);
  void runTraining(const Entry &entry, mlir::func::FuncOp function,
                   BoundArguments &bound);
  void readSetting(llvm::StringRef name, const ast::Expr &expr);
  std::optional<std::pair<Glob, double>> rateOf(const Value &value,
                                                SourceRange range);
  Value rateFactor(SourceRange range);
  void averageWeights();
  mlir::Value selectAtStart(llvm::StringRef counter, mlir::Value first,
                            mlir::Value later);
  mlir::Value averageOf(ParameterOp op, mlir::Value read);
  ParameterOp findParameter(llvm::StringRef path) const;
  void nameMetrics(mlir::func::FuncOp evaluate);
  void executeReport(const ast::ReportStatement &statement);
  void checkNames();
  bool isLastPhase() const;
  bool isWrittenHere(const ParameterUse &use) const;
  llvm::SmallVector<std::pair<std::string, mlir::Value>> stepResults() const;
  void finishTraining(mlir::func::FuncOp function);
  bool dropInputs(mlir::func::FuncOp function);
  bool checkStates(mlir::func::FuncOp function);
  Value readCounter(llvm::StringRef path);
  void increment(llvm::StringRef counter);
  std::string stepCounter() const;
  Value processCount(SourceRange range);
  Value runForTraining(Builtin builtin, llvm::StringRef name,
                       llvm::ArrayRef<Value> arguments, SourceRange range);

  // Micro-batches: ElaborateMicroBatches.cpp
  void runRounds(const ast::FunctionDeclaration &train, BoundArguments &bound);
  const ast::Parameter *batchInput(const Entry &entry) const;
  llvm::StringRef batchDimension(const Entry &entry) const;
  llvm::StringRef batchToSlice(const ast::FunctionDeclaration &train);
  bool bindRound(const ast::FunctionDeclaration &train, BoundArguments &bound,
                 int64_t round, llvm::DenseSet<mlir::Value> &rows);
  bool runRound(const ast::FunctionDeclaration &train, BoundArguments bound,
                int64_t round, bool repeats, llvm::DenseSet<mlir::Value> &rows);
  Value summed(llvm::ArrayRef<mlir::Value> parts, SourceRange range);
  Value sliceOfRound(const ast::Parameter &parameter, mlir::Value tensor,
                     int64_t round);
  Value averaged(const Value &sum, SourceRange range);
  void addGradients(std::vector<Value> &gradients, SourceRange range);

  // Minimizing: ElaborateMinimize.cpp
  void executeMinimize(const ast::MinimizeStatement &minimize);
  Value scalarOf(const ast::Expr &expr);
  llvm::SmallVector<ParameterUse *>
  parametersToUpdate(const ast::MinimizeStatement &minimize, mlir::Value loss);
  std::vector<Value> gradientsOf(mlir::Value loss,
                                 llvm::ArrayRef<ParameterUse *> uses,
                                 SourceRange range);
  std::optional<Optimizer> optimizerOf(const ast::Expr &expr);
  Value updatesSoFar();
  void settleUpdates();
  std::pair<Updates *, size_t>
  updatesOf(ParameterUse &use, const Optimizer &optimizer,
            const ast::MinimizeStatement &minimize);
  void update(ParameterUse &use, const Optimizer &optimizer, Update &call,
              const Value &gradient, const ast::MinimizeStatement &minimize);
  Value gradientNorm(const Value &limit, SourceRange range);
  void packGradients(llvm::ArrayRef<Value> gradients, SourceRange range);
  std::vector<Value> unpackGradients(llvm::ArrayRef<ParameterUse *> chosen,
                                     size_t number, SourceRange range);

  const Program &program;
  const ast::File &file; ///< the model text
  DiagnosticEngine &diagnostics;
  mlir::MLIRContext &context;
  const ElaborationOptions &options;

  // The files.
  std::map<const SourceFile *, FileScope> fileScopes; ///< of the user
  FileScope libraryScope; ///< empty: the library does not see the user's
  // Of the text itself.
  std::vector<const ast::FunctionDeclaration *> models, trains;
  llvm::StringSet<> usedOps; ///< `op` declarations that a model calls

  // The module.
  mlir::OwningOpRef<mlir::ModuleOp> module;
  mlir::OpBuilder builder;
  llvm::StringMap<ModuleParameter> parameters;
  mlir::Operation *lastParameter = nullptr;
  llvm::StringSet<> entrySymbols;
  /// Models and `train` blocks that entries are of.
  llvm::SmallPtrSet<const ast::FunctionDeclaration *, 4> built;
  /// Of random numbers: where those of a `train` block begin, and of all.
  llvm::DenseMap<const ast::FunctionDeclaration *, int64_t> firstStreams;
  int64_t streamsTaken = 0;
  /// How many losses a step of a `train` block minimizes, once one was built.
  llvm::DenseMap<const ast::FunctionDeclaration *, size_t> losses;
  /// What counts the steps that moved an average, by the average's path.
  llvm::StringMap<std::string> averageCounters;

  // The entry.
  const Entry *openEntry = nullptr;
  llvm::DenseSet<mlir::Value> openTensors; ///< with rows of its open dimension
  unsigned entryIndex = 0;
  llvm::StringMap<std::unique_ptr<Scope>> scopes; ///< by path
  llvm::StringMap<const Layer *> calledLayers;    ///< by path
  /// Of parameters, in the order of their first use.
  llvm::MapVector<mlir::StringAttr, std::unique_ptr<ParameterUse>> uses;
  llvm::StringSet<> calledModels;                  ///< of a `train` block
  llvm::StringMap<llvm::StringRef> labelledModels; ///< by their labels
  llvm::StringMap<llvm::StringRef> innerModels; ///< and the model they are in
  int64_t streams = 0;                          ///< of random numbers

  // Where elaboration stands.
  FileScope *here = nullptr; ///< the file whose text runs
  Environment *environment = nullptr;
  const Frame *frame = nullptr;
  Scope *scope = nullptr;    ///< null outside of entries
  bool layerRepeats = false; ///< in a layer that was called before
  llvm::StringRef modelHere; ///< the model that a `train` block calls here
  Training *training = nullptr;
  Update *updating = nullptr; ///< while an optimizer runs
  int64_t stepsLeft = maxSteps;
  unsigned depth = 0;
};

/// What `grad` gives and `apply` takes for loss `number`, from 0 on, of
/// `count`.
std::string gradientsName(size_t number, size_t count);

/// A parameter of the block itself, at any depth of its braces.
bool declaresParameters(const ast::FunctionDeclaration &function);

/// `_` as an argument.
inline bool isHole(const ast::Argument &argument) {
  auto *name = llvm::dyn_cast<ast::NameExpr>(argument.value.get());
  return name && name->name == hole;
}

/// Whether a word starts as names of dimensions do.
inline bool isDimensionName(llvm::StringRef name) {
  return !name.empty() && name[0] >= 'A' && name[0] <= 'Z';
}

} // namespace sinter

#endif // SINTER_FRONTEND_ELABORATORRULES_H

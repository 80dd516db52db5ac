// Elaborator.cpp: the module, its entries as functions, and where messages and
// locations point.

#include "frontend/Elaborator.h"

#include "frontend/ElaboratorRules.h"

#include "mlir/IR/Verifier.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/SaveAndRestore.h"

using llvm::ArrayRef;
using llvm::StringRef;

namespace sinter {

using namespace ast;

mlir::OwningOpRef<mlir::ModuleOp> elaborate(const Program &program,
                                            DiagnosticEngine &diagnostics,
                                            mlir::MLIRContext &context,
                                            const ElaborationOptions &options) {
  context.loadDialect<SinterDialect, mlir::func::FuncDialect>();
  return Elaboration(program, diagnostics, context, options).run();
}

Elaboration::Elaboration(const Program &program, DiagnosticEngine &diagnostics,
                         mlir::MLIRContext &context,
                         const ElaborationOptions &options)
    : program(program), file(program.main()), diagnostics(diagnostics),
      context(context), options(options), builder(&context) {}

//===----------------------------------------------------------------------===//
// Messages
//===----------------------------------------------------------------------===//

/// Calls that a message shows on its way out.
static constexpr unsigned maxCallNotes = 8;
/// A report costs as many steps: a mistake in a loop is met at every turn.
static constexpr int64_t reportSteps = 100;

/// The innermost place in the user's text that leads to `range`; `holder` is
/// the call whose body the place stands in.
SourceRange Elaboration::userRange(SourceRange range,
                                   const Frame *&holder) const {
  holder = frame;
  while (!isUserText(range) && holder) {
    range = holder->callRange;
    holder = holder->caller;
  }
  return range;
}

ReportedDiagnostic
Elaboration::report(DiagnosticKind kind, SourceRange range,
                    std::initializer_list<DiagnosticValue> values) {
  stepsLeft -= reportSteps; // below zero, elaboration ends in silence
  const Frame *holder;
  SourceRange place = userRange(range, holder);
  ReportedDiagnostic reported = diagnostics.report(kind, place, values);
  // What an op or block says of its arguments needs no look into the library.
  bool saysAll =
      kind == DiagnosticKind::opRefuses || kind == DiagnosticKind::blockReports;
  if (!saysAll && !isUserText(range) && range && frame)
    reported.note(DiagnosticKind::inLibrary, range,
                  {frame->declaration->name.text});
  unsigned shown = 0;
  for (; holder && holder->callRange; holder = holder->caller) {
    if (!isUserText(holder->callRange))
      continue;
    if (++shown > maxCallNotes) {
      reported.note(DiagnosticKind::moreCalls, {}, {holder->depth});
      break;
    }
    reported.note(DiagnosticKind::calledHere, holder->callRange,
                  {holder->declaration->name.text});
  }
  return reported;
}

/// A keyword argument that the callee does not have.
void Elaboration::reportUnknownArgument(StringRef callee, const Name &keyword,
                                        ArrayRef<StringRef> known) {
  if (known.empty())
    report(DiagnosticKind::noArguments, keyword.range, {callee, keyword.text});
  else
    suggest(report(DiagnosticKind::unknownArgument, keyword.range,
                   {callee, keyword.text, llvm::join(known, "`, `")}),
            keyword.text, known);
}

void Elaboration::suggest(ReportedDiagnostic reported, StringRef word,
                          ArrayRef<StringRef> candidates) {
  StringRef closest = closestWord(word, candidates);
  if (!closest.empty())
    reported.note(DiagnosticKind::didYouMean, {}, {closest});
}

mlir::Location Elaboration::locationOf(SourceRange range) const {
  const Frame *holder;
  SourceRange place = userRange(range, holder);
  if (!place)
    place = {file.source, 0, 0};
  SourcePosition position = place.file->position(place.begin);
  mlir::Location location = mlir::FileLineColLoc::get(
      &context, place.file->name(), position.line, position.column);
  if (!scope || scope->path.empty())
    return location;
  return mlir::NameLoc::get(mlir::StringAttr::get(&context, scope->path),
                            location);
}

bool Elaboration::takeSteps(SourceRange range, int64_t count) {
  if (stepsLeft < 0)
    return false;
  stepsLeft -= count;
  if (stepsLeft >= 0)
    return true;
  report(DiagnosticKind::tooManySteps, range, {maxSteps});
  return false;
}

bool Elaboration::takeStep(SourceRange range) {
  if (!takeSteps(range))
    return false;
  if (depth <= maxDepth)
    return true;
  report(DiagnosticKind::nestsTooDeep, range, {maxDepth});
  stop();
  return false;
}

//===----------------------------------------------------------------------===//
// Entries
//===----------------------------------------------------------------------===//

mlir::OwningOpRef<mlir::ModuleOp> Elaboration::run() {
  StringRef name = llvm::sys::path::stem(file.source->name());
  module = mlir::ModuleOp::create(locationOf({file.source, 0, 0}), name);
  for (const auto &each : program.files)
    fileScopes[each->source]; // what is whose text is known from the start
  for (const auto &each : program.files)
    declareFile(*each);
  checkQuantized();
  std::vector<Entry> entries = chooseEntries();
  if (options.doublesShares)
    doubleShares(entries);
  checkCommandLineBindings(entries);

  for (const Entry &entry : entries) {
    built.insert(entry.model);
    entrySymbols.insert(entry.symbol);
  }
  // What trains comes first: it says which weights have averages.
  std::vector<Entry> order = entries;
  llvm::stable_sort(order, [](const Entry &a, const Entry &b) {
    return changesState(a.kind) > changesState(b.kind);
  });
  llvm::StringMap<llvm::SmallVector<mlir::func::FuncOp, 1>> functions;
  for (const Entry &entry : order)
    functions[entry.symbol] = buildFunctions(entry);
  if (diagnostics.hasErrors())
    return nullptr;
  for (const Entry &entry : entries)
    for (mlir::func::FuncOp function : functions[entry.symbol])
      function->moveBefore(module->getBody(), module->getBody()->end());
  noteWhatIsSetAside(entries);
  assert(succeeded(mlir::verify(*module)) &&
         "elaboration made an invalid module");
  return std::move(module);
}

/// Before the paths of a model's parameters stands its name where the text has
/// parameters of others too. A `train` block shares its root with the model
/// that it is named after: the top, if there is no other such block.
StringRef Elaboration::rootOf(const FunctionDeclaration &function) const {
  llvm::SmallVector<StringRef> blocks, blocksOfModels;
  for (const FunctionDeclaration *other : built) {
    if (other->role != FunctionDeclaration::Role::Train)
      continue;
    blocks.push_back(other->name.text);
    if (modelNamed(other->name.text))
      blocksOfModels.push_back(other->name.text);
  }
  ArrayRef<StringRef> tops = blocks.size() == 1 ? blocks : blocksOfModels;
  bool isAlone = built.size() == 1 && blocks.empty();
  bool isTop = tops.size() == 1 && tops[0] == function.name.text;
  return isAlone || isTop ? "" : function.name.text;
}

/// Blocks of one text that train have numbers of their own, the same in each
/// of their entries.
int64_t Elaboration::firstStream(const FunctionDeclaration &function) {
  if (function.role != FunctionDeclaration::Role::Train)
    return 0;
  return firstStreams.try_emplace(&function, streamsTaken).first->second;
}

/// `grad` of a block that minimizes several losses is a function for each.
llvm::SmallVector<mlir::func::FuncOp, 1>
Elaboration::buildFunctions(const Entry &entry) {
  llvm::SmallVector<mlir::func::FuncOp, 1> functions = {buildFunction(entry)};
  const size_t phases =
      entry.kind == EntryKind::Grad ? losses.lookup(entry.model) : 1;
  for (Entry phase = entry; phases > 1 && phase.phase < phases; ++phase.phase) {
    if (diagnostics.hasErrors())
      break;
    phase.symbol = entry.symbol + "_" + std::to_string(phase.phase + 1);
    if (!entrySymbols.insert(phase.symbol).second ||
        module->lookupSymbol(phase.symbol))
      report(DiagnosticKind::repeatedEntry, entry.range, {phase.symbol});
    else if (phase.phase == 0)
      functions[0].setSymName(phase.symbol);
    else
      functions.push_back(buildFunction(phase));
  }
  return functions;
}

mlir::func::FuncOp Elaboration::buildFunction(const Entry &entry) {
  llvm::SaveAndRestore inRoot(scope, scopeAt(rootOf(*entry.model).str()));
  streams = firstStream(*entry.model);
  buildEntry(entry);
  scopes.clear();
  calledLayers.clear();
  calledModels.clear();
  labelledModels.clear();
  innerModels.clear();
  uses.clear();
  streamsTaken = std::max(streamsTaken, streams);
  ++entryIndex;
  return module->lookupSymbol<mlir::func::FuncOp>(entry.symbol);
}

static StringRef nameOf(EntryKind kind) {
  static constexpr StringRef names[] = {"infer",    "predict", "train_step",
                                        "evaluate", "grad",    "apply"};
  return names[static_cast<size_t>(kind)];
}

void Elaboration::buildEntry(const Entry &entry) {
  const FunctionDeclaration &model = *entry.model;
  if (model.invalid)
    return;
  checkEntryNames(entry);
  Environment dimensions{environment, {}};
  for (const auto &[name, size] : entry.dimensions)
    dimensions.names[name] = {
        name == entry.open ? Value::openSize(size) : Value(size), false, {}};
  llvm::SaveAndRestore inDimensions(environment, &dimensions);
  Frame entryFrame{nullptr, {}, &model, 0, {}};
  llvm::SaveAndRestore inFrame(frame, static_cast<const Frame *>(&entryFrame));

  builder.setInsertionPointToEnd(module->getBody());
  auto function =
      mlir::func::FuncOp::create(builder, locationOf(model.name.range),
                                 entry.symbol, builder.getFunctionType({}, {}));
  function->setAttr(kEntryAttr, builder.getStringAttr(nameOf(entry.kind)));
  function->setAttr(kModelAttr, builder.getStringAttr(model.name.text));
  builder.setInsertionPointToStart(function.addEntryBlock());
  openEntry = &entry;
  openTensors.clear();
  if (!entry.open.empty())
    function->setAttr(
        kOpenAttr, OpenDimensionAttr::get(&context, entry.open, entry.openLeast,
                                          entry.dimensions.lookup(entry.open)));

  BoundArguments bound;
  if (!bindInputs(entry, function, bound))
    return;
  if (model.role == FunctionDeclaration::Role::Train)
    return runTraining(entry, function, bound);
  if (!bindParameters(model, bound))
    return;
  Value result = runBlock(model.body);
  if (result.isNothing())
    report(DiagnosticKind::bodyWithoutValue, model.name.range,
           {model.name.text});
  checkResults(model, result);
  finishEntry(entry, function, result);
}

/// An input of a `train` block without a type has that of the input of this
/// name of the model that the block is named after. Null where there is none.
const Type *Elaboration::inputType(const Entry &entry,
                                   const Parameter &parameter) const {
  if (parameter.type)
    return &*parameter.type;
  const FunctionDeclaration *model = modelNamed(entry.model->name.text);
  if (!model || model == entry.model || parameter.defaultValue)
    return nullptr;
  for (const Parameter &input : model->parameters)
    if (input.name.text == parameter.name.text && input.type)
      return &*input.type;
  return nullptr;
}

mlir::Value Elaboration::addArgument(mlir::func::FuncOp function,
                                     unsigned index, StringRef name,
                                     mlir::RankedTensorType type,
                                     mlir::Location location) {
  auto named = builder.getDictionaryAttr(
      builder.getNamedAttr(kNameAttr, builder.getStringAttr(name)));
  if (failed(function.insertArgument(index, type, named, location)))
    llvm_unreachable("an argument cannot be added");
  return function.getArgument(index);
}

/// Makes an argument of each tensor that the model takes.
bool Elaboration::bindInputs(const Entry &entry, mlir::func::FuncOp function,
                             BoundArguments &bound) {
  bool isGood = true;
  for (const Parameter &parameter : entry.model->parameters) {
    bound.values.emplace_back();
    bound.ranges.push_back(parameter.range);
    const Type *declared = inputType(entry, parameter);
    bool isTensor = declared && declared->terms.size() == 1 &&
                    isTensorTerm(declared->terms[0]);
    if (!isTensor) {
      if (!parameter.defaultValue) {
        reportNoTensor(entry, parameter);
        isGood = false;
      }
      continue;
    }
    bool isOpenInput = false;
    mlir::RankedTensorType type =
        tensorType(*declared, parameter.name.text, &isOpenInput);
    if (!type) {
      isGood = false;
      continue;
    }
    unsigned index = function.getNumArguments();
    bound.values.back() =
        Value(addArgument(function, index, parameter.name.text, type,
                          locationOf(parameter.name.range)));
    if (isOpenInput) {
      function.setArgAttr(index, kOpenRowsAttr, builder.getUnitAttr());
      openTensors.insert(function.getArgument(index));
    }
  }
  return isGood;
}

void Elaboration::reportNoTensor(const Entry &entry,
                                 const Parameter &parameter) {
  bool isTrain = entry.model->role == FunctionDeclaration::Role::Train;
  if (isTrain && !parameter.type) {
    report(DiagnosticKind::inputWithoutType, parameter.name.range,
           {parameter.name.text, entry.model->name.text});
    return;
  }
  noteElements(
      report(DiagnosticKind::inputNotTensor,
             parameter.type ? parameter.type->range : parameter.name.range,
             {parameter.name.text, isTrain ? "train block" : "model",
              entry.model->name.text}),
      parameter.type);
}

/// A model's values and its results, as one list.
static llvm::SmallVector<mlir::Value> tensorsOf(const Value &value) {
  llvm::SmallVector<mlir::Value> tensors;
  if (mlir::Value tensor = value.tensor())
    tensors.push_back(tensor);
  else if (const Sequence *sequence = value.sequence())
    for (const Value &element : sequence->elements)
      tensors.push_back(element.tensor());
  return tensors;
}

void Elaboration::finishEntry(const Entry &entry, mlir::func::FuncOp function,
                              const Value &result) {
  llvm::SmallVector<mlir::Value> tensors = tensorsOf(result);
  if (diagnostics.hasErrors() || llvm::is_contained(tensors, nullptr))
    return;
  mlir::func::ReturnOp::create(builder, locationOf(entry.model->name.range),
                               tensors);
  llvm::SmallVector<mlir::Attribute> names;
  for (size_t i = 0; i < tensors.size(); ++i) {
    const Name &name = entry.model->results[i].name;
    std::string unnamed = i ? "output" + std::to_string(i) : "output";
    StringRef text = name.empty() ? StringRef(unnamed) : name.text;
    names.push_back(builder.getDictionaryAttr(
        builder.getNamedAttr(kNameAttr, builder.getStringAttr(text))));
  }
  function.setType(builder.getFunctionType(
      function.getArgumentTypes(), mlir::ValueRange(tensors).getTypes()));
  function.setAllResultAttrs(names);
}

/// Inputs and outputs are arguments of one C function, beside those that the
/// entries of a `train` block have by themselves.
void Elaboration::checkEntryNames(const Entry &entry) {
  llvm::StringMap<SourceRange> taken;
  auto check = [&](const Name &name) {
    if (name.empty())
      return;
    auto [at, isNew] = taken.try_emplace(name.text, name.range);
    if (!isNew)
      report(DiagnosticKind::redeclared, name.range, {name.text})
          .note(DiagnosticKind::declaredHere, at->second, {name.text});
  };
  for (const Parameter &parameter : entry.model->parameters) {
    check(parameter.name);
    StringRef name = parameter.name.text;
    if (entry.model->role == FunctionDeclaration::Role::Train &&
        (name == "rate_factor" || name == "gradients"))
      report(DiagnosticKind::inputNameTaken, parameter.name.range, {name});
  }
  for (const Result &result : entry.model->results)
    check(result.name);
}

} // namespace sinter

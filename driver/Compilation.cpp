// Compilation.cpp: one model text on its way to objects, stage by stage.
#include "driver/Compilation.h"

#include "codegen/KernelBuilder.h"
#include "codegen/WriteFile.h"
#include "driver/FileBytes.h"
#include "driver/KernelObjects.h"
#include "driver/MicroBatches.h"
#include "driver/ProcessShares.h"
#include "driver/ReadGraph.h"
#include "driver/Reported.h"
#include "driver/TuningDatabase.h"
#include "frontend/AstPrinter.h"
#include "frontend/Elaborator.h"
#include "ir/ConstantData.h"
#include "ir/TrainingState.h"
#include "passes/Passes.h"
#include "passes/Schedules.h"

#include "absl/strings/str_cat.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/AsmState.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace mlir;

namespace sinter {

namespace {

struct StageInfo {
  llvm::StringLiteral name, file;
};

constexpr StageInfo stages[] = {
#define STAGE(enumerator, name, file) {name, file},
#include "driver/Stages.def"
};

const StageInfo &infoOf(CompileStage stage) {
  return stages[static_cast<size_t>(stage)];
}

bool isGraphText(llvm::StringRef path) {
  return path.ends_with_insensitive(".mlir");
}

/// The module as text. The graph is read back, so that nothing may be lost: it
/// keeps its locations, after which kernels are named, and inline constants.
std::string moduleText(ModuleOp module, bool isGraph) {
  constexpr int64_t longestConstant = 16; // elements
  OpPrintingFlags flags;
  flags.elideLargeResourceString(0).enableDebugInfo(isGraph);
  if (!isGraph)
    flags.elideLargeElementsAttrs(longestConstant);
  std::string text;
  llvm::raw_string_ostream out(text);
  module.print(out, flags);
  // Elided resources leave an empty section behind.
  llvm::StringRef shown = llvm::StringRef(text).rtrim();
  shown.consume_back("{-#\n\n#-}");
  return shown.rtrim().str() + "\n";
}

KernelForm formOf(CompileStage stage) {
  switch (stage) {
  case CompileStage::Halide:
    return KernelForm::Halide;
  case CompileStage::Llvm:
    return KernelForm::Llvm;
  case CompileStage::Asm:
    return KernelForm::Assembly;
  default:
    return KernelForm::Object;
  }
}

Stage passStageOf(CompileStage stage) {
  switch (stage) {
  case CompileStage::Autodiff:
    return Stage::Autodiff;
  case CompileStage::Simplified:
    return Stage::Simplified;
  case CompileStage::Kernels:
    return Stage::Kernels;
  case CompileStage::Layout:
    return Stage::Layout;
  case CompileStage::Scheduled:
    return Stage::Scheduled;
  default:
    assert(stage == CompileStage::Planned);
    return Stage::Planned;
  }
}

CompileStage stageAfter(CompileStage stage) {
  return static_cast<CompileStage>(static_cast<int>(stage) + 1);
}

DialectRegistry dialects() {
  DialectRegistry registry;
  registry.insert<SinterDialect, func::FuncDialect>();
  return registry;
}

/// Whether the database has an entry for a kernel of the scheduled module.
bool knowsAny(const TuningDatabase &database, ModuleOp module) {
  const TargetAttr target = TargetAttr::of(module);
  auto isKnown = [&](KernelOp kernel) {
    return kernel.getStrategy() != "view" &&
                   database.find(scheduleKey(kernel, target), target.getName())
               ? WalkResult::interrupt()
               : WalkResult::advance();
  };
  return module.walk(isKnown).wasInterrupted();
}

} // namespace

absl::StatusOr<CompileStage> stageByName(llvm::StringRef name) {
  if (name == "quantized")
    return absl::UnimplementedError(
        "stage `quantized` awaits `quantize` declarations, which are set aside "
        "so far");
  for (const StageInfo &stage : stages)
    if (stage.name == name)
      return static_cast<CompileStage>(&stage - stages);
  return absl::InvalidArgumentError(absl::StrCat(
      "there is no stage `", name.str(), "`; there are ", knownStages()));
}

std::string knownStages() {
  std::string names;
  for (const StageInfo &stage : stages)
    absl::StrAppend(&names, names.empty() ? "" : ", ", stage.name.str());
  return names;
}

std::string knownTargets() {
  std::string names = "native";
  for (llvm::StringRef name : TargetAttr::getNames())
    absl::StrAppend(&names, ", ", name.str());
  return names;
}

Compilation::Compilation(CompilationOptions compilationOptions,
                         llvm::raw_ostream &messageStream)
    : options(std::move(compilationOptions)), messages(messageStream),
      mlirContext(dialects()),
      diagnosticHandler(sources, &mlirContext, messageStream) {
  mlirContext.loadAllAvailableDialects();
  mlirContext.printOpOnDiagnostic(false);
}

Compilation::~Compilation() = default;

std::string Compilation::textName() const {
  std::string name;
  for (char c : llvm::sys::path::stem(options.path))
    name += llvm::isAlnum(c) ? llvm::toLower(c) : '_';
  if (name.empty() || !llvm::isAlpha(name.front()))
    name.insert(0, "model_");
  return name;
}

std::vector<std::string> Compilation::models() const {
  std::vector<std::string> names;
  if (program)
    for (const auto &declaration : program->main().declarations)
      if (auto *function =
              llvm::dyn_cast<ast::FunctionDeclaration>(declaration.get());
          function && function->role == ast::FunctionDeclaration::Role::Model)
        names.push_back(function->name.text.str());
  return names;
}

bool Compilation::hasExports() const {
  return program &&
         llvm::any_of(
             program->main().declarations, [](const auto &declaration) {
               return llvm::isa<ast::ExportDeclaration>(declaration.get());
             });
}

std::vector<std::string> Compilation::inputPaths() const {
  std::vector<std::string> paths;
  if (!program)
    paths.push_back(options.path);
  else
    for (const auto &source : program->sources)
      paths.push_back(source->name().str());
  for (const std::string &path : {options.weights.file, options.tuningFile})
    if (!path.empty())
      paths.push_back(path);
  return paths;
}

absl::Status Compilation::parseText() {
  auto buffer = readFile(options.path);
  if (!buffer.ok())
    return buffer.status();
  if (isGraphText(options.path)) {
    // MLIR's lexer wants a zero at the end, which a mapped file need not have.
    sources.AddNewSourceBuffer(llvm::MemoryBuffer::getMemBufferCopy(
                                   (*buffer)->getBuffer(), options.path),
                               llvm::SMLoc());
    return absl::OkStatus();
  }
  program = readProgram(
      std::make_unique<SourceFile>(options.path, (*buffer)->getBuffer().str()),
      diagnostics);
  return absl::OkStatus();
}

absl::Status Compilation::buildGraph() {
  if (isGraphText(options.path)) {
    if (!options.model.empty() || !options.bindings.empty())
      return absl::InvalidArgumentError(absl::StrCat(
          options.model.empty() ? "`--bind`" : "`--model`",
          " is for model texts, but `", options.path,
          "` begins at the graph stage, where models and sizes are chosen; "
          "give it with the text to `sinter compile --emit=graph`"));
    graph = readGraph(sources, mlirContext);
  } else {
    graph = elaborate(*program, diagnostics, mlirContext,
                      {options.model, options.bindings, options.entries,
                       options.trainers, options.evaluatedRows,
                       options.doublesShares});
    auto matters = [](const Diagnostic &diagnostic) {
      return severityOf(diagnostic.kind) != Severity::note;
    };
    if (options.showNotes || llvm::any_of(diagnostics.diagnostics(), matters))
      diagnostics.render(messages);
  }
  const bool isLookedAt = options.evaluatedRows != 0 || options.doublesShares;
  if (!graph || (!isLookedAt && failed(checkGraph(*graph))))
    return alreadyReported();
  if (program && !isLookedAt) {
    joinMicroBatches(*graph, options);
    shareAmongProcesses(*graph, options);
  }
  if (!options.training)
    setTrainingAside();
  return setTarget();
}

/// Takes entries that train out of a module that has others, and the parameters
/// that only they have.
void Compilation::setTrainingAside() {
  auto functions = graph->getOps<func::FuncOp>();
  if (llvm::all_of(functions, readsTrainingState))
    return;
  for (auto function : llvm::make_early_inc_range(functions))
    if (readsTrainingState(function))
      function.erase();
  for (auto parameter :
       llvm::make_early_inc_range(graph->getOps<ParameterOp>()))
    if (SymbolTable::symbolKnownUseEmpty(parameter, *graph))
      parameter.erase();
}

/// Those that the options name, each once, the most demanding first.
absl::StatusOr<std::vector<TargetAttr>> Compilation::findTargets() {
  std::vector<TargetAttr> found;
  for (const std::string &name : options.targets) {
    auto target = TargetAttr::lookup(&mlirContext, name);
    if (!target)
      return absl::InvalidArgumentError(absl::StrCat(
          "there is no target `", name, "`; there are ", knownTargets()));
    if (!llvm::is_contained(found, target))
      found.push_back(target);
  }
  // Names are listed in rising order.
  llvm::sort(found, [](TargetAttr a, TargetAttr b) {
    auto rank = [](TargetAttr target) {
      return llvm::find(TargetAttr::getNames(), target.getName());
    };
    return rank(a) > rank(b);
  });
  return found;
}

absl::Status Compilation::setTarget() {
  TargetAttr present = TargetAttr::of(*graph);
  const bool keep = options.targets.empty() && present;
  if (options.targets.empty())
    options.targets = {keep ? present.getName().str() : "native"};
  absl::StatusOr<std::vector<TargetAttr>> found = findTargets();
  if (!found.ok())
    return found.status();
  targets = *std::move(found);
  if (keep && targets.front() != present)
    return absl::InvalidArgumentError(absl::StrCat(
        "`", options.path, "` describes target `", present.getName().str(),
        "` otherwise than this version of Sinter; choose one with `--target`"));
  (*graph)->setAttr(kTargetAttr, targets.front());
  if (options.exactConvolutions)
    (*graph)->setAttr(kExactConvAttr, UnitAttr::get(&mlirContext));
  if (options.optimizeForSize)
    (*graph)->setAttr(kOptimizeAttr, StringAttr::get(&mlirContext, "size"));
  return absl::OkStatus();
}

llvm::SmallVector<ModuleOp> Compilation::modules() const {
  llvm::SmallVector<ModuleOp> all = {*graph};
  for (const OwningOpRef<ModuleOp> &other : otherTargets)
    all.push_back(*other);
  return all;
}

absl::Status Compilation::bindParameters() {
  if (std::exchange(bound, true))
    return absl::OkStatus();
  WeightOptions weights = options.weights;
  weights.models = models();
  return bindWeights(*graph, weights);
}

absl::Status Compilation::runPasses(CompileStage stage) {
  if (stage == CompileStage::Simplified) {
    if (absl::Status status = bindParameters(); !status.ok())
      return status;
    for (TargetAttr target : llvm::drop_begin(targets)) {
      otherTargets.emplace_back(graph->clone());
      (*otherTargets.back())->setAttr(kTargetAttr, target);
    }
  }
  TuningDatabase tuning;
  const bool isTuned =
      stage == CompileStage::Scheduled && !options.tuningFile.empty();
  if (isTuned) {
    auto read = TuningDatabase::read(options.tuningFile, mlirContext);
    if (!read.ok())
      return read.status();
    tuning = *std::move(read);
  }
  PassManager passes(&mlirContext);
  buildStage(passes, passStageOf(stage));
  for (ModuleOp module : modules()) {
    const llvm::StringRef target =
        isTuned ? TargetAttr::of(module).getName() : "";
    if (isTuned)
      module->setAttr(kTuningAttr, tuning.attribute(target, mlirContext));
    if (failed(passes.run(module)))
      return alreadyReported();
    module->removeAttr(kTuningAttr); // the schedules say what it said
    if (isTuned && !knowsAny(tuning, module))
      messages << "sinter: warning: `" << options.tuningFile
               << "` knows none of the kernels for " << target
               << ", so all tiles are the table's; `sinter tune` measures\n";
  }
  if (!options.keepConstants)
    releaseUnusedResources(modules());
  return absl::OkStatus();
}

absl::Status Compilation::runStage(CompileStage stage) {
  if (stage == CompileStage::Ast)
    return parseText();
  if (stage == CompileStage::Graph)
    return buildGraph();
  if (stage <= CompileStage::Planned)
    return runPasses(stage);
  return absl::OkStatus(); // code is made from the planned module when asked
                           // for
}

absl::Status Compilation::runTo(CompileStage last) {
  while (!reached || *reached < last) {
    const CompileStage stage =
        reached ? stageAfter(*reached) : CompileStage::Ast;
    if (absl::Status status = runStage(stage); !status.ok())
      return status;
    reached = stage;
    if (!options.dumpFolder.empty())
      if (absl::Status status = dump(stage); !status.ok())
        return status;
  }
  // A text that does not parse has no stage behind it to say so.
  if (last == CompileStage::Ast && diagnostics.hasErrors()) {
    diagnostics.render(messages);
    return alreadyReported();
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> Compilation::text() const {
  if (*reached == CompileStage::Ast) {
    if (!program)
      return absl::InvalidArgumentError(
          absl::StrCat("stage `ast` needs a model text, but `", options.path,
                       "` begins at the graph stage"));
    std::string text;
    llvm::raw_string_ostream out(text);
    printAst(program->main(), out);
    return text;
  }
  if (*reached <= CompileStage::Planned)
    return moduleText(*graph, /*isGraph=*/*reached == CompileStage::Graph);
  return codeText(*reached);
}

absl::StatusOr<std::string> Compilation::codeText(CompileStage stage) const {
  std::string text;
  for (KernelOp kernel : distinctKernels(*graph)) {
    const llvm::StringRef symbol = *kernel.getSymbol();
    FailureOr<std::string> code =
        buildKernel(kernel, TargetAttr::of(*graph), symbol, formOf(stage));
    if (failed(code))
      return alreadyReported();
    const llvm::StringRef comment = stage == CompileStage::Llvm  ? "; "
                                    : stage == CompileStage::Asm ? "# "
                                                                 : "";
    absl::StrAppend(&text, comment.str(), "kernel ", symbol.str(), ": ",
                    kernel.getName().str(), "\n");
    if (stage == CompileStage::Object)
      absl::StrAppend(
          &text, "  ", code->size(), " bytes, hash ",
          absl::Hex(stableHash(llvm::ArrayRef(code->data(), code->size())),
                    absl::kZeroPad16),
          "\n");
    else
      absl::StrAppend(&text, *code, "\n");
  }
  const EmitOptions emitOptions{textName(), options.embedWeights};
  absl::StatusOr<std::string> entries =
      stage == CompileStage::Llvm  ? emitEntriesAsLlvm(*graph, emitOptions)
      : stage == CompileStage::Asm ? emitEntriesAsAssembly(*graph, emitOptions)
                                   : std::string();
  if (!entries.ok())
    return entries.status();
  return text + *entries;
}

absl::Status Compilation::dump(CompileStage stage) {
  if (stage == CompileStage::Ast && (!program || diagnostics.hasErrors()))
    return absl::OkStatus();
  absl::StatusOr<std::string> stageText = text();
  if (!stageText.ok())
    return stageText.status();
  if (std::error_code error = llvm::sys::fs::create_directories(
          options.dumpFolder, /*IgnoreExisting=*/true,
          llvm::sys::fs::perms::all_all))
    return absl::PermissionDeniedError(absl::StrCat(
        "cannot make folder `", options.dumpFolder, "`: ", error.message()));
  llvm::SmallString<128> path(options.dumpFolder);
  llvm::sys::path::append(path, infoOf(stage).file);
  return writeFileAtomically(path, {llvm::StringRef(*stageText)});
}

absl::StatusOr<EmittedModel> Compilation::emit() {
  if (absl::Status status =
          runTo(options.dumpFolder.empty() ? CompileStage::Planned
                                           : CompileStage::Object);
      !status.ok())
    return status;
  std::vector<ObjectFile> objects;
  for (ModuleOp module : modules()) {
    absl::StatusOr<std::vector<ObjectFile>> kernels =
        compileKernels(module, KernelCache(options.cacheFolder));
    if (!kernels.ok())
      return kernels.status();
    llvm::append_range(objects, std::move(*kernels));
  }
  return emitModel(modules(), std::move(objects),
                   {textName(), options.embedWeights});
}

} // namespace sinter

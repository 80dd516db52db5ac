// Summary.cpp: `sinter summary`: the layers of a model and what they cost.
#include "driver/KernelObjects.h"
#include "driver/LayerTable.h"
#include "driver/TrainingState.h"
#include "ir/TrainingState.h"
#include "tools/sinter/Commands.h"
#include "tools/sinter/ModelOptions.h"

#include "llvm/Support/raw_ostream.h"

#include <memory>

namespace sinter {

namespace {

struct SummaryOptions {
  ModelOptions model;
  std::string entry; ///< a kind
};

/// The layers of each entry of the kind that is asked for. Else nothing of
/// those that train, where others show the model already.
std::vector<std::string> tablesOf(mlir::ModuleOp module,
                                  llvm::StringRef asked) {
  auto functions = module.getOps<mlir::func::FuncOp>();
  const bool allTrain = llvm::all_of(functions, readsTrainingState);
  std::vector<std::string> tables;
  for (auto function : functions) {
    auto kind = function->getAttrOfType<mlir::StringAttr>(kEntryAttr);
    const bool isShown = asked.empty()
                             ? allTrain || !readsTrainingState(function)
                             : kind && kind.getValue() == asked;
    const std::vector<LayerRow> rows =
        isShown ? layersOf(function) : std::vector<LayerRow>();
    tables.push_back(rows.empty() ? "" : layerTable(rows));
  }
  return tables;
}

/// What the training state holds; nothing where nothing trains.
absl::StatusOr<std::string> stateText(const Compilation &compilation) {
  auto tensors = stateOf(compilation.modules());
  if (!tensors.ok())
    return tensors.status();
  if (tensors->empty())
    return "";
  int64_t parameters = 0, rest = 0;
  for (const StateTensor &tensor : *tensors)
    (llvm::StringRef(tensor.name).starts_with("sinter.") ? rest : parameters) +=
        tensor.type.byteCount();
  return "training state: parameters " + byteText(parameters) +
         ", optimizers and counters " + byteText(rest) + "\n";
}

absl::Status summarize(const SummaryOptions &options) {
  auto settings = options.model.compilationOptionsFor(options.entry);
  if (!settings.ok())
    return settings.status();
  settings->training = true;
  if (!options.entry.empty() && !isEntryKind(options.entry))
    return absl::InvalidArgumentError(
        "`--entry " + options.entry +
        "` is no kind of entry, such as `infer` or `train_step`");
  Compilation compilation(std::move(*settings), llvm::errs());
  if (absl::Status status = compilation.runTo(CompileStage::Graph);
      !status.ok())
    return status;
  const std::vector<std::string> tables =
      tablesOf(compilation.module(), options.entry);
  if (absl::Status status = compilation.runTo(CompileStage::Planned);
      !status.ok())
    return status;
  auto entries = entriesOf(compilation.modules());
  if (!entries.ok())
    return entries.status();
  absl::StatusOr<std::string> state = stateText(compilation);
  if (!state.ok())
    return state.status();
  const size_t distinct = distinctKernels(compilation.module()).size();
  for (auto [entry, table] : llvm::zip_equal(*entries, tables))
    llvm::outs() << entry.symbol
                 << (entry.open ? ", " + entry.open->str() + ", here at " +
                                      entry.open->name + "=" +
                                      std::to_string(entry.open->most)
                                : "")
                 << "\n"
                 << table << entry.launches << " kernels, workspace "
                 << byteText(entry.workspaceBytes) << "\n";
  llvm::outs() << *state << distinct << " distinct kernels\n";
  return absl::OkStatus();
}

} // namespace

void addSummary(CLI::App &program, int &exit) {
  auto options = std::make_shared<SummaryOptions>();
  CLI::App *command = program.add_subcommand(
      "summary",
      "Prints the layers of a model: shapes, parameters, MACs, memory");
  options->model.showNotes = true;
  options->model.addTo(*command);
  command
      ->add_option("--entry", options->entry,
                   "Kind of entry, exported or not, in place of what the text "
                   "exports, such as train_step")
      ->type_name("KIND");
  command->footer(R"(
Examples:
  sinter summary lenet5.sn
  sinter summary resnet.sn --model ResNet18
  sinter summary lenet5.sn --entry train_step --bind N=64)");
  command->callback([options, &exit] { exit = exitCode(summarize(*options)); });
}

} // namespace sinter

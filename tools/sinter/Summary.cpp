// Summary.cpp: `sinter summary`: the layers of a model and what they cost.
#include "driver/KernelObjects.h"
#include "driver/LayerTable.h"
#include "tools/sinter/Commands.h"
#include "tools/sinter/ModelOptions.h"

#include "llvm/Support/raw_ostream.h"

#include <memory>

namespace sinter {

namespace {

absl::Status summarize(const ModelOptions &options) {
  auto settings = options.compilationOptions();
  if (!settings.ok())
    return settings.status();
  settings->training = false;
  Compilation compilation(std::move(*settings), llvm::errs());
  if (absl::Status status = compilation.runTo(CompileStage::Graph);
      !status.ok())
    return status;
  std::vector<std::string> tables;
  for (auto function : compilation.module().getOps<mlir::func::FuncOp>())
    tables.push_back(layerTable(layersOf(function)));
  if (absl::Status status = compilation.runTo(CompileStage::Planned);
      !status.ok())
    return status;
  auto entries = entriesOf(compilation.modules());
  if (!entries.ok())
    return entries.status();
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
  llvm::outs() << distinct << " distinct kernels\n";
  return absl::OkStatus();
}

} // namespace

void addSummary(CLI::App &program, int &exit) {
  auto options = std::make_shared<ModelOptions>();
  CLI::App *command = program.add_subcommand(
      "summary",
      "Prints the layers of a model: shapes, parameters, MACs, memory");
  options->showNotes = true;
  options->addTo(*command);
  command->footer(R"(
Examples:
  sinter summary lenet5.sn
  sinter summary resnet.sn --model ResNet18)");
  command->callback([options, &exit] { exit = exitCode(summarize(*options)); });
}

} // namespace sinter

// Plot.cpp: `sinter plot`: a picture of the graph at any stage.
#include "driver/PlotGraph.h"
#include "tools/sinter/Commands.h"
#include "tools/sinter/ModelOptions.h"

#include "llvm/Support/raw_ostream.h"

#include <memory>

namespace sinter {

namespace {

struct PlotOptions {
  ModelOptions model;
  std::string stage = "graph", output;
};

/// Stages whose module is a graph of ops.
bool hasGraph(CompileStage stage) {
  return stage >= CompileStage::Graph && stage <= CompileStage::Planned;
}

absl::Status plot(const PlotOptions &options) {
  absl::StatusOr<CompileStage> stage = stageByName(options.stage);
  if (!stage.ok())
    return stage.status();
  if (!hasGraph(*stage))
    return absl::InvalidArgumentError(
        "stage `" + options.stage +
        "` is no graph; stages from graph to planned are");
  absl::StatusOr<CompilationOptions> settings =
      options.model.compilationOptions();
  if (!settings.ok())
    return settings.status();
  settings->training = false;
  Compilation compilation(std::move(*settings), llvm::errs());
  if (absl::Status status = compilation.runTo(*stage); !status.ok())
    return status;
  std::string graph = graphvizText(compilation.module());
  if (!options.output.empty())
    return writePlot(options.output, graph);
  llvm::outs() << graph;
  return absl::OkStatus();
}

} // namespace

void addPlot(CLI::App &program, int &exit) {
  auto options = std::make_shared<PlotOptions>();
  CLI::App *command = program.add_subcommand(
      "plot", "Draws the graph of a model: ops or kernels, and their shapes");
  options->model.addTo(*command);
  command
      ->add_option(
          "--stage", options->stage,
          "graph (the default), autodiff, simplified, kernels, layout, "
          "scheduled or planned")
      ->type_name("STAGE");
  command
      ->add_option("-o,--output", options->output,
                   "A file that ends in .svg, .png or .dot (default: dot to "
                   "standard output)")
      ->type_name("FILE");
  command->footer(R"(
Examples:
  sinter plot lenet5.sn -o lenet5.svg
  sinter plot resnet.sn --model ResNet18 --stage kernels -o kernels.png
  sinter plot lenet5.sn | dot -Tpdf > lenet5.pdf)");
  command->callback([options, &exit] { exit = exitCode(plot(*options)); });
}

} // namespace sinter

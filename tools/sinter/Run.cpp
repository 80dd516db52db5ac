// Run.cpp: `sinter run`: calls an entry on arrays and pictures.
#include "codegen/WriteFile.h"
#include "driver/Inputs.h"
#include "driver/Npy.h"
#include "driver/Report.h"
#include "tools/sinter/Commands.h"
#include "tools/sinter/ModelOptions.h"

#include "absl/strings/str_cat.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/raw_ostream.h"

#include <memory>

namespace sinter {

namespace {

struct RunOptions {
  ModelOptions model;
  std::vector<std::string> inputs, outputs;
  std::string entry, labels, at;
  int top = 0, threads = 1;
};

/// Before anything runs: every file belongs to an output.
absl::Status checkOutputs(const EntrySignature &entry,
                          const std::vector<PortFile> &files) {
  for (const auto &[name, path] : files)
    if (llvm::none_of(entry.outputs, [&name = name](const Port &port) {
          return port.name == name;
        }))
      return absl::InvalidArgumentError(
          absl::StrCat("`", entry.symbol, "` has no output `", name,
                       "`; its outputs are", portLines(entry.outputs)));
  return absl::OkStatus();
}

absl::Status writeOutputs(const EntrySignature &entry,
                          const std::vector<HostArray> &outputs,
                          const std::vector<PortFile> &files) {
  for (const auto &[name, path] : files)
    for (auto [port, output] : llvm::zip_equal(entry.outputs, outputs))
      if (port.name == name)
        if (absl::Status status =
                writeFileAtomically(path, {llvm::StringRef(npyBytes(output))});
            !status.ok())
          return status;
  return absl::OkStatus();
}

absl::Status printOutputs(const RunOptions &options,
                          const EntrySignature &entry,
                          const std::vector<HostArray> &outputs) {
  std::vector<std::string> labels;
  if (!options.labels.empty()) {
    absl::StatusOr<std::vector<std::string>> read = readLabels(options.labels);
    if (!read.ok())
      return read.status();
    labels = std::move(*read);
  }
  for (auto [port, output] : llvm::zip_equal(entry.outputs, outputs)) {
    if (labels.empty() && options.top == 0) {
      llvm::outs() << outputSummary(port.name, output);
      continue;
    }
    absl::StatusOr<std::string> best =
        topText(port.name, output, labels, options.top ? options.top : 5);
    if (!best.ok())
      return best.status();
    llvm::outs() << *best;
  }
  return absl::OkStatus();
}

absl::Status run(const RunOptions &options) {
  auto settings = options.model.compilationOptionsFor(options.entry);
  auto inputFiles = parsePortFiles(options.inputs, "--input");
  auto outputFiles = parsePortFiles(options.outputs, "--output");
  for (const absl::Status &status :
       {settings.status(), inputFiles.status(), outputFiles.status()})
    if (!status.ok())
      return status;
  Compilation compilation(std::move(*settings), llvm::errs());
  // What is wrong with the arguments is said before kernels are compiled.
  if (absl::Status status = compilation.runTo(CompileStage::Planned);
      !status.ok())
    return status;
  auto entries = entriesOf(compilation.modules());
  if (!entries.ok())
    return entries.status();
  auto entry = selectEntry(*entries, options.entry);
  if (entry.ok())
    entry = atSize(*entry, options.at, *inputFiles,
                   entry->open ? entry->open->least : 1);
  if (!entry.ok())
    return entry.status();
  if (absl::Status status = checkOutputs(*entry, *outputFiles); !status.ok())
    return status;
  auto inputs = readInputs(*entry, *inputFiles, options.model.seed,
                           /*fillMissing=*/false, llvm::errs());
  if (!inputs.ok())
    return inputs.status();

  absl::StatusOr<ReadyModel> model = makeReady(compilation);
  if (!model.ok())
    return model.status();
  auto state = options.model.firstState(*model->loaded, compilation, *entry);
  if (!state.ok())
    return state.status();
  auto runner = EntryRunner::create(*model->loaded, *entry, options.threads,
                                    state->get());
  if (!runner.ok())
    return runner.status();
  std::vector<HostArray> outputs = (*runner)->makeOutputs();
  if (absl::Status status = (*runner)->run(*inputs, outputs); !status.ok())
    return status;
  if (absl::Status status = writeOutputs(*entry, outputs, *outputFiles);
      !status.ok())
    return status;
  return outputFiles->empty() ? printOutputs(options, *entry, outputs)
                              : absl::OkStatus();
}

} // namespace

void addRun(CLI::App &program, int &exit) {
  auto options = std::make_shared<RunOptions>();
  CLI::App *command = program.add_subcommand(
      "run", "Compiles a model in memory and calls it on arrays or pictures");
  options->model.addTo(*command);
  command
      ->add_option(
          "--input", options->inputs,
          "An input: a .npy file, a PNG or JPEG, or `random`; may be repeated")
      ->type_name("NAME=FILE")
      ->allow_extra_args(false);
  command
      ->add_option("--output", options->outputs,
                   "Save an output as .npy; without it outputs are printed; "
                   "may be repeated")
      ->type_name("NAME=FILE")
      ->allow_extra_args(false);
  command
      ->add_option("--entry", options->entry,
                   "Entry to call, where there are several, or a kind, such "
                   "as `train_step`, also where the text does not export it")
      ->type_name("NAME");
  command
      ->add_option("--at", options->at,
                   "Size of the open dimension (default: that of the inputs' "
                   "files, or the least)")
      ->type_name("DIM=SIZE");
  command
      ->add_option("--labels", options->labels,
                   "Text file with one label a line; prints the best ones")
      ->type_name("FILE");
  command
      ->add_option("--top", options->top,
                   "How many of the largest values to print (5 with --labels)")
      ->type_name("K")
      ->check(CLI::Range(1, 1000000));
  command
      ->add_option("--threads", options->threads,
                   "Threads to run on (default 1)")
      ->type_name("T")
      ->check(CLI::Range(1, 64));
  command->footer(R"(
Examples:
  sinter run lenet5.sn --weights lenet5.safetensors --input image=shirt.png --labels labels.txt --top 3
  sinter run lenet5.sn --input image=x.npy --output logits=y.npy
  sinter run resnet.sn --model ResNet18 --input image=random)");
  command->callback([options, &exit] { exit = exitCode(run(*options)); });
}

} // namespace sinter

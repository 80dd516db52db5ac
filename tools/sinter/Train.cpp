// Train.cpp: `sinter train`: fits a model's weights to examples.
#include "driver/data/TrainingData.h"
#include "ir/Ops.h"
#include "tools/sinter/Commands.h"
#include "tools/sinter/ModelOptions.h"

#include "absl/strings/str_cat.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/Support/raw_ostream.h"

#include <memory>

namespace sinter {

namespace {

struct TrainOptions {
  ModelOptions model;
  DataOptions data;
  double validation = 0;
  bool checksData = false, showsClasses = false;
};

/// What the training step takes from the data, as the graph has it.
absl::StatusOr<std::vector<Port>> stepInputs(mlir::ModuleOp graph) {
  for (auto function : graph.getOps<mlir::func::FuncOp>()) {
    auto entry = function->getAttrOfType<mlir::StringAttr>(kEntryAttr);
    if (!entry || entry.getValue() != "train_step")
      continue;
    std::vector<Port> inputs;
    for (mlir::BlockArgument argument : function.getArguments()) {
      auto name = function.getArgAttrOfType<mlir::StringAttr>(
          argument.getArgNumber(), kNameAttr);
      if (name && name.getValue() != "rate_factor")
        inputs.push_back({name.str(), arrayType(argument.getType())});
    }
    return inputs;
  }
  return absl::InvalidArgumentError(
      "the text exports no training step: write `train` and `export M { "
      "train_step(N=64) }`");
}

absl::Status train(const TrainOptions &options) {
  auto settings = options.model.compilationOptions();
  if (!settings.ok())
    return settings.status();
  Compilation compilation(std::move(*settings), llvm::errs());
  if (absl::Status status = compilation.runTo(CompileStage::Graph);
      !status.ok())
    return status;
  absl::StatusOr<std::vector<Port>> inputs = stepInputs(compilation.module());
  if (!inputs.ok())
    return inputs.status();
  absl::StatusOr<TrainingData> data = TrainingData::load(options.data, *inputs);
  if (!data.ok())
    return data.status();
  llvm::outs() << data->text();
  if (options.showsClasses || options.checksData)
    llvm::outs() << data->classText();
  if (!options.checksData)
    return absl::UnimplementedError("`sinter train` only checks data so far: "
                                    "give `--check-data`");
  const int64_t damaged = countDamaged(*data, llvm::errs());
  llvm::outs() << damaged << " damaged files\n";
  return absl::OkStatus();
}

} // namespace

void addTrain(CLI::App &program, int &exit) {
  auto options = std::make_shared<TrainOptions>();
  CLI::App *command =
      program.add_subcommand("train", "Fits a model's weights to examples");
  options->model.addTo(*command);
  command
      ->add_option("--data", options->data.path,
                   "Examples: a folder of idx files, .npy files or pictures "
                   "by class, or a .npz or .csv file")
      ->type_name("PATH")
      ->required();
  command
      ->add_option("--label", options->data.label,
                   "Column of a .csv file that the last input takes: its name "
                   "or number")
      ->type_name("COLUMN");
  auto *validation =
      command
          ->add_option("--validation", options->validation,
                       "Share of the examples kept back to validate with "
                       "(default: the data's test part, or 0.1)")
          ->type_name("SHARE")
          ->check(CLI::Range(0.0, 0.9));
  command->add_flag("--class-weights", options->showsClasses,
                    "Print how often each class occurs, and the weight that "
                    "balances it");
  command->add_flag("--check-data", options->checksData,
                    "Read all examples, say what is damaged, and stop");
  command->footer(R"(
Data:
  train-images-idx3-ubyte[.gz], train-labels-..., t10k-...   MNIST's files
  image.npy, label.npy or both in data.npz                   named after the inputs of the `train` block
  data.csv                                                   a line an example, columns in the order of the inputs
  cat/1.jpg, dog/2.png                                       a folder for each class; or no classes
in PATH, or in `train` and `test` there (also train.npz, test.csv, ...). Bytes and pictures become numbers in [0, 1] for inputs of floats.

Examples:
  sinter train lenet5.sn --data /usr/share/datasets/fashion-mnist --check-data)");
  command->callback([options, validation, &exit] {
    if (validation->count() > 0)
      options->data.validation = options->validation;
    options->data.seed = options->model.seed;
    exit = exitCode(train(*options));
  });
}

} // namespace sinter

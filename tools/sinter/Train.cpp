// Train.cpp: `sinter train`: fits a model's weights to examples.
#include "driver/Difference.h"
#include "driver/Reported.h"
#include "driver/data/TrainingData.h"
#include "driver/train/NonFinite.h"
#include "driver/train/StartWeights.h"
#include "driver/train/StepFingerprint.h"
#include "driver/train/Trainer.h"
#include "ir/Functions.h"
#include "ir/Ops.h"
#include "passes/JoinBatches.h"
#include "tools/sinter/Commands.h"
#include "tools/sinter/Interrupt.h"
#include "tools/sinter/ModelOptions.h"
#include "tools/sinter/TrainProgress.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

#include <memory>
#include <thread>

namespace sinter {

namespace {

struct TrainOptions {
  ModelOptions model;
  DataOptions data;
  TrainerOptions trainer;
  std::vector<std::string> weightsOf; ///< `Teacher=teacher.safetensors`
  std::string monitor;                ///< `min:error`; empty: it is chosen
  double validation = 0, rateFactor = 1;
  int threads = 0;
  bool checksData = false, showsClasses = false;
};

bool isEntry(mlir::func::FuncOp function, llvm::StringRef kind) {
  auto entry = function->getAttrOfType<mlir::StringAttr>(kEntryAttr);
  return entry && entry.getValue() == kind;
}

/// The `train` block that an entry comes from.
llvm::StringRef blockOf(mlir::func::FuncOp function) {
  auto model = function->getAttrOfType<mlir::StringAttr>(kModelAttr);
  return model ? model.getValue() : "";
}

/// The functions that take examples: `train_step`, or of several ranks a `grad`
/// for each loss.
absl::StatusOr<std::vector<mlir::func::FuncOp>>
findSteps(mlir::ModuleOp module, const TrainOptions &options, int ranks) {
  const llvm::StringRef kind = ranks > 1 ? "grad" : "train_step";
  llvm::SetVector<llvm::StringRef> blocks;
  std::vector<mlir::func::FuncOp> found;
  for (auto function : module.getOps<mlir::func::FuncOp>())
    if (isEntry(function, kind)) {
      blocks.insert(blockOf(function));
      found.push_back(function);
    }
  if (found.empty())
    return absl::InvalidArgumentError(absl::StrCat(
        "`", options.model.path, "` has no `train` block",
        options.model.model.empty() ? "" : " `" + options.model.model + "`",
        " to train with; write `train M(x, label: i32[N]) { ... }`"));
  if (blocks.size() > 1)
    return absl::InvalidArgumentError(absl::StrCat(
        "`", options.model.path, "` has the `train` blocks `",
        llvm::join(blocks, "`, `"), "`; choose one with `--model`"));
  return found;
}

absl::StatusOr<CompilationOptions> settingsFor(const TrainOptions &options,
                                               const Ranks &ranks) {
  auto settings = options.model.compilationOptions();
  if (!settings.ok())
    return settings.status();
  settings->weights = {}; // they go into the state
  settings->trainers = ranks.size();
  return settings;
}

/// What the step takes from the data.
std::vector<Port> dataInputs(mlir::func::FuncOp step) {
  std::vector<Port> inputs;
  for (mlir::BlockArgument argument : step.getArguments()) {
    mlir::StringAttr name = argumentName(argument);
    if (name && name.getValue() != rateFactorName) {
      Port port;
      port.name = name.str();
      port.type = arrayType(argument.getType());
      inputs.push_back(std::move(port));
    }
  }
  return inputs;
}

/// Everything a run needs, in the order it is made.
struct Session {
  std::unique_ptr<Ranks> ranks;
  std::unique_ptr<Compilation> compilation;
  std::string block; ///< name of the `train` block
  std::vector<Port> inputs;
  int64_t rounds = 1; ///< micro-batches of a step
  Directions directions;
  std::optional<StepFingerprint> fingerprint;
  std::unique_ptr<TrainingData> data;
  std::unique_ptr<WholeSet> wholeSet;
  std::unique_ptr<WholeSet> shares; ///< of the batch of several ranks
  ReadyModel model;
  std::unique_ptr<TrainingProgram> program;
  std::unique_ptr<Trainer> trainer;
  TrainProgress progress;
};

/// Reads text and data, so that what is wrong with them is said before kernels
/// are compiled.
absl::Status readData(const TrainOptions &options, Session &session) {
  auto settings = settingsFor(options, *session.ranks);
  if (!settings.ok())
    return settings.status();
  session.compilation = std::make_unique<Compilation>(
      std::move(*settings),
      session.ranks->rank() == 0 ? llvm::errs() : llvm::nulls());
  if (absl::Status status = session.compilation->runTo(CompileStage::Graph);
      !status.ok())
    return status;
  auto steps =
      findSteps(session.compilation->module(), options, session.ranks->size());
  if (!steps.ok())
    return steps.status();
  session.block = blockOf(steps->front()).str();
  session.inputs = dataInputs(steps->front());
  session.rounds = countRounds(steps->front());
  session.fingerprint.emplace(*steps);
  DataOptions dataOptions = options.data;
  dataOptions.processes = session.ranks->size();
  absl::StatusOr<TrainingData> data =
      TrainingData::load(dataOptions, session.inputs);
  if (!data.ok())
    return data.status();
  session.data = std::make_unique<TrainingData>(std::move(*data));
  std::vector<LabelRange> ranges;
  for (mlir::func::FuncOp step : *steps)
    llvm::append_range(ranges, labelRanges(step));
  for (const absl::Status &status :
       {session.data->checkLabels(ranges), session.data->countClasses(ranges)})
    if (!status.ok())
      return status;
  if (session.ranks->rank() == 0) {
    llvm::outs() << session.data->text();
    if (options.showsClasses && !options.checksData)
      llvm::outs() << session.data->classText();
    llvm::outs().flush();
    for (const std::string &message : session.data->emptyClasses())
      llvm::errs() << "sinter: warning: " << message << "\n";
  }
  return absl::OkStatus();
}

/// Makes `grad`, of any compilation, give its share of what the ranks add up.
absl::StatusOr<std::unique_ptr<WholeSet>>
shareBatch(const TrainOptions &options, const Session &session,
           llvm::ArrayRef<mlir::func::FuncOp> grads) {
  auto settings = settingsFor(options, *session.ranks);
  if (!settings.ok())
    return settings.status();
  return WholeSet::createForShares(grads, session.block,
                                   session.data->train().set->batchSize(),
                                   session.ranks->size(), std::move(*settings));
}

/// Says which op makes the loss infinite, with the graph of the step's ops.
absl::Status explain(const TrainOptions &options, const Session &session,
                     const std::vector<HostArray> &batch,
                     const EntryCall &call) {
  if (absl::Status status = checkReferenceSeed(options.model.seed);
      !status.ok())
    return status;
  auto settings = settingsFor(options, *session.ranks);
  if (!settings.ok())
    return settings.status();
  Compilation compilation(std::move(*settings), llvm::errs());
  if (absl::Status status = compilation.runTo(CompileStage::Graph);
      !status.ok())
    return status;
  auto steps = findSteps(compilation.module(), options, session.ranks->size());
  if (!steps.ok())
    return steps.status();
  if (session.shares)
    if (auto shares = shareBatch(options, session, *steps); !shares.ok())
      return shares.status();
  if (absl::Status status = compilation.runTo(CompileStage::Autodiff);
      !status.ok())
    return status;
  auto called = llvm::find_if(*steps, [&](mlir::func::FuncOp step) {
    return step.getSymName() == call.symbol();
  });
  return explainNonFinite(*called, call, batch, *session.program,
                          *session.ranks);
}

int threadsFor(const TrainOptions &options, const Session &session) {
  constexpr int most = 64; // of the runtime's pool
  if (options.threads > 0)
    return options.threads;
  const int cores = static_cast<int>(std::thread::hardware_concurrency());
  return std::clamp(cores / session.ranks->size(), 1, most);
}

/// Warns where several ranks may train on another loss than one would.
absl::Status shareBatches(const TrainOptions &options, Session &session) {
  if (session.ranks->size() == 1)
    return absl::OkStatus();
  auto steps =
      findSteps(session.compilation->module(), options, session.ranks->size());
  if (!steps.ok())
    return steps.status();
  // Of a loss that its micro-batches do not add up to, the text has been told.
  const bool isTold = countRounds(steps->front()) > 1;
  auto shares = shareBatch(options, session, *steps);
  if (!shares.ok())
    return shares.status();
  session.shares = std::move(*shares);
  const std::vector<std::string> &unjoined = session.shares->unjoinedLosses();
  if (!unjoined.empty() && !isTold && session.ranks->rank() == 0)
    llvm::errs()
        << "sinter: warning: it is not known what the parts of a batch add up "
           "to in `"
        << absl::StrJoin(unjoined, "`, `")
        << "`, for example because examples are compared with each other; "
        << session.ranks->size()
        << " processes take the mean of their losses, which may be another "
           "than that of one process with the joined batch\n";
  return absl::OkStatus();
}

/// Cuts `evaluate` into what adds up over the examples, and says of what the
/// sums do not tell the results.
absl::Status splitEvaluate(const TrainOptions &options, Session &session) {
  auto settings = settingsFor(options, *session.ranks);
  if (!settings.ok())
    return settings.status();
  const std::optional<Examples> test = session.data->test();
  const int64_t sizes[] = {session.data->validation().size(),
                           test ? test->size() : int64_t(0)};
  for (auto function :
       session.compilation->module().getOps<mlir::func::FuncOp>())
    if (isEntry(function, "evaluate") && blockOf(function) == session.block) {
      session.directions = directionsOf(function);
      session.wholeSet = WholeSet::create(
          function, session.block, session.data->train().set->batchSize(),
          sizes, std::move(*settings));
    }
  if (!session.wholeSet) // only text at the graph stage can lack it
    return absl::InvalidArgumentError(absl::StrCat(
        "`", session.block, "` has no `evaluate` to validate with"));
  if (session.ranks->rank() != 0)
    return absl::OkStatus();
  if (sizes[0] == 0)
    llvm::errs() << "sinter: note: no examples are kept back to validate with: "
                    "the best epoch is that of the values of training\n";
  if (sizes[0] + sizes[1] == 0)
    return absl::OkStatus();
  std::vector<std::string> inexact;
  for (auto [i, quantity] : llvm::enumerate(session.wholeSet->results()))
    if (!session.wholeSet->isExact(i))
      inexact.push_back("`" + quantity.name + "`");
  if (!inexact.empty())
    llvm::errs() << "sinter: note: of validation, "
                 << absl::StrJoin(inexact, ", ")
                 << " will be the mean over full batches: that of the whole "
                    "set cannot be put together from batches\n";
  return absl::OkStatus();
}

/// The files that training begins with. A run that goes on has its own.
absl::Status startWeights(const TrainOptions &options, Session &session) {
  TrainingProgram &program = *session.program;
  if (options.trainer.resumes)
    return absl::OkStatus();
  if (!options.model.weights.empty())
    if (absl::Status status = startFromWeights(
            program, {options.model.weights, options.model.weightsOnly,
                      /*seed=*/0, session.compilation->models()});
        !status.ok())
      return status;
  for (const std::string &text : options.weightsOf) {
    auto [model, file] = llvm::StringRef(text).split('=');
    if (absl::Status status = startModelFromWeights(program, model, file.str());
        !status.ok())
      return status;
  }
  return absl::OkStatus();
}

absl::Status makeTrainer(const TrainOptions &options, Session &session) {
  if (absl::Status status = splitEvaluate(options, session); !status.ok())
    return status;
  auto monitor = Monitor::choose(options.monitor, session.wholeSet->results(),
                                 session.directions);
  if (!monitor.ok())
    return monitor.status();
  if (absl::Status status = shareBatches(options, session); !status.ok())
    return status;
  auto model = makeReady(*session.compilation);
  if (!model.ok())
    return model.status();
  session.model = std::move(*model);
  auto program = TrainingProgram::create(
      *session.model.loaded, session.compilation->modules(), options.model.seed,
      threadsFor(options, session));
  if (!program.ok())
    return program.status();
  session.program = std::move(*program);
  if (absl::Status status = startWeights(options, session); !status.ok())
    return status;
  const bool isFirst = session.ranks->rank() == 0;
  TrainerOptions trainer = options.trainer;
  trainer.monitor = std::move(*monitor);
  trainer.isMonitorAsked = !options.monitor.empty();
  trainer.step = session.fingerprint->text();
  trainer.rounds = session.rounds;
  trainer.compareStep = [&session, &options](const std::string &saved) {
    session.fingerprint->warnWhereNew(saved, options.trainer.outputFolder);
  };
  trainer.isStopped = isInterrupted;
  trainer.onStep = [&session, isFirst](const StepProgress &step) {
    if (isFirst)
      session.progress.showStep(step, session.trainer->quantities());
  };
  trainer.onEpoch = [&session, isFirst, &options](const EpochRecord &epoch) {
    if (isFirst)
      session.progress.printEpoch(epoch, options.trainer.epochs,
                                  session.trainer->quantities(),
                                  session.trainer->isValidated());
  };
  trainer.warn = [&session](const std::string &message) {
    session.progress.clear();
    llvm::errs() << "sinter: warning: " << message << "\n";
  };
  trainer.explain = [&](const std::vector<HostArray> &batch,
                        const EntryCall &call) {
    return explain(options, session, batch, call);
  };
  auto made =
      Trainer::create(*session.program, session.block, session.inputs,
                      *session.data, *session.wholeSet, session.shares.get(),
                      *session.ranks, std::move(trainer));
  if (!made.ok())
    return made.status();
  session.trainer = std::move(*made);
  return absl::OkStatus();
}

/// One rank compiles, the others find its kernels in the cache.
absl::Status prepare(const TrainOptions &options, Session &session) {
  absl::Status status = readData(options, session);
  // What is wrong with the text is said by the first, which then ends all.
  const bool isLeftToFirst = status.ok() || status.message().empty();
  if (session.ranks->rank() > 0 && isLeftToFirst)
    if (absl::Status met = session.ranks->meet(); !met.ok())
      return met;
  if (!status.ok())
    return status;
  status = makeTrainer(options, session);
  if (session.ranks->rank() == 0 && status.ok())
    status = session.ranks->meet();
  return status;
}

/// What `sinter compile` must be told of the models that were trained, one
/// behind the other.
std::vector<std::string> modelsToCompile(const TrainOptions &options,
                                         const Session &session) {
  std::vector<std::string> models = session.compilation->models();
  if (options.model.model.empty() &&
      (models.size() < 2 || session.compilation->hasExports()))
    return {""};
  if (llvm::is_contained(models, session.block))
    models = {session.block};
  for (std::string &model : models)
    model.insert(0, " --model ");
  return models;
}

void printOutcome(const TrainOptions &options, const Session &session,
                  const TrainingOutcome &outcome) {
  using End = TrainingOutcome::End;
  const std::string folder = options.trainer.outputFolder;
  if (outcome.damagedFiles > 0)
    llvm::outs() << outcome.damagedFiles << " damaged files were passed over\n";
  if (outcome.end == End::Stopped)
    llvm::outs() << "stopped after step " << outcome.record.step << "; `"
                 << folder
                 << "` has all of it, and the same command with `--resume` "
                    "goes on\n";
  if (outcome.end == End::NoGain)
    llvm::outs() << "no gain for " << options.trainer.patience
                 << " epochs: ended early\n";
  if (!outcome.record.best)
    return;
  llvm::outs() << "best " << session.trainer->monitored() << " "
               << llvm::format("%.4f", *outcome.record.best) << " in epoch "
               << outcome.bestEpoch;
  if (!outcome.test.empty())
    llvm::outs() << "; on the test part: "
                 << valuesText(outcome.test, session.trainer->quantities());
  llvm::outs() << "\n";
  for (const std::string &model : modelsToCompile(options, session))
    llvm::outs() << "sinter compile " << options.model.path << model
                 << " --weights " << folder << "/best.safetensors\n";
}

absl::Status train(const TrainOptions &options) {
  Session session;
  auto ranks = Ranks::join();
  if (!ranks.ok())
    return ranks.status();
  session.ranks = std::move(*ranks);
  auto runAll = [&]() -> absl::Status {
    if (options.checksData) {
      if (absl::Status status = readData(options, session); !status.ok())
        return status;
      const int64_t damaged = session.data->dropDamaged(llvm::errs());
      llvm::outs() << session.data->classText() << damaged
                   << " damaged files\n";
      return absl::OkStatus();
    }
    if (absl::Status status = prepare(options, session); !status.ok())
      return status;
    stopOnInterrupt();
    absl::StatusOr<TrainingOutcome> outcome = session.trainer->run();
    session.progress.clear();
    if (!outcome.ok())
      return outcome.status();
    if (session.ranks->rank() == 0)
      printOutcome(options, session, *outcome);
    return absl::OkStatus();
  };
  absl::Status status = runAll();
  if (!status.ok() && session.ranks->size() > 1) {
    // The others may wait for this one without end.
    exitCode(status);
    session.ranks->abort();
  }
  return status;
}

void addTrainingFlags(CLI::App &command, TrainOptions &options) {
  TrainerOptions &trainer = options.trainer;
  command
      .add_option("--output", trainer.outputFolder,
                  "Folder for weights, curves and what `--resume` needs "
                  "(default: trained)")
      ->default_val("trained")
      ->type_name("DIR");
  command
      .add_option("--epochs", trainer.epochs, "Epochs to train (default 10)")
      ->type_name("N")
      ->check(CLI::Range(int64_t(1), int64_t(1000000)));
  command
      .add_option("--weights-of", options.weightsOf,
                  "Weights of a model that the `train` block is not named "
                  "after, such as a teacher; may be repeated")
      ->type_name("MODEL=FILE")
      ->allow_extra_args(false)
      ->check(
          [](const std::string &text) {
            auto [model, file] = llvm::StringRef(text).split('=');
            return model.empty() || file.empty()
                       ? "`" + text +
                             "` is no model and file, as in "
                             "`--weights-of Teacher=teacher.safetensors`"
                       : std::string();
          },
          "");
  command.add_flag("--resume", trainer.resumes,
                   "Go on with the run in the output folder, as if it had "
                   "never stopped");
  command
      .add_option("--monitor", options.monitor,
                  "Loss or report that tells the best epoch (default: the "
                  "first metric of which more is better, else the loss); "
                  "max:NAME or min:NAME says what is better where NAME is no "
                  "metric of the library")
      ->type_name("[max:|min:]NAME");
  command
      .add_option("--patience", trainer.patience,
                  "End after so many epochs without a better value")
      ->type_name("EPOCHS")
      ->check(CLI::Range(int64_t(1), int64_t(1000000)));
  command
      .add_option("--plateau", trainer.plateau,
                  "After so many epochs without a better value multiply the "
                  "learning rates by --plateau-factor")
      ->type_name("EPOCHS")
      ->check(CLI::Range(int64_t(1), int64_t(1000000)));
  command
      .add_option("--plateau-factor", trainer.plateauFactor,
                  "See --plateau (default 0.1)")
      ->type_name("FACTOR")
      ->check(CLI::Range(0.0, 1.0));
  command
      .add_option("--json", trainer.jsonFile,
                  "File that gets a line of JSON for each epoch; - is "
                  "standard output")
      ->type_name("FILE");
  command
      .add_option("--threads", options.threads,
                  "Threads to run on (default: all cores); weights are the "
                  "same bit for bit")
      ->type_name("T")
      ->check(CLI::Range(1, 64));
}

void addDataFlags(CLI::App &command, TrainOptions &options) {
  command
      .add_option("--data", options.data.path,
                  "Examples: a folder of idx files, .npy files or pictures by "
                  "class, or a .npz or .csv file")
      ->type_name("PATH")
      ->required();
  command
      .add_option("--label", options.data.label,
                  "Column of a .csv file that the last input takes: its name "
                  "or number")
      ->type_name("COLUMN");
  command.add_flag("--class-weights", options.showsClasses,
                   "Print how often each class occurs, and the weight that "
                   "balances it");
  command.add_flag("--check-data", options.checksData,
                   "Read all examples, say what is damaged, and stop");
}

} // namespace

void addTrain(CLI::App &program, int &exit) {
  auto options = std::make_shared<TrainOptions>();
  CLI::App *command =
      program.add_subcommand("train", "Fits a model's weights to examples");
  options->model.addTo(*command);
  addDataFlags(*command, *options);
  auto *validation =
      command
          ->add_option("--validation", options->validation,
                       "Share of the examples kept back to validate with "
                       "(default: the data's test part, or 0.1)")
          ->type_name("SHARE")
          ->check(CLI::Range(0.0, 0.9));
  addTrainingFlags(*command, *options);
  auto *rateFactor =
      command
          ->add_option("--rate-factor", options->rateFactor,
                       "Factor of all learning rates of the text (default 1)")
          ->type_name("FACTOR")
          ->check(CLI::Range(0.0, 1e6));
  command->footer(R"(
Data:
  train-images-idx3-ubyte[.gz], train-labels-..., t10k-...   MNIST's files
  image.npy, label.npy or both in data.npz                   named after the inputs of the `train` block
  data.csv                                                   a line an example, columns in the order of the inputs
  cat/1.jpg, dog/2.png                                       a folder for each class; or no classes
in PATH, or in `train` and `test` there (also train.npz, test.csv, ...). Bytes and pictures become numbers in [0, 1] for inputs of floats.
An input `class_weights: f32[C]` gets the weights that --class-weights prints, for cross_entropy(..., weight=class_weights).

The output folder gets best.safetensors and last.safetensors (weights and all that training needs), run.json, curves.csv and curves.svg.
Ctrl-C finishes the step and saves; `--resume` goes on, bit for bit. Under `mpirun -n K` each process takes its share of every batch; gradients are added up once a step for each loss that the text minimizes.

Examples:
  sinter train lenet5.sn --data /usr/share/datasets/fashion-mnist --epochs 10 --output out
  sinter compile lenet5.sn --weights out/best.safetensors
  sinter train flowers.sn --data photos --weights imagenet.safetensors --weights-only 'features.*' --patience 5)");
  command->callback([=, &exit] {
    if (validation->count() > 0)
      options->data.validation = options->validation;
    if (rateFactor->count() > 0)
      options->trainer.rateFactor = options->rateFactor;
    options->data.seed = options->trainer.seed = options->model.seed;
    exit = exitCode(train(*options));
    raiseInterrupt();
  });
}

} // namespace sinter

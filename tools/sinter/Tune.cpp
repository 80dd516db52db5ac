// Tune.cpp: `sinter tune`: measures other tiles than the table's.
#include "driver/Inputs.h"
#include "driver/Timing.h"
#include "driver/Tuner.h"
#include "tools/sinter/Commands.h"
#include "tools/sinter/Interrupt.h"
#include "tools/sinter/ModelOptions.h"

#include "absl/strings/str_cat.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

#include <algorithm>
#include <limits>
#include <memory>

namespace sinter {

namespace {

struct TuneOptions {
  ModelOptions model;
  std::string entry, budget = "60s";
};

/// `90`, `90s`, `5m` or `1h` in seconds.
absl::StatusOr<double> parseBudget(llvm::StringRef text) {
  llvm::StringRef number = text;
  const double unit = number.consume_back("h")   ? 3600
                      : number.consume_back("m") ? 60
                                                 : 1;
  if (unit == 1)
    number.consume_back("s");
  double value = 0;
  constexpr double mostSeconds = 7 * 24 * 3600;
  if (number.getAsDouble(value) || !(value > 0 && value * unit <= mostSeconds))
    return absl::InvalidArgumentError(
        ("`" + text +
         "` is not a time of at most a week, as in `--budget=60s`, `5m` or "
         "`1h`")
            .str());
  return value * unit;
}

std::string checkBudget(const std::string &text) {
  return std::string(parseBudget(text).status().message());
}

/// A model ready to be timed.
struct Subject {
  std::unique_ptr<Compilation> compilation;
  ReadyModel model;
  EntrySignature entry;
  std::vector<HostArray> inputs;
  std::unique_ptr<EntryRunner> runner;
};

/// The entry that `--entry` names. Those that train are set aside, unless the
/// text has no others.
absl::StatusOr<EntrySignature>
selectInferring(const std::vector<EntrySignature> &entries,
                const std::string &name) {
  auto entry = selectEntry(entries, name);
  if (entry.ok() && entry->readsState)
    return absl::InvalidArgumentError(
        absl::StrCat("`", entry->symbol,
                     "` trains, but the tuner takes entries that infer only"));
  if (entry.ok() || name.empty())
    return entry;
  return absl::InvalidArgumentError(
      absl::StrCat("the tuner takes entries that infer, and among them ",
                   entry.status().message()));
}

absl::StatusOr<Subject> makeSubject(const TuneOptions &options,
                                    const std::string &tuning) {
  auto settings = options.model.compilationOptions();
  if (!settings.ok())
    return settings.status();
  settings->tuningFile = tuning;
  settings->training = false;
  Subject subject;
  subject.compilation =
      std::make_unique<Compilation>(std::move(*settings), llvm::errs());
  auto model = makeReady(*subject.compilation);
  if (!model.ok())
    return model.status();
  subject.model = std::move(*model);
  auto entry = selectInferring(subject.model.entries, options.entry);
  if (!entry.ok())
    return entry.status();
  subject.entry = std::move(*entry);
  auto inputs = readInputs(subject.entry, {}, options.model.seed,
                           /*fillMissing=*/true, llvm::errs());
  if (!inputs.ok())
    return inputs.status();
  subject.inputs = std::move(*inputs);
  auto runner =
      EntryRunner::create(*subject.model.loaded, subject.entry, /*threads=*/1);
  if (!runner.ok())
    return runner.status();
  subject.runner = std::move(*runner);
  return subject;
}

/// One line that is written over and over, where someone looks on.
class ProgressLine {
public:
  void show(const TuningEntry &entry, double gain, double secondsLeft) {
    if (!llvm::errs().is_displayed())
      return;
    llvm::errs() << "\r\033[K" << entry.measured << "/" << entry.alternatives
                 << llvm::format(" %.2fx, %.0f s left  ", gain,
                                 std::max(0.0, secondsLeft))
                 << entry.description;
    isShown = true;
  }
  void clear() {
    if (std::exchange(isShown, false))
      llvm::errs() << "\r\033[K";
  }

private:
  bool isShown = false;
};

/// A line of what is known of a kernel.
void printKernel(const TuningEntry &entry) {
  llvm::outs() << llvm::format("  %10.2f us", entry.tableTime);
  if (entry.tiles)
    llvm::outs() << llvm::format(" -> %10.2f us  %.2fx", entry.bestTime,
                                 entry.tableTime / entry.bestTime);
  else
    llvm::outs() << "    the table's tiles  ";
  llvm::outs() << "  " << entry.measured << "/" << entry.alternatives << "  "
               << entry.description << "\n";
  llvm::outs().flush();
}

absl::StatusOr<TuningDatabase> readDatabase(const std::string &path,
                                            mlir::MLIRContext &context) {
  return llvm::sys::fs::exists(path) ? TuningDatabase::read(path, context)
                                     : TuningDatabase();
}

/// The least times of the model with the table's tiles, then with the
/// database's.
struct Race {
  double totals[2] = {std::numeric_limits<double>::infinity(),
                      std::numeric_limits<double>::infinity()}; // ms
  std::vector<double> launches[2];                              // us
};

/// Times both models in turns, for about `seconds`.
absl::StatusOr<Race> race(const TuneOptions &options, Subject &table,
                          const std::string &path, double seconds) {
  auto tuned = makeSubject(options, path);
  if (!tuned.ok())
    return tuned.status();
  Race race;
  constexpr int turns = 4;
  for (int turn = 0; turn < turns; ++turn)
    for (int i : {0, 1}) {
      Subject &subject = i ? *tuned : table;
      auto timing =
          timeEntry(*subject.runner, subject.inputs, seconds / (4 * turns));
      if (!timing.ok())
        return timing.status();
      auto times =
          timeKernels(*subject.runner, subject.inputs, seconds / (4 * turns));
      if (!times.ok())
        return times.status();
      race.totals[i] = std::min(race.totals[i], timing->minimumMs);
      race.launches[i].resize(times->size(),
                              std::numeric_limits<double>::infinity());
      for (auto [least, time] : llvm::zip_equal(race.launches[i], *times))
        least = std::min(least, time);
    }
  return race;
}

/// Takes back what does not hold in the model, and all of it where the rest
/// makes the model slower; says what is kept and what it is worth.
absl::Status judge(const TuneOptions &options, Subject &table,
                   const std::vector<TunableKernel> &kernels,
                   TuningDatabase &database, const std::string &path,
                   double seconds) {
  const TargetAttr target = TargetAttr::of(table.compilation->module());
  auto times = race(options, table, path, seconds / 2);
  if (!times.ok())
    return times.status();
  const size_t dropped = dropWhatDoesNotHold(
      kernels, target, database, times->launches[0], times->launches[1]);
  if (dropped > 0) {
    llvm::outs() << "  " << dropped
                 << " of them gain nothing inside the model and stay with the "
                    "table's tiles\n";
    if (absl::Status status = database.write(path); !status.ok())
      return status;
  }
  bool isTuned = isAnyTuned(kernels, target, database);
  if (isTuned && dropped > 0) // another program than the one that was timed
    times = race(options, table, path, seconds / 2);
  if (!times.ok())
    return times.status();
  const auto [before, after] = times->totals;
  if (isTuned && after > before) {
    llvm::outs() << llvm::format(
        "  together the tuned kernels make the model slower, %.4f ms, and stay "
        "with the table's tiles\n",
        after);
    isTuned = false;
    dropAll(kernels, target, database);
    if (absl::Status status = database.write(path); !status.ok())
      return status;
  }
  llvm::outs() << table.entry.symbol
               << llvm::format(": %.4f ms with the table's tiles", before);
  if (isTuned)
    llvm::outs() << llvm::format(", %.4f ms tuned, %.3fx\n", after,
                                 before / after);
  else
    llvm::outs() << ", which stay\n";
  return absl::OkStatus();
}

absl::Status tune(const TuneOptions &options) {
  absl::StatusOr<double> seconds = parseBudget(options.budget);
  if (!seconds.ok())
    return seconds.status();
  auto table = makeSubject(options, /*tuning=*/"");
  if (!table.ok())
    return table.status();
  const std::string path = options.model.tuning.empty()
                               ? table->compilation->textName() + ".tuning"
                               : options.model.tuning;
  auto database = readDatabase(path, table->compilation->context());
  if (!database.ok())
    return database.status();
  stopOnInterrupt();
  // A path that cannot be written should not cost a minute.
  if (absl::Status status = database->write(path); !status.ok())
    return status;
  const double judging = std::min(4.0, *seconds / 10);
  auto times = timeKernels(*table->runner, table->inputs, judging / 4);
  if (!times.ok())
    return times.status();
  const mlir::ModuleOp module = table->compilation->module();
  const std::vector<TunableKernel> kernels =
      tunableKernels(module, table->entry, *times);

  ProgressLine line;
  const TunerOptions tuner{
      .seconds = *seconds - judging,
      .modelBytes = table->model.weightsBytes + table->entry.workspaceBytes,
      .seed = options.model.seed,
      .path = path,
      .isStopped = isInterrupted,
      .onProgress =
          [&](const TuningEntry &entry, double gain, double secondsLeft) {
            line.show(entry, gain, secondsLeft);
          },
      .onKernel =
          [&](const TuningEntry &entry) {
            line.clear();
            printKernel(entry);
          }};
  if (absl::Status status =
          tuneKernels(kernels, TargetAttr::of(module), *database, tuner);
      !status.ok())
    return status;
  if (!isInterrupted())
    return judge(options, *table, kernels, *database, path, judging);
  llvm::outs() << "interrupted; `" << path
               << "` has what was measured, and the same command goes on\n";
  return absl::OkStatus();
}

} // namespace

void addTune(CLI::App &program, int &exit) {
  auto options = std::make_shared<TuneOptions>();
  CLI::App *command = program.add_subcommand(
      "tune", "Measures other tile sizes than the table's for each kernel");
  options->model.addTo(*command);
  command
      ->add_option("--entry", options->entry,
                   "Entry to tune, where there are several; one that infers, "
                   "since those that train keep the table's tiles")
      ->type_name("NAME");
  command
      ->add_option("--budget", options->budget,
                   "How long to measure, as in 90s, 5m or 1h (default 60s)")
      ->type_name("TIME")
      ->check(checkBudget, "");
  command->footer(R"(
Writes the database that `--tuning` names (default: TEXT.tuning here), or goes on with it: what it has is not measured again.
Ctrl-C ends the tuning early and keeps what was measured.

Examples:
  sinter tune resnet.sn --model ResNet18 --budget 5m
  sinter compile resnet.sn --model ResNet18 --tuning resnet.tuning -o out)");
  command->callback([options, &exit] {
    exit = exitCode(tune(*options));
    raiseInterrupt();
  });
}

} // namespace sinter

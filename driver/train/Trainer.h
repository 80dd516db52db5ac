// Trainer.h: epochs of training steps, with validation, checkpoints and an end.
#ifndef SINTER_DRIVER_TRAIN_TRAINER_H
#define SINTER_DRIVER_TRAIN_TRAINER_H

#include "driver/data/BatchLoader.h"
#include "driver/data/TrainingData.h"
#include "driver/train/Checkpoints.h"
#include "driver/train/Evaluation.h"
#include "driver/train/Monitor.h"
#include "driver/train/TrainingStep.h"

#include <functional>

namespace sinter {

/// Where a run is inside an epoch.
struct StepProgress {
  int64_t epoch, step, steps; ///< both from 1 on; steps of the epoch
  double seconds;             ///< in this epoch
  double examplesPerSecond;
  llvm::ArrayRef<double> means; ///< of the values so far
};

struct TrainerOptions {
  uint64_t seed = 0;
  int64_t epochs = 10;
  std::optional<double> rateFactor; ///< 1, or what the resumed run had
  /// Epochs without a better value after which the run ends; 0: it does not.
  int64_t patience = 0;
  /// Epochs without a better value after which all learning rates are
  /// multiplied by `plateauFactor`; 0: they are not.
  int64_t plateau = 0;
  double plateauFactor = 0.1;
  Monitor monitor;
  bool isMonitorAsked = false; ///< else that of a resumed run stays
  std::string outputFolder;
  std::string jsonFile; ///< a line an epoch; empty: none
  bool resumes = false;
  int64_t rounds = 1; ///< micro-batches of a step
  std::string step;   ///< its StepFingerprint

  std::function<bool()> isStopped;
  std::function<void(const StepProgress &)> onStep;
  std::function<void(const EpochRecord &)> onEpoch;
  std::function<void(const std::string &)> warn;
  /// Gets the step of a run that goes on, which may be another.
  std::function<void(const std::string &)> compareStep;
  /// Tells why the step from the program's state on this batch, as it was
  /// called, gives values that are not finite. Where the ranks meet inside of
  /// it, all of them ask at once.
  std::function<absl::Status(const std::vector<HostArray> &, const EntryCall &)>
      explain;
};

/// How a run ended.
struct TrainingOutcome {
  enum class End { AllEpochs, NoGain, Stopped } end = End::AllEpochs;
  RunRecord record;
  int64_t bestEpoch = 0;
  int64_t damagedFiles = 0;
  std::vector<double> test; ///< empty where there is no such part
};

class Trainer {
public:
  /// `set` is of `evaluate`, and `shares`, where there are several ranks, of
  /// `grad`. All references outlive the trainer.
  static absl::StatusOr<std::unique_ptr<Trainer>>
  create(TrainingProgram &program, llvm::StringRef model,
         const std::vector<Port> &inputs, const TrainingData &data,
         WholeSet &set, WholeSet *shares, const Ranks &ranks,
         TrainerOptions options);

  absl::StatusOr<TrainingOutcome> run();

  llvm::ArrayRef<Quantity> quantities() const { return step.quantities(); }
  /// The name of what tells the best epoch.
  const std::string &monitored() const { return options.monitor.name; }
  /// Whether there are examples that are not learnt from: else the values of
  /// training tell the best epoch.
  bool isValidated() const { return data.validation().size() > 0; }

private:
  Trainer(TrainingProgram &program, const TrainingData &data,
          const Ranks &ranks, TrainingStep step, EntryCall evaluate,
          WholeSet &set, TrainerOptions options);
  absl::Status begin();
  void compareData(const DataFingerprint &saved, const DataFingerprint &now);
  absl::Status changeMonitor();
  absl::Status keepMonitor();
  std::pair<std::vector<EpochRecord>, std::optional<double>>
  judgeHistory() const;
  void stayWith(const EpochRecord &kept, const std::string &before,
                const EpochRecord &better);
  absl::Status runEpoch();
  absl::Status runStep(Batch &batch, TrainingStep::Votes &votes);
  absl::StatusOr<bool> isFinite(llvm::ArrayRef<double> values,
                                bool looksAtState);
  absl::Status stopAtNonFinite(const std::vector<int64_t> &order);
  absl::Status finishEpoch();
  absl::Status save();
  void warn(const std::vector<std::string> &damaged);
  void judge(EpochRecord &epoch);
  std::vector<int64_t> ownOrder() const;
  void takeSnapshot();
  double monitoredValue(const EpochRecord &epoch) const;

  TrainingProgram &program;
  const TrainingData &data;
  const Ranks &ranks;
  TrainingStep step;
  EntryCall evaluate;
  WholeSet &set;
  TrainerOptions options;
  Checkpoints checkpoints;
  Examples learnt;

  RunRecord record;
  int64_t position = 0; ///< in this rank's order
  bool isStopped = false;
  std::vector<std::string> damaged; ///< each once

  /// A state that has been, from which the steps since can be done again.
  struct Snapshot {
    std::vector<char> state;
    int64_t position = 0, epochSteps = 0;
  } snapshot;
};

} // namespace sinter

#endif // SINTER_DRIVER_TRAIN_TRAINER_H

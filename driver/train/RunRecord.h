// RunRecord.h: what a training run has done so far, beside its state.
//
// The state itself (weights, optimizer, step counter, seed) is a safetensors
// file; this is the rest of what the run needs to go on as if it had never
// stopped, kept as JSON.
#ifndef SINTER_DRIVER_TRAIN_RUNRECORD_H
#define SINTER_DRIVER_TRAIN_RUNRECORD_H

#include "driver/data/DataFingerprint.h"

#include "absl/status/statusor.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/JSON.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sinter {

/// A result of the training step: a loss, or what the text reports.
struct Quantity {
  std::string name;
  int64_t values = 1; ///< more for a confusion matrix

  bool operator==(const Quantity &) const = default;
};

/// Whether a quantity is a loss by its name: `loss`, or `loss_2` of several.
bool isLossName(llvm::StringRef name);

/// What one epoch came to. Values stand one behind the other, in the order of
/// the quantities.
struct EpochRecord {
  int64_t epoch = 0; ///< from 1 on
  int64_t step = 0;  ///< all steps up to its end
  double seconds = 0;
  double rateFactor = 1;
  bool isBest = false;
  std::vector<double> train, validation;
};

/// What changes the course of a run; it must be the same when the run goes on,
/// but for the step itself and what the data holds.
struct RunFacts {
  uint64_t seed = 0;
  int64_t batch = 0, ranks = 1, trainExamples = 0, validationExamples = 0;
  std::vector<Quantity> quantities;
  std::string step;     ///< a StepFingerprint; older runs have none
  DataFingerprint data; ///< likewise
};

/// A moment of a run: that after `step` steps.
struct RunRecord {
  int64_t step = 0;
  int64_t epochs = 0; ///< finished
  /// Of the epoch that runs: steps, where each rank stands in its order, and
  /// sums over the steps.
  int64_t epochSteps = 0;
  std::vector<int64_t> positions;
  std::vector<double> sums;
  double seconds = 0; ///< spent in it
  double rateFactor = 1;
  std::optional<double> best;
  std::string monitor; ///< whose best it is; older runs do not say
  int64_t epochsSinceBest = 0, epochsSinceReduction = 0;
  std::vector<EpochRecord> history;
};

/// The file beside the state. It holds the record of the state that is being
/// replaced and that of the new one, so that whichever of the two a killed
/// program leaves has its record: `step` tells.
struct RunFile {
  RunFacts facts;
  std::vector<RunRecord> records;

  std::string json() const;
  static absl::StatusOr<RunFile> parse(llvm::StringRef text,
                                       llvm::StringRef path);
};

/// `{"epoch": 3, ..., "train": {"loss": 0.31}, "validation": {...}}`, one line.
std::string epochLine(const EpochRecord &record,
                      llvm::ArrayRef<Quantity> quantities);

} // namespace sinter

#endif // SINTER_DRIVER_TRAIN_RUNRECORD_H

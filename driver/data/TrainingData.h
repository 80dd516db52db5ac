// TrainingData.h: the examples of one training run: those that are learnt from
// and those that tell how well.
#ifndef SINTER_DRIVER_DATA_TRAININGDATA_H
#define SINTER_DRIVER_DATA_TRAININGDATA_H

#include "driver/data/DataSet.h"
#include "driver/data/Sampling.h"

#include "absl/status/statusor.h"

#include <optional>

namespace sinter {

struct DataOptions {
  std::string path;
  std::string label; ///< column of a table; see Csv.h
  /// Share of the examples that is kept back for validation. Without it the
  /// test part of the data validates, or a tenth where there is none.
  std::optional<double> validation;
  uint64_t seed = 0;
  int64_t processes = 1; ///< that take a batch each in every step
};

/// Some examples of a set.
struct Examples {
  const DataSet *set = nullptr;
  std::vector<int64_t> indices;

  int64_t size() const { return static_cast<int64_t>(indices.size()); }
};

class TrainingData {
public:
  static absl::StatusOr<TrainingData> load(const DataOptions &options,
                                           const std::vector<Port> &inputs);

  Examples train() const { return {learnt.get(), split.train}; }
  Examples validation() const;
  /// The test part, where it does not validate.
  std::optional<Examples> test() const;
  /// Looks at the labels of all examples, whatever they are for. `ranges` are
  /// those of the training step.
  absl::Status checkLabels(llvm::ArrayRef<LabelRange> ranges) const;
  /// Counts the classes of `train`, and gives the input `class_weights`, if
  /// there is one, their weights: also where other examples are looked at.
  absl::Status countClasses(llvm::ArrayRef<LabelRange> ranges);

  /// Reads every example of all parts: how many files are damaged, each of
  /// which is named to `messages` and counts as no example of its class.
  int64_t dropDamaged(llvm::raw_ostream &messages);

  /// Of all parts.
  DataFingerprint fingerprint() const;
  /// What the data is, in a few lines.
  std::string text() const;
  /// The counts of the classes in `train`, and their weights; empty where
  /// labels do not tell classes.
  std::string classText() const;
  /// The folders that name a class and hold none of its examples, a message
  /// each, and what weighs nothing for that.
  std::vector<std::string> emptyClasses() const;

private:
  std::unique_ptr<DataSet> learnt, held; ///< `held`: the test part or null
  Split split;                           ///< of `learnt`
  std::string counted; ///< the input whose labels are counted; may be empty
  std::vector<int64_t> counts;
};

} // namespace sinter

#endif // SINTER_DRIVER_DATA_TRAININGDATA_H

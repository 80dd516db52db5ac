// DataSet.h: examples as a model's inputs take them.
//
// An input takes the column of its name; the labels and the examples of idx
// files and picture folders go to the input that can hold them. Values are
// converted where no value is lost: see `conversionText`.
#ifndef SINTER_DRIVER_DATA_DATASET_H
#define SINTER_DRIVER_DATA_DATASET_H

#include "driver/Entry.h"
#include "driver/data/DataFingerprint.h"
#include "driver/data/LabelRange.h"

#include "absl/status/statusor.h"

namespace sinter {

/// The input that takes one weight a class from the counts of the labels.
inline constexpr llvm::StringLiteral classWeightsInput = "class_weights";

class DataSet {
public:
  /// Finds the data of each input. All inputs but `class_weights` begin with
  /// the axis of the batch, of one size.
  static absl::StatusOr<DataSet> match(DataPart part,
                                       const std::vector<Port> &inputs);

  int64_t size() const { return examples; }
  /// Examples of a batch of the training step.
  int64_t batchSize() const { return batch; }
  llvm::StringRef path() const { return part.path; }
  llvm::ArrayRef<std::string> classes() const { return part.classes; }
  /// Arrays for a batch of `rows` examples.
  std::vector<HostArray> makeBatch(int64_t rows) const;
  /// Writes an example into row `row` of the batch. An error names a file that
  /// cannot be decoded.
  absl::Status read(int64_t example, int64_t row,
                    std::vector<HostArray> &batch) const;
  /// Copies row `from` of the batch to the rows from `first` to `last` - 1.
  void repeatRow(int64_t from, int64_t first, int64_t last,
                 std::vector<HostArray> &batch) const;

  /// The only input that takes one whole number an example: its labels tell
  /// classes apart. Empty where there is none, or several.
  std::string labelInput() const;
  /// The labels of that input; none where there is no such.
  std::vector<int64_t> labels() const;
  /// How often each class from 0 to `classes` - 1 stands at `examples` in an
  /// input of whole numbers, which may take many an example.
  std::vector<int64_t> countClasses(llvm::StringRef input, int64_t classes,
                                    llvm::ArrayRef<int64_t> examples) const;
  /// An error names the first label that `range` does not contain.
  absl::Status checkLabels(const LabelRange &range) const;
  /// How many weights the input `class_weights` takes; 0: there is none.
  int64_t classWeightCount() const;
  /// Gives the input `class_weights`, if there is one, its values, which come
  /// from the labels of `input`.
  void setClassWeights(llvm::ArrayRef<double> weights, llvm::StringRef input);

  /// What each input takes. Names get `suffix`.
  DataFingerprint fingerprint(llvm::StringRef suffix) const;
  /// What goes where, a line for each input.
  std::string text() const;

private:
  /// Where the values of an input come from.
  struct Feed {
    Port port;
    ArrayType item; ///< of one example
    enum class Kind { Column, Pictures, Constant } kind = Kind::Constant;
    size_t column = 0;
    double divisor = 1; ///< of values
    HostArray constant;
  };

  const Feed *feedOf(llvm::StringRef input) const;
  absl::Status matchInputs(const std::vector<Port> &inputs);
  absl::Status matchByRole();
  absl::Status checkAll();
  absl::Status checkLength(const std::string &source, int64_t rows);
  absl::Status checkColumn(Feed &feed);

  DataPart part;
  std::vector<Feed> feeds;
  int64_t examples = 0, batch = 0;
  std::string counted; ///< the file that says how many examples there are
  std::string weighed; ///< the input whose labels `class_weights` come from
};

} // namespace sinter

#endif // SINTER_DRIVER_DATA_DATASET_H

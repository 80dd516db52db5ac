// LabelRange.h: which whole numbers the losses of a training step know as
// classes.
//
//   cross_entropy(logits, label, ignore_index=255) with 10 logits: 0 to 9, 255
#ifndef SINTER_DRIVER_DATA_LABELRANGE_H
#define SINTER_DRIVER_DATA_LABELRANGE_H

#include "mlir/Dialect/Func/IR/FuncOps.h"

#include <string>
#include <vector>

namespace sinter {

struct LabelRange {
  std::string input;
  int64_t classes = 0;         ///< 0 to classes - 1
  std::vector<int64_t> others; ///< values that are asked for by themselves

  bool contains(int64_t label) const;
  /// `0 to 9 or 255`
  std::string str() const;
};

/// For the inputs of `step`, at the graph stage, that are compared with all
/// classes, as `one_hot` does. Not for those that are compared by order, whose
/// classes may be meant to be more.
std::vector<LabelRange> labelRanges(mlir::func::FuncOp step);

} // namespace sinter

#endif // SINTER_DRIVER_DATA_LABELRANGE_H

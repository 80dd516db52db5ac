// SplitEvaluation.h: what batches give that, added up over a set of examples,
// tells its losses and metrics as if it were one batch.
//
//   accuracy = mean(argmax(logits) == label)     a mean: averaged over the set
//   psnr = -10 * log10(mse(x, target))           the mean below the logarithm
//   f1 = f(confusion matrix)                     the sum of the matrices
//   auc = f(scores, truths)                      all scores, all truths
#pragma once

#include "ir/Ops.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/STLFunctionalExtras.h"

#include <vector>

namespace sinter {

/// A value of a function, by its place: the function may be elaborated again
/// for another number of rows.
struct ValuePlace {
  int64_t op = -1; ///< of the block's; -1: an argument
  unsigned number = 0;

  bool operator==(const ValuePlace &) const = default;
};

mlir::Value valueAt(mlir::func::FuncOp function, ValuePlace place);

/// Whether values, attributes or ops are the same but for their contexts; of
/// ops that is so if their attributes are, whatever they are computed from.
bool isSameType(mlir::Value a, mlir::Value b);
bool isSameAttribute(mlir::Attribute a, mlir::Attribute b);
bool isSameOp(mlir::Operation *a, mlir::Operation *b);

/// The ops that `results` are computed with from what is known, in their order.
std::vector<mlir::Operation *>
opsBehind(mlir::ValueRange results,
          llvm::function_ref<bool(mlir::Value)> isKnown);

/// Something that a batch gives, and what it is for a set of batches.
struct SetPart {
  enum class Kind {
    Sum,  ///< of those of the batches
    Mean, ///< of those of the batches, by their examples
    Same, ///< what every batch gives
    Rows, ///< those of all batches, along axis 0
    Batch ///< a result that no one can add up
  };
  Kind kind;
  ValuePlace place;

  bool operator==(const SetPart &) const = default;
};

/// Elements that the interpreter computes in about a second.
inline constexpr int64_t kSecondOfWork = int64_t(1) << 25;

struct EvaluationSplit {
  std::vector<SetPart> parts;
  /// For each result whether the parts tell it; it is a part itself where they
  /// do not.
  std::vector<bool> isTold;
};

/// Splits `evaluate`, a graph for `rows` examples, with the help of `whole`,
/// the same graph for `wholeRows` other ones: which of its values are rows of
/// examples, each for itself, is seen from both. Where the two are no such
/// pair, or a result has parts of more than `mostWork` elements for `wholeRows`
/// examples, or is computed from them with more, it is a part itself.
EvaluationSplit splitEvaluation(mlir::func::FuncOp evaluate, int64_t rows,
                                mlir::func::FuncOp whole, int64_t wholeRows,
                                int64_t mostWork = kSecondOfWork);

/// Each result as a part.
EvaluationSplit unsplitEvaluation(mlir::func::FuncOp evaluate);

/// Makes `evaluate` return the parts, called `part_1`, `part_2`, ...
void returnParts(mlir::func::FuncOp evaluate, const EvaluationSplit &split);

} // namespace sinter

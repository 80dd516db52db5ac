// WholeSet.h: losses and metrics over a set of examples, from what its batches
// give.
//
// A batch's `evaluate` returns parts that add up (passes/SplitEvaluation.h);
// what is left to compute from their sums is done by the reference interpreter
// on the graph for the whole set as one batch.
#ifndef SINTER_DRIVER_TRAIN_WHOLESET_H
#define SINTER_DRIVER_TRAIN_WHOLESET_H

#include "driver/Compilation.h"
#include "driver/train/RunRecord.h"
#include "passes/SplitEvaluation.h"

#include "absl/status/statusor.h"

namespace sinter {

class WholeSet {
public:
  /// For `evaluate`, an entry of the `train` block `block` for batches of
  /// `rows` examples, which returns its parts from now on. `options` are those
  /// that it was elaborated with; `sizes` are those of the sets.
  static std::unique_ptr<WholeSet> create(mlir::func::FuncOp evaluate,
                                          llvm::StringRef block, int64_t rows,
                                          llvm::ArrayRef<int64_t> sizes,
                                          CompilationOptions options);

  /// What `evaluate` gave as a whole.
  const std::vector<Quantity> &results() const { return quantities; }
  const std::vector<SetPart> &parts() const { return split.parts; }
  /// Whether result `index` is that of the whole set as one batch. It is the
  /// mean over full batches elsewhere.
  bool isExact(size_t index) const { return split.isTold[index]; }

  /// The results, one behind the other, for a set of `rows` examples whose
  /// parts came to `values`. No numbers where there are no examples.
  absl::StatusOr<std::vector<double>>
  finish(int64_t rows, const std::vector<std::vector<double>> &values);

  /// Whether result `index` of a batch is the mean of those of its halves,
  /// whatever their examples are. Derivatives of such a loss are means, too.
  bool isMeanOfBatches(size_t index);

  /// Makes `grad`, the entry of the block for batches of this size, give loss
  /// and derivatives of the batch that `processes` have together
  /// (passes/JoinBatches.h), and adds an entry `parts` to its module. False,
  /// and nothing has changed, where that is not known to be possible.
  bool join(mlir::func::FuncOp grad, int64_t processes);

private:
  /// The graph for `rows` examples; null where there is none.
  mlir::func::FuncOp graphFor(int64_t rows);
  std::optional<std::vector<std::vector<double>>>
  resultsOf(mlir::func::FuncOp graph,
            const std::vector<std::vector<double>> &values);

  std::string block;
  int64_t batch = 0;
  CompilationOptions options;
  EvaluationSplit split;
  int64_t ops = 0; ///< of the graph that was split
  std::vector<Quantity> quantities;
  std::vector<std::pair<int64_t, std::unique_ptr<Compilation>>> graphs;
};

} // namespace sinter

#endif // SINTER_DRIVER_TRAIN_WHOLESET_H

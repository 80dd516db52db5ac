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
#include "passes/JoinBatches.h"

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

  /// What a loss of batches is to that of the batch that they are together, and
  /// its derivatives to the derivative of that.
  enum class LossShares {
    Mean,   ///< the mean of theirs is that of all
    Sum,    ///< their sum is
    Unknown ///< nothing so simple
  };
  /// For the loss of the `train` block `block`, in batches of `rows` examples;
  /// nothing where its text gives no such batches.
  static std::optional<LossShares>
  lossSharesOf(llvm::StringRef block, int64_t rows, CompilationOptions options);

  /// The same as `create` for a batch that `processes` share, from what
  /// `grads`, the entries for the share of one, which has `rows` examples, give
  /// of each: there is one for each loss, and the last returns its parts behind
  /// its gradients from now on. The mean of what the processes' gradients are
  /// then is that of the batch; or, where there is an entry that gives the
  /// parts of their loss (passes/JoinBatches.h), their sum.
  static std::unique_ptr<WholeSet>
  createForShares(llvm::ArrayRef<mlir::func::FuncOp> grads,
                  llvm::StringRef block, int64_t rows, int64_t processes,
                  CompilationOptions options);

  /// The losses that this is not so for: their mean is taken for want of
  /// anything better.
  const std::vector<std::string> &unjoinedLosses() const { return unjoined; }

  /// What the function gave as a whole.
  const std::vector<Quantity> &results() const { return quantities; }
  const std::vector<SetPart> &parts() const { return split.parts; }
  /// Whether result `index` is that of the whole set as one batch. It is the
  /// mean over full batches elsewhere.
  bool isExact(size_t index) const { return split.isTold[index]; }

  /// The results, one behind the other, for a set of `rows` examples whose
  /// parts came to `values`. No numbers where there are no examples.
  absl::StatusOr<std::vector<double>>
  finish(int64_t rows, const std::vector<std::vector<double>> &values);

private:
  /// The graph for `rows` examples; null where there is none.
  mlir::func::FuncOp graphFor(int64_t rows);
  /// What result `index` of batches is to that of two of them together,
  /// whatever their examples are.
  LossShares sharesOf(size_t index);
  bool join(mlir::func::FuncOp grad, const SharedBatch &shared, size_t loss);
  llvm::DenseSet<mlir::Value> partsOf(mlir::func::FuncOp graph, size_t index);
  std::optional<std::vector<std::vector<double>>>
  resultsOf(mlir::func::FuncOp graph, const std::vector<bool> &isWanted,
            const std::vector<std::vector<double>> &values);

  std::string block;
  int64_t batch = 0;
  CompilationOptions options;
  EvaluationSplit split;
  int64_t ops = 0; ///< of the graph that was split; 0: there is none yet
  std::vector<std::string> unjoined;
  std::vector<Quantity> quantities;
  std::vector<std::pair<int64_t, std::unique_ptr<Compilation>>> graphs;
};

} // namespace sinter

#endif // SINTER_DRIVER_TRAIN_WHOLESET_H

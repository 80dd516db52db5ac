// JoinBatches.h: lets each of several processes that share a batch
// differentiate the loss of the whole batch.
//
//   loss = f(p), p = what its examples add up to:  sum(weight * y) /
//   sum(weight)
//
// Process r computes p_r from its examples, is told what those of the others
// add up to, and differentiates f(p_r + others_r). That derivative is the share
// of its examples in that of the whole batch: the shares add up.
#pragma once

#include "passes/SplitEvaluation.h"

namespace sinter {

/// A result of the function of the parts, and the argument of `grad` that takes
/// what it is for the other processes, have the same number behind these. No
/// text can give such names.
inline constexpr llvm::StringLiteral kPartPrefix = "sinter.part.",
                                     kOthersPrefix = "sinter.others.";

/// A batch that `processes`, or their micro-batches, share.
struct SharedBatch {
  mlir::func::FuncOp share; ///< `evaluate` for the share of one, in any context
  mlir::func::FuncOp whole; ///< for the batch, in the context of `grad`
  int64_t processes;
};

/// The name of the function that gives the parts of the loss of `grad`.
std::string partsName(llvm::StringRef grad);

/// Makes `grad`, for a process's share, differentiate and return the loss of
/// the whole batch, and adds a function to its module which gives the parts
/// (`sinter.entry` is `parts`), which it returns.
///
/// The loss is result `loss` of `evaluate`, which `split` splits. Null, and
/// nothing has changed, where the parts do not tell it or `grad` computes it
/// otherwise than `evaluate`. What comes before the parts may differ: noise,
/// the statistics of a batch norm, or what losses minimized before have made of
/// the weights.
///
/// An argument for a sum over examples takes the sum of the others' parts, and
/// one for rows of examples those of all processes, one behind the other.
mlir::func::FuncOp joinLoss(mlir::func::FuncOp grad, const SharedBatch &batch,
                            const EvaluationSplit &split, unsigned loss);

/// How many micro-batches a step that minimizes one loss runs its block on.
int64_t countRounds(mlir::func::FuncOp step);

/// Makes a step that minimizes one loss, or `grad` for one of several,
/// differentiate and return `factor` times that, in each of its micro-batches.
void scaleLoss(mlir::func::FuncOp step, double factor);

/// Makes `grad` return, behind its gradients, the parts that tell its results,
/// as far as `split` says and `grad` computes them as `evaluate` does. They are
/// the results of `evaluate` from `loss` on, which stays a part itself. Gives
/// the split that they are of. A share is what a micro-batch of a process has,
/// and there are that many more of them.
EvaluationSplit returnShares(mlir::func::FuncOp grad, const SharedBatch &batch,
                             const EvaluationSplit &split, unsigned loss);

} // namespace sinter

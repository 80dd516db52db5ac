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
/// The argument of `grad` that takes the number of the process, where it
/// matters.
inline constexpr llvm::StringLiteral kRankName = "sinter.rank";

/// Makes `grad`, for a process's share of a batch, differentiate and return the
/// loss of the batch that `processes` have together, and adds a function to its
/// module which gives the parts (`sinter.entry` is `parts`), which it returns.
///
/// `evaluate` is the graph for such a share that `split` splits, and `joined`,
/// of the context of `grad`, that for the whole batch; the loss is the first
/// result of both, and the parts tell it. Null, and nothing has changed, where
/// `grad` computes it otherwise than `evaluate`. What comes before the parts
/// may differ: noise, or the statistics of a batch norm.
///
/// An argument for a sum over examples takes the sum of the others' parts, and
/// one for rows of examples those of all processes, one behind the other.
mlir::func::FuncOp joinBatches(mlir::func::FuncOp grad,
                               mlir::func::FuncOp evaluate,
                               const EvaluationSplit &split,
                               mlir::func::FuncOp joined, int64_t processes);

} // namespace sinter

// ProcessShares.h: lets `grad`, on a process's share of a batch, compute what
// one process does on the joined batch, where that is more than a mean.
//
//   dropout of rows 0 to n - 1       the numbers of rows r * n to r * n + n - 1
//   state seen = seen + mean(x)      the mean over the processes
//
// Statistics of a batch are the library's to join (`mean_over_processes`).
#pragma once

#include "ir/Ops.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

#include <vector>

namespace sinter {

/// The ops of `function` that draw random numbers.
std::vector<mlir::Operation *> noiseOf(mlir::func::FuncOp function);

/// Lets noise that has rows of examples begin at those of the process; noise of
/// other shapes is the same for all. `doubled` is the same entry for twice as
/// many examples, in any context: what has rows of them grows with it. Gives
/// the noise that grows, but not in rows of examples that are known, and all
/// where the text writes out how many there are: that stays the same for all,
/// too.
std::vector<mlir::Operation *> shareNoise(mlir::func::FuncOp grad,
                                          mlir::func::FuncOp doubled);

/// Lets all processes write the same states: those that depend on examples
/// otherwise than through means over the processes become such means. Gives the
/// writes of integers, which have none.
std::vector<mlir::Operation *> shareStates(mlir::func::FuncOp grad);

} // namespace sinter

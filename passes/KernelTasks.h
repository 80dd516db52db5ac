// KernelTasks.h: into which tasks a kernel is cut, for threads to share.
#pragma once

#include "passes/RegisterTiles.h"
#include "passes/Schedules.h"

namespace sinter {

/// Work that is worth handing to another thread: a fork and join takes 1 to 3
/// microseconds, in which a core does about this many multiply-adds, or moves
/// an eighth of it in bytes.
constexpr int64_t kWorthSharing = 1 << 18;

/// What a kernel does, in multiply-adds.
int64_t work(KernelOp kernel);

/// Indices of physical dimension `dim` of the result, in `count` parts.
struct Tasks {
  int64_t count, dim;
  double readAll = 0; ///< what it costs that each reads what all others do

  double evenness() const { return balance(count) - readAll; }
};

/// Tasks of a product: matrices, tiles of columns, or several tiles of rows,
/// whatever threads share most evenly. Columns come before rows, as they read
/// weights of their own; but gradients of weights have the rows that the update
/// behind them has.
Tasks chooseProductTasks(KernelOp kernel, const RegisterTile &tile,
                         int64_t tiles);

/// Operands that an update of several parameters turns into rows.
int64_t turnedOperands(KernelOp kernel);

/// Tasks for the tiles that the kernel has.
Tasks tasksOf(KernelOp kernel, TargetAttr target);

} // namespace sinter

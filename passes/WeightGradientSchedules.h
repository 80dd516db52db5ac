// WeightGradientSchedules.h: schedules of gradients of a convolution's weight,
// for the strategies that have tiles: direct, depthwise, planar and winograd.
#pragma once

#include "ir/Ops.h"

namespace sinter {

/// What the table has for the kernel.
mlir::DictionaryAttr weightGradientTiles(KernelOp kernel, TargetAttr target);

/// What follows from the tiles.
struct WeightGradientShares {
  int64_t tasks;
  int64_t scratchBytes; ///< 0: none
  /// How many of the loops over tiles are tasks; none for a strategy whose
  /// tasks are parts of the images.
  std::optional<int64_t> taskLoops;
};

/// Shares the kernel, which has its tiles, among tasks where it
/// `isWorthSharing`.
WeightGradientShares shareWeightGradient(KernelOp kernel, TargetAttr target,
                                         bool isWorthSharing);

} // namespace sinter

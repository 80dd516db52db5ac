// WeightGradientTiles.h: the tiles of sums that gradients of a convolution's
// weight keep in registers.
#pragma once

#include "ir/Ops.h"

namespace sinter {

/// Vectors of filters that a group of `op` fills.
int64_t filterBlocksOfGroup(Conv2dWeightGradientOp op, int64_t lanes);

/// Sums for `inputs` channels, `tapsX` by `tapsY` taps and `channelBlocks`
/// vectors of filters, over all pixels of a chunk.
struct WeightGradientTile {
  int64_t run; ///< input channels that are taken in turn; `inputs` divides them
  int64_t inputs, tapsX, tapsY, channelBlocks;
  int64_t images, rows; ///< of a chunk
};

/// The tile with the fewest cycles a sum. A `depthwise` gradient has one input
/// for each lane.
WeightGradientTile chooseWeightGradientTile(TargetAttr target,
                                            Conv2dWeightGradientOp op,
                                            bool depthwise);

/// A planar gradient has vectors along rows: `channelBlocks` are filters of a
/// tile, and `run` and `inputs` are 1.
WeightGradientTile choosePlanarWeightGradientTile(TargetAttr target,
                                                  Conv2dWeightGradientOp op);

/// The loops over tiles of vectors of filters, outermost first: blocks of
/// filters, runs of inputs, taps along y and x, inputs of a run.
llvm::SmallVector<int64_t> tileLoops(Conv2dWeightGradientOp op,
                                     const WeightGradientTile &tile,
                                     int64_t lanes);
/// As many of the outermost loops as threads share evenly: each task reads both
/// images.
int64_t chooseTaskLoops(llvm::ArrayRef<int64_t> loops);
/// Whether that shares them evenly enough.
bool areTasksEven(llvm::ArrayRef<int64_t> loops);

/// Tiles of 4 x 4 pixels that Winograd's algorithm transforms together: whole
/// rows of them, or several images.
struct WeightGradientBand {
  int64_t images, rows;
};
WeightGradientBand chooseWeightGradientBand(Conv2dWeightGradientOp op);
/// Whether the band holds all tiles of the one group that there is.
bool isOneBand(Conv2dWeightGradientOp op, WeightGradientBand band);

/// Tasks that divide the blocks of filters of a group.
int64_t chooseWeightGradientBlockTasks(TargetAttr target,
                                       Conv2dWeightGradientOp op,
                                       WeightGradientBand band);

} // namespace sinter

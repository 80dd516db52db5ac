// WeightGradientTiles.h: the tiles of sums that gradients of a convolution's
// weight keep in registers.
#pragma once

#include "ir/Ops.h"

namespace sinter {

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

/// Tiles of 4 x 4 pixels that Winograd's algorithm transforms together: whole
/// rows of them, or several images.
struct WeightGradientBand {
  int64_t images, rows;
};
WeightGradientBand chooseWeightGradientBand(Conv2dWeightGradientOp op);

/// Tasks that divide the blocks of filters of a group.
int64_t chooseWeightGradientBlockTasks(TargetAttr target,
                                       Conv2dWeightGradientOp op,
                                       WeightGradientBand band);

} // namespace sinter

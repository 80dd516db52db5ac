// RegisterTiles.h: the tiles of sums that convolutions and products keep in
// registers.
#pragma once

#include "ir/Ops.h"

namespace sinter {

/// Sums for `channelBlocks` vectors of output channels at `pixels` pixels.
struct RegisterTile {
  int64_t channelBlocks, pixels;
  bool acrossRows = false;   ///< whether it runs on into the next image row
  bool skipsColumns = false; ///< whether it leaves out what lies beside the
                             ///< image
};

/// The tile with the fewest cycles for a matrix of `rows` rows and `outBlocks`
/// vectors of columns, each a sum of `steps` products. `evenness` says how
/// evenly threads share the tasks that a tile leads to, 1 at best: some per
/// cent of the cycles are worth it.
RegisterTile chooseProductTile(
    TargetAttr target, int64_t outBlocks, int64_t rows, int64_t steps,
    llvm::function_ref<double(const RegisterTile &)> evenness =
        [](const RegisterTile &) { return 1.0; });

/// The tile for a band of so many tiles of Winograd's algorithm, as the rows of
/// the product for each tap. `areTasksGroups`: whether threads share groups of
/// blocks, as an image is one band.
RegisterTile chooseWinogradTile(TargetAttr target, int64_t outBlocks,
                                int64_t tiles, int64_t steps,
                                bool areTasksGroups);

/// The tile with the fewest cycles for one image of the result of `conv`.
RegisterTile chooseConvTile(TargetAttr target, Conv2dOp conv);

/// Whether a direct kernel of `conv` with this tile reads the padding, which is
/// stored as a border then: one as wide as the image leaves out all of it.
bool readsPadding(Conv2dOp conv, const RegisterTile &tile);

/// How many blocks of input channels a tile of `conv` takes before its sums go
/// back to memory; 0 where all blocks stay together.
int64_t chooseReductionBlocks(Conv2dOp conv, TargetAttr target,
                              const RegisterTile &tile);

} // namespace sinter

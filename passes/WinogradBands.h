// WinogradBands.h: the tiles of an image that Winograd's algorithm transforms
// and multiplies together.
#pragma once

#include "passes/RegisterTiles.h"

namespace sinter {

/// What bands depend on: a result of `images` times `height` by `width` pixels
/// in tiles of `tile` by `tile`.
struct WinogradSizes {
  explicit WinogradSizes(WinogradConv2dOp conv);

  int64_t tile, images, height, width, inputs, filters;

  int64_t taps() const { return (tile + 2) * (tile + 2); }
  int64_t rows() const;    ///< of tiles in an image
  int64_t columns() const; ///< of tiles in an image
  /// How many bands such as `band` the images are.
  int64_t bands(const struct WinogradBand &band) const;
};

/// Tiles that are transformed and multiplied together, as rows and columns of
/// them in as many images.
struct WinogradBand {
  int64_t images, rows, columns;

  int64_t tiles() const { return images * rows * columns; }
};
WinogradBand chooseWinogradBand(const WinogradSizes &sizes, TargetAttr target,
                                bool open);

/// The band in the kernel's schedule.
WinogradBand scheduledBand(KernelOp kernel);

/// Whether `kernel`, of a `winograd_conv2d`, also transforms its filters.
bool transformsFilters(KernelOp kernel);
/// The register tile of such a kernel, for a band of so many tiles.
RegisterTile chooseTileOfOwnFilters(TargetAttr target, int64_t outBlocks,
                                    int64_t tiles);
/// Blocks of inputs whose filters are transformed together, for
/// `channelBlocks` vectors of filters: they stay in a third of L2.
int64_t chooseFilterBlocks(const WinogradSizes &sizes, TargetAttr target,
                           int64_t channelBlocks);

} // namespace sinter

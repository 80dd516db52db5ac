// WinogradBands.cpp: see WinogradBands.h.
#include "passes/WinogradBands.h"

#include "passes/Schedules.h"

#include "ir/Divisors.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace sinter {

WinogradSizes::WinogradSizes(WinogradConv2dOp conv) : tile(conv.getTile()) {
  ArrayRef<int64_t> result = cast<RankedTensorType>(conv.getType()).getShape();
  images = result[0];
  height = result[1];
  width = result[2];
  filters = result[3];
  inputs = cast<RankedTensorType>(conv.getFilter().getType()).getDimSize(1);
}

int64_t WinogradSizes::rows() const { return llvm::divideCeil(height, tile); }
int64_t WinogradSizes::columns() const { return llvm::divideCeil(width, tile); }
int64_t WinogradSizes::bands(const WinogradBand &band) const {
  return static_cast<int64_t>(llvm::divideCeil(rows(), band.rows) *
                              llvm::divideCeil(columns(), band.columns)) *
         (images / band.images);
}

/// A band reads all filters, so it should have many tiles, 16 if there are as
/// many, 14 where rows are that long (56x56x64 to 192 in bands of one row and
/// two, us: 1808 and 1843, two threads 920 and 1002; x256 to 256 alike), or 7,
/// half of a tile of registers, where the filters stay in L2; its
/// transformed image is read once for each group of output blocks, so beyond
/// that it should stay in half of L2. Bands are whole rows of tiles, as many as
/// threads share most evenly, a part of one row, or, unless images are rows of
/// an open dimension, several whole images.
constexpr int64_t kEnoughTiles = 16, kLongRow = 14, kFewTiles = 7;
WinogradBand chooseWinogradBand(const WinogradSizes &sizes, TargetAttr target,
                                bool open) {
  const int64_t rows = sizes.rows(), columns = sizes.columns(),
                lanes = target.getLanes(),
                tileBytes =
                    sizes.taps() * llvm::alignTo(sizes.inputs, lanes) * 4,
                filterBytes = tileBytes * llvm::alignTo(sizes.filters, lanes),
                most =
                    std::max(kEnoughTiles, target.getL2Bytes() / 2 / tileBytes),
                least = filterBytes < target.getL2Bytes() * 5 / 8 ? kFewTiles
                                                                  : kLongRow;
  // Up to `limit`, or beyond it where less than half of it divides.
  auto divisorNear = [](int64_t number, int64_t limit) {
    limit = std::clamp<int64_t>(limit, 1, number);
    int64_t divisor = largestDivisor(number, limit);
    if (2 * divisor >= limit)
      return divisor;
    for (divisor = limit; number % divisor != 0;)
      ++divisor;
    return divisor;
  };
  if (columns >= most)
    return {1, 1, divisorNear(columns, most)};
  if (rows * columns <= kEnoughTiles)
    return {open ? 1 : divisorNear(sizes.images, most / (rows * columns)), rows,
            columns};
  int64_t bandRows = 0;
  for (int64_t count = llvm::divideCeil(least, columns);
       count <= std::min(rows, most / columns); ++count)
    if (rows % count == 0 &&
        (!bandRows || balance(rows / count) >= balance(rows / bandRows)))
      bandRows = count;
  if (!bandRows || bandRows == rows)
    bandRows = divisorNear(
        rows, std::min<int64_t>(llvm::divideCeil(kEnoughTiles, columns),
                                most / columns));
  return {1, bandRows, columns};
}

WinogradBand scheduledBand(KernelOp kernel) {
  return {kernel.getScheduled("tile_images"), kernel.getScheduled("tile_rows"),
          kernel.getScheduled("tile_columns")};
}

bool transformsFilters(KernelOp kernel) {
  auto conv = dyn_cast_or_null<WinogradConv2dOp>(kernel.getAnchor());
  return conv && conv.getFilter().getDefiningOp<WinogradFilterOp>();
}

// Filters are in L2 and serve all tiles, so that two blocks are enough: more
// would leave fewer inputs to a chunk. Tiles are shared evenly (4x4x256 and
// 2x2x512 in 16 tiles, AVX-512, us: 2 x 8 864 and 1715, 4 x 4 883 and 1811,
// 4 x 6, which leaves a tile of 4, 915 and 2088, 1 x 16 861 and 1759).
RegisterTile chooseTileOfOwnFilters(TargetAttr target, int64_t outBlocks,
                                    int64_t tiles) {
  const int64_t sums = target.getVectorRegisters() >= 32 ? 24 : 12,
                blocks = largestDivisor(outBlocks, 2),
                parts = llvm::divideCeil(tiles, sums / blocks);
  return {blocks, static_cast<int64_t>(llvm::divideCeil(tiles, parts))};
}

int64_t chooseFilterBlocks(const WinogradSizes &sizes, TargetAttr target,
                           int64_t channelBlocks) {
  const int64_t lanes = target.getLanes(),
                blockBytes = sizes.taps() * lanes * channelBlocks * lanes * 4;
  return largestDivisor(
      llvm::divideCeil(sizes.inputs, lanes),
      std::max<int64_t>(1, target.getL2Bytes() / 3 / blockBytes));
}

} // namespace sinter

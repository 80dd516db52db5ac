// RegisterTiles.cpp: see RegisterTiles.h.
#include "passes/RegisterTiles.h"

#include "ir/Divisors.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace sinter {

namespace {

/// What a tile of R blocks by TX pixels costs in cycles.
using TileCost = llvm::function_ref<double(const RegisterTile &)>;

/// Of products, and of convolutions of up to 256 bits. A step of the reduction
/// loads R weight vectors and TX broadcasts for R * TX multiply-adds, of which
/// two issue a cycle (two pipes, `latency` cycles each) beside two loads.
/// Around the steps the sums are set to the bias and stored, with what follows
/// in the epilogue: about three instructions a sum, and some twenty for the
/// addresses.
double productCost(TargetAttr target, int64_t steps, const RegisterTile &tile) {
  const int64_t blocks = tile.channelBlocks, pixels = tile.pixels;
  const double loads = 0.6 * (blocks + pixels);
  double step =
      std::max({0.5 * blocks * pixels, double(target.getFmaLatency()), loads});
  // Multiply-adds wait for loads long before these fill their ports: 3x3 on
  // 56x56x64 reached 97 % of the peak of Zen 3 with 2 x 6, 93 % with 2 x 4.
  step *= 1 + 0.5 * std::max(0.0, loads / step - 0.75);
  return step * steps + 3.0 * blocks * pixels + 20;
}

/// With 512 bits Zen 4 issues one multiply-add a cycle, so that loads do not
/// bind, least of all those of one block, where broadcasts are operands; but a
/// weight vector that comes from L2, 2.5 cycles each, should serve some pixels.
/// Beside the steps the end of a tile counts: the more sums end together, the
/// longer their stores stand in the way of the next. Fitted to cycles a sum of
/// 1x1 with 24 inputs on 56x56: 1 x 7 0.6, 1 x 14 1.8, 2 x 8 0.6, 3 x 7 1.6, 2
/// x 14 2.1; loads that decide where all else is equal take 0.03. Seven sums
/// hide latency. (Cores with two such multiply-adds a cycle would lose a tenth
/// to loads, 9 for the 8 of 1 x 8.)
///
/// Each tile of blocks reads the image again: of the share that is not in L2
/// after all, a pixel takes 0.06 cycles a step (DeepLabV3's 32x32x2048). Pixels
/// that leave out padding each for itself have loops of their own, which should
/// have two blocks in them: a ninth (9x9x256 to 512, 2x2: 660 us with 2 x 9,
/// 730 with 1 x 9).
struct WideConvCost {
  int64_t steps, outBlocks, width;
  double farShare; ///< of the image that each tile of blocks reads from L3
  bool isLastHalf; ///< whether half a vector holds the last block, alone

  double of(const RegisterTile &tile) const {
    const int64_t blocks = tile.channelBlocks, pixels = tile.pixels;
    const bool isHalved =
        isLastHalf && blocks == 1 && !tile.acrossRows && !tile.skipsColumns;
    const bool isAlone =
        tile.skipsColumns && pixels == width && blocks == 1 && outBlocks > 1;
    const double sums = static_cast<double>(blocks * pixels),
                 loads = blocks == 1 ? 1 : static_cast<double>(blocks + pixels),
                 step = std::max({sums, 7.0, 2.5 * blocks}) + 0.03 * loads +
                        0.06 * farShare * static_cast<double>(pixels),
                 factor = isHalved  ? 1 - 0.5 / outBlocks
                          : isAlone ? 10.0 / 9
                                    : 1;
    return factor *
           (step * static_cast<double>(steps) + 3 + 0.08 * sums * sums);
  }
};

/// Sums, weights and one broadcast stay in registers. With 32 of them (AVX-512)
/// a broadcast that one multiply-add uses is its memory operand.
bool fitsRegisters(TargetAttr target, int64_t blocks, int64_t pixels) {
  const int64_t registers = target.getVectorRegisters(),
                broadcast = registers >= 32 && blocks == 1 ? 0 : 1;
  return blocks * pixels + blocks + broadcast <= registers &&
         blocks * pixels <= 28;
}

/// What tiles have to cover: `height` rows of `width` pixels.
struct Image {
  int64_t height, width;
};

/// The share of the taps in x that tiles of `pixels` pixels compute, where they
/// leave out those beside the image: tiles that divide a row leave out what all
/// their pixels do, a tile as wide as the row knows each pixel.
double columnShare(Conv2dOp conv, int64_t pixels) {
  auto result = cast<RankedTensorType>(conv.getType());
  const int64_t
      width = result.getDimSize(2),
      inputWidth =
          cast<RankedTensorType>(conv.getInput().getType()).getDimSize(2),
      taps = cast<RankedTensorType>(conv.getWeight().getType()).getDimSize(3);
  if (pixels < width && width % pixels != 0)
    return 1;
  const int64_t run = pixels < width ? pixels : 1;
  int64_t seen = 0;
  for (int64_t first = 0; first < width; first += run)
    for (int64_t tap = 0; tap < taps; ++tap) {
      const int64_t left = first * conv.getStrides()[1] +
                           tap * conv.getDilations()[1] - conv.getPadding()[2],
                    right = left + (run - 1) * conv.getStrides()[1];
      seen += right >= 0 && left < inputWidth;
    }
  return static_cast<double>(seen) / (width / run * taps);
}

class TileChoice {
public:
  using Evenness = llvm::function_ref<double(const RegisterTile &)>;

  TileChoice(
      TargetAttr target, TileCost cost, int64_t outBlocks, Image image,
      Evenness evenness = [](const RegisterTile &) { return 1.0; })
      : target(target), cost(cost), outBlocks(outBlocks), image(image),
        evenness(evenness) {}

  /// `share` of the steps is left where tiles of so many pixels skip columns.
  RegisterTile best(llvm::function_ref<double(int64_t pixels)> share,
                    bool onlyAcrossRows = false) {
    constexpr int64_t mostBlocks = 8;
    fewest = std::numeric_limits<double>::max();
    for (int64_t blocks = 1; blocks <= std::min(outBlocks, mostBlocks);
         ++blocks)
      for (int64_t pixels = 1;
           outBlocks % blocks == 0 && fitsRegisters(target, blocks, pixels);
           ++pixels) {
        if (image.height > 1 && pixels <= addresses)
          consider({blocks, pixels, /*acrossRows=*/true}, acrossRowsCost);
        if (onlyAcrossRows)
          continue;
        consider({blocks, pixels}, 1);
        if (double left = share(pixels); left < 1)
          consider(
              {blocks, pixels, false, /*skipsColumns=*/true},
              left * (pixels < image.width ? skippingCost : skippingEachCost));
      }
    return found;
  }

private:
  // Tiles across rows number the pixels of an image through, so that one tail
  // is left per image; each of their pixels needs an address register, of which
  // a kernel has 7 to spare.
  static constexpr int64_t addresses = 7;
  static constexpr double acrossRowsCost = 1.01, skippingCost = 1.03,
                          skippingEachCost = 1.08, worthEvenness = 0.1;

  void consider(const RegisterTile &tile, double factor) {
    const int64_t line = tile.acrossRows ? image.height * image.width
                                         : image.width,
                  lines = tile.acrossRows ? 1 : image.height,
                  tail = line % tile.pixels;
    if (tile.pixels > line)
      return;
    RegisterTile rest = tile;
    rest.pixels = tail;
    const double cycles =
        factor * (1 + worthEvenness * (1 - evenness(tile))) * lines *
        (line / tile.pixels * cost(tile) + (tail ? cost(rest) : 0)) /
        tile.channelBlocks;
    if (cycles < fewest) {
      fewest = cycles;
      found = tile;
    }
  }

  TargetAttr target;
  TileCost cost;
  int64_t outBlocks;
  Image image;
  Evenness evenness;
  RegisterTile found{1, 1};
  double fewest;
};

} // namespace

RegisterTile
chooseProductTile(TargetAttr target, int64_t outBlocks, int64_t rows,
                  int64_t steps,
                  llvm::function_ref<double(const RegisterTile &)> evenness) {
  auto cost = [&](const RegisterTile &tile) {
    return productCost(target, steps, tile);
  };
  return TileChoice(target, cost, outBlocks, {1, rows}, evenness)
      .best([](int64_t) { return 1.0; });
}

/// Blocks of a group where groups are tasks. An even number of groups, at least
/// four, is worth more than the best tile (7x7 tiles on two threads, minima in
/// us): of 128 inputs and 12 blocks 2 x 12 540, 3 x 8 470; of 160 and 20 4 x 6
/// 489, 5 x 5 415, on one thread 750 and 773.
static int64_t chooseWinogradGroup(int64_t outBlocks) {
  constexpr int64_t enoughGroups = 4;
  for (int64_t blocks : {4, 6, 5, 3, 7, 2})
    if (const int64_t groups = outBlocks / blocks;
        outBlocks % blocks == 0 && groups >= enoughGroups && groups % 2 == 0)
      return blocks;
  return largestDivisor(outBlocks, outBlocks / 4 < enoughGroups ? 2 : 4);
}

// Each group of blocks reads the transformed image from L2, so four of them are
// better than two, and 24 sums better than the 26 or 28 that fit (AVX-512,
// minima in us): 7x7 tiles of 128 inputs and filters 2 x 13 611, 2 x 10 636,
// 2 x 12 571, 4 x 7 609, 4 x 6 570; of 256 1036, 995, 942, 977 and 939; 4x8
// tiles of 256 2 x 11 3993, 2 x 12 3500, 4 x 6 3316; 2x14 tiles of 64 2 x 14
// 587, 2 x 12 568, 4 x 6 574; five blocks have 25.
RegisterTile chooseWinogradTile(TargetAttr target, int64_t outBlocks,
                                int64_t tiles, int64_t steps,
                                bool areTasksGroups) {
  constexpr int64_t sums = 25;
  const int64_t blocks = areTasksGroups ? chooseWinogradGroup(outBlocks)
                                        : largestDivisor(outBlocks, 4);
  if (target.getVectorRegisters() < 32 || blocks == 1 || tiles < sums / blocks)
    return chooseProductTile(target, outBlocks, tiles, steps);
  // Few parts are shared evenly, of more the last may be small.
  const int64_t most = sums / blocks, parts = llvm::divideCeil(tiles, most);
  return {blocks, parts > 4
                      ? most
                      : static_cast<int64_t>(llvm::divideCeil(tiles, parts))};
}

/// The share of an image that L2 does not hold.
static double farShare(TargetAttr target, Conv2dOp conv) {
  auto input = cast<RankedTensorType>(conv.getInput().getType());
  const double bytes = 4.0 * input.getNumElements() / input.getDimSize(0);
  return std::max(0.0, 1 - target.getL2Bytes() / bytes);
}

/// Whether the direct kernel takes half a vector for the last of several blocks
/// of filters, where nothing else keeps it from that. Of a single one all tiles
/// do.
static bool isLastBlockHalf(TargetAttr target, Conv2dOp conv) {
  auto result = cast<RankedTensorType>(conv.getType());
  const int64_t filters = result.getDimSize(3), lanes = target.getLanes(),
                rest = filters % lanes;
  return result.getDimSize(0) == 1 && filters > lanes && rest > 0 &&
         2 * rest <= lanes;
}

RegisterTile chooseConvTile(TargetAttr target, Conv2dOp conv) {
  auto result = cast<RankedTensorType>(conv.getType());
  // A tile stays inside a group, whose inputs all its blocks share.
  const int64_t steps = conv.getMacs() / result.getNumElements(),
                outBlocks = llvm::divideCeil(
                    result.getDimSize(3) / conv.getGroups(), target.getLanes());
  const Image image{result.getDimSize(1), result.getDimSize(2)};
  const bool isWide = target.getVectorBits() == 512;
  const WideConvCost wide{steps, outBlocks, image.width, farShare(target, conv),
                          isLastBlockHalf(target, conv)};
  auto cost = [&](const RegisterTile &tile) {
    return isWide ? wide.of(tile) : productCost(target, steps, tile);
  };
  TileChoice choice(target, cost, outBlocks, image);
  auto share = [&](int64_t pixels) { return columnShare(conv, pixels); };
  const RegisterTile tile = choice.best(share);
  // A chunk of weights serves a band of pixels. A row of fewer than 16 is not
  // worth loading it, from L3 or another thread's memory bandwidth: the band is
  // all rows then (1x1 7x7x2048 to 512: 1.26 and 0.99 ms, on two threads 0.74
  // and 0.50).
  constexpr int64_t shortRow = 16;
  const bool isBandShort = !tile.acrossRows && !tile.skipsColumns &&
                           image.height > 1 && image.width < shortRow;
  return isBandShort && chooseReductionBlocks(conv, target, tile)
             ? choice.best(share, /*onlyAcrossRows=*/true)
             : tile;
}

bool readsPadding(Conv2dOp conv, const RegisterTile &tile) {
  const int64_t width = cast<RankedTensorType>(conv.getType()).getDimSize(2);
  return !tile.skipsColumns || tile.pixels < width;
}

// When the weights of a tile and the rows of input under it fill half of L2,
// its loads come from L3 whenever anything else uses the cache. A chunk of
// weights then takes half of L1 and serves a whole band of pixels.
int64_t chooseReductionBlocks(Conv2dOp conv, TargetAttr target,
                              const RegisterTile &tile) {
  ArrayRef<int64_t> weight =
      cast<RankedTensorType>(conv.getWeight().getType()).getShape();
  const int64_t lanes = target.getLanes(),
                width = cast<RankedTensorType>(conv.getInput().getType())
                            .getDimSize(2);
  const int64_t inputBlocks = llvm::divideCeil(weight[1], lanes);
  const int64_t weightBytes = tile.channelBlocks * weight[2] * weight[3] *
                              lanes * lanes * 4; // of one block of inputs
  const int64_t inputBytes = weight[2] * width * lanes * 4;
  if (inputBlocks * (weightBytes + inputBytes) <= target.getL2Bytes() * 9 / 20)
    return 0;
  // A few turns of a 1x1 would be unrolled, all their weights kept for the next
  // pixels, and spilled (4 x 5 in chunks of 4 blocks: 2.3 for 1.0 ms).
  const int64_t fewest = weight[2] * weight[3] == 1 ? 8 : 1;
  const int64_t chunk = largestDivisor(
      inputBlocks, std::max(fewest, target.getL1Bytes() / 2 / weightBytes));
  return chunk < inputBlocks ? chunk : 0;
}

} // namespace sinter

// WeightGradientTiles.cpp: see WeightGradientTiles.h.
#include "passes/WeightGradientTiles.h"

#include "ir/Divisors.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace sinter {

static ArrayRef<int64_t> shapeOf(Value value) {
  return cast<RankedTensorType>(value.getType()).getShape();
}

/// Channels that lie side by side and are summed in turn: a block, or, where a
/// group ends in lanes of padding, a part of one.
static int64_t runOf(int64_t inputs, int64_t lanes) {
  const int64_t most = std::min(inputs, lanes);
  for (int64_t run = most; run >= std::min<int64_t>(most, 4); run /= 2)
    if (inputs % run == 0)
      return run;
  return most;
}

/// The share of `size` pixels whose inputs lie in the image, over all `taps`.
static double seenShare(int64_t size, int64_t taps, int64_t inputSize,
                        int64_t stride, int64_t dilation, int64_t before) {
  int64_t seen = 0;
  for (int64_t tap = 0; tap < taps; ++tap)
    for (int64_t i = 0; i < size; ++i) {
      const int64_t at = i * stride + tap * dilation - before;
      seen += at >= 0 && at < inputSize;
    }
  return static_cast<double>(seen) / static_cast<double>(size * taps);
}

/// Cycles of a step and sum. A step loads the vectors of filters and broadcasts
/// an input for each channel and tap; two multiply-adds issue in a cycle, of
/// `latency` each, and two loads. With 32 registers a broadcast that one
/// multiply-add uses is its memory operand. The loop takes half a cycle.
static double cyclesOfSum(TargetAttr target, int64_t sums, int64_t broadcasts,
                          int64_t blocks) {
  const double load = target.getVectorRegisters() >= 32 ? 0.4 : 0.6;
  return (std::max({0.5 * sums, double(target.getFmaLatency()),
                    load * (broadcasts + blocks)}) +
          0.5) /
         sums;
}

WeightGradientTile chooseWeightGradientTile(TargetAttr target,
                                            Conv2dWeightGradientOp op,
                                            bool depthwise) {
  ArrayRef<int64_t> weight = shapeOf(op), image = shapeOf(op.getInput()),
                    result = shapeOf(op.getGradient()),
                    strides = op.getStrides(), padding = op.getPadding(),
                    dilations = op.getDilations();
  const int64_t lanes = target.getLanes(),
                registers = target.getVectorRegisters(),
                groupBlocks = depthwise
                                  ? 1
                                  : llvm::divideCeil(weight[0], lanes) /
                                        static_cast<int64_t>(op.getGroups());
  WeightGradientTile best{runOf(weight[1], lanes), 1, 1, 1, 1, 1, 1};
  const double seenX = seenShare(result[2], weight[3], image[2], strides[1],
                                 dilations[1], padding[2]),
               seenY = seenShare(result[1], weight[2], image[1], strides[0],
                                 dilations[0], padding[0]);
  double fewest = std::numeric_limits<double>::max();
  auto consider = [&](int64_t inputs, int64_t tapsX, int64_t tapsY,
                      int64_t blocks) {
    const int64_t broadcasts = inputs * tapsX * tapsY,
                  sums = broadcasts * blocks,
                  needed =
                      sums + blocks + (registers >= 32 && blocks == 1 ? 0 : 1);
    if (best.run % inputs || weight[3] % tapsX || weight[2] % tapsY ||
        groupBlocks % blocks || needed > registers)
      return;
    const double cycles = cyclesOfSum(target, sums, broadcasts, blocks) *
                          (tapsX == 1 ? seenX : 1) * (tapsY == 1 ? seenY : 1);
    if (cycles < fewest) {
      fewest = cycles;
      best.inputs = inputs;
      best.tapsX = tapsX;
      best.tapsY = tapsY;
      best.channelBlocks = blocks;
    }
  };
  for (int64_t blocks = 1; blocks <= std::min<int64_t>(groupBlocks, 4);
       ++blocks)
    for (int64_t tapsY = 1; tapsY <= std::min(weight[2], registers); ++tapsY)
      for (int64_t tapsX = 1; tapsX <= std::min(weight[3], registers); ++tapsX)
        for (int64_t inputs = 1; inputs <= best.run; ++inputs)
          consider(inputs, tapsX, tapsY, blocks);

  // A chunk has at least 256 pixels, so that zeroing and adding its sums does
  // not count, and not many more, so that L1 holds what all tiles read again.
  constexpr int64_t enough = 256;
  const int64_t pixels = result[1] * result[2];
  best.images = best.rows = 1;
  if (pixels < 2 * enough) {
    best.rows = result[1];
    while (best.images < result[0] &&
           (best.images * pixels < enough || result[0] % best.images != 0))
      ++best.images;
  } else {
    while (best.rows < result[1] &&
           (best.rows * result[2] < enough || result[1] % best.rows != 0))
      ++best.rows;
  }
  return best;
}

// With some 64 tiles in a band, what is loaded and stored around the sums over
// them does not count, and L2 holds most of what they become.
WeightGradientBand chooseWeightGradientBand(Conv2dWeightGradientOp op) {
  constexpr int64_t wanted = 64;
  ArrayRef<int64_t> gradient = shapeOf(op.getGradient());
  const int64_t rows = llvm::divideCeil(gradient[1], 4),
                columns = llvm::divideCeil(gradient[2], 4);
  if (rows * columns <= wanted)
    return {largestDivisor(gradient[0], wanted / (rows * columns)), rows};
  return {1, largestDivisor(rows, std::max<int64_t>(1, wanted / columns))};
}

// As few as let a task's sums fit in L2, where each band adds to them: on
// 4x4x256, batch 16, 9.4 MB of sums took 1.6 ms in one task and 1.0 in 8. Each
// task transforms the inputs of a group again, unless they are those of the one
// band that there is: this must stay below a tenth of the multiply-adds.
int64_t chooseWeightGradientBlockTasks(TargetAttr target,
                                       Conv2dWeightGradientOp op,
                                       WeightGradientBand band) {
  constexpr int64_t most = 8, taps = 36;
  constexpr double transform = 250, product = taps * 1.12;
  ArrayRef<int64_t> gradient = shapeOf(op.getGradient()), weight = shapeOf(op);
  const int64_t groups = op.getGroups(), lanes = target.getLanes(),
                inputs = llvm::alignTo(weight[1], lanes),
                blocks = llvm::divideCeil(weight[0] / groups, lanes),
                sumBytes = taps * inputs * lanes * 4;
  const bool isOneBand =
      groups == 1 && band.images == gradient[0] &&
      band.rows == static_cast<int64_t>(llvm::divideCeil(gradient[1], 4));
  int64_t tasks = 1;
  for (int64_t count = 2;
       count <= most && blocks / tasks * sumBytes > target.getL2Bytes();
       ++count) {
    const double again =
        isOneBand ? 0
                  : static_cast<double>(count - 1) * transform /
                        (product * static_cast<double>(lanes * blocks));
    if (blocks % count == 0 && again <= 0.1)
      tasks = count;
  }
  return tasks;
}

} // namespace sinter

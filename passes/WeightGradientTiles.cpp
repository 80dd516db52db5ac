// WeightGradientTiles.cpp: see WeightGradientTiles.h.
#include "passes/WeightGradientTiles.h"
#include "passes/Schedules.h"

#include "ir/Divisors.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace sinter {

static ArrayRef<int64_t> shapeOf(Value value) {
  return cast<RankedTensorType>(value.getType()).getShape();
}

int64_t filterBlocksOfGroup(Conv2dWeightGradientOp op, int64_t lanes) {
  const auto groups = static_cast<int64_t>(op.getGroups());
  return llvm::divideCeil(shapeOf(op)[0] / groups, lanes);
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

/// A chunk has at least 256 pixels, so that zeroing and adding its sums does
/// not count, and not many more, so that L1 holds what all tiles read again.
static void setChunk(WeightGradientTile &tile, ArrayRef<int64_t> gradient) {
  constexpr int64_t enough = 256;
  const int64_t pixels = gradient[1] * gradient[2];
  tile.images = tile.rows = 1;
  if (pixels < 2 * enough) {
    tile.rows = gradient[1];
    while (tile.images < gradient[0] &&
           (tile.images * pixels < enough || gradient[0] % tile.images != 0))
      ++tile.images;
  } else {
    while (tile.rows < gradient[1] &&
           (tile.rows * gradient[2] < enough || gradient[1] % tile.rows != 0))
      ++tile.rows;
  }
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

  setChunk(best, result);
  return best;
}

// A step loads a vector of the gradient for each filter, and one of the input,
// which seldom begins at a cache line, for each tap.
WeightGradientTile choosePlanarWeightGradientTile(TargetAttr target,
                                                  Conv2dWeightGradientOp op) {
  ArrayRef<int64_t> weight = shapeOf(op), image = shapeOf(op.getInput()),
                    result = shapeOf(op.getGradient());
  const int64_t filters = weight[0] / static_cast<int64_t>(op.getGroups());
  const double seenY =
      seenShare(result[1], weight[2], image[1], op.getStrides()[0],
                op.getDilations()[0], op.getPadding()[0]);
  constexpr double load = 0.5, loadAcrossLines = 0.75;
  WeightGradientTile best{1, 1, 1, 1, 1, 1, 1};
  double fewest = std::numeric_limits<double>::max();
  for (int64_t inTile = 1; inTile <= filters; ++inTile)
    for (int64_t tapsY = 1; tapsY <= weight[2]; ++tapsY)
      for (int64_t tapsX = 1; tapsX <= weight[3]; ++tapsX) {
        const int64_t taps = tapsX * tapsY, sums = taps * inTile;
        if (filters % inTile || weight[2] % tapsY || weight[3] % tapsX ||
            sums + inTile + 1 > target.getVectorRegisters())
          continue;
        const double cycles =
            (std::max({0.5 * sums, double(target.getFmaLatency()),
                       load * inTile + loadAcrossLines * taps}) +
             0.5) /
            sums * (tapsY == 1 ? seenY : 1);
        if (cycles < fewest) {
          fewest = cycles;
          best.channelBlocks = inTile;
          best.tapsY = tapsY;
          best.tapsX = tapsX;
        }
      }
  setChunk(best, result);
  return best;
}

SmallVector<int64_t> tileLoops(Conv2dWeightGradientOp op,
                               const WeightGradientTile &tile, int64_t lanes) {
  ArrayRef<int64_t> weight = shapeOf(op);
  auto divide = [](int64_t a, int64_t b) {
    return static_cast<int64_t>(llvm::divideCeil(a, b));
  };
  return {divide(weight[0], lanes) / tile.channelBlocks,
          divide(weight[1], tile.run), weight[2] / tile.tapsY,
          weight[3] / tile.tapsX, tile.run / tile.inputs};
}

static constexpr double kEvenEnough = 0.9;

int64_t chooseTaskLoops(ArrayRef<int64_t> loops) {
  int64_t count = 1, best = 0;
  double bestBalance = balance(1);
  for (auto [index, loop] : llvm::enumerate(loops)) {
    count *= loop;
    if (balance(count) > bestBalance) {
      best = index + 1;
      bestBalance = balance(count);
    }
    if (bestBalance >= kEvenEnough)
      break;
  }
  return best;
}

bool areTasksEven(ArrayRef<int64_t> loops) {
  int64_t count = 1;
  for (int64_t loop : loops.take_front(chooseTaskLoops(loops)))
    count *= loop;
  return balance(count) >= kEvenEnough;
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

bool isOneBand(Conv2dWeightGradientOp op, WeightGradientBand band) {
  ArrayRef<int64_t> gradient = shapeOf(op.getGradient());
  return op.getGroups() == 1 && band.images == gradient[0] &&
         band.rows == static_cast<int64_t>(llvm::divideCeil(gradient[1], 4));
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
  ArrayRef<int64_t> weight = shapeOf(op);
  const int64_t lanes = target.getLanes(),
                inputs = llvm::alignTo(weight[1], lanes),
                blocks = filterBlocksOfGroup(op, lanes),
                sumBytes = taps * inputs * lanes * 4;
  int64_t tasks = 1;
  for (int64_t count = 2;
       count <= most && blocks / tasks * sumBytes > target.getL2Bytes();
       ++count) {
    const double again =
        isOneBand(op, band)
            ? 0
            : static_cast<double>(count - 1) * transform /
                  (product * static_cast<double>(lanes * blocks));
    if (blocks % count == 0 && again <= 0.1)
      tasks = count;
  }
  return tasks;
}

} // namespace sinter

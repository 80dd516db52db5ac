// WeightGradientSchedules.cpp: see WeightGradientSchedules.h.
#include "passes/WeightGradientSchedules.h"

#include "passes/WeightGradientTiles.h"

#include "ir/Divisors.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace sinter {

static Conv2dWeightGradientOp gradientOf(KernelOp kernel) {
  return cast<Conv2dWeightGradientOp>(kernel.getAnchor());
}

static ArrayRef<int64_t> shapeOf(Value value) {
  return cast<RankedTensorType>(value.getType()).getShape();
}

//===- tiles -------------------------------------------------------------===//

DictionaryAttr weightGradientTiles(KernelOp kernel, TargetAttr target) {
  Builder builder(kernel.getContext());
  SmallVector<NamedAttribute> keys;
  auto set = [&](StringRef key, int64_t value) {
    keys.push_back(builder.getNamedAttr(key, builder.getI64IntegerAttr(value)));
  };
  const StringRef strategy = *kernel.getStrategy();
  Conv2dWeightGradientOp op = gradientOf(kernel);
  if (strategy == "winograd") {
    const WeightGradientBand band = chooseWeightGradientBand(op);
    const int64_t sums = target.getVectorRegisters() >= 32 ? 16 : 12,
                  blockTasks = chooseWeightGradientBlockTasks(target, op, band);
    set("tile_images", band.images);
    set("tile_rows", band.rows);
    set("block_tasks", blockTasks);
    set("channel_blocks",
        largestDivisor(filterBlocksOfGroup(op, target.getLanes()) / blockTasks,
                       sums / target.getLanes()));
    return builder.getDictionaryAttr(keys);
  }
  if (strategy == "planar") {
    const WeightGradientTile tile = choosePlanarWeightGradientTile(target, op);
    set("filters", tile.channelBlocks);
    set("taps_x", tile.tapsX);
    set("taps_y", tile.tapsY);
    set("images", tile.images);
    set("rows", tile.rows);
    return builder.getDictionaryAttr(keys);
  }
  const WeightGradientTile tile =
      chooseWeightGradientTile(target, op, strategy == "depthwise");
  set("run", tile.run);
  set("inputs", tile.inputs);
  set("taps_x", tile.tapsX);
  set("taps_y", tile.tapsY);
  set("channel_blocks", tile.channelBlocks);
  set("images", tile.images);
  set("rows", tile.rows);
  return builder.getDictionaryAttr(keys);
}

//===- what follows from tiles -------------------------------------------===//

/// Bytes of `vectors` in scratch memory. Halide sets a vector more aside, and
/// what comes behind begins at a cache line.
static int64_t placed(int64_t vectors, TargetAttr target) {
  return static_cast<int64_t>(
      llvm::alignTo((vectors + 1) * (target.getVectorBits() / 8), 64));
}

/// The sums of a group, and both images of a band.
static int64_t winogradScratch(KernelOp kernel, TargetAttr target) {
  Conv2dWeightGradientOp op = gradientOf(kernel);
  constexpr int64_t taps = 36;
  const int64_t lanes = target.getLanes(),
                inputs = llvm::divideCeil(shapeOf(op)[1], lanes),
                blocks = filterBlocksOfGroup(op, lanes) /
                         kernel.getScheduled("block_tasks"),
                tiles = kernel.getScheduled("tile_images") *
                        kernel.getScheduled("tile_rows") *
                        static_cast<int64_t>(
                            llvm::divideCeil(shapeOf(op.getGradient())[2], 4));
  return placed(taps * tiles * inputs, target) +
         placed(taps * tiles * blocks, target) +
         placed(taps * lanes * inputs * blocks, target);
}

/// The loops over tiles, outermost first.
static SmallVector<int64_t> loopsOf(KernelOp kernel, TargetAttr target) {
  const WeightGradientTile tile{kernel.getScheduled("run"),
                                kernel.getScheduled("inputs"),
                                kernel.getScheduled("taps_x"),
                                kernel.getScheduled("taps_y"),
                                kernel.getScheduled("channel_blocks"),
                                kernel.getScheduled("images"),
                                kernel.getScheduled("rows")};
  return tileLoops(gradientOf(kernel), tile, target.getLanes());
}

/// The sums of a task, of the `loops` inside it, where they are those of
/// several chunks.
static int64_t tiledScratch(KernelOp kernel, TargetAttr target,
                            ArrayRef<int64_t> loops) {
  ArrayRef<int64_t> gradient = shapeOf(gradientOf(kernel).getGradient());
  if (kernel.getScheduled("images") == gradient[0] &&
      kernel.getScheduled("rows") == gradient[1])
    return 0;
  int64_t sums = kernel.getScheduled("inputs") * kernel.getScheduled("taps_x") *
                 kernel.getScheduled("taps_y") *
                 kernel.getScheduled("channel_blocks");
  for (int64_t loop : loops)
    sums *= loop;
  return placed(sums, target);
}

WeightGradientShares shareWeightGradient(KernelOp kernel, TargetAttr target,
                                         bool isWorthSharing) {
  Conv2dWeightGradientOp op = gradientOf(kernel);
  const StringRef strategy = *kernel.getStrategy();
  const auto parts = static_cast<int64_t>(op.getGroups());
  if (strategy == "winograd")
    return {isWorthSharing ? parts * kernel.getScheduled("block_tasks") : 1,
            winogradScratch(kernel, target), std::nullopt};
  if (strategy == "planar") // a vector for each sum of a part
    return {
        parts,
        placed(cast<RankedTensorType>(op.getType()).getNumElements() / parts,
               target),
        std::nullopt};
  const SmallVector<int64_t> loops = loopsOf(kernel, target);
  const int64_t taskLoops = isWorthSharing ? chooseTaskLoops(loops) : 0;
  int64_t tasks = 1;
  for (int64_t loop : ArrayRef(loops).take_front(taskLoops))
    tasks *= loop;
  return {tasks,
          tiledScratch(kernel, target, ArrayRef(loops).drop_front(taskLoops)),
          taskLoops};
}

} // namespace sinter

// KernelTasks.cpp: into which tasks a kernel is cut, for threads to share.
#include "passes/KernelTasks.h"

#include "passes/WinogradBands.h"

#include "llvm/Support/MathExtras.h"

#include <utility>

using namespace mlir;

namespace sinter {

double balance(int64_t count) {
  double sum = 0;
  for (int64_t threads : {2, 4, 8})
    sum += static_cast<double>(count) /
           (llvm::divideCeil(count, threads) * threads);
  return sum / 3;
}

int64_t work(KernelOp kernel) {
  int64_t macs = 0;
  kernel.getBody().walk([&](CostInterface op) { macs += op.getMacs(); });
  return macs + 8 * operandAndResultBytes(kernel);
}

namespace {

/// The axis along which an anchor reads the whole line, or what it has stored
/// before: no tasks divide it. -1 where there is none.
int64_t lineAxis(Operation *anchor) {
  if (isa_and_nonnull<SoftmaxOp, LogSoftmaxOp, CumsumOp, TopKOp>(anchor))
    return anchor->getAttrOfType<IntegerAttr>("axis").getInt();
  return -1;
}

/// Without its border, which is no task's: the launch writes it.
SmallVector<PhysicalDim> resultDims(KernelOp kernel) {
  auto type = cast<RankedTensorType>(kernel.getResult(0).getType());
  LayoutAttr layout = getLayout(type);
  return physicalDims(layout ? withLayout(type, layout.withoutBorder()) : type);
}

/// The outermost physical dimension of the result that has several indices, but
/// never the innermost, which vectors run along. `run` indices stay together.
Tasks chooseTasks(KernelOp kernel, int64_t run) {
  Operation *anchor = kernel.getAnchor();
  // Unpooling writes where its operand says.
  if (work(kernel) < kWorthSharing || isa_and_nonnull<MaxUnpoolOp>(anchor))
    return {1, 0};
  SmallVector<PhysicalDim> dims = resultDims(kernel);
  for (auto [index, dim] :
       llvm::enumerate(ArrayRef(dims).drop_back(dims.empty() ? 0 : 1)))
    if (dim.extent > 1 && dim.extent % run == 0 && (run == 1 || dim.step > 1) &&
        dim.logical != lineAxis(anchor))
      return {dim.extent / run, static_cast<int64_t>(index)};
  return {1, 0};
}

/// The divisor of `extent` whose tasks threads share most evenly, none of them
/// smaller than half a microsecond of `kernel`.
int64_t chooseParts(KernelOp kernel, int64_t extent) {
  const int64_t most = std::min(extent, work(kernel) / (kWorthSharing / 8));
  int64_t best = 1;
  for (int64_t count = 2; count <= most; ++count)
    if (extent % count == 0 && balance(count) > balance(best))
      best = count;
  return best;
}

/// Bytes that the convolution of one image reads from beyond L2 where `parts`
/// tasks share its rows: each reads all weights, which stay in half of L2 or
/// are read by every task, and its rows of the input, once if they fit in L2,
/// else once for each tile of channels.
int64_t trafficOfRows(Conv2dOp conv, TargetAttr target, int64_t channelTiles,
                      int64_t parts) {
  auto bytes = [](Value value) {
    return physicalBytes(cast<RankedTensorType>(value.getType()));
  };
  const int64_t weights = bytes(conv.getWeight()),
                image = bytes(conv.getInput());
  return (weights > target.getL2Bytes() / 2 ? parts * weights : weights) +
         (image > parts * target.getL2Bytes() ? channelTiles * image : image);
}

/// Tiles of channels are tasks, since each reads weights of its own. Rows are,
/// where that reads two thirds or less for a single image from beyond L2; or,
/// for few tiles of channels, where the weights stay in L2 and no tiles that
/// run across rows are cut.
Tasks chooseConvTasks(KernelOp kernel, TargetAttr target,
                      const RegisterTile &tile) {
  const Tasks tasks = chooseTasks(kernel, tile.channelBlocks);
  SmallVector<PhysicalDim> dims = resultDims(kernel);
  auto *rows = llvm::find_if(
      dims, [](const PhysicalDim &dim) { return dim.logical == 1; });
  if (work(kernel) < kWorthSharing || rows == dims.end())
    return tasks;
  auto conv = cast<Conv2dOp>(kernel.getAnchor());
  const int64_t width = cast<RankedTensorType>(conv.getType()).getDimSize(2),
                dim = rows - dims.begin(),
                tiles = channelBlocks(kernel, target) / tile.channelBlocks;
  auto worth = [&](int64_t parts) {
    const bool cutsTiles =
        tile.acrossRows && rows->extent / parts * width % tile.pixels != 0;
    return balance(parts) * (cutsTiles ? 0.8 : 1);
  };
  if (dims.front().extent == 1) {
    auto traffic = [&](int64_t parts) {
      return trafficOfRows(conv, target, tiles, parts);
    };
    int64_t best = 1;
    for (int64_t parts = 2; parts <= rows->extent; ++parts)
      if (rows->extent % parts == 0 &&
          balance(parts) >= 0.9 * balance(tasks.count) &&
          std::pair(-traffic(parts), worth(parts)) >
              std::pair(-traffic(best), worth(best)))
        best = parts;
    if (3 * traffic(best) <= 2 * traffic(1))
      return {best, dim};
  }
  const int64_t parts = chooseParts(kernel, rows->extent);
  const bool stays =
      physicalBytes(cast<RankedTensorType>(conv.getWeight().getType())) <=
      target.getL2Bytes() / 2;
  return stays && worth(parts) > balance(tasks.count) ? Tasks{parts, dim}
                                                      : tasks;
}

/// Bands of tiles, or, where an image is one band, groups of output blocks.
Tasks chooseWinogradTasks(KernelOp kernel, WinogradBand band, int64_t groups) {
  const int64_t bands =
      WinogradSizes(cast<WinogradConv2dOp>(kernel.getAnchor())).bands(band);
  if (kernel.getOpen())
    return {bands, 0};
  if (work(kernel) < kWorthSharing)
    return {1, 0};
  return bands > 1 ? Tasks{bands, 0} : Tasks{groups, 1};
}

/// Tasks of planes: images, or of a single one, tiles of rows.
Tasks choosePlanarTasks(KernelOp kernel, int64_t tileRows) {
  ArrayRef<int64_t> shape =
      cast<RankedTensorType>(kernel.getResult(0).getType()).getShape();
  if (work(kernel) < kWorthSharing)
    return {1, 0};
  return shape[0] > 1 ? Tasks{shape[0], 0} : Tasks{shape[1] / tileRows, 2};
}

/// How much more evenly threads must share a product if all of them read
/// `operand` for that. A line that another thread has read takes some 7 ns to
/// write, one that only this thread has, or that the other one wrote, below 1:
/// so it costs whoever writes there next.
double costOfReadingAll(KernelOp kernel, Value operand) {
  while (!isa<BlockArgument>(operand))
    operand = operand.getDefiningOp()->getOperand(0);
  Value memory = kernel.getOperand(cast<BlockArgument>(operand).getArgNumber());
  return memory.getDefiningOp<ConstantOp>() ? 0 : 0.2;
}

} // namespace

Tasks chooseProductTasks(KernelOp kernel, const RegisterTile &tile,
                         int64_t tiles) {
  if (work(kernel) < kWorthSharing)
    return {1, 0};
  SmallVector<PhysicalDim> dims = resultDims(kernel);
  const int64_t columns = dims.size() - 1, rows = columns - 1;
  if (dims.back().block)
    return chooseTasks(kernel, tile.channelBlocks);
  Tasks best{1, 0};
  auto consider = [&](Tasks tasks) {
    if (tasks.evenness() > best.evenness())
      best = tasks;
  };
  for (int64_t dim = 0; dim < rows; ++dim)
    if (dims[dim].extent > 1) {
      consider({dims[dim].extent, dim});
      break;
    }
  Operation *anchor = kernel.getAnchor();
  const bool isGradient = isa<DenseWeightGradientOp>(anchor);
  const double readAll = costOfReadingAll(kernel, anchor->getOperand(1));
  consider({tiles, columns, isGradient ? readAll : 0});
  // Tasks of few tiles are not cut.
  for (int64_t count = 2;
       rows >= 0 && dims[rows].extent / count >= 2 * tile.pixels; ++count)
    if (const int64_t share = dims[rows].extent / count;
        dims[rows].extent % count == 0 &&
        (share >= 4 * tile.pixels || share % tile.pixels == 0))
      consider({count, rows, isGradient ? 0 : readAll});
  return best;
}

namespace {

/// Blocks of rows of a transposition: vectors of the dimension that lies in
/// blocks, at all indices before it.
int64_t transpositionBlocks(KernelOp kernel, TargetAttr target) {
  auto type = cast<RankedTensorType>(kernel.getResult(0).getType());
  LayoutAttr layout = getLayout(type);
  if (!layout)
    layout = getLayout(kernel.getOperand(0).getType());
  const int64_t dim = layout.getOrder().back() - type.getRank();
  int64_t blocks = llvm::divideCeil(type.getDimSize(dim), target.getLanes());
  for (int64_t outer = 0; outer < dim; ++outer)
    blocks *= type.getDimSize(outer);
  return blocks;
}

/// A task for each row of the open dimension, and several for a row that is
/// worth sharing: they divide the next dimension that has several indices, in
/// `run`s, if tiles allow it. Rows of a product stay whole, for its tiles, and
/// an image whose planes one tile of filters makes.
Tasks chooseOpenTasks(KernelOp kernel, int64_t run) {
  SmallVector<PhysicalDim> dims = resultDims(kernel);
  const int64_t rows = dims.front().extent;
  Operation *anchor = kernel.getAnchor();
  if (work(kernel) / rows < kWorthSharing ||
      isa_and_nonnull<MaxUnpoolOp, DenseOp, MatmulOp>(anchor) ||
      *kernel.getStrategy() == "planar")
    return {rows, 0};
  auto inside = ArrayRef(dims).drop_front().drop_back(dims.size() > 1);
  auto next = llvm::find_if(
      inside, [](const PhysicalDim &dim) { return dim.extent > 1; });
  if (next == inside.end() || next->extent % run != 0 ||
      (run > 1 && next->step == 1) || next->logical == lineAxis(anchor))
    return {rows, 0};
  return {rows * (next->extent / run), 0};
}

} // namespace

int64_t turnedOperands(KernelOp kernel) {
  return kernel.getNumResults() == 1
             ? 0
             : llvm::count_if(kernel.getOperandTypes(), [](Type type) {
                 return static_cast<bool>(getLayout(type));
               });
}

Tasks tasksOf(KernelOp kernel, TargetAttr target) {
  StringRef strategy = *kernel.getStrategy();
  const int64_t run = kernel.getScheduledOr("channel_blocks", 1);
  if (strategy == "winograd")
    return chooseWinogradTasks(kernel, scheduledBand(kernel),
                               channelBlocks(kernel, target) / run);
  if (strategy == "transposition") // open ones are not one
    return {work(kernel) < kWorthSharing ? 1
                                         : transpositionBlocks(kernel, target),
            0};
  if (turnedOperands(kernel))
    return {work(kernel) < kWorthSharing
                ? 1
                : cast<RankedTensorType>(kernel.getResult(0).getType())
                          .getDimSize(0) /
                      target.getLanes(),
            0};
  if (kernel.getOpen())
    return chooseOpenTasks(kernel, strategy == "matmul" ? 1 : run);
  if (strategy == "planar")
    return choosePlanarTasks(kernel, kernel.getScheduled("rows"));
  const RegisterTile tile{
      run, kernel.getScheduledOr("pixels", kernel.getScheduledOr("rows", 1)),
      kernel.getScheduledOr("across_rows", 0) != 0,
      kernel.getScheduledOr("skip_columns", 0) != 0};
  if (strategy == "direct")
    return chooseConvTasks(kernel, target, tile);
  if (strategy == "dense" || strategy == "matmul")
    return chooseProductTasks(
        kernel, tile,
        llvm::divideCeil(channelBlocks(kernel, target), tile.channelBlocks));
  return chooseTasks(kernel, /*run=*/1);
}

} // namespace sinter

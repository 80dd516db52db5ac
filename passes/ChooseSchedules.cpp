// ChooseSchedules.cpp: gives each kernel its tile sizes, tasks and symbol.
#include "passes/Passes.h"
#include "passes/RegisterTiles.h"
#include "passes/Schedules.h"
#include "passes/WeightGradientSchedules.h"
#include "passes/WeightGradientTiles.h"
#include "passes/WinogradBands.h"

#include "ir/ConstantData.h"
#include "ir/Divisors.h"
#include "ir/OpenRows.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MathExtras.h"

#include <utility>

using namespace mlir;

namespace sinter {

#define GEN_PASS_DEF_CHOOSESCHEDULESPASS
#include "passes/Passes.h.inc"

double balance(int64_t count) {
  double sum = 0;
  for (int64_t threads : {2, 4, 8})
    sum += static_cast<double>(count) /
           (llvm::divideCeil(count, threads) * threads);
  return sum / 3;
}

namespace {

//===- register tiles along rows ------------------------------------------===//

struct PlanarTile {
  int64_t vectors, filters, rows;
};

/// A register tile of vectors along rows. A step of the reduction loads the
/// vectors of each row and broadcasts a weight for each filter; sums, vectors
/// and one broadcast stay in registers.
PlanarTile choosePlanarTile(TargetAttr target, ArrayRef<int64_t> shape) {
  const int64_t most = target.getVectorRegisters() >= 32 ? 24 : 12;
  PlanarTile tile;
  tile.vectors = largestDivisor(llvm::divideCeil(shape[2], target.getLanes()),
                                /*limit=*/2);
  tile.filters = largestDivisor(shape[3], most / tile.vectors);
  tile.rows = largestDivisor(shape[1], most / (tile.vectors * tile.filters));
  return tile;
}

//===- tasks -------------------------------------------------------------===//

/// Work that is worth handing to another thread: a fork and join takes 1 to 3
/// microseconds, in which a core does about this many multiply-adds, or moves
/// an eighth of it in bytes.
constexpr int64_t kWorthSharing = 1 << 18;

int64_t work(KernelOp kernel) {
  int64_t macs = 0;
  kernel.getBody().walk([&](CostInterface op) { macs += op.getMacs(); });
  return macs + 8 * operandAndResultBytes(kernel);
}

struct Tasks {
  int64_t count, dim;
  double readAll = 0; ///< what it costs that each reads what all others do

  double evenness() const { return balance(count) - readAll; }
};

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

/// Tasks of a product: matrices, tiles of columns, or several tiles of rows,
/// whatever threads share most evenly. Columns come before rows, as they read
/// weights of their own; but gradients of weights have the rows that the update
/// behind them has.
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

/// Rows are outermost in memory, so that the first ones are all there is.
LogicalResult checkRowsOutermost(KernelOp kernel) {
  auto type = cast<RankedTensorType>(kernel.getResult(0).getType());
  const PhysicalDim outermost = physicalDims(type).front();
  LayoutAttr layout = getLayout(type);
  if (outermost.logical == 0 && outermost.step == 1 && outermost.block == 0 &&
      (!layout ||
       (layout.getBorderOf(0, 0) == 0 && layout.getBorderOf(0, 1) == 0)))
    return success();
  return kernel.emitError() << "an open dimension must be outermost in memory, "
                               "but the result is "
                            << type;
}

//===- tiles -------------------------------------------------------------===//

bool isTiledWeightGradient(KernelOp kernel) {
  return isa_and_nonnull<Conv2dWeightGradientOp>(kernel.getAnchor()) &&
         *kernel.getStrategy() != "plain";
}

} // namespace

DictionaryAttr tableTiles(KernelOp kernel, TargetAttr target) {
  Builder builder(kernel.getContext());
  SmallVector<NamedAttribute> keys;
  auto set = [&](StringRef key, int64_t value) {
    keys.push_back(builder.getNamedAttr(key, builder.getI64IntegerAttr(value)));
  };
  StringRef strategy = *kernel.getStrategy();
  if (isTiledWeightGradient(kernel))
    return weightGradientTiles(kernel, target);
  auto type = cast<RankedTensorType>(kernel.getResult(0).getType());
  const int64_t blocks = channelBlocks(kernel, target);
  if (strategy == "direct") {
    auto conv = cast<Conv2dOp>(kernel.getAnchor());
    const RegisterTile tile = chooseConvTile(target, conv);
    set("channel_blocks", tile.channelBlocks);
    set("pixels", tile.pixels);
    set("across_rows", tile.acrossRows);
    if (tile.skipsColumns)
      set("skip_columns", 1);
    if (int64_t chunk = chooseReductionBlocks(conv, target, tile))
      set("reduction_blocks", chunk);
  } else if (strategy == "winograd") {
    const WinogradSizes sizes(cast<WinogradConv2dOp>(kernel.getAnchor()));
    const WinogradBand band =
        chooseWinogradBand(sizes, target, kernel.getOpen());
    const bool ownFilters = transformsFilters(kernel);
    const RegisterTile tile =
        ownFilters ? chooseTileOfOwnFilters(target, blocks, band.tiles())
                   : chooseWinogradTile(target, blocks, band.tiles(),
                                        sizes.inputs, sizes.bands(band) == 1);
    set("tile_images", band.images);
    set("tile_rows", band.rows);
    set("tile_columns", band.columns);
    set("channel_blocks", tile.channelBlocks);
    set("pixels", tile.pixels);
    if (ownFilters)
      set("filter_blocks",
          chooseFilterBlocks(sizes, target, tile.channelBlocks));
  } else if (strategy == "planar") {
    const PlanarTile tile = choosePlanarTile(target, type.getShape());
    set("vectors", tile.vectors);
    set("filters", tile.filters);
    set("rows", tile.rows);
  } else if (strategy == "depthwise") {
    // One vector of sums a pixel: as many as hide the latency of two pipes, and
    // no more than a row.
    set("pixels", std::min(2 * target.getFmaLatency(), type.getDimSize(2)));
  } else if (strategy == "dense" || strategy == "matmul") {
    // One row of input reads each weight once: sums of eight blocks hide the
    // latency. Several rows are the pixels of a convolution.
    int64_t rows = isa<DenseOp>(kernel.getAnchor())
                       ? type.getNumElements() / type.getShape().back()
                       : type.getDimSize(type.getRank() - 2);
    const int64_t steps = cast<CostInterface>(kernel.getAnchor()).getMacs() /
                          type.getNumElements();
    auto evenness = [&](const RegisterTile &tile) {
      return kernel.getOpen()
                 ? 1
                 : chooseProductTasks(kernel, tile, blocks / tile.channelBlocks)
                       .evenness();
    };
    RegisterTile tile =
        rows == 1 ? RegisterTile{8, 1}
                  : chooseProductTile(target, blocks, rows, steps, evenness);
    tile.channelBlocks = largestDivisor(blocks, tile.channelBlocks);
    set("channel_blocks", tile.channelBlocks);
    set("rows", tile.pixels);
  }
  return builder.getDictionaryAttr(keys);
}

//===- what follows from tiles -------------------------------------------===//

namespace {

WinogradBand winogradBand(KernelOp kernel) {
  return {kernel.getScheduled("tile_images"), kernel.getScheduled("tile_rows"),
          kernel.getScheduled("tile_columns")};
}

/// Image and product of a band, and the filters that the kernel transforms.
/// Halide sets a vector more aside for each, and each begins at a cache line.
int64_t winogradScratch(KernelOp kernel, TargetAttr target) {
  const WinogradSizes sizes(cast<WinogradConv2dOp>(kernel.getAnchor()));
  const int64_t lanes = target.getLanes(),
                vectorBytes = target.getVectorBits() / 8,
                tiles = winogradBand(kernel).tiles(),
                blocks = kernel.getScheduled("channel_blocks"),
                chunk = kernel.getScheduledOr("filter_blocks", 0);
  auto placed = [&](int64_t vectors) {
    return static_cast<int64_t>(
        llvm::alignTo((sizes.taps() * vectors + 1) * vectorBytes, 64));
  };
  // Taps of filters lie a vector of inputs further apart than they are long.
  return placed(tiles * llvm::divideCeil(sizes.inputs, lanes)) +
         placed(tiles * blocks) +
         (chunk ? placed((chunk * lanes + 1) * blocks) : 0);
}

/// Operands that an update of several parameters turns into rows.
int64_t turnedOperands(KernelOp kernel) {
  return kernel.getNumResults() == 1
             ? 0
             : llvm::count_if(kernel.getOperandTypes(), [](Type type) {
                 return static_cast<bool>(getLayout(type));
               });
}

/// A block of rows of each of them. Halide sets a vector more aside for each,
/// and each begins at a cache line.
int64_t turnedScratch(KernelOp kernel, TargetAttr target) {
  const int64_t operands = turnedOperands(kernel);
  if (operands == 0)
    return 0;
  auto type = cast<RankedTensorType>(kernel.getResult(0).getType());
  const int64_t columns = type.getNumElements() / type.getDimSize(0);
  return operands * static_cast<int64_t>(llvm::alignTo(
                        (columns + 1) * target.getVectorBits() / 8, 64));
}

/// Tasks for the tiles that the kernel has.
Tasks tasksOf(KernelOp kernel, TargetAttr target) {
  StringRef strategy = *kernel.getStrategy();
  const int64_t run = kernel.getScheduledOr("channel_blocks", 1);
  if (strategy == "winograd")
    return chooseWinogradTasks(kernel, winogradBand(kernel),
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

/// Whether a call of the kernel prepares something for all of its tasks, or has
/// tiles of several: then a chunk of tasks is one call.
bool areChunksWhole(KernelOp kernel, const Tasks &tasks) {
  Operation *anchor = kernel.getAnchor();
  if (tasks.count == 1)
    return false;
  if (isa_and_nonnull<WinogradConv2dOp>(anchor))
    return tasks.dim == 1; // the images of groups
  if (auto op = dyn_cast_or_null<Conv2dWeightGradientOp>(anchor))
    return *kernel.getStrategy() == "winograd" &&
           isOneBand(op, {kernel.getScheduled("tile_images"),
                          kernel.getScheduled("tile_rows")});
  if (isa_and_nonnull<DenseOp, MatmulOp>(anchor))
    return kernel.getOpen();                 // tiles of rows
  return *kernel.getStrategy() == "scatter"; // looks at all indices
}

//===- symbol ------------------------------------------------------------===//

/// The kernel's region as text in which values are numbered.
std::string regionText(KernelOp kernel) {
  std::string text;
  llvm::raw_string_ostream os(text);
  DenseMap<Value, unsigned> numbers;
  auto number = [&](Value value) {
    return numbers.try_emplace(value, numbers.size()).first->second;
  };
  for (BlockArgument argument : kernel.getBody().getArguments())
    os << "\n%" << number(argument) << " : " << argument.getType();
  for (Operation &op : kernel.getBody().front()) {
    os << "\n" << op.getName();
    for (Value operand : op.getOperands())
      os << " %" << number(operand);
    os << " " << op.getAttrDictionary() << " ->";
    for (Value result : op.getResults())
      os << " %" << number(result) << " : " << result.getType();
  }
  os << "\n" << kernel.getResultTypes();
  return text;
}

std::string hashText(StringRef text) {
  const uint64_t hash = stableHash(ArrayRef(text.data(), text.size()));
  return llvm::toHex(
      ArrayRef(reinterpret_cast<const uint8_t *>(&hash), sizeof(hash)),
      /*LowerCase=*/true);
}

/// Everything that code generation reads of `kernel`.
std::string kernelText(KernelOp kernel, TargetAttr target) {
  std::string text;
  llvm::raw_string_ostream os(text);
  os << SINTER_VERSION << target << *kernel.getStrategy()
     << kernel.getScheduleAttr() << kernel.getScratchBytes().value_or(0) << ","
     << *kernel.getTasks() << "," << *kernel.getTaskDim() << regionText(kernel);
  return text;
}

} // namespace

int64_t channelBlocks(KernelOp kernel, TargetAttr target) {
  auto type = cast<RankedTensorType>(kernel.getResult(0).getType());
  return type.getRank()
             ? llvm::divideCeil(type.getShape().back(), target.getLanes())
             : 1;
}

std::string scheduleKey(KernelOp kernel, TargetAttr target) {
  return hashText((target.getName() + "," + *kernel.getStrategy() +
                   (kernel.getOpen() ? ",open" : "") + regionText(kernel))
                      .str());
}

void scheduleKernel(KernelOp kernel, TargetAttr target, DictionaryAttr tiles) {
  kernel.setScheduleAttr(tiles);
  Builder builder(kernel.getContext());
  NamedAttrList schedule(tiles);
  Tasks tasks{1, 0};
  if (isTiledWeightGradient(kernel)) {
    const WeightGradientShares shares =
        shareWeightGradient(kernel, target, work(kernel) >= kWorthSharing);
    tasks.count = shares.tasks;
    if (shares.taskLoops)
      schedule.set("task_loops", builder.getI64IntegerAttr(*shares.taskLoops));
    if (shares.scratchBytes)
      kernel.setScratchBytes(shares.scratchBytes);
  } else {
    tasks = tasksOf(kernel, target);
    if (int64_t bytes = turnedScratch(kernel, target))
      kernel.setScratchBytes(bytes);
    if (*kernel.getStrategy() == "winograd") {
      kernel.setScratchBytes(winogradScratch(kernel, target));
      schedule.set("tasks_are_groups",
                   builder.getI64IntegerAttr(tasks.dim == 1));
    }
  }
  if (kernel.getOpen()) {
    schedule.set("grain", builder.getI64IntegerAttr(std::max<int64_t>(
                              1, kWorthSharing * tasks.count /
                                     std::max<int64_t>(1, work(kernel)))));
  }
  if (areChunksWhole(kernel, tasks))
    schedule.set("whole_chunks", builder.getI64IntegerAttr(1));
  kernel.setScheduleAttr(schedule.getDictionary(kernel.getContext()));
  kernel.setTasks(tasks.count);
  kernel.setTaskDim(tasks.dim);
  kernel.setSymbol("sinter_k_" + hashText(kernelText(kernel, target)));
}

namespace {

/// The tiles that `sinter.tuning` has for the kernel, else those of the table;
/// null where they cannot be the kernel's, which is an error.
DictionaryAttr tunedOrTableTiles(KernelOp kernel, TargetAttr target,
                                 DictionaryAttr tuning) {
  auto entry = tuning
                   ? tuning.getAs<DictionaryAttr>(scheduleKey(kernel, target))
                   : nullptr;
  if (!entry)
    return tableTiles(kernel, target);
  auto tiles = entry.getAs<DictionaryAttr>("tiles");
  const std::string problem =
      tiles ? problemOfTiles(kernel, target, tiles) : "there are no `tiles`";
  if (problem.empty())
    return tiles;
  auto place = entry.getAs<LocationAttr>("from");
  emitError(place ? Location(place) : kernel.getLoc())
      << "these tiles are not for kernel `" << kernel.getName()
      << "`: " << problem << "; remove the line, or tune again";
  return nullptr;
}

struct ChooseSchedules : impl::ChooseSchedulesPassBase<ChooseSchedules> {
  void runOnOperation() override {
    auto module = getOperation()->getParentOfType<ModuleOp>();
    const auto tuning =
        module ? module->getAttrOfType<DictionaryAttr>(kTuningAttr) : nullptr;
    TargetAttr target = TargetAttr::of(getOperation());
    const llvm::DenseSet<Value> open = openValues(getOperation());
    auto schedule = [&](KernelOp kernel) {
      if (!kernel.getStrategy() || !target)
        return WalkResult(kernel.emitError()
                          << "choosing a schedule needs the kernel's strategy "
                             "and the module's target");
      if (*kernel.getStrategy() == "view")
        return WalkResult::advance();
      kernel.setOpen(open.contains(kernel.getResult(0)));
      if (kernel.getOpen() && failed(checkRowsOutermost(kernel)))
        return WalkResult::interrupt();
      DictionaryAttr tiles = tunedOrTableTiles(kernel, target, tuning);
      if (!tiles)
        return WalkResult::interrupt();
      scheduleKernel(kernel, target, tiles);
      return WalkResult::advance();
    };
    if (getOperation().walk(schedule).wasInterrupted())
      signalPassFailure();
  }
};

} // namespace
} // namespace sinter

// ChooseSchedules.cpp: gives each kernel its tile sizes, tasks and symbol.
#include "passes/KernelTasks.h"
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

using namespace mlir;

namespace sinter {

#define GEN_PASS_DEF_CHOOSESCHEDULESPASS
#include "passes/Passes.h.inc"

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

/// Image and product of a band, and the filters that the kernel transforms.
/// Halide sets a vector more aside for each, and each begins at a cache line.
int64_t winogradScratch(KernelOp kernel, TargetAttr target) {
  const WinogradSizes sizes(cast<WinogradConv2dOp>(kernel.getAnchor()));
  const int64_t lanes = target.getLanes(),
                vectorBytes = target.getVectorBits() / 8,
                tiles = scheduledBand(kernel).tiles(),
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

/// A task for each element, and all of them in one call.
void scheduleRuntimeFunction(KernelOp kernel) {
  Builder builder(kernel.getContext());
  const int64_t elements =
      cast<RankedTensorType>(kernel.getResult(0).getType()).getNumElements();
  kernel.setScheduleAttr(builder.getDictionaryAttr(
      builder.getNamedAttr("grain", builder.getI64IntegerAttr(elements))));
  kernel.setTasks(elements);
  kernel.setTaskDim(0);
  kernel.setSymbol(runtimeFunction(kernel));
}

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
      if (!runtimeFunction(kernel).empty()) {
        scheduleRuntimeFunction(kernel);
        return WalkResult::advance();
      }
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

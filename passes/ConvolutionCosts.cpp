// ConvolutionCosts.cpp: see ConvolutionCosts.h.
//
// The estimates were held against a trial on an AVX-512 core, weights cold:
// 14 x 14 x 256 took 1.0 ms with tiles of 4 and 2.04 direct (here 1.1 and 2.1);
// this code takes 1.1 with tiles of 2 (1.2), and for 7 x 7 x 512 1.45 with
// tiles of 2 and 2.2 direct (1.9 and 2.4); for LeNet's first layer, hot, 2.5 us
// in planes and 5.9 direct (2.4 and 5.6).
#include "passes/ConvolutionCosts.h"
#include "passes/Schedules.h"
#include "passes/WeightGradientTiles.h"

#include "mlir/IR/Builders.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace sinter {

bool looksUpChannels(Conv2dOp conv) {
  auto weight = cast<RankedTensorType>(conv.getWeight().getType());
  return conv.getGroups() == 1 && conv.getInput() != conv.getWeight() &&
         llvm::all_of(weight.getShape().take_back(2),
                      [](int64_t taps) { return taps == 1; }) &&
         llvm::all_of(conv.getPadding(), [](int64_t pad) { return pad == 0; });
}

/// What a vector multiply-add costs in register tiles, with loads and tails.
static constexpr double kDirectStep = 1.05, kProductStep = 1.12;
/// A byte of weights that comes from memory, at 25 GB/s.
static constexpr double kWeightByte = 0.146;
/// A vector multiply-add is 16 lanes' worth of a byte's time.
static constexpr int64_t kCountedLanes = 16;
/// The least that planes, and a step to larger weights, must save.
static constexpr double kWorthPlanes = 0.25, kWorthItsMemory = 0.1;

static ArrayRef<int64_t> shapeOf(Value value) {
  return cast<RankedTensorType>(value.getType()).getShape();
}

/// Whether `weight` is a constant, for that of a kernel's region outside.
static bool isConstant(Value weight) {
  if (auto kernel =
          dyn_cast<KernelOp>(weight.getParentBlock()->getParentOp())) {
    auto argument = dyn_cast<BlockArgument>(weight);
    if (!argument)
      return false;
    weight = kernel.getOperand(argument.getArgNumber());
  }
  return isa_and_nonnull<ConstantOp, WinogradFilterOp>(weight.getDefiningOp());
}

ConvolutionSizes::ConvolutionSizes(Conv2dOp conv, int64_t lanes, bool open)
    : lanes(lanes) {
  ArrayRef<int64_t> result = shapeOf(conv), weight = shapeOf(conv.getWeight());
  images = open ? 1 : result[0];
  auto areAll1 = [](ArrayRef<int64_t> values) {
    return llvm::all_of(values, [](int64_t value) { return value == 1; });
  };
  height = result[1];
  width = result[2];
  filters = weight[0];
  inputs = weight[1];
  taps = weight[2] * weight[3];
  hasWindowOf3 = weight[2] == 3 && weight[3] == 3 &&
                 areAll1(conv.getStrides()) && areAll1(conv.getDilations());
  isAtEachColumn = conv.getStrides()[1] == 1;
  areWeightsConstant = isConstant(conv.getWeight());
}

ConvolutionSizes::ConvolutionSizes(WinogradConv2dOp conv, int64_t lanes,
                                   bool open)
    : taps(9), lanes(lanes), hasWindowOf3(true), isAtEachColumn(true) {
  ArrayRef<int64_t> result = shapeOf(conv), filter = shapeOf(conv.getFilter());
  images = open ? 1 : result[0];
  height = result[1];
  width = result[2];
  filters = filter[0];
  inputs = filter[1];
  areWeightsConstant = isConstant(conv.getFilter());
}

int64_t ConvolutionSizes::inputBlocks() const {
  return llvm::divideCeil(inputs, lanes);
}
int64_t ConvolutionSizes::outputBlocks() const {
  return llvm::divideCeil(filters, lanes);
}

//===- costs -------------------------------------------------------------===//

/// Loading the weights, of which there are `taps` for each of so many inputs
/// and each lane of the filters' blocks.
static double weightSteps(const ConvolutionSizes &sizes, int64_t taps,
                          int64_t inputs) {
  const double bytes = 4.0 * taps * inputs * sizes.outputBlocks() * sizes.lanes;
  return bytes * kWeightByte * sizes.lanes / kCountedLanes;
}

/// The transformations of one tile of one block of channels, with their loads
/// and stores.
static double transformSteps(int64_t tile, bool ofInput) {
  if (tile == 4)
    return ofInput ? 250 : 220;
  return ofInput ? 70 : 50;
}

/// The transformation of the filters of one block for one input.
static double filterSteps(int64_t tile) { return tile == 4 ? 250 : 130; }

double directCost(const ConvolutionSizes &sizes) {
  const double pixels = sizes.images * sizes.height * sizes.width;
  return pixels * sizes.inputs * sizes.outputBlocks() * sizes.taps *
             kDirectStep +
         weightSteps(sizes, sizes.taps,
                     sizes.inputs < sizes.lanes
                         ? sizes.inputs
                         : sizes.inputBlocks() * sizes.lanes);
}

double planarCost(const ConvolutionSizes &sizes) {
  const double vectors =
      sizes.images * sizes.height * llvm::divideCeil(sizes.width, sizes.lanes);
  return vectors * sizes.filters * sizes.inputs * sizes.taps * kDirectStep;
}

double winogradCost(const ConvolutionSizes &sizes, int64_t tile) {
  const double tiles = sizes.images * llvm::divideCeil(sizes.height, tile) *
                       llvm::divideCeil(sizes.width, tile);
  const int64_t taps = (tile + 2) * (tile + 2);
  return tiles *
             (taps * sizes.inputBlocks() * sizes.lanes * sizes.outputBlocks() *
                  kProductStep +
              sizes.inputBlocks() * transformSteps(tile, /*ofInput=*/true) +
              sizes.outputBlocks() * transformSteps(tile, /*ofInput=*/false)) +
         weightSteps(sizes, taps, sizes.inputBlocks() * sizes.lanes) +
         (sizes.areWeightsConstant
              ? 0
              : sizes.inputs * sizes.outputBlocks() * filterSteps(tile));
}

//===- gradients of weights
//------------------------------------------------===//

/// What the time of the gradient of a weight with one group depends on.
struct GradientSizes {
  GradientSizes(Conv2dWeightGradientOp op, int64_t lanes) {
    ArrayRef<int64_t> gradient = shapeOf(op.getGradient()),
                      weight = shapeOf(op);
    pixels = gradient[0] * gradient[1] * gradient[2];
    rowVectors = gradient[0] * gradient[1] *
                 static_cast<int64_t>(llvm::divideCeil(gradient[2], lanes));
    filters = weight[0] / static_cast<int64_t>(op.getGroups());
    tiles =
        gradient[0] * static_cast<int64_t>(llvm::divideCeil(gradient[1], 4) *
                                           llvm::divideCeil(gradient[2], 4));
    inputs = weight[1] * static_cast<int64_t>(op.getGroups());
    taps = weight[2] * weight[3];
    inputBlocks = llvm::divideCeil(inputs, lanes);
    outputBlocks = llvm::divideCeil(weight[0], lanes);
    groupBlocks = outputBlocks / static_cast<int64_t>(op.getGroups());
    this->lanes = lanes;
    // Taps beside the image are left out, nearly all.
    seen = 1;
    for (int axis : {1, 2})
      seen *= 1 - 0.5 * static_cast<double>(weight[axis + 1] - 1) *
                      static_cast<double>(weight[axis + 1] - 1) /
                      static_cast<double>(2 * weight[axis + 1] *
                                          std::max<int64_t>(2, gradient[axis]));
  }

  int64_t pixels, rowVectors, filters, tiles, inputs, taps, inputBlocks,
      outputBlocks, groupBlocks, lanes;
  double seen;
};

static double directCost(const GradientSizes &sizes) {
  return static_cast<double>(sizes.pixels) * sizes.inputs * sizes.groupBlocks *
         sizes.taps * sizes.seen * kDirectStep;
}

static double planarCost(const GradientSizes &sizes) {
  return static_cast<double>(sizes.rowVectors) * sizes.inputs * sizes.filters *
         sizes.taps * sizes.seen * kDirectStep;
}

/// With the sums of (4 + 2)^2 taps, which go to memory and back, and their
/// transformation.
static double winogradCost(const GradientSizes &sizes) {
  constexpr int64_t taps = 36;
  const double sums = static_cast<double>(sizes.inputs) * sizes.groupBlocks;
  return static_cast<double>(sizes.tiles) *
             (taps * sizes.inputBlocks * sizes.lanes * sizes.groupBlocks *
                  kProductStep +
              sizes.inputBlocks * transformSteps(4, /*ofInput=*/true) +
              sizes.outputBlocks * transformSteps(4, /*ofInput=*/false)) +
         sums * (100 + 2 * taps * 4.0 * sizes.lanes * kWeightByte *
                           sizes.lanes / kCountedLanes);
}

static bool canBeWinograd(Conv2dWeightGradientOp op,
                          const GradientSizes &sizes) {
  auto are = [](ArrayRef<int64_t> values, int64_t wanted) {
    return llvm::all_of(values, [&](int64_t value) { return value == wanted; });
  };
  return mayUseWinograd(op) && sizes.inputs >= sizes.lanes &&
         are(op.getKernel(), 3) && are(op.getStrides(), 1) &&
         are(op.getDilations(), 1);
}

static bool canBePlanar(Conv2dWeightGradientOp op, const GradientSizes &sizes) {
  return op.getGroups() == 1 && sizes.inputs < sizes.lanes &&
         op.getStrides()[1] == 1;
}

StringRef chooseGradientStrategy(Conv2dWeightGradientOp op, int64_t lanes) {
  const GradientSizes sizes(op, lanes);
  if (canBeWinograd(op, sizes) &&
      winogradCost(sizes) < (1 - kWorthItsMemory) * directCost(sizes))
    return "winograd";
  if (canBePlanar(op, sizes) &&
      planarCost(sizes) <= (1 - kWorthPlanes) * directCost(sizes))
    return "planar";
  return "direct";
}

/// How many parts of the images, of at most 8, `fits` takes.
static int64_t mostParts(Conv2dWeightGradientOp op,
                         function_ref<bool(int64_t)> fits) {
  for (int64_t parts = 8; parts > 1; parts /= 2)
    if (shapeOf(op.getGradient())[0] % parts == 0 && fits(parts))
      return parts;
  return 1;
}

static int64_t chooseWinogradParts(Conv2dWeightGradientOp op, int64_t lanes) {
  constexpr int64_t leastTiles = 64; // of a band
  constexpr double sumSteps = 150, worthParts = 0.06;
  const GradientSizes sizes(op, lanes);
  if (sizes.inputs % lanes != 0 || sizes.filters % lanes != 0)
    return 1;
  const double sums =
      static_cast<double>(sizes.inputs) * sizes.outputBlocks * sumSteps;
  return mostParts(op, [&](int64_t parts) {
    return sizes.tiles >= parts * leastTiles &&
           static_cast<double>(parts - 1) * sums <=
               worthParts * winogradCost(sizes);
  });
}

int64_t chooseGradientParts(Conv2dWeightGradientOp op, StringRef strategy,
                            TargetAttr target) {
  const int64_t lanes = target.getLanes();
  if (strategy == "winograd")
    return chooseWinogradParts(op, lanes);
  // Groups of direct sums are whole blocks of filters; often their tiles are
  // tasks enough.
  const GradientSizes sizes(op, lanes);
  if (strategy == "direct" &&
      (sizes.filters % lanes != 0 ||
       areTasksEven(tileLoops(
           op, chooseWeightGradientTile(target, op, /*depthwise=*/false),
           lanes))))
    return 1;
  // Two microseconds of multiply-adds a part, of which adding the parts takes
  // some ten for each weight.
  constexpr int64_t worthPart = 1 << 18, sumSteps = 10;
  constexpr double worthParts = 0.02;
  const int64_t macs = cast<CostInterface>(op.getOperation()).getMacs(),
                weights = cast<RankedTensorType>(op.getType()).getNumElements();
  return mostParts(op, [&](int64_t parts) {
    return macs >= parts * worthPart &&
           static_cast<double>(parts * weights * sumSteps) <=
               worthParts * static_cast<double>(macs);
  });
}

DictionaryAttr costsOf(Conv2dWeightGradientOp op, int64_t lanes) {
  Builder builder(op.getContext());
  const GradientSizes sizes(op, lanes);
  SmallVector<NamedAttribute> costs;
  auto add = [&](StringRef strategy, double steps) {
    costs.push_back(builder.getNamedAttr(
        strategy, builder.getI64IntegerAttr(static_cast<int64_t>(steps))));
  };
  add("direct", directCost(sizes));
  if (canBePlanar(op, sizes))
    add("planar", planarCost(sizes));
  if (canBeWinograd(op, sizes))
    add("winograd", winogradCost(sizes));
  return builder.getDictionaryAttr(costs);
}

//===- choices -----------------------------------------------------------===//

static bool canBePlanar(const ConvolutionSizes &sizes) {
  return sizes.inputs < sizes.lanes && sizes.isAtEachColumn;
}

bool isPlanarWorthwhile(const ConvolutionSizes &sizes) {
  return canBePlanar(sizes) &&
         planarCost(sizes) <= (1 - kWorthPlanes) * directCost(sizes);
}

bool isForSize(Operation *op) {
  return op->getParentOfType<ModuleOp>()->getAttr(kOptimizeAttr) ==
         StringAttr::get(op->getContext(), "size");
}

bool mayUseWinograd(Operation *op) {
  return !op->getParentOfType<ModuleOp>()->hasAttr(kExactConvAttr) &&
         !isForSize(op);
}

int64_t chooseWinogradTile(const ConvolutionSizes &sizes) {
  int64_t best = 0;
  double least = directCost(sizes);
  for (int64_t tile : {2, 4})
    if (double cost = winogradCost(sizes, tile);
        sizes.hasWindowOf3 && cost < (1 - kWorthItsMemory) * least) {
      least = cost;
      best = tile;
    }
  return best;
}

DictionaryAttr costsOf(const ConvolutionSizes &sizes, MLIRContext *context) {
  Builder builder(context);
  SmallVector<NamedAttribute> costs;
  auto add = [&](StringRef strategy, double cost) {
    costs.push_back(builder.getNamedAttr(
        strategy, builder.getI64IntegerAttr(static_cast<int64_t>(cost))));
  };
  add("direct", directCost(sizes));
  if (canBePlanar(sizes))
    add("planar", planarCost(sizes));
  if (sizes.hasWindowOf3) {
    add("winograd_2", winogradCost(sizes, 2));
    add("winograd_4", winogradCost(sizes, 4));
  }
  return builder.getDictionaryAttr(costs);
}

} // namespace sinter

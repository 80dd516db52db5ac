// UseWinograd.cpp: rewrites convolutions for Winograd's algorithm where it
// pays.
//
// Times are counted in vector multiply-adds of a core, of which one takes about
// 0.27 ns on AVX-512 at 117 GFLOP/s. The estimates were held against a trial on
// such a core, weights cold: 14 x 14 x 256 took 1.0 ms with tiles of 4 and 2.04
// direct (here 1.1 and 2.1); this code takes 1.1 with tiles of 2 (1.2), and for
// 7 x 7 x 512 1.45 with tiles of 2 and 2.2 direct (1.9 and 2.4). They are for
// one image whatever the batch, so that an image's results do not depend on
// those beside it.
#include "passes/Passes.h"

#include "ir/Winograd.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace sinter {

#define GEN_PASS_DEF_USEWINOGRADPASS
#include "passes/Passes.h.inc"

namespace {

/// What a vector multiply-add costs in register tiles, with loads and tails.
constexpr double kDirectStep = 1.05, kProductStep = 1.12;
/// A byte of weights that comes from memory, at 25 GB/s.
constexpr double kWeightByte = 0.146;
/// A vector multiply-add is 16 lanes' worth of a byte's time.
constexpr int64_t kCountedLanes = 16;
/// The transformations of one tile of one block of channels, with their loads
/// and stores.
double transformSteps(int64_t tile, bool ofInput) {
  if (tile == 4)
    return ofInput ? 250 : 220;
  return ofInput ? 70 : 50;
}

struct Sizes {
  explicit Sizes(Conv2dOp conv, int64_t lanes)
      : result(cast<RankedTensorType>(conv.getType()).getShape()),
        weight(cast<RankedTensorType>(conv.getWeight().getType()).getShape()),
        lanes(lanes), inputBlocks(llvm::divideCeil(weight[1], lanes)),
        outputBlocks(llvm::divideCeil(weight[0], lanes)) {}

  ArrayRef<int64_t> result, weight;
  int64_t lanes, inputBlocks, outputBlocks;
};

double weightSteps(const Sizes &sizes, int64_t taps) {
  const double bytes = 4.0 * taps * sizes.inputBlocks * sizes.outputBlocks *
                       sizes.lanes * sizes.lanes;
  return bytes * kWeightByte * sizes.lanes / kCountedLanes;
}

double directCost(const Sizes &sizes) {
  const double pixels = sizes.result[1] * sizes.result[2];
  return pixels * sizes.weight[1] * sizes.outputBlocks * 9 * kDirectStep +
         weightSteps(sizes, 9);
}

double winogradCost(const Sizes &sizes, int64_t tile) {
  const double tiles = llvm::divideCeil(sizes.result[1], tile) *
                       llvm::divideCeil(sizes.result[2], tile);
  const int64_t taps = (tile + 2) * (tile + 2);
  return tiles *
             (taps * sizes.inputBlocks * sizes.lanes * sizes.outputBlocks *
                  kProductStep +
              sizes.inputBlocks * transformSteps(tile, /*ofInput=*/true) +
              sizes.outputBlocks * transformSteps(tile, /*ofInput=*/false)) +
         weightSteps(sizes, taps);
}

/// The least that a step to larger weights must save: tile 2 makes them 1.8
/// times as large, tile 4 4 times, and adds rounding.
constexpr double kWorthItsMemory = 0.1;

/// The tile with which `conv` is fastest; 0 for the direct algorithm.
int64_t chooseTile(Conv2dOp conv, int64_t lanes) {
  const Sizes sizes(conv, lanes);
  int64_t best = 0;
  double least = directCost(sizes);
  for (int64_t tile : {2, 4})
    if (double cost = winogradCost(sizes, tile);
        cost < (1 - kWorthItsMemory) * least) {
      least = cost;
      best = tile;
    }
  return best;
}

bool isCandidate(Conv2dOp conv) {
  auto is = [](ArrayRef<int64_t> values, int64_t wanted) {
    return llvm::all_of(values, [&](int64_t value) { return value == wanted; });
  };
  ArrayRef<int64_t> weight =
      cast<RankedTensorType>(conv.getWeight().getType()).getShape();
  return weight[2] == 3 && weight[3] == 3 && conv.getGroups() == 1 &&
         is(conv.getStrides(), 1) && is(conv.getDilations(), 1);
}

void rewrite(KernelOp kernel, Conv2dOp conv, int64_t tile) {
  const unsigned operand = cast<BlockArgument>(conv.getWeight()).getArgNumber();
  OpBuilder builder(kernel);
  auto filter = WinogradFilterOp::create(builder, conv.getLoc(),
                                         kernel.getOperand(operand), tile);
  kernel->setOperand(operand, filter);
  conv.getWeight().setType(filter.getType());
  builder.setInsertionPoint(conv);
  auto replacement = WinogradConv2dOp::create(
      builder, conv.getLoc(), conv.getInput(), conv.getWeight(), conv.getBias(),
      tile, conv.getPadding());
  conv.replaceAllUsesWith(replacement.getResult());
  conv.erase();
}

struct UseWinograd : impl::UseWinogradPassBase<UseWinograd> {
  void runOnOperation() override {
    TargetAttr target = TargetAttr::of(getOperation());
    auto module = getOperation()->getParentOfType<ModuleOp>();
    if (!target || getOperation().isExternal() ||
        module->hasAttr(kExactConvAttr) ||
        module->getAttr(kOptimizeAttr) ==
            StringAttr::get(&getContext(), "size"))
      return;
    for (auto kernel : getOperation().getOps<KernelOp>()) {
      auto conv = dyn_cast_or_null<Conv2dOp>(kernel.getAnchor());
      if (!conv || !isCandidate(conv) || conv.getInput() == conv.getWeight())
        continue;
      auto weight = cast<BlockArgument>(conv.getWeight());
      // Filters of training change, and those of two readers are read twice.
      if (!weight.hasOneUse() ||
          !kernel.getOperand(weight.getArgNumber()).getDefiningOp<ConstantOp>())
        continue;
      if (int64_t tile = chooseTile(conv, target.getLanes()))
        rewrite(kernel, conv, tile);
    }
  }
};

} // namespace
} // namespace sinter

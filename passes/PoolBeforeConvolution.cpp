// PoolBeforeConvolution.cpp: means of pixels before the 1x1 convolution that
// would be computed on all of them.
#include "passes/Passes.h"

using namespace mlir;

namespace sinter {

#define GEN_PASS_DEF_POOLBEFORECONVOLUTIONPASS
#include "passes/Passes.h.inc"

namespace {

bool are(ArrayRef<int64_t> values, int64_t wanted) {
  return llvm::all_of(values, [&](int64_t value) { return value == wanted; });
}

RankedTensorType typeOf(Value image) {
  return cast<RankedTensorType>(image.getType());
}

int64_t pixelsOf(Value image) {
  return typeOf(image).getDimSize(1) * typeOf(image).getDimSize(2);
}

/// An addition of a pool, of more memory than fits in L1, takes as long as so
/// many multiply-adds of a convolution, within a factor of three.
constexpr int64_t kMacsOfAddition = 4;

/// Whether the products that the convolution of fewer pixels saves take longer
/// than the additions of the channels that the pool gets more of.
bool pays(AvgPoolOp pool, Conv2dOp conv) {
  const int64_t pixels = pixelsOf(conv), means = pixelsOf(pool),
                window = pool.getWindow()[0] * pool.getWindow()[1],
                channels = typeOf(conv.getInput()).getDimSize(3) -
                           typeOf(conv).getDimSize(3),
                saved = conv.getMacs() / pixels * (pixels - means),
                added = typeOf(pool).getDimSize(0) * means * window * channels;
  return saved > 0 && saved > kMacsOfAddition * added;
}

/// The convolution whose result `pool` takes means of, if they may and should
/// change places, or none.
Conv2dOp convolutionOf(AvgPoolOp pool) {
  auto conv = pool.getInput().getDefiningOp<Conv2dOp>();
  if (!conv || !conv->hasOneUse())
    return {};
  auto weight = cast<RankedTensorType>(conv.getWeight().getType());
  const bool pointwise = are(weight.getShape().take_back(2), 1) &&
                         are(conv.getStrides(), 1) && are(conv.getPadding(), 0);
  // Zeros of the pool's padding have had no bias.
  const bool sameZeros =
      !conv.getBias() || !pool.getCountPadding() || are(pool.getPadding(), 0);
  return pointwise && sameZeros && pays(pool, conv) ? conv : Conv2dOp();
}

/// No pattern: their driver folds what it meets, and differentiation needs the
/// graph as the text has it.
struct PoolBeforeConvolution
    : impl::PoolBeforeConvolutionPassBase<PoolBeforeConvolution> {
  void runOnOperation() override {
    SmallVector<AvgPoolOp> pools;
    getOperation().walk([&](AvgPoolOp pool) { pools.push_back(pool); });
    for (AvgPoolOp pool : pools)
      while (Conv2dOp conv = convolutionOf(pool)) {
        OpBuilder builder(pool);
        auto means = AvgPoolOp::create(
            builder, pool.getLoc(), conv.getInput(), pool.getWindow(),
            pool.getStrides(), pool.getPadding(), pool.getCountPadding());
        pool.replaceAllUsesWith(
            Conv2dOp::create(builder, conv.getLoc(), means, conv.getWeight(),
                             conv.getBias(), conv.getStrides(),
                             conv.getPadding(), conv.getDilations(),
                             conv.getGroups())
                .getResult());
        pool.erase();
        conv.erase();
        pool = means;
      }
  }
};

} // namespace
} // namespace sinter

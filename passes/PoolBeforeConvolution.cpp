// PoolBeforeConvolution.cpp: means of pixels before the 1x1 convolution that
// would be computed on all of them.
#include "passes/Passes.h"

#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

using namespace mlir;

namespace sinter {

#define GEN_PASS_DEF_POOLBEFORECONVOLUTIONPASS
#include "passes/Passes.h.inc"

namespace {

bool are(ArrayRef<int64_t> values, int64_t wanted) {
  return llvm::all_of(values, [&](int64_t value) { return value == wanted; });
}

int64_t pixelsOf(Value image) {
  auto type = cast<RankedTensorType>(image.getType());
  return type.getDimSize(1) * type.getDimSize(2);
}

struct SwapWithConv2d : OpRewritePattern<AvgPoolOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(AvgPoolOp pool,
                                PatternRewriter &rewriter) const override {
    auto conv = pool.getInput().getDefiningOp<Conv2dOp>();
    if (!conv || !conv->hasOneUse())
      return rewriter.notifyMatchFailure(pool, "others read the convolution");
    auto weight = cast<RankedTensorType>(conv.getWeight().getType());
    if (!are(weight.getShape().take_back(2), 1) || !are(conv.getStrides(), 1) ||
        !are(conv.getPadding(), 0))
      return rewriter.notifyMatchFailure(pool, "pixels do not stay apart");
    if (conv.getBias() && pool.getCountPadding() && !are(pool.getPadding(), 0))
      return rewriter.notifyMatchFailure(pool, "padding has no bias");
    if (pixelsOf(pool) >= pixelsOf(conv))
      return rewriter.notifyMatchFailure(pool, "there are no fewer pixels");

    Value means = AvgPoolOp::create(rewriter, pool.getLoc(), conv.getInput(),
                                    pool.getWindow(), pool.getStrides(),
                                    pool.getPadding(), pool.getCountPadding());
    rewriter.replaceOpWithNewOp<Conv2dOp>(
        pool, means, conv.getWeight(), conv.getBias(), conv.getStrides(),
        conv.getPadding(), conv.getDilations(), conv.getGroups());
    rewriter.eraseOp(conv);
    return success();
  }
};

struct PoolBeforeConvolution
    : impl::PoolBeforeConvolutionPassBase<PoolBeforeConvolution> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    patterns.add<SwapWithConv2d>(&getContext());
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      signalPassFailure();
  }
};

} // namespace
} // namespace sinter

// ScaleFilters.cpp: scales the filters of a 1x1 convolution, not the one image
// that it reads.
//
//   conv(x * s, w) = conv(x, w * s), where s is one number for each channel of
//   x.
#include "passes/Passes.h"

#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

using namespace mlir;

namespace sinter {

#define GEN_PASS_DEF_SCALEFILTERSPASS
#include "passes/Passes.h.inc"

namespace {

RankedTensorType typeOf(Value value) {
  return cast<RankedTensorType>(value.getType());
}

/// How many times longer a filter's weight takes than an element of an image:
/// it comes from memory, which the convolution would hide behind its products,
/// and the image from L2.
constexpr int64_t kTimesLonger = 8;

/// Whether `scale` is one number for each channel of `image`, which is all of
/// it that is multiplied: of several images, each has numbers of its own.
bool scalesChannels(Value scale, Value image) {
  ArrayRef<int64_t> shape = typeOf(image).getShape();
  return shape.front() == 1 && !typeOf(scale).getShape().empty() &&
         typeOf(scale).getShape().back() == shape.back() &&
         typeOf(scale).getNumElements() == shape.back();
}

struct ScaleFiltersOfConv2d : OpRewritePattern<Conv2dOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(Conv2dOp conv,
                                PatternRewriter &rewriter) const override {
    auto product = conv.getInput().getDefiningOp<MulOp>();
    if (!product || !product->hasOneUse())
      return rewriter.notifyMatchFailure(conv, "no product of its own");
    Value image = product.getLhs(), scale = product.getRhs();
    if (!scalesChannels(scale, image))
      std::swap(image, scale);
    if (image.getType() != product.getType() || !scalesChannels(scale, image))
      return rewriter.notifyMatchFailure(conv,
                                         "no scaled channels of one image");
    // Else whoever makes the image can scale it on the way to memory.
    if (image.hasOneUse())
      return rewriter.notifyMatchFailure(conv, "nobody else reads the image");
    if (!conv.getWeight().getDefiningOp<ConstantOp>())
      return rewriter.notifyMatchFailure(conv, "the filters are not constant");
    ArrayRef<int64_t> filters = typeOf(conv.getWeight()).getShape(),
                      pixels = typeOf(image).getShape();
    if (filters[2] != 1 || filters[3] != 1 || conv.getGroups() != 1 ||
        kTimesLonger * filters[0] > pixels[1] * pixels[2])
      return rewriter.notifyMatchFailure(conv, "the filters cost no less");

    const Location loc = product.getLoc();
    Value column = ReshapeOp::create(rewriter, loc, scale,
                                     ArrayRef<int64_t>{filters[1], 1, 1});
    Value scaled = MulOp::create(rewriter, loc, conv.getWeight(), column);
    rewriter.modifyOpInPlace(conv, [&] {
      conv.getInputMutable().assign(image);
      conv.getWeightMutable().assign(scaled);
    });
    return success();
  }
};

struct ScaleFilters : impl::ScaleFiltersPassBase<ScaleFilters> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    patterns.add<ScaleFiltersOfConv2d>(&getContext());
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      signalPassFailure();
  }
};

} // namespace
} // namespace sinter

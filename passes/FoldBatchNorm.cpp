// FoldBatchNorm.cpp: absorbs batch norm into the weights before it.
//
//   norm(layer(x, w) + b) = layer(x, s*w) + s*(b - mean) + beta,
//   where s = gamma / sqrt(variance + epsilon), one value per output channel.
#include "passes/Passes.h"

#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

using namespace mlir;

namespace sinter {

#define GEN_PASS_DEF_FOLDBATCHNORMPASS
#include "passes/Passes.h.inc"

namespace {

bool isConstant(Value value) {
  return !value || value.getDefiningOp<ConstantOp>();
}

/// A layer whose weight has the output channels as its first dimension.
template <typename LayerOp>
struct FoldInto : OpRewritePattern<BatchNormOp> {
  FoldInto(MLIRContext *context, llvm::function_ref<void()> count) : OpRewritePattern(context), count(count) {}

  LogicalResult matchAndRewrite(BatchNormOp norm, PatternRewriter &rewriter) const override {
    auto layer = norm.getInput().getDefiningOp<LayerOp>();
    if (!layer || !layer->hasOneUse())
      return rewriter.notifyMatchFailure(norm, "no layer of its own");
    if (!isConstant(layer.getWeight()) || !isConstant(layer.getBias()))
      return rewriter.notifyMatchFailure(norm, "the layer's weights are not constant");
    for (Value vector : norm.getOperands().drop_front())
      if (!isConstant(vector))
        return rewriter.notifyMatchFailure(norm, "the statistics are not constant");

    Location loc = norm.getLoc();
    auto vectorType = cast<RankedTensorType>(norm.getScale().getType());
    int64_t channels = vectorType.getDimSize(0);
    Value epsilon = ConstantOp::create(
        rewriter, loc, vectorType,
        DenseElementsAttr::get(vectorType, rewriter.getFloatAttr(vectorType.getElementType(), norm.getEpsilon().convertToDouble())));
    Value deviation = RsqrtOp::create(rewriter, loc, AddOp::create(rewriter, loc, norm.getVariance(), epsilon));
    Value scale = MulOp::create(rewriter, loc, norm.getScale(), deviation);

    Shape column(cast<RankedTensorType>(layer.getWeight().getType()).getRank(), 1);
    column[0] = channels;
    Value weightScale = ReshapeOp::create(rewriter, loc, scale, column);
    Value weight = MulOp::create(rewriter, loc, layer.getWeight(), weightScale);

    Value offset = layer.getBias() ? SubOp::create(rewriter, loc, layer.getBias(), norm.getMean()).getResult()
                                   : NegOp::create(rewriter, loc, norm.getMean()).getResult();
    Value bias = AddOp::create(rewriter, loc, MulOp::create(rewriter, loc, offset, scale), norm.getBias());

    NamedAttrList attributes(layer->getAttrs());
    rewriter.replaceOpWithNewOp<LayerOp>(norm, TypeRange{norm.getType()}, ValueRange{layer.getInput(), weight, bias}, attributes.getAttrs());
    rewriter.eraseOp(layer);
    count();
    return success();
  }

  llvm::function_ref<void()> count;
};

struct FoldBatchNorm : impl::FoldBatchNormPassBase<FoldBatchNorm> {
  void runOnOperation() override {
    auto count = [this] { ++numFolded; };
    RewritePatternSet patterns(&getContext());
    patterns.add<FoldInto<Conv2dOp>, FoldInto<DenseOp>>(&getContext(), count);
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      signalPassFailure();
  }
};

} // namespace
} // namespace sinter

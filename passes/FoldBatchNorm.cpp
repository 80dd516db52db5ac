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

LogicalResult requireConstantStatistics(BatchNormOp norm,
                                        PatternRewriter &rewriter) {
  if (llvm::all_of(norm.getOperands().drop_front(), isConstant))
    return success();
  return rewriter.notifyMatchFailure(norm, "the statistics are not constant");
}

/// gamma / sqrt(variance + epsilon), one value per channel.
Value scaleOf(BatchNormOp norm, PatternRewriter &rewriter) {
  Location loc = norm.getLoc();
  auto type = cast<RankedTensorType>(norm.getScale().getType());
  Attribute epsilon = rewriter.getFloatAttr(
      type.getElementType(), norm.getEpsilon().convertToDouble());
  Value constant = ConstantOp::create(rewriter, loc, type,
                                      DenseElementsAttr::get(type, epsilon));
  Value deviation = RsqrtOp::create(
      rewriter, loc,
      AddOp::create(rewriter, loc, norm.getVariance(), constant));
  return MulOp::create(rewriter, loc, norm.getScale(), deviation);
}

/// A layer whose weight has the output channels as its first dimension.
template <typename LayerOp> struct FoldInto : OpRewritePattern<BatchNormOp> {
  // Before Decompose, which would take any batch norm.
  explicit FoldInto(MLIRContext *context)
      : OpRewritePattern(context, /*benefit=*/2) {}

  LogicalResult matchAndRewrite(BatchNormOp norm,
                                PatternRewriter &rewriter) const override {
    auto layer = norm.getInput().getDefiningOp<LayerOp>();
    if (!layer || !layer->hasOneUse())
      return rewriter.notifyMatchFailure(norm, "no layer of its own");
    if (!isConstant(layer.getWeight()) || !isConstant(layer.getBias()))
      return rewriter.notifyMatchFailure(
          norm, "the layer's weights are not constant");
    if (failed(requireConstantStatistics(norm, rewriter)))
      return failure();

    Location loc = norm.getLoc();
    Value scale = scaleOf(norm, rewriter);
    Shape column(cast<RankedTensorType>(layer.getWeight().getType()).getRank(),
                 1);
    column[0] = cast<RankedTensorType>(scale.getType()).getDimSize(0);
    Value weightScale = ReshapeOp::create(rewriter, loc, scale, column);
    Value weight = MulOp::create(rewriter, loc, layer.getWeight(), weightScale);

    Value offset =
        layer.getBias()
            ? SubOp::create(rewriter, loc, layer.getBias(), norm.getMean())
                  .getResult()
            : NegOp::create(rewriter, loc, norm.getMean()).getResult();
    Value bias = AddOp::create(rewriter, loc,
                               MulOp::create(rewriter, loc, offset, scale),
                               norm.getBias());

    // The layer's place first: kernels are called after it.
    Location both = rewriter.getFusedLoc({layer.getLoc(), loc});
    auto folded = LayerOp::create(rewriter, both, TypeRange{norm.getType()},
                                  ValueRange{layer.getInput(), weight, bias},
                                  layer->getAttrs());
    rewriter.replaceOp(norm, folded);
    rewriter.eraseOp(layer);
    return success();
  }
};

/// norm(x) = x * s + (beta - mean * s), where no layer can take s.
struct Decompose : OpRewritePattern<BatchNormOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(BatchNormOp norm,
                                PatternRewriter &rewriter) const override {
    if (failed(requireConstantStatistics(norm, rewriter)))
      return failure();
    Location loc = norm.getLoc();
    Value scale = scaleOf(norm, rewriter);
    Value shift =
        SubOp::create(rewriter, loc, norm.getBias(),
                      MulOp::create(rewriter, loc, norm.getMean(), scale));
    rewriter.replaceOpWithNewOp<AddOp>(
        norm, MulOp::create(rewriter, loc, norm.getInput(), scale), shift);
    return success();
  }
};

struct FoldBatchNorm : impl::FoldBatchNormPassBase<FoldBatchNorm> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    patterns.add<FoldInto<Conv2dOp>, FoldInto<DenseOp>, Decompose>(
        &getContext());
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      signalPassFailure();
  }
};

} // namespace
} // namespace sinter

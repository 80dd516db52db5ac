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

/// Statistics and weights that are known, or will be before the input is: those
/// of a training state. A layer's own would be arithmetic on each element.
LogicalResult requireKnownStatistics(BatchNormOp norm,
                                     PatternRewriter &rewriter) {
  auto isKnown = [](Value value) {
    return isConstant(value) || value.getDefiningOp<ReadOp>();
  };
  if (llvm::all_of(norm.getOperands().drop_front(), isKnown))
    return success();
  return rewriter.notifyMatchFailure(
      norm, "the statistics are computed by the model");
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

/// One number per output channel, as it multiplies a weight `[channel, ...]`.
template <typename LayerOp>
Value besideWeight(LayerOp layer, Value scale, PatternRewriter &rewriter) {
  Shape column(cast<RankedTensorType>(layer.getWeight().getType()).getRank(),
               1);
  column[0] = cast<RankedTensorType>(scale.getType()).getDimSize(0);
  return ReshapeOp::create(rewriter, layer.getLoc(), scale, column);
}

/// The same for a weight `[input, channel of its group, ...]`.
Value besideWeight(Conv2dTransposeOp layer, Value scale,
                   PatternRewriter &rewriter) {
  Location loc = layer.getLoc();
  ArrayRef<int64_t> shape =
      cast<RankedTensorType>(layer.getWeight().getType()).getShape();
  const int64_t groups = layer.getGroups(), inputs = shape[0] / groups;
  Value byGroup = ReshapeOp::create(rewriter, loc, scale,
                                    ArrayRef<int64_t>{groups, 1, shape[1]});
  Value repeated = BroadcastOp::create(
      rewriter, loc, byGroup, ArrayRef<int64_t>{groups, inputs, shape[1]});
  return ReshapeOp::create(rewriter, loc, repeated,
                           ArrayRef<int64_t>{shape[0], shape[1], 1, 1});
}

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
    if (failed(requireKnownStatistics(norm, rewriter)))
      return failure();

    Location loc = norm.getLoc();
    Value scale = scaleOf(norm, rewriter);
    Value weight = MulOp::create(rewriter, loc, layer.getWeight(),
                                 besideWeight(layer, scale, rewriter));

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
    if (failed(requireKnownStatistics(norm, rewriter)))
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
    patterns.add<FoldInto<Conv2dOp>, FoldInto<Conv2dTransposeOp>,
                 FoldInto<DenseOp>, Decompose>(&getContext());
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      signalPassFailure();
  }
};

} // namespace
} // namespace sinter

// PermuteDenseWeights.cpp: dense layers read what a transposition would
// rearrange for them as it is, with the columns of their weight rearranged.
#include "passes/Passes.h"

#include "mlir/IR/Matchers.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

using namespace mlir;

namespace sinter {

#define GEN_PASS_DEF_PERMUTEDENSEWEIGHTSPASS
#include "passes/Passes.h.inc"

namespace {

ArrayRef<int64_t> shapeOf(Value value) {
  return cast<RankedTensorType>(value.getType()).getShape();
}

/// dense(reshape(transpose(x))) -> dense(reshape(x)), where the transposition
/// leaves axis 0 and the reshape makes one axis of all others.
struct AbsorbTranspose : OpRewritePattern<DenseOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(DenseOp op,
                                PatternRewriter &rewriter) const override {
    auto reshape = op.getInput().getDefiningOp<ReshapeOp>();
    auto transpose =
        reshape ? reshape.getInput().getDefiningOp<TransposeOp>() : nullptr;
    if (!transpose)
      return rewriter.notifyMatchFailure(op, "no transposition is flattened");
    ArrayRef<int64_t> order = transpose.getPermutation(),
                      shape = shapeOf(transpose), flat = shapeOf(reshape);
    if (order.front() != 0 || flat.size() != 2 || flat[0] != shape[0])
      return rewriter.notifyMatchFailure(op, "rows do not stay rows");
    if (!matchPattern(op.getWeight(), m_Constant()))
      return rewriter.notifyMatchFailure(op, "the weight is not constant");

    Location loc = op.getLoc();
    const int64_t units = shapeOf(op.getWeight())[0];
    SmallVector<int64_t> apart(shape), back(shape.size());
    apart[0] = units;
    for (auto [to, from] : llvm::enumerate(order))
      back[from] = to;
    Value weight = ReshapeOp::create(rewriter, loc, op.getWeight(), apart);
    weight = TransposeOp::create(rewriter, loc, weight, back);
    weight = ReshapeOp::create(rewriter, loc, weight,
                               ArrayRef<int64_t>{units, flat[1]});
    Value input = ReshapeOp::create(rewriter, reshape.getLoc(),
                                    transpose.getInput(), flat);
    rewriter.modifyOpInPlace(op, [&] {
      op.getInputMutable().assign(input);
      op.getWeightMutable().assign(weight);
    });
    return success();
  }
};

struct PermuteDenseWeights
    : impl::PermuteDenseWeightsPassBase<PermuteDenseWeights> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    patterns.add<AbsorbTranspose>(&getContext());
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      signalPassFailure();
  }
};

} // namespace
} // namespace sinter

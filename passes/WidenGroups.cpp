// WidenGroups.cpp: joins groups of a convolution until they fill vectors.
//
// Several groups side by side are one group whose weights are zero where an
// input of one meets a filter of another.
#include "passes/Passes.h"

#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

using namespace mlir;

namespace sinter {

#define GEN_PASS_DEF_WIDENGROUPSPASS
#include "passes/Passes.h.inc"

namespace {

/// Groups that may become one. Joined, they multiply as many times more
/// numbers, most of them zeros, at 92 GFLOP/s where one by one they would run
/// at 8 (one core with AVX-512: 32 groups of 4 on 56x56x128, 57 groups on
/// 28x28x57).
constexpr int64_t kMostJoined = 8;

/// How many groups of `inputs` channels and `filters` become one: as few as
/// fill blocks of `lanes`, else all of them. 1 where they stay as they are.
int64_t groupsToJoin(int64_t groups, int64_t inputs, int64_t filters,
                     int64_t lanes) {
  int64_t joined = 1;
  while (joined < groups &&
         (groups % joined != 0 || inputs * joined % lanes != 0 ||
          filters * joined % lanes != 0))
    ++joined;
  return joined <= kMostJoined ? joined : 1;
}

struct WidenConv2d : OpRewritePattern<Conv2dOp> {
  WidenConv2d(MLIRContext *context, int64_t lanes)
      : OpRewritePattern(context), lanes(lanes) {}

  LogicalResult matchAndRewrite(Conv2dOp op,
                                PatternRewriter &rewriter) const override {
    ArrayRef<int64_t> shape =
        cast<RankedTensorType>(op.getWeight().getType()).getShape();
    const int64_t groups = op.getGroups(), inputs = shape[1],
                  filters = shape[0] / groups, taps = shape[2] * shape[3];
    if (groups == 1 || (inputs == 1 && filters == 1))
      return rewriter.notifyMatchFailure(op, "one group, or depthwise");
    const int64_t joined = groupsToJoin(groups, inputs, filters, lanes);
    if (joined == 1)
      return rewriter.notifyMatchFailure(op, "groups fill blocks, or never do");

    Location loc = op.getLoc();
    auto type = RankedTensorType::get({joined, 1, joined, 1},
                                      getElementTypeOrSelf(op.getType()));
    SmallVector<Attribute> diagonal;
    for (int64_t i = 0; i < joined * joined; ++i)
      diagonal.push_back(rewriter.getFloatAttr(
          type.getElementType(), i / joined == i % joined ? 1.0 : 0.0));
    Value mask = ConstantOp::create(rewriter, loc, type,
                                    DenseElementsAttr::get(type, diagonal));
    Value apart = ReshapeOp::create(
        rewriter, loc, op.getWeight(),
        ArrayRef<int64_t>{groups / joined, joined, filters, 1, inputs * taps});
    Value wide = ReshapeOp::create(
        rewriter, loc, MulOp::create(rewriter, loc, apart, mask),
        ArrayRef<int64_t>{shape[0], joined * inputs, shape[2], shape[3]});
    rewriter.modifyOpInPlace(op, [&] {
      op.getWeightMutable().assign(wide);
      op.setGroups(groups / joined);
    });
    return success();
  }

  int64_t lanes;
};

struct WidenGroups : impl::WidenGroupsPassBase<WidenGroups> {
  void runOnOperation() override {
    TargetAttr target = TargetAttr::of(getOperation());
    if (!target)
      return; // for any machine: there are no lanes to fill
    RewritePatternSet patterns(&getContext());
    patterns.add<WidenConv2d>(&getContext(), target.getLanes());
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      signalPassFailure();
  }
};

} // namespace
} // namespace sinter

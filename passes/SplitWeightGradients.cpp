// SplitWeightGradients.cpp: gives gradients of weights parts that threads
// share.
#include "passes/Passes.h"

#include "passes/ConvolutionCosts.h"

using namespace mlir;

namespace sinter {

#define GEN_PASS_DEF_SPLITWEIGHTGRADIENTSPASS
#include "passes/Passes.h.inc"

namespace {

ArrayRef<int64_t> shapeOf(Value value) {
  return cast<RankedTensorType>(value.getType()).getShape();
}

/// A kernel without a region's ops yet, and a builder in the region.
std::pair<KernelOp, OpBuilder> createKernel(OpBuilder &builder, Location loc,
                                            RankedTensorType type,
                                            ValueRange inputs, StringRef name) {
  auto kernel = KernelOp::create(builder, loc, TypeRange{type}, inputs,
                                 builder.getStringAttr(name), {}, {}, {}, {},
                                 {}, {}, {}, {});
  OpBuilder::InsertionGuard guard(builder);
  Block *body = builder.createBlock(&kernel.getBody());
  for (Value input : inputs)
    body->addArgument(input.getType(), loc);
  return {kernel, OpBuilder::atBlockBegin(body)};
}

/// Images `n / parts` apart become one with the channels of all:
/// `[n, h, w, c]` to `[n / parts, h, w, parts * c]`.
Value joinImages(OpBuilder &builder, Location loc, Value images,
                 int64_t parts) {
  ArrayRef<int64_t> shape = shapeOf(images);
  const int64_t n = shape[0] / parts, h = shape[1], w = shape[2], c = shape[3];
  Value apart = ReshapeOp::create(builder, loc, images,
                                  ArrayRef<int64_t>{parts, n, h, w, c});
  Value beside = TransposeOp::create(builder, loc, apart,
                                     ArrayRef<int64_t>{1, 2, 3, 0, 4});
  return ReshapeOp::create(builder, loc, beside,
                           ArrayRef<int64_t>{n, h, w, parts * c});
}

void split(KernelOp kernel, Conv2dWeightGradientOp op, StringRef strategy,
           int64_t parts, int64_t lanes) {
  OpBuilder builder(kernel);
  const Location loc = op.getLoc();
  const auto type = cast<RankedTensorType>(op.getType());
  Shape partial(type.getShape());
  partial[0] *= parts;
  auto [products, inside] =
      createKernel(builder, kernel.getLoc(), type.clone(partial),
                   kernel.getInputs(), kernel.getName());
  auto joined = [&, &inside = inside, &products = products](Value operand) {
    const unsigned number = cast<BlockArgument>(operand).getArgNumber();
    return joinImages(inside, loc, products.getBody().getArgument(number),
                      parts);
  };
  Value input = joined(op.getInput()), gradient = joined(op.getGradient());
  Value sums = Conv2dWeightGradientOp::create(
      inside, loc, input, gradient, op.getKernel(), op.getStrides(),
      op.getPadding(), op.getDilations(), parts);
  YieldOp::create(inside, loc, ValueRange{sums});
  products.setStrategy(strategy);
  products->setAttr(kCostsAttr, costsOf(op, lanes));

  auto [total, below] = createKernel(builder, kernel.getLoc(), type,
                                     products.getResult(0), "sum");
  Shape apart(type.getShape());
  apart.insert(apart.begin(), parts);
  Value terms =
      ReshapeOp::create(below, loc, total.getBody().getArgument(0), apart);
  Value sum = SumOp::create(below, loc, terms, ArrayRef<int64_t>{0},
                            /*keep=*/false);
  YieldOp::create(below, loc, ValueRange{sum});
  kernel.replaceAllUsesWith(total);
  kernel.erase();
}

struct SplitWeightGradients
    : impl::SplitWeightGradientsPassBase<SplitWeightGradients> {
  void runOnOperation() override {
    TargetAttr target = TargetAttr::of(getOperation());
    if (!target || getOperation().isExternal())
      return;
    for (auto kernel :
         llvm::make_early_inc_range(getOperation().getOps<KernelOp>())) {
      auto op = dyn_cast_or_null<Conv2dWeightGradientOp>(kernel.getAnchor());
      if (!op || op.getGroups() != 1 || op.getInput() == op.getGradient() ||
          op.getResult() != kernel.getYield().getOperand(0))
        continue;
      const StringRef strategy = chooseGradientStrategy(op, target.getLanes());
      if (int64_t parts = chooseGradientParts(op, strategy, target); parts > 1)
        split(kernel, op, strategy, parts, target.getLanes());
    }
  }
};

} // namespace
} // namespace sinter

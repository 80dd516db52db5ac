// Conv2d.cpp: depthwise and plain convolution. DirectConv2d.cpp has the others.
#include "codegen/kernels/Conv2dShape.h"
#include "codegen/kernels/Pointwise.h"

using namespace Halide;

namespace sinter::kernels {

static llvm::ArrayRef<int64_t> shapeOf(mlir::Value value) {
  return llvm::cast<mlir::RankedTensorType>(value.getType()).getShape();
}

Conv2dShape::Conv2dShape(Conv2dOp op)
    : input(shapeOf(op.getInput())), weight(shapeOf(op.getWeight())),
      result(shapeOf(op)), strideY(op.getStrides()[0]),
      strideX(op.getStrides()[1]), dilationY(op.getDilations()[0]),
      dilationX(op.getDilations()[1]), top(op.getPadding()[0]),
      left(op.getPadding()[2]), groups(op.getGroups()), tapsY(weight[2]),
      tapsX(weight[3]) {}

bool Conv2dShape::isPaddingStored(const Operand &stored) const {
  auto holds = [&](int64_t dim, int64_t before, int64_t lastTap) {
    const PhysicalDim *entry = stored.find(dim);
    return entry->before >= before && entry->before + lastTap < entry->extent;
  };
  return holds(1, top, lastY()) && holds(2, left, lastX());
}

Expr biasAt(Frame &frame, Conv2dOp op, const Index &channel) {
  return op.getBias() ? frame.evaluate(op.getBias(), {channel}) : Expr(0.0f);
}

//===- depthwise ----------------------------------------------------------===//

// Each vector of channels by itself: tap times input, summed over the window.
// Positions in a row share the weights.
void buildDepthwiseConv2d(Frame &frame) {
  auto op = llvm::cast<Conv2dOp>(frame.kernel().getAnchor());
  const Conv2dShape shape(op);
  const Operand *input = frame.operand(op.getInput());
  if (shape.groups != shape.input[3] || shape.result[3] != shape.groups)
    return frame.fail("a depthwise convolution has one group and one filter "
                      "for each channel");
  if (!input || !shape.isPaddingStored(*input))
    return frame.fail("a depthwise convolution reads an input that stores its "
                      "padding as a border");
  RDom taps(0, shape.tapsX, 0, shape.tapsY, "tap");
  auto term = [&](const Point &at) {
    Point source = {at[0], Index{shape.y(at, taps.y)},
                    Index{shape.x(at, taps.x)}, at[3]};
    Point tap = {at[3], Index{0}, Index{Expr(taps.y)}, Index{Expr(taps.x)}};
    return frame.evaluate(op.getWeight(), tap) * input->load(source);
  };
  storeReduced(
      frame,
      {.domain = taps,
       .start = [&](const Point &at) { return biasAt(frame, op, at[3]); },
       .step = [&](Expr sum, const Point &at) { return sum + term(at); },
       .tile = frame.scheduled("pixels", 4)},
      [](Expr sum, const Point &) { return sum; });
}

//===- plain --------------------------------------------------------------===//

// Any layout, any groups, no border: the formula as it stands.
void buildPlainConv2d(Frame &frame) {
  auto op = llvm::cast<Conv2dOp>(frame.kernel().getAnchor());
  const Conv2dShape shape(op);
  const int groupInputs = shape.weight[1],
            groupOutputs = static_cast<int>(shape.result[3]) / shape.groups;
  RDom r(0, groupInputs, 0, shape.tapsX, 0, shape.tapsY, "r");
  auto term = [&](const Point &at) {
    Expr group = shape.groups == 1 ? Expr(0) : at[3].whole() / groupOutputs;
    Point source = {at[0], Index{shape.y(at, r.z)}, Index{shape.x(at, r.y)},
                    Index{group * groupInputs + r.x}};
    Point tap = {at[3], Index{Expr(r.x)}, Index{Expr(r.z)}, Index{Expr(r.y)}};
    return frame.evaluate(op.getWeight(), tap) *
           frame.evaluateOrZero(op.getInput(), source);
  };
  storeReduced(
      frame,
      {.domain = r,
       .start = [&](const Point &at) { return biasAt(frame, op, at[3]); },
       .step = [&](Expr sum, const Point &at) { return sum + term(at); },
       .unrolled = 0},
      [](Expr sum, const Point &) { return sum; });
}

} // namespace sinter::kernels

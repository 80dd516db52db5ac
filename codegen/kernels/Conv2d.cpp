// Conv2d.cpp: direct, depthwise and plain convolution.
//
// Direct, on activations [n][c / B][y][x][B] with a stored border and weights
// [o / B][i / B][ky][kx][B in][B out], B lanes a vector:
//
//   sum(f, o, p) += weight(f, e, ky, ib, o) * input(e + S B x(p), S y(p) + ky,
//   ib)       e = kx B + (input lane)
//
// kx and the input lane are one index, as they are neighbours in both tensors.
// The input may also have all its channels innermost (the stem of a network): B
// is then their number.
#include "codegen/kernels/Pointwise.h"
#include "codegen/kernels/RegisterTile.h"

using namespace Halide;

namespace sinter::kernels {

namespace {

/// What the kernels need of a convolution, in ints for Halide.
struct Shape2d {
  explicit Shape2d(Conv2dOp op)
      : input(llvm::cast<mlir::RankedTensorType>(op.getInput().getType())
                  .getShape()),
        weight(llvm::cast<mlir::RankedTensorType>(op.getWeight().getType())
                   .getShape()),
        result(llvm::cast<mlir::RankedTensorType>(op.getType()).getShape()),
        strideY(op.getStrides()[0]), strideX(op.getStrides()[1]),
        dilationY(op.getDilations()[0]), dilationX(op.getDilations()[1]),
        top(op.getPadding()[0]), left(op.getPadding()[2]),
        groups(op.getGroups()), tapsY(weight[2]), tapsX(weight[3]) {}

  llvm::ArrayRef<int64_t> input, weight, result;
  int strideY, strideX, dilationY, dilationX, top, left, groups, tapsY, tapsX;
};

} // namespace

static Expr biasAt(Frame &frame, Conv2dOp op, const Index &channel) {
  return op.getBias() ? frame.evaluate(op.getBias(), {channel}) : Expr(0.0f);
}

// Whether the border that `input` stores holds every tap that falls outside the
// image.
static bool coversPadding(const Operand &input, const Shape2d &shape) {
  auto covered = [&](int64_t dim, int64_t before, int64_t stride,
                     int64_t dilation, int64_t taps) {
    const PhysicalDim *stored = input.find(dim);
    int64_t lastTap =
        (shape.result[dim] - 1) * stride + (taps - 1) * dilation - before;
    return stored->before >= before &&
           stored->before + lastTap < stored->extent;
  };
  return covered(1, shape.top, shape.strideY, shape.dilationY, shape.tapsY) &&
         covered(2, shape.left, shape.strideX, shape.dilationX, shape.tapsX);
}

//===- direct
//-------------------------------------------------------------------------------------===//

void buildDirectConv2d(Frame &frame) {
  auto op = llvm::cast<Conv2dOp>(frame.kernel().getAnchor());
  const Shape2d shape(op);
  const int lanes = frame.lanes();
  const Operand *input = frame.operand(op.getInput()),
                *weight = frame.operand(op.getWeight());
  if (!input || !weight || !coversPadding(*input, shape))
    return frame.fail("a direct convolution reads its input and weight from "
                      "memory, with a stored border that holds the padding");
  const PhysicalDim *inputLane = input->find(3, /*inner=*/true),
                    *weightLane = weight->find(0, /*inner=*/true);
  const int64_t groupInputs = shape.weight[1];
  const int64_t inputBlock = inputLane
                                 ? inputLane->block
                                 : groupInputs; // channels that are neighbours
  const bool fits =
      weightLane && weightLane->block == lanes && weightLane->stride == 1 &&
      (inputLane || shape.groups == 1) &&
      (shape.groups == 1 || (groupInputs % inputBlock == 0 &&
                             shape.result[3] / shape.groups % lanes == 0)) &&
      (inputLane
           ? weight->find(1, true) && weight->find(1, true)->block == inputBlock
           : !weight->find(1, true));
  if (!fits)
    return frame.fail(
        "a direct convolution needs weights in blocks of " +
        llvm::Twine(lanes) +
        " outputs, and inputs in the blocks that its weights have");

  // Steps of the reduction: (e, 1, ky, ib), or (lane, kx, ky, ib) where taps
  // and lanes are no neighbours or some lanes hold padding.
  const int laneStride = inputLane ? inputLane->stride : input->stride(3),
            tapStride = input->stride(2);
  const int weightLaneStride =
      inputLane ? weight->stride(1, true) : weight->stride(1);
  const int blocks = (groupInputs + inputBlock - 1) / inputBlock;
  const int channels = std::min<int64_t>(groupInputs, inputBlock);
  const bool merged = channels == inputBlock && groupInputs % inputBlock == 0 &&
                      shape.dilationX == 1 && laneStride == 1 &&
                      tapStride == inputBlock &&
                      weight->stride(3) == inputBlock * weightLaneStride;
  const std::vector<int> steps = {merged ? channels * shape.tapsX : channels,
                                  merged ? 1 : shape.tapsX, shape.tapsY,
                                  blocks};

  RegisterTile tile(frame);
  if (frame.failed())
    return;
  const int blockStride = inputLane ? input->stride(3) : 0;
  const int groupBlocks =
      static_cast<int>(shape.result[3]) / shape.groups / lanes;
  const PhysicalDim *rows = input->find(1), *columns = input->find(2);
  auto term = [&](const Point &at, Expr lane, const ExprList &r) -> Expr {
    Expr block =
        shape.groups == 1 ? r[3] : at[3].outer / groupBlocks * blocks + r[3];
    Expr y = at[1].whole() * shape.strideY + r[2] * shape.dilationY +
             static_cast<int>(rows->before) - shape.top;
    Expr x = at[2].whole() * shape.strideX + r[1] * shape.dilationX +
             static_cast<int>(columns->before) - shape.left;
    Expr in =
        input->at(at[0].whole() * input->stride(0) + block * blockStride +
                  y * input->stride(1) + x * tapStride + r[0] * laneStride);
    Expr w = weight->at(at[3].outer * weight->stride(0) +
                        r[3] * (inputLane ? weight->stride(1) : 0) +
                        r[2] * weight->stride(2) + r[1] * weight->stride(3) +
                        r[0] * weightLaneStride + lane);
    return w * in;
  };
  // A short innermost loop is unrolled: its exit would be mispredicted (1x1: 66
  // -> 96 % of peak on Zen 3).
  const bool unrolled = shape.tapsX == 1 && channels <= 16;
  tile.store([&](const Point &at) { return biasAt(frame, op, at[3]); }, term,
             steps, unrolled);
}

//===- depthwise
//----------------------------------------------------------------------------------===//

// Each vector of channels by itself: tap times input, summed over the window.
// Positions in a row share the weights.
void buildDepthwiseConv2d(Frame &frame) {
  auto op = llvm::cast<Conv2dOp>(frame.kernel().getAnchor());
  const Shape2d shape(op);
  const Operand *input = frame.operand(op.getInput());
  if (shape.groups != shape.input[3] || shape.result[3] != shape.groups ||
      !input || !coversPadding(*input, shape))
    return frame.fail(
        "a depthwise convolution has as many groups as channels, and reads an "
        "input with a stored border that holds the padding");
  RDom taps(0, shape.tapsX, 0, shape.tapsY, "tap");
  auto term = [&](const Point &at) {
    // The border makes coordinates outside the image good ones.
    Point point = {at[0],
                   Index{at[1].whole() * shape.strideY +
                         taps.y * shape.dilationY - shape.top},
                   Index{at[2].whole() * shape.strideX +
                         taps.x * shape.dilationX - shape.left},
                   at[3]};
    return frame.evaluate(op.getWeight(), {at[3], Index{0}, Index{Expr(taps.y)},
                                           Index{Expr(taps.x)}}) *
           input->load(point);
  };
  storeReduced(
      frame,
      {.domain = taps,
       .start = [&](const Point &at) { return biasAt(frame, op, at[3]); },
       .step = [&](Expr sum, const Point &at) { return sum + term(at); },
       .tile = frame.scheduled("pixels", 4)},
      [](Expr sum, const Point &) { return sum; });
}

//===- plain
//--------------------------------------------------------------------------------------===//

// Any layout, any groups, no border: the formula as it stands.
void buildPlainConv2d(Frame &frame) {
  auto op = llvm::cast<Conv2dOp>(frame.kernel().getAnchor());
  const Shape2d shape(op);
  const int groupInputs = shape.weight[1],
            groupOutputs = static_cast<int>(shape.result[3]) / shape.groups;
  RDom r(0, groupInputs, 0, shape.tapsX, 0, shape.tapsY, "r");
  auto term = [&](const Point &at) {
    Expr group = shape.groups == 1 ? Expr(0) : at[3].whole() / groupOutputs;
    Point point = {at[0],
                   Index{at[1].whole() * shape.strideY + r.z * shape.dilationY -
                         shape.top},
                   Index{at[2].whole() * shape.strideX + r.y * shape.dilationX -
                         shape.left},
                   Index{group * groupInputs + r.x}};
    return frame.evaluate(
               op.getWeight(),
               {at[3], Index{Expr(r.x)}, Index{Expr(r.z)}, Index{Expr(r.y)}}) *
           frame.evaluateOrZero(op.getInput(), point);
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

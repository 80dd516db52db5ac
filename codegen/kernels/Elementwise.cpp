// Elementwise.cpp: chains of elementwise ops with no anchor, and ops that
// compute or move one element at a time.
#include "codegen/kernels/Pointwise.h"

using namespace Halide;

namespace sinter::kernels {

static llvm::ArrayRef<int64_t> shapeOf(mlir::Value value) {
  return llvm::cast<mlir::RankedTensorType>(value.getType()).getShape();
}

void buildElementwise(Frame &frame) { storePointwise(frame, nullptr); }

// result = scale * (input - mean) / sqrt(variance + epsilon) + bias, all but
// the input by channel.
void buildBatchNorm(Frame &frame) {
  auto op = llvm::cast<BatchNormOp>(frame.kernel().getAnchor());
  const float epsilon = static_cast<float>(op.getEpsilon().convertToDouble());
  storePointwise(frame, [&](const Point &at) {
    Point channel = {at.back()};
    Expr factor = frame.evaluate(op.getScale(), channel) /
                  sqrt(frame.evaluate(op.getVariance(), channel) + epsilon);
    return (frame.evaluate(op.getInput(), at) -
            frame.evaluate(op.getMean(), channel)) *
               factor +
           frame.evaluate(op.getBias(), channel);
  });
}

//===- movement ----------------------------------------------------------===//

// The point of a reshape's input that has the row-major position of `at` in its
// result.
static Point reshaped(const Point &at, llvm::ArrayRef<int64_t> to,
                      llvm::ArrayRef<int64_t> from) {
  Expr position = 0;
  for (auto [index, size] : llvm::zip(at, to))
    position = position * static_cast<int>(size) +
               (index.padded ? min(index.whole(), static_cast<int>(size - 1))
                             : index.whole());
  Point point(from.size());
  for (size_t i = from.size(); i-- > 0;) {
    point[i] = Index{i == 0 ? position : position % static_cast<int>(from[i])};
    position = position / static_cast<int>(from[i]);
  }
  return point;
}

// The input whose range along the axis holds the coordinate, the others read at
// their nearest element and not chosen.
static Expr concatenated(Frame &frame, ConcatOp op, const Point &at) {
  const int64_t axis = op.getAxis();
  Expr coordinate = at[axis].whole(), value;
  int64_t end =
      llvm::cast<mlir::RankedTensorType>(op.getType()).getDimSize(axis);
  for (mlir::Value input : llvm::reverse(op.getInputs())) {
    const int size = static_cast<int>(shapeOf(input)[axis]);
    const int begin = static_cast<int>(end) - size;
    Point point = at;
    const int64_t block = at[axis].block;
    if (block > 1 && begin % block == 0 && size % block == 0)
      point[axis] = {clamp(at[axis].outer - static_cast<int>(begin / block), 0,
                           static_cast<int>(size / block) - 1),
                     at[axis].inner, block};
    else
      point[axis] = Index{clamp(coordinate - begin, 0, size - 1)};
    Expr loaded = frame.evaluate(input, point);
    value = value.defined()
                ? select(coordinate < static_cast<int>(end), loaded, value)
                : loaded;
    end = begin;
  }
  return value;
}

void buildMove(Frame &frame) {
  mlir::Operation *op = frame.kernel().getAnchor();
  storePointwise(frame, [&](const Point &at) -> Expr {
    if (auto concat = llvm::dyn_cast<ConcatOp>(op))
      return concatenated(frame, concat, at);
    Point from = at;
    if (auto transpose = llvm::dyn_cast<TransposeOp>(op))
      for (auto [i, axis] : llvm::enumerate(transpose.getPermutation()))
        from[axis] = at[i];
    if (auto reshape = llvm::dyn_cast<ReshapeOp>(op))
      from = reshaped(at, shapeOf(reshape), shapeOf(reshape.getInput()));
    return frame.evaluate(op->getOperand(0), from);
  });
}

} // namespace sinter::kernels

// Centred.cpp: sums that are zero whatever the values are.
#include "ir/gradient/Centred.h"

#include "ir/Ops.h"

using namespace mlir;

namespace sinter {

/// Expressions are looked into no deeper.
constexpr int kMostDepth = 8;

static ArrayRef<int64_t> shapeOf(Value value) {
  return cast<RankedTensorType>(value.getType()).getShape();
}

/// `shape` with as many leading ones as give it `rank` axes.
static Shape aligned(ArrayRef<int64_t> shape, size_t rank) {
  Shape result(rank - shape.size(), 1);
  llvm::append_range(result, shape);
  return result;
}

/// Whether `value`, where it is repeated to `rank` axes, does not change along
/// `axes`.
static bool isConstantAlong(Value value, size_t rank, ArrayRef<int64_t> axes) {
  if (auto repeated = value.getDefiningOp<BroadcastOp>())
    value = repeated.getInput();
  const Shape shape = aligned(shapeOf(value), rank);
  return llvm::all_of(axes, [&](int64_t axis) { return shape[axis] == 1; });
}

/// Whether `mean`, repeated to the shape of `x`, is its mean over some of
/// `axes`.
static bool isMeanOf(Value x, Value mean, ArrayRef<int64_t> axes) {
  if (auto repeated = mean.getDefiningOp<BroadcastOp>())
    mean = repeated.getInput();
  const Shape shape = aligned(shapeOf(mean), shapeOf(x).size());
  if (auto reshaped = mean.getDefiningOp<ReshapeOp>())
    mean = reshaped.getInput();
  auto op = mean.getDefiningOp<MeanOp>();
  if (!op || op.getInput() != x)
    return false;
  Shape kept(shapeOf(x));
  for (auto [axis, size] : llvm::enumerate(kept))
    if (op.getAxes().empty() || llvm::is_contained(op.getAxes(), axis)) {
      if (!llvm::is_contained(axes, axis))
        return false;
      size = 1;
    }
  return shape == kept;
}

static bool isCentred(Value value, ArrayRef<int64_t> axes, int depth = 0) {
  Operation *op = value.getDefiningOp();
  if (!op || axes.empty() || depth == kMostDepth)
    return false;
  auto isFactor = [&](Value operand) {
    return isConstantAlong(operand, shapeOf(value).size(), axes);
  };
  auto isCentredPart = [&](Value operand) {
    return shapeOf(operand) == shapeOf(value) &&
           isCentred(operand, axes, depth + 1);
  };
  if (auto sub = dyn_cast<SubOp>(op);
      sub && shapeOf(sub.getLhs()) == shapeOf(value) &&
      isMeanOf(sub.getLhs(), sub.getRhs(), axes))
    return true;
  if (isa<NegOp>(op))
    return isCentredPart(op->getOperand(0));
  if (isa<AddOp, SubOp>(op))
    return isCentredPart(op->getOperand(0)) && isCentredPart(op->getOperand(1));
  if (isa<MulOp>(op) && isFactor(op->getOperand(0)))
    return isCentredPart(op->getOperand(1));
  if (isa<MulOp, DivOp>(op) && isFactor(op->getOperand(1)))
    return isCentredPart(op->getOperand(0));
  return false;
}

Value withoutCentred(Value value, ArrayRef<int64_t> axes) {
  if (isCentred(value, axes))
    return {};
  for (auto add = value.getDefiningOp<AddOp>();
       add && llvm::all_of(add->getOperandTypes(),
                           [&](Type type) { return type == value.getType(); });
       add = value.getDefiningOp<AddOp>()) {
    if (isCentred(add.getLhs(), axes))
      value = add.getRhs();
    else if (isCentred(add.getRhs(), axes))
      value = add.getLhs();
    else
      break;
  }
  return value;
}

} // namespace sinter

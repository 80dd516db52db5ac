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

/// Whether `value` is the same for all processes that share a batch.
static bool isSameForAll(Value value, int depth = 0) {
  Operation *op = value.getDefiningOp();
  if (isa_and_nonnull<ConstantOp, ReadOp, ProcessCountOp, ProcessMeanOp>(op))
    return true;
  return op && op->getNumOperands() > 0 && depth < kMostDepth &&
         llvm::all_of(op->getOperands(), [&](Value operand) {
           return isSameForAll(operand, depth + 1);
         });
}

namespace {

/// Looks for sums over some axes.
class Centred {
public:
  explicit Centred(ArrayRef<int64_t> axes) : axes(axes) {}

  bool isZero(Value value, int depth = 0);
  /// Whether what was found is zero, or for `operand` as good as that.
  bool isZeroFor(Value operand) const {
    return !isOfProcesses ||
           (isSameForAll(operand) &&
            llvm::all_of(factors, [](Value f) { return isSameForAll(f); }));
  }

private:
  bool isMeanOf(Value x, Value mean);
  bool isFactor(Value value, size_t rank);

  ArrayRef<int64_t> axes;
  bool isOfProcesses = false; ///< a mean is that of several processes
  SmallVector<Value> factors;
};

/// Whether `mean`, repeated to the shape of `x`, is its mean over some of
/// `axes`.
bool Centred::isMeanOf(Value x, Value mean) {
  if (auto repeated = mean.getDefiningOp<BroadcastOp>())
    mean = repeated.getInput();
  const Shape shape = aligned(shapeOf(mean), shapeOf(x).size());
  if (auto reshaped = mean.getDefiningOp<ReshapeOp>())
    mean = reshaped.getInput();
  auto joined = mean.getDefiningOp<ProcessMeanOp>();
  if (joined)
    mean = joined.getInput();
  auto op = mean.getDefiningOp<MeanOp>();
  if (!op || op.getInput() != x)
    return false;
  isOfProcesses |= static_cast<bool>(joined);
  Shape kept(shapeOf(x));
  for (auto [axis, size] : llvm::enumerate(kept))
    if (op.getAxes().empty() || llvm::is_contained(op.getAxes(), axis)) {
      if (!llvm::is_contained(axes, axis))
        return false;
      size = 1;
    }
  return shape == kept;
}

bool Centred::isFactor(Value value, size_t rank) {
  if (!isConstantAlong(value, rank, axes))
    return false;
  factors.push_back(value);
  return true;
}

bool Centred::isZero(Value value, int depth) {
  Operation *op = value.getDefiningOp();
  if (!op || axes.empty() || depth == kMostDepth)
    return false;
  const size_t rank = shapeOf(value).size();
  auto isZeroPart = [&](Value operand) {
    return shapeOf(operand) == shapeOf(value) && isZero(operand, depth + 1);
  };
  if (auto sub = dyn_cast<SubOp>(op); sub &&
                                      shapeOf(sub.getLhs()) == shapeOf(value) &&
                                      isMeanOf(sub.getLhs(), sub.getRhs()))
    return true;
  if (isa<NegOp>(op))
    return isZeroPart(op->getOperand(0));
  if (isa<AddOp, SubOp>(op))
    return isZeroPart(op->getOperand(0)) && isZeroPart(op->getOperand(1));
  if (isa<MulOp>(op) && isFactor(op->getOperand(0), rank))
    return isZeroPart(op->getOperand(1));
  if (isa<MulOp, DivOp>(op) && isFactor(op->getOperand(1), rank))
    return isZeroPart(op->getOperand(0));
  return false;
}

} // namespace

Value withoutCentred(Value value, ArrayRef<int64_t> axes, Value operand) {
  auto isZero = [&](Value part) {
    Centred centred(axes);
    return centred.isZero(part) && centred.isZeroFor(operand);
  };
  if (isZero(value))
    return {};
  for (auto add = value.getDefiningOp<AddOp>();
       add && llvm::all_of(add->getOperandTypes(),
                           [&](Type type) { return type == value.getType(); });
       add = value.getDefiningOp<AddOp>()) {
    if (isZero(add.getLhs()))
      value = add.getRhs();
    else if (isZero(add.getRhs()))
      value = add.getLhs();
    else
      break;
  }
  return value;
}

} // namespace sinter

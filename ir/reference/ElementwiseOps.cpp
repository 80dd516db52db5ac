// ElementwiseOps.cpp: the elementwise ops, one value at a time.
#include "ir/reference/References.h"

#include <cmath>

using namespace mlir;

namespace sinter {

/// `operand`'s values repeated to `shape` as NumPy broadcasts, in `storage`
/// where that changes anything.
static ArrayRef<double> broadcast(const Array &operand, ArrayRef<int64_t> shape,
                                  std::vector<double> &storage) {
  if (ArrayRef<int64_t>(operand.shape) == shape)
    return operand.values;
  Shape padded(shape.size() - operand.shape.size(), 1);
  padded.append(operand.shape);
  Shape strides = rowMajorStrides(padded);
  for (auto [stride, size] : llvm::zip(strides, padded))
    stride = size == 1 ? 0 : stride;

  storage.resize(elementCount(shape));
  Shape at(shape.size(), 0);
  int64_t from = 0;
  for (double &value : storage) {
    value = operand.values[from];
    for (size_t dim = shape.size(); dim-- > 0;) {
      from += strides[dim];
      if (++at[dim] < shape[dim])
        break;
      from -= strides[dim] * shape[dim];
      at[dim] = 0;
    }
  }
  return storage;
}

template <double compute(double, double)>
static void binary(Operation *, Operands operands, Array &result) {
  std::vector<double> lhsStorage, rhsStorage;
  ArrayRef<double> lhs = broadcast(*operands[0], result.shape, lhsStorage),
                   rhs = broadcast(*operands[1], result.shape, rhsStorage);
  for (auto [value, a, b] : llvm::zip_equal(result.values, lhs, rhs))
    value = compute(a, b);
  wrapIntegers(result);
}

template <double compute(double)>
static void unary(Operation *, Operands operands, Array &result) {
  llvm::transform(operands[0]->values, result.values.begin(), compute);
  wrapIntegers(result);
}

static void select(Operation *, Operands operands, Array &result) {
  std::vector<double> conditionStorage, trueStorage, falseStorage;
  ArrayRef<double> condition =
                       broadcast(*operands[0], result.shape, conditionStorage),
                   onTrue = broadcast(*operands[1], result.shape, trueStorage),
                   onFalse =
                       broadcast(*operands[2], result.shape, falseStorage);
  for (auto [value, c, a, b] :
       llvm::zip_equal(result.values, condition, onTrue, onFalse))
    value = c != 0 ? a : b;
}

/// The least and the largest value of an integer type.
static std::pair<double, double> rangeOf(IntegerType type) {
  int width = type.getWidth();
  if (type.isUnsigned())
    return {0, std::ldexp(1, width) - 1};
  return {-std::ldexp(1, width - 1), std::ldexp(1, width - 1) - 1};
}

static void castElements(Operation *, Operands operands, Array &result) {
  const Array &input = *operands[0];
  auto to = dyn_cast<IntegerType>(result.elementType);
  if (!to) {
    result.values = input.values; // rounding comes when they become bytes
    return;
  }
  bool fromFloat = isa<FloatType>(input.elementType);
  for (auto [value, x] : llvm::zip_equal(result.values, input.values)) {
    if (to.getWidth() == 1) {
      value = x != 0;
      continue;
    }
    auto [low, high] = rangeOf(to);
    value = std::isnan(x) ? 0
            : fromFloat   ? std::clamp(std::trunc(x), low, high)
                          : x;
  }
  wrapIntegers(result);
}

static double add(double a, double b) { return a + b; }
static double sub(double a, double b) { return a - b; }
static double mul(double a, double b) { return a * b; }
static double div(double a, double b) { return a / b; }

static double equal(double a, double b) { return a == b; }
static double less(double a, double b) { return a < b; }
static double lessEqual(double a, double b) { return a <= b; }
static double logicalAnd(double a, double b) { return a != 0 && b != 0; }
static double logicalOr(double a, double b) { return a != 0 || b != 0; }
static double logicalNot(double a) { return a == 0; }

static double sign(double x) { return (x > 0) - (x < 0); }
static double same(double x) { return x; }
static double neg(double x) { return -x; }
static double rsqrt(double x) { return 1 / std::sqrt(x); }
static double relu(double x) { return larger(x, 0); }
static double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

static void leakyRelu(Operation *op, Operands operands, Array &result) {
  double alpha = cast<LeakyReluOp>(op).getAlpha().convertToDouble();
  llvm::transform(operands[0]->values, result.values.begin(),
                  [&](double x) { return x > 0 ? x : alpha * x; });
}

static void clamp(Operation *op, Operands operands, Array &result) {
  double low = cast<ClampOp>(op).getLow().convertToDouble(),
         high = cast<ClampOp>(op).getHigh().convertToDouble();
  llvm::transform(operands[0]->values, result.values.begin(),
                  [&](double x) { return smaller(larger(x, low), high); });
}

ArrayRef<OpReference> elementwiseReferences() {
  static const OpReference table[] = {
      {AddOp::getOperationName(), binary<add>},
      {SubOp::getOperationName(), binary<sub>},
      {MulOp::getOperationName(), binary<mul>},
      {DivOp::getOperationName(), binary<div>},
      {MaximumOp::getOperationName(), binary<larger>},
      {MinimumOp::getOperationName(), binary<smaller>},
      {PowOp::getOperationName(), binary<std::pow>},
      {EqualOp::getOperationName(), binary<equal>},
      {LessOp::getOperationName(), binary<less>},
      {LessEqualOp::getOperationName(), binary<lessEqual>},
      {LogicalAndOp::getOperationName(), binary<logicalAnd>},
      {LogicalOrOp::getOperationName(), binary<logicalOr>},
      {LogicalNotOp::getOperationName(), unary<logicalNot>},
      {SelectOp::getOperationName(), select},
      {CastOp::getOperationName(), castElements},
      {AbsOp::getOperationName(), unary<std::fabs>},
      {SignOp::getOperationName(), unary<sign>},
      {FloorOp::getOperationName(), unary<std::floor>},
      {CeilOp::getOperationName(), unary<std::ceil>},
      // Under the default rounding mode: to the nearest, the even one of two.
      {RoundOp::getOperationName(), unary<std::nearbyint>},
      {LogOp::getOperationName(), unary<std::log>},
      {Expm1Op::getOperationName(), unary<std::expm1>},
      {Log1pOp::getOperationName(), unary<std::log1p>},
      {SinOp::getOperationName(), unary<std::sin>},
      {CosOp::getOperationName(), unary<std::cos>},
      {AtanOp::getOperationName(), unary<std::atan>},
      {ErfOp::getOperationName(), unary<std::erf>},
      {NegOp::getOperationName(), unary<neg>},
      {ExpOp::getOperationName(), unary<std::exp>},
      {SqrtOp::getOperationName(), unary<std::sqrt>},
      {RsqrtOp::getOperationName(), unary<rsqrt>},
      {ReluOp::getOperationName(), unary<relu>},
      {LeakyReluOp::getOperationName(), leakyRelu},
      {ClampOp::getOperationName(), clamp},
      {SigmoidOp::getOperationName(), unary<sigmoid>},
      {TanhOp::getOperationName(), unary<std::tanh>},
      {StopGradientOp::getOperationName(), unary<same>},
  };
  return table;
}

} // namespace sinter

// ElementwiseMath.cpp: elementwise ops as expressions, one line an op.
#include "codegen/kernels/Extremes.h"
#include "codegen/kernels/Frame.h"
#include "codegen/kernels/Transcendentals.h"

#include "llvm/ADT/TypeSwitch.h"

#include <cmath>

using namespace Halide;

namespace sinter::kernels {

static float attribute(mlir::Operation *op, llvm::StringRef name) {
  return static_cast<float>(
      op->getAttrOfType<mlir::FloatAttr>(name).getValueAsDouble());
}

//===- integers ----------------------------------------------------------===//

// Halide takes it that wide signed integers do not overflow; unsigned ones wrap
// around.
static Expr wrapped(Expr x, Expr y, Expr (*compute)(Expr, Expr)) {
  if (!x.type().is_int())
    return compute(x, y);
  const Type type = x.type(), wrapping = type.with_code(Type::UInt);
  return cast(type, compute(cast(wrapping, x), cast(wrapping, y)));
}

Expr wrappingSum(Expr x, Expr y) {
  return wrapped(x, y, [](Expr a, Expr b) { return a + b; });
}

static Expr wrappingDifference(Expr x, Expr y) {
  return wrapped(x, y, [](Expr a, Expr b) { return a - b; });
}

static Expr wrappingProduct(Expr x, Expr y) {
  return wrapped(x, y, [](Expr a, Expr b) { return a * b; });
}

// x * sigmoid(y) is x / (1 + e^-y), a division in place of one and a product.
// Not where the sigmoid is one for many elements, and loops can do without.
static Expr product(MulOp op, Expr x, Expr y) {
  for (unsigned i : {0, 1}) {
    Expr inner = i == 0 ? x : y;
    while (const auto *tag = Internal::Call::as_tag(inner))
      inner = tag->args[0];
    const auto *quotient = inner.as<Internal::Div>();
    if (op->getOperand(i).getDefiningOp<SigmoidOp>() && quotient &&
        op->getOperand(i).getType() == op.getType())
      return (i == 0 ? y : x) / quotient->b;
  }
  return wrappingProduct(x, y);
}

// Halide's -x is 0 - x, and 0 of 0.
static Expr negated(Expr x) {
  return x.type().is_float()
             ? x * Internal::make_const(x.type(), -1)
             : wrappingDifference(Internal::make_zero(x.type()), x);
}

// Processors trap on a division by zero, which gives zero here, and of the
// smallest integer by -1.
static Expr quotient(Expr x, Expr y) {
  if (x.type().is_float())
    return x / y;
  Expr one = Internal::make_one(x.type()), zero = Internal::make_zero(x.type());
  if (x.type().is_uint())
    return select(y == zero, zero, x / select(y == zero, one, y));
  Expr minusOne = Internal::make_const(x.type(), -1),
       traps = y == zero || y == minusOne;
  return select(y == zero, zero, y == minusOne, negated(x),
                div_round_to_zero(x, select(traps, one, y)));
}

//===- comparisons -------------------------------------------------------===//

// Booleans as numbers that can be compared.
static Expr comparable(Expr x) {
  return x.type().is_bool() ? cast<uint8_t>(x) : x;
}

//===- types -------------------------------------------------------------===//

// Floats towards zero, the nearest integer of the type beyond its range, 0 for
// what is not a number.
static Expr truncated(Expr x, Type type) {
  const double below = std::ldexp(1.0, type.bits() - type.is_int());
  const float first = type.is_int() ? -static_cast<float>(below) : 0.0f;
  // The largest float below the end of the range.
  const float last = std::nextafter(static_cast<float>(below), 0.0f);
  Expr inRange = cast(type, clamp(x, first, last));
  Expr isNumber = (reinterpret<int>(x) & 0x7fffffff) <= 0x7f800000;
  return select(!isNumber, Internal::make_zero(type),
                x >= static_cast<float>(below), type.max(), inRange);
}

static Expr converted(Expr x, Type type) {
  if (type.is_bool())
    return x.type().is_bool() ? x : !isEqual(x, Internal::make_zero(x.type()));
  if (x.type().is_float() && !type.is_float())
    return truncated(x, type);
  if (x.type().is_bool() && !type.is_float()) // no product of one bit is known
    return select(x, Internal::make_one(type), Internal::make_zero(type));
  return cast(type, x);
}

static Expr sign(Expr x) {
  Expr zero = Internal::make_zero(x.type()), one = Internal::make_one(x.type());
  if (x.type().is_uint())
    return select(x == zero, zero, one);
  return select(x > zero, one, x < zero, Internal::make_const(x.type(), -1),
                zero);
}

//===- table -------------------------------------------------------------===//

static Type resultType(mlir::Operation *op) {
  return valueType(
      llvm::cast<mlir::RankedTensorType>(op->getResult(0).getType())
          .getElementType());
}

Expr elementwiseMath(mlir::Operation *op, const ExprList &in) {
  const Expr &x = in[0];
  return llvm::TypeSwitch<mlir::Operation *, Expr>(op)
      .Case<AddOp>([&](auto) { return wrappingSum(x, in[1]); })
      .Case<SubOp>([&](auto) { return wrappingDifference(x, in[1]); })
      .Case<MulOp>([&](auto mul) { return product(mul, x, in[1]); })
      .Case<DivOp>([&](auto) { return quotient(x, in[1]); })
      // The first is asked whether it is a number, and a constant stands
      // behind.
      .Case<MaximumOp>([&](auto) { return larger(in[1], x); })
      .Case<MinimumOp>([&](auto) { return smaller(in[1], x); })
      .Case<PowOp>([&](auto) { return power(x, in[1]); })
      .Case<EqualOp>(
          [&](auto) { return isEqual(comparable(x), comparable(in[1])); })
      .Case<LessOp>(
          [&](auto) { return isLess(comparable(x), comparable(in[1])); })
      .Case<LessEqualOp>(
          [&](auto) { return isLessOrEqual(comparable(x), comparable(in[1])); })
      .Case<LogicalAndOp>([&](auto) { return x && in[1]; })
      .Case<LogicalOrOp>([&](auto) { return x || in[1]; })
      .Case<LogicalNotOp>([&](auto) { return !x; })
      .Case<SelectOp>([&](auto) { return select(x, in[1], in[2]); })
      .Case<CastOp>([&](auto) { return converted(x, resultType(op)); })
      .Case<StopGradientOp>([&](auto) { return x; })
      .Case<NegOp>([&](auto) { return negated(x); })
      .Case<AbsOp>(
          [&](auto) { return x.type().is_uint() ? x : cast(x.type(), abs(x)); })
      .Case<SignOp>([&](auto) { return sign(x); })
      .Case<FloorOp>([&](auto) { return floor(x); })
      // Halide's ceil of one number would be a call of libm.
      .Case<CeilOp>([&](auto) { return negated(floor(negated(x))); })
      .Case<RoundOp>([&](auto) { return round(x); })
      .Case<ExpOp>([&](auto) { return exponential(x); })
      .Case<Expm1Op>([&](auto) { return exponentialLessOne(x); })
      .Case<Log1pOp>([&](auto) { return logarithmOfOneMore(x); })
      .Case<LogOp>([&](auto) { return logarithm(x); })
      .Case<SinOp>([&](auto) { return sine(x); })
      .Case<CosOp>([&](auto) { return cosine(x); })
      .Case<AtanOp>([&](auto) { return arcTangent(x); })
      .Case<ErfOp>([&](auto) { return errorFunction(x); })
      .Case<SqrtOp>([&](auto) { return sqrt(x); })
      .Case<RsqrtOp>([&](auto) { return 1.0f / sqrt(x); })
      .Case<ReluOp>([&](auto) { return atLeast(x, 0.0f); })
      .Case<LeakyReluOp>([&](auto) {
        return atLeast(x, 0.0f) + attribute(op, "alpha") * atMost(x, 0.0f);
      })
      .Case<ClampOp>([&](auto) {
        return atMost(atLeast(x, attribute(op, "low")), attribute(op, "high"));
      })
      .Case<SigmoidOp>([&](auto) { return sigmoid(x); })
      .Case<TanhOp>([&](auto) { return hyperbolicTangent(x); })
      .Default([](auto) { return Expr(); });
}

} // namespace sinter::kernels

// ElementwiseOps.cpp: derivatives of one value per coordinate.
//
// A formula in the result is preferred to one in the operand, which need not be
// kept for it then.
#include "ir/ConstantData.h"
#include "ir/gradient/Gradients.h"

#include "mlir/IR/Matchers.h"

#include <cmath>

using namespace mlir;

namespace sinter {

template <typename Op> static Term of(Backward &at, Term input) {
  return at.make<Op>(input.value);
}

//===- binary ------------------------------------------------------------===//

static void add(Backward &at) {
  at.give(0, at.dy());
  at.give(1, at.dy());
}

static void sub(Backward &at) {
  at.give(0, at.dy());
  at.give(1, -at.dy());
}

static void mul(Backward &at) {
  at.give(0, at.dy() * at.x(1));
  at.give(1, at.dy() * at.x(0));
}

// d (a / b) / d b = -y / b
static void div(Backward &at) {
  at.give(0, at.dy() / at.x(1));
  at.give(1, -at.dy() * at.y() / at.x(1));
}

/// The larger element takes the gradient (of `minimum`, the smaller), equal
/// ones half of it each, as PyTorch has it.
static void chosen(Backward &at, Term first, Term second) {
  Term a = at.x(0), b = at.x(1), none = at.dy().number(0);
  Term shared = select(equal(a, b), at.dy() * 0.5, none);
  at.give(0, select(first, at.dy(), shared));
  at.give(1, select(second, at.dy(), shared));
}

static void maximum(Backward &at) {
  chosen(at, less(at.x(1), at.x(0)), less(at.x(0), at.x(1)));
}

static void minimum(Backward &at) {
  chosen(at, less(at.x(0), at.x(1)), less(at.x(1), at.x(0)));
}

// d a^b / d a = b a^(b - 1), and 0 at b = 0, whatever a is.
// d a^b / d b = y ln a, and 0 at a = 0 where b >= 0, as y is 0 around it.
static void pow(Backward &at) {
  Term a = at.x(0), b = at.x(1), zero = at.dy().number(0);
  Attribute exponent;
  if (matchPattern(b.value, m_Constant(&exponent)) && isSplatOf(exponent, 2)) {
    at.give(0, at.dy() * (2 * a));
    return;
  }
  Term slope = b * at.make<PowOp>(a.value, (b - 1).value);
  at.give(0, at.dy() * select(equal(b, zero), zero, slope));
  Term logarithm = at.make<LogOp>(a.value);
  Term isFlat = both(equal(a, zero), at.make<LessEqualOp>(zero.value, b.value));
  at.give(1, at.dy() * select(isFlat, zero, at.y() * logarithm));
}

//===- unary -------------------------------------------------------------===//

static void neg(Backward &at) { at.give(0, -at.dy()); }

static void exp(Backward &at) { at.give(0, at.dy() * at.y()); }

// d (e^x - 1) / d x = e^x: y + 1 has no digits left where y is almost -1.
static void expm1(Backward &at) { at.give(0, at.dy() * of<ExpOp>(at, at.x())); }

static void log(Backward &at) { at.give(0, at.dy() / at.x()); }

static void log1p(Backward &at) { at.give(0, at.dy() / (1 + at.x())); }

// d sqrt(x) / d x = 1 / (2 y)
static void sqrt(Backward &at) { at.give(0, at.dy() * 0.5 / at.y()); }

// d x^-1/2 / d x = -y^3 / 2
static void rsqrt(Backward &at) {
  at.give(0, at.dy() * -0.5 * (at.y() * at.y() * at.y()));
}

static void sin(Backward &at) { at.give(0, at.dy() * of<CosOp>(at, at.x())); }

static void cos(Backward &at) { at.give(0, -at.dy() * of<SinOp>(at, at.x())); }

static void atan(Backward &at) { at.give(0, at.dy() / (1 + at.x() * at.x())); }

// d erf(x) / d x = 2 / sqrt(pi) e^(-x^2)
static void erf(Backward &at) {
  at.give(0, at.dy() * 2 / std::sqrt(M_PI) * of<ExpOp>(at, -(at.x() * at.x())));
}

static void sigmoid(Backward &at) {
  at.give(0, at.dy() * at.y() * (1 - at.y()));
}

static void tanh(Backward &at) { at.give(0, at.dy() * (1 - at.y() * at.y())); }

// At 0 the derivative is 0, as PyTorch has it.
static void abs(Backward &at) { at.give(0, at.dy() * of<SignOp>(at, at.x())); }

// 1 where x > 0, which is where y > 0; 0 at 0, and 1 of what is not a number,
// as PyTorch has it.
static void relu(Backward &at) {
  Term zero = at.y().number(0);
  Term isOff = at.make<LessEqualOp>(at.y().value, zero.value);
  at.give(0, select(isOff, zero, at.dy()));
}

// alpha is not negative, so y > 0 where x > 0.
static void leakyRelu(Backward &at) {
  double alpha = at.as<LeakyReluOp>().getAlpha().convertToDouble();
  at.give(0, select(less(at.y().number(0), at.y()), at.dy(), at.dy() * alpha));
}

// 1 between the limits. At them it is 0, as of PyTorch's `relu6` and
// `hardtanh`; that of its `clamp`, which is 1, would need x.
static void clamp(Backward &at) {
  auto op = at.as<ClampOp>();
  Term y = at.y(), low = y.number(op.getLow().convertToDouble()),
       high = y.number(op.getHigh().convertToDouble());
  at.give(0, select(both(less(low, y), less(y, high)), at.dy(), y.number(0)));
}

static void select(Backward &at) {
  Term none = at.dy().number(0);
  at.give(1, select(at.x(0), at.dy(), none));
  at.give(2, select(at.x(0), none, at.dy()));
}

// Between floats: what comes from an integer or boolean wants no gradient.
static void castElements(Backward &at) {
  at.give(0, at.make<CastOp>(at.dy().value, at.x().type().getElementType()));
}

static void stopGradient(Backward &) {}

//===- table -------------------------------------------------------------===//

constexpr StringLiteral kBoolean = "its result is a boolean",
                        kSteps = "its result does not change but for jumps";

ArrayRef<OpGradient> elementwiseGradients() {
  static const OpGradient table[] = {
      {AddOp::getOperationName(), add},
      {SubOp::getOperationName(), sub},
      {MulOp::getOperationName(), mul},
      {DivOp::getOperationName(), div},
      {MaximumOp::getOperationName(), maximum},
      {MinimumOp::getOperationName(), minimum},
      {PowOp::getOperationName(), pow},
      {NegOp::getOperationName(), neg},
      {ExpOp::getOperationName(), exp},
      {LogOp::getOperationName(), log},
      {SqrtOp::getOperationName(), sqrt},
      {RsqrtOp::getOperationName(), rsqrt},
      {Expm1Op::getOperationName(), expm1},
      {Log1pOp::getOperationName(), log1p},
      {SinOp::getOperationName(), sin},
      {CosOp::getOperationName(), cos},
      {AtanOp::getOperationName(), atan},
      {ErfOp::getOperationName(), erf},
      {SigmoidOp::getOperationName(), sigmoid},
      {TanhOp::getOperationName(), tanh},
      {AbsOp::getOperationName(), abs},
      {ReluOp::getOperationName(), relu},
      {LeakyReluOp::getOperationName(), leakyRelu},
      {ClampOp::getOperationName(), clamp},
      {SelectOp::getOperationName(), select},
      {CastOp::getOperationName(), castElements},
      {StopGradientOp::getOperationName(), stopGradient},
      {EqualOp::getOperationName(), nullptr, kBoolean},
      {LessOp::getOperationName(), nullptr, kBoolean},
      {LessEqualOp::getOperationName(), nullptr, kBoolean},
      {LogicalAndOp::getOperationName(), nullptr, kBoolean},
      {LogicalOrOp::getOperationName(), nullptr, kBoolean},
      {LogicalNotOp::getOperationName(), nullptr, kBoolean},
      {SignOp::getOperationName(), nullptr, kSteps},
      {FloorOp::getOperationName(), nullptr, kSteps},
      {CeilOp::getOperationName(), nullptr, kSteps},
      {RoundOp::getOperationName(), nullptr, kSteps},
  };
  return table;
}

} // namespace sinter

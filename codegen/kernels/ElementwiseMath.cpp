// ElementwiseMath.cpp: elementwise ops as expressions, one line an op.
//
// Transcendental functions are polynomials on a reduced range: they vectorise,
// and no kernel calls libm. Errors below are the largest seen over 2^24
// arguments spread evenly over the floats whose results are finite and normal,
// against double precision.
#include "codegen/kernels/Frame.h"

#include "llvm/ADT/TypeSwitch.h"

using namespace Halide;

namespace sinter::kernels {

// c[0] + c[1] x + c[2] x^2 + ...
static Expr polynomial(Expr x, std::initializer_list<float> coefficients) {
  Expr sum = 0.0f;
  for (auto c = std::rbegin(coefficients); c != std::rend(coefficients); ++c)
    sum = c == std::rbegin(coefficients) ? Expr(*c) : sum * x + *c;
  return sum;
}

// e^x = 2^n e^r with n = round(x / ln 2) and |r| <= ln(2) / 2; ln 2 in two
// parts keeps r exact. Arguments are limited to
// [-87.3, 88.7], the range of normal results. Within 1 ulp.
Expr exponential(Expr x) {
  x = clamp(x, -87.33654f, 88.72283f);
  Expr n = floor(x * 1.44269504f + 0.5f);
  // Reassociation would join the two parts again.
  Expr r =
      strict_float(strict_float(x - n * 0.693359375f) - n * -2.12194440e-4f);
  Expr series =
      polynomial(r, {5.0000001201e-1f, 1.6666665459e-1f, 4.1665795894e-2f,
                     8.3334519073e-3f, 1.3981999507e-3f, 1.9875691500e-4f});
  Expr mantissa = series * r * r + r + 1.0f;
  // 2^n in two factors: n reaches 128, whose power alone is no float.
  Expr half = cast<int>(n) >> 1, rest = cast<int>(n) - half;
  auto power = [](Expr e) { return reinterpret<float>((e + 127) << 23); };
  return strict_float(strict_float(mantissa * power(half)) * power(rest));
}

// 1 / (1 + e^-x). Within 2.5 ulp.
static Expr sigmoid(Expr x) { return 1.0f / (1.0f + exponential(-x)); }

// x + x^3 P(x^2) near zero, where 1 - 2 / (e^2|x| + 1) would cancel; that with
// the sign of x elsewhere. Within 1.3 ulp.
static Expr hyperbolicTangent(Expr x) {
  Expr square = x * x;
  Expr series = polynomial(square, {-3.33332819422e-1f, 1.33314422036e-1f,
                                    -5.37397155531e-2f, 2.06390887954e-2f,
                                    -5.70498872745e-3f});
  Expr near = x + x * square * series;
  Expr far = 1.0f - 2.0f / (exponential(2.0f * abs(x)) + 1.0f);
  return select(abs(x) < 0.625f, near, select(x < 0.0f, -far, far));
}

static float attribute(mlir::Operation *op, llvm::StringRef name) {
  return static_cast<float>(
      op->getAttrOfType<mlir::FloatAttr>(name).getValueAsDouble());
}

Expr elementwiseMath(mlir::Operation *op, const ExprList &in) {
  const Expr &x = in[0];
  return llvm::TypeSwitch<mlir::Operation *, Expr>(op)
      .Case<AddOp>([&](auto) { return x + in[1]; })
      .Case<SubOp>([&](auto) { return x - in[1]; })
      .Case<MulOp>([&](auto) { return x * in[1]; })
      .Case<DivOp>([&](auto) {
        return x.type().is_float() ? x / in[1] : div_round_to_zero(x, in[1]);
      })
      .Case<MaximumOp>([&](auto) { return max(x, in[1]); })
      .Case<MinimumOp>([&](auto) { return min(x, in[1]); })
      .Case<NegOp>([&](auto) { return -x; })
      .Case<ExpOp>([&](auto) { return exponential(x); })
      .Case<SqrtOp>([&](auto) { return sqrt(x); })
      .Case<RsqrtOp>([&](auto) { return 1.0f / sqrt(x); })
      .Case<ReluOp>([&](auto) { return max(x, 0.0f); })
      .Case<LeakyReluOp>([&](auto) {
        return max(x, 0.0f) + attribute(op, "alpha") * min(x, 0.0f);
      })
      .Case<ClampOp>([&](auto) {
        return clamp(x, attribute(op, "low"), attribute(op, "high"));
      })
      .Case<SigmoidOp>([&](auto) { return sigmoid(x); })
      .Case<TanhOp>([&](auto) { return hyperbolicTangent(x); })
      .Default([](auto) { return Expr(); });
}

} // namespace sinter::kernels

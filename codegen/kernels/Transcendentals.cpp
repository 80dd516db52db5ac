// Transcendentals.cpp: polynomials on a reduced range: they vectorise, and no
// kernel calls libm.
//
// Errors below are the largest seen over 3 * 2^20 arguments whose results are
// finite and normal, against double precision. Smaller results may be zero.
// What is not a number stays none, for which the order of operands matters
// where a range is limited (Extremes.h).
#include "codegen/kernels/Transcendentals.h"

#include "codegen/kernels/Extremes.h"

using namespace Halide;

namespace sinter::kernels {

constexpr int kInfinity = 0x7f800000, kNotANumber = 0x7fc00000,
              kMagnitude = 0x7fffffff;

static Expr bits(Expr x) { return reinterpret<int>(x); }
static Expr wide(double x) { return Expr(x); } // a number in double precision

// Halide's -x is 0 - x, which is no operation of a multiply-add.
static Expr negative(Expr x) { return x * -1.0f; }

// `value`, which is not negative unless x is, with the sign of x, also of a
// zero.
static Expr withSignOf(Expr x, Expr value) {
  return reinterpret<float>(bits(value) | (bits(x) & ~kMagnitude));
}

// c[0] + c[1] x + c[2] x^2 + ...
static Expr polynomial(Expr x, std::initializer_list<float> coefficients) {
  Expr sum = 0.0f;
  for (auto c = std::rbegin(coefficients); c != std::rend(coefficients); ++c)
    sum = c == std::rbegin(coefficients) ? Expr(*c) : sum * x + *c;
  return sum;
}

//===- powers and logarithms ---------------------------------------------===//

namespace {

/// x = n ln 2 + r with n = round(x / ln 2), so |r| <= ln(2) / 2 up to `most`
/// of n. For n from -127, whose power is 0, to 128, whose power is infinite.
struct Reduced {
  Expr rest;  ///< r
  Expr power; ///< 2^n

  explicit Reduced(Expr x, int most = 128) {
    // The sum has no digits behind the point, and n + 127 for its last bits,
    // where floats have their exponents.
    const float shift = 12582912.0f + 127.0f;
    Expr sum = asWritten(x * 1.44269504f + shift);
    if (most < 128)
      sum = minOrSecond(sum, shift + static_cast<float>(most));
    Expr n = asWritten(sum - shift);
    // ln 2 in two parts keeps r exact.
    rest = asWritten(asWritten(x - n * 0.693359375f) - n * -2.12194440e-4f);
    power = reinterpret<float>(bits(sum) << 23);
  }
};

/// e^x = 2^n (1 + r + r^2 series(r)). Where x is large n stays 127, so that
/// nothing overflows but the result: r reaches ln 2 then.
struct Exponential {
  Expr rest, series, power;

  explicit Exponential(Expr x) {
    Reduced reduced(atLeast(x, -88.0f), 127);
    rest = reduced.rest, power = reduced.power;
    series = polynomial(rest,
                        {4.9999997353e-1f, 1.6666693923e-1f, 4.1667640157e-2f,
                         8.3274864627e-3f, 1.3853820653e-3f, 2.3025317196e-4f});
  }
};

} // namespace

// Within 0.9 ulp, without fused multiply-adds 1.2.
Expr exponential(Expr x) {
  Exponential e(x);
  return ((e.series * e.rest + 1.0f) * e.rest + 1.0f) * e.power;
}

// 2^n (e^r - 1) + (2^n - 1). Within 1.5 ulp.
Expr exponentialLessOne(Expr x) {
  Exponential e(x);
  Expr small = e.series * (e.rest * e.rest) + e.rest;
  Expr result = small * e.power + asWritten(e.power - 1.0f);
  return withSignOf(x, result); // of zero; others have it
}

namespace {
/// A positive float as mantissa * 2^exponent, the mantissa in [sqrt(1/2),
/// sqrt(2)).
struct Decomposed {
  Expr mantissa, exponent;

  explicit Decomposed(Expr x) {
    Expr isSubnormal = x < 1.17549435e-38f;
    Expr stored = bits(select(isSubnormal, x * 8388608.0f, x));
    Expr n = (stored - 0x3f3504f3) >> 23; // less the bits of sqrt(1/2)
    mantissa = reinterpret<float>(stored - (n << 23));
    exponent = select(isSubnormal, n - 23, n);
  }
};
} // namespace

// ln(x) but for the arguments that have none. ln(m 2^n) = n ln 2 + ln(1 + z)
// with z = m - 1; `extra` is a small part of the result.
static Expr positiveLogarithm(Expr x, Expr extra) {
  Decomposed parts(x);
  Expr z = parts.mantissa - 1.0f, n = cast<float>(parts.exponent);
  Expr series =
      polynomial(z, {3.3333331174e-1f, -2.4999993993e-1f, 2.0000714765e-1f,
                     -1.6668057665e-1f, 1.4249322787e-1f, -1.2420140846e-1f,
                     1.1676998740e-1f, -1.1514610310e-1f, 7.0376836292e-2f});
  Expr low = n * -2.12194440e-4f;
  if (extra.defined())
    low = low + extra;
  Expr tail = asWritten(series * z * z * z + low) - 0.5f * z * z;
  return asWritten(z + tail) + n * 0.693359375f;
}

// `result`, which is ln(x) where x is positive and finite.
static Expr logarithmOf(Expr x, Expr result) {
  return reinterpret<float>(select((bits(x) & kMagnitude) == 0,
                                   kInfinity | ~kMagnitude,       //
                                   bits(x) < 0, kNotANumber,      //
                                   bits(x) >= kInfinity, bits(x), //
                                   bits(result)));
}

// Within 0.9 ulp.
Expr logarithm(Expr x) { return logarithmOf(x, positiveLogarithm(x, Expr())); }

// ln(1 + x) = ln(s) + (x - (s - 1)) / s for the float s next to 1 + x. Within
// 0.9 ulp.
Expr logarithmOfOneMore(Expr x) {
  Expr sum = asWritten(1.0f + x), lost = x - asWritten(sum - 1.0f);
  Expr result = positiveLogarithm(sum, lost / sum);
  // A small x is its own logarithm, with its sign.
  return select(sum == 1.0f, x, logarithmOf(sum, result));
}

// e^r for |r| <= ln(2) / 2.
static Expr smallExponential(Expr r) {
  Expr series =
      polynomial(r, {5.0000001201e-1f, 1.6666665459e-1f, 4.1665795894e-2f,
                     8.3334519073e-3f, 1.3981999507e-3f, 1.9875691500e-4f});
  return series * r * r + r + 1.0f;
}

// x 2^n in two factors: n reaches 160, whose power alone is no float.
static Expr scaled(Expr x, Expr n) {
  Expr half = n >> 1, rest = n - half;
  auto power = [](Expr e) { return reinterpret<float>((e + 127) << 23); };
  return x * power(half) * power(rest);
}

// |x|^y = 2^(y log2 |x|), the logarithm and the product in double precision:
// an error there counts y times. ln(m) = 2 artanh(s) with s = (m - 1) / (m +
// 1). Within 1.1 ulp.
Expr power(Expr x, Expr y) {
  Decomposed parts(abs(x));
  Expr m = cast<double>(parts.mantissa);
  Expr s = (m - wide(1)) / (m + wide(1)), square = s * s, series = wide(0);
  for (int k = 11; k >= 1; k -= 2) // 2 / (k ln 2)
    series = series * square + wide(2.8853900817779268 / k);
  Expr product = cast<double>(y) * (cast<double>(parts.exponent) + s * series);
  product = clamp(product, wide(-160), wide(160));
  Expr n = round(product);
  Expr r = cast<float>((product - n) * wide(0.69314718055994530942));
  Expr result = bits(scaled(smallExponential(r), cast<int>(n)));

  Expr base = bits(x) & kMagnitude, exponent = bits(y) & kMagnitude;
  Expr isWhole = floor(y) == y, limited = clamp(y, -16777216.0f, 16777216.0f);
  Expr isOdd = isWhole && (cast<int>(limited) & 1) == 1;
  result = select(base == 0, select(bits(y) < 0, kInfinity, 0),         //
                  base == kInfinity, select(bits(y) < 0, 0, kInfinity), //
                  base == bits(Expr(1.0f)), base,                       //
                  result);
  result = select(bits(x) < 0 && isOdd, result | ~kMagnitude, //
                  bits(x) < 0 && !isWhole && base != 0 && base != kInfinity,
                  kNotANumber, //
                  result);
  return reinterpret<float>(
      select(exponent == 0 || x == 1.0f, bits(Expr(1.0f)),          //
             base > kInfinity || exponent > kInfinity, kNotANumber, //
             result));
}

//===- activations -------------------------------------------------------===//

// 1 / (1 + e^-x), e^-x by a shorter polynomial. Within 3.4 ulp.
Expr sigmoid(Expr x) {
  Reduced e(negative(atLeast(atMost(x, 88.0f), -88.8f)));
  Expr p = polynomial(e.rest, {1.0f, 0.9999997f, 0.4999915f, 0.16667652f,
                               0.041897822f, 0.008289291f});
  return 1.0f / (1.0f + p * e.power);
}

// x + x^3 P(x^2) near zero, where 1 - 2 / (e^2|x| + 1) would cancel; that with
// the sign of x elsewhere. Within 1.4 ulp.
Expr hyperbolicTangent(Expr x) {
  Expr square = x * x;
  Expr series = polynomial(square, {-3.33332819422e-1f, 1.33314422036e-1f,
                                    -5.37397155531e-2f, 2.06390887954e-2f,
                                    -5.70498872745e-3f});
  Expr near = x + x * square * series;
  Expr far = 1.0f - 2.0f / (exponential(2.0f * abs(x)) + 1.0f);
  return withSignOf(x, select(abs(x) < 0.625f, near, far));
}

// 1 - e^q with q = ln(1 - erf(a)) = a Q(a) for a = |x|, which is 0 at 0; the
// sign of x. As e^q = 2^n (1 + p) with p = e^r - 1, the result is (1 - 2^n) -
// 2^n p: q is small near zero, n is 0, and -p has all digits. From 4 on it
// is 1. Within 2.9 ulp.
Expr errorFunction(Expr x) {
  Expr a = atMost(abs(x), 4.0f);
  Reduced e(a * polynomial(a, {-1.12837923f, -6.36616468e-1f, -1.02814414e-1f,
                               1.93217155e-2f, -2.05715449e-4f, -1.25174702e-3f,
                               3.81000806e-4f, -4.07079460e-5f}));
  Expr series = polynomial(e.rest, {4.9999997e-1f, 1.6666539e-1f, 4.1667219e-2f,
                                    8.3671734e-3f, 1.3882397e-3f});
  Expr p = series * e.rest * e.rest + e.rest;
  return withSignOf(x, asWritten(1.0f - e.power) - e.power * p);
}

//===- trigonometry ------------------------------------------------------===//

// x = n pi/2 + r with |r| <= pi/4, r in double precision: pi/2 is in two parts,
// and n times the first is exact up to n = 2^20. `quarters` are added to n.
// Within 1.5 ulp up to |x| = 2^20; beyond, r is kept in its range, so that the
// result is one of some angle.
static Expr sineOfQuarters(Expr x, int quarters) {
  Expr angle = cast<double>(x);
  // Rounded by a number that has no digits behind the point. A call of `round`
  // would give -0, and x less that many quarters lose the sign of a zero.
  const Expr shift = wide(6755399441055744.0);
  Expr n = asWritten(asWritten(angle * wide(0.63661977236758134308) + shift) -
                     shift);
  Expr near = asWritten(angle - n * wide(1.57079632673412561417));
  Expr r = cast<float>(near - n * wide(6.07710050650619224932e-11));
  r = atMost(atLeast(r, -0.7854f), 0.7854f);
  // n modulo 4 is an int, which n need not be.
  Expr quadrant = cast<int>(n - wide(4) * floor(n * wide(0.25))) + quarters;
  Expr z = r * r;
  Expr sine =
      withSignOf(r, r + r * z *
                            polynomial(z, {-1.6666654611e-1f, 8.3321608736e-3f,
                                           -1.9515295891e-4f}));
  Expr cosine = 1.0f + z * (z * polynomial(z, {4.166664568298827e-2f,
                                               -1.388731625493765e-3f,
                                               2.443315711809948e-5f}) -
                            0.5f);
  Expr value = select((quadrant & 1) == 1, cosine, sine);
  return select((quadrant & 2) == 2, -value, value);
}

Expr sine(Expr x) { return sineOfQuarters(x, 0); }
Expr cosine(Expr x) { return sineOfQuarters(x, 1); }

// arctan(a) for a = |x|: as it is up to tan(pi/8), pi/4 + arctan((a - 1) / (a +
// 1)) up to tan(3 pi/8), pi/2 - arctan(1 / a) above. Within 2.3 ulp.
Expr arcTangent(Expr x) {
  Expr a = abs(x), isFar = a > 2.41421356f, isMiddle = a > 0.414213562f;
  Expr r = select(isFar, -1.0f, isMiddle, a - 1.0f, a) /
           select(isFar, a, isMiddle, a + 1.0f, 1.0f);
  Expr z = r * r;
  Expr series = polynomial(z, {-3.33329491539e-1f, 1.99777106478e-1f,
                               -1.38776856032e-1f, 8.05374449538e-2f});
  // Angles in two parts.
  Expr low = select(isFar, -4.37113883e-8f, isMiddle, -2.18556941e-8f, 0.0f);
  Expr high = select(isFar, 1.57079633f, isMiddle, 0.785398163f, 0.0f);
  return withSignOf(x, high + asWritten(series * z * r + r + low));
}

} // namespace sinter::kernels

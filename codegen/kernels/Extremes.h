// Extremes.h: larger and smaller numbers, and ranges, that keep what is not a
// number; what Halide must leave as it is.
//
// Halide calculates with floats as if they were all the numbers there are:
// it exchanges, distributes and cancels, and `strict_float` ends where a common
// subexpression is bound. So what must stay is a call of no function, which
// Halide does not look into; `restored` makes the operation of it once Halide
// has done with the loops.
#pragma once

#include <Halide.h>

namespace sinter::kernels {

inline Halide::Expr asCall(const char *name, Halide::Type type,
                           const std::vector<Halide::Expr> &operands) {
  return Halide::Internal::Call::make(type, name, operands,
                                      Halide::Internal::Call::PureExtern);
}

/// `x`, computed as it stands before others use it.
inline Halide::Expr asWritten(Halide::Expr x) {
  return asCall("as_written", x.type(), {x});
}

/// `a > b ? a : b` and `a < b ? a : b`: the second where one is not a number,
/// as the processor's instructions have it.
inline Halide::Expr maxOrSecond(Halide::Expr a, Halide::Expr b) {
  return asCall("max_or_second", a.type(), {a, b});
}
inline Halide::Expr minOrSecond(Halide::Expr a, Halide::Expr b) {
  return asCall("min_or_second", a.type(), {a, b});
}

/// Comparisons, false where one is not a number.
inline Halide::Expr isEqual(Halide::Expr a, Halide::Expr b) {
  return a.type().is_float() ? asCall("is_equal", Halide::Bool(), {a, b})
                             : a == b;
}
inline Halide::Expr isLess(Halide::Expr a, Halide::Expr b) {
  return a.type().is_float() ? asCall("is_less", Halide::Bool(), {a, b})
                             : a < b;
}
inline Halide::Expr isLessOrEqual(Halide::Expr a, Halide::Expr b) {
  return a.type().is_float()
             ? asCall("is_less_or_equal", Halide::Bool(), {a, b})
             : a <= b;
}

/// `x`, or `low` if that is larger; for nothing.
inline Halide::Expr atLeast(Halide::Expr x, float low) {
  return maxOrSecond(low, x);
}
/// `x`, or `high` if that is smaller; for nothing.
inline Halide::Expr atMost(Halide::Expr x, float high) {
  return minOrSecond(high, x);
}

/// The larger of two, not a number where either is not.
inline Halide::Expr larger(Halide::Expr a, Halide::Expr b) {
  return a.type().is_float() ? select(is_nan(a), a, maxOrSecond(a, b))
                             : max(a, b);
}
/// The smaller of two, not a number where either is not.
inline Halide::Expr smaller(Halide::Expr a, Halide::Expr b) {
  return a.type().is_float() ? select(is_nan(a), a, minOrSecond(a, b))
                             : min(a, b);
}

/// `expression` with the operations that stood as calls.
Halide::Expr restored(const Halide::Expr &expression);

} // namespace sinter::kernels

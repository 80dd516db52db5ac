// Transcendentals.h: functions that no processor has, as expressions that
// vectorise. Largest errors are stated in Transcendentals.cpp.
#pragma once

#include <Halide.h>

namespace sinter::kernels {

Halide::Expr exponential(Halide::Expr x);
/// e^x - 1 and ln(1 + x), to all digits near zero.
Halide::Expr exponentialLessOne(Halide::Expr x);
Halide::Expr logarithmOfOneMore(Halide::Expr x);
Halide::Expr logarithm(Halide::Expr x);
Halide::Expr power(Halide::Expr base, Halide::Expr exponent);
Halide::Expr sigmoid(Halide::Expr x);
Halide::Expr hyperbolicTangent(Halide::Expr x);
Halide::Expr sine(Halide::Expr x);
Halide::Expr cosine(Halide::Expr x);
Halide::Expr arcTangent(Halide::Expr x);
Halide::Expr errorFunction(Halide::Expr x);

} // namespace sinter::kernels

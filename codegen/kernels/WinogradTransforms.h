// WinogradTransforms.h: products with the matrices of Winograd's algorithm, of
// few operations.
#pragma once

#include "codegen/kernels/Frame.h"
#include "ir/Winograd.h"

namespace sinter::kernels {

/// The results of `matrix` times `values`, one expression a row. Rows that
/// differ only in the signs at odd places share their even and their odd part.
ExprList transform(const Winograd::Matrix &matrix,
                   const std::function<Halide::Expr(int)> &value);

/// As `transform` for A', whose columns come in pairs: sums and differences of
/// values 1 and 2, 3 and 4 serve all rows.
ExprList transformPairs(const Winograd::Matrix &matrix,
                        const std::function<Halide::Expr(int)> &value);

} // namespace sinter::kernels

// Interleaved.h: a matrix turned around in registers.
#pragma once

#include "codegen/kernels/Frame.h"

namespace sinter::kernels {

/// R rows of C elements, for R a power of two, one behind the other, as C rows
/// of R elements. log2 R steps take turns between the halves of what they read,
/// which are whole vectors:
///
///   step(z) = last(z / 2) where z is even, last(z / 2 + R C / 2) where it is
///   odd
class Interleaved {
public:
  /// `load` gives element z of the matrix for the values of `others`.
  Interleaved(int rows, int columns, const std::vector<Halide::Var> &others,
              const std::function<Halide::Expr(Halide::Expr z)> &load);

  /// Element z of the matrix turned around.
  Halide::Expr at(const Halide::Expr &z, const ExprList &others) const;

  /// All of it is computed at `loop`, in straight code.
  void computeAt(const Halide::LoopLevel &loop, int lanes);

private:
  int elements;
  Halide::Var z{"z"};
  std::vector<Halide::Func> steps;
};

/// How many tiles of `lanes` elements of a row are better straight code. Rows
/// run along all dimensions behind `dim`, whose elements lie apart on the other
/// side: where a run of tiles is as many of the first of them as a vector has
/// lanes, their distances are constants.
int tilesInRun(llvm::ArrayRef<int64_t> shape, int64_t dim, int lanes);

} // namespace sinter::kernels

// RegisterTile.h: the loops of convolutions and dense layers: sums for R vectors of output channels at TX pixels stay in registers.
#pragma once

#include "codegen/kernels/Frame.h"

namespace sinter::kernels {

/// Pixels are the positions of the last dimensions before the channels, the last one of the result. The schedule says how many there are in a tile
/// (`pixels`, or `rows` of a dense layer), whether a tile runs on into the next row (`across_rows`), and the most blocks of channels (`channel_blocks`):
/// of these, the largest divisor of a task's blocks is taken, so that no tile is cut.
class RegisterTile {
public:
  explicit RegisterTile(Frame &frame);

  /// Stores start(at) + the sum of term(at, lane) over `domain`, whose last dimension is outermost; `unrolled` unrolls its innermost.
  void store(const std::function<Halide::Expr(const Point &)> &start, const std::function<Halide::Expr(const Point &, Halide::Expr)> &term,
             Halide::RDom domain, bool unrolled);

private:
  Frame &frame;
  LoopNest nest;
  int pixels;
};

} // namespace sinter::kernels

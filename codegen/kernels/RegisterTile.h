// RegisterTile.h: the loops of convolutions and dense layers: sums for R
// vectors of output channels at TX pixels stay in registers.
#pragma once

#include "codegen/kernels/Frame.h"

namespace sinter::kernels {

/// Pixels are the positions of the last one or two dimensions before the
/// channels. The schedule says
/// - `channel_blocks`: the most blocks of channels in a tile; the largest
/// divisor of a task's blocks is taken, so that no tile is cut;
/// - `pixels`, or `rows` of a dense layer: the pixels in a tile;
/// - `across_rows`: whether a tile runs on into the next row of the image, so
/// that one tail is left for all rows;
/// - `reduction_blocks`, where the weights of a tile do not stay in a cache:
/// the most steps of the reduction's outermost loop whose weights are
///   used for a whole band of pixels before the next. Taken as a divisor
///   likewise;
/// - `band`: the most pixels in a band (across rows; else it is a row), whose
/// sums live in L1. Taken as a divisor likewise.
class RegisterTile {
public:
  explicit RegisterTile(Frame &frame);

  /// A product to add: at a point, in a lane of its channels, at the steps of
  /// the reduction's loops.
  using Term = std::function<Halide::Expr(const Point &at, Halide::Expr lane,
                                          const ExprList &step)>;

  /// Stores start(at) + the sum of all terms. `steps` are the extents of the
  /// reduction's loops, innermost first; `unrolled` unrolls the first.
  void store(const std::function<Halide::Expr(const Point &)> &start,
             const Term &term, const std::vector<int> &steps, bool unrolled);

private:
  void scheduleTile(Halide::Func sum, const Halide::RDom &domain,
                    bool unrolled);
  void storeInBands(const std::function<Halide::Expr(const Point &)> &start,
                    const Term &term, std::vector<int> steps, bool unrolled);

  Frame &frame;
  LoopNest nest;
  bool acrossRows;
  int pixels;
};

} // namespace sinter::kernels

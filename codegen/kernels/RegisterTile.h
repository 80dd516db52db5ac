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
  bool fitsVectors();
  void makeLoops();
  Point pointAt(const ExprList &values) const;
  void scheduleTile(Halide::Func sum, const Halide::RDom &domain,
                    bool unrolled);
  /// Pixels in a band of `count`; 0 where bands do not pay.
  int bandOf(int count) const;
  void storeInBands(const std::function<Halide::Expr(const Point &)> &start,
                    const Term &term, std::vector<int> steps, bool unrolled);
  /// The result's physical dimension that counts positions of a logical one,
  /// or blocks of it.
  unsigned counting(int64_t logical) const;
  /// Positions of logical dimension `dim` in a task; 1 where there is none.
  int positions(int64_t dim);

  Frame &frame;
  LoopNest nest;
  int64_t rank, channels;
  bool acrossRows;
  int pixels, tileBlocks;
  int columns; ///< pixels in a row
};

} // namespace sinter::kernels

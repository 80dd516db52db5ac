// RegisterTile.h: the loops of convolutions and dense layers: sums for R
// vectors of output channels at TX pixels stay in registers.
#pragma once

#include "codegen/kernels/UsedLanes.h"

namespace sinter::kernels {

/// Pixels are the positions of the last one or two dimensions before the
/// channels. The schedule says
/// - `channel_blocks`: the most blocks of channels in a tile; the largest
/// divisor of a task's blocks is taken, so that no tile is cut;
/// - `pixels`, or `rows` of a dense layer: the pixels in a tile;
/// - `across_rows`: whether a tile runs on into the next row of the image, so
/// that one tail is left for all rows;
/// - `skip_columns`: whether a tile leaves out the steps whose inputs lie
/// beside the image. Those above and below it are left out of each row, where
/// tiles do not run across rows;
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

  /// Whether a step adds anything to the pixels of a row between two of them;
  /// undefined where all steps do.
  using Seen = std::function<Halide::Expr(const Point &left, const Point &right,
                                          const ExprList &step)>;

  struct Steps {
    int count;
    bool unrolled = false;
  };

  struct Reduction {
    std::function<Halide::Expr(const Point &)> start;
    Term term;
    std::vector<Steps> loops; ///< innermost first
    Seen seen = nullptr;
    /// What the terms of an image read of blocks of channels, a vector at each
    /// step, one step behind the other. Fetched ahead where that pays.
    const Operand *weight = nullptr;
  };

  /// Stores start(at) + the sum of all terms that are seen.
  void store(const Reduction &reduction);

  /// Whether columns are skipped pixel by pixel, as a tile is a whole row.
  bool knowsColumns() const { return skipsColumns && pixels >= columns; }

private:
  bool fitsVectors();
  void makeLoops();
  Point pointAt(const ExprList &values) const;
  Halide::RDom domainOf(const Reduction &reduction, const ExprList &values,
                        Halide::Expr chunk) const;
  void scheduleTile(Halide::Func sum, const Halide::RDom &domain,
                    const Reduction &reduction);
  /// Pixels in a band; 0 where bands do not pay.
  int bandPixels() const;
  /// Whether half a vector holds the last block's channels, which has tiles of
  /// its own then.
  bool isLastBlockHalf() const;
  void storeInBands(Reduction reduction);
  /// Stores the tiles of `nest`, and fetches weights `ahead`, or none.
  void storeTiles(const Reduction &reduction, const Operand *ahead);
  void storeSum(Halide::Func sum);
  void fetchAhead(const Operand *weight, Halide::Func sum);
  UsedLanes usedLanes() const { return {frame, tileChannels}; }
  size_t tileLoop() const { return acrossRows ? 3 : columnTiles > 1 ? 5 : 4; }
  /// The result's physical dimension that counts positions of a logical one,
  /// or blocks of it.
  unsigned counting(int64_t logical) const;
  /// Positions of logical dimension `dim` in a task; 1 where there is none.
  int positions(int64_t dim);

  Frame &frame;
  LoopNest nest;
  int64_t rank, channels;
  int64_t tileChannels; ///< those that the tiles of `nest` share
  bool acrossRows, skipsColumns;
  int pixels, tileBlocks;
  int columns;         ///< pixels in a row
  int columnTiles = 1; ///< tiles of a row that have a loop of their own, as
                       ///< each sees other steps
};

} // namespace sinter::kernels

// Pointwise.h: kernels whose result is one expression, or one reduction, at
// each point.
#pragma once

#include "codegen/kernels/Frame.h"

namespace sinter::kernels {

/// A reduction at each point of the result: `sum(at) = start`, then `sum(at) =
/// step(sum(at), at)` over `domain`.
struct Reduction {
  Halide::RDom domain;
  std::function<Halide::Expr(const Point &)> start;
  std::function<Halide::Expr(Halide::Expr, const Point &)> step;
  /// How many positions along the dimension after the lanes stay in registers
  /// together, so that they share loads.
  int tile = 1;
  /// Reductions of up to this many steps are unrolled.
  int unrolled = 16;
};

/// Stores `value` at each point, in the order of the result's memory; null
/// where the region has no anchor.
void storePointwise(Frame &frame,
                    const std::function<Halide::Expr(const Point &)> &value);

/// Stores `value` at each point, `tile` positions along the dimension after the
/// lanes at once, as they share loads.
void storeTiled(Frame &frame, int tile,
                const std::function<Halide::Expr(const Point &)> &value);

/// Stores what `finish` makes of the reduced value at each point.
void storeReduced(
    Frame &frame, const Reduction &reduction,
    const std::function<Halide::Expr(Halide::Expr, const Point &)> &finish);

/// Schedules `reduced`, a reduction over `domain` at each point of the nest
/// that `frame` was given, and the store of its result.
void scheduleReduced(Frame &frame, const LoopNest &nest, Halide::Func reduced,
                     const Halide::RDom &domain, int tile, int unrolled);

/// Whether vectors run along the innermost loop of the nest.
bool runsOverLanes(const Frame &frame, const LoopNest &nest);

/// Whether the innermost loop is vectors, or one, of which at least half is
/// used.
bool isVector(const Frame &frame, const LoopNest &nest);

} // namespace sinter::kernels

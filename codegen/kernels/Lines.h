// Lines.h: kernels that take a line along an axis at a time.
#pragma once

#include "codegen/kernels/Frame.h"

namespace sinter::kernels {

/// The loops over the result, parted into those along `axis` and those that
/// name a line along it. Vectors run along lines side by side, or along the
/// axis.
struct Lines {
  Lines(Frame &frame, int64_t axis);

  /// The point of the line of `vars` at a position of the axis.
  Point at(const Index &position) const;
  /// The values that name the line, of those of all loops.
  ExprList of(const ExprList &values) const;
  bool runsAlong(size_t loop) const { return nest.loops[loop].logical == axis; }
  /// Whether the elements of a line are neighbours in the result.
  bool innermostRunsAlong() const { return runsAlong(0); }
  /// Whether several lines make vectors.
  bool areVectors() const;

  /// Puts the loops along the axis inside those over lines, the first of which
  /// stays innermost where it fills vectors. Returns the loop that the values
  /// of a line, or a vector of lines, are made in.
  Halide::RVar scheduleStore();
  /// Makes `func` of `inner` variables and those of the line in `loop`.
  void computeAt(Halide::Func func, const std::vector<Halide::VarOrRVar> &inner,
                 Halide::RVar loop) const;

  Frame &frame;
  int64_t axis;
  LoopNest nest;
  std::vector<Halide::Var> vars; ///< name the line, innermost first
};

} // namespace sinter::kernels

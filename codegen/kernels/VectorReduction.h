// VectorReduction.h: one reduction along an axis whose elements are neighbours.
#pragma once

#include "codegen/kernels/Frame.h"

namespace sinter::kernels {

/// Combines the elements of a line along `axis` of `operand`, and of others
/// beside it. Each lane of a few vectors takes its share of the axis, and the
/// lanes are combined at the end:
///
///   partial(lane, way, line) = combine over the steps of the axis
///   whole(line) = combine over lanes and ways
class VectorReduction {
public:
  /// The element at a position of the axis, and at positions of the other
  /// reduced dimensions.
  using Element = std::function<Halide::Expr(const Index &position,
                                             const ExprList &others)>;
  using Combine = Halide::Expr (*)(Halide::Expr, Halide::Expr);

  /// Whether vectors can be loaded along `axis` of `operand`, and it fills one.
  static bool fits(const Frame &frame, const Operand *operand, int64_t axis);

  /// `line` names the loops that the reduction is made for; `others` are the
  /// extents of the other reduced dimensions, innermost first. Without a
  /// `neutral` element combining one twice must change nothing.
  VectorReduction(Frame &frame, const std::string &name, const Operand &operand,
                  int64_t axis, const std::vector<Halide::Var> &line,
                  const std::vector<int> &others, const Element &element,
                  Combine combine, Halide::Expr neutral = {});

  /// What the line of these loop values reduces to.
  Halide::Expr operator()(const ExprList &line) const { return whole(line); }
  /// Makes it inside a loop of the result.
  void computeAt(Halide::RVar loop);

private:
  Frame &frame;
  Halide::Func partial, whole;
  Halide::Var lane{"lane_of_axis"}, way{"way"};
  Halide::RDom steps;
  int ways;
};

} // namespace sinter::kernels

// UsedLanes.h: half a vector, where a result has no more channels.
#pragma once

#include "codegen/kernels/Frame.h"

namespace sinter::kernels {

/// The lanes that sums for the channels of a result in blocks take. AVX-512
/// multiplies two vectors of 8 lanes as fast as one of 16 or faster, so 6
/// channels in a block of 16 are sums of 8 lanes, and the others zero.
class UsedLanes {
public:
  UsedLanes(Frame &frame, int64_t channels);

  int count() const { return used; }

  /// What `sum` has at `at`, the lane of a block and other indices, where it
  /// has that lane.
  Halide::Expr of(const std::function<Halide::Expr(const ExprList &)> &sum,
                  ExprList at) const;

  /// Stores vectors, or both halves of each.
  void vectorize(Halide::Stage update, const Halide::RVar &lane) const;

private:
  int lanes, used;
};

} // namespace sinter::kernels

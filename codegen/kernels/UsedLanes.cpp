// UsedLanes.cpp: see UsedLanes.h.
#include "codegen/kernels/UsedLanes.h"

using namespace Halide;

namespace sinter::kernels {

UsedLanes::UsedLanes(Frame &frame, int64_t channels)
    : lanes(frame.lanes()), used(lanes) {
  if (frame.target().getVectorBits() == 512 && channels <= lanes / 2 &&
      frame.resultDims.back().block == lanes)
    used = lanes / 2;
}

Expr UsedLanes::of(const std::function<Expr(const ExprList &)> &sum,
                   ExprList at) const {
  if (used == lanes)
    return sum(at);
  Expr lane = at.front();
  at.front() = min(lane, used - 1);
  return select(lane < used, sum(at), 0.0f);
}

void UsedLanes::vectorize(Stage update, const RVar &lane) const {
  if (used == lanes) {
    update.vectorize(lane);
    return;
  }
  RVar half("half"), inHalf("in_half");
  update.split(lane, half, inHalf, used).vectorize(inHalf).unroll(half);
}

} // namespace sinter::kernels

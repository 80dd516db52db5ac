// Pointwise.cpp: the loops that kernels without a schedule of their own share.
//
// The innermost loop runs over the lanes of a vector; a row shorter than a
// vector is left to scalars.
#include "codegen/kernels/Pointwise.h"

using namespace Halide;

namespace sinter::kernels {

static int extent(const LoopNest &nest, size_t loop) {
  return static_cast<int>(*Internal::as_const_int(nest.loops[loop].extent));
}

bool runsOverLanes(const Frame &frame, const LoopNest &nest) {
  return nest.loops.size() > 1 && extent(nest, 0) % frame.lanes() == 0 &&
         extent(nest, 0) <= 4 * frame.lanes();
}

bool isVector(const Frame &frame, const LoopNest &nest) {
  if (nest.loops.size() == 1)
    return false;
  const int elements = extent(nest, 0);
  return runsOverLanes(frame, nest) ||
         (elements < frame.lanes() && 2 * elements >= frame.lanes());
}

// Vectorises the innermost loop where it fills vectors, and unrolls `tile`
// positions of the next one. Returns the innermost loop left.
static RVar vectorizeResult(Frame &frame, const LoopNest &nest, int tile) {
  if (!isVector(frame, nest))
    return frame.loop(0);
  RVar lane = frame.loop(0), next = frame.loop(1);
  frame.update().vectorize(lane);
  if (tile == 1)
    return next;
  RVar outside("outside"), inside("inside");
  frame.update().split(next, outside, inside, std::min(tile, extent(nest, 1)),
                       TailStrategy::GuardWithIf);
  frame.update().reorder(lane, inside, outside).unroll(inside);
  return outside;
}

void storePointwise(Frame &frame,
                    const std::function<Expr(const Point &)> &value) {
  LoopNest nest = frame.resultLoops(Frame::Rows::OfSeveralDims);
  if (value)
    frame.store(nest, [&](const ExprList &at) { return value(nest.at(at)); });
  else
    frame.store(nest, nullptr);
  vectorizeResult(frame, nest, 1);
}

void storeTiled(Frame &frame, int tile,
                const std::function<Expr(const Point &)> &value) {
  LoopNest nest = frame.resultLoops();
  frame.store(nest, [&](const ExprList &at) { return value(nest.at(at)); });
  vectorizeResult(frame, nest, tile);
}

void storeReduced(Frame &frame, const Reduction &reduction,
                  const std::function<Expr(Expr, const Point &)> &finish) {
  LoopNest nest = frame.resultLoops();
  std::vector<Var> vars = nest.vars();
  ExprList at(vars.begin(), vars.end());
  Func sum("sum");
  sum(vars) = reduction.start(nest.at(at));
  sum(vars) = reduction.step(sum(vars), nest.at(at));
  frame.store(nest, [&](const ExprList &values) {
    return finish(sum(values), nest.at(values));
  });

  scheduleReduced(frame, nest, sum, reduction.domain, reduction.tile,
                  reduction.unrolled);
}

void scheduleReduced(Frame &frame, const LoopNest &nest, Func reduced,
                     const RDom &domain, int tile, int unrolled) {
  std::vector<Var> vars = nest.vars();
  RVar level = vectorizeResult(frame, nest, tile);
  reduced.compute_at(frame.result, level).store_in(MemoryType::Stack);
  const bool vectors = isVector(frame, nest), tiled = vectors && tile > 1;
  std::vector<VarOrRVar> order(vars.begin(), vars.begin() + 1 + tiled);
  int64_t steps = 1;
  for (int i = 0; i < domain.dimensions(); ++i) {
    const int64_t extent = *Internal::as_const_int(domain[i].extent());
    if (extent == 1) // a position 0, which no expression may mention
      continue;
    order.emplace_back(domain[i]);
    steps *= extent;
  }
  Stage update = reduced.update(0);
  update.reorder(order);
  if (vectors) {
    // Whole vectors, whatever of them is stored.
    reduced.bound(vars[0], 0, nest.loops[0].extent);
    reduced.vectorize(vars[0]);
    update.vectorize(vars[0]);
  }
  if (tiled) {
    reduced.unroll(vars[1]);
    update.unroll(vars[1]);
  }
  if (steps <= unrolled)
    for (size_t i = 1 + tiled; i < order.size(); ++i)
      update.unroll(order[i]);
}

} // namespace sinter::kernels

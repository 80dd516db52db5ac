// Pointwise.cpp: the loops that kernels without a schedule of their own share.
//
// The innermost loop runs over vectors: over the lanes of a block, or along a row of row-major memory, whose tail is guarded. A
// row shorter than a vector is left to scalars.
#include "codegen/kernels/Pointwise.h"

using namespace Halide;

namespace sinter::kernels {

// Vectorises the innermost loop and unrolls `tile` positions of the next. Returns the innermost loop that is left.
static RVar vectorizeResult(Frame &frame, const LoopNest &nest, int tile) {
  const int lanes = frame.lanes();
  const int row = *Internal::as_const_int(nest.loops[0].extent);
  RVar inner = frame.loop(0), next = frame.loop(1);
  if (row <= 4 * lanes && row % lanes == 0) {
    frame.update().vectorize(inner);
    if (tile == 1 || nest.loops.size() < 3)
      return next;
    RVar outside("outside"), inside("inside");
    frame.update().split(next, outside, inside, std::min<int>(tile, *Internal::as_const_int(nest.loops[1].extent)), TailStrategy::GuardWithIf);
    frame.update().reorder(inner, inside, outside).unroll(inside);
    return outside;
  }
  if (row < lanes)
    return inner;
  RVar vectors("vectors"), lane("lane");
  frame.update().split(inner, vectors, lane, lanes, TailStrategy::GuardWithIf).vectorize(lane);
  return vectors;
}

void storePointwise(Frame &frame, const std::function<Expr(const Point &)> &value) {
  LoopNest nest = frame.resultLoops();
  if (value)
    frame.store(nest, [&](const ExprList &at) { return value(nest.at(at)); });
  else
    frame.store(nest, nullptr);
  vectorizeResult(frame, nest, 1);
}

void storeReduced(Frame &frame, const Reduction &reduction, const std::function<Expr(Expr, const Point &)> &finish) {
  LoopNest nest = frame.resultLoops();
  std::vector<Var> vars = nest.vars();
  ExprList at(vars.begin(), vars.end());
  Func sum("sum");
  sum(vars) = reduction.start(nest.at(at));
  sum(vars) = reduction.step(sum(vars), nest.at(at));
  frame.store(nest, [&](const ExprList &values) { return finish(sum(values), nest.at(values)); });

  RVar level = vectorizeResult(frame, nest, reduction.tile);
  sum.compute_at(frame.result, level).store_in(MemoryType::Stack);
  const bool vectors = *Internal::as_const_int(nest.loops[0].extent) >= frame.lanes();
  const bool tiled = vectors && reduction.tile > 1;
  std::vector<VarOrRVar> order(vars.begin(), vars.begin() + 1 + tiled);
  int steps = 1;
  for (int i = 0; i < reduction.domain.dimensions(); ++i) {
    order.emplace_back(reduction.domain[i]);
    steps *= static_cast<int>(*Internal::as_const_int(reduction.domain[i].extent()));
  }
  Stage update = sum.update(0);
  update.reorder(order);
  if (vectors) {
    sum.vectorize(vars[0]);
    update.vectorize(vars[0]);
  }
  if (tiled) {
    sum.unroll(vars[1]);
    update.unroll(vars[1]);
  }
  if (steps <= reduction.unrolled)
    for (size_t i = 1 + tiled; i < order.size(); ++i)
      update.unroll(order[i]);
}

} // namespace sinter::kernels

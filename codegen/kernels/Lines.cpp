// Lines.cpp: see Lines.h.
#include "codegen/kernels/Lines.h"

#include "codegen/kernels/Pointwise.h"

using namespace Halide;

namespace sinter::kernels {

Lines::Lines(Frame &frame, int64_t axis)
    : frame(frame), axis(axis), nest(frame.resultLoops()) {
  for (auto [i, var] : llvm::enumerate(nest.vars()))
    if (!runsAlong(i))
      vars.push_back(var);
}

Point Lines::at(const Index &position) const {
  ExprList start;
  for (auto [i, var] : llvm::enumerate(nest.vars()))
    start.push_back(runsAlong(i) ? Expr(0) : Expr(var));
  Point point = nest.at(start);
  point[axis] = position;
  return point;
}

ExprList Lines::of(const ExprList &values) const {
  ExprList line;
  for (auto [i, value] : llvm::enumerate(values))
    if (!runsAlong(i))
      line.push_back(value);
  return line;
}

bool Lines::areVectors() const {
  return !runsAlong(0) && runsOverLanes(frame, nest);
}

RVar Lines::scheduleStore() {
  std::vector<VarOrRVar> inside, outside;
  for (size_t i = areVectors(); i < nest.loops.size(); ++i)
    (runsAlong(i) ? inside : outside).emplace_back(frame.loop(i));
  RVar perLine = outside.front().rvar;
  if (areVectors())
    inside.insert(inside.begin(), frame.loop(0));
  inside.insert(inside.end(), outside.begin(), outside.end());
  frame.update().reorder(inside);
  if (runsOverLanes(frame, nest))
    frame.update().vectorize(frame.loop(0));
  return perLine;
}

void Lines::computeAt(Func func, const std::vector<VarOrRVar> &inner,
                      RVar loop) const {
  func.compute_at(frame.result, loop).store_in(MemoryType::Stack);
  if (!areVectors())
    return;
  func.bound(vars[0], 0, nest.loops[0].extent);
  func.vectorize(vars[0]);
  for (int i = 0; i < func.num_update_definitions(); ++i) {
    std::vector<VarOrRVar> order = {vars[0]};
    order.insert(order.end(), inner.begin(), inner.end());
    if (!inner.empty())
      func.update(i).reorder(order);
    func.update(i).vectorize(vars[0]);
  }
}

} // namespace sinter::kernels

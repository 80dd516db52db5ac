// Softmax.cpp: result = e^(x - m) / s with m the largest x and s the sum of
// e^(x - m) along the axis, and its logarithm x - m - ln(s). Both are taken
// once per line; the power is computed again for the result, which is cheaper
// than to store it.
#include "codegen/kernels/Lines.h"
#include "codegen/kernels/Transcendentals.h"
#include "codegen/kernels/VectorReduction.h"

using namespace Halide;

namespace sinter::kernels {

/// What becomes of x - m and s.
using Finish = Expr (*)(Expr below, Expr total);

template <typename Op> static void build(Frame &frame, Finish finish) {
  auto op = llvm::cast<Op>(frame.kernel().getAnchor());
  const int64_t axis = op.getAxis();
  const Operand *operand = frame.operand(op.getInput());
  Lines lines(frame, axis);
  auto element = [&](const Index &step) {
    return frame.evaluate(op.getInput(), lines.at(step));
  };
  auto store = [&](auto largest, auto total) {
    frame.store(lines.nest, [&](const ExprList &values) {
      ExprList line = lines.of(values);
      return finish(frame.evaluate(op.getInput(), lines.nest.at(values)) -
                        largest(line),
                    total(line));
    });
  };

  if (lines.innermostRunsAlong() &&
      VectorReduction::fits(frame, operand, axis)) {
    VectorReduction largest(
        frame, "largest", *operand, axis, lines.vars, {},
        [&](const Index &step, const ExprList &) { return element(step); },
        [](Expr a, Expr b) { return max(a, b); });
    ExprList line(lines.vars.begin(), lines.vars.end());
    VectorReduction total(
        frame, "total", *operand, axis, lines.vars, {},
        [&](const Index &step, const ExprList &) {
          return exponential(element(step) - largest(line));
        },
        [](Expr a, Expr b) { return a + b; }, 0.0f);
    store(largest, total);
    RVar perLine = lines.scheduleStore();
    largest.computeAt(perLine);
    total.computeAt(perLine);
    return;
  }
  RDom steps(0, static_cast<int>(operand->type.getDimSize(axis)), "step");
  Func largest("largest"), total("total");
  largest(lines.vars) = element(Index{0});
  largest(lines.vars) = max(largest(lines.vars), element(Index{Expr(steps)}));
  total(lines.vars) = 0.0f;
  total(lines.vars) +=
      exponential(element(Index{Expr(steps)}) - largest(lines.vars));
  store(largest, total);
  RVar perLine = lines.scheduleStore();
  for (Func func : {largest, total})
    lines.computeAt(func, {}, perLine);
}

void buildSoftmax(Frame &frame) {
  build<SoftmaxOp>(
      frame, [](Expr below, Expr total) { return exponential(below) / total; });
}

void buildLogSoftmax(Frame &frame) {
  build<LogSoftmaxOp>(
      frame, [](Expr below, Expr total) { return below - logarithm(total); });
}

} // namespace sinter::kernels

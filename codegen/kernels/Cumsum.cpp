// Cumsum.cpp: result(i) = result(i - 1) + input(i) along the axis, whose loops
// run in order, wherever they stand, inside one task. One element at a time:
// Halide takes it that vectors loaded from a result are aligned, which a
// caller's memory need not be.
#include "codegen/kernels/Frame.h"

using namespace Halide;

namespace sinter::kernels {

void buildCumsum(Frame &frame) {
  auto op = llvm::cast<CumsumOp>(frame.kernel().getAnchor());
  const int64_t axis = op.getAxis();
  if (frame.kernel().getYield().getOperand(0) != op.getResult())
    return frame.fail("a running sum reads what it has stored, so nothing can "
                      "follow it in its kernel");
  if (frame.taskDim() >= 0 && frame.resultDims[frame.taskDim()].logical == axis)
    return frame.fail("a running sum is one task along its axis");
  LoopNest nest = frame.resultLoops();
  frame.store(nest, [&](const ExprList &values) {
    Point at = nest.at(values), before = at;
    Expr position = at[axis].whole();
    before[axis] = Index{max(position - 1, 0)};
    Expr element = frame.evaluate(op.getInput(), at);
    return select(position == 0, element,
                  wrappingSum(frame.stored(before), element));
  });
}

} // namespace sinter::kernels

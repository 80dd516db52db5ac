// Search.cpp: where the largest or smallest elements of a line are.
#include "codegen/kernels/Lines.h"
#include "codegen/kernels/Pointwise.h"

using namespace Halide;

namespace sinter::kernels {

// Elements that a top_k keeps on the stack, eight bytes each.
constexpr int64_t kMostKept = 1 << 17;

// Whether `a` stands before `b` among the largest, or the smallest: what is not
// a number before all.
static Expr isLarger(Expr a, Expr b) {
  return a.type().is_float() ? a > b || (is_nan(a) && !is_nan(b)) : a > b;
}

static Expr isSmaller(Expr a, Expr b) {
  return a.type().is_float() ? a < b || (is_nan(a) && !is_nan(b)) : a < b;
}

//===- one element -------------------------------------------------------===//

// best(at) = (element, position), replaced where a later element is better.
template <typename Op>
static void buildArg(Frame &frame, Expr (*isBetter)(Expr, Expr)) {
  auto op = llvm::cast<Op>(frame.kernel().getAnchor());
  const int64_t axis = op.getAxis();
  auto element = [&](Point at, const Expr &step) {
    if (op.getKeep())
      at[axis] = Index{step};
    else
      at.insert(at.begin() + axis, Index{step});
    return frame.evaluate(op.getInput(), at);
  };
  LoopNest nest = frame.resultLoops();
  std::vector<Var> vars = nest.vars();
  Point at = nest.at(ExprList(vars.begin(), vars.end()));
  RDom steps(0,
             static_cast<int>(
                 llvm::cast<mlir::RankedTensorType>(op.getInput().getType())
                     .getDimSize(axis)),
             "step");
  Func best("best");
  best(vars) = Tuple(element(at, 0), 0);
  Expr next = element(at, steps), better = isBetter(next, best(vars)[0]);
  best(vars) = Tuple(select(better, next, best(vars)[0]),
                     select(better, steps, best(vars)[1]));
  frame.store(nest, [&](const ExprList &values) { return best(values)[1]; });
  scheduleReduced(frame, nest, best, steps, /*tile=*/1, /*unrolled=*/0);
}

void buildArgmax(Frame &frame) { buildArg<ArgmaxOp>(frame, isLarger); }

void buildArgmin(Frame &frame) { buildArg<ArgminOp>(frame, isSmaller); }

//===- several -----------------------------------------------------------===//

// The k best so far in order, (element, position). An element goes in before
// the first that is smaller, and the others move up; behind the last there is
// none, which position -1 says. From the last place to the first, each takes
// what comes to it:
//
//   best(p) = best(p - 1) where the element beats that, else the element where
//             it beats best(p), else best(p)
void buildTopK(Frame &frame) {
  auto op = llvm::cast<TopKOp>(frame.kernel().getAnchor());
  const int64_t axis = op.getAxis();
  auto type = llvm::cast<mlir::RankedTensorType>(op.getInput().getType());
  const int size = static_cast<int>(type.getDimSize(axis)),
            k = static_cast<int>(op.getK());
  Lines lines(frame, axis);
  const int64_t room = kMostKept / (lines.areVectors() ? frame.lanes() : 1);
  if (k > room)
    return frame.fail("top_k keeps " + llvm::Twine(k) +
                      " elements of each line, of which there is room for " +
                      llvm::Twine(room));
  Var place("place");
  std::vector<Var> vars = {place};
  vars.insert(vars.end(), lines.vars.begin(), lines.vars.end());
  RDom steps(0, k, 0, size, "step");
  auto at = [&](const Expr &place) {
    ExprList point = {place};
    point.insert(point.end(), lines.vars.begin(), lines.vars.end());
    return point;
  };
  Func best("best");
  best(vars) = Tuple(Internal::make_zero(valueType(type.getElementType())), -1);
  Expr element = frame.evaluate(op.getInput(), lines.at(Index{Expr(steps.y)}));
  auto beats = [&](const FuncRef &other) {
    return isLarger(element, other[0]) || other[1] < 0;
  };
  Expr to = k - 1 - steps.x;
  FuncRef here = best(at(to)), before = best(at(max(to - 1, 0)));
  Expr moves = to > 0 && beats(before), enters = beats(here);
  best(at(to)) =
      Tuple(select(moves, before[0], enters, element, here[0]),
            select(moves, before[1], enters, Expr(steps.y), here[1]));
  frame.store(lines.nest, [&](const ExprList &values) {
    ExprList point = lines.of(values);
    point.insert(point.begin(), lines.nest.at(values)[axis].whole());
    point.front() = clamp(point.front(), 0, k - 1); // in lanes of padding
    return best(point)[1];
  });
  RVar perLine = lines.scheduleStore();
  if (lines.areVectors())
    best.reorder_storage(lines.vars[0], place);
  lines.computeAt(best, {steps.x, steps.y}, perLine);
}

} // namespace sinter::kernels

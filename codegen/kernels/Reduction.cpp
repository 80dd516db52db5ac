// Reduction.cpp: mean over axes, softmax along an axis.
#include "codegen/kernels/Pointwise.h"

using namespace Halide;

namespace sinter::kernels {

static llvm::ArrayRef<int64_t> shapeOf(mlir::Value value) {
  return llvm::cast<mlir::RankedTensorType>(value.getType()).getShape();
}

// mean(at) = sum over the reduced axes / their size
void buildMean(Frame &frame) {
  auto op = llvm::cast<MeanOp>(frame.kernel().getAnchor());
  llvm::ArrayRef<int64_t> shape = shapeOf(op.getInput());
  llvm::SmallVector<int64_t> axes(op.getAxes());
  if (axes.empty())
    axes.assign(llvm::seq<int64_t>(0, shape.size()).begin(),
                llvm::seq<int64_t>(0, shape.size()).end());
  Region ranges;
  int64_t count = 1;
  for (int64_t axis : llvm::reverse(axes)) { // the innermost axis runs fastest
    ranges.emplace_back(0, static_cast<int>(shape[axis]));
    count *= shape[axis];
  }
  RDom domain(ranges, "reduced");
  auto source = [&](const Point &at) {
    Point point;
    size_t next = 0, position = 0;
    for (int64_t dim = 0; dim < static_cast<int64_t>(shape.size()); ++dim) {
      if (position < axes.size() && axes[position] == dim) {
        point.push_back(Index{
            Expr(domain[static_cast<int>(axes.size() - 1 - position++)])});
        next += op.getKeep();
      } else {
        point.push_back(at[next++]);
      }
    }
    return point;
  };
  storeReduced(frame,
               {domain, [](const Point &) { return Expr(0.0f); },
                [&](Expr sum, const Point &at) {
                  return sum + frame.evaluate(op.getInput(), source(at));
                }},
               [&](Expr sum, const Point &) {
                 return sum *
                        static_cast<float>(1.0 / static_cast<double>(count));
               });
}

// result = e^(x - m) / s with m the largest x and s the sum of e^(x - m) along
// the axis. Both are taken once per line; the power is computed again for the
// result, which is cheaper than to store it.
void buildSoftmax(Frame &frame) {
  auto op = llvm::cast<SoftmaxOp>(frame.kernel().getAnchor());
  const int64_t axis = op.getAxis();
  LoopNest nest = frame.resultLoops();
  // A line is named by the loops that do not run along the axis. Those that do
  // go inside, so that one line is under way at a time.
  auto runsAlong = [&](size_t loop) {
    return nest.loops[loop].logical == axis;
  };
  std::vector<Var> line;
  ExprList start;
  for (auto [i, var] : llvm::enumerate(nest.vars())) {
    start.push_back(runsAlong(i) ? Expr(0) : Expr(var));
    if (!runsAlong(i))
      line.push_back(var);
  }
  auto lineOf = [&](const ExprList &values) {
    ExprList kept;
    for (size_t i = 0; i < values.size(); ++i)
      if (!runsAlong(i))
        kept.push_back(values[i]);
    return kept;
  };
  auto input = [&](Expr step) {
    Point point = nest.at(start);
    point[axis] = Index{step};
    return frame.evaluate(op.getInput(), point);
  };

  RDom steps(0, static_cast<int>(shapeOf(op.getInput())[axis]), "step");
  Func largest("largest"), total("total");
  largest(line) = input(0);
  largest(line) = max(largest(line), input(steps));
  total(line) = 0.0f;
  total(line) += exponential(input(steps) - largest(line));
  frame.store(nest, [&](const ExprList &values) {
    ExprList at = lineOf(values);
    return exponential(frame.evaluate(op.getInput(), nest.at(values)) -
                       largest(at)) /
           total(at);
  });

  std::vector<VarOrRVar> inside, outside;
  for (size_t i = 0; i < nest.loops.size(); ++i)
    (runsAlong(i) ? inside : outside).emplace_back(frame.loop(i));
  RVar perLine = outside.front().rvar;
  inside.insert(inside.end(), outside.begin(), outside.end());
  frame.update().reorder(inside);
  for (Func func : {largest, total})
    func.compute_at(frame.result, perLine).store_in(MemoryType::Stack);
}

} // namespace sinter::kernels

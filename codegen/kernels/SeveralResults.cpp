// SeveralResults.cpp: elementwise kernels that store several results of one
// shape in one loop, such as an optimizer's new weight and its moments:
//
//   m' = b1 m + (1 - b1) g,  v' = b2 v + (1 - b2) g^2,  w' = w - r m' /
//   sqrt(v')
//
// All lie in rows, so that they are one run of elements, and each result may
// take the place of an operand. Therefore all operands are read into registers
// before anything is stored: nothing is read twice, and what is stored over an
// operand depends on it (passes/KernelValues.h).
#include "codegen/kernels/Frame.h"

using namespace Halide;

namespace sinter::kernels {

// What the region computes of the elements of its operands, one by one.
static ExprList
resultsOf(Frame &frame, const std::function<Expr(mlir::BlockArgument)> &load) {
  mlir::Block &body = frame.kernel().getBody().front();
  llvm::DenseMap<mlir::Value, Expr> values;
  for (mlir::BlockArgument argument : body.getArguments())
    values[argument] = load(argument);
  for (mlir::Operation &op : body.without_terminator()) {
    ExprList operands;
    for (mlir::Value operand : op.getOperands())
      operands.push_back(values.lookup(operand));
    Expr value = elementwiseMath(&op, operands);
    if (!value.defined()) {
      frame.fail("no kernel of several results computes `" +
                 op.getName().getStringRef() + "`");
      value = operands.front();
    }
    values[op.getResult(0)] = value;
  }
  ExprList results;
  for (mlir::Value result : body.getTerminator()->getOperands())
    results.push_back(values.lookup(result));
  return results;
}

void buildSeveralResults(Frame &frame) {
  const int elements = static_cast<int>(frame.resultType().getNumElements());
  const int part = elements / static_cast<int>(frame.tasks());
  const int lanes = std::min(frame.lanes(), part);

  // Loops over the lanes of a vector, vectors, tasks.
  const Loop task = frame.taskLoop();
  RDom domain(0, lanes, 0, (part + lanes - 1) / lanes, task.first, task.extent,
              "loop");
  Var lane("lane"), vector("vector"), index("task");
  auto elementAt = [&](Expr lane, Expr vector, Expr task) {
    return task * part + vector * lanes + lane;
  };

  // A vector of each operand that has as many elements; one of all others.
  Func whole("whole");
  ExprList loads;
  llvm::DenseMap<mlir::Value, size_t> place;
  for (mlir::BlockArgument argument : frame.kernel().getBody().getArguments()) {
    const Operand *operand = frame.operand(argument);
    if (getLayout(operand->type))
      frame.fail("a kernel of several results takes rows");
    if (operand->type.getNumElements() != elements)
      continue;
    place[argument] = loads.size();
    loads.push_back(operand->at(
        min(elementAt(lane, vector, index), (index + 1) * part - 1)));
  }
  whole(lane, vector, index) = Tuple(loads);
  auto wholeAt = [&](size_t i) {
    return FuncRef(whole(domain.x, domain.y, domain.z))[static_cast<int>(i)];
  };
  ExprList results = resultsOf(frame, [&](mlir::BlockArgument argument) {
    auto found = place.find(argument);
    if (found == place.end())
      return frame.operand(argument)->at(0);
    return loads.size() == 1 ? Expr(whole(domain.x, domain.y, domain.z))
                             : wholeAt(found->second);
  });

  if (part % lanes != 0)
    domain.where(likely(domain.y * lanes + domain.x < part));
  Var at("at");
  ExprList undefined;
  for (const Expr &value : results)
    undefined.push_back(undef(value.type()));
  frame.result(at) = Tuple(undefined);
  frame.result(elementAt(domain.x, domain.y, domain.z)) = Tuple(results);
  // The others have the bounds of the first.
  frame.result.output_buffers().front().dim(0).set_bounds(0, elements);

  Stage update = frame.result.update();
  update.allow_race_conditions(); // each element is visited once
  whole.compute_at(frame.result, domain.y).store_in(MemoryType::Stack);
  whole.bound(lane, 0, lanes);
  if (lanes > 1) {
    update.vectorize(domain.x);
    whole.vectorize(lane);
  }
}

} // namespace sinter::kernels

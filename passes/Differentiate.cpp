// Differentiate.cpp: replaces `gradient` by the ops that compute it, in reverse
// mode.
//
// A value is live if a derivative by one of the values that are asked for can
// flow through it: it is one of them, or a float computed from a live one. Then
// the ops before `gradient` are walked from the last to the first, and each
// with a live result that has a gradient gives gradients to its live operands,
// by the rule of its table in ir/gradient.
#include "passes/Passes.h"

#include "ir/gradient/Gradients.h"
#include "passes/Recomputation.h"
#include "passes/UpdateOrder.h"

#include "llvm/ADT/DenseSet.h"

using namespace mlir;

namespace sinter {

#define GEN_PASS_DEF_DIFFERENTIATEPASS
#include "passes/Passes.h.inc"

namespace {

bool isFloat(Value value) {
  return isa<FloatType>(getElementTypeOrSelf(value));
}

/// The backward pass of one `gradient`, built in front of it.
class BackwardPass {
public:
  explicit BackwardPass(GradientOp gradient)
      : gradient(gradient), builder(gradient.getLoc(), gradient) {}

  /// Replaces the op; or says which op on the way has no derivative. `number`
  /// tells the function's backward passes apart.
  LogicalResult run(int64_t number);

private:
  void findLive();
  LogicalResult giveTo(Operation *op);
  Value filled(Type type, double number);

  GradientOp gradient;
  ImplicitLocOpBuilder builder;
  DenseSet<Value> live;
  DenseMap<Value, Value> gradients;
};

void BackwardPass::findLive() {
  live.insert(gradient.getValues().begin(), gradient.getValues().end());
  for (Operation &op : *gradient->getBlock()) {
    if (&op == gradient.getOperation())
      return;
    bool flows = llvm::any_of(op.getOperands(), [&](Value operand) {
      return live.contains(operand);
    });
    if (flows && !isa<StopGradientOp>(op))
      for (Value result : op.getResults())
        if (isFloat(result))
          live.insert(result);
  }
}

/// Gives the gradient of the result of `op` on to its operands. One that gets
/// several has their sum, in the order of the walk.
LogicalResult BackwardPass::giveTo(Operation *op) {
  llvm::BitVector wanted(op->getNumOperands());
  for (OpOperand &operand : op->getOpOperands())
    wanted[operand.getOperandNumber()] = live.contains(operand.get());
  if (wanted.none())
    return success(); // one of the values itself
  const OpGradient *entry = findGradient(op->getName().getStringRef());
  if (!entry || !entry->rule) {
    InFlightDiagnostic error = op->emitError()
                               << "`" << op->getName().stripDialect()
                               << "` has no derivative";
    if (entry)
      error << ": " << entry->reason;
    error.attachNote() << "where its result is to count as constant, "
                          "differentiate `stop_gradient` of it";
    return error;
  }
  builder.setLoc(op->getLoc());
  Backward at(builder, op, gradients[op->getResult(0)], wanted);
  entry->rule(at);
  for (unsigned i : wanted.set_bits()) {
    Value given = at.gradientOf(i);
    if (!given)
      continue;
    Value &sum = gradients[op->getOperand(i)];
    sum = sum ? Term{&builder, sum} + Term{&builder, given}
              : Term{&builder, given};
  }
  return success();
}

Value BackwardPass::filled(Type type, double number) {
  auto tensor = cast<RankedTensorType>(type);
  Attribute value = builder.getFloatAttr(tensor.getElementType(), number);
  return ConstantOp::create(builder, tensor,
                            DenseElementsAttr::get(tensor, value));
}

LogicalResult BackwardPass::run(int64_t number) {
  findLive();
  SmallVector<Operation *> forward, backward;
  for (Operation *op = gradient->getPrevNode(); op; op = op->getPrevNode())
    forward.push_back(op);
  Value loss = gradient.getLoss();
  if (live.contains(loss))
    gradients[loss] = filled(loss.getType(), 1);
  for (Operation *op : forward)
    if (op->getNumResults() == 1 && gradients.lookup(op->getResult(0)))
      if (failed(giveTo(op)))
        return failure();
  builder.setLoc(gradient.getLoc());
  for (auto [value, result] :
       llvm::zip_equal(gradient.getValues(), gradient.getGradients())) {
    Value found = gradients.lookup(value);
    result.replaceAllUsesWith(found ? found : filled(result.getType(), 0));
  }
  // A rule gives more than is wanted.
  Operation *first = forward.empty() ? nullptr : forward.front();
  for (Operation *op = gradient->getPrevNode(); op != first;) {
    Operation *before = op->getPrevNode();
    if (isOpTriviallyDead(op))
      op->erase();
    else
      backward.push_back(op);
    op = before;
  }
  auto globs =
      gradient->getParentOp()->getAttrOfType<ArrayAttr>(kRecomputeAttr);
  gradient->erase();
  return recompute(globs, llvm::to_vector(llvm::reverse(forward)),
                   llvm::to_vector(llvm::reverse(backward)), number);
}

struct Differentiate : impl::DifferentiatePassBase<Differentiate> {
  void runOnOperation() override {
    if (getOperation().isExternal())
      return;
    Block &block = getOperation().front();
    const SmallVector<Operation *> updates = findUpdates(block);
    // In program order, so that a gradient may be differentiated in its turn.
    int64_t number = 0;
    for (auto gradient : llvm::make_early_inc_range(block.getOps<GradientOp>()))
      if (failed(BackwardPass(gradient).run(number++)))
        return signalPassFailure();
    for (auto stop :
         llvm::make_early_inc_range(block.getOps<StopGradientOp>())) {
      stop.replaceAllUsesWith(stop.getInput());
      stop.erase();
    }
    orderUpdates(updates);
  }
};

} // namespace
} // namespace sinter

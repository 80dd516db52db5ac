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

  /// Replaces the op; or says which op on the way has no derivative.
  LogicalResult run();

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

LogicalResult BackwardPass::run() {
  findLive();
  if (live.contains(gradient.getLoss()))
    gradients[gradient.getLoss()] = filled(gradient.getLoss().getType(), 1);
  SmallVector<Operation *> before;
  for (Operation *op = gradient->getPrevNode(); op; op = op->getPrevNode())
    before.push_back(op); // what is built comes behind them
  for (Operation *op : before)
    if (op->getNumResults() == 1 && gradients.lookup(op->getResult(0)))
      if (failed(giveTo(op)))
        return failure();
  builder.setLoc(gradient.getLoc());
  for (auto [value, result] :
       llvm::zip_equal(gradient.getValues(), gradient.getGradients())) {
    Value found = gradients.lookup(value);
    result.replaceAllUsesWith(found ? found : filled(result.getType(), 0));
  }
  gradient->erase();
  return success();
}

struct Differentiate : impl::DifferentiatePassBase<Differentiate> {
  void runOnOperation() override {
    if (getOperation().isExternal())
      return;
    Block &block = getOperation().front();
    // In program order, so that a gradient may be differentiated in its turn.
    for (auto gradient : llvm::make_early_inc_range(block.getOps<GradientOp>()))
      if (failed(BackwardPass(gradient).run()))
        return signalPassFailure();
    for (auto stop :
         llvm::make_early_inc_range(block.getOps<StopGradientOp>())) {
      stop.replaceAllUsesWith(stop.getInput());
      stop.erase();
    }
    // A rule gives more than is wanted.
    for (Operation &op : llvm::make_early_inc_range(llvm::reverse(block)))
      if (isOpTriviallyDead(&op))
        op.erase();
  }
};

} // namespace
} // namespace sinter

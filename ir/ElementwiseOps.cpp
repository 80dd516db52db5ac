// ElementwiseOps.cpp: verify, fold, canonicalize, cost of the elementwise ops.
#include "ir/ConstantData.h"
#include "ir/Ops.h"

using namespace mlir;

#define GET_OP_CLASSES
#include "ir/ElementwiseOps.cpp.inc"

namespace sinter {

void SinterDialect::registerElementwiseOps() {
  addOperations<
#define GET_OP_LIST
#include "ir/ElementwiseOps.cpp.inc"
      >();
}

/// The other operand where `constant` is `neutral` everywhere and the result
/// keeps the other's type.
static OpFoldResult foldNeutral(Value other, Attribute constant, double neutral,
                                Type result) {
  if (other.getType() == result && constant && isSplatOf(constant, neutral))
    return other;
  return {};
}

/// min(x, x) and max(x, x).
static OpFoldResult foldIdempotent(Value lhs, Value rhs, Type result) {
  return lhs == rhs && lhs.getType() == result ? OpFoldResult(lhs)
                                               : OpFoldResult();
}

//===- binary ------------------------------------------------------------===//

OpFoldResult AddOp::fold(FoldAdaptor adaptor) {
  return foldNeutral(getLhs(), adaptor.getRhs(), 0, getType());
}

OpFoldResult SubOp::fold(FoldAdaptor adaptor) {
  return foldNeutral(getLhs(), adaptor.getRhs(), 0, getType());
}

OpFoldResult MulOp::fold(FoldAdaptor adaptor) {
  return foldNeutral(getLhs(), adaptor.getRhs(), 1, getType());
}

OpFoldResult DivOp::fold(FoldAdaptor adaptor) {
  return foldNeutral(getLhs(), adaptor.getRhs(), 1, getType());
}

OpFoldResult MaximumOp::fold(FoldAdaptor) {
  return foldIdempotent(getLhs(), getRhs(), getType());
}

OpFoldResult MinimumOp::fold(FoldAdaptor) {
  return foldIdempotent(getLhs(), getRhs(), getType());
}

//===- neg ---------------------------------------------------------------===//

OpFoldResult NegOp::fold(FoldAdaptor) {
  auto inner = getInput().getDefiningOp<NegOp>();
  return inner && inner.getInput().getType() == getType()
             ? OpFoldResult(inner.getInput())
             : OpFoldResult();
}

//===- relu --------------------------------------------------------------===//

OpFoldResult ReluOp::fold(FoldAdaptor) {
  return getInput().getDefiningOp<ReluOp>() && getInput().getType() == getType()
             ? OpFoldResult(getInput())
             : OpFoldResult();
}

//===- leaky_relu --------------------------------------------------------===//

LogicalResult LeakyReluOp::verify() {
  double alpha = getAlpha().convertToDouble();
  if (alpha >= 0 && alpha < 1)
    return success();
  return emitError() << "`leaky_relu` needs `alpha` in [0, 1), but it is "
                     << numberText(alpha);
}

LogicalResult LeakyReluOp::canonicalize(LeakyReluOp op,
                                        PatternRewriter &rewriter) {
  if (!op.getAlpha().isZero())
    return rewriter.notifyMatchFailure(op, "alpha is not zero");
  rewriter.replaceOpWithNewOp<ReluOp>(op, op.getType(), op.getInput());
  return success();
}

//===- clamp -------------------------------------------------------------===//

LogicalResult ClampOp::verify() {
  double low = getLow().convertToDouble(), high = getHigh().convertToDouble();
  if (low <= high)
    return success();
  return emitError() << "`clamp` needs `low` at most `high`, but they are "
                     << numberText(low) << " and " << numberText(high);
}

} // namespace sinter

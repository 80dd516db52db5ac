// ElementwiseOps.cpp: verify, fold, canonicalize, cost of the elementwise ops.
#include "ir/ConstantData.h"
#include "ir/Ops.h"

#include "mlir/IR/Matchers.h"

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

OpFoldResult PowOp::fold(FoldAdaptor adaptor) {
  return foldNeutral(getLhs(), adaptor.getRhs(), 1, getType());
}

LogicalResult PowOp::canonicalize(PowOp op, PatternRewriter &rewriter) {
  Attribute exponent;
  if (op.getLhs().getType() != op.getType() ||
      !matchPattern(op.getRhs(), m_Constant(&exponent)) ||
      !isSplatOf(exponent, 2))
    return rewriter.notifyMatchFailure(op, "the power is not 2");
  rewriter.replaceOpWithNewOp<MulOp>(op, op.getType(), op.getLhs(),
                                     op.getLhs());
  return success();
}

//===- comparisons, logic, select ----------------------------------------===//

/// The broadcast shape of the operands, with booleans for elements.
static LogicalResult inferComparison(std::optional<Location> location,
                                     StringRef op, ValueRange operands,
                                     SmallVectorImpl<Type> &types) {
  if (failed(inferBroadcastType(location, op, operands, types)))
    return failure();
  auto broadcast = cast<RankedTensorType>(types.back());
  types.back() = RankedTensorType::get(
      broadcast.getShape(), IntegerType::get(broadcast.getContext(), 1));
  return success();
}

LogicalResult EqualOp::inferReturnTypes(MLIRContext *context,
                                        std::optional<Location> location,
                                        Adaptor adaptor,
                                        SmallVectorImpl<Type> &types) {
  return inferComparison(location, "equal", adaptor.getOperands(), types);
}

LogicalResult LessOp::inferReturnTypes(MLIRContext *context,
                                       std::optional<Location> location,
                                       Adaptor adaptor,
                                       SmallVectorImpl<Type> &types) {
  return inferComparison(location, "less", adaptor.getOperands(), types);
}

LogicalResult LessEqualOp::inferReturnTypes(MLIRContext *context,
                                            std::optional<Location> location,
                                            Adaptor adaptor,
                                            SmallVectorImpl<Type> &types) {
  return inferComparison(location, "less_equal", adaptor.getOperands(), types);
}

OpFoldResult LogicalNotOp::fold(FoldAdaptor) {
  auto inner = getInput().getDefiningOp<LogicalNotOp>();
  return inner && inner.getInput().getType() == getType()
             ? OpFoldResult(inner.getInput())
             : OpFoldResult();
}

LogicalResult SelectOp::inferReturnTypes(MLIRContext *context,
                                         std::optional<Location> location,
                                         Adaptor adaptor,
                                         SmallVectorImpl<Type> &types) {
  if (failed(inferBroadcastType(location, "select",
                                adaptor.getOperands().drop_front(), types)))
    return failure();
  auto choices = cast<RankedTensorType>(types.back());
  auto condition = cast<RankedTensorType>(adaptor.getCondition().getType());
  std::optional<Shape> common =
      broadcastShapes(condition.getShape(), choices.getShape());
  if (!common)
    return emitOptionalError(
        location, "`select` cannot broadcast a condition of shape ",
        shapeText(condition.getShape()), " with ",
        shapeText(choices.getShape()),
        ": aligned at the last axis, sizes must be equal or 1");
  types.back() = RankedTensorType::get(*common, choices.getElementType());
  return success();
}

//===- cast --------------------------------------------------------------===//

LogicalResult CastOp::inferReturnTypes(MLIRContext *context,
                                       std::optional<Location> location,
                                       Adaptor adaptor,
                                       SmallVectorImpl<Type> &types) {
  auto input = cast<RankedTensorType>(adaptor.getInput().getType());
  types.push_back(RankedTensorType::get(input.getShape(), adaptor.getTo()));
  return success();
}

OpFoldResult CastOp::fold(FoldAdaptor) {
  return getInput().getType() == getType() ? OpFoldResult(getInput())
                                           : OpFoldResult();
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

//===- stop_gradient -----------------------------------------------------===//

OpFoldResult StopGradientOp::fold(FoldAdaptor) {
  return getInput().getType() == getType() ? OpFoldResult(getInput())
                                           : OpFoldResult();
}

} // namespace sinter

// ShapeOps.cpp: infer, fold, canonicalize of reshape, transpose, concat.
#include "ir/Ops.h"

using namespace mlir;

#define GET_OP_CLASSES
#include "ir/ShapeOps.cpp.inc"

namespace sinter {

void SinterDialect::registerShapeOps() {
  addOperations<
#define GET_OP_LIST
#include "ir/ShapeOps.cpp.inc"
      >();
}

//===- reshape -----------------------------------------------------------===//

LogicalResult ReshapeOp::inferReturnTypes(MLIRContext *context,
                                          std::optional<Location> location,
                                          Adaptor adaptor,
                                          SmallVectorImpl<Type> &types) {
  auto input = cast<RankedTensorType>(adaptor.getInput().getType());
  ArrayRef<int64_t> shape = adaptor.getShape();
  if (llvm::any_of(shape, [](int64_t size) { return size < 1; }))
    return emitOptionalError(
        location, "`reshape` needs sizes of at least 1, but the shape is ",
        shapeText(shape));
  if (elementCount(shape) != input.getNumElements())
    return emitOptionalError(
        location, "`reshape` keeps the number of elements, but ",
        shapeText(input.getShape()), " has ", input.getNumElements(), " and ",
        shapeText(shape), " has ", elementCount(shape));
  types.push_back(RankedTensorType::get(shape, input.getElementType()));
  return success();
}

OpFoldResult ReshapeOp::fold(FoldAdaptor) {
  return getInput().getType() == getType() ? OpFoldResult(getInput())
                                           : OpFoldResult();
}

LogicalResult ReshapeOp::canonicalize(ReshapeOp op, PatternRewriter &rewriter) {
  auto inner = op.getInput().getDefiningOp<ReshapeOp>();
  if (!inner)
    return rewriter.notifyMatchFailure(op, "the input is not a reshape");
  rewriter.modifyOpInPlace(
      op, [&] { op.getInputMutable().assign(inner.getInput()); });
  return success();
}

//===- transpose ---------------------------------------------------------===//

LogicalResult TransposeOp::inferReturnTypes(MLIRContext *context,
                                            std::optional<Location> location,
                                            Adaptor adaptor,
                                            SmallVectorImpl<Type> &types) {
  auto input = cast<RankedTensorType>(adaptor.getInput().getType());
  ArrayRef<int64_t> permutation = adaptor.getPermutation();
  SmallVector<int64_t> sorted(permutation);
  llvm::sort(sorted);
  if (static_cast<int64_t>(sorted.size()) != input.getRank() ||
      !llvm::equal(sorted, llvm::seq<int64_t>(0, input.getRank())))
    return emitOptionalError(location, "`transpose` of a tensor of rank ",
                             input.getRank(),
                             " needs each axis once, but the permutation is ",
                             shapeText(permutation));
  Shape shape;
  for (int64_t axis : permutation)
    shape.push_back(input.getDimSize(axis));
  types.push_back(RankedTensorType::get(shape, input.getElementType()));
  return success();
}

OpFoldResult TransposeOp::fold(FoldAdaptor) {
  bool identity = llvm::equal(getPermutation(),
                              llvm::seq<int64_t>(0, getPermutation().size()));
  return identity && getInput().getType() == getType()
             ? OpFoldResult(getInput())
             : OpFoldResult();
}

LogicalResult TransposeOp::canonicalize(TransposeOp op,
                                        PatternRewriter &rewriter) {
  if (auto inner = op.getInput().getDefiningOp<TransposeOp>()) {
    SmallVector<int64_t> composed;
    for (int64_t axis : op.getPermutation())
      composed.push_back(inner.getPermutation()[axis]);
    rewriter.replaceOpWithNewOp<TransposeOp>(
        op, op.getType(), inner.getInput(),
        rewriter.getDenseI64ArrayAttr(composed));
    return success();
  }
  // Moving axes of size 1 moves no element.
  auto input = cast<RankedTensorType>(op.getInput().getType());
  SmallVector<int64_t> moved;
  for (int64_t axis : op.getPermutation())
    if (input.getDimSize(axis) != 1)
      moved.push_back(axis);
  if (!llvm::is_sorted(moved) || getLayout(input) || getLayout(op.getType()))
    return rewriter.notifyMatchFailure(op, "elements change their order");
  rewriter.replaceOpWithNewOp<ReshapeOp>(
      op, op.getType(), op.getInput(),
      rewriter.getDenseI64ArrayAttr(
          cast<RankedTensorType>(op.getType()).getShape()));
  return success();
}

//===- concat ------------------------------------------------------------===//

LogicalResult ConcatOp::inferReturnTypes(MLIRContext *context,
                                         std::optional<Location> location,
                                         Adaptor adaptor,
                                         SmallVectorImpl<Type> &types) {
  if (adaptor.getInputs().empty())
    return emitOptionalError(
        location, "`concat` needs at least one tensor, but has none");
  auto first = cast<RankedTensorType>(adaptor.getInputs()[0].getType());
  int64_t axis = adaptor.getAxis();
  if (axis < 0 || axis >= first.getRank())
    return emitOptionalError(location, "`concat` of tensors of rank ",
                             first.getRank(), " needs an axis from 0 to ",
                             first.getRank() - 1, ", but it is ", axis);
  Shape shape(first.getShape());
  for (Value input : adaptor.getInputs().drop_front()) {
    auto type = cast<RankedTensorType>(input.getType());
    Shape expected(shape);
    if (type.getRank() == first.getRank())
      expected[axis] = type.getDimSize(axis);
    if (type.getShape() != ArrayRef<int64_t>(expected) ||
        type.getElementType() != first.getElementType())
      return emitOptionalError(location, "`concat` along axis ", axis,
                               " needs equal types but for that axis, but has ",
                               logicalType(first), " and ", logicalType(type));
    shape[axis] += type.getDimSize(axis);
  }
  types.push_back(RankedTensorType::get(shape, first.getElementType()));
  return success();
}

OpFoldResult ConcatOp::fold(FoldAdaptor) {
  return getInputs().size() == 1 && getInputs()[0].getType() == getType()
             ? OpFoldResult(getInputs()[0])
             : OpFoldResult();
}

} // namespace sinter

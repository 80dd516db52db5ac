// ShapeOps.cpp: infer, fold, canonicalize of the ops that only move elements.
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

//===- slice -------------------------------------------------------------===//

LogicalResult checkSlice(std::optional<Location> location, StringRef op,
                         ArrayRef<int64_t> shape, ArrayRef<int64_t> starts,
                         ArrayRef<int64_t> sizes, ArrayRef<int64_t> strides) {
  size_t rank = shape.size();
  if (starts.size() != rank || sizes.size() != rank || strides.size() != rank)
    return emitOptionalError(location, "`", op, "` of a tensor of rank ", rank,
                             " needs a start, a size and a stride for each "
                             "axis, but has ",
                             starts.size(), ", ", sizes.size(), " and ",
                             strides.size());
  for (size_t axis = 0; axis < rank; ++axis) {
    int64_t size = shape[axis], start = starts[axis];
    if (strides[axis] == 0 || std::abs(strides[axis]) > kLargestSize)
      return emitOptionalError(
          location, "`", op,
          "` needs strides other than 0 up to 2^31, but axis ", axis, " has ",
          strides[axis]);
    if (sizes[axis] < 1 || sizes[axis] > size)
      return emitOptionalError(location, "`", op, "` of axis ", axis,
                               " of size ", size, " takes 1 to ", size,
                               " elements, but the size is ", sizes[axis]);
    int64_t last = start + (sizes[axis] - 1) * strides[axis];
    if (start < 0 || start >= size || last < 0 || last >= size)
      return emitOptionalError(location, "`", op, "` reads elements ", start,
                               " to ", last, " of axis ", axis,
                               ", which has elements 0 to ", size - 1);
  }
  return success();
}

LogicalResult SliceOp::inferReturnTypes(MLIRContext *context,
                                        std::optional<Location> location,
                                        Adaptor adaptor,
                                        SmallVectorImpl<Type> &types) {
  auto input = cast<RankedTensorType>(adaptor.getInput().getType());
  if (failed(checkSlice(location, "slice", input.getShape(),
                        adaptor.getStarts(), adaptor.getSizes(),
                        adaptor.getStrides())))
    return failure();
  types.push_back(
      RankedTensorType::get(adaptor.getSizes(), input.getElementType()));
  return success();
}

OpFoldResult SliceOp::fold(FoldAdaptor) {
  bool steps = llvm::any_of(getStrides(), [](int64_t s) { return s != 1; });
  return getInput().getType() == getType() && !steps ? OpFoldResult(getInput())
                                                     : OpFoldResult();
}

//===- pad ---------------------------------------------------------------===//

LogicalResult PadOp::inferReturnTypes(MLIRContext *context,
                                      std::optional<Location> location,
                                      Adaptor adaptor,
                                      SmallVectorImpl<Type> &types) {
  auto input = cast<RankedTensorType>(adaptor.getInput().getType());
  ArrayRef<int64_t> low = adaptor.getLow(), high = adaptor.getHigh();
  StringRef mode = adaptor.getMode();
  if (!llvm::is_contained({"constant", "reflect", "edge"}, mode))
    return emitOptionalError(
        location, "`pad` knows the modes constant, reflect and edge, but not `",
        mode, "`");
  size_t rank = input.getRank();
  if (low.size() != rank || high.size() != rank)
    return emitOptionalError(
        location, "`pad` of a tensor of rank ", rank,
        " needs a size before and one behind each axis, but has ", low.size(),
        " and ", high.size());
  Shape shape(input.getShape());
  for (auto [axis, size] : llvm::enumerate(shape)) {
    for (int64_t pad : {low[axis], high[axis]}) {
      if (pad < 0 || pad > kLargestSize)
        return emitOptionalError(location,
                                 "`pad` needs sizes from 0 to 2^31, but axis ",
                                 axis, " has ", pad);
      if (mode == "reflect" && pad >= input.getDimSize(axis))
        return emitOptionalError(location, "`pad` cannot reflect ", pad,
                                 " elements of axis ", axis,
                                 ", which has size ", input.getDimSize(axis));
    }
    size += low[axis] + high[axis];
  }
  if (failed(checkResultShape(location, "pad", shape)))
    return failure();
  types.push_back(RankedTensorType::get(shape, input.getElementType()));
  return success();
}

OpFoldResult PadOp::fold(FoldAdaptor) {
  return getInput().getType() == getType() ? OpFoldResult(getInput())
                                           : OpFoldResult();
}

//===- broadcast ---------------------------------------------------------===//

LogicalResult BroadcastOp::inferReturnTypes(MLIRContext *context,
                                            std::optional<Location> location,
                                            Adaptor adaptor,
                                            SmallVectorImpl<Type> &types) {
  auto input = cast<RankedTensorType>(adaptor.getInput().getType());
  ArrayRef<int64_t> shape = adaptor.getShape();
  std::optional<Shape> common = broadcastShapes(input.getShape(), shape);
  if (!common || ArrayRef<int64_t>(*common) != shape || !isTensorShape(shape))
    return emitOptionalError(
        location, "`broadcast` cannot repeat ", shapeText(input.getShape()),
        " to ", shapeText(shape),
        ": aligned at the last axis, sizes must be equal or 1 in the input");
  types.push_back(RankedTensorType::get(shape, input.getElementType()));
  return success();
}

OpFoldResult BroadcastOp::fold(FoldAdaptor) {
  return getInput().getType() == getType() ? OpFoldResult(getInput())
                                           : OpFoldResult();
}

//===- gathers -----------------------------------------------------------===//

static LogicalResult checkGatherAxis(std::optional<Location> location,
                                     StringRef op, RankedTensorType input,
                                     int64_t axis) {
  if (axis >= 0 && axis < input.getRank())
    return success();
  if (input.getRank() == 0)
    return emitOptionalError(location, "`", op,
                             "` needs a tensor with an axis, but it has none");
  return emitOptionalError(location, "`", op, "` from a tensor of rank ",
                           input.getRank(), " needs an axis from 0 to ",
                           input.getRank() - 1, ", but it is ", axis);
}

LogicalResult GatherOp::inferReturnTypes(MLIRContext *context,
                                         std::optional<Location> location,
                                         Adaptor adaptor,
                                         SmallVectorImpl<Type> &types) {
  auto input = cast<RankedTensorType>(adaptor.getInput().getType());
  auto indices = cast<RankedTensorType>(adaptor.getIndices().getType());
  int64_t axis = adaptor.getAxis();
  if (failed(checkGatherAxis(location, "gather", input, axis)))
    return failure();
  Shape shape(input.getShape().take_front(axis));
  llvm::append_range(shape, indices.getShape());
  llvm::append_range(shape, input.getShape().drop_front(axis + 1));
  if (failed(checkResultShape(location, "gather", shape)))
    return failure();
  types.push_back(RankedTensorType::get(shape, input.getElementType()));
  return success();
}

LogicalResult GatherElementsOp::inferReturnTypes(
    MLIRContext *context, std::optional<Location> location, Adaptor adaptor,
    SmallVectorImpl<Type> &types) {
  auto input = cast<RankedTensorType>(adaptor.getInput().getType());
  auto indices = cast<RankedTensorType>(adaptor.getIndices().getType());
  int64_t axis = adaptor.getAxis();
  if (failed(checkGatherAxis(location, "gather_elements", input, axis)))
    return failure();
  Shape expected(input.getShape());
  if (indices.getRank() == input.getRank())
    expected[axis] = indices.getDimSize(axis);
  if (indices.getShape() != ArrayRef<int64_t>(expected))
    return emitOptionalError(location, "`gather_elements` along axis ", axis,
                             " needs equal shapes but for that axis, but has ",
                             shapeText(input.getShape()), " and ",
                             shapeText(indices.getShape()));
  types.push_back(
      RankedTensorType::get(indices.getShape(), input.getElementType()));
  return success();
}

} // namespace sinter

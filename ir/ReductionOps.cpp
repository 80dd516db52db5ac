// ReductionOps.cpp: shape inference of means, softmax and pools.
#include "ir/Ops.h"

using namespace mlir;

#define GET_OP_CLASSES
#include "ir/ReductionOps.cpp.inc"

namespace sinter {

void SinterDialect::registerReductionOps() {
  addOperations<
#define GET_OP_LIST
#include "ir/ReductionOps.cpp.inc"
      >();
}

//===- mean --------------------------------------------------------------===//

LogicalResult MeanOp::inferReturnTypes(MLIRContext *context,
                                       std::optional<Location> location,
                                       Adaptor adaptor,
                                       SmallVectorImpl<Type> &types) {
  auto input = cast<RankedTensorType>(adaptor.getInput().getType());
  int64_t rank = input.getRank(), previous = -1;
  SmallVector<bool> reduced(rank, adaptor.getAxes().empty());
  for (int64_t axis : adaptor.getAxes()) {
    if (axis <= previous || axis >= rank)
      return emitOptionalError(location, "`mean` over a tensor of rank ", rank,
                               " needs distinct, ascending axes from 0 to ",
                               rank - 1, ", but they are ",
                               shapeText(adaptor.getAxes()));
    reduced[axis] = true;
    previous = axis;
  }
  Shape shape;
  for (auto [axis, size] : llvm::enumerate(input.getShape())) {
    if (!reduced[axis])
      shape.push_back(size);
    else if (adaptor.getKeep())
      shape.push_back(1);
  }
  types.push_back(RankedTensorType::get(shape, input.getElementType()));
  return success();
}

//===- softmax -----------------------------------------------------------===//

LogicalResult SoftmaxOp::inferReturnTypes(MLIRContext *context,
                                          std::optional<Location> location,
                                          Adaptor adaptor,
                                          SmallVectorImpl<Type> &types) {
  auto input = cast<RankedTensorType>(adaptor.getInput().getType());
  int64_t axis = adaptor.getAxis();
  if (axis < 0 || axis >= input.getRank())
    return emitOptionalError(location, "`softmax` on a tensor of rank ",
                             input.getRank(), " needs an axis from 0 to ",
                             input.getRank() - 1, ", but it is ", axis);
  types.push_back(logicalType(input));
  return success();
}

//===- pools -------------------------------------------------------------===//

static LogicalResult
inferPoolType(std::optional<Location> location, StringRef op, Value value,
              ArrayRef<int64_t> window, ArrayRef<int64_t> strides,
              ArrayRef<int64_t> padding, SmallVectorImpl<Type> &types) {
  auto input = cast<RankedTensorType>(value.getType());
  if (input.getRank() != 4)
    return emitOptionalError(
        location, "`", op, "` needs an input of shape [n, h, w, c], but it is ",
        shapeText(input.getShape()));
  if (window.size() != 2 || strides.size() != 2 || padding.size() != 4)
    return emitOptionalError(
        location, "`", op,
        "` takes 2 window sizes, 2 strides and 4 paddings, but has ",
        window.size(), ", ", strides.size(), " and ", padding.size());
  Shape shape(input.getShape());
  for (int axis : {0, 1}) {
    int64_t size = shape[1 + axis], before = padding[2 * axis],
            after = padding[2 * axis + 1];
    if (window[axis] < 1 || strides[axis] < 1)
      return emitOptionalError(
          location, "`", op,
          "` needs a window and strides of at least 1, but they are ",
          shapeText(window), " and ", shapeText(strides));
    if (window[axis] > kLargestSize || strides[axis] > kLargestSize)
      return emitOptionalError(
          location, "`", op,
          "` needs a window and strides of at most 2^31, but they are ",
          shapeText(window), " and ", shapeText(strides));
    if (before < 0 || after < 0 || before >= window[axis] ||
        after >= window[axis])
      return emitOptionalError(
          location, "`", op,
          "` needs padding from 0 to below the window, so that each window "
          "touches the image, but padding is ",
          shapeText(padding), " and the window ", shapeText(window));
    shape[1 + axis] =
        windowPositions(size, window[axis], strides[axis], before, after);
    if (shape[1 + axis] < 1)
      return emitOptionalError(location, "`", op, "` has a window of ",
                               window[axis], axis ? " columns" : " rows",
                               ", but the padded image has ",
                               size + before + after);
  }
  types.push_back(RankedTensorType::get(shape, input.getElementType()));
  return success();
}

LogicalResult MaxPoolOp::inferReturnTypes(MLIRContext *context,
                                          std::optional<Location> location,
                                          Adaptor adaptor,
                                          SmallVectorImpl<Type> &types) {
  return inferPoolType(location, "max_pool", adaptor.getInput(),
                       adaptor.getWindow(), adaptor.getStrides(),
                       adaptor.getPadding(), types);
}

LogicalResult AvgPoolOp::inferReturnTypes(MLIRContext *context,
                                          std::optional<Location> location,
                                          Adaptor adaptor,
                                          SmallVectorImpl<Type> &types) {
  return inferPoolType(location, "avg_pool", adaptor.getInput(),
                       adaptor.getWindow(), adaptor.getStrides(),
                       adaptor.getPadding(), types);
}

} // namespace sinter

// GradientOps.cpp: shape inference of adjoints. Each checks itself against the
// op that it belongs to.
#include "ir/Ops.h"

using namespace mlir;

#define GET_OP_CLASSES
#include "ir/GradientOps.cpp.inc"

namespace sinter {

void SinterDialect::registerGradientOps() {
  addOperations<
#define GET_OP_LIST
#include "ir/GradientOps.cpp.inc"
      >();
}

static RankedTensorType typeOf(Value value) {
  return cast<RankedTensorType>(value.getType());
}

/// Says so where `gradient` has not the shape `forward` of the result whose
/// gradient it is.
static LogicalResult checkGradient(std::optional<Location> location,
                                   StringRef op, Value gradient,
                                   ArrayRef<int64_t> forward) {
  if (typeOf(gradient).getShape() == forward)
    return success();
  return emitOptionalError(location, "`", op, "` belongs to a result of shape ",
                           shapeText(forward), ", but the gradient is ",
                           shapeText(typeOf(gradient).getShape()));
}

/// What windows over `[n, h, w, c]` ask of their attributes, and that
/// `gradient` has one element for each of them and `channels`.
static LogicalResult
checkWindows(std::optional<Location> location, StringRef op,
             ArrayRef<int64_t> image, Value gradient, int64_t channels,
             ArrayRef<int64_t> window, ArrayRef<int64_t> strides,
             ArrayRef<int64_t> padding, ArrayRef<int64_t> dilations) {
  if (window.size() != 2 || strides.size() != 2 || dilations.size() != 2 ||
      padding.size() != 4)
    return emitOptionalError(location, "`", op,
                             "` takes 2 window sizes, 2 strides, 2 dilations "
                             "and 4 paddings, but has ",
                             window.size(), ", ", strides.size(), ", ",
                             dilations.size(), " and ", padding.size());
  for (ArrayRef<int64_t> numbers : {window, strides, dilations})
    for (int64_t number : numbers)
      if (number < 1 || number > kLargestSize)
        return emitOptionalError(location, "`", op,
                                 "` needs windows, strides and dilations from "
                                 "1 to 2^31, but one is ",
                                 number);
  for (int64_t pad : padding)
    if (pad < 0 || pad > kLargestSize)
      return emitOptionalError(
          location, "`", op, "` needs padding from 0 to 2^31, but it is ", pad);
  Shape forward = {image[0], 0, 0, channels};
  for (int axis : {0, 1})
    forward[1 + axis] = windowPositions(image[1 + axis], window[axis],
                                        strides[axis], padding[2 * axis],
                                        padding[2 * axis + 1], dilations[axis]);
  return checkGradient(location, op, gradient, forward);
}

//===- weights -----------------------------------------------------------===//

LogicalResult Conv2dWeightGradientOp::inferReturnTypes(
    MLIRContext *context, std::optional<Location> location, Adaptor adaptor,
    SmallVectorImpl<Type> &types) {
  constexpr StringLiteral op = "conv2d_weight_gradient";
  RankedTensorType input = typeOf(adaptor.getInput()),
                   gradient = typeOf(adaptor.getGradient());
  if (failed(checkImage(location, op, input)) ||
      failed(checkImage(location, op, gradient)) ||
      failed(checkElementTypes(location, op, adaptor.getOperands())))
    return failure();
  const int64_t channels = input.getDimSize(3),
                filters = gradient.getDimSize(3), groups = adaptor.getGroups();
  if (groups < 1 || channels % groups || filters % groups)
    return emitOptionalError(
        location, "`", op,
        "` needs `groups` to divide channels and filters, but groups is ",
        groups, ", channels ", channels, " and filters ", filters);
  ArrayRef<int64_t> kernel = adaptor.getKernel();
  if (failed(checkWindows(location, op, input.getShape(), adaptor.getGradient(),
                          filters, kernel, adaptor.getStrides(),
                          adaptor.getPadding(), adaptor.getDilations())))
    return failure();
  Shape shape = {filters, channels / groups, kernel[0], kernel[1]};
  if (failed(checkResultShape(location, op, shape)))
    return failure();
  types.push_back(RankedTensorType::get(shape, input.getElementType()));
  return success();
}

int64_t Conv2dWeightGradientOp::getMacs() {
  ArrayRef<int64_t> weight = typeOf(getResult()).getShape();
  return typeOf(getGradient()).getNumElements() * weight[1] * weight[2] *
         weight[3];
}

LogicalResult DenseWeightGradientOp::inferReturnTypes(
    MLIRContext *context, std::optional<Location> location, Adaptor adaptor,
    SmallVectorImpl<Type> &types) {
  constexpr StringLiteral op = "dense_weight_gradient";
  RankedTensorType input = typeOf(adaptor.getInput()),
                   gradient = typeOf(adaptor.getGradient());
  if (input.getRank() < 1 || gradient.getRank() != input.getRank() ||
      input.getShape().drop_back() != gradient.getShape().drop_back())
    return emitOptionalError(location, "`", op,
                             "` needs an input and a gradient that differ in "
                             "their last axis only, but they are ",
                             shapeText(input.getShape()), " and ",
                             shapeText(gradient.getShape()));
  if (failed(checkElementTypes(location, op, adaptor.getOperands())))
    return failure();
  Shape shape = {gradient.getShape().back(), input.getShape().back()};
  if (failed(checkResultShape(location, op, shape)))
    return failure();
  types.push_back(RankedTensorType::get(shape, input.getElementType()));
  return success();
}

int64_t DenseWeightGradientOp::getMacs() {
  return typeOf(getInput()).getNumElements() *
         typeOf(getGradient()).getShape().back();
}

//===- images ------------------------------------------------------------===//

LogicalResult MaxPoolGradientOp::inferReturnTypes(
    MLIRContext *context, std::optional<Location> location, Adaptor adaptor,
    SmallVectorImpl<Type> &types) {
  constexpr StringLiteral op = "max_pool_gradient";
  RankedTensorType input = typeOf(adaptor.getInput());
  if (failed(checkImage(location, op, input)) ||
      failed(checkElementTypes(location, op, adaptor.getOperands())) ||
      failed(checkWindows(location, op, input.getShape(), adaptor.getGradient(),
                          input.getDimSize(3), adaptor.getWindow(),
                          adaptor.getStrides(), adaptor.getPadding(), {1, 1})))
    return failure();
  types.push_back(logicalType(input));
  return success();
}

/// The image of `size` whose gradient is computed from that of a result.
static FailureOr<Shape> imageOf(std::optional<Location> location, StringRef op,
                                RankedTensorType gradient,
                                ArrayRef<int64_t> size) {
  if (failed(checkImage(location, op, gradient)))
    return failure();
  if (size.size() != 2 || size[0] < 1 || size[1] < 1) {
    (void)emitOptionalError(
        location, "`", op,
        "` needs a size of rows and columns of at least 1, but it is ",
        shapeText(size));
    return failure();
  }
  Shape image = {gradient.getDimSize(0), size[0], size[1],
                 gradient.getDimSize(3)};
  if (failed(checkResultShape(location, op, image)))
    return failure();
  return image;
}

LogicalResult AvgPoolGradientOp::inferReturnTypes(
    MLIRContext *context, std::optional<Location> location, Adaptor adaptor,
    SmallVectorImpl<Type> &types) {
  constexpr StringLiteral op = "avg_pool_gradient";
  RankedTensorType gradient = typeOf(adaptor.getGradient());
  FailureOr<Shape> image = imageOf(location, op, gradient, adaptor.getSize());
  if (failed(image) ||
      failed(checkWindows(location, op, *image, adaptor.getGradient(),
                          gradient.getDimSize(3), adaptor.getWindow(),
                          adaptor.getStrides(), adaptor.getPadding(), {1, 1})))
    return failure();
  types.push_back(RankedTensorType::get(*image, gradient.getElementType()));
  return success();
}

LogicalResult ResizeGradientOp::inferReturnTypes(
    MLIRContext *context, std::optional<Location> location, Adaptor adaptor,
    SmallVectorImpl<Type> &types) {
  constexpr StringLiteral op = "resize_gradient";
  RankedTensorType gradient = typeOf(adaptor.getGradient());
  FailureOr<Shape> image = imageOf(location, op, gradient, adaptor.getSize());
  if (failed(image))
    return failure();
  if (failed(checkResizeMode(location, op, adaptor.getMode(),
                             adaptor.getCoordinates())))
    return failure();
  types.push_back(RankedTensorType::get(*image, gradient.getElementType()));
  return success();
}

//===- places ------------------------------------------------------------===//

LogicalResult SliceGradientOp::inferReturnTypes(
    MLIRContext *context, std::optional<Location> location, Adaptor adaptor,
    SmallVectorImpl<Type> &types) {
  constexpr StringLiteral op = "slice_gradient";
  RankedTensorType gradient = typeOf(adaptor.getGradient());
  ArrayRef<int64_t> shape = adaptor.getShape();
  if (shape.size() != static_cast<size_t>(gradient.getRank()))
    return emitOptionalError(
        location, "`", op, "` of a gradient of rank ", gradient.getRank(),
        " needs a size for each axis, but has ", shape.size());
  if (failed(checkResultShape(location, op, shape)) ||
      failed(checkSlice(location, op, shape, adaptor.getStarts(),
                        gradient.getShape(), adaptor.getStrides())))
    return failure();
  types.push_back(RankedTensorType::get(shape, gradient.getElementType()));
  return success();
}

LogicalResult GatherGradientOp::inferReturnTypes(
    MLIRContext *context, std::optional<Location> location, Adaptor adaptor,
    SmallVectorImpl<Type> &types) {
  constexpr StringLiteral op = "gather_gradient";
  RankedTensorType gradient = typeOf(adaptor.getGradient()),
                   indices = typeOf(adaptor.getIndices());
  const int64_t axis = adaptor.getAxis(), size = adaptor.getSize();
  const int64_t rank = gradient.getRank() - indices.getRank();
  if (axis < 0 || axis > rank ||
      gradient.getShape().slice(axis, indices.getRank()) != indices.getShape())
    return emitOptionalError(location, "`", op, "` with indices ",
                             shapeText(indices.getShape()), " at axis ", axis,
                             " does not fit a gradient of shape ",
                             shapeText(gradient.getShape()));
  Shape shape(gradient.getShape().take_front(axis));
  shape.push_back(size);
  llvm::append_range(shape,
                     gradient.getShape().drop_front(axis + indices.getRank()));
  if (failed(checkResultShape(location, op, shape)))
    return failure();
  types.push_back(RankedTensorType::get(shape, gradient.getElementType()));
  return success();
}

LogicalResult GatherElementsGradientOp::inferReturnTypes(
    MLIRContext *context, std::optional<Location> location, Adaptor adaptor,
    SmallVectorImpl<Type> &types) {
  constexpr StringLiteral op = "gather_elements_gradient";
  RankedTensorType gradient = typeOf(adaptor.getGradient());
  const int64_t axis = adaptor.getAxis();
  if (axis < 0 || axis >= gradient.getRank())
    return emitOptionalError(location, "`", op, "` of a tensor of rank ",
                             gradient.getRank(),
                             " needs an axis of it, but it is ", axis);
  if (failed(checkGradient(location, op, adaptor.getGradient(),
                           typeOf(adaptor.getIndices()).getShape())))
    return failure();
  Shape shape(gradient.getShape());
  shape[axis] = adaptor.getSize();
  if (failed(checkResultShape(location, op, shape)))
    return failure();
  types.push_back(RankedTensorType::get(shape, gradient.getElementType()));
  return success();
}

} // namespace sinter

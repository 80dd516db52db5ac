// ImageOps.cpp: shape inference of pools, unpooling and resizing.
#include "ir/Ops.h"

using namespace mlir;

#define GET_OP_CLASSES
#include "ir/ImageOps.cpp.inc"

namespace sinter {

void SinterDialect::registerImageOps() {
  addOperations<
#define GET_OP_LIST
#include "ir/ImageOps.cpp.inc"
      >();
}

//===- pools -------------------------------------------------------------===//

static LogicalResult
inferPoolType(std::optional<Location> location, StringRef op, Value value,
              ArrayRef<int64_t> window, ArrayRef<int64_t> strides,
              ArrayRef<int64_t> padding, SmallVectorImpl<Type> &types) {
  auto input = cast<RankedTensorType>(value.getType());
  if (failed(checkImage(location, op, input)))
    return failure();
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

LogicalResult MaxPoolIndicesOp::inferReturnTypes(
    MLIRContext *context, std::optional<Location> location, Adaptor adaptor,
    SmallVectorImpl<Type> &types) {
  if (failed(inferPoolType(location, "max_pool_indices", adaptor.getInput(),
                           adaptor.getWindow(), adaptor.getStrides(),
                           adaptor.getPadding(), types)))
    return failure();
  types.back() =
      RankedTensorType::get(cast<RankedTensorType>(types.back()).getShape(),
                            IntegerType::get(context, 32));
  return success();
}

//===- sizes -------------------------------------------------------------===//

/// `image` with its height and width replaced by `size`.
static LogicalResult inferResized(std::optional<Location> location,
                                  StringRef op, Value image,
                                  ArrayRef<int64_t> size,
                                  SmallVectorImpl<Type> &types) {
  auto input = cast<RankedTensorType>(image.getType());
  if (failed(checkImage(location, op, input)))
    return failure();
  if (size.size() != 2 || size[0] < 1 || size[1] < 1)
    return emitOptionalError(
        location, "`", op,
        "` needs a size of rows and columns of at least 1, but it is ",
        shapeText(size));
  Shape shape = {input.getDimSize(0), size[0], size[1], input.getDimSize(3)};
  if (failed(checkResultShape(location, op, shape)))
    return failure();
  types.push_back(RankedTensorType::get(shape, input.getElementType()));
  return success();
}

LogicalResult MaxUnpoolOp::inferReturnTypes(MLIRContext *context,
                                            std::optional<Location> location,
                                            Adaptor adaptor,
                                            SmallVectorImpl<Type> &types) {
  auto input = cast<RankedTensorType>(adaptor.getInput().getType());
  auto indices = cast<RankedTensorType>(adaptor.getIndices().getType());
  if (input.getShape() != indices.getShape())
    return emitOptionalError(
        location, "`max_unpool` needs a place for each value, but values are ",
        shapeText(input.getShape()), " and places ",
        shapeText(indices.getShape()));
  return inferResized(location, "max_unpool", adaptor.getInput(),
                      adaptor.getSize(), types);
}

LogicalResult checkResizeMode(std::optional<Location> location, StringRef op,
                              StringRef mode, StringRef coordinates) {
  if (!llvm::is_contained({"nearest", "bilinear", "bicubic"}, mode))
    return emitOptionalError(
        location, "`", op,
        "` knows the modes nearest, bilinear and bicubic, but not `", mode,
        "`");
  if (!llvm::is_contained({"half_pixel", "align_corners", "asymmetric"},
                          coordinates))
    return emitOptionalError(location, "`", op,
                             "` knows the coordinates half_pixel, "
                             "align_corners and asymmetric, but not `",
                             coordinates, "`");
  if (mode == "nearest" && coordinates == "align_corners")
    return emitOptionalError(location, "`", op,
                             "` has no mode nearest with aligned corners");
  return success();
}

LogicalResult ResizeOp::inferReturnTypes(MLIRContext *context,
                                         std::optional<Location> location,
                                         Adaptor adaptor,
                                         SmallVectorImpl<Type> &types) {
  if (failed(checkResizeMode(location, "resize", adaptor.getMode(),
                             adaptor.getCoordinates())))
    return failure();
  return inferResized(location, "resize", adaptor.getInput(), adaptor.getSize(),
                      types);
}

//===- affine_sample -----------------------------------------------------===//

LogicalResult AffineSampleOp::inferReturnTypes(MLIRContext *context,
                                               std::optional<Location> location,
                                               Adaptor adaptor,
                                               SmallVectorImpl<Type> &types) {
  auto input = cast<RankedTensorType>(adaptor.getInput().getType());
  auto maps = cast<RankedTensorType>(adaptor.getMaps().getType());
  if (failed(checkImage(location, "affine_sample", input)))
    return failure();
  Shape expected = {input.getDimSize(0), 2, 3};
  if (maps.getShape() != ArrayRef<int64_t>(expected))
    return emitOptionalError(location,
                             "`affine_sample` needs a map for each image, of "
                             "shape ",
                             shapeText(expected), ", but they are ",
                             shapeText(maps.getShape()));
  if (!llvm::is_contained({"nearest", "bilinear"}, adaptor.getMode()))
    return emitOptionalError(location,
                             "`affine_sample` knows the modes nearest and "
                             "bilinear, but not `",
                             adaptor.getMode(), "`");
  if (failed(
          checkElementTypes(location, "affine_sample", adaptor.getOperands())))
    return failure();
  types.push_back(logicalType(input));
  return success();
}

} // namespace sinter

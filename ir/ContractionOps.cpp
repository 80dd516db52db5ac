// ContractionOps.cpp: shape inference and cost of sums of products.
#include "ir/Ops.h"
#include "ir/Winograd.h"

using namespace mlir;

#define GET_OP_CLASSES
#include "ir/ContractionOps.cpp.inc"

namespace sinter {

void SinterDialect::registerContractionOps() {
  addOperations<
#define GET_OP_LIST
#include "ir/ContractionOps.cpp.inc"
      >();
}

/// A bias has one value for each of `count` outputs of `op`.
static LogicalResult checkBias(std::optional<Location> location, StringRef op,
                               Value bias, int64_t count) {
  if (!bias)
    return success();
  auto type = cast<RankedTensorType>(bias.getType());
  if (type.getRank() == 1 && type.getDimSize(0) == count)
    return success();
  return emitOptionalError(location, "`", op, "` needs a bias of shape [",
                           count, "], but it is ", shapeText(type.getShape()));
}

/// What convolutions in both directions ask of their attributes; `op` is the
/// name, `weightShape` what a weight should be.
static LogicalResult checkConvolution(
    std::optional<Location> location, StringRef op, StringRef weightShape,
    RankedTensorType input, RankedTensorType weight, ArrayRef<int64_t> strides,
    ArrayRef<int64_t> padding, ArrayRef<int64_t> dilations, int64_t groups) {
  if (failed(checkImage(location, op, input)))
    return failure();
  if (weight.getRank() != 4)
    return emitOptionalError(location, "`", op, "` needs a weight of shape ",
                             weightShape, ", but it is ",
                             shapeText(weight.getShape()));
  if (strides.size() != 2 || dilations.size() != 2 || padding.size() != 4)
    return emitOptionalError(
        location, "`", op,
        "` takes 2 strides, 2 dilations and 4 paddings, but has ",
        strides.size(), ", ", dilations.size(), " and ", padding.size());
  for (int64_t positive :
       {strides[0], strides[1], dilations[0], dilations[1], groups})
    if (positive < 1)
      return emitOptionalError(location, "`", op,
                               "` needs strides, dilations and groups "
                               "of at least 1, but one is ",
                               positive);
  for (int64_t pad : padding)
    if (pad < 0)
      return emitOptionalError(
          location, "`", op, "` needs padding of at least 0, but it is ", pad);
  for (ArrayRef<int64_t> numbers : {strides, dilations, padding})
    if (int64_t largest = *llvm::max_element(numbers); largest > kLargestSize)
      return emitOptionalError(location, "`", op,
                               "` needs strides, dilations and padding "
                               "of at most 2^31, but one is ",
                               largest);
  return success();
}

//===- conv2d ------------------------------------------------------------===//

LogicalResult Conv2dOp::inferReturnTypes(MLIRContext *context,
                                         std::optional<Location> location,
                                         Adaptor adaptor,
                                         SmallVectorImpl<Type> &types) {
  auto input = cast<RankedTensorType>(adaptor.getInput().getType());
  auto weight = cast<RankedTensorType>(adaptor.getWeight().getType());
  ArrayRef<int64_t> strides = adaptor.getStrides(),
                    padding = adaptor.getPadding(),
                    dilations = adaptor.getDilations();
  int64_t groups = adaptor.getGroups();
  if (failed(checkConvolution(location, "conv2d",
                              "[filters, c / groups, kh, kw]", input, weight,
                              strides, padding, dilations, groups)))
    return failure();
  int64_t channels = input.getDimSize(3), filters = weight.getDimSize(0);
  if (channels % groups || filters % groups)
    return emitOptionalError(location,
                             "`conv2d` needs `groups` to divide channels and "
                             "filters, but groups is ",
                             groups, ", channels ", channels, " and filters ",
                             filters);
  if (weight.getDimSize(1) * groups != channels)
    return emitOptionalError(location, "`conv2d` needs a weight for ",
                             channels / groups, " channels (", channels, " / ",
                             groups, " groups), but it is for ",
                             weight.getDimSize(1));
  if (failed(checkBias(location, "conv2d", adaptor.getBias(), filters)) ||
      failed(checkElementTypes(location, "conv2d", adaptor.getOperands())))
    return failure();
  Shape shape = {input.getDimSize(0), 0, 0, filters};
  for (int axis : {0, 1}) {
    int64_t size = input.getDimSize(1 + axis),
            kernel = weight.getDimSize(2 + axis);
    shape[1 + axis] =
        windowPositions(size, kernel, strides[axis], padding[2 * axis],
                        padding[2 * axis + 1], dilations[axis]);
    if (shape[1 + axis] < 1)
      return emitOptionalError(
          location, "`conv2d` has a kernel that spans ",
          (kernel - 1) * dilations[axis] + 1, axis ? " columns" : " rows",
          ", but the padded image has ",
          size + padding[2 * axis] + padding[2 * axis + 1]);
  }
  types.push_back(RankedTensorType::get(shape, input.getElementType()));
  return success();
}

int64_t Conv2dOp::getMacs() {
  ArrayRef<int64_t> weight =
      cast<RankedTensorType>(getWeight().getType()).getShape();
  return cast<RankedTensorType>(getType()).getNumElements() * weight[1] *
         weight[2] * weight[3];
}

//===- winograd ----------------------------------------------------------===//

static LogicalResult checkTile(std::optional<Location> location, StringRef op,
                               int64_t tile) {
  if (Winograd::hasTile(tile))
    return success();
  return emitOptionalError(
      location, "`", op, "` has tiles of 2 or 4 results, but `tile` is ", tile);
}

LogicalResult WinogradFilterOp::inferReturnTypes(
    MLIRContext *context, std::optional<Location> location, Adaptor adaptor,
    SmallVectorImpl<Type> &types) {
  auto weight = cast<RankedTensorType>(adaptor.getWeight().getType());
  if (weight.getRank() != 4 || weight.getDimSize(2) != 3 ||
      weight.getDimSize(3) != 3)
    return emitOptionalError(
        location,
        "`winograd_filter` needs a weight of shape [filters, c, 3, 3], but it "
        "is ",
        shapeText(weight.getShape()));
  int64_t tile = adaptor.getTile();
  if (failed(checkTile(location, "winograd_filter", tile)))
    return failure();
  types.push_back(RankedTensorType::get(
      {weight.getDimSize(0), weight.getDimSize(1), tile + 2, tile + 2},
      weight.getElementType()));
  return success();
}

LogicalResult WinogradConv2dOp::inferReturnTypes(
    MLIRContext *context, std::optional<Location> location, Adaptor adaptor,
    SmallVectorImpl<Type> &types) {
  auto input = cast<RankedTensorType>(adaptor.getInput().getType());
  auto filter = cast<RankedTensorType>(adaptor.getFilter().getType());
  ArrayRef<int64_t> padding = adaptor.getPadding();
  const int64_t tile = adaptor.getTile(), stride[] = {1, 1};
  if (failed(checkTile(location, "winograd_conv2d", tile)) ||
      failed(checkConvolution(location, "winograd_conv2d",
                              "[filters, c, tile + 2, tile + 2]", input, filter,
                              stride, padding, stride, /*groups=*/1)))
    return failure();
  if (filter.getDimSize(2) != tile + 2 || filter.getDimSize(3) != tile + 2)
    return emitOptionalError(location, "`winograd_conv2d` needs filters of ",
                             tile + 2, " x ", tile + 2, " for tiles of ", tile,
                             ", but they are ",
                             shapeText(filter.getShape().drop_front(2)));
  if (filter.getDimSize(1) != input.getDimSize(3))
    return emitOptionalError(
        location, "`winograd_conv2d` needs filters for ", input.getDimSize(3),
        " channels, but they are for ", filter.getDimSize(1));
  if (failed(checkBias(location, "winograd_conv2d", adaptor.getBias(),
                       filter.getDimSize(0))) ||
      failed(checkElementTypes(location, "winograd_conv2d",
                               adaptor.getOperands())))
    return failure();
  const int64_t height = input.getDimSize(1) + padding[0] + padding[1] - 2,
                width = input.getDimSize(2) + padding[2] + padding[3] - 2;
  if (height < 1 || width < 1)
    return emitOptionalError(
        location,
        "`winograd_conv2d` has a kernel that spans 3 x 3, but the padded image "
        "is ",
        height + 2, " x ", width + 2);
  types.push_back(RankedTensorType::get(
      {input.getDimSize(0), height, width, filter.getDimSize(0)},
      input.getElementType()));
  return success();
}

/// Those of the convolution that it stands for, so that speeds compare.
int64_t WinogradConv2dOp::getMacs() {
  return cast<RankedTensorType>(getType()).getNumElements() *
         cast<RankedTensorType>(getFilter().getType()).getDimSize(1) * 9;
}

//===- conv2d_transpose --------------------------------------------------===//

LogicalResult Conv2dTransposeOp::inferReturnTypes(
    MLIRContext *context, std::optional<Location> location, Adaptor adaptor,
    SmallVectorImpl<Type> &types) {
  auto input = cast<RankedTensorType>(adaptor.getInput().getType());
  auto weight = cast<RankedTensorType>(adaptor.getWeight().getType());
  ArrayRef<int64_t> strides = adaptor.getStrides(),
                    padding = adaptor.getPadding(),
                    extra = adaptor.getOutputPadding(),
                    dilations = adaptor.getDilations();
  int64_t groups = adaptor.getGroups();
  if (failed(checkConvolution(location, "conv2d_transpose",
                              "[c, filters / groups, kh, kw]", input, weight,
                              strides, padding, dilations, groups)))
    return failure();
  int64_t channels = input.getDimSize(3),
          filters = weight.getDimSize(1) * groups;
  if (channels % groups)
    return emitOptionalError(location,
                             "`conv2d_transpose` needs `groups` to divide the "
                             "channels, but groups is ",
                             groups, " and channels ", channels);
  if (weight.getDimSize(0) != channels)
    return emitOptionalError(location, "`conv2d_transpose` needs a weight for ",
                             channels, " channels, but it is for ",
                             weight.getDimSize(0));
  if (extra.size() != 2)
    return emitOptionalError(
        location, "`conv2d_transpose` takes 2 output paddings, but has ",
        extra.size());
  if (failed(checkBias(location, "conv2d_transpose", adaptor.getBias(),
                       filters)) ||
      failed(checkElementTypes(location, "conv2d_transpose",
                               adaptor.getOperands())))
    return failure();
  Shape shape = {input.getDimSize(0), 0, 0, filters};
  for (int axis : {0, 1}) {
    int64_t limit = std::max(strides[axis], dilations[axis]);
    if (extra[axis] < 0 || extra[axis] >= limit)
      return emitOptionalError(location,
                               "`conv2d_transpose` needs output padding from 0 "
                               "to below stride or dilation, but it is ",
                               extra[axis], " and the larger of them ", limit);
    int64_t span = (weight.getDimSize(2 + axis) - 1) * dilations[axis] + 1;
    shape[1 + axis] = (input.getDimSize(1 + axis) - 1) * strides[axis] + span +
                      extra[axis] - padding[2 * axis] - padding[2 * axis + 1];
    if (shape[1 + axis] < 1)
      return emitOptionalError(
          location, "`conv2d_transpose` has padding of ", padding[2 * axis],
          " and ", padding[2 * axis + 1], ", which leaves none of the ",
          shape[1 + axis] + padding[2 * axis] + padding[2 * axis + 1],
          axis ? " columns" : " rows");
  }
  if (failed(checkResultShape(location, "conv2d_transpose", shape)))
    return failure();
  types.push_back(RankedTensorType::get(shape, input.getElementType()));
  return success();
}

/// Taps that fall outside the result count too, as in `sinter.conv2d`.
int64_t Conv2dTransposeOp::getMacs() {
  ArrayRef<int64_t> weight =
      cast<RankedTensorType>(getWeight().getType()).getShape();
  return cast<RankedTensorType>(getInput().getType()).getNumElements() *
         weight[1] * weight[2] * weight[3];
}

//===- dense -------------------------------------------------------------===//

LogicalResult DenseOp::inferReturnTypes(MLIRContext *context,
                                        std::optional<Location> location,
                                        Adaptor adaptor,
                                        SmallVectorImpl<Type> &types) {
  auto input = cast<RankedTensorType>(adaptor.getInput().getType());
  auto weight = cast<RankedTensorType>(adaptor.getWeight().getType());
  if (input.getRank() < 1)
    return emitOptionalError(
        location,
        "`dense` needs an input of at least one axis, but it has none");
  if (weight.getRank() != 2)
    return emitOptionalError(
        location, "`dense` needs a weight of shape [units, k], but it is ",
        shapeText(weight.getShape()));
  if (weight.getDimSize(1) != input.getShape().back())
    return emitOptionalError(
        location, "`dense` needs equal inner sizes, but the input ends in ",
        input.getShape().back(), " and the weight is for ",
        weight.getDimSize(1));
  if (failed(checkBias(location, "dense", adaptor.getBias(),
                       weight.getDimSize(0))) ||
      failed(checkElementTypes(location, "dense", adaptor.getOperands())))
    return failure();
  Shape shape(input.getShape());
  shape.back() = weight.getDimSize(0);
  types.push_back(RankedTensorType::get(shape, input.getElementType()));
  return success();
}

int64_t DenseOp::getMacs() {
  return cast<RankedTensorType>(getType()).getNumElements() *
         cast<RankedTensorType>(getWeight().getType()).getDimSize(1);
}

//===- matmul ------------------------------------------------------------===//

LogicalResult MatmulOp::inferReturnTypes(MLIRContext *context,
                                         std::optional<Location> location,
                                         Adaptor adaptor,
                                         SmallVectorImpl<Type> &types) {
  auto lhs = cast<RankedTensorType>(adaptor.getLhs().getType());
  auto rhs = cast<RankedTensorType>(adaptor.getRhs().getType());
  if (lhs.getRank() < 2 || rhs.getRank() < 2)
    return emitOptionalError(
        location, "`matmul` needs tensors of at least two axes, but they are ",
        shapeText(lhs.getShape()), " and ", shapeText(rhs.getShape()));
  int64_t inner = rhs.getDimSize(rhs.getRank() - 2);
  if (lhs.getShape().back() != inner)
    return emitOptionalError(
        location, "`matmul` needs equal inner sizes, but the first ends in ",
        lhs.getShape().back(), " and the second has ", inner, " rows");
  if (failed(checkElementTypes(location, "matmul", adaptor.getOperands())))
    return failure();
  std::optional<Shape> shape =
      broadcastShapes(lhs.getShape().drop_back(2), rhs.getShape().drop_back(2));
  if (!shape)
    return emitOptionalError(
        location, "`matmul` cannot broadcast ",
        shapeText(lhs.getShape().drop_back(2)), " with ",
        shapeText(rhs.getShape().drop_back(2)),
        ": aligned at the last leading axis, sizes must be "
        "equal or 1");
  shape->push_back(lhs.getDimSize(lhs.getRank() - 2));
  shape->push_back(rhs.getShape().back());
  if (failed(checkResultShape(location, "matmul", *shape)))
    return failure();
  types.push_back(RankedTensorType::get(*shape, lhs.getElementType()));
  return success();
}

int64_t MatmulOp::getMacs() {
  return cast<RankedTensorType>(getType()).getNumElements() *
         cast<RankedTensorType>(getLhs().getType()).getShape().back();
}

} // namespace sinter

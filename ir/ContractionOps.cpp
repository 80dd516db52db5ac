// ContractionOps.cpp: shape inference and cost of convolution and dense.
#include "ir/Ops.h"

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
  if (input.getRank() != 4)
    return emitOptionalError(
        location, "`conv2d` needs an input of shape [n, h, w, c], but it is ",
        shapeText(input.getShape()));
  if (weight.getRank() != 4)
    return emitOptionalError(location,
                             "`conv2d` needs a weight of shape [filters, c / "
                             "groups, kh, kw], but it is ",
                             shapeText(weight.getShape()));
  if (strides.size() != 2 || dilations.size() != 2 || padding.size() != 4)
    return emitOptionalError(
        location,
        "`conv2d` takes 2 strides, 2 dilations and 4 paddings, but has ",
        strides.size(), ", ", dilations.size(), " and ", padding.size());
  for (int64_t positive :
       {strides[0], strides[1], dilations[0], dilations[1], groups})
    if (positive < 1)
      return emitOptionalError(location,
                               "`conv2d` needs strides, dilations and groups "
                               "of at least 1, but one is ",
                               positive);
  for (int64_t pad : padding)
    if (pad < 0)
      return emitOptionalError(
          location, "`conv2d` needs padding of at least 0, but it is ", pad);
  for (ArrayRef<int64_t> numbers : {strides, dilations, padding})
    if (int64_t largest = *llvm::max_element(numbers); largest > kLargestSize)
      return emitOptionalError(location,
                               "`conv2d` needs strides, dilations and padding "
                               "of at most 2^31, but one is ",
                               largest);
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

} // namespace sinter

// ReductionOps.cpp: shape inference of what runs along whole axes.
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

//===- reductions over axes ----------------------------------------------===//

static LogicalResult inferReduction(std::optional<Location> location,
                                    StringRef op, Value value,
                                    ArrayRef<int64_t> axes, bool keep,
                                    SmallVectorImpl<Type> &types) {
  auto input = cast<RankedTensorType>(value.getType());
  int64_t rank = input.getRank(), previous = -1;
  SmallVector<bool> reduced(rank, axes.empty());
  for (int64_t axis : axes) {
    if (axis <= previous || axis >= rank)
      return emitOptionalError(location, "`", op, "` over a tensor of rank ",
                               rank,
                               " needs distinct, ascending axes from 0 to ",
                               rank - 1, ", but they are ", shapeText(axes));
    reduced[axis] = true;
    previous = axis;
  }
  Shape shape;
  for (auto [axis, size] : llvm::enumerate(input.getShape())) {
    if (!reduced[axis])
      shape.push_back(size);
    else if (keep)
      shape.push_back(1);
  }
  types.push_back(RankedTensorType::get(shape, input.getElementType()));
  return success();
}

LogicalResult MeanOp::inferReturnTypes(MLIRContext *context,
                                       std::optional<Location> location,
                                       Adaptor adaptor,
                                       SmallVectorImpl<Type> &types) {
  return inferReduction(location, "mean", adaptor.getInput(), adaptor.getAxes(),
                        adaptor.getKeep(), types);
}

LogicalResult SumOp::inferReturnTypes(MLIRContext *context,
                                      std::optional<Location> location,
                                      Adaptor adaptor,
                                      SmallVectorImpl<Type> &types) {
  return inferReduction(location, "sum", adaptor.getInput(), adaptor.getAxes(),
                        adaptor.getKeep(), types);
}

LogicalResult ProdOp::inferReturnTypes(MLIRContext *context,
                                       std::optional<Location> location,
                                       Adaptor adaptor,
                                       SmallVectorImpl<Type> &types) {
  return inferReduction(location, "prod", adaptor.getInput(), adaptor.getAxes(),
                        adaptor.getKeep(), types);
}

LogicalResult ReduceMaxOp::inferReturnTypes(MLIRContext *context,
                                            std::optional<Location> location,
                                            Adaptor adaptor,
                                            SmallVectorImpl<Type> &types) {
  return inferReduction(location, "reduce_max", adaptor.getInput(),
                        adaptor.getAxes(), adaptor.getKeep(), types);
}

LogicalResult ReduceMinOp::inferReturnTypes(MLIRContext *context,
                                            std::optional<Location> location,
                                            Adaptor adaptor,
                                            SmallVectorImpl<Type> &types) {
  return inferReduction(location, "reduce_min", adaptor.getInput(),
                        adaptor.getAxes(), adaptor.getKeep(), types);
}

//===- along one axis ----------------------------------------------------===//

static LogicalResult checkAxis(std::optional<Location> location, StringRef op,
                               Value input, int64_t axis) {
  int64_t rank = cast<RankedTensorType>(input.getType()).getRank();
  if (rank == 0)
    return emitOptionalError(location, "`", op,
                             "` needs a tensor with an axis, but it has none");
  if (axis < 0 || axis >= rank)
    return emitOptionalError(location, "`", op, "` on a tensor of rank ", rank,
                             " needs an axis from 0 to ", rank - 1,
                             ", but it is ", axis);
  return success();
}

static LogicalResult inferPlace(std::optional<Location> location, StringRef op,
                                Value value, int64_t axis, bool keep,
                                SmallVectorImpl<Type> &types) {
  if (failed(checkAxis(location, op, value, axis)))
    return failure();
  Shape shape(cast<RankedTensorType>(value.getType()).getShape());
  if (keep)
    shape[axis] = 1;
  else
    shape.erase(shape.begin() + axis);
  types.push_back(
      RankedTensorType::get(shape, IntegerType::get(value.getContext(), 32)));
  return success();
}

LogicalResult ArgmaxOp::inferReturnTypes(MLIRContext *context,
                                         std::optional<Location> location,
                                         Adaptor adaptor,
                                         SmallVectorImpl<Type> &types) {
  return inferPlace(location, "argmax", adaptor.getInput(), adaptor.getAxis(),
                    adaptor.getKeep(), types);
}

LogicalResult ArgminOp::inferReturnTypes(MLIRContext *context,
                                         std::optional<Location> location,
                                         Adaptor adaptor,
                                         SmallVectorImpl<Type> &types) {
  return inferPlace(location, "argmin", adaptor.getInput(), adaptor.getAxis(),
                    adaptor.getKeep(), types);
}

LogicalResult TopKOp::inferReturnTypes(MLIRContext *context,
                                       std::optional<Location> location,
                                       Adaptor adaptor,
                                       SmallVectorImpl<Type> &types) {
  int64_t axis = adaptor.getAxis(), k = adaptor.getK();
  if (failed(checkAxis(location, "top_k", adaptor.getInput(), axis)))
    return failure();
  Shape shape(cast<RankedTensorType>(adaptor.getInput().getType()).getShape());
  if (k < 1 || k > shape[axis])
    return emitOptionalError(location, "`top_k` on an axis of size ",
                             shape[axis], " needs k from 1 to ", shape[axis],
                             ", but it is ", k);
  shape[axis] = k;
  types.push_back(RankedTensorType::get(shape, IntegerType::get(context, 32)));
  return success();
}

LogicalResult CumsumOp::inferReturnTypes(MLIRContext *context,
                                         std::optional<Location> location,
                                         Adaptor adaptor,
                                         SmallVectorImpl<Type> &types) {
  if (failed(
          checkAxis(location, "cumsum", adaptor.getInput(), adaptor.getAxis())))
    return failure();
  types.push_back(logicalType(adaptor.getInput().getType()));
  return success();
}

LogicalResult SoftmaxOp::inferReturnTypes(MLIRContext *context,
                                          std::optional<Location> location,
                                          Adaptor adaptor,
                                          SmallVectorImpl<Type> &types) {
  if (failed(checkAxis(location, "softmax", adaptor.getInput(),
                       adaptor.getAxis())))
    return failure();
  types.push_back(logicalType(adaptor.getInput().getType()));
  return success();
}

LogicalResult LogSoftmaxOp::inferReturnTypes(MLIRContext *context,
                                             std::optional<Location> location,
                                             Adaptor adaptor,
                                             SmallVectorImpl<Type> &types) {
  if (failed(checkAxis(location, "log_softmax", adaptor.getInput(),
                       adaptor.getAxis())))
    return failure();
  types.push_back(logicalType(adaptor.getInput().getType()));
  return success();
}

} // namespace sinter

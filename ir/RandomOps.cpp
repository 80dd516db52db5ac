// RandomOps.cpp: shape inference of random numbers.
#include "ir/Ops.h"

using namespace mlir;

#define GET_OP_CLASSES
#include "ir/RandomOps.cpp.inc"

namespace sinter {

void SinterDialect::registerRandomOps() {
  addOperations<
#define GET_OP_LIST
#include "ir/RandomOps.cpp.inc"
      >();
}

static LogicalResult inferRandom(std::optional<Location> location, StringRef op,
                                 ValueRange counters, ArrayRef<int64_t> shape,
                                 int64_t stream, SmallVectorImpl<Type> &types) {
  for (Value counter : counters)
    if (cast<RankedTensorType>(counter.getType()).getRank() != 0)
      return emitOptionalError(
          location, "`", op,
          "` takes a seed, a step and a first index of rank 0, but one is ",
          shapeText(cast<RankedTensorType>(counter.getType()).getShape()));
  if (stream < 0 || stream > int64_t(UINT32_MAX))
    return emitOptionalError(location, "`", op,
                             "` needs a stream from 0 to 2^32 - 1, but it is ",
                             stream);
  if (failed(checkResultShape(location, op, shape)))
    return failure();
  types.push_back(RankedTensorType::get(
      shape, Float32Type::get(counters.front().getContext())));
  return success();
}

LogicalResult RandomUniformOp::inferReturnTypes(
    MLIRContext *context, std::optional<Location> location, Adaptor adaptor,
    SmallVectorImpl<Type> &types) {
  return inferRandom(location, "random_uniform", adaptor.getOperands(),
                     adaptor.getShape(), adaptor.getStream(), types);
}

LogicalResult RandomNormalOp::inferReturnTypes(MLIRContext *context,
                                               std::optional<Location> location,
                                               Adaptor adaptor,
                                               SmallVectorImpl<Type> &types) {
  return inferRandom(location, "random_normal", adaptor.getOperands(),
                     adaptor.getShape(), adaptor.getStream(), types);
}

} // namespace sinter

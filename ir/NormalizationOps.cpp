// NormalizationOps.cpp: verify and infer of batch norm.
#include "ir/Ops.h"

using namespace mlir;

#define GET_OP_CLASSES
#include "ir/NormalizationOps.cpp.inc"

namespace sinter {

void SinterDialect::registerNormalizationOps() {
  addOperations<
#define GET_OP_LIST
#include "ir/NormalizationOps.cpp.inc"
      >();
}

//===- batch_norm --------------------------------------------------------===//

LogicalResult BatchNormOp::verify() {
  double epsilon = getEpsilon().convertToDouble();
  if (epsilon >= 0)
    return success();
  return emitError() << "`batch_norm` needs `epsilon` of at least 0, but it is "
                     << numberText(epsilon);
}

LogicalResult BatchNormOp::inferReturnTypes(MLIRContext *context,
                                            std::optional<Location> location,
                                            Adaptor adaptor,
                                            SmallVectorImpl<Type> &types) {
  auto input = cast<RankedTensorType>(adaptor.getInput().getType());
  if (input.getRank() < 2)
    return emitOptionalError(
        location,
        "`batch_norm` needs an input of shape [n, ..., c], but it is ",
        shapeText(input.getShape()));
  int64_t channels = input.getShape().back();
  for (Value vector : {adaptor.getMean(), adaptor.getVariance(),
                       adaptor.getScale(), adaptor.getBias()}) {
    auto type = cast<RankedTensorType>(vector.getType());
    if (type.getRank() != 1 || type.getDimSize(0) != channels)
      return emitOptionalError(location, "`batch_norm` on ", channels,
                               " channels needs vectors of shape [", channels,
                               "], but one is ", shapeText(type.getShape()));
  }
  if (failed(checkElementTypes(location, "batch_norm", adaptor.getOperands())))
    return failure();
  types.push_back(logicalType(input));
  return success();
}

} // namespace sinter

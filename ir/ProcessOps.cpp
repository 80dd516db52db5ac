// ProcessOps.cpp: verify and infer of what concerns several processes, and the
// functions of the runtime that compute it.
#include "ir/Ops.h"

using namespace mlir;

#define GET_OP_CLASSES
#include "ir/ProcessOps.cpp.inc"

namespace sinter {

void SinterDialect::registerProcessOps() {
  addOperations<
#define GET_OP_LIST
#include "ir/ProcessOps.cpp.inc"
      >();
}

//===- process_index, process_count --------------------------------------===//

static LogicalResult verifyScalar(Operation *op) {
  auto type = cast<RankedTensorType>(op->getResult(0).getType());
  if (type.getRank() == 0)
    return success();
  return op->emitError() << "`" << op->getName().stripDialect()
                         << "` gives one number, of rank 0, but its type is "
                         << shapeText(type.getShape());
}

LogicalResult ProcessIndexOp::verify() { return verifyScalar(*this); }

LogicalResult ProcessCountOp::verify() { return verifyScalar(*this); }

//===- process_mean ------------------------------------------------------===//

LogicalResult ProcessMeanOp::inferReturnTypes(MLIRContext *,
                                              std::optional<Location>,
                                              Adaptor adaptor,
                                              SmallVectorImpl<Type> &types) {
  types.push_back(logicalType(adaptor.getInput().getType()));
  return success();
}

//===- the runtime -------------------------------------------------------===//

StringRef runtimeFunction(KernelOp kernel) {
  Operation *anchor = kernel.getAnchor();
  return isa_and_nonnull<ProcessIndexOp>(anchor)   ? "sinter_v1_process_index"
         : isa_and_nonnull<ProcessCountOp>(anchor) ? "sinter_v1_process_count"
         : isa_and_nonnull<ProcessMeanOp>(anchor)  ? kProcessMeanFunction
                                                   : "";
}

} // namespace sinter

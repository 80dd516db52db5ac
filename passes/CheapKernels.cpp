// CheapKernels.cpp: see CheapKernels.h.
#include "passes/CheapKernels.h"

#include "passes/KernelValues.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

using namespace mlir;

namespace sinter {

/// How many times smaller than the result an operand is that does not count: a
/// value for each channel stays in cache.
constexpr int64_t kSmall = 32;

static RankedTensorType tensorType(Value value) {
  return cast<RankedTensorType>(value.getType());
}

/// Cycles of arithmetic on one vector; a batch norm's factor is computed once
/// for each channel.
static int64_t cyclesOf(Operation &op) {
  if (isa<ExpOp, Expm1Op, LogOp, Log1pOp, SinOp, CosOp, AtanOp, ErfOp,
          SigmoidOp, TanhOp, PowOp>(op))
    return 20;
  if (isa<DivOp, SqrtOp, RsqrtOp>(op))
    return 8;
  if (isa<BatchNormOp>(op))
    return 3;
  return 1;
}

std::optional<PointwiseKernel> findPointwise(KernelOp kernel) {
  if (kernel.getNumResults() != 1 || leavesFunction(kernel.getResult(0)))
    return std::nullopt;
  const RankedTensorType type = tensorType(kernel.getResult(0));
  PointwiseKernel found{kernel, {}, 0};
  for (Operation &op : kernel.getBody().front().without_terminator()) {
    // Each number of Philox takes a hundred instructions.
    if ((!isElementwise(&op) && !isa<BatchNormOp>(op)) ||
        isa<RandomUniformOp, RandomNormalOp>(op))
      return std::nullopt;
    found.cycles += cyclesOf(op);
  }
  for (Value operand : kernel.getInputs())
    if (tensorType(operand).getShape() == type.getShape())
      found.images.push_back(operand);
    else if (tensorType(operand).getNumElements() * kSmall >
             type.getNumElements())
      return std::nullopt;
  return found;
}

int64_t logicalBytes(Value value) {
  const RankedTensorType type = tensorType(value);
  return type.getNumElements() * elementBytes(type.getElementType());
}

int64_t memoryCycles(Value value) {
  return kVectorOfMemory * elementBytes(tensorType(value).getElementType()) / 4;
}

bool isUnwrittenAt(Value value, Operation *op) {
  auto read = value.getDefiningOp<ReadOp>();
  if (!read)
    return true;
  auto function = op->getParentOfType<func::FuncOp>();
  return llvm::all_of(function.getOps<WriteOp>(), [&](WriteOp write) {
    return write.getParameter() != read.getParameter() ||
           op->isBeforeInBlock(write.getValue().getDefiningOp());
  });
}

bool isKeptUntil(Value image, Operation *op) {
  return !image.getDefiningOp<KernelOp>() ||
         llvm::any_of(image.getUsers(), [&](Operation *user) {
           return !user->isBeforeInBlock(op);
         });
}

bool isReduction(Operation *op) {
  return isa<SumOp, MeanOp, ProdOp, ReduceMaxOp, ReduceMinOp>(op);
}

} // namespace sinter

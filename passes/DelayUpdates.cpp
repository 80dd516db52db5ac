// DelayUpdates.cpp: lets caches forget a weight before it is written.
//
// The input's gradient of a dense layer reads all of the weight on all threads,
// and its update would follow at once, in place. Behind kernels that move more
// than the caches hold, nobody but the thread that writes has its lines.
#include "passes/Passes.h"

#include "ir/TrainingState.h"

using namespace mlir;

namespace sinter {

#define GEN_PASS_DEF_DELAYUPDATESPASS
#include "passes/Passes.h.inc"

namespace {

bool isUpdate(KernelOp kernel) {
  return llvm::all_of(kernel.getResults(), [](Value result) {
    return llvm::all_of(result.getUsers(), llvm::IsaPred<WriteOp>) &&
           !result.use_empty();
  });
}

/// Whether the tasks of a product read the weight where it lies, all of them or
/// others than those that write it.
bool isReadByProduct(Value weight) {
  return llvm::any_of(weight.getUsers(), [](Operation *user) {
    auto kernel = dyn_cast<KernelOp>(user);
    return kernel && kernel.getTasks().value_or(1) > 1 &&
           isa_and_nonnull<DenseOp, MatmulOp>(kernel.getAnchor());
  });
}

/// What `update` reads of `parameter`; null where it reads nothing of it.
Value readOf(KernelOp update, StringRef parameter) {
  for (Value operand : update.getOperands())
    if (auto read = operand.getDefiningOp<ReadOp>();
        read && read.getParameter() == parameter)
      return operand;
  return {};
}

/// Whether `update` writes a weight that several threads have in their caches.
bool writesWhatThreadsRead(KernelOp update, int64_t l2Bytes) {
  return llvm::any_of(update.getResults(), [&](Value result) {
    Value weight = readOf(update, writeOf(result).getParameter());
    if (!weight || !isReadByProduct(weight))
      return false;
    const int64_t bytes =
        physicalBytes(cast<RankedTensorType>(weight.getType()));
    return bytes >= l2Bytes / 32 && bytes <= l2Bytes / 2;
  });
}

/// Whether `kernel` writes a parameter whose old value `update` reads.
bool writesWhatIsRead(KernelOp kernel, KernelOp update) {
  return llvm::any_of(kernel.getResults(), [&](Value result) {
    WriteOp write = writeOf(result);
    return write && readOf(update, write.getParameter());
  });
}

/// The op behind kernels that move four times what a cache holds, so that two
/// threads have each forgotten what they had; before that, the first op that
/// must not run before `update`.
Operation *placeBehind(KernelOp update, int64_t l2Bytes) {
  Operation *op = update->getNextNode();
  for (int64_t moved = 0;
       !op->hasTrait<OpTrait::IsTerminator>() && moved < 4 * l2Bytes;
       op = op->getNextNode())
    if (auto kernel = dyn_cast<KernelOp>(op)) {
      if (writesWhatIsRead(kernel, update))
        break;
      moved += operandAndResultBytes(kernel);
    }
  return op;
}

struct DelayUpdates : impl::DelayUpdatesPassBase<DelayUpdates> {
  void runOnOperation() override {
    TargetAttr target = TargetAttr::of(getOperation());
    if (!target || getOperation().isExternal())
      return;
    const int64_t l2Bytes = target.getL2Bytes();
    SmallVector<KernelOp> kernels(getOperation().getOps<KernelOp>());
    // The last one first, out of the way of those before it.
    for (KernelOp update : llvm::reverse(kernels)) {
      if (!isUpdate(update) || !writesWhatThreadsRead(update, l2Bytes))
        continue;
      Operation *place = placeBehind(update, l2Bytes);
      SmallVector<Operation *> writes(update->getUsers());
      update->moveBefore(place);
      for (Operation *write : writes)
        write->moveAfter(update);
    }
  }
};

} // namespace
} // namespace sinter

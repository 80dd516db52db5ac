// KernelValues.cpp: see KernelValues.h.
#include "passes/KernelValues.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

using namespace mlir;

namespace sinter {

void setLayout(Value value, LayoutAttr layout) {
  RankedTensorType type = withLayout(value.getType(), layout);
  value.setType(type);
  for (OpOperand &use : value.getUses())
    if (auto reader = dyn_cast<KernelOp>(use.getOwner()))
      reader.getBody().getArgument(use.getOperandNumber()).setType(type);
  // Inside a relayout kernel the op itself carries the layout.
  if (auto kernel = value.getDefiningOp<KernelOp>())
    if (auto op = dyn_cast_or_null<RelayoutOp>(kernel.getAnchor()))
      op.getResult().setType(type);
}

KernelOp createCopy(OpBuilder &builder, Location loc, Value value,
                    LayoutAttr layout) {
  auto kernel = KernelOp::create(
      builder, loc, TypeRange{withLayout(value.getType(), layout)},
      ValueRange{value}, builder.getStringAttr("copy"), {}, {}, {}, {}, {}, {},
      {}, {});
  OpBuilder::InsertionGuard guard(builder);
  Block *body = builder.createBlock(&kernel.getBody());
  YieldOp::create(builder, loc,
                  ValueRange{body->addArgument(value.getType(), loc)});
  return kernel;
}

bool leavesFunction(Value value) {
  return llvm::any_of(value.getUsers(), llvm::IsaPred<func::ReturnOp, WriteOp>);
}

/// Whether `result` of an elementwise kernel depends on its operand `input`.
static bool dependsOn(OpResult result, Value input) {
  auto kernel = cast<KernelOp>(result.getOwner());
  SmallVector<Value> pending = {
      kernel.getYield().getOperand(result.getResultNumber())};
  llvm::SmallPtrSet<Value, 16> seen;
  while (!pending.empty()) {
    Value value = pending.pop_back_val();
    if (!seen.insert(value).second)
      continue;
    if (auto argument = dyn_cast<BlockArgument>(value)) {
      if (kernel.getOperand(argument.getArgNumber()) == input)
        return true;
      continue;
    }
    llvm::append_range(pending, value.getDefiningOp()->getOperands());
  }
  return false;
}

bool canWriteInPlace(WriteOp write) {
  Value written = write.getValue();
  auto kernel = written.getDefiningOp<KernelOp>();
  auto mayRun = [&](ReadOp read, Operation *reader) {
    return reader->isBeforeInBlock(kernel) ||
           (reader == kernel && !kernel.getAnchor() &&
            read.getType() == written.getType() &&
            dependsOn(cast<OpResult>(written), read));
  };
  auto function = write->getParentOfType<func::FuncOp>();
  return kernel && llvm::all_of(function.getOps<ReadOp>(), [&](ReadOp read) {
           return read.getParameter() != write.getParameter() ||
                  llvm::all_of(read->getUsers(), [&](Operation *reader) {
                    return mayRun(read, reader);
                  });
         });
}

} // namespace sinter

// UpdateOrder.cpp: moves the arithmetic of optimizers up to their gradients.
#include "passes/UpdateOrder.h"

#include "ir/Ops.h"

#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/StringMap.h"

using namespace mlir;

namespace sinter {

SmallVector<Operation *> findUpdates(Block &block) {
  llvm::DenseSet<Operation *> found;
  SmallVector<Operation *> updates;
  for (Operation &op : llvm::reverse(block.without_terminator())) {
    const bool leadsToWrites =
        !op.use_empty() && isPure(&op) && !isa<GradientOp>(op) &&
        llvm::all_of(op.getUsers(),
                     [&](Operation *user) { return found.contains(user); });
    if (!isa<WriteOp>(op) && !leadsToWrites)
      continue;
    found.insert(&op);
    if (!isa<StopGradientOp>(op)) // goes away
      updates.push_back(&op);
  }
  std::reverse(updates.begin(), updates.end());
  return updates;
}

namespace {

class Order {
public:
  explicit Order(ArrayRef<Operation *> updates);

  void run();

private:
  /// The last op that `op` has to follow, of those that are not computed from
  /// parameters alone; null where there is none.
  Operation *lastBefore(Operation *op);
  /// The later one of `last` and what the rest of the step reads as well as
  /// `op`, such as a constant: that stays where it is.
  Operation *behindShared(Operation *op, Operation *last);

  llvm::SetVector<Operation *> updates;
  /// Those that come from a gradient or another value of the step.
  llvm::DenseSet<Operation *> moved;
  DenseMap<Operation *, Operation *> lastReaderBefore; ///< of what is written
  DenseMap<Operation *, Operation *> lastBehind;       ///< moved behind an op
};

Order::Order(ArrayRef<Operation *> ops) : updates(ops.begin(), ops.end()) {
  // Of each parameter the last reader that is no update.
  llvm::StringMap<Operation *> readers;
  if (ops.empty())
    return;
  for (auto read : ops.front()->getBlock()->getOps<ReadOp>())
    for (Operation *user : read->getUsers()) {
      Operation *&last = readers[read.getParameter()];
      if (!updates.contains(user) && (!last || last->isBeforeInBlock(user)))
        last = user;
    }
  for (auto write : llvm::make_filter_range(updates, llvm::IsaPred<WriteOp>))
    if (Operation *maker = cast<WriteOp>(write).getValue().getDefiningOp())
      lastReaderBefore[maker] =
          readers.lookup(cast<WriteOp>(write).getParameter());
}

Operation *Order::behindShared(Operation *op, Operation *last) {
  llvm::SetVector<Operation *> behind;
  behind.insert(op);
  for (size_t i = 0; i < behind.size(); ++i)
    for (Value operand : behind[i]->getOperands()) {
      Operation *maker = operand.getDefiningOp();
      if (maker && !updates.contains(maker)) {
        if (last->isBeforeInBlock(maker))
          last = maker;
      } else if (maker && !moved.contains(maker)) {
        behind.insert(maker); // goes in front of `op`
      }
    }
  return last;
}

Operation *Order::lastBefore(Operation *op) {
  Operation *last = nullptr;
  for (Value operand : op->getOperands()) {
    Operation *maker = operand.getDefiningOp();
    const bool ofParameters =
        !maker || isa<ReadOp, ConstantOp>(maker) ||
        (updates.contains(maker) && !moved.contains(maker));
    if (!ofParameters && (!last || last->isBeforeInBlock(maker)))
      last = maker;
  }
  if (!last)
    return nullptr;
  last = behindShared(op, last);
  Operation *reader = lastReaderBefore.lookup(op);
  return reader && last->isBeforeInBlock(reader) ? reader : last;
}

void Order::run() {
  for (Operation *op : updates) {
    Operation *last = lastBefore(op);
    if (!last)
      continue;
    moved.insert(op);
    Operation *&behind = lastBehind[last];
    op->moveAfter(behind ? behind : last);
    behind = op;
  }
  for (Operation *op : llvm::reverse(updates)) {
    if (moved.contains(op) || op->use_empty())
      continue;
    Operation *first = nullptr;
    for (Operation *user : op->getUsers())
      if (!first || user->isBeforeInBlock(first))
        first = user;
    op->moveBefore(first);
  }
}

} // namespace

void orderUpdates(ArrayRef<Operation *> updates) { Order(updates).run(); }

} // namespace sinter

// FormKernels.cpp: gathers each anchor and the elementwise ops after it into
// one kernel.
//
// Groups of ops are found first, walking down the function; then each group
// moves into a `sinter.kernel` at the place of its last op.
#include "passes/Passes.h"

#include "passes/KernelValues.h"

#include "mlir/IR/IRMapping.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;

namespace sinter {

#define GEN_PASS_DEF_FORMKERNELSPASS
#include "passes/Passes.h.inc"

namespace {

/// Halide inlines a kernel's ops into one expression, and takes time that grows
/// with its square: 400 ops in a chain took 13 seconds. A group stops growing
/// long before that, and long after any layer has ended.
constexpr size_t kMostOps = 32;

/// Ops that become one kernel, in program order; the last one makes the result.
struct Group {
  SmallVector<Operation *> ops;

  Operation *last() const { return ops.back(); }
  /// Whether elementwise ops may follow. A reshape stays alone: a view costs
  /// nothing, and a copy would. Running sums and unpooling write their result
  /// in several steps.
  bool canGrow() const {
    return !llvm::all_of(ops, llvm::IsaPred<ReshapeOp>) &&
           !isa<CumsumOp, MaxUnpoolOp>(last()) && ops.size() < kMostOps;
  }
  bool canMoveOn() const {
    return llvm::all_of(ops, isMove) && ops.size() < kMostOps;
  }
  bool isElementwiseOnly() const { return llvm::all_of(ops, isElementwise); }
};

class Grouping {
public:
  explicit Grouping(func::FuncOp function) {
    for (Operation &op : function.getBody().front().without_terminator())
      if (!isa<ConstantOp, ReadOp, KernelOp>(op))
        add(&op);
  }

  /// The groups in the order of their last ops.
  SmallVector<Group *> inOrder() {
    SmallVector<Group *> result;
    for (auto &group : groups)
      if (!group->ops.empty())
        result.push_back(group.get());
    llvm::sort(result, [](Group *a, Group *b) {
      return a->last()->isBeforeInBlock(b->last());
    });
    return result;
  }

private:
  void add(Operation *op) {
    SmallVector<Group *> producers = isElementwise(op) ? joinable(op)
                                     : isMove(op)      ? movedOn(op)
                                                       : SmallVector<Group *>();
    if (producers.empty()) {
      groups.push_back(std::make_unique<Group>());
      groups.back()->ops.push_back(op);
      groupOf[op] = groups.back().get();
      return;
    }
    // The latest with an anchor takes the op, and with it the elementwise
    // groups that feed nothing else: they need no result in memory.
    auto anchored =
        llvm::find_if_not(llvm::reverse(producers), [](Group *group) {
          return group->isElementwiseOnly();
        });
    Group *taker = anchored == producers.rend() ? producers.back() : *anchored;
    for (Group *other : producers)
      if (other != taker && other->isElementwiseOnly())
        merge(*other, *taker);
    taker->ops.push_back(op);
    groupOf[op] = taker;
  }

  /// The group of moves whose result only the move `op` reads.
  SmallVector<Group *> movedOn(Operation *op) {
    Operation *producer = op->getOperand(0).getDefiningOp();
    Group *group = producer ? groupOf.lookup(producer) : nullptr;
    if (group && op->getOperand(0).hasOneUse() && group->canMoveOn())
      return {group};
    return {};
  }

  /// Groups whose result only `op` reads, and with its shape; in program order.
  SmallVector<Group *> joinable(Operation *op) {
    llvm::SetVector<Group *> result;
    for (Value operand : op->getOperands()) {
      Operation *producer = operand.getDefiningOp();
      Group *group = producer ? groupOf.lookup(producer) : nullptr;
      bool onlyUser =
          producer && llvm::all_of(operand.getUsers(),
                                   [&](Operation *user) { return user == op; });
      if (group && onlyUser && group->canGrow() && group->last() == producer &&
          logicalType(operand.getType()).getShape() ==
              logicalType(op->getResult(0).getType()).getShape())
        result.insert(group);
    }
    SmallVector<Group *> sorted = result.takeVector();
    llvm::sort(sorted, [](Group *a, Group *b) {
      return a->last()->isBeforeInBlock(b->last());
    });
    return sorted;
  }

  void merge(Group &from, Group &to) {
    for (Operation *op : from.ops)
      groupOf[op] = &to;
    to.ops.append(from.ops);
    from.ops.clear();
    llvm::sort(to.ops, [](Operation *a, Operation *b) {
      return a->isBeforeInBlock(b);
    });
  }

  std::vector<std::unique_ptr<Group>> groups;
  DenseMap<Operation *, Group *> groupOf;
};

/// A kernel is called after the layer of its anchor, else after its first op.
std::string kernelName(const Group &group) {
  auto anchor = llvm::find_if_not(group.ops, isElementwise);
  Operation *op = anchor == group.ops.end() ? group.ops.front() : *anchor;
  if (StringRef path = layerPath(op->getLoc()); !path.empty())
    return path.str();
  return op->getName().stripDialect().str();
}

void formKernel(const Group &group) {
  Operation *last = group.last();
  llvm::SmallPtrSet<Operation *, 8> members(group.ops.begin(), group.ops.end());
  llvm::SetVector<Value> inputs;
  for (Operation *op : group.ops)
    for (Value operand : op->getOperands())
      if (!members.contains(operand.getDefiningOp()))
        inputs.insert(operand);

  OpBuilder builder(last);
  SmallVector<Location> locations = llvm::map_to_vector(
      group.ops, [](Operation *op) { return op->getLoc(); });
  auto kernel = KernelOp::create(builder, builder.getFusedLoc(locations),
                                 last->getResultTypes(), inputs.getArrayRef(),
                                 builder.getStringAttr(kernelName(group)), {},
                                 {}, {}, {}, {}, {}, {}, {});
  Block *body = builder.createBlock(&kernel.getBody());
  IRMapping mapping;
  for (Value input : inputs)
    mapping.map(input, body->addArgument(input.getType(), input.getLoc()));
  for (Operation *op : group.ops)
    builder.clone(*op, mapping);
  YieldOp::create(builder, last->getLoc(),
                  ValueRange{mapping.lookup(last->getResult(0))});
  last->replaceAllUsesWith(kernel.getResults());
  for (Operation *op : llvm::reverse(group.ops))
    op->erase();
}

struct FormKernels : impl::FormKernelsPassBase<FormKernels> {
  void runOnOperation() override {
    func::FuncOp function = getOperation();
    if (function.isExternal())
      return;
    Grouping grouping(function);
    for (Group *group : grouping.inOrder())
      formKernel(*group);
    // Each returned value is written by a kernel straight to the caller:
    // arguments, constants and repeated values are copied.
    Operation *end = function.getBody().front().getTerminator();
    OpBuilder builder(end);
    llvm::SmallPtrSet<Value, 4> returned;
    for (OpOperand &operand : end->getOpOperands())
      if (!operand.get().getDefiningOp<KernelOp>() ||
          !returned.insert(operand.get()).second)
        operand.set(
            createCopy(builder, end->getLoc(), operand.get(), {}).getResult(0));
  }
};

} // namespace
} // namespace sinter

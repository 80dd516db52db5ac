// FormKernels.cpp: gathers each anchor and the elementwise ops after it, and
// before a reduction those that it alone reads, into one kernel.
//
// Groups of ops are found first, walking down the function; then each group
// moves into a `sinter.kernel` at the place of its anchor, or of its last op.
#include "passes/Passes.h"

#include "passes/CheapKernels.h"
#include "passes/ConvolutionCosts.h"
#include "passes/KernelValues.h"
#include "passes/Recomputation.h"

#include "mlir/IR/IRMapping.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;

namespace sinter {

#define GEN_PASS_DEF_FORMKERNELSPASS
#include "passes/Passes.h.inc"

namespace {

/// Ops that become one kernel, in program order; the last one makes the result,
/// and in elementwise groups others too, where they are written to parameters.
struct Group {
  SmallVector<Operation *> ops;

  Operation *last() const { return ops.back(); }
  /// Whether elementwise ops may follow. A reshape stays alone: a view costs
  /// nothing, and a copy would. Running sums, and what is scattered, write
  /// their result in several steps. The gradient of a convolution's weight lies
  /// otherwise than what it is for. What is asked of other processes is
  /// computed by a function of the runtime.
  bool canGrow() const {
    return !llvm::all_of(ops, llvm::IsaPred<ReshapeOp>) &&
           !isa<CumsumOp, MaxUnpoolOp, GatherGradientOp,
                GatherElementsGradientOp, Conv2dWeightGradientOp,
                ProcessIndexOp, ProcessCountOp, ProcessMeanOp>(last()) &&
           ops.size() < kMostKernelOps;
  }
  bool canMoveOn() const {
    return llvm::all_of(ops, isMove) && ops.size() < kMostKernelOps;
  }
  /// The first op that is not elementwise, or null.
  Operation *anchor() const {
    auto found = llvm::find_if_not(ops, isElementwise);
    return found == ops.end() ? nullptr : *found;
  }
  bool isElementwiseOnly() const { return !anchor(); }
};

class Grouping {
public:
  explicit Grouping(func::FuncOp function) {
    for (Operation &op : function.getBody().front().without_terminator())
      if (!isa<ConstantOp, ReadOp, WriteOp, KernelOp>(op))
        add(&op);
    for (auto write : function.getOps<WriteOp>())
      joinUpdate(write);
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
    Group *group = isMove(op) ? movedOn(op) : nullptr;
    if (!group) {
      groups.push_back(std::make_unique<Group>());
      group = groups.back().get();
    }
    group->ops.push_back(op);
    groupOf[op] = group;
    if (Group *producer = reducible(op))
      merge(*producer, *group);
    if (Group *producer = lookedUp(op))
      merge(*producer, *group);
    if (isElementwise(op))
      while (Group *producer = joinable(*group))
        merge(*producer, *group);
  }

  /// The group of moves whose result only the move `op` reads; or null.
  Group *movedOn(Operation *op) {
    Operation *producer = op->getOperand(0).getDefiningOp();
    Group *group = producer ? groupOf.lookup(producer) : nullptr;
    bool joins = group && op->getOperand(0).hasOneUse() && group->canMoveOn();
    return joins ? group : nullptr;
  }

  /// The elementwise ops whose result only the reduction `op` reads, each
  /// element once; or null.
  Group *reducible(Operation *op) {
    if (!isReduction(op) || !op->getOperand(0).hasOneUse())
      return nullptr;
    Operation *producer = op->getOperand(0).getDefiningOp();
    Group *group = producer ? groupOf.lookup(producer) : nullptr;
    bool joins = group && group->isElementwiseOnly() && group->canGrow();
    return joins ? group : nullptr;
  }

  /// The channels of a list that only the convolution `op` reads, which looks
  /// them up; or null.
  Group *lookedUp(Operation *op) {
    auto conv = dyn_cast<Conv2dOp>(op);
    auto gather = conv ? conv.getInput().getDefiningOp<GatherOp>() : GatherOp();
    if (!gather || !gather->hasOneUse() || !gather->hasAttr(kLookupAttr) ||
        !looksUpChannels(conv))
      return nullptr;
    Group *group = groupOf.lookup(gather);
    return group && group->ops.size() == 1 ? group : nullptr;
  }

  /// A group whose result nobody needs in memory once it joins `reader`; or
  /// null. The latest with an anchor comes first, as one may join.
  Group *joinable(const Group &reader) {
    SmallVector<Group *> anchored, elementwise;
    for (Operation *op : llvm::make_filter_range(reader.ops, isElementwise))
      for (Value operand : op->getOperands()) {
        Operation *producer = operand.getDefiningOp();
        Group *group = producer ? groupOf.lookup(producer) : nullptr;
        if (group && group != &reader && feedsOnly(*group, reader))
          (group->isElementwiseOnly() ? elementwise : anchored)
              .push_back(group);
      }
    if (reader.isElementwiseOnly() && !anchored.empty())
      return *llvm::max_element(anchored, [](Group *a, Group *b) {
        return a->last()->isBeforeInBlock(b->last());
      });
    return elementwise.empty() ? nullptr : elementwise.front();
  }

  /// Whether all users of the group's result are in `reader`, which may be
  /// several (x * sigmoid(x)), and of its shape.
  bool feedsOnly(const Group &group, const Group &reader) {
    auto shapeOf = [](Operation *op) {
      return logicalType(op->getResult(0).getType()).getShape();
    };
    return group.canGrow() &&
           group.ops.size() + reader.ops.size() <= kMostKernelOps &&
           shapeOf(group.last()) == shapeOf(reader.last()) &&
           llvm::all_of(group.last()->getUsers(), [&](Operation *user) {
             return isElementwise(user) && groupOf.lookup(user) == &reader;
           });
  }

  //===- updates of several parameters -----------------------------------===//

  /// A written value that one elementwise group reads is computed there: a
  /// moment of an optimizer with the weight's new value, in one pass over
  /// memory.
  void joinUpdate(WriteOp write) {
    Operation *maker = write.getValue().getDefiningOp();
    Group *from = maker ? groupOf.lookup(maker) : nullptr;
    if (!from || from->last() != maker)
      return;
    Group *to = nullptr;
    for (Operation *user : maker->getUsers()) {
      if (isa<WriteOp>(user))
        continue;
      Group *reader = groupOf.lookup(user);
      if (!reader || (to && reader != to))
        return;
      to = reader;
    }
    if (!to || to == from ||
        from->ops.size() + to->ops.size() > kMostKernelOps ||
        !isOneRun(*from, to->last()->getResult(0).getType()) ||
        !isOneRun(*to, to->last()->getResult(0).getType()))
      return;
    merge(*from, *to);
    while (Group *producer = joinable(*to)) {
      if (!isOneRun(*producer, to->last()->getResult(0).getType()))
        return;
      merge(*producer, *to);
    }
  }

  /// Whether each op of the group computes elements of `type` from operands of
  /// its shape or of one element: then all of it is one loop over elements.
  static bool isOneRun(const Group &group, Type type) {
    auto fits = [&](Value operand) {
      auto tensor = cast<RankedTensorType>(operand.getType());
      return tensor.getShape() == cast<RankedTensorType>(type).getShape() ||
             tensor.getNumElements() == 1;
    };
    return llvm::all_of(group.ops, [&](Operation *op) {
      return isElementwise(op) && op->getResult(0).getType() == type &&
             getElementTypeOrSelf(type).isF32() &&
             !isa<RandomUniformOp, RandomNormalOp>(op) &&
             llvm::all_of(op->getOperands(), fits);
    });
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
  Operation *anchor = group.anchor();
  Operation *op = anchor ? anchor : group.ops.front();
  if (StringRef path = layerPath(op->getLoc()); !path.empty())
    return path.str();
  return op->getName().stripDialect().str();
}

/// Where the kernel of `group` runs: at its anchor, where `inputs` are there by
/// then, so that what stands between it and the ops behind it, such as the
/// update of a weight that it reads, comes later; else at its last op.
Operation *placeOf(const Group &group, ArrayRef<Value> inputs) {
  Operation *anchor = group.anchor();
  if (!anchor)
    return group.last();
  const bool isReady = llvm::all_of(inputs, [&](Value input) {
    Operation *maker = input.getDefiningOp();
    return !maker || maker->isBeforeInBlock(anchor);
  });
  return isReady ? anchor : group.last();
}

void formKernel(const Group &group) {
  Operation *last = group.last();
  llvm::SmallPtrSet<Operation *, 8> members(group.ops.begin(), group.ops.end());
  llvm::SetVector<Value> inputs;
  for (Operation *op : group.ops)
    for (Value operand : op->getOperands())
      if (!members.contains(operand.getDefiningOp()))
        inputs.insert(operand);

  OpBuilder builder(placeOf(group, inputs.getArrayRef()));
  SmallVector<Location> locations = llvm::map_to_vector(
      group.ops, [](Operation *op) { return op->getLoc(); });
  SmallVector<Value> results;
  for (Operation *op : group.ops)
    if (llvm::any_of(op->getUsers(),
                     [&](Operation *user) { return !members.contains(user); }))
      llvm::append_range(results, op->getResults());
  if (results.empty()) // what nobody reads
    llvm::append_range(results, last->getResults());
  auto kernel = KernelOp::create(
      builder, builder.getFusedLoc(locations), TypeRange(ValueRange(results)),
      inputs.getArrayRef(), builder.getStringAttr(kernelName(group)), {}, {},
      {}, {}, {}, {}, {}, {});
  Block *body = builder.createBlock(&kernel.getBody());
  IRMapping mapping;
  for (Value input : inputs)
    mapping.map(input, body->addArgument(input.getType(), input.getLoc()));
  for (Operation *op : group.ops) { // equal kernels are compiled once
    Operation *member = builder.clone(*op, mapping);
    member->removeAttr(kRecomputedAttr);
    member->removeAttr(kLookupAttr);
  }
  YieldOp::create(builder, last->getLoc(),
                  llvm::map_to_vector(results, [&](Value result) {
                    return mapping.lookup(result);
                  }));
  for (auto [result, made] : llvm::zip_equal(results, kernel.getResults()))
    result.replaceUsesWithIf(made, [&](OpOperand &use) {
      return !members.contains(use.getOwner());
    });
  for (Operation *op : llvm::reverse(group.ops))
    op->erase();
}

/// Each value that is returned or written to a parameter comes from a kernel
/// that does nothing else with it: arguments, constants, parameters and
/// repeated values are copied. Returned parameters are copied while they have
/// their old values.
void copyWhatIsNoResult(func::FuncOp function) {
  Operation *end = function.getBody().front().getTerminator();
  llvm::SmallPtrSet<Value, 4> placed;
  auto copyAt = [&](Operation *place, OpOperand &operand) {
    if (operand.get().getDefiningOp<KernelOp>() &&
        placed.insert(operand.get()).second)
      return;
    OpBuilder builder(place);
    if (auto read = operand.get().getDefiningOp<ReadOp>();
        read && place == end && operand.getOwner() == end)
      builder.setInsertionPointAfter(read);
    operand.set(
        createCopy(builder, operand.getOwner()->getLoc(), operand.get(), {})
            .getResult(0));
    placed.insert(operand.get());
  };
  for (OpOperand &operand : end->getOpOperands())
    copyAt(end, operand);
  for (auto write : llvm::to_vector(function.getOps<WriteOp>())) {
    write->moveBefore(end);
    copyAt(write, write.getValueMutable());
  }
}

/// What cannot be written in place, because the old value is still needed, is
/// copied there as soon as that has been read for the last time.
void copyWhatIsTooEarly(func::FuncOp function) {
  Operation *end = function.getBody().front().getTerminator();
  for (auto write : llvm::to_vector(function.getOps<WriteOp>())) {
    if (canWriteInPlace(write))
      continue;
    Operation *last = write.getValue().getDefiningOp();
    for (auto read : function.getOps<ReadOp>())
      if (read.getParameter() == write.getParameter())
        for (Operation *reader : read->getUsers())
          if (last->isBeforeInBlock(reader))
            last = reader;
    OpBuilder builder(write);
    builder.setInsertionPointAfter(last);
    write.getValueMutable().assign(
        createCopy(builder, write.getLoc(), write.getValue(), {}).getResult(0));
    write->moveBefore(end);
  }
}

struct FormKernels : impl::FormKernelsPassBase<FormKernels> {
  void runOnOperation() override {
    func::FuncOp function = getOperation();
    if (function.isExternal())
      return;
    Grouping grouping(function);
    for (Group *group : grouping.inOrder())
      formKernel(*group);
    copyWhatIsNoResult(function);
    copyWhatIsTooEarly(function);
  }
};

} // namespace
} // namespace sinter

// PlanMemory.cpp: gives every tensor its place in one workspace.
//
// Time is the index of the kernel in the function. A buffer may hold several
// values: views share their operand's, and an elementwise kernel may write over
// an operand.
//
// Tensors with rows of an open dimension are planned apart, at the bytes that
// one n takes. At n each offset is multiplied by n: buffers that did not meet
// still do not.
//
// Scratch lives while its kernel runs, for as many chunks of tasks as may run
// at once.
#include "passes/Passes.h"

#include "ir/OpenRows.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace sinter {

#define GEN_PASS_DEF_PLANMEMORYPASS
#include "passes/Passes.h.inc"

namespace {

constexpr int64_t kAlignment = 64; // a cache line, and the widest vector

struct Buffer {
  int64_t bytes, first, last;
  bool open; ///< has rows of the open dimension, and the bytes of one n
  int64_t offset = -1;

  bool livesWith(const Buffer &other) const {
    return first <= other.last && other.first <= last;
  }
};

class Plan {
public:
  explicit Plan(func::FuncOp function) {
    if (OpenDimensionAttr open = getOpenDimension(function))
      most = open.getMost();
    Operation *end = function.getBody().front().getTerminator();
    for (auto [index, value] : llvm::enumerate(end->getOperands()))
      resultIndex[value] = index;
    for (Operation &op : function.getBody().front())
      timeOf[&op] = timeOf.size();
    for (auto kernel : function.getOps<KernelOp>()) {
      for (Value result : kernel.getResults())
        bind(kernel, result);
      if (int64_t bytes = kernel.getScratchBytes().value_or(0))
        scratchOf[kernel] =
            addBuffer(bytes * std::min<int64_t>(kernel.getTasks().value_or(1),
                                                KernelOp::kMostScratchChunks),
                      timeOf[kernel], /*open=*/false);
    }
  }

  /// Offsets for all buffers that are `open` or not; returns the bytes that
  /// they take together.
  int64_t place(bool open) {
    SmallVector<Buffer *> order;
    for (auto &buffer : buffers)
      if (buffer->open == open)
        order.push_back(buffer.get());
    llvm::stable_sort(order,
                      [](Buffer *a, Buffer *b) { return a->bytes > b->bytes; });
    SmallVector<Buffer *> placed;
    int64_t workspace = 0;
    for (Buffer *buffer : order) {
      buffer->offset = lowestFree(*buffer, placed);
      workspace = std::max(workspace, buffer->offset + buffer->bytes);
      placed.push_back(buffer);
      llvm::sort(placed,
                 [](Buffer *a, Buffer *b) { return a->offset < b->offset; });
    }
    return workspace;
  }

  int64_t placementOf(Value result) const {
    auto returned = resultIndex.find(result);
    return returned != resultIndex.end() ? -1 - returned->second
                                         : bufferOf.lookup(result)->offset;
  }
  /// Where the scratch of `kernel` begins, if it has any.
  std::optional<int64_t> scratchPlacementOf(KernelOp kernel) const {
    const Buffer *buffer = scratchOf.lookup(kernel);
    return buffer ? std::optional(buffer->offset) : std::nullopt;
  }

private:
  Buffer *addBuffer(int64_t bytes, int64_t time, bool open) {
    buffers.push_back(std::make_unique<Buffer>(
        Buffer{static_cast<int64_t>(llvm::alignTo(bytes, kAlignment)), time,
               time, open}));
    return buffers.back().get();
  }

  void bind(KernelOp kernel, Value result) {
    if (resultIndex.contains(result))
      return;
    Buffer *buffer = isView(kernel) ? bufferOf.lookup(kernel.getInputs()[0])
                                    : overwritable(kernel, result);
    if (!buffer) {
      if (isView(kernel))
        return; // of the caller's memory or a constant's, which has no buffer
      int64_t bytes = physicalBytes(cast<RankedTensorType>(result.getType()));
      if (kernel.getOpen())
        bytes /= most;
      buffer = addBuffer(bytes, timeOf[kernel], kernel.getOpen());
    }
    bufferOf[result] = buffer;
    buffer->last = std::max(buffer->last, lastUse(result));
  }

  static bool isView(KernelOp kernel) {
    return kernel.getStrategy() == StringRef("view");
  }

  /// The time of the last kernel that reads `value`, through views of it as
  /// well.
  int64_t lastUse(Value value) const {
    int64_t last = timeOf.lookup(value.getDefiningOp());
    SmallVector<Value> aliases = {value};
    while (!aliases.empty())
      for (Operation *user : aliases.pop_back_val().getUsers()) {
        last = std::max(last, timeOf.lookup(user));
        if (auto kernel = dyn_cast<KernelOp>(user); kernel && isView(kernel))
          aliases.push_back(kernel.getResult(0));
      }
    return last;
  }

  /// The buffer of an operand that `kernel` may write over: elementwise, in the
  /// result's layout, and never read again.
  Buffer *overwritable(KernelOp kernel, Value result) const {
    if (kernel.getAnchor() || kernel.getNumResults() != 1)
      return nullptr;
    for (Value operand : kernel.getInputs()) {
      Buffer *buffer = bufferOf.lookup(operand);
      if (buffer && buffer->open == kernel.getOpen() &&
          operand.getType() == result.getType() &&
          buffer->last == timeOf.lookup(kernel))
        return buffer;
    }
    return nullptr;
  }

  /// The lowest offset at which `buffer` meets none of `placed`, sorted by
  /// offset, that lives at the same time.
  static int64_t lowestFree(const Buffer &buffer, ArrayRef<Buffer *> placed) {
    int64_t offset = 0;
    for (Buffer *other : placed)
      if (buffer.livesWith(*other) && offset < other->offset + other->bytes) {
        if (offset + buffer.bytes <= other->offset)
          return offset;
        offset = other->offset + other->bytes;
      }
    return offset;
  }

  int64_t most = 1; ///< that the open dimension may be
  DenseMap<Value, int64_t> resultIndex;
  DenseMap<Operation *, int64_t> timeOf;
  std::vector<std::unique_ptr<Buffer>> buffers;
  DenseMap<Value, Buffer *> bufferOf;
  DenseMap<Operation *, Buffer *> scratchOf;
};

struct PlanMemory : impl::PlanMemoryPassBase<PlanMemory> {
  void runOnOperation() override {
    func::FuncOp function = getOperation();
    if (function.isExternal())
      return;
    Plan plan(function);
    Builder builder(&getContext());
    auto setBytes = [&](StringRef name, int64_t bytes) {
      function->setAttr(name, builder.getI64IntegerAttr(bytes));
    };
    setBytes(kWorkspaceAttr, plan.place(/*open=*/false));
    if (getOpenDimension(function))
      setBytes(kOpenWorkspaceAttr, plan.place(/*open=*/true));
    for (auto kernel : function.getOps<KernelOp>()) {
      if (kernel.getStrategy() == StringRef("view"))
        continue;
      kernel.setPlacement(
          llvm::map_to_vector(kernel.getResults(), [&](Value result) {
            return plan.placementOf(result);
          }));
      kernel.setScratchPlacement(plan.scratchPlacementOf(kernel));
    }
  }
};

} // namespace
} // namespace sinter

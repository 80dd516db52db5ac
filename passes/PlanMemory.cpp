// PlanMemory.cpp: gives every tensor its place in one workspace.
//
// Time is the index of the kernel in the function. Values that views tie
// together are a piece of memory, each at its offset: all that is written into
// a concat, and what is read as a slice. A buffer holds a piece, or several in
// turn: an elementwise kernel may write over an operand.
//
// What is returned or written to a parameter lies in the caller's memory.
//
// Tensors with rows of an open dimension are planned apart, at the bytes that
// one n takes. At n each offset is multiplied by n: buffers that did not meet
// still do not.
#include "passes/Passes.h"

#include "ir/OpenRows.h"
#include "ir/Views.h"
#include "passes/KernelValues.h"

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

/// Values that share memory, each at its offset from a common origin.
struct Piece {
  SmallVector<std::pair<Value, int64_t>> members;
  Buffer *buffer = nullptr; ///< none where a member is not in the workspace
  int64_t at = 0;           ///< of the piece in its buffer

  int64_t begin() const {
    int64_t first = members.front().second;
    for (auto [value, offset] : members)
      first = std::min(first, offset);
    return first;
  }
  int64_t bytes() const {
    int64_t end = begin();
    for (auto [value, offset] : members)
      end = std::max(end, offset + bytesOf(value));
    return end - begin();
  }
  int64_t offsetOf(Value value) const {
    auto member = llvm::find_if(
        members, [&](auto &member) { return member.first == value; });
    return member->second - begin();
  }
  static int64_t bytesOf(Value value) {
    return physicalBytes(cast<RankedTensorType>(value.getType()));
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
    for (auto write : function.getOps<WriteOp>())
      resultIndex.try_emplace(write.getValue(), resultIndex.size());
    for (Operation &op : function.getBody().front())
      timeOf[&op] = timeOf.size();
    for (auto kernel : function.getOps<KernelOp>())
      share(kernel);
    for (auto kernel : function.getOps<KernelOp>()) {
      if (isView(kernel))
        continue;
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
    if (returned != resultIndex.end())
      return -1 - returned->second;
    const Piece *piece = pieceOf.lookup(result);
    return piece->buffer->offset + piece->at + piece->offsetOf(result);
  }

  /// Where the scratch of `kernel` begins, if it has any.
  std::optional<int64_t> scratchPlacementOf(KernelOp kernel) const {
    const Buffer *buffer = scratchOf.lookup(kernel);
    return buffer ? std::optional(buffer->offset) : std::nullopt;
  }

private:
  //===- pieces ----------------------------------------------------------===//

  /// A piece for each result, and those together that a view ties.
  void share(KernelOp kernel) {
    if (!isView(kernel))
      for (Value result : kernel.getResults())
        pieceWith(result);
    else
      for (const SharedMemory &shared : sharedMemory(kernel))
        tie(shared);
  }

  /// The piece of `value`, at first of it alone.
  Piece *pieceWith(Value value) {
    Piece *&piece = pieceOf[value];
    if (!piece) {
      pieces.push_back(std::make_unique<Piece>());
      piece = pieces.back().get();
      piece->members.emplace_back(value, 0);
    }
    return piece;
  }

  void tie(const SharedMemory &shared) {
    Piece *whole = pieceWith(shared.whole), *part = pieceWith(shared.part);
    if (whole == part)
      return;
    const int64_t shift = whole->offsetOf(shared.whole) + whole->begin() +
                          shared.bytes -
                          (part->offsetOf(shared.part) + part->begin());
    for (auto [value, offset] : part->members) {
      whole->members.emplace_back(value, offset + shift);
      pieceOf[value] = whole;
    }
    part->members.clear();
  }

  /// Whether all of a piece lies in the workspace: no argument or constant is
  /// in it, and nothing that is written to the caller.
  bool isInWorkspace(const Piece &piece) const {
    return llvm::all_of(piece.members, [&](auto &member) {
      return member.first.template getDefiningOp<KernelOp>() &&
             !resultIndex.contains(member.first);
    });
  }

  //===- buffers ---------------------------------------------------------===//

  Buffer *addBuffer(int64_t bytes, int64_t time, bool open) {
    buffers.push_back(std::make_unique<Buffer>(
        Buffer{static_cast<int64_t>(llvm::alignTo(bytes, kAlignment)), time,
               time, open}));
    return buffers.back().get();
  }

  /// A buffer for the piece of `result`, when its first member is written.
  void bind(KernelOp kernel, Value result) {
    Piece *piece = pieceOf.lookup(result);
    if (piece->buffer || !isInWorkspace(*piece))
      return;
    if (!overwrite(kernel, result)) {
      int64_t bytes = piece->bytes();
      if (kernel.getOpen())
        bytes /= most;
      piece->buffer = addBuffer(bytes, timeOf[kernel], kernel.getOpen());
    }
    piece->buffer->last = std::max(piece->buffer->last, lastUse(*piece));
  }

  /// The time of the last kernel that writes or reads a member.
  int64_t lastUse(const Piece &piece) const {
    int64_t last = 0;
    for (auto [value, offset] : piece.members) {
      last = std::max(last, timeOf.lookup(value.getDefiningOp()));
      for (Operation *user : value.getUsers())
        last = std::max(last, timeOf.lookup(user));
    }
    return last;
  }

  /// Whether no other operand of `kernel` shares memory with `operand`: a part
  /// of it would be read after it is written over.
  bool isReadAlone(KernelOp kernel, Value operand) const {
    const Piece *piece = pieceOf.lookup(operand);
    return llvm::none_of(kernel.getInputs(), [&](Value input) {
      const Piece *other = pieceOf.lookup(input);
      return input != operand && other && other->buffer == piece->buffer;
    });
  }

  /// Puts the piece of `result` in the place of an operand that `kernel` may
  /// write over: elementwise, in the result's layout, and never read again.
  /// Other kernels that write into the piece might do so while the operand is
  /// alive.
  bool overwrite(KernelOp kernel, Value result) {
    Piece *piece = pieceOf.lookup(result);
    if (kernel.getAnchor() || kernel.getNumResults() != 1 ||
        llvm::count_if(piece->members, [](auto &member) {
          return !isView(member.first.template getDefiningOp<KernelOp>());
        }) != 1)
      return false;
    for (Value operand : kernel.getInputs()) {
      const Piece *other = pieceOf.lookup(operand);
      if (other && other->buffer && other->buffer->open == kernel.getOpen() &&
          operand.getType() == result.getType() &&
          other->buffer->last == timeOf.lookup(kernel) &&
          isReadAlone(kernel, operand)) {
        piece->buffer = other->buffer;
        piece->at = other->at + other->offsetOf(operand);
        return true;
      }
    }
    return false;
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
  std::vector<std::unique_ptr<Piece>> pieces;
  DenseMap<Value, Piece *> pieceOf;
  DenseMap<Operation *, Buffer *> scratchOf;
};

struct PlanMemory : impl::PlanMemoryPassBase<PlanMemory> {
  void runOnOperation() override {
    func::FuncOp function = getOperation();
    if (function.isExternal())
      return;
    for (auto write : function.getOps<WriteOp>())
      if (!canWriteInPlace(write)) {
        write.emitError() << "parameter `" << write.getParameter()
                          << "` would be written while its old value is still "
                             "needed; run `sinter-form-kernels` first";
        return signalPassFailure();
      }
    Plan plan(function);
    Builder builder(&getContext());
    auto setBytes = [&](StringRef name, int64_t bytes) {
      function->setAttr(name, builder.getI64IntegerAttr(bytes));
    };
    setBytes(kWorkspaceAttr, plan.place(/*open=*/false));
    if (getOpenDimension(function))
      setBytes(kOpenWorkspaceAttr, plan.place(/*open=*/true));
    for (auto kernel : function.getOps<KernelOp>()) {
      if (isView(kernel))
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

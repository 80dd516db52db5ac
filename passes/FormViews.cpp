// FormViews.cpp: kernels that would only move what lies in memory already
// become views of it.
//
// Values that share memory are the members of a piece. A slice joins the piece
// of its operand, and so does a pad; a concat brings the pieces of its operands
// together, each at its offset, so that the kernels that write them write parts
// of its result:
//
//   piece   |-- x --|- f1 -|- f2 -|      c1 = concat(x, f1)
//           |----- c1 -----|             c2 = concat(c1, f2)
//           |--------- c2 --------|
//
// A part that lies elsewhere already is copied in. All members store the border
// that the widest reader of one of them needs.
#include "passes/Passes.h"

#include "ir/OpenRows.h"
#include "ir/Views.h"
#include "passes/KernelValues.h"

using namespace mlir;

namespace sinter {

#define GEN_PASS_DEF_FORMVIEWSPASS
#include "passes/Passes.h.inc"

namespace {

/// A value in a piece, from byte `begin` on. Borders do not count: all members
/// have the same.
struct Member {
  Value value;
  int64_t begin, bytes;
  bool isWritten; ///< by its kernel, which is no view

  bool isInside(int64_t from, int64_t to) const {
    return from <= begin && begin + bytes <= to;
  }
  bool meets(int64_t from, int64_t to) const {
    return begin < to && from < begin + bytes;
  }
};

using Piece = SmallVector<Member>;

class ViewForming {
public:
  explicit ViewForming(func::FuncOp function)
      : function(function), open(openValues(function)) {}

  void run() {
    for (KernelOp kernel : llvm::to_vector(function.getOps<KernelOp>())) {
      Block &body = kernel.getBody().front();
      if (body.getOperations().size() != 2 ||
          leavesFunction(kernel.getResult(0)))
        continue;
      if (isa<SliceOp, PadOp>(body.front()))
        formPart(kernel);
      else if (isa<ConcatOp>(body.front()))
        formConcat(kernel);
    }
    giveBorders();
    for (auto kernel : function.getOps<KernelOp>())
      if (!isView(kernel) && isFreeToView(kernel) && !whyNoView(kernel))
        kernel.setStrategy("view");
  }

private:
  //===- pieces ----------------------------------------------------------===//

  /// Whether the kernel's result may be its operand's memory: both are ours,
  /// and nothing relies on the result being written.
  bool isFreeToView(KernelOp kernel) const {
    return kernel.getNumResults() == 1 && kernel.getNumOperands() == 1 &&
           kernel.getOperand(0).getDefiningOp<KernelOp>() &&
           !leavesFunction(kernel.getResult(0)) &&
           !pieceOf.contains(kernel.getResult(0));
  }

  /// The piece that holds `value`, at first itself alone.
  unsigned pieceWith(Value value, bool isWritten) {
    auto [entry, isNew] = pieceOf.try_emplace(value, pieces.size());
    if (isNew)
      pieces.push_back(
          {{value, 0, physicalBytes(withoutBorder(value.getType())),
            isWritten}});
    return entry->second;
  }
  const Member &member(Value value) const {
    return *llvm::find_if(pieces[pieceOf.lookup(value)],
                          [&](const Member &m) { return m.value == value; });
  }
  /// Moves the members of piece `from`, `shift` bytes further, into `into`.
  void merge(unsigned from, unsigned into, int64_t shift) {
    for (Member m : pieces[from]) {
      m.begin += shift;
      pieces[into].push_back(m);
      pieceOf[m.value] = into;
    }
    pieces[from].clear();
  }

  /// Whether the parts lie side by side along the rows or columns of an image:
  /// a border that a reader wants of one would lie inside another.
  static bool dividesImage(KernelOp kernel) {
    auto whole = cast<RankedTensorType>(kernel.getResult(0).getType());
    if (whole.getRank() != 4 || !getLayout(whole))
      return false;
    return llvm::any_of(kernel.getOperandTypes(), [&](Type type) {
      ArrayRef<int64_t> part = cast<RankedTensorType>(type).getShape();
      return part[1] != whole.getDimSize(1) || part[2] != whole.getDimSize(2);
    });
  }

  //===- slices and pads -------------------------------------------------===//

  void formPart(KernelOp kernel) {
    Value input = kernel.getOperand(0), result = kernel.getResult(0);
    SmallVector<SharedMemory> shared = sharedMemoryWithoutBorders(kernel);
    if (shared.empty() || dividesImage(kernel) ||
        !input.getDefiningOp<KernelOp>() || leavesFunction(input) ||
        !lieAlike(input, result))
      return;
    kernel.setStrategy("view");
    const unsigned piece = pieceWith(input, /*isWritten=*/true);
    const int64_t begin = member(input).begin + shared.front().bytes;
    merge(pieceWith(result, /*isWritten=*/false), piece, begin);
  }

  //===- concats ---------------------------------------------------------===//

  void formConcat(KernelOp kernel) {
    SmallVector<SharedMemory> parts = sharedMemoryWithoutBorders(kernel);
    // Parts with and without rows of an open dimension lie apart.
    if (open.contains(kernel.getResult(0)) || dividesImage(kernel) ||
        llvm::none_of(parts, [&](const SharedMemory &part) {
          return canJoin(part, parts);
        }))
      return;
    kernel.setStrategy("view");
    Value result = kernel.getResult(0);
    const unsigned piece = pieceWith(result, /*isWritten=*/false);
    for (auto [index, part] : llvm::enumerate(parts)) {
      if (!canJoin(part, parts))
        part.part = copyOperand(kernel, index);
      const unsigned own = pieceWith(part.part, /*isWritten=*/true);
      if (own != piece)
        merge(own, piece, part.bytes - member(part.part).begin);
    }
  }

  /// A copy of an operand, which takes its place.
  Value copyOperand(KernelOp kernel, unsigned index) {
    OpBuilder builder(kernel);
    KernelOp copy =
        createCopy(builder, kernel.getLoc(), kernel.getOperand(index),
                   getLayout(withoutBorder(kernel.getResult(0).getType())));
    copy.setStrategy("elementwise");
    kernel->setOperand(index, copy.getResult(0));
    kernel.getBody().getArgument(index).setType(copy.getResult(0).getType());
    return copy.getResult(0);
  }

  /// Whether a part of a concat may be written in its place among `parts`: all
  /// that its piece brings along lies outside the result, or in a part that is
  /// of that piece and goes to the same place.
  bool canJoin(const SharedMemory &part, ArrayRef<SharedMemory> parts) const {
    if (!part.part.getDefiningOp<KernelOp>() || leavesFunction(part.part) ||
        !lieAlike(part.part, part.whole))
      return false;
    auto own = pieceOf.find(part.part), joined = pieceOf.find(part.whole);
    if (own == pieceOf.end())
      return true;
    const int64_t shift = part.bytes - member(part.part).begin;
    if (joined != pieceOf.end() && joined->second == own->second)
      return shift == 0;
    return llvm::all_of(pieces[own->second], [&](const Member &m) {
      return !m.isWritten || (fits(m, shift, own->second, parts) &&
                              (joined == pieceOf.end() ||
                               isFree(m, shift, pieces[joined->second])));
    });
  }

  /// Whether written member `m` of `piece`, `shift` bytes further, meets the
  /// result of a concat only in a part that moves as far.
  bool fits(const Member &m, int64_t shift, unsigned piece,
            ArrayRef<SharedMemory> parts) const {
    const int64_t whole =
        physicalBytes(withoutBorder(parts.front().whole.getType()));
    if (!m.meets(-shift, whole - shift))
      return true;
    return llvm::any_of(parts, [&](const SharedMemory &part) {
      auto own = pieceOf.find(part.part);
      if (own == pieceOf.end() || own->second != piece)
        return false;
      const Member &other = member(part.part);
      return other.begin + shift == part.bytes &&
             m.isInside(other.begin, other.begin + other.bytes);
    });
  }

  static bool isFree(const Member &m, int64_t shift, const Piece &piece) {
    return llvm::none_of(piece, [&](const Member &other) {
      return other.isWritten &&
             m.meets(other.begin - shift, other.begin + other.bytes - shift);
    });
  }

  static bool lieAlike(Value a, Value b) {
    return getLayout(withoutBorder(a.getType())) ==
           getLayout(withoutBorder(b.getType()));
  }

  //===- borders ---------------------------------------------------------===//

  void giveBorders() {
    for (const Piece &piece : pieces) {
      SmallVector<int64_t> border;
      for (const Member &m : piece)
        if (LayoutAttr layout = getLayout(m.value.getType())) {
          border.resize(2 * layout.getRank());
          for (auto [widest, own] : llvm::zip(border, layout.getBorder()))
            widest = std::max(widest, own);
        }
      if (llvm::all_of(border, [](int64_t size) { return size == 0; }))
        continue;
      alignParts(border, cast<RankedTensorType>(piece.front().value.getType()));
      for (const Member &m : piece)
        setLayout(m.value, getLayout(m.value.getType()).withBorder(border));
    }
  }

  /// Widens the border behind rows that lie one by one, as in planes, so that
  /// parts begin where a vector may: blocks do anyway.
  static void alignParts(SmallVector<int64_t> &border, RankedTensorType type) {
    const LayoutAttr layout = getLayout(type);
    const int64_t row = layout.getOrder().back();
    if (row >= type.getRank()) // lanes of a block
      return;
    while ((border[2 * row] + type.getDimSize(row) + border[2 * row + 1]) *
               elementBytes(type.getElementType()) % kPartAlignment !=
           0)
      ++border[2 * row + 1];
  }

  func::FuncOp function;
  llvm::DenseSet<Value> open;
  std::vector<Piece> pieces;
  DenseMap<Value, unsigned> pieceOf;
};

struct FormViews : impl::FormViewsPassBase<FormViews> {
  void runOnOperation() override {
    if (!getOperation().isExternal())
      ViewForming(getOperation()).run();
  }
};

} // namespace
} // namespace sinter

// GatherChannels.cpp: channels that are split, joined and shuffled stay where
// they are, and the 1x1 convolutions that read some of them look them up.
//
//   left, right = split(shuffle(concat(a, b)))     each element moves 3 times
//   y = conv(right)
//   // becomes
//   y = conv(gather(concat(a', b'), [29, 93, 30, 94, ...]))     none moves
//
// a' is a with channels of zeros up to a whole block, which its memory has
// anyway. The concat is one buffer that convolutions append to: what reads
// later sources too reads a concat of the one before and those sources, which
// FormViews finds at its start.
#include "passes/Passes.h"

#include "ir/OpenRows.h"
#include "passes/ConvolutionCosts.h"

#include "llvm/ADT/EquivalenceClasses.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;

namespace sinter {

#define GEN_PASS_DEF_GATHERCHANNELSPASS
#include "passes/Passes.h.inc"

namespace {

/// A channel of an image that no move makes.
struct Channel {
  Value source;
  int64_t index;
};
using Channels = SmallVector<Channel>;

ArrayRef<int64_t> shapeOf(Value value) {
  return cast<RankedTensorType>(value.getType()).getShape();
}
int64_t channelsOf(Value value) { return shapeOf(value).back(); }

/// An element that a kernel of its own brings from a list takes as long as two
/// that are copied in runs.
constexpr int64_t kCopiesOfListed = 2;

/// Images that share channels, in program order, and the values made of them.
struct Family {
  SmallVector<Value> sources;
  SmallVector<Value> moved;
};

class Gathering {
public:
  Gathering(func::FuncOp function, int64_t lanes)
      : block(&function.getBody().front()), lanes(lanes),
        open(openValues(function)) {
    for (Operation &op : *block) {
      if (givesBlocks(&op))
        inBlocks.insert(op.getResult(0));
      trace(&op);
    }
  }

  void run() {
    for (const Family &family : families())
      if (canLieTogether(family) && pays(family))
        rewrite(family);
    for (Operation *move : llvm::reverse(moves))
      if (move->use_empty())
        move->erase();
  }

private:
  /// Whether convolutions will have the result in blocks of channels: one made
  /// it, and nothing between them puts rows or planes in its place. Elsewhere
  /// each reader would turn the whole buffer into blocks.
  bool givesBlocks(Operation *op) const {
    if (isElementwise(op) || isa<MaxPoolOp, AvgPoolOp, ResizeOp>(op))
      return llvm::any_of(op->getOperands(), [&](Value operand) {
        return inBlocks.contains(operand) &&
               channelsOf(operand) == channelsOf(op->getResult(0));
      });
    auto conv = dyn_cast<Conv2dOp>(op);
    return conv &&
           (conv.getGroups() > 1 || channelsOf(conv.getInput()) >= lanes ||
            !isPlanarWorthwhile({conv, lanes, open.contains(conv)}));
  }

  //===- what moves channels ---------------------------------------------===//

  static bool isImage(Value value) {
    return shapeOf(value).size() == 4 &&
           getElementTypeOrSelf(value.getType()).isF32();
  }

  /// The channels of `value`, which are its own where no move made it.
  Channels channels(Value value) const {
    if (auto known = moved.find(value); known != moved.end())
      return known->second;
    Channels own;
    for (int64_t i = 0; i < channelsOf(value); ++i)
      own.push_back({value, i});
    return own;
  }

  void trace(Operation *op) {
    if (op->getNumResults() != 1 || op->getNumOperands() == 0 ||
        !isa<RankedTensorType>(op->getResult(0).getType()) ||
        !isImage(op->getResult(0)))
      return;
    if (auto slice = dyn_cast<SliceOp>(op))
      traceSlice(slice);
    else if (auto concat = dyn_cast<ConcatOp>(op))
      traceConcat(concat);
    else if (auto reshape = dyn_cast<ReshapeOp>(op))
      traceShuffle(reshape);
  }

  void traceSlice(SliceOp slice) {
    if (shapeOf(slice).drop_back() != shapeOf(slice.getInput()).drop_back() ||
        llvm::any_of(slice.getStrides().drop_back(),
                     [](int64_t stride) { return stride != 1; }))
      return;
    const Channels from = channels(slice.getInput());
    Channels &to = moved[slice];
    for (int64_t i = 0; i < channelsOf(slice); ++i)
      to.push_back(
          from[slice.getStarts().back() + i * slice.getStrides().back()]);
    moves.insert(slice);
  }

  void traceConcat(ConcatOp concat) {
    if (concat.getAxis() != 3)
      return;
    Channels to;
    for (Value input : concat.getInputs())
      llvm::append_range(to, channels(input));
    moved[concat] = to;
    moves.insert(concat);
  }

  /// reshape(transpose(reshape(x))) where only channels change places: a
  /// shuffle.
  void traceShuffle(ReshapeOp reshape) {
    auto transpose = reshape.getInput().getDefiningOp<TransposeOp>();
    auto apart = transpose ? transpose.getInput().getDefiningOp<ReshapeOp>()
                           : ReshapeOp();
    if (!apart || !transpose->hasOneUse() || !apart->hasOneUse() ||
        shapeOf(apart.getInput()) != shapeOf(reshape))
      return;
    ArrayRef<int64_t> order = transpose.getPermutation(), from = shapeOf(apart);
    size_t first = from.size(); // axis of the channels, which follow each other
    for (int64_t size = 1; first > 0 && size < channelsOf(reshape);)
      size *= from[--first];
    if (elementCount(from.drop_front(first)) != channelsOf(reshape))
      return;
    for (size_t axis = 0; axis < first; ++axis)
      if (order[axis] != static_cast<int64_t>(axis))
        return;
    const Channels input = channels(apart.getInput());
    Channels &to = moved[reshape];
    for (int64_t i = 0; i < channelsOf(reshape); ++i) {
      int64_t rest = i, index = 0;
      for (size_t axis = from.size(); axis-- > first;) {
        const int64_t size = from[order[axis]];
        index += rest % size * elementCount(from.drop_front(order[axis] + 1));
        rest /= size;
      }
      to.push_back(input[index]);
    }
    for (Operation *move : {apart.getOperation(), transpose.getOperation(),
                            reshape.getOperation()})
      moves.insert(move);
  }

  /// All sources of a moved value are of one family.
  std::vector<Family> families() const {
    llvm::EquivalenceClasses<void *> related;
    for (auto &[value, from] : moved)
      for (const Channel &channel : from)
        related.unionSets(from.front().source.getAsOpaquePointer(),
                          channel.source.getAsOpaquePointer());
    llvm::MapVector<void *, Family> found;
    llvm::SmallPtrSet<Value, 16> listed;
    for (auto &[value, from] : moved) {
      Family &family = found[related.getLeaderValue(
          from.front().source.getAsOpaquePointer())];
      family.moved.push_back(value);
      for (const Channel &channel : from)
        if (listed.insert(channel.source).second)
          family.sources.push_back(channel.source);
    }
    std::vector<Family> result;
    for (auto &[leader, family] : found) {
      llvm::stable_sort(family.sources, [](Value a, Value b) {
        Operation *first = a.getDefiningOp(), *second = b.getDefiningOp();
        return second && (!first || first->isBeforeInBlock(second));
      });
      result.push_back(std::move(family));
    }
    return result;
  }

  //===- costs -----------------------------------------------------------===//

  /// Whether one who does not look channels up reads `value`.
  bool isReadWhole(Value value) const {
    return llvm::any_of(value.getUses(), [&](OpOperand &use) {
      auto conv = dyn_cast<Conv2dOp>(use.getOwner());
      return !moves.contains(use.getOwner()) &&
             !(conv && use.getOperandNumber() == 0 && looksUpChannels(conv));
    });
  }
  bool isRead(Value value) const {
    return llvm::any_of(value.getUsers(),
                        [&](Operation *user) { return !moves.contains(user); });
  }

  /// The source whose channels are all that `value` has; or null.
  Value sameSource(Value value) const {
    const Channels &from = moved.find(value)->second;
    Value source = from.front().source;
    if (channelsOf(source) != channelsOf(value))
      return {};
    for (auto [index, channel] : llvm::enumerate(from))
      if (channel.source != source ||
          channel.index != static_cast<int64_t>(index))
        return {};
    return source;
  }

  /// The elements that move where `value` is made: none where parts are whole
  /// blocks, which FormViews leaves where they are.
  int64_t movedElements(Value value) const {
    auto isWhole = [&](int64_t channel) { return channel % lanes == 0; };
    bool isView = false;
    if (auto slice = value.getDefiningOp<SliceOp>()) {
      const int64_t begin = slice.getStarts().back(),
                    end = begin + channelsOf(value);
      isView = slice.getStrides().back() == 1 && isWhole(begin) &&
               (isWhole(end) || end == channelsOf(slice.getInput()));
    } else if (auto concat = value.getDefiningOp<ConcatOp>()) {
      isView = llvm::all_of(concat.getInputs().drop_back(), [&](Value input) {
        return isWhole(channelsOf(input));
      });
    }
    return isView ? 0 : elementCount(shapeOf(value));
  }

  /// Whether the sources can be written side by side, in blocks: parts of
  /// several images would have gaps.
  bool canLieTogether(const Family &family) const {
    Value source = family.sources.front();
    const bool isOneImage = shapeOf(source)[0] == 1 && !open.contains(source);
    return (family.sources.size() == 1 || isOneImage) &&
           llvm::all_of(family.sources,
                        [&](Value value) { return inBlocks.contains(value); });
  }

  /// Whether a part of a concat can be written in its place.
  static bool hasPlace(Value source) {
    return llvm::none_of(source.getUsers(),
                         llvm::IsaPred<func::ReturnOp, WriteOp>);
  }

  bool pays(const Family &family) const {
    int64_t before = 0, after = 0;
    for (Value value : family.moved) {
      before += movedElements(value);
      if (isReadWhole(value) && !sameSource(value))
        after += kCopiesOfListed * elementCount(shapeOf(value));
    }
    for (Value source : family.sources)
      if (family.sources.size() > 1 && !hasPlace(source))
        after += elementCount(shapeOf(source));
    return after < before;
  }

  //===- changes ---------------------------------------------------------===//

  /// `source` with channels of zeros up to a whole block.
  Value filledUp(OpBuilder &builder, Value source) const {
    const int64_t missing =
        static_cast<int64_t>(llvm::alignTo(channelsOf(source), lanes)) -
        channelsOf(source);
    if (missing == 0)
      return source;
    return PadOp::create(
        builder, source.getLoc(), source, ArrayRef<int64_t>{0, 0, 0, 0},
        ArrayRef<int64_t>{0, 0, 0, missing}, "constant", APFloat(0.0));
  }

  void rewrite(const Family &family) {
    // Of each source its place in the buffer, and how many come before it.
    llvm::DenseMap<Value, int64_t> places, counts;
    const bool isAlone = family.sources.size() == 1;
    int64_t end = 0;
    for (auto [count, source] : llvm::enumerate(family.sources)) {
      counts[source] = static_cast<int64_t>(count);
      places[source] = end;
      end += static_cast<int64_t>(llvm::alignTo(channelsOf(source), lanes));
    }
    SmallVector<SmallVector<Value>> readAt(family.sources.size());
    for (Value value : family.moved)
      if (Value source = sameSource(value)) {
        replaceReads(value, source);
      } else if (isRead(value)) {
        int64_t last = 0;
        for (const Channel &channel : moved.find(value)->second)
          last = std::max(last, counts[channel.source]);
        readAt[last].push_back(value);
      }
    auto builder = OpBuilder::atBlockBegin(block);
    SmallVector<Value> parts; // of the next buffer, which begins with the last
    for (auto [source, values] : llvm::zip_equal(family.sources, readAt)) {
      if (Operation *maker = source.getDefiningOp())
        builder.setInsertionPointAfter(maker);
      parts.push_back(isAlone ? source : filledUp(builder, source));
      if (values.empty())
        continue;
      if (parts.size() > 1)
        parts = {ConcatOp::create(builder, source.getLoc(), parts, 3)};
      for (Value value : values) {
        SmallVector<int32_t> indices;
        for (const Channel &channel : moved.find(value)->second)
          indices.push_back(
              static_cast<int32_t>(places[channel.source] + channel.index));
        readFrom(value, parts.front(), indices);
      }
    }
  }

  void replaceReads(Value value, Value by) const {
    value.replaceUsesWithIf(
        by, [&](OpOperand &use) { return !moves.contains(use.getOwner()); });
  }

  /// Lets all who read `value` read the channels `indices` of `buffer`: each
  /// looks them up, unless the value is there for another.
  void readFrom(Value value, Value buffer, ArrayRef<int32_t> indices) const {
    OpBuilder builder(value.getContext());
    if (isReadWhole(value)) {
      builder.setInsertionPointAfterValue(value);
      replaceReads(value, lookUp(builder, value.getLoc(), buffer, indices));
      return;
    }
    for (OpOperand &use : llvm::make_early_inc_range(value.getUses())) {
      Operation *reader = use.getOwner();
      if (moves.contains(reader))
        continue;
      builder.setInsertionPoint(reader);
      use.set(lookUp(builder, reader->getLoc(), buffer, indices));
    }
  }

  Value lookUp(OpBuilder &builder, Location loc, Value buffer,
               ArrayRef<int32_t> indices) const {
    DenseElementsAttr list = builder.getI32TensorAttr(indices);
    Value constant = ConstantOp::create(builder, loc, list.getType(), list);
    auto gather = GatherOp::create(builder, loc, buffer, constant, 3);
    gather->setAttr(kLookupAttr, builder.getUnitAttr());
    return gather;
  }

  Block *block;
  int64_t lanes;
  llvm::DenseSet<Value> open, inBlocks;
  llvm::MapVector<Value, Channels> moved;
  llvm::SetVector<Operation *> moves;
};

struct GatherChannels : impl::GatherChannelsPassBase<GatherChannels> {
  void runOnOperation() override {
    TargetAttr target = TargetAttr::of(getOperation());
    if (target && !isForSize(getOperation()) && !getOperation().isExternal())
      Gathering(getOperation(), target.getLanes()).run();
  }
};

} // namespace
} // namespace sinter

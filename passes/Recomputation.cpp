// Recomputation.cpp: copies ops of the forward pass to where the backward pass
// needs their results.
#include "passes/Recomputation.h"

#include "ir/Ops.h"

#include "mlir/IR/IRMapping.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/Support/GlobPattern.h"

using namespace mlir;

namespace sinter {

namespace {

using Ops = llvm::SetVector<Operation *>;

/// How many times smaller than what it is computed from a value is kept: the
/// mean of an image takes a trip through it to compute, and no memory.
constexpr int64_t kSmall = 32;

class Layer {
public:
  Layer(const Ops &members, const Ops &backward)
      : members(members), backward(backward) {}

  void recompute(int64_t number);

private:
  bool isKept(Value value) const;
  Ops opsToCopy() const;

  const Ops &members, &backward;
};

/// Whether `value` is there in the backward pass without being computed anew.
/// What processes have met for, they do not meet for again.
bool Layer::isKept(Value value) const {
  Operation *maker = value.getDefiningOp();
  if (!maker || !members.contains(maker) || isa<ProcessMeanOp>(maker))
    return true;
  auto sizeOf = [](Value tensor) {
    return cast<RankedTensorType>(tensor.getType()).getNumElements();
  };
  int64_t largest = 0;
  for (Value operand : maker->getOperands())
    largest = std::max(largest, sizeOf(operand));
  return sizeOf(value) * kSmall <= largest ||
         llvm::any_of(value.getUsers(), [&](Operation *user) {
           return !members.contains(user) && !backward.contains(user);
         });
}

/// What makes the values that backward ops read, from the values that are kept;
/// in program order.
Ops Layer::opsToCopy() const {
  Ops needed;
  auto add = [&](ValueRange values) {
    for (Value value : values)
      if (!isKept(value))
        needed.insert(value.getDefiningOp());
  };
  for (Operation *op : backward)
    add(op->getOperands());
  for (size_t i = 0; i < needed.size(); ++i)
    add(needed[i]->getOperands());
  SmallVector<Operation *> sorted(needed.getArrayRef());
  llvm::sort(sorted,
             [](Operation *a, Operation *b) { return a->isBeforeInBlock(b); });
  return Ops(sorted.begin(), sorted.end());
}

void Layer::recompute(int64_t number) {
  const Ops copied = opsToCopy();
  auto reads = [&](OpOperand &operand) {
    return backward.contains(operand.getOwner());
  };
  Operation *first = nullptr;
  for (Operation *op : copied)
    for (Operation *user : op->getUsers())
      if (backward.contains(user) && (!first || user->isBeforeInBlock(first)))
        first = user;
  if (!first)
    return;
  OpBuilder builder(first);
  IRMapping copies;
  for (Operation *op : copied) {
    Operation *copy = builder.clone(*op, copies);
    copy->setAttr(kRecomputedAttr, builder.getI64IntegerAttr(number));
  }
  for (Operation *op : copied)
    for (Value result : op->getResults())
      result.replaceUsesWithIf(copies.lookup(result), reads);
}

} // namespace

/// The shortest part of `path`, up to a dot or its end, that one of `globs`
/// matches, which is marked in `matched`; empty where there is none.
static StringRef layerOf(StringRef path, ArrayRef<llvm::GlobPattern> globs,
                         llvm::BitVector &matched) {
  for (size_t end = path.find('.'); !path.empty();
       end = path.find('.', end + 1)) {
    StringRef part = path.take_front(end);
    for (auto [i, glob] : llvm::enumerate(globs))
      if (glob.match(part)) {
        matched.set(i);
        return part;
      }
    if (end == StringRef::npos)
      break;
  }
  return {};
}

LogicalResult recompute(ArrayAttr patterns, ArrayRef<Operation *> forward,
                        ArrayRef<Operation *> backward, int64_t number) {
  if (!patterns || forward.empty())
    return success();
  Operation *function = forward.front()->getParentOp();
  SmallVector<llvm::GlobPattern> globs;
  for (StringRef text : patterns.getAsValueRange<StringAttr>()) {
    llvm::Expected<llvm::GlobPattern> glob = llvm::GlobPattern::create(text);
    if (!glob)
      return function->emitError()
             << "`recompute` takes globs of paths of "
                "layers, but `"
             << text << "` is none: " << llvm::toString(glob.takeError());
    globs.push_back(std::move(*glob));
  }
  llvm::BitVector matched(globs.size());
  llvm::MapVector<StringRef, Ops> layers;
  for (Operation *op : forward)
    if (!isa<ReadOp, ConstantOp, WriteOp>(op) && !op->hasAttr(kRecomputedAttr))
      if (StringRef layer = layerOf(layerPath(op->getLoc()), globs, matched);
          !layer.empty())
        layers[layer].insert(op);
  if (int missed = matched.find_first_unset(); missed >= 0)
    return function->emitError()
           << "`recompute` has " << patterns[missed]
           << ", but no layer with a path like this is differentiated";
  const Ops later(backward.begin(), backward.end());
  for (const auto &[path, members] : layers)
    Layer(members, later).recompute(number);
  return success();
}

} // namespace sinter

// SplitReductions.cpp: reduces each image of a batch by itself, then the batch.
//
//   sum over [0, 1, 2] = sum over [0] of (sum over [1, 2])
#include "passes/Passes.h"

using namespace mlir;

namespace sinter {

#define GEN_PASS_DEF_SPLITREDUCTIONSPASS
#include "passes/Passes.h.inc"

namespace {

/// Elements whose reduction is worth several tasks: reading them takes some 3
/// microseconds.
constexpr int64_t kWorthSplitting = 1 << 16;

template <typename Op> bool isWorthwhile(Op op) {
  auto input = cast<RankedTensorType>(op.getInput().getType());
  auto result = cast<RankedTensorType>(op.getType());
  // A result of several rows has tasks as it is; that of one element would
  // leave rows of one.
  const bool isOneRow = result.getRank() > 0 && result.getNumElements() > 1 &&
                        result.getNumElements() == result.getShape().back();
  return isOneRow && op.getAxes().size() > 1 &&
         llvm::is_contained(op.getAxes(), 0) && input.getDimSize(0) > 1 &&
         input.getNumElements() >= kWorthSplitting;
}

template <typename Op> void split(Op op) {
  if (!isWorthwhile(op))
    return;
  SmallVector<int64_t> inside;
  for (int64_t axis : op.getAxes())
    if (axis != 0)
      inside.push_back(axis);
  OpBuilder builder(op);
  Value rows =
      Op::create(builder, op.getLoc(), op.getInput(), inside, op.getKeep());
  op.getInputMutable().assign(rows);
  op.setAxes(ArrayRef<int64_t>{0});
}

struct SplitReductions : impl::SplitReductionsPassBase<SplitReductions> {
  void runOnOperation() override {
    getOperation().walk([](Operation *op) {
      if (auto sum = dyn_cast<SumOp>(op))
        split(sum);
      else if (auto mean = dyn_cast<MeanOp>(op))
        split(mean);
    });
  }
};

} // namespace
} // namespace sinter

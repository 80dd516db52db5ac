// UseWinograd.cpp: rewrites convolutions for Winograd's algorithm where it
// pays.
#include "passes/Passes.h"

#include "ir/OpenRows.h"
#include "passes/ConvolutionCosts.h"
#include "passes/WinogradBands.h"

#include "mlir/IR/IRMapping.h"

using namespace mlir;

namespace sinter {

#define GEN_PASS_DEF_USEWINOGRADPASS
#include "passes/Passes.h.inc"

namespace {

/// The kernel that only `weight`'s reader reads and that moves elements, as the
/// weight of a transposed convolution is turned around; or null.
KernelOp movesBefore(Value weight) {
  auto kernel = weight.getDefiningOp<KernelOp>();
  const bool moves = kernel && weight.hasOneUse() &&
                     llvm::all_of(kernel.getBody().front().without_terminator(),
                                  [](Operation &op) { return isMove(&op); });
  return moves ? kernel : KernelOp();
}

/// A kernel that transforms filters in each call, and moves their elements on
/// the way. It stands where they were moved: a parameter may be written later.
Value transformedInCall(OpBuilder &builder, Location loc, Value weight,
                        int64_t tile) {
  OpBuilder::InsertionGuard guard(builder);
  KernelOp moves = movesBefore(weight);
  if (moves)
    builder.setInsertionPoint(moves);
  const SmallVector<Value> inputs =
      moves ? SmallVector<Value>(moves.getInputs()) : SmallVector{weight};
  const auto type = cast<RankedTensorType>(weight.getType());
  const int64_t taps = tile + 2;
  auto kernel =
      KernelOp::create(builder, loc,
                       TypeRange{type.clone({type.getDimSize(0),
                                             type.getDimSize(1), taps, taps})},
                       inputs, builder.getStringAttr("winograd_filter"), {}, {},
                       {}, {}, {}, {}, {}, {});
  Block *body = builder.createBlock(&kernel.getBody());
  IRMapping mapping;
  for (Value input : inputs)
    body->addArgument(input.getType(), loc);
  Value moved = body->getArgument(0);
  if (moves) {
    mapping.map(moves.getBody().getArguments(), body->getArguments());
    for (Operation &op : moves.getBody().front().without_terminator())
      builder.clone(op, mapping);
    moved = mapping.lookupOrDefault(moves.getYield().getOperand(0));
  }
  Value filter = WinogradFilterOp::create(builder, loc, moved, tile);
  YieldOp::create(builder, loc, ValueRange{filter});
  return kernel.getResult(0);
}

/// Whether `value` is a parameter that is written before `kernel` runs.
bool isWrittenBefore(Value value, KernelOp kernel) {
  auto read = value.getDefiningOp<ReadOp>();
  auto writes = kernel->getParentOfType<func::FuncOp>().getOps<WriteOp>();
  return read && llvm::any_of(writes, [&](WriteOp write) {
           Operation *maker = write.getValue().getDefiningOp();
           return write.getParameter() == read.getParameter() && maker &&
                  maker->isBeforeInBlock(kernel);
         });
}

/// Has `conv` transform its filters itself, where it would read them once: they
/// never leave L2 then.
void joinFilters(KernelOp kernel, WinogradConv2dOp conv, TargetAttr target,
                 bool open) {
  const unsigned operand = cast<BlockArgument>(conv.getFilter()).getArgNumber();
  auto filters = kernel.getOperand(operand).getDefiningOp<KernelOp>();
  const WinogradSizes sizes(conv);
  if (!filters || open || filters.getNumOperands() != 1 ||
      sizes.bands(chooseWinogradBand(sizes, target, open)) > 1 ||
      isWrittenBefore(filters.getOperand(0), kernel))
    return;
  BlockArgument weight = kernel.getBody().getArgument(operand);
  kernel->setOperand(operand, filters.getOperand(0));
  weight.setType(filters.getOperand(0).getType());
  OpBuilder builder = OpBuilder::atBlockBegin(&kernel.getBody().front());
  IRMapping mapping;
  mapping.map(filters.getBody().getArgument(0), weight);
  for (Operation &op : filters.getBody().front().without_terminator())
    builder.clone(op, mapping);
  conv.getFilterMutable().assign(
      mapping.lookup(filters.getYield().getOperand(0)));
  filters.erase();
}

WinogradConv2dOp rewrite(KernelOp kernel, Conv2dOp conv, int64_t tile) {
  const unsigned operand = cast<BlockArgument>(conv.getWeight()).getArgNumber();
  const Value weight = kernel.getOperand(operand);
  OpBuilder builder(kernel);
  Value filter =
      weight.getDefiningOp<ConstantOp>()
          ? WinogradFilterOp::create(builder, conv.getLoc(), weight, tile)
                .getResult()
          : transformedInCall(builder, conv.getLoc(), weight, tile);
  kernel->setOperand(operand, filter);
  if (KernelOp moves = weight.getDefiningOp<KernelOp>();
      moves && moves.use_empty())
    moves.erase();
  Value(conv.getWeight()).setType(filter.getType());
  builder.setInsertionPoint(conv);
  auto replacement = WinogradConv2dOp::create(
      builder, conv.getLoc(), conv.getInput(), conv.getWeight(), conv.getBias(),
      tile, conv.getPadding());
  conv.replaceAllUsesWith(replacement.getResult());
  conv.erase();
  return replacement;
}

struct UseWinograd : impl::UseWinogradPassBase<UseWinograd> {
  void runOnOperation() override {
    TargetAttr target = TargetAttr::of(getOperation());
    if (!target || getOperation().isExternal() ||
        !mayUseWinograd(getOperation()))
      return;
    const llvm::DenseSet<Value> open = openValues(getOperation());
    for (auto kernel :
         llvm::make_early_inc_range(getOperation().getOps<KernelOp>())) {
      auto conv = dyn_cast_or_null<Conv2dOp>(kernel.getAnchor());
      if (!conv || conv.getGroups() != 1 || conv.getInput() == conv.getWeight())
        continue;
      auto weight = cast<BlockArgument>(conv.getWeight());
      if (!weight.hasOneUse())
        continue;
      const bool isOpen = open.contains(kernel.getResult(0));
      const ConvolutionSizes sizes(conv, target.getLanes(), isOpen);
      if (int64_t tile = chooseWinogradTile(sizes))
        joinFilters(kernel, rewrite(kernel, conv, tile), target, isOpen);
    }
  }
};

} // namespace
} // namespace sinter

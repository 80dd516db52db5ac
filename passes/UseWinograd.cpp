// UseWinograd.cpp: rewrites convolutions for Winograd's algorithm where it
// pays.
#include "passes/Passes.h"

#include "ir/OpenRows.h"
#include "passes/ConvolutionCosts.h"

using namespace mlir;

namespace sinter {

#define GEN_PASS_DEF_USEWINOGRADPASS
#include "passes/Passes.h.inc"

namespace {

void rewrite(KernelOp kernel, Conv2dOp conv, int64_t tile) {
  const unsigned operand = cast<BlockArgument>(conv.getWeight()).getArgNumber();
  OpBuilder builder(kernel);
  auto filter = WinogradFilterOp::create(builder, conv.getLoc(),
                                         kernel.getOperand(operand), tile);
  kernel->setOperand(operand, filter);
  conv.getWeight().setType(filter.getType());
  builder.setInsertionPoint(conv);
  auto replacement = WinogradConv2dOp::create(
      builder, conv.getLoc(), conv.getInput(), conv.getWeight(), conv.getBias(),
      tile, conv.getPadding());
  conv.replaceAllUsesWith(replacement.getResult());
  conv.erase();
}

struct UseWinograd : impl::UseWinogradPassBase<UseWinograd> {
  void runOnOperation() override {
    TargetAttr target = TargetAttr::of(getOperation());
    if (!target || getOperation().isExternal() ||
        !mayUseWinograd(getOperation()))
      return;
    const llvm::DenseSet<Value> open = openValues(getOperation());
    for (auto kernel : getOperation().getOps<KernelOp>()) {
      auto conv = dyn_cast_or_null<Conv2dOp>(kernel.getAnchor());
      if (!conv || conv.getGroups() != 1 || conv.getInput() == conv.getWeight())
        continue;
      auto weight = cast<BlockArgument>(conv.getWeight());
      // Filters of training change, and those of two readers are read twice.
      if (!weight.hasOneUse() ||
          !kernel.getOperand(weight.getArgNumber()).getDefiningOp<ConstantOp>())
        continue;
      const ConvolutionSizes sizes(conv, target.getLanes(),
                                   open.contains(kernel.getResult(0)));
      if (int64_t tile = chooseWinogradTile(sizes))
        rewrite(kernel, conv, tile);
    }
  }
};

} // namespace
} // namespace sinter

// FoldConstants.cpp: evaluates what is known before the model runs.
//
// Ops are visited in order, so one visit folds whole chains. Values come from
// the reference in double precision and are rounded once to each op's element
// type. A relayout only moves bytes: packing large weights takes no detour
// through doubles.
#include "passes/Passes.h"

#include "ir/ConstantData.h"
#include "ir/reference/Interpreter.h"

using namespace mlir;

namespace sinter {

#define GEN_PASS_DEF_FOLDCONSTANTSPASS
#include "passes/Passes.h.inc"

namespace {

/// Ops whose results depend on their operands alone. Dropout draws at random
/// until inference removes it.
bool canEvaluate(Operation *op) {
  return isa_and_nonnull<SinterDialect>(op->getDialect()) && isPure(op) &&
         !op->hasTrait<OpTrait::IsTerminator>() && op->getNumOperands() > 0 &&
         !isa<KernelOp, DropoutOp>(op);
}

/// The constants behind all operands of `op`; nothing where one is unknown or
/// came without its data.
std::optional<SmallVector<ConstantOp>> constantOperands(Operation *op) {
  SmallVector<ConstantOp> constants;
  for (Value operand : op->getOperands()) {
    auto constant = operand.getDefiningOp<ConstantOp>();
    if (!constant || !constantBytes(constant.getValue()))
      return std::nullopt;
    constants.push_back(constant);
  }
  return constants;
}

/// The name of the weight that a result comes from: that of the first operand
/// with one.
StringRef nameOf(MutableArrayRef<ConstantOp> constants) {
  for (ConstantOp constant : constants)
    if (StringRef name = resourceName(constant.getValue()); !name.empty())
      return name;
  return "constant";
}

/// The values of the results of `op` on `constants`; none where they cannot be
/// computed.
SmallVector<ElementsAttr> evaluateOn(Operation *op,
                                     MutableArrayRef<ConstantOp> constants) {
  StringRef name = nameOf(constants);
  auto typeOf = [](Value value) {
    return cast<RankedTensorType>(value.getType());
  };
  if (auto relayout = dyn_cast<RelayoutOp>(op)) {
    ElementsAttr moved =
        relayoutBytes(constants[0].getValue(), typeOf(relayout.getInput()),
                      typeOf(relayout.getResult()), name);
    return moved ? SmallVector<ElementsAttr>{moved}
                 : SmallVector<ElementsAttr>();
  }
  SmallVector<Array> operands;
  for (ConstantOp constant : constants) {
    std::optional<Array> array =
        arrayOf(constant.getValue(), typeOf(constant.getResult()));
    if (!array)
      return {};
    operands.push_back(std::move(*array));
  }
  FailureOr<SmallVector<Array>> results =
      evaluate(op, operands, [](StringRef) { return std::nullopt; });
  if (failed(results))
    return {};
  SmallVector<ElementsAttr> values;
  for (auto [array, result] : llvm::zip_equal(*results, op->getResults()))
    values.push_back(elementsOf(array, typeOf(result), name));
  return values;
}

struct FoldConstants : impl::FoldConstantsPassBase<FoldConstants> {
  void runOnOperation() override {
    SmallVector<Operation *> ops;
    getOperation().walk([&](Operation *op) {
      if (canEvaluate(op) && !op->getParentOfType<KernelOp>())
        ops.push_back(op);
    });
    for (Operation *op : ops)
      fold(op);
    getOperation().walk([](ConstantOp constant) {
      if (constant->use_empty())
        constant->erase();
    });
  }

  void fold(Operation *op) {
    std::optional<SmallVector<ConstantOp>> constants = constantOperands(op);
    if (!constants)
      return;
    SmallVector<ElementsAttr> values = evaluateOn(op, *constants);
    if (values.empty())
      return;
    OpBuilder builder(op);
    for (auto [result, value] : llvm::zip_equal(op->getResults(), values))
      result.replaceAllUsesWith(
          ConstantOp::create(builder, op->getLoc(), result.getType(), value));
    op->erase();
  }
};

} // namespace
} // namespace sinter

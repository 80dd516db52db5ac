// FoldConstants.cpp: evaluates what is known before the model runs.
//
// Ops whose operands are known are evaluated together, in several threads; then
// those that have become known, until none is left. Values come from the
// reference in double precision and are rounded once to each op's element type.
// Two take no detour through doubles, since they carry all the weights of a
// model: a relayout only moves bytes, and the product of two floats, which is
// exact in double precision, rounds to what their product in floats is.
#include "passes/Passes.h"

#include "ir/ConstantData.h"
#include "ir/reference/Interpreter.h"

#include "mlir/IR/Threading.h"

using namespace mlir;

namespace sinter {

#define GEN_PASS_DEF_FOLDCONSTANTSPASS
#include "passes/Passes.h.inc"

namespace {

/// Ops whose results depend on their operands alone.
bool canEvaluate(Operation *op) {
  return isa_and_nonnull<SinterDialect>(op->getDialect()) && isPure(op) &&
         !op->hasTrait<OpTrait::IsTerminator>() && op->getNumOperands() > 0 &&
         !isa<KernelOp>(op);
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

/// Products with more elements are worth a way of their own. (Fewer may be
/// stored inline.)
constexpr int64_t kLargeProduct = 4096;

/// The product of a weight and one number for each index of its first
/// dimension: a norm folded into a layer. Null for all other products.
ElementsAttr scaledRows(MulOp mul, ElementsAttr weight, ElementsAttr column,
                        StringRef name) {
  auto type = cast<RankedTensorType>(mul.getType());
  ShapedType columnType = column.getShapedType();
  std::optional<ArrayRef<char>> source = constantBytes(weight),
                                scales = constantBytes(column);
  if (!type.getElementType().isF32() || getLayout(type) ||
      weight.getShapedType().getShape() != type.getShape() ||
      columnType.getRank() != type.getRank() || type.getRank() == 0 ||
      columnType.getDimSize(0) != type.getDimSize(0) ||
      columnType.getNumElements() != columnType.getDimSize(0) ||
      source->size() != sizeof(float) * type.getNumElements() ||
      scales->size() != sizeof(float) * columnType.getNumElements())
    return {};
  AsmResourceBlob product = allocateResource(source->size());
  auto *from = reinterpret_cast<const float *>(source->data());
  auto *scale = reinterpret_cast<const float *>(scales->data());
  auto *to = reinterpret_cast<float *>(product.getMutableData().data());
  const int64_t rows = type.getDimSize(0),
                columns = type.getNumElements() / std::max<int64_t>(rows, 1);
  for (int64_t row = 0; row < rows; ++row)
    for (int64_t i = row * columns; i < (row + 1) * columns; ++i)
      to[i] = from[i] * scale[row];
  return makeResource(type, name, std::move(product));
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
  if (auto mul = dyn_cast<MulOp>(op);
      mul && typeOf(mul.getResult()).getNumElements() > kLargeProduct) {
    ElementsAttr a = constants[0].getValue(), b = constants[1].getValue();
    for (auto [weight, column] : {std::pair(a, b), std::pair(b, a)})
      if (ElementsAttr scaled = scaledRows(mul, weight, column, name))
        return {scaled};
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

/// An op that can be evaluated, and what came of it.
struct Known {
  Operation *op;
  SmallVector<ConstantOp> operands;
  SmallVector<ElementsAttr> values;
};

struct FoldConstants : impl::FoldConstantsPassBase<FoldConstants> {
  void runOnOperation() override {
    std::vector<Operation *> pending;
    getOperation().walk([&](Operation *op) {
      if (canEvaluate(op) && !op->getParentOfType<KernelOp>())
        pending.push_back(op);
    });
    for (std::vector<Known> known = takeKnown(pending); !known.empty();
         known = takeKnown(pending)) {
      mlir::parallelForEach(&getContext(), known, [](Known &one) {
        one.values = evaluateOn(one.op, one.operands);
      });
      llvm::for_each(known, replace);
    }
    getOperation().walk([](ConstantOp constant) {
      if (constant->use_empty())
        constant->erase();
    });
  }

  /// Moves the ops whose operands are constants out of `pending`.
  static std::vector<Known> takeKnown(std::vector<Operation *> &pending) {
    std::vector<Known> known;
    llvm::erase_if(pending, [&](Operation *op) {
      std::optional<SmallVector<ConstantOp>> constants = constantOperands(op);
      if (constants)
        known.push_back({op, *std::move(constants), {}});
      return constants.has_value();
    });
    return known;
  }

  static void replace(Known &known) {
    if (known.values.empty())
      return;
    OpBuilder builder(known.op);
    for (auto [result, value] :
         llvm::zip_equal(known.op->getResults(), known.values))
      result.replaceAllUsesWith(ConstantOp::create(builder, known.op->getLoc(),
                                                   result.getType(), value));
    known.op->erase();
  }
};

} // namespace
} // namespace sinter

// ElaborateOpen.cpp: open dimensions, whose size each call of the compiled
// function chooses from a range.
//
// The graph is made for the most that it may be. An integer that is that size,
// or a multiple of it, is marked (Value::openSize) from where it enters, as `N`
// or `x.shape[0]`, and refused wherever the graph would depend on its value.

#include "frontend/ElaboratorRules.h"

#include "ir/OpenRows.h"

using llvm::StringRef;

namespace sinter {

using namespace ast;

std::string Elaboration::describeShape(const Value &value) const {
  mlir::Value tensor = value.tensor();
  std::string text = describe(value);
  if (!tensor || !isOpen(tensor))
    return text;
  const int64_t rows =
      mlir::cast<mlir::RankedTensorType>(tensor.getType()).getDimSize(0);
  const int64_t times = rows / openEntry->dimensions.lookup(openEntry->open);
  const size_t start = text.find('[') + 1;
  text.replace(start, std::to_string(rows).size(),
               times == 1 ? openEntry->open
                          : std::to_string(times) + " * " + openEntry->open);
  return text;
}

Value Elaboration::refuseOpen(StringRef use, SourceRange range) {
  report(DiagnosticKind::openSizeUsed, range, {use, openEntry->open});
  return {};
}

/// Products with integers, and quotients that leave a multiple of the size or
/// cancel it.
Value Elaboration::openArithmetic(StringRef op, const Value &lhs,
                                  const Value &rhs, SourceRange range) {
  const int64_t most = openEntry->dimensions.lookup(openEntry->open);
  const int64_t *a = lhs.integer(), *b = rhs.integer();
  int64_t product = 0;
  if (op == "*" && a && b && lhs.isOpenSize() != rhs.isOpenSize() &&
      !llvm::MulOverflow(*a, *b, product))
    return Value::openSize(product);
  if (op == "/" && a && b && lhs.isOpenSize() && *b > 0 && *a % *b == 0) {
    if (rhs.isOpenSize())
      return Value(*a / *b);
    if (*a / *b % most == 0)
      return Value::openSize(*a / *b);
  }
  return refuseOpen("`" + op.str() + "`", range);
}

/// Both sides are at their least and at their most together, and the sides of
/// an order cross once at most.
std::optional<bool> Elaboration::compareOpen(BinaryOperator op,
                                             const Value &lhs,
                                             const Value &rhs) const {
  if (!lhs.integer() || !rhs.integer())
    return std::nullopt;
  const int64_t range = openEntry->dimensions.lookup(openEntry->open);
  auto order = [&](bool atMost) {
    auto sizeOf = [&](const Value &side) {
      return side.isOpenSize() && !atMost
                 ? *side.integer() / range * openEntry->openLeast
                 : *side.integer();
    };
    const int64_t a = sizeOf(lhs), b = sizeOf(rhs);
    return a < b ? -1 : a > b;
  };
  const int least = order(/*atMost=*/false), most = order(/*atMost=*/true);
  auto when = [](bool isKnown, bool answer) {
    return isKnown ? std::optional(answer) : std::nullopt;
  };
  switch (op) {
  case BinaryOperator::Equal:
    return when(least == most, most == 0);
  case BinaryOperator::NotEqual:
    return when(least == most, most != 0);
  case BinaryOperator::Less:
    return when((least < 0) == (most < 0), most < 0);
  case BinaryOperator::LessEqual:
    return when((least <= 0) == (most <= 0), most <= 0);
  case BinaryOperator::Greater:
    return when((least > 0) == (most > 0), most > 0);
  default:
    return when((least >= 0) == (most >= 0), most >= 0);
  }
}

/// Divisions that are exact, and the smaller of two sizes where it is always
/// the same one.
Value Elaboration::openBuiltin(Builtin builtin, StringRef name,
                               llvm::ArrayRef<Value> arguments,
                               SourceRange range) {
  if (builtin == Builtin::floor_div || builtin == Builtin::ceil_div)
    return openArithmetic("/", arguments[0], arguments[1], range);
  if (builtin == Builtin::min || builtin == Builtin::max)
    if (std::optional<bool> firstIsLess =
            compareOpen(BinaryOperator::Less, arguments[0], arguments[1]))
      return arguments[*firstIsLess == (builtin == Builtin::min) ? 0 : 1];
  return refuseOpen("`" + name.str() + "`", range);
}

/// An open size can lead a shape.
bool Elaboration::checkOpenAttribute(StringRef name, const Value &value,
                                     SourceRange range) {
  if (!value.holdsOpenSize())
    return true;
  const Sequence *list = value.sequence();
  const bool isShape = name == "shape" || name == "sizes";
  if (isShape && list && list->elements.front().isOpenSize() &&
      llvm::none_of(llvm::ArrayRef(list->elements).drop_front(),
                    [](const Value &size) { return size.holdsOpenSize(); }))
    return true;
  refuseOpen("`" + name.str() + "`", range);
  return false;
}

/// What is declared with as many rows as the open dimension has at its most: it
/// would have to shrink with the others. Nothing where there is none.
static std::optional<std::string>
whyRowsStay(mlir::Operation *op, llvm::function_ref<bool(mlir::Value)> isOpen) {
  if (!isElementwise(op) &&
      !mlir::isa<ConcatOp, GatherElementsOp, MatmulOp, MaxUnpoolOp>(op))
    return std::nullopt;
  auto result = mlir::cast<mlir::RankedTensorType>(op->getResult(0).getType());
  if (mlir::isa<MatmulOp>(op) && result.getRank() == 2)
    return std::nullopt; // axis 0 of the right side is summed over
  for (mlir::Value operand : op->getOperands()) {
    auto type = mlir::cast<mlir::RankedTensorType>(operand.getType());
    mlir::Operation *from = operand.getDefiningOp();
    if (!isOpen(operand) && (!from || mlir::isa<ReadOp>(from)) &&
        type.getRank() == result.getRank() && type.getDimSize(0) != 1 &&
        type.getDimSize(0) == result.getDimSize(0))
      return "axis 0 of one side is " + std::to_string(type.getDimSize(0)) +
             " at every size of it";
  }
  return std::nullopt;
}

bool Elaboration::passOpen(mlir::Operation *op, SourceRange range) {
  if (!openEntry || openEntry->open.empty())
    return true;
  auto isOpenTensor = [&](mlir::Value value) { return isOpen(value); };
  if (llvm::none_of(op->getOperands(), isOpenTensor))
    return true;
  openTensors.insert(op->result_begin(), op->result_end());
  std::optional<std::string> why = whyRowsMix(
      op, openEntry->dimensions.lookup(openEntry->open), isOpenTensor);
  if (!why)
    why = whyRowsStay(op, isOpenTensor);
  if (!why)
    return true;
  report(DiagnosticKind::openRowsMix, range,
         {op->getName().stripDialect(), openEntry->open, *why});
  return false;
}

} // namespace sinter

// ElaborateArithmetic.cpp: operators on compile-time values and on tensors.

#include "frontend/ElaboratorRules.h"

#include "llvm/Support/MathExtras.h"

#include <cmath>

using llvm::StringRef;

namespace sinter {

using namespace ast;

static StringRef textOf(const BinaryExpr &expr) { return expr.opRange.text(); }

//===----------------------------------------------------------------------===//
// Which kind of operands
//===----------------------------------------------------------------------===//

Value Elaboration::evaluateUnary(const UnaryExpr &expr) {
  if (expr.op == UnaryOperator::Not) {
    std::optional<bool> operand = conditionOf(*expr.operand);
    return operand ? Value(!*operand) : Value();
  }
  Value operand = valueOf(*expr.operand);
  if (operand.isPoison())
    return {};
  if (operand.isOpenSize())
    return refuseOpen("`-`", expr.opRange);
  if (auto *integer = operand.integer()) {
    if (*integer != INT64_MIN)
      return Value(-*integer);
    report(DiagnosticKind::integerOverflow, expr.opRange, {"-"});
    return {};
  }
  if (auto *real = operand.real())
    return Value(-*real);
  if (mlir::Value tensor = operand.tensor())
    return buildOp("neg", tensor, {}, expr.range);
  report(DiagnosticKind::badOperand, expr.opRange, {"-", describe(operand)});
  return {};
}

Value Elaboration::evaluateBinary(const BinaryExpr &expr) {
  if (expr.op == BinaryOperator::And || expr.op == BinaryOperator::Or)
    return evaluateLogical(expr);
  Value lhs = valueOf(*expr.lhs), rhs = valueOf(*expr.rhs);
  bool isList = lhs.sequence() && rhs.sequence();
  if (lhs.is<Value::Poison>() || rhs.is<Value::Poison>() ||
      (!isList && (lhs.isPoison() || rhs.isPoison())))
    return {};
  switch (expr.op) {
  case BinaryOperator::Equal:
  case BinaryOperator::NotEqual:
  case BinaryOperator::Less:
  case BinaryOperator::LessEqual:
  case BinaryOperator::Greater:
  case BinaryOperator::GreaterEqual:
    return compare(expr, lhs, rhs);
  default:
    return arithmetic(expr, lhs, rhs);
  }
}

/// The right side runs only where it decides.
Value Elaboration::evaluateLogical(const BinaryExpr &expr) {
  std::optional<bool> lhs = conditionOf(*expr.lhs);
  if (!lhs)
    return {};
  if (*lhs == (expr.op == BinaryOperator::Or))
    return Value(*lhs);
  std::optional<bool> rhs = conditionOf(*expr.rhs);
  return rhs ? Value(*rhs) : Value();
}

Value Elaboration::arithmetic(const BinaryExpr &expr, const Value &lhs,
                              const Value &rhs) {
  if (lhs.tensor() || rhs.tensor())
    return tensorArithmetic(expr, lhs, rhs);
  if (lhs.isOpenSize() || rhs.isOpenSize())
    return openArithmetic(textOf(expr), lhs, rhs, expr.opRange);
  if (lhs.integer() && rhs.integer())
    return integerArithmetic(expr, *lhs.integer(), *rhs.integer());
  if (lhs.isNumber() && rhs.isNumber())
    return realArithmetic(expr, lhs.number(), rhs.number());
  const Sequence *a = lhs.sequence(), *b = rhs.sequence();
  if (expr.op == BinaryOperator::Add && a && b && a->isTuple == b->isTuple) {
    std::vector<Value> elements = a->elements;
    elements.insert(elements.end(), b->elements.begin(), b->elements.end());
    return makeSequence(std::move(elements), a->isTuple, expr.opRange);
  }
  report(DiagnosticKind::badOperands, expr.opRange,
         {textOf(expr), describe(lhs), describe(rhs)});
  return {};
}

//===----------------------------------------------------------------------===//
// Numbers
//===----------------------------------------------------------------------===//

Value Elaboration::integerArithmetic(const BinaryExpr &expr, int64_t lhs,
                                     int64_t rhs) {
  int64_t result = 0;
  bool overflows = false;
  switch (expr.op) {
  case BinaryOperator::Add:
    overflows = llvm::AddOverflow(lhs, rhs, result);
    break;
  case BinaryOperator::Subtract:
    overflows = llvm::SubOverflow(lhs, rhs, result);
    break;
  case BinaryOperator::Multiply:
    overflows = llvm::MulOverflow(lhs, rhs, result);
    break;
  case BinaryOperator::Divide:
    if (rhs == 0) {
      report(DiagnosticKind::divisionByZero, expr.opRange, {lhs});
      return {};
    }
    overflows = lhs == INT64_MIN && rhs == -1;
    if (!overflows && lhs % rhs != 0) {
      report(DiagnosticKind::inexactDivision, expr.opRange, {lhs, rhs});
      return {};
    }
    result = overflows ? 0 : lhs / rhs;
    break;
  case BinaryOperator::Power:
    return integerPower(expr, lhs, rhs);
  default:
    report(DiagnosticKind::badOperands, expr.opRange,
           {textOf(expr), describe(Value(lhs)), describe(Value(rhs))});
    return {};
  }
  if (!overflows)
    return Value(result);
  report(DiagnosticKind::integerOverflow, expr.opRange, {textOf(expr)});
  return {};
}

Value Elaboration::integerPower(const BinaryExpr &expr, int64_t base,
                                int64_t exponent) {
  if (exponent < 0)
    return realArithmetic(expr, base, exponent);
  int64_t result = 1;
  // From 2 upwards it overflows within 63 rounds; 0, 1 and -1 repeat.
  if (base >= -1 && base <= 1)
    exponent = exponent > 1 ? 2 - exponent % 2 : exponent;
  for (; exponent > 0; --exponent)
    if (llvm::MulOverflow(result, base, result)) {
      report(DiagnosticKind::integerOverflow, expr.opRange, {"**"});
      return {};
    }
  return Value(result);
}

Value Elaboration::realArithmetic(const BinaryExpr &expr, double lhs,
                                  double rhs) {
  switch (expr.op) {
  case BinaryOperator::Add:
    return Value(lhs + rhs);
  case BinaryOperator::Subtract:
    return Value(lhs - rhs);
  case BinaryOperator::Multiply:
    return Value(lhs * rhs);
  case BinaryOperator::Divide:
    if (rhs != 0)
      return Value(lhs / rhs);
    report(DiagnosticKind::divisionByZero, expr.opRange,
           {describe(Value(lhs))});
    return {};
  case BinaryOperator::Power:
    return Value(std::pow(lhs, rhs));
  default:
    report(DiagnosticKind::badOperands, expr.opRange,
           {textOf(expr), describe(Value(lhs)), describe(Value(rhs))});
    return {};
  }
}

//===----------------------------------------------------------------------===//
// Comparisons
//===----------------------------------------------------------------------===//

template <typename T> static bool ordered(BinaryOperator op, T lhs, T rhs) {
  switch (op) {
  case BinaryOperator::Less:
    return lhs < rhs;
  case BinaryOperator::LessEqual:
    return lhs <= rhs;
  case BinaryOperator::Greater:
    return lhs > rhs;
  default:
    return lhs >= rhs;
  }
}

Value Elaboration::compare(const BinaryExpr &expr, const Value &lhs,
                           const Value &rhs) {
  if (lhs.tensor() || rhs.tensor())
    return notSupported("comparing tensors", expr.opRange);
  if (lhs.isOpenSize() || rhs.isOpenSize() ||
      lhs.holdsOpenSize() != rhs.holdsOpenSize()) {
    std::optional<bool> answer = compareOpen(expr.op, lhs, rhs);
    return answer ? Value(*answer)
                  : refuseOpen("`" + textOf(expr).str() + "`", expr.opRange);
  }
  if (expr.op == BinaryOperator::Equal || expr.op == BinaryOperator::NotEqual) {
    std::optional<bool> same = equal(lhs, rhs, stepsLeft);
    if (!takeSteps(expr.opRange))
      return {};
    if (same)
      return Value(*same == (expr.op == BinaryOperator::Equal));
  } else if (lhs.integer() && rhs.integer()) {
    return Value(ordered(expr.op, *lhs.integer(), *rhs.integer()));
  } else if (lhs.isNumber() && rhs.isNumber()) {
    return Value(ordered(expr.op, lhs.number(), rhs.number()));
  }
  report(DiagnosticKind::notComparable, expr.opRange,
         {textOf(expr), describe(lhs), describe(rhs)});
  return {};
}

//===----------------------------------------------------------------------===//
// Tensors
//===----------------------------------------------------------------------===//

Value Elaboration::tensorArithmetic(const BinaryExpr &expr, const Value &lhs,
                                    const Value &rhs) {
  StringRef name;
  switch (expr.op) {
  case BinaryOperator::Add:
    name = "add";
    break;
  case BinaryOperator::Subtract:
    name = "sub";
    break;
  case BinaryOperator::Multiply:
    name = "mul";
    break;
  case BinaryOperator::Divide:
    name = "div";
    break;
  default:
    return notSupported("`" + textOf(expr).str() + "` of tensors",
                        expr.opRange);
  }
  mlir::Type type = (lhs.tensor() ? lhs : rhs).tensor().getType();
  mlir::Type element =
      mlir::cast<mlir::RankedTensorType>(type).getElementType();
  mlir::Value operands[2];
  for (int i : {0, 1}) {
    const Value &side = i ? rhs : lhs;
    if (!side.tensor() && !side.isNumber()) {
      report(DiagnosticKind::badOperands, expr.opRange,
             {textOf(expr), describe(lhs), describe(rhs)});
      return {};
    }
    operands[i] =
        side.tensor() ? side.tensor() : constant(side, element, expr.opRange);
    if (!operands[i])
      return {};
  }
  return buildOp(name, operands, {}, expr.opRange);
}

} // namespace sinter

// ElaborateArithmetic.cpp: operators on compile-time values and on tensors.

#include "frontend/ElaboratorRules.h"

#include "mlir/IR/TypeUtilities.h"
#include "llvm/ADT/STLExtras.h"
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
  Value operand = valueOf(*expr.operand);
  if (operand.isPoison())
    return {};
  if (expr.op == UnaryOperator::Not) {
    if (mlir::Value tensor = operand.tensor())
      return buildOp("logical_not", tensor, {}, expr.range);
    std::optional<bool> truth = truthOf(operand, expr.operand->range);
    return truth ? Value(!*truth) : Value();
  }
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
  Value lhs = valueOf(*expr.lhs);
  if (lhs.isPoison())
    return {};
  bool isOr = expr.op == BinaryOperator::Or;
  if (!lhs.tensor()) {
    std::optional<bool> truth = truthOf(lhs, expr.lhs->range);
    if (!truth || *truth == isOr)
      return truth ? lhs : Value();
  }
  Value rhs = valueOf(*expr.rhs);
  if (rhs.isPoison())
    return {};
  if (lhs.tensor())
    return tensorOperation(expr, isOr ? "logical_or" : "logical_and", lhs, rhs);
  if (rhs.tensor() || truthOf(rhs, expr.rhs->range))
    return rhs;
  return {};
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
  if (expr.op == BinaryOperator::Multiply && a && rhs.integer())
    return repeated(*a, *rhs.integer(), expr.opRange);
  report(DiagnosticKind::badOperands, expr.opRange,
         {textOf(expr), describe(lhs), describe(rhs)});
  return {};
}

/// `[1] * 4` is `[1, 1, 1, 1]`.
Value Elaboration::repeated(const Sequence &sequence, int64_t times,
                            SourceRange range) {
  if (times < 0 || times > int64_t(maxElements)) {
    report(DiagnosticKind::badRepeat, range,
           {maxElements, describe(Value(times))});
    return {};
  }
  std::vector<Value> elements;
  // One round too many says that it is too large.
  for (int64_t i = 0; i < times && elements.size() <= maxElements; ++i)
    llvm::append_range(elements, sequence.elements);
  return makeSequence(std::move(elements), sequence.isTuple, range);
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
  bool isWord =
      lhs.choice() || rhs.choice() || lhs.callable() || rhs.callable();
  if ((lhs.tensor() || rhs.tensor()) && !isWord)
    return compareTensors(expr, lhs, rhs);
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
  switch (expr.op) {
  case BinaryOperator::Add:
    return tensorOperation(expr, "add", lhs, rhs);
  case BinaryOperator::Subtract:
    return tensorOperation(expr, "sub", lhs, rhs);
  case BinaryOperator::Multiply:
    return tensorOperation(expr, "mul", lhs, rhs);
  case BinaryOperator::Divide:
    return tensorOperation(expr, "div", lhs, rhs);
  case BinaryOperator::MatMul:
    return tensorOperation(expr, "matmul", lhs, rhs);
  case BinaryOperator::Power:
    return tensorPower(expr, lhs, rhs);
  default:
    llvm_unreachable("comparisons and logic go their own ways");
  }
}

/// A number beside a tensor has the type of its elements.
Value Elaboration::tensorOperation(const BinaryExpr &expr, StringRef op,
                                   const Value &lhs, const Value &rhs) {
  mlir::Type element =
      mlir::getElementTypeOrSelf((lhs.tensor() ? lhs : rhs).tensor());
  mlir::Value operands[2];
  for (int i : {0, 1}) {
    const Value &side = i ? rhs : lhs;
    bool isConstant = side.isNumber() || side.boolean();
    if (!side.tensor() && (!isConstant || expr.op == BinaryOperator::MatMul)) {
      report(DiagnosticKind::badOperands, expr.opRange,
             {textOf(expr), describe(lhs), describe(rhs)});
      return {};
    }
    operands[i] =
        side.tensor() ? side.tensor() : constant(side, element, expr.opRange);
    if (!operands[i])
      return {};
  }
  return buildOp(op, operands, {}, expr.opRange);
}

/// Exponents that need no power are told apart here, for integers too.
Value Elaboration::tensorPower(const BinaryExpr &expr, const Value &base,
                               const Value &exponent) {
  if (!base.tensor() || !exponent.isNumber())
    return tensorOperation(expr, "pow", base, exponent);
  double power = exponent.number();
  if (power == 0.5)
    return buildOp("sqrt", base.tensor(), {}, expr.opRange);
  if (power == 1)
    return base;
  if (power != 2 && power != 3)
    return tensorOperation(expr, "pow", base, exponent);
  Value square = tensorOperation(expr, "mul", base, base);
  if (power == 2 || square.isPoison())
    return square;
  return tensorOperation(expr, "mul", square, base);
}

/// Three operators stand for six: `a > b` is `b < a`, `a != b` is `!(a == b)`.
Value Elaboration::compareTensors(const BinaryExpr &expr, const Value &lhs,
                                  const Value &rhs) {
  switch (expr.op) {
  case BinaryOperator::Equal:
    return tensorOperation(expr, "equal", lhs, rhs);
  case BinaryOperator::NotEqual: {
    Value same = tensorOperation(expr, "equal", lhs, rhs);
    return same.isPoison()
               ? same
               : buildOp("logical_not", same.tensor(), {}, expr.opRange);
  }
  case BinaryOperator::Less:
    return tensorOperation(expr, "less", lhs, rhs);
  case BinaryOperator::LessEqual:
    return tensorOperation(expr, "less_equal", lhs, rhs);
  case BinaryOperator::Greater:
    return tensorOperation(expr, "less", rhs, lhs);
  default:
    return tensorOperation(expr, "less_equal", rhs, lhs);
  }
}

} // namespace sinter

// ElaborateTypes.cpp: whether a value is of a declared type, and the sizes
// that upper-case dimensions take from it.

#include "frontend/ElaboratorRules.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MathExtras.h"

using llvm::ArrayRef;
using llvm::StringRef;

namespace sinter {

using namespace ast;

/// Types of compile-time values. Any other word is a choice.
static constexpr StringRef valueTypes[] = {"int",  "float", "bool",  "string",
                                           "list", "tuple", "block", "type"};

bool Elaboration::isTensorTerm(const TypeTerm &term) const {
  StringRef name = term.name.text;
  if (name == "bool")
    return term.hasDimensions;
  return name == "tensor" || elementType(name, context);
}

bool Elaboration::isChoice(const TypeTerm &term) const {
  return !term.hasDimensions && !isTensorTerm(term) &&
         !llvm::is_contained(valueTypes, term.name.text);
}

//===----------------------------------------------------------------------===//
// Matching
//===----------------------------------------------------------------------===//

std::optional<Value> Elaboration::matchType(const Type &type,
                                            const Value &value) {
  for (const TypeTerm &term : type.terms)
    if (std::optional<Value> matched = matchTerm(term, value))
      return matched;
  return std::nullopt;
}

std::optional<Value> Elaboration::matchTerm(const TypeTerm &term,
                                            const Value &value) {
  StringRef name = term.name.text;
  auto when = [&](bool matches) {
    return matches ? std::optional(value) : std::nullopt;
  };
  if (isTensorTerm(term))
    return when(value.tensor() && matchTensor(term, value.tensor()));
  if (name == "int")
    return when(value.integer());
  if (name == "float")
    return value.isNumber() ? std::optional(Value(value.number()))
                            : std::nullopt;
  if (name == "bool")
    return when(value.boolean());
  if (name == "string")
    return when(value.string());
  if (name == "list" || name == "tuple")
    return when(value.sequence() &&
                value.sequence()->isTuple == (name == "tuple"));
  if (name == "block")
    return when(value.callable());
  if (name == "type")
    return when(bool(value.type()));
  return when(value.choice() && value.choice()->word == name);
}

/// Choices and types stand without quotes.
void Elaboration::noteBareWord(ReportedDiagnostic reported, const Type &type,
                               const Value &value) {
  if (!value.string())
    return;
  StringRef text = *value.string();
  for (const TypeTerm &term : type.terms)
    if ((isChoice(term) && term.name.text == text) ||
        (term.name.text == "type" && elementType(text, context)))
      reported.note(DiagnosticKind::bareWord, {}, {text});
}

/// `float32[N, 10]`: what has dimensions was meant to be a tensor.
void Elaboration::noteElements(ReportedDiagnostic reported,
                               const std::optional<Type> &type) {
  if (!type)
    return;
  for (const TypeTerm &term : type->terms)
    if (term.hasDimensions && !isTensorTerm(term))
      reported.note(DiagnosticKind::elementsAre, {}, {term.name.text});
}

/// `unit(leaky_relu(0.1))`: what the piped value would be was written, for what
/// follows it.
void Elaboration::noteOpenPlace(ReportedDiagnostic reported,
                                const FunctionDeclaration &function,
                                const Value &value, SourceRange range) {
  const Parameter &first = function.parameters[0];
  bool isLiteral = range && llvm::isDigit(range.text().front());
  if (value.isNumber() && isLiteral && isTensorTerm(first.type->terms[0]))
    reported.note(DiagnosticKind::leaveOpen, {},
                  {function.name.text, first.name.text, range.text()});
}

/// `...` stands for any number of dimensions.
bool Elaboration::matchTensor(const TypeTerm &term, mlir::Value tensor) {
  auto type = mlir::cast<mlir::RankedTensorType>(tensor.getType());
  mlir::Type element = elementType(term.name.text, context);
  if (element && element != type.getElementType())
    return false;
  if (!term.hasDimensions && !element)
    return true; // `tensor` alone takes every shape
  ArrayRef<int64_t> shape = type.getShape();
  auto isEllipsis = [](const ExprPtr &dimension) {
    return llvm::isa<EllipsisExpr>(*dimension);
  };
  size_t count = term.dimensions.size();
  size_t before =
      llvm::find_if(term.dimensions, isEllipsis) - term.dimensions.begin();
  size_t after = before == count ? 0 : count - before - 1;
  if (before == count ? shape.size() != count : shape.size() < before + after)
    return false;
  auto sizeOf = [&](size_t i) {
    return i == 0 && isOpen(tensor) ? Value::openSize(shape[0])
                                    : Value(shape[i]);
  };
  for (size_t i = 0; i < before; ++i)
    if (!matchDimension(*term.dimensions[i], sizeOf(i)))
      return false;
  for (size_t i = 1; i <= after; ++i)
    if (!matchDimension(*term.dimensions[count - i], sizeOf(shape.size() - i)))
      return false;
  return true;
}

/// A dimension that has no size yet takes this one.
bool Elaboration::matchDimension(const Expr &dimension, const Value &size) {
  auto *name = llvm::dyn_cast<NameExpr>(&dimension);
  if (name && isDimensionName(name->name) && !lookup(name->name)) {
    environment->names[name->name] = {size, false, name->range};
    return true;
  }
  Value value = valueOf(dimension);
  if (!value.isPoison() && !value.integer())
    report(DiagnosticKind::dimensionNotInteger, dimension.range,
           {describe(value)});
  return !value.integer() || (*value.integer() == *size.integer() &&
                              value.isOpenSize() == size.isOpenSize());
}

//===----------------------------------------------------------------------===//
// Types of inputs and parameters
//===----------------------------------------------------------------------===//

/// A size, or a list of them: `f32[x.shape]` has the shape of `x`. Poison after
/// a report.
Value Elaboration::dimensionValue(const Expr &expr, StringRef owner) {
  auto *name = llvm::dyn_cast<NameExpr>(&expr);
  if (!name || !isDimensionName(name->name) || lookup(name->name))
    return valueOf(expr);
  report(DiagnosticKind::dimensionWithoutSize, expr.range, {name->name, owner});
  return {};
}

std::optional<Value> Elaboration::dimensionOf(const Expr &expr,
                                              StringRef owner) {
  return checkDimension(dimensionValue(expr, owner), expr, owner);
}

std::optional<Value> Elaboration::checkDimension(const Value &value,
                                                 const Expr &expr,
                                                 StringRef owner) {
  if (value.isPoison())
    return std::nullopt;
  const int64_t *size = value.integer();
  if (!size)
    report(DiagnosticKind::dimensionNotInteger, expr.range, {describe(value)});
  else if (*size < 1)
    report(DiagnosticKind::dimensionNotPositive, expr.range, {owner, *size});
  return size && *size >= 1 ? std::optional(value) : std::nullopt;
}

/// Nothing after a report.
std::optional<std::vector<std::pair<Value, SourceRange>>>
Elaboration::sizesOf(const TypeTerm &term, StringRef owner) {
  std::vector<std::pair<Value, SourceRange>> sizes;
  bool isGood = true;
  for (const ExprPtr &dimension : term.dimensions) {
    Value value = dimensionValue(*dimension, owner);
    const Sequence *list = value.sequence();
    for (const Value &each :
         list ? ArrayRef(list->elements) : ArrayRef(value)) {
      std::optional<Value> size = checkDimension(each, *dimension, owner);
      isGood &= size.has_value();
      if (size)
        sizes.emplace_back(*size, dimension->range);
    }
  }
  return isGood ? std::optional(std::move(sizes)) : std::nullopt;
}

mlir::RankedTensorType
Elaboration::tensorType(const Type &type, StringRef owner, bool *isOpenFirst) {
  const TypeTerm &term = type.terms[0];
  mlir::Type element = elementType(term.name.text, context);
  if (type.terms.size() != 1 || !isTensorTerm(term) || !element) {
    report(DiagnosticKind::notTensorType, type.range,
           {owner, type.range.text()});
    return {};
  }
  Shape shape;
  int64_t elements = 1;
  std::optional<std::vector<std::pair<Value, SourceRange>>> sizes =
      sizesOf(term, owner);
  if (!sizes)
    return {};
  if (sizes->size() > maxRank) {
    report(DiagnosticKind::rankTooLarge, term.range,
           {owner, sizes->size(), maxRank});
    return {};
  }
  for (const auto &[size, range] : *sizes) {
    if (size.isOpenSize() && !isOpenFirst) {
      refuseOpen("`" + owner.str() + "`, a parameter,", range);
      return {};
    }
    if (size.isOpenSize() && !shape.empty()) {
      report(DiagnosticKind::openNotFirst, range, {openEntry->open, owner});
      return {};
    }
    if (isOpenFirst)
      *isOpenFirst |= size.isOpenSize();
    shape.push_back(*size.integer());
    if (llvm::MulOverflow(elements, shape.back(), elements) ||
        elements > kLargestSize) {
      report(DiagnosticKind::tensorTooLarge, term.range, {owner, kLargestSize});
      return {};
    }
  }
  return mlir::RankedTensorType::get(shape, element);
}

} // namespace sinter

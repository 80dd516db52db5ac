// ElaborateOps.cpp: primitive operators. `ops.NAME(tensors, attribute=value)`
// becomes the op `sinter.NAME`, whose definition in ir/ says what it takes: a
// new op needs no line here.

#include "frontend/ElaboratorRules.h"
#include "frontend/OpMaker.h"

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/TypeUtilities.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "llvm/ADT/STLExtras.h"

using llvm::ArrayRef;
using llvm::StringRef;

namespace sinter {

using namespace ast;

//===----------------------------------------------------------------------===//
// Which ops there are
//===----------------------------------------------------------------------===//

/// Those whose results follow from their operands.
bool Elaboration::isPrimitive(StringRef name) const {
  mlir::OperationName op(("sinter." + name).str(), &context);
  return op.isRegistered() && op.hasInterface<mlir::InferTypeOpInterface>();
}

llvm::SmallVector<StringRef> Elaboration::primitiveNames() const {
  llvm::SmallVector<StringRef> names;
  for (mlir::RegisteredOperationName op :
       context.getRegisteredOperationsByDialect("sinter"))
    if (op.hasInterface<mlir::InferTypeOpInterface>())
      names.push_back(op.stripDialect());
  return names;
}

namespace {

/// How many operands an op takes.
struct OperandCount {
  unsigned least = 0, most = ~0u;

  explicit OperandCount(mlir::OperationName op) {
    if (op.hasTrait<mlir::OpTrait::OneOperand>())
      least = most = 1;
    exactly<2>(op), exactly<3>(op), exactly<4>(op), exactly<5>(op);
    atLeast<1>(op), atLeast<2>(op), atLeast<3>(op), atLeast<4>(op);
  }
  bool contains(size_t count) const { return count >= least && count <= most; }
  std::string text() const {
    return (least == most ? "" : "at least ") + std::to_string(least) +
           (least == 1 ? " tensor" : " tensors");
  }

private:
  template <unsigned count> void exactly(mlir::OperationName op) {
    if (op.hasTrait<mlir::OpTrait::NOperands<count>::template Impl>())
      least = most = count;
  }
  template <unsigned count> void atLeast(mlir::OperationName op) {
    if (op.hasTrait<mlir::OpTrait::AtLeastNOperands<count>::template Impl>())
      least = count;
  }
};

} // namespace

//===----------------------------------------------------------------------===//
// Operands and attributes
//===----------------------------------------------------------------------===//

/// Null for what no attribute holds.
mlir::Attribute Elaboration::attributeOf(const Value &value) {
  mlir::Builder make(&context);
  if (auto *integer = value.integer())
    return make.getI64IntegerAttr(*integer);
  if (auto *real = value.real())
    return make.getF64FloatAttr(*real);
  if (auto *boolean = value.boolean())
    return make.getBoolAttr(*boolean);
  if (auto *string = value.string())
    return make.getStringAttr(*string);
  if (auto *choice = value.choice())
    return make.getStringAttr(choice->word);
  if (mlir::Type element = value.type())
    return mlir::TypeAttr::get(element);
  const Sequence *sequence = value.sequence();
  if (!sequence)
    return {};
  auto isInteger = [](const Value &element) { return element.integer(); };
  auto isNumber = [](const Value &element) { return element.isNumber(); };
  if (llvm::all_of(sequence->elements, isInteger))
    return make.getDenseI64ArrayAttr(llvm::map_to_vector(
        sequence->elements, [](const Value &e) { return *e.integer(); }));
  if (llvm::all_of(sequence->elements, isNumber))
    return make.getDenseF64ArrayAttr(llvm::map_to_vector(
        sequence->elements, [](const Value &e) { return e.number(); }));
  return {};
}

bool Elaboration::checkAttribute(const Argument &argument,
                                 mlir::OperationName op, const Value &value) {
  StringRef name = argument.keyword.text, opName = op.stripDialect();
  llvm::SmallVector<StringRef> known =
      llvm::map_to_vector(op.getAttributeNames(), [](mlir::StringAttr known) {
        return known.getValue();
      });
  if (!llvm::is_contained(known, name)) {
    reportUnknownArgument(opName, argument.keyword, known);
    return false;
  }
  if (value.isPoison())
    return false;
  if (!attributeOf(value)) {
    report(DiagnosticKind::notAttribute, argument.value->range,
           {name, opName, describe(value)});
    return false;
  }
  if (!checkOpenAttribute(name, value, argument.value->range))
    return false;
  const Sequence *sequence = value.sequence();
  for (const Value &element :
       sequence ? ArrayRef(sequence->elements) : ArrayRef(value))
    if (auto *integer = element.integer();
        integer && (*integer > kLargestSize || *integer < -kLargestSize)) {
      report(DiagnosticKind::attributeTooLarge, argument.value->range,
             {name, opName, kLargestSize, *integer});
      return false;
    }
  return true;
}

/// A number or truth as an element of a tensor; null if it is none of that
/// type.
mlir::Attribute Elaboration::elementOf(const Value &value,
                                       mlir::Type element) const {
  if (element.isInteger(1))
    return value.boolean() ? mlir::BoolAttr::get(&context, *value.boolean())
                           : mlir::Attribute();
  if (auto real = mlir::dyn_cast<mlir::FloatType>(element))
    return value.isNumber() ? mlir::FloatAttr::get(real, value.number())
                            : mlir::Attribute();
  const int64_t *integer = value.integer();
  unsigned width = element.getIntOrFloatBitWidth();
  if (!integer ||
      !(element.isUnsignedInteger() ? llvm::isUIntN(width, *integer)
                                    : llvm::isIntN(width, *integer)))
    return {};
  return mlir::IntegerAttr::get(element,
                                llvm::APInt(width, *integer, true, true));
}

/// A tensor of rank 0; null after a report.
mlir::Value Elaboration::constant(const Value &value, mlir::Type element,
                                  SourceRange range) {
  return tensorOf(value, element, range).tensor();
}

/// The numbers in lists of lists, with what the lists' lengths say of its
/// shape. False after a report.
bool Elaboration::flatten(const Value &values, mlir::Type element, size_t axis,
                          Shape &shape,
                          llvm::SmallVectorImpl<mlir::Attribute> &elements,
                          SourceRange range) {
  const Sequence *list = values.sequence();
  if (!list) {
    bool isDeep = axis == shape.size();
    mlir::Attribute value = isDeep ? elementOf(values, element) : nullptr;
    if (value)
      elements.push_back(value);
    else if (!isDeep)
      report(DiagnosticKind::raggedTensor, range,
             {describe(values), "a list of " + std::to_string(shape[axis])});
    else
      report(DiagnosticKind::numberNotOfType, range,
             {describe(values),
              typeText(mlir::RankedTensorType::get({}, element))});
    return bool(value);
  }
  if (axis == shape.size() || int64_t(list->elements.size()) != shape[axis]) {
    report(DiagnosticKind::raggedTensor, range,
           {describe(values),
            axis == shape.size() ? std::string("a number")
                                 : "a list of " + std::to_string(shape[axis])});
    return false;
  }
  return llvm::all_of(list->elements, [&](const Value &inner) {
    return flatten(inner, element, axis + 1, shape, elements, range);
  });
}

/// A tensor of these numbers, or lists of them; poison after a report. Without
/// a type, truths are bool and numbers f32.
Value Elaboration::tensorOf(const Value &values, mlir::Type element,
                            SourceRange range) {
  if (!scope) {
    report(DiagnosticKind::tensorOutsideModel, range);
    return {};
  }
  if (values.holdsOpenSize())
    return refuseOpen("arithmetic on tensors", range);
  Shape shape;
  int64_t count = 1;
  const Value *first = &values;
  while (const Sequence *list = first->sequence()) {
    shape.push_back(list->elements.size());
    if (shape.size() > maxRank) {
      report(DiagnosticKind::rankTooLarge, range,
             {"tensor", shape.size(), maxRank});
      return {};
    }
    if (list->elements.empty()) {
      report(DiagnosticKind::dimensionNotPositive, range, {"tensor", 0});
      return {};
    }
    if (llvm::MulOverflow(count, shape.back(), count) || count > kLargestSize) {
      report(DiagnosticKind::tensorTooLarge, range, {"tensor", kLargestSize});
      return {};
    }
    first = &list->elements[0];
  }
  if (!element)
    element = first->boolean() ? mlir::Type(builder.getI1Type())
                               : mlir::Type(builder.getF32Type());
  llvm::SmallVector<mlir::Attribute> elements;
  if (!takeSteps(range, count) ||
      !flatten(values, element, 0, shape, elements, range))
    return {};
  auto type = mlir::RankedTensorType::get(shape, element);
  auto op = ConstantOp::create(builder, locationOf(range), type,
                               mlir::DenseElementsAttr::get(type, elements));
  return Value(mlir::Value(op));
}

/// What a number among the operands is: an element like those of the first
/// tensor that is no mask.
static mlir::Type numberType(ArrayRef<Value> operands, const Value &number,
                             mlir::Builder make) {
  if (number.boolean())
    return make.getI1Type();
  for (const Value &operand : operands)
    if (operand.tensor())
      if (mlir::Type element = mlir::getElementTypeOrSelf(operand.tensor());
          !element.isInteger(1))
        return element;
  return number.integer() ? mlir::Type(make.getI32Type())
                          : mlir::Type(make.getF32Type());
}

/// Lists of tensors stand for their elements; numbers become tensors.
bool Elaboration::makeOperands(mlir::OperationName op, const CallSite &site,
                               ArrayRef<std::pair<Value, SourceRange>> given,
                               llvm::SmallVectorImpl<mlir::Value> &operands) {
  StringRef name = op.stripDialect();
  std::vector<Value> flat;
  bool isGood = true, hasTensor = false;
  for (const auto &[argument, range] : given) {
    const Sequence *sequence = argument.sequence();
    isGood &= !argument.isPoison();
    for (const Value &value :
         sequence ? ArrayRef(sequence->elements) : ArrayRef(argument)) {
      hasTensor |= bool(value.tensor());
      bool isOperand = value.tensor() || value.isNumber() || value.boolean();
      if (!isOperand && !value.isPoison()) {
        report(DiagnosticKind::notOperand, range, {name, describe(argument)});
        isGood = false;
      }
      flat.push_back(value);
    }
  }
  if (!isGood)
    return false;
  OperandCount count(op);
  if (!hasTensor || !count.contains(flat.size())) {
    if (!hasTensor)
      report(DiagnosticKind::noTensorOperand, site.calleeRange, {name});
    else
      report(DiagnosticKind::wrongNumberOfOperands, site.calleeRange,
             {name, count.text(), flat.size()});
    return false;
  }
  for (const Value &value : flat)
    operands.push_back(
        value.tensor()
            ? value.tensor()
            : constant(value, numberType(flat, value, builder), site.range));
  return !llvm::is_contained(operands, nullptr);
}

Value Elaboration::callPrimitive(StringRef name, const CallSite &site) {
  mlir::OperationName op(("sinter." + name).str(), &context);
  std::vector<std::pair<Value, SourceRange>> given;
  llvm::SmallVector<mlir::NamedAttribute> attributes;
  bool isGood = true, leadsWithOpen = false;
  llvm::append_range(given, site.leading);
  for (const Argument &argument : site.arguments) {
    Value value = argumentOf(argument, nullptr, site);
    leadsWithOpen |= argument.keyword.text == "shape" && value.holdsOpenSize();
    if (argument.keyword.empty())
      given.emplace_back(std::move(value), argument.range);
    else if (checkAttribute(argument, op, value))
      attributes.push_back(
          builder.getNamedAttr(argument.keyword.text, attributeOf(value)));
    else
      isGood = false;
  }
  llvm::SmallVector<mlir::Value> operands;
  if (!isGood || !makeOperands(op, site, given, operands))
    return {};
  if (name == "reshape" && isOpen(operands[0]) && !leadsWithOpen) {
    report(DiagnosticKind::openRowsMix, site.range,
           {name, openEntry->open,
            "its shape must begin with that size or a multiple of it"});
    return {};
  }
  return buildOp(name, operands, attributes, site.range);
}

//===----------------------------------------------------------------------===//
// Building
//===----------------------------------------------------------------------===//

Value Elaboration::buildOp(StringRef name, ArrayRef<mlir::Value> operands,
                           ArrayRef<mlir::NamedAttribute> attributes,
                           SourceRange range) {
  if (!scope) {
    report(DiagnosticKind::tensorOutsideModel, range);
    return {};
  }
  mlir::OperationName op(("sinter." + name).str(), &context);
  OpMaker maker(op, locationOf(range), operands, attributes);
  mlir::Operation *made = maker.make();
  if (!made) {
    auto reported = report(DiagnosticKind::opRefuses, range, {maker.reason()});
    if (std::string wanted = maker.wantedElements(); !wanted.empty())
      reported.note(DiagnosticKind::castMends, {}, {wanted});
    return {};
  }
  builder.insert(made);
  if (!passOpen(made, range))
    return {};
  if (made->getNumResults() == 1)
    return Value(mlir::Value(made->getResult(0)));
  std::vector<Value> results;
  for (mlir::Value result : made->getResults())
    results.push_back(Value(result));
  return makeSequence(std::move(results), /*isTuple=*/true, range);
}

} // namespace sinter

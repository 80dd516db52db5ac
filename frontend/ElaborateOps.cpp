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
    return least == most ? std::to_string(least)
                         : "at least " + std::to_string(least);
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

/// A tensor of rank 0; null after a report.
mlir::Value Elaboration::constant(const Value &number, mlir::Type element,
                                  SourceRange range) {
  if (number.isOpenSize()) {
    refuseOpen("arithmetic on tensors", range);
    return {};
  }
  auto type = mlir::RankedTensorType::get({}, element);
  mlir::Attribute value;
  if (auto real = mlir::dyn_cast<mlir::FloatType>(element)) {
    value = mlir::FloatAttr::get(real, number.number());
  } else if (number.integer() && element.getIntOrFloatBitWidth() > 1) {
    unsigned width = element.getIntOrFloatBitWidth();
    bool fits = element.isUnsignedInteger()
                    ? llvm::isUIntN(width, *number.integer())
                    : llvm::isIntN(width, *number.integer());
    if (fits)
      value = mlir::IntegerAttr::get(
          element, llvm::APInt(width, *number.integer(), true, true));
  }
  if (!value) {
    report(DiagnosticKind::numberNotOfType, range,
           {describe(number), typeText(type)});
    return {};
  }
  return ConstantOp::create(builder, locationOf(range), type,
                            mlir::DenseElementsAttr::get(type, value));
}

/// Lists of tensors stand for their elements; numbers become tensors of the type
/// of the others, which for `select` stands behind its condition.
bool Elaboration::makeOperands(mlir::OperationName op, const CallSite &site,
                               ArrayRef<std::pair<Value, SourceRange>> given,
                               llvm::SmallVectorImpl<mlir::Value> &operands) {
  StringRef name = op.stripDialect();
  mlir::Type element;
  std::vector<Value> flat;
  bool isGood = true;
  for (const auto &[argument, range] : given) {
    const Sequence *sequence = argument.sequence();
    isGood &= !argument.isPoison();
    for (const Value &value :
         sequence ? ArrayRef(sequence->elements) : ArrayRef(argument)) {
      if (value.tensor() && (!element || element.isInteger(1)))
        element = mlir::getElementTypeOrSelf(value.tensor());
      if (!value.tensor() && !value.isNumber() && !value.isPoison()) {
        report(DiagnosticKind::notOperand, range, {name, describe(argument)});
        isGood = false;
      }
      flat.push_back(value);
    }
  }
  if (!isGood)
    return false;
  OperandCount count(op);
  if (!element || !count.contains(flat.size())) {
    if (!element)
      report(DiagnosticKind::noTensorOperand, site.calleeRange, {name});
    else
      report(DiagnosticKind::wrongNumberOfOperands, site.calleeRange,
             {name, count.text(), flat.size()});
    return false;
  }
  for (const Value &value : flat)
    operands.push_back(value.tensor() ? value.tensor()
                                      : constant(value, element, site.range));
  return !llvm::is_contained(operands, nullptr);
}

Value Elaboration::callPrimitive(StringRef name, const CallSite &site) {
  mlir::OperationName op(("sinter." + name).str(), &context);
  std::vector<std::pair<Value, SourceRange>> given;
  llvm::SmallVector<mlir::NamedAttribute> attributes;
  bool isGood = true, leadsWithOpen = false;
  if (site.piped)
    given.emplace_back(*site.piped, site.calleeRange);
  for (const Argument &argument : site.arguments) {
    Value value = valueOf(*argument.value);
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
    report(DiagnosticKind::opRefuses, range, {maker.reason()});
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

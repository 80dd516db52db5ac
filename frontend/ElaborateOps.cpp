// ElaborateOps.cpp: primitive operators. `ops.NAME(tensors, attribute=value)`
// becomes the op `sinter.NAME`, whose definition in ir/ says what it takes: a
// new op needs no line here.

#include "frontend/ElaboratorRules.h"

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/SaveAndRestore.h"

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

template <unsigned count>
using ExactlyOperands = mlir::OpTrait::NOperands<count>;
template <unsigned count>
using AtLeastOperands = mlir::OpTrait::AtLeastNOperands<count>;

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
  template <unsigned count>
  void exactly(mlir::OperationName op) {
    if (op.hasTrait<mlir::OpTrait::NOperands<count>::template Impl>())
      least = most = count;
  }
  template <unsigned count>
  void atLeast(mlir::OperationName op) {
    if (op.hasTrait<mlir::OpTrait::AtLeastNOperands<count>::template Impl>())
      least = count;
  }
};

unsigned resultCount(mlir::OperationName op) {
  if (op.hasTrait<mlir::OpTrait::NResults<2>::Impl>())
    return 2;
  if (op.hasTrait<mlir::OpTrait::NResults<3>::Impl>())
    return 3;
  return op.hasTrait<mlir::OpTrait::OneResult>() ? 1 : 0;
}

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

bool Elaboration::checkAttribute(const Argument &argument, StringRef op,
                                 const Value &value) {
  if (value.isPoison())
    return false;
  if (!attributeOf(value)) {
    report(DiagnosticKind::notAttribute, argument.value->range,
           {argument.keyword.text, op, describe(value)});
    return false;
  }
  const Sequence *sequence = value.sequence();
  for (const Value &element :
       sequence ? ArrayRef(sequence->elements) : ArrayRef(value))
    if (auto *integer = element.integer();
        integer && (*integer > maxDimension || *integer < -maxDimension)) {
      report(DiagnosticKind::attributeTooLarge, argument.value->range,
             {argument.keyword.text, op, maxDimension, *integer});
      return false;
    }
  return true;
}

/// A tensor of rank 0; null after a report.
mlir::Value Elaboration::constant(const Value &number, mlir::Type element,
                                  SourceRange range) {
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

Value Elaboration::callPrimitive(StringRef name, const CallSite &site) {
  mlir::OperationName op(("sinter." + name).str(), &context);
  std::vector<Value> given;
  std::vector<SourceRange> ranges;
  if (site.piped) {
    given.push_back(*site.piped);
    ranges.push_back(site.calleeRange);
  }
  llvm::SmallVector<mlir::NamedAttribute> attributes;
  bool isGood = true;
  for (const Argument &argument : site.arguments) {
    Value value = valueOf(*argument.value);
    if (argument.keyword.empty()) {
      given.push_back(std::move(value));
      ranges.push_back(argument.range);
      continue;
    }
    llvm::SmallVector<StringRef> known = llvm::map_to_vector(
        op.getAttributeNames(), [](mlir::StringAttr name) { return name.getValue(); });
    if (!llvm::is_contained(known, argument.keyword.text))
      reportUnknownArgument(name, argument.keyword, known);
    else if (checkAttribute(argument, name, value)) {
      attributes.push_back(
          builder.getNamedAttr(argument.keyword.text, attributeOf(value)));
      continue;
    }
    isGood = false;
  }

  // Lists of tensors stand for their elements; numbers become tensors.
  mlir::Type element;
  std::vector<Value> flat;
  for (size_t i = 0; i < given.size(); ++i) {
    const Sequence *sequence = given[i].sequence();
    isGood &= !given[i].isPoison();
    for (const Value &value :
         sequence ? ArrayRef(sequence->elements) : ArrayRef(given[i])) {
      if (mlir::Value tensor = value.tensor())
        element = element ? element
                          : mlir::cast<mlir::RankedTensorType>(tensor.getType())
                                .getElementType();
      else if (!value.isNumber() && !value.isPoison()) {
        report(DiagnosticKind::notOperand, ranges[i], {name, describe(given[i])});
        isGood = false;
      }
      flat.push_back(value);
    }
  }
  if (!isGood)
    return {};
  OperandCount count(op);
  if (!element) {
    report(DiagnosticKind::noTensorOperand, site.calleeRange, {name});
    return {};
  }
  if (!count.contains(flat.size())) {
    report(DiagnosticKind::wrongNumberOfOperands, site.calleeRange,
           {name, count.text(), flat.size()});
    return {};
  }
  llvm::SmallVector<mlir::Value> operands;
  for (const Value &value : flat)
    operands.push_back(value.tensor() ? value.tensor()
                                      : constant(value, element, site.range));
  if (llvm::is_contained(operands, nullptr))
    return {};
  return buildOp(name, operands, attributes, site.range);
}

//===----------------------------------------------------------------------===//
// Building
//===----------------------------------------------------------------------===//

/// `'tensor<1x2xf32>'` as `f32[1, 2]`, `'a'` as `a` in backticks.
static std::string respell(StringRef message) {
  std::string text;
  while (!message.empty()) {
    auto [before, rest] = message.split('\'');
    text += before;
    if (before.size() == message.size())
      break;
    auto [quoted, after] = rest.split('\'');
    StringRef shape = quoted;
    if (shape.consume_front("tensor<") && shape.consume_back(">")) {
      auto [dimensions, element] = shape.rsplit('x');
      if (element.empty())
        std::swap(dimensions, element);
      llvm::SmallVector<StringRef> sizes;
      dimensions.split(sizes, 'x', -1, /*KeepEmpty=*/false);
      text += element.str() + "[" + llvm::join(sizes, ", ") + "]";
    } else {
      text += "`" + quoted.str() + "`";
    }
    message = after;
  }
  return text;
}

namespace {

/// One attempt to make an op: what MLIR says of it is caught.
class OpMaker {
public:
  OpMaker(mlir::OperationName name, mlir::Location location,
          mlir::ValueRange operands, ArrayRef<mlir::NamedAttribute> attributes)
      : name(name), location(location), operands(operands),
        attributes(attributes.begin(), attributes.end()),
        handler(name.getContext(), [this](mlir::Diagnostic &diagnostic) {
          if (message.empty())
            message = diagnostic.str();
          return mlir::success();
        }) {}

  /// Null if the op cannot be; `reason` says why.
  mlir::Operation *make() {
    if (!checkDefinition() || !inferTypes())
      return nullptr;
    mlir::Operation *op = create(types);
    message.clear();
    if (succeeded(name.verifyInvariants(op)))
      return op;
    op->destroy();
    return nullptr;
  }

  std::string reason() const {
    StringRef text = message;
    bool isGeneric = text.consume_front(genericStart());
    std::string respelt = respell(text);
    constexpr StringRef constraint = " failed to satisfy constraint: ";
    if (size_t at = respelt.find(constraint); at != std::string::npos)
      respelt.replace(at, constraint.size(), " must be a ");
    return isGeneric ? "`" + name.stripDialect().str() + "` " + respelt : respelt;
  }

private:
  /// MLIR's generic checks say first which op they are about.
  std::string genericStart() const {
    return ("'" + name.getStringRef() + "' op ").str();
  }

  mlir::Operation *create(mlir::TypeRange resultTypes) {
    mlir::OperationState state(location, name, operands, resultTypes, attributes);
    return mlir::Operation::create(state);
  }

  /// Shape inference may read attributes and operands only once they are what
  /// the op's definition says, and MLIR verifies that on an op. So an op is
  /// made whose result types stand in for those to come.
  bool checkDefinition() {
    for (size_t attempt = 0; attempt <= attributes.size(); ++attempt) {
      message.clear();
      llvm::SmallVector<mlir::Type> standIns(resultCount(name),
                                             operands[0].getType());
      mlir::Operation *op = create(standIns);
      bool isGood = succeeded(name.verifyInvariants(op));
      op->destroy();
      if (isGood || !concernsDefinition())
        return true;
      if (!widenAttribute())
        return false;
    }
    return false;
  }

  /// What is said of the stand-ins, or by the op's own inference, comes later.
  bool concernsDefinition() const {
    StringRef text = message;
    return text.starts_with(genericStart()) &&
           !text.contains("op inferred type(s)") && !text.contains("op result #");
  }

  /// The text's `alpha=1` where the definition wants a float.
  bool widenAttribute() {
    StringRef about = StringRef(message).split("attribute '").second.split('\'').first;
    for (mlir::NamedAttribute &attribute : attributes) {
      auto integer = mlir::dyn_cast<mlir::IntegerAttr>(attribute.getValue());
      if (attribute.getName() != about || !integer ||
          !integer.getType().isSignlessInteger(64))
        continue;
      attribute.setValue(mlir::FloatAttr::get(
          mlir::Float64Type::get(name.getContext()), double(integer.getInt())));
      return true;
    }
    return false;
  }

  bool inferTypes() {
    message.clear();
    auto *interface = name.getInterface<mlir::InferTypeOpInterface>();
    mlir::DictionaryAttr dictionary =
        mlir::DictionaryAttr::get(name.getContext(), attributes);
    if (mlir::failed(interface->inferReturnTypes(name.getContext(), location, operands,
                                           dictionary, nullptr, {}, types)))
      return false;
    for (mlir::Type type : types) {
      int64_t elements = 1;
      for (int64_t size : mlir::cast<mlir::RankedTensorType>(type).getShape())
        if (llvm::MulOverflow(elements, size, elements) ||
            elements > maxTensorElements) {
          message = ("`" + name.stripDialect() + "` gives a tensor of more than " +
                     llvm::Twine(maxTensorElements) + " elements").str();
          return false;
        }
    }
    return true;
  }

  mlir::OperationName name;
  mlir::Location location;
  mlir::ValueRange operands;
  llvm::SmallVector<mlir::NamedAttribute> attributes;
  llvm::SmallVector<mlir::Type> types;
  std::string message;
  mlir::ScopedDiagnosticHandler handler;
};

} // namespace

Value Elaboration::buildOp(StringRef name, ArrayRef<mlir::Value> operands,
                           ArrayRef<mlir::NamedAttribute> attributes,
                           SourceRange range) {
  if (!scope) {
    report(DiagnosticKind::tensorOutsideModel, range);
    return {};
  }
  mlir::OperationName op(("sinter." + name).str(), &context);
  std::optional<std::string> refusal;
  mlir::Operation *made = nullptr;
  {
    OpMaker maker(op, locationOf(range), operands, attributes);
    made = maker.make();
    if (!made)
      refusal = maker.reason();
  }
  if (!made) {
    report(DiagnosticKind::opRefuses, range, {*refusal});
    return {};
  }
  builder.insert(made);
  if (made->getNumResults() == 1)
    return Value(mlir::Value(made->getResult(0)));
  std::vector<Value> results;
  for (mlir::Value result : made->getResults())
    results.push_back(Value(result));
  return makeSequence(std::move(results), /*isTuple=*/true, range);
}

} // namespace sinter

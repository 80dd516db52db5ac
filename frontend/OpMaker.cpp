// OpMaker.cpp: verifies an op with stand-ins for its results, infers them, and
// makes it for good.

#include "frontend/OpMaker.h"

#include "ir/Shapes.h"

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "llvm/ADT/StringExtras.h"

using llvm::ArrayRef;
using llvm::StringRef;

namespace sinter {

OpMaker::OpMaker(mlir::OperationName name, mlir::Location location,
                 mlir::ValueRange operands,
                 ArrayRef<mlir::NamedAttribute> attributes)
    : name(name), location(location), operands(operands),
      attributes(attributes.begin(), attributes.end()),
      handler(name.getContext(), [this](mlir::Diagnostic &diagnostic) {
        if (message.empty())
          message = diagnostic.str();
        return mlir::success();
      }) {}

mlir::Operation *OpMaker::create(mlir::TypeRange resultTypes) {
  mlir::OperationState state(location, name, operands, resultTypes, attributes);
  return mlir::Operation::create(state);
}

//===----------------------------------------------------------------------===//
// The definition
//===----------------------------------------------------------------------===//

static unsigned resultCount(mlir::OperationName op) {
  if (op.hasTrait<mlir::OpTrait::NResults<2>::Impl>())
    return 2;
  if (op.hasTrait<mlir::OpTrait::NResults<3>::Impl>())
    return 3;
  return op.hasTrait<mlir::OpTrait::OneResult>() ? 1 : 0;
}

/// MLIR's generic checks say first which op they are about.
std::string OpMaker::genericStart() const {
  return ("'" + name.getStringRef() + "' op ").str();
}

/// What is said of the stand-ins, or by the op's own inference, comes later.
bool OpMaker::concernsDefinition() const {
  StringRef text = message;
  return text.starts_with(genericStart()) &&
         !text.contains("op inferred type(s)") && !text.contains("op result #");
}

/// The text's `alpha=1` where the definition wants a float.
bool OpMaker::widenAttribute() {
  StringRef about =
      StringRef(message).split("attribute '").second.split('\'').first;
  for (mlir::NamedAttribute &attribute : attributes) {
    auto integer = mlir::dyn_cast<mlir::IntegerAttr>(attribute.getValue());
    if (attribute.getName() != about || !integer ||
        !integer.getType().isSignlessInteger(64))
      continue;
    attribute.setValue(
        mlir::FloatAttr::get(mlir::Float64Type::get(name.getContext()),
                             static_cast<double>(integer.getInt())));
    return true;
  }
  return false;
}

/// Shape inference may read attributes and operands only once they are what the
/// definition says, and MLIR verifies that on an op. So an op is made whose
/// result types stand in for those to come.
bool OpMaker::checkDefinition() {
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

//===----------------------------------------------------------------------===//
// The results
//===----------------------------------------------------------------------===//

bool OpMaker::inferTypes() {
  message.clear();
  auto *interface = name.getInterface<mlir::InferTypeOpInterface>();
  auto dictionary = mlir::DictionaryAttr::get(name.getContext(), attributes);
  if (failed(interface->inferReturnTypes(name.getContext(), location, operands,
                                         dictionary, nullptr, {}, types)))
    return false;
  for (mlir::Type type : types) {
    auto shape = mlir::cast<mlir::RankedTensorType>(type).getShape();
    if (isTensorShape(shape))
      continue;
    message =
        ("`" + name.stripDialect() + "` would give a tensor of shape " +
         shapeText(shape) + ", but sizes are at least 1 and tensors have " +
         "at most " + llvm::Twine(kLargestSize) + " elements")
            .str();
    return false;
  }
  return true;
}

/// Shape inference reads defaults from the dictionary, before an op holds them.
void OpMaker::addDefaults() {
  mlir::NamedAttrList all(attributes);
  name.populateDefaultAttrs(all);
  attributes.assign(all.begin(), all.end());
}

mlir::Operation *OpMaker::make() {
  addDefaults();
  if (!checkDefinition() || !inferTypes())
    return nullptr;
  mlir::Operation *op = create(types);
  message.clear();
  if (succeeded(name.verifyInvariants(op)))
    return op;
  op->destroy();
  return nullptr;
}

//===----------------------------------------------------------------------===//
// Words
//===----------------------------------------------------------------------===//

/// `tensor<1x2xf32>` as `f32[1, 2]`; other words in backticks.
static std::string respellQuoted(StringRef quoted) {
  StringRef shape = quoted;
  if (!shape.consume_front("tensor<") || !shape.consume_back(">"))
    return "`" + quoted.str() + "`";
  auto [dimensions, element] = shape.rsplit('x');
  if (element.empty())
    std::swap(dimensions, element);
  llvm::SmallVector<StringRef> sizes;
  dimensions.split(sizes, 'x', -1, /*KeepEmpty=*/false);
  return element.str() + "[" + llvm::join(sizes, ", ") + "]";
}

/// MLIR's message in the words of the language.
static std::string respell(StringRef message) {
  llvm::SmallVector<StringRef> parts; // every second one was quoted
  message.split(parts, '\'');
  std::string text;
  for (size_t i = 0; i < parts.size(); ++i)
    text += i % 2 ? respellQuoted(parts[i]) : parts[i].str();
  constexpr StringRef constraint = " failed to satisfy constraint: ";
  if (size_t at = text.find(constraint); at != std::string::npos)
    text.replace(at, constraint.size(), " must be a ");
  return text;
}

std::string OpMaker::reason() const {
  StringRef text = message;
  bool isGeneric = text.consume_front(genericStart());
  std::string start = isGeneric ? "`" + name.stripDialect().str() + "` " : "";
  return start + respell(text);
}

} // namespace sinter

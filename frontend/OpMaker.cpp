// OpMaker.cpp: verifies an op with stand-ins for its results, infers them, and
// makes it for good.

#include "frontend/OpMaker.h"

#include "ir/Shapes.h"

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "llvm/ADT/STLExtras.h"
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
  std::string name = element == "i1"             ? "bool"
                     : element.starts_with("ui") ? "u" + element.substr(2).str()
                                                 : element.str();
  return name + "[" + llvm::join(sizes, ", ") + "]";
}

/// "32-bit float" as `f32`.
static std::string respellElement(StringRef words) {
  if (words == "bfloat16 type")
    return "bf16";
  auto [bits, kind] = words.split("-bit ");
  if (kind == "signless integer" && bits == "1")
    return "bool";
  return (kind == "float"              ? "f"
          : kind == "unsigned integer" ? "u"
                                       : "i") +
         bits.str();
}

/// What MLIR says of an operand's elements.
struct RefusedOperand {
  unsigned index = 0;
  llvm::SmallVector<std::string> wanted; ///< such as `f32`
  StringRef given;                       ///< in quotes
};

/// "operand #0 must be tensor with ... elements of 32-bit float or 16-bit float
/// values, but got 'tensor<3xi32>'". Nothing for other messages.
static std::optional<RefusedOperand> readOperand(StringRef text) {
  RefusedOperand refused;
  if (!text.consume_front("operand #") ||
      text.consumeInteger(10, refused.index))
    return std::nullopt;
  auto [wanted, given] =
      text.split(" elements of ").second.split(" values, but got ");
  if (given.empty())
    return std::nullopt;
  llvm::SmallVector<StringRef> elements;
  wanted.split(elements, " or ");
  for (StringRef element : elements)
    refused.wanted.push_back(respellElement(element));
  refused.given = given;
  return refused;
}

static std::string respellOperand(const RefusedOperand &refused,
                                  size_t operands) {
  std::string list;
  for (auto [i, element] : llvm::enumerate(refused.wanted))
    list += (i == 0                           ? ""
             : i + 1 == refused.wanted.size() ? " or "
                                              : ", ") +
            element;
  std::string which =
      operands > 1 ? " as tensor " + std::to_string(refused.index + 1) : "";
  return "takes " + list + which + ", but is given " +
         respellQuoted(refused.given.trim('\''));
}

/// "`low` must be a number", where MLIR says which attribute of its own it
/// wants.
static std::string respellConstraint(StringRef wanted) {
  static constexpr std::pair<StringRef, StringRef> phrases[] = {
      {"64-bit float attribute", "a number"},
      {"64-bit signless integer attribute", "an integer"},
      {"i64 dense array attribute", "a list of integers"},
      {"string attribute", "a word"},
      {"bool attribute", "`true` or `false`"},
      {"type attribute", "a type such as `f32`"}};
  for (auto [mlirWords, words] : phrases)
    if (wanted.contains(mlirWords))
      return words.str();
  return "a " + wanted.str();
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
    text.replace(at, std::string::npos,
                 " must be " + respellConstraint(StringRef(text).drop_front(
                                   at + constraint.size())));
  return text;
}

/// Indices are 32 bits wide by habit; other lists begin with the usual type.
std::string OpMaker::wantedElements() const {
  StringRef text = message;
  std::optional<RefusedOperand> refused;
  if (text.consume_front(genericStart()))
    refused = readOperand(text);
  if (!refused)
    return "";
  return llvm::is_contained(refused->wanted, "f32")   ? "f32"
         : llvm::is_contained(refused->wanted, "i32") ? "i32"
                                                      : refused->wanted[0];
}

std::string OpMaker::reason() const {
  StringRef text = message;
  bool isGeneric = text.consume_front(genericStart());
  std::string start = isGeneric ? "`" + name.stripDialect().str() + "` " : "";
  std::optional<RefusedOperand> refused;
  if (isGeneric)
    refused = readOperand(text);
  return start +
         (refused ? respellOperand(*refused, operands.size()) : respell(text));
}

} // namespace sinter

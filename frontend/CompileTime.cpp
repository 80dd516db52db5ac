// CompileTime.cpp: compile-time values, and how messages spell them.

#include "frontend/CompileTime.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

using llvm::ArrayRef;
using llvm::StringRef;

namespace sinter {

Value Value::sequence(std::vector<Value> elements, bool isTuple) {
  assert(fits(elements) && "the caller reports what does not fit");
  auto made = std::make_shared<Sequence>();
  for (const Value &element : elements) {
    made->isPoisoned |= element.isPoison();
    if (const Sequence *inner = element.sequence())
      made->depth = std::max(made->depth, inner->depth + 1);
  }
  made->elements = std::move(elements);
  made->isTuple = isTuple;
  Value value;
  value.held = std::shared_ptr<const Sequence>(std::move(made));
  return value;
}

bool Value::fits(ArrayRef<Value> elements) {
  return elements.size() <= maxElements &&
         llvm::all_of(elements, [](const Value &element) {
           const Sequence *inner = element.sequence();
           return !inner || inner->depth < maxSequenceDepth;
         });
}

bool Value::isPoison() const {
  const Sequence *inner = sequence();
  return is<Poison>() || (inner && inner->isPoisoned);
}

const Sequence *Value::sequence() const {
  auto *shared = std::get_if<std::shared_ptr<const Sequence>>(&held);
  return shared ? shared->get() : nullptr;
}

const Callable *Value::callable() const {
  auto *shared = std::get_if<std::shared_ptr<const Callable>>(&held);
  return shared ? shared->get() : nullptr;
}

mlir::Value Value::tensor() const {
  auto *tensor = std::get_if<mlir::Value>(&held);
  return tensor ? *tensor : mlir::Value();
}

mlir::Type Value::type() const {
  auto *type = std::get_if<mlir::Type>(&held);
  return type ? *type : mlir::Type();
}

InitializerAttr Value::initializer() const {
  auto *initializer = std::get_if<InitializerAttr>(&held);
  return initializer ? *initializer : InitializerAttr();
}

double Value::number() const {
  assert(isNumber());
  return integer() ? static_cast<double>(*integer()) : *real();
}

//===----------------------------------------------------------------------===//
// Types
//===----------------------------------------------------------------------===//

mlir::Type elementType(StringRef name, mlir::MLIRContext &context) {
  auto integer = [&](unsigned width,
                     mlir::IntegerType::SignednessSemantics sign) {
    return mlir::IntegerType::get(&context, width, sign);
  };
  if (name == "f32")
    return mlir::Float32Type::get(&context);
  if (name == "f16")
    return mlir::Float16Type::get(&context);
  if (name == "bf16")
    return mlir::BFloat16Type::get(&context);
  if (name == "i8")
    return integer(8, mlir::IntegerType::Signless);
  if (name == "u8")
    return integer(8, mlir::IntegerType::Unsigned);
  if (name == "i32")
    return integer(32, mlir::IntegerType::Signless);
  if (name == "i64")
    return integer(64, mlir::IntegerType::Signless);
  if (name == "bool")
    return integer(1, mlir::IntegerType::Signless);
  return {};
}

std::string elementText(mlir::Type element) {
  std::string text;
  llvm::raw_string_ostream out(text);
  if (element.isInteger(1))
    out << "bool";
  else if (element.isUnsignedInteger())
    out << 'u' << element.getIntOrFloatBitWidth();
  else
    out << element;
  return text;
}

std::string typeText(mlir::Type type) {
  auto tensor = mlir::cast<mlir::RankedTensorType>(type);
  return elementText(tensor.getElementType()) + shapeText(tensor.getShape());
}

//===----------------------------------------------------------------------===//
// Texts
//===----------------------------------------------------------------------===//

/// The shortest text that reads back as the same float.
static std::string realText(double value) {
  for (int digits = 6; digits < 17; ++digits) {
    std::string text;
    llvm::raw_string_ostream(text) << llvm::format("%.*g", digits, value);
    if (strtod(text.c_str(), nullptr) == value)
      return text;
  }
  std::string text;
  llvm::raw_string_ostream(text) << llvm::format("%.17g", value);
  return text;
}

static std::string describeCallable(const Callable &callable) {
  std::string name = " `" + callable.name.str() + "`";
  switch (callable.kind) {
  case Callable::Kind::Block:
    return "the block" + name;
  case Callable::Kind::Layer:
    return "the layer" + name;
  case Callable::Kind::Primitive:
    return "the operator" + name;
  case Callable::Kind::Builtin:
    return "the function" + name;
  }
  llvm_unreachable("unknown kind of callable");
}

std::string describe(const Value &value) {
  if (auto *integer = value.integer())
    return "the integer " + std::to_string(*integer);
  if (auto *real = value.real())
    return "the float " + realText(*real);
  if (auto *boolean = value.boolean())
    return *boolean ? "`true`" : "`false`";
  if (auto *string = value.string())
    return "the string `\"" + StringRef(*string).take_front(40).str() + "\"`";
  if (auto *choice = value.choice())
    return "the choice `" + choice->word.str() + "`";
  if (auto *sequence = value.sequence())
    return (sequence->isTuple ? "a tuple of " : "a list of ") +
           std::to_string(sequence->elements.size());
  if (auto *callable = value.callable())
    return describeCallable(*callable);
  if (mlir::Value tensor = value.tensor())
    return typeText(tensor.getType());
  if (mlir::Type element = value.type())
    return "the type `" + elementText(element) + "`";
  if (InitializerAttr initializer = value.initializer())
    return "the initialiser `" + initializer.getKind().str() + "`";
  return "no value";
}

bool Value::holdsOpenSize() const {
  const Sequence *list = sequence();
  return open || (list && llvm::any_of(list->elements, [](const Value &value) {
                    return value.holdsOpenSize();
                  }));
}

std::optional<std::string> textInString(const Value &value) {
  if (auto *integer = value.integer())
    return std::to_string(*integer);
  if (auto *real = value.real())
    return realText(*real);
  if (auto *boolean = value.boolean())
    return *boolean ? "true" : "false";
  if (auto *string = value.string())
    return *string;
  if (auto *choice = value.choice())
    return choice->word.str();
  if (mlir::Type element = value.type())
    return elementText(element);
  const Sequence *list = value.sequence();
  if (!list || list->depth > 1)
    return std::nullopt;
  std::string text = "[";
  for (const Value &element : list->elements) {
    std::optional<std::string> inner = textInString(element);
    if (!inner)
      return std::nullopt;
    text += (text.size() > 1 ? ", " : "") + *inner;
  }
  return text + "]";
}

//===----------------------------------------------------------------------===//
// Equality
//===----------------------------------------------------------------------===//

std::optional<bool> equal(const Value &a, const Value &b, int64_t &steps) {
  if (--steps < 0 || a.isNothing() || b.isNothing())
    return std::nullopt;
  // A choice stands beside the other types that its parameter takes.
  if (a.choice() || b.choice())
    return a.choice() && b.choice() && *a.choice() == *b.choice();
  if (a.integer() && b.integer())
    return *a.integer() == *b.integer();
  if (a.isNumber() && b.isNumber())
    return a.number() == b.number();
  if (a.boolean() && b.boolean())
    return *a.boolean() == *b.boolean();
  if (a.string() && b.string())
    return *a.string() == *b.string();
  if (a.callable() && b.callable())
    return a.callable()->name == b.callable()->name &&
           a.callable()->declaration == b.callable()->declaration &&
           a.callable()->layer == b.callable()->layer &&
           a.callable()->bound == b.callable()->bound;
  if (a.type() && b.type())
    return a.type() == b.type();
  if (a.sequence() && b.sequence()) {
    ArrayRef<Value> left = a.sequence()->elements;
    ArrayRef<Value> right = b.sequence()->elements;
    if (left.size() != right.size())
      return false;
    for (auto [x, y] : llvm::zip(left, right)) {
      std::optional<bool> same = equal(x, y, steps);
      if (!same || !*same)
        return same;
    }
    return true;
  }
  return std::nullopt;
}

} // namespace sinter

// CompileTime.h: what an expression of the text stands for while it is
// elaborated: a number, a string, a list, a block, or a tensor of the graph.
//
// Values are immutable and cheap to copy. A poisoned value stands where a
// mistake is reported already; whatever meets it stays silent.
#ifndef SINTER_FRONTEND_COMPILETIME_H
#define SINTER_FRONTEND_COMPILETIME_H

#include "frontend/Ast.h"
#include "ir/Dialect.h"

#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Value.h"

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace sinter {

class Value;

/// A bare word that a parameter declares, such as `same`.
struct Choice {
  llvm::StringRef word;
  bool operator==(const Choice &other) const { return word == other.word; }
};

/// Functions that run at compile time, and initialisers.
enum class Builtin {
#define BUILTIN(name, parameters) name,
#include "frontend/Builtins.def"
};

/// Values of a block's parameters, in their order; empty where there is none
/// yet.
using Arguments = std::vector<std::optional<Value>>;

/// `layer conv2d(8)`: a block with its arguments and a scope of its own.
struct Layer {
  const ast::FunctionDeclaration *declaration;
  Arguments bound;
  std::string path;
};

/// What can be called.
struct Callable {
  enum class Kind { Block, Layer, Primitive, Builtin };

  Kind kind;
  llvm::StringRef name;
  const ast::FunctionDeclaration *declaration = nullptr; ///< of a Block
  /// Of a Block some of whose arguments are given: `leaky_relu(_, 0.2)`.
  std::shared_ptr<const Arguments> bound = nullptr;
  std::shared_ptr<const Layer> layer = nullptr;
  Builtin builtin = Builtin::min;
};

/// A list or a tuple.
struct Sequence {
  std::vector<Value> elements;
  bool isTuple = false;
  bool isPoisoned = false; ///< an element is, at some depth
  unsigned depth = 1;      ///< of the nesting
};

/// Longer lists are refused, and deeper ones: walks over them may recurse.
inline constexpr size_t maxElements = 1 << 16;
inline constexpr unsigned maxSequenceDepth = 32;

class Value {
public:
  struct Poison {};
  struct Nothing {}; ///< an `if` that is false, a block without a value

  Value() = default; ///< poisoned
  explicit Value(Nothing) : held(Nothing()) {}
  explicit Value(bool value) : held(value) {}
  explicit Value(int64_t value) : held(value) {}
  explicit Value(double value) : held(value) {}
  explicit Value(std::string value) : held(std::move(value)) {}
  explicit Value(Choice value) : held(value) {}
  explicit Value(Callable value)
      : held(std::make_shared<const Callable>(std::move(value))) {}
  explicit Value(mlir::Value tensor) : held(tensor) {}
  explicit Value(mlir::Type element) : held(element) {}
  explicit Value(InitializerAttr value) : held(value) {}

  /// The size of an open dimension, or a multiple of it. `most` is what it is
  /// at the upper end of its range; nothing but a shape may depend on it.
  static Value openSize(int64_t most) {
    Value value(most);
    value.open = true;
    return value;
  }
  bool isOpenSize() const { return open; }
  /// Whether this is an open size, or a list with one in it at any depth.
  bool holdsOpenSize() const;

  /// Must keep to `maxElements` and `maxSequenceDepth` (see `fits`).
  static Value sequence(std::vector<Value> elements, bool isTuple);
  /// Whether a list may be made of these.
  static bool fits(llvm::ArrayRef<Value> elements);

  bool isPoison() const;
  bool isNothing() const { return is<Nothing>(); }
  bool isNumber() const { return is<int64_t>() || is<double>(); }

  template <typename T> bool is() const {
    return std::holds_alternative<T>(held);
  }
  const int64_t *integer() const { return std::get_if<int64_t>(&held); }
  const double *real() const { return std::get_if<double>(&held); }
  const bool *boolean() const { return std::get_if<bool>(&held); }
  const std::string *string() const { return std::get_if<std::string>(&held); }
  const Choice *choice() const { return std::get_if<Choice>(&held); }
  /// Null if this is no list and no tuple.
  const Sequence *sequence() const;
  const Callable *callable() const;
  mlir::Value tensor() const;
  /// Of the elements of tensors: `f32`. Null if this is no type.
  mlir::Type type() const;
  InitializerAttr initializer() const;
  /// An integer or a float.
  double number() const;

  /// The block of the library that gave this value, such as `accuracy`; empty
  /// where something else did.
  llvm::StringRef givenBy;

private:
  std::variant<Poison, Nothing, bool, int64_t, double, std::string, Choice,
               std::shared_ptr<const Sequence>, std::shared_ptr<const Callable>,
               mlir::Value, mlir::Type, InitializerAttr>
      held;
  bool open = false;
};

/// As messages name it: "the integer 5", "a list of 3", "f32[1, 10]".
std::string describe(const Value &value);

/// `f32[1, 28, 28, 1]`
std::string typeText(mlir::Type type);

/// `f32`
std::string elementText(mlir::Type element);

/// The element type that a text calls `name`, or null.
mlir::Type elementType(llvm::StringRef name, mlir::MLIRContext &context);

/// As it stands in a string with a value in braces; nothing for what has no
/// such text.
std::optional<std::string> textInString(const Value &value);

/// Whether two values are equal; nothing if they are no values of one kind
/// that can be compared, or if it takes more than `steps`, which are counted
/// down.
std::optional<bool> equal(const Value &a, const Value &b, int64_t &steps);

} // namespace sinter

#endif // SINTER_FRONTEND_COMPILETIME_H

// HostArray.h: a dense, row-major array outside of the IR: what files hold and
// what a model's functions take and give.
#ifndef SINTER_DRIVER_HOSTARRAY_H
#define SINTER_DRIVER_HOSTARRAY_H

#include "mlir/IR/BuiltinTypes.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"

#include <optional>
#include <string>
#include <vector>

namespace sinter {

enum class ElementType {
#define ELEMENT_TYPE(name, bytes, npy, safetensors) name,
#include "driver/ElementTypes.def"
};

unsigned bytesOf(ElementType type);
/// The name in the language: `f32`, `bool`.
llvm::StringRef nameOf(ElementType type);
/// The `descr` of .npy files; empty where the format has none.
llvm::StringRef npyNameOf(ElementType type);
/// The type that .npy or safetensors files call `name`.
std::optional<ElementType> fromNpyName(llvm::StringRef name);
std::optional<ElementType> fromSafetensorsName(llvm::StringRef name);
/// The type of a tensor's elements in the IR; nothing for what is not stored.
std::optional<ElementType> fromMlir(mlir::Type type);

/// Element type and shape: `f32[1, 28, 28, 1]`.
struct ArrayType {
  ElementType element = ElementType::f32;
  llvm::SmallVector<int64_t> shape;

  bool operator==(const ArrayType &) const = default;
  std::string str() const;
  int64_t count() const;
  int64_t byteCount() const { return count() * bytesOf(element); }
};

/// The array type of a tensor type, whose element type must be one of the list.
ArrayType arrayType(mlir::Type tensor);

/// Bytes of a shape of such elements, or nothing where a size is negative or
/// the product is more than `limit`.
std::optional<uint64_t> boundedByteCount(ElementType element,
                                         llvm::ArrayRef<int64_t> shape,
                                         uint64_t limit);

/// Element `index` of `bytes` as a double.
double readElement(ElementType type, const char *bytes, int64_t index);
/// Rounds `value` to the type and stores it as element `index`.
void writeElement(ElementType type, char *bytes, int64_t index, double value);

struct HostArray {
  ArrayType type;
  std::vector<char> bytes;

  HostArray() = default;
  explicit HostArray(ArrayType arrayType)
      : type(std::move(arrayType)), bytes(type.byteCount()) {}

  double at(int64_t index) const {
    return readElement(type.element, bytes.data(), index);
  }
};

} // namespace sinter

#endif // SINTER_DRIVER_HOSTARRAY_H

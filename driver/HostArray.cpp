// HostArray.cpp: element types by name, and elements as doubles.
#include "driver/HostArray.h"

#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/STLExtras.h"

#include <cmath>
#include <cstring>
#include <limits>

namespace sinter {

namespace {

struct ElementTypeInfo {
  llvm::StringLiteral name;
  unsigned bytes;
  llvm::StringLiteral npy, safetensors;
};

constexpr ElementTypeInfo elementTypes[] = {
#define ELEMENT_TYPE(name, bytes, npy, safetensors)                            \
  {#name, bytes, npy, safetensors},
#include "driver/ElementTypes.def"
};

const ElementTypeInfo &infoOf(ElementType type) {
  return elementTypes[static_cast<size_t>(type)];
}

template <typename Matches>
std::optional<ElementType> findElementType(Matches matches) {
  const auto *found = llvm::find_if(elementTypes, matches);
  if (found == std::end(elementTypes))
    return std::nullopt;
  return static_cast<ElementType>(found - std::begin(elementTypes));
}

template <typename T> T load(const char *bytes, int64_t index) {
  T value;
  std::memcpy(&value, bytes + index * sizeof(T), sizeof(T));
  return value;
}

template <typename T> void store(char *bytes, int64_t index, T value) {
  std::memcpy(bytes + index * sizeof(T), &value, sizeof(T));
}

/// `value` cut to an integer; what lies outside becomes the nearest one, and
/// what is no number zero.
template <typename T> T toInteger(double value) {
  using Limits = std::numeric_limits<T>;
  if (std::isnan(value))
    return 0;
  if (value <= static_cast<double>(Limits::min()))
    return Limits::min();
  // The largest i64 is no double; the next one above it is.
  if (value >= static_cast<double>(Limits::max()))
    return Limits::max();
  return static_cast<T>(value);
}

double fromHalf(const llvm::fltSemantics &semantics, uint16_t bits) {
  return llvm::APFloat(semantics, llvm::APInt(16, bits)).convertToDouble();
}

uint16_t toHalf(const llvm::fltSemantics &semantics, double value) {
  llvm::APFloat number(value);
  bool inexact;
  number.convert(semantics, llvm::APFloat::rmNearestTiesToEven, &inexact);
  return static_cast<uint16_t>(number.bitcastToAPInt().getZExtValue());
}

} // namespace

unsigned bytesOf(ElementType type) { return infoOf(type).bytes; }

llvm::StringRef nameOf(ElementType type) {
  return type == ElementType::boolean ? "bool" : infoOf(type).name;
}

llvm::StringRef npyNameOf(ElementType type) { return infoOf(type).npy; }

std::optional<ElementType> fromNpyName(llvm::StringRef name) {
  return findElementType([&](const ElementTypeInfo &info) {
    return !name.empty() && info.npy == name;
  });
}

std::optional<ElementType> fromSafetensorsName(llvm::StringRef name) {
  return findElementType(
      [&](const ElementTypeInfo &info) { return info.safetensors == name; });
}

std::optional<ElementType> fromMlir(mlir::Type type) {
  if (type.isF32())
    return ElementType::f32;
  if (type.isF16())
    return ElementType::f16;
  if (type.isBF16())
    return ElementType::bf16;
  if (type.isF64())
    return ElementType::f64;
  if (type.isInteger(1))
    return ElementType::boolean;
  if (type.isInteger(8))
    return type.isUnsignedInteger() ? ElementType::u8 : ElementType::i8;
  if (type.isInteger(32))
    return ElementType::i32;
  if (type.isInteger(64))
    return ElementType::i64;
  return std::nullopt;
}

std::string ArrayType::str() const {
  std::string text = nameOf(element).str() + "[";
  for (auto [position, size] : llvm::enumerate(shape))
    text += (position ? ", " : "") + std::to_string(size);
  return text + "]";
}

int64_t ArrayType::count() const {
  // Unsigned: a file may declare sizes whose product, before it meets a zero,
  // is beyond 64 bits.
  uint64_t product = 1;
  for (int64_t size : shape)
    product *= static_cast<uint64_t>(size);
  return static_cast<int64_t>(product);
}

ArrayType arrayType(mlir::Type tensor) {
  auto type = mlir::cast<mlir::RankedTensorType>(tensor);
  return {*fromMlir(type.getElementType()),
          llvm::SmallVector<int64_t>(type.getShape())};
}

std::optional<uint64_t> boundedByteCount(ElementType element,
                                         llvm::ArrayRef<int64_t> shape,
                                         uint64_t limit) {
  // A zero makes the product zero, whatever the other sizes are.
  if (llvm::any_of(shape, [](int64_t size) { return size < 0; }))
    return std::nullopt;
  if (llvm::is_contained(shape, 0))
    return 0;
  uint64_t bytes = bytesOf(element);
  for (int64_t size : shape) {
    if (static_cast<uint64_t>(size) > limit / bytes)
      return std::nullopt;
    bytes *= static_cast<uint64_t>(size);
  }
  return bytes <= limit ? std::optional(bytes) : std::nullopt;
}

double readElement(ElementType type, const char *bytes, int64_t index) {
  switch (type) {
  case ElementType::f32:
    return load<float>(bytes, index);
  case ElementType::f64:
    return load<double>(bytes, index);
  case ElementType::f16:
    return fromHalf(llvm::APFloat::IEEEhalf(), load<uint16_t>(bytes, index));
  case ElementType::bf16:
    return fromHalf(llvm::APFloat::BFloat(), load<uint16_t>(bytes, index));
  case ElementType::i8:
    return load<int8_t>(bytes, index);
  case ElementType::u8:
    return load<uint8_t>(bytes, index);
  case ElementType::i32:
    return load<int32_t>(bytes, index);
  case ElementType::i64:
    return static_cast<double>(load<int64_t>(bytes, index));
  case ElementType::boolean:
    return load<uint8_t>(bytes, index) != 0;
  }
  llvm_unreachable("every element type is listed");
}

void writeElement(ElementType type, char *bytes, int64_t index, double value) {
  switch (type) {
  case ElementType::f32:
    return store(bytes, index, static_cast<float>(value));
  case ElementType::f64:
    return store(bytes, index, value);
  case ElementType::f16:
    return store(bytes, index, toHalf(llvm::APFloat::IEEEhalf(), value));
  case ElementType::bf16:
    return store(bytes, index, toHalf(llvm::APFloat::BFloat(), value));
  case ElementType::i8:
    return store(bytes, index, toInteger<int8_t>(value));
  case ElementType::u8:
    return store(bytes, index, toInteger<uint8_t>(value));
  case ElementType::i32:
    return store(bytes, index, toInteger<int32_t>(value));
  case ElementType::i64:
    return store(bytes, index, toInteger<int64_t>(value));
  case ElementType::boolean:
    return store(bytes, index, static_cast<uint8_t>(value != 0));
  }
  llvm_unreachable("every element type is listed");
}

} // namespace sinter

// Array.cpp: reads constants into doubles and writes them back, through any
// layout.
#include "ir/reference/Array.h"

#include "ir/ConstantData.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

using namespace mlir;

namespace sinter {

/// Values of up to this many elements print in full.
constexpr int64_t kInlineElements = 64;

Array zeroArray(Type tensorType) {
  auto type = cast<RankedTensorType>(tensorType);
  return {Shape(type.getShape()), type.getElementType(),
          std::vector<double>(type.getNumElements())};
}

//===- numbers -----------------------------------------------------------===//

namespace {

struct F32Codec {
  using Stored = float;
  double decode(float stored) const { return stored; }
  float encode(double value) const { return static_cast<float>(value); }
};

/// f16 and bf16.
struct HalfCodec {
  using Stored = uint16_t;
  const llvm::fltSemantics &semantics;
  double decode(uint16_t stored) const {
    return APFloat(semantics, APInt(16, stored)).convertToDouble();
  }
  uint16_t encode(double value) const {
    APFloat rounded(value);
    bool exact;
    rounded.convert(semantics, APFloat::rmNearestTiesToEven, &exact);
    return static_cast<uint16_t>(rounded.bitcastToAPInt().getZExtValue());
  }
};

template <typename Integer> struct IntegerCodec {
  using Stored = Integer;
  double decode(Integer stored) const { return static_cast<double>(stored); }
  Integer encode(double value) const {
    if (!std::isfinite(value))
      return 0;
    // What 2^63 - 1 becomes as a double, which has no room for it.
    if (std::is_same_v<Integer, int64_t> && value == 0x1p63)
      return std::numeric_limits<Integer>::max();
    double wrapped = std::fmod(std::trunc(value), 0x1p64);
    uint64_t magnitude = static_cast<uint64_t>(std::abs(wrapped));
    return static_cast<Integer>(wrapped < 0 ? 0 - magnitude : magnitude);
  }
};

struct BooleanCodec {
  using Stored = uint8_t;
  double decode(uint8_t stored) const { return stored != 0; }
  uint8_t encode(double value) const { return value != 0; }
};

/// Calls `visit` with what reads and writes one element in memory.
template <typename Visit> void withCodec(Type type, Visit visit) {
  if (type.isF32())
    return visit(F32Codec());
  if (auto real = dyn_cast<FloatType>(type))
    return visit(HalfCodec{real.getFloatSemantics()});
  if (type.isInteger(1))
    return visit(BooleanCodec());
  if (type.isInteger(8) && type.isUnsignedInteger())
    return visit(IntegerCodec<uint8_t>());
  if (type.isInteger(8))
    return visit(IntegerCodec<int8_t>());
  if (type.isInteger(32))
    return visit(IntegerCodec<int32_t>());
  assert(type.isInteger(64) && "not an element type of the dialect");
  visit(IntegerCodec<int64_t>());
}

} // namespace

void wrapIntegers(Array &array) {
  if (isa<FloatType>(array.elementType))
    return;
  withCodec(array.elementType, [&](auto codec) {
    for (double &value : array.values)
      value = codec.decode(codec.encode(value));
  });
}

//===- places ------------------------------------------------------------===//

/// Where elements lie: the index in memory of the element at c[0], c[1], ... is
/// the sum of offsets[d][c[d]].
using Offsets = SmallVector<std::vector<int64_t>>;

static Offsets offsetsOf(RankedTensorType type) {
  Offsets offsets;
  for (int64_t size : type.getShape())
    offsets.emplace_back(size, 0);
  for (const PhysicalDim &dim : physicalDims(type))
    for (auto [at, offset] : llvm::enumerate(offsets[dim.logical])) {
      int64_t coordinate = at;
      offset += dim.stride * (dim.block ? coordinate % dim.block
                                        : coordinate / dim.step + dim.before);
    }
  if (offsets.empty())
    offsets.push_back({0});
  return offsets;
}

/// Calls `move(from, to)` for each element with its two indices in memory. The
/// longest dimension runs innermost, the others in order: of a convolution's
/// weight that is one of channels, and not the three taps of a row.
template <typename Move>
static void forEachElement(const Offsets &from, const Offsets &to, Move move) {
  SmallVector<size_t> order = llvm::to_vector(llvm::seq(from.size()));
  auto longest =
      std::max_element(order.rbegin(), order.rend(), [&](size_t a, size_t b) {
        return from[a].size() < from[b].size();
      });
  std::rotate(longest.base() - 1, longest.base(), order.end());
  const std::vector<int64_t> &fromColumn = from[order.back()],
                             &toColumn = to[order.back()];
  order.pop_back();
  SmallVector<size_t> at(order.size(), 0);
  while (true) {
    int64_t fromRow = 0, toRow = 0;
    for (auto [dim, index] : llvm::zip(order, at)) {
      fromRow += from[dim][index];
      toRow += to[dim][index];
    }
    for (auto [fromOffset, toOffset] : llvm::zip(fromColumn, toColumn))
      move(fromRow + fromOffset, toRow + toOffset);
    size_t dim = order.size();
    while (dim > 0 && ++at[dim - 1] == from[order[dim - 1]].size())
      at[--dim] = 0;
    if (dim == 0)
      return;
  }
}

//===- constants ---------------------------------------------------------===//

/// The bytes of a constant of type `type`, as many as it stores. Splats, and
/// inline booleans (which MLIR packs into bits), are written out into
/// `storage`.
static std::optional<ArrayRef<char>> storedBytes(ElementsAttr value,
                                                 RankedTensorType type,
                                                 std::vector<char> &storage) {
  std::optional<ArrayRef<char>> bytes = constantBytes(value);
  if (!bytes)
    return std::nullopt;
  size_t size = physicalBytes(type);
  auto dense = dyn_cast<DenseElementsAttr>(value);
  if (dense && type.getElementType().isInteger(1)) {
    storage.assign(dense.value_begin<bool>(), dense.value_end<bool>());
    return ArrayRef(storage);
  }
  if (dense && dense.isSplat()) {
    storage.resize(size);
    for (size_t at = 0; at < size; at += bytes->size())
      std::memcpy(storage.data() + at, bytes->data(), bytes->size());
    return ArrayRef(storage);
  }
  assert(bytes->size() == size && "the constant is of another type");
  return bytes;
}

/// Bytes for a constant of type `type`; those that hold no element are zero.
static AsmResourceBlob allocateElements(RankedTensorType type) {
  AsmResourceBlob blob = allocateResource(physicalBytes(type));
  MutableArrayRef<char> bytes = blob.getMutableData();
  if (static_cast<int64_t>(bytes.size()) !=
      type.getNumElements() * elementBytes(type.getElementType()))
    llvm::fill(bytes, 0);
  return blob;
}

static ElementsAttr makeElements(AsmResourceBlob blob, RankedTensorType type,
                                 StringRef name) {
  auto stored =
      RankedTensorType::get(physicalShape(type), type.getElementType());
  if (stored.getNumElements() > kInlineElements)
    return makeResource(stored, name, std::move(blob));
  ArrayRef<char> bytes = blob.getData();
  if (stored.getElementType().isInteger(1))
    return DenseElementsAttr::get(
        stored,
        ArrayRef(reinterpret_cast<const bool *>(bytes.data()), bytes.size()));
  return DenseElementsAttr::getFromRawBuffer(stored, bytes);
}

std::optional<Array> arrayOf(ElementsAttr physicalValue,
                             RankedTensorType type) {
  std::vector<char> storage;
  std::optional<ArrayRef<char>> bytes =
      storedBytes(physicalValue, type, storage);
  if (!bytes)
    return std::nullopt;
  Array array = zeroArray(type);
  withCodec(type.getElementType(), [&](auto codec) {
    auto *stored = reinterpret_cast<const typename decltype(codec)::Stored *>(
        bytes->data());
    forEachElement(offsetsOf(type), offsetsOf(logicalType(type)),
                   [&](int64_t from, int64_t to) {
                     array.values[to] = codec.decode(stored[from]);
                   });
  });
  return array;
}

ElementsAttr elementsOf(const Array &array, RankedTensorType type,
                        StringRef resourceName) {
  AsmResourceBlob blob = allocateElements(type);
  withCodec(type.getElementType(), [&](auto codec) {
    auto *stored = reinterpret_cast<typename decltype(codec)::Stored *>(
        blob.getMutableData().data());
    forEachElement(offsetsOf(logicalType(type)), offsetsOf(type),
                   [&](int64_t from, int64_t to) {
                     stored[to] = codec.encode(array.values[from]);
                   });
  });
  return makeElements(std::move(blob), type, resourceName);
}

/// Moves elements of the size of `Element`.
template <typename Element>
static void moveElements(const char *source, const Offsets &from, char *target,
                         const Offsets &to) {
  auto *read = reinterpret_cast<const Element *>(source);
  auto *write = reinterpret_cast<Element *>(target);
  forEachElement(from, to, [&](int64_t fromIndex, int64_t toIndex) {
    write[toIndex] = read[fromIndex];
  });
}

ElementsAttr relayoutBytes(ElementsAttr value, RankedTensorType from,
                           RankedTensorType to, StringRef resourceName) {
  std::vector<char> storage;
  std::optional<ArrayRef<char>> bytes = storedBytes(value, from, storage);
  if (!bytes)
    return {};
  AsmResourceBlob blob = allocateElements(to);
  char *moved = blob.getMutableData().data();
  Offsets source = offsetsOf(from), target = offsetsOf(to);
  switch (elementBytes(from.getElementType())) {
  case 1:
    moveElements<uint8_t>(bytes->data(), source, moved, target);
    break;
  case 2:
    moveElements<uint16_t>(bytes->data(), source, moved, target);
    break;
  case 4:
    moveElements<uint32_t>(bytes->data(), source, moved, target);
    break;
  default:
    moveElements<uint64_t>(bytes->data(), source, moved, target);
  }
  return makeElements(std::move(blob), to, resourceName);
}

} // namespace sinter

// ConstantData.cpp: the bytes of constants.
#include "ir/ConstantData.h"

#include "mlir/IR/AsmState.h"
#include "mlir/IR/BuiltinDialect.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/xxhash.h"

#include <mutex>

using namespace mlir;

namespace sinter {

uint64_t stableHash(ArrayRef<char> bytes) {
  return llvm::xxh3_64bits(
      ArrayRef(reinterpret_cast<const uint8_t *>(bytes.data()), bytes.size()));
}

std::optional<ArrayRef<char>> constantBytes(Attribute value) {
  if (auto dense = dyn_cast_or_null<DenseElementsAttr>(value))
    return dense.getRawData();
  if (auto resource = dyn_cast_or_null<DenseResourceElementsAttr>(value))
    if (AsmResourceBlob *blob = resource.getRawHandle().getBlob()) {
      ShapedType type = resource.getType();
      if (static_cast<int64_t>(blob->getData().size()) ==
          type.getNumElements() * elementBytes(type.getElementType()))
        return blob->getData();
    }
  return std::nullopt;
}

bool isSplatOf(Attribute value, double expected) {
  auto elements = dyn_cast<ElementsAttr>(value);
  if (!elements)
    return false;
  std::optional<ArrayRef<char>> bytes = constantBytes(value);
  bool splat =
      isa<DenseElementsAttr>(value) && cast<DenseElementsAttr>(value).isSplat();
  if (!bytes || !elements.getShapedType().getElementType().isF32() ||
      (!splat && elements.getNumElements() > 4096))
    return false;
  ArrayRef<float> values(reinterpret_cast<const float *>(bytes->data()),
                         bytes->size() / sizeof(float));
  return llvm::all_of(values,
                      [&](float element) { return element == expected; });
}

ElementsAttr makeResource(RankedTensorType type, StringRef name,
                          ArrayRef<char> bytes) {
  std::string typeText;
  llvm::raw_string_ostream(typeText) << type;
  uint64_t hash = stableHash(bytes) ^
                  stableHash(ArrayRef(typeText.data(), typeText.size()));
  std::string key =
      (name + "_" +
       llvm::toHex(ArrayRef(reinterpret_cast<uint8_t *>(&hash), sizeof(hash)),
                   /*LowerCase=*/true))
          .str();
  // Passes fold functions in several threads. Between the lookup and the
  // insertion another may insert the same data, and MLIR would then keep both,
  // under two keys.
  static std::mutex oneAtATime;
  std::lock_guard<std::mutex> guard(oneAtATime);
  auto &manager =
      DenseResourceElementsHandle::getManagerInterface(type.getContext())
          .getBlobManager();
  if (auto *entry = manager.lookup(key)) {
    if (!entry->getBlob())
      manager.update(key,
                     HeapAsmResourceBlob::allocateAndCopyWithAlign(bytes, 64));
    auto dialect = type.getContext()->getLoadedDialect<BuiltinDialect>();
    return DenseResourceElementsAttr::get(
        type, DenseResourceElementsHandle(entry, dialect));
  }
  return DenseResourceElementsAttr::get(
      type, key, HeapAsmResourceBlob::allocateAndCopyWithAlign(bytes, 64));
}

StringRef resourceName(Attribute value) {
  auto resource = dyn_cast<DenseResourceElementsAttr>(value);
  return resource ? resource.getRawHandle().getKey().rsplit('_').first
                  : StringRef();
}

} // namespace sinter

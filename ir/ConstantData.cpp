// ConstantData.cpp: the bytes of constants.
#include "ir/ConstantData.h"

#include "ir/HugePages.h"
#include "ir/Ops.h"

#include "mlir/IR/BuiltinDialect.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/xxhash.h"

#include <cstdlib>
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

AsmResourceBlob allocateResource(size_t bytes) {
  char *memory = allocateArray(bytes);
  if (!memory)
    llvm::report_bad_alloc_error("there is no memory for a constant");
  return {MutableArrayRef(memory, bytes), /*dataAlignment=*/64,
          [](void *data, size_t, size_t) { std::free(data); },
          /*dataIsMutable=*/true};
}

ElementsAttr makeResource(RankedTensorType type, StringRef name,
                          ArrayRef<char> bytes) {
  AsmResourceBlob copy = allocateResource(bytes.size());
  llvm::copy(bytes, copy.getMutableData().begin());
  return makeResource(type, name, std::move(copy));
}

ElementsAttr makeResource(RankedTensorType type, StringRef name,
                          AsmResourceBlob bytes) {
  std::string typeText;
  llvm::raw_string_ostream(typeText) << type;
  uint64_t hash = stableHash(bytes.getData()) ^
                  stableHash(ArrayRef(typeText.data(), typeText.size()));
  std::string key =
      (name + "_" +
       llvm::toHex(ArrayRef(reinterpret_cast<uint8_t *>(&hash), sizeof(hash)),
                   /*LowerCase=*/true))
          .str();
  // Passes fold in several threads. Between the lookup and the insertion
  // another may insert the same data, and MLIR would then keep both, under two
  // keys.
  static std::mutex oneAtATime;
  std::lock_guard<std::mutex> guard(oneAtATime);
  auto &manager =
      DenseResourceElementsHandle::getManagerInterface(type.getContext())
          .getBlobManager();
  if (auto *entry = manager.lookup(key)) {
    if (!entry->getBlob() || entry->getBlob()->getData().empty())
      manager.update(key, std::move(bytes));
    auto dialect = type.getContext()->getLoadedDialect<BuiltinDialect>();
    return DenseResourceElementsAttr::get(
        type, DenseResourceElementsHandle(entry, dialect));
  }
  return DenseResourceElementsAttr::get(type, key, std::move(bytes));
}

void releaseUnusedResources(ArrayRef<ModuleOp> modules) {
  llvm::StringSet<> used;
  for (ModuleOp module : modules)
    module->walk([&](ConstantOp constant) {
      if (auto resource =
              dyn_cast<DenseResourceElementsAttr>(constant.getValue()))
        used.insert(resource.getRawHandle().getKey());
    });
  if (modules.empty())
    return;
  auto &manager = DenseResourceElementsHandle::getManagerInterface(
                      modules.front()->getContext())
                      .getBlobManager();
  SmallVector<std::string> unused;
  manager.getBlobMap([&](const auto &blobs) {
    for (const auto &entry : blobs)
      if (!used.contains(entry.getKey()))
        unused.push_back(entry.getKey().str());
  });
  for (const std::string &key : unused)
    manager.update(key, AsmResourceBlob());
}

StringRef resourceName(Attribute value) {
  auto resource = dyn_cast<DenseResourceElementsAttr>(value);
  return resource ? resource.getRawHandle().getKey().rsplit('_').first
                  : StringRef();
}

} // namespace sinter

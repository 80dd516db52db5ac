// Gradients.cpp: finds an op's entry.
#include "ir/gradient/Gradients.h"

#include "llvm/ADT/StringMap.h"

using namespace mlir;

namespace sinter {

static const llvm::StringMap<const OpGradient *> &gradients() {
  static const llvm::StringMap<const OpGradient *> map = [] {
    llvm::StringMap<const OpGradient *> filled;
    for (ArrayRef<OpGradient> family :
         {contractionGradients(), elementwiseGradients(), imageGradients(),
          modelGradients(), normalizationGradients(), processGradients(),
          randomGradients(), reductionGradients(), shapeGradients()})
      for (const OpGradient &entry : family)
        filled[entry.op] = &entry;
    return filled;
  }();
  return map;
}

const OpGradient *findGradient(StringRef name) {
  return gradients().lookup(name);
}

std::vector<StringRef> opsWithoutGradient(MLIRContext &context) {
  std::vector<StringRef> missing;
  for (RegisteredOperationName name : context.getRegisteredOperationsByDialect(
           SinterDialect::getDialectNamespace()))
    if (!name.hasTrait<OpTrait::IsTerminator>() &&
        !name.hasInterface<SymbolOpInterface>() &&
        !findGradient(name.getStringRef()))
      missing.push_back(name.getStringRef());
  llvm::sort(missing);
  return missing;
}

} // namespace sinter

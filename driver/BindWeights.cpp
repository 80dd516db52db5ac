// BindWeights.cpp: parameters of entries that infer -> constants.
#include "driver/BindWeights.h"

#include "driver/Initializers.h"
#include "driver/WeightsMatch.h"
#include "ir/ConstantData.h"
#include "ir/TrainingState.h"

#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/Alignment.h"

#include <cstddef>
#include <map>

using namespace mlir;

namespace sinter {

namespace {

/// A resource with the bytes of `values`.
ElementsAttr resourceOf(llvm::StringRef path, RankedTensorType type,
                        HostArray values) {
  ArrayRef<char> bytes = values.bytes; // moving the array leaves them in place
  return makeResource(
      type, path,
      AsmResourceBlob(
          bytes, alignof(std::max_align_t),
          [owner = std::move(values)](void *, size_t, size_t) {},
          /*dataIsMutable=*/false));
}

/// What lies in the file as the model wants it stays there.
ElementsAttr resourceFor(llvm::StringRef path, RankedTensorType type,
                         const StoredTensor &tensor,
                         const SafetensorsFile &file) {
  const ElementType declared = *fromMlir(type.getElementType());
  const size_t alignment = bytesOf(declared);
  if (tensor.type.element == declared &&
      llvm::isAddrAligned(llvm::Align(alignment), tensor.bytes.data()))
    return makeResource(
        type, path,
        AsmResourceBlob(
            tensor.bytes, alignment,
            [mapping = file.mapping()](void *, size_t, size_t) {},
            /*dataIsMutable=*/false));
  HostArray values(arrayType(type));
  for (int64_t i = 0, count = values.type.count(); i < count; ++i)
    writeElement(declared, values.bytes.data(), i,
                 readElement(tensor.type.element, tensor.bytes.data(), i));
  return resourceOf(path, type, std::move(values));
}

/// The first values, in memory that nobody has cleared.
ElementsAttr initialResource(llvm::StringRef path, RankedTensorType type,
                             InitializerAttr initializer, uint64_t seed) {
  const ArrayType array = arrayType(type);
  AsmResourceBlob blob = allocateResource(array.byteCount());
  fillInitial(blob.getMutableData(), array, initializer, path, seed);
  return makeResource(type, path, std::move(blob));
}

/// The reads whose parameters have values while they are compiled.
std::vector<ReadOp> readsToBind(ModuleOp module) {
  std::vector<ReadOp> reads;
  for (auto function : module.getOps<func::FuncOp>())
    if (!readsTrainingState(function))
      function.walk([&](ReadOp read) { reads.push_back(read); });
  return reads;
}

/// The parameters of the reads, sorted.
std::vector<WantedWeight> wantedBy(ArrayRef<ReadOp> reads) {
  std::map<std::string, WantedWeight> wanted;
  for (ReadOp read : reads) {
    auto model =
        read->getParentOfType<func::FuncOp>()->getAttrOfType<StringAttr>(
            kModelAttr);
    wanted[read.getParameter().str()] = {read.getParameter().str(),
                                         arrayType(read.getType()),
                                         model ? model.str() : ""};
  }
  auto values = llvm::make_second_range(wanted);
  return {values.begin(), values.end()};
}

void replace(ReadOp read, ElementsAttr value) {
  OpBuilder builder(read);
  auto constant =
      ConstantOp::create(builder, read.getLoc(), read.getType(), value);
  read.replaceAllUsesWith(constant.getOperation());
  read.erase();
}

void eraseUnused(ModuleOp module) {
  llvm::StringSet<> used;
  module.walk([&](ReadOp read) { used.insert(read.getParameter()); });
  module.walk([&](WriteOp write) { used.insert(write.getParameter()); });
  for (ParameterOp parameter :
       llvm::make_early_inc_range(module.getOps<ParameterOp>()))
    if (!used.contains(parameter.getSymName()))
      parameter.erase();
}

} // namespace

absl::Status bindWeights(ModuleOp module, const WeightOptions &options) {
  llvm::StringMap<ParameterOp> all;
  for (ParameterOp parameter : module.getOps<ParameterOp>())
    all[parameter.getSymName()] = parameter;
  std::vector<ReadOp> reads = readsToBind(module);
  absl::StatusOr<SafetensorsFile> file = absl::NotFoundError("");
  llvm::StringMap<const StoredTensor *> found;
  if (!options.file.empty()) {
    file = SafetensorsFile::open(options.file);
    if (!file.ok())
      return file.status();
    auto isOfModel = [&](llvm::StringRef name) {
      return llvm::any_of(options.models, [&](llvm::StringRef model) {
        llvm::StringRef rest = name;
        return rest.consume_front(model) && rest.starts_with(".");
      });
    };
    auto matched = matchWeights(*file, wantedBy(reads), options.only,
                                options.models, [&](llvm::StringRef name) {
                                  return all.contains(name) || isOfModel(name);
                                });
    if (!matched.ok())
      return matched.status();
    found = std::move(*matched);
  }

  auto valueOf = [&](llvm::StringRef path) {
    ParameterOp parameter = all.lookup(path);
    auto type = cast<RankedTensorType>(parameter.getType());
    if (const StoredTensor *tensor = found.lookup(path))
      return resourceFor(path, type, *tensor, *file);
    return initialResource(path, type, parameter.getInitializer(),
                           options.seed);
  };
  llvm::StringMap<ElementsAttr> values;
  for (ReadOp read : reads) {
    ElementsAttr &value = values[read.getParameter()];
    if (!value)
      value = valueOf(read.getParameter());
    replace(read, value);
  }
  eraseUnused(module);
  return absl::OkStatus();
}

} // namespace sinter

// BindWeights.cpp: parameters of entries that infer -> constants.
#include "driver/BindWeights.h"

#include "driver/Initializers.h"
#include "driver/Safetensors.h"
#include "ir/ConstantData.h"
#include "ir/TrainingState.h"

#include "absl/strings/str_cat.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/Alignment.h"
#include "llvm/Support/GlobPattern.h"

#include <cstddef>

using namespace mlir;

namespace sinter {

namespace {

/// A list in a message that stops after five.
class ShortList {
public:
  explicit ShortList(llvm::StringRef title) : title(title) {}
  void add(const std::string &item) {
    if (count++ < 5)
      absl::StrAppend(&text, "\n    ", item);
  }
  std::string str() const {
    if (count == 0)
      return {};
    return absl::StrCat(
        "\n  ", title.str(), ":", text,
        count > 5 ? absl::StrCat("\n    and ", count - 5, " more") : "");
  }

private:
  llvm::StringRef title;
  std::string text;
  size_t count = 0;
};

bool isPassedOver(llvm::StringRef name) {
  return name.ends_with(".num_batches_tracked") || name.starts_with("sinter.");
}

/// Values a parameter of another type may be filled from: floats of any width
/// round to the type that is declared.
bool convertsTo(ElementType from, ElementType to) {
  auto isFloat = [](ElementType type) {
    return llvm::is_contained({ElementType::f32, ElementType::f16,
                               ElementType::bf16, ElementType::f64},
                              type);
  };
  return from == to || (isFloat(from) && isFloat(to));
}

using Parameters = llvm::StringMap<ParameterOp>;
using TensorsByName = llvm::StringMap<const StoredTensor *>;

/// Tells what the file and the model do not agree on.
absl::Status compare(const SafetensorsFile &file, const Parameters &wanted,
                     const TensorsByName &found) {
  ShortList missing("missing in the file"), extra("not in the model"),
      misshapen("of another type or shape");
  std::vector<llvm::StringRef> names(wanted.keys().begin(),
                                     wanted.keys().end());
  llvm::sort(names);
  for (llvm::StringRef name : names) {
    const ArrayType declared = arrayType(wanted.lookup(name).getType());
    const StoredTensor *tensor = found.lookup(name);
    if (!tensor)
      missing.add(absl::StrCat("`", name.str(), "`: ", declared.str()));
    else if (tensor->type.shape != declared.shape ||
             !convertsTo(tensor->type.element, declared.element))
      misshapen.add(absl::StrCat("`", name.str(), "`: ", tensor->type.str(),
                                 " in the file, but ", declared.str(),
                                 " in the model"));
  }
  for (const StoredTensor &tensor : file.tensors())
    if (found.contains(tensor.name) && !wanted.contains(tensor.name))
      extra.add(absl::StrCat("`", tensor.name, "`: ", tensor.type.str()));
  const std::string lists =
      absl::StrCat(missing.str(), extra.str(), misshapen.str());
  if (lists.empty())
    return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("`", file.path().str(), "` does not fit the model", lists));
}

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

/// The reads whose parameters have values while they are compiled.
std::vector<ReadOp> readsToBind(ModuleOp module) {
  std::vector<ReadOp> reads;
  for (auto function : module.getOps<func::FuncOp>())
    if (!readsTrainingState(function))
      function.walk([&](ReadOp read) { reads.push_back(read); });
  return reads;
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
  auto pattern = llvm::GlobPattern::create(
      options.only.empty() ? "*" : llvm::StringRef(options.only));
  if (!pattern)
    return absl::InvalidArgumentError(
        absl::StrCat("`", options.only,
                     "` is no pattern: ", llvm::toString(pattern.takeError())));
  auto comesFromFile = [&](llvm::StringRef path) {
    return !options.file.empty() && pattern->match(path);
  };

  Parameters all, wanted;
  for (ParameterOp parameter : module.getOps<ParameterOp>())
    all[parameter.getSymName()] = parameter;
  std::vector<ReadOp> reads = readsToBind(module);
  for (ReadOp read : reads)
    if (comesFromFile(read.getParameter()))
      wanted[read.getParameter()] = all.lookup(read.getParameter());
  if (!options.only.empty() && wanted.empty() && !all.empty())
    return absl::InvalidArgumentError(absl::StrCat(
        "no parameter matches `--weights-only ", options.only,
        "`; there is, for one, `",
        (*module.getOps<ParameterOp>().begin()).getSymName().str(), "`"));
  absl::StatusOr<SafetensorsFile> file = absl::NotFoundError("");
  TensorsByName found;
  if (!options.file.empty()) {
    file = SafetensorsFile::open(options.file);
    if (!file.ok())
      return file.status();
    for (const StoredTensor &tensor : file->tensors())
      if (comesFromFile(tensor.name) && !isPassedOver(tensor.name) &&
          (wanted.contains(tensor.name) || !all.contains(tensor.name)))
        found[tensor.name] = &tensor;
    if (absl::Status status = compare(*file, wanted, found); !status.ok())
      return status;
  }

  auto valueOf = [&](llvm::StringRef path) {
    ParameterOp parameter = all.lookup(path);
    auto type = cast<RankedTensorType>(parameter.getType());
    if (const StoredTensor *tensor = found.lookup(path))
      return resourceFor(path, type, *tensor, *file);
    return resourceOf(path, type,
                      initialValues(parameter.getInitializer(),
                                    arrayType(type), path, options.seed));
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

// EmitWeights.cpp: places packed weights and writes the header of their file.
#include "codegen/EmitWeights.h"

#include "ir/ConstantData.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/JSON.h"

using namespace mlir;

namespace sinter {

namespace {

std::string printed(Type type) {
  std::string text;
  llvm::raw_string_ostream(text) << type;
  return text;
}

/// `value` with all its elements in memory, one behind the other, as kernels
/// read it: `dense<...>` stores a splat once and eight booleans in a byte.
ElementsAttr spelledOut(ElementsAttr value) {
  auto dense = dyn_cast<DenseElementsAttr>(value);
  if (!dense || (!dense.isSplat() && !dense.getElementType().isInteger(1)))
    return value;
  std::string bytes;
  if (dense.getElementType().isInteger(1))
    for (bool element : dense.getValues<bool>())
      bytes += static_cast<char>(element);
  else
    for (int64_t i = 0; i < dense.getNumElements(); ++i)
      bytes.append(dense.getRawData().data(), dense.getRawData().size());
  return makeResource(cast<RankedTensorType>(dense.getType()), "constant",
                      ArrayRef(bytes.data(), bytes.size()));
}

class Placer {
public:
  /// `suffix` goes to the names of new tensors.
  absl::Status place(ConstantOp constant, const std::string &suffix) {
    ElementsAttr value = constant.getValue();
    if (!layout.indices.try_emplace(value, layout.tensors.size()).second)
      return absl::OkStatus();
    std::string name = uniqueName(resourceName(value), suffix);
    ShapedType type = value.getShapedType();
    std::optional<ArrayRef<char>> bytes = constantBytes(spelledOut(value));
    if (!bytes)
      return absl::InvalidArgumentError(absl::StrCat(
          "the values of `", name,
          "` are not in this module; keep its weights beside the text"));
    uint64_t expected =
        type.getNumElements() * elementBytes(type.getElementType());
    if (bytes->size() != expected)
      return absl::InvalidArgumentError(
          absl::StrCat("`", name, "` needs ", expected,
                       " bytes, but its resource holds ", bytes->size()));
    layout.tensors.push_back(
        {name, type, printed(constant.getType()), layout.bytes, *bytes});
    layout.bytes =
        llvm::alignTo(layout.bytes + bytes->size(), kBufferAlignment);
    return absl::OkStatus();
  }

  WeightsLayout layout;

private:
  std::string uniqueName(StringRef path, const std::string &suffix) {
    std::string base = (path.empty() ? "constant" : path.str()) + suffix,
                name = base;
    for (int number = 2; !taken.insert(name).second; ++number)
      name = absl::StrCat(base, "_", number);
    return name;
  }

  llvm::StringSet<> taken;
};

/// `x86-64-v4,x86-64-v3`.
std::string targetNames(const PlannedModel &model) {
  return absl::StrJoin(model.targets, ",", [](std::string *out, TargetAttr t) {
    out->append(t.getName().str());
  });
}

/// Everything that makes packed weights fit compiled code, as a hash: two
/// models with equal hashes read the same bytes at the same places in the same
/// way.
std::string manifestHash(const PlannedModel &model) {
  std::string text =
      absl::StrCat(SINTER_VERSION, "\n", targetNames(model), "\n");
  for (const PackedTensor &tensor : model.weights.tensors)
    absl::StrAppend(&text, tensor.name, " ", printed(tensor.type), " ",
                    tensor.layout, " ", tensor.offset, "\n");
  for (const PlannedEntry &entry : model.entries) {
    if (entry.readsState)
      continue;
    absl::StrAppend(&text, entry.symbol, "\n");
    for (const std::vector<Launch> &launches : entry.launches)
      for (const Launch &launch : launches) {
        absl::StrAppend(&text, launch.symbol);
        for (BufferRef buffer : launch.buffers)
          if (buffer.base == BufferRef::Weights)
            absl::StrAppend(&text, " ", buffer.offset);
        text += '\n';
      }
  }
  return llvm::utohexstr(stableHash(ArrayRef(text.data(), text.size())),
                         /*LowerCase=*/true, /*Width=*/16);
}

void writeEntry(llvm::json::OStream &json, StringRef name, StringRef type,
                ArrayRef<int64_t> shape, uint64_t begin, uint64_t end) {
  json.attributeObject(name, [&] {
    json.attribute("dtype", type);
    json.attributeArray("shape", [&] {
      for (int64_t size : shape)
        json.value(size);
    });
    json.attributeArray("data_offsets", [&] {
      json.value(begin);
      json.value(end);
    });
  });
}

} // namespace

StringRef safetensorsType(Type type) {
  if (type.isF32())
    return "F32";
  if (type.isF16())
    return "F16";
  if (type.isBF16())
    return "BF16";
  if (type.isInteger(1))
    return "BOOL";
  if (type.isUnsignedInteger(8))
    return "U8";
  return type.isInteger(8) ? "I8" : type.isInteger(32) ? "I32" : "I64";
}

absl::StatusOr<WeightsLayout> layoutWeights(ArrayRef<ModuleOp> planned,
                                            bool ofState) {
  Placer placer;
  absl::Status status;
  std::string suffix;
  for (ModuleOp module : planned) {
    if (module != planned.front())
      suffix = "." + TargetAttr::of(module).getName().str();
    module->walk([&](KernelOp kernel) {
      if (readsTrainingState(kernel->getParentOfType<func::FuncOp>()) !=
          ofState)
        return;
      for (Value input : kernel.getInputs())
        if (auto constant = input.getDefiningOp<ConstantOp>();
            constant && status.ok())
          status = placer.place(constant, suffix);
    });
  }
  if (!status.ok())
    return status;
  return std::move(placer.layout);
}

std::string weightsFileHeader(const PlannedModel &model) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  llvm::json::OStream json(stream);
  json.object([&] {
    json.attributeObject("__metadata__", [&] {
      json.attribute("sinter.manifest", manifestHash(model));
      json.attribute("sinter.target", targetNames(model));
      json.attribute("sinter.version", SINTER_VERSION);
    });
    // Readers of safetensors want every byte to belong to a tensor, so the gaps
    // of the alignment are tensors too.
    int gaps = 0;
    for (const PackedTensor &tensor : model.weights.tensors) {
      uint64_t end = tensor.offset + tensor.bytes.size(),
               next = llvm::alignTo(end, kBufferAlignment);
      writeEntry(json, tensor.name,
                 safetensorsType(tensor.type.getElementType()),
                 tensor.type.getShape(), tensor.offset, end);
      if (next != end)
        writeEntry(json, absl::StrCat("__gap__", ++gaps), "U8",
                   {static_cast<int64_t>(next - end)}, end, next);
    }
  });
  const size_t lengthBytes = 8;
  text.resize(llvm::alignTo(text.size() + lengthBytes, kBufferAlignment) -
                  lengthBytes,
              ' ');
  return text;
}

std::string stateFileHeader(const PlannedModel &model) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  llvm::json::OStream json(stream);
  json.object([&] {
    json.attributeObject("__metadata__", [&] {
      json.attribute("format", "pt");
      json.attribute("sinter.version", SINTER_VERSION);
    });
    uint64_t at = 0;
    for (const StateParameter &parameter : model.state) {
      const uint64_t end =
          at + parameter.type.getNumElements() *
                   elementBytes(parameter.type.getElementType());
      writeEntry(json, parameter.name,
                 safetensorsType(parameter.type.getElementType()),
                 parameter.type.getShape(), at, end);
      at = end;
    }
  });
  text.resize(llvm::alignTo(text.size(), 8), ' ');
  char length[8];
  llvm::support::endian::write64le(length, text.size());
  return std::string(length, sizeof(length)) + text;
}

std::vector<std::pair<uint64_t, ArrayRef<char>>>
weightsPieces(const WeightsLayout &weights) {
  std::vector<std::pair<uint64_t, ArrayRef<char>>> pieces;
  for (const PackedTensor &tensor : weights.tensors)
    pieces.emplace_back(tensor.offset, tensor.bytes);
  return pieces;
}

} // namespace sinter

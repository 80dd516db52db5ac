// Loader.cpp: a compiled model's objects, linked into this process.
#include "driver/Loader.h"

#include "ir/HugePages.h"

#include "absl/strings/str_cat.h"
#include "llvm/ExecutionEngine/Orc/LLJIT.h"
#include "llvm/ExecutionEngine/Orc/ObjectLinkingLayer.h"
#include "llvm/Support/TargetSelect.h"

#include <cstring>

namespace sinter {

namespace {

absl::Status linkError(llvm::Error error) {
  return absl::InternalError(absl::StrCat("the compiled model does not link: ",
                                          llvm::toString(std::move(error))));
}

} // namespace

absl::StatusOr<AlignedBytes> AlignedBytes::allocate(size_t size,
                                                    llvm::StringRef purpose) {
  AlignedBytes bytes;
  bytes.byteCount = size;
  bytes.memory.reset(allocateArray(size));
  if (!bytes.memory)
    return absl::ResourceExhaustedError(absl::StrCat(
        "there is no memory for ", size, " bytes of ", purpose.str()));
  return bytes;
}

LoadedModel::LoadedModel(std::unique_ptr<llvm::orc::LLJIT> linker)
    : jit(std::move(linker)) {}

LoadedModel::~LoadedModel() = default;

absl::StatusOr<std::unique_ptr<LoadedModel>>
LoadedModel::load(const EmittedModel &model) {
  llvm::InitializeNativeTarget();
  llvm::InitializeNativeTargetAsmPrinter();
  auto jit =
      llvm::orc::LLJITBuilder()
          .setObjectLinkingLayerCreator(
              [](llvm::orc::ExecutionSession &session) {
                return std::make_unique<llvm::orc::ObjectLinkingLayer>(session);
              })
          .create();
  if (!jit)
    return linkError(jit.takeError());
  auto add = [&](const ObjectFile &object) {
    return (*jit)->addObjectFile(
        llvm::MemoryBuffer::getMemBufferCopy(object.bytes, object.name));
  };
  for (const ObjectFile &object : model.objects)
    if (llvm::Error error = add(object))
      return linkError(std::move(error));
  if (!model.callers.bytes.empty()) // a kernel by itself has no entry
    if (llvm::Error error = add(model.callers))
      return linkError(std::move(error));
  std::unique_ptr<LoadedModel> loaded(new LoadedModel(std::move(*jit)));
  loaded->textName = model.textName;
  if (absl::Status status = loaded->fillWeights(model); !status.ok())
    return status;
  return loaded;
}

absl::Status LoadedModel::fillWeights(const EmittedModel &model) {
  if (!model.infers)
    return absl::OkStatus();
  if (model.embedded) {
    auto function =
        this->function(absl::StrCat(model.textName, "_weights_embedded"));
    if (!function.ok())
      return function.status();
    const sinter_status status =
        reinterpret_cast<sinter_status (*)(sinter_weights *)>(*function)(
            &modelWeights);
    return status == SINTER_OK
               ? absl::OkStatus()
               : absl::InternalError(sinter_status_text(status));
  }
  absl::StatusOr<AlignedBytes> bytes =
      AlignedBytes::allocate(model.weightsBytes, "weights");
  if (!bytes.ok())
    return bytes.status();
  weightBytes = std::move(*bytes);
  // Between the pieces lie zeros.
  std::memset(weightBytes.data(), 0, weightBytes.size());
  for (auto [offset, piece] : model.weightsPieces)
    std::memcpy(weightBytes.data() + offset, piece.data(), piece.size());
  modelWeights.data = reinterpret_cast<unsigned char *>(weightBytes.data());
  modelWeights.size = weightBytes.size();
  return absl::OkStatus();
}

absl::StatusOr<void *> LoadedModel::function(llvm::StringRef name) const {
  auto address = jit->lookup(name);
  if (!address)
    return linkError(address.takeError());
  return address->toPtr<void *>();
}

absl::StatusOr<LoadedModel::Caller>
LoadedModel::caller(llvm::StringRef entry) const {
  absl::StatusOr<void *> address = function((entry + ".call").str());
  if (!address.ok())
    return address.status();
  return reinterpret_cast<Caller>(*address);
}

absl::StatusOr<size_t>
LoadedModel::workspaceSize(llvm::StringRef entry,
                           std::optional<size_t> open) const {
  absl::StatusOr<void *> size = function((entry + "_workspace_size").str());
  if (!size.ok())
    return size.status();
  return open ? reinterpret_cast<size_t (*)(size_t)>(*size)(*open)
              : reinterpret_cast<size_t (*)()>(*size)();
}

} // namespace sinter

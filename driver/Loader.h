// Loader.h: a compiled model's objects, linked into this process.
//
// The very objects that the library would hold are linked by LLVM's ORC, so
// that `sinter run` computes what the linked program computes, without a
// linker.
#ifndef SINTER_DRIVER_LOADER_H
#define SINTER_DRIVER_LOADER_H

#include "codegen/EmitModel.h"
#include "driver/HostArray.h"
#include "runtime/include/sinter/runtime.h"

#include "absl/status/statusor.h"
#include "llvm/ADT/ArrayRef.h"

#include <memory>
#include <optional>
#include <vector>

namespace llvm::orc {
class LLJIT;
}

namespace sinter {

/// Memory at a multiple of 64 bytes; in huge pages where it fills two.
class AlignedBytes {
public:
  /// None at all.
  AlignedBytes() = default;
  /// An error where there is not so much; the bytes hold anything.
  static absl::StatusOr<AlignedBytes> allocate(size_t size,
                                               llvm::StringRef purpose);
  char *data() const { return memory.get(); }
  size_t size() const { return byteCount; }

private:
  struct Free {
    void operator()(char *pointer) const { std::free(pointer); }
  };
  std::unique_ptr<char, Free> memory;
  size_t byteCount = 0;
};

class LoadedModel {
public:
  /// Links the objects; copies weights that are not embedded.
  static absl::StatusOr<std::unique_ptr<LoadedModel>>
  load(const EmittedModel &model);
  ~LoadedModel();

  /// Bytes that a call of `entry` needs as workspace; `size` is that of its
  /// open dimension, if it has one.
  absl::StatusOr<size_t> workspaceSize(llvm::StringRef entry,
                                       std::optional<size_t> size) const;

  /// The text's name, which weights and training functions begin with.
  const std::string &name() const { return textName; }

  /// Address of the C function `name`.
  absl::StatusOr<void *> function(llvm::StringRef name) const;

  /// Calls an entry with arguments from memory (codegen/EmitCallers.h).
  using Caller = sinter_status (*)(void *const *arguments);
  absl::StatusOr<Caller> caller(llvm::StringRef entry) const;

  /// What entries that infer take as their first argument.
  const sinter_weights *weights() const { return &modelWeights; }

private:
  explicit LoadedModel(std::unique_ptr<llvm::orc::LLJIT> linker);
  absl::Status fillWeights(const EmittedModel &model);

  std::unique_ptr<llvm::orc::LLJIT> jit;
  std::string textName;
  AlignedBytes weightBytes;
  sinter_weights modelWeights{};
};

} // namespace sinter

#endif // SINTER_DRIVER_LOADER_H

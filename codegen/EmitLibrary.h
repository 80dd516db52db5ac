// EmitLibrary.h: an emitted model -> files: header, library, weights.
#pragma once

#include "absl/status/status.h"
#include "codegen/EmitModel.h"

namespace sinter {

enum class LibraryKind {
  Archive, ///< lib<text>.a
  Shared,  ///< lib<text>.so
  Object,  ///< <text>.o, relocatable
};

/// Writes <text>.h, sinter/runtime.h, the library, and <text>.weights where the
/// weights are not embedded, into `folder`, which is made when missing. All
/// files are complete before the first takes its name; on an error none is left
/// behind or changed. Shared and Object start the system's linker.
absl::Status writeModel(const EmittedModel &model, llvm::StringRef folder,
                        LibraryKind kind);

} // namespace sinter

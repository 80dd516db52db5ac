// RuntimeObjects.h: the part of the runtime that a model needs.
#pragma once

#include "codegen/EmitModel.h"

namespace sinter {

/// Adds the runtime's objects that `objects` call, those that these call in
/// turn, and those of its public functions.
absl::Status addRuntimeObjects(std::vector<ObjectFile> &objects);

/// The header sinter/runtime.h.
llvm::StringRef runtimeHeader();

} // namespace sinter

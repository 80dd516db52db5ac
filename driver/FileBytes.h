// FileBytes.h: the bytes of a file, or an error with its path.
#ifndef SINTER_DRIVER_FILEBYTES_H
#define SINTER_DRIVER_FILEBYTES_H

#include "absl/status/statusor.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/MemoryBuffer.h"

#include <memory>

namespace sinter {

/// Maps or reads a regular file. Folders, pipes and devices are errors: their
/// size says nothing about what comes out of them.
absl::StatusOr<std::unique_ptr<llvm::MemoryBuffer>>
readFile(llvm::StringRef path);

} // namespace sinter

#endif // SINTER_DRIVER_FILEBYTES_H

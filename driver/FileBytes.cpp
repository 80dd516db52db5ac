// FileBytes.cpp: the bytes of a file, or an error with its path.
#include "driver/FileBytes.h"

#include "absl/strings/str_cat.h"
#include "llvm/Support/FileSystem.h"

namespace sinter {

absl::StatusOr<std::unique_ptr<llvm::MemoryBuffer>>
readFile(llvm::StringRef path) {
  llvm::sys::fs::file_status facts;
  if (std::error_code error = llvm::sys::fs::status(path, facts))
    return absl::NotFoundError(
        absl::StrCat("cannot read `", path.str(), "`: ", error.message()));
  if (facts.type() != llvm::sys::fs::file_type::regular_file)
    return absl::InvalidArgumentError(
        absl::StrCat("cannot read `", path.str(), "`: it is not a file"));
  auto buffer = llvm::MemoryBuffer::getFile(path, /*IsText=*/false,
                                            /*RequiresNullTerminator=*/false);
  if (!buffer)
    return absl::NotFoundError(absl::StrCat(
        "cannot read `", path.str(), "`: ", buffer.getError().message()));
  return std::move(*buffer);
}

} // namespace sinter

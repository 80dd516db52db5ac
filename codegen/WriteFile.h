// WriteFile.h: output files that are whole or not there.
#pragma once

#include "absl/status/status.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace sinter {

/// Writes `pieces`, one behind the other, to a new file beside `path` and renames it to `path`. On an error (no such
/// folder, no permission, full disk, file-size limit with SIGXFSZ ignored) the status has the path and the reason, and `path` is as
/// it was.
absl::Status writeFileAtomically(llvm::StringRef path, llvm::ArrayRef<llvm::StringRef> pieces);

} // namespace sinter

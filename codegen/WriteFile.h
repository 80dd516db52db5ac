// WriteFile.h: output files that are whole or not there.
#pragma once

#include "absl/status/status.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <string>
#include <vector>

namespace sinter {

/// Writes `pieces`, one behind the other, to a new file beside `path` and
/// renames it to `path`. On an error (no such folder, no permission, full disk,
/// file-size limit where SIGXFSZ is ignored) the status has the path and the
/// reason, and `path` is as it was.
absl::Status writeFileAtomically(llvm::StringRef path,
                                 llvm::ArrayRef<llvm::StringRef> pieces);

/// The same, and on the disk before it returns: a power cut leaves the old file
/// or the new one. After an error it may be either.
absl::Status writeFileDurably(llvm::StringRef path,
                              llvm::ArrayRef<llvm::StringRef> pieces);

/// Files of one folder that appear together, once all are complete. They wait
/// in a folder of their own inside it, which also serves for temporary files.
///
///   StagedFiles files(folder);
///   ... files.open(); files.write("a.h", text); files.publish();
class StagedFiles {
public:
  explicit StagedFiles(llvm::StringRef folder) : folder(folder.str()) {}
  StagedFiles(const StagedFiles &) = delete;
  StagedFiles &operator=(const StagedFiles &) = delete;
  /// Removes what was not published, and folders made for it.
  ~StagedFiles();

  /// Makes the folder where it is missing.
  absl::Status open();

  /// Where a file with this name waits, or a temporary one may lie.
  std::string stagedPath(llvm::StringRef name) const;

  /// Writes a file to be published as `name`, which may lie in a subfolder.
  absl::Status write(llvm::StringRef name,
                     llvm::ArrayRef<llvm::StringRef> pieces);

  /// Gives all written files their names.
  absl::Status publish();

private:
  std::string published(llvm::StringRef name) const;

  std::string folder, staging;
  std::vector<std::string> names;
  std::vector<std::string> madeFolders; ///< outermost first
};

} // namespace sinter

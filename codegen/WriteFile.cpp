// WriteFile.cpp: writes beside the old file, then renames.
#include "codegen/WriteFile.h"

#include "absl/strings/str_cat.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace fs = llvm::sys::fs;

namespace sinter {

namespace {

absl::Status cannotWrite(llvm::StringRef path, std::error_code error) {
  return absl::UnavailableError(
      absl::StrCat("cannot write `", path.str(),
                   "`: ", llvm::StringRef(error.message()).lower()));
}

std::error_code lastError() { return {errno, std::generic_category()}; }

/// A name that no other thread or process uses.
std::string uniqueSuffix() {
  static std::atomic<unsigned> count{0};
  return absl::StrCat(".", ::getpid(), "-", count++, ".tmp");
}

/// Fills a file that did not exist; it is gone after an error.
std::error_code writeNewFile(const std::string &path,
                             llvm::ArrayRef<llvm::StringRef> pieces,
                             bool isSynced = false) {
  int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
                    0666); // less the user's mask, as for any file
  if (file < 0)
    return lastError();
  std::error_code error;
  for (llvm::StringRef piece : pieces)
    while (!error && !piece.empty()) {
      ssize_t written = ::write(file, piece.data(), piece.size());
      if (written >= 0)
        piece = piece.drop_front(written);
      else if (errno != EINTR)
        error = lastError();
    }
  // A name must not outlive a power cut that its bytes do not.
  if (!error && isSynced && ::fsync(file) != 0)
    error = lastError();
  if (::close(file) != 0 && !error)
    error = lastError();
  if (error)
    fs::remove(path);
  return error;
}

absl::Status takeName(const std::string &temporary, llvm::StringRef path) {
  if (::rename(temporary.c_str(), path.str().c_str()) == 0)
    return absl::OkStatus();
  std::error_code error = lastError();
  fs::remove(temporary);
  return cannotWrite(path, error);
}

/// Makes new names in a folder last.
std::error_code syncFolder(llvm::StringRef folder) {
  const int file = ::open(folder.empty() ? "." : folder.str().c_str(),
                          O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) // one that may be written, but not read
    return errno == EACCES ? std::error_code() : lastError();
  std::error_code error;
  // Some file systems cannot, and need not.
  if (::fsync(file) != 0 && errno != EINVAL)
    error = lastError();
  ::close(file);
  return error;
}

std::string joined(llvm::StringRef folder, llvm::StringRef name) {
  llvm::SmallString<128> path(folder);
  llvm::sys::path::append(path, name);
  return path.str().str();
}

} // namespace

absl::Status writeFileAtomically(llvm::StringRef path,
                                 llvm::ArrayRef<llvm::StringRef> pieces) {
  std::string temporary = path.str() + uniqueSuffix();
  if (std::error_code error = writeNewFile(temporary, pieces))
    return cannotWrite(path, error);
  return takeName(temporary, path);
}

absl::Status writeFileDurably(llvm::StringRef path,
                              llvm::ArrayRef<llvm::StringRef> pieces) {
  std::string temporary = path.str() + uniqueSuffix();
  if (std::error_code error =
          writeNewFile(temporary, pieces, /*isSynced=*/true))
    return cannotWrite(path, error);
  if (absl::Status status = takeName(temporary, path); !status.ok())
    return status;
  if (std::error_code error = syncFolder(llvm::sys::path::parent_path(path)))
    return cannotWrite(path, error);
  return absl::OkStatus();
}

StagedFiles::~StagedFiles() {
  if (!staging.empty())
    fs::remove_directories(staging);
  // Those that hold published files are not empty, and stay.
  for (const std::string &made : llvm::reverse(madeFolders))
    ::rmdir(made.c_str());
}

absl::Status StagedFiles::open() {
  std::vector<std::string> missing;
  for (llvm::StringRef path = folder; !path.empty() && !fs::exists(path);
       path = llvm::sys::path::parent_path(path))
    missing.push_back(path.str());
  for (const std::string &path : llvm::reverse(missing)) {
    // Another process may be making the same folder.
    if (::mkdir(path.c_str(), 0777) == 0)
      madeFolders.push_back(path);
    else if (errno != EEXIST)
      return cannotWrite(folder, lastError());
  }
  std::string path = joined(folder, ".sinter" + uniqueSuffix());
  if (::mkdir(path.c_str(), 0777) != 0)
    return cannotWrite(folder, lastError());
  staging = path;
  return absl::OkStatus();
}

std::string StagedFiles::published(llvm::StringRef name) const {
  return joined(folder, name);
}

std::string StagedFiles::stagedPath(llvm::StringRef name) const {
  std::string flat = name.str();
  std::replace(flat.begin(), flat.end(), '/', ':');
  return joined(staging, flat);
}

absl::Status StagedFiles::write(llvm::StringRef name,
                                llvm::ArrayRef<llvm::StringRef> pieces) {
  if (std::error_code error = writeNewFile(stagedPath(name), pieces))
    return cannotWrite(published(name), error);
  names.push_back(name.str());
  return absl::OkStatus();
}

absl::Status StagedFiles::publish() {
  // What could still go wrong is found before the first rename.
  for (const std::string &name : names) {
    std::string path = published(name);
    std::string parent = llvm::sys::path::parent_path(path).str();
    if (::mkdir(parent.c_str(), 0777) == 0)
      madeFolders.push_back(parent);
    else if (!fs::is_directory(parent))
      return cannotWrite(path,
                         std::make_error_code(std::errc::not_a_directory));
    if (fs::is_directory(path))
      return cannotWrite(path, std::make_error_code(std::errc::is_a_directory));
  }
  for (const std::string &name : names)
    if (::rename(stagedPath(name).c_str(), published(name).c_str()) != 0)
      return cannotWrite(published(name), lastError());
  return absl::OkStatus();
}

} // namespace sinter

// KernelCache.cpp: compiled kernels kept between runs, by content.
//
// A file holds a magic, 8 bytes of checksum, and the object. The checksum also
// covers the file's name, so that a copy under another name is no entry.
#include "driver/KernelCache.h"

#include "codegen/WriteFile.h"
#include "driver/FileBytes.h"
#include "ir/ConstantData.h"

#include "absl/strings/str_cat.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <cstdlib>

namespace sinter {

namespace {

constexpr llvm::StringLiteral magic = "sinter kernel 1\n";

uint64_t hashOf(llvm::StringRef text) {
  return stableHash(llvm::ArrayRef(text.data(), text.size()));
}

/// A hash of this very program and of the LLVM it loads; empty where the
/// program cannot be read.
std::string compilerIdentity() {
  static const int anchor = 0;
  const std::string program =
      llvm::sys::fs::getMainExecutable(nullptr, const_cast<int *>(&anchor));
  auto bytes = readFile(program);
  if (!bytes.ok())
    return {};
  const uint64_t hash = hashOf((*bytes)->getBuffer());
  return absl::StrCat(absl::Hex(
      hash ^ hashOf(SINTER_VERSION " " LLVM_VERSION_STRING), absl::kZeroPad16));
}

uint64_t checksum(llvm::StringRef path, llvm::StringRef object) {
  return hashOf(object) ^ hashOf(llvm::sys::path::filename(path));
}

} // namespace

KernelCache::KernelCache(std::string cacheFolder)
    : folder(std::move(cacheFolder)) {
  if (!folder.empty())
    compiler = compilerIdentity();
  if (compiler.empty())
    folder.clear();
}

std::string KernelCache::defaultFolder() {
  auto variable = [](const char *name) -> llvm::StringRef {
    const char *value = std::getenv(name);
    return value ? value : "";
  };
  llvm::SmallString<128> path = variable("SINTER_CACHE_DIR");
  if (!path.empty())
    return path.str().str();
  path = variable("XDG_CACHE_HOME");
  if (path.empty()) {
    path = variable("HOME");
    if (path.empty())
      return {};
    llvm::sys::path::append(path, ".cache");
  }
  llvm::sys::path::append(path, "sinter");
  return path.str().str();
}

std::string KernelCache::pathOf(llvm::StringRef symbol) const {
  llvm::SmallString<128> path(folder);
  llvm::sys::path::append(path, symbol + "-" + compiler + ".kernel");
  return path.str().str();
}

std::optional<std::string> KernelCache::load(llvm::StringRef symbol) const {
  if (folder.empty())
    return std::nullopt;
  const std::string path = pathOf(symbol);
  auto file = readFile(path);
  if (!file.ok())
    return std::nullopt;
  llvm::StringRef bytes = (*file)->getBuffer();
  if (!bytes.consume_front(magic) || bytes.size() < sizeof(uint64_t))
    return std::nullopt;
  const uint64_t stored = llvm::support::endian::read64le(bytes.data());
  llvm::StringRef object = bytes.drop_front(sizeof(uint64_t));
  if (object.empty() || stored != checksum(path, object))
    return std::nullopt;
  return object.str();
}

void KernelCache::store(llvm::StringRef symbol, llvm::StringRef object) const {
  if (folder.empty() || llvm::sys::fs::create_directories(folder))
    return;
  const std::string path = pathOf(symbol);
  char sum[sizeof(uint64_t)];
  llvm::support::endian::write64le(sum, checksum(path, object));
  // A cache that cannot be written makes the next run slower, not wrong.
  (void)writeFileAtomically(path, {magic, {sum, sizeof(sum)}, object});
}

} // namespace sinter

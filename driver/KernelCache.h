// KernelCache.h: compiled kernels kept between runs, by content.
//
//   ~/.cache/sinter/k_1f0c5a83-9b00dbd8a1b2c3d4.kernel
//
// A kernel's symbol is already a hash of its region, schedule and target; the
// second part is the identity of the compiler. So a name says all that the
// bytes depend on, entries never change, and any file may be deleted.
#ifndef SINTER_DRIVER_KERNELCACHE_H
#define SINTER_DRIVER_KERNELCACHE_H

#include "llvm/ADT/StringRef.h"

#include <optional>
#include <string>

namespace sinter {

/// Safe for several threads and several compilers at once: an entry is written
/// aside, then renamed. What cannot be read or written counts as not there.
class KernelCache {
public:
  /// One that keeps nothing.
  KernelCache() = default;
  /// `folder` is made when the first entry is stored.
  explicit KernelCache(std::string folder);

  /// $SINTER_CACHE_DIR, else $XDG_CACHE_HOME/sinter, else ~/.cache/sinter;
  /// empty where none of them is known.
  static std::string defaultFolder();

  /// The object stored under `symbol`, if it is there and whole.
  std::optional<std::string> load(llvm::StringRef symbol) const;
  void store(llvm::StringRef symbol, llvm::StringRef object) const;

private:
  std::string pathOf(llvm::StringRef symbol) const;

  std::string folder;
  std::string compiler;
};

} // namespace sinter

#endif // SINTER_DRIVER_KERNELCACHE_H

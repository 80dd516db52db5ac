// DataFingerprint.cpp: by what a run that goes on knows that its data has
// changed.
#include "driver/data/DataFingerprint.h"

#include "absl/strings/str_cat.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/xxhash.h"

#include <algorithm>

namespace sinter {

std::string fingerprintOf(const DataColumn &column) {
  constexpr size_t piece = 1 << 16, most = 1 << 12;
  const size_t pieces = llvm::divideCeil(column.bytes.size(), piece);
  const size_t taken = std::min(pieces, most);
  std::string hashes;
  for (size_t i = 0; i < taken; ++i)
    absl::StrAppend(
        &hashes,
        llvm::xxh3_64bits(llvm::arrayRefFromStringRef(
            llvm::StringRef(column.bytes.data(), column.bytes.size())
                .substr(i * pieces / taken * piece, piece))),
        " ");
  return absl::StrCat(column.type.str(), " ",
                      llvm::utohexstr(llvm::xxh3_64bits(hashes)));
}

std::string fingerprintOf(llvm::ArrayRef<std::string> pictures,
                          llvm::StringRef folder) {
  std::string text;
  for (llvm::StringRef path : pictures) {
    uint64_t size = 0;
    if (llvm::sys::fs::file_size(path, size))
      size = 0; // it is named when its turn comes
    path.consume_front(folder);
    absl::StrAppend(&text, path.ltrim('/').str(), "\n", size, "\n");
  }
  return absl::StrCat(pictures.size(), " pictures ",
                      llvm::utohexstr(llvm::xxh3_64bits(text)));
}

std::string dataChanges(const DataFingerprint &saved,
                        const DataFingerprint &now) {
  std::string text;
  if (saved.empty())
    return text;
  auto add = [&](const std::string &name, const std::string &what) {
    absl::StrAppend(&text, text.empty() ? "" : ", ", name, what);
  };
  for (const auto &[name, fingerprint] : now) {
    const auto found = saved.find(name);
    if (found == saved.end()) {
      add(name, " is new");
      continue;
    }
    const llvm::StringRef before =
                              llvm::StringRef(found->second).rsplit(' ').first,
                          after =
                              llvm::StringRef(fingerprint).rsplit(' ').first;
    if (before != after)
      add(name, absl::StrCat(" is ", after.str(), " and was ", before.str()));
    else if (found->second != fingerprint)
      add(name, " holds something else");
  }
  for (const auto &[name, fingerprint] : saved)
    if (!now.contains(name))
      add(name, " is gone");
  return text;
}

} // namespace sinter

// Npz.cpp: several arrays in one file, as `numpy.savez` writes them.
//
// The archive's directory stands at its end and has the sizes; what stands
// before each file is only skipped.
#include "driver/data/Npz.h"

#include "driver/FileBytes.h"
#include "driver/Npy.h"
#include "driver/data/Inflate.h"

#include "absl/strings/str_cat.h"
#include "llvm/Support/CRC.h"
#include "llvm/Support/Endian.h"

namespace sinter {

namespace {

using llvm::support::endian::read16le;
using llvm::support::endian::read32le;

absl::Status npzError(llvm::StringRef path, const std::string &what) {
  return absl::InvalidArgumentError(absl::StrCat("`", path.str(), "` ", what));
}

/// A file of the archive, as its directory describes it.
struct Member {
  llvm::StringRef name;
  uint16_t flags, method;
  uint32_t checksum, compressedSize, size, offset;
};

constexpr size_t endBytes = 22, entryBytes = 46, localBytes = 30;

/// The archive ends with a record of `endBytes` and a comment, of which NumPy
/// writes none but others may.
std::optional<size_t> findEnd(llvm::StringRef bytes) {
  constexpr size_t longestComment = 65535;
  if (bytes.size() < endBytes)
    return std::nullopt;
  const size_t last = bytes.size() - endBytes;
  const size_t first = last > longestComment ? last - longestComment : 0;
  for (size_t at = last + 1; at-- > first;)
    if (bytes.substr(at).starts_with("PK\5\6"))
      return at;
  return std::nullopt;
}

absl::StatusOr<std::vector<Member>> readDirectory(llvm::StringRef bytes,
                                                  llvm::StringRef path) {
  const std::optional<size_t> end = findEnd(bytes);
  if (!end)
    return npzError(path, "is no .npz file: it has no directory of a ZIP "
                          "archive at its end");
  const char *record = bytes.data() + *end;
  const size_t count = read16le(record + 10), offset = read32le(record + 16);
  constexpr size_t elsewhere = 0xffffffff;
  if (offset == elsewhere)
    return npzError(path,
                    "has 4 GiB or more, of which less are read; save .npy "
                    "files");
  if (offset > *end)
    return npzError(path,
                    absl::StrCat("ends at byte ", bytes.size(),
                                 ", before its directory at byte ", offset));
  llvm::StringRef rest = bytes.slice(offset, *end);
  std::vector<Member> members;
  for (size_t i = 0; i < count; ++i) {
    if (rest.size() < entryBytes || !rest.starts_with("PK\1\2"))
      return npzError(path, absl::StrCat("promises ", count,
                                         " arrays, but its directory has ", i));
    const char *entry = rest.data();
    const size_t nameBytes = read16le(entry + 28);
    const size_t skipped =
        nameBytes + read16le(entry + 30) + read16le(entry + 32);
    if (skipped > rest.size() - entryBytes)
      return npzError(path, "ends inside its directory");
    members.push_back({rest.substr(entryBytes, nameBytes), read16le(entry + 8),
                       read16le(entry + 10), read32le(entry + 16),
                       read32le(entry + 20), read32le(entry + 24),
                       read32le(entry + 42)});
    rest = rest.drop_front(entryBytes + skipped);
  }
  return members;
}

/// The bytes that the archive stores for `member`.
absl::StatusOr<llvm::StringRef>
storedBytes(llvm::StringRef bytes, const Member &member, llvm::StringRef path) {
  llvm::StringRef local = bytes.substr(member.offset);
  if (local.size() < localBytes || !local.starts_with("PK\3\4"))
    return npzError(path, absl::StrCat("has no file at byte ", member.offset,
                                       ", where its directory says `",
                                       member.name.str(), "` is"));
  const size_t skipped =
      localBytes + read16le(local.data() + 26) + read16le(local.data() + 28);
  if (skipped > local.size() || member.compressedSize > local.size() - skipped)
    return npzError(path,
                    absl::StrCat("ends inside `", member.name.str(), "`"));
  return local.substr(skipped, member.compressedSize);
}

absl::StatusOr<HostArray>
readMember(llvm::StringRef bytes, const Member &member, llvm::StringRef path) {
  constexpr uint16_t stored = 0, deflated = 8, encrypted = 1;
  absl::StatusOr<llvm::StringRef> data = storedBytes(bytes, member, path);
  if (!data.ok())
    return data.status();
  const std::string name = path.str() + ":" + member.name.str();
  if ((member.flags & encrypted) ||
      (member.method != stored && member.method != deflated))
    return npzError(name, "is encrypted or compressed in a way that NumPy "
                          "never uses");
  std::string inflated;
  if (member.method == deflated) {
    if (member.size > member.compressedSize * largestInflation)
      return npzError(name,
                      absl::StrCat("promises ", member.size,
                                   " bytes, more than ", member.compressedSize,
                                   " compressed ones can hold"));
    auto inflater = Inflater::create(*data, Inflater::Format::Raw, name);
    if (!inflater.ok())
      return inflater.status();
    inflated.resize(member.size);
    auto count = inflater->read({inflated.data(), inflated.size()});
    if (!count.ok())
      return count.status();
    data = llvm::StringRef(inflated.data(), *count);
  }
  if (data->size() != member.size ||
      llvm::crc32(llvm::ArrayRef(data->bytes_begin(), data->size())) !=
          member.checksum)
    return npzError(name, "is damaged: its checksum is another; fetch it "
                          "again");
  return parseNpy(*data, name);
}

} // namespace

absl::StatusOr<std::vector<DataColumn>> readNpz(llvm::StringRef path) {
  auto buffer = readFile(path);
  if (!buffer.ok())
    return buffer.status();
  llvm::StringRef bytes = (*buffer)->getBuffer();
  absl::StatusOr<std::vector<Member>> members = readDirectory(bytes, path);
  if (!members.ok())
    return members.status();
  std::vector<DataColumn> columns;
  for (const Member &member : *members) {
    llvm::StringRef name = member.name;
    if (!name.consume_back(".npy"))
      continue;
    absl::StatusOr<HostArray> array = readMember(bytes, member, path);
    if (!array.ok())
      return array.status();
    columns.push_back(ownedColumn(name.str(), path.str(), std::move(*array),
                                  DataColumn::Role::Named));
  }
  return columns;
}

} // namespace sinter

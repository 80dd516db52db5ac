// Idx.cpp: arrays as MNIST and its kin are published.
#include "driver/data/Idx.h"

#include "driver/FileBytes.h"
#include "driver/data/Inflate.h"

#include "absl/strings/str_cat.h"
#include "llvm/Support/Endian.h"

#include <algorithm>
#include <cstring>

namespace sinter {

namespace {

absl::Status idxError(llvm::StringRef path, const std::string &what) {
  return absl::InvalidArgumentError(absl::StrCat("`", path.str(), "` ", what));
}

/// The bytes of a file from its start to its end, inflated on the way.
class ByteSource {
public:
  static absl::StatusOr<ByteSource> open(llvm::StringRef path) {
    auto buffer = readFile(path);
    if (!buffer.ok())
      return buffer.status();
    ByteSource source;
    source.buffer = std::move(*buffer);
    source.rest = source.buffer->getBuffer();
    source.bound = source.rest.size();
    if (!path.ends_with(".gz"))
      return source;
    source.bound *= largestInflation;
    auto inflater = Inflater::create(source.rest, Inflater::Format::Gzip, path);
    if (!inflater.ok())
      return inflater.status();
    source.inflater.emplace(std::move(*inflater));
    return source;
  }

  absl::StatusOr<size_t> read(llvm::MutableArrayRef<char> out) {
    if (inflater)
      return inflater->read(out);
    const size_t size = std::min(out.size(), rest.size());
    std::memcpy(out.data(), rest.data(), size);
    rest = rest.drop_front(size);
    return size;
  }

  /// No file of this size holds more bytes.
  uint64_t mostBytes() const { return bound; }

private:
  std::unique_ptr<llvm::MemoryBuffer> buffer;
  std::optional<Inflater> inflater;
  llvm::StringRef rest;
  uint64_t bound = 0;
};

std::optional<ElementType> elementOf(unsigned char code) {
  switch (code) {
  case 0x08:
    return ElementType::u8;
  case 0x09:
    return ElementType::i8;
  case 0x0c:
    return ElementType::i32;
  case 0x0d:
    return ElementType::f32;
  case 0x0e:
    return ElementType::f64;
  default:
    return std::nullopt;
  }
}

absl::StatusOr<ArrayType> readHeader(ByteSource &source, llvm::StringRef path) {
  unsigned char start[4] = {};
  auto count = source.read({reinterpret_cast<char *>(start), sizeof(start)});
  if (!count.ok())
    return count.status();
  if (*count < sizeof(start) || start[0] != 0 || start[1] != 0)
    return idxError(path, "is no idx file: it does not start with two zeros, "
                          "an element type and a rank");
  const std::optional<ElementType> element = elementOf(start[2]);
  if (!element)
    return idxError(
        path, absl::StrCat("holds elements of type ", int(start[2]),
                           ", but 8 (u8), 9 (i8), 12 (i32), 13 (f32) and 14 "
                           "(f64) are read"));
  const int rank = start[3];
  if (rank < 1 || rank > 6)
    return idxError(
        path, absl::StrCat("has ", rank, " dimensions, but 1 to 6 are read"));
  ArrayType type{*element, {}};
  for (int axis = 0; axis < rank; ++axis) {
    char size[4];
    count = source.read(size);
    if (!count.ok())
      return count.status();
    if (*count < sizeof(size))
      return idxError(path, "ends inside its header");
    type.shape.push_back(llvm::support::endian::read32be(size));
  }
  return type;
}

void swapBytes(HostArray &array) {
  const size_t size = bytesOf(array.type.element);
  if (size > 1)
    for (size_t at = 0; at < array.bytes.size(); at += size)
      std::reverse(array.bytes.begin() + at, array.bytes.begin() + at + size);
}

} // namespace

absl::StatusOr<HostArray> readIdx(llvm::StringRef path) {
  absl::StatusOr<ByteSource> source = ByteSource::open(path);
  if (!source.ok())
    return source.status();
  absl::StatusOr<ArrayType> type = readHeader(*source, path);
  if (!type.ok())
    return type.status();
  const auto bytes =
      boundedByteCount(type->element, type->shape, source->mostBytes());
  if (!bytes)
    return idxError(path, absl::StrCat("promises ", type->str(),
                                       ", more than it can hold"));
  HostArray array(*type);
  auto count = source->read(array.bytes);
  if (!count.ok())
    return count.status();
  if (*count < array.bytes.size())
    return idxError(path, absl::StrCat("promises ", type->str(), ", which are ",
                                       array.bytes.size(), " bytes, but ",
                                       *count, " follow"));
  char beyond;
  count = source->read(beyond);
  if (!count.ok())
    return count.status();
  if (*count > 0)
    return idxError(path, absl::StrCat("promises ", type->str(),
                                       ", but more bytes follow"));
  swapBytes(array);
  return array;
}

} // namespace sinter

// Npy.cpp: arrays as NumPy's .npy files.
//
//   \x93NUMPY  major minor  length  {'descr': '<f4', 'fortran_order': False,
//   'shape': (1, 10), }  data
//
// The length has 2 bytes in version 1 and 4 from version 2 on. The header is a
// Python dictionary; a scanner of exactly its three keys reads it.
#include "driver/Npy.h"

#include "driver/FileBytes.h"

#include "absl/strings/str_cat.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Endian.h"

#include <limits>
#include <utility>

namespace sinter {

namespace {

constexpr llvm::StringLiteral magic = "\x93NUMPY";
constexpr size_t largestHeader = 1 << 16;

/// What the header says.
struct Header {
  std::string type;
  std::optional<bool> fortranOrder;
  std::optional<llvm::SmallVector<int64_t>> shape;
};

/// Reads a header from left to right; every function returns whether the text
/// was as expected and takes it away then.
class HeaderScanner {
public:
  explicit HeaderScanner(llvm::StringRef text) : rest(text) {}

  bool header(Header &out) {
    if (!word("{"))
      return false;
    while (!word("}")) {
      std::string key;
      if (!string(key) || !word(":") || !value(key, out))
        return false;
      if (!word(",") && !peek('}'))
        return false;
    }
    return true;
  }

private:
  void skipSpace() { rest = rest.ltrim(" \t\r\n"); }
  bool peek(char c) {
    skipSpace();
    return rest.starts_with(llvm::StringRef(&c, 1));
  }
  bool word(llvm::StringRef text) {
    skipSpace();
    return rest.consume_front(text);
  }
  bool string(std::string &out) {
    skipSpace();
    if (rest.empty() || (rest.front() != '\'' && rest.front() != '"'))
      return false;
    const size_t end = rest.find(rest.front(), 1);
    if (end == llvm::StringRef::npos)
      return false;
    out = rest.slice(1, end).str();
    rest = rest.drop_front(end + 1);
    return true;
  }
  bool boolean(std::optional<bool> &out) {
    if (word("True"))
      out = true;
    else if (word("False"))
      out = false;
    return out.has_value();
  }
  bool shape(std::optional<llvm::SmallVector<int64_t>> &out) {
    if (!word("("))
      return false;
    out.emplace();
    while (!word(")")) {
      skipSpace();
      if (rest.consumeInteger(10, out->emplace_back()) || out->size() > 32)
        return false;
      if (!word(",") && !peek(')'))
        return false;
    }
    return true;
  }
  bool value(llvm::StringRef key, Header &out) {
    if (key == "descr")
      return out.type.empty() && string(out.type);
    if (key == "fortran_order")
      return !out.fortranOrder && boolean(out.fortranOrder);
    if (key == "shape")
      return !out.shape && shape(out.shape);
    return false;
  }

  llvm::StringRef rest;
};

absl::Status npyError(llvm::StringRef path, llvm::StringRef what) {
  return absl::InvalidArgumentError(
      absl::StrCat("`", path.str(), "` ", what.str()));
}

/// Puts whole numbers into an array of a wider type.
template <typename Narrow, typename Wide>
absl::StatusOr<HostArray> widen(llvm::StringRef bytes, ArrayType type,
                                llvm::StringRef path) {
  HostArray array(std::move(type));
  auto *out = reinterpret_cast<Wide *>(array.bytes.data());
  for (int64_t i = 0, count = array.type.count(); i < count; ++i) {
    const auto value =
        llvm::support::endian::read<Narrow, llvm::endianness::little>(
            bytes.data() + i * sizeof(Narrow));
    if (std::cmp_greater(value, std::numeric_limits<Wide>::max()))
      return npyError(path,
                      absl::StrCat("holds ", value, " at element ", i, ", but ",
                                   nameOf(array.type.element).str(),
                                   " is the widest type that is read"));
    out[i] = static_cast<Wide>(value);
  }
  return array;
}

/// Whole numbers of a type that arrays have not, which a wider one holds.
struct NarrowType {
  llvm::StringLiteral npy, name;
  unsigned bytes;
  ElementType wide;
  decltype(&widen<int16_t, int32_t>) widen;
};

constexpr NarrowType narrowTypes[] = {
    {"<i2", "i16", 2, ElementType::i32, widen<int16_t, int32_t>},
    {"<u2", "u16", 2, ElementType::i32, widen<uint16_t, int32_t>},
    {"<u4", "u32", 4, ElementType::i64, widen<uint32_t, int64_t>},
    {"<u8", "u64", 8, ElementType::i64, widen<uint64_t, int64_t>}};

/// Null if arrays have the type, or none is called that.
const NarrowType *findNarrow(llvm::StringRef npy) {
  const auto *found = llvm::find_if(
      narrowTypes, [&](const NarrowType &type) { return type.npy == npy; });
  return found == std::end(narrowTypes) ? nullptr : found;
}

/// Takes magic, version and length away from `bytes` and returns the header.
absl::StatusOr<llvm::StringRef> takeHeader(llvm::StringRef &bytes,
                                           llvm::StringRef path) {
  if (!bytes.consume_front(magic) || bytes.size() < 2)
    return npyError(path,
                    "is no .npy file: it does not start with `\\x93NUMPY`");
  const unsigned version = static_cast<unsigned char>(bytes[0]);
  if (version < 1 || version > 3)
    return npyError(path, absl::StrCat("is .npy of version ", version,
                                       ", but versions 1 to 3 are known"));
  bytes = bytes.drop_front(2);
  const size_t lengthBytes = version == 1 ? 2 : 4;
  if (bytes.size() < lengthBytes)
    return npyError(path, "ends inside its header");
  const size_t length = version == 1
                            ? llvm::support::endian::read16le(bytes.data())
                            : llvm::support::endian::read32le(bytes.data());
  bytes = bytes.drop_front(lengthBytes);
  if (length > bytes.size())
    return npyError(path,
                    absl::StrCat("ends inside its header: it promises ", length,
                                 " bytes, but ", bytes.size(), " follow"));
  if (length > largestHeader)
    return npyError(path, absl::StrCat("has a header of ", length,
                                       " bytes, but at most ", largestHeader,
                                       " are read"));
  llvm::StringRef header = bytes.take_front(length);
  bytes = bytes.drop_front(length);
  return header;
}

/// The type that the header declares, or the one that holds its values.
absl::StatusOr<ArrayType> declaredType(const Header &header,
                                       llvm::StringRef path) {
  std::optional<ElementType> element = fromNpyName(header.type);
  if (const NarrowType *narrow = findNarrow(header.type))
    element = narrow->wide;
  if (!element)
    return npyError(path,
                    absl::StrCat("holds `", header.type,
                                 "` elements, but f32, f64, f16, whole numbers "
                                 "of 8 to 64 bits and bool, little endian, are "
                                 "read"));
  if (*header.fortranOrder && header.shape->size() > 1)
    return npyError(path, "is in Fortran order; save "
                          "`numpy.ascontiguousarray(x)` instead");
  return ArrayType{*element, *header.shape};
}

} // namespace

absl::StatusOr<HostArray> parseNpy(llvm::StringRef bytes,
                                   llvm::StringRef path) {
  absl::StatusOr<llvm::StringRef> text = takeHeader(bytes, path);
  if (!text.ok())
    return text.status();
  Header header;
  if (!HeaderScanner(*text).header(header) || header.type.empty() ||
      !header.fortranOrder || !header.shape)
    return npyError(path, "has a header that is no dictionary of `descr`, "
                          "`fortran_order` and `shape`");
  absl::StatusOr<ArrayType> type = declaredType(header, path);
  if (!type.ok())
    return type.status();

  const NarrowType *narrow = findNarrow(header.type);
  const unsigned width = narrow ? narrow->bytes : bytesOf(type->element);
  std::optional<uint64_t> count = boundedByteCount(
      ElementType::u8, type->shape, /*limit=*/bytes.size() / width);
  if (!count || *count * width != bytes.size())
    return npyError(
        path, absl::StrCat("declares ", type->str(), narrow ? " from " : "",
                           narrow ? narrow->name.str() : "", ", but holds ",
                           bytes.size(), " bytes of data"));
  if (narrow)
    return narrow->widen(bytes, *type, path);
  HostArray array(*type);
  llvm::copy(bytes, array.bytes.begin());
  return array;
}

absl::StatusOr<HostArray> readNpy(llvm::StringRef path) {
  auto buffer = readFile(path);
  if (!buffer.ok())
    return buffer.status();
  return parseNpy((*buffer)->getBuffer(), path);
}

std::string npyBytes(const HostArray &array) {
  std::string shape;
  for (int64_t size : array.type.shape)
    shape += std::to_string(size) + ", ";
  // Python writes a tuple of one with its comma, others without the last one.
  if (array.type.shape.size() == 1)
    shape = llvm::StringRef(shape).rtrim().str();
  else if (!shape.empty())
    shape = llvm::StringRef(shape).drop_back(2).str();
  std::string header =
      absl::StrCat("{'descr': '", npyNameOf(array.type.element).str(),
                   "', 'fortran_order': False, 'shape': (", shape, "), }");
  // Data starts at a multiple of 64 bytes, after a newline.
  const size_t start = magic.size() + 4;
  header.resize(llvm::alignTo(start + header.size() + 1, 64) - start - 1, ' ');
  header += '\n';

  std::string bytes = magic.str();
  bytes += {1, 0};
  bytes += static_cast<char>(header.size() & 255);
  bytes += static_cast<char>(header.size() >> 8);
  bytes += header;
  bytes.append(array.bytes.begin(), array.bytes.end());
  return bytes;
}

} // namespace sinter

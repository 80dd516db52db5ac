// Safetensors.cpp: a file of named tensors, mapped and checked.
#include "driver/Safetensors.h"

#include "driver/FileBytes.h"

#include "absl/strings/str_cat.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/JSON.h"

namespace sinter {

namespace {

constexpr size_t lengthBytes = 8;
/// What the format itself allows for a header.
constexpr uint64_t largestHeader = 100 * 1000 * 1000;
/// A header nests three deep; the JSON parser recurses, so depth is bounded
/// before it starts.
constexpr unsigned deepestHeader = 8;

/// Says what is wrong with one file.
struct Complaint {
  llvm::StringRef path;
  template <typename... Parts>
  absl::Status operator()(const Parts &...parts) const {
    return absl::InvalidArgumentError(
        absl::StrCat("`", path.str(), "` ", parts...));
  }
};

/// Calls `visit` with each character of JSON text that no string holds.
void visitOutsideStrings(llvm::StringRef json,
                         llvm::function_ref<void(char)> visit) {
  bool inString = false;
  for (size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (inString) {
      if (c == '\\')
        ++i;
      inString = c != '"';
      continue;
    }
    inString = c == '"';
    visit(c);
  }
}

/// Whether brackets nest at most `limit` deep, strings left out.
bool nestsAtMost(llvm::StringRef json, unsigned limit) {
  unsigned depth = 0, deepest = 0;
  visitOutsideStrings(json, [&](char c) {
    if (c == '{' || c == '[')
      deepest = std::max(deepest, ++depth);
    if ((c == '}' || c == ']') && depth > 0)
      --depth;
  });
  return deepest <= limit;
}

/// The names that stand at the top level of a well-formed JSON object, as they
/// are written. The parser keeps one of equal keys, so they are counted here.
size_t countTopLevelKeys(llvm::StringRef json) {
  size_t keys = 0;
  unsigned depth = 0;
  visitOutsideStrings(json, [&](char c) {
    keys += c == ':' && depth == 1;
    depth += c == '{' || c == '[';
    depth -= c == '}' || c == ']';
  });
  return keys;
}

absl::StatusOr<llvm::StringRef> headerOf(llvm::StringRef bytes,
                                         const Complaint &complain) {
  if (bytes.size() < lengthBytes)
    return complain("is no safetensors file: it has ", bytes.size(),
                    " bytes, but starts with a length of 8");
  const uint64_t length = llvm::support::endian::read64le(bytes.data());
  if (length > bytes.size() - lengthBytes)
    return complain("is truncated or no safetensors file: it promises a header "
                    "of ",
                    length, " bytes, but ", bytes.size() - lengthBytes,
                    " follow");
  if (length > largestHeader)
    return complain("has a header of ", length,
                    " bytes, but the format allows ", largestHeader);
  llvm::StringRef header = bytes.substr(lengthBytes, length);
  size_t invalid = 0;
  if (!llvm::json::isUTF8(header, &invalid))
    return complain("has a header that is not UTF-8: see byte ", invalid);
  if (!nestsAtMost(header, deepestHeader))
    return complain("has a header that nests more than ", deepestHeader,
                    " deep");
  return header;
}

/// The integers of a JSON array, or nothing where it holds anything else.
std::optional<llvm::SmallVector<int64_t>>
integers(const llvm::json::Array *array) {
  if (!array)
    return std::nullopt;
  llvm::SmallVector<int64_t> values;
  for (const llvm::json::Value &value : *array) {
    std::optional<int64_t> number = value.getAsInteger();
    if (!number || *number < 0)
      return std::nullopt;
    values.push_back(*number);
  }
  return values;
}

absl::StatusOr<StoredTensor> readTensor(llvm::StringRef name,
                                        const llvm::json::Value &value,
                                        llvm::StringRef data,
                                        const Complaint &complain) {
  const llvm::json::Object *object = value.getAsObject();
  auto type = object ? object->getString("dtype") : std::nullopt;
  auto shape = object ? integers(object->getArray("shape")) : std::nullopt;
  auto place =
      object ? integers(object->getArray("data_offsets")) : std::nullopt;
  if (!type || !shape || !place || place->size() != 2)
    return complain("describes `", name.str(),
                    "` without a sound `dtype`, `shape` or `data_offsets`");
  std::optional<ElementType> element = fromSafetensorsName(*type);
  if (!element)
    return complain("holds `", name.str(), "` as ", type->str(),
                    ", which is not read; save it as F32");

  const uint64_t begin = (*place)[0], end = (*place)[1];
  if (begin > end || end > data.size())
    return complain("places `", name.str(), "` at bytes ", begin, " to ", end,
                    ", but holds ", data.size(), " bytes of tensors");
  ArrayType arrayType{*element, *shape};
  if (boundedByteCount(*element, *shape, data.size()) != end - begin)
    return complain("declares `", name.str(), "` as ", arrayType.str(),
                    ", but gives it ", end - begin, " bytes");
  return StoredTensor{
      name.str(), std::move(arrayType),
      llvm::ArrayRef(data.data() + begin, static_cast<size_t>(end - begin))};
}

absl::Status checkNoOverlap(llvm::ArrayRef<StoredTensor> tensors,
                            const Complaint &complain) {
  std::vector<const StoredTensor *> byPlace;
  for (const StoredTensor &tensor : tensors)
    if (!tensor.bytes.empty())
      byPlace.push_back(&tensor);
  llvm::sort(byPlace, [](const StoredTensor *a, const StoredTensor *b) {
    return a->bytes.begin() < b->bytes.begin();
  });
  for (size_t i = 1; i < byPlace.size(); ++i)
    if (byPlace[i]->bytes.begin() < byPlace[i - 1]->bytes.end())
      return complain("places `", byPlace[i - 1]->name, "` and `",
                      byPlace[i]->name, "` over each other");
  return absl::OkStatus();
}

} // namespace

absl::StatusOr<SafetensorsFile> SafetensorsFile::open(llvm::StringRef path) {
  auto buffer = readFile(path);
  if (!buffer.ok())
    return buffer.status();
  const Complaint complain{path};
  llvm::StringRef bytes = (*buffer)->getBuffer();
  absl::StatusOr<llvm::StringRef> header = headerOf(bytes, complain);
  if (!header.ok())
    return header.status();
  llvm::Expected<llvm::json::Value> json = llvm::json::parse(*header);
  if (!json)
    return complain("has a header that is no JSON: ",
                    llvm::toString(json.takeError()));
  const llvm::json::Object *object = json->getAsObject();
  if (!object)
    return complain("has a header that is no JSON object");
  if (countTopLevelKeys(*header) != object->size())
    return complain("holds two tensors of one name");

  SafetensorsFile file;
  file.filePath = path.str();
  llvm::StringRef data = bytes.drop_front(lengthBytes + header->size());
  for (const auto &[key, value] : *object) {
    if (key == "__metadata__")
      continue;
    absl::StatusOr<StoredTensor> tensor =
        readTensor(key, value, data, complain);
    if (!tensor.ok())
      return tensor.status();
    file.stored.push_back(std::move(*tensor));
  }
  llvm::sort(file.stored, [](const StoredTensor &a, const StoredTensor &b) {
    return a.name < b.name;
  });
  if (absl::Status status = checkNoOverlap(file.stored, complain); !status.ok())
    return status;
  const char *end = data.begin();
  for (const StoredTensor &tensor : file.stored)
    end = std::max(end, tensor.bytes.end());
  if (end != data.end())
    return complain("has ", data.end() - end, " bytes behind its last tensor");
  file.buffer = std::move(*buffer);
  return file;
}

} // namespace sinter

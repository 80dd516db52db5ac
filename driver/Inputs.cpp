// Inputs.cpp: the arrays an entry is called with, from files or at random.
#include "driver/Inputs.h"

#include "driver/Image.h"
#include "driver/Initializers.h"
#include "driver/Npy.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"

#include <algorithm>

namespace sinter {

namespace {

/// NumPy's name of a type that it has; arrays of others come from no NumPy.
llvm::StringRef numpyName(ElementType type) {
  switch (type) {
  case ElementType::f16:
    return "float16";
  case ElementType::f64:
    return "float64";
  case ElementType::i8:
    return "int8";
  case ElementType::u8:
    return "uint8";
  case ElementType::i32:
    return "int32";
  case ElementType::i64:
    return "int64";
  case ElementType::boolean:
    return "bool";
  default:
    return "float32";
  }
}

llvm::SmallVector<int64_t> largerThanOne(llvm::ArrayRef<int64_t> shape) {
  return llvm::to_vector(
      llvm::make_filter_range(shape, [](int64_t size) { return size > 1; }));
}

/// What turns an array of `given` into one of `wanted`, as NumPy says it: other
/// axes where channels come first, axes of size 1 more or less, another type.
/// Empty where nothing of this does.
std::string numpyMend(const ArrayType &given, const ArrayType &wanted) {
  std::string mend;
  if (given.shape != wanted.shape) {
    llvm::SmallVector<int64_t> channelsLast(given.shape);
    const bool isImage =
        given.shape.size() == wanted.shape.size() && given.shape.size() >= 3;
    if (isImage)
      std::rotate(channelsLast.begin() + 1, channelsLast.begin() + 2,
                  channelsLast.end());
    if (isImage && channelsLast == wanted.shape)
      absl::StrAppend(&mend,
                      "numpy.ascontiguousarray(numpy.moveaxis(x, 1, -1))");
    else if (given.shape.size() == 2 && wanted.shape.size() == 2 &&
             given.shape[0] == wanted.shape[1] &&
             given.shape[1] == wanted.shape[0])
      mend = "numpy.ascontiguousarray(x.T)";
    else if (largerThanOne(given.shape) == largerThanOne(wanted.shape))
      absl::StrAppend(&mend, "x.reshape(", absl::StrJoin(wanted.shape, ", "),
                      ")");
    else
      return mend;
  }
  if (given.element != wanted.element && wanted.element != ElementType::bf16)
    absl::StrAppend(&mend, mend.empty() ? "x" : "", ".astype(numpy.",
                    numpyName(wanted.element).str(), ")");
  return mend;
}

/// f64 is NumPy's default, so it rounds to f32; all else must be as declared.
absl::StatusOr<HostArray> readArray(const std::string &path, const Port &port) {
  absl::StatusOr<HostArray> array = readNpy(path);
  if (!array.ok())
    return array.status();
  if (array->type == port.type)
    return array;
  if (array->type.shape != port.type.shape ||
      array->type.element != ElementType::f64 ||
      port.type.element != ElementType::f32) {
    const std::string mend = numpyMend(array->type, port.type);
    return absl::InvalidArgumentError(absl::StrCat(
        "`", path, "` is ", array->type.str(), ", but input `", port.name,
        "` is ", port.type.str(), mend.empty() ? "" : "; save `" + mend + "`"));
  }
  HostArray rounded(port.type);
  for (int64_t i = 0, count = port.type.count(); i < count; ++i)
    writeElement(ElementType::f32, rounded.bytes.data(), i, array->at(i));
  return rounded;
}

absl::StatusOr<HostArray> readInput(const std::string &path, const Port &port,
                                    uint64_t seed, llvm::raw_ostream &notes) {
  if (path == "random")
    return randomInput(port, seed);
  if (isImagePath(path))
    return readImage(path, port.type, notes);
  return readArray(path, port);
}

} // namespace

absl::StatusOr<std::vector<PortFile>>
parsePortFiles(const std::vector<std::string> &texts, llvm::StringRef option) {
  std::vector<PortFile> files;
  for (llvm::StringRef text : texts) {
    auto [name, path] = text.split('=');
    if (name.empty() || path.empty())
      return absl::InvalidArgumentError(
          absl::StrCat("`", option.str(), " ", text.str(), "` is not `",
                       option.str(), " name=file`"));
    files.emplace_back(name.str(), path.str());
  }
  return files;
}

HostArray randomInput(const Port &port, uint64_t seed) {
  HostArray array(port.type);
  const std::string stream = "sinter.input." + port.name;
  if (port.type.element == ElementType::boolean) {
    HostArray coins(ArrayType{ElementType::f32, port.type.shape});
    fillUniform(coins, stream, seed, 0, 1);
    for (int64_t i = 0, count = port.type.count(); i < count; ++i)
      writeElement(ElementType::boolean, array.bytes.data(), i,
                   coins.at(i) >= 0.5);
    return array;
  }
  const bool isInteger = llvm::is_contained(
      {ElementType::i8, ElementType::u8, ElementType::i32, ElementType::i64},
      port.type.element);
  if (isInteger)
    fillUniform(array, stream, seed, 0, 10);
  else
    fillNormal(array, stream, seed, 0, 1);
  return array;
}

std::string portLines(const std::vector<Port> &ports) {
  std::string text;
  for (const Port &port : ports)
    absl::StrAppend(&text, "\n  ", port.name, ": ", port.type.str());
  return text;
}

absl::StatusOr<std::optional<int64_t>>
openSizeOf(const EntrySignature &entry, const std::vector<PortFile> &files) {
  for (const auto &[name, path] : files) {
    auto port = llvm::find_if(entry.inputs, [&name = name](const Port &input) {
      return input.name == name;
    });
    if (port == entry.inputs.end() || port->openRows == 0 || path == "random" ||
        isImagePath(path))
      continue;
    absl::StatusOr<HostArray> array = readNpy(path);
    if (!array.ok())
      return array.status();
    // What does not fit is said when it is read as the input.
    const int64_t rows =
        array->type.shape.empty() ? 0 : array->type.shape.front();
    if (rows > 0 && rows % port->openRows == 0)
      return rows / port->openRows;
  }
  return std::nullopt;
}

absl::StatusOr<std::vector<HostArray>>
readInputs(const EntrySignature &entry, const std::vector<PortFile> &files,
           uint64_t seed, bool fillMissing, llvm::raw_ostream &notes) {
  llvm::StringMap<std::string> pathOf;
  for (const auto &[name, path] : files) {
    if (llvm::none_of(entry.inputs, [&name = name](const Port &port) {
          return port.name == name;
        }))
      return absl::InvalidArgumentError(
          absl::StrCat("`", entry.symbol, "` has no input `", name,
                       "`; its inputs are", portLines(entry.inputs)));
    if (!pathOf.try_emplace(name, path).second)
      return absl::InvalidArgumentError(
          absl::StrCat("input `", name, "` is given twice"));
  }
  std::vector<HostArray> inputs;
  for (const Port &port : entry.inputs) {
    auto found = pathOf.find(port.name);
    if (found == pathOf.end() && !fillMissing)
      return absl::InvalidArgumentError(absl::StrCat(
          "input `", port.name, "` is missing; `", entry.symbol, "` takes",
          portLines(entry.inputs), "\ngive `--input ", port.name,
          "=file.npy`, a picture, or `--input ", port.name, "=random`"));
    absl::StatusOr<HostArray> input =
        found == pathOf.end() ? randomInput(port, seed)
                              : readInput(found->second, port, seed, notes);
    if (!input.ok())
      return input.status();
    inputs.push_back(std::move(*input));
  }
  return inputs;
}

} // namespace sinter

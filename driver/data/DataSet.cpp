// DataSet.cpp: examples as a model's inputs take them.
#include "driver/data/DataSet.h"

#include "driver/Image.h"
#include "driver/Inputs.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Path.h"

#include <cmath>
#include <cstring>
#include <limits>

namespace sinter {

namespace {

bool isFloat(ElementType type) {
  return llvm::is_contained(
      {ElementType::f16, ElementType::bf16, ElementType::f32, ElementType::f64},
      type);
}

bool isInteger(ElementType type) {
  return !isFloat(type) && type != ElementType::boolean;
}

/// The shape without the axis that counts examples.
ArrayType itemType(const ArrayType &type) {
  return {type.element,
          llvm::SmallVector<int64_t>(llvm::ArrayRef(type.shape).drop_front())};
}

/// Shapes that differ by axes of size 1 alone hold the same values.
bool holdsSame(const ArrayType &a, const ArrayType &b) {
  auto larger = [](const ArrayType &type) {
    return llvm::to_vector(llvm::make_filter_range(
        type.shape, [](int64_t size) { return size != 1; }));
  };
  return larger(a) == larger(b);
}

/// The smallest and largest value that an integer type has.
std::pair<double, double> rangeOf(ElementType type) {
  auto range = [](auto zero) {
    using Limits = std::numeric_limits<decltype(zero)>;
    return std::pair(static_cast<double>(Limits::min()),
                     static_cast<double>(Limits::max()));
  };
  switch (type) {
  case ElementType::i8:
    return range(int8_t(0));
  case ElementType::u8:
    return range(uint8_t(0));
  case ElementType::i32:
    return range(int32_t(0));
  case ElementType::boolean:
    return {0, 1};
  default:
    return range(int64_t(0));
  }
}

constexpr double largestFloat = std::numeric_limits<float>::max();

std::string fileName(llvm::StringRef path) {
  llvm::StringRef name = llvm::sys::path::filename(path);
  return name.empty() ? path.str() : name.str();
}

/// `0.9583, 1.0952`, or where they are many `0.2000 to 4.1000`.
std::string weightsText(const HostArray &weights) {
  constexpr int64_t most = 10;
  std::vector<double> values;
  for (int64_t i = 0; i < weights.type.count(); ++i)
    values.push_back(weights.at(i));
  if (values.size() > most)
    values = {*llvm::min_element(values), *llvm::max_element(values)};
  return absl::StrJoin(values, weights.type.count() > most ? " to " : ", ",
                       [](std::string *out, double value) {
                         absl::StrAppendFormat(out, "%.4f", value);
                       });
}

/// `count` values from row `row` of one array to another.
void convert(const DataColumn &column, int64_t from, ElementType type,
             double divisor, char *out, int64_t count) {
  const ElementType given = column.type.element;
  if (given == type) {
    std::memcpy(out, column.bytes.data() + from * bytesOf(type),
                count * bytesOf(type));
    return;
  }
  // The common case, at the speed of memory.
  if (given == ElementType::u8 && type == ElementType::f32) {
    const auto *bytes =
        reinterpret_cast<const uint8_t *>(column.bytes.data()) + from;
    auto *floats = reinterpret_cast<float *>(out);
    for (int64_t i = 0; i < count; ++i)
      floats[i] = static_cast<float>(bytes[i]) / static_cast<float>(divisor);
    return;
  }
  for (int64_t i = 0; i < count; ++i)
    writeElement(type, out, i,
                 readElement(given, column.bytes.data(), from + i) / divisor);
}

} // namespace

absl::StatusOr<DataSet> DataSet::match(DataPart part,
                                       const std::vector<Port> &inputs) {
  DataSet set;
  set.part = std::move(part);
  for (const absl::Status &status :
       {set.matchInputs(inputs), set.matchByRole(), set.checkAll()})
    if (!status.ok())
      return status;
  return set;
}

/// By name; what has no column of its name stays a constant, which
/// `matchByRole` looks for.
absl::Status DataSet::matchInputs(const std::vector<Port> &inputs) {
  for (const Port &port : inputs) {
    Feed feed;
    feed.port = port;
    if (port.name == classWeightsInput) {
      if (!isFloat(port.type.element) || port.type.shape.size() != 1)
        return absl::InvalidArgumentError(
            absl::StrCat("input `", port.name,
                         "` takes a weight for each class, as f32[C], "
                         "but is ",
                         port.type.str()));
      feed.constant = HostArray(port.type);
      feeds.push_back(std::move(feed));
      continue;
    }
    if (port.type.shape.empty() ||
        (batch != 0 && port.type.shape.front() != batch))
      return absl::InvalidArgumentError(absl::StrCat(
          "input `", port.name, "` is ", port.type.str(),
          ", but data fills inputs that begin with the axis of the batch",
          batch ? absl::StrCat(", which is ", batch) : std::string()));
    batch = port.type.shape.front();
    feed.item = itemType(port.type);
    for (auto [index, column] : llvm::enumerate(part.columns))
      if (column.name == port.name) {
        feed.kind = Feed::Kind::Column;
        feed.column = index;
      }
    feeds.push_back(std::move(feed));
  }
  return absl::OkStatus();
}

/// Labels go to the only input that takes one whole number and has none yet,
/// then examples to the only other one.
absl::Status DataSet::matchByRole() {
  auto open = [&](auto fits) -> Feed * {
    Feed *found = nullptr;
    for (Feed &feed : feeds)
      if (feed.kind == Feed::Kind::Constant &&
          feed.port.name != classWeightsInput && fits(feed)) {
        if (found)
          return nullptr;
        found = &feed;
      }
    return found;
  };
  for (DataColumn::Role role :
       {DataColumn::Role::Label, DataColumn::Role::Example})
    for (auto [index, column] : llvm::enumerate(part.columns)) {
      if (column.role != role)
        continue;
      const bool isLabel = role == DataColumn::Role::Label;
      if (Feed *feed = open([&](const Feed &feed) {
            return !isLabel || (isInteger(feed.port.type.element) &&
                                feed.item.count() == 1);
          })) {
        feed->kind = Feed::Kind::Column;
        feed->column = index;
      }
    }
  if (!part.pictures.empty())
    if (Feed *feed = open([](const Feed &) { return true; }))
      feed->kind = Feed::Kind::Pictures;
  std::string columns;
  for (const DataColumn &column : part.columns)
    absl::StrAppend(&columns, "\n  ", column.name, ": ", column.type.str());
  if (!part.pictures.empty())
    absl::StrAppend(&columns, "\n  ", part.pictures.size(), " pictures");
  for (const Feed &feed : feeds)
    if (feed.kind == Feed::Kind::Constant &&
        feed.port.name != classWeightsInput)
      return absl::InvalidArgumentError(absl::StrCat(
          "`", part.path, "` has nothing for input `", feed.port.name, ": ",
          feed.port.type.str(),
          "`; arrays are found by their names, and it has", columns));
  return absl::OkStatus();
}

/// Types and shapes of what was found, and that no value is lost.
absl::Status DataSet::checkAll() {
  for (Feed &feed : feeds) {
    absl::Status status;
    if (feed.kind == Feed::Kind::Column)
      status = checkColumn(feed);
    if (feed.kind == Feed::Kind::Pictures) {
      status = checkPictureType(part.pictures.front(), feed.item);
      if (status.ok())
        status =
            checkLength(part.path, static_cast<int64_t>(part.pictures.size()));
    }
    if (!status.ok())
      return status;
  }
  return absl::OkStatus();
}

/// Whatever fills an input has a row for each example, and there is one.
absl::Status DataSet::checkLength(const std::string &source, int64_t rows) {
  if (rows == 0)
    return absl::InvalidArgumentError(
        absl::StrCat("`", source, "` has no examples"));
  if (counted.empty()) {
    counted = source;
    examples = rows;
  }
  if (rows != examples)
    return absl::InvalidArgumentError(absl::StrCat("`", source, "` has ", rows,
                                                   " examples, but `", counted,
                                                   "` has ", examples));
  return absl::OkStatus();
}

absl::Status DataSet::checkColumn(Feed &feed) {
  const DataColumn &column = part.columns[feed.column];
  const std::string what = absl::StrCat("`", column.source, "`: `", column.name,
                                        "` is ", column.type.str());
  if (column.type.shape.empty())
    return absl::InvalidArgumentError(
        absl::StrCat(what, ", but its first axis must count the examples"));
  const std::string source = absl::StrCat(column.source, ":", column.name);
  if (absl::Status status = checkLength(source, column.type.shape.front());
      !status.ok())
    return status;
  const ArrayType item = itemType(column.type);
  if (!holdsSame(item, feed.item))
    return absl::InvalidArgumentError(absl::StrCat(
        what, ", but input `", feed.port.name, "` is ", feed.port.type.str(),
        ": their axes behind the first must be equal"));
  const ElementType given = item.element, wanted = feed.item.element;
  if (isFloat(given) && !isFloat(wanted))
    return absl::InvalidArgumentError(
        absl::StrCat(what, ", but input `", feed.port.name, "` is ",
                     feed.port.type.str(), "; save it as whole numbers"));
  // Bytes over at least two axes are pictures, which networks take in [0, 1].
  if (given == ElementType::u8 && isFloat(wanted) && feed.item.shape.size() > 1)
    feed.divisor = 255;
  // What is no number would ruin the weights without a sound.
  const bool isChecked =
      isFloat(given) || (!isFloat(wanted) && given != wanted);
  if (!isChecked)
    return absl::OkStatus();
  const auto [least, most] = isFloat(wanted)
                                 ? std::pair(-largestFloat, largestFloat)
                                 : rangeOf(wanted);
  for (int64_t i = 0, count = column.type.count(); i < count; ++i) {
    const double value = readElement(given, column.bytes.data(), i);
    if (!(value >= least && value <= most))
      return absl::InvalidArgumentError(absl::StrCat(
          what, " and holds ",
          isFloat(given) ? absl::StrCat(value)
                         : absl::StrCat(static_cast<int64_t>(value)),
          " in example ", i / item.count(), ", but input `", feed.port.name,
          "` takes ",
          isFloat(wanted) ? "finite numbers" : feed.port.type.str()));
  }
  return absl::OkStatus();
}

std::vector<HostArray> DataSet::makeBatch(int64_t rows) const {
  std::vector<HostArray> arrays;
  for (const Feed &feed : feeds) {
    if (feed.kind == Feed::Kind::Constant) {
      arrays.push_back(feed.constant);
      continue;
    }
    ArrayType type = feed.port.type;
    type.shape.front() = rows;
    arrays.emplace_back(std::move(type));
  }
  return arrays;
}

absl::Status DataSet::read(int64_t example, int64_t row,
                           std::vector<HostArray> &batch) const {
  for (auto [feed, array] : llvm::zip_equal(feeds, batch)) {
    char *out = array.bytes.data() + row * feed.item.byteCount();
    const int64_t count = feed.item.count();
    if (feed.kind == Feed::Kind::Column)
      convert(part.columns[feed.column], example * count, feed.item.element,
              feed.divisor, out, count);
    if (feed.kind == Feed::Kind::Pictures)
      if (absl::Status status =
              decodePicture(part.pictures[example], feed.item, out);
          !status.ok())
        return status;
  }
  return absl::OkStatus();
}

void DataSet::repeatRow(int64_t from, int64_t first, int64_t last,
                        std::vector<HostArray> &arrays) const {
  for (auto [feed, array] : llvm::zip_equal(feeds, arrays)) {
    if (feed.kind == Feed::Kind::Constant)
      continue;
    const int64_t bytes = feed.item.byteCount();
    for (int64_t row = first; row < last; ++row)
      std::memmove(array.bytes.data() + row * bytes,
                   array.bytes.data() + from * bytes, bytes);
  }
}

const DataSet::Feed *DataSet::feedOf(llvm::StringRef input) const {
  for (const Feed &feed : feeds)
    if (feed.port.name == input)
      return &feed;
  return nullptr;
}

std::string DataSet::labelInput() const {
  std::string found;
  for (const Feed &feed : feeds)
    if (feed.kind == Feed::Kind::Column && isInteger(feed.item.element) &&
        feed.item.count() == 1) {
      if (!found.empty())
        return "";
      found = feed.port.name;
    }
  return found;
}

std::vector<int64_t> DataSet::labels() const {
  std::vector<int64_t> labels;
  const Feed *feed = feedOf(labelInput());
  if (!feed)
    return labels;
  const DataColumn &column = part.columns[feed->column];
  for (int64_t i = 0; i < examples; ++i)
    labels.push_back(static_cast<int64_t>(
        readElement(column.type.element, column.bytes.data(), i)));
  return labels;
}

std::vector<int64_t>
DataSet::countClasses(llvm::StringRef input, int64_t classes,
                      llvm::ArrayRef<int64_t> counted) const {
  std::vector<int64_t> counts(classes);
  const Feed &feed = *feedOf(input);
  if (feed.kind != Feed::Kind::Column)
    return counts;
  const DataColumn &column = part.columns[feed.column];
  const int64_t labels = feed.item.count();
  for (int64_t example : counted)
    for (int64_t i = example * labels; i < (example + 1) * labels; ++i) {
      const double label =
          readElement(column.type.element, column.bytes.data(), i);
      if (label >= 0 && label < static_cast<double>(classes))
        ++counts[static_cast<size_t>(label)];
    }
  return counts;
}

absl::Status DataSet::checkLabels(const LabelRange &range) const {
  const Feed *feed = feedOf(range.input);
  if (!feed || feed->kind != Feed::Kind::Column)
    return absl::OkStatus();
  const DataColumn &column = part.columns[feed->column];
  for (int64_t i = 0, count = column.type.count(); i < count; ++i) {
    const auto label = static_cast<int64_t>(
        readElement(column.type.element, column.bytes.data(), i));
    if (!range.contains(label))
      return absl::InvalidArgumentError(absl::StrCat(
          "`", column.source, "`: `", column.name, "` is ", column.type.str(),
          " and holds ", label, " in example ", i / feed->item.count(),
          ", but the classes of input `", range.input, "` are ", range.str(),
          "; mend the data, or the number of classes",
          label < 0
              ? absl::StrCat(", or, where ", label,
                             " is meant as no class, the loss: cross_entropy(",
                             "..., ignore_index=", label, ")")
              : ""));
  }
  return absl::OkStatus();
}

int64_t DataSet::classWeightCount() const {
  const Feed *feed = feedOf(classWeightsInput);
  return feed ? feed->port.type.count() : 0;
}

void DataSet::setClassWeights(llvm::ArrayRef<double> weights,
                              llvm::StringRef input) {
  weighed = input;
  for (Feed &feed : feeds)
    if (feed.port.name == classWeightsInput)
      for (auto [i, weight] : llvm::enumerate(weights))
        writeElement(feed.port.type.element, feed.constant.bytes.data(),
                     static_cast<int64_t>(i), weight);
}

DataFingerprint DataSet::fingerprint(llvm::StringRef suffix) const {
  DataFingerprint fingerprint;
  for (const Feed &feed : feeds) {
    if (feed.kind == Feed::Kind::Constant)
      continue; // follows from the others
    std::string &own =
        fingerprint[absl::StrCat("`", feed.port.name, "`", suffix.str())];
    if (feed.kind == Feed::Kind::Column)
      own = fingerprintOf(part.columns[feed.column]);
    if (feed.kind == Feed::Kind::Pictures)
      own = fingerprintOf(part.pictures, part.path);
  }
  return fingerprint;
}

std::string DataSet::text() const {
  std::string text;
  for (const Feed &feed : feeds) {
    absl::StrAppend(&text, "  ", feed.port.name, ": ", feed.port.type.str(),
                    " from ");
    switch (feed.kind) {
    case Feed::Kind::Column: {
      const DataColumn &column = part.columns[feed.column];
      absl::StrAppend(&text, column.type.str(), " of ", fileName(column.source),
                      feed.divisor == 1 ? "" : ", divided by 255");
      break;
    }
    case Feed::Kind::Pictures:
      absl::StrAppend(&text, part.pictures.size(), " pictures, resized",
                      isFloat(feed.item.element) ? ", divided by 255" : "");
      break;
    case Feed::Kind::Constant:
      absl::StrAppend(&text, "the counts of `", weighed,
                      "`: ", weightsText(feed.constant));
      break;
    }
    text += "\n";
  }
  return text;
}

} // namespace sinter

// Csv.cpp: tables as text, a line for each example.
#include "driver/data/Csv.h"

#include "driver/FileBytes.h"
#include "driver/Inputs.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <charconv>
#include <cmath>
#include <deque>
#include <set>

namespace sinter {

namespace {

bool isInteger(ElementType type) {
  return llvm::is_contained(
      {ElementType::i8, ElementType::u8, ElementType::i32, ElementType::i64},
      type);
}

/// The whole field as a finite number.
std::optional<double> toNumber(llvm::StringRef field) {
  field = field.trim(' ');
  field.consume_front("+");
  double value = 0;
  auto [end, error] = std::from_chars(field.begin(), field.end(), value);
  if (error != std::errc() || end != field.end() || !std::isfinite(value))
    return std::nullopt;
  return value;
}

/// The fields of a file, line by line.
struct Table {
  std::string path;
  llvm::SmallVector<std::string> names; ///< empty where the file has none
  size_t columns = 0;
  std::vector<llvm::StringRef> fields; ///< row by row; quotes removed
  std::vector<size_t> lines;           ///< of each row, from 1 on
  std::deque<std::string> unquoted;    ///< those with quotes in them

  size_t rows() const { return lines.size(); }
  llvm::StringRef at(size_t row, size_t column) const {
    return fields[row * columns + column];
  }
  /// `column 3`, or its name in backticks.
  std::string columnText(size_t column) const {
    return names.empty() ? absl::StrCat("column ", column + 1)
                         : absl::StrCat("column `", names[column], "`");
  }
  absl::Status errorAt(size_t row, const std::string &what) const {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ":", lines[row], ": ", what));
  }
};

/// What stands in quotes at the front of `line`, which loses it; a quote in it
/// is written twice. Nothing where it does not end.
std::optional<llvm::StringRef> takeQuoted(llvm::StringRef &line, Table &table) {
  line = line.drop_front();
  bool hasQuotes = false;
  size_t end = line.find('"');
  for (; line.substr(end).starts_with("\"\""); end = line.find('"', end + 2))
    hasQuotes = true;
  if (end == llvm::StringRef::npos)
    return std::nullopt;
  llvm::StringRef field = line.take_front(end);
  line = line.drop_front(end + 1);
  if (!hasQuotes)
    return field;
  return table.unquoted.emplace_back(
      absl::StrReplaceAll(field.str(), {{"\"\"", "\""}}));
}

/// Cuts a line at commas that stand outside of quotes; false where a quote is
/// left open or text follows a closed one.
bool splitLine(llvm::StringRef line, Table &table,
               llvm::SmallVectorImpl<llvm::StringRef> &out) {
  for (;;) {
    if (line.starts_with("\"")) {
      std::optional<llvm::StringRef> field = takeQuoted(line, table);
      if (!field)
        return false;
      out.push_back(*field);
    } else {
      out.push_back(line.take_until([](char c) { return c == ','; }));
      line = line.drop_front(out.back().size());
    }
    if (line.empty())
      return true;
    if (!line.consume_front(","))
      return false;
  }
}

absl::Status addLine(Table &table, llvm::StringRef line, size_t number) {
  llvm::SmallVector<llvm::StringRef> fields;
  if (!splitLine(line, table, fields))
    return absl::InvalidArgumentError(absl::StrCat(
        table.path, ":", number,
        ": a quoted field does not end in this line, or not at a comma"));
  if (table.columns == 0) {
    table.columns = fields.size();
    // A line with words and numbers is an example of a class with a name.
    if (llvm::none_of(fields, toNumber)) {
      for (llvm::StringRef field : fields)
        table.names.push_back(field.trim().str());
      return absl::OkStatus();
    }
  }
  if (fields.size() != table.columns)
    return absl::InvalidArgumentError(
        absl::StrCat(table.path, ":", number, ": this line has ", fields.size(),
                     " fields, but the first one has ", table.columns));
  table.lines.push_back(number);
  llvm::append_range(table.fields, fields);
  return absl::OkStatus();
}

absl::StatusOr<Table> readTable(llvm::StringRef path, llvm::StringRef text) {
  Table table{path.str(), {}, 0, {}, {}, {}};
  text.consume_front("\xef\xbb\xbf"); // the mark that Windows writes
  for (size_t number = 1; !text.empty(); ++number) {
    auto [line, rest] = text.split('\n');
    text = rest;
    line.consume_back("\r");
    if (line.trim().empty())
      continue;
    if (absl::Status status = addLine(table, line, number); !status.ok())
      return status;
  }
  if (table.rows() == 0)
    return absl::InvalidArgumentError(
        absl::StrCat("`", path.str(), "` has no line of values"));
  return table;
}

/// Values of one example for `port`.
size_t valuesOf(const Port &port) {
  return ArrayType{
      port.type.element,
      llvm::SmallVector<int64_t>(llvm::ArrayRef(port.type.shape).drop_front())}
      .count();
}

/// The column that `label` names.
absl::StatusOr<size_t> labelColumn(const Table &table, llvm::StringRef label) {
  if (auto *found = llvm::find(table.names, label); found != table.names.end())
    return found - table.names.begin();
  size_t number = 0;
  if (!label.getAsInteger(10, number) && number >= 1 && number <= table.columns)
    return number - 1;
  return absl::InvalidArgumentError(absl::StrCat(
      "`", table.path, "` has no column `", label.str(), "` for `--label`; ",
      table.names.empty()
          ? absl::StrCat("it has columns 1 to ", table.columns)
          : "its columns are `" + absl::StrJoin(table.names, "`, `") + "`"));
}

/// The columns of each input.
absl::StatusOr<std::vector<llvm::SmallVector<size_t>>>
assignColumns(const Table &table, llvm::ArrayRef<Port> inputs,
              llvm::StringRef label) {
  std::vector<llvm::SmallVector<size_t>> assigned(inputs.size());
  llvm::SmallVector<bool> isTaken(table.columns, false);
  auto assign = [&](size_t input, size_t column) {
    assigned[input].push_back(column);
    isTaken[column] = true;
  };
  for (auto [input, port] : llvm::enumerate(inputs))
    if (auto *name = llvm::find(table.names, port.name);
        name != table.names.end() && valuesOf(port) == 1)
      assign(input, name - table.names.begin());
  if (!label.empty()) {
    absl::StatusOr<size_t> column = labelColumn(table, label);
    if (!column.ok())
      return column.status();
    for (size_t input = inputs.size(); input-- > 0;)
      if (!isTaken[*column] && assigned[input].empty() &&
          valuesOf(inputs[input]) == 1) {
        assign(input, *column);
        break;
      }
  }
  size_t next = 0;
  for (auto [input, port] : llvm::enumerate(inputs))
    while (assigned[input].size() < valuesOf(port)) {
      while (next < table.columns && isTaken[next])
        ++next;
      if (next == table.columns)
        break;
      assign(input, next);
    }
  size_t needed = 0;
  for (const Port &port : inputs)
    needed += valuesOf(port);
  if (needed != table.columns)
    return absl::InvalidArgumentError(absl::StrCat(
        "`", table.path, "` has ",
        table.columns == 1 ? std::string("one column, for want of a comma")
                           : absl::StrCat(table.columns, " columns"),
        ", but the inputs take ", needed, " values:",
        portLines(std::vector<Port>(inputs.begin(), inputs.end()))));
  return assigned;
}

/// The words of a column, sorted, where one is no number.
std::vector<std::string> wordsOf(const Table &table, size_t column) {
  std::set<std::string> words;
  bool areNumbers = true;
  for (size_t row = 0; row < table.rows(); ++row) {
    words.insert(table.at(row, column).trim(' ').str());
    areNumbers &= toNumber(table.at(row, column)).has_value();
  }
  return areNumbers ? std::vector<std::string>()
                    : std::vector<std::string>(words.begin(), words.end());
}

absl::StatusOr<HostArray> readColumns(const Table &table, const Port &port,
                                      llvm::ArrayRef<size_t> columns,
                                      llvm::ArrayRef<std::string> classes) {
  const bool isWhole = isInteger(port.type.element);
  HostArray array(ArrayType{isWhole ? ElementType::i64 : ElementType::f64,
                            llvm::SmallVector<int64_t>(port.type.shape)});
  array.type.shape[0] = static_cast<int64_t>(table.rows());
  array.bytes.resize(array.type.byteCount());
  int64_t index = 0;
  for (size_t row = 0; row < table.rows(); ++row)
    for (size_t column : columns) {
      llvm::StringRef field = table.at(row, column).trim(' ');
      std::optional<double> value = toNumber(field);
      if (isWhole && !classes.empty()) {
        const auto *found = llvm::find(classes, field);
        if (found == classes.end())
          return table.errorAt(
              row,
              absl::StrCat(table.columnText(column), " holds `", field.str(),
                           "`, which is none of the classes `",
                           absl::StrJoin(classes, "`, `"), "`"));
        value = static_cast<double>(found - classes.begin());
      }
      constexpr double mostExact = 9007199254740992; // 2^53
      if (!value || (isWhole && (*value != std::floor(*value) ||
                                 std::abs(*value) > mostExact)))
        return table.errorAt(
            row, absl::StrCat(table.columnText(column), " holds `", field.str(),
                              "`, but input `", port.name, "` takes ",
                              isWhole ? "whole numbers of at most 2^53"
                                      : "finite numbers"));
      writeElement(array.type.element, array.bytes.data(), index++, *value);
    }
  return array;
}

} // namespace

absl::StatusOr<DataPart> readCsv(llvm::StringRef path,
                                 llvm::ArrayRef<Port> inputs,
                                 llvm::StringRef label,
                                 llvm::ArrayRef<std::string> classes) {
  auto buffer = readFile(path);
  if (!buffer.ok())
    return buffer.status();
  absl::StatusOr<Table> table = readTable(path, (*buffer)->getBuffer());
  if (!table.ok())
    return table.status();
  auto assigned = assignColumns(*table, inputs, label);
  if (!assigned.ok())
    return assigned.status();
  DataPart part;
  part.path = path.str();
  for (auto [port, columns] : llvm::zip_equal(inputs, *assigned)) {
    std::vector<std::string> words;
    if (isInteger(port.type.element) && columns.size() == 1)
      words = wordsOf(*table, columns.front());
    if (!words.empty() && !classes.empty())
      words = classes.vec();
    absl::StatusOr<HostArray> array = readColumns(*table, port, columns, words);
    if (!array.ok())
      return array.status();
    part.columns.push_back(ownedColumn(port.name, path.str(), std::move(*array),
                                       DataColumn::Role::Named));
    if (!words.empty())
      part.classes = std::move(words);
  }
  return part;
}

} // namespace sinter

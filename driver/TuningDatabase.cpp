// TuningDatabase.cpp: see TuningDatabase.h.
#include "driver/TuningDatabase.h"

#include "codegen/WriteFile.h"
#include "driver/FileBytes.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/Location.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;

namespace sinter {

namespace {

constexpr llvm::StringLiteral firstLine = "# sinter tuning 1";
constexpr llvm::StringLiteral firstComment =
    "# kernel, target, tiles, microseconds with the table's tiles and with "
    "these, measured/all, layer\n";
constexpr llvm::StringLiteral tableTiles = "table";
constexpr int64_t largestTile = 1 << 20;
constexpr double leastTime = 0.001; // microseconds

/// What is wrong with a line; the path and its number are put before it.
absl::Status wrong(const llvm::Twine &message) {
  return absl::InvalidArgumentError(message.str());
}

bool isKey(llvm::StringRef text) {
  return text.size() == 16 && llvm::all_of(text, [](char c) {
           return llvm::isDigit(c) || (c >= 'a' && c <= 'f');
         });
}

/// `channel_blocks=4,pixels=7`, or `table`.
absl::StatusOr<DictionaryAttr> parseTiles(llvm::StringRef text,
                                          MLIRContext &context) {
  if (text == tableTiles)
    return DictionaryAttr();
  Builder builder(&context);
  NamedAttrList tiles;
  for (llvm::StringRef tile : llvm::split(text, ',')) {
    auto [name, value] = tile.split('=');
    int64_t number = 0;
    if (name.empty() || value.getAsInteger(10, number) || number < 0 ||
        number > largestTile)
      return wrong("`" + tile +
                   "` is not a tile size, as in `pixels=7`, with a number of "
                   "at most " +
                   llvm::Twine(largestTile));
    if (tiles.set(name, builder.getI64IntegerAttr(number)))
      return wrong("`" + name + "` is given twice");
  }
  return tiles.getDictionary(&context);
}

absl::Status parseTime(llvm::StringRef text, double &time) {
  if (text.getAsDouble(time) || !(time > 0 && time < 1e12))
    return wrong("`" + text + "` is not a time in microseconds");
  return absl::OkStatus();
}

/// `40/112`
absl::Status parseProgress(llvm::StringRef text, TuningEntry &entry) {
  auto [measured, alternatives] = text.split('/');
  if (measured.getAsInteger(10, entry.measured) ||
      alternatives.getAsInteger(10, entry.alternatives) || entry.measured < 1 ||
      entry.measured > entry.alternatives)
    return wrong("`" + text +
                 "` does not say how many of the tiles are measured, as "
                 "`40/112` does");
  return absl::OkStatus();
}

absl::StatusOr<TuningEntry> parseEntry(llvm::StringRef line,
                                       MLIRContext &context) {
  constexpr int fieldCount = 6; // and the description
  llvm::StringRef fields[fieldCount], rest = line;
  for (int i = 0; i < fieldCount; ++i) {
    std::tie(fields[i], rest) = rest.split(' ');
    if (fields[i].empty())
      return wrong("a line has 6 fields and a description, but field " +
                   llvm::Twine(i + 1) + " is missing");
  }
  TuningEntry entry;
  entry.key = fields[0].str();
  if (!isKey(entry.key))
    return wrong("`" + fields[0] + "` is not the key of a kernel, 16 digits");
  entry.target = fields[1].str();
  auto tiles = parseTiles(fields[2], context);
  if (!tiles.ok())
    return tiles.status();
  entry.tiles = *tiles;
  entry.description = rest.str();
  for (const absl::Status &status :
       {parseTime(fields[3], entry.tableTime),
        parseTime(fields[4], entry.bestTime), parseProgress(fields[5], entry)})
    if (!status.ok())
      return status;
  return entry;
}

std::string textOf(const TuningEntry &entry) {
  std::string text;
  llvm::raw_string_ostream out(text);
  out << entry.key << " " << entry.target << " ";
  if (entry.tiles)
    llvm::interleave(
        entry.tiles, out,
        [&](NamedAttribute tile) {
          out << tile.getName().strref() << "="
              << cast<IntegerAttr>(tile.getValue()).getInt();
        },
        ",");
  else
    out << tableTiles;
  out << llvm::format(" %.3f %.3f ", std::max(entry.tableTime, leastTime),
                      std::max(entry.bestTime, leastTime))
      << entry.measured << "/" << entry.alternatives << " " << entry.description
      << "\n";
  return text;
}

} // namespace

absl::StatusOr<TuningDatabase> TuningDatabase::read(llvm::StringRef path,
                                                    MLIRContext &context) {
  auto file = readFile(path);
  if (!file.ok())
    return file.status();
  TuningDatabase database;
  database.path = path.str();
  unsigned number = 0;
  auto error = [&](const llvm::Twine &message) {
    return absl::InvalidArgumentError(
        (path + ":" + llvm::Twine(number) + ": " + message).str());
  };
  for (llvm::StringRef line : llvm::split((*file)->getBuffer(), '\n')) {
    ++number;
    line.consume_back("\r");
    if (number == 1 && line != firstLine)
      return error("a tuning database of this version of Sinter begins with `" +
                   firstLine + "`; make another with `sinter tune`");
    if (number > 1 && line.starts_with("#"))
      database.comments += (line + "\n").str();
    if (line.empty() || line.starts_with("#"))
      continue;
    auto entry = parseEntry(line, context);
    if (!entry.ok())
      return error(std::string(entry.status().message()) +
                   "; mend or remove the line");
    if (const TuningEntry *other = database.find(entry->key, entry->target))
      return error("line " + llvm::Twine(other->line) +
                   " has this kernel too; remove one of them");
    entry->line = number;
    database.set(std::move(*entry));
  }
  return database;
}

const TuningEntry *TuningDatabase::find(llvm::StringRef key,
                                        llvm::StringRef target) const {
  auto found = indices.find((target + " " + key).str());
  return found == indices.end() ? nullptr : &entries[found->second];
}

void TuningDatabase::set(TuningEntry entry) {
  auto [place, isNew] =
      indices.try_emplace(entry.target + " " + entry.key, entries.size());
  if (isNew)
    entries.push_back(std::move(entry));
  else
    entries[place->second] = std::move(entry);
}

absl::Status TuningDatabase::write(llvm::StringRef path) const {
  std::string text = firstLine.str() + "\n";
  text += comments.empty() ? firstComment.str() : comments;
  for (const TuningEntry &entry : entries)
    text += textOf(entry);
  return writeFileAtomically(path, {llvm::StringRef(text)});
}

DictionaryAttr TuningDatabase::attribute(llvm::StringRef target,
                                         MLIRContext &context) const {
  NamedAttrList kernels;
  for (const TuningEntry &entry : entries) {
    if (entry.target != target || !entry.tiles)
      continue;
    NamedAttrList parts;
    parts.set("tiles", entry.tiles);
    parts.set("from",
              LocationAttr(FileLineColLoc::get(&context, path, entry.line, 1)));
    kernels.set(entry.key, parts.getDictionary(&context));
  }
  return kernels.getDictionary(&context);
}

} // namespace sinter

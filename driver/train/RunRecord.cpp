// RunRecord.cpp: what a training run has done so far, as JSON.
#include "driver/train/RunRecord.h"

#include "absl/strings/str_cat.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

#include <cmath>
#include <limits>

namespace sinter {

namespace json = llvm::json;

namespace {

/// JSON has neither infinity nor what is no number.
json::Value number(double value) {
  return std::isfinite(value) ? json::Value(value) : json::Value(nullptr);
}

json::Array numbers(llvm::ArrayRef<double> values) {
  json::Array array;
  for (double value : values)
    array.push_back(number(value));
  return array;
}

/// `{"loss": 0.31, "confusion": [3, 1, 0, 4]}`
json::Object named(llvm::ArrayRef<double> values,
                   llvm::ArrayRef<Quantity> quantities) {
  json::Object object;
  for (const Quantity &quantity : quantities) {
    llvm::ArrayRef<double> own = values.take_front(quantity.values);
    values = values.drop_front(quantity.values);
    if (quantity.values == 1)
      object[quantity.name] = number(own.front());
    else
      object[quantity.name] = numbers(own);
  }
  return object;
}

json::Object toJson(const EpochRecord &record) {
  return json::Object{{"epoch", record.epoch},
                      {"step", record.step},
                      {"seconds", record.seconds},
                      {"rate_factor", record.rateFactor},
                      {"best", record.isBest},
                      {"train", numbers(record.train)},
                      {"validation", numbers(record.validation)}};
}

json::Object toJson(const RunRecord &record) {
  json::Array history;
  for (const EpochRecord &epoch : record.history)
    history.push_back(toJson(epoch));
  json::Object object{{"step", record.step},
                      {"epochs", record.epochs},
                      {"epoch_steps", record.epochSteps},
                      {"positions", json::Array(record.positions)},
                      {"sums", numbers(record.sums)},
                      {"seconds", record.seconds},
                      {"rate_factor", record.rateFactor},
                      {"epochs_since_best", record.epochsSinceBest},
                      {"epochs_since_reduction", record.epochsSinceReduction},
                      {"history", std::move(history)}};
  if (record.best)
    object["best"] = number(*record.best);
  object["monitor"] = record.monitor;
  return object;
}

bool toNumber(const json::Value &value, double &out, json::Path path) {
  if (value.kind() == json::Value::Null)
    out = std::numeric_limits<double>::quiet_NaN();
  else if (auto found = value.getAsNumber())
    out = *found;
  else
    return path.report("expected a number"), false;
  return true;
}

bool mapNumbers(const json::Value &value, llvm::StringRef key,
                std::vector<double> &out, json::Path path) {
  const json::Array *array = value.getAsObject()->getArray(key);
  if (!array)
    return path.field(key).report("expected an array"), false;
  for (const json::Value &element : *array) {
    out.emplace_back();
    if (!toNumber(element, out.back(), path.field(key)))
      return false;
  }
  return true;
}

} // namespace

// LLVM's mapping finds these by their name and namespace.

static bool fromJSON(const json::Value &value, Quantity &out, json::Path path) {
  json::ObjectMapper object(value, path);
  return object && object.map("name", out.name) &&
         object.map("values", out.values);
}

static bool fromJSON(const json::Value &value, EpochRecord &out,
                     json::Path path) {
  json::ObjectMapper object(value, path);
  return object && object.map("epoch", out.epoch) &&
         object.map("step", out.step) && object.map("seconds", out.seconds) &&
         object.map("rate_factor", out.rateFactor) &&
         object.map("best", out.isBest) &&
         mapNumbers(value, "train", out.train, path) &&
         mapNumbers(value, "validation", out.validation, path);
}

static bool fromJSON(const json::Value &value, RunRecord &out,
                     json::Path path) {
  json::ObjectMapper object(value, path);
  return object && object.map("step", out.step) &&
         object.map("epochs", out.epochs) &&
         object.map("epoch_steps", out.epochSteps) &&
         object.map("positions", out.positions) &&
         mapNumbers(value, "sums", out.sums, path) &&
         object.map("seconds", out.seconds) &&
         object.map("rate_factor", out.rateFactor) &&
         object.mapOptional("best", out.best) &&
         object.mapOptional("monitor", out.monitor) &&
         object.map("epochs_since_best", out.epochsSinceBest) &&
         object.map("epochs_since_reduction", out.epochsSinceReduction) &&
         object.map("history", out.history);
}

static bool fromJSON(const json::Value &value, RunFile &out, json::Path path) {
  json::ObjectMapper object(value, path);
  RunFacts &facts = out.facts;
  return object && object.map("seed", facts.seed) &&
         object.map("batch", facts.batch) && object.map("ranks", facts.ranks) &&
         object.map("train_examples", facts.trainExamples) &&
         object.map("validation_examples", facts.validationExamples) &&
         object.map("quantities", facts.quantities) &&
         object.mapOptional("step", facts.step) &&
         object.mapOptional("data", facts.data) &&
         object.map("records", out.records);
}

bool isLossName(llvm::StringRef name) {
  return name == "loss" ||
         (name.consume_front("loss_") && llvm::all_of(name, llvm::isDigit));
}

std::string RunFile::json() const {
  json::Array quantities, all;
  for (const Quantity &quantity : facts.quantities)
    quantities.push_back(
        json::Object{{"name", quantity.name}, {"values", quantity.values}});
  for (const RunRecord &record : records)
    all.push_back(toJson(record));
  json::Object data;
  for (const auto &[input, fingerprint] : facts.data)
    data[input] = fingerprint;
  std::string text;
  llvm::raw_string_ostream(text) << llvm::formatv(
      "{0:2}\n", json::Value(json::Object{
                     {"seed", facts.seed},
                     {"batch", facts.batch},
                     {"ranks", facts.ranks},
                     {"train_examples", facts.trainExamples},
                     {"validation_examples", facts.validationExamples},
                     {"quantities", std::move(quantities)},
                     {"step", facts.step},
                     {"data", std::move(data)},
                     {"records", std::move(all)}}));
  return text;
}

absl::StatusOr<RunFile> RunFile::parse(llvm::StringRef text,
                                       llvm::StringRef path) {
  auto isMalformed = [&](const std::string &why) {
    return absl::InvalidArgumentError(absl::StrCat(
        "`", path.str(), "` is no record of a training run: ", why));
  };
  // The parser recurses, and no record nests deeper than five.
  int depth = 0;
  for (char c : text) {
    depth += (c == '{' || c == '[') - (c == '}' || c == ']');
    if (depth > 8)
      return isMalformed("it nests too deep");
  }
  llvm::Expected<json::Value> value = json::parse(text);
  if (!value)
    return isMalformed(llvm::toString(value.takeError()));
  RunFile file;
  json::Path::Root root("record");
  if (!fromJSON(*value, file, root))
    return isMalformed(llvm::toString(root.getError()));
  int64_t values = 0;
  for (const Quantity &quantity : file.facts.quantities)
    values += quantity.values;
  for (const RunRecord &record : file.records) {
    bool fits =
        static_cast<int64_t>(record.sums.size()) == values &&
        static_cast<int64_t>(record.positions.size()) == file.facts.ranks;
    for (const EpochRecord &epoch : record.history)
      fits &= static_cast<int64_t>(epoch.train.size()) == values &&
              static_cast<int64_t>(epoch.validation.size()) == values;
    if (!fits)
      return isMalformed("its lists differ in length");
    const bool counts =
        record.step >= 0 && record.epochs >= 0 && record.epochSteps >= 0 &&
        llvm::all_of(record.positions, [&](int64_t position) {
          return position >= 0 && position <= file.facts.trainExamples;
        });
    if (!counts)
      return isMalformed("it counts outside of its data");
  }
  return file;
}

std::string epochLine(const EpochRecord &record,
                      llvm::ArrayRef<Quantity> quantities) {
  std::string text;
  llvm::raw_string_ostream(text) << json::Value(
      json::Object{{"epoch", record.epoch},
                   {"step", record.step},
                   {"seconds", record.seconds},
                   {"rate_factor", record.rateFactor},
                   {"best", record.isBest},
                   {"train", named(record.train, quantities)},
                   {"validation", named(record.validation, quantities)}});
  return text + "\n";
}

} // namespace sinter

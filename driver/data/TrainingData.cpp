// TrainingData.cpp: the examples of one training run.
#include "driver/data/TrainingData.h"

#include "driver/data/DataFolder.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "llvm/ADT/STLExtras.h"

#include <map>
#include <numeric>
#include <tuple>

namespace sinter {

namespace {

std::vector<int64_t> allOf(const DataSet &set) {
  std::vector<int64_t> indices(set.size());
  std::iota(indices.begin(), indices.end(), 0);
  return indices;
}

absl::StatusOr<std::unique_ptr<DataSet>>
matchPart(DataPart part, const std::vector<Port> &inputs) {
  absl::StatusOr<DataSet> set = DataSet::match(std::move(part), inputs);
  if (!set.ok())
    return set.status();
  return std::make_unique<DataSet>(std::move(*set));
}

} // namespace

absl::StatusOr<TrainingData>
TrainingData::load(const DataOptions &options,
                   const std::vector<Port> &inputs) {
  std::vector<Port> read = inputs;
  llvm::erase_if(read, [](const Port &port) {
    return port.name == classWeightsInput; // counted
  });
  absl::StatusOr<DataParts> parts =
      readDataFolder(options.path, read, options.label);
  if (!parts.ok())
    return parts.status();
  TrainingData data;
  auto learnt = matchPart(std::move(parts->train), inputs);
  if (!learnt.ok())
    return learnt.status();
  data.learnt = std::move(*learnt);
  if (parts->test) {
    auto held = matchPart(std::move(*parts->test), inputs);
    if (!held.ok())
      return held.status();
    data.held = std::move(*held);
  }
  constexpr double keptBack = 0.1;
  const double fraction = options.validation.value_or(data.held ? 0 : keptBack);
  data.split = stratifiedSplit(data.learnt->size(), data.learnt->labels(),
                               fraction, options.seed);
  const int64_t batch = data.learnt->batchSize() * options.processes;
  if (data.train().size() < batch)
    return absl::InvalidArgumentError(
        absl::StrCat("`", options.path, "` leaves ", data.train().size(),
                     " examples to learn from, but a batch takes ", batch,
                     options.processes > 1
                         ? absl::StrCat(" in ", options.processes, " processes")
                         : std::string(),
                     "; choose a smaller batch with `--bind`"));
  return data;
}

Examples TrainingData::validation() const {
  if (split.validation.empty() && held)
    return {held.get(), allOf(*held)};
  return {learnt.get(), split.validation};
}

std::optional<Examples> TrainingData::test() const {
  if (!held || split.validation.empty())
    return std::nullopt;
  return Examples{held.get(), allOf(*held)};
}

absl::Status
TrainingData::checkLabels(llvm::ArrayRef<LabelRange> ranges) const {
  for (const LabelRange &range : ranges)
    for (const DataSet *set : {learnt.get(), held.get()})
      if (set)
        if (absl::Status status = set->checkLabels(range); !status.ok())
          return status;
  return absl::OkStatus();
}

/// The labels to count are those of the only input that the step compares with
/// as many classes as there are weights; without such, those that tell classes
/// apart.
absl::Status TrainingData::countClasses(llvm::ArrayRef<LabelRange> ranges) {
  const int64_t wanted = learnt->classWeightCount();
  std::map<std::string, int64_t> compared;
  for (const LabelRange &range : ranges)
    if (wanted == 0 || range.classes == wanted)
      compared[range.input] = range.classes;
  int64_t classes = wanted;
  if (compared.size() == 1)
    std::tie(counted, classes) = *compared.begin();
  else
    counted = learnt->labelInput();
  if (counted.empty() && wanted == 0)
    return absl::OkStatus();
  if (counted.empty())
    return absl::InvalidArgumentError(absl::StrCat(
        "input `", classWeightsInput.str(), "` takes ", wanted,
        " weights from the counts of labels, but ",
        compared.empty() ? "no input takes one whole number an example"
                         : "several inputs are compared with as many classes",
        "; write the weights as a list"));
  if (compared.size() != 1)
    for (int64_t label : learnt->labels()) {
      constexpr int64_t most = 1 << 20; // what is beyond is no label
      if (wanted == 0 && label < most)
        classes = std::max(classes, label + 1);
      if (wanted > 0 && label >= wanted)
        return absl::InvalidArgumentError(absl::StrCat(
            "input `", classWeightsInput.str(),
            "` has weights for the classes 0 to ", wanted - 1, ", but `",
            learnt->path().str(), "` has the label ", label));
    }
  counts = learnt->countClasses(counted, classes, split.train);
  for (DataSet *set : {learnt.get(), held.get()})
    if (set)
      set->setClassWeights(classWeights(counts), counted);
  return absl::OkStatus();
}

DataFingerprint TrainingData::fingerprint() const {
  DataFingerprint all = learnt->fingerprint("");
  if (held)
    all.merge(held->fingerprint(" of the test part"));
  return all;
}

std::string TrainingData::text() const {
  std::string text = absl::StrCat(
      "`", learnt->path().str(), "`: ", train().size(),
      " examples to learn from, ", validation().size(), " to validate",
      held && split.validation.empty() ? " (its test part)" : "");
  if (auto rest = test())
    absl::StrAppend(&text, ", ", rest->size(), " to test at the end");
  absl::StrAppend(&text, "\n", learnt->text());
  return text;
}

std::string TrainingData::classText() const {
  std::string text;
  llvm::ArrayRef<std::string> names = learnt->classes();
  for (auto [label, weight] : llvm::enumerate(classWeights(counts))) {
    absl::StrAppendFormat(&text, "  class %3d: %7d examples, weight %.4f",
                          label, counts[label], weight);
    if (label < names.size())
      absl::StrAppend(&text, "  ", names[label]);
    text += "\n";
  }
  return text;
}

std::vector<std::string> TrainingData::emptyClasses() const {
  std::vector<std::string> messages;
  const std::vector<int64_t> labels = learnt->labels();
  llvm::ArrayRef<std::string> names = learnt->classes();
  for (auto [label, name] : llvm::enumerate(names))
    if (!labels.empty() &&
        !llvm::is_contained(labels, static_cast<int64_t>(label)))
      messages.push_back(absl::StrCat(
          "the folder `", name, "` in `", learnt->path().str(),
          "` has no PNG or JPEG files, but counts as a class: label ", label,
          " of 0 to ", names.size() - 1, "; remove it if it is none"));
  std::vector<std::string> weightless;
  for (auto [label, count] : llvm::enumerate(counts))
    if (count == 0)
      weightless.push_back(std::to_string(label));
  if (learnt->classWeightCount() > 0 && !weightless.empty())
    messages.push_back(absl::StrCat(
        "of `", counted, "`, no example to learn from is of class ",
        absl::StrJoin(weightless, ", "), ": weight 0"));
  return messages;
}

int64_t TrainingData::dropDamaged(llvm::raw_ostream &messages) {
  std::vector<Examples> all{train(), validation()};
  if (auto rest = test())
    all.push_back(std::move(*rest));
  int64_t count = 0;
  std::vector<int64_t> dropped; // of `train`
  for (const Examples &examples : all) {
    std::vector<HostArray> row = examples.set->makeBatch(1);
    for (int64_t example : examples.indices) {
      absl::Status status = examples.set->read(example, 0, row);
      if (status.ok())
        continue;
      messages << "sinter: warning: " << std::string(status.message()) << "\n";
      ++count;
      if (&examples == &all.front())
        dropped.push_back(example);
    }
  }
  const auto classes = static_cast<int64_t>(counts.size());
  if (classes > 0)
    for (auto [left, gone] : llvm::zip_equal(
             counts, learnt->countClasses(counted, classes, dropped)))
      left -= gone;
  return count;
}

} // namespace sinter

// TrainingData.cpp: the examples of one training run.
#include "driver/data/TrainingData.h"

#include "driver/data/DataFolder.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include <numeric>

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
  absl::StatusOr<DataParts> parts =
      readDataFolder(options.path, inputs, options.label);
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
  const std::vector<int64_t> labels = data.learnt->labels();
  constexpr double keptBack = 0.1;
  const double fraction = options.validation.value_or(data.held ? 0 : keptBack);
  data.split =
      stratifiedSplit(data.learnt->size(), labels, fraction, options.seed);
  const int64_t batch = data.learnt->batchSize() * options.processes;
  if (data.train().size() < batch)
    return absl::InvalidArgumentError(
        absl::StrCat("`", options.path, "` leaves ", data.train().size(),
                     " examples to learn from, but a batch takes ", batch,
                     options.processes > 1
                         ? absl::StrCat(" in ", options.processes, " processes")
                         : std::string(),
                     "; choose a smaller batch with `--bind`"));
  if (!labels.empty()) {
    data.counts = classCounts(labels, data.split.train);
    for (DataSet *set : {data.learnt.get(), data.held.get()})
      if (set)
        if (absl::Status status =
                set->setClassWeights(classWeights(data.counts));
            !status.ok())
          return status;
  }
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

absl::Status TrainingData::checkLabels(const LabelRange &range) const {
  absl::Status status = learnt->checkLabels(range);
  return status.ok() && held ? held->checkLabels(range) : status;
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
  if (labels.empty())
    return messages;
  llvm::ArrayRef<std::string> names = learnt->classes();
  for (auto [label, name] : llvm::enumerate(names))
    if (!llvm::is_contained(labels, static_cast<int64_t>(label)))
      messages.push_back(absl::StrCat(
          "the folder `", name, "` in `", learnt->path().str(),
          "` has no PNG or JPEG files, but counts as a class: label ", label,
          " of 0 to ", names.size() - 1, "; remove it if it is none"));
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
  if (!counts.empty())
    for (auto [left, gone] :
         llvm::zip(counts, classCounts(learnt->labels(), dropped)))
      left -= gone;
  return count;
}

} // namespace sinter

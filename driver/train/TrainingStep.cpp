// TrainingStep.cpp: one step of training on a batch, by one process or several.
#include "driver/train/TrainingStep.h"

#include "passes/JoinBatches.h"

#include "absl/strings/str_cat.h"

#include <cmath>
#include <cstring>

namespace sinter {

absl::StatusOr<TrainingStep> TrainingStep::create(TrainingProgram &program,
                                                  llvm::StringRef model,
                                                  const std::vector<Port> &data,
                                                  const Ranks &ranks) {
  const bool isAlone = ranks.size() == 1;
  EntryRunner *runner = program.find(isAlone ? "train_step" : "grad", model);
  EntryRunner *apply = isAlone ? nullptr : program.find("apply", model);
  if (!runner || (!isAlone && !apply))
    return absl::InvalidArgumentError(absl::StrCat(
        "`", model.str(), "` exports no `", isAlone ? "train_step" : "grad",
        isAlone ? "`"
                : "`, which several processes train with: write `export " +
                      model.str() + " { grad(N=32) }`"));
  TrainingStep step;
  step.ranks = &ranks;
  absl::StatusOr<EntryCall> call = EntryCall::create(*runner, data);
  if (!call.ok())
    return call.status();
  step.first = std::move(*call);
  if (apply) {
    call = EntryCall::create(*apply, data);
    if (!call.ok())
      return call.status();
    step.apply = std::move(*call);
  }
  if (EntryRunner *runsParts = program.find("parts", model);
      runsParts && !isAlone) {
    call = EntryCall::create(*runsParts, data);
    if (!call.ok())
      return call.status();
    step.parts = std::move(*call);
    if (HostArray *rank = step.first->argument(kRankName))
      writeElement(rank->type.element, rank->bytes.data(), 0, ranks.rank());
  }
  return step;
}

bool TrainingStep::areLossesFinite(llvm::ArrayRef<double> values) const {
  if (values.empty())
    return true;
  for (const Quantity &quantity : quantities()) {
    if (isLossName(quantity.name) && !std::isfinite(values.front()))
      return false;
    values = values.drop_front(quantity.values);
  }
  return true;
}

bool TrainingStep::isToBlame() const {
  auto areFinite = [](llvm::ArrayRef<double> values) {
    return llvm::all_of(values,
                        [](double value) { return std::isfinite(value); });
  };
  if (!parts)
    return ranks->rank() == 0 || !areLossesFinite(own);
  const size_t each = gathered.size() / ranks->size();
  return !areFinite(
             llvm::ArrayRef(gathered).slice(each * ranks->rank(), each)) ||
         (ranks->rank() == 0 && areFinite(gathered));
}

absl::Status TrainingStep::run(std::vector<HostArray> &batch, double rateFactor,
                               Votes &votes) {
  if (apply)
    return runTogether(batch, rateFactor, votes);
  if (votes.isShort)
    return absl::OkStatus();
  first->setRateFactor(rateFactor);
  absl::Status status = first->run(batch);
  means = own = first->values();
  return status;
}

/// Tells the others what this rank's examples add up to, and `grad` what those
/// of the others do.
absl::Status TrainingStep::shareParts(std::vector<HostArray> &batch,
                                      Votes &votes) {
  std::vector<double> mine;
  for (const Quantity &part : parts->quantities())
    mine.resize(mine.size() + part.values);
  if (!votes.isShort) {
    if (absl::Status status = parts->run(batch); !status.ok())
      return status;
    mine = parts->values();
  }
  const size_t count = mine.size(), others = ranks->size();
  gathered.assign(count * others + 1, 0);
  llvm::copy(mine,
             gathered.begin() + static_cast<ptrdiff_t>(count * ranks->rank()));
  gathered.back() = votes.isShort;
  if (absl::Status status = ranks->sum(llvm::MutableArrayRef(gathered));
      !status.ok())
    return status;
  votes.isShort = gathered.back() > 0;
  gathered.pop_back();
  size_t at = 0;
  for (auto [number, part] : llvm::enumerate(parts->quantities())) {
    HostArray &argument =
        *first->argument((kOthersPrefix + llvm::Twine(number)).str());
    const int64_t size = part.values;
    const bool isRows = argument.type.count() != size;
    for (int64_t i = 0; i < argument.type.count(); ++i) {
      double value = 0;
      for (int rank = 0; rank < ranks->size(); ++rank)
        if (isRows ? rank == i / size : rank != ranks->rank())
          value += gathered[count * rank + at + i % size];
      writeElement(argument.type.element, argument.bytes.data(), i, value);
    }
    at += size;
  }
  return absl::OkStatus();
}

absl::Status TrainingStep::runTogether(std::vector<HostArray> &batch,
                                       double rateFactor, Votes &votes) {
  HostArray &derivatives = *first->gradients();
  const size_t count = derivatives.bytes.size() / sizeof(float);
  if (parts)
    if (absl::Status status = shareParts(batch, votes); !status.ok())
      return status;
  if (!votes.isShort)
    if (absl::Status status = first->run(batch); !status.ok())
      return status;
  own = first->values();
  buffer.assign(count + own.size() + 2, 0);
  if (!votes.isShort) {
    std::memcpy(buffer.data(), derivatives.bytes.data(),
                derivatives.bytes.size());
    for (size_t i = 0; i < own.size(); ++i)
      buffer[count + i] = static_cast<float>(own[i]);
  }
  buffer[count + own.size()] = votes.isShort;
  buffer[count + own.size() + 1] = votes.stops;
  if (absl::Status status = ranks->sum(llvm::MutableArrayRef(buffer));
      !status.ok())
    return status;
  votes.isShort = buffer[count + own.size()] > 0;
  votes.stops = buffer[count + own.size() + 1] > 0;
  if (votes.isShort)
    return absl::OkStatus();
  const auto share = 1.0f / static_cast<float>(ranks->size());
  auto [sums, values] =
      std::pair(llvm::MutableArrayRef(buffer).take_front(count),
                llvm::MutableArrayRef(buffer).drop_front(count));
  if (!parts)
    for (float &derivative : sums)
      derivative *= share;
  for (float &value : values)
    value *= share;
  means.assign(values.begin(), values.end() - 2);
  std::memcpy(apply->gradients()->bytes.data(), buffer.data(),
              derivatives.bytes.size());
  apply->setRateFactor(rateFactor);
  std::vector<HostArray> none;
  return apply->run(none);
}

} // namespace sinter

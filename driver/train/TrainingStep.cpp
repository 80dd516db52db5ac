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
                                                  const Ranks &ranks,
                                                  WholeSet *shares) {
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
  step.shares = shares;
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

bool areFinite(llvm::ArrayRef<float> values) {
  float zeros = 0; // NaN once one is infinite or NaN
  for (float value : values)
    zeros += value * 0.0f;
  return zeros == 0;
}

/// Whether what this rank's examples gave is not finite. Where the loss of all
/// is not, all have derivatives that are not.
bool TrainingStep::isOwnBroken(llvm::ArrayRef<float> derivatives) const {
  const bool isLossFinite = std::isfinite(own.front());
  const bool hasBrokenValues =
      parts ? !llvm::all_of(parts->values(),
                            [](double value) { return std::isfinite(value); })
            : !isLossFinite;
  return hasBrokenValues || (isLossFinite && !areFinite(derivatives));
}

absl::Status TrainingStep::run(std::vector<HostArray> &batch, double rateFactor,
                               Votes &votes) {
  if (apply)
    return runTogether(batch, rateFactor, votes);
  if (votes.isShort)
    return absl::OkStatus();
  first->setRateFactor(rateFactor);
  absl::Status status = first->run(batch);
  whole = own = first->values();
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
  std::vector<double> gathered(count * others + 1);
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

/// Puts what `grad` gave where it is added to what the others got: rows of
/// examples have a place of their own for each rank.
void TrainingStep::appendValues(bool isEmpty) {
  llvm::ArrayRef<double> left = own;
  for (auto [part, quantity] :
       llvm::zip_equal(shares->parts(), first->quantities())) {
    const bool isRows = part.kind == SetPart::Kind::Rows;
    const size_t at =
        buffer.size() + (isRows ? quantity.values * ranks->rank() : 0);
    buffer.resize(buffer.size() +
                  quantity.values * (isRows ? ranks->size() : 1));
    if (!isEmpty)
      llvm::copy(left.take_front(quantity.values),
                 buffer.begin() + static_cast<ptrdiff_t>(at));
    left = left.drop_front(quantity.values);
  }
}

/// The values of the batch, from what all ranks have added up.
absl::Status TrainingStep::finishValues(llvm::ArrayRef<float> sums) {
  std::vector<std::vector<double>> values;
  for (auto [part, quantity] :
       llvm::zip_equal(shares->parts(), first->quantities())) {
    const bool isRows = part.kind == SetPart::Kind::Rows;
    auto own = sums.take_front(quantity.values * (isRows ? ranks->size() : 1));
    sums = sums.drop_front(own.size());
    values.emplace_back(own.begin(), own.end());
    if (!isRows && part.kind != SetPart::Kind::Sum)
      for (double &value : values.back())
        value /= ranks->size();
  }
  auto finished = shares->finish(first->batchSize() * ranks->size(), values);
  if (finished.ok())
    whole = std::move(*finished);
  return finished.status();
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
  buffer.assign(count, 0);
  if (!votes.isShort)
    std::memcpy(buffer.data(), derivatives.bytes.data(),
                derivatives.bytes.size());
  appendValues(votes.isShort);
  const bool isBroken =
      !votes.isShort && isOwnBroken(llvm::ArrayRef(buffer).take_front(count));
  buffer.push_back(votes.isShort);
  buffer.push_back(votes.stops);
  buffer.push_back(isBroken);
  if (absl::Status status = ranks->sum(llvm::MutableArrayRef(buffer));
      !status.ok())
    return status;
  const bool isAnyBroken = buffer.back() > 0;
  blamed = isBroken || (ranks->rank() == 0 && !isAnyBroken);
  buffer.pop_back();
  votes.stops = buffer.back() > 0;
  buffer.pop_back();
  votes.isShort = buffer.back() > 0;
  buffer.pop_back();
  if (votes.isShort)
    return absl::OkStatus();
  if (absl::Status status =
          finishValues(llvm::ArrayRef(buffer).drop_front(count));
      !status.ok())
    return status;
  buffer.resize(count);
  if (!parts)
    for (float &derivative : buffer)
      derivative /= static_cast<float>(ranks->size());
  std::memcpy(apply->gradients()->bytes.data(), buffer.data(),
              derivatives.bytes.size());
  apply->setRateFactor(rateFactor);
  std::vector<HostArray> none;
  return apply->run(none);
}

} // namespace sinter

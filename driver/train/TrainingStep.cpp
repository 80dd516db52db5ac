// TrainingStep.cpp: one step of training on a batch, by one process or several.
#include "driver/train/TrainingStep.h"

#include "passes/JoinBatches.h"

#include "absl/strings/str_cat.h"

#include <cmath>
#include <cstring>

namespace sinter {

namespace {

/// What `sum` of a context is given.
int32_t sumOverRanks(void *ranks, float *values, size_t count) {
  return static_cast<const Ranks *>(ranks)
                 ->sum(llvm::MutableArrayRef(values, count))
                 .ok()
             ? 0
             : 1;
}

} // namespace

/// `grad` of a loss, which comes behind those that are there.
absl::Status TrainingStep::addPhase(TrainingProgram &program, EntryRunner &grad,
                                    const std::vector<Port> &data) {
  absl::StatusOr<EntryCall> call = EntryCall::create(grad, data);
  if (!call.ok())
    return call.status();
  Phase phase{std::move(*call), std::nullopt};
  for (const auto &entry : program.entries())
    if (entry->signature().symbol == partsName(phase.grad.symbol())) {
      call = EntryCall::create(*entry, data);
      if (!call.ok())
        return call.status();
      phase.parts = std::move(*call);
    }
  phases.push_back(std::move(phase));
  return absl::OkStatus();
}

absl::StatusOr<TrainingStep> TrainingStep::create(TrainingProgram &program,
                                                  llvm::StringRef model,
                                                  const std::vector<Port> &data,
                                                  const Ranks &ranks,
                                                  WholeSet *shares) {
  TrainingStep step;
  step.ranks = &ranks;
  step.shares = shares;
  const bool isAlone = ranks.size() == 1;
  EntryRunner *last = program.find(isAlone ? "train_step" : "apply", model);
  if (!last)
    return absl::InvalidArgumentError(absl::StrCat(
        "`", model.str(), "` exports no `", isAlone ? "train_step" : "grad",
        isAlone ? "`"
                : "`, which several processes train with: write `export " +
                      model.str() + " { grad(N=32) }`"));
  absl::StatusOr<EntryCall> call = EntryCall::create(*last, data);
  if (!call.ok())
    return call.status();
  (isAlone ? step.alone : step.apply) = std::move(*call);
  if (isAlone)
    return step;
  for (const auto &entry : program.entries())
    entry->join({ranks.rank(), ranks.size(), const_cast<Ranks *>(&ranks),
                 sumOverRanks});
  for (const auto &entry : program.entries())
    if (entry->signature().kind == "grad" && entry->signature().model == model)
      if (absl::Status status = step.addPhase(program, *entry, data);
          !status.ok())
        return status;
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
bool TrainingStep::isOwnBroken(const Phase &phase,
                               llvm::ArrayRef<float> derivatives) const {
  const bool isLossFinite = std::isfinite(own.front());
  const bool hasBrokenValues =
      phase.parts
          ? !llvm::all_of(phase.parts->values(),
                          [](double value) { return std::isfinite(value); })
          : !isLossFinite;
  return hasBrokenValues || (isLossFinite && !areFinite(derivatives));
}

/// What comes behind the first loss that is not finite is not, either.
void TrainingStep::blame(size_t number, bool isOwn, bool isAny) {
  if (isBlameKnown)
    return;
  isBlameKnown = isAny;
  blamedPhase = number;
  blamed = isOwn || (ranks->rank() == 0 && !isAny);
}

absl::Status TrainingStep::run(std::vector<HostArray> &batch, double rateFactor,
                               Votes &votes) {
  if (!alone)
    return runTogether(batch, rateFactor, votes);
  if (votes.isShort)
    return absl::OkStatus();
  alone->setRateFactor(rateFactor);
  absl::Status status = alone->run(batch);
  whole = own = alone->values();
  return status;
}

bool TrainingStep::meetsOthers() const {
  return llvm::any_of(phases, [](const Phase &phase) {
    return phase.grad.meetsOthers() ||
           (phase.parts && phase.parts->meetsOthers());
  });
}

/// Sets the votes to those of any rank.
absl::Status TrainingStep::vote(Votes &votes) const {
  double all[] = {double(votes.isShort), double(votes.stops)};
  absl::Status status = ranks->sum(llvm::MutableArrayRef(all));
  votes.isShort = all[0] > 0;
  votes.stops = all[1] > 0;
  return status;
}

/// Tells the others what this rank's examples add up to, and `grad` what those
/// of the others do.
absl::Status TrainingStep::shareParts(Phase &phase,
                                      std::vector<HostArray> &batch,
                                      Votes &votes) {
  EntryCall &parts = *phase.parts;
  std::vector<double> mine;
  for (const Quantity &part : parts.quantities())
    mine.resize(mine.size() + part.values);
  if (!votes.isShort) {
    if (absl::Status status = parts.run(batch); !status.ok())
      return status;
    mine = parts.values();
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
  for (auto [number, part] : llvm::enumerate(parts.quantities())) {
    HostArray &argument =
        *phase.grad.argument((kOthersPrefix + llvm::Twine(number)).str());
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

/// What the values that a phase gives are of the batch.
llvm::ArrayRef<SetPart> TrainingStep::partsOf(size_t number) const {
  size_t before = 0;
  for (const Phase &phase : llvm::ArrayRef(phases).take_front(number))
    before += phase.grad.quantities().size();
  return llvm::ArrayRef(shares->parts())
      .slice(before, phases[number].grad.quantities().size());
}

/// Puts what `grad` gave where it is added to what the others got: rows of
/// examples have a place of their own for each rank.
void TrainingStep::appendValues(size_t number, bool isEmpty) {
  llvm::ArrayRef<double> left = own;
  for (auto [part, quantity] :
       llvm::zip_equal(partsOf(number), phases[number].grad.quantities())) {
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
void TrainingStep::takeValues(size_t number, llvm::ArrayRef<float> sums) {
  for (auto [part, quantity] :
       llvm::zip_equal(partsOf(number), phases[number].grad.quantities())) {
    const bool isRows = part.kind == SetPart::Kind::Rows;
    auto own = sums.take_front(quantity.values * (isRows ? ranks->size() : 1));
    sums = sums.drop_front(own.size());
    joined.emplace_back(own.begin(), own.end());
    if (!isRows && part.kind != SetPart::Kind::Sum)
      for (double &value : joined.back())
        value /= ranks->size();
  }
}

/// Gives the derivatives, which all ranks have added up, to what comes behind.
void TrainingStep::handOn(size_t number, llvm::ArrayRef<float> derivatives) {
  const std::string &name = phases[number].grad.gradientsPort();
  auto give = [&](EntryCall &call) {
    std::memcpy(call.argument(name)->bytes.data(), derivatives.data(),
                derivatives.size() * sizeof(float));
  };
  for (Phase &phase : llvm::MutableArrayRef(phases).drop_front(number + 1)) {
    give(phase.grad);
    if (phase.parts)
      give(*phase.parts);
  }
  give(*apply);
}

absl::Status TrainingStep::runPhase(size_t number,
                                    std::vector<HostArray> &batch,
                                    Votes &votes) {
  Phase &phase = phases[number];
  HostArray &derivatives = phase.grad.gradients();
  const size_t count = derivatives.bytes.size() / sizeof(float);
  if (phase.parts)
    if (absl::Status status = shareParts(phase, batch, votes); !status.ok())
      return status;
  if (!votes.isShort)
    if (absl::Status status = phase.grad.run(batch); !status.ok())
      return status;
  own = phase.grad.values();
  buffer.assign(count, 0);
  if (!votes.isShort)
    std::memcpy(buffer.data(), derivatives.bytes.data(),
                derivatives.bytes.size());
  appendValues(number, votes.isShort);
  const bool isBroken =
      !votes.isShort &&
      isOwnBroken(phase, llvm::ArrayRef(buffer).take_front(count));
  buffer.push_back(votes.isShort);
  buffer.push_back(votes.stops);
  buffer.push_back(isBroken);
  if (absl::Status status = ranks->sum(llvm::MutableArrayRef(buffer));
      !status.ok())
    return status;
  blame(number, isBroken, /*isAny=*/buffer.back() > 0);
  buffer.pop_back();
  votes.stops = buffer.back() > 0;
  buffer.pop_back();
  votes.isShort = buffer.back() > 0;
  buffer.pop_back();
  if (votes.isShort)
    return absl::OkStatus();
  takeValues(number, llvm::ArrayRef(buffer).drop_front(count));
  buffer.resize(count);
  isBlameKnown |= !areFinite(buffer); // the sum of what is finite may not be
  if (!phase.parts)
    for (float &derivative : buffer)
      derivative /= static_cast<float>(ranks->size());
  handOn(number, buffer);
  return absl::OkStatus();
}

/// All ranks take every turn together: whether one is short is known to all
/// after the first sum, or, where the ranks meet before that, a vote.
absl::Status TrainingStep::runTogether(std::vector<HostArray> &batch,
                                       double rateFactor, Votes &votes) {
  isBlameKnown = false;
  joined.clear();
  if (meetsOthers())
    if (absl::Status status = vote(votes); !status.ok() || votes.isShort)
      return status;
  for (size_t number = 0; number < phases.size(); ++number) {
    Phase &phase = phases[number];
    phase.grad.setRateFactor(rateFactor);
    if (phase.parts)
      phase.parts->setRateFactor(rateFactor);
    if (absl::Status status = runPhase(number, batch, votes); !status.ok())
      return status;
    if (votes.isShort)
      return absl::OkStatus();
  }
  auto finished =
      shares->finish(phases.front().grad.batchSize() * ranks->size(), joined);
  if (!finished.ok())
    return finished.status();
  whole = std::move(*finished);
  apply->setRateFactor(rateFactor);
  std::vector<HostArray> none;
  return apply->run(none);
}

} // namespace sinter

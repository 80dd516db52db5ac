// Trainer.cpp: epochs of training steps, with validation, checkpoints and an
// end.
#include "driver/train/Trainer.h"

#include "codegen/WriteFile.h"
#include "driver/Reported.h"
#include "ir/Ops.h"

#include "absl/strings/str_cat.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"

#include <chrono>
#include <cmath>
#include <cstring>
#include <utility>

namespace sinter {

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

absl::Status appendTo(const std::string &path, llvm::StringRef text,
                      llvm::sys::fs::OpenFlags flags) {
  if (path == "-") { // a stream of its own would close it
    llvm::outs() << text;
    llvm::outs().flush();
    return absl::OkStatus();
  }
  std::error_code error;
  llvm::raw_fd_ostream file(path, error, flags);
  if (!error) {
    file << text;
    file.close();
    error = file.error();
    file.clear_error();
  }
  return error ? absl::UnavailableError(absl::StrCat("cannot write `", path,
                                                     "`: ", error.message()))
               : absl::OkStatus();
}

} // namespace

Trainer::Trainer(TrainingProgram &trainingProgram,
                 const TrainingData &trainingData, const Ranks &allRanks,
                 TrainingStep trainingStep, EntryCall evaluateCall,
                 WholeSet &wholeSet, TrainerOptions trainerOptions)
    : program(trainingProgram), data(trainingData), ranks(allRanks),
      step(std::move(trainingStep)), evaluate(std::move(evaluateCall)),
      set(wholeSet), options(std::move(trainerOptions)),
      checkpoints(options.outputFolder, program), learnt(data.train()) {}

absl::StatusOr<std::unique_ptr<Trainer>>
Trainer::create(TrainingProgram &program, llvm::StringRef model,
                const std::vector<Port> &inputs, const TrainingData &data,
                WholeSet &set, WholeSet *shares, const Ranks &ranks,
                TrainerOptions options) {
  auto step = TrainingStep::create(program, model, inputs, ranks, shares);
  if (!step.ok())
    return step.status();
  absl::StatusOr<EntryCall> evaluate =
      EntryCall::create(*program.find("evaluate", model), inputs);
  if (!evaluate.ok())
    return evaluate.status();
  if (set.results() != step->quantities())
    return absl::InternalError(
        "`evaluate` reports something else than the training step");
  return std::unique_ptr<Trainer>(
      new Trainer(program, data, ranks, std::move(*step), std::move(*evaluate),
                  set, std::move(options)));
}

/// The first state: a new one, or that of a run that goes on.
absl::Status Trainer::begin() {
  int64_t values = 0;
  for (const Quantity &quantity : quantities())
    values += quantity.values;
  RunFacts facts{options.seed,  learnt.set->batchSize(),  ranks.size(),
                 learnt.size(), data.validation().size(), quantities().vec(),
                 options.step,  data.fingerprint()};
  record.positions.assign(ranks.size(), 0);
  record.sums.assign(values, 0);
  record.rateFactor = 1;
  if (options.resumes) {
    absl::StatusOr<RunFile> found = checkpoints.resume(facts);
    if (!found.ok())
      return found.status();
    record = std::move(found->records.front());
    options.compareStep(found->facts.step);
    compareData(found->facts.data, facts.data);
    if (absl::Status status = changeMonitor(); !status.ok())
      return status;
  } else if (ranks.rank() == 0) {
    if (absl::Status status = checkpoints.start(facts); !status.ok())
      return status;
  }
  record.monitor = options.monitor.str();
  record.rateFactor = options.rateFactor.value_or(record.rateFactor);
  position = record.positions[ranks.rank()];
  if (const StateTensor *tensor = program.findTensor(kSeedParameter)) {
    HostArray seed(tensor->type);
    std::memcpy(seed.bytes.data(), &options.seed, sizeof(options.seed));
    program.state().setValue(*tensor, seed);
  }
  if (ranks.rank() != 0 || options.jsonFile.empty())
    return absl::OkStatus();
  std::string lines;
  for (const EpochRecord &epoch : record.history)
    lines += epochLine(epoch, quantities());
  return appendTo(options.jsonFile, lines, llvm::sys::fs::OF_None);
}

/// Says what differs between the data of a run that goes on and what it had.
void Trainer::compareData(const DataFingerprint &saved,
                          const DataFingerprint &now) {
  const std::string changes = dataChanges(saved, now);
  if (!changes.empty() && ranks.rank() == 0)
    options.warn(absl::StrCat(
        "the data is another than that of the run in `", options.outputFolder,
        "`: ", changes,
        "; the run goes on with the data as it is now, and keeps what it was "
        "judged by before; if that is not meant, stop it, and resume it with "
        "the data it had, or begin another from its weights: `--weights ",
        options.outputFolder, "/last.safetensors --output DIR`"));
}

/// Null where no epoch is.
static const EpochRecord *bestOf(const std::vector<EpochRecord> &history) {
  for (const EpochRecord &epoch : llvm::reverse(history))
    if (epoch.isBest)
      return &epoch;
  return nullptr;
}

/// What tells the best epoch of a run that goes on: what did before, unless
/// another is asked for.
absl::Status Trainer::keepMonitor() {
  if (options.isMonitorAsked || record.monitor.empty())
    return absl::OkStatus();
  auto same = Monitor::choose(record.monitor, quantities(), {});
  if (same.ok())
    options.monitor = std::move(*same);
  return same.status();
}

/// The epochs so far by the monitor of now, and the best value.
std::pair<std::vector<EpochRecord>, std::optional<double>>
Trainer::judgeHistory() const {
  std::vector<EpochRecord> judged = record.history;
  std::optional<double> best;
  for (EpochRecord &epoch : judged) {
    epoch.isBest = options.monitor.isBetter(monitoredValue(epoch), best);
    if (epoch.isBest)
      best = monitoredValue(epoch);
  }
  return {std::move(judged), best};
}

/// The best epoch stays the one whose weights there are, though another was
/// better.
void Trainer::stayWith(const EpochRecord &kept, const std::string &before,
                       const EpochRecord &better) {
  const double value = monitoredValue(kept);
  if (ranks.rank() == 0)
    options.warn(absl::StrCat(
        "by `", record.monitor, "`, epoch ", better.epoch, " was the best (",
        monitoredValue(better), "), but the weights were kept of epoch ",
        kept.epoch, before.empty() ? "" : ", the best by `" + before + "`",
        ": `best.safetensors` stays that (", value,
        ") until an epoch is better"));
  record.best = std::isfinite(value) ? std::optional(value) : std::nullopt;
}

/// Judges the epochs of a run that goes on anew, where another value is to tell
/// the best. The weights are kept of one, and are those of the state of
/// another: a third stays the best in name only, so the first is kept.
absl::Status Trainer::changeMonitor() {
  if (absl::Status status = keepMonitor(); !status.ok())
    return status;
  const std::string before =
      std::exchange(record.monitor, options.monitor.str());
  if (before == record.monitor)
    return absl::OkStatus();
  auto [judged, best] = judgeHistory();
  const EpochRecord *kept = bestOf(record.history), *found = bestOf(judged);
  const bool isKept = !found || (kept && found->epoch == kept->epoch);
  const bool isState =
      !isKept && found->epoch == record.epochs && record.epochSteps == 0;
  if (isKept || isState) {
    record.history = std::move(judged);
    record.best = best;
  } else if (kept) {
    stayWith(*kept, before, *found);
  }
  const EpochRecord *now = bestOf(record.history);
  record.epochsSinceBest = record.epochs - (now ? now->epoch : 0);
  record.epochsSinceReduction =
      std::min(record.epochsSinceReduction, record.epochsSinceBest);
  if (!isState || ranks.rank() != 0)
    return absl::OkStatus();
  absl::Status status = checkpoints.saveBest();
  return status.ok() ? checkpoints.saveLast(record) : status;
}

std::vector<int64_t> Trainer::ownOrder() const {
  const std::vector<int64_t> order =
      epochOrder(learnt.indices, record.epochs, options.seed);
  if (ranks.size() == 1)
    return order;
  // Of each joined batch, and of each micro-batch of it, every rank has as many
  // examples as its own takes.
  std::vector<int64_t> own;
  const auto size =
      static_cast<size_t>(learnt.set->batchSize() / options.rounds);
  for (size_t i = 0; i < order.size(); ++i)
    if (i / size % static_cast<size_t>(ranks.size()) ==
        static_cast<size_t>(ranks.rank()))
      own.push_back(order[i]);
  return own;
}

void Trainer::takeSnapshot() {
  const sinter_training *state = program.state().handle();
  const char *bytes = static_cast<const char *>(state->data);
  snapshot.state.assign(bytes, bytes + state->bytes);
  snapshot.position = position;
  snapshot.epochSteps = record.epochSteps;
}

void Trainer::warn(const std::vector<std::string> &messages) {
  for (const std::string &message : messages)
    if (!llvm::is_contained(damaged, message)) {
      damaged.push_back(message);
      options.warn(message);
    }
}

absl::Status Trainer::runStep(Batch &batch, TrainingStep::Votes &votes) {
  votes.isShort = batch.examples < learnt.set->batchSize();
  votes.stops = options.isStopped();
  if (absl::Status status = step.run(batch.inputs, record.rateFactor, votes);
      !status.ok() || votes.isShort)
    return status;
  position = batch.end;
  ++record.step;
  ++record.epochSteps;
  for (auto [sum, value] : llvm::zip_equal(record.sums, step.values()))
    sum += value;
  return absl::OkStatus();
}

/// Whether all floats of the training state are numbers.
static bool isStateFinite(TrainingProgram &program) {
  const auto *state = static_cast<const char *>(program.state().handle()->data);
  return llvm::all_of(program.tensors(), [&](const StateTensor &tensor) {
    return tensor.type.element != ElementType::f32 ||
           areFinite({reinterpret_cast<const float *>(state + tensor.offset),
                      static_cast<size_t>(tensor.type.count())});
  });
}

/// The same answer on every rank. The losses alone do not tell: they need not
/// feel every weight in every step.
absl::StatusOr<bool> Trainer::isFinite(llvm::ArrayRef<double> values,
                                       bool looksAtState) {
  // The losses are those of all ranks already.
  if (!step.areLossesFinite(values))
    return false;
  if (!looksAtState)
    return true;
  double broken = isStateFinite(program) ? 0 : 1;
  if (absl::Status status = ranks.sum(llvm::MutableArrayRef(broken));
      !status.ok())
    return status;
  return broken == 0;
}

/// The rest of an epoch, unless it is stopped.
absl::Status Trainer::runEpoch() {
  // So often that going back costs little, so rarely that copying does.
  constexpr int64_t stepsBetweenSnapshots = 64;
  const Clock::time_point begin = Clock::now();
  const double before = record.seconds;
  const int64_t stepsBefore = record.epochSteps;
  const int64_t joined = learnt.set->batchSize() * ranks.size();
  const std::vector<int64_t> order = ownOrder();
  BatchLoader loader(*learnt.set, order, position, learnt.set->batchSize());
  takeSnapshot();
  TrainingStep::Votes votes;
  while (!votes.isShort && !votes.stops) {
    std::optional<Batch> batch = loader.next();
    if (!batch)
      batch.emplace();
    warn(batch->damaged);
    if (absl::Status status = runStep(*batch, votes); !status.ok())
      return status;
    record.seconds = before + secondsSince(begin);
    if (votes.isShort)
      break;
    const bool takesSnapshot =
        record.epochSteps - snapshot.epochSteps == stepsBetweenSnapshots;
    absl::StatusOr<bool> isSound =
        isFinite(step.values(), /*looksAtState=*/takesSnapshot);
    if (!isSound.ok())
      return isSound.status();
    if (!*isSound)
      return stopAtNonFinite(order);
    loader.recycle(std::move(*batch));
    std::vector<double> means = record.sums;
    for (double &mean : means)
      mean /= static_cast<double>(record.epochSteps);
    options.onStep(
        {record.epochs + 1, record.epochSteps, learnt.size() / joined,
         record.seconds,
         static_cast<double>((record.epochSteps - stepsBefore) * joined) /
             (record.seconds - before),
         means});
    if (takesSnapshot)
      takeSnapshot();
  }
  isStopped = votes.stops;
  absl::StatusOr<bool> isSound = isFinite({}, /*looksAtState=*/true);
  if (!isSound.ok())
    return isSound.status();
  return *isSound ? absl::OkStatus() : stopAtNonFinite(order);
}

/// Goes back to the last state that was sound, and from there to the step that
/// is not, which is explained.
absl::Status Trainer::stopAtNonFinite(const std::vector<int64_t> &order) {
  char *state = static_cast<char *>(program.state().handle()->data);
  std::memcpy(state, snapshot.state.data(), snapshot.state.size());
  BatchLoader loader(*learnt.set, order, snapshot.position,
                     learnt.set->batchSize());
  for (int64_t done = snapshot.epochSteps;; ++done) {
    std::optional<Batch> batch = loader.next();
    if (!batch || batch->examples < learnt.set->batchSize())
      return absl::InternalError(
          "a step gave values that are not finite, but not when it was done "
          "again: is a file of the data being changed?");
    std::vector<char> before(state, state + snapshot.state.size());
    TrainingStep::Votes votes;
    if (absl::Status status = step.run(batch->inputs, record.rateFactor, votes);
        !status.ok())
      return status;
    absl::StatusOr<bool> isSound =
        isFinite(step.values(), /*looksAtState=*/true);
    if (!isSound.ok())
      return isSound.status();
    if (*isSound) {
      loader.recycle(std::move(*batch));
      continue;
    }
    if (ranks.rank() == 0)
      options.warn(absl::StrCat("step ", done + 1, " of epoch ",
                                record.epochs + 1,
                                " gives values that are not finite; looking "
                                "for the first op that does"));
    std::memcpy(state, before.data(), before.size());
    if (step.isToBlame() || step.call().meetsOthers())
      return options.explain(batch->inputs, step.call());
    // One that is to blame ends all, once it has said why.
    const absl::Status status = ranks.meet();
    return status.ok() ? alreadyReported() : status;
  }
}

double Trainer::monitoredValue(const EpochRecord &epoch) const {
  return isValidated() ? epoch.validation[options.monitor.place]
                       : epoch.train[options.monitor.place];
}

/// Whether the epoch is the best, and what follows for the learning rate.
void Trainer::judge(EpochRecord &epoch) {
  const double value = monitoredValue(epoch);
  epoch.isBest = options.monitor.isBetter(value, record.best);
  if (epoch.isBest) {
    record.best = value;
    record.epochsSinceBest = record.epochsSinceReduction = 0;
    return;
  }
  ++record.epochsSinceBest;
  ++record.epochsSinceReduction;
  if (options.plateau > 0 && record.epochsSinceReduction >= options.plateau) {
    record.rateFactor *= options.plateauFactor;
    record.epochsSinceReduction = 0;
  }
}

absl::Status Trainer::finishEpoch() {
  if (record.epochSteps == 0)
    return absl::InvalidArgumentError(absl::StrCat(
        "`", learnt.set->path().str(), "`: so many of the ", learnt.size(),
        " examples to learn from are damaged that no batch of ",
        learnt.set->batchSize() * ranks.size(),
        " is full; `--check-data` counts them"));
  const Clock::time_point begin = Clock::now();
  EpochRecord epoch;
  epoch.epoch = ++record.epochs;
  epoch.step = record.step;
  epoch.rateFactor = record.rateFactor;
  for (double sum : record.sums)
    epoch.train.push_back(sum / static_cast<double>(record.epochSteps));
  auto validation =
      evaluateOver(data.validation(), evaluate, set, ranks,
                   [&](const std::string &message) { warn({message}); });
  if (!validation.ok())
    return validation.status();
  epoch.validation = std::move(*validation);
  judge(epoch);
  epoch.seconds = record.seconds + secondsSince(begin);
  record.epochSteps = 0;
  record.seconds = 0;
  position = 0;
  llvm::fill(record.sums, 0.0);
  record.history.push_back(epoch);
  if (epoch.isBest && ranks.rank() == 0)
    if (absl::Status status = checkpoints.saveBest(); !status.ok())
      return status;
  if (absl::Status status = save(); !status.ok())
    return status;
  options.onEpoch(epoch);
  if (ranks.rank() != 0 || options.jsonFile.empty())
    return absl::OkStatus();
  return appendTo(options.jsonFile, epochLine(epoch, quantities()),
                  llvm::sys::fs::OF_Append);
}

absl::Status Trainer::save() {
  std::vector<double> positions(ranks.size());
  positions[ranks.rank()] = static_cast<double>(position);
  if (absl::Status status = ranks.sum(llvm::MutableArrayRef(positions));
      !status.ok())
    return status;
  record.positions.assign(positions.begin(), positions.end());
  if (ranks.rank() == 0)
    if (absl::Status status = checkpoints.saveLast(record); !status.ok())
      return status;
  return ranks.meet();
}

absl::StatusOr<TrainingOutcome> Trainer::run() {
  if (absl::Status status = begin(); !status.ok())
    return status;
  using End = TrainingOutcome::End;
  TrainingOutcome outcome;
  while (record.epochs < options.epochs) {
    if (options.patience > 0 && record.epochsSinceBest >= options.patience) {
      outcome.end = End::NoGain;
      break;
    }
    absl::Status status = runEpoch();
    if (status.ok())
      status = isStopped ? save() : finishEpoch();
    if (!status.ok())
      return status;
    if (isStopped) {
      outcome.end = End::Stopped;
      break;
    }
  }
  for (const EpochRecord &epoch : record.history)
    if (epoch.isBest)
      outcome.bestEpoch = epoch.epoch;
  if (auto test = data.test();
      test && outcome.end != End::Stopped && record.best) {
    if (absl::Status status = checkpoints.loadBest(); !status.ok())
      return status;
    auto values =
        evaluateOver(*test, evaluate, set, ranks,
                     [&](const std::string &message) { warn({message}); });
    if (!values.ok())
      return values.status();
    outcome.test = std::move(*values);
  }
  outcome.damagedFiles = static_cast<int64_t>(damaged.size());
  outcome.record = record;
  return outcome;
}

} // namespace sinter

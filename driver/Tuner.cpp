// Tuner.cpp: see Tuner.h.
//
// Candidates come nearest to the table's tiles first, so that little time helps
// most. Each is timed in turns with the best so far, so that what else runs on
// the machine slows both; it is given up where it falls far behind. At last the
// best one meets the table's tiles for longer, since the luckiest of a hundred
// looks faster than it is.
#include "driver/Tuner.h"

#include "driver/KernelTrial.h"
#include "passes/Schedules.h"

#include "absl/strings/str_cat.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/raw_ostream.h"

#include <algorithm>
#include <chrono>

using namespace mlir;

namespace sinter {

namespace {

double now() {
  return std::chrono::duration<double>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

struct Times {
  std::vector<double> all;

  double median() const {
    std::vector<double> sorted = all;
    auto middle = sorted.begin() + sorted.size() / 2;
    std::nth_element(sorted.begin(), middle, sorted.end());
    return *middle;
  }
  double least() const { return *std::min_element(all.begin(), all.end()); }
};

struct Duel {
  Times first, second;

  /// Of the second over the first, in the worse of two views.
  double gain() const {
    return std::min(first.median() / second.median(),
                    first.least() / second.least());
  }
};

/// Times both in turns; stops early where the second is far behind.
Duel duel(KernelTrial &trial, TrialCode &first, TrialCode &second,
          int shortRounds, double seconds) {
  constexpr int fewest = 3, most = 60;
  constexpr double farBehind = 0.92;
  Duel times;
  const double end = now() + seconds;
  for (int round = 0; round < shortRounds || (round < most && now() < end);
       ++round) {
    times.first.all.push_back(trial.time(first));
    times.second.all.push_back(trial.time(second));
    if (round + 1 == fewest &&
        times.first.least() / times.second.least() < farBehind)
      break;
  }
  return times;
}

/// `direct layer1.0.conv1: 1x56x56x64`
std::string describe(KernelOp kernel) {
  std::string text;
  llvm::raw_string_ostream out(text);
  out << *kernel.getStrategy() << " " << kernel.getName() << ": ";
  llvm::interleave(
      cast<RankedTensorType>(kernel.getResult(0).getType()).getShape(), out,
      "x");
  llvm::erase_if(text, [](char c) { return c == '\n' || c == '\r'; });
  return text;
}

/// What is known of the kernel, or that the table's tiles are the first of all.
TuningEntry entryOf(const TunableKernel &kernel, TargetAttr target,
                    const TuningDatabase &database) {
  const TuningEntry *known = database.find(kernel.key, target.getName());
  const auto alternatives = static_cast<int64_t>(kernel.tiles.size());
  TuningEntry entry;
  // Another version may try other tiles, in another order.
  if (known && known->alternatives == alternatives &&
      (!known->tiles || llvm::is_contained(kernel.tiles, known->tiles)))
    entry = *known;
  else
    entry.measured = 1;
  entry.key = kernel.key;
  entry.target = target.getName().str();
  entry.alternatives = alternatives;
  entry.description = describe(kernel.kernel);
  return entry;
}

bool isFinished(const TuningEntry &entry) {
  return entry.measured == entry.alternatives;
}

class KernelTuning {
public:
  KernelTuning(const TunableKernel &kernel, KernelTrial &trial,
               const TunerOptions &options)
      : kernel(kernel), trial(trial), options(options) {}

  /// Goes on from `entry` until `end`.
  absl::Status run(TuningEntry &entry, double end, double allEnd);

private:
  absl::Status prepare(const TuningEntry &entry);
  absl::Status tryNext(DictionaryAttr tiles);
  void conclude(TuningEntry &entry);

  const TunableKernel &kernel;
  KernelTrial &trial;
  const TunerOptions &options;
  std::optional<TrialCode> table, best; ///< no `best`: the table's
  double gain = 1;                      ///< of the best over the table's
};

absl::Status KernelTuning::prepare(const TuningEntry &entry) {
  auto made = trial.compile(kernel.tiles.front());
  if (!made.ok())
    return made.status();
  if (!*made)
    return absl::InternalError(absl::StrCat("kernel `", describe(kernel.kernel),
                                            "` cannot be compiled by itself"));
  table = std::move(*made);
  if (!entry.tiles)
    return absl::OkStatus();
  auto known = trial.compile(entry.tiles);
  if (!known.ok())
    return known.status();
  best = std::move(*known);
  gain = entry.tableTime / entry.bestTime;
  return absl::OkStatus();
}

absl::Status KernelTuning::tryNext(DictionaryAttr tiles) {
  auto made = trial.compile(tiles);
  if (!made.ok())
    return made.status();
  if (!*made || !trial.agree(**made, *table))
    return absl::OkStatus();
  constexpr int rounds = 7;
  constexpr double seconds = 0.02, worthMore = 1.005;
  const double over =
      duel(trial, best ? *best : *table, **made, rounds, seconds).gain();
  if (over > worthMore) {
    best = std::move(*made);
    gain *= over;
  }
  return absl::OkStatus();
}

void KernelTuning::conclude(TuningEntry &entry) {
  constexpr int rounds = 15;
  constexpr double seconds = 0.15;
  const Duel last = duel(trial, *table, best ? *best : *table, rounds, seconds);
  entry.tableTime = last.first.median();
  constexpr double clockStep = 0.1; // microseconds, and what a call adds
  const bool pays = best && last.gain() >= kLeastGain &&
                    entry.tableTime - last.second.median() > clockStep;
  entry.tiles = pays ? best->tiles : nullptr;
  entry.bestTime = pays ? last.second.median() : entry.tableTime;
}

absl::Status KernelTuning::run(TuningEntry &entry, double end, double allEnd) {
  if (absl::Status status = prepare(entry); !status.ok())
    return status;
  while (!isFinished(entry) && now() < end && !options.isStopped()) {
    if (absl::Status status = tryNext(kernel.tiles[entry.measured]);
        !status.ok())
      return status;
    ++entry.measured;
    options.onProgress(entry, gain, allEnd - now());
  }
  conclude(entry);
  return absl::OkStatus();
}

/// One kernel's share of the time.
absl::Status tuneKernel(const TunableKernel &kernel, TargetAttr target,
                        TuningDatabase &database, const TunerOptions &options,
                        double end, double allEnd) {
  TuningEntry entry = entryOf(kernel, target, database);
  auto trial = KernelTrial::create(kernel.kernel, target, options.modelBytes,
                                   options.seed);
  if (!trial.ok())
    return trial.status();
  KernelTuning tuning(kernel, **trial, options);
  if (absl::Status status = tuning.run(entry, end, allEnd); !status.ok())
    return status;
  options.onKernel(entry);
  database.set(std::move(entry));
  return database.write(options.path);
}

} // namespace

std::vector<TunableKernel> tunableKernels(ModuleOp planned,
                                          const EntrySignature &entry,
                                          const std::vector<double> &times) {
  const TargetAttr target = TargetAttr::of(planned);
  std::vector<TunableKernel> kernels;
  llvm::StringMap<size_t> places;
  size_t launch = 0;
  for (KernelOp kernel :
       planned.lookupSymbol<func::FuncOp>(entry.symbol).getOps<KernelOp>()) {
    if (!kernel.getSymbol())
      continue; // a view, which computes nothing
    std::string key = scheduleKey(kernel, target);
    auto [place, isNew] = places.try_emplace(key, kernels.size());
    if (isNew)
      kernels.push_back({kernel, key, tilesAround(kernel, target), {}, 0});
    TunableKernel &tunable = kernels[place->second];
    tunable.launches.push_back(launch);
    tunable.time += times[launch++];
  }
  llvm::erase_if(kernels, [](const TunableKernel &kernel) {
    return kernel.tiles.size() < 2;
  });
  llvm::stable_sort(kernels,
                    [](const TunableKernel &a, const TunableKernel &b) {
                      return a.time > b.time;
                    });
  return kernels;
}

absl::Status tuneKernels(const std::vector<TunableKernel> &kernels,
                         TargetAttr target, TuningDatabase &database,
                         const TunerOptions &options) {
  const double end = now() + options.seconds;
  // What kernels with few tiles leave over is shared again.
  for (bool isMoreLeft = true; isMoreLeft;) {
    std::vector<const TunableKernel *> unfinished;
    double share = 0;
    for (const TunableKernel &kernel : kernels)
      if (!isFinished(entryOf(kernel, target, database))) {
        unfinished.push_back(&kernel);
        share += kernel.time;
      }
    for (const TunableKernel *kernel : unfinished) {
      if (now() >= end || options.isStopped())
        return absl::OkStatus();
      const double until = now() + (end - now()) * kernel->time / share;
      share -= kernel->time;
      if (absl::Status status =
              tuneKernel(*kernel, target, database, options, until, end);
          !status.ok())
        return status;
    }
    isMoreLeft = !unfinished.empty();
  }
  return absl::OkStatus();
}

static bool isTuned(const TunableKernel &kernel, TargetAttr target,
                    const TuningDatabase &database) {
  const TuningEntry *entry = database.find(kernel.key, target.getName());
  return entry && entry->tiles;
}

/// Leaves a tuned kernel with the table's tiles.
static void drop(const TunableKernel &kernel, TargetAttr target,
                 TuningDatabase &database) {
  TuningEntry entry = *database.find(kernel.key, target.getName());
  entry.tiles = nullptr;
  entry.bestTime = entry.tableTime;
  database.set(std::move(entry));
}

bool isAnyTuned(const std::vector<TunableKernel> &kernels, TargetAttr target,
                const TuningDatabase &database) {
  return llvm::any_of(kernels, [&](const TunableKernel &kernel) {
    return isTuned(kernel, target, database);
  });
}

size_t dropWhatDoesNotHold(const std::vector<TunableKernel> &kernels,
                           TargetAttr target, TuningDatabase &database,
                           const std::vector<double> &table,
                           const std::vector<double> &tuned) {
  constexpr double leastGain = 1.01;
  size_t dropped = 0;
  for (const TunableKernel &kernel : kernels) {
    auto sum = [&](const std::vector<double> &times) {
      double total = 0;
      for (size_t launch : kernel.launches)
        total += times[launch];
      return total;
    };
    if (!isTuned(kernel, target, database) ||
        sum(table) >= leastGain * sum(tuned))
      continue;
    drop(kernel, target, database);
    ++dropped;
  }
  return dropped;
}

void dropAll(const std::vector<TunableKernel> &kernels, TargetAttr target,
             TuningDatabase &database) {
  for (const TunableKernel &kernel : kernels)
    if (isTuned(kernel, target, database))
      drop(kernel, target, database);
}

} // namespace sinter

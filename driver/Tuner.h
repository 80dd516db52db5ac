// Tuner.h: measures the tiles around the table's choice for the kernels of an
// entry.
#ifndef SINTER_DRIVER_TUNER_H
#define SINTER_DRIVER_TUNER_H

#include "driver/Entry.h"
#include "driver/TuningDatabase.h"
#include "ir/Ops.h"

#include "absl/status/statusor.h"

#include <functional>
#include <string>
#include <vector>

namespace sinter {

/// A kernel that has tiles to choose, once for all its launches.
struct TunableKernel {
  KernelOp kernel;
  std::string key;
  std::vector<mlir::DictionaryAttr> tiles; ///< the table's first
  std::vector<size_t> launches;            ///< among those of the entry
  double time = 0; ///< microseconds of all launches in a call
};

/// Tuning pays from this on: what is less may be noise, and would fill the
/// database.
inline constexpr double kLeastGain = 1.03;

/// The tunable kernels of an entry of a planned module, which has the table's
/// schedules; those that take most time first. `times` are those of its
/// launches.
std::vector<TunableKernel> tunableKernels(mlir::ModuleOp planned,
                                          const EntrySignature &entry,
                                          const std::vector<double> &times);

struct TunerOptions {
  double seconds;                  ///< how long to measure
  uint64_t modelBytes;             ///< weights and workspace
  uint64_t seed;                   ///< of the kernels' inputs
  std::string path;                ///< where the database is kept
  std::function<bool()> isStopped; ///< asked between measurements
  /// Told after each measurement; `gain` is that of the best tiles so far.
  std::function<void(const TuningEntry &, double gain, double secondsLeft)>
      onProgress;
  /// Told when a kernel's share of the time is over.
  std::function<void(const TuningEntry &)> onKernel;
};

/// Measures what `database` has not got, shares the time among the kernels as
/// they share the model's, and writes the database after each kernel. Times
/// out, or stops where `isStopped` says so, with a database that is right.
absl::Status tuneKernels(const std::vector<TunableKernel> &kernels,
                         TargetAttr target, TuningDatabase &database,
                         const TunerOptions &options);

/// Whether the database has other tiles than the table's for one of them.
bool isAnyTuned(const std::vector<TunableKernel> &kernels, TargetAttr target,
                const TuningDatabase &database);

/// Takes back the tiles of kernels that are not faster in the model: `tuned`
/// are times of its launches as `table` are. Returns how many.
size_t dropWhatDoesNotHold(const std::vector<TunableKernel> &kernels,
                           TargetAttr target, TuningDatabase &database,
                           const std::vector<double> &table,
                           const std::vector<double> &tuned);

/// Takes back the tiles of all of them.
void dropAll(const std::vector<TunableKernel> &kernels, TargetAttr target,
             TuningDatabase &database);

} // namespace sinter

#endif // SINTER_DRIVER_TUNER_H

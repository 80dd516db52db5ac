// EntryCall.h: an entry that trains or evaluates, called on a batch of
// examples.
#ifndef SINTER_DRIVER_TRAIN_ENTRYCALL_H
#define SINTER_DRIVER_TRAIN_ENTRYCALL_H

#include "driver/Entry.h"
#include "driver/train/RunRecord.h"

#include "absl/status/statusor.h"

#include <optional>

namespace sinter {

/// The input of entries that update parameters: a factor of all learning rates.
inline constexpr llvm::StringLiteral rateFactorName = "rate_factor";
/// The first output of `grad`, and what `apply` takes: all derivatives, one
/// array. Where several losses are minimized, a number follows, and each `grad`
/// takes those before its own.
inline constexpr llvm::StringLiteral gradientsName = "gradients";

class EntryCall {
public:
  /// `data` are the inputs that a batch holds, by their names, in its order.
  /// `runner` outlives the call.
  static absl::StatusOr<EntryCall> create(EntryRunner &runner,
                                          const std::vector<Port> &data);

  /// Examples of a batch that it takes.
  int64_t batchSize() const { return batch; }
  /// Losses and reports, in the order of the text.
  const std::vector<Quantity> &quantities() const { return results; }

  /// The C function.
  const std::string &symbol() const { return runner->signature().symbol; }

  /// Whether a call waits for those of the other processes.
  bool meetsOthers() const { return runner->signature().meetsOthers; }

  void setRateFactor(double factor);
  /// What `grad` gives, which other entries take by its name.
  HostArray &gradients() { return outputs.front(); }
  const std::string &gradientsPort() const {
    return runner->signature().outputs.front().name;
  }
  /// The argument of this name that no batch holds; null without one.
  HostArray *argument(llvm::StringRef name);
  /// The argument of this name in a call on `batch`; null without one.
  const HostArray *argument(llvm::StringRef name,
                            const std::vector<HostArray> &batch) const;
  /// Calls the entry on a batch, which is given back unchanged.
  absl::Status run(std::vector<HostArray> &batch);
  /// The values of all quantities after a call, one behind the other.
  std::vector<double> values() const;

private:
  bool givesGradients() const { return runner->signature().kind == "grad"; }

  EntryRunner *runner = nullptr;
  std::vector<HostArray> arguments, outputs;
  /// For each argument, which array of a batch it is.
  std::vector<std::optional<size_t>> sources;
  std::vector<Quantity> results;
  int64_t batch = 0;
};

} // namespace sinter

#endif // SINTER_DRIVER_TRAIN_ENTRYCALL_H

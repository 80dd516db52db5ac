// KernelTrial.h: one kernel under several tiles, on buffers of its own.
#ifndef SINTER_DRIVER_KERNELTRIAL_H
#define SINTER_DRIVER_KERNELTRIAL_H

#include "driver/Loader.h"
#include "ir/Ops.h"

#include "absl/status/statusor.h"

#include <memory>
#include <optional>
#include <vector>

namespace sinter {

/// A kernel compiled with some tiles.
struct TrialCode {
  mlir::DictionaryAttr tiles;
  std::unique_ptr<LoadedModel> code;
  void *function = nullptr;
  int32_t tasks = 1;
  AlignedBytes scratch;
};

/// Buffers hold random numbers; what is not a float holds zeros, which are
/// indices of everything. Before each call that is timed the caches are brought
/// to the state in which a model leaves them: as many bytes as it has are read,
/// then the result, whose place in the workspace others have just used, and the
/// operands other than weights, which were just computed.
class KernelTrial {
public:
  /// `modelBytes`: weights and workspace of the model that the kernel is from.
  static absl::StatusOr<std::unique_ptr<KernelTrial>>
  create(KernelOp kernel, TargetAttr target, uint64_t modelBytes,
         uint64_t seed);

  /// The kernel with these tiles; nothing where no code can be made of them.
  absl::StatusOr<std::optional<TrialCode>> compile(mlir::DictionaryAttr tiles);

  /// Whether `code` computes what `other` does, up to the rounding of sums in
  /// another order.
  bool agree(TrialCode &code, TrialCode &other);

  /// Microseconds of one call.
  double time(TrialCode &code);

private:
  KernelTrial(KernelOp kernel, TargetAttr target)
      : kernel(kernel), target(target) {}
  absl::Status allocate(uint64_t modelBytes, uint64_t seed);
  void call(TrialCode &code);
  std::vector<double> resultOf(TrialCode &code);

  KernelOp kernel;
  TargetAttr target;
  AlignedBytes others;               ///< the rest of the model
  std::vector<AlignedBytes> buffers; ///< operands, then the result
  std::vector<void *> addresses;     ///< of the buffers
  std::vector<size_t> computed;      ///< operands that are not weights
};

} // namespace sinter

#endif // SINTER_DRIVER_KERNELTRIAL_H

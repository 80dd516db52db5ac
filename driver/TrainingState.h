// TrainingState.h: the training state of a loaded model, in memory of ours.
#ifndef SINTER_DRIVER_TRAININGSTATE_H
#define SINTER_DRIVER_TRAININGSTATE_H

#include "driver/HostArray.h"
#include "driver/Loader.h"

#include "mlir/IR/BuiltinOps.h"

#include <memory>
#include <string>
#include <vector>

namespace sinter {

/// A parameter in the training state.
struct StateTensor {
  std::string name; ///< its path
  ArrayType type;
  uint64_t offset;
};

/// The parameters of what is planned, sorted by name; none where nothing
/// trains.
absl::StatusOr<std::vector<StateTensor>>
stateOf(llvm::ArrayRef<mlir::ModuleOp> planned);

/// The functions `TEXT_training_...` and what they work on.
class TrainingState {
public:
  /// Parameters have their first values, under `seed`. `model`, which trains,
  /// outlives the state.
  static absl::StatusOr<std::unique_ptr<TrainingState>>
  create(const LoadedModel &model, uint64_t seed);

  /// Everything as after `create`.
  absl::Status start(uint64_t seed);
  /// As the C functions: a file is whole or as it was, a state likewise.
  absl::Status save(const std::string &path) const;
  absl::Status load(const std::string &path);

  /// What entries take as their first argument.
  const sinter_training *handle() const { return &training; }
  size_t bytes() const { return memory.size(); }

  HostArray value(const StateTensor &tensor) const;
  /// `value` has the tensor's type.
  void setValue(const StateTensor &tensor, const HostArray &value);

private:
  explicit TrainingState(const LoadedModel &loadedModel) : model(loadedModel) {}

  const LoadedModel &model;
  AlignedBytes memory;
  sinter_training training{};
};

} // namespace sinter

#endif // SINTER_DRIVER_TRAININGSTATE_H

// TrainingState.cpp: calls of the functions that own a training state.
#include "driver/TrainingState.h"

#include "codegen/PlannedModel.h"

#include "absl/strings/str_cat.h"

#include <cstring>

namespace sinter {

absl::StatusOr<std::vector<StateTensor>>
stateOf(llvm::ArrayRef<mlir::ModuleOp> planned) {
  absl::StatusOr<PlannedModel> plan = readPlan(planned);
  if (!plan.ok())
    return plan.status();
  std::vector<StateTensor> tensors;
  for (const StateParameter &parameter : plan->state)
    tensors.push_back(
        {parameter.name, arrayType(parameter.type), parameter.offset});
  return tensors;
}

absl::StatusOr<std::unique_ptr<TrainingState>>
TrainingState::create(const LoadedModel &model, uint64_t seed) {
  absl::StatusOr<void *> size = model.function(model.name() + "_training_size");
  if (!size.ok())
    return size.status();
  absl::StatusOr<AlignedBytes> memory = AlignedBytes::allocate(
      reinterpret_cast<size_t (*)()>(*size)(), "training state");
  if (!memory.ok())
    return memory.status();
  std::unique_ptr<TrainingState> state(new TrainingState(model));
  state->memory = std::move(*memory);
  if (absl::Status status = state->start(seed); !status.ok())
    return status;
  return state;
}

absl::Status TrainingState::start(uint64_t seed) {
  absl::StatusOr<void *> init = model.function(model.name() + "_training_init");
  if (!init.ok())
    return init.status();
  using Function = sinter_status (*)(sinter_training *, void *, uint64_t);
  const sinter_status status =
      reinterpret_cast<Function>(*init)(&training, memory.data(), seed);
  return status == SINTER_OK ? absl::OkStatus()
                             : absl::InternalError(sinter_status_text(status));
}

absl::Status TrainingState::save(const std::string &path) const {
  absl::StatusOr<void *> save = model.function(model.name() + "_training_save");
  if (!save.ok())
    return save.status();
  using Function = sinter_status (*)(const sinter_training *, const char *);
  const sinter_status status =
      reinterpret_cast<Function>(*save)(&training, path.c_str());
  return status == SINTER_OK
             ? absl::OkStatus()
             : absl::UnavailableError(
                   absl::StrCat("`", path, "`: ", sinter_status_text(status)));
}

absl::Status TrainingState::load(const std::string &path) {
  absl::StatusOr<void *> load = model.function(model.name() + "_training_load");
  if (!load.ok())
    return load.status();
  using Function = sinter_status (*)(sinter_training *, const char *);
  const sinter_status status =
      reinterpret_cast<Function>(*load)(&training, path.c_str());
  return status == SINTER_OK
             ? absl::OkStatus()
             : absl::InvalidArgumentError(
                   absl::StrCat("`", path, "`: ", sinter_status_text(status)));
}

HostArray TrainingState::value(const StateTensor &tensor) const {
  HostArray array(tensor.type);
  std::memcpy(array.bytes.data(), memory.data() + tensor.offset,
              tensor.type.byteCount());
  return array;
}

void TrainingState::setValue(const StateTensor &tensor,
                             const HostArray &value) {
  std::memcpy(memory.data() + tensor.offset, value.bytes.data(),
              tensor.type.byteCount());
}

} // namespace sinter

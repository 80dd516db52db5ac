// TrainingProgram.cpp: the entries of a loaded model that train, on one state.
#include "driver/TrainingProgram.h"

#include "llvm/ADT/STLExtras.h"

namespace sinter {

absl::StatusOr<std::unique_ptr<TrainingProgram>>
TrainingProgram::create(const LoadedModel &model,
                        llvm::ArrayRef<mlir::ModuleOp> planned, uint64_t seed,
                        int threads) {
  auto program = std::make_unique<TrainingProgram>();
  auto tensors = stateOf(planned);
  if (!tensors.ok())
    return tensors.status();
  program->stateTensors = std::move(*tensors);
  if (program->stateTensors.empty())
    return absl::InvalidArgumentError(
        "nothing trains here; `export` a `train_step`");
  auto state = TrainingState::create(model, seed);
  if (!state.ok())
    return state.status();
  program->trainingState = std::move(*state);
  absl::StatusOr<std::vector<EntrySignature>> entries = entriesOf(planned);
  if (!entries.ok())
    return entries.status();
  for (EntrySignature &entry : *entries) {
    if (!entry.readsState)
      continue;
    auto runner = EntryRunner::create(model, std::move(entry), threads,
                                      program->trainingState.get());
    if (!runner.ok())
      return runner.status();
    program->runners.push_back(std::move(*runner));
  }
  return program;
}

EntryRunner *TrainingProgram::find(llvm::StringRef kind,
                                   llvm::StringRef model) {
  for (const std::unique_ptr<EntryRunner> &runner : runners)
    if (runner->signature().kind == kind &&
        (model.empty() || runner->signature().model == model))
      return runner.get();
  return nullptr;
}

const StateTensor *TrainingProgram::findTensor(llvm::StringRef name) const {
  auto found = llvm::find_if(stateTensors, [&](const StateTensor &tensor) {
    return tensor.name == name;
  });
  return found == stateTensors.end() ? nullptr : &*found;
}

} // namespace sinter

// StartWeights.h: training that begins with given weights.
#ifndef SINTER_DRIVER_TRAIN_STARTWEIGHTS_H
#define SINTER_DRIVER_TRAIN_STARTWEIGHTS_H

#include "driver/BindWeights.h"
#include "driver/TrainingProgram.h"

namespace sinter {

/// The state that a call of `entry` begins with: as the initialisers start it
/// under `options.seed`, with the weights of the file, if there is one. `model`
/// outlives it; `tensors` are those of its state. For one of several models
/// that were trained together, the file may be theirs.
absl::StatusOr<std::unique_ptr<TrainingState>>
startState(const LoadedModel &model, llvm::ArrayRef<StateTensor> tensors,
           const EntrySignature &entry, const WeightOptions &options);

/// Gives the parameters of the program's state the values of the file, all of
/// them or those that `options.only` matches. The file must hold each that is
/// wanted, in its shape; without a pattern it holds no others. Optimizer state
/// stays as it is. On an error the state is unchanged.
absl::Status startFromWeights(TrainingProgram &program,
                              const WeightOptions &options);

/// The same for one of the models that a `train` block trains, or learns from,
/// together: those whose paths begin with `model`. The file may be of that
/// model alone, whose paths do without.
absl::Status startModelFromWeights(TrainingProgram &program,
                                   llvm::StringRef model,
                                   const std::string &file);

} // namespace sinter

#endif // SINTER_DRIVER_TRAIN_STARTWEIGHTS_H

// TrainingProgram.h: the entries of a loaded model that train, on one state.
//
//   auto program = TrainingProgram::create(model, compilation.modules(),
//                                          /*seed=*/0, /*threads=*/2);
//   EntryRunner *step = (*program)->find("train_step", "LeNet5");
//   std::vector<HostArray> reports = step->makeOutputs();
//   step->run({images, labels, rateFactor}, reports);
//   (*program)->state().save("lenet5.safetensors");
#ifndef SINTER_DRIVER_TRAININGPROGRAM_H
#define SINTER_DRIVER_TRAININGPROGRAM_H

#include "driver/Entry.h"

namespace sinter {

class TrainingProgram {
public:
  /// `model`, compiled from `planned`, outlives the program and has entries
  /// that train. Each entry has its own workspace and `threads` threads.
  static absl::StatusOr<std::unique_ptr<TrainingProgram>>
  create(const LoadedModel &model, llvm::ArrayRef<mlir::ModuleOp> planned,
         uint64_t seed, int threads);

  /// The entry of this kind (`train_step`, `evaluate`, `grad`, `apply`,
  /// `predict`) of the model or training that the text calls `model`; any's,
  /// where that is empty. The first of several, and null where there is none.
  EntryRunner *find(llvm::StringRef kind, llvm::StringRef model = "");
  const std::vector<std::unique_ptr<EntryRunner>> &entries() const {
    return runners;
  }

  TrainingState &state() { return *trainingState; }
  /// Parameters, optimizer state and the rest, sorted by name.
  const std::vector<StateTensor> &tensors() const { return stateTensors; }
  /// The one called `name`; null where there is none.
  const StateTensor *findTensor(llvm::StringRef name) const;

private:
  std::unique_ptr<TrainingState> trainingState;
  std::vector<StateTensor> stateTensors;
  std::vector<std::unique_ptr<EntryRunner>> runners;
};

} // namespace sinter

#endif // SINTER_DRIVER_TRAININGPROGRAM_H

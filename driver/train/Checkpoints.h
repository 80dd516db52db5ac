// Checkpoints.h: the folder that a training run leaves.
//
//   last.safetensors   the state after the last epoch, or where it was stopped
//   best.safetensors   the state after the best one
//   run.json           what belongs to `last` (RunRecord.h)
//   curves.csv, curves.svg
#ifndef SINTER_DRIVER_TRAIN_CHECKPOINTS_H
#define SINTER_DRIVER_TRAIN_CHECKPOINTS_H

#include "driver/TrainingProgram.h"
#include "driver/train/RunRecord.h"

namespace sinter {

class Checkpoints {
public:
  Checkpoints(std::string folder, TrainingProgram &program)
      : folder(std::move(folder)), program(program) {}

  /// Makes the folder, in which no run may lie, for a run with `facts`.
  absl::Status start(const RunFacts &facts);
  /// Loads the last state into the program and gives the facts of its run,
  /// which must be the same but for the step, with its record.
  absl::StatusOr<RunFile> resume(const RunFacts &facts);

  /// Files stay whole if the program is killed at any moment.
  absl::Status saveLast(const RunRecord &record);
  absl::Status saveBest();
  absl::Status loadBest();

  std::string at(llvm::StringRef name) const;

private:
  absl::StatusOr<int64_t> stepOfState() const;

  std::string folder;
  TrainingProgram &program;
  RunFile file;
};

} // namespace sinter

#endif // SINTER_DRIVER_TRAIN_CHECKPOINTS_H

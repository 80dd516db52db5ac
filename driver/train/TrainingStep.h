// TrainingStep.h: one step of training on a batch, or on the parts of it that
// several processes have.
#ifndef SINTER_DRIVER_TRAIN_TRAININGSTEP_H
#define SINTER_DRIVER_TRAIN_TRAININGSTEP_H

#include "driver/TrainingProgram.h"
#include "driver/train/EntryCall.h"
#include "driver/train/Ranks.h"

namespace sinter {

/// A process that is alone calls `train_step`. Of several, each calls `grad` on
/// its part; the mean of all derivatives goes through one sum over the ranks,
/// and every rank calls `apply` on it.
class TrainingStep {
public:
  /// `model` is the name of the `train` block. All arguments outlive the step.
  static absl::StatusOr<TrainingStep> create(TrainingProgram &program,
                                             llvm::StringRef model,
                                             const std::vector<Port> &data,
                                             const Ranks &ranks);

  const std::vector<Quantity> &quantities() const {
    return first->quantities();
  }

  /// What the ranks tell each other beside the derivatives.
  struct Votes {
    bool isShort = false; ///< a rank has no full batch left
    bool stops = false;   ///< a rank was asked to stop
  };
  /// Trains on the batch if every rank has one. Sets `votes` to those of any
  /// rank.
  absl::Status run(std::vector<HostArray> &batch, double rateFactor,
                   Votes &votes);

  /// Losses and reports of the last step: means over the ranks, and those of
  /// this rank.
  const std::vector<double> &values() const { return means; }
  const std::vector<double> &ownValues() const { return own; }

private:
  absl::Status runTogether(std::vector<HostArray> &batch, double rateFactor,
                           Votes &votes);

  const Ranks *ranks = nullptr;
  std::optional<EntryCall> first, apply; ///< train_step, or grad and apply
  std::vector<double> means, own;
  std::vector<float> buffer; ///< derivatives, values, votes
};

} // namespace sinter

#endif // SINTER_DRIVER_TRAIN_TRAININGSTEP_H

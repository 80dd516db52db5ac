// TrainingStep.h: one step of training on a batch, or on the parts of it that
// several processes have.
#ifndef SINTER_DRIVER_TRAIN_TRAININGSTEP_H
#define SINTER_DRIVER_TRAIN_TRAININGSTEP_H

#include "driver/TrainingProgram.h"
#include "driver/train/EntryCall.h"
#include "driver/train/Ranks.h"
#include "driver/train/WholeSet.h"

namespace sinter {

/// A process that is alone calls `train_step`. Of several, each calls `grad` on
/// its share of the batch; the derivatives go through one sum over the ranks,
/// and every rank calls `apply` on what they come to. That is their mean where
/// the loss is one over the examples. Else there is an entry for its parts
/// (passes/JoinBatches.h): the ranks tell each other what it gives, before
/// `grad` of each computes its share of the derivatives, which add up.
///
/// Of several losses each has a `grad`, which takes what the derivatives of
/// those before came to: a sum over the ranks for each.
///
/// Where `grad` has statistics of the whole batch, the ranks meet inside of it,
/// once for each. So no rank calls it before all know that each has a batch.
class TrainingStep {
public:
  /// `model` is the name of the `train` block; `shares` are of its `grad`, and
  /// null for a process that is alone. All arguments outlive the step.
  static absl::StatusOr<TrainingStep>
  create(TrainingProgram &program, llvm::StringRef model,
         const std::vector<Port> &data, const Ranks &ranks, WholeSet *shares);

  const std::vector<Quantity> &quantities() const {
    return shares ? shares->results() : alone->quantities();
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

  /// Losses and reports of the last step, on the batch of all ranks.
  const std::vector<double> &values() const { return whole; }
  /// Whether the losses among `values` are numbers.
  bool areLossesFinite(llvm::ArrayRef<double> values) const;
  /// Whether it is this rank's examples that the last step is not finite for,
  /// or none's alone, and this is the first rank.
  bool isToBlame() const { return blamed; }
  /// Whether the ranks meet inside of the functions that take examples: a rank
  /// that evaluates one waits for the others.
  bool meetsOthers() const;
  /// The function that takes examples, as it was called last; of several the
  /// first that was not finite, if any was.
  const EntryCall &call() const {
    return alone ? *alone : phases[blamedPhase].grad;
  }

private:
  /// What is done for one loss.
  struct Phase {
    EntryCall grad;
    std::optional<EntryCall> parts; ///< where the loss is no mean
  };

  absl::Status addPhase(TrainingProgram &program, EntryRunner &grad,
                        const std::vector<Port> &data);
  absl::Status vote(Votes &votes) const;
  absl::Status shareParts(Phase &phase, std::vector<HostArray> &batch,
                          Votes &votes);
  absl::Status runPhase(size_t number, std::vector<HostArray> &batch,
                        Votes &votes);
  absl::Status runTogether(std::vector<HostArray> &batch, double rateFactor,
                           Votes &votes);

  bool isOwnBroken(const Phase &phase, llvm::ArrayRef<float> derivatives) const;
  void blame(size_t number, bool isOwn, bool isAny);
  llvm::ArrayRef<SetPart> partsOf(size_t number) const;
  void appendValues(size_t number, bool isEmpty);
  void takeValues(size_t number, llvm::ArrayRef<float> sums);
  void handOn(size_t number, llvm::ArrayRef<float> derivatives);

  const Ranks *ranks = nullptr;
  WholeSet *shares = nullptr;
  std::optional<EntryCall> alone; ///< train_step
  std::vector<Phase> phases;      ///< of several processes, in their order
  std::optional<EntryCall> apply;
  std::vector<double> whole, own;          ///< values, and what a function gave
  std::vector<std::vector<double>> joined; ///< by parts of `shares`
  bool blamed = true, isBlameKnown = false;
  size_t blamedPhase = 0;
  std::vector<float> buffer; ///< derivatives, values, votes
};

/// Whether all are numbers.
bool areFinite(llvm::ArrayRef<float> values);

} // namespace sinter

#endif // SINTER_DRIVER_TRAIN_TRAININGSTEP_H

// TrainProgress.h: how `sinter train` shows where it is.
#pragma once

#include "driver/train/Trainer.h"

namespace sinter {

/// `loss 0.3312  accuracy 0.8790`; what has several values is left out.
std::string valuesText(llvm::ArrayRef<double> values,
                       llvm::ArrayRef<Quantity> quantities);

/// A bar that is drawn over and over while someone looks on, and a line for
/// each epoch.
class TrainProgress {
public:
  void showStep(const StepProgress &step, llvm::ArrayRef<Quantity> quantities);
  void printEpoch(const EpochRecord &epoch, int64_t epochs,
                  llvm::ArrayRef<Quantity> quantities, bool isValidated);
  /// Takes the bar away.
  void clear();

private:
  bool isShown = false;
  double shownAt = 0; ///< seconds of the epoch
};

} // namespace sinter

// Evaluation.h: losses and metrics over a whole set of examples.
#ifndef SINTER_DRIVER_TRAIN_EVALUATION_H
#define SINTER_DRIVER_TRAIN_EVALUATION_H

#include "driver/data/TrainingData.h"
#include "driver/train/EntryCall.h"
#include "driver/train/Ranks.h"
#include "driver/train/WholeSet.h"

namespace sinter {

/// What the results that `evaluate` gives in parts are for all of `examples`,
/// which the ranks share. Damaged files are named through `warn`.
///
/// Each example counts once, also in a last batch that is not full: where m
/// examples and n - m copies of the last of them give a mean v, a batch of n
/// copies gives c, and n v - (n - m) c is the sum over the m. What no parts
/// tell is the mean over full batches, or is that of the only one.
absl::StatusOr<std::vector<double>>
evaluateOver(const Examples &examples, EntryCall &evaluate, WholeSet &set,
             const Ranks &ranks,
             llvm::function_ref<void(const std::string &)> warn);

} // namespace sinter

#endif // SINTER_DRIVER_TRAIN_EVALUATION_H

// Evaluation.h: losses and metrics over a whole set of examples.
#ifndef SINTER_DRIVER_TRAIN_EVALUATION_H
#define SINTER_DRIVER_TRAIN_EVALUATION_H

#include "driver/data/TrainingData.h"
#include "driver/train/EntryCall.h"
#include "driver/train/Ranks.h"

namespace sinter {

/// The mean of each value that `evaluate` gives over `examples`, which the
/// ranks share. Damaged files are named through `warn`.
///
/// Each example counts once, also in a last batch that is not full: with m
/// examples and n - m copies of the last of them it gives v, a batch of n
/// copies gives c, and n v - (n - m) c is the sum over the m. That is exact for
/// whatever is a mean or a sum over examples; what is not (F1, AUC) is the mean
/// over batches.
absl::StatusOr<std::vector<double>>
evaluateOver(const Examples &examples, EntryCall &evaluate, const Ranks &ranks,
             llvm::function_ref<void(const std::string &)> warn);

} // namespace sinter

#endif // SINTER_DRIVER_TRAIN_EVALUATION_H

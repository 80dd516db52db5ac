// Evaluation.cpp: losses and metrics over a whole set of examples.
#include "driver/train/Evaluation.h"

#include "driver/data/BatchLoader.h"

namespace sinter {

namespace {

/// Adds `weight` times what the entry gives for the batch.
absl::Status addValues(EntryCall &evaluate, std::vector<HostArray> &batch,
                       double weight, std::vector<double> &sums) {
  if (absl::Status status = evaluate.run(batch); !status.ok())
    return status;
  for (auto [sum, value] : llvm::zip_equal(sums, evaluate.values()))
    sum += weight * value;
  return absl::OkStatus();
}

} // namespace

absl::StatusOr<std::vector<double>>
evaluateOver(const Examples &examples, EntryCall &evaluate, const Ranks &ranks,
             llvm::function_ref<void(const std::string &)> warn) {
  const DataSet &set = *examples.set;
  const int64_t size = evaluate.batchSize();
  std::vector<int64_t> own; // every so many batches one is this rank's
  for (int64_t i = 0; i < examples.size(); ++i)
    if (i / size % ranks.size() == ranks.rank())
      own.push_back(examples.indices[i]);
  std::vector<double> sums(evaluate.values().size());
  int64_t count = 0;
  BatchLoader loader(set, std::move(own), 0, size);
  while (std::optional<Batch> batch = loader.next()) {
    for (const std::string &message : batch->damaged)
      warn(message);
    const int64_t filled = batch->examples;
    count += filled;
    absl::Status status;
    if (filled > 0) {
      set.repeatRow(filled - 1, filled, size, batch->inputs);
      status =
          addValues(evaluate, batch->inputs, static_cast<double>(size), sums);
    }
    if (status.ok() && filled > 0 && filled < size) {
      set.repeatRow(filled - 1, 0, filled - 1, batch->inputs);
      status = addValues(evaluate, batch->inputs,
                         -static_cast<double>(size - filled), sums);
    }
    if (!status.ok())
      return status;
    loader.recycle(std::move(*batch));
  }
  sums.push_back(static_cast<double>(count));
  if (absl::Status status = ranks.sum(llvm::MutableArrayRef(sums));
      !status.ok())
    return status;
  const double all = sums.back();
  sums.pop_back();
  for (double &sum : sums)
    sum /= all;
  return sums;
}

} // namespace sinter

// Evaluation.cpp: losses and metrics over a whole set of examples.
#include "driver/train/Evaluation.h"

#include "driver/data/BatchLoader.h"

#include "absl/strings/str_cat.h"

namespace sinter {

namespace {

using Kind = SetPart::Kind;

/// The parts of the batches so far, of this rank or of all.
class PartSums {
public:
  PartSums(const WholeSet &set, const EntryCall &evaluate)
      : parts(set.parts()), quantities(evaluate.quantities()),
        rows(evaluate.batchSize()), sums(parts.size()), fulls(parts.size()) {
    for (auto [part, quantity] : llvm::enumerate(quantities))
      if (parts[part].kind != Kind::Rows) {
        sums[part].resize(quantity.values);
        fulls[part].resize(quantity.values);
      }
  }

  /// Whether copies that fill a batch must be taken away again.
  bool areSums() const {
    return llvm::any_of(parts, [](const SetPart &part) {
      return part.kind == Kind::Sum || part.kind == Kind::Mean;
    });
  }

  void addBatch(llvm::ArrayRef<double> values, int64_t filled);
  /// `count` copies of an example were too many; `values` are of a batch of it.
  void takeCopies(llvm::ArrayRef<double> values, int64_t count);
  absl::Status join(const Ranks &ranks, int64_t size);
  /// The values of each part for all examples.
  std::vector<std::vector<double>> finish() const;

  int64_t examples = 0;

private:
  llvm::ArrayRef<double> takeValues(size_t part,
                                    llvm::ArrayRef<double> &values) const;

  const std::vector<SetPart> &parts;
  const std::vector<Quantity> &quantities;
  const int64_t rows;
  std::vector<std::vector<double>> sums;
  std::vector<std::vector<double>> fulls; ///< sums over full batches
  int64_t batches = 0, fullBatches = 0;
};

llvm::ArrayRef<double>
PartSums::takeValues(size_t part, llvm::ArrayRef<double> &values) const {
  llvm::ArrayRef<double> own = values.take_front(quantities[part].values);
  values = values.drop_front(own.size());
  return own;
}

void addTo(std::vector<double> &sums, llvm::ArrayRef<double> values,
           double weight) {
  for (auto [sum, value] : llvm::zip_equal(sums, values))
    sum += weight * value;
}

void PartSums::addBatch(llvm::ArrayRef<double> values, int64_t filled) {
  examples += filled;
  ++batches;
  fullBatches += filled == rows;
  for (size_t part = 0; part < parts.size(); ++part) {
    llvm::ArrayRef<double> own = takeValues(part, values);
    switch (parts[part].kind) {
    case Kind::Rows:
      llvm::append_range(sums[part],
                         own.take_front(own.size() / rows * filled));
      break;
    case Kind::Sum:
      addTo(sums[part], own, 1);
      break;
    case Kind::Mean:
      addTo(sums[part], own, static_cast<double>(rows));
      break;
    case Kind::Same:
    case Kind::Batch:
      addTo(sums[part], own, 1);
      if (filled == rows)
        addTo(fulls[part], own, 1);
      break;
    }
  }
}

void PartSums::takeCopies(llvm::ArrayRef<double> values, int64_t count) {
  for (size_t part = 0; part < parts.size(); ++part) {
    llvm::ArrayRef<double> own = takeValues(part, values);
    const auto copies = static_cast<double>(count);
    if (parts[part].kind == Kind::Sum)
      addTo(sums[part], own, -copies / static_cast<double>(rows));
    if (parts[part].kind == Kind::Mean)
      addTo(sums[part], own, -copies);
  }
}

/// Rows are put where their examples are among all `size`, whose batches the
/// ranks have in turns; or, where damaged ones are missing, in the order of the
/// ranks.
absl::Status PartSums::join(const Ranks &ranks, int64_t size) {
  if (ranks.size() == 1)
    return absl::OkStatus();
  std::vector<double> counts(ranks.size());
  counts[ranks.rank()] = static_cast<double>(examples);
  if (absl::Status status = ranks.sum(llvm::MutableArrayRef(counts));
      !status.ok())
    return status;
  int64_t before = 0, all = 0;
  for (auto [rank, count] : llvm::enumerate(counts)) {
    before +=
        static_cast<int>(rank) < ranks.rank() ? static_cast<int64_t>(count) : 0;
    all += static_cast<int64_t>(count);
  }
  std::vector<double> buffer = {static_cast<double>(batches),
                                static_cast<double>(fullBatches)};
  for (size_t part = 0; part < parts.size(); ++part) {
    if (parts[part].kind == Kind::Rows) {
      const int64_t width = quantities[part].values / rows;
      std::vector<double> own = std::move(sums[part]);
      sums[part].assign(width * all, 0);
      for (int64_t i = 0; i < examples; ++i) {
        const int64_t batch = i / rows * ranks.size() + ranks.rank();
        const int64_t place =
            all == size ? batch * rows + i % rows : before + i;
        llvm::copy(llvm::ArrayRef(own).slice(i * width, width),
                   sums[part].begin() + place * width);
      }
    }
    llvm::append_range(buffer, sums[part]);
    llvm::append_range(buffer, fulls[part]);
  }
  if (absl::Status status = ranks.sum(llvm::MutableArrayRef(buffer));
      !status.ok())
    return status;
  examples = all;
  auto next = buffer.begin();
  batches = static_cast<int64_t>(*next++);
  fullBatches = static_cast<int64_t>(*next++);
  for (size_t part = 0; part < parts.size(); ++part)
    for (std::vector<double> *values : {&sums[part], &fulls[part]})
      for (double &value : *values)
        value = *next++;
  return absl::OkStatus();
}

std::vector<std::vector<double>> PartSums::finish() const {
  std::vector<std::vector<double>> all = sums;
  for (size_t part = 0; part < parts.size(); ++part) {
    const Kind kind = parts[part].kind;
    double count = 1;
    if (kind == Kind::Mean)
      count = static_cast<double>(examples);
    if (kind == Kind::Same || kind == Kind::Batch) {
      all[part] = fullBatches > 0 ? fulls[part] : sums[part];
      count = static_cast<double>(fullBatches > 0 ? fullBatches : batches);
    }
    for (double &value : all[part])
      value /= count;
  }
  return all;
}

} // namespace

absl::StatusOr<std::vector<double>>
evaluateOver(const Examples &examples, EntryCall &evaluate, WholeSet &set,
             const Ranks &ranks,
             llvm::function_ref<void(const std::string &)> warn) {
  const DataSet &data = *examples.set;
  const int64_t size = evaluate.batchSize();
  std::vector<int64_t> own; // every so many batches one is this rank's
  for (int64_t i = 0; i < examples.size(); ++i)
    if (i / size % ranks.size() == ranks.rank())
      own.push_back(examples.indices[i]);
  PartSums sums(set, evaluate);
  BatchLoader loader(data, std::move(own), 0, size);
  while (std::optional<Batch> batch = loader.next()) {
    for (const std::string &message : batch->damaged)
      warn(message);
    const int64_t filled = batch->examples;
    absl::Status status;
    if (filled > 0) {
      data.repeatRow(filled - 1, filled, size, batch->inputs);
      status = evaluate.run(batch->inputs);
      if (status.ok())
        sums.addBatch(evaluate.values(), filled);
    }
    if (status.ok() && filled > 0 && filled < size && sums.areSums()) {
      data.repeatRow(filled - 1, 0, filled - 1, batch->inputs);
      status = evaluate.run(batch->inputs);
      if (status.ok())
        sums.takeCopies(evaluate.values(), size - filled);
    }
    if (!status.ok())
      return status;
    loader.recycle(std::move(*batch));
  }
  if (absl::Status status = sums.join(ranks, examples.size()); !status.ok())
    return status;
  if (examples.size() > 0 && sums.examples == 0)
    return absl::InvalidArgumentError(
        absl::StrCat("`", data.path().str(), "`: all of the ", examples.size(),
                     " examples to validate or test with are damaged"));
  return set.finish(sums.examples, sums.finish());
}

} // namespace sinter

// data-test.cpp: what the readers of data sets deliver, written down, and the
// properties that splits and orders must have.
//
//   data-test PATH FOLDER [LABEL]    examples for image: f32[4, 6, 5, 1] and
//                                    label: i32[4], in the order of the files,
//                                    as FOLDER/{train,test}-{image,label}.npy
//   data-test sampling               exits with 1 where a property is broken
#include "codegen/WriteFile.h"
#include "driver/Npy.h"
#include "driver/data/BatchLoader.h"
#include "driver/data/TrainingData.h"

#include "absl/strings/str_cat.h"
#include "llvm/ADT/STLExtras.h"

#include <numeric>

using namespace sinter;

namespace {

int fail(const std::string &what) {
  llvm::errs() << "error: " << what << "\n";
  return 1;
}

Port makePort(const char *name, ArrayType type) {
  Port port;
  port.name = name;
  port.type = std::move(type);
  return port;
}

const std::vector<Port> inputs = {
    makePort("image", {ElementType::f32, {4, 6, 5, 1}}),
    makePort("label", {ElementType::i32, {4}})};

/// All rows of an input, from as many batches as they take.
struct Rows {
  HostArray array;

  explicit Rows(const Port &port) : array(port.type) {
    array.type.shape[0] = 0;
    array.bytes.clear();
  }
  void append(const HostArray &batch, int64_t rows) {
    const auto bytes =
        static_cast<int64_t>(batch.bytes.size()) / batch.type.shape[0];
    array.bytes.insert(array.bytes.end(), batch.bytes.begin(),
                       batch.bytes.begin() + rows * bytes);
    array.type.shape[0] += rows;
  }
};

absl::Status writeRows(const Examples &examples, const std::string &prefix) {
  std::vector<Rows> rows(inputs.begin(), inputs.end());
  BatchLoader loader(*examples.set, examples.indices, 0,
                     examples.set->batchSize());
  while (std::optional<Batch> batch = loader.next()) {
    for (auto [all, some] : llvm::zip_equal(rows, batch->inputs))
      all.append(some, batch->examples);
    loader.recycle(std::move(*batch));
  }
  for (auto [port, all] : llvm::zip_equal(inputs, rows))
    if (absl::Status status =
            writeFileAtomically(absl::StrCat(prefix, port.name, ".npy"),
                                {llvm::StringRef(npyBytes(all.array))});
        !status.ok())
      return status;
  return absl::OkStatus();
}

int show(const std::string &path, const std::string &folder,
         const std::string &label) {
  absl::StatusOr<TrainingData> data =
      TrainingData::load({path, label, std::nullopt, 0}, inputs);
  if (!data.ok())
    return fail(std::string(data.status().message()));
  for (const absl::Status &status :
       {writeRows(data->train(), folder + "/train-"),
        writeRows(data->validation(), folder + "/test-")})
    if (!status.ok())
      return fail(std::string(status.message()));
  return 0;
}

int checkSampling() {
  std::vector<int64_t> labels;
  for (int64_t i = 0; i < 1000; ++i)
    labels.push_back(i % 10 == 0 ? 1 : i % 3 == 0 ? 2 : 0);
  const Split split = stratifiedSplit(1000, labels, 0.2, 7);
  std::vector<int64_t> joined = split.train;
  llvm::append_range(joined, split.validation);
  llvm::sort(joined);
  std::vector<int64_t> all(1000);
  std::iota(all.begin(), all.end(), 0);
  if (joined != all)
    return fail("a split loses or repeats examples");
  auto countsOf = [&](const std::vector<int64_t> &examples) {
    std::vector<int64_t> counts(3);
    for (int64_t example : examples)
      ++counts[labels[example]];
    return counts;
  };
  const auto before = countsOf(all), kept = countsOf(split.validation);
  for (auto [whole, part] : llvm::zip_equal(before, kept))
    if (part != (whole + 2) / 5)
      return fail(absl::StrCat("of ", whole, " examples of a class, ", part,
                               " validate instead of a fifth"));
  if (stratifiedSplit(1000, labels, 0.2, 7).validation != split.validation ||
      stratifiedSplit(1000, labels, 0.2, 8).validation == split.validation)
    return fail("a split is no function of the seed");

  const auto first = epochOrder(all, 0, 7), second = epochOrder(all, 1, 7);
  auto sorted = first;
  llvm::sort(sorted);
  if (sorted != all || first == all || first == second)
    return fail("an epoch's order is no random permutation of its own");
  if (epochOrder(all, 0, 7) != first || epochOrder(all, 0, 8) == first)
    return fail("an epoch's order is no function of the seed");
  // Where an example comes to lie is uniform: of 1000 orders the mean place of
  // example 3 is within five deviations (289 / sqrt(1000)) of the middle.
  double sum = 0;
  for (int64_t epoch = 0; epoch < 1000; ++epoch) {
    const auto order = epochOrder(all, epoch, 1);
    sum += static_cast<double>(llvm::find(order, 3) - order.begin());
  }
  if (std::abs(sum / 1000 - 499.5) > 5 * 9.13)
    return fail(absl::StrCat("the mean place of an example is ", sum / 1000));

  double weighted = 0;
  for (auto [count, weight] : llvm::zip_equal(before, classWeights(before)))
    weighted += static_cast<double>(count) * weight;
  if (std::abs(weighted - 1000) > 1e-9)
    return fail("class weights do not average 1");
  if (classWeights({1, 0, 3}) != std::vector<double>{2, 0, 2.0 / 3})
    return fail("a class that does not occur counts among the classes");
  return 0;
}

} // namespace

int main(int argc, char **argv) {
  if (argc == 2 && std::string(argv[1]) == "sampling")
    return checkSampling();
  if (argc < 3)
    return fail("usage: data-test PATH FOLDER [LABEL] | data-test sampling");
  return show(argv[1], argv[2], argc > 3 ? argv[3] : "");
}

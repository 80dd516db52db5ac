// Sampling.cpp: which examples are learnt from, and in which order.
#include "driver/data/Sampling.h"

#include "driver/RandomStream.h"

#include "absl/strings/str_cat.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/xxhash.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace sinter {

std::vector<int64_t> shuffled(std::vector<int64_t> indices,
                              llvm::StringRef name, uint64_t seed) {
  const RandomStream stream{llvm::xxh3_64bits(name), seed};
  std::vector<double> numbers(indices.size());
  stream.uniforms(0, numbers.size(), numbers.data());
  for (size_t i = indices.size(); i-- > 1;)
    std::swap(
        indices[i],
        indices[static_cast<size_t>(numbers[i] * static_cast<double>(i + 1))]);
  return indices;
}

std::vector<int64_t> epochOrder(llvm::ArrayRef<int64_t> examples, int64_t epoch,
                                uint64_t seed) {
  return shuffled(examples.vec(), absl::StrCat("sinter.epoch.", epoch), seed);
}

Split stratifiedSplit(int64_t examples, llvm::ArrayRef<int64_t> labels,
                      double fraction, uint64_t seed) {
  std::vector<int64_t> all(examples);
  std::iota(all.begin(), all.end(), 0);
  auto labelOf = [&](int64_t example) {
    return labels.empty() ? 0 : labels[example];
  };
  std::map<int64_t, int64_t> wanted;
  for (int64_t example : all)
    ++wanted[labelOf(example)];
  for (auto &[label, count] : wanted)
    count = std::llround(fraction * static_cast<double>(count));
  Split split;
  for (int64_t example : shuffled(all, "sinter.validation", seed)) {
    int64_t &left = wanted[labelOf(example)];
    (left > 0 ? split.validation : split.train).push_back(example);
    --left;
  }
  llvm::sort(split.train);
  llvm::sort(split.validation);
  return split;
}

std::vector<double> classWeights(llvm::ArrayRef<int64_t> counts) {
  const int64_t all = std::accumulate(counts.begin(), counts.end(), int64_t(0));
  const auto classes =
      static_cast<int64_t>(counts.size()) - llvm::count(counts, int64_t(0));
  std::vector<double> weights;
  for (int64_t count : counts)
    weights.push_back(count == 0 ? 0
                                 : static_cast<double>(all) /
                                       static_cast<double>(count * classes));
  return weights;
}

} // namespace sinter

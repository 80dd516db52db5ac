// Sampling.h: which examples are learnt from, and in which order.
//
// Everything is drawn from named streams of Philox4x32-10 under the seed, so
// that an order is a function of seed and epoch and can be had again.
#ifndef SINTER_DRIVER_DATA_SAMPLING_H
#define SINTER_DRIVER_DATA_SAMPLING_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <cstdint>
#include <vector>

namespace sinter {

/// `indices` in random order (Fisher and Yates), by the stream `name`.
std::vector<int64_t> shuffled(std::vector<int64_t> indices,
                              llvm::StringRef name, uint64_t seed);

/// The order of the examples in an epoch.
std::vector<int64_t> epochOrder(llvm::ArrayRef<int64_t> examples, int64_t epoch,
                                uint64_t seed);

struct Split {
  std::vector<int64_t> train, validation; ///< ascending
};

/// Keeps `fraction` of the examples of each class back, rounded to the nearest
/// number; with no labels, of all of them.
Split stratifiedSplit(int64_t examples, llvm::ArrayRef<int64_t> labels,
                      double fraction, uint64_t seed);

/// n / (classes * count): weights with which every class counts the same, and
/// whose mean over the n that are counted is 1. Classes that do not occur weigh
/// nothing and are none of the `classes`.
std::vector<double> classWeights(llvm::ArrayRef<int64_t> counts);

} // namespace sinter

#endif // SINTER_DRIVER_DATA_SAMPLING_H

// Winograd.h: the matrices of Winograd's minimal filtering F(m, 3).
//
// With B', G and A' below, the m results of a filter g of 3 taps on m + 2
// inputs d are A' ((G g) * (B' d)), where * multiplies element by element. They
// follow from the polynomial x (x^2 - p) (x^2 - q) with the points 0,
// +-sqrt(p), +-sqrt(q) and infinity (Toom and Cook; for m = 2 the points are 0,
// +-1 and infinity). For m = 4 the points are sqrt(1/2) and sqrt(2) and not 1
// and 2 as is usual: the matrices then have elements of one size, and the error
// is less than half (test/driver/winograd.test bounds it).
#pragma once

#include "llvm/ADT/ArrayRef.h"

#include <cstdint>
#include <vector>

namespace sinter {

/// The matrices for tiles of `tile` results, 2 or 4.
struct Winograd {
  explicit Winograd(int64_t tile);

  static bool hasTile(int64_t tile) { return tile == 2 || tile == 4; }

  using Matrix = std::vector<std::vector<double>>;

  int64_t tile, taps; ///< taps = tile + 2
  Matrix input;       ///< B', taps x taps
  Matrix filter;      ///< G, taps x 3
  Matrix output;      ///< A', tile x taps
};

} // namespace sinter

// Divisors.h: tiles that cut nothing.
#pragma once

#include <algorithm>
#include <cstdint>

namespace sinter {

/// The largest divisor of `number`, at least 1, that is not above `limit`; 1
/// where that is below 1.
inline int64_t largestDivisor(int64_t number, int64_t limit) {
  int64_t divisor = std::clamp<int64_t>(limit, 1, number);
  while (number % divisor != 0)
    --divisor;
  return divisor;
}

} // namespace sinter

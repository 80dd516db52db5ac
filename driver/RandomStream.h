// RandomStream.h: random numbers by index, many at a time.
//
// Number i of the stream h under seed s is a function of s, h and i alone:
// Philox4x32-10 with key s and counter (i, h). Everything after it is +, -, *,
// / and sqrt on doubles, which IEEE 754 fixes to the bit.
#ifndef SINTER_DRIVER_RANDOMSTREAM_H
#define SINTER_DRIVER_RANDOMSTREAM_H

#include <cstddef>
#include <cstdint>

namespace sinter {

struct RandomStream {
  uint64_t hash; ///< which stream
  uint64_t seed;

  /// `count` numbers from `first` on, in [0, 1), with 53 bits.
  void uniforms(uint64_t first, size_t count, double *out) const;
  /// The same from the standard normal distribution.
  void normals(uint64_t first, size_t count, double *out) const;
};

} // namespace sinter

#endif // SINTER_DRIVER_RANDOMSTREAM_H

// RandomStream.h: random numbers by index, many at a time: those of
// runtime/random.h, with the widest vectors that the processor has.
#ifndef SINTER_DRIVER_RANDOMSTREAM_H
#define SINTER_DRIVER_RANDOMSTREAM_H

#include <cstddef>
#include <cstdint>

namespace sinter {

/// `count` numbers from `first` on of the stream `hash` under `seed`.
struct RandomStream {
  uint64_t hash, seed;

  /// In [0, 1), with 53 bits.
  void uniforms(uint64_t first, size_t count, double *out) const;
  /// From the standard normal distribution.
  void normals(uint64_t first, size_t count, double *out) const;
  /// From the part of it within two deviations.
  void truncatedNormals(uint64_t first, size_t count, double *out) const;
};

} // namespace sinter

#endif // SINTER_DRIVER_RANDOMSTREAM_H

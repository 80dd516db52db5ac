// PeakRate.h: what one core can do at most.
#ifndef SINTER_DRIVER_PEAKRATE_H
#define SINTER_DRIVER_PEAKRATE_H

#include <cstdint>

namespace sinter {

/// GFLOP/s of fused multiply-adds (each counted as two) of 32-bit floats in
/// vectors of so many bits, measured on this core in some milliseconds. Vectors
/// of 128 bits multiply, then add: their target has nothing fused. The
/// processor has to have such vectors.
double measurePeakRate(int64_t vectorBits);

} // namespace sinter

#endif // SINTER_DRIVER_PEAKRATE_H

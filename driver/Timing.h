// Timing.h: how long the calls of an entry take.
#ifndef SINTER_DRIVER_TIMING_H
#define SINTER_DRIVER_TIMING_H

#include "driver/Entry.h"

namespace sinter {

struct Timing {
  double medianMs = 0, minimumMs = 0;
  int64_t repeats = 0;
};

/// Calls the entry for about `seconds`, and five times at least, after calls
/// that warm caches and are not counted.
absl::StatusOr<Timing> timeEntry(EntryRunner &runner,
                                 const std::vector<HostArray> &inputs,
                                 double seconds);

/// The median time of each launch of a kernel over such calls, in microseconds.
absl::StatusOr<std::vector<double>>
timeKernels(EntryRunner &runner, const std::vector<HostArray> &inputs,
            double seconds);

} // namespace sinter

#endif // SINTER_DRIVER_TIMING_H

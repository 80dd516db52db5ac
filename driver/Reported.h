// Reported.h: the status of an error that the user has already been told.
#ifndef SINTER_DRIVER_REPORTED_H
#define SINTER_DRIVER_REPORTED_H

#include "absl/status/status.h"

namespace sinter {

/// Diagnostics with a location are rendered where they arise; the status that
/// follows them has no text, and whoever prints statuses prints nothing for it.
inline absl::Status alreadyReported() { return absl::InvalidArgumentError(""); }

} // namespace sinter

#endif // SINTER_DRIVER_REPORTED_H

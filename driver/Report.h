// Report.h: outputs of a model as people read them.
#ifndef SINTER_DRIVER_REPORT_H
#define SINTER_DRIVER_REPORT_H

#include "driver/HostArray.h"

#include "absl/status/statusor.h"

#include <string>
#include <vector>

namespace sinter {

/// Type, range, mean and first values of an array, in two lines.
std::string outputSummary(llvm::StringRef name, const HostArray &array);

/// One label a line; empty lines at the end do not count.
absl::StatusOr<std::vector<std::string>> readLabels(llvm::StringRef path);

/// The `top` largest values along the last axis, best first, for each row
/// before it: value and label. Without labels the index stands for the label.
/// The number of labels must be the size of the axis.
absl::StatusOr<std::string> topText(llvm::StringRef name,
                                    const HostArray &array,
                                    const std::vector<std::string> &labels,
                                    int top);

} // namespace sinter

#endif // SINTER_DRIVER_REPORT_H

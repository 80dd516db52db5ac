// ImageParts.h: gradients of weights whose groups are parts of the images.
#pragma once

#include "ir/Ops.h"

namespace sinter::kernels {

/// What `[n, h, w, c]` is as `[n / parts, h, w, parts * c]`, of images n /
/// parts apart, as SplitWeightGradients makes it of `value`; else `value`
/// itself. Image i of part p is image p * (n / parts) + i.
mlir::Value imagesOf(mlir::Value value);

} // namespace sinter::kernels

// ImageParts.h: gradients of weights whose groups are parts of the images.
#pragma once

#include "ir/Ops.h"

namespace sinter::kernels {

/// What a weight's gradient sums over: `[n, h, w, c]` that lies in `count`
/// parts of n / count images each, image i of part p being p * (n / count) + i.
struct ImageParts {
  mlir::Value input, gradient;
  int count;
};

/// The images behind both operands of `op`, where SplitWeightGradients has made
/// `[n / count, h, w, count * c]` of them and `count` groups of the channels;
/// else the operands themselves, in one part.
ImageParts imagePartsOf(Conv2dWeightGradientOp op);

} // namespace sinter::kernels

// Conv2dShape.h: a convolution's numbers, as its kernels use them.
#pragma once

#include "codegen/kernels/Frame.h"

namespace sinter::kernels {

/// Input and result are `[n, y, x, channel]`, the weight is `[o, i, ky, kx]`.
struct Conv2dShape {
  explicit Conv2dShape(Conv2dOp op);

  llvm::ArrayRef<int64_t> input, weight, result;
  int strideY, strideX, dilationY, dilationX, top, left, groups, tapsY, tapsX;

  /// Coordinates in the image that tap (ky, kx) reads for a point of the
  /// result; outside of it in the padding.
  Halide::Expr y(const Point &at, Halide::Expr ky) const {
    return at[1].whole() * strideY + ky * dilationY - top;
  }
  Halide::Expr x(const Point &at, Halide::Expr kx) const {
    return at[2].whole() * strideX + kx * dilationX - left;
  }
  /// The last coordinates that any tap reads.
  int64_t lastY() const {
    return (result[1] - 1) * strideY + (tapsY - 1) * dilationY - top;
  }
  int64_t lastX() const {
    return (result[2] - 1) * strideX + (tapsX - 1) * dilationX - left;
  }
  /// Whether the border that `stored` has holds all taps in the padding.
  bool isPaddingStored(const Operand &stored) const;
};

/// The bias of a channel, or zero.
Halide::Expr biasAt(Frame &frame, Conv2dOp op, const Index &channel);

} // namespace sinter::kernels

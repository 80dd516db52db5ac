// PoolWindow.h: the taps of a pool's windows.
//
// Nothing is read outside the image, so no border is needed. A tap outside it
// reads the nearest element inside: for the maximum that element is in the
// window anyway, for the mean it counts as zero.
#pragma once

#include "codegen/kernels/Frame.h"

namespace sinter::kernels {

/// The taps of a window on `[n, h, w, c]`. `at` is the window's point in the
/// result of the pool.
struct PoolWindow {
  Halide::RDom taps; ///< (x, y)
  llvm::ArrayRef<int64_t> size, strides, padding;
  int height, width;

  template <typename PoolOp>
  explicit PoolWindow(PoolOp op)
      : size(op.getWindow()), strides(op.getStrides()),
        padding(op.getPadding()) {
    llvm::ArrayRef<int64_t> shape =
        llvm::cast<mlir::RankedTensorType>(op.getInput().getType()).getShape();
    taps = Halide::RDom(0, static_cast<int>(size[1]), 0,
                        static_cast<int>(size[0]), "tap");
    height = static_cast<int>(shape[1]);
    width = static_cast<int>(shape[2]);
  }
  /// Whether its taps are worth one expression.
  bool isSmall() const { return size[0] * size[1] <= 16; }
  bool isPadded() const {
    return llvm::any_of(padding, [](int64_t size) { return size != 0; });
  }
  Halide::Expr y(const Point &at, Halide::Expr tap) const {
    return at[1].whole() * static_cast<int>(strides[0]) + tap -
           static_cast<int>(padding[0]);
  }
  Halide::Expr x(const Point &at, Halide::Expr tap) const {
    return at[2].whole() * static_cast<int>(strides[1]) + tap -
           static_cast<int>(padding[2]);
  }
  Halide::Expr isRowInside(const Point &at, Halide::Expr tapY) const {
    Halide::Expr v = y(at, tapY);
    return v >= 0 && v < height;
  }
  Halide::Expr isColumnInside(const Point &at, Halide::Expr tapX) const {
    Halide::Expr u = x(at, tapX);
    return u >= 0 && u < width;
  }
  Point nearest(const Point &at, Halide::Expr tapX, Halide::Expr tapY) const {
    Halide::Expr v = y(at, tapY), u = x(at, tapX);
    if (isPadded()) {
      v = clamp(v, 0, height - 1);
      u = clamp(u, 0, width - 1);
    }
    return {at[0], Index{v}, Index{u}, at[3]};
  }
};

} // namespace sinter::kernels

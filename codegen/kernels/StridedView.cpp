// StridedView.cpp: see StridedView.h.
#include "codegen/kernels/StridedView.h"

namespace sinter::kernels {

using Sizes = llvm::ArrayRef<int64_t>;

static Sizes shapeOf(mlir::Value value) {
  return llvm::cast<mlir::RankedTensorType>(value.getType()).getShape();
}

/// The strides of `to` from those of `from`, an equal number of elements:
/// dimensions fall into runs of equal size on both sides, of which each has to
/// be evenly strided. None where one is not.
static std::optional<llvm::SmallVector<int64_t>>
reshaped(Sizes from, Sizes strides, Sizes to) {
  llvm::SmallVector<int64_t> result(to.size(), 0);
  size_t i = 0, j = 0;
  while (true) {
    while (i < from.size() && from[i] == 1)
      ++i;
    while (j < to.size() && to[j] == 1)
      ++j;
    if (i == from.size() || j == to.size())
      return result;
    int64_t fromSize = from[i++], toSize = to[j++];
    const size_t first = j - 1;
    while (fromSize != toSize)
      if (fromSize < toSize) {
        while (from[i] == 1)
          ++i;
        size_t before = i - 1;
        while (from[before] == 1)
          --before;
        if (strides[before] != from[i] * strides[i])
          return std::nullopt;
        fromSize *= from[i++];
      } else {
        toSize *= to[j++];
      }
    int64_t stride = strides[i - 1];
    for (size_t dim = j; dim-- > first;) {
      result[dim] = stride;
      stride *= to[dim];
    }
  }
}

std::optional<StridedView> stridedView(const Frame &frame, mlir::Value value) {
  if (const Operand *operand = frame.operand(value)) {
    if (getLayout(operand->type))
      return std::nullopt;
    StridedView view{operand};
    int64_t stride = 1;
    for (int64_t size : llvm::reverse(operand->type.getShape())) {
      view.strides.insert(view.strides.begin(), stride);
      stride *= size;
    }
    return view;
  }
  mlir::Operation *op = value.getDefiningOp();
  if (!llvm::isa<TransposeOp, SliceOp, ReshapeOp>(op))
    return std::nullopt;
  std::optional<StridedView> view = stridedView(frame, op->getOperand(0));
  if (!view)
    return std::nullopt;
  const llvm::SmallVector<int64_t> from = view->strides;
  if (auto transpose = llvm::dyn_cast<TransposeOp>(op)) {
    for (auto [i, axis] : llvm::enumerate(transpose.getPermutation()))
      view->strides[i] = from[axis];
  } else if (auto slice = llvm::dyn_cast<SliceOp>(op)) {
    for (auto [stride, start, step] : llvm::zip_equal(
             view->strides, slice.getStarts(), slice.getStrides())) {
      view->offset += start * stride;
      stride *= step;
    }
  } else {
    auto strides = reshaped(shapeOf(op->getOperand(0)), from, shapeOf(value));
    if (!strides)
      return std::nullopt;
    view->strides = *strides;
  }
  return view;
}

} // namespace sinter::kernels

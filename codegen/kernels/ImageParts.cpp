// ImageParts.cpp: see ImageParts.h.
#include "codegen/kernels/ImageParts.h"

namespace sinter::kernels {

static llvm::ArrayRef<int64_t> shapeOf(mlir::Value value) {
  return llvm::cast<mlir::RankedTensorType>(value.getType()).getShape();
}

/// `[n, h, w, c]` that `value` is as `[n / parts, h, w, parts * c]`, images n /
/// parts apart beside each other; or null.
static mlir::Value imagesOf(mlir::Value value, int64_t parts) {
  auto outer = value.getDefiningOp<ReshapeOp>();
  auto beside = outer ? outer.getInput().getDefiningOp<TransposeOp>() : nullptr;
  auto apart = beside ? beside.getInput().getDefiningOp<ReshapeOp>() : nullptr;
  if (!apart)
    return {};
  llvm::ArrayRef<int64_t> joined = shapeOf(value);
  const int64_t n = joined[0], h = joined[1], w = joined[2],
                c = joined[3] / parts;
  constexpr std::array<int64_t, 5> order = {1, 2, 3, 0, 4};
  return beside.getPermutation() == llvm::ArrayRef(order) &&
                 shapeOf(apart) == llvm::ArrayRef<int64_t>{parts, n, h, w, c} &&
                 shapeOf(apart.getInput()) ==
                     llvm::ArrayRef<int64_t>{parts * n, h, w, c}
             ? apart.getInput()
             : nullptr;
}

ImageParts imagePartsOf(Conv2dWeightGradientOp op) {
  const auto parts = static_cast<int64_t>(op.getGroups());
  mlir::Value input = imagesOf(op.getInput(), parts),
              gradient = imagesOf(op.getGradient(), parts);
  if (!input || !gradient)
    return {op.getInput(), op.getGradient(), 1};
  return {input, gradient, static_cast<int>(parts)};
}

} // namespace sinter::kernels

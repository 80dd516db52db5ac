// ImageParts.cpp: see ImageParts.h.
#include "codegen/kernels/ImageParts.h"

namespace sinter::kernels {

mlir::Value imagesOf(mlir::Value value) {
  auto outer = value.getDefiningOp<ReshapeOp>();
  auto beside = outer ? outer.getInput().getDefiningOp<TransposeOp>() : nullptr;
  auto apart = beside ? beside.getInput().getDefiningOp<ReshapeOp>() : nullptr;
  constexpr std::array<int64_t, 5> order = {1, 2, 3, 0, 4};
  return apart && beside.getPermutation() == llvm::ArrayRef(order)
             ? apart.getInput()
             : value;
}

} // namespace sinter::kernels

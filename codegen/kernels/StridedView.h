// StridedView.h: what moves make of an operand in rows, as strides.
#pragma once

#include "codegen/kernels/Frame.h"

namespace sinter::kernels {

/// Element (i, j, ...) of a value is element `offset + i * strides[0] + j *
/// strides[1] + ...` of an operand.
struct StridedView {
  const Operand *operand;
  int64_t offset = 0;
  llvm::SmallVector<int64_t> strides = {};
};

/// `value` of the region, where it is an operand in rows that transpositions,
/// slices and reshapes have moved.
std::optional<StridedView> stridedView(const Frame &frame, mlir::Value value);

} // namespace sinter::kernels

// Centred.h: sums that are zero whatever the values are.
#pragma once

#include "mlir/IR/Value.h"

namespace sinter {

/// `value` without addends whose sum over `axes` is zero, as that of x -
/// mean(x) is, times what does not change along the axes; null where none is
/// left.
///
/// A variance's gradient goes to the mean in it as such a sum, which would take
/// a trip through the image to compute to nothing but rounding.
///
/// Around the mean of several processes it is zero only for all of them
/// together. That does where `operand`, whose gradient the sum is, is the same
/// for all, for then so is what becomes of it, and the processes add that up.
mlir::Value withoutCentred(mlir::Value value, llvm::ArrayRef<int64_t> axes,
                           mlir::Value operand);

} // namespace sinter

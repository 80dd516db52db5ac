// ReceptiveField.h: how much of an image each value of a graph sees.
#ifndef SINTER_DRIVER_RECEPTIVEFIELD_H
#define SINTER_DRIVER_RECEPTIVEFIELD_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/DenseMap.h"

#include <string>

namespace sinter {

/// For each value of `entry` that depends on an image the size of the field of
/// one of its elements, as `11x11`: one number for each axis of the first
/// input of rank 3 or more, but its first (the batch) and its last (the
/// channels); `all` for an axis that is seen whole, and once where all are.
/// Fields may be larger than the image, as the field's papers count them
/// (Araujo et al. 2019).
llvm::DenseMap<mlir::Value, std::string>
receptiveFields(mlir::func::FuncOp entry);

} // namespace sinter

#endif // SINTER_DRIVER_RECEPTIVEFIELD_H

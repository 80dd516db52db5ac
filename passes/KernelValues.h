// KernelValues.h: changes to the values between kernels that several passes
// make.
#pragma once

#include "ir/Ops.h"

namespace sinter {

/// Gives `value` the layout, and all that see its type.
void setLayout(mlir::Value value, LayoutAttr layout);

/// A kernel that copies `value` into `layout`, named after what it makes.
KernelOp createCopy(mlir::OpBuilder &builder, mlir::Location loc,
                    mlir::Value value, LayoutAttr layout);

/// Whether `value` is returned, and so lies in the caller's memory.
bool isReturned(mlir::Value value);

} // namespace sinter

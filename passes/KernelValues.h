// KernelValues.h: changes to the values between kernels that several passes
// make.
#pragma once

#include "ir/TrainingState.h"

namespace sinter {

/// Gives `value` the layout, and all that see its type.
void setLayout(mlir::Value value, LayoutAttr layout);

/// A kernel that copies `value` into `layout`, named after what it makes.
KernelOp createCopy(mlir::OpBuilder &builder, mlir::Location loc,
                    mlir::Value value, LayoutAttr layout);

/// Whether `value` is returned or written to a parameter, and so lies row-major
/// in the caller's memory.
bool leavesFunction(mlir::Value value);

/// Whether the kernel whose result `write` writes may put it straight into the
/// parameter: all others that read the value from before the call run earlier,
/// and the kernel itself reads at most the element that it computes, and
/// computes it from that (of several results, another may not need it: code
/// could store before it reads).
bool canWriteInPlace(WriteOp write);

} // namespace sinter

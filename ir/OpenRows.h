// OpenRows.h: what an open dimension asks of the ops between inputs and
// outputs.
//
// `image: f32[N, 28, 28, 1]` with N from 1 to 64 is compiled at 64 rows, and a
// call at n computes the first n. That is right if result rows depend on the
// same rows of the operands and on no other: an op that reduces, moves or cuts
// axis 0 of such an operand has no meaning at n. Folded axes keep it: after a
// reshape to [N * 4, 8] an image has four rows.
#pragma once

#include "ir/Ops.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLFunctionalExtras.h"

#include <optional>
#include <string>

namespace sinter {

/// The open dimension of an entry; null where every size is known.
OpenDimensionAttr getOpenDimension(mlir::func::FuncOp function);

/// The arguments that have rows of the open dimension, and all that is computed
/// from them.
llvm::DenseSet<mlir::Value> openValues(mlir::func::FuncOp function);

/// Why `op` cannot be computed row by row of an open dimension that is at most
/// `most`; nothing where it can, and where no operand is open.
std::optional<std::string>
whyRowsMix(mlir::Operation *op, int64_t most,
           llvm::function_ref<bool(mlir::Value)> isOpen);

/// Whether `whyRowsMix` knows the op. One that it does not know is refused.
bool hasRowRule(mlir::RegisteredOperationName name);

} // namespace sinter

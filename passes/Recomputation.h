// Recomputation.h: values of the forward pass that the backward pass computes
// anew, instead of keeping them.
#pragma once

#include "mlir/IR/Operation.h"
#include "mlir/Support/LLVM.h"

namespace sinter {

/// On an op: a copy that computes anew what another op computed in the forward
/// pass. No op without it is equal, so that no pass takes the one for the
/// other.
inline constexpr llvm::StringLiteral kRecomputedAttr = "sinter.recomputed";

/// Gives the `backward` ops, which follow the `forward` ops in their block,
/// copies of what they read of the layers that `globs` match. A layer is the
/// ops under the shortest path, up to a dot, that a glob matches; its copies
/// stand before the first op that reads one and start from the values that
/// enter it. What other ops read too is not copied, as it is kept anyway, nor
/// what is small beside what it is computed from. `number` tells one backward
/// pass from the others. Says so at the function where a glob is none, or
/// matches no layer.
mlir::LogicalResult recompute(mlir::ArrayAttr globs,
                              llvm::ArrayRef<mlir::Operation *> forward,
                              llvm::ArrayRef<mlir::Operation *> backward,
                              int64_t number);

} // namespace sinter

// UpdateOrder.h: where in a training step parameters and states are updated.
#pragma once

#include "mlir/IR/Block.h"
#include "mlir/Support/LLVM.h"

namespace sinter {

/// The ops of `block` whose results only come to what `sinter.write` writes,
/// and not through a `sinter.gradient`, and the writes; in program order.
llvm::SmallVector<mlir::Operation *> findUpdates(mlir::Block &block);

/// Moves `updates`, as findUpdates gave them before their gradients became ops,
/// to where these are, so that gradients need not be kept: each as early as
/// what it is computed from allows, but what is written over a parameter not
/// before other ops have read that for the last time. What comes from
/// parameters alone moves to its first use.
void orderUpdates(llvm::ArrayRef<mlir::Operation *> updates);

} // namespace sinter

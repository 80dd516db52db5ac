// EmitEntries.h: the entry points of a model, in MLIR's LLVM dialect.
#pragma once

#include "codegen/PlannedModel.h"

namespace sinter {

/// `E(weights, [n,] inputs..., outputs..., workspace, context)` and
/// `E_workspace_size([n])` for each entry E; n is the size of its open
/// dimension.
mlir::OwningOpRef<mlir::ModuleOp> emitEntries(const PlannedModel &model,
                                              mlir::MLIRContext *context);

} // namespace sinter

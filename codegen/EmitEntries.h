// EmitEntries.h: the entry points of a model, in MLIR's LLVM dialect.
#pragma once

#include "codegen/PlannedModel.h"

namespace sinter {

/// `E(weights, inputs..., outputs..., workspace, context)` and
/// `E_workspace_size()` for each entry E.
mlir::OwningOpRef<mlir::ModuleOp> emitEntries(const PlannedModel &model,
                                              mlir::MLIRContext *context);

} // namespace sinter

// EmitEntries.h: the C functions of a model, in MLIR's LLVM dialect.
#pragma once

#include "codegen/EmitModel.h"
#include "codegen/PlannedModel.h"

namespace sinter {

/// `E(weights, inputs..., outputs..., workspace, context)` and
/// `E_workspace_size()` for each entry E.
mlir::OwningOpRef<mlir::ModuleOp> emitEntries(const PlannedModel &model,
                                              mlir::MLIRContext *context);

/// `T_weights_map`, `T_weights_unmap` and, where `embedded`,
/// `T_weights_embedded` for the text T. `header` is that of the weights file.
/// The embedded bytes are the symbol `embeddedWeightsSymbol(text)` of another
/// object.
mlir::OwningOpRef<mlir::ModuleOp>
emitWeightsFunctions(const PlannedModel &model, llvm::StringRef text,
                     llvm::StringRef header, bool embedded,
                     mlir::MLIRContext *context);

std::string embeddedWeightsSymbol(llvm::StringRef text);

} // namespace sinter

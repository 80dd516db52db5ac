// EmitEntries.h: the entry points of a model, in MLIR's LLVM dialect.
#pragma once

#include "codegen/PlannedModel.h"

namespace sinter {

/// `E(weights, [n,] inputs..., outputs..., workspace, context)` and
/// `E_workspace_size([n])` for the entry E; n is the size of its open
/// dimension. An entry that trains takes a training state instead of weights.
/// It calls the loop of the text (LaunchTable.h), another module.
mlir::OwningOpRef<mlir::ModuleOp> emitEntry(const PlannedEntry &entry,
                                            const PlannedModel &model,
                                            llvm::StringRef text,
                                            mlir::MLIRContext *context);

/// The name of the object with what is constant in entries that train.
std::string stateConstantsSymbol(llvm::StringRef text);

} // namespace sinter

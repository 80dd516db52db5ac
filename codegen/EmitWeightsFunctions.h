// EmitWeightsFunctions.h: the C functions that map, embed and release weights.
#pragma once

#include "codegen/PlannedModel.h"

namespace sinter {

/// `T_weights_map`, `T_weights_unmap` and, where `embedded`,
/// `T_weights_embedded` for the text T, in MLIR's LLVM dialect. `header` is
/// that of the weights file. The embedded bytes are the symbol
/// `embeddedWeightsSymbol(text)` of another object.
mlir::OwningOpRef<mlir::ModuleOp>
emitWeightsFunctions(const PlannedModel &model, llvm::StringRef text,
                     llvm::StringRef header, bool embedded,
                     mlir::MLIRContext *context);

std::string embeddedWeightsSymbol(llvm::StringRef text);

} // namespace sinter

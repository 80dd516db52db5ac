// EmitStateFunctions.h: the functions of a model that own its training state,
// in MLIR's LLVM dialect.
//
//   size_t TEXT_training_size(void);
//   int64_t TEXT_training_steps(const sinter_training *);
//   status TEXT_training_init(sinter_training *, void *memory, uint64_t seed);
//   status TEXT_training_save(const sinter_training *, const char *path);
//   status TEXT_training_load(sinter_training *, const char *path);
#pragma once

#include "codegen/PlannedModel.h"

#include "mlir/IR/OwningOpRef.h"

namespace sinter {

/// The functions of a model that trains, called `text`, and the table that the
/// runtime reads: how each parameter is called, lies and starts. A parameter
/// that cannot start so is an error.
absl::StatusOr<mlir::OwningOpRef<mlir::ModuleOp>>
emitStateFunctions(const PlannedModel &model, llvm::StringRef text,
                   mlir::MLIRContext *context);

} // namespace sinter

// EmitCallers.h: functions that call the entries of a model with arguments from
// memory, for programs that learn what the entries take when they run.
//
//   status E.call(void *const *arguments);
//
// They are no part of the library.
#pragma once

#include "codegen/PlannedModel.h"

#include "mlir/IR/OwningOpRef.h"

namespace sinter {

/// One for each entry. `arguments` has what the entry takes, in its order: for
/// what goes by value, its address; the size of an open dimension as it is.
mlir::OwningOpRef<mlir::ModuleOp> emitCallers(const PlannedModel &model,
                                              mlir::MLIRContext *context);

} // namespace sinter

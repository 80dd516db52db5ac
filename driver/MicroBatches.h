// MicroBatches.h: lets a step of micro-batches learn what it would learn from
// the whole batch.
//
// The frontend takes the mean of what the micro-batches give. That is right
// where the loss is one over the examples; where it is a sum, this makes it a
// sum again, and where it is neither, it warns.
#ifndef SINTER_DRIVER_MICROBATCHES_H
#define SINTER_DRIVER_MICROBATCHES_H

#include "driver/Compilation.h"

namespace sinter {

/// For all entries of `graph` that train; `options` are those that it was
/// elaborated with.
void joinMicroBatches(mlir::ModuleOp graph, const CompilationOptions &options);

} // namespace sinter

#endif // SINTER_DRIVER_MICROBATCHES_H

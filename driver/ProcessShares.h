// ProcessShares.h: lets each of several processes that share a batch compute
// its share of what one would.
#ifndef SINTER_DRIVER_PROCESSSHARES_H
#define SINTER_DRIVER_PROCESSSHARES_H

#include "driver/Compilation.h"

namespace sinter {

/// For all entries `grad` of `graph`, noise and states
/// (passes/ProcessShares.h); warns where that cannot be. `options` are those
/// that it was elaborated with.
void shareAmongProcesses(mlir::ModuleOp graph,
                         const CompilationOptions &options);

} // namespace sinter

#endif // SINTER_DRIVER_PROCESSSHARES_H

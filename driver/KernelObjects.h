// KernelObjects.h: the kernels of a planned module -> objects, in parallel and
// through the cache.
#ifndef SINTER_DRIVER_KERNELOBJECTS_H
#define SINTER_DRIVER_KERNELOBJECTS_H

#include "codegen/EmitModel.h"
#include "codegen/KernelBuilder.h"
#include "driver/KernelCache.h"

#include "absl/status/statusor.h"

#include <vector>

namespace sinter {

/// One kernel for each distinct symbol, in the order of the module; kernels
/// that compute nothing (views) have none.
std::vector<KernelOp> distinctKernels(mlir::ModuleOp planned);

/// Compiles each distinct kernel once, on all processors. The result has the
/// order of distinctKernels. A kernel that cannot be built is a diagnostic.
absl::StatusOr<std::vector<ObjectFile>>
compileKernels(mlir::ModuleOp planned, const KernelCache &cache);

} // namespace sinter

#endif // SINTER_DRIVER_KERNELOBJECTS_H

// CheapKernels.h: what it costs to compute a value once more.
//
// Counted in cycles for a vector of elements. One of f32 that comes from
// memory, or goes there, costs kVectorOfMemory: 64 bytes at 20 GB/s.
#pragma once

#include "ir/Ops.h"

namespace sinter {

inline constexpr int64_t kVectorOfMemory = 10;

/// Halide inlines a kernel's ops into one expression, and takes time that grows
/// with its square: 400 ops in a chain took 13 seconds. A kernel stops growing
/// long before that, and long after any layer has ended.
inline constexpr size_t kMostKernelOps = 32;

/// A kernel that computes each element of its one result from the same element
/// of `images`, which have its shape, and from operands that are small beside
/// it.
struct PointwiseKernel {
  KernelOp kernel;
  llvm::SmallVector<mlir::Value, 2> images;
  int64_t cycles; ///< of arithmetic

  mlir::Value result() const { return kernel->getResult(0); }
};

/// `kernel` as one, if it is; none where its result leaves the function.
std::optional<PointwiseKernel> findPointwise(KernelOp kernel);

/// Bytes of a tensor's elements, without border or padding.
int64_t logicalBytes(mlir::Value value);

/// Cycles of loading or storing a vector of elements.
int64_t memoryCycles(mlir::Value value);

/// Whether `value`, if it is a parameter's from before the call, is still there
/// where `op` runs.
bool isUnwrittenAt(mlir::Value value, mlir::Operation *op);

/// Whether `image` is in memory up to `op` anyway: no kernel makes it, or `op`
/// or a later one reads it.
bool isKeptUntil(mlir::Value image, mlir::Operation *op);

/// Whether `op` combines elements of its operand along axes.
bool isReduction(mlir::Operation *op);

} // namespace sinter

// KernelBuilder.h: one planned kernel -> code. Kernels are independent, so that
// several threads may build at once.
#pragma once

#include "ir/Ops.h"

#include <string>

namespace sinter {

/// What a kernel is written as; each but the last is text.
enum class KernelForm { Halide, Llvm, Assembly, Object };

/// `kernel` as the function `symbol`, for `target`:
///
///   int32_t symbol(void *const *buffers, void *scratch, int32_t first, int32_t
///   last)
///
/// `buffers` are the base addresses of operands and result, of which each needs
/// the alignment of its element type only; the scratch is not used. It computes
/// tasks `first` to `last - 1` and returns 0. The result's border is left
/// alone. Object code refers to nothing but `memset` and `memcpy`, and equal
/// kernels give equal bytes. A kernel that cannot be built is an error at the
/// op.
mlir::FailureOr<std::string> buildKernel(KernelOp kernel, TargetAttr target,
                                         llvm::StringRef symbol,
                                         KernelForm form = KernelForm::Object);

} // namespace sinter

// KernelObject.h: Halide's bitcode -> a function with the interface of kernels,
// as LLVM IR, assembly or object code.
#pragma once

#include "codegen/KernelBuilder.h"

namespace sinter {

/// A function `(buffer descriptor of each operand, int first, int last,
/// descriptor of the result)` that Halide made.
struct HalideFunction {
  llvm::StringRef name;
  unsigned operands;
  uint64_t scratchBytes; ///< the most that it may ask an allocator for
};

/// The function `symbol` around `function` of `bitcode`. What goes wrong is in
/// `problem`, which is left alone otherwise.
std::string emitKernelObject(llvm::StringRef bitcode, HalideFunction function,
                             TargetAttr target, llvm::StringRef symbol,
                             KernelForm form, std::string &problem);

} // namespace sinter

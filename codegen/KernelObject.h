// KernelObject.h: Halide's bitcode -> a function with the interface of kernels,
// as LLVM IR, assembly or object code.
#pragma once

#include "codegen/KernelBuilder.h"

namespace sinter {

/// A function `(buffer descriptor of each operand, int first, int last,
/// descriptor of each result)` that Halide made.
struct HalideFunction {
  llvm::StringRef name;
  unsigned operands, results;
  uint64_t scratchBytes; ///< the most that it may ask an allocator for
};

/// A loop of Halide's over a variable of this name runs at most a few dozen
/// times and is unrolled here. Halide would unroll it first, and spend most of
/// a kernel's time on the copies (1x1 convolution on AVX-512: 210 against 60
/// ms).
inline constexpr char kUnrolledLoop[] = "unrolled_step";

/// The function `symbol` around `function` of `bitcode`. What goes wrong is in
/// `problem`, which is left alone otherwise.
std::string emitKernelObject(llvm::StringRef bitcode, HalideFunction function,
                             TargetAttr target, llvm::StringRef symbol,
                             KernelForm form, std::string &problem);

} // namespace sinter

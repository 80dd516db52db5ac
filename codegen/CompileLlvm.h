// CompileLlvm.h: a module in MLIR's LLVM dialect -> LLVM IR, assembly, object.
#pragma once

#include "absl/status/statusor.h"
#include "mlir/IR/BuiltinOps.h"

namespace sinter {

enum class LlvmOutput { Ir, Assembly, Object };

/// Optimizes `module` and compiles it for any x86-64: the code around kernels
/// computes nothing, and part of it runs before the processor has been asked
/// what it can do. Position-independent; equal modules give equal bytes.
absl::StatusOr<std::string>
compileLlvm(mlir::ModuleOp module, llvm::StringRef name, LlvmOutput output);

/// An object with one hidden, read-only, 64-byte aligned symbol: `pieces` at
/// their rising offsets, with zeros between them and up to `size`.
absl::StatusOr<std::string>
compileBytes(llvm::StringRef symbol,
             llvm::ArrayRef<std::pair<uint64_t, llvm::ArrayRef<char>>> pieces,
             uint64_t size);

} // namespace sinter

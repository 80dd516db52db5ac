// Views.h: kernels that compute nothing, as their result is memory that other
// kernels have written.
//
//   reshape, relayout   the operand's memory, where order and layout agree
//   slice               a part of the operand's memory
//   pad                 the operand's memory, where it has the zeros already
//   concat              its operands are parts of the result's memory: their
//                       kernels write them there
#pragma once

#include "ir/Ops.h"

#include <optional>
#include <string>

namespace sinter {

/// Parts of a tensor that have a name of their own start at multiples of this:
/// the bytes of the shortest vector.
inline constexpr int64_t kPartAlignment = 16;

bool isView(KernelOp kernel);

/// The bytes before the indices from `begin` along `axis` in a tensor of
/// `type`, if `size` of them are one run of its memory.
std::optional<int64_t> findRun(mlir::RankedTensorType type, int64_t axis,
                               int64_t begin, int64_t size);

/// `part` lies in the memory of `whole`, `bytes` behind its start.
struct SharedMemory {
  mlir::Value whole, part;
  int64_t bytes;
};

/// The values that share memory where `kernel` is a view; none where it cannot
/// be one. Layouts may still differ: see `whyNoView`.
llvm::SmallVector<SharedMemory> sharedMemory(KernelOp kernel);

/// The same as if no tensor stored a border.
llvm::SmallVector<SharedMemory> sharedMemoryWithoutBorders(KernelOp kernel);

/// `type` as if it stored no border.
mlir::RankedTensorType withoutBorder(mlir::Type type);

/// Why `kernel` cannot be a view; nothing where it can.
std::optional<std::string> whyNoView(KernelOp kernel);

/// The memory that a value starts in: that of a kernel's result, an argument or
/// a constant, and how many bytes behind its start.
struct MemoryStart {
  mlir::Value value;
  int64_t bytes;
};
MemoryStart findMemory(mlir::Value value);

} // namespace sinter

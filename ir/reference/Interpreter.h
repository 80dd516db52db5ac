// Interpreter.h: what ops mean. Each op is evaluated in plain loops in double
// precision; constant folding and tests trust it.
//
//   sinter.relu on {-1, 2} gives {0, 2}
#pragma once

#include "ir/Ops.h"
#include "ir/reference/Array.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace sinter {

/// Gives the value of a parameter by its path; nothing for an unknown one.
using ParameterLookup =
    llvm::function_ref<std::optional<Array>(llvm::StringRef)>;

/// Takes what a parameter holds after the call. Reads still give what it held
/// before it.
using ParameterStore = llvm::function_ref<void(llvm::StringRef, const Array &)>;

/// The results of one op, not a terminator, on known operands. Fails, and emits
/// nothing, where an op has no reference, reads a parameter that `parameter`
/// does not know, or is a constant without its data.
llvm::FailureOr<llvm::SmallVector<Array>>
evaluate(mlir::Operation *op, llvm::ArrayRef<Array> operands,
         ParameterLookup parameter);

/// Sees each op of a function, not those inside of kernels and callees, when it
/// is evaluated, and may change its results. Its failure ends the evaluation.
using OpObserver = llvm::function_ref<llvm::LogicalResult(
    mlir::Operation *, llvm::ArrayRef<const Array *> operands,
    llvm::MutableArrayRef<Array> results)>;

/// What `function` returns for `arguments`, one for each of its arguments.
/// Where an op cannot be evaluated, such as a write without `store`, says so at
/// the op; a failure of `observer` is its own to tell.
llvm::FailureOr<llvm::SmallVector<Array>>
interpret(mlir::func::FuncOp function, llvm::ArrayRef<Array> arguments,
          ParameterLookup parameter, ParameterStore store = nullptr,
          OpObserver observer = nullptr);

/// Names of the registered ops of the dialect that compute something and that
/// `evaluate` does not know, sorted.
std::vector<llvm::StringRef> opsWithoutReference(mlir::MLIRContext &context);

} // namespace sinter

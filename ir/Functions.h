// Functions.h: what is read of functions, and what rewrites of them share.
#ifndef SINTER_IR_FUNCTIONS_H
#define SINTER_IR_FUNCTIONS_H

#include "ir/Ops.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace sinter {

/// On a result of `evaluate`: the library's block that gives what is reported.
inline constexpr llvm::StringLiteral kGivenByAttr = "sinter.given_by";

/// The name of an argument of a function; null where it has none.
mlir::StringAttr argumentName(mlir::BlockArgument argument);

/// Erases the ops whose results nobody reads, and that do nothing else.
void eraseUnused(mlir::func::FuncOp function);

/// Makes a function return other values than it did, with these attributes, and
/// erases what only the former ones needed.
void setResults(mlir::func::FuncOp function, llvm::ArrayRef<mlir::Value> values,
                llvm::ArrayRef<mlir::Attribute> attributes);

} // namespace sinter

#endif // SINTER_IR_FUNCTIONS_H

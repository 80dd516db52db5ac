// EntryType.h: what the C function of an entry takes, in MLIR's LLVM dialect.
#pragma once

#include "codegen/PlannedModel.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"

namespace sinter {

/// status E(handle, [n,] inputs..., outputs..., [report,] workspace, context):
/// outputs that are in the report are no arguments.
inline mlir::LLVM::LLVMFunctionType entryType(const PlannedEntry &entry,
                                              mlir::MLIRContext *context) {
  mlir::Type pointer = mlir::LLVM::LLVMPointerType::get(context);
  llvm::SmallVector<mlir::Type> types = {pointer};
  if (entry.open)
    types.push_back(mlir::IntegerType::get(context, 64));
  for (const EntryArgument &argument : entry.arguments) {
    mlir::Type element = argument.type.getElementType();
    // Integers in C, and floats of 16 bits, which it passes as their bits.
    if (!element.isF32())
      element = mlir::IntegerType::get(context, 8 * elementBytes(element));
    if (!argument.reportOffset)
      types.push_back(argument.byValue ? element : pointer);
  }
  types.append(entry.reportBytes > 0 ? 3 : 2, pointer);
  return mlir::LLVM::LLVMFunctionType::get(mlir::IntegerType::get(context, 32),
                                           types);
}

} // namespace sinter

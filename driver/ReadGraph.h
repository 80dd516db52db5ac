// ReadGraph.h: a .mlir file at the graph stage -> a module, and what a graph
// must be.
#ifndef SINTER_DRIVER_READGRAPH_H
#define SINTER_DRIVER_READGRAPH_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include "llvm/Support/SourceMgr.h"

namespace sinter {

/// Parses the main buffer. Null after a diagnostic.
mlir::OwningOpRef<mlir::ModuleOp> readGraph(const llvm::SourceMgr &sources,
                                            mlir::MLIRContext &context);

/// Checks what the passes rely on, wherever the graph comes from: functions of
/// one block, ops that have kernels, tensors of fixed sizes that kernels can
/// index.
llvm::LogicalResult checkGraph(mlir::ModuleOp graph);

} // namespace sinter

#endif // SINTER_DRIVER_READGRAPH_H

// ReadGraph.h: a .mlir file at the graph stage -> a module.
#ifndef SINTER_DRIVER_READGRAPH_H
#define SINTER_DRIVER_READGRAPH_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include "llvm/Support/SourceMgr.h"

namespace sinter {

/// Parses the main buffer and checks what the passes rely on: functions of one
/// block over static tensors, with ops that have kernels. Null after a
/// diagnostic.
mlir::OwningOpRef<mlir::ModuleOp> readGraph(const llvm::SourceMgr &sources,
                                            mlir::MLIRContext &context);

} // namespace sinter

#endif // SINTER_DRIVER_READGRAPH_H

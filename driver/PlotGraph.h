// PlotGraph.h: the graph of an entry as a picture.
#ifndef SINTER_DRIVER_PLOTGRAPH_H
#define SINTER_DRIVER_PLOTGRAPH_H

#include "absl/status/status.h"
#include "mlir/IR/BuiltinOps.h"

#include <string>

namespace sinter {

/// The entries of `module` at any stage from the graph on as one graph in
/// Graphviz's language: a box for each op, or each kernel with the ops in it,
/// an arrow with its shape for each tensor. Constants and parameters are left
/// out.
std::string graphvizText(mlir::ModuleOp module);

/// Writes `graph` to `path`: as it is for `.dot`, drawn by Graphviz's `dot`
/// for `.svg` and `.png`. On an error `path` is as it was.
absl::Status writePlot(llvm::StringRef path, llvm::StringRef graph);

} // namespace sinter

#endif // SINTER_DRIVER_PLOTGRAPH_H

// ProcessShares.cpp: finds in a second graph what has rows of examples.
#include "driver/ProcessShares.h"

#include "passes/ProcessShares.h"

using namespace mlir;

namespace sinter {

namespace {

bool isGrad(func::FuncOp function) {
  auto kind = function->getAttrOfType<StringAttr>(kEntryAttr);
  return kind && kind.getValue() == "grad";
}

constexpr StringLiteral kUnknownRows =
    "which of these random numbers belong to which example is not known: of "
    "several processes that share a batch all draw the same ones";

/// Warns once at each place: each of several losses has a `grad`.
class Warnings {
public:
  void add(ArrayRef<Operation *> ops, StringRef text) {
    for (Operation *op : ops)
      if (told.insert(op->getLoc()).second)
        emitWarning(op->getLoc()) << text;
  }

private:
  llvm::DenseSet<Location> told;
};

void shareAllNoise(ArrayRef<func::FuncOp> grads,
                   const CompilationOptions &options, Warnings &warnings) {
  CompilationOptions changed = options;
  changed.doublesShares = true;
  changed.showNotes = false;
  changed.dumpFolder.clear();
  Compilation doubled(std::move(changed), llvm::nulls());
  const bool isKnown = doubled.runTo(CompileStage::Graph).ok();
  for (func::FuncOp grad : grads) {
    auto other =
        isKnown ? doubled.module().lookupSymbol<func::FuncOp>(grad.getSymName())
                : func::FuncOp();
    if (other)
      warnings.add(shareNoise(grad, other), kUnknownRows);
    else
      warnings.add(noiseOf(grad), kUnknownRows);
  }
}

} // namespace

void shareAmongProcesses(ModuleOp graph, const CompilationOptions &options) {
  const SmallVector<func::FuncOp> grads = llvm::to_vector(
      llvm::make_filter_range(graph.getOps<func::FuncOp>(), isGrad));
  Warnings warnings;
  if (llvm::any_of(grads,
                   [](func::FuncOp grad) { return !noiseOf(grad).empty(); }))
    shareAllNoise(grads, options, warnings);
  // What depends on noise that is another one in each process does so, too.
  for (func::FuncOp grad : grads)
    warnings.add(shareStates(grad),
                 "this state holds integers that depend on the examples: of "
                 "several processes that share a batch each has its own");
}

} // namespace sinter

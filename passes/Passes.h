// Passes.h: every pass and the two pipelines.
#pragma once

#include "ir/Ops.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Pass/Pass.h"
#include "mlir/Pass/PassManager.h"

namespace sinter {

#define GEN_PASS_DECL
#include "passes/Passes.h.inc"

#define GEN_PASS_REGISTRATION
#include "passes/Passes.h.inc"

/// The stages of an entry after the graph, in their order. What each
/// holds is in README.md.
enum class Stage { Autodiff, Simplified, Kernels, Layout, Scheduled, Planned };

/// Adds the passes that lead to `stage` from the stage before it to a pass
/// manager of modules. Before `Simplified` the parameters must be constants,
/// and before `Layout` the module must have its `sinter.target`.
void buildStage(mlir::OpPassManager &module, Stage stage);

/// Makes every pass known to `sinter-opt`.
void registerPasses();

} // namespace sinter

// Pipelines.cpp: the order of the passes, one list for each step between two
// stages.
#include "passes/Passes.h"

#include "mlir/Transforms/Passes.h"

using namespace mlir;

namespace sinter {

void registerPasses() { registerSinterPasses(); }

void buildStage(OpPassManager &module, Stage stage) {
  OpPassManager &function = module.nest<func::FuncOp>();
  switch (stage) {
  case Stage::Simplified:
    function.addPass(createCanonicalizerPass()); // dropouts go, so that batch
                                                 // norms meet their layers
    function.addPass(createFoldBatchNormPass());
    // After batch norms have met their layers; the weights fold below.
    function.addPass(createLowerTransposedConvolutionPass());
    function.addPass(createLowerDilatedConvolutionPass());
    function.addPass(createWidenGroupsPass());
    function.addPass(createPermuteDenseWeightsPass());
    function.addPass(createFoldConstantsPass());
    function.addPass(createCanonicalizerPass());
    function.addPass(createCSEPass());
    return;
  case Stage::Kernels:
    // On the simplified graph: what has cancelled out does not count.
    function.addPass(createCheckOpenRowsPass());
    function.addPass(createFormKernelsPass());
    return;
  case Stage::Layout:
    function.addPass(createUseWinogradPass());
    function.addPass(createFoldConstantsPass()); // transforms its filters
    function.addPass(createAssignLayoutsPass());
    function.addPass(createFormViewsPass());
    // Packs the weights. No common subexpressions go after it: a value that is
    // returned twice has two copies, one for each place.
    function.addPass(createFoldConstantsPass());
    return;
  case Stage::Scheduled:
    function.addPass(createChooseSchedulesPass());
    return;
  case Stage::Planned:
    function.addPass(createPlanMemoryPass());
    return;
  }
  llvm_unreachable("all stages are listed");
}

} // namespace sinter

// Pipelines.cpp: the order of the passes, one list for each step between two
// stages.
#include "passes/Passes.h"

#include "mlir/Transforms/Passes.h"

using namespace mlir;

namespace sinter {

void registerPasses() { registerSinterPasses(); }

void buildStage(OpPassManager &module, Stage stage) {
  auto onFunctions = [&](std::unique_ptr<Pass> pass) {
    module.addNestedPass<func::FuncOp>(std::move(pass));
  };
  switch (stage) {
  case Stage::Autodiff:
    onFunctions(createCSEPass()); // one read for each parameter
    onFunctions(createPoolBeforeConvolutionPass()); // backward as well
    onFunctions(createDifferentiatePass());
    onFunctions(createCSEPass()); // the numbers in the formulas
    return;
  case Stage::Simplified:
    onFunctions(createCanonicalizerPass()); // what folds away goes, so that
                                            // batch norms meet their layers
    onFunctions(createFoldBatchNormPass());
    // After batch norms have met their layers; the weights fold below.
    onFunctions(createLowerTransposedConvolutionPass());
    onFunctions(createLowerDilatedConvolutionPass());
    onFunctions(createWidenGroupsPass());
    onFunctions(createPermuteDenseWeightsPass());
    module.addPass(createFoldConstantsPass());
    onFunctions(createScaleFiltersPass()); // those that are known by now
    onFunctions(createCanonicalizerPass());
    onFunctions(createCSEPass());
    return;
  case Stage::Kernels:
    // On the simplified graph: what has cancelled out does not count.
    onFunctions(createCheckOpenRowsPass());
    onFunctions(createSplitReductionsPass());
    onFunctions(createGatherChannelsPass());
    onFunctions(createFormKernelsPass());
    onFunctions(createDuplicateElementwisePass());
    return;
  case Stage::Layout:
    onFunctions(createUseWinogradPass());
    module.addPass(createFoldConstantsPass()); // transforms its filters
    onFunctions(createSplitWeightGradientsPass());
    onFunctions(createRematerializePass());
    onFunctions(createDuplicateElementwisePass()); // what is computed anew
    onFunctions(createAssignLayoutsPass());
    onFunctions(createFormViewsPass());
    // Packs the weights. No common subexpressions go after it: a value that is
    // returned twice has two copies, one for each place.
    module.addPass(createFoldConstantsPass());
    return;
  case Stage::Scheduled:
    onFunctions(createChooseSchedulesPass());
    return;
  case Stage::Planned:
    onFunctions(createDelayUpdatesPass());
    module.addPass(createPlanStatePass());
    onFunctions(createPlanMemoryPass());
    return;
  }
  llvm_unreachable("all stages are listed");
}

} // namespace sinter

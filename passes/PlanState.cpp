// PlanState.cpp: gives every parameter of training its place in one state.
#include "passes/Passes.h"

#include "ir/TrainingState.h"

#include "llvm/ADT/StringSet.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace sinter {

#define GEN_PASS_DEF_PLANSTATEPASS
#include "passes/Passes.h.inc"

namespace {

constexpr int64_t kAlignment = 64; // as of every buffer

struct PlanState : impl::PlanStatePassBase<PlanState> {
  void runOnOperation() override {
    ModuleOp module = getOperation();
    llvm::StringSet<> used;
    bool trains = false;
    for (auto function : module.getOps<func::FuncOp>()) {
      if (!readsTrainingState(function))
        continue;
      trains = true;
      function.walk([&](ReadOp read) { used.insert(read.getParameter()); });
      function.walk([&](WriteOp write) { used.insert(write.getParameter()); });
    }
    if (!trains)
      return;
    for (StringRef name : {kStepParameter, kSeedParameter}) {
      used.insert(name);
      addCounter(name);
    }
    Builder builder(module.getContext());
    int64_t bytes = 0;
    for (auto parameter : module.getOps<ParameterOp>())
      if (used.contains(parameter.getSymName())) {
        parameter->setAttr(kStateOffsetAttr, builder.getI64IntegerAttr(bytes));
        bytes += llvm::alignTo(
            physicalBytes(cast<RankedTensorType>(parameter.getType())),
            kAlignment);
      }
    module->setAttr(kStateBytesAttr, builder.getI64IntegerAttr(bytes));
  }

  /// The parameter `name`, i64 of rank 0, unless the module has it.
  void addCounter(StringRef name) {
    ModuleOp module = getOperation();
    if (module.lookupSymbol(name))
      return;
    OpBuilder builder = OpBuilder::atBlockBegin(module.getBody());
    auto zeros = InitializerAttr::get(&getContext(), "zeros",
                                      builder.getDenseF64ArrayAttr({}));
    ParameterOp::create(builder, module.getLoc(), name,
                        RankedTensorType::get({}, builder.getI64Type()), zeros,
                        /*state=*/true);
  }
};

} // namespace
} // namespace sinter

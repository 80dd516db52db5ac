// CheckOpenRows.cpp: refuses what an open dimension cannot pass through.
#include "passes/Passes.h"

#include "ir/OpenRows.h"
#include "ir/TrainingState.h"

using namespace mlir;

namespace sinter {

#define GEN_PASS_DEF_CHECKOPENROWSPASS
#include "passes/Passes.h.inc"

namespace {

struct CheckOpenRows : impl::CheckOpenRowsPassBase<CheckOpenRows> {
  void runOnOperation() override {
    func::FuncOp function = getOperation();
    OpenDimensionAttr dimension = getOpenDimension(function);
    if (!dimension || function.isExternal())
      return;
    if (readsTrainingState(function)) {
      function.emitError() << "`" << function.getSymName()
                           << "` trains, which needs fixed sizes, but `"
                           << dimension.getName() << "` is from "
                           << dimension.getLeast() << " to "
                           << dimension.getMost() << "; give `"
                           << dimension.getName()
                           << "` one size instead of a range";
      return signalPassFailure();
    }
    const llvm::DenseSet<Value> open = openValues(function);
    auto isOpen = [&](Value value) { return open.contains(value); };
    for (Operation &op : function.front().without_terminator())
      if (auto why = whyRowsMix(&op, dimension.getMost(), isOpen)) {
        op.emitError() << "`" << op.getName().stripDialect()
                       << "` cannot be computed row by row, as the open "
                          "dimension `"
                       << dimension.getName() << "` needs: " << *why
                       << "; give `" << dimension.getName()
                       << "` one size instead of a range";
        signalPassFailure();
      }
  }
};

} // namespace
} // namespace sinter

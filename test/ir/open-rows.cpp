// open-rows.cpp: every op that takes and gives tensors says when its rows are
// computed apart, so that a new one cannot be forgotten.
#include "ir/OpenRows.h"

#include "llvm/Support/raw_ostream.h"

using namespace sinter;

int main() {
  mlir::MLIRContext context;
  context.loadDialect<SinterDialect>();
  int missing = 0;
  for (mlir::RegisteredOperationName op :
       context.getRegisteredOperationsByDialect("sinter")) {
    const bool computes = !llvm::is_contained(
        {"parameter", "read", "constant", "kernel", "yield"},
        op.stripDialect());
    if (!computes || hasRowRule(op))
      continue;
    llvm::errs() << "`" << op.stripDialect()
                 << "` has no rule in ir/OpenRows.cpp: say when it keeps the "
                    "rows of axis 0 apart\n";
    ++missing;
  }
  return missing != 0;
}

// sinter-opt: runs passes on .mlir files, for tests and for people who look
// into a stage.
//
//   sinter-opt model.mlir --sinter-fold-batch-norm --canonicalize
#include "ir/Ops.h"
#include "passes/Passes.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Tools/mlir-opt/MlirOptMain.h"
#include "mlir/Transforms/Passes.h"

int main(int argc, char **argv) {
  mlir::DialectRegistry registry;
  registry.insert<sinter::SinterDialect, mlir::func::FuncDialect>();
  mlir::registerCanonicalizerPass();
  mlir::registerCSEPass();
  mlir::registerSymbolDCEPass();
  sinter::registerPasses();
  return mlir::failed(
      mlir::MlirOptMain(argc, argv, "Sinter's passes\n", registry));
}

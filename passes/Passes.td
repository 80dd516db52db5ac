//===- Passes.td: the manual of every pass --------------------------------------------------------===//
#ifndef SINTER_PASSES_TD
#define SINTER_PASSES_TD

include "mlir/Pass/PassBase.td"

def FoldBatchNormPass : Pass<"sinter-fold-batch-norm", "::mlir::func::FuncOp"> {
  let summary = "Fold inference-time batch norm into the convolution or dense layer before it";
  let description = [{
    With fixed statistics a batch norm scales and shifts each channel, so constant weights can absorb it: one op
    and one trip through memory less. The new weights are computed by ops on constants, which `sinter-fold-constants` evaluates.
    Needs statistics and weights that are constants. Left alone: layers whose result has other users, and weights that are not constant.

    ```mlir
    %y = sinter.conv2d %x, %w, %b : ...
    %z = sinter.batch_norm %y, %mean, %variance, %gamma, %beta : ...
    // becomes, with s = gamma / sqrt(variance + epsilon)
    %z = sinter.conv2d %x, %w * s, (%b - mean) * s + beta : ...
    ```
  }];
  let statistics = [Statistic<"numFolded", "num-folded", "Batch norms folded away">];
}

#endif

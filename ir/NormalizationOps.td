//===- NormalizationOps.td: batch norm ------------------------------------------------------------===//
#ifndef SINTER_NORMALIZATION_OPS_TD
#define SINTER_NORMALIZATION_OPS_TD

include "Interfaces.td"
include "Types.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def Sinter_BatchNormOp : Sinter_Op<"batch_norm", [Pure, Sinter_InferShape,
                                                  DeclareOpInterfaceMethods<Sinter_CostInterface>]> {
  let summary = "Normalizes each channel with given statistics";
  let description = [{
    Over the last axis, with `mean`, `variance`, `scale` and `bias` of shape `[channels]`:
    `result = scale * (input - mean) / sqrt(variance + epsilon) + bias`.

    ```mlir
    %y = sinter.batch_norm %x, %mean, %variance, %scale, %bias {epsilon = 1.000000e-05}
      : (tensor<1x8x8x4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) -> tensor<1x8x8x4xf32>
    ```
  }];
  let arguments = (ins Sinter_FloatTensor:$input, Sinter_FloatTensor:$mean, Sinter_FloatTensor:$variance,
                       Sinter_FloatTensor:$scale, Sinter_FloatTensor:$bias, F64Attr:$epsilon);
  let results = (outs Sinter_FloatTensor:$result);
  let assemblyFormat = "operands attr-dict `:` functional-type(operands, results)";
  let hasVerifier = 1;
}

#endif

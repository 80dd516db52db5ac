//===- NormalizationOps.td: batch norm and dropout ------------------------------------------------===//
#ifndef SINTER_NORMALIZATION_OPS_TD
#define SINTER_NORMALIZATION_OPS_TD

include "Interfaces.td"
include "Types.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def Sinter_BatchNormOp : Sinter_Op<"batch_norm", [Pure, Sinter_InferShape,
                                                  DeclareOpInterfaceMethods<Sinter_CostInterface>]> {
  let summary = "Normalizes each channel with fixed statistics";
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

def Sinter_DropoutOp : Sinter_Op<"dropout", [Pure, Sinter_InferShape,
                                             DeclareOpInterfaceMethods<Sinter_CostInterface>]> {
  let summary = "Drops elements at random while training";
  let description = [{
    In an entry of kind `infer` the result is the input, and the op canonicalizes away. `rate` lies in [0, 1).

    ```mlir
    %y = sinter.dropout %x {rate = 5.000000e-01} : (tensor<2x8xf32>) -> tensor<2x8xf32>
    ```
  }];
  let arguments = (ins Sinter_FloatTensor:$input, F64Attr:$rate);
  let results = (outs Sinter_FloatTensor:$result);
  let assemblyFormat = "operands attr-dict `:` functional-type(operands, results)";
  let hasVerifier = 1;
  let hasFolder = 1;
}

#endif

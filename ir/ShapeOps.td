//===- ShapeOps.td: moves elements, computes none -------------------------------------------------===//
#ifndef SINTER_SHAPE_OPS_TD
#define SINTER_SHAPE_OPS_TD

include "Interfaces.td"
include "Types.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

class Sinter_ShapeOp<string mnemonic> : Sinter_Op<mnemonic, [Pure, Sinter_InferShape,
                                                             DeclareOpInterfaceMethods<Sinter_CostInterface>]> {
  let results = (outs Sinter_Tensor:$result);
  let assemblyFormat = "operands attr-dict `:` functional-type(operands, results)";
}

def Sinter_ReshapeOp : Sinter_ShapeOp<"reshape"> {
  let summary = "The same elements in row-major order under another shape";
  let description = [{
    `shape` holds as many elements as the input. A reshape to the input's shape folds away; a reshape of a reshape becomes one.

    ```mlir
    %y = sinter.reshape %x {shape = array<i64: 2, 32>} : (tensor<2x4x8xf32>) -> tensor<2x32xf32>
    ```
  }];
  let arguments = (ins Sinter_Tensor:$input, DenseI64ArrayAttr:$shape);
  let hasFolder = 1;
  let hasCanonicalizeMethod = 1;
}

def Sinter_TransposeOp : Sinter_ShapeOp<"transpose"> {
  let summary = "Permutes axes";
  let description = [{
    Axis `i` of the result is axis `permutation[i]` of the input. The identity folds away; two in a row become one.

    ```mlir
    %y = sinter.transpose %x {permutation = array<i64: 0, 3, 1, 2>} : (tensor<1x5x5x16xf32>) -> tensor<1x16x5x5xf32>
    ```
  }];
  let arguments = (ins Sinter_Tensor:$input, DenseI64ArrayAttr:$permutation);
  let hasFolder = 1;
  let hasCanonicalizeMethod = 1;
}

def Sinter_ConcatOp : Sinter_ShapeOp<"concat"> {
  let summary = "Joins tensors along an axis";
  let description = [{
    The inputs, one behind the other along `axis`; all other sizes are equal. A concat of one tensor folds away.

    ```mlir
    %y = sinter.concat %a, %b {axis = 1 : i64} : (tensor<2x3xf32>, tensor<2x5xf32>) -> tensor<2x8xf32>
    ```
  }];
  let arguments = (ins Variadic<Sinter_Tensor>:$inputs, I64Attr:$axis);
  let hasFolder = 1;
}

#endif

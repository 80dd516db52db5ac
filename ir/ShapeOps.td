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

def Sinter_SliceOp : Sinter_ShapeOp<"slice"> {
  let summary = "Every so manyth element along each axis";
  let description = [{
    `result[i, ...] = input[starts[0] + i * strides[0], ...]` for `sizes[0]` elements, and so for each axis. A stride may be negative
    but not 0; every element that is read lies in the input. A slice that takes everything folds away.

    ```mlir
    %y = sinter.slice %x {starts = array<i64: 0, 7>, sizes = array<i64: 2, 4>, strides = array<i64: 1, -2>}
      : (tensor<2x8xf32>) -> tensor<2x4xf32>
    ```
  }];
  let arguments = (ins Sinter_Tensor:$input, DenseI64ArrayAttr:$starts, DenseI64ArrayAttr:$sizes, DenseI64ArrayAttr:$strides);
  let hasFolder = 1;
}

def Sinter_PadOp : Sinter_ShapeOp<"pad"> {
  let summary = "More elements around a tensor";
  let description = [{
    `low[d]` elements before and `high[d]` behind axis `d`: `value` in `mode` `constant`, the nearest element of the input in `edge`, the element
    mirrored at the edge, which is not repeated, in `reflect` (so that `low` and `high` are smaller than the axis). Padding by nothing folds away.

    ```mlir
    %y = sinter.pad %x {low = array<i64: 0, 1>, high = array<i64: 0, 2>, mode = "constant", value = 0.0}
      : (tensor<2x8xf32>) -> tensor<2x11xf32>
    ```
  }];
  let arguments = (ins Sinter_Tensor:$input, DenseI64ArrayAttr:$low, DenseI64ArrayAttr:$high,
                       DefaultValuedAttr<StrAttr, "\"constant\"">:$mode, DefaultValuedAttr<F64Attr, "0.0">:$value);
  let hasFolder = 1;
}

def Sinter_BroadcastOp : Sinter_ShapeOp<"broadcast"> {
  let summary = "Repeats a tensor to a shape";
  let description = [{
    As NumPy's `broadcast_to`: aligned at the last axis, a size of 1 repeats. A broadcast to the input's shape folds away.

    ```mlir
    %y = sinter.broadcast %x {shape = array<i64: 3, 2, 8>} : (tensor<2x1xf32>) -> tensor<3x2x8xf32>
    ```
  }];
  let arguments = (ins Sinter_Tensor:$input, DenseI64ArrayAttr:$shape);
  let hasFolder = 1;
}

def Sinter_GatherOp : Sinter_ShapeOp<"gather"> {
  let summary = "Slices of a tensor by index";
  let description = [{
    `result[a..., i..., b...] = input[a..., indices[i...], b...]` with the index on `axis`, as NumPy's `take`. An index outside the axis
    counts as the nearest inside.

    ```mlir
    %y = sinter.gather %x, %i {axis = 0 : i64} : (tensor<100x8xf32>, tensor<2x5xi32>) -> tensor<2x5x8xf32>
    ```
  }];
  let arguments = (ins Sinter_Tensor:$input, Sinter_IndexTensor:$indices, I64Attr:$axis);
}

def Sinter_GatherElementsOp : Sinter_ShapeOp<"gather_elements"> {
  let summary = "One element for each index";
  let description = [{
    `result[a, i, b] = input[a, indices[a, i, b], b]` with the index on `axis`, as PyTorch's `gather`; all other sizes are equal. An index
    outside the axis counts as the nearest inside.

    ```mlir
    %y = sinter.gather_elements %x, %i {axis = 1 : i64} : (tensor<2x8xf32>, tensor<2x3xi32>) -> tensor<2x3xf32>
    ```
  }];
  let arguments = (ins Sinter_Tensor:$input, Sinter_IndexTensor:$indices, I64Attr:$axis);
}

#endif

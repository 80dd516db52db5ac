//===- ReductionOps.td: what runs along whole axes---------------------------------------------===//
#ifndef SINTER_REDUCTION_OPS_TD
#define SINTER_REDUCTION_OPS_TD

include "Interfaces.td"
include "Types.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

class Sinter_ReductionOp<string mnemonic> : Sinter_Op<mnemonic, [Pure, Sinter_InferShape,
                                                                 DeclareOpInterfaceMethods<Sinter_CostInterface>]> {
  let results = (outs Sinter_FloatTensor:$result);
  let assemblyFormat = "operands attr-dict `:` functional-type(operands, results)";
}

def Sinter_MeanOp : Sinter_ReductionOp<"mean"> {
  let summary = "Arithmetic mean over axes";
  let description = [{
    The mean over `axes` (distinct, ascending, 0 <= axis < rank; none means all). Reduced axes drop from the shape, or stay with size 1 if `keep`. Global average pooling is the mean over axes 1 and 2.

    ```mlir
    %y = sinter.mean %x {axes = array<i64: 1, 2>, keep = false} : (tensor<1x7x7x64xf32>) -> tensor<1x64xf32>
    ```
  }];
  let arguments = (ins Sinter_FloatTensor:$input, DefaultValuedAttr<DenseI64ArrayAttr, "{}">:$axes,
                       DefaultValuedAttr<BoolAttr, "false">:$keep);
}

class Sinter_ReduceOp<string mnemonic, Type tensor> : Sinter_ReductionOp<mnemonic> {
  let arguments = (ins tensor:$input, DefaultValuedAttr<DenseI64ArrayAttr, "{}">:$axes,
                       DefaultValuedAttr<BoolAttr, "false">:$keep);
  let results = (outs tensor:$result);
}

def Sinter_SumOp : Sinter_ReduceOp<"sum", Sinter_NumberTensor> {
  let summary = "Sum over axes";
  let description = [{
    `axes` and `keep` as in `sinter.mean`. Integers wrap around.

    ```mlir
    %y = sinter.sum %x {axes = array<i64: 1>, keep = true} : (tensor<4x8xf32>) -> tensor<4x1xf32>
    ```
  }];
}

def Sinter_ProdOp : Sinter_ReduceOp<"prod", Sinter_FloatTensor> {
  let summary = "Product over axes";
  let description = [{
    `axes` and `keep` as in `sinter.mean`.

    ```mlir
    %y = sinter.prod %x {axes = array<i64: 1>, keep = false} : (tensor<4x8xf32>) -> tensor<4xf32>
    ```
  }];
}

def Sinter_ReduceMaxOp : Sinter_ReduceOp<"reduce_max", Sinter_NumberTensor> {
  let summary = "Largest element over axes";
  let description = [{
    `axes` and `keep` as in `sinter.mean`. Where an element is not a number, neither is the result.

    ```mlir
    %y = sinter.reduce_max %x {axes = array<i64: 1>, keep = false} : (tensor<4x8xf32>) -> tensor<4xf32>
    ```
  }];
}

def Sinter_ReduceMinOp : Sinter_ReduceOp<"reduce_min", Sinter_NumberTensor> {
  let summary = "Smallest element over axes";
  let description = [{
    `axes` and `keep` as in `sinter.mean`. Where an element is not a number, neither is the result.

    ```mlir
    %y = sinter.reduce_min %x {axes = array<i64: 1>, keep = false} : (tensor<4x8xf32>) -> tensor<4xf32>
    ```
  }];
}

class Sinter_ArgOp<string mnemonic> : Sinter_ReductionOp<mnemonic> {
  let arguments = (ins Sinter_NumberTensor:$input, I64Attr:$axis, DefaultValuedAttr<BoolAttr, "false">:$keep);
  let results = (outs Sinter_TensorOf<[I32]>:$result);
}

def Sinter_ArgmaxOp : Sinter_ArgOp<"argmax"> {
  let summary = "Where the largest element along an axis is";
  let description = [{
    The index along `axis` (0 <= axis < rank) of the largest element, the first of equal ones. What is not a number counts as
    the largest. The axis drops from the shape, or stays with size 1 if `keep`.

    ```mlir
    %y = sinter.argmax %x {axis = 1 : i64, keep = false} : (tensor<4x8xf32>) -> tensor<4xi32>
    ```
  }];
}

def Sinter_ArgminOp : Sinter_ArgOp<"argmin"> {
  let summary = "Where the smallest element along an axis is";
  let description = [{
    As `sinter.argmax`, for the smallest; what is not a number counts as that.

    ```mlir
    %y = sinter.argmin %x {axis = 1 : i64, keep = false} : (tensor<4x8xf32>) -> tensor<4xi32>
    ```
  }];
}

def Sinter_TopKOp : Sinter_ReductionOp<"top_k"> {
  let summary = "Where the largest elements along an axis are";
  let description = [{
    The indices along `axis` of the `k` largest elements, largest first, of equal ones the first first. What is not a number counts as the
    largest. The axis has size `k` in the result; `sinter.gather_elements` gives the elements.

    ```mlir
    %y = sinter.top_k %x {k = 3 : i64, axis = 1 : i64} : (tensor<4x8xf32>) -> tensor<4x3xi32>
    ```
  }];
  let arguments = (ins Sinter_NumberTensor:$input, I64Attr:$k, I64Attr:$axis);
  let results = (outs Sinter_TensorOf<[I32]>:$result);
}

def Sinter_CumsumOp : Sinter_ReductionOp<"cumsum"> {
  let summary = "Running sum along an axis";
  let description = [{
    Element `i` along `axis` is the sum of the elements 0 to `i`. Integers wrap around.

    ```mlir
    %y = sinter.cumsum %x {axis = 1 : i64} : (tensor<4x8xf32>) -> tensor<4x8xf32>
    ```
  }];
  let arguments = (ins Sinter_NumberTensor:$input, I64Attr:$axis);
  let results = (outs Sinter_NumberTensor:$result);
}

def Sinter_SoftmaxOp : Sinter_ReductionOp<"softmax"> {
  let summary = "Normalized exponentials along one axis";
  let description = [{
    `result = e ^ (input - m) / sum(e ^ (input - m))` where `m` is the largest input along `axis`, 0 <= axis < rank.

    ```mlir
    %y = sinter.softmax %x {axis = 1 : i64} : (tensor<2x10xf32>) -> tensor<2x10xf32>
    ```
  }];
  let arguments = (ins Sinter_FloatTensor:$input, I64Attr:$axis);
}

def Sinter_LogSoftmaxOp : Sinter_ReductionOp<"log_softmax"> {
  let summary = "Logarithm of the normalized exponentials along one axis";
  let description = [{
    `result = input - m - ln(sum(e ^ (input - m)))` where `m` is the largest input along `axis`, 0 <= axis < rank.

    ```mlir
    %y = sinter.log_softmax %x {axis = 1 : i64} : (tensor<2x10xf32>) -> tensor<2x10xf32>
    ```
  }];
  let arguments = (ins Sinter_FloatTensor:$input, I64Attr:$axis);
}

#endif

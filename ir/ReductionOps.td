//===- ReductionOps.td: sums, means, softmax, pooling ---------------------------------------------===//
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


def Sinter_MaxPoolOp : Sinter_ReductionOp<"max_pool"> {
  let summary = "Largest value of each window";
  let description = [{
    Over windows of `window` = `[kh, kw]` on `[n, h, w, c]`, moved by `strides`. Elements of the `padding`
    `[top, bottom, left, right]` are never the largest; a window must touch the image, so padding is smaller than the window.

    ```mlir
    %y = sinter.max_pool %x {window = array<i64: 3, 3>, strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>}
      : (tensor<1x8x8x4xf32>) -> tensor<1x4x4x4xf32>
    ```
  }];
  let arguments = (ins Sinter_FloatTensor:$input, DenseI64ArrayAttr:$window, DenseI64ArrayAttr:$strides,
                       DefaultValuedAttr<DenseI64ArrayAttr, "{0, 0, 0, 0}">:$padding);
}

def Sinter_AvgPoolOp : Sinter_ReductionOp<"avg_pool"> {
  let summary = "Mean of each window";
  let description = [{
    As `sinter.max_pool`, with the mean of the window. If `count_padding`, elements of the padding count as zeros; else the
    mean is taken over the elements inside the image.

    ```mlir
    %y = sinter.avg_pool %x {window = array<i64: 2, 2>, strides = array<i64: 2, 2>}
      : (tensor<1x8x8x4xf32>) -> tensor<1x4x4x4xf32>
    ```
  }];
  let arguments = (ins Sinter_FloatTensor:$input, DenseI64ArrayAttr:$window, DenseI64ArrayAttr:$strides,
                       DefaultValuedAttr<DenseI64ArrayAttr, "{0, 0, 0, 0}">:$padding,
                       DefaultValuedAttr<BoolAttr, "true">:$count_padding);
}

#endif

//===- GradientOps.td: adjoints that no other op can say ------------------------------------------===//
#ifndef SINTER_GRADIENT_OPS_TD
#define SINTER_GRADIENT_OPS_TD

include "Interfaces.td"
include "Types.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

/// `x_gradient` is the adjoint of the linear map that `x` is in one of its operands: applied to the gradient of the result of `x`, it gives the
/// gradient of that operand. Adjoints that are ops already (the input of `conv2d`: `conv2d_transpose`) have no op here.
class Sinter_AdjointOp<string mnemonic> : Sinter_Op<mnemonic, [Pure, Sinter_InferShape,
                                                                DeclareOpInterfaceMethods<Sinter_CostInterface>]> {
  let results = (outs Sinter_FloatTensor:$result);
  let assemblyFormat = "operands attr-dict `:` functional-type(operands, results)";
}

class Sinter_WeightGradientOp<string mnemonic> : Sinter_Op<mnemonic, [Pure, Sinter_InferShape,
                                                                      DeclareOpInterfaceMethods<Sinter_CostInterface, ["getMacs"]>]> {
  let results = (outs Sinter_FloatTensor:$result);
  let assemblyFormat = "operands attr-dict `:` functional-type(operands, results)";
}

def Sinter_Conv2dWeightGradientOp : Sinter_WeightGradientOp<"conv2d_weight_gradient"> {
  let summary = "The gradient of a convolution's weight";
  let description = [{
    `input` is the convolution's input `[n, h, w, c]`, `gradient` that of its result, `[n, oh, ow, filters]`; the other attributes are the convolution's, and
    `kernel` its `[kh, kw]`. The result has the shape of its weight, `[filters, c / groups, kh, kw]`:

    ```
    result[f, i, u, v] = sum[n, y, x] gradient[n, y, x, f]
        * input[n, y * strides[0] + u * dilations[0] - padding[0], x * strides[1] + v * dilations[1] - padding[2], g + i]
    ```
    where `g` is the first channel of the group of `f`, and elements outside the image count as zero. With `input` and `gradient` exchanged it is the
    gradient of the weight of `conv2d_transpose`.

    ```mlir
    %y = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 3, 3>, strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>}
      : (tensor<2x8x8x4xf32>, tensor<2x8x8x6xf32>) -> tensor<6x4x3x3xf32>
    ```
  }];
  let arguments = (ins
    Sinter_FloatTensor:$input, Sinter_FloatTensor:$gradient, DenseI64ArrayAttr:$kernel,
    DefaultValuedAttr<DenseI64ArrayAttr, "{1, 1}">:$strides,
    DefaultValuedAttr<DenseI64ArrayAttr, "{0, 0, 0, 0}">:$padding,
    DefaultValuedAttr<DenseI64ArrayAttr, "{1, 1}">:$dilations,
    DefaultValuedAttr<I64Attr, "1">:$groups);
}

def Sinter_DenseWeightGradientOp : Sinter_WeightGradientOp<"dense_weight_gradient"> {
  let summary = "The gradient of a dense layer's weight";
  let description = [{
    `input` is the layer's input `[..., k]`, `gradient` that of its result, `[..., units]`; the result has the shape of its weight, `[units, k]`:
    `result[u, i] = sum[...] gradient[..., u] * input[..., i]`.

    ```mlir
    %y = sinter.dense_weight_gradient %x, %g : (tensor<2x8xf32>, tensor<2x4xf32>) -> tensor<4x8xf32>
    ```
  }];
  let arguments = (ins Sinter_FloatTensor:$input, Sinter_FloatTensor:$gradient);
}

def Sinter_MaxPoolGradientOp : Sinter_AdjointOp<"max_pool_gradient"> {
  let summary = "The gradient of a max pool's input";
  let description = [{
    `input` is the pool's input, `gradient` that of its result; the attributes are the pool's. Each element of `gradient` is added to the element of the result
    that is the largest of its window in `input`, of equal ones the first in row-major order, as PyTorch has it.

    ```mlir
    %y = sinter.max_pool_gradient %x, %g {window = array<i64: 2, 2>, strides = array<i64: 2, 2>}
      : (tensor<1x8x8x4xf32>, tensor<1x4x4x4xf32>) -> tensor<1x8x8x4xf32>
    ```
  }];
  let arguments = (ins Sinter_FloatTensor:$input, Sinter_FloatTensor:$gradient, DenseI64ArrayAttr:$window, DenseI64ArrayAttr:$strides,
                       DefaultValuedAttr<DenseI64ArrayAttr, "{0, 0, 0, 0}">:$padding);
}

def Sinter_AvgPoolGradientOp : Sinter_AdjointOp<"avg_pool_gradient"> {
  let summary = "The gradient of an average pool's input";
  let description = [{
    `gradient` is that of the pool's result, `size` the `[h, w]` of its input, and the other attributes are the pool's. Each element of the result is the sum, over
    the windows that hold it, of their gradient divided by what the pool divides by.

    ```mlir
    %y = sinter.avg_pool_gradient %g {size = array<i64: 8, 8>, window = array<i64: 2, 2>, strides = array<i64: 2, 2>}
      : (tensor<1x4x4x4xf32>) -> tensor<1x8x8x4xf32>
    ```
  }];
  let arguments = (ins Sinter_FloatTensor:$gradient, DenseI64ArrayAttr:$size, DenseI64ArrayAttr:$window, DenseI64ArrayAttr:$strides,
                       DefaultValuedAttr<DenseI64ArrayAttr, "{0, 0, 0, 0}">:$padding,
                       DefaultValuedAttr<BoolAttr, "true">:$count_padding);
}

def Sinter_ResizeGradientOp : Sinter_AdjointOp<"resize_gradient"> {
  let summary = "The gradient of a resized image's input";
  let description = [{
    `gradient` is that of the result of `sinter.resize`, `size` the `[h, w]` of its input, and the other attributes are those of the resize. Each element of
    `gradient` is added to the elements that the resize weighs for it, with their weights.

    ```mlir
    %y = sinter.resize_gradient %g {size = array<i64: 8, 8>, mode = "bilinear", coordinates = "half_pixel"}
      : (tensor<1x16x16x4xf32>) -> tensor<1x8x8x4xf32>
    ```
  }];
  let arguments = (ins Sinter_FloatTensor:$gradient, DenseI64ArrayAttr:$size, StrAttr:$mode, StrAttr:$coordinates);
}

def Sinter_SliceGradientOp : Sinter_AdjointOp<"slice_gradient"> {
  let summary = "Zeros around and between what a slice took";
  let description = [{
    Zeros of `shape`, the slice's input, but `gradient[i, ...]` at `starts[0] + i * strides[0]`, and so along each axis.

    ```mlir
    %y = sinter.slice_gradient %g {shape = array<i64: 2, 8>, starts = array<i64: 0, 7>, strides = array<i64: 1, -2>}
      : (tensor<2x4xf32>) -> tensor<2x8xf32>
    ```
  }];
  let arguments = (ins Sinter_FloatTensor:$gradient, DenseI64ArrayAttr:$shape, DenseI64ArrayAttr:$starts, DenseI64ArrayAttr:$strides);
}

def Sinter_GatherGradientOp : Sinter_AdjointOp<"gather_gradient"> {
  let summary = "The gradient of a gather's input";
  let description = [{
    `gradient` is that of the result of `sinter.gather`, `size` that of its input along `axis`:
    `result[a..., j, b...]` is the sum of `gradient[a..., i..., b...]` over the places `i` whose index, moved into the axis, is `j`, in row-major order.

    ```mlir
    %y = sinter.gather_gradient %g, %i {axis = 0 : i64, size = 100 : i64} : (tensor<2x5x8xf32>, tensor<2x5xi32>) -> tensor<100x8xf32>
    ```
  }];
  let arguments = (ins Sinter_FloatTensor:$gradient, Sinter_IndexTensor:$indices, I64Attr:$axis, I64Attr:$size);
}

def Sinter_GatherElementsGradientOp : Sinter_AdjointOp<"gather_elements_gradient"> {
  let summary = "The gradient of the input of a gather of elements";
  let description = [{
    `gradient` is that of the result of `sinter.gather_elements`, `size` that of its input along `axis`:
    `result[a, j, b]` is the sum of `gradient[a, i, b]` over the `i` whose index, moved into the axis, is `j`.

    ```mlir
    %y = sinter.gather_elements_gradient %g, %i {axis = 1 : i64, size = 8 : i64} : (tensor<2x3xf32>, tensor<2x3xi32>) -> tensor<2x8xf32>
    ```
  }];
  let arguments = (ins Sinter_FloatTensor:$gradient, Sinter_IndexTensor:$indices, I64Attr:$axis, I64Attr:$size);
}

#endif

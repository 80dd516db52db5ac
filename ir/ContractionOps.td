//===- ContractionOps.td: sums of products with weights -------------------------------------------===//
#ifndef SINTER_CONTRACTION_OPS_TD
#define SINTER_CONTRACTION_OPS_TD

include "Interfaces.td"
include "Types.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

class Sinter_ContractionOp<string mnemonic>
    : Sinter_Op<mnemonic, [Pure, Sinter_InferShape, DeclareOpInterfaceMethods<Sinter_CostInterface, ["getMacs"]>]>;

def Sinter_Conv2dOp : Sinter_ContractionOp<"conv2d"> {
  let summary = "Two-dimensional convolution, channels last";
  let description = [{
    `input` is `[n, h, w, c]`, `weight` `[filters, c / groups, kh, kw]` as PyTorch stores it, `bias` `[filters]` where given.

    ```
    result[n, y, x, f] = bias[f] + sum[i, u, v] weight[f, i, u, v]
        * input[n, y * strides[0] + u * dilations[0] - padding[0], x * strides[1] + v * dilations[1] - padding[2], g + i]
    ```
    where `g` is the first channel of the group of `f`, and elements outside the image count as zero. `padding` is
    `[top, bottom, left, right]`; the result has `floor((h + top + bottom - (kh - 1) * dilation - 1) / stride) + 1` rows.
    `groups = c` is a depthwise convolution.

    ```mlir
    %y = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>, dilations = array<i64: 1, 1>, groups = 1 : i64}
      : (tensor<1x8x8x4xf32>, tensor<6x4x3x3xf32>, tensor<6xf32>) -> tensor<1x8x8x6xf32>
    ```
  }];
  let arguments = (ins
    Sinter_FloatTensor:$input, Sinter_FloatTensor:$weight, Optional<Sinter_FloatTensor>:$bias,
    DefaultValuedAttr<DenseI64ArrayAttr, "{1, 1}">:$strides,
    DefaultValuedAttr<DenseI64ArrayAttr, "{0, 0, 0, 0}">:$padding,
    DefaultValuedAttr<DenseI64ArrayAttr, "{1, 1}">:$dilations,
    DefaultValuedAttr<I64Attr, "1">:$groups);
  let results = (outs Sinter_FloatTensor:$result);
  let assemblyFormat = "$input `,` $weight (`,` $bias^)? attr-dict `:` functional-type(operands, results)";
}

def Sinter_DenseOp : Sinter_ContractionOp<"dense"> {
  let summary = "Fully connected layer on the last axis";
  let description = [{
    `input` is `[..., k]`, `weight` `[units, k]` as PyTorch stores it, `bias` `[units]` where given:
    `result[..., u] = bias[u] + sum[i] input[..., i] * weight[u, i]`.

    ```mlir
    %y = sinter.dense %x, %w, %b : (tensor<2x8xf32>, tensor<4x8xf32>, tensor<4xf32>) -> tensor<2x4xf32>
    ```
  }];
  let arguments = (ins Sinter_FloatTensor:$input, Sinter_FloatTensor:$weight, Optional<Sinter_FloatTensor>:$bias);
  let results = (outs Sinter_FloatTensor:$result);
  let assemblyFormat = "$input `,` $weight (`,` $bias^)? attr-dict `:` functional-type(operands, results)";
}

def Sinter_WinogradFilterOp : Sinter_Op<"winograd_filter", [Pure, Sinter_InferShape]> {
  let summary = "Filters of a 3x3 convolution in the form that Winograd's algorithm multiplies";
  let description = [{
    `weight` is `[filters, c, 3, 3]`; the result `[filters, c, tile + 2, tile + 2]` holds `G g G'` for each filter and channel, with the matrix
    `G` of `ir/Winograd.h`. Of constant weights it is computed at compile time.

    ```mlir
    %u = sinter.winograd_filter %w {tile = 4 : i64} : tensor<6x4x3x3xf32> -> tensor<6x4x6x6xf32>
    ```
  }];
  let arguments = (ins Sinter_FloatTensor:$weight, I64Attr:$tile);
  let results = (outs Sinter_FloatTensor:$result);
  let assemblyFormat = "$weight attr-dict `:` type($weight) `->` type($result)";
}

def Sinter_WinogradConv2dOp : Sinter_ContractionOp<"winograd_conv2d"> {
  let summary = "A 3x3 convolution of stride 1 by Winograd's algorithm";
  let description = [{
    What `sinter.conv2d` gives for the weight whose `winograd_filter` is `filter`, with `(tile + 2)^2` multiplications an input channel for
    tile * tile results instead of `9 * tile * tile`: each tile of `tile + 2` by `tile + 2` inputs, `tile` apart, becomes `A' (U * (B' d B)) A`, where `*`
    multiplies element by element and sums over channels. Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2015; the matrices are in
    `ir/Winograd.h`. The price is rounding: with tile 4 about 1e-6 of the largest result instead of 2e-7, and a value that is not finite spreads over its tile.

    ```mlir
    %y = sinter.winograd_conv2d %x, %u, %b {tile = 4 : i64, padding = array<i64: 1, 1, 1, 1>}
      : (tensor<1x8x8x4xf32>, tensor<6x4x6x6xf32>, tensor<6xf32>) -> tensor<1x8x8x6xf32>
    ```
  }];
  let arguments = (ins
    Sinter_FloatTensor:$input, Sinter_FloatTensor:$filter, Optional<Sinter_FloatTensor>:$bias, I64Attr:$tile,
    DefaultValuedAttr<DenseI64ArrayAttr, "{0, 0, 0, 0}">:$padding);
  let results = (outs Sinter_FloatTensor:$result);
  let assemblyFormat = "$input `,` $filter (`,` $bias^)? attr-dict `:` functional-type(operands, results)";
}

def Sinter_Conv2dTransposeOp : Sinter_ContractionOp<"conv2d_transpose"> {
  let summary = "The adjoint of a two-dimensional convolution, channels last";
  let description = [{
    `input` is `[n, h, w, c]`, `weight` `[c, filters / groups, kh, kw]` as PyTorch stores it, `bias` `[filters]` where given. Every
    element of the input adds its weights to a window of the result:

    ```
    result[n, y, x, f] = bias[f] + sum[i, u, v, r, s] weight[i, f - g, u, v] * input[n, r, s, i]
      where y = r * strides[0] + u * dilations[0] - padding[0], x = s * strides[1] + v * dilations[1] - padding[2]
    ```
    over the channels i of the group of `f`, whose first filter is `g`. The result has
    `(h - 1) * stride - top - bottom + (kh - 1) * dilation + 1 + output_padding` rows; `output_padding` is smaller than the stride or the dilation.

    ```mlir
    %y = sinter.conv2d_transpose %x, %w {strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>}
      : (tensor<1x8x8x4xf32>, tensor<4x6x4x4xf32>) -> tensor<1x16x16x6xf32>
    ```
  }];
  let arguments = (ins
    Sinter_FloatTensor:$input, Sinter_FloatTensor:$weight, Optional<Sinter_FloatTensor>:$bias,
    DefaultValuedAttr<DenseI64ArrayAttr, "{1, 1}">:$strides,
    DefaultValuedAttr<DenseI64ArrayAttr, "{0, 0, 0, 0}">:$padding,
    DefaultValuedAttr<DenseI64ArrayAttr, "{0, 0}">:$output_padding,
    DefaultValuedAttr<DenseI64ArrayAttr, "{1, 1}">:$dilations,
    DefaultValuedAttr<I64Attr, "1">:$groups);
  let results = (outs Sinter_FloatTensor:$result);
  let assemblyFormat = "$input `,` $weight (`,` $bias^)? attr-dict `:` functional-type(operands, results)";
}

def Sinter_MatmulOp : Sinter_ContractionOp<"matmul"> {
  let summary = "Matrix product";
  let description = [{
    `result[..., i, j] = sum[k] lhs[..., i, k] * rhs[..., k, j]`; the leading axes broadcast as NumPy's do.

    ```mlir
    %y = sinter.matmul %a, %b : (tensor<4x2x8xf32>, tensor<8x3xf32>) -> tensor<4x2x3xf32>
    ```
  }];
  let arguments = (ins Sinter_FloatTensor:$lhs, Sinter_FloatTensor:$rhs);
  let results = (outs Sinter_FloatTensor:$result);
  let assemblyFormat = "$lhs `,` $rhs attr-dict `:` functional-type(operands, results)";
}

#endif

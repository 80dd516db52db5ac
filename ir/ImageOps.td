//===- ImageOps.td: windows and positions of images -----------------------------------------------===//
#ifndef SINTER_IMAGE_OPS_TD
#define SINTER_IMAGE_OPS_TD

include "Interfaces.td"
include "Types.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

class Sinter_ImageOp<string mnemonic> : Sinter_Op<mnemonic, [Pure, Sinter_InferShape,
                                                             DeclareOpInterfaceMethods<Sinter_CostInterface>]> {
  let results = (outs Sinter_FloatTensor:$result);
  let assemblyFormat = "operands attr-dict `:` functional-type(operands, results)";
}

def Sinter_MaxPoolOp : Sinter_ImageOp<"max_pool"> {
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

def Sinter_AvgPoolOp : Sinter_ImageOp<"avg_pool"> {
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

def Sinter_MaxPoolIndicesOp : Sinter_ImageOp<"max_pool_indices"> {
  let summary = "Where the largest value of each window is";
  let description = [{
    As `sinter.max_pool`, with the place `y * w + x` in the image of the largest value, of equal ones the first in row-major order, as
    PyTorch's `return_indices` gives it.

    ```mlir
    %y = sinter.max_pool_indices %x {window = array<i64: 2, 2>, strides = array<i64: 2, 2>}
      : (tensor<1x8x8x4xf32>) -> tensor<1x4x4x4xi32>
    ```
  }];
  let arguments = (ins Sinter_FloatTensor:$input, DenseI64ArrayAttr:$window, DenseI64ArrayAttr:$strides,
                       DefaultValuedAttr<DenseI64ArrayAttr, "{0, 0, 0, 0}">:$padding);
  let results = (outs Sinter_TensorOf<[I32]>:$result);
}

def Sinter_MaxUnpoolOp : Sinter_ImageOp<"max_unpool"> {
  let summary = "Puts values back where a max pool took them";
  let description = [{
    Zeros of shape `[n, size[0], size[1], c]`, but `input[n, i, j, c]` at the place `indices[n, i, j, c]` = `y * size[1] + x`. Where
    several values go to one place the last one in row-major order stays; places outside the image take none.

    ```mlir
    %y = sinter.max_unpool %x, %places {size = array<i64: 8, 8>}
      : (tensor<1x4x4x4xf32>, tensor<1x4x4x4xi32>) -> tensor<1x8x8x4xf32>
    ```
  }];
  let arguments = (ins Sinter_FloatTensor:$input, Sinter_TensorOf<[I32]>:$indices, DenseI64ArrayAttr:$size);
}

def Sinter_ResizeOp : Sinter_ImageOp<"resize"> {
  let summary = "An image of another size, by interpolation";
  let description = [{
    `[n, h, w, c]` becomes `[n, size[0], size[1], c]`. Row `i` of the result looks at the place `s` among the rows of the input, and so
    for columns:

    | `coordinates` | s |
    |---|---|
    | `half_pixel` | `(i + 0.5) * h / size[0] - 0.5` |
    | `align_corners` | `i * (h - 1) / (size[0] - 1)`, 0 for one row |
    | `asymmetric` | `i * h / size[0]` |

    `mode` `nearest` takes row `floor(s)` (`floor(s + 0.5)` for `half_pixel`; not for `align_corners`), `bilinear` weighs the two rows around s (negative s count as 0), `bicubic` the
    four by the cubic kernel with a = -0.75 (Keys 1981). Rows outside the image repeat the edge. These are PyTorch's rules.

    ```mlir
    %y = sinter.resize %x {size = array<i64: 16, 16>, mode = "bilinear", coordinates = "half_pixel"}
      : (tensor<1x8x8x4xf32>) -> tensor<1x16x16x4xf32>
    ```
  }];
  let arguments = (ins Sinter_FloatTensor:$input, DenseI64ArrayAttr:$size, StrAttr:$mode, StrAttr:$coordinates);
}

def Sinter_AffineSampleOp : Sinter_ImageOp<"affine_sample"> {
  let summary = "Each image of a batch moved by its own affine map";
  let description = [{
    `input` is `[n, h, w, c]`, `maps` `[n, 2, 3]`. Pixel (y, x) of result `n` is taken from the place
    `(maps[n, 0, 0] * y + maps[n, 0, 1] * x + maps[n, 0, 2], maps[n, 1, 0] * y + maps[n, 1, 1] * x + maps[n, 1, 2])` of input `n`, in pixels from the centre of
    its first one: in `mode` `bilinear` the four pixels around it are weighed, in `nearest` the nearest is taken (the lower of two). Pixels outside the image are `fill`. The result has the input's shape.

    ```mlir
    %y = sinter.affine_sample %x, %m {mode = "bilinear", fill = 0.0} : (tensor<2x8x8x3xf32>, tensor<2x2x3xf32>) -> tensor<2x8x8x3xf32>
    ```
  }];
  let arguments = (ins Sinter_FloatTensor:$input, Sinter_FloatTensor:$maps, DefaultValuedAttr<StrAttr, "\"bilinear\"">:$mode,
                       DefaultValuedAttr<F64Attr, "0.0">:$fill);
}

#endif

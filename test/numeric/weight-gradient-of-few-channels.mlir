// The gradient of a weight whose few input channels lie in a block with padding lanes.
// RUN: sinter diff %s --target=x86-64-v2
// RUN: sinter diff %s --target=x86-64-v3
// RUN: sinter diff %s --target=x86-64-v4

func.func @few_channels(%x: tensor<2x8x8x20xf32>, %w: tensor<20x3x4x4xf32>, %v: tensor<20x3x4x4xf32>, %g: tensor<2x8x8x20xf32>) -> (tensor<2x8x8x20xf32>, tensor<20x3x4x4xf32>) {
  %y = sinter.conv2d_transpose %x, %w {strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>} : (tensor<2x8x8x20xf32>, tensor<20x3x4x4xf32>) -> tensor<2x16x16x3xf32>
  %t = sinter.tanh %y : tensor<2x16x16x3xf32> -> tensor<2x16x16x3xf32>
  %z = sinter.conv2d %t, %v {strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>} : (tensor<2x16x16x3xf32>, tensor<20x3x4x4xf32>) -> tensor<2x8x8x20xf32>
  %d = sinter.conv2d_weight_gradient %t, %g {kernel = array<i64: 4, 4>, strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>} : (tensor<2x16x16x3xf32>, tensor<2x8x8x20xf32>) -> tensor<20x3x4x4xf32>
  return %z, %d : tensor<2x8x8x20xf32>, tensor<20x3x4x4xf32>
}

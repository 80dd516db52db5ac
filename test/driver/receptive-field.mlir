// What `sinter summary` says of receptive fields. The numbers follow from the ops' formulas.
// RUN: sinter summary %s | FileCheck %s
// RUN: sinter summary %root/test/language/resnet.sn --model ResNet50 | FileCheck %s --check-prefix=RESNET

// Araujo, Norris and Sim, "Computing Receptive Fields of Convolutional Neural Networks" (2019), with the stride of a bottleneck at
// its 3x3 convolution, as torchvision has it.
// RESNET: layer4.2.conv3 conv2d f32[1, 7, 7, 2048] 427x427
// RESNET: mean f32[1, 2048] all

// CHECK-LABEL: windows
// A 3x3 kernel; with dilation 2 it spans 5 rows; stride 2 doubles what later taps reach: 5 + 2 + 2 * 2.
// CHECK: conv2d f32[1, 32, 32, 4] 3x3
// CHECK: conv2d f32[1, 16, 16, 4] 7x5
// CHECK: max_pool f32[1, 8, 8, 4] 9x7
// Half the rows of its input see one row of it, the others two; each row of that sees 9, the next one 4 further on.
// CHECK: conv2d_transpose f32[1, 16, 16, 4] 13x11
func.func @windows(%image: tensor<1x32x32x4xf32>, %w: tensor<4x4x3x3xf32>) -> tensor<1x16x16x4xf32> {
  %a = sinter.conv2d %image, %w {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x32x32x4xf32>, tensor<4x4x3x3xf32>) -> tensor<1x32x32x4xf32>
  %b = sinter.conv2d %a, %w {padding = array<i64: 2, 1, 1, 1>, strides = array<i64: 2, 2>, dilations = array<i64: 2, 1>} : (tensor<1x32x32x4xf32>, tensor<4x4x3x3xf32>) -> tensor<1x16x16x4xf32>
  %c = sinter.max_pool %b {window = array<i64: 2, 2>, strides = array<i64: 2, 2>} : (tensor<1x16x16x4xf32>) -> tensor<1x8x8x4xf32>
  %d = sinter.conv2d_transpose %c, %w {strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>, output_padding = array<i64: 1, 1>} : (tensor<1x8x8x4xf32>, tensor<4x4x3x3xf32>) -> tensor<1x16x16x4xf32>
  return %d : tensor<1x16x16x4xf32>
}

// CHECK-LABEL: moves
// A sum sees what either operand sees; elements to the left of each other add up; space to depth takes blocks of two rows.
// CHECK: slice f32[1, 8, 7, 4] 1x1
// CHECK: slice f32[1, 8, 7, 4] 1x1
// CHECK: add f32[1, 8, 7, 4] 1x2
// CHECK: slice f32[1, 8, 6, 4] 1x2
// CHECK: reshape f32[1, 4, 2, 6, 4] 1x2
// CHECK: transpose f32[1, 4, 6, 2, 4] 1x2
// CHECK: reshape f32[1, 4, 6, 8] 1x2
// CHECK: mean f32[1, 4, 8] 1xall
// CHECK: reshape f32[1, 32] 1xall
// CHECK: dense f32[1, 4] all
func.func @moves(%image: tensor<1x8x8x4xf32>, %w: tensor<4x32xf32>) -> tensor<1x4xf32> {
  %l = sinter.slice %image {starts = array<i64: 0, 0, 0, 0>, sizes = array<i64: 1, 8, 7, 4>, strides = array<i64: 1, 1, 1, 1>} : (tensor<1x8x8x4xf32>) -> tensor<1x8x7x4xf32>
  %r = sinter.slice %image {starts = array<i64: 0, 0, 1, 0>, sizes = array<i64: 1, 8, 7, 4>, strides = array<i64: 1, 1, 1, 1>} : (tensor<1x8x8x4xf32>) -> tensor<1x8x7x4xf32>
  %s = sinter.add %l, %r : tensor<1x8x7x4xf32>, tensor<1x8x7x4xf32> -> tensor<1x8x7x4xf32>
  %t = sinter.slice %s {starts = array<i64: 0, 0, 0, 0>, sizes = array<i64: 1, 8, 6, 4>, strides = array<i64: 1, 1, 1, 1>} : (tensor<1x8x7x4xf32>) -> tensor<1x8x6x4xf32>
  %u = sinter.reshape %t {shape = array<i64: 1, 4, 2, 6, 4>} : (tensor<1x8x6x4xf32>) -> tensor<1x4x2x6x4xf32>
  %v = sinter.transpose %u {permutation = array<i64: 0, 1, 3, 2, 4>} : (tensor<1x4x2x6x4xf32>) -> tensor<1x4x6x2x4xf32>
  %x = sinter.reshape %v {shape = array<i64: 1, 4, 6, 8>} : (tensor<1x4x6x2x4xf32>) -> tensor<1x4x6x8xf32>
  %m = sinter.mean %x {axes = array<i64: 2>} : (tensor<1x4x6x8xf32>) -> tensor<1x4x8xf32>
  %f = sinter.reshape %m {shape = array<i64: 1, 32>} : (tensor<1x4x8xf32>) -> tensor<1x32xf32>
  %y = sinter.dense %f, %w : (tensor<1x32xf32>, tensor<4x32xf32>) -> tensor<1x4xf32>
  return %y : tensor<1x4xf32>
}

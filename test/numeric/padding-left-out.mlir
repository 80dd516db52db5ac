// Convolutions whose tile is as wide as the image: they leave out the padding, and their input has no border; the pool's gradient and the image of the caller, with
// strides, one and several blocks of inputs, taps that lie in the padding for all rows of an edge.
// RUN: sinter diff %s --exact-conv --target=x86-64-v2
// RUN: sinter diff %s --exact-conv --target=x86-64-v3
// RUN: sinter diff %s --exact-conv --target=x86-64-v4
// RUN: sinter compile %s --exact-conv --target=x86-64-v4 --emit=scheduled | FileCheck %s

// CHECK-LABEL: func.func @full_convolution
//   CHECK-NOT: border
//       CHECK: skip_columns = 1
//       CHECK: return
func.func @full_convolution(%x: tensor<3x10x10x16xf32>, %w: tensor<6x16x5x5xf32>) -> tensor<3x14x14x6xf32> {
  %t = sinter.tanh %x : tensor<3x10x10x16xf32> -> tensor<3x10x10x16xf32>
  %y = sinter.conv2d %t, %w {padding = array<i64: 4, 4, 4, 4>} : (tensor<3x10x10x16xf32>, tensor<6x16x5x5xf32>) -> tensor<3x14x14x6xf32>
  return %y : tensor<3x14x14x6xf32>
}

// CHECK-LABEL: func.func @one_image
//       CHECK: skip_columns = 1
//       CHECK: return
func.func @one_image(%x: tensor<1x10x10x16xf32>, %w: tensor<6x16x5x5xf32>) -> tensor<1x14x14x6xf32> {
  %y = sinter.conv2d %x, %w {padding = array<i64: 4, 4, 4, 4>} : (tensor<1x10x10x16xf32>, tensor<6x16x5x5xf32>) -> tensor<1x14x14x6xf32>
  return %y : tensor<1x14x14x6xf32>
}

// CHECK-LABEL: func.func @strides
//   CHECK-NOT: border
//       CHECK: skip_columns = 1
//       CHECK: return
func.func @strides(%x: tensor<2x7x7x40xf32>, %w: tensor<32x40x5x5xf32>) -> tensor<2x4x4x32xf32> {
  %y = sinter.conv2d %x, %w {strides = array<i64: 2, 2>, padding = array<i64: 2, 2, 2, 2>} : (tensor<2x7x7x40xf32>, tensor<32x40x5x5xf32>) -> tensor<2x4x4x32xf32>
  %z = sinter.relu %y : tensor<2x4x4x32xf32> -> tensor<2x4x4x32xf32>
  return %z : tensor<2x4x4x32xf32>
}

// CHECK-LABEL: func.func @stem
//   CHECK-NOT: border
//       CHECK: skip_columns = 1
//       CHECK: return
func.func @stem(%x: tensor<1x8x8x3xf32>, %w: tensor<32x3x5x5xf32>) -> tensor<1x8x8x32xf32> {
  %y = sinter.conv2d %x, %w {padding = array<i64: 2, 2, 2, 2>} : (tensor<1x8x8x3xf32>, tensor<32x3x5x5xf32>) -> tensor<1x8x8x32xf32>
  return %y : tensor<1x8x8x32xf32>
}

// Gradients of weights of which each thread sums over a part of the images: in planes and in blocks, with rows that end in a part of a vector, strides along
// y, dilated taps, several inputs and one, and with the layout that the forward pass gives both images.
// RUN: sinter diff %s --target=x86-64-v2
// RUN: sinter diff %s --target=x86-64-v3
// RUN: sinter diff %s --target=x86-64-v4
// RUN: sinter compile %s --target=x86-64-v4 --emit=layout | FileCheck %s

// CHECK-LABEL: func.func @planes
//       CHECK: strategy = "planar"} {
//       CHECK: sinter.conv2d_weight_gradient {{.*}} {groups = 2 : i64
func.func @planes(%x: tensor<16x19x21x1xf32>, %w: tensor<6x1x5x5xf32>, %g: tensor<16x19x21x6xf32>) -> (tensor<16x19x21x6xf32>, tensor<6x1x5x5xf32>) {
  %y = sinter.conv2d %x, %w {padding = array<i64: 2, 2, 2, 2>} : (tensor<16x19x21x1xf32>, tensor<6x1x5x5xf32>) -> tensor<16x19x21x6xf32>
  %t = sinter.tanh %g : tensor<16x19x21x6xf32> -> tensor<16x19x21x6xf32>
  %d = sinter.conv2d_weight_gradient %x, %t {kernel = array<i64: 5, 5>, padding = array<i64: 2, 2, 2, 2>} : (tensor<16x19x21x1xf32>, tensor<16x19x21x6xf32>) -> tensor<6x1x5x5xf32>
  return %y, %d : tensor<16x19x21x6xf32>, tensor<6x1x5x5xf32>
}

// CHECK-LABEL: func.func @stepping_rows
//       CHECK: strategy = "planar"} {
func.func @stepping_rows(%x: tensor<4x41x31x3xf32>, %g: tensor<4x20x27x5xf32>) -> tensor<5x3x3x3xf32> {
  %d = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 3, 3>, strides = array<i64: 2, 1>, dilations = array<i64: 1, 2>} : (tensor<4x41x31x3xf32>, tensor<4x20x27x5xf32>) -> tensor<5x3x3x3xf32>
  return %d : tensor<5x3x3x3xf32>
}

// One group, one image, fewer pixels in a row than lanes.
// CHECK-LABEL: func.func @short_rows
//       CHECK: strategy = "planar"} {
func.func @short_rows(%x: tensor<1x9x7x2xf32>, %g: tensor<1x9x7x1xf32>) -> tensor<1x2x3x1xf32> {
  %d = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 3, 1>, padding = array<i64: 1, 1, 0, 0>} : (tensor<1x9x7x2xf32>, tensor<1x9x7x1xf32>) -> tensor<1x2x3x1xf32>
  return %d : tensor<1x2x3x1xf32>
}

// CHECK-LABEL: func.func @one_filter
//       CHECK: strategy = "planar"} {
//       CHECK: sinter.conv2d_weight_gradient {{.*}} {groups = 8 : i64
func.func @one_filter(%x: tensor<64x32x32x1xf32>, %g: tensor<64x32x32x1xf32>) -> tensor<1x1x7x7xf32> {
  %d = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 7, 7>, padding = array<i64: 3, 3, 3, 3>} : (tensor<64x32x32x1xf32>, tensor<64x32x32x1xf32>) -> tensor<1x1x7x7xf32>
  return %d : tensor<1x1x7x7xf32>
}

// The tiles are five rows of taps, which threads would not share evenly.
// CHECK-LABEL: func.func @blocks
//       CHECK: strategy = "direct"} {
//       CHECK: sinter.conv2d_weight_gradient {{.*}} {groups = 8 : i64
func.func @blocks(%x: tensor<64x14x14x6xf32>, %g: tensor<64x10x10x16xf32>) -> tensor<16x6x5x5xf32> {
  %t = sinter.tanh %x : tensor<64x14x14x6xf32> -> tensor<64x14x14x6xf32>
  %d = sinter.conv2d_weight_gradient %t, %g {kernel = array<i64: 5, 5>} : (tensor<64x14x14x6xf32>, tensor<64x10x10x16xf32>) -> tensor<16x6x5x5xf32>
  return %d : tensor<16x6x5x5xf32>
}

// CHECK-LABEL: func.func @blocks_of_both
//       CHECK: strategy = "direct"} {
//       CHECK: sinter.conv2d_weight_gradient {{.*}} {groups = 2 : i64
func.func @blocks_of_both(%x: tensor<4x33x33x16xf32>, %g: tensor<4x17x17x32xf32>) -> tensor<32x16x3x3xf32> {
  %d = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 3, 3>, strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>} : (tensor<4x33x33x16xf32>, tensor<4x17x17x32xf32>) -> tensor<32x16x3x3xf32>
  return %d : tensor<32x16x3x3xf32>
}

// RUN: sinter-opt %s --sinter-lower-transposed-convolution | FileCheck %s

// The case of the manual: four phases are filters of one convolution with a quarter of the taps.
// CHECK-LABEL: func.func @twice_the_size
//       CHECK: %[[C:.*]] = sinter.conv2d %{{.*}}, %{{.*}} {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x8x8x4xf32>, tensor<24x4x2x2xf32>) -> tensor<1x9x9x24xf32>
//       CHECK: %[[A:.*]] = sinter.reshape %[[C]] {shape = array<i64: 1, 9, 9, 2, 2, 6>}
//       CHECK: %[[B:.*]] = sinter.transpose %[[A]] {permutation = array<i64: 0, 1, 3, 2, 4, 5>}
//       CHECK: %[[D:.*]] = sinter.reshape %[[B]] {shape = array<i64: 1, 18, 18, 6>}
//       CHECK: sinter.slice %[[D]] {{{.*}}sizes = array<i64: 1, 16, 16, 6>, starts = array<i64: 0, 1, 1, 0>
func.func @twice_the_size(%x: tensor<1x8x8x4xf32>, %w: tensor<4x6x4x4xf32>) -> tensor<1x16x16x6xf32> {
  %y = sinter.conv2d_transpose %x, %w {strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>} : (tensor<1x8x8x4xf32>, tensor<4x6x4x4xf32>) -> tensor<1x16x16x6xf32>
  return %y : tensor<1x16x16x6xf32>
}

// At stride 1 nothing stands behind the convolution, whose taps are reversed.
// CHECK-LABEL: func.func @stride_one
//       CHECK: sinter.slice %{{.*}} {{{.*}}strides = array<i64: 1, 1, -1, 1, -1, 1>}
//       CHECK: %[[C:.*]] = sinter.conv2d %{{.*}} {dilations = array<i64: 2, 1>, padding = array<i64: 3, 3, 2, 2>}
//  CHECK-NEXT: return %[[C]]
func.func @stride_one(%x: tensor<1x8x8x4xf32>, %w: tensor<4x6x3x3xf32>) -> tensor<1x10x10x6xf32> {
  %y = sinter.conv2d_transpose %x, %w {padding = array<i64: 1, 1, 0, 0>, dilations = array<i64: 2, 1>} : (tensor<1x8x8x4xf32>, tensor<4x6x3x3xf32>) -> tensor<1x10x10x6xf32>
  return %y : tensor<1x10x10x6xf32>
}

// Where kernel and stride are alike each phase has one tap, and no padding is read.
// CHECK-LABEL: func.func @one_tap_a_phase
//       CHECK: sinter.conv2d %{{.*}} : (tensor<1x8x8x4xf32>, tensor<24x4x1x1xf32>, tensor<24xf32>) -> tensor<1x8x8x24xf32>
//   CHECK-NOT: sinter.slice
//       CHECK: return
func.func @one_tap_a_phase(%x: tensor<1x8x8x4xf32>, %w: tensor<4x6x2x2xf32>, %b: tensor<6xf32>) -> tensor<1x16x16x6xf32> {
  %y = sinter.conv2d_transpose %x, %w, %b {strides = array<i64: 2, 2>} : (tensor<1x8x8x4xf32>, tensor<4x6x2x2xf32>, tensor<6xf32>) -> tensor<1x16x16x6xf32>
  return %y : tensor<1x16x16x6xf32>
}

// One tap reaches one pixel of four: those of a convolution are spread, and nothing is multiplied for the others.
// CHECK-LABEL: func.func @one_tap
//       CHECK: %[[C:.*]] = sinter.conv2d {{.*}} -> tensor<1x4x4x6xf32>
//       CHECK: sinter.slice_gradient %[[C]] {shape = array<i64: 1, 8, 8, 6>, starts = array<i64: 0, 0, 0, 0>, strides = array<i64: 1, 2, 2, 1>}
func.func @one_tap(%x: tensor<1x4x4x4xf32>, %w: tensor<4x6x1x1xf32>) -> tensor<1x8x8x6xf32> {
  %y = sinter.conv2d_transpose %x, %w {strides = array<i64: 2, 2>, output_padding = array<i64: 1, 1>} : (tensor<1x4x4x4xf32>, tensor<4x6x1x1xf32>) -> tensor<1x8x8x6xf32>
  return %y : tensor<1x8x8x6xf32>
}

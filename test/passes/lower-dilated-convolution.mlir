// RUN: sinter-opt %s --split-input-file --sinter-lower-dilated-convolution | FileCheck %s

// The case of the manual.
// CHECK-LABEL: func.func @every_other_pixel
//       CHECK: %[[A:.*]] = sinter.reshape %{{.*}} {shape = array<i64: 1, 4, 2, 4, 2, 64>}
//       CHECK: %[[B:.*]] = sinter.transpose %[[A]] {permutation = array<i64: 0, 2, 4, 1, 3, 5>}
//       CHECK: %[[C:.*]] = sinter.reshape %[[B]] {shape = array<i64: 4, 4, 4, 64>}
//       CHECK: %[[D:.*]] = sinter.conv2d %[[C]], %{{.*}}, %{{.*}} {padding = array<i64: 1, 1, 1, 1>} : (tensor<4x4x4x64xf32>, tensor<96x64x3x3xf32>, tensor<96xf32>) -> tensor<4x4x4x96xf32>
//       CHECK: %[[E:.*]] = sinter.reshape %[[D]] {shape = array<i64: 1, 2, 2, 4, 4, 96>}
//       CHECK: %[[F:.*]] = sinter.transpose %[[E]] {permutation = array<i64: 0, 3, 1, 4, 2, 5>}
//       CHECK: %[[Y:.*]] = sinter.reshape %[[F]] {shape = array<i64: 1, 8, 8, 96>}
//       CHECK: return %[[Y]]
func.func @every_other_pixel(%x: tensor<1x8x8x64xf32>, %w: tensor<96x64x3x3xf32>, %b: tensor<96xf32>) -> tensor<1x8x8x96xf32> {
  %y = sinter.conv2d %x, %w, %b {dilations = array<i64: 2, 2>, padding = array<i64: 2, 2, 2, 2>} : (tensor<1x8x8x64xf32>, tensor<96x64x3x3xf32>, tensor<96xf32>) -> tensor<1x8x8x96xf32>
  return %y : tensor<1x8x8x96xf32>
}

// Zeros make the image whole, and what they give is cut off.
// CHECK-LABEL: func.func @divided_with_rest
//       CHECK: %[[P:.*]] = sinter.pad %{{.*}} {high = array<i64: 0, 1, 0, 0>, low = array<i64: 0, 0, 0, 0>} : (tensor<2x9x8x64xf32>) -> tensor<2x10x8x64xf32>
//       CHECK: %[[A:.*]] = sinter.reshape %[[P]] {shape = array<i64: 2, 5, 2, 4, 2, 64>}
//       CHECK: sinter.conv2d {{.*}} -> tensor<8x5x4x64xf32>
//       CHECK: %[[T:.*]] = sinter.reshape %{{.*}} {shape = array<i64: 2, 10, 8, 64>}
//       CHECK: %[[Y:.*]] = sinter.slice %[[T]] {sizes = array<i64: 2, 9, 8, 64>, starts = array<i64: 0, 0, 0, 0>, strides = array<i64: 1, 1, 1, 1>}
//       CHECK: return %[[Y]]
func.func @divided_with_rest(%x: tensor<2x9x8x64xf32>, %w: tensor<64x64x3x3xf32>) -> tensor<2x9x8x64xf32> {
  %y = sinter.conv2d %x, %w {dilations = array<i64: 2, 2>, padding = array<i64: 2, 2, 2, 2>} : (tensor<2x9x8x64xf32>, tensor<64x64x3x3xf32>) -> tensor<2x9x8x64xf32>
  return %y : tensor<2x9x8x64xf32>
}

// Left alone: images with few pixels beside those that make them whole, other paddings, dilations that differ or are large, few channels.
// CHECK-LABEL: func.func @others
//   CHECK-NOT: sinter.transpose
//       CHECK: return
func.func @others(%x: tensor<1x7x7x64xf32>, %e: tensor<1x24x24x64xf32>, %f: tensor<1x8x8x16xf32>, %w: tensor<64x64x3x3xf32>, %v: tensor<64x16x3x3xf32>) -> (tensor<1x7x7x64xf32>, tensor<1x20x20x64xf32>, tensor<1x24x24x64xf32>, tensor<1x24x24x64xf32>, tensor<1x8x8x64xf32>) {
  %0 = sinter.conv2d %x, %w {dilations = array<i64: 2, 2>, padding = array<i64: 2, 2, 2, 2>} : (tensor<1x7x7x64xf32>, tensor<64x64x3x3xf32>) -> tensor<1x7x7x64xf32>
  %1 = sinter.conv2d %e, %w {dilations = array<i64: 2, 2>} : (tensor<1x24x24x64xf32>, tensor<64x64x3x3xf32>) -> tensor<1x20x20x64xf32>
  %2 = sinter.conv2d %e, %w {dilations = array<i64: 2, 4>, padding = array<i64: 2, 2, 4, 4>} : (tensor<1x24x24x64xf32>, tensor<64x64x3x3xf32>) -> tensor<1x24x24x64xf32>
  %3 = sinter.conv2d %e, %w {dilations = array<i64: 12, 12>, padding = array<i64: 12, 12, 12, 12>} : (tensor<1x24x24x64xf32>, tensor<64x64x3x3xf32>) -> tensor<1x24x24x64xf32>
  %4 = sinter.conv2d %f, %v {dilations = array<i64: 2, 2>, padding = array<i64: 2, 2, 2, 2>} : (tensor<1x8x8x16xf32>, tensor<64x16x3x3xf32>) -> tensor<1x8x8x64xf32>
  return %0, %1, %2, %3, %4 : tensor<1x7x7x64xf32>, tensor<1x20x20x64xf32>, tensor<1x24x24x64xf32>, tensor<1x24x24x64xf32>, tensor<1x8x8x64xf32>
}

// -----

// CHECK-LABEL: func.func @exact
//       CHECK: dilations
module attributes {sinter.exact_conv} {
  func.func @exact(%x: tensor<1x8x8x64xf32>, %w: tensor<64x64x3x3xf32>) -> tensor<1x8x8x64xf32> {
    %y = sinter.conv2d %x, %w {dilations = array<i64: 2, 2>, padding = array<i64: 2, 2, 2, 2>} : (tensor<1x8x8x64xf32>, tensor<64x64x3x3xf32>) -> tensor<1x8x8x64xf32>
    return %y : tensor<1x8x8x64xf32>
  }
}

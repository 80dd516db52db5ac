// RUN: sinter-opt %s --sinter-permute-dense-weights | FileCheck %s

// The case of the manual.
// CHECK-LABEL: func.func @flattened_by_channel
//  CHECK-SAME: %[[X:.*]]: tensor<1x5x4x16xf32>
//       CHECK: %[[W:.*]] = sinter.constant
//       CHECK: %[[A:.*]] = sinter.reshape %[[W]] {shape = array<i64: 3, 16, 5, 4>}
//       CHECK: %[[T:.*]] = sinter.transpose %[[A]] {permutation = array<i64: 0, 2, 3, 1>} : (tensor<3x16x5x4xf32>) -> tensor<3x5x4x16xf32>
//       CHECK: %[[V:.*]] = sinter.reshape %[[T]] {shape = array<i64: 3, 320>}
//       CHECK: %[[F:.*]] = sinter.reshape %[[X]] {shape = array<i64: 1, 320>}
//       CHECK: sinter.dense %[[F]], %[[V]]
func.func @flattened_by_channel(%x: tensor<1x5x4x16xf32>) -> tensor<1x3xf32> {
  %w = sinter.constant dense<1.0> : tensor<3x320xf32> as tensor<3x320xf32>
  %t = sinter.transpose %x {permutation = array<i64: 0, 3, 1, 2>} : (tensor<1x5x4x16xf32>) -> tensor<1x16x5x4xf32>
  %f = sinter.reshape %t {shape = array<i64: 1, 320>} : (tensor<1x16x5x4xf32>) -> tensor<1x320xf32>
  %y = sinter.dense %f, %w : (tensor<1x320xf32>, tensor<3x320xf32>) -> tensor<1x3xf32>
  return %y : tensor<1x3xf32>
}

// A weight that each call brings would be transposed in each call.
// CHECK-LABEL: func.func @weight_of_the_caller
//       CHECK: sinter.transpose
func.func @weight_of_the_caller(%x: tensor<1x5x4x16xf32>, %w: tensor<3x320xf32>) -> tensor<1x3xf32> {
  %t = sinter.transpose %x {permutation = array<i64: 0, 3, 1, 2>} : (tensor<1x5x4x16xf32>) -> tensor<1x16x5x4xf32>
  %f = sinter.reshape %t {shape = array<i64: 1, 320>} : (tensor<1x16x5x4xf32>) -> tensor<1x320xf32>
  %y = sinter.dense %f, %w : (tensor<1x320xf32>, tensor<3x320xf32>) -> tensor<1x3xf32>
  return %y : tensor<1x3xf32>
}

// Rows that move, and rows that are joined with others.
// CHECK-LABEL: func.func @rows
//       CHECK: sinter.transpose {{.*}} tensor<4x2x5xf32>
//       CHECK: sinter.transpose {{.*}} tensor<2x5x4xf32>
func.func @rows(%x: tensor<2x4x5xf32>) -> (tensor<4x3xf32>, tensor<10x3xf32>) {
  %w = sinter.constant dense<1.0> : tensor<3x10xf32> as tensor<3x10xf32>
  %v = sinter.constant dense<1.0> : tensor<3x4xf32> as tensor<3x4xf32>
  %t = sinter.transpose %x {permutation = array<i64: 1, 0, 2>} : (tensor<2x4x5xf32>) -> tensor<4x2x5xf32>
  %f = sinter.reshape %t {shape = array<i64: 4, 10>} : (tensor<4x2x5xf32>) -> tensor<4x10xf32>
  %y = sinter.dense %f, %w : (tensor<4x10xf32>, tensor<3x10xf32>) -> tensor<4x3xf32>
  %s = sinter.transpose %x {permutation = array<i64: 0, 2, 1>} : (tensor<2x4x5xf32>) -> tensor<2x5x4xf32>
  %g = sinter.reshape %s {shape = array<i64: 10, 4>} : (tensor<2x5x4xf32>) -> tensor<10x4xf32>
  %z = sinter.dense %g, %v : (tensor<10x4xf32>, tensor<3x4xf32>) -> tensor<10x3xf32>
  return %y, %z : tensor<4x3xf32>, tensor<10x3xf32>
}

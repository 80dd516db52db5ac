// RUN: sinter-opt %s --sinter-fold-constants | FileCheck %s

// The reference of each op that only moves elements.

// CHECK-LABEL: func.func @reshape
//       CHECK: sinter.constant dense<{{\[}}[1, 2], [3, 4], [5, 6]]> : tensor<3x2xi32>
func.func @reshape() -> tensor<3x2xi32> {
  %x = sinter.constant dense<[[1, 2, 3], [4, 5, 6]]> : tensor<2x3xi32> as tensor<2x3xi32>
  %r = sinter.reshape %x {shape = array<i64: 3, 2>} : (tensor<2x3xi32>) -> tensor<3x2xi32>
  return %r : tensor<3x2xi32>
}

// CHECK-LABEL: func.func @transpose
//       CHECK: sinter.constant dense<{{\[}}[1, 4], [2, 5], [3, 6]]> : tensor<3x2xi32>
func.func @transpose() -> tensor<3x2xi32> {
  %x = sinter.constant dense<[[1, 2, 3], [4, 5, 6]]> : tensor<2x3xi32> as tensor<2x3xi32>
  %r = sinter.transpose %x {permutation = array<i64: 1, 0>} : (tensor<2x3xi32>) -> tensor<3x2xi32>
  return %r : tensor<3x2xi32>
}

// Axis i of the result is axis permutation[i] of the input: result[k, i, j] = input[i, j, k]. The permutation is not its own inverse.
// CHECK-LABEL: func.func @transpose_rotates
//       CHECK: sinter.constant dense<{{\[\[}}[1, 3, 5], [7, 9, 11]], {{\[}}[2, 4, 6], [8, 10, 12]]]> : tensor<2x2x3xi32>
func.func @transpose_rotates() -> tensor<2x2x3xi32> {
  %x = sinter.constant dense<[[[1, 2], [3, 4], [5, 6]], [[7, 8], [9, 10], [11, 12]]]> : tensor<2x3x2xi32> as tensor<2x3x2xi32>
  %r = sinter.transpose %x {permutation = array<i64: 2, 0, 1>} : (tensor<2x3x2xi32>) -> tensor<2x2x3xi32>
  return %r : tensor<2x2x3xi32>
}

// CHECK-LABEL: func.func @concat_last
//       CHECK: sinter.constant dense<{{\[}}[1, 2, 5], [3, 4, 6]]> : tensor<2x3xi32>
func.func @concat_last() -> tensor<2x3xi32> {
  %a = sinter.constant dense<[[1, 2], [3, 4]]> : tensor<2x2xi32> as tensor<2x2xi32>
  %b = sinter.constant dense<[[5], [6]]> : tensor<2x1xi32> as tensor<2x1xi32>
  %r = sinter.concat %a, %b {axis = 1 : i64} : (tensor<2x2xi32>, tensor<2x1xi32>) -> tensor<2x3xi32>
  return %r : tensor<2x3xi32>
}

// CHECK-LABEL: func.func @concat_first
//       CHECK: sinter.constant dense<{{\[}}[1, 2], [3, 4], [5, 6]]> : tensor<3x2xi32>
func.func @concat_first() -> tensor<3x2xi32> {
  %a = sinter.constant dense<[[1, 2], [3, 4]]> : tensor<2x2xi32> as tensor<2x2xi32>
  %b = sinter.constant dense<[[5, 6]]> : tensor<1x2xi32> as tensor<1x2xi32>
  %r = sinter.concat %a, %b {axis = 0 : i64} : (tensor<2x2xi32>, tensor<1x2xi32>) -> tensor<3x2xi32>
  return %r : tensor<3x2xi32>
}

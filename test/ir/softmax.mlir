// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// CHECK-LABEL: func.func @softmax
//  CHECK-SAME: %[[X:.*]]: tensor<2x10xf32>
//       CHECK: sinter.softmax %[[X]] {axis = 1 : i64} : (tensor<2x10xf32>) -> tensor<2x10xf32>
func.func @softmax(%x: tensor<2x10xf32>) -> tensor<2x10xf32> {
  %y = sinter.softmax %x {axis = 1 : i64} : (tensor<2x10xf32>) -> tensor<2x10xf32>
  return %y : tensor<2x10xf32>
}

// -----

func.func @axis_beyond_rank(%x: tensor<2x10xf32>) -> tensor<2x10xf32> {
  // expected-error @below {{`softmax` on a tensor of rank 2 needs an axis from 0 to 1, but it is 2}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.softmax %x {axis = 2 : i64} : (tensor<2x10xf32>) -> tensor<2x10xf32>
  return %y : tensor<2x10xf32>
}

// -----

func.func @negative_axis(%x: tensor<2x10xf32>) -> tensor<2x10xf32> {
  // expected-error @below {{`softmax` on a tensor of rank 2 needs an axis from 0 to 1, but it is -1}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.softmax %x {axis = -1 : i64} : (tensor<2x10xf32>) -> tensor<2x10xf32>
  return %y : tensor<2x10xf32>
}

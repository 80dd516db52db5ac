// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// CHECK-LABEL: func.func @top_k
//       CHECK: sinter.top_k %{{.*}} {axis = 1 : i64, k = 2 : i64} : (tensor<2x3x4xf32>) -> tensor<2x2x4xi32>
func.func @top_k(%x: tensor<2x3x4xf32>) -> tensor<2x2x4xi32> {
  %y = sinter.top_k %x {k = 2 : i64, axis = 1 : i64} : (tensor<2x3x4xf32>) -> tensor<2x2x4xi32>
  return %y : tensor<2x2x4xi32>
}

// -----

func.func @axis_beyond_rank(%x: tensor<2x3xf32>) -> tensor<2x1xi32> {
  // expected-error @below {{`top_k` on a tensor of rank 2 needs an axis from 0 to 1, but it is -1}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.top_k %x {k = 1 : i64, axis = -1 : i64} : (tensor<2x3xf32>) -> tensor<2x1xi32>
  return %y : tensor<2x1xi32>
}

// -----

func.func @more_than_there_are(%x: tensor<2x3xf32>) -> tensor<2x4xi32> {
  // expected-error @below {{`top_k` on an axis of size 3 needs k from 1 to 3, but it is 4}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.top_k %x {k = 4 : i64, axis = 1 : i64} : (tensor<2x3xf32>) -> tensor<2x4xi32>
  return %y : tensor<2x4xi32>
}

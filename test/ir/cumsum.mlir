// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// CHECK-LABEL: func.func @cumsum
//       CHECK: sinter.cumsum %{{.*}} {axis = 1 : i64} : (tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
func.func @cumsum(%x: tensor<2x3x4xf32>) -> tensor<2x3x4xf32> {
  %y = sinter.cumsum %x {axis = 1 : i64} : (tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
  return %y : tensor<2x3x4xf32>
}

// -----

func.func @axis_beyond_rank(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  // expected-error @below {{`cumsum` on a tensor of rank 2 needs an axis from 0 to 1, but it is 2}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.cumsum %x {axis = 2 : i64} : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// CHECK-LABEL: func.func @log_softmax
//       CHECK: sinter.log_softmax %{{.*}} {axis = 1 : i64} : (tensor<2x10xf32>) -> tensor<2x10xf32>
func.func @log_softmax(%x: tensor<2x10xf32>) -> tensor<2x10xf32> {
  %r = sinter.log_softmax %x {axis = 1 : i64} : (tensor<2x10xf32>) -> tensor<2x10xf32>
  return %r : tensor<2x10xf32>
}

// -----

func.func @axis_beyond_rank(%x: tensor<2x10xf32>) -> tensor<2x10xf32> {
  // expected-error @below {{`log_softmax` on a tensor of rank 2 needs an axis from 0 to 1, but it is 2}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.log_softmax %x {axis = 2 : i64} : (tensor<2x10xf32>) -> tensor<2x10xf32>
  return %r : tensor<2x10xf32>
}

// -----

func.func @negative_axis(%x: tensor<2x10xf32>) -> tensor<2x10xf32> {
  // expected-error @below {{`log_softmax` on a tensor of rank 2 needs an axis from 0 to 1, but it is -1}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.log_softmax %x {axis = -1 : i64} : (tensor<2x10xf32>) -> tensor<2x10xf32>
  return %r : tensor<2x10xf32>
}

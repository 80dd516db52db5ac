// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// The axis drops from the shape, or stays with size 1.
// CHECK-LABEL: func.func @argmin
//       CHECK: sinter.argmin %{{.*}} {axis = 1 : i64} : (tensor<2x3x4xf32>) -> tensor<2x4xi32>
//       CHECK: sinter.argmin %{{.*}} {axis = 2 : i64, keep = true} : (tensor<2x3x4xf32>) -> tensor<2x3x1xi32>
func.func @argmin(%x: tensor<2x3x4xf32>) -> (tensor<2x4xi32>, tensor<2x3x1xi32>) {
  %a = sinter.argmin %x {axis = 1 : i64, keep = false} : (tensor<2x3x4xf32>) -> tensor<2x4xi32>
  %b = sinter.argmin %x {axis = 2 : i64, keep = true} : (tensor<2x3x4xf32>) -> tensor<2x3x1xi32>
  return %a, %b : tensor<2x4xi32>, tensor<2x3x1xi32>
}

// -----

func.func @axis_beyond_rank(%x: tensor<2x3xf32>) -> tensor<2xi32> {
  // expected-error @below {{`argmin` on a tensor of rank 2 needs an axis from 0 to 1, but it is 2}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.argmin %x {axis = 2 : i64} : (tensor<2x3xf32>) -> tensor<2xi32>
  return %y : tensor<2xi32>
}

// -----

func.func @no_axis(%x: tensor<f32>) -> tensor<i32> {
  // expected-error @below {{`argmin` needs a tensor with an axis, but it has none}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.argmin %x {axis = 0 : i64} : (tensor<f32>) -> tensor<i32>
  return %y : tensor<i32>
}

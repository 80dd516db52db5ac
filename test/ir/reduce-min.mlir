// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// Reduced axes drop from the shape, or stay with size 1; no axes mean all.
// CHECK-LABEL: func.func @reduce_min
//       CHECK: sinter.reduce_min %{{.*}} {axes = array<i64: 0, 2>} : (tensor<2x3x4xf32>) -> tensor<3xf32>
//       CHECK: sinter.reduce_min %{{.*}} {axes = array<i64: 1>, keep = true} : (tensor<2x3x4xf32>) -> tensor<2x1x4xf32>
//       CHECK: sinter.reduce_min %{{.*}} : (tensor<2x3x4xf32>) -> tensor<f32>
func.func @reduce_min(%x: tensor<2x3x4xf32>) -> (tensor<3xf32>, tensor<2x1x4xf32>, tensor<f32>) {
  %a = sinter.reduce_min %x {axes = array<i64: 0, 2>, keep = false} : (tensor<2x3x4xf32>) -> tensor<3xf32>
  %b = sinter.reduce_min %x {axes = array<i64: 1>, keep = true} : (tensor<2x3x4xf32>) -> tensor<2x1x4xf32>
  %c = sinter.reduce_min %x : (tensor<2x3x4xf32>) -> tensor<f32>
  return %a, %b, %c : tensor<3xf32>, tensor<2x1x4xf32>, tensor<f32>
}

// CHECK-LABEL: func.func @of_integers
//       CHECK: sinter.reduce_min %{{.*}} : (tensor<4xi32>) -> tensor<i32>
func.func @of_integers(%x: tensor<4xi32>) -> tensor<i32> {
  %y = sinter.reduce_min %x : (tensor<4xi32>) -> tensor<i32>
  return %y : tensor<i32>
}

// -----

func.func @axis_beyond_rank(%x: tensor<2x3xf32>) -> tensor<2xf32> {
  // expected-error @below {{`reduce_min` over a tensor of rank 2 needs distinct, ascending axes from 0 to 1, but they are [2]}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.reduce_min %x {axes = array<i64: 2>} : (tensor<2x3xf32>) -> tensor<2xf32>
  return %y : tensor<2xf32>
}

// -----

func.func @descending_axes(%x: tensor<2x3xf32>) -> tensor<f32> {
  // expected-error @below {{`reduce_min` over a tensor of rank 2 needs distinct, ascending axes from 0 to 1, but they are [1, 0]}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.reduce_min %x {axes = array<i64: 1, 0>} : (tensor<2x3xf32>) -> tensor<f32>
  return %y : tensor<f32>
}

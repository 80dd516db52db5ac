// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// Reduced axes drop from the shape, or stay with size 1; no axes mean all.
// CHECK-LABEL: func.func @mean
//       CHECK: sinter.mean %{{.*}} {axes = array<i64: 1, 2>} : (tensor<1x7x7x64xf32>) -> tensor<1x64xf32>
//       CHECK: sinter.mean %{{.*}} {axes = array<i64: 1, 2>, keep = true} : (tensor<1x7x7x64xf32>) -> tensor<1x1x1x64xf32>
//       CHECK: sinter.mean %{{.*}} : (tensor<1x7x7x64xf32>) -> tensor<f32>
func.func @mean(%x: tensor<1x7x7x64xf32>) -> (tensor<1x64xf32>, tensor<1x1x1x64xf32>, tensor<f32>) {
  %a = sinter.mean %x {axes = array<i64: 1, 2>, keep = false} : (tensor<1x7x7x64xf32>) -> tensor<1x64xf32>
  %b = sinter.mean %x {axes = array<i64: 1, 2>, keep = true} : (tensor<1x7x7x64xf32>) -> tensor<1x1x1x64xf32>
  %c = sinter.mean %x : (tensor<1x7x7x64xf32>) -> tensor<f32>
  return %a, %b, %c : tensor<1x64xf32>, tensor<1x1x1x64xf32>, tensor<f32>
}

// -----

func.func @axis_beyond_rank(%x: tensor<2x3xf32>) -> tensor<2xf32> {
  // expected-error @below {{`mean` over a tensor of rank 2 needs distinct, ascending axes from 0 to 1, but they are [2]}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.mean %x {axes = array<i64: 2>} : (tensor<2x3xf32>) -> tensor<2xf32>
  return %y : tensor<2xf32>
}

// -----

func.func @negative_axis(%x: tensor<2x3xf32>) -> tensor<2xf32> {
  // expected-error @below {{`mean` over a tensor of rank 2 needs distinct, ascending axes from 0 to 1, but they are [-1]}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.mean %x {axes = array<i64: -1>} : (tensor<2x3xf32>) -> tensor<2xf32>
  return %y : tensor<2xf32>
}

// -----

func.func @repeated_axis(%x: tensor<2x3xf32>) -> tensor<2xf32> {
  // expected-error @below {{needs distinct, ascending axes from 0 to 1, but they are [1, 1]}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.mean %x {axes = array<i64: 1, 1>} : (tensor<2x3xf32>) -> tensor<2xf32>
  return %y : tensor<2xf32>
}

// -----

func.func @descending_axes(%x: tensor<2x3xf32>) -> tensor<f32> {
  // expected-error @below {{needs distinct, ascending axes from 0 to 1, but they are [1, 0]}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.mean %x {axes = array<i64: 1, 0>} : (tensor<2x3xf32>) -> tensor<f32>
  return %y : tensor<f32>
}

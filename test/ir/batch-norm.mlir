// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// CHECK-LABEL: func.func @batch_norm
//  CHECK-SAME: %[[X:.*]]: tensor<1x8x8x4xf32>, %[[M:.*]]: tensor<4xf32>, %[[V:.*]]: tensor<4xf32>, %[[S:.*]]: tensor<4xf32>, %[[B:.*]]: tensor<4xf32>
//       CHECK: sinter.batch_norm %[[X]], %[[M]], %[[V]], %[[S]], %[[B]] {epsilon = 1.000000e-05 : f64}
//  CHECK-SAME:   : (tensor<1x8x8x4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) -> tensor<1x8x8x4xf32>
func.func @batch_norm(%x: tensor<1x8x8x4xf32>, %mean: tensor<4xf32>, %variance: tensor<4xf32>, %scale: tensor<4xf32>, %bias: tensor<4xf32>) -> tensor<1x8x8x4xf32> {
  %y = sinter.batch_norm %x, %mean, %variance, %scale, %bias {epsilon = 1.000000e-05}
    : (tensor<1x8x8x4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) -> tensor<1x8x8x4xf32>
  return %y : tensor<1x8x8x4xf32>
}

// -----

func.func @negative_epsilon(%x: tensor<2x4xf32>, %v: tensor<4xf32>) -> tensor<2x4xf32> {
  // expected-error @below {{`batch_norm` needs `epsilon` of at least 0, but it is -1e-05}}
  %y = sinter.batch_norm %x, %v, %v, %v, %v {epsilon = -1.0e-05} : (tensor<2x4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) -> tensor<2x4xf32>
  return %y : tensor<2x4xf32>
}

// -----

func.func @no_batch(%x: tensor<4xf32>, %v: tensor<4xf32>) -> tensor<4xf32> {
  // expected-error @below {{`batch_norm` needs an input of shape [n, ..., c], but it is [4]}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.batch_norm %x, %v, %v, %v, %v {epsilon = 0.0} : (tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// -----

func.func @vector_of_rows(%x: tensor<2x4xf32>, %v: tensor<4xf32>, %w: tensor<2xf32>) -> tensor<2x4xf32> {
  // expected-error @below {{`batch_norm` on 4 channels needs vectors of shape [4], but one is [2]}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.batch_norm %x, %v, %v, %w, %v {epsilon = 0.0} : (tensor<2x4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<2xf32>, tensor<4xf32>) -> tensor<2x4xf32>
  return %y : tensor<2x4xf32>
}

// -----

func.func @one_element_type(%x: tensor<2x4xf32>, %v: tensor<4xf16>) -> tensor<2x4xf32> {
  // expected-error @below {{`batch_norm` needs one element type, but its operands are 'tensor<2x4xf32>' and 'tensor<4xf16>'}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.batch_norm %x, %v, %v, %v, %v {epsilon = 0.0} : (tensor<2x4xf32>, tensor<4xf16>, tensor<4xf16>, tensor<4xf16>, tensor<4xf16>) -> tensor<2x4xf32>
  return %y : tensor<2x4xf32>
}

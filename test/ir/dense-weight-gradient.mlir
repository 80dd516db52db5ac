// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// CHECK-LABEL: func.func @dense_weight_gradient
//       CHECK: sinter.dense_weight_gradient %{{.*}}, %{{.*}} : (tensor<2x8xf32>, tensor<2x4xf32>) -> tensor<4x8xf32>
func.func @dense_weight_gradient(%x: tensor<2x8xf32>, %g: tensor<2x4xf32>) -> tensor<4x8xf32> {
  %r = sinter.dense_weight_gradient %x, %g : (tensor<2x8xf32>, tensor<2x4xf32>) -> tensor<4x8xf32>
  return %r : tensor<4x8xf32>
}

// All axes but the last are rows.
// CHECK-LABEL: func.func @rows_of_several_axes
//       CHECK: sinter.dense_weight_gradient %{{.*}}, %{{.*}} : (tensor<2x3x5x8xf32>, tensor<2x3x5x4xf32>) -> tensor<4x8xf32>
func.func @rows_of_several_axes(%x: tensor<2x3x5x8xf32>, %g: tensor<2x3x5x4xf32>) -> tensor<4x8xf32> {
  %r = sinter.dense_weight_gradient %x, %g : (tensor<2x3x5x8xf32>, tensor<2x3x5x4xf32>) -> tensor<4x8xf32>
  return %r : tensor<4x8xf32>
}

// CHECK-LABEL: func.func @one_row
//       CHECK: sinter.dense_weight_gradient %{{.*}}, %{{.*}} : (tensor<8xf32>, tensor<4xf32>) -> tensor<4x8xf32>
func.func @one_row(%x: tensor<8xf32>, %g: tensor<4xf32>) -> tensor<4x8xf32> {
  %r = sinter.dense_weight_gradient %x, %g : (tensor<8xf32>, tensor<4xf32>) -> tensor<4x8xf32>
  return %r : tensor<4x8xf32>
}

// -----

func.func @other_rows(%x: tensor<2x8xf32>, %g: tensor<3x4xf32>) -> tensor<4x8xf32> {
  // expected-error @below {{`dense_weight_gradient` needs an input and a gradient that differ in their last axis only, but they are [2, 8] and [3, 4]}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.dense_weight_gradient %x, %g : (tensor<2x8xf32>, tensor<3x4xf32>) -> tensor<4x8xf32>
  return %r : tensor<4x8xf32>
}

// -----

func.func @other_rank(%x: tensor<2x8xf32>, %g: tensor<4xf32>) -> tensor<4x8xf32> {
  // expected-error @below {{`dense_weight_gradient` needs an input and a gradient that differ in their last axis only, but they are [2, 8] and [4]}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.dense_weight_gradient %x, %g : (tensor<2x8xf32>, tensor<4xf32>) -> tensor<4x8xf32>
  return %r : tensor<4x8xf32>
}

// -----

func.func @rank_zero(%x: tensor<f32>, %g: tensor<f32>) -> tensor<4x8xf32> {
  // expected-error @below {{`dense_weight_gradient` needs an input and a gradient that differ in their last axis only, but they are [] and []}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.dense_weight_gradient %x, %g : (tensor<f32>, tensor<f32>) -> tensor<4x8xf32>
  return %r : tensor<4x8xf32>
}

// -----

func.func @other_element_type(%x: tensor<2x8xf32>, %g: tensor<2x4xf16>) -> tensor<4x8xf32> {
  // expected-error @below {{`dense_weight_gradient` needs one element type, but its operands are 'tensor<2x8xf32>' and 'tensor<2x4xf16>'}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.dense_weight_gradient %x, %g : (tensor<2x8xf32>, tensor<2x4xf16>) -> tensor<4x8xf32>
  return %r : tensor<4x8xf32>
}

// -----

func.func @too_many_elements(%x: tensor<1x65536xf32>, %g: tensor<1x65536xf32>) -> tensor<2x8xf32> {
  // expected-error @below {{`dense_weight_gradient` would make a tensor of shape [65536, 65536], which has more than 2^31 elements}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.dense_weight_gradient %x, %g : (tensor<1x65536xf32>, tensor<1x65536xf32>) -> tensor<2x8xf32>
  return %r : tensor<2x8xf32>
}

// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// With a bias and without, over any number of leading axes.
// CHECK-LABEL: func.func @dense
//  CHECK-SAME: %[[X:.*]]: tensor<2x8xf32>, %[[W:.*]]: tensor<4x8xf32>, %[[B:.*]]: tensor<4xf32>, %[[V:.*]]: tensor<8xf32>
//       CHECK: sinter.dense %[[X]], %[[W]], %[[B]] : (tensor<2x8xf32>, tensor<4x8xf32>, tensor<4xf32>) -> tensor<2x4xf32>
//       CHECK: sinter.dense %[[V]], %[[W]] : (tensor<8xf32>, tensor<4x8xf32>) -> tensor<4xf32>
func.func @dense(%x: tensor<2x8xf32>, %w: tensor<4x8xf32>, %b: tensor<4xf32>, %v: tensor<8xf32>) -> (tensor<2x4xf32>, tensor<4xf32>) {
  %y = sinter.dense %x, %w, %b : (tensor<2x8xf32>, tensor<4x8xf32>, tensor<4xf32>) -> tensor<2x4xf32>
  %z = sinter.dense %v, %w : (tensor<8xf32>, tensor<4x8xf32>) -> tensor<4xf32>
  return %y, %z : tensor<2x4xf32>, tensor<4xf32>
}

// -----

func.func @scalar_input(%x: tensor<f32>, %w: tensor<4x1xf32>) -> tensor<4xf32> {
  // expected-error @below {{`dense` needs an input of at least one axis, but it has none}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.dense %x, %w : (tensor<f32>, tensor<4x1xf32>) -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// -----

func.func @weight_of_rank_1(%x: tensor<2x8xf32>, %w: tensor<8xf32>) -> tensor<2x1xf32> {
  // expected-error @below {{`dense` needs a weight of shape [units, k], but it is [8]}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.dense %x, %w : (tensor<2x8xf32>, tensor<8xf32>) -> tensor<2x1xf32>
  return %y : tensor<2x1xf32>
}

// -----

func.func @inner_sizes(%x: tensor<2x8xf32>, %w: tensor<8x4xf32>) -> tensor<2x4xf32> {
  // expected-error @below {{`dense` needs equal inner sizes, but the input ends in 8 and the weight is for 4}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.dense %x, %w : (tensor<2x8xf32>, tensor<8x4xf32>) -> tensor<2x4xf32>
  return %y : tensor<2x4xf32>
}

// -----

func.func @bias_of_inputs(%x: tensor<2x8xf32>, %w: tensor<4x8xf32>, %b: tensor<8xf32>) -> tensor<2x4xf32> {
  // expected-error @below {{`dense` needs a bias of shape [4], but it is [8]}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.dense %x, %w, %b : (tensor<2x8xf32>, tensor<4x8xf32>, tensor<8xf32>) -> tensor<2x4xf32>
  return %y : tensor<2x4xf32>
}

// -----

func.func @one_element_type(%x: tensor<2x8xf32>, %w: tensor<4x8xbf16>) -> tensor<2x4xf32> {
  // expected-error @below {{`dense` needs one element type, but its operands are 'tensor<2x8xf32>' and 'tensor<4x8xbf16>'}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.dense %x, %w : (tensor<2x8xf32>, tensor<4x8xbf16>) -> tensor<2x4xf32>
  return %y : tensor<2x4xf32>
}

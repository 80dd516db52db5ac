// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// CHECK-LABEL: func.func @max_pool_gradient
//       CHECK: sinter.max_pool_gradient %{{.*}}, %{{.*}} {strides = array<i64: 2, 2>, window = array<i64: 2, 2>} : (tensor<1x8x8x4xf32>, tensor<1x4x4x4xf32>) -> tensor<1x8x8x4xf32>
func.func @max_pool_gradient(%x: tensor<1x8x8x4xf32>, %g: tensor<1x4x4x4xf32>) -> tensor<1x8x8x4xf32> {
  %r = sinter.max_pool_gradient %x, %g {window = array<i64: 2, 2>, strides = array<i64: 2, 2>} : (tensor<1x8x8x4xf32>, tensor<1x4x4x4xf32>) -> tensor<1x8x8x4xf32>
  return %r : tensor<1x8x8x4xf32>
}

// CHECK-LABEL: func.func @overlapping
//       CHECK: sinter.max_pool_gradient %{{.*}}, %{{.*}} {padding = array<i64: 1, 1, 1, 1>, strides = array<i64: 2, 2>, window = array<i64: 3, 3>} : (tensor<1x8x8x4xf32>, tensor<1x4x4x4xf32>) -> tensor<1x8x8x4xf32>
func.func @overlapping(%x: tensor<1x8x8x4xf32>, %g: tensor<1x4x4x4xf32>) -> tensor<1x8x8x4xf32> {
  %r = sinter.max_pool_gradient %x, %g {window = array<i64: 3, 3>, strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>} : (tensor<1x8x8x4xf32>, tensor<1x4x4x4xf32>) -> tensor<1x8x8x4xf32>
  return %r : tensor<1x8x8x4xf32>
}

// -----

func.func @not_an_image(%x: tensor<8x8x4xf32>, %g: tensor<1x4x4x4xf32>) -> tensor<8x8x4xf32> {
  // expected-error @below {{`max_pool_gradient` needs an input of shape [n, h, w, c], but it is [8, 8, 4]}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.max_pool_gradient %x, %g {window = array<i64: 2, 2>, strides = array<i64: 2, 2>} : (tensor<8x8x4xf32>, tensor<1x4x4x4xf32>) -> tensor<8x8x4xf32>
  return %r : tensor<8x8x4xf32>
}

// -----

func.func @other_element_type(%x: tensor<1x8x8x4xf32>, %g: tensor<1x4x4x4xf16>) -> tensor<1x8x8x4xf32> {
  // expected-error @below {{`max_pool_gradient` needs one element type, but its operands are 'tensor<1x8x8x4xf32>' and 'tensor<1x4x4x4xf16>'}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.max_pool_gradient %x, %g {window = array<i64: 2, 2>, strides = array<i64: 2, 2>} : (tensor<1x8x8x4xf32>, tensor<1x4x4x4xf16>) -> tensor<1x8x8x4xf32>
  return %r : tensor<1x8x8x4xf32>
}

// -----

func.func @window_of_zero(%x: tensor<1x8x8x4xf32>, %g: tensor<1x4x4x4xf32>) -> tensor<1x8x8x4xf32> {
  // expected-error @below {{`max_pool_gradient` needs windows, strides and dilations from 1 to 2^31, but one is 0}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.max_pool_gradient %x, %g {window = array<i64: 2, 0>, strides = array<i64: 2, 2>} : (tensor<1x8x8x4xf32>, tensor<1x4x4x4xf32>) -> tensor<1x8x8x4xf32>
  return %r : tensor<1x8x8x4xf32>
}

// -----

func.func @other_gradient(%x: tensor<1x8x8x4xf32>, %g: tensor<1x5x4x4xf32>) -> tensor<1x8x8x4xf32> {
  // expected-error @below {{`max_pool_gradient` belongs to a result of shape [1, 4, 4, 4], but the gradient is [1, 5, 4, 4]}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.max_pool_gradient %x, %g {window = array<i64: 2, 2>, strides = array<i64: 2, 2>} : (tensor<1x8x8x4xf32>, tensor<1x5x4x4xf32>) -> tensor<1x8x8x4xf32>
  return %r : tensor<1x8x8x4xf32>
}

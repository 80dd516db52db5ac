// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// CHECK-LABEL: func.func @avg_pool_gradient
//       CHECK: sinter.avg_pool_gradient %{{.*}} {size = array<i64: 8, 8>, strides = array<i64: 2, 2>, window = array<i64: 2, 2>} : (tensor<1x4x4x4xf32>) -> tensor<1x8x8x4xf32>
func.func @avg_pool_gradient(%g: tensor<1x4x4x4xf32>) -> tensor<1x8x8x4xf32> {
  %r = sinter.avg_pool_gradient %g {size = array<i64: 8, 8>, window = array<i64: 2, 2>, strides = array<i64: 2, 2>} : (tensor<1x4x4x4xf32>) -> tensor<1x8x8x4xf32>
  return %r : tensor<1x8x8x4xf32>
}

// A row is left over, and padding does not count.
// CHECK-LABEL: func.func @without_padding
//       CHECK: sinter.avg_pool_gradient %{{.*}} {count_padding = false, padding = array<i64: 0, 0, 1, 1>, size = array<i64: 9, 8>, strides = array<i64: 2, 2>, window = array<i64: 3, 3>} : (tensor<1x4x4x4xf32>) -> tensor<1x9x8x4xf32>
func.func @without_padding(%g: tensor<1x4x4x4xf32>) -> tensor<1x9x8x4xf32> {
  %r = sinter.avg_pool_gradient %g {size = array<i64: 9, 8>, window = array<i64: 3, 3>, strides = array<i64: 2, 2>, padding = array<i64: 0, 0, 1, 1>, count_padding = false} : (tensor<1x4x4x4xf32>) -> tensor<1x9x8x4xf32>
  return %r : tensor<1x9x8x4xf32>
}

// -----

func.func @not_an_image(%g: tensor<4x4x4xf32>) -> tensor<1x8x8x4xf32> {
  // expected-error @below {{`avg_pool_gradient` needs an input of shape [n, h, w, c], but it is [4, 4, 4]}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.avg_pool_gradient %g {size = array<i64: 8, 8>, window = array<i64: 2, 2>, strides = array<i64: 2, 2>} : (tensor<4x4x4xf32>) -> tensor<1x8x8x4xf32>
  return %r : tensor<1x8x8x4xf32>
}

// -----

func.func @size_of_zero(%g: tensor<1x4x4x4xf32>) -> tensor<1x8x8x4xf32> {
  // expected-error @below {{`avg_pool_gradient` needs a size of rows and columns of at least 1, but it is [0, 8]}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.avg_pool_gradient %g {size = array<i64: 0, 8>, window = array<i64: 2, 2>, strides = array<i64: 2, 2>} : (tensor<1x4x4x4xf32>) -> tensor<1x8x8x4xf32>
  return %r : tensor<1x8x8x4xf32>
}

// -----

func.func @too_many_elements(%g: tensor<1x1x1x65536xf32>) -> tensor<2x8xf32> {
  // expected-error @below {{`avg_pool_gradient` would make a tensor of shape [1, 256, 256, 65536], which has more than 2^31 elements}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.avg_pool_gradient %g {size = array<i64: 256, 256>, window = array<i64: 256, 256>, strides = array<i64: 2, 2>} : (tensor<1x1x1x65536xf32>) -> tensor<2x8xf32>
  return %r : tensor<2x8xf32>
}

// -----

func.func @too_few_windows(%g: tensor<1x4x4x4xf32>) -> tensor<1x8x8x4xf32> {
  // expected-error @below {{`avg_pool_gradient` takes 2 window sizes, 2 strides, 2 dilations and 4 paddings, but has 1, 2, 2 and 4}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.avg_pool_gradient %g {size = array<i64: 8, 8>, window = array<i64: 2>, strides = array<i64: 2, 2>} : (tensor<1x4x4x4xf32>) -> tensor<1x8x8x4xf32>
  return %r : tensor<1x8x8x4xf32>
}

// -----

func.func @other_gradient(%g: tensor<1x4x4x4xf32>) -> tensor<1x8x10x4xf32> {
  // expected-error @below {{`avg_pool_gradient` belongs to a result of shape [1, 4, 5, 4], but the gradient is [1, 4, 4, 4]}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.avg_pool_gradient %g {size = array<i64: 8, 10>, window = array<i64: 2, 2>, strides = array<i64: 2, 2>} : (tensor<1x4x4x4xf32>) -> tensor<1x8x10x4xf32>
  return %r : tensor<1x8x10x4xf32>
}

// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// CHECK-LABEL: func.func @slice_gradient
//       CHECK: sinter.slice_gradient %{{.*}} {shape = array<i64: 2, 8>, starts = array<i64: 0, 7>, strides = array<i64: 1, -2>} : (tensor<2x4xf32>) -> tensor<2x8xf32>
func.func @slice_gradient(%g: tensor<2x4xf32>) -> tensor<2x8xf32> {
  %r = sinter.slice_gradient %g {shape = array<i64: 2, 8>, starts = array<i64: 0, 7>, strides = array<i64: 1, -2>} : (tensor<2x4xf32>) -> tensor<2x8xf32>
  return %r : tensor<2x8xf32>
}

// -----

func.func @too_few_sizes(%g: tensor<2x4xf32>) -> tensor<2x8xf32> {
  // expected-error @below {{`slice_gradient` of a gradient of rank 2 needs a size for each axis, but has 1}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.slice_gradient %g {shape = array<i64: 2>, starts = array<i64: 0, 7>, strides = array<i64: 1, -2>} : (tensor<2x4xf32>) -> tensor<2x8xf32>
  return %r : tensor<2x8xf32>
}

// -----

func.func @too_few_starts(%g: tensor<2x4xf32>) -> tensor<2x8xf32> {
  // expected-error @below {{`slice_gradient` of a tensor of rank 2 needs a start, a size and a stride for each axis, but has 1, 2 and 2}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.slice_gradient %g {shape = array<i64: 2, 8>, starts = array<i64: 0>, strides = array<i64: 1, -2>} : (tensor<2x4xf32>) -> tensor<2x8xf32>
  return %r : tensor<2x8xf32>
}

// -----

func.func @stride_of_zero(%g: tensor<2x4xf32>) -> tensor<2x8xf32> {
  // expected-error @below {{`slice_gradient` needs strides other than 0 up to 2^31, but axis 1 has 0}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.slice_gradient %g {shape = array<i64: 2, 8>, starts = array<i64: 0, 7>, strides = array<i64: 1, 0>} : (tensor<2x4xf32>) -> tensor<2x8xf32>
  return %r : tensor<2x8xf32>
}

// -----

func.func @beyond_the_end(%g: tensor<2x4xf32>) -> tensor<2x8xf32> {
  // expected-error @below {{`slice_gradient` reads elements 4 to 10 of axis 1, which has elements 0 to 7}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.slice_gradient %g {shape = array<i64: 2, 8>, starts = array<i64: 0, 4>, strides = array<i64: 1, 2>} : (tensor<2x4xf32>) -> tensor<2x8xf32>
  return %r : tensor<2x8xf32>
}

// -----

func.func @too_many_elements(%g: tensor<2x4xf32>) -> tensor<2x8xf32> {
  // expected-error @below {{`slice_gradient` would make a tensor of shape [2, 2147483648], which has more than 2^31 elements}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.slice_gradient %g {shape = array<i64: 2, 2147483648>, starts = array<i64: 0, 0>, strides = array<i64: 1, 1>} : (tensor<2x4xf32>) -> tensor<2x8xf32>
  return %r : tensor<2x8xf32>
}

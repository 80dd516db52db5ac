// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// CHECK-LABEL: func.func @gather_gradient
//       CHECK: sinter.gather_gradient %{{.*}}, %{{.*}} {axis = 0 : i64, size = 100 : i64} : (tensor<2x5x8xf32>, tensor<2x5xi32>) -> tensor<100x8xf32>
func.func @gather_gradient(%g: tensor<2x5x8xf32>, %i: tensor<2x5xi32>) -> tensor<100x8xf32> {
  %r = sinter.gather_gradient %g, %i {axis = 0 : i64, size = 100 : i64} : (tensor<2x5x8xf32>, tensor<2x5xi32>) -> tensor<100x8xf32>
  return %r : tensor<100x8xf32>
}

// The axis is not in the gradient.
// CHECK-LABEL: func.func @one_index
//       CHECK: sinter.gather_gradient %{{.*}}, %{{.*}} {axis = 1 : i64, size = 7 : i64} : (tensor<3x8xf32>, tensor<i32>) -> tensor<3x7x8xf32>
func.func @one_index(%g: tensor<3x8xf32>, %i: tensor<i32>) -> tensor<3x7x8xf32> {
  %r = sinter.gather_gradient %g, %i {axis = 1 : i64, size = 7 : i64} : (tensor<3x8xf32>, tensor<i32>) -> tensor<3x7x8xf32>
  return %r : tensor<3x7x8xf32>
}

// -----

func.func @other_indices(%g: tensor<2x5x8xf32>, %i: tensor<2x5xi32>) -> tensor<100x8xf32> {
  // expected-error @below {{`gather_gradient` with indices [2, 5] at axis 1 does not fit a gradient of shape [2, 5, 8]}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.gather_gradient %g, %i {axis = 1 : i64, size = 100 : i64} : (tensor<2x5x8xf32>, tensor<2x5xi32>) -> tensor<100x8xf32>
  return %r : tensor<100x8xf32>
}

// -----

func.func @axis_beyond_rank(%g: tensor<2x5x8xf32>, %i: tensor<2x5xi32>) -> tensor<100x8xf32> {
  // expected-error @below {{`gather_gradient` with indices [2, 5] at axis 2 does not fit a gradient of shape [2, 5, 8]}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.gather_gradient %g, %i {axis = 2 : i64, size = 100 : i64} : (tensor<2x5x8xf32>, tensor<2x5xi32>) -> tensor<100x8xf32>
  return %r : tensor<100x8xf32>
}

// -----

func.func @indices_are_integers(%g: tensor<2x5x8xf32>, %i: tensor<2x5xf32>) -> tensor<100x8xf32> {
  // expected-error @below {{operand #1 must be tensor}}
  %r = sinter.gather_gradient %g, %i {axis = 0 : i64, size = 100 : i64} : (tensor<2x5x8xf32>, tensor<2x5xf32>) -> tensor<100x8xf32>
  return %r : tensor<100x8xf32>
}

// -----

func.func @too_many_elements(%g: tensor<2x5x8xf32>, %i: tensor<2x5xi32>) -> tensor<2x8xf32> {
  // expected-error @below {{`gather_gradient` would make a tensor of shape [2147483648, 8], which has more than 2^31 elements}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.gather_gradient %g, %i {axis = 0 : i64, size = 2147483648 : i64} : (tensor<2x5x8xf32>, tensor<2x5xi32>) -> tensor<2x8xf32>
  return %r : tensor<2x8xf32>
}

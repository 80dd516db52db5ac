// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// CHECK-LABEL: func.func @gather_elements_gradient
//       CHECK: sinter.gather_elements_gradient %{{.*}}, %{{.*}} {axis = 1 : i64, size = 8 : i64} : (tensor<2x3xf32>, tensor<2x3xi32>) -> tensor<2x8xf32>
func.func @gather_elements_gradient(%g: tensor<2x3xf32>, %i: tensor<2x3xi32>) -> tensor<2x8xf32> {
  %r = sinter.gather_elements_gradient %g, %i {axis = 1 : i64, size = 8 : i64} : (tensor<2x3xf32>, tensor<2x3xi32>) -> tensor<2x8xf32>
  return %r : tensor<2x8xf32>
}

// -----

func.func @axis_beyond_rank(%g: tensor<2x3xf32>, %i: tensor<2x3xi32>) -> tensor<2x8xf32> {
  // expected-error @below {{`gather_elements_gradient` of a tensor of rank 2 needs an axis of it, but it is 2}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.gather_elements_gradient %g, %i {axis = 2 : i64, size = 8 : i64} : (tensor<2x3xf32>, tensor<2x3xi32>) -> tensor<2x8xf32>
  return %r : tensor<2x8xf32>
}

// -----

func.func @other_indices(%g: tensor<2x3xf32>, %i: tensor<2x4xi32>) -> tensor<2x8xf32> {
  // expected-error @below {{`gather_elements_gradient` belongs to a result of shape [2, 4], but the gradient is [2, 3]}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.gather_elements_gradient %g, %i {axis = 1 : i64, size = 8 : i64} : (tensor<2x3xf32>, tensor<2x4xi32>) -> tensor<2x8xf32>
  return %r : tensor<2x8xf32>
}

// -----

func.func @too_many_elements(%g: tensor<2x3xf32>, %i: tensor<2x3xi32>) -> tensor<2x8xf32> {
  // expected-error @below {{`gather_elements_gradient` would make a tensor of shape [2, 2147483648], which has more than 2^31 elements}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.gather_elements_gradient %g, %i {axis = 1 : i64, size = 2147483648 : i64} : (tensor<2x3xf32>, tensor<2x3xi32>) -> tensor<2x8xf32>
  return %r : tensor<2x8xf32>
}

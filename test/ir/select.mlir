// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// All three broadcast.
// CHECK-LABEL: func.func @select
//  CHECK-SAME: %[[C:.*]]: tensor<2x1xi1>, %[[A:.*]]: tensor<3xf32>, %[[B:.*]]: tensor<f32>
//       CHECK: sinter.select %[[C]], %[[A]], %[[B]] : tensor<2x1xi1>, tensor<3xf32>, tensor<f32> -> tensor<2x3xf32>
func.func @select(%c: tensor<2x1xi1>, %a: tensor<3xf32>, %b: tensor<f32>) -> tensor<2x3xf32> {
  %y = sinter.select %c, %a, %b : tensor<2x1xi1>, tensor<3xf32>, tensor<f32> -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// -----

func.func @condition_is_boolean(%a: tensor<2xf32>) -> tensor<2xf32> {
  // expected-error @below {{operand #0 must be tensor}}
  %y = sinter.select %a, %a, %a : tensor<2xf32>, tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
  return %y : tensor<2xf32>
}

// -----

func.func @one_element_type(%c: tensor<2xi1>, %a: tensor<2xf32>, %b: tensor<2xi32>) -> tensor<2xf32> {
  // expected-error @below {{`select` needs one element type, but its operands are 'tensor<2xf32>' and 'tensor<2xi32>'}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.select %c, %a, %b : tensor<2xi1>, tensor<2xf32>, tensor<2xi32> -> tensor<2xf32>
  return %y : tensor<2xf32>
}

// -----

func.func @condition_that_does_not_fit(%c: tensor<3xi1>, %a: tensor<2xf32>) -> tensor<2xf32> {
  // expected-error @below {{`select` cannot broadcast a condition of shape [3] with [2]: aligned at the last axis, sizes must be equal or 1}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.select %c, %a, %a : tensor<3xi1>, tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
  return %y : tensor<2xf32>
}

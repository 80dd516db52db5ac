// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// Whether elements are equal, of any type; shapes broadcast, the result is boolean.
// CHECK-LABEL: func.func @equal
//  CHECK-SAME: %[[A:.*]]: tensor<2x1xf32>, %[[B:.*]]: tensor<3xf32>, %[[I:.*]]: tensor<2xi8>
//       CHECK: sinter.equal %[[A]], %[[B]] : tensor<2x1xf32>, tensor<3xf32> -> tensor<2x3xi1>
//       CHECK: sinter.equal %[[I]], %[[I]] : tensor<2xi8>, tensor<2xi8> -> tensor<2xi1>
func.func @equal(%a: tensor<2x1xf32>, %b: tensor<3xf32>, %i: tensor<2xi8>) -> (tensor<2x3xi1>, tensor<2xi1>) {
  %y = sinter.equal %a, %b : tensor<2x1xf32>, tensor<3xf32> -> tensor<2x3xi1>
  %j = sinter.equal %i, %i : tensor<2xi8>, tensor<2xi8> -> tensor<2xi1>
  return %y, %j : tensor<2x3xi1>, tensor<2xi1>
}

// -----

func.func @one_element_type(%a: tensor<2xf32>, %b: tensor<2xi32>) -> tensor<2xi1> {
  // expected-error @below {{`equal` needs one element type, but its operands are 'tensor<2xf32>' and 'tensor<2xi32>'}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.equal %a, %b : tensor<2xf32>, tensor<2xi32> -> tensor<2xi1>
  return %y : tensor<2xi1>
}

// -----

func.func @sizes_that_do_not_fit(%a: tensor<2x3xf32>, %b: tensor<2xf32>) -> tensor<2x3xi1> {
  // expected-error @below {{`equal` cannot broadcast [2, 3] with [2]: aligned at the last axis, sizes must be equal or 1}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.equal %a, %b : tensor<2x3xf32>, tensor<2xf32> -> tensor<2x3xi1>
  return %y : tensor<2x3xi1>
}

// -----

func.func @result_is_boolean(%a: tensor<2xf32>) -> tensor<2xf32> {
  // expected-error @below {{result #0 must be tensor}}
  %y = sinter.equal %a, %a : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
  return %y : tensor<2xf32>
}

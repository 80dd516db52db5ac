// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// Whether at least one holds; shapes broadcast.
// CHECK-LABEL: func.func @logical_or
//  CHECK-SAME: %[[A:.*]]: tensor<2x1xi1>, %[[B:.*]]: tensor<3xi1>
//       CHECK: sinter.logical_or %[[A]], %[[B]] : tensor<2x1xi1>, tensor<3xi1> -> tensor<2x3xi1>
func.func @logical_or(%a: tensor<2x1xi1>, %b: tensor<3xi1>) -> tensor<2x3xi1> {
  %y = sinter.logical_or %a, %b : tensor<2x1xi1>, tensor<3xi1> -> tensor<2x3xi1>
  return %y : tensor<2x3xi1>
}

// -----

func.func @not_of_numbers(%a: tensor<2xf32>) -> tensor<2xf32> {
  // expected-error @below {{operand #0 must be tensor}}
  %y = sinter.logical_or %a, %a : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
  return %y : tensor<2xf32>
}

// -----

func.func @sizes_that_do_not_fit(%a: tensor<2x3xi1>, %b: tensor<2xi1>) -> tensor<2x3xi1> {
  // expected-error @below {{`logical_or` cannot broadcast [2, 3] with [2]: aligned at the last axis, sizes must be equal or 1}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.logical_or %a, %b : tensor<2x3xi1>, tensor<2xi1> -> tensor<2x3xi1>
  return %y : tensor<2x3xi1>
}

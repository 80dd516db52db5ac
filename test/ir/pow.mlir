// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s
// RUN: sinter-opt %s --canonicalize --split-input-file --verify-diagnostics | FileCheck %s --check-prefix=FOLD

// The power; shapes broadcast as NumPy does.
// CHECK-LABEL: func.func @pow
//  CHECK-SAME: %[[A:.*]]: tensor<2x1xf32>, %[[B:.*]]: tensor<3xf32>
//       CHECK: sinter.pow %[[A]], %[[B]] : tensor<2x1xf32>, tensor<3xf32> -> tensor<2x3xf32>
// FOLD-LABEL: func.func @pow
//       FOLD: sinter.pow
func.func @pow(%a: tensor<2x1xf32>, %b: tensor<3xf32>) -> tensor<2x3xf32> {
  %y = sinter.pow %a, %b : tensor<2x1xf32>, tensor<3xf32> -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// FOLD-LABEL: func.func @to_the_first
//  FOLD-NEXT: return %arg0
func.func @to_the_first(%x: tensor<4xf32>) -> tensor<4xf32> {
  %e = sinter.constant dense<1.0> : tensor<f32> as tensor<f32>
  %y = sinter.pow %x, %e : tensor<4xf32>, tensor<f32> -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// FOLD-LABEL: func.func @squared
//       FOLD: %[[Y:.*]] = sinter.mul %arg0, %arg0
//       FOLD: return %[[Y]]
func.func @squared(%x: tensor<4xf32>) -> tensor<4xf32> {
  %e = sinter.constant dense<2.0> : tensor<f32> as tensor<f32>
  %y = sinter.pow %x, %e : tensor<4xf32>, tensor<f32> -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// The exponent makes the result larger than the base.
// FOLD-LABEL: func.func @keeps_broadcast_base
//       FOLD: sinter.pow
func.func @keeps_broadcast_base(%x: tensor<f32>) -> tensor<4xf32> {
  %e = sinter.constant dense<2.0> : tensor<4xf32> as tensor<4xf32>
  %y = sinter.pow %x, %e : tensor<f32>, tensor<4xf32> -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// -----

func.func @one_element_type(%a: tensor<2xf32>, %b: tensor<2xf16>) -> tensor<2xf32> {
  // expected-error @below {{`pow` needs one element type, but its operands are 'tensor<2xf32>' and 'tensor<2xf16>'}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.pow %a, %b : tensor<2xf32>, tensor<2xf16> -> tensor<2xf32>
  return %y : tensor<2xf32>
}

// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// The exponential less one. Layouts of operand and result are their own affair.
// CHECK-LABEL: func.func @expm1
//  CHECK-SAME: %[[X:.*]]: tensor<2x3xf32, #sinter.layout<[1, 0]>>
//       CHECK: sinter.expm1 %[[X]] : tensor<2x3xf32, #sinter.layout<[1, 0]>> -> tensor<2x3xf32>
func.func @expm1(%x: tensor<2x3xf32, #sinter.layout<[1, 0]>>) -> tensor<2x3xf32> {
  %y = sinter.expm1 %x : tensor<2x3xf32, #sinter.layout<[1, 0]>> -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// -----

func.func @not_of_integers(%x: tensor<4xi32>) -> tensor<4xi32> {
  // expected-error @below {{operand #0 must be tensor}}
  %y = sinter.expm1 %x : tensor<4xi32> -> tensor<4xi32>
  return %y : tensor<4xi32>
}

// -----

func.func @other_shape(%x: tensor<2x3xf32>) -> tensor<3x2xf32> {
  // expected-error @below {{inferred type(s) 'tensor<2x3xf32>' are incompatible with return type(s) of operation 'tensor<3x2xf32>'}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.expm1 %x : tensor<2x3xf32> -> tensor<3x2xf32>
  return %y : tensor<3x2xf32>
}

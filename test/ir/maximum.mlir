// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s
// RUN: sinter-opt %s --canonicalize --split-input-file --verify-diagnostics | FileCheck %s --check-prefix=FOLD

// The larger of two elements. Shapes broadcast as NumPy does; layouts of operands and result are their own affair.
// CHECK-LABEL: func.func @maximum
//  CHECK-SAME: %[[A:.*]]: tensor<2x1xf32, #sinter.layout<[1, 0]>>, %[[B:.*]]: tensor<3xf32>, %[[I:.*]]: tensor<2xi8>
//       CHECK: sinter.maximum %[[A]], %[[B]] : tensor<2x1xf32, #sinter.layout<[1, 0]>>, tensor<3xf32> -> tensor<2x3xf32>
//       CHECK: sinter.maximum %[[I]], %[[I]] : tensor<2xi8>, tensor<2xi8> -> tensor<2xi8>
func.func @maximum(%a: tensor<2x1xf32, #sinter.layout<[1, 0]>>, %b: tensor<3xf32>, %i: tensor<2xi8>) -> (tensor<2x3xf32>, tensor<2xi8>) {
  %y = sinter.maximum %a, %b : tensor<2x1xf32, #sinter.layout<[1, 0]>>, tensor<3xf32> -> tensor<2x3xf32>
  %j = sinter.maximum %i, %i : tensor<2xi8>, tensor<2xi8> -> tensor<2xi8>
  return %y, %j : tensor<2x3xf32>, tensor<2xi8>
}

// FOLD-LABEL: func.func @of_itself
//  FOLD-NEXT: return %arg0
func.func @of_itself(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %y = sinter.maximum %x, %x : tensor<2x3xf32>, tensor<2x3xf32> -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// FOLD-LABEL: func.func @keeps_two_tensors
//       FOLD: sinter.maximum
func.func @keeps_two_tensors(%x: tensor<2xf32>, %y: tensor<2xf32>) -> tensor<2xf32> {
  %z = sinter.maximum %x, %y : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
  return %z : tensor<2xf32>
}

// The result has another layout.
// FOLD-LABEL: func.func @keeps_change_of_layout
//       FOLD: sinter.maximum
func.func @keeps_change_of_layout(%x: tensor<2x3xf32>) -> tensor<2x3xf32, #sinter.layout<[1, 0]>> {
  %y = sinter.maximum %x, %x : tensor<2x3xf32>, tensor<2x3xf32> -> tensor<2x3xf32, #sinter.layout<[1, 0]>>
  return %y : tensor<2x3xf32, #sinter.layout<[1, 0]>>
}

// -----

func.func @one_element_type(%a: tensor<2xf32>, %b: tensor<2xf16>) -> tensor<2xf32> {
  // expected-error @below {{`maximum` needs one element type, but its operands are 'tensor<2xf32>' and 'tensor<2xf16>'}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.maximum %a, %b : tensor<2xf32>, tensor<2xf16> -> tensor<2xf32>
  return %y : tensor<2xf32>
}

// -----

func.func @sizes_that_do_not_fit(%a: tensor<2x3xf32>, %b: tensor<2xf32>) -> tensor<2x3xf32> {
  // expected-error @below {{`maximum` cannot broadcast [2, 3] with [2]: aligned at the last axis, sizes must be equal or 1}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.maximum %a, %b : tensor<2x3xf32>, tensor<2xf32> -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// -----

func.func @wrong_result(%a: tensor<2x1xf32>, %b: tensor<3xf32>) -> tensor<3xf32> {
  // expected-error @below {{inferred type(s) 'tensor<2x3xf32>' are incompatible with return type(s) of operation 'tensor<3xf32>'}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.maximum %a, %b : tensor<2x1xf32>, tensor<3xf32> -> tensor<3xf32>
  return %y : tensor<3xf32>
}

// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s
// RUN: sinter-opt %s --canonicalize --split-input-file --verify-diagnostics | FileCheck %s --check-prefix=FOLD

// The product. Shapes broadcast as NumPy does; layouts of operands and result are their own affair.
// CHECK-LABEL: func.func @mul
//  CHECK-SAME: %[[A:.*]]: tensor<2x1xf32, #sinter.layout<[1, 0]>>, %[[B:.*]]: tensor<3xf32>, %[[I:.*]]: tensor<2xi8>
//       CHECK: sinter.mul %[[A]], %[[B]] : tensor<2x1xf32, #sinter.layout<[1, 0]>>, tensor<3xf32> -> tensor<2x3xf32>
//       CHECK: sinter.mul %[[I]], %[[I]] : tensor<2xi8>, tensor<2xi8> -> tensor<2xi8>
func.func @mul(%a: tensor<2x1xf32, #sinter.layout<[1, 0]>>, %b: tensor<3xf32>, %i: tensor<2xi8>) -> (tensor<2x3xf32>, tensor<2xi8>) {
  %y = sinter.mul %a, %b : tensor<2x1xf32, #sinter.layout<[1, 0]>>, tensor<3xf32> -> tensor<2x3xf32>
  %j = sinter.mul %i, %i : tensor<2xi8>, tensor<2xi8> -> tensor<2xi8>
  return %y, %j : tensor<2x3xf32>, tensor<2xi8>
}

// FOLD-LABEL: func.func @neutral
//  FOLD-NEXT: return %arg0
func.func @neutral(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %c = sinter.constant dense<1.0> : tensor<3xf32> as tensor<3xf32>
  %y = sinter.mul %x, %c : tensor<2x3xf32>, tensor<3xf32> -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// A constant moves to the right first.
// FOLD-LABEL: func.func @neutral_on_the_left
//  FOLD-NEXT: return %arg0
func.func @neutral_on_the_left(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %c = sinter.constant dense<1.0> : tensor<3xf32> as tensor<3xf32>
  %y = sinter.mul %c, %x : tensor<3xf32>, tensor<2x3xf32> -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// The constant repeats the tensor.
// FOLD-LABEL: func.func @keeps_neutral_that_grows_the_shape
//       FOLD: sinter.mul
func.func @keeps_neutral_that_grows_the_shape(%x: tensor<3xf32>) -> tensor<2x3xf32> {
  %c = sinter.constant dense<1.0> : tensor<2x1xf32> as tensor<2x1xf32>
  %y = sinter.mul %x, %c : tensor<3xf32>, tensor<2x1xf32> -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// One element differs.
// FOLD-LABEL: func.func @keeps_other_constant
//       FOLD: sinter.mul
func.func @keeps_other_constant(%x: tensor<2xf32>) -> tensor<2xf32> {
  %c = sinter.constant dense<[1.0, 0.0]> : tensor<2xf32> as tensor<2xf32>
  %y = sinter.mul %x, %c : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
  return %y : tensor<2xf32>
}

// The result has another layout.
// FOLD-LABEL: func.func @keeps_change_of_layout
//       FOLD: sinter.mul
func.func @keeps_change_of_layout(%x: tensor<2x3xf32>) -> tensor<2x3xf32, #sinter.layout<[1, 0]>> {
  %c = sinter.constant dense<1.0> : tensor<3xf32> as tensor<3xf32>
  %y = sinter.mul %x, %c : tensor<2x3xf32>, tensor<3xf32> -> tensor<2x3xf32, #sinter.layout<[1, 0]>>
  return %y : tensor<2x3xf32, #sinter.layout<[1, 0]>>
}

// A weight without its data may be anything.
// FOLD-LABEL: func.func @keeps_elided
//       FOLD: sinter.mul
func.func @keeps_elided(%x: tensor<2xf32>) -> tensor<2xf32> {
  %c = sinter.constant dense_resource<elided> : tensor<2xf32> as tensor<2xf32>
  %y = sinter.mul %x, %c : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
  return %y : tensor<2xf32>
}

// -----

func.func @one_element_type(%a: tensor<2xf32>, %b: tensor<2xf16>) -> tensor<2xf32> {
  // expected-error @below {{`mul` needs one element type, but its operands are 'tensor<2xf32>' and 'tensor<2xf16>'}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.mul %a, %b : tensor<2xf32>, tensor<2xf16> -> tensor<2xf32>
  return %y : tensor<2xf32>
}

// -----

func.func @sizes_that_do_not_fit(%a: tensor<2x3xf32>, %b: tensor<2xf32>) -> tensor<2x3xf32> {
  // expected-error @below {{`mul` cannot broadcast [2, 3] with [2]: aligned at the last axis, sizes must be equal or 1}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.mul %a, %b : tensor<2x3xf32>, tensor<2xf32> -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// -----

func.func @wrong_result(%a: tensor<2x1xf32>, %b: tensor<3xf32>) -> tensor<3xf32> {
  // expected-error @below {{inferred type(s) 'tensor<2x3xf32>' are incompatible with return type(s) of operation 'tensor<3xf32>'}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.mul %a, %b : tensor<2x1xf32>, tensor<3xf32> -> tensor<3xf32>
  return %y : tensor<3xf32>
}

// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s
// RUN: sinter-opt %s --canonicalize --split-input-file --verify-diagnostics | FileCheck %s --check-prefix=FOLD

// Three tensors of any element type.
// CHECK-LABEL: func.func @concat
//  CHECK-SAME: %[[A:.*]]: tensor<2x3xi8>, %[[B:.*]]: tensor<2x5xi8>
//       CHECK: sinter.concat %[[A]], %[[B]], %[[A]] {axis = 1 : i64} : (tensor<2x3xi8>, tensor<2x5xi8>, tensor<2x3xi8>) -> tensor<2x11xi8>
// FOLD-LABEL: func.func @concat
//       FOLD: sinter.concat
func.func @concat(%a: tensor<2x3xi8>, %b: tensor<2x5xi8>) -> tensor<2x11xi8> {
  %y = sinter.concat %a, %b, %a {axis = 1 : i64} : (tensor<2x3xi8>, tensor<2x5xi8>, tensor<2x3xi8>) -> tensor<2x11xi8>
  return %y : tensor<2x11xi8>
}

// FOLD-LABEL: func.func @of_one
//  FOLD-NEXT: return %arg0
func.func @of_one(%a: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %y = sinter.concat %a {axis = 0 : i64} : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// The elements move to another layout.
// FOLD-LABEL: func.func @keeps_change_of_layout
//       FOLD: sinter.concat
func.func @keeps_change_of_layout(%a: tensor<2x3xf32>) -> tensor<2x3xf32, #sinter.layout<[1, 0]>> {
  %y = sinter.concat %a {axis = 0 : i64} : (tensor<2x3xf32>) -> tensor<2x3xf32, #sinter.layout<[1, 0]>>
  return %y : tensor<2x3xf32, #sinter.layout<[1, 0]>>
}

// -----

func.func @of_none() -> tensor<2x3xf32> {
  // expected-error @below {{`concat` needs at least one tensor, but has none}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.concat {axis = 0 : i64} : () -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// -----

func.func @axis_beyond_rank(%a: tensor<2x3xf32>) -> tensor<2x3xf32> {
  // expected-error @below {{`concat` of tensors of rank 2 needs an axis from 0 to 1, but it is 2}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.concat %a {axis = 2 : i64} : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// -----

func.func @other_rows(%a: tensor<2x3xf32>, %b: tensor<3x3xf32>) -> tensor<2x6xf32> {
  // expected-error @below {{`concat` along axis 1 needs equal types but for that axis, but has 'tensor<2x3xf32>' and 'tensor<3x3xf32>'}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.concat %a, %b {axis = 1 : i64} : (tensor<2x3xf32>, tensor<3x3xf32>) -> tensor<2x6xf32>
  return %y : tensor<2x6xf32>
}

// -----

func.func @other_rank(%a: tensor<2x3xf32>, %b: tensor<2xf32>) -> tensor<2x4xf32> {
  // expected-error @below {{but has 'tensor<2x3xf32>' and 'tensor<2xf32>'}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.concat %a, %b {axis = 1 : i64} : (tensor<2x3xf32>, tensor<2xf32>) -> tensor<2x4xf32>
  return %y : tensor<2x4xf32>
}

// -----

func.func @other_element_type(%a: tensor<2x3xf32>, %b: tensor<2x3xf16>) -> tensor<2x6xf32> {
  // expected-error @below {{but has 'tensor<2x3xf32>' and 'tensor<2x3xf16>'}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.concat %a, %b {axis = 1 : i64} : (tensor<2x3xf32>, tensor<2x3xf16>) -> tensor<2x6xf32>
  return %y : tensor<2x6xf32>
}

// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s
// RUN: sinter-opt %s --canonicalize --split-input-file --verify-diagnostics | FileCheck %s --check-prefix=FOLD

// CHECK-LABEL: func.func @reshape
//  CHECK-SAME: %[[X:.*]]: tensor<2x4x8xi8>
//       CHECK: sinter.reshape %[[X]] {shape = array<i64: 2, 32>} : (tensor<2x4x8xi8>) -> tensor<2x32xi8>
// FOLD-LABEL: func.func @reshape
//       FOLD: sinter.reshape
func.func @reshape(%x: tensor<2x4x8xi8>) -> tensor<2x32xi8> {
  %y = sinter.reshape %x {shape = array<i64: 2, 32>} : (tensor<2x4x8xi8>) -> tensor<2x32xi8>
  return %y : tensor<2x32xi8>
}

// One element may have no axis at all.
// CHECK-LABEL: func.func @to_scalar
//       CHECK: {shape = array<i64>} : (tensor<1x1xf32>) -> tensor<f32>
func.func @to_scalar(%x: tensor<1x1xf32>) -> tensor<f32> {
  %y = sinter.reshape %x {shape = array<i64>} : (tensor<1x1xf32>) -> tensor<f32>
  return %y : tensor<f32>
}

// FOLD-LABEL: func.func @same_shape
//  FOLD-NEXT: return %arg0
func.func @same_shape(%x: tensor<2x4xf32>) -> tensor<2x4xf32> {
  %y = sinter.reshape %x {shape = array<i64: 2, 4>} : (tensor<2x4xf32>) -> tensor<2x4xf32>
  return %y : tensor<2x4xf32>
}

// The elements move to another layout.
// FOLD-LABEL: func.func @keeps_change_of_layout
//       FOLD: sinter.reshape
func.func @keeps_change_of_layout(%x: tensor<2x4xf32>) -> tensor<2x4xf32, #sinter.layout<[1, 0]>> {
  %y = sinter.reshape %x {shape = array<i64: 2, 4>} : (tensor<2x4xf32>) -> tensor<2x4xf32, #sinter.layout<[1, 0]>>
  return %y : tensor<2x4xf32, #sinter.layout<[1, 0]>>
}

// FOLD-LABEL: func.func @twice
//  FOLD-NEXT: %[[Y:.*]] = sinter.reshape %arg0 {shape = array<i64: 4, 6>} : (tensor<2x12xf32>) -> tensor<4x6xf32>
//  FOLD-NEXT: return %[[Y]]
func.func @twice(%x: tensor<2x12xf32>) -> tensor<4x6xf32> {
  %y = sinter.reshape %x {shape = array<i64: 24>} : (tensor<2x12xf32>) -> tensor<24xf32>
  %z = sinter.reshape %y {shape = array<i64: 4, 6>} : (tensor<24xf32>) -> tensor<4x6xf32>
  return %z : tensor<4x6xf32>
}

// There and back is nowhere.
// FOLD-LABEL: func.func @back
//  FOLD-NEXT: return %arg0
func.func @back(%x: tensor<2x12xf32>) -> tensor<2x12xf32> {
  %y = sinter.reshape %x {shape = array<i64: 24>} : (tensor<2x12xf32>) -> tensor<24xf32>
  %z = sinter.reshape %y {shape = array<i64: 2, 12>} : (tensor<24xf32>) -> tensor<2x12xf32>
  return %z : tensor<2x12xf32>
}

// -----

func.func @other_count(%x: tensor<2x4xf32>) -> tensor<3x3xf32> {
  // expected-error @below {{`reshape` keeps the number of elements, but [2, 4] has 8 and [3, 3] has 9}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.reshape %x {shape = array<i64: 3, 3>} : (tensor<2x4xf32>) -> tensor<3x3xf32>
  return %y : tensor<3x3xf32>
}

// -----

func.func @negative_size(%x: tensor<2x4xf32>) -> tensor<2x4xf32> {
  // expected-error @below {{`reshape` needs sizes of at least 1, but the shape is [-2, -4]}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.reshape %x {shape = array<i64: -2, -4>} : (tensor<2x4xf32>) -> tensor<2x4xf32>
  return %y : tensor<2x4xf32>
}

// -----

// Sizes whose product wraps around to 4.
func.func @reshape_too_many_elements(%x: tensor<4xf32>) -> tensor<4xf32> {
  // expected-error @below {{`reshape` keeps the number of elements, but [4] has 4 and [4611686018427387905, 4] has 9223372036854775807}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.reshape %x {shape = array<i64: 4611686018427387905, 4>} : (tensor<4xf32>) -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s
// RUN: sinter-opt %s --canonicalize --split-input-file --verify-diagnostics | FileCheck %s --check-prefix=FOLD

// CHECK-LABEL: func.func @transpose
//  CHECK-SAME: %[[X:.*]]: tensor<1x5x6x16xi8>
//       CHECK: sinter.transpose %[[X]] {permutation = array<i64: 0, 3, 1, 2>} : (tensor<1x5x6x16xi8>) -> tensor<1x16x5x6xi8>
// FOLD-LABEL: func.func @transpose
//       FOLD: sinter.transpose
func.func @transpose(%x: tensor<1x5x6x16xi8>) -> tensor<1x16x5x6xi8> {
  %y = sinter.transpose %x {permutation = array<i64: 0, 3, 1, 2>} : (tensor<1x5x6x16xi8>) -> tensor<1x16x5x6xi8>
  return %y : tensor<1x16x5x6xi8>
}

// FOLD-LABEL: func.func @identity
//  FOLD-NEXT: return %arg0
func.func @identity(%x: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %y = sinter.transpose %x {permutation = array<i64: 0, 1>} : (tensor<4x4xf32>) -> tensor<4x4xf32>
  return %y : tensor<4x4xf32>
}

// The type stays, the elements move.
// FOLD-LABEL: func.func @keeps_square
//       FOLD: sinter.transpose
func.func @keeps_square(%x: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %y = sinter.transpose %x {permutation = array<i64: 1, 0>} : (tensor<4x4xf32>) -> tensor<4x4xf32>
  return %y : tensor<4x4xf32>
}

// Axis 0 of the result is axis 2 of the middle one, which is axis 1 of the input.
// FOLD-LABEL: func.func @twice
//  FOLD-NEXT: %[[Y:.*]] = sinter.transpose %arg0 {permutation = array<i64: 1, 0, 2>} : (tensor<2x3x4xf32>) -> tensor<3x2x4xf32>
//  FOLD-NEXT: return %[[Y]]
func.func @twice(%x: tensor<2x3x4xf32>) -> tensor<3x2x4xf32> {
  %y = sinter.transpose %x {permutation = array<i64: 2, 0, 1>} : (tensor<2x3x4xf32>) -> tensor<4x2x3xf32>
  %z = sinter.transpose %y {permutation = array<i64: 2, 1, 0>} : (tensor<4x2x3xf32>) -> tensor<3x2x4xf32>
  return %z : tensor<3x2x4xf32>
}

// FOLD-LABEL: func.func @back
//  FOLD-NEXT: return %arg0
func.func @back(%x: tensor<2x3x4xf32>) -> tensor<2x3x4xf32> {
  %y = sinter.transpose %x {permutation = array<i64: 2, 0, 1>} : (tensor<2x3x4xf32>) -> tensor<4x2x3xf32>
  %z = sinter.transpose %y {permutation = array<i64: 1, 2, 0>} : (tensor<4x2x3xf32>) -> tensor<2x3x4xf32>
  return %z : tensor<2x3x4xf32>
}

// Only axes of size 1 move, so no element does.
// FOLD-LABEL: func.func @moves_nothing
//  FOLD-NEXT: %[[Y:.*]] = sinter.reshape %arg0 {shape = array<i64: 1, 16, 1, 2>} : (tensor<1x1x16x2xf32>) -> tensor<1x16x1x2xf32>
//  FOLD-NEXT: return %[[Y]]
func.func @moves_nothing(%x: tensor<1x1x16x2xf32>) -> tensor<1x16x1x2xf32> {
  %y = sinter.transpose %x {permutation = array<i64: 0, 2, 1, 3>} : (tensor<1x1x16x2xf32>) -> tensor<1x16x1x2xf32>
  return %y : tensor<1x16x1x2xf32>
}

// In memory they do move.
// FOLD-LABEL: func.func @keeps_change_of_layout
//       FOLD: sinter.transpose
func.func @keeps_change_of_layout(%x: tensor<1x16x2xf32>) -> tensor<16x1x2xf32, #sinter.layout<[2, 0, 1]>> {
  %y = sinter.transpose %x {permutation = array<i64: 1, 0, 2>} : (tensor<1x16x2xf32>) -> tensor<16x1x2xf32, #sinter.layout<[2, 0, 1]>>
  return %y : tensor<16x1x2xf32, #sinter.layout<[2, 0, 1]>>
}

// -----

func.func @too_few_axes(%x: tensor<2x3x4xf32>) -> tensor<3x2x4xf32> {
  // expected-error @below {{`transpose` of a tensor of rank 3 needs each axis once, but the permutation is [1, 0]}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.transpose %x {permutation = array<i64: 1, 0>} : (tensor<2x3x4xf32>) -> tensor<3x2x4xf32>
  return %y : tensor<3x2x4xf32>
}

// -----

func.func @repeated_axis(%x: tensor<2x3xf32>) -> tensor<3x3xf32> {
  // expected-error @below {{`transpose` of a tensor of rank 2 needs each axis once, but the permutation is [1, 1]}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.transpose %x {permutation = array<i64: 1, 1>} : (tensor<2x3xf32>) -> tensor<3x3xf32>
  return %y : tensor<3x3xf32>
}

// -----

func.func @axis_beyond_rank(%x: tensor<2x3xf32>) -> tensor<3x2xf32> {
  // expected-error @below {{`transpose` of a tensor of rank 2 needs each axis once, but the permutation is [2, 1]}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.transpose %x {permutation = array<i64: 2, 1>} : (tensor<2x3xf32>) -> tensor<3x2xf32>
  return %y : tensor<3x2xf32>
}

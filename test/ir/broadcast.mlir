// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s
// RUN: sinter-opt %s --canonicalize --split-input-file --verify-diagnostics | FileCheck %s --check-prefix=FOLD

// CHECK-LABEL: func.func @broadcast
//       CHECK: sinter.broadcast %{{.*}} {shape = array<i64: 3, 2, 8>} : (tensor<2x1xf32>) -> tensor<3x2x8xf32>
// FOLD-LABEL: func.func @broadcast
//       FOLD: sinter.broadcast
func.func @broadcast(%x: tensor<2x1xf32>) -> tensor<3x2x8xf32> {
  %y = sinter.broadcast %x {shape = array<i64: 3, 2, 8>} : (tensor<2x1xf32>) -> tensor<3x2x8xf32>
  return %y : tensor<3x2x8xf32>
}

// FOLD-LABEL: func.func @to_its_own_shape
//  FOLD-NEXT: return %arg0
func.func @to_its_own_shape(%x: tensor<2x8xf32>) -> tensor<2x8xf32> {
  %y = sinter.broadcast %x {shape = array<i64: 2, 8>} : (tensor<2x8xf32>) -> tensor<2x8xf32>
  return %y : tensor<2x8xf32>
}

// -----

func.func @other_size(%x: tensor<2x3xf32>) -> tensor<2x6xf32> {
  // expected-error @below {{`broadcast` cannot repeat [2, 3] to [2, 6]: aligned at the last axis, sizes must be equal or 1 in the input}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.broadcast %x {shape = array<i64: 2, 6>} : (tensor<2x3xf32>) -> tensor<2x6xf32>
  return %y : tensor<2x6xf32>
}

// -----

func.func @to_something_smaller(%x: tensor<2x3xf32>) -> tensor<1x3xf32> {
  // expected-error @below {{`broadcast` cannot repeat [2, 3] to [1, 3]}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.broadcast %x {shape = array<i64: 1, 3>} : (tensor<2x3xf32>) -> tensor<1x3xf32>
  return %y : tensor<1x3xf32>
}

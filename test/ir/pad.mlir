// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s
// RUN: sinter-opt %s --canonicalize --split-input-file --verify-diagnostics | FileCheck %s --check-prefix=FOLD

// CHECK-LABEL: func.func @pad
//       CHECK: sinter.pad %{{.*}} {high = array<i64: 0, 2>, low = array<i64: 1, 0>, mode = "reflect"} : (tensor<2x8xf32>) -> tensor<3x10xf32>
//       CHECK: sinter.pad %{{.*}} {high = array<i64: 0, 2>, low = array<i64: 0, 1>{{.*}}value = -1.000000e+00 : f64} : (tensor<2x8xf32>) -> tensor<2x11xf32>
// FOLD-LABEL: func.func @pad
// FOLD-COUNT-2: sinter.pad
func.func @pad(%x: tensor<2x8xf32>) -> (tensor<3x10xf32>, tensor<2x11xf32>) {
  %y = sinter.pad %x {low = array<i64: 1, 0>, high = array<i64: 0, 2>, mode = "reflect"} : (tensor<2x8xf32>) -> tensor<3x10xf32>
  %z = sinter.pad %x {low = array<i64: 0, 1>, high = array<i64: 0, 2>, value = -1.0} : (tensor<2x8xf32>) -> tensor<2x11xf32>
  return %y, %z : tensor<3x10xf32>, tensor<2x11xf32>
}

// FOLD-LABEL: func.func @by_nothing
//  FOLD-NEXT: return %arg0
func.func @by_nothing(%x: tensor<2x8xf32>) -> tensor<2x8xf32> {
  %y = sinter.pad %x {low = array<i64: 0, 0>, high = array<i64: 0, 0>} : (tensor<2x8xf32>) -> tensor<2x8xf32>
  return %y : tensor<2x8xf32>
}

// -----

func.func @unknown_mode(%x: tensor<2x8xf32>) -> tensor<2x9xf32> {
  // expected-error @below {{`pad` knows the modes constant, reflect and edge, but not `wrap`}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.pad %x {low = array<i64: 0, 1>, high = array<i64: 0, 0>, mode = "wrap"} : (tensor<2x8xf32>) -> tensor<2x9xf32>
  return %y : tensor<2x9xf32>
}

// -----

func.func @too_few_sizes(%x: tensor<2x8xf32>) -> tensor<2x9xf32> {
  // expected-error @below {{`pad` of a tensor of rank 2 needs a size before and one behind each axis, but has 1 and 2}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.pad %x {low = array<i64: 1>, high = array<i64: 0, 0>} : (tensor<2x8xf32>) -> tensor<2x9xf32>
  return %y : tensor<2x9xf32>
}

// -----

func.func @negative(%x: tensor<2x8xf32>) -> tensor<2x7xf32> {
  // expected-error @below {{`pad` needs sizes from 0 to 2^31, but axis 1 has -1}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.pad %x {low = array<i64: 0, -1>, high = array<i64: 0, 0>} : (tensor<2x8xf32>) -> tensor<2x7xf32>
  return %y : tensor<2x7xf32>
}

// -----

func.func @reflection_of_more_than_there_is(%x: tensor<2x8xf32>) -> tensor<4x8xf32> {
  // expected-error @below {{`pad` cannot reflect 2 elements of axis 0, which has size 2}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.pad %x {low = array<i64: 2, 0>, high = array<i64: 0, 0>, mode = "reflect"} : (tensor<2x8xf32>) -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// -----

func.func @too_large(%x: tensor<2x8xf32>) -> tensor<2x8xf32> {
  // expected-error @below {{`pad` would make a tensor of shape [4000000002, 8], which has more than 2^31 elements}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.pad %x {low = array<i64: 2000000000, 0>, high = array<i64: 2000000000, 0>} : (tensor<2x8xf32>) -> tensor<2x8xf32>
  return %y : tensor<2x8xf32>
}

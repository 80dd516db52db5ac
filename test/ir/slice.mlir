// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s
// RUN: sinter-opt %s --canonicalize --split-input-file --verify-diagnostics | FileCheck %s --check-prefix=FOLD

// CHECK-LABEL: func.func @slice
//       CHECK: sinter.slice %{{.*}} {sizes = array<i64: 2, 4>, starts = array<i64: 0, 7>, strides = array<i64: 1, -2>} : (tensor<2x8xf32>) -> tensor<2x4xf32>
// FOLD-LABEL: func.func @slice
//       FOLD: sinter.slice
func.func @slice(%x: tensor<2x8xf32>) -> tensor<2x4xf32> {
  %y = sinter.slice %x {starts = array<i64: 0, 7>, sizes = array<i64: 2, 4>, strides = array<i64: 1, -2>} : (tensor<2x8xf32>) -> tensor<2x4xf32>
  return %y : tensor<2x4xf32>
}

// FOLD-LABEL: func.func @of_everything
//  FOLD-NEXT: return %arg0
func.func @of_everything(%x: tensor<2x8xf32>) -> tensor<2x8xf32> {
  %y = sinter.slice %x {starts = array<i64: 0, 0>, sizes = array<i64: 2, 8>, strides = array<i64: 1, 1>} : (tensor<2x8xf32>) -> tensor<2x8xf32>
  return %y : tensor<2x8xf32>
}

// FOLD-LABEL: func.func @keeps_flip
//       FOLD: sinter.slice
func.func @keeps_flip(%x: tensor<2x8xf32>) -> tensor<2x8xf32> {
  %y = sinter.slice %x {starts = array<i64: 0, 7>, sizes = array<i64: 2, 8>, strides = array<i64: 1, -1>} : (tensor<2x8xf32>) -> tensor<2x8xf32>
  return %y : tensor<2x8xf32>
}

// -----

func.func @too_few_sizes(%x: tensor<2x8xf32>) -> tensor<2xf32> {
  // expected-error @below {{`slice` of a tensor of rank 2 needs a start, a size and a stride for each axis, but has 2, 1 and 2}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.slice %x {starts = array<i64: 0, 0>, sizes = array<i64: 2>, strides = array<i64: 1, 1>} : (tensor<2x8xf32>) -> tensor<2xf32>
  return %y : tensor<2xf32>
}

// -----

func.func @stride_of_zero(%x: tensor<2x8xf32>) -> tensor<2x2xf32> {
  // expected-error @below {{`slice` needs strides other than 0 up to 2^31, but axis 1 has 0}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.slice %x {starts = array<i64: 0, 0>, sizes = array<i64: 2, 2>, strides = array<i64: 1, 0>} : (tensor<2x8xf32>) -> tensor<2x2xf32>
  return %y : tensor<2x2xf32>
}

// -----

func.func @nothing(%x: tensor<2x8xf32>) -> tensor<2x9xf32> {
  // expected-error @below {{`slice` of axis 1 of size 8 takes 1 to 8 elements, but the size is 9}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.slice %x {starts = array<i64: 0, 0>, sizes = array<i64: 2, 9>, strides = array<i64: 1, 1>} : (tensor<2x8xf32>) -> tensor<2x9xf32>
  return %y : tensor<2x9xf32>
}

// -----

func.func @beyond_the_end(%x: tensor<2x8xf32>) -> tensor<2x3xf32> {
  // expected-error @below {{`slice` reads elements 4 to 8 of axis 1, which has elements 0 to 7}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.slice %x {starts = array<i64: 0, 4>, sizes = array<i64: 2, 3>, strides = array<i64: 1, 2>} : (tensor<2x8xf32>) -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

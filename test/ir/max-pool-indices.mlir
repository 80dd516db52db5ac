// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// CHECK-LABEL: func.func @max_pool_indices
//       CHECK: sinter.max_pool_indices %{{.*}} {padding = array<i64: 1, 1, 1, 1>, strides = array<i64: 2, 2>, window = array<i64: 3, 3>} : (tensor<1x8x8x4xf32>) -> tensor<1x4x4x4xi32>
func.func @max_pool_indices(%x: tensor<1x8x8x4xf32>) -> tensor<1x4x4x4xi32> {
  %y = sinter.max_pool_indices %x {window = array<i64: 3, 3>, strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>} : (tensor<1x8x8x4xf32>) -> tensor<1x4x4x4xi32>
  return %y : tensor<1x4x4x4xi32>
}

// -----

func.func @padding_as_large_as_the_window(%x: tensor<1x8x8x4xf32>) -> tensor<1x5x4x4xi32> {
  // expected-error @below {{`max_pool_indices` needs padding from 0 to below the window}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.max_pool_indices %x {window = array<i64: 2, 2>, strides = array<i64: 2, 2>, padding = array<i64: 2, 0, 0, 0>} : (tensor<1x8x8x4xf32>) -> tensor<1x5x4x4xi32>
  return %y : tensor<1x5x4x4xi32>
}

// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// CHECK-LABEL: func.func @max_unpool
//       CHECK: sinter.max_unpool %{{.*}}, %{{.*}} {size = array<i64: 8, 9>} : (tensor<1x4x4x4xf32>, tensor<1x4x4x4xi32>) -> tensor<1x8x9x4xf32>
func.func @max_unpool(%x: tensor<1x4x4x4xf32>, %i: tensor<1x4x4x4xi32>) -> tensor<1x8x9x4xf32> {
  %y = sinter.max_unpool %x, %i {size = array<i64: 8, 9>} : (tensor<1x4x4x4xf32>, tensor<1x4x4x4xi32>) -> tensor<1x8x9x4xf32>
  return %y : tensor<1x8x9x4xf32>
}

// -----

func.func @a_place_for_each_value(%x: tensor<1x4x4x4xf32>, %i: tensor<1x4x4x2xi32>) -> tensor<1x8x8x4xf32> {
  // expected-error @below {{`max_unpool` needs a place for each value, but values are [1, 4, 4, 4] and places [1, 4, 4, 2]}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.max_unpool %x, %i {size = array<i64: 8, 8>} : (tensor<1x4x4x4xf32>, tensor<1x4x4x2xi32>) -> tensor<1x8x8x4xf32>
  return %y : tensor<1x8x8x4xf32>
}

// -----

func.func @size_of_two(%x: tensor<1x4x4x4xf32>, %i: tensor<1x4x4x4xi32>) -> tensor<1x8x8x4xf32> {
  // expected-error @below {{`max_unpool` needs a size of rows and columns of at least 1, but it is [8]}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.max_unpool %x, %i {size = array<i64: 8>} : (tensor<1x4x4x4xf32>, tensor<1x4x4x4xi32>) -> tensor<1x8x8x4xf32>
  return %y : tensor<1x8x8x4xf32>
}

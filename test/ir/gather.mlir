// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// The axis gives way to the shape of the indices.
// CHECK-LABEL: func.func @gather
//       CHECK: sinter.gather %{{.*}}, %{{.*}} {axis = 1 : i64} : (tensor<2x100x8xf32>, tensor<3x5xi32>) -> tensor<2x3x5x8xf32>
func.func @gather(%x: tensor<2x100x8xf32>, %i: tensor<3x5xi32>) -> tensor<2x3x5x8xf32> {
  %y = sinter.gather %x, %i {axis = 1 : i64} : (tensor<2x100x8xf32>, tensor<3x5xi32>) -> tensor<2x3x5x8xf32>
  return %y : tensor<2x3x5x8xf32>
}

// -----

func.func @axis_beyond_rank(%x: tensor<2x3xf32>, %i: tensor<4xi32>) -> tensor<2x4xf32> {
  // expected-error @below {{`gather` from a tensor of rank 2 needs an axis from 0 to 1, but it is 2}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.gather %x, %i {axis = 2 : i64} : (tensor<2x3xf32>, tensor<4xi32>) -> tensor<2x4xf32>
  return %y : tensor<2x4xf32>
}

// -----

func.func @indices_are_integers(%x: tensor<2x3xf32>, %i: tensor<4xf32>) -> tensor<2x4xf32> {
  // expected-error @below {{operand #1 must be tensor}}
  %y = sinter.gather %x, %i {axis = 1 : i64} : (tensor<2x3xf32>, tensor<4xf32>) -> tensor<2x4xf32>
  return %y : tensor<2x4xf32>
}

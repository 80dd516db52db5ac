// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// CHECK-LABEL: func.func @gather_elements
//       CHECK: sinter.gather_elements %{{.*}}, %{{.*}} {axis = 1 : i64} : (tensor<2x8xf32>, tensor<2x3xi32>) -> tensor<2x3xf32>
func.func @gather_elements(%x: tensor<2x8xf32>, %i: tensor<2x3xi32>) -> tensor<2x3xf32> {
  %y = sinter.gather_elements %x, %i {axis = 1 : i64} : (tensor<2x8xf32>, tensor<2x3xi32>) -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// -----

func.func @axis_beyond_rank(%x: tensor<2x3xf32>, %i: tensor<2x3xi32>) -> tensor<2x3xf32> {
  // expected-error @below {{`gather_elements` from a tensor of rank 2 needs an axis from 0 to 1, but it is 2}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.gather_elements %x, %i {axis = 2 : i64} : (tensor<2x3xf32>, tensor<2x3xi32>) -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// -----

func.func @other_rows(%x: tensor<2x8xf32>, %i: tensor<1x3xi32>) -> tensor<1x3xf32> {
  // expected-error @below {{`gather_elements` along axis 1 needs equal shapes but for that axis, but has [2, 8] and [1, 3]}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.gather_elements %x, %i {axis = 1 : i64} : (tensor<2x8xf32>, tensor<1x3xi32>) -> tensor<1x3xf32>
  return %y : tensor<1x3xf32>
}

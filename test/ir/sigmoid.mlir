// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// The logistic function of each element; any float type, any rank, any layout of the result.
// CHECK-LABEL: func.func @sigmoid
//  CHECK-SAME: %[[X:.*]]: tensor<2x3xf32>, %[[S:.*]]: tensor<bf16>
//       CHECK: sinter.sigmoid %[[X]] : tensor<2x3xf32> -> tensor<2x3xf32, #sinter.layout<[1, 0]>>
//       CHECK: sinter.sigmoid %[[S]] : tensor<bf16> -> tensor<bf16>
func.func @sigmoid(%x: tensor<2x3xf32>, %s: tensor<bf16>) -> (tensor<2x3xf32, #sinter.layout<[1, 0]>>, tensor<bf16>) {
  %y = sinter.sigmoid %x : tensor<2x3xf32> -> tensor<2x3xf32, #sinter.layout<[1, 0]>>
  %z = sinter.sigmoid %s : tensor<bf16> -> tensor<bf16>
  return %y, %z : tensor<2x3xf32, #sinter.layout<[1, 0]>>, tensor<bf16>
}

// -----

func.func @keeps_shape(%x: tensor<2x3xf32>) -> tensor<3xf32> {
  // expected-error @below {{inferred type(s) 'tensor<2x3xf32>' are incompatible with return type(s) of operation 'tensor<3xf32>'}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.sigmoid %x : tensor<2x3xf32> -> tensor<3xf32>
  return %y : tensor<3xf32>
}

// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s
// RUN: sinter-opt %s --canonicalize --split-input-file --verify-diagnostics | FileCheck %s --check-prefix=FOLD

// CHECK-LABEL: func.func @neg
//  CHECK-SAME: %[[X:.*]]: tensor<8xf32>
//       CHECK: sinter.neg %[[X]] : tensor<8xf32> -> tensor<8xf32>
func.func @neg(%x: tensor<8xf32>) -> tensor<8xf32> {
  %y = sinter.neg %x : tensor<8xf32> -> tensor<8xf32>
  return %y : tensor<8xf32>
}

// FOLD-LABEL: func.func @twice
//  FOLD-NEXT: return %arg0
func.func @twice(%x: tensor<8xf32>) -> tensor<8xf32> {
  %y = sinter.neg %x : tensor<8xf32> -> tensor<8xf32>
  %z = sinter.neg %y : tensor<8xf32> -> tensor<8xf32>
  return %z : tensor<8xf32>
}

// The first one leaves a tensor in another layout.
// FOLD-LABEL: func.func @keeps_change_of_layout
//       FOLD: sinter.neg
//       FOLD: sinter.neg
func.func @keeps_change_of_layout(%x: tensor<2x3xf32, #sinter.layout<[1, 0]>>) -> tensor<2x3xf32> {
  %y = sinter.neg %x : tensor<2x3xf32, #sinter.layout<[1, 0]>> -> tensor<2x3xf32>
  %z = sinter.neg %y : tensor<2x3xf32> -> tensor<2x3xf32>
  return %z : tensor<2x3xf32>
}

// -----

func.func @keeps_shape(%x: tensor<2x3xf32>) -> tensor<3xf32> {
  // expected-error @below {{inferred type(s) 'tensor<2x3xf32>' are incompatible with return type(s) of operation 'tensor<3xf32>'}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.neg %x : tensor<2x3xf32> -> tensor<3xf32>
  return %y : tensor<3xf32>
}

// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s
// RUN: sinter-opt %s --canonicalize --split-input-file --verify-diagnostics | FileCheck %s --check-prefix=FOLD

// CHECK-LABEL: func.func @relu
//  CHECK-SAME: %[[X:.*]]: tensor<8xf32>
//       CHECK: sinter.relu %[[X]] : tensor<8xf32> -> tensor<8xf32>
func.func @relu(%x: tensor<8xf32>) -> tensor<8xf32> {
  %y = sinter.relu %x : tensor<8xf32> -> tensor<8xf32>
  return %y : tensor<8xf32>
}

// The second one changes nothing.
// FOLD-LABEL: func.func @twice
//       FOLD: %[[Y:.*]] = sinter.relu %arg0
//  FOLD-NEXT: return %[[Y]]
func.func @twice(%x: tensor<8xf32>) -> tensor<8xf32> {
  %y = sinter.relu %x : tensor<8xf32> -> tensor<8xf32>
  %z = sinter.relu %y : tensor<8xf32> -> tensor<8xf32>
  return %z : tensor<8xf32>
}

// The second one leaves a tensor in another layout.
// FOLD-LABEL: func.func @keeps_change_of_layout
//       FOLD: sinter.relu
//       FOLD: sinter.relu
func.func @keeps_change_of_layout(%x: tensor<2x3xf32>) -> tensor<2x3xf32, #sinter.layout<[1, 0]>> {
  %y = sinter.relu %x : tensor<2x3xf32> -> tensor<2x3xf32>
  %z = sinter.relu %y : tensor<2x3xf32> -> tensor<2x3xf32, #sinter.layout<[1, 0]>>
  return %z : tensor<2x3xf32, #sinter.layout<[1, 0]>>
}

// -----

func.func @keeps_shape(%x: tensor<2x3xf32>) -> tensor<3xf32> {
  // expected-error @below {{inferred type(s) 'tensor<2x3xf32>' are incompatible with return type(s) of operation 'tensor<3xf32>'}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.relu %x : tensor<2x3xf32> -> tensor<3xf32>
  return %y : tensor<3xf32>
}

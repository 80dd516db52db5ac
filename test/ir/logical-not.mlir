// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s
// RUN: sinter-opt %s --canonicalize --split-input-file --verify-diagnostics | FileCheck %s --check-prefix=FOLD

// CHECK-LABEL: func.func @logical_not
//  CHECK-SAME: %[[X:.*]]: tensor<2x3xi1>
//       CHECK: sinter.logical_not %[[X]] : tensor<2x3xi1> -> tensor<2x3xi1>
// FOLD-LABEL: func.func @logical_not
//       FOLD: sinter.logical_not
func.func @logical_not(%x: tensor<2x3xi1>) -> tensor<2x3xi1> {
  %y = sinter.logical_not %x : tensor<2x3xi1> -> tensor<2x3xi1>
  return %y : tensor<2x3xi1>
}

// FOLD-LABEL: func.func @twice
//  FOLD-NEXT: return %arg0
func.func @twice(%x: tensor<4xi1>) -> tensor<4xi1> {
  %y = sinter.logical_not %x : tensor<4xi1> -> tensor<4xi1>
  %z = sinter.logical_not %y : tensor<4xi1> -> tensor<4xi1>
  return %z : tensor<4xi1>
}

// FOLD-LABEL: func.func @keeps_change_of_layout
//  FOLD-COUNT-2: sinter.logical_not
func.func @keeps_change_of_layout(%x: tensor<2x3xi1>) -> tensor<2x3xi1, #sinter.layout<[1, 0]>> {
  %y = sinter.logical_not %x : tensor<2x3xi1> -> tensor<2x3xi1>
  %z = sinter.logical_not %y : tensor<2x3xi1> -> tensor<2x3xi1, #sinter.layout<[1, 0]>>
  return %z : tensor<2x3xi1, #sinter.layout<[1, 0]>>
}

// -----

func.func @not_of_numbers(%x: tensor<4xf32>) -> tensor<4xf32> {
  // expected-error @below {{operand #0 must be tensor}}
  %y = sinter.logical_not %x : tensor<4xf32> -> tensor<4xf32>
  return %y : tensor<4xf32>
}

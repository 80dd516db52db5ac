// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// CHECK-LABEL: func.func @relu6
//  CHECK-SAME: %[[X:.*]]: tensor<8xf32>
//       CHECK: sinter.clamp %[[X]] {high = 6.000000e+00 : f64, low = 0.000000e+00 : f64} : tensor<8xf32> -> tensor<8xf32>
func.func @relu6(%x: tensor<8xf32>) -> tensor<8xf32> {
  %y = sinter.clamp %x {low = 0.0, high = 6.0} : tensor<8xf32> -> tensor<8xf32>
  return %y : tensor<8xf32>
}

// One value may be all that is left.
// CHECK-LABEL: func.func @one_value
//       CHECK: sinter.clamp
func.func @one_value(%x: tensor<8xf32>) -> tensor<8xf32> {
  %y = sinter.clamp %x {low = 1.0, high = 1.0} : tensor<8xf32> -> tensor<8xf32>
  return %y : tensor<8xf32>
}

// -----

func.func @nothing_between(%x: tensor<8xf32>) -> tensor<8xf32> {
  // expected-error @below {{`clamp` needs `low` at most `high`, but they are 6.5 and 0}}
  %y = sinter.clamp %x {low = 6.5, high = 0.0} : tensor<8xf32> -> tensor<8xf32>
  return %y : tensor<8xf32>
}

// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s
// RUN: sinter-opt %s --canonicalize --split-input-file --verify-diagnostics | FileCheck %s --check-prefix=FOLD

// CHECK-LABEL: func.func @leaky_relu
//  CHECK-SAME: %[[X:.*]]: tensor<8xf32>
//       CHECK: sinter.leaky_relu %[[X]] {alpha = 1.000000e-01 : f64} : tensor<8xf32> -> tensor<8xf32>
// With a slope of its own it stays.
// FOLD-LABEL: func.func @leaky_relu
//       FOLD: sinter.leaky_relu
func.func @leaky_relu(%x: tensor<8xf32>) -> tensor<8xf32> {
  %y = sinter.leaky_relu %x {alpha = 0.1} : tensor<8xf32> -> tensor<8xf32>
  return %y : tensor<8xf32>
}

// FOLD-LABEL: func.func @without_slope
//  FOLD-NEXT: %[[Y:.*]] = sinter.relu %arg0 : tensor<8xf32> -> tensor<8xf32>
//  FOLD-NEXT: return %[[Y]]
func.func @without_slope(%x: tensor<8xf32>) -> tensor<8xf32> {
  %y = sinter.leaky_relu %x {alpha = 0.0} : tensor<8xf32> -> tensor<8xf32>
  return %y : tensor<8xf32>
}

// -----

func.func @slope_below_zero(%x: tensor<8xf32>) -> tensor<8xf32> {
  // expected-error @below {{`leaky_relu` needs `alpha` in [0, 1), but it is -0.1}}
  %y = sinter.leaky_relu %x {alpha = -0.1} : tensor<8xf32> -> tensor<8xf32>
  return %y : tensor<8xf32>
}

// -----

func.func @slope_of_one(%x: tensor<8xf32>) -> tensor<8xf32> {
  // expected-error @below {{`leaky_relu` needs `alpha` in [0, 1), but it is 1}}
  %y = sinter.leaky_relu %x {alpha = 1.0} : tensor<8xf32> -> tensor<8xf32>
  return %y : tensor<8xf32>
}

// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s
// RUN: sinter-opt %s --canonicalize --split-input-file --verify-diagnostics | FileCheck %s --check-prefix=FOLD

// CHECK-LABEL: func.func @dropout
//  CHECK-SAME: %[[X:.*]]: tensor<2x8xf32>
//       CHECK: sinter.dropout %[[X]] {rate = 5.000000e-01 : f64} : (tensor<2x8xf32>) -> tensor<2x8xf32>
// Nothing says that this function infers.
// FOLD-LABEL: func.func @dropout
//       FOLD: sinter.dropout
func.func @dropout(%x: tensor<2x8xf32>) -> tensor<2x8xf32> {
  %y = sinter.dropout %x {rate = 5.000000e-01} : (tensor<2x8xf32>) -> tensor<2x8xf32>
  return %y : tensor<2x8xf32>
}

// FOLD-LABEL: func.func @infers
//  FOLD-NEXT: return %arg0
func.func @infers(%x: tensor<2x8xf32>) -> tensor<2x8xf32> attributes {sinter.entry = "infer"} {
  %y = sinter.dropout %x {rate = 0.5} : (tensor<2x8xf32>) -> tensor<2x8xf32>
  return %y : tensor<2x8xf32>
}

// Other kinds of entry train.
// FOLD-LABEL: func.func @trains
//       FOLD: sinter.dropout
func.func @trains(%x: tensor<2x8xf32>) -> tensor<2x8xf32> attributes {sinter.entry = "train_step"} {
  %y = sinter.dropout %x {rate = 0.5} : (tensor<2x8xf32>) -> tensor<2x8xf32>
  return %y : tensor<2x8xf32>
}

// At a rate of 0 nothing is ever dropped.
// FOLD-LABEL: func.func @rate_of_zero
//  FOLD-NEXT: return %arg0
func.func @rate_of_zero(%x: tensor<2x8xf32>) -> tensor<2x8xf32> {
  %y = sinter.dropout %x {rate = 0.0} : (tensor<2x8xf32>) -> tensor<2x8xf32>
  return %y : tensor<2x8xf32>
}

// -----

func.func @rate_of_one(%x: tensor<2x8xf32>) -> tensor<2x8xf32> {
  // expected-error @below {{`dropout` needs `rate` in [0, 1), but it is 1}}
  %y = sinter.dropout %x {rate = 1.0} : (tensor<2x8xf32>) -> tensor<2x8xf32>
  return %y : tensor<2x8xf32>
}

// -----

func.func @negative_rate(%x: tensor<2x8xf32>) -> tensor<2x8xf32> {
  // expected-error @below {{`dropout` needs `rate` in [0, 1), but it is -0.5}}
  %y = sinter.dropout %x {rate = -0.5} : (tensor<2x8xf32>) -> tensor<2x8xf32>
  return %y : tensor<2x8xf32>
}

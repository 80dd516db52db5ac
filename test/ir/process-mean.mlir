// RUN: sinter-opt %s --sinter-fold-constants --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// CHECK-LABEL: func.func @process_mean
//       CHECK: sinter.process_mean %{{.*}} : tensor<2x8xf32>
func.func @process_mean(%x: tensor<2x8xf32>) -> tensor<2x8xf32> {
  %r = sinter.process_mean %x : tensor<2x8xf32>
  return %r : tensor<2x8xf32>
}

// -----

// What is the same for all is its own mean.
// CHECK-LABEL: func.func @constant
//       CHECK: sinter.constant dense<2.000000e+00>
//   CHECK-NOT: sinter.process_mean
func.func @constant() -> tensor<2xf32> {
  %x = sinter.constant dense<2.0> : tensor<2xf32> as tensor<2xf32>
  %r = sinter.process_mean %x : tensor<2xf32>
  return %r : tensor<2xf32>
}

// -----

func.func @integers(%x: tensor<2xi64>) -> tensor<2xi64> {
  // expected-error @below {{operand #0 must be tensor}}
  %r = sinter.process_mean %x : tensor<2xi64>
  return %r : tensor<2xi64>
}

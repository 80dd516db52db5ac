// RUN: sinter-opt %s --sinter-fold-constants | FileCheck %s

// The reference of batch norm on values worked out by hand.

// Channel 0: 3 * (x - 1) / sqrt(3 + 1) + 10. Channel 1: 2 * x / sqrt(-0.75 + 1), a variance that only epsilon makes positive.
// CHECK-LABEL: func.func @batch_norm
//       CHECK: dense<{{\[}}[1.300000e+01, 8.000000e+00], [7.000000e+00, -4.000000e+00]]> : tensor<2x2xf32>
func.func @batch_norm() -> tensor<2x2xf32> {
  %x = sinter.constant dense<[[3.0, 2.0], [-1.0, -1.0]]> : tensor<2x2xf32> as tensor<2x2xf32>
  %mean = sinter.constant dense<[1.0, 0.0]> : tensor<2xf32> as tensor<2xf32>
  %variance = sinter.constant dense<[3.0, -0.75]> : tensor<2xf32> as tensor<2xf32>
  %scale = sinter.constant dense<[3.0, 2.0]> : tensor<2xf32> as tensor<2xf32>
  %bias = sinter.constant dense<[10.0, 0.0]> : tensor<2xf32> as tensor<2xf32>
  %r = sinter.batch_norm %x, %mean, %variance, %scale, %bias {epsilon = 1.0}
    : (tensor<2x2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>) -> tensor<2x2xf32>
  return %r : tensor<2x2xf32>
}

// RUN: sinter-opt %s --sinter-fold-constants | FileCheck %s

// The reference of each reduction on values worked out by hand.

// Over the last axis: (1 + 2 + 6) / 3 and (4 + 5 + 9) / 3.
// CHECK-LABEL: func.func @mean_last
//       CHECK: dense<[3.000000e+00, 6.000000e+00]> : tensor<2xf32>
func.func @mean_last() -> tensor<2xf32> {
  %x = sinter.constant dense<[[1.0, 2.0, 6.0], [4.0, 5.0, 9.0]]> : tensor<2x3xf32> as tensor<2x3xf32>
  %r = sinter.mean %x {axes = array<i64: 1>} : (tensor<2x3xf32>) -> tensor<2xf32>
  return %r : tensor<2xf32>
}

// Over the first axis, which stays with size 1.
// CHECK-LABEL: func.func @mean_first_kept
//       CHECK: dense<{{\[}}[2.500000e+00, 3.500000e+00, 7.500000e+00]]> : tensor<1x3xf32>
func.func @mean_first_kept() -> tensor<1x3xf32> {
  %x = sinter.constant dense<[[1.0, 2.0, 6.0], [4.0, 5.0, 9.0]]> : tensor<2x3xf32> as tensor<2x3xf32>
  %r = sinter.mean %x {axes = array<i64: 0>, keep = true} : (tensor<2x3xf32>) -> tensor<1x3xf32>
  return %r : tensor<1x3xf32>
}

// No axes mean all of them: 27 / 6.
// CHECK-LABEL: func.func @mean_all
//       CHECK: dense<4.500000e+00> : tensor<f32>
func.func @mean_all() -> tensor<f32> {
  %x = sinter.constant dense<[[1.0, 2.0, 6.0], [4.0, 5.0, 9.0]]> : tensor<2x3xf32> as tensor<2x3xf32>
  %r = sinter.mean %x : (tensor<2x3xf32>) -> tensor<f32>
  return %r : tensor<f32>
}

// Global average pooling: channel 0 holds 1, 2, 3, 6 and channel 1 holds 10, 20, 30, 60.
// CHECK-LABEL: func.func @mean_middle
//       CHECK: dense<{{\[}}[3.000000e+00, 3.000000e+01]]> : tensor<1x2xf32>
func.func @mean_middle() -> tensor<1x2xf32> {
  %x = sinter.constant dense<[[[[1.0, 10.0], [2.0, 20.0]], [[3.0, 30.0], [6.0, 60.0]]]]> : tensor<1x2x2x2xf32> as tensor<1x2x2x2xf32>
  %r = sinter.mean %x {axes = array<i64: 1, 2>} : (tensor<1x2x2x2xf32>) -> tensor<1x2xf32>
  return %r : tensor<1x2xf32>
}

// e^0, e^(ln 3) and e^(ln 4) over their sum of 8; a shift of a whole row changes nothing, however large.
// CHECK-LABEL: func.func @softmax
//       CHECK: dense<{{\[}}[1.250000e-01, 3.750000e-01, 5.000000e-01], [0.000000e+00, 5.000000e-01, 5.000000e-01]]>
func.func @softmax() -> tensor<2x3xf32> {
  %x = sinter.constant dense<[[0.0, 1.0986123, 1.3862944], [0.0, 1000.0, 1000.0]]> : tensor<2x3xf32> as tensor<2x3xf32>
  %r = sinter.softmax %x {axis = 1 : i64} : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %r : tensor<2x3xf32>
}

// Along the first axis: columns (0, ln 3) and (ln 3, 0).
// CHECK-LABEL: func.func @softmax_first
//       CHECK: dense<{{\[}}[2.500000e-01, 7.500000e-01], [7.500000e-01, 2.500000e-01]]>
func.func @softmax_first() -> tensor<2x2xf32> {
  %x = sinter.constant dense<[[0.0, 1.0986123], [1.0986123, 0.0]]> : tensor<2x2xf32> as tensor<2x2xf32>
  %r = sinter.softmax %x {axis = 0 : i64} : (tensor<2x2xf32>) -> tensor<2x2xf32>
  return %r : tensor<2x2xf32>
}

// Windows of 2 x 2 at columns 0 and 1 of a 2 x 3 image of two channels.
// CHECK-LABEL: func.func @max_pool
//       CHECK: dense<{{\[\[\[}}[5.000000e+00, -1.000000e+00], [6.000000e+00, -2.000000e+00]]]]>
func.func @max_pool() -> tensor<1x1x2x2xf32> {
  %x = sinter.constant dense<[[[[1.0, -1.0], [2.0, -2.0], [6.0, -3.0]], [[4.0, -4.0], [5.0, -5.0], [3.0, -6.0]]]]> : tensor<1x2x3x2xf32> as tensor<1x2x3x2xf32>
  %r = sinter.max_pool %x {window = array<i64: 2, 2>, strides = array<i64: 1, 1>} : (tensor<1x2x3x2xf32>) -> tensor<1x1x2x2xf32>
  return %r : tensor<1x1x2x2xf32>
}

// Padding is never the largest, not even among negative values. Stride 2 across, one padded column on the left.
// CHECK-LABEL: func.func @max_pool_padding
//       CHECK: dense<{{\[\[\[}}[-1.000000e+00], [-2.000000e+00]]]]>
func.func @max_pool_padding() -> tensor<1x1x2x1xf32> {
  %x = sinter.constant dense<[[[[-1.0], [-2.0], [-3.0]]]]> : tensor<1x1x3x1xf32> as tensor<1x1x3x1xf32>
  %r = sinter.max_pool %x {window = array<i64: 1, 2>, strides = array<i64: 1, 2>, padding = array<i64: 0, 0, 1, 0>} : (tensor<1x1x3x1xf32>) -> tensor<1x1x2x1xf32>
  return %r : tensor<1x1x2x1xf32>
}

// (1 + 2 + 4 + 5) / 4 and (2 + 6 + 5 + 3) / 4.
// CHECK-LABEL: func.func @avg_pool
//       CHECK: dense<{{\[\[\[}}[3.000000e+00], [4.000000e+00]]]]>
func.func @avg_pool() -> tensor<1x1x2x1xf32> {
  %x = sinter.constant dense<[[[[1.0], [2.0], [6.0]], [[4.0], [5.0], [3.0]]]]> : tensor<1x2x3x1xf32> as tensor<1x2x3x1xf32>
  %r = sinter.avg_pool %x {window = array<i64: 2, 2>, strides = array<i64: 1, 1>} : (tensor<1x2x3x1xf32>) -> tensor<1x1x2x1xf32>
  return %r : tensor<1x1x2x1xf32>
}

// A window half outside: padding counts as zero, (0 + 3) / 2, or not at all, 3 / 1.
// CHECK-LABEL: func.func @avg_pool_padding
//   CHECK-DAG: %[[COUNTED:.*]] = sinter.constant dense<{{\[\[\[}}[1.500000e+00], [5.000000e+00], [3.500000e+00]]]]>
//   CHECK-DAG: %[[INSIDE:.*]] = sinter.constant dense<{{\[\[\[}}[3.000000e+00], [5.000000e+00], [7.000000e+00]]]]>
//       CHECK: return %[[COUNTED]], %[[INSIDE]]
func.func @avg_pool_padding() -> (tensor<1x1x3x1xf32>, tensor<1x1x3x1xf32>) {
  %x = sinter.constant dense<[[[[3.0], [7.0]]]]> : tensor<1x1x2x1xf32> as tensor<1x1x2x1xf32>
  %r = sinter.avg_pool %x {window = array<i64: 1, 2>, strides = array<i64: 1, 1>, padding = array<i64: 0, 0, 1, 1>} : (tensor<1x1x2x1xf32>) -> tensor<1x1x3x1xf32>
  %s = sinter.avg_pool %x {window = array<i64: 1, 2>, strides = array<i64: 1, 1>, padding = array<i64: 0, 0, 1, 1>, count_padding = false} : (tensor<1x1x2x1xf32>) -> tensor<1x1x3x1xf32>
  return %r, %s : tensor<1x1x3x1xf32>, tensor<1x1x3x1xf32>
}

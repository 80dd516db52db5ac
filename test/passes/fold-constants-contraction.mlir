// RUN: sinter-opt %s --sinter-fold-constants | FileCheck %s

// The reference of convolution and dense on values worked out by hand.

// Four windows of 2 x 2 over 0..8, with weights 1, 2, 3, 4: the first is 0 + 2 + 9 + 16 = 27; each column adds 10, each row 30. Bias 100.
// CHECK-LABEL: func.func @conv2d
//       CHECK: dense<{{\[\[\[}}[1.270000e+02], [1.370000e+02]], {{\[}}[1.570000e+02], [1.670000e+02]]]]> : tensor<1x2x2x1xf32>
func.func @conv2d() -> tensor<1x2x2x1xf32> {
  %x = sinter.constant dense<[[[[0.0], [1.0], [2.0]], [[3.0], [4.0], [5.0]], [[6.0], [7.0], [8.0]]]]> : tensor<1x3x3x1xf32> as tensor<1x3x3x1xf32>
  %w = sinter.constant dense<[[[[1.0, 2.0], [3.0, 4.0]]]]> : tensor<1x1x2x2xf32> as tensor<1x1x2x2xf32>
  %b = sinter.constant dense<100.0> : tensor<1xf32> as tensor<1xf32>
  %r = sinter.conv2d %x, %w, %b : (tensor<1x3x3x1xf32>, tensor<1x1x2x2xf32>, tensor<1xf32>) -> tensor<1x2x2x1xf32>
  return %r : tensor<1x2x2x1xf32>
}

// Two channels in, two filters out: filter 0 is 1*a + 10*b, filter 1 is 100*a + 1000*b; bias is for each filter.
// CHECK-LABEL: func.func @conv2d_channels
//       CHECK: dense<{{\[\[\[}}[4.250000e+01, 4.201000e+03]]]]> : tensor<1x1x1x2xf32>
func.func @conv2d_channels() -> tensor<1x1x1x2xf32> {
  %x = sinter.constant dense<[[[[2.0, 4.0]]]]> : tensor<1x1x1x2xf32> as tensor<1x1x1x2xf32>
  %w = sinter.constant dense<[[[[1.0]], [[10.0]]], [[[100.0]], [[1000.0]]]]> : tensor<2x2x1x1xf32> as tensor<2x2x1x1xf32>
  %b = sinter.constant dense<[0.5, 1.0]> : tensor<2xf32> as tensor<2xf32>
  %r = sinter.conv2d %x, %w, %b : (tensor<1x1x1x2xf32>, tensor<2x2x1x1xf32>, tensor<2xf32>) -> tensor<1x1x1x2xf32>
  return %r : tensor<1x1x1x2xf32>
}

// Padding on the top and the left only, weights 1, 10 over 100, 1000: elements outside count as zero.
// Rows: (0 0 / 0 1), (0 0 / 1 2), (0 1 / 0 3), (1 2 / 3 4).
// CHECK-LABEL: func.func @conv2d_padding
//       CHECK: dense<{{\[\[\[}}[1.000000e+03], [2.100000e+03]], {{\[}}[3.010000e+03], [4.321000e+03]]]]>
func.func @conv2d_padding() -> tensor<1x2x2x1xf32> {
  %x = sinter.constant dense<[[[[1.0], [2.0]], [[3.0], [4.0]]]]> : tensor<1x2x2x1xf32> as tensor<1x2x2x1xf32>
  %w = sinter.constant dense<[[[[1.0, 10.0], [100.0, 1000.0]]]]> : tensor<1x1x2x2xf32> as tensor<1x1x2x2xf32>
  %r = sinter.conv2d %x, %w {padding = array<i64: 1, 0, 1, 0>} : (tensor<1x2x2x1xf32>, tensor<1x1x2x2xf32>) -> tensor<1x2x2x1xf32>
  return %r : tensor<1x2x2x1xf32>
}

// Stride 1 down and 2 across, dilation 2 across: taps are columns x and x + 2 of 5.
// Row 0: 0 + 10*2, 2 + 10*4. Row 1: 5 + 10*7, 7 + 10*9.
// CHECK-LABEL: func.func @conv2d_stride_dilation
//       CHECK: dense<{{\[\[\[}}[2.000000e+01], [4.200000e+01]], {{\[}}[7.500000e+01], [9.700000e+01]]]]>
func.func @conv2d_stride_dilation() -> tensor<1x2x2x1xf32> {
  %x = sinter.constant dense<[[[[0.0], [1.0], [2.0], [3.0], [4.0]], [[5.0], [6.0], [7.0], [8.0], [9.0]]]]> : tensor<1x2x5x1xf32> as tensor<1x2x5x1xf32>
  %w = sinter.constant dense<[[[[1.0, 10.0]]]]> : tensor<1x1x1x2xf32> as tensor<1x1x1x2xf32>
  %r = sinter.conv2d %x, %w {strides = array<i64: 1, 2>, dilations = array<i64: 1, 2>} : (tensor<1x2x5x1xf32>, tensor<1x1x1x2xf32>) -> tensor<1x2x2x1xf32>
  return %r : tensor<1x2x2x1xf32>
}

// Two groups of two channels, each with two filters: filters 0 and 1 see channels 0 and 1 only.
// 1 + 20, 100 + 2000; 3 + 40, 300 + 4000.
// CHECK-LABEL: func.func @conv2d_groups
//       CHECK: dense<{{\[\[\[}}[2.100000e+01, 2.100000e+03, 4.300000e+01, 4.300000e+03]]]]>
func.func @conv2d_groups() -> tensor<1x1x1x4xf32> {
  %x = sinter.constant dense<[[[[1.0, 2.0, 3.0, 4.0]]]]> : tensor<1x1x1x4xf32> as tensor<1x1x1x4xf32>
  %w = sinter.constant dense<[[[[1.0]], [[10.0]]], [[[100.0]], [[1000.0]]], [[[1.0]], [[10.0]]], [[[100.0]], [[1000.0]]]]> : tensor<4x2x1x1xf32> as tensor<4x2x1x1xf32>
  %r = sinter.conv2d %x, %w {groups = 2 : i64} : (tensor<1x1x1x4xf32>, tensor<4x2x1x1xf32>) -> tensor<1x1x1x4xf32>
  return %r : tensor<1x1x1x4xf32>
}

// Depthwise: each channel has its own window of two columns.
// CHECK-LABEL: func.func @conv2d_depthwise
//       CHECK: dense<{{\[\[\[}}[2.100000e+01, 5.400000e+03]]]]>
func.func @conv2d_depthwise() -> tensor<1x1x1x2xf32> {
  %x = sinter.constant dense<[[[[1.0, 4.0], [2.0, 5.0]]]]> : tensor<1x1x2x2xf32> as tensor<1x1x2x2xf32>
  %w = sinter.constant dense<[[[[1.0, 10.0]]], [[[100.0, 1000.0]]]]> : tensor<2x1x1x2xf32> as tensor<2x1x1x2xf32>
  %r = sinter.conv2d %x, %w {groups = 2 : i64} : (tensor<1x1x2x2xf32>, tensor<2x1x1x2xf32>) -> tensor<1x1x1x2xf32>
  return %r : tensor<1x1x1x2xf32>
}

// Two images keep apart.
// CHECK-LABEL: func.func @conv2d_batch
//       CHECK: dense<{{\[\[\[}}[2.000000e+00]]], {{\[\[}}[6.000000e+00]]]]>
func.func @conv2d_batch() -> tensor<2x1x1x1xf32> {
  %x = sinter.constant dense<[[[[1.0]]], [[[3.0]]]]> : tensor<2x1x1x1xf32> as tensor<2x1x1x1xf32>
  %w = sinter.constant dense<2.0> : tensor<1x1x1x1xf32> as tensor<1x1x1x1xf32>
  %r = sinter.conv2d %x, %w : (tensor<2x1x1x1xf32>, tensor<1x1x1x1xf32>) -> tensor<2x1x1x1xf32>
  return %r : tensor<2x1x1x1xf32>
}

// Rows (1, 2) and (3, 4) against units (1, 10), (2, 20), (0, -1).
// CHECK-LABEL: func.func @dense
//       CHECK: dense<{{\[}}[2.150000e+01, 4.300000e+01, -2.000000e+00], [4.350000e+01, 8.700000e+01, -4.000000e+00]]> : tensor<2x3xf32>
func.func @dense() -> tensor<2x3xf32> {
  %x = sinter.constant dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32> as tensor<2x2xf32>
  %w = sinter.constant dense<[[1.0, 10.0], [2.0, 20.0], [0.0, -1.0]]> : tensor<3x2xf32> as tensor<3x2xf32>
  %b = sinter.constant dense<[0.5, 1.0, 0.0]> : tensor<3xf32> as tensor<3xf32>
  %r = sinter.dense %x, %w, %b : (tensor<2x2xf32>, tensor<3x2xf32>, tensor<3xf32>) -> tensor<2x3xf32>
  return %r : tensor<2x3xf32>
}

// The sum of 1e8, 1 and -1e8 is exact in double precision; f32 would lose the 1.
// CHECK-LABEL: func.func @dense_in_double
//       CHECK: dense<1.000000e+00> : tensor<1xf32>
func.func @dense_in_double() -> tensor<1xf32> {
  %x = sinter.constant dense<[1.0e8, 1.0, -1.0e8]> : tensor<3xf32> as tensor<3xf32>
  %w = sinter.constant dense<1.0> : tensor<1x3xf32> as tensor<1x3xf32>
  %r = sinter.dense %x, %w : (tensor<3xf32>, tensor<1x3xf32>) -> tensor<1xf32>
  return %r : tensor<1xf32>
}

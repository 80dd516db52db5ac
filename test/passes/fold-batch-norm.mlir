// RUN: sinter-opt %s --sinter-fold-batch-norm | FileCheck %s
// RUN: sinter-opt %s --sinter-fold-batch-norm --sinter-fold-constants | FileCheck %s --check-prefix=VALUES

// Everywhere below gamma is 4, 3 and variance + epsilon is 4, 1, so that s = 4 / 2, 3 / 1 = 2, 3; mean is 1, 0 and beta 10, 20.

// The weights 1, 2 become 2, 6; the bias 1, 1 becomes (1 - 1) * 2 + 10 and (1 - 0) * 3 + 20. The layer keeps its attributes.
// CHECK-LABEL: func.func @conv2d
//   CHECK-NOT: sinter.batch_norm
//       CHECK: %[[Y:.*]] = sinter.conv2d %arg0, %{{.*}}, %{{.*}} {strides = array<i64: 2, 1>}
//  CHECK-NEXT: return %[[Y]]
// VALUES-LABEL: func.func @conv2d
//   VALUES-DAG: %[[W:.*]] = sinter.constant dense<{{\[\[\[\[}}2.000000e+00]]], {{\[\[\[}}6.000000e+00]]]]> : tensor<2x1x1x1xf32>
//   VALUES-DAG: %[[B:.*]] = sinter.constant dense<[1.000000e+01, 2.300000e+01]> : tensor<2xf32>
//       VALUES: sinter.conv2d %arg0, %[[W]], %[[B]] {strides = array<i64: 2, 1>}
func.func @conv2d(%x: tensor<1x4x4x1xf32>) -> tensor<1x2x4x2xf32> {
  %w = sinter.constant dense<[[[[1.0]]], [[[2.0]]]]> : tensor<2x1x1x1xf32> as tensor<2x1x1x1xf32>
  %b = sinter.constant dense<1.0> : tensor<2xf32> as tensor<2xf32>
  %mean = sinter.constant dense<[1.0, 0.0]> : tensor<2xf32> as tensor<2xf32>
  %variance = sinter.constant dense<[3.0, 0.0]> : tensor<2xf32> as tensor<2xf32>
  %gamma = sinter.constant dense<[4.0, 3.0]> : tensor<2xf32> as tensor<2xf32>
  %beta = sinter.constant dense<[10.0, 20.0]> : tensor<2xf32> as tensor<2xf32>
  %y = sinter.conv2d %x, %w, %b {strides = array<i64: 2, 1>} : (tensor<1x4x4x1xf32>, tensor<2x1x1x1xf32>, tensor<2xf32>) -> tensor<1x2x4x2xf32>
  %z = sinter.batch_norm %y, %mean, %variance, %gamma, %beta {epsilon = 1.0}
    : (tensor<1x2x4x2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>) -> tensor<1x2x4x2xf32>
  return %z : tensor<1x2x4x2xf32>
}

// Without a bias there is one afterwards: -1 * 2 + 10 and 0 * 3 + 20. Each channel has a filter of its own here.
// CHECK-LABEL: func.func @depthwise_without_bias
//   CHECK-NOT: sinter.batch_norm
//       CHECK: sinter.conv2d %arg0, %{{.*}}, %{{.*}} {groups = 2 : i64}
// VALUES-LABEL: func.func @depthwise_without_bias
//   VALUES-DAG: %[[W:.*]] = sinter.constant dense<{{\[\[\[\[}}2.000000e+00, 4.000000e+00]]], {{\[\[\[}}9.000000e+00, 1.200000e+01]]]]>
//   VALUES-DAG: %[[B:.*]] = sinter.constant dense<[8.000000e+00, 2.000000e+01]>
//       VALUES: sinter.conv2d %arg0, %[[W]], %[[B]]
func.func @depthwise_without_bias(%x: tensor<1x4x4x2xf32>) -> tensor<1x4x3x2xf32> {
  %w = sinter.constant dense<[[[[1.0, 2.0]]], [[[3.0, 4.0]]]]> : tensor<2x1x1x2xf32> as tensor<2x1x1x2xf32>
  %mean = sinter.constant dense<[1.0, 0.0]> : tensor<2xf32> as tensor<2xf32>
  %variance = sinter.constant dense<[3.0, 0.0]> : tensor<2xf32> as tensor<2xf32>
  %gamma = sinter.constant dense<[4.0, 3.0]> : tensor<2xf32> as tensor<2xf32>
  %beta = sinter.constant dense<[10.0, 20.0]> : tensor<2xf32> as tensor<2xf32>
  %y = sinter.conv2d %x, %w {groups = 2 : i64} : (tensor<1x4x4x2xf32>, tensor<2x1x1x2xf32>) -> tensor<1x4x3x2xf32>
  %z = sinter.batch_norm %y, %mean, %variance, %gamma, %beta {epsilon = 1.0}
    : (tensor<1x4x3x2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>) -> tensor<1x4x3x2xf32>
  return %z : tensor<1x4x3x2xf32>
}

// CHECK-LABEL: func.func @dense
//   CHECK-NOT: sinter.batch_norm
//       CHECK: sinter.dense
//  CHECK-NEXT: return
// VALUES-LABEL: func.func @dense
//   VALUES-DAG: %[[W:.*]] = sinter.constant dense<{{\[\[}}2.000000e+00, 4.000000e+00], [9.000000e+00, 1.200000e+01]]>
//   VALUES-DAG: %[[B:.*]] = sinter.constant dense<[1.000000e+01, 2.300000e+01]>
//       VALUES: sinter.dense %arg0, %[[W]], %[[B]]
func.func @dense(%x: tensor<3x2xf32>) -> tensor<3x2xf32> {
  %w = sinter.constant dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32> as tensor<2x2xf32>
  %b = sinter.constant dense<1.0> : tensor<2xf32> as tensor<2xf32>
  %mean = sinter.constant dense<[1.0, 0.0]> : tensor<2xf32> as tensor<2xf32>
  %variance = sinter.constant dense<[3.0, 0.0]> : tensor<2xf32> as tensor<2xf32>
  %gamma = sinter.constant dense<[4.0, 3.0]> : tensor<2xf32> as tensor<2xf32>
  %beta = sinter.constant dense<[10.0, 20.0]> : tensor<2xf32> as tensor<2xf32>
  %y = sinter.dense %x, %w, %b : (tensor<3x2xf32>, tensor<2x2xf32>, tensor<2xf32>) -> tensor<3x2xf32>
  %z = sinter.batch_norm %y, %mean, %variance, %gamma, %beta {epsilon = 1.0}
    : (tensor<3x2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>) -> tensor<3x2xf32>
  return %z : tensor<3x2xf32>
}

// The convolution has a second user, who needs the un-normalized value: x * s + (beta - mean * s), where the shift is 10 - 1 * 2 and 20.
// CHECK-LABEL: func.func @keeps_shared_convolution
//       CHECK: %[[Y:.*]] = sinter.conv2d %arg0, %{{.*}} :
//       CHECK: %[[P:.*]] = sinter.mul %[[Y]], %{{.*}}
//       CHECK: %[[Z:.*]] = sinter.add %[[P]], %{{.*}}
//       CHECK: return %[[Y]], %[[Z]]
// VALUES-LABEL: func.func @keeps_shared_convolution
//       VALUES: %[[W:.*]] = sinter.constant dense<{{\[\[\[\[}}1.000000e+00]]], {{\[\[\[}}2.000000e+00]]]]>
//       VALUES: %[[Y:.*]] = sinter.conv2d %arg0, %[[W]]
//   VALUES-DAG: %[[S:.*]] = sinter.constant dense<[2.000000e+00, 3.000000e+00]>
//   VALUES-DAG: %[[T:.*]] = sinter.constant dense<[8.000000e+00, 2.000000e+01]>
//       VALUES: %[[P:.*]] = sinter.mul %[[Y]], %[[S]]
//       VALUES: sinter.add %[[P]], %[[T]]
func.func @keeps_shared_convolution(%x: tensor<1x4x4x1xf32>) -> (tensor<1x4x4x2xf32>, tensor<1x4x4x2xf32>) {
  %w = sinter.constant dense<[[[[1.0]]], [[[2.0]]]]> : tensor<2x1x1x1xf32> as tensor<2x1x1x1xf32>
  %mean = sinter.constant dense<[1.0, 0.0]> : tensor<2xf32> as tensor<2xf32>
  %variance = sinter.constant dense<[3.0, 0.0]> : tensor<2xf32> as tensor<2xf32>
  %gamma = sinter.constant dense<[4.0, 3.0]> : tensor<2xf32> as tensor<2xf32>
  %beta = sinter.constant dense<[10.0, 20.0]> : tensor<2xf32> as tensor<2xf32>
  %y = sinter.conv2d %x, %w : (tensor<1x4x4x1xf32>, tensor<2x1x1x1xf32>) -> tensor<1x4x4x2xf32>
  %z = sinter.batch_norm %y, %mean, %variance, %gamma, %beta {epsilon = 1.0}
    : (tensor<1x4x4x2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>) -> tensor<1x4x4x2xf32>
  return %y, %z : tensor<1x4x4x2xf32>, tensor<1x4x4x2xf32>
}

// The weight is an argument: the layer stays as it is.
// CHECK-LABEL: func.func @keeps_unknown_weight
//       CHECK: %[[Y:.*]] = sinter.dense %arg0, %arg1 :
//       CHECK: %[[P:.*]] = sinter.mul %[[Y]]
//       CHECK: sinter.add %[[P]]
func.func @keeps_unknown_weight(%x: tensor<3x2xf32>, %w: tensor<2x2xf32>) -> tensor<3x2xf32> {
  %mean = sinter.constant dense<[1.0, 0.0]> : tensor<2xf32> as tensor<2xf32>
  %variance = sinter.constant dense<[3.0, 0.0]> : tensor<2xf32> as tensor<2xf32>
  %gamma = sinter.constant dense<[4.0, 3.0]> : tensor<2xf32> as tensor<2xf32>
  %beta = sinter.constant dense<[10.0, 20.0]> : tensor<2xf32> as tensor<2xf32>
  %y = sinter.dense %x, %w : (tensor<3x2xf32>, tensor<2x2xf32>) -> tensor<3x2xf32>
  %z = sinter.batch_norm %y, %mean, %variance, %gamma, %beta {epsilon = 1.0}
    : (tensor<3x2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>) -> tensor<3x2xf32>
  return %z : tensor<3x2xf32>
}

// The rectifier stands between.
// CHECK-LABEL: func.func @keeps_layer_before_relu
//       CHECK: %[[R:.*]] = sinter.relu
//       CHECK: %[[P:.*]] = sinter.mul %[[R]]
//       CHECK: sinter.add %[[P]]
func.func @keeps_layer_before_relu(%x: tensor<3x2xf32>) -> tensor<3x2xf32> {
  %w = sinter.constant dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32> as tensor<2x2xf32>
  %mean = sinter.constant dense<[1.0, 0.0]> : tensor<2xf32> as tensor<2xf32>
  %variance = sinter.constant dense<[3.0, 0.0]> : tensor<2xf32> as tensor<2xf32>
  %gamma = sinter.constant dense<[4.0, 3.0]> : tensor<2xf32> as tensor<2xf32>
  %beta = sinter.constant dense<[10.0, 20.0]> : tensor<2xf32> as tensor<2xf32>
  %y = sinter.dense %x, %w : (tensor<3x2xf32>, tensor<2x2xf32>) -> tensor<3x2xf32>
  %r = sinter.relu %y : tensor<3x2xf32> -> tensor<3x2xf32>
  %z = sinter.batch_norm %r, %mean, %variance, %gamma, %beta {epsilon = 1.0}
    : (tensor<3x2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>) -> tensor<3x2xf32>
  return %z : tensor<3x2xf32>
}

// The variance is an argument, as it is while training.
// CHECK-LABEL: func.func @keeps_unknown_statistics
//       CHECK: sinter.dense
//       CHECK: sinter.batch_norm
func.func @keeps_unknown_statistics(%x: tensor<3x2xf32>, %variance: tensor<2xf32>) -> tensor<3x2xf32> {
  %w = sinter.constant dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32> as tensor<2x2xf32>
  %v = sinter.constant dense<[1.0, 0.0]> : tensor<2xf32> as tensor<2xf32>
  %y = sinter.dense %x, %w : (tensor<3x2xf32>, tensor<2x2xf32>) -> tensor<3x2xf32>
  %z = sinter.batch_norm %y, %v, %variance, %v, %v {epsilon = 1.0}
    : (tensor<3x2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>) -> tensor<3x2xf32>
  return %z : tensor<3x2xf32>
}

// RUN: sinter-opt %s --sinter-pool-before-convolution | FileCheck %s

// The case of the manual.
// CHECK-LABEL: func.func @pointwise
//       CHECK: %[[P:.*]] = sinter.avg_pool %{{.*}} {strides = array<i64: 2, 2>, window = array<i64: 2, 2>} : (tensor<1x8x8x16xf32>) -> tensor<1x4x4x16xf32>
//       CHECK: %[[Y:.*]] = sinter.conv2d %[[P]], %{{.*}} : (tensor<1x4x4x16xf32>, tensor<6x16x1x1xf32>) -> tensor<1x4x4x6xf32>
//       CHECK: return %[[Y]]
func.func @pointwise(%x: tensor<1x8x8x16xf32>, %w: tensor<6x16x1x1xf32>) -> tensor<1x4x4x6xf32> {
  %c = sinter.conv2d %x, %w : (tensor<1x8x8x16xf32>, tensor<6x16x1x1xf32>) -> tensor<1x8x8x6xf32>
  %y = sinter.avg_pool %c {window = array<i64: 2, 2>, strides = array<i64: 2, 2>} : (tensor<1x8x8x6xf32>) -> tensor<1x4x4x6xf32>
  return %y : tensor<1x4x4x6xf32>
}

// Zeros of padding stay zeros without a bias, and a mean of pixels inside the image keeps a bias as it is. Groups keep channels apart.
// CHECK-LABEL: func.func @padding
//       CHECK: sinter.avg_pool %{{.*}} {padding = array<i64: 1, 1, 1, 1>, {{.*}}} : (tensor<1x9x9x16xf32>) -> tensor<1x5x5x16xf32>
//       CHECK: sinter.conv2d %{{.*}}, %{{.*}} {groups = 2 : i64}
//       CHECK: sinter.avg_pool %{{.*}} {count_padding = false, {{.*}}} : (tensor<1x9x9x16xf32>) -> tensor<1x5x5x16xf32>
//       CHECK: sinter.conv2d %{{.*}}, %{{.*}}, %{{.*}} {groups = 2 : i64}
func.func @padding(%x: tensor<1x9x9x16xf32>, %w: tensor<24x8x1x1xf32>, %b: tensor<24xf32>) -> (tensor<1x5x5x24xf32>, tensor<1x5x5x24xf32>) {
  %c = sinter.conv2d %x, %w {groups = 2 : i64} : (tensor<1x9x9x16xf32>, tensor<24x8x1x1xf32>) -> tensor<1x9x9x24xf32>
  %y = sinter.avg_pool %c {window = array<i64: 3, 3>, strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>} : (tensor<1x9x9x24xf32>) -> tensor<1x5x5x24xf32>
  %d = sinter.conv2d %x, %w, %b {groups = 2 : i64} : (tensor<1x9x9x16xf32>, tensor<24x8x1x1xf32>, tensor<24xf32>) -> tensor<1x9x9x24xf32>
  %z = sinter.avg_pool %d {window = array<i64: 3, 3>, strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>, count_padding = false} : (tensor<1x9x9x24xf32>) -> tensor<1x5x5x24xf32>
  return %y, %z : tensor<1x5x5x24xf32>, tensor<1x5x5x24xf32>
}

// Left alone: a bias beside padding that counts, taps, strides, a convolution that is returned too, as many pixels as before.
// CHECK-LABEL: func.func @others
//   CHECK-NOT: sinter.avg_pool %arg
//       CHECK: return
func.func @others(%x: tensor<1x8x8x4xf32>, %w: tensor<6x4x1x1xf32>, %v: tensor<6x4x3x3xf32>, %b: tensor<6xf32>)
    -> (tensor<1x5x5x6xf32>, tensor<1x3x3x6xf32>, tensor<1x2x2x6xf32>, tensor<1x8x8x6xf32>, tensor<1x4x4x6xf32>, tensor<1x8x8x6xf32>) {
  %0 = sinter.conv2d %x, %w, %b : (tensor<1x8x8x4xf32>, tensor<6x4x1x1xf32>, tensor<6xf32>) -> tensor<1x8x8x6xf32>
  %1 = sinter.avg_pool %0 {window = array<i64: 2, 2>, strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>} : (tensor<1x8x8x6xf32>) -> tensor<1x5x5x6xf32>
  %2 = sinter.conv2d %x, %v : (tensor<1x8x8x4xf32>, tensor<6x4x3x3xf32>) -> tensor<1x6x6x6xf32>
  %3 = sinter.avg_pool %2 {window = array<i64: 2, 2>, strides = array<i64: 2, 2>} : (tensor<1x6x6x6xf32>) -> tensor<1x3x3x6xf32>
  %4 = sinter.conv2d %x, %w {strides = array<i64: 2, 2>} : (tensor<1x8x8x4xf32>, tensor<6x4x1x1xf32>) -> tensor<1x4x4x6xf32>
  %5 = sinter.avg_pool %4 {window = array<i64: 2, 2>, strides = array<i64: 2, 2>} : (tensor<1x4x4x6xf32>) -> tensor<1x2x2x6xf32>
  %6 = sinter.conv2d %x, %w : (tensor<1x8x8x4xf32>, tensor<6x4x1x1xf32>) -> tensor<1x8x8x6xf32>
  %7 = sinter.avg_pool %6 {window = array<i64: 2, 2>, strides = array<i64: 2, 2>} : (tensor<1x8x8x6xf32>) -> tensor<1x4x4x6xf32>
  %8 = sinter.conv2d %x, %w : (tensor<1x8x8x4xf32>, tensor<6x4x1x1xf32>) -> tensor<1x8x8x6xf32>
  %9 = sinter.avg_pool %8 {window = array<i64: 3, 3>, strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>} : (tensor<1x8x8x6xf32>) -> tensor<1x8x8x6xf32>
  return %1, %3, %5, %6, %7, %9 : tensor<1x5x5x6xf32>, tensor<1x3x3x6xf32>, tensor<1x2x2x6xf32>, tensor<1x8x8x6xf32>, tensor<1x4x4x6xf32>, tensor<1x8x8x6xf32>
}

// Two of each.
// CHECK-LABEL: func.func @chain
//       CHECK: %[[P:.*]] = sinter.avg_pool %arg0 {{.*}} -> tensor<1x4x4x4xf32>
//       CHECK: %[[Q:.*]] = sinter.avg_pool %[[P]] {{.*}} -> tensor<1x2x2x4xf32>
//       CHECK: %[[C:.*]] = sinter.conv2d %[[Q]], %arg1
//       CHECK: %[[Y:.*]] = sinter.conv2d %[[C]], %arg2
//       CHECK: return %[[Y]]
func.func @chain(%x: tensor<1x8x8x4xf32>, %w: tensor<6x4x1x1xf32>, %v: tensor<4x6x1x1xf32>) -> tensor<1x2x2x4xf32> {
  %a = sinter.conv2d %x, %w : (tensor<1x8x8x4xf32>, tensor<6x4x1x1xf32>) -> tensor<1x8x8x6xf32>
  %b = sinter.conv2d %a, %v : (tensor<1x8x8x6xf32>, tensor<4x6x1x1xf32>) -> tensor<1x8x8x4xf32>
  %c = sinter.avg_pool %b {window = array<i64: 2, 2>, strides = array<i64: 2, 2>} : (tensor<1x8x8x4xf32>) -> tensor<1x4x4x4xf32>
  %d = sinter.avg_pool %c {window = array<i64: 2, 2>, strides = array<i64: 2, 2>} : (tensor<1x4x4x4xf32>) -> tensor<1x2x2x4xf32>
  return %d : tensor<1x2x2x4xf32>
}

// A mean of 9 pixels for 256 channels and not 32 costs less than the products of two thirds of the pixels at stride 2, and more than those of a fifth at stride 1.
// CHECK-LABEL: func.func @many_channels
//       CHECK: sinter.avg_pool %arg0 {strides = array<i64: 2, 2>
//       CHECK: %[[C:.*]] = sinter.conv2d %arg0, %arg1
//       CHECK: sinter.avg_pool %[[C]] {strides = array<i64: 1, 1>
func.func @many_channels(%x: tensor<2x19x19x256xf32>, %w: tensor<32x256x1x1xf32>) -> (tensor<2x9x9x32xf32>, tensor<2x17x17x32xf32>) {
  %a = sinter.conv2d %x, %w : (tensor<2x19x19x256xf32>, tensor<32x256x1x1xf32>) -> tensor<2x19x19x32xf32>
  %b = sinter.avg_pool %a {window = array<i64: 3, 3>, strides = array<i64: 2, 2>} : (tensor<2x19x19x32xf32>) -> tensor<2x9x9x32xf32>
  %c = sinter.conv2d %x, %w : (tensor<2x19x19x256xf32>, tensor<32x256x1x1xf32>) -> tensor<2x19x19x32xf32>
  %d = sinter.avg_pool %c {window = array<i64: 3, 3>, strides = array<i64: 1, 1>} : (tensor<2x19x19x32xf32>) -> tensor<2x17x17x32xf32>
  return %b, %d : tensor<2x9x9x32xf32>, tensor<2x17x17x32xf32>
}

// RUN: sinter-opt %s --sinter-scale-filters | FileCheck %s

// The case of the manual; the mean reads the image too.
// CHECK-LABEL: func.func @excited
//       CHECK: %[[W:.*]] = sinter.constant
//       CHECK: %[[C:.*]] = sinter.reshape %{{.*}} {shape = array<i64: 16, 1, 1>}
//       CHECK: %[[V:.*]] = sinter.mul %[[C]], %[[W]] : tensor<16x1x1xf32>, tensor<6x16x1x1xf32> -> tensor<6x16x1x1xf32>
//       CHECK: %[[Y:.*]] = sinter.conv2d %arg0, %[[V]] : (tensor<1x8x8x16xf32>, tensor<6x16x1x1xf32>)
//   CHECK-NOT: sinter.mul
//       CHECK: return %[[Y]]
func.func @excited(%x: tensor<1x8x8x16xf32>) -> tensor<1x8x8x6xf32> {
  %w = sinter.constant dense<2.0> : tensor<6x16x1x1xf32> as tensor<6x16x1x1xf32>
  %m = sinter.mean %x {axes = array<i64: 1, 2>, keep = true} : (tensor<1x8x8x16xf32>) -> tensor<1x1x1x16xf32>
  %s = sinter.sigmoid %m : tensor<1x1x1x16xf32> -> tensor<1x1x1x16xf32>
  %p = sinter.mul %x, %s : tensor<1x8x8x16xf32>, tensor<1x1x1x16xf32> -> tensor<1x8x8x16xf32>
  %y = sinter.conv2d %p, %w : (tensor<1x8x8x16xf32>, tensor<6x16x1x1xf32>) -> tensor<1x8x8x6xf32>
  return %y : tensor<1x8x8x6xf32>
}

// Factors from the left, as a vector; stride, bias, and padding, whose zeros stay zeros.
// CHECK-LABEL: func.func @vector
//       CHECK: %[[C:.*]] = sinter.reshape %arg1 {shape = array<i64: 16, 1, 1>}
//       CHECK: %[[V:.*]] = sinter.mul %[[C]], %{{.*}} : tensor<16x1x1xf32>, tensor<6x16x1x1xf32>
//       CHECK: sinter.conv2d %arg0, %[[V]], %arg2 {padding = array<i64: 1, 1, 1, 1>, strides = array<i64: 2, 2>}
func.func @vector(%x: tensor<1x8x8x16xf32>, %s: tensor<16xf32>, %b: tensor<6xf32>) -> (tensor<1x5x5x6xf32>, tensor<1x8x8x16xf32>) {
  %w = sinter.constant dense<2.0> : tensor<6x16x1x1xf32> as tensor<6x16x1x1xf32>
  %p = sinter.mul %s, %x : tensor<16xf32>, tensor<1x8x8x16xf32> -> tensor<1x8x8x16xf32>
  %y = sinter.conv2d %p, %w, %b {strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>} : (tensor<1x8x8x16xf32>, tensor<6x16x1x1xf32>, tensor<6xf32>) -> tensor<1x5x5x6xf32>
  %r = sinter.relu %x : tensor<1x8x8x16xf32> -> tensor<1x8x8x16xf32>
  return %y, %r : tensor<1x5x5x6xf32>, tensor<1x8x8x16xf32>
}

// Left alone: too many filters for the pixels, taps, groups, filters that are no constant, a product that is returned too, numbers for pixels.
// CHECK-LABEL: func.func @others
//   CHECK-NOT: sinter.reshape
//       CHECK: return
func.func @others(%x: tensor<1x6x6x16xf32>, %s: tensor<1x1x1x16xf32>, %q: tensor<1x6x6x1xf32>, %f: tensor<4x16x1x1xf32>)
    -> (tensor<1x6x6x6xf32>, tensor<1x5x5x4xf32>, tensor<1x6x6x4xf32>, tensor<1x6x6x4xf32>, tensor<1x6x6x4xf32>, tensor<1x6x6x16xf32>, tensor<1x6x6x4xf32>) {
  %w6 = sinter.constant dense<2.0> : tensor<6x16x1x1xf32> as tensor<6x16x1x1xf32>
  %w4 = sinter.constant dense<2.0> : tensor<4x16x1x1xf32> as tensor<4x16x1x1xf32>
  %w2 = sinter.constant dense<2.0> : tensor<4x16x2x2xf32> as tensor<4x16x2x2xf32>
  %g4 = sinter.constant dense<2.0> : tensor<4x8x1x1xf32> as tensor<4x8x1x1xf32>
  %p0 = sinter.mul %x, %s : tensor<1x6x6x16xf32>, tensor<1x1x1x16xf32> -> tensor<1x6x6x16xf32>
  %0 = sinter.conv2d %p0, %w6 : (tensor<1x6x6x16xf32>, tensor<6x16x1x1xf32>) -> tensor<1x6x6x6xf32>
  %p1 = sinter.mul %x, %s : tensor<1x6x6x16xf32>, tensor<1x1x1x16xf32> -> tensor<1x6x6x16xf32>
  %1 = sinter.conv2d %p1, %w2 : (tensor<1x6x6x16xf32>, tensor<4x16x2x2xf32>) -> tensor<1x5x5x4xf32>
  %p2 = sinter.mul %x, %s : tensor<1x6x6x16xf32>, tensor<1x1x1x16xf32> -> tensor<1x6x6x16xf32>
  %2 = sinter.conv2d %p2, %g4 {groups = 2 : i64} : (tensor<1x6x6x16xf32>, tensor<4x8x1x1xf32>) -> tensor<1x6x6x4xf32>
  %p3 = sinter.mul %x, %s : tensor<1x6x6x16xf32>, tensor<1x1x1x16xf32> -> tensor<1x6x6x16xf32>
  %3 = sinter.conv2d %p3, %f : (tensor<1x6x6x16xf32>, tensor<4x16x1x1xf32>) -> tensor<1x6x6x4xf32>
  %p4 = sinter.mul %x, %s : tensor<1x6x6x16xf32>, tensor<1x1x1x16xf32> -> tensor<1x6x6x16xf32>
  %4 = sinter.conv2d %p4, %w4 : (tensor<1x6x6x16xf32>, tensor<4x16x1x1xf32>) -> tensor<1x6x6x4xf32>
  %p5 = sinter.mul %x, %q : tensor<1x6x6x16xf32>, tensor<1x6x6x1xf32> -> tensor<1x6x6x16xf32>
  %5 = sinter.conv2d %p5, %w4 : (tensor<1x6x6x16xf32>, tensor<4x16x1x1xf32>) -> tensor<1x6x6x4xf32>
  return %0, %1, %2, %3, %4, %p4, %5 : tensor<1x6x6x6xf32>, tensor<1x5x5x4xf32>, tensor<1x6x6x4xf32>, tensor<1x6x6x4xf32>, tensor<1x6x6x4xf32>, tensor<1x6x6x16xf32>, tensor<1x6x6x4xf32>
}

// Two images have numbers of their own; an image that nobody else reads is scaled where it is made.
// CHECK-LABEL: func.func @images
//   CHECK-NOT: sinter.reshape
//       CHECK: return
func.func @images(%x: tensor<2x8x8x16xf32>, %s: tensor<16xf32>, %z: tensor<1x8x8x16xf32>) -> (tensor<2x8x8x6xf32>, tensor<2x8x8x16xf32>, tensor<1x8x8x6xf32>) {
  %w = sinter.constant dense<2.0> : tensor<6x16x1x1xf32> as tensor<6x16x1x1xf32>
  %p = sinter.mul %x, %s : tensor<2x8x8x16xf32>, tensor<16xf32> -> tensor<2x8x8x16xf32>
  %y = sinter.conv2d %p, %w : (tensor<2x8x8x16xf32>, tensor<6x16x1x1xf32>) -> tensor<2x8x8x6xf32>
  %r = sinter.relu %x : tensor<2x8x8x16xf32> -> tensor<2x8x8x16xf32>
  %a = sinter.exp %z : tensor<1x8x8x16xf32> -> tensor<1x8x8x16xf32>
  %q = sinter.mul %a, %s : tensor<1x8x8x16xf32>, tensor<16xf32> -> tensor<1x8x8x16xf32>
  %v = sinter.conv2d %q, %w : (tensor<1x8x8x16xf32>, tensor<6x16x1x1xf32>) -> tensor<1x8x8x6xf32>
  return %y, %r, %v : tensor<2x8x8x6xf32>, tensor<2x8x8x16xf32>, tensor<1x8x8x6xf32>
}

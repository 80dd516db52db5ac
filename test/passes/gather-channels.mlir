// RUN: sinter-opt %s --sinter-gather-channels | FileCheck %s
// RUN: sinter-opt %s --sinter-gather-channels --sinter-form-kernels --sinter-assign-layouts --sinter-form-views | FileCheck %s --check-prefix=KERNELS
module attributes {sinter.target = #sinter.target<"x86-64-v3", vector_bits = 256, vector_registers = 16, fma_latency = 4, l1_bytes = 32768, l2_bytes = 524288>} {

// A split, a concat and a shuffle: the convolution reads channels 2 and 3 of each group in turn, from where they were written.
// CHECK-LABEL: func.func @shuffle
//       CHECK: %[[P:.*]] = sinter.pad %{{.*}} {high = array<i64: 0, 0, 0, 4>, low = array<i64: 0, 0, 0, 0>} : (tensor<1x5x5x4xf32>) -> tensor<1x5x5x8xf32>
//       CHECK: %[[Q:.*]] = sinter.pad
//       CHECK: %[[C:.*]] = sinter.concat %[[P]], %[[Q]] {axis = 3 : i64} : (tensor<1x5x5x8xf32>, tensor<1x5x5x8xf32>) -> tensor<1x5x5x16xf32>
//       CHECK: %[[I:.*]] = sinter.constant dense<[2, 10, 3, 11]> : tensor<4xi32>
//       CHECK: %[[G:.*]] = sinter.gather %[[C]], %[[I]] {axis = 3 : i64, sinter.lookup}
//   CHECK-NOT: sinter.transpose
//   CHECK-NOT: sinter.slice
//       CHECK: sinter.conv2d %[[G]],
// KERNELS-LABEL: func.func @shuffle
//       KERNELS: sinter.kernel "pad"
//  KERNELS-SAME: strategy = "view"
//       KERNELS: sinter.kernel "pad"
//  KERNELS-SAME: strategy = "view"
//       KERNELS: sinter.kernel "concat"
//  KERNELS-SAME: strategy = "view"
//       KERNELS: sinter.kernel "gather"
//  KERNELS-SAME: tensor<4xi32>
//  KERNELS-SAME: strategy = "direct"
//       KERNELS: sinter.gather
//  KERNELS-NEXT: sinter.conv2d
func.func @shuffle(%x: tensor<1x5x5x8xf32>, %u: tensor<4x8x1x1xf32>, %v: tensor<4x8x3x3xf32>, %w: tensor<6x4x1x1xf32>) -> tensor<1x5x5x6xf32> {
  %a = sinter.conv2d %x, %u : (tensor<1x5x5x8xf32>, tensor<4x8x1x1xf32>) -> tensor<1x5x5x4xf32>
  %b = sinter.conv2d %x, %v {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x5x5x8xf32>, tensor<4x8x3x3xf32>) -> tensor<1x5x5x4xf32>
  %c = sinter.concat %a, %b {axis = 3 : i64} : (tensor<1x5x5x4xf32>, tensor<1x5x5x4xf32>) -> tensor<1x5x5x8xf32>
  %d = sinter.reshape %c {shape = array<i64: 25, 2, 4>} : (tensor<1x5x5x8xf32>) -> tensor<25x2x4xf32>
  %e = sinter.transpose %d {permutation = array<i64: 0, 2, 1>} : (tensor<25x2x4xf32>) -> tensor<25x4x2xf32>
  %f = sinter.reshape %e {shape = array<i64: 1, 5, 5, 8>} : (tensor<25x4x2xf32>) -> tensor<1x5x5x8xf32>
  %g = sinter.slice %f {starts = array<i64: 0, 0, 0, 4>, sizes = array<i64: 1, 5, 5, 4>, strides = array<i64: 1, 1, 1, 1>} : (tensor<1x5x5x8xf32>) -> tensor<1x5x5x4xf32>
  %y = sinter.conv2d %g, %w : (tensor<1x5x5x4xf32>, tensor<6x4x1x1xf32>) -> tensor<1x5x5x6xf32>
  return %y : tensor<1x5x5x6xf32>
}

// A part that is all of an image is that image, whoever reads it; the other is looked up.
// CHECK-LABEL: func.func @same
//       CHECK: %[[A:.*]] = sinter.conv2d
//       CHECK: sinter.constant dense<[8, 9, 10, 0, 1]> : tensor<5xi32>
//       CHECK: sinter.gather
//       CHECK: sinter.softmax %[[A]]
func.func @same(%x: tensor<1x5x5x8xf32>, %u: tensor<4x8x1x1xf32>, %v: tensor<3x8x1x1xf32>, %w: tensor<6x5x1x1xf32>) -> (tensor<1x5x5x6xf32>, tensor<1x5x5x4xf32>) {
  %a = sinter.conv2d %x, %u : (tensor<1x5x5x8xf32>, tensor<4x8x1x1xf32>) -> tensor<1x5x5x4xf32>
  %b = sinter.conv2d %x, %v : (tensor<1x5x5x8xf32>, tensor<3x8x1x1xf32>) -> tensor<1x5x5x3xf32>
  %c = sinter.concat %b, %a {axis = 3 : i64} : (tensor<1x5x5x3xf32>, tensor<1x5x5x4xf32>) -> tensor<1x5x5x7xf32>
  %l = sinter.slice %c {starts = array<i64: 0, 0, 0, 0>, sizes = array<i64: 1, 5, 5, 5>, strides = array<i64: 1, 1, 1, 1>} : (tensor<1x5x5x7xf32>) -> tensor<1x5x5x5xf32>
  %r = sinter.slice %c {starts = array<i64: 0, 0, 0, 3>, sizes = array<i64: 1, 5, 5, 4>, strides = array<i64: 1, 1, 1, 1>} : (tensor<1x5x5x7xf32>) -> tensor<1x5x5x4xf32>
  %y = sinter.conv2d %l, %w : (tensor<1x5x5x5xf32>, tensor<6x5x1x1xf32>) -> tensor<1x5x5x6xf32>
  %z = sinter.softmax %r {axis = 3 : i64} : (tensor<1x5x5x4xf32>) -> tensor<1x5x5x4xf32>
  return %y, %z : tensor<1x5x5x6xf32>, tensor<1x5x5x4xf32>
}

// Channels of one source are looked up where it is, however many images it has.
// CHECK-LABEL: func.func @alone
//       CHECK: %[[A:.*]] = sinter.conv2d
//       CHECK: %[[I:.*]] = sinter.constant dense<[5, 6, 7, 8, 9]>
//       CHECK: sinter.gather %[[A]], %[[I]]
func.func @alone(%x: tensor<2x5x5x8xf32>, %u: tensor<10x8x1x1xf32>, %w: tensor<6x5x1x1xf32>) -> tensor<2x5x5x6xf32> {
  %a = sinter.conv2d %x, %u : (tensor<2x5x5x8xf32>, tensor<10x8x1x1xf32>) -> tensor<2x5x5x10xf32>
  %l = sinter.slice %a {starts = array<i64: 0, 0, 0, 5>, sizes = array<i64: 2, 5, 5, 5>, strides = array<i64: 1, 1, 1, 1>} : (tensor<2x5x5x10xf32>) -> tensor<2x5x5x5xf32>
  %y = sinter.conv2d %l, %w : (tensor<2x5x5x5xf32>, tensor<6x5x1x1xf32>) -> tensor<2x5x5x6xf32>
  return %y : tensor<2x5x5x6xf32>
}

// Whole blocks are views as they are; a window of 3 x 3 does not look channels up; several images are not written side by side; the caller's
// images lie in rows.
// CHECK-LABEL: func.func @blocks
//   CHECK-NOT: sinter.gather
// CHECK-LABEL: func.func @window
//   CHECK-NOT: sinter.gather
// CHECK-LABEL: func.func @images
//   CHECK-NOT: sinter.gather
// CHECK-LABEL: func.func @callers
//   CHECK-NOT: sinter.gather
func.func @blocks(%x: tensor<1x5x5x8xf32>, %u: tensor<16x8x1x1xf32>, %w: tensor<6x8x1x1xf32>) -> tensor<1x5x5x6xf32> {
  %a = sinter.conv2d %x, %u : (tensor<1x5x5x8xf32>, tensor<16x8x1x1xf32>) -> tensor<1x5x5x16xf32>
  %l = sinter.slice %a {starts = array<i64: 0, 0, 0, 8>, sizes = array<i64: 1, 5, 5, 8>, strides = array<i64: 1, 1, 1, 1>} : (tensor<1x5x5x16xf32>) -> tensor<1x5x5x8xf32>
  %y = sinter.conv2d %l, %w : (tensor<1x5x5x8xf32>, tensor<6x8x1x1xf32>) -> tensor<1x5x5x6xf32>
  return %y : tensor<1x5x5x6xf32>
}
func.func @window(%x: tensor<1x5x5x8xf32>, %u: tensor<10x8x1x1xf32>, %w: tensor<6x5x3x3xf32>) -> tensor<1x3x3x6xf32> {
  %a = sinter.conv2d %x, %u : (tensor<1x5x5x8xf32>, tensor<10x8x1x1xf32>) -> tensor<1x5x5x10xf32>
  %l = sinter.slice %a {starts = array<i64: 0, 0, 0, 5>, sizes = array<i64: 1, 5, 5, 5>, strides = array<i64: 1, 1, 1, 1>} : (tensor<1x5x5x10xf32>) -> tensor<1x5x5x5xf32>
  %y = sinter.conv2d %l, %w : (tensor<1x5x5x5xf32>, tensor<6x5x3x3xf32>) -> tensor<1x3x3x6xf32>
  return %y : tensor<1x3x3x6xf32>
}
func.func @images(%x: tensor<2x5x5x8xf32>, %u: tensor<4x8x1x1xf32>, %w: tensor<6x5x1x1xf32>) -> tensor<2x5x5x6xf32> {
  %a = sinter.conv2d %x, %u : (tensor<2x5x5x8xf32>, tensor<4x8x1x1xf32>) -> tensor<2x5x5x4xf32>
  %b = sinter.conv2d %x, %u : (tensor<2x5x5x8xf32>, tensor<4x8x1x1xf32>) -> tensor<2x5x5x4xf32>
  %c = sinter.concat %a, %b {axis = 3 : i64} : (tensor<2x5x5x4xf32>, tensor<2x5x5x4xf32>) -> tensor<2x5x5x8xf32>
  %l = sinter.slice %c {starts = array<i64: 0, 0, 0, 3>, sizes = array<i64: 2, 5, 5, 5>, strides = array<i64: 1, 1, 1, 1>} : (tensor<2x5x5x8xf32>) -> tensor<2x5x5x5xf32>
  %y = sinter.conv2d %l, %w : (tensor<2x5x5x5xf32>, tensor<6x5x1x1xf32>) -> tensor<2x5x5x6xf32>
  return %y : tensor<2x5x5x6xf32>
}
func.func @callers(%x: tensor<1x5x5x4xf32>, %z: tensor<1x5x5x4xf32>, %w: tensor<6x5x1x1xf32>) -> tensor<1x5x5x6xf32> {
  %c = sinter.concat %x, %z {axis = 3 : i64} : (tensor<1x5x5x4xf32>, tensor<1x5x5x4xf32>) -> tensor<1x5x5x8xf32>
  %l = sinter.slice %c {starts = array<i64: 0, 0, 0, 3>, sizes = array<i64: 1, 5, 5, 5>, strides = array<i64: 1, 1, 1, 1>} : (tensor<1x5x5x8xf32>) -> tensor<1x5x5x5xf32>
  %y = sinter.conv2d %l, %w : (tensor<1x5x5x5xf32>, tensor<6x5x1x1xf32>) -> tensor<1x5x5x6xf32>
  return %y : tensor<1x5x5x6xf32>
}
}

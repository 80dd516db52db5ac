// RUN: sinter-opt %s --sinter-split-reductions | FileCheck %s

// The case of the manual.
// CHECK-LABEL: func.func @batch
//       CHECK: %[[R:.*]] = sinter.sum %arg0 {axes = array<i64: 1, 2>} : (tensor<64x32x32x16xf32>) -> tensor<64x16xf32>
//       CHECK: sinter.sum %[[R]] {axes = array<i64: 0>} : (tensor<64x16xf32>) -> tensor<16xf32>
func.func @batch(%x: tensor<64x32x32x16xf32>) -> tensor<16xf32> {
  %y = sinter.sum %x {axes = array<i64: 0, 1, 2>} : (tensor<64x32x32x16xf32>) -> tensor<16xf32>
  return %y : tensor<16xf32>
}

// Axes that stay are of size 1 in both; all parts of a mean are as large.
// CHECK-LABEL: func.func @keeps_axes
//       CHECK: %[[R:.*]] = sinter.mean %arg0 {axes = array<i64: 1, 2>, keep = true} : (tensor<64x32x32x16xf32>) -> tensor<64x1x1x16xf32>
//       CHECK: sinter.mean %[[R]] {axes = array<i64: 0>, keep = true} : (tensor<64x1x1x16xf32>) -> tensor<1x1x1x16xf32>
func.func @keeps_axes(%x: tensor<64x32x32x16xf32>) -> tensor<1x1x1x16xf32> {
  %y = sinter.mean %x {axes = array<i64: 0, 1, 2>, keep = true} : (tensor<64x32x32x16xf32>) -> tensor<1x1x1x16xf32>
  return %y : tensor<1x1x1x16xf32>
}

// Left alone: small ones, one axis, single images, several rows, one number.
// CHECK-LABEL: func.func @whole
// CHECK-COUNT-5: sinter.sum
//   CHECK-NOT: sinter.sum
func.func @whole(%a: tensor<4x8x8x16xf32>, %b: tensor<64x2048xf32>, %c: tensor<1x128x128x16xf32>, %d: tensor<64x32x32x16xf32>)
    -> (tensor<16xf32>, tensor<2048xf32>, tensor<16xf32>, tensor<32x16xf32>, tensor<f32>) {
  %0 = sinter.sum %a {axes = array<i64: 0, 1, 2>} : (tensor<4x8x8x16xf32>) -> tensor<16xf32>
  %1 = sinter.sum %b {axes = array<i64: 0>} : (tensor<64x2048xf32>) -> tensor<2048xf32>
  %2 = sinter.sum %c {axes = array<i64: 0, 1, 2>} : (tensor<1x128x128x16xf32>) -> tensor<16xf32>
  %3 = sinter.sum %d {axes = array<i64: 0, 1>} : (tensor<64x32x32x16xf32>) -> tensor<32x16xf32>
  %4 = sinter.sum %d : (tensor<64x32x32x16xf32>) -> tensor<f32>
  return %0, %1, %2, %3, %4 : tensor<16xf32>, tensor<2048xf32>, tensor<16xf32>, tensor<32x16xf32>, tensor<f32>
}

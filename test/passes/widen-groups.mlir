// RUN: sinter-opt %s --sinter-widen-groups | FileCheck %s
module attributes {sinter.target = #sinter.target<"x86-64-v3", vector_bits = 256, vector_registers = 16, fma_latency = 4, l1_bytes = 32768, l2_bytes = 524288>} {

// The case of the manual: groups of four channels become groups of eight.
// CHECK-LABEL: func.func @pairs
//       CHECK: %[[M:.*]] = sinter.mul %{{.*}} -> tensor<2x2x4x2x36xf32>
//       CHECK: %[[V:.*]] = sinter.reshape %[[M]] {shape = array<i64: 16, 8, 3, 3>}
//       CHECK: sinter.conv2d %{{.*}}, %[[V]] {groups = 2 : i64}
func.func @pairs(%x: tensor<1x8x8x16xf32>, %w: tensor<16x4x3x3xf32>) -> tensor<1x6x6x16xf32> {
  %y = sinter.conv2d %x, %w {groups = 4 : i64} : (tensor<1x8x8x16xf32>, tensor<16x4x3x3xf32>) -> tensor<1x6x6x16xf32>
  return %y : tensor<1x6x6x16xf32>
}

// Three groups of five fill no block: all become one.
// CHECK-LABEL: func.func @all
//       CHECK: sinter.conv2d %{{.*}} : (tensor<1x4x4x15xf32>, tensor<6x15x1x1xf32>)
func.func @all(%x: tensor<1x4x4x15xf32>, %w: tensor<6x5x1x1xf32>) -> tensor<1x4x4x6xf32> {
  %y = sinter.conv2d %x, %w {groups = 3 : i64} : (tensor<1x4x4x15xf32>, tensor<6x5x1x1xf32>) -> tensor<1x4x4x6xf32>
  return %y : tensor<1x4x4x6xf32>
}

// Whole blocks, and a depthwise convolution, stay.
// CHECK-LABEL: func.func @stay
//   CHECK-NOT: sinter.mul
//       CHECK: groups = 2
//   CHECK-NOT: sinter.mul
//       CHECK: groups = 16
func.func @stay(%x: tensor<1x4x4x16xf32>, %w: tensor<16x8x1x1xf32>, %v: tensor<16x1x3x3xf32>) -> tensor<1x2x2x16xf32> {
  %y = sinter.conv2d %x, %w {groups = 2 : i64} : (tensor<1x4x4x16xf32>, tensor<16x8x1x1xf32>) -> tensor<1x4x4x16xf32>
  %z = sinter.conv2d %y, %v {groups = 16 : i64} : (tensor<1x4x4x16xf32>, tensor<16x1x3x3xf32>) -> tensor<1x2x2x16xf32>
  return %z : tensor<1x2x2x16xf32>
}

// Of 57 groups all would have to be joined.
// CHECK-LABEL: func.func @too_many
//       CHECK: groups = 57
func.func @too_many(%x: tensor<1x4x4x57xf32>, %w: tensor<114x1x3x3xf32>) -> tensor<1x2x2x114xf32> {
  %y = sinter.conv2d %x, %w {groups = 57 : i64} : (tensor<1x4x4x57xf32>, tensor<114x1x3x3xf32>) -> tensor<1x2x2x114xf32>
  return %y : tensor<1x2x2x114xf32>
}
}

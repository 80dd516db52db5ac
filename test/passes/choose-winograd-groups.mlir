// RUN: sinter-opt %s --sinter-form-kernels --sinter-assign-layouts --sinter-choose-schedules | FileCheck %s
module attributes {sinter.target = #sinter.target<"x86-64-v4", vector_bits = 512, vector_registers = 32, fma_latency = 4, l1_bytes = 32768, l2_bytes = 1048576>} {

// 20 blocks of filters are 4 groups of 5, which two threads share evenly, and not 5 of 4, though 4 make the better tile.
// CHECK-LABEL: func.func @five_blocks
//       CHECK: channel_blocks = 5 : i64, pixels = 5 : i64, tasks_are_groups = 1 : i64
//  CHECK-SAME: tasks = 4 : i64
func.func @five_blocks(%x: tensor<1x14x14x160xf32>) -> tensor<1x14x14x320xf32> {
  %f = sinter.constant dense<1.0> : tensor<320x160x4x4xf32> as tensor<320x160x4x4xf32>
  %c = sinter.winograd_conv2d %x, %f {tile = 2 : i64, padding = array<i64: 1, 1, 1, 1>} : (tensor<1x14x14x160xf32>, tensor<320x160x4x4xf32>) -> tensor<1x14x14x320xf32>
  return %c : tensor<1x14x14x320xf32>
}

// 12 blocks: 3 groups would be few and odd, 6 of two blocks read the image more often than 4 of three.
// CHECK-LABEL: func.func @three_blocks
//       CHECK: channel_blocks = 3 : i64, pixels = 8 : i64, tasks_are_groups = 1 : i64
//  CHECK-SAME: tasks = 4 : i64
func.func @three_blocks(%x: tensor<1x28x28x128xf32>) -> tensor<1x28x28x192xf32> {
  %f = sinter.constant dense<1.0> : tensor<192x128x6x6xf32> as tensor<192x128x6x6xf32>
  %c = sinter.winograd_conv2d %x, %f {tile = 4 : i64, padding = array<i64: 1, 1, 1, 1>} : (tensor<1x28x28x128xf32>, tensor<192x128x6x6xf32>) -> tensor<1x28x28x192xf32>
  return %c : tensor<1x28x28x192xf32>
}

// 14 blocks have no even number of groups that is enough.
// CHECK-LABEL: func.func @two_blocks
//       CHECK: channel_blocks = 2 : i64, pixels = 12 : i64, tasks_are_groups = 1 : i64
//  CHECK-SAME: tasks = 7 : i64
func.func @two_blocks(%x: tensor<1x14x14x112xf32>) -> tensor<1x14x14x224xf32> {
  %f = sinter.constant dense<1.0> : tensor<224x112x4x4xf32> as tensor<224x112x4x4xf32>
  %c = sinter.winograd_conv2d %x, %f {tile = 2 : i64, padding = array<i64: 1, 1, 1, 1>} : (tensor<1x14x14x112xf32>, tensor<224x112x4x4xf32>) -> tensor<1x14x14x224xf32>
  return %c : tensor<1x14x14x224xf32>
}
}

// RUN: sinter-opt %s --sinter-check-open-rows --sinter-form-kernels --sinter-assign-layouts --sinter-form-views --sinter-choose-schedules --sinter-plan-memory | FileCheck %s
module attributes {sinter.target = #sinter.target<"x86-64-v3", vector_bits = 256, vector_registers = 16, fma_latency = 4, l1_bytes = 32768, l2_bytes = 524288>} {

// A task a row of the open dimension, and on one thread until there are enough of them to share.
// Buffers are planned for one n: 24 floats fill 96 bytes, rounded up to 128.
// CHECK-LABEL: func.func @small_rows
//  CHECK-SAME: sinter.open_workspace_bytes = 128 : i64, sinter.workspace_bytes = 0 : i64
//       CHECK: sinter.kernel "softmax"
//  CHECK-SAME:   open, placement = array<i64: 0>, schedule = {grain = {{[0-9][0-9]+}} : i64}
//  CHECK-SAME:   task_dim = 0 : i64, tasks = 192 : i64
//       CHECK: sinter.kernel "mean"
//  CHECK-SAME:   open, placement = array<i64: -1>
func.func @small_rows(%x: tensor<192x8xf32> {sinter.open_rows}) -> tensor<192xf32> attributes {sinter.open = #sinter.open<"N", 1, 64>} {
  %a = sinter.softmax %x {axis = 1 : i64} : (tensor<192x8xf32>) -> tensor<192x8xf32>
  %b = sinter.mean %a {axes = array<i64: 1>} : (tensor<192x8xf32>) -> tensor<192xf32>
  return %b : tensor<192xf32>
}

// A row that is worth sharing is several tasks, by blocks of channels: 8 of them, two a tile.
// CHECK-LABEL: func.func @large_rows
//       CHECK: sinter.kernel "conv2d" {{.*}}grain = 1 : i64
//  CHECK-SAME:   task_dim = 0 : i64, tasks = 12 : i64
func.func @large_rows(%x: tensor<3x24x24x64xf32> {sinter.open_rows}) -> tensor<3x24x24x64xf32> attributes {sinter.open = #sinter.open<"N", 1, 3>} {
  %w = sinter.constant dense<1.0> : tensor<64x64x1x1xf32> as tensor<64x64x1x1xf32>
  %p = sinter.conv2d %x, %w : (tensor<3x24x24x64xf32>, tensor<64x64x1x1xf32>) -> tensor<3x24x24x64xf32>
  return %p : tensor<3x24x24x64xf32>
}

// An image of few planes is one task: a tile of filters makes all of them.
// CHECK-LABEL: func.func @planes
//       CHECK: strategy = "planar"
//  CHECK-SAME:   task_dim = 0 : i64, tasks = 3 : i64
func.func @planes(%x: tensor<3x96x96x1xf32> {sinter.open_rows}) -> tensor<3x96x96x6xf32> attributes {sinter.open = #sinter.open<"N", 1, 3>} {
  %w = sinter.constant dense<1.0> : tensor<6x1x5x5xf32> as tensor<6x1x5x5xf32>
  %p = sinter.conv2d %x, %w {padding = array<i64: 2, 2, 2, 2>} : (tensor<3x96x96x1xf32>, tensor<6x1x5x5xf32>) -> tensor<3x96x96x6xf32>
  return %p : tensor<3x96x96x6xf32>
}

// What does not depend on it keeps its own tasks and place, and is not written over by what does, though they have one type.
// CHECK-LABEL: func.func @both_kinds
//  CHECK-SAME: sinter.open_workspace_bytes = 64 : i64, sinter.workspace_bytes = 128 : i64
//       CHECK: sinter.kernel "softmax"
//   CHECK-NOT:   open
//  CHECK-SAME:   placement = array<i64: 0>
//       CHECK: sinter.kernel "sub"
//  CHECK-SAME:   open, placement = array<i64: 0>
//       CHECK: sinter.kernel "softmax"
//  CHECK-SAME:   open, placement = array<i64: -1>
func.func @both_kinds(%x: tensor<4x8xf32> {sinter.open_rows}, %y: tensor<4x8xf32>) -> tensor<4x8xf32> attributes {sinter.open = #sinter.open<"N", 1, 4>} {
  %a = sinter.softmax %y {axis = 0 : i64} : (tensor<4x8xf32>) -> tensor<4x8xf32>
  %v = sinter.reshape %a {shape = array<i64: 4, 8>} : (tensor<4x8xf32>) -> tensor<4x8xf32>
  %b = sinter.sub %v, %x : tensor<4x8xf32>, tensor<4x8xf32> -> tensor<4x8xf32>
  %c = sinter.softmax %b {axis = 1 : i64} : (tensor<4x8xf32>) -> tensor<4x8xf32>
  return %c : tensor<4x8xf32>
}
}

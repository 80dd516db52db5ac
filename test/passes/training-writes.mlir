// RUN: sinter-opt %s --sinter-form-kernels --sinter-assign-layouts --sinter-form-views --sinter-choose-schedules --sinter-plan-state --sinter-plan-memory | FileCheck %s
module attributes {sinter.target = #sinter.target<"x86-64-v3", vector_bits = 256, vector_registers = 16, fma_latency = 4, l1_bytes = 32768, l2_bytes = 524288>} {
sinter.parameter @w : tensor<8x8xf32> = #sinter.initializer<"zeros", []>
sinter.parameter @v : tensor<8x8xf32> = #sinter.initializer<"zeros", []>

// The update reads and writes the weight element by element, after the layer has read it: no copy, and nothing in the workspace.
// CHECK-LABEL: func.func @in_place
//  CHECK-SAME: sinter.workspace_bytes = 256 : i64
//       CHECK: sinter.kernel "dense"
//       CHECK: %[[NEW:.*]] = sinter.kernel "sub"
//  CHECK-SAME:   placement = array<i64: -2>
//   CHECK-NOT: sinter.kernel
//       CHECK: sinter.write @w, %[[NEW]]
func.func @in_place(%x: tensor<8x8xf32>) -> tensor<8x8xf32> attributes {sinter.entry = "train_step"} {
  %w = sinter.read @w : tensor<8x8xf32>
  %y = sinter.dense %x, %w : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
  %n = sinter.sub %w, %x : tensor<8x8xf32>, tensor<8x8xf32> -> tensor<8x8xf32>
  sinter.write @w, %n : tensor<8x8xf32>
  return %y : tensor<8x8xf32>
}

// The layer reads the old weight after its update is computed, so the update waits in the workspace.
// CHECK-LABEL: func.func @old_value_is_needed
//       CHECK: %[[NEW:.*]] = sinter.kernel "sub"
//  CHECK-SAME:   placement = array<i64: {{[0-9]+}}>
//       CHECK: sinter.kernel "dense"
//       CHECK: %[[COPY:.*]] = sinter.kernel "copy" (%{{.*}} = %[[NEW]])
//  CHECK-SAME:   placement = array<i64: -2>
//       CHECK: sinter.write @w, %[[COPY]]
func.func @old_value_is_needed(%x: tensor<8x8xf32>) -> tensor<8x8xf32> attributes {sinter.entry = "train_step"} {
  %w = sinter.read @w : tensor<8x8xf32>
  %n = sinter.sub %w, %x : tensor<8x8xf32>, tensor<8x8xf32> -> tensor<8x8xf32>
  sinter.write @w, %n : tensor<8x8xf32>
  %y = sinter.dense %n, %w : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
  return %y : tensor<8x8xf32>
}

// A product reads whole rows of the weight for each element that it writes.
// CHECK-LABEL: func.func @not_elementwise
//       CHECK: %[[NEW:.*]] = sinter.kernel "matmul"
//  CHECK-SAME:   placement = array<i64: {{[0-9]+}}>
//       CHECK: %[[COPY:.*]] = sinter.kernel "copy"
//       CHECK: sinter.write @w, %[[COPY]]
func.func @not_elementwise(%x: tensor<8x8xf32>) attributes {sinter.entry = "train_step"} {
  %w = sinter.read @w : tensor<8x8xf32>
  %n = sinter.matmul %x, %w : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
  sinter.write @w, %n : tensor<8x8xf32>
  return
}

// Two parameters change places: one of them waits in the workspace.
// CHECK-LABEL: func.func @swap
//       CHECK: %[[V:.*]] = sinter.read @v
//       CHECK: %[[W:.*]] = sinter.read @w
//       CHECK: %[[KEPT:.*]] = sinter.kernel "copy" (%{{.*}} = %[[V]])
//  CHECK-SAME:   placement = array<i64: 0>
//       CHECK: %[[NEW_V:.*]] = sinter.kernel "copy" (%{{.*}} = %[[W]])
//  CHECK-SAME:   placement = array<i64: -1>
//       CHECK: %[[NEW_W:.*]] = sinter.kernel "copy" (%{{.*}} = %[[KEPT]])
//  CHECK-SAME:   placement = array<i64: -2>
//       CHECK: sinter.write @v, %[[NEW_V]]
//       CHECK: sinter.write @w, %[[NEW_W]]
func.func @swap() attributes {sinter.entry = "train_step"} {
  %v = sinter.read @v : tensor<8x8xf32>
  %w = sinter.read @w : tensor<8x8xf32>
  sinter.write @w, %v : tensor<8x8xf32>
  sinter.write @v, %w : tensor<8x8xf32>
  return
}

// The old value is returned: it is copied before the update, which stays in place.
// CHECK-LABEL: func.func @returned
//       CHECK: %[[W:.*]] = sinter.read @w
//       CHECK: %[[OLD:.*]] = sinter.kernel "copy" (%{{.*}} = %[[W]])
//       CHECK: %[[NEW:.*]] = sinter.kernel "relu"
//  CHECK-SAME:   placement = array<i64: -2>
//       CHECK: sinter.write @w, %[[NEW]]
//       CHECK: return %[[OLD]]
func.func @returned() -> tensor<8x8xf32> attributes {sinter.entry = "train_step"} {
  %w = sinter.read @w : tensor<8x8xf32>
  %n = sinter.relu %w : tensor<8x8xf32> -> tensor<8x8xf32>
  sinter.write @w, %n : tensor<8x8xf32>
  return %w : tensor<8x8xf32>
}

// One value for two parameters and the caller: each has a kernel of its own.
// CHECK-LABEL: func.func @thrice
//       CHECK: %[[R:.*]] = sinter.kernel "relu"
//  CHECK-SAME:   placement = array<i64: -1>
//       CHECK: %[[W:.*]] = sinter.kernel "copy" (%{{.*}} = %[[R]])
//       CHECK: sinter.write @w, %[[W]]
//       CHECK: %[[V:.*]] = sinter.kernel "copy" (%{{.*}} = %[[R]])
//       CHECK: sinter.write @v, %[[V]]
//       CHECK: return %[[R]]
func.func @thrice(%x: tensor<8x8xf32>) -> tensor<8x8xf32> attributes {sinter.entry = "train_step"} {
  %r = sinter.relu %x : tensor<8x8xf32> -> tensor<8x8xf32>
  sinter.write @w, %r : tensor<8x8xf32>
  sinter.write @v, %r : tensor<8x8xf32>
  return %r : tensor<8x8xf32>
}
}

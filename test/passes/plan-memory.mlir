// RUN: sinter-opt %s --sinter-form-kernels --sinter-assign-layouts --sinter-form-views --sinter-choose-schedules --sinter-plan-memory | FileCheck %s
module attributes {sinter.target = #sinter.target<"x86-64-v3", vector_bits = 256, vector_registers = 16, fma_latency = 4, l1_bytes = 32768, l2_bytes = 524288>} {

// Three softmaxes in a row: the first and the third never live together, and the last is the caller's.
// CHECK-LABEL: func.func @chain
//  CHECK-SAME: sinter.workspace_bytes = 512 : i64
//       CHECK: placement = array<i64: 0>
//       CHECK: placement = array<i64: 256>
//       CHECK: placement = array<i64: 0>
//       CHECK: placement = array<i64: -1>
func.func @chain(%x: tensor<8x8xf32>) -> tensor<8x8xf32> {
  %a = sinter.softmax %x {axis = 1 : i64} : (tensor<8x8xf32>) -> tensor<8x8xf32>
  %b = sinter.softmax %a {axis = 1 : i64} : (tensor<8x8xf32>) -> tensor<8x8xf32>
  %c = sinter.softmax %b {axis = 1 : i64} : (tensor<8x8xf32>) -> tensor<8x8xf32>
  %d = sinter.softmax %c {axis = 1 : i64} : (tensor<8x8xf32>) -> tensor<8x8xf32>
  return %d : tensor<8x8xf32>
}

// The rectifier is the last to read the softmax and writes over it; the mean before it, which is not elementwise, does not.
// CHECK-LABEL: func.func @in_place
//  CHECK-SAME: sinter.workspace_bytes = 256 : i64
//       CHECK: sinter.kernel "softmax"
//  CHECK-SAME:   placement = array<i64: 0>
//       CHECK: sinter.kernel "mean"
//  CHECK-SAME:   placement = array<i64: -1>
//       CHECK: sinter.kernel "relu"
//  CHECK-SAME:   placement = array<i64: 0>
//       CHECK: sinter.kernel "softmax"
func.func @in_place(%x: tensor<8x8xf32>) -> (tensor<8xf32>, tensor<8x8xf32>) {
  %a = sinter.softmax %x {axis = 1 : i64} : (tensor<8x8xf32>) -> tensor<8x8xf32>
  %b = sinter.mean %a {axes = array<i64: 0>} : (tensor<8x8xf32>) -> tensor<8xf32>
  %r = sinter.relu %a : tensor<8x8xf32> -> tensor<8x8xf32>
  %c = sinter.softmax %r {axis = 1 : i64} : (tensor<8x8xf32>) -> tensor<8x8xf32>
  return %b, %c : tensor<8xf32>, tensor<8x8xf32>
}

// The first result is read through a view after the second is written: they must not share bytes.
// CHECK-LABEL: func.func @view_keeps_alive
//  CHECK-SAME: sinter.workspace_bytes = 512 : i64
//       CHECK: sinter.kernel "softmax"
//  CHECK-SAME:   placement = array<i64: 0>
//       CHECK: sinter.kernel "reshape"
//   CHECK-NOT:   placement
//       CHECK: sinter.kernel "softmax"
//  CHECK-SAME:   placement = array<i64: 256>
func.func @view_keeps_alive(%x: tensor<8x8xf32>) -> (tensor<4x16xf32>, tensor<8xf32>) {
  %a = sinter.softmax %x {axis = 1 : i64} : (tensor<8x8xf32>) -> tensor<8x8xf32>
  %v = sinter.reshape %a {shape = array<i64: 4, 16>} : (tensor<8x8xf32>) -> tensor<4x16xf32>
  %b = sinter.softmax %x {axis = 0 : i64} : (tensor<8x8xf32>) -> tensor<8x8xf32>
  %m = sinter.mean %b {axes = array<i64: 0>} : (tensor<8x8xf32>) -> tensor<8xf32>
  %r = sinter.softmax %v {axis = 1 : i64} : (tensor<4x16xf32>) -> tensor<4x16xf32>
  return %r, %m : tensor<4x16xf32>, tensor<8xf32>
}

// The first row is read for every other: the difference must not be written over the rows.
// CHECK-LABEL: func.func @part_of_an_operand
//       CHECK: sinter.kernel "softmax"
//  CHECK-SAME:   placement = array<i64: 0>
//       CHECK: sinter.kernel "slice"
//  CHECK-SAME:   strategy = "view"
//       CHECK: sinter.kernel "sub"
//  CHECK-SAME:   placement = array<i64: 256>
func.func @part_of_an_operand(%x: tensor<8x8xf32>) -> tensor<8x8xf32> {
  %a = sinter.softmax %x {axis = 1 : i64} : (tensor<8x8xf32>) -> tensor<8x8xf32>
  %b = sinter.slice %a {starts = array<i64: 0, 0>, sizes = array<i64: 1, 8>, strides = array<i64: 1, 1>} : (tensor<8x8xf32>) -> tensor<1x8xf32>
  %c = sinter.sub %a, %b : tensor<8x8xf32>, tensor<1x8xf32> -> tensor<8x8xf32>
  %d = sinter.softmax %c {axis = 1 : i64} : (tensor<8x8xf32>) -> tensor<8x8xf32>
  return %d : tensor<8x8xf32>
}
}

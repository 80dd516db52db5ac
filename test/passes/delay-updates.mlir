// RUN: sinter-opt %s --sinter-delay-updates | FileCheck %s
module attributes {sinter.target = #sinter.target<"x86-64-v4", vector_bits = 512, vector_registers = 32, fma_latency = 4, l1_bytes = 32768, l2_bytes = 65536>} {
sinter.parameter @w : tensor<64x64xf32> = #sinter.initializer<"zeros", []>
sinter.parameter @v : tensor<64x64xf32> = #sinter.initializer<"zeros", []>
sinter.parameter @o : tensor<64x64xf32> = #sinter.initializer<"zeros", []>
sinter.parameter @least : tensor<32x16xf32> = #sinter.initializer<"zeros", []>
sinter.parameter @less : tensor<31x16xf32> = #sinter.initializer<"zeros", []>
sinter.parameter @most : tensor<512x16xf32> = #sinter.initializer<"zeros", []>
sinter.parameter @more : tensor<513x16xf32> = #sinter.initializer<"zeros", []>

// The product reads the weight in four tasks; the update and its write go behind the two kernels that move 2 x 128 KiB, and no further.
// CHECK-LABEL: func.func @behind_four_caches
//       CHECK: sinter.kernel "dx"
//  CHECK-NEXT:   matmul
//       CHECK: sinter.kernel "first"
//       CHECK: sinter.kernel "second"
//       CHECK: %[[U:.*]] = sinter.kernel "update"
//       CHECK: sinter.write @w, %[[U]]
//       CHECK: sinter.kernel "third"
func.func @behind_four_caches(%g: tensor<64x64xf32>, %dw: tensor<64x64xf32>, %x: tensor<128x128xf32>) -> (tensor<64x64xf32>, tensor<128x128xf32>) {
  %w = sinter.read @w : tensor<64x64xf32>
  %dx = sinter.kernel "dx" (%a = %g, %b = %w) : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32> attributes {tasks = 4 : i64} {
    %r = sinter.matmul %a, %b : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32>
    sinter.yield %r : tensor<64x64xf32>
  }
  %u = sinter.kernel "update" (%a = %w, %b = %dw) : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32> attributes {tasks = 4 : i64} {
    %r = sinter.sub %a, %b : tensor<64x64xf32>, tensor<64x64xf32> -> tensor<64x64xf32>
    sinter.yield %r : tensor<64x64xf32>
  }
  sinter.write @w, %u : tensor<64x64xf32>
  %1 = sinter.kernel "first" (%a = %x) : (tensor<128x128xf32>) -> tensor<128x128xf32> {
    %r = sinter.relu %a : tensor<128x128xf32> -> tensor<128x128xf32>
    sinter.yield %r : tensor<128x128xf32>
  }
  %2 = sinter.kernel "second" (%a = %1) : (tensor<128x128xf32>) -> tensor<128x128xf32> {
    %r = sinter.relu %a : tensor<128x128xf32> -> tensor<128x128xf32>
    sinter.yield %r : tensor<128x128xf32>
  }
  %3 = sinter.kernel "third" (%a = %2) : (tensor<128x128xf32>) -> tensor<128x128xf32> {
    %r = sinter.relu %a : tensor<128x128xf32> -> tensor<128x128xf32>
    sinter.yield %r : tensor<128x128xf32>
  }
  return %dx, %3 : tensor<64x64xf32>, tensor<128x128xf32>
}

// One task reads the weight: it is in one thread's cache.
// CHECK-LABEL: func.func @read_by_one_task
//       CHECK: sinter.write @v
//       CHECK: sinter.kernel "next"
func.func @read_by_one_task(%g: tensor<64x64xf32>, %dw: tensor<64x64xf32>) -> tensor<64x64xf32> {
  %w = sinter.read @v : tensor<64x64xf32>
  %dx = sinter.kernel "dx" (%a = %g, %b = %w) : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32> attributes {tasks = 1 : i64} {
    %r = sinter.matmul %a, %b : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32>
    sinter.yield %r : tensor<64x64xf32>
  }
  %u = sinter.kernel "update" (%a = %w, %b = %dw) : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32> attributes {tasks = 4 : i64} {
    %r = sinter.sub %a, %b : tensor<64x64xf32>, tensor<64x64xf32> -> tensor<64x64xf32>
    sinter.yield %r : tensor<64x64xf32>
  }
  sinter.write @v, %u : tensor<64x64xf32>
  %1 = sinter.kernel "next" (%a = %dx) : (tensor<64x64xf32>) -> tensor<64x64xf32> {
    %r = sinter.relu %a : tensor<64x64xf32> -> tensor<64x64xf32>
    sinter.yield %r : tensor<64x64xf32>
  }
  return %1 : tensor<64x64xf32>
}

// `w`'s update reads `v`, and runs before `v` is written in place.
// CHECK-LABEL: func.func @reads_another_parameter
//       CHECK: sinter.kernel "dx"
//       CHECK: sinter.kernel "first"
//       CHECK: %[[W:.*]] = sinter.kernel "update_w"
//       CHECK: sinter.write @w, %[[W]]
//       CHECK: %[[V:.*]] = sinter.kernel "update_v"
//       CHECK: sinter.write @v, %[[V]]
//       CHECK: sinter.kernel "second"
func.func @reads_another_parameter(%g: tensor<64x64xf32>, %dw: tensor<64x64xf32>, %x: tensor<128x128xf32>) -> (tensor<64x64xf32>, tensor<128x128xf32>) {
  %w = sinter.read @w : tensor<64x64xf32>
  %v = sinter.read @v : tensor<64x64xf32>
  %dx = sinter.kernel "dx" (%a = %g, %b = %w) : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32> attributes {tasks = 4 : i64} {
    %r = sinter.matmul %a, %b : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32>
    sinter.yield %r : tensor<64x64xf32>
  }
  %u = sinter.kernel "update_w" (%a = %w, %b = %v) : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32> attributes {tasks = 4 : i64} {
    %r = sinter.sub %a, %b : tensor<64x64xf32>, tensor<64x64xf32> -> tensor<64x64xf32>
    sinter.yield %r : tensor<64x64xf32>
  }
  sinter.write @w, %u : tensor<64x64xf32>
  %1 = sinter.kernel "first" (%a = %x) : (tensor<128x128xf32>) -> tensor<128x128xf32> {
    %r = sinter.relu %a : tensor<128x128xf32> -> tensor<128x128xf32>
    sinter.yield %r : tensor<128x128xf32>
  }
  %t = sinter.kernel "update_v" (%a = %v, %b = %dw) : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32> attributes {tasks = 4 : i64} {
    %r = sinter.sub %a, %b : tensor<64x64xf32>, tensor<64x64xf32> -> tensor<64x64xf32>
    sinter.yield %r : tensor<64x64xf32>
  }
  sinter.write @v, %t : tensor<64x64xf32>
  %2 = sinter.kernel "second" (%a = %1) : (tensor<128x128xf32>) -> tensor<128x128xf32> {
    %r = sinter.relu %a : tensor<128x128xf32> -> tensor<128x128xf32>
    sinter.yield %r : tensor<128x128xf32>
  }
  return %dx, %2 : tensor<64x64xf32>, tensor<128x128xf32>
}

// Both weights are read by products. `v`'s update moves first, and makes way for `w`'s, which reads `v`.
// CHECK-LABEL: func.func @two_updates
//       CHECK: sinter.kernel "dx"
//       CHECK: sinter.kernel "first"
//       CHECK: sinter.kernel "second"
//       CHECK: %[[W:.*]] = sinter.kernel "update_w"
//       CHECK: sinter.write @w, %[[W]]
//       CHECK: %[[V:.*]] = sinter.kernel "update_v"
//       CHECK: sinter.write @v, %[[V]]
//       CHECK: sinter.kernel "third"
func.func @two_updates(%g: tensor<64x64xf32>, %dw: tensor<64x64xf32>, %x: tensor<128x128xf32>) -> (tensor<64x64xf32>, tensor<128x128xf32>) {
  %w = sinter.read @w : tensor<64x64xf32>
  %v = sinter.read @v : tensor<64x64xf32>
  %dx = sinter.kernel "dx" (%a = %v, %b = %w) : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32> attributes {tasks = 4 : i64} {
    %r = sinter.matmul %a, %b : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32>
    sinter.yield %r : tensor<64x64xf32>
  }
  %u = sinter.kernel "update_w" (%a = %w, %b = %v) : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32> attributes {tasks = 4 : i64} {
    %r = sinter.sub %a, %b : tensor<64x64xf32>, tensor<64x64xf32> -> tensor<64x64xf32>
    sinter.yield %r : tensor<64x64xf32>
  }
  sinter.write @w, %u : tensor<64x64xf32>
  %t = sinter.kernel "update_v" (%a = %v, %b = %dw) : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32> attributes {tasks = 4 : i64} {
    %r = sinter.sub %a, %b : tensor<64x64xf32>, tensor<64x64xf32> -> tensor<64x64xf32>
    sinter.yield %r : tensor<64x64xf32>
  }
  sinter.write @v, %t : tensor<64x64xf32>
  %1 = sinter.kernel "first" (%a = %x) : (tensor<128x128xf32>) -> tensor<128x128xf32> {
    %r = sinter.relu %a : tensor<128x128xf32> -> tensor<128x128xf32>
    sinter.yield %r : tensor<128x128xf32>
  }
  %2 = sinter.kernel "second" (%a = %1) : (tensor<128x128xf32>) -> tensor<128x128xf32> {
    %r = sinter.relu %a : tensor<128x128xf32> -> tensor<128x128xf32>
    sinter.yield %r : tensor<128x128xf32>
  }
  %3 = sinter.kernel "third" (%a = %2) : (tensor<128x128xf32>) -> tensor<128x128xf32> {
    %r = sinter.relu %a : tensor<128x128xf32> -> tensor<128x128xf32>
    sinter.yield %r : tensor<128x128xf32>
  }
  return %dx, %3 : tensor<64x64xf32>, tensor<128x128xf32>
}

// An update of a weight and its moment moves with both writes. "other" stays, as it only reads the weight that the product reads.
// CHECK-LABEL: func.func @several_results
//       CHECK: %[[O:.*]] = sinter.kernel "other"
//       CHECK: sinter.write @o, %[[O]]
//       CHECK: sinter.kernel "first"
//       CHECK: %[[U:.*]]:2 = sinter.kernel "update"
//   CHECK-DAG: sinter.write @w, %[[U]]#0
//   CHECK-DAG: sinter.write @v, %[[U]]#1
//       CHECK: return
func.func @several_results(%g: tensor<64x64xf32>, %dw: tensor<64x64xf32>, %x: tensor<128x128xf32>) -> (tensor<64x64xf32>, tensor<128x128xf32>) {
  %w = sinter.read @w : tensor<64x64xf32>
  %v = sinter.read @v : tensor<64x64xf32>
  %o = sinter.read @o : tensor<64x64xf32>
  %dx = sinter.kernel "dx" (%a = %g, %b = %w) : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32> attributes {tasks = 4 : i64} {
    %r = sinter.matmul %a, %b : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32>
    sinter.yield %r : tensor<64x64xf32>
  }
  %p = sinter.kernel "other" (%a = %o, %b = %w) : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32> attributes {tasks = 4 : i64} {
    %r = sinter.sub %a, %b : tensor<64x64xf32>, tensor<64x64xf32> -> tensor<64x64xf32>
    sinter.yield %r : tensor<64x64xf32>
  }
  sinter.write @o, %p : tensor<64x64xf32>
  %u:2 = sinter.kernel "update" (%a = %w, %b = %v, %c = %dw) : (tensor<64x64xf32>, tensor<64x64xf32>, tensor<64x64xf32>) -> (tensor<64x64xf32>, tensor<64x64xf32>) attributes {tasks = 4 : i64} {
    %m = sinter.add %b, %c : tensor<64x64xf32>, tensor<64x64xf32> -> tensor<64x64xf32>
    %r = sinter.sub %a, %m : tensor<64x64xf32>, tensor<64x64xf32> -> tensor<64x64xf32>
    sinter.yield %r, %m : tensor<64x64xf32>, tensor<64x64xf32>
  }
  sinter.write @w, %u#0 : tensor<64x64xf32>
  sinter.write @v, %u#1 : tensor<64x64xf32>
  %1 = sinter.kernel "first" (%a = %x) : (tensor<128x128xf32>) -> tensor<128x128xf32> {
    %r = sinter.relu %a : tensor<128x128xf32> -> tensor<128x128xf32>
    sinter.yield %r : tensor<128x128xf32>
  }
  return %dx, %1 : tensor<64x64xf32>, tensor<128x128xf32>
}

// Of a 32nd and half of L2 (2048 and 32768 bytes): what has them is moved, a row less or more is not.
// CHECK-LABEL: func.func @limits
//       CHECK: sinter.kernel "update_less"
//       CHECK: sinter.kernel "update_more"
//       CHECK: sinter.kernel "next"
//   CHECK-DAG: sinter.kernel "update_least"
//   CHECK-DAG: sinter.kernel "update_most"
//       CHECK: return
func.func @limits(%d_least: tensor<32x16xf32>, %d_less: tensor<31x16xf32>, %d_most: tensor<512x16xf32>, %d_more: tensor<513x16xf32>, %g: tensor<16x16xf32>, %x: tensor<128x128xf32>) -> (tensor<32x16xf32>, tensor<31x16xf32>, tensor<512x16xf32>, tensor<513x16xf32>, tensor<128x128xf32>) {
  %w_least = sinter.read @least : tensor<32x16xf32>
  %dx_least = sinter.kernel "dx_least" (%a = %w_least, %b = %g) : (tensor<32x16xf32>, tensor<16x16xf32>) -> tensor<32x16xf32> attributes {tasks = 4 : i64} {
    %r = sinter.matmul %a, %b : (tensor<32x16xf32>, tensor<16x16xf32>) -> tensor<32x16xf32>
    sinter.yield %r : tensor<32x16xf32>
  }
  %w_less = sinter.read @less : tensor<31x16xf32>
  %dx_less = sinter.kernel "dx_less" (%a = %w_less, %b = %g) : (tensor<31x16xf32>, tensor<16x16xf32>) -> tensor<31x16xf32> attributes {tasks = 4 : i64} {
    %r = sinter.matmul %a, %b : (tensor<31x16xf32>, tensor<16x16xf32>) -> tensor<31x16xf32>
    sinter.yield %r : tensor<31x16xf32>
  }
  %w_most = sinter.read @most : tensor<512x16xf32>
  %dx_most = sinter.kernel "dx_most" (%a = %w_most, %b = %g) : (tensor<512x16xf32>, tensor<16x16xf32>) -> tensor<512x16xf32> attributes {tasks = 4 : i64} {
    %r = sinter.matmul %a, %b : (tensor<512x16xf32>, tensor<16x16xf32>) -> tensor<512x16xf32>
    sinter.yield %r : tensor<512x16xf32>
  }
  %w_more = sinter.read @more : tensor<513x16xf32>
  %dx_more = sinter.kernel "dx_more" (%a = %w_more, %b = %g) : (tensor<513x16xf32>, tensor<16x16xf32>) -> tensor<513x16xf32> attributes {tasks = 4 : i64} {
    %r = sinter.matmul %a, %b : (tensor<513x16xf32>, tensor<16x16xf32>) -> tensor<513x16xf32>
    sinter.yield %r : tensor<513x16xf32>
  }
  %u_least = sinter.kernel "update_least" (%a = %w_least, %b = %d_least) : (tensor<32x16xf32>, tensor<32x16xf32>) -> tensor<32x16xf32> attributes {tasks = 4 : i64} {
    %r = sinter.sub %a, %b : tensor<32x16xf32>, tensor<32x16xf32> -> tensor<32x16xf32>
    sinter.yield %r : tensor<32x16xf32>
  }
  sinter.write @least, %u_least : tensor<32x16xf32>
  %u_less = sinter.kernel "update_less" (%a = %w_less, %b = %d_less) : (tensor<31x16xf32>, tensor<31x16xf32>) -> tensor<31x16xf32> attributes {tasks = 4 : i64} {
    %r = sinter.sub %a, %b : tensor<31x16xf32>, tensor<31x16xf32> -> tensor<31x16xf32>
    sinter.yield %r : tensor<31x16xf32>
  }
  sinter.write @less, %u_less : tensor<31x16xf32>
  %u_most = sinter.kernel "update_most" (%a = %w_most, %b = %d_most) : (tensor<512x16xf32>, tensor<512x16xf32>) -> tensor<512x16xf32> attributes {tasks = 4 : i64} {
    %r = sinter.sub %a, %b : tensor<512x16xf32>, tensor<512x16xf32> -> tensor<512x16xf32>
    sinter.yield %r : tensor<512x16xf32>
  }
  sinter.write @most, %u_most : tensor<512x16xf32>
  %u_more = sinter.kernel "update_more" (%a = %w_more, %b = %d_more) : (tensor<513x16xf32>, tensor<513x16xf32>) -> tensor<513x16xf32> attributes {tasks = 4 : i64} {
    %r = sinter.sub %a, %b : tensor<513x16xf32>, tensor<513x16xf32> -> tensor<513x16xf32>
    sinter.yield %r : tensor<513x16xf32>
  }
  sinter.write @more, %u_more : tensor<513x16xf32>
  %1 = sinter.kernel "next" (%a = %x) : (tensor<128x128xf32>) -> tensor<128x128xf32> {
    %r = sinter.relu %a : tensor<128x128xf32> -> tensor<128x128xf32>
    sinter.yield %r : tensor<128x128xf32>
  }
  return %dx_least, %dx_less, %dx_most, %dx_more, %1 : tensor<32x16xf32>, tensor<31x16xf32>, tensor<512x16xf32>, tensor<513x16xf32>, tensor<128x128xf32>
}
}

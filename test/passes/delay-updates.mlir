// RUN: sinter-opt %s --sinter-delay-updates | FileCheck %s
module attributes {sinter.target = #sinter.target<"x86-64-v4", vector_bits = 512, vector_registers = 32, fma_latency = 4, l1_bytes = 32768, l2_bytes = 65536>} {
sinter.parameter @w : tensor<64x64xf32> = #sinter.initializer<"zeros", []>
sinter.parameter @v : tensor<64x64xf32> = #sinter.initializer<"zeros", []>

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
}

// RUN: sinter-opt %s --sinter-split-weight-gradients | FileCheck %s
// RUN: sinter-opt %s --sinter-split-weight-gradients --sinter-assign-layouts --sinter-form-views --sinter-choose-schedules | FileCheck %s --check-prefix=PLAN
module attributes {sinter.target = #sinter.target<"x86-64-v4", vector_bits = 512, vector_registers = 32, fma_latency = 4, l1_bytes = 32768, l2_bytes = 1048576>} {

// Eight parts of an image each, groups of one whose channels are those of eight images, and their sum.
// CHECK-LABEL: func.func @parts
//       CHECK: %[[P:.*]] = sinter.kernel "dw" (%[[A:.*]] = %{{.*}}, %[[B:.*]] = %{{.*}}) : (tensor<8x32x32x16xf32>, tensor<8x32x32x16xf32>) -> tensor<128x16x3x3xf32>
//       CHECK: sinter.reshape %[[A]] {shape = array<i64: 8, 1, 32, 32, 16>}
//       CHECK: sinter.transpose {{.*}} {permutation = array<i64: 1, 2, 3, 0, 4>}
//       CHECK: %[[X:.*]] = sinter.reshape {{.*}} {shape = array<i64: 1, 32, 32, 128>}
//       CHECK: %[[G:.*]] = sinter.reshape {{.*}} {shape = array<i64: 1, 32, 32, 128>}
//       CHECK: sinter.conv2d_weight_gradient %[[X]], %[[G]] {groups = 8 : i64, kernel = array<i64: 3, 3>, padding = array<i64: 1, 1, 1, 1>}
//       CHECK: sinter.kernel "sum" (%[[C:.*]] = %[[P]]) : (tensor<128x16x3x3xf32>) -> tensor<16x16x3x3xf32>
//       CHECK: sinter.reshape %[[C]] {shape = array<i64: 8, 16, 16, 3, 3>}
//       CHECK: sinter.sum {{.*}} {axes = array<i64: 0>}
// Parts are tasks and read both images where they lie; the sum keeps vectors of filters.
//  PLAN-LABEL: func.func @parts
//        PLAN: sinter.kernel "dw"
//   PLAN-SAME:   strategy = "winograd"
//   PLAN-SAME:   tasks = 8 : i64
//        PLAN: sinter.kernel "sum"
//   PLAN-SAME:   -> tensor<16x16x3x3xf32, #sinter.layout<[0 / 16, 2, 3, 1, 0 mod 16]>>
// The caller has rows.
//        PLAN: -> tensor<16x16x3x3xf32> attributes {{.*}}strategy = "transposition"
func.func @parts(%x: tensor<8x32x32x16xf32>, %g: tensor<8x32x32x16xf32>) -> tensor<16x16x3x3xf32> {
  %d = sinter.kernel "dw" (%a = %x, %b = %g) : (tensor<8x32x32x16xf32>, tensor<8x32x32x16xf32>) -> tensor<16x16x3x3xf32> {
    %r = sinter.conv2d_weight_gradient %a, %b {kernel = array<i64: 3, 3>, padding = array<i64: 1, 1, 1, 1>} : (tensor<8x32x32x16xf32>, tensor<8x32x32x16xf32>) -> tensor<16x16x3x3xf32>
    sinter.yield %r : tensor<16x16x3x3xf32>
  }
  return %d : tensor<16x16x3x3xf32>
}

// One image has no parts, nor have channels that fill no block by Winograd's algorithm, or what has tiles enough for threads to share.
// CHECK-LABEL: func.func @whole
//   CHECK-NOT: groups
//       CHECK: return
func.func @whole(%x: tensor<1x32x32x16xf32>, %y: tensor<8x32x32x17xf32>, %z: tensor<8x64x64x64xf32>, %h: tensor<8x32x32x16xf32>, %k: tensor<8x32x32x64xf32>) -> (tensor<16x16x3x3xf32>, tensor<16x17x3x3xf32>, tensor<64x64x3x3xf32>) {
  %0 = sinter.kernel "dw" (%a = %x, %b = %x) : (tensor<1x32x32x16xf32>, tensor<1x32x32x16xf32>) -> tensor<16x16x3x3xf32> {
    %r = sinter.conv2d_weight_gradient %a, %b {kernel = array<i64: 3, 3>, padding = array<i64: 1, 1, 1, 1>} : (tensor<1x32x32x16xf32>, tensor<1x32x32x16xf32>) -> tensor<16x16x3x3xf32>
    sinter.yield %r : tensor<16x16x3x3xf32>
  }
  %1 = sinter.kernel "dw" (%a = %y, %b = %h) : (tensor<8x32x32x17xf32>, tensor<8x32x32x16xf32>) -> tensor<16x17x3x3xf32> {
    %r = sinter.conv2d_weight_gradient %a, %b {kernel = array<i64: 3, 3>, padding = array<i64: 1, 1, 1, 1>} : (tensor<8x32x32x17xf32>, tensor<8x32x32x16xf32>) -> tensor<16x17x3x3xf32>
    sinter.yield %r : tensor<16x17x3x3xf32>
  }
  %2 = sinter.kernel "dw" (%a = %z, %b = %k) : (tensor<8x64x64x64xf32>, tensor<8x32x32x64xf32>) -> tensor<64x64x3x3xf32> {
    %r = sinter.conv2d_weight_gradient %a, %b {kernel = array<i64: 3, 3>, strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>} : (tensor<8x64x64x64xf32>, tensor<8x32x32x64xf32>) -> tensor<64x64x3x3xf32>
    sinter.yield %r : tensor<64x64x3x3xf32>
  }
  return %0, %1, %2 : tensor<16x16x3x3xf32>, tensor<16x17x3x3xf32>, tensor<64x64x3x3xf32>
}
// Three tiles of taps would be shared unevenly; few filters lie in planes, and their tasks are the parts.
// CHECK-LABEL: func.func @other_strategies
//       CHECK: -> tensor<128x16x3x3xf32> attributes {{.*}}strategy = "direct"
//       CHECK: sinter.kernel "sum"
//       CHECK: -> tensor<48x1x5x5xf32> attributes {{.*}}strategy = "planar"
//       CHECK: sinter.kernel "sum"
//  PLAN-LABEL: func.func @other_strategies
//        PLAN: sinter.kernel "direct"
//   PLAN-SAME:   strategy = "direct"
//   PLAN-SAME:   tasks = 8 : i64
//        PLAN: sinter.kernel "planar"
//   PLAN-SAME:   -> tensor<48x1x5x5xf32> attributes
//   PLAN-SAME:   schedule = {filters = 3 : i64, images = 1 : i64, rows = 14 : i64, taps_x = 5 : i64, taps_y = 1 : i64}
//   PLAN-SAME:   tasks = 8 : i64
func.func @other_strategies(%x: tensor<8x64x64x16xf32>, %g: tensor<8x32x32x16xf32>, %y: tensor<64x28x28x1xf32>, %h: tensor<64x28x28x6xf32>) -> (tensor<16x16x3x3xf32>, tensor<6x1x5x5xf32>) {
  %0 = sinter.kernel "direct" (%a = %x, %b = %g) : (tensor<8x64x64x16xf32>, tensor<8x32x32x16xf32>) -> tensor<16x16x3x3xf32> {
    %r = sinter.conv2d_weight_gradient %a, %b {kernel = array<i64: 3, 3>, strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>} : (tensor<8x64x64x16xf32>, tensor<8x32x32x16xf32>) -> tensor<16x16x3x3xf32>
    sinter.yield %r : tensor<16x16x3x3xf32>
  }
  %1 = sinter.kernel "planar" (%a = %y, %b = %h) : (tensor<64x28x28x1xf32>, tensor<64x28x28x6xf32>) -> tensor<6x1x5x5xf32> {
    %r = sinter.conv2d_weight_gradient %a, %b {kernel = array<i64: 5, 5>, padding = array<i64: 2, 2, 2, 2>} : (tensor<64x28x28x1xf32>, tensor<64x28x28x6xf32>) -> tensor<6x1x5x5xf32>
    sinter.yield %r : tensor<6x1x5x5xf32>
  }
  return %0, %1 : tensor<16x16x3x3xf32>, tensor<6x1x5x5xf32>
}
}

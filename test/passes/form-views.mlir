// RUN: sinter-opt %s --sinter-form-kernels --sinter-assign-layouts --sinter-form-views | FileCheck %s
// RUN: sinter-opt %s --sinter-form-kernels --sinter-assign-layouts --sinter-form-views --sinter-choose-schedules --sinter-plan-memory | FileCheck %s --check-prefix=PLAN
module attributes {sinter.target = #sinter.target<"x86-64-v3", vector_bits = 256, vector_registers = 16, fma_latency = 4, l1_bytes = 32768, l2_bytes = 524288>} {

// The case of the manual; the window of 3 x 3 that reads the whole makes both parts store a border.
// CHECK-LABEL: func.func @concat
//       CHECK: %[[A:.*]] = sinter.kernel "conv2d"
//  CHECK-SAME:   -> tensor<1x4x4x8xf32, #sinter.layout<[0, 3 / 8, 1, 2, 3 mod 8], border = [0, 0, 1, 1, 1, 1, 0, 0]>>
//       CHECK: %[[B:.*]] = sinter.kernel "conv2d"
//  CHECK-SAME:   -> tensor<1x4x4x16xf32, #sinter.layout<[0, 3 / 8, 1, 2, 3 mod 8], border = [0, 0, 1, 1, 1, 1, 0, 0]>>
//       CHECK: sinter.kernel "concat" (%{{.*}} = %[[A]], %{{.*}} = %[[B]])
//  CHECK-SAME:   -> tensor<1x4x4x24xf32, #sinter.layout<[0, 3 / 8, 1, 2, 3 mod 8], border = [0, 0, 1, 1, 1, 1, 0, 0]>> attributes {strategy = "view"}
// PLAN-LABEL: func.func @concat
//       PLAN: sinter.kernel "conv2d"
//  PLAN-SAME:   placement = array<i64: 0>
//       PLAN: sinter.kernel "conv2d"
//  PLAN-SAME:   placement = array<i64: 1152>
//       PLAN: sinter.kernel "concat"
//   PLAN-NOT:   placement
//       PLAN: sinter.kernel "conv2d"
func.func @concat(%x: tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32> {
  %u = sinter.constant dense<1.0> : tensor<8x8x1x1xf32> as tensor<8x8x1x1xf32>
  %v = sinter.constant dense<1.0> : tensor<16x8x1x1xf32> as tensor<16x8x1x1xf32>
  %w = sinter.constant dense<1.0> : tensor<8x24x3x3xf32> as tensor<8x24x3x3xf32>
  %a = sinter.conv2d %x, %u : (tensor<1x4x4x8xf32>, tensor<8x8x1x1xf32>) -> tensor<1x4x4x8xf32>
  %b = sinter.conv2d %x, %v : (tensor<1x4x4x8xf32>, tensor<16x8x1x1xf32>) -> tensor<1x4x4x16xf32>
  %c = sinter.concat %a, %b {axis = 3 : i64} : (tensor<1x4x4x8xf32>, tensor<1x4x4x16xf32>) -> tensor<1x4x4x24xf32>
  %y = sinter.conv2d %c, %w {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x4x4x24xf32>, tensor<8x24x3x3xf32>) -> tensor<1x4x4x8xf32>
  return %y : tensor<1x4x4x8xf32>
}

// Each layer of a dense block appends to one buffer: parts of 512 bytes one behind the other.
// PLAN-LABEL: func.func @dense_block
//       PLAN: sinter.kernel "softmax"
//  PLAN-SAME:   placement = array<i64: 0>
//       PLAN: sinter.kernel "softmax"
//  PLAN-SAME:   placement = array<i64: 512>
//       PLAN: sinter.kernel "concat"
//  PLAN-SAME:   strategy = "view"
//       PLAN: sinter.kernel "softmax"
//  PLAN-SAME:   placement = array<i64: 1024>
//       PLAN: sinter.kernel "concat"
//  PLAN-SAME:   strategy = "view"
//       PLAN: sinter.kernel "softmax"
//  PLAN-SAME:   placement = array<i64: -1>
func.func @dense_block(%x: tensor<16x8xf32>) -> tensor<64x8xf32> {
  %a = sinter.softmax %x {axis = 1 : i64} : (tensor<16x8xf32>) -> tensor<16x8xf32>
  %b = sinter.softmax %a {axis = 0 : i64} : (tensor<16x8xf32>) -> tensor<16x8xf32>
  %c = sinter.concat %a, %b {axis = 0 : i64} : (tensor<16x8xf32>, tensor<16x8xf32>) -> tensor<32x8xf32>
  %d = sinter.softmax %c {axis = 1 : i64} : (tensor<32x8xf32>) -> tensor<32x8xf32>
  %e = sinter.concat %c, %d {axis = 0 : i64} : (tensor<32x8xf32>, tensor<32x8xf32>) -> tensor<64x8xf32>
  %f = sinter.softmax %e {axis = 1 : i64} : (tensor<64x8xf32>) -> tensor<64x8xf32>
  return %f : tensor<64x8xf32>
}

// The list form of the same block: both concats begin with `a` and `b`.
// CHECK-LABEL: func.func @growing_lists
//   CHECK-NOT: "copy"
//       CHECK: sinter.kernel "concat"
//  CHECK-SAME:   strategy = "view"
//   CHECK-NOT: "copy"
//       CHECK: sinter.kernel "concat"
//  CHECK-SAME:   strategy = "view"
func.func @growing_lists(%x: tensor<16x8xf32>) -> tensor<48x8xf32> {
  %a = sinter.softmax %x {axis = 1 : i64} : (tensor<16x8xf32>) -> tensor<16x8xf32>
  %b = sinter.softmax %a {axis = 0 : i64} : (tensor<16x8xf32>) -> tensor<16x8xf32>
  %c = sinter.concat %a, %b {axis = 0 : i64} : (tensor<16x8xf32>, tensor<16x8xf32>) -> tensor<32x8xf32>
  %d = sinter.mean %c {axes = array<i64: 0>} : (tensor<32x8xf32>) -> tensor<8xf32>
  %e = sinter.broadcast %d {shape = array<i64: 16, 8>} : (tensor<8xf32>) -> tensor<16x8xf32>
  %f = sinter.concat %a, %b, %e {axis = 0 : i64} : (tensor<16x8xf32>, tensor<16x8xf32>, tensor<16x8xf32>) -> tensor<48x8xf32>
  %g = sinter.softmax %f {axis = 1 : i64} : (tensor<48x8xf32>) -> tensor<48x8xf32>
  return %g : tensor<48x8xf32>
}

// What another concat has elsewhere, an argument, and a returned value are copied to their place.
// CHECK-LABEL: func.func @copies
//  CHECK-SAME: %[[X:.*]]: tensor<2x8xf32>
//       CHECK: %[[A:.*]] = sinter.kernel "softmax"
//       CHECK: %[[B:.*]] = sinter.kernel "softmax"
//       CHECK: sinter.kernel "concat" (%{{.*}} = %[[A]], %{{.*}} = %[[B]])
//  CHECK-SAME:   strategy = "view"
//       CHECK: %[[A2:.*]] = sinter.kernel "copy" (%{{.*}} = %[[A]])
//       CHECK: %[[X2:.*]] = sinter.kernel "copy" (%{{.*}} = %[[X]])
//       CHECK: sinter.kernel "concat" (%{{.*}} = %[[B]], %{{.*}} = %[[A2]], %{{.*}} = %[[X2]])
//  CHECK-SAME:   strategy = "view"
func.func @copies(%x: tensor<2x8xf32>) -> (tensor<4x8xf32>, tensor<6x8xf32>) {
  %a = sinter.softmax %x {axis = 1 : i64} : (tensor<2x8xf32>) -> tensor<2x8xf32>
  %b = sinter.softmax %a {axis = 0 : i64} : (tensor<2x8xf32>) -> tensor<2x8xf32>
  %c = sinter.concat %a, %b {axis = 0 : i64} : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<4x8xf32>
  %d = sinter.softmax %c {axis = 1 : i64} : (tensor<4x8xf32>) -> tensor<4x8xf32>
  %e = sinter.concat %b, %a, %x {axis = 0 : i64} : (tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<6x8xf32>
  %f = sinter.softmax %e {axis = 1 : i64} : (tensor<6x8xf32>) -> tensor<6x8xf32>
  return %d, %f : tensor<4x8xf32>, tensor<6x8xf32>
}

// Left alone: a part that is not one run, lanes left over between parts, two images, no part that could be written in place, the caller's result, one
// tensor twice.
// CHECK-LABEL: func.func @left_alone
//   CHECK-NOT: "view"
//       CHECK: return
func.func @left_alone(%x: tensor<2x8xf32>, %z: tensor<1x4x4x8xf32>, %n: tensor<2x4x4x8xf32>)
    -> (tensor<2x16xf32>, tensor<4x8xf32>, tensor<4x8xf32>, tensor<4x8xf32>, tensor<1x4x4x24xf32>, tensor<2x4x4x16xf32>) {
  %u = sinter.constant dense<1.0> : tensor<12x8x1x1xf32> as tensor<12x8x1x1xf32>
  %v = sinter.constant dense<1.0> : tensor<8x8x1x1xf32> as tensor<8x8x1x1xf32>
  %a = sinter.softmax %x {axis = 1 : i64} : (tensor<2x8xf32>) -> tensor<2x8xf32>
  %b = sinter.softmax %a {axis = 0 : i64} : (tensor<2x8xf32>) -> tensor<2x8xf32>
  %c = sinter.concat %a, %b {axis = 1 : i64} : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x16xf32>
  %d = sinter.softmax %c {axis = 1 : i64} : (tensor<2x16xf32>) -> tensor<2x16xf32>
  %e = sinter.concat %a, %b {axis = 0 : i64} : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<4x8xf32>
  %f = sinter.concat %b, %b {axis = 0 : i64} : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<4x8xf32>
  %g = sinter.softmax %f {axis = 1 : i64} : (tensor<4x8xf32>) -> tensor<4x8xf32>
  %h = sinter.concat %x, %x {axis = 0 : i64} : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<4x8xf32>
  %i = sinter.softmax %h {axis = 1 : i64} : (tensor<4x8xf32>) -> tensor<4x8xf32>
  %p = sinter.conv2d %z, %u : (tensor<1x4x4x8xf32>, tensor<12x8x1x1xf32>) -> tensor<1x4x4x12xf32>
  %q = sinter.conv2d %z, %u : (tensor<1x4x4x8xf32>, tensor<12x8x1x1xf32>) -> tensor<1x4x4x12xf32>
  %r = sinter.concat %p, %q {axis = 3 : i64} : (tensor<1x4x4x12xf32>, tensor<1x4x4x12xf32>) -> tensor<1x4x4x24xf32>
  %s = sinter.max_pool %r {window = array<i64: 3, 3>, strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>} : (tensor<1x4x4x24xf32>) -> tensor<1x4x4x24xf32>
  %k = sinter.conv2d %n, %v : (tensor<2x4x4x8xf32>, tensor<8x8x1x1xf32>) -> tensor<2x4x4x8xf32>
  %l = sinter.conv2d %n, %v : (tensor<2x4x4x8xf32>, tensor<8x8x1x1xf32>) -> tensor<2x4x4x8xf32>
  %m = sinter.concat %k, %l {axis = 3 : i64} : (tensor<2x4x4x8xf32>, tensor<2x4x4x8xf32>) -> tensor<2x4x4x16xf32>
  %o = sinter.max_pool %m {window = array<i64: 3, 3>, strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>} : (tensor<2x4x4x16xf32>) -> tensor<2x4x4x16xf32>
  return %d, %e, %g, %i, %s, %o : tensor<2x16xf32>, tensor<4x8xf32>, tensor<4x8xf32>, tensor<4x8xf32>, tensor<1x4x4x24xf32>, tensor<2x4x4x16xf32>
}

// Halves of a tensor are parts of it, and have the border that the reader of one of them needs; a third that cuts a block is not. The half that a concat
// puts beside something else is copied, as the other half is in its way.
// CHECK-LABEL: func.func @slices
//       CHECK: %[[C:.*]] = sinter.kernel "conv2d"
//  CHECK-SAME:   border = [0, 0, 1, 1, 1, 1, 0, 0]>> attributes {{{.*}}strategy = "direct"}
//       CHECK: %[[A:.*]] = sinter.kernel "slice"
//  CHECK-SAME:   border = [0, 0, 1, 1, 1, 1, 0, 0]>> attributes {strategy = "view"}
//       CHECK: %[[B:.*]] = sinter.kernel "slice"
//  CHECK-SAME:   border = [0, 0, 1, 1, 1, 1, 0, 0]>> attributes {strategy = "view"}
//       CHECK: sinter.kernel "slice"
//  CHECK-SAME:   strategy = "elementwise"
//       CHECK: %[[D:.*]] = sinter.kernel "conv2d" (%{{.*}} = %[[B]],
//       CHECK: %[[E:.*]] = sinter.kernel "copy" (%{{.*}} = %[[A]])
//       CHECK: sinter.kernel "concat" (%{{.*}} = %[[E]], %{{.*}} = %[[D]])
//  CHECK-SAME:   strategy = "view"
func.func @slices(%x: tensor<1x4x4x8xf32>) -> (tensor<1x4x4x16xf32>, tensor<1x4x4x4xf32>) {
  %u = sinter.constant dense<1.0> : tensor<16x8x1x1xf32> as tensor<16x8x1x1xf32>
  %v = sinter.constant dense<1.0> : tensor<8x8x3x3xf32> as tensor<8x8x3x3xf32>
  %c = sinter.conv2d %x, %u : (tensor<1x4x4x8xf32>, tensor<16x8x1x1xf32>) -> tensor<1x4x4x16xf32>
  %a = sinter.slice %c {starts = array<i64: 0, 0, 0, 0>, sizes = array<i64: 1, 4, 4, 8>, strides = array<i64: 1, 1, 1, 1>} : (tensor<1x4x4x16xf32>) -> tensor<1x4x4x8xf32>
  %b = sinter.slice %c {starts = array<i64: 0, 0, 0, 8>, sizes = array<i64: 1, 4, 4, 8>, strides = array<i64: 1, 1, 1, 1>} : (tensor<1x4x4x16xf32>) -> tensor<1x4x4x8xf32>
  %k = sinter.slice %c {starts = array<i64: 0, 0, 0, 6>, sizes = array<i64: 1, 4, 4, 4>, strides = array<i64: 1, 1, 1, 1>} : (tensor<1x4x4x16xf32>) -> tensor<1x4x4x4xf32>
  %l = sinter.max_pool %k {window = array<i64: 3, 3>, strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>} : (tensor<1x4x4x4xf32>) -> tensor<1x4x4x4xf32>
  %d = sinter.conv2d %b, %v {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x4x4x8xf32>, tensor<8x8x3x3xf32>) -> tensor<1x4x4x8xf32>
  %e = sinter.concat %a, %d {axis = 3 : i64} : (tensor<1x4x4x8xf32>, tensor<1x4x4x8xf32>) -> tensor<1x4x4x16xf32>
  %f = sinter.max_pool %e {window = array<i64: 3, 3>, strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>} : (tensor<1x4x4x16xf32>) -> tensor<1x4x4x16xf32>
  return %f, %l : tensor<1x4x4x16xf32>, tensor<1x4x4x4xf32>
}

// A reshape between tensors of our own is a view; one of the caller's memory, or to it, is a copy.
// CHECK-LABEL: func.func @reshapes
//       CHECK: sinter.kernel "reshape"
//  CHECK-SAME:   strategy = "elementwise"
//       CHECK: sinter.kernel "reshape"
//  CHECK-SAME:   strategy = "view"
//       CHECK: sinter.kernel "reshape"
//  CHECK-SAME:   strategy = "elementwise"
func.func @reshapes(%x: tensor<2x4xf32>) -> (tensor<8xf32>, tensor<4x2xf32>) {
  %a = sinter.reshape %x {shape = array<i64: 8>} : (tensor<2x4xf32>) -> tensor<8xf32>
  %b = sinter.relu %a : tensor<8xf32> -> tensor<8xf32>
  %c = sinter.reshape %b {shape = array<i64: 2, 4>} : (tensor<8xf32>) -> tensor<2x4xf32>
  %d = sinter.softmax %c {axis = 1 : i64} : (tensor<2x4xf32>) -> tensor<2x4xf32>
  %e = sinter.reshape %d {shape = array<i64: 4, 2>} : (tensor<2x4xf32>) -> tensor<4x2xf32>
  %f = sinter.relu %b : tensor<8xf32> -> tensor<8xf32>
  return %f, %e : tensor<8xf32>, tensor<4x2xf32>
}

// One pixel of whole blocks is a vector as it lies, with axes of size 1 wherever; two pixels are not, nor is a block that is not full.
// CHECK-LABEL: func.func @pixels
//       CHECK: sinter.kernel "reshape"
//  CHECK-SAME:   -> tensor<1x16xf32> attributes {strategy = "view"}
//       CHECK: sinter.kernel "transpose"
//  CHECK-SAME:   -> tensor<1x16x1x1xf32> attributes {strategy = "view"}
//       CHECK: sinter.kernel "reshape"
//  CHECK-SAME:   -> tensor<1x32xf32> attributes {strategy = "elementwise"}
//       CHECK: sinter.kernel "reshape"
//  CHECK-SAME:   -> tensor<1x12xf32> attributes {strategy = "elementwise"}
func.func @pixels(%x: tensor<1x1x2x8xf32>) -> (tensor<1x16xf32>, tensor<1x16x1x1xf32>, tensor<1x32xf32>, tensor<1x12xf32>) {
  %u = sinter.constant dense<1.0> : tensor<16x8x1x2xf32> as tensor<16x8x1x2xf32>
  %v = sinter.constant dense<1.0> : tensor<16x8x1x1xf32> as tensor<16x8x1x1xf32>
  %w = sinter.constant dense<1.0> : tensor<12x8x1x2xf32> as tensor<12x8x1x2xf32>
  %a = sinter.conv2d %x, %u : (tensor<1x1x2x8xf32>, tensor<16x8x1x2xf32>) -> tensor<1x1x1x16xf32>
  %b = sinter.reshape %a {shape = array<i64: 1, 16>} : (tensor<1x1x1x16xf32>) -> tensor<1x16xf32>
  %c = sinter.softmax %b {axis = 1 : i64} : (tensor<1x16xf32>) -> tensor<1x16xf32>
  %d = sinter.transpose %a {permutation = array<i64: 0, 3, 1, 2>} : (tensor<1x1x1x16xf32>) -> tensor<1x16x1x1xf32>
  %e = sinter.softmax %d {axis = 1 : i64} : (tensor<1x16x1x1xf32>) -> tensor<1x16x1x1xf32>
  %f = sinter.conv2d %x, %v : (tensor<1x1x2x8xf32>, tensor<16x8x1x1xf32>) -> tensor<1x1x2x16xf32>
  %g = sinter.reshape %f {shape = array<i64: 1, 32>} : (tensor<1x1x2x16xf32>) -> tensor<1x32xf32>
  %h = sinter.softmax %g {axis = 1 : i64} : (tensor<1x32xf32>) -> tensor<1x32xf32>
  %i = sinter.conv2d %x, %w : (tensor<1x1x2x8xf32>, tensor<12x8x1x2xf32>) -> tensor<1x1x1x12xf32>
  %j = sinter.reshape %i {shape = array<i64: 1, 12>} : (tensor<1x1x1x12xf32>) -> tensor<1x12xf32>
  %k = sinter.softmax %j {axis = 1 : i64} : (tensor<1x12xf32>) -> tensor<1x12xf32>
  return %c, %e, %h, %k : tensor<1x16xf32>, tensor<1x16x1x1xf32>, tensor<1x32xf32>, tensor<1x12xf32>
}
}

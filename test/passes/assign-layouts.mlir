// RUN: sinter-opt %s --sinter-form-kernels --sinter-assign-layouts | FileCheck %s
module attributes {sinter.target = #sinter.target<"x86-64-v3", vector_bits = 256, vector_registers = 16, fma_latency = 4, l1_bytes = 32768, l2_bytes = 524288>} {

// The case of the manual, fed by another convolution: blocks of 8 channels, packed weights, a border for the 3 x 3 window.
// CHECK-LABEL: func.func @convolution_chain
//       CHECK: %[[FIRST:.*]] = sinter.kernel "conv2d"
//  CHECK-SAME:   -> tensor<1x8x8x16xf32, #sinter.layout<[0, 3 / 8, 1, 2, 3 mod 8], border = [0, 0, 1, 1, 1, 1, 0, 0]>> attributes {{{.*}}strategy = "direct"}
//       CHECK: %[[PACKED:.*]] = sinter.relayout {{.*}} -> tensor<32x16x3x3xf32, #sinter.layout<[0 / 8, 1 / 8, 2, 3, 1 mod 8, 0 mod 8]>>
//   CHECK-NOT: sinter.relayout
//       CHECK: %[[SECOND:.*]] = sinter.kernel "conv2d" (%{{.*}} = %[[FIRST]], %{{.*}} = %[[PACKED]])
//  CHECK-SAME:   -> tensor<1x8x8x32xf32, #sinter.layout<[0, 3 / 8, 1, 2, 3 mod 8]>> attributes {{{.*}}strategy = "direct"}
// The caller's memory is row-major.
//       CHECK: sinter.kernel "relayout" (%{{.*}} = %[[SECOND]])
//  CHECK-SAME:   -> tensor<1x8x8x32xf32> attributes {strategy = "elementwise"}
func.func @convolution_chain(%x: tensor<1x8x8x16xf32>) -> tensor<1x8x8x32xf32> {
  %v = sinter.constant dense<1.0> : tensor<16x16x1x1xf32> as tensor<16x16x1x1xf32>
  %w = sinter.constant dense<2.0> : tensor<32x16x3x3xf32> as tensor<32x16x3x3xf32>
  %c = sinter.conv2d %x, %v : (tensor<1x8x8x16xf32>, tensor<16x16x1x1xf32>) -> tensor<1x8x8x16xf32>
  %d = sinter.conv2d %c, %w {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x8x8x16xf32>, tensor<32x16x3x3xf32>) -> tensor<1x8x8x32xf32>
  return %d : tensor<1x8x8x32xf32>
}

// Squeeze and excitation: the means stay blocks, which threads share, and filters that are scaled are made as they are read, of a weight that is packed so.
// CHECK-LABEL: func.func @excitation
//       CHECK: %[[S:.*]] = sinter.kernel "mean" (%{{.*}} = %{{.*}})
//  CHECK-SAME:   -> tensor<1x1x1x16xf32, #sinter.layout<[0, 3 / 8, 1, 2, 3 mod 8]>> attributes {strategy = "reduction"}
//       CHECK: %[[C:.*]] = sinter.kernel "reshape" (%{{.*}} = %[[S]]) {{.*}} -> tensor<16x1x1xf32>
//       CHECK: %[[W:.*]] = sinter.relayout %{{.*}} : tensor<24x16x1x1xf32> -> tensor<24x16x1x1xf32, #sinter.layout<[0 / 8, 1 / 8, 2, 3, 1 mod 8, 0 mod 8]>>
//   CHECK-NOT: sinter.relayout
//       CHECK: %[[V:.*]] = sinter.kernel "mul" (%{{.*}} = %[[W]], %{{.*}} = %[[C]])
//  CHECK-SAME:   -> tensor<24x16x1x1xf32, #sinter.layout<[0 / 8, 1 / 8, 2, 3, 1 mod 8, 0 mod 8]>> attributes {strategy = "elementwise"}
//       CHECK: sinter.kernel "conv2d" (%{{.*}} = %{{.*}}, %{{.*}} = %[[V]])
func.func @excitation(%x: tensor<1x8x8x16xf32>) -> tensor<1x8x8x24xf32> {
  %v = sinter.constant dense<1.0> : tensor<16x16x1x1xf32> as tensor<16x16x1x1xf32>
  %w = sinter.constant dense<2.0> : tensor<24x16x1x1xf32> as tensor<24x16x1x1xf32>
  %a = sinter.conv2d %x, %v : (tensor<1x8x8x16xf32>, tensor<16x16x1x1xf32>) -> tensor<1x8x8x16xf32>
  %m = sinter.mean %a {axes = array<i64: 1, 2>, keep = true} : (tensor<1x8x8x16xf32>) -> tensor<1x1x1x16xf32>
  %s = sinter.sigmoid %m : tensor<1x1x1x16xf32> -> tensor<1x1x1x16xf32>
  %c = sinter.reshape %s {shape = array<i64: 16, 1, 1>} : (tensor<1x1x1x16xf32>) -> tensor<16x1x1xf32>
  %f = sinter.mul %w, %c : tensor<24x16x1x1xf32>, tensor<16x1x1xf32> -> tensor<24x16x1x1xf32>
  %d = sinter.conv2d %a, %f : (tensor<1x8x8x16xf32>, tensor<24x16x1x1xf32>) -> tensor<1x8x8x24xf32>
  return %d : tensor<1x8x8x24xf32>
}

// Three channels fill no block: the image stays channels last, in a copy with a border.
// CHECK-LABEL: func.func @stem
//       CHECK: sinter.kernel "relayout"
//  CHECK-SAME:   -> tensor<1x64x64x3xf32, #sinter.layout<[0, 1, 2, 3], border = [0, 0, 3, 3, 3, 3, 0, 0]>>
//       CHECK: sinter.relayout {{.*}} -> tensor<16x3x7x7xf32, #sinter.layout<[0 / 8, 2, 3, 1, 0 mod 8]>>
func.func @stem(%x: tensor<1x64x64x3xf32>) -> tensor<1x32x32x16xf32> {
  %w = sinter.constant dense<1.0> : tensor<16x3x7x7xf32> as tensor<16x3x7x7xf32>
  %c = sinter.conv2d %x, %w {padding = array<i64: 3, 3, 3, 3>, strides = array<i64: 2, 2>} : (tensor<1x64x64x3xf32>, tensor<16x3x7x7xf32>) -> tensor<1x32x32x16xf32>
  return %c : tensor<1x32x32x16xf32>
}

// Bytes become numbers on the way into the border.
// CHECK-LABEL: func.func @stem_of_bytes
//       CHECK: sinter.kernel "cast"
//  CHECK-SAME:   -> tensor<1x64x64x3xf32, #sinter.layout<[0, 1, 2, 3], border = [0, 0, 3, 3, 3, 3, 0, 0]>>
//   CHECK-NOT: sinter.kernel "relayout" {{.*}} tensor<1x64x64x3xf32>
//       CHECK: sinter.kernel "conv2d"
func.func @stem_of_bytes(%x: tensor<1x64x64x3xui8>) -> tensor<1x32x32x16xf32> {
  %w = sinter.constant dense<1.0> : tensor<16x3x7x7xf32> as tensor<16x3x7x7xf32>
  %f = sinter.cast %x {to = f32} : tensor<1x64x64x3xui8> -> tensor<1x64x64x3xf32>
  %c = sinter.conv2d %f, %w {padding = array<i64: 3, 3, 3, 3>, strides = array<i64: 2, 2>} : (tensor<1x64x64x3xf32>, tensor<16x3x7x7xf32>) -> tensor<1x32x32x16xf32>
  return %c : tensor<1x32x32x16xf32>
}

// A channel shuffle is one kernel that stays in blocks; a transposition that takes the channels away leaves rows.
// CHECK-LABEL: func.func @moves
//       CHECK: sinter.kernel "reshape"
//  CHECK-SAME:   -> tensor<1x4x4x16xf32, #sinter.layout<[0, 3 / 8, 1, 2, 3 mod 8]>> attributes {strategy = "elementwise"}
//       CHECK: sinter.kernel "transpose"
//  CHECK-SAME:   -> tensor<1x16x4x4xf32> attributes {strategy = "elementwise"}
func.func @moves(%x: tensor<1x4x4x16xf32>) -> tensor<1x16x4x4xf32> {
  %w = sinter.constant dense<1.0> : tensor<16x16x1x1xf32> as tensor<16x16x1x1xf32>
  %c = sinter.conv2d %x, %w : (tensor<1x4x4x16xf32>, tensor<16x16x1x1xf32>) -> tensor<1x4x4x16xf32>
  %a = sinter.reshape %c {shape = array<i64: 1, 4, 4, 2, 8>} : (tensor<1x4x4x16xf32>) -> tensor<1x4x4x2x8xf32>
  %b = sinter.transpose %a {permutation = array<i64: 0, 1, 2, 4, 3>} : (tensor<1x4x4x2x8xf32>) -> tensor<1x4x4x8x2xf32>
  %s = sinter.reshape %b {shape = array<i64: 1, 4, 4, 16>} : (tensor<1x4x4x8x2xf32>) -> tensor<1x4x4x16xf32>
  %r = sinter.relu %s : tensor<1x4x4x16xf32> -> tensor<1x4x4x16xf32>
  %t = sinter.transpose %r {permutation = array<i64: 0, 3, 1, 2>} : (tensor<1x4x4x16xf32>) -> tensor<1x16x4x4xf32>
  return %t : tensor<1x16x4x4xf32>
}

// The right operand of a product comes in panels of vectors: a weight, and rows that fill none.
// CHECK-LABEL: func.func @products
//       CHECK: sinter.relayout {{.*}} -> tensor<8x16xf32, #sinter.layout<[1 / 8, 0, 1 mod 8]>>
//       CHECK: sinter.kernel "matmul"
//       CHECK: sinter.kernel "relayout"
//  CHECK-SAME:   -> tensor<16x5xf32, #sinter.layout<[1 / 8, 0, 1 mod 8]>>
//       CHECK: sinter.kernel "matmul"
//  CHECK-SAME:   -> tensor<4x5xf32> attributes {strategy = "matmul"}
func.func @products(%x: tensor<4x8xf32>, %y: tensor<16x5xf32>) -> tensor<4x5xf32> {
  %w = sinter.constant dense<1.0> : tensor<8x16xf32> as tensor<8x16xf32>
  %a = sinter.matmul %x, %w : (tensor<4x8xf32>, tensor<8x16xf32>) -> tensor<4x16xf32>
  %b = sinter.matmul %a, %y : (tensor<4x16xf32>, tensor<16x5xf32>) -> tensor<4x5xf32>
  return %b : tensor<4x5xf32>
}

// Without padding the caller's image is read where it is.
// CHECK-LABEL: func.func @unpadded_stem
//  CHECK-SAME: %[[X:.*]]: tensor<1x8x8x1xf32>
//       CHECK: sinter.kernel "conv2d" (%{{.*}} = %[[X]],
func.func @unpadded_stem(%x: tensor<1x8x8x1xf32>) -> tensor<1x6x6x16xf32> {
  %w = sinter.constant dense<1.0> : tensor<16x1x3x3xf32> as tensor<16x1x3x3xf32>
  %c = sinter.conv2d %x, %w : (tensor<1x8x8x1xf32>, tensor<16x1x3x3xf32>) -> tensor<1x6x6x16xf32>
  return %c : tensor<1x6x6x16xf32>
}

// So it is where the image is the residual too: the image must not come in the blocks of the result, which the weights do not have.
// CHECK-LABEL: func.func @unpadded_stem_with_residual
//  CHECK-SAME: %[[X:.*]]: tensor<1x3x3x3xf32>
//       CHECK: sinter.kernel "conv2d" (%{{.*}} = %[[X]],
func.func @unpadded_stem_with_residual(%x: tensor<1x3x3x3xf32>) -> tensor<1x3x3x3xf32> {
  %w = sinter.constant dense<1.0> : tensor<3x3x1x1xf32> as tensor<3x3x1x1xf32>
  %c = sinter.conv2d %x, %w : (tensor<1x3x3x3xf32>, tensor<3x3x1x1xf32>) -> tensor<1x3x3x3xf32>
  %s = sinter.add %c, %x : tensor<1x3x3x3xf32>, tensor<1x3x3x3xf32> -> tensor<1x3x3x3xf32>
  return %s : tensor<1x3x3x3xf32>
}

// One tensor as image and weight cannot lie in two ways.
// CHECK-LABEL: func.func @image_as_weight
//   CHECK-NOT: border
//       CHECK: strategy = "plain"
func.func @image_as_weight(%x: tensor<8x8x8x8xf32>) -> tensor<8x3x3x8xf32> {
  %c = sinter.conv2d %x, %x {padding = array<i64: 1, 1, 1, 1>} : (tensor<8x8x8x8xf32>, tensor<8x8x8x8xf32>) -> tensor<8x3x3x8xf32>
  return %c : tensor<8x3x3x8xf32>
}

// The copy for the caller serves readers of rows as well.
// CHECK-LABEL: func.func @returned_and_read_in_rows
//       CHECK: sinter.kernel "conv2d"
//       CHECK: %[[ROWS:.*]] = sinter.kernel "relayout"
//       CHECK: sinter.kernel "dense" (%{{.*}} = %[[ROWS]],
//       CHECK: return %[[ROWS]],
func.func @returned_and_read_in_rows(%x: tensor<1x8x8x8xf32>, %v: tensor<4x16xf32>) -> (tensor<1x8x8x16xf32>, tensor<1x8x8x4xf32>) {
  %w = sinter.constant dense<1.0> : tensor<16x8x1x1xf32> as tensor<16x8x1x1xf32>
  %c = sinter.conv2d %x, %w : (tensor<1x8x8x8xf32>, tensor<16x8x1x1xf32>) -> tensor<1x8x8x16xf32>
  %d = sinter.dense %c, %v : (tensor<1x8x8x16xf32>, tensor<4x16xf32>) -> tensor<1x8x8x4xf32>
  return %c, %d : tensor<1x8x8x16xf32>, tensor<1x8x8x4xf32>
}

// A tile as wide as the image leaves out the padding of each pixel: the caller's own image is read.
// CHECK-LABEL: func.func @padding_left_out
//   CHECK-NOT: border
//       CHECK: sinter.kernel "conv2d" (%{{.*}} = %arg0
//  CHECK-SAME:   strategy = "direct"
//       CHECK: return
func.func @padding_left_out(%x: tensor<1x8x8x3xf32>) -> tensor<1x8x8x8xf32> {
  %w = sinter.constant dense<1.0> : tensor<8x3x5x5xf32> as tensor<8x3x5x5xf32>
  %c = sinter.conv2d %x, %w {padding = array<i64: 2, 2, 2, 2>} : (tensor<1x8x8x3xf32>, tensor<8x3x5x5xf32>) -> tensor<1x8x8x8xf32>
  return %c : tensor<1x8x8x8xf32>
}

// One reader wants a border of one, the other of two: both read from the wider one.
// CHECK-LABEL: func.func @widest_border
//       CHECK: border = [0, 0, 2, 2, 2, 2, 0, 0]
//   CHECK-NOT: border = [0, 0, 1, 1, 1, 1, 0, 0]
func.func @widest_border(%x: tensor<1x64x64x8xf32>) -> (tensor<1x64x64x8xf32>, tensor<1x64x64x8xf32>) {
  %w = sinter.constant dense<1.0> : tensor<8x8x3x3xf32> as tensor<8x8x3x3xf32>
  %v = sinter.constant dense<1.0> : tensor<8x8x5x5xf32> as tensor<8x8x5x5xf32>
  %a = sinter.conv2d %x, %w {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x64x64x8xf32>, tensor<8x8x3x3xf32>) -> tensor<1x64x64x8xf32>
  %b = sinter.conv2d %x, %v {padding = array<i64: 2, 2, 2, 2>} : (tensor<1x64x64x8xf32>, tensor<8x8x5x5xf32>) -> tensor<1x64x64x8xf32>
  return %a, %b : tensor<1x64x64x8xf32>, tensor<1x64x64x8xf32>
}

// CHECK-LABEL: func.func @depthwise
//       CHECK: sinter.relayout {{.*}} -> tensor<16x1x3x3xf32, #sinter.layout<[0 / 8, 2, 3, 1, 0 mod 8]>>
//       CHECK: strategy = "depthwise"
func.func @depthwise(%x: tensor<1x8x8x16xf32>) -> tensor<1x6x6x16xf32> {
  %w = sinter.constant dense<1.0> : tensor<16x1x3x3xf32> as tensor<16x1x3x3xf32>
  %c = sinter.conv2d %x, %w {groups = 16 : i64} : (tensor<1x8x8x16xf32>, tensor<16x1x3x3xf32>) -> tensor<1x6x6x16xf32>
  return %c : tensor<1x6x6x16xf32>
}

// Groups that fill no block keep their weights as they are.
// CHECK-LABEL: func.func @small_groups
//   CHECK-NOT: sinter.relayout
//       CHECK: strategy = "plain"
func.func @small_groups(%x: tensor<1x8x8x16xf32>) -> tensor<1x6x6x16xf32> {
  %w = sinter.constant dense<1.0> : tensor<16x4x3x3xf32> as tensor<16x4x3x3xf32>
  %c = sinter.conv2d %x, %w {groups = 4 : i64} : (tensor<1x8x8x16xf32>, tensor<16x4x3x3xf32>) -> tensor<1x6x6x16xf32>
  return %c : tensor<1x6x6x16xf32>
}

// Between dense layers units lie in blocks, which a vector register holds; the last one writes the caller's rows.
// CHECK-LABEL: func.func @dense_chain
//       CHECK: sinter.kernel "dense"
//  CHECK-SAME:   -> tensor<1x20xf32, #sinter.layout<[0, 1 / 8, 1 mod 8]>> attributes {strategy = "dense"}
//       CHECK: sinter.kernel "dense"
//  CHECK-SAME:   -> tensor<1x4xf32> attributes {strategy = "dense"}
func.func @dense_chain(%x: tensor<1x12xf32>) -> tensor<1x4xf32> {
  %w = sinter.constant dense<1.0> : tensor<20x12xf32> as tensor<20x12xf32>
  %v = sinter.constant dense<1.0> : tensor<4x20xf32> as tensor<4x20xf32>
  %a = sinter.dense %x, %w : (tensor<1x12xf32>, tensor<20x12xf32>) -> tensor<1x20xf32>
  %b = sinter.dense %a, %v : (tensor<1x20xf32>, tensor<4x20xf32>) -> tensor<1x4xf32>
  return %b : tensor<1x4xf32>
}

// Three filters fill vectors along rows of 28 pixels better than vectors of channels: planes, also where a convolution of few channels and a pool read them.
// CHECK-LABEL: func.func @few_filters
//       CHECK: sinter.kernel "relayout"
//  CHECK-SAME:   -> tensor<1x28x28x1xf32, #sinter.layout<[0, 3, 1, 2], border = [0, 0, 2, 2, 2, 2, 0, 0]>>
//       CHECK: sinter.relayout {{.*}} -> tensor<3x1x5x5xf32, #sinter.layout<[2, 3, 1, 0]>>
//       CHECK: sinter.kernel "conv2d"
//  CHECK-SAME:   -> tensor<1x28x28x3xf32, #sinter.layout<[0, 3, 1, 2]>> attributes {{{.*}}strategy = "planar"}
//       CHECK: sinter.kernel "max_pool"
//  CHECK-SAME:   -> tensor<1x14x14x3xf32, #sinter.layout<[0, 3, 1, 2]>> attributes {strategy = "pool"}
//   CHECK-NOT: sinter.kernel "relayout"
//       CHECK: sinter.relayout {{.*}} -> tensor<16x3x5x5xf32, #sinter.layout<[0 / 8, 2, 3, 1, 0 mod 8]>>
//       CHECK: sinter.kernel "conv2d"
//  CHECK-SAME:   -> tensor<1x10x10x16xf32, #sinter.layout<[0, 3 / 8, 1, 2, 3 mod 8]>> attributes {{{.*}}strategy = "direct"}
func.func @few_filters(%x: tensor<1x28x28x1xf32>) -> tensor<1x10x10x16xf32> {
  %v = sinter.constant dense<1.0> : tensor<3x1x5x5xf32> as tensor<3x1x5x5xf32>
  %w = sinter.constant dense<1.0> : tensor<16x3x5x5xf32> as tensor<16x3x5x5xf32>
  %c = sinter.conv2d %x, %v {padding = array<i64: 2, 2, 2, 2>} : (tensor<1x28x28x1xf32>, tensor<3x1x5x5xf32>) -> tensor<1x28x28x3xf32>
  %p = sinter.max_pool %c {window = array<i64: 2, 2>, strides = array<i64: 2, 2>} : (tensor<1x28x28x3xf32>) -> tensor<1x14x14x3xf32>
  %d = sinter.conv2d %p, %w : (tensor<1x14x14x3xf32>, tensor<16x3x5x5xf32>) -> tensor<1x10x10x16xf32>
  return %d : tensor<1x10x10x16xf32>
}

// The costs of what could compute a convolution: planes only for fewer channels than lanes, Winograd's algorithm only for windows of 3 x 3.
// CHECK-LABEL: func.func @costs
//       CHECK: sinter.kernel "conv2d"
//  CHECK-SAME:   sinter.costs = {direct = {{[0-9]+}} : i64, planar = {{[0-9]+}} : i64, winograd_2 = {{[0-9]+}} : i64, winograd_4 = {{[0-9]+}} : i64}
//       CHECK: sinter.kernel "conv2d"
//  CHECK-SAME:   sinter.costs = {direct = {{[0-9]+}} : i64}
//       CHECK: sinter.kernel "conv2d"
//   CHECK-NOT:   sinter.costs
//       CHECK: return
func.func @costs(%x: tensor<1x8x8x4xf32>) -> tensor<1x8x8x16xf32> {
  %u = sinter.constant dense<1.0> : tensor<16x4x3x3xf32> as tensor<16x4x3x3xf32>
  %v = sinter.constant dense<1.0> : tensor<16x16x1x1xf32> as tensor<16x16x1x1xf32>
  %w = sinter.constant dense<1.0> : tensor<16x1x3x3xf32> as tensor<16x1x3x3xf32>
  %a = sinter.conv2d %x, %u {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x8x8x4xf32>, tensor<16x4x3x3xf32>) -> tensor<1x8x8x16xf32>
  %b = sinter.conv2d %a, %v : (tensor<1x8x8x16xf32>, tensor<16x16x1x1xf32>) -> tensor<1x8x8x16xf32>
  %c = sinter.conv2d %b, %w {groups = 16 : i64, padding = array<i64: 1, 1, 1, 1>} : (tensor<1x8x8x16xf32>, tensor<16x1x3x3xf32>) -> tensor<1x8x8x16xf32>
  return %c : tensor<1x8x8x16xf32>
}

// A single channel without padding is a plane where the caller has it; at a stride vectors along rows would have gaps.
// CHECK-LABEL: func.func @one_plane
//  CHECK-SAME: %[[X:.*]]: tensor<1x28x28x1xf32>
//       CHECK: sinter.kernel "conv2d" (%{{.*}} = %[[X]],
//  CHECK-SAME:   strategy = "planar"
//       CHECK: sinter.kernel "conv2d" (%{{.*}} = %[[X]],
//  CHECK-SAME:   strategy = "direct"
func.func @one_plane(%x: tensor<1x28x28x1xf32>) -> (tensor<1x24x24x2xf32>, tensor<1x12x12x2xf32>) {
  %v = sinter.constant dense<1.0> : tensor<2x1x5x5xf32> as tensor<2x1x5x5xf32>
  %c = sinter.conv2d %x, %v : (tensor<1x28x28x1xf32>, tensor<2x1x5x5xf32>) -> tensor<1x24x24x2xf32>
  %d = sinter.conv2d %x, %v {strides = array<i64: 2, 2>} : (tensor<1x28x28x1xf32>, tensor<2x1x5x5xf32>) -> tensor<1x12x12x2xf32>
  return %c, %d : tensor<1x24x24x2xf32>, tensor<1x12x12x2xf32>
}
// A weight gradient reads the bordered copy that the forward pass reads, and gives vectors of filters; its reader has them in rows.
// CHECK-LABEL: func.func @weight_gradient
//       CHECK: %[[IMAGE:.*]] = sinter.kernel "relayout" {{.*}} -> tensor<2x8x8x16xf32, #sinter.layout<[0, 3 / 8, 1, 2, 3 mod 8], border = [0, 0, 1, 1, 1, 1, 0, 0]>>
//       CHECK: %[[FORWARD:.*]] = sinter.kernel "conv2d" (%{{.*}} = %[[IMAGE]]
//       CHECK: %[[WEIGHT:.*]] = sinter.kernel "conv2d_weight_gradient" (%{{.*}} = %[[IMAGE]], %{{.*}} = %[[FORWARD]])
//  CHECK-SAME:   -> tensor<16x16x3x3xf32, #sinter.layout<[0 / 8, 2, 3, 1, 0 mod 8]>> attributes {{{.*}}strategy = "winograd"}
//       CHECK: sinter.kernel "relayout" (%{{.*}} = %[[WEIGHT]])
//  CHECK-SAME:   -> tensor<16x16x3x3xf32> attributes
func.func @weight_gradient(%x: tensor<2x8x8x16xf32>) -> tensor<16x16x3x3xf32> {
  %w = sinter.constant dense<1.0> : tensor<16x16x3x3xf32> as tensor<16x16x3x3xf32>
  %c = sinter.conv2d %x, %w {padding = array<i64: 1, 1, 1, 1>} : (tensor<2x8x8x16xf32>, tensor<16x16x3x3xf32>) -> tensor<2x8x8x16xf32>
  %d = sinter.conv2d_weight_gradient %x, %c {kernel = array<i64: 3, 3>, padding = array<i64: 1, 1, 1, 1>} : (tensor<2x8x8x16xf32>, tensor<2x8x8x16xf32>) -> tensor<16x16x3x3xf32>
  return %d : tensor<16x16x3x3xf32>
}

// Groups of 4 channels cut blocks; a filter for each channel does not.
// CHECK-LABEL: func.func @weight_gradient_of_groups
//       CHECK: strategy = "plain"
//       CHECK: strategy = "depthwise"
func.func @weight_gradient_of_groups(%x: tensor<2x8x8x16xf32>) -> (tensor<16x4x3x3xf32>, tensor<16x1x3x3xf32>) {
  %d = sinter.relu %x : tensor<2x8x8x16xf32> -> tensor<2x8x8x16xf32>
  %g = sinter.conv2d_weight_gradient %x, %d {kernel = array<i64: 3, 3>, padding = array<i64: 1, 1, 1, 1>, groups = 4 : i64} : (tensor<2x8x8x16xf32>, tensor<2x8x8x16xf32>) -> tensor<16x4x3x3xf32>
  %c = sinter.conv2d_weight_gradient %x, %d {kernel = array<i64: 3, 3>, padding = array<i64: 1, 1, 1, 1>, groups = 16 : i64} : (tensor<2x8x8x16xf32>, tensor<2x8x8x16xf32>) -> tensor<16x1x3x3xf32>
  return %g, %c : tensor<16x4x3x3xf32>, tensor<16x1x3x3xf32>
}

// Rows of 12 inputs are padded to whole vectors, those of 16 read as they lie.
// CHECK-LABEL: func.func @dense_weight_gradient
//       CHECK: sinter.kernel "relayout" {{.*}} -> tensor<4x12xf32, #sinter.layout<[0, 1 / 8, 1 mod 8]>>
//       CHECK: sinter.kernel "dense_weight_gradient" {{.*}} -> tensor<16x12xf32> attributes {strategy = "dense"}
//   CHECK-NOT: relayout
//       CHECK: sinter.kernel "dense_weight_gradient" {{.*}} -> tensor<12x16xf32> attributes {strategy = "dense"}
func.func @dense_weight_gradient(%x: tensor<4x12xf32>, %g: tensor<4x16xf32>) -> (tensor<16x12xf32>, tensor<12x16xf32>) {
  %a = sinter.dense_weight_gradient %x, %g : (tensor<4x12xf32>, tensor<4x16xf32>) -> tensor<16x12xf32>
  %b = sinter.dense_weight_gradient %g, %x : (tensor<4x16xf32>, tensor<4x12xf32>) -> tensor<12x16xf32>
  return %a, %b : tensor<16x12xf32>, tensor<12x16xf32>
}
}

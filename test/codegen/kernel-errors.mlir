// Decisions that do not hold are errors at the kernel.
// RUN: not kernel-test %s 2>&1 | FileCheck %s

#blocked = #sinter.layout<[0, 3 / 8, 1, 2, 3 mod 8]>
#packed = #sinter.layout<[0 / 8, 1 / 8, 2, 3, 1 mod 8, 0 mod 8]>
#filters = #sinter.layout<[0 / 8, 2, 3, 1 / 8, 1 mod 8, 0 mod 8]>
#vectors = #sinter.layout<[0 / 8, 2, 3, 1, 0 mod 8]>
#units = #sinter.layout<[0 / 8, 1, 0 mod 8]>
#narrow = #sinter.layout<[0, 3 / 4, 1, 2, 3 mod 4]>

module attributes {sinter.target = #sinter.target<"x86-64-v3", vector_bits = 256, vector_registers = 16, fma_latency = 4, l1_bytes = 32768, l2_bytes = 524288>} {

// CHECK: :[[#@LINE+2]]:8): error: 3 tasks do not divide the 8 indices of physical dimension 0
func.func @tasks(%a: tensor<8x8xf32>) -> tensor<8x8xf32> {
  %r = sinter.kernel "k" (%x = %a) : (tensor<8x8xf32>) -> tensor<8x8xf32> attributes {tasks = 3 : i64, task_dim = 0 : i64} {
    %y = sinter.relu %x : tensor<8x8xf32> -> tensor<8x8xf32>
    sinter.yield %y : tensor<8x8xf32>
  }
  return %r : tensor<8x8xf32>
}

// CHECK: :[[#@LINE+2]]:8): error: no kernel computes `sinter.max_pool` by strategy `direct`
func.func @strategy(%a: tensor<1x4x4x8xf32>) -> tensor<1x2x2x8xf32> {
  %r = sinter.kernel "k" (%x = %a) : (tensor<1x4x4x8xf32>) -> tensor<1x2x2x8xf32> attributes {strategy = "direct"} {
    %y = sinter.max_pool %x {window = array<i64: 2, 2>, strides = array<i64: 2, 2>} : (tensor<1x4x4x8xf32>) -> tensor<1x2x2x8xf32>
    sinter.yield %y : tensor<1x2x2x8xf32>
  }
  return %r : tensor<1x2x2x8xf32>
}

// CHECK: :[[#@LINE+2]]:8): error: a direct convolution reads its input and weight from memory, the input with its padding stored as a border
func.func @border(%a: tensor<1x4x4x8xf32, #blocked>, %b: tensor<8x8x3x3xf32, #packed>) -> tensor<1x4x4x8xf32, #blocked> {
  %r = sinter.kernel "k" (%x = %a, %w = %b) : (tensor<1x4x4x8xf32, #blocked>, tensor<8x8x3x3xf32, #packed>) -> tensor<1x4x4x8xf32, #blocked> attributes {strategy = "direct"} {
    %y = sinter.conv2d %x, %w {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x4x4x8xf32, #blocked>, tensor<8x8x3x3xf32, #packed>) -> tensor<1x4x4x8xf32>
    sinter.yield %y : tensor<1x4x4x8xf32>
  }
  return %r : tensor<1x4x4x8xf32, #blocked>
}

// CHECK: :[[#@LINE+2]]:8): error: the kernel needs 2432 bytes of scratch memory, but its `scratch_bytes` are 64
func.func @scratch(%a: tensor<1x6x6x8xf32, #blocked>, %b: tensor<8x8x6x6xf32, #filters>) -> tensor<1x4x4x8xf32, #blocked> {
  %r = sinter.kernel "k" (%x = %a, %u = %b) : (tensor<1x6x6x8xf32, #blocked>, tensor<8x8x6x6xf32, #filters>) -> tensor<1x4x4x8xf32, #blocked> attributes {strategy = "winograd", scratch_bytes = 64 : i64} {
    %y = sinter.winograd_conv2d %x, %u {tile = 4 : i64} : (tensor<1x6x6x8xf32, #blocked>, tensor<8x8x6x6xf32, #filters>) -> tensor<1x4x4x8xf32>
    sinter.yield %y : tensor<1x4x4x8xf32>
  }
  return %r : tensor<1x4x4x8xf32, #blocked>
}

// CHECK: :[[#@LINE+2]]:8): error: Winograd's convolution reads an input in blocks of 8 channels whose border holds the padding and fills up tiles
func.func @tiles(%a: tensor<1x6x5x8xf32, #blocked>, %b: tensor<8x8x6x6xf32, #filters>) -> tensor<1x4x3x8xf32, #blocked> {
  %r = sinter.kernel "k" (%x = %a, %u = %b) : (tensor<1x6x5x8xf32, #blocked>, tensor<8x8x6x6xf32, #filters>) -> tensor<1x4x3x8xf32, #blocked> attributes {strategy = "winograd", scratch_bytes = 16384 : i64} {
    %y = sinter.winograd_conv2d %x, %u {tile = 4 : i64} : (tensor<1x6x5x8xf32, #blocked>, tensor<8x8x6x6xf32, #filters>) -> tensor<1x4x3x8xf32>
    sinter.yield %y : tensor<1x4x3x8xf32>
  }
  return %r : tensor<1x4x3x8xf32, #blocked>
}

// CHECK: :[[#@LINE+2]]:8): error: a kernel that transforms its filters has one band, but this one has 2
func.func @bands(%a: tensor<2x6x6x8xf32, #blocked>, %b: tensor<8x8x3x3xf32>) -> tensor<2x4x4x8xf32, #blocked> {
  %r = sinter.kernel "k" (%x = %a, %w = %b) : (tensor<2x6x6x8xf32, #blocked>, tensor<8x8x3x3xf32>) -> tensor<2x4x4x8xf32, #blocked> attributes {strategy = "winograd", scratch_bytes = 65536 : i64} {
    %u = sinter.winograd_filter %w {tile = 4 : i64} : tensor<8x8x3x3xf32> -> tensor<8x8x6x6xf32>
    %y = sinter.winograd_conv2d %x, %u {tile = 4 : i64} : (tensor<2x6x6x8xf32, #blocked>, tensor<8x8x6x6xf32>) -> tensor<2x4x4x8xf32>
    sinter.yield %y : tensor<2x4x4x8xf32>
  }
  return %r : tensor<2x4x4x8xf32, #blocked>
}

// CHECK: :[[#@LINE+2]]:8): error: a direct convolution needs a weight in blocks of 8 outputs and of the inputs that lie side by side
func.func @weight(%a: tensor<1x4x4x8xf32, #blocked>, %b: tensor<8x8x1x1xf32>) -> tensor<1x4x4x8xf32, #blocked> {
  %r = sinter.kernel "k" (%x = %a, %w = %b) : (tensor<1x4x4x8xf32, #blocked>, tensor<8x8x1x1xf32>) -> tensor<1x4x4x8xf32, #blocked> attributes {strategy = "direct"} {
    %y = sinter.conv2d %x, %w : (tensor<1x4x4x8xf32, #blocked>, tensor<8x8x1x1xf32>) -> tensor<1x4x4x8xf32>
    sinter.yield %y : tensor<1x4x4x8xf32>
  }
  return %r : tensor<1x4x4x8xf32, #blocked>
}

// CHECK: :[[#@LINE+2]]:8): error: a result in blocks of 4 does not fit vectors of 8 lanes
func.func @lanes(%a: tensor<1x4x4x8xf32, #blocked>, %b: tensor<8x8x1x1xf32, #packed>) -> tensor<1x4x4x8xf32, #narrow> {
  %r = sinter.kernel "k" (%x = %a, %w = %b) : (tensor<1x4x4x8xf32, #blocked>, tensor<8x8x1x1xf32, #packed>) -> tensor<1x4x4x8xf32, #narrow> attributes {strategy = "direct"} {
    %y = sinter.conv2d %x, %w : (tensor<1x4x4x8xf32, #blocked>, tensor<8x8x1x1xf32, #packed>) -> tensor<1x4x4x8xf32>
    sinter.yield %y : tensor<1x4x4x8xf32>
  }
  return %r : tensor<1x4x4x8xf32, #narrow>
}

// CHECK: :[[#@LINE+2]]:8): error: kernels compute in f32 so far, but a tensor is bf16
func.func @type(%a: tensor<8xbf16>) -> tensor<8xbf16> {
  %r = sinter.kernel "k" (%x = %a) : (tensor<8xbf16>) -> tensor<8xbf16> {
    %y = sinter.relu %x : tensor<8xbf16> -> tensor<8xbf16>
    sinter.yield %y : tensor<8xbf16>
  }
  return %r : tensor<8xbf16>
}

// Nor what is cast there and back inside of a kernel.
// CHECK: :[[#@LINE+2]]:8): error: kernels compute in f32 so far, but a tensor is f16
func.func @type_inside(%a: tensor<8xf32>) -> tensor<8xf32> {
  %r = sinter.kernel "k" (%x = %a) : (tensor<8xf32>) -> tensor<8xf32> {
    %h = sinter.cast %x {to = f16} : tensor<8xf32> -> tensor<8xf16>
    %y = sinter.cast %h {to = f32} : tensor<8xf16> -> tensor<8xf32>
    sinter.yield %y : tensor<8xf32>
  }
  return %r : tensor<8xf32>
}

// CHECK: :[[#@LINE+2]]:8): error: a running sum is one task along its axis
func.func @running_sum(%a: tensor<8x8xf32>) -> tensor<8x8xf32> {
  %r = sinter.kernel "k" (%x = %a) : (tensor<8x8xf32>) -> tensor<8x8xf32> attributes {tasks = 2 : i64, task_dim = 0 : i64} {
    %y = sinter.cumsum %x {axis = 0 : i64} : (tensor<8x8xf32>) -> tensor<8x8xf32>
    sinter.yield %y : tensor<8x8xf32>
  }
  return %r : tensor<8x8xf32>
}

// CHECK: :[[#@LINE+2]]:8): error: top_k keeps 200000 elements of each line, of which there is room for 131072
func.func @top_k(%a: tensor<2x300000xf32>) -> tensor<2x200000xi32> {
  %r = sinter.kernel "k" (%x = %a) : (tensor<2x300000xf32>) -> tensor<2x200000xi32> {
    %y = sinter.top_k %x {k = 200000 : i64, axis = 1 : i64} : (tensor<2x300000xf32>) -> tensor<2x200000xi32>
    sinter.yield %y : tensor<2x200000xi32>
  }
  return %r : tensor<2x200000xi32>
}

// CHECK: :[[#@LINE+2]]:8): error: 3 tasks are not the 2 tiles of a row
func.func @tiles_of_a_row(%a: tensor<1x8xf32>, %b: tensor<32x8xf32, #units>) -> tensor<1x32xf32> {
  %r = sinter.kernel "k" (%x = %a, %w = %b) : (tensor<1x8xf32>, tensor<32x8xf32, #units>) -> tensor<1x32xf32> attributes {strategy = "dense", schedule = {channel_blocks = 2 : i64, rows = 1 : i64}, tasks = 3 : i64, task_dim = 1 : i64} {
    %c = sinter.dense %x, %w : (tensor<1x8xf32>, tensor<32x8xf32, #units>) -> tensor<1x32xf32>
    sinter.yield %c : tensor<1x32xf32>
  }
  return %r : tensor<1x32xf32>
}

// Rows become columns on the way: these are no parts of the images.
// CHECK: :[[#@LINE+2]]:8): error: a weight gradient reads its operands from memory, the input with its padding stored as a border
func.func @turned_images(%a: tensor<8x3x4x8xf32, #blocked>, %b: tensor<8x3x4x8xf32, #blocked>) -> tensor<16x8x1x1xf32, #vectors> {
  %r = sinter.kernel "k" (%x = %a, %g = %b) : (tensor<8x3x4x8xf32, #blocked>, tensor<8x3x4x8xf32, #blocked>) -> tensor<16x8x1x1xf32, #vectors> attributes {strategy = "direct"} {
    %0 = sinter.reshape %x {shape = array<i64: 2, 4, 4, 3, 8>} : (tensor<8x3x4x8xf32, #blocked>) -> tensor<2x4x4x3x8xf32>
    %1 = sinter.transpose %0 {permutation = array<i64: 1, 2, 3, 0, 4>} : (tensor<2x4x4x3x8xf32>) -> tensor<4x4x3x2x8xf32>
    %2 = sinter.reshape %1 {shape = array<i64: 4, 4, 3, 16>} : (tensor<4x4x3x2x8xf32>) -> tensor<4x4x3x16xf32>
    %3 = sinter.reshape %g {shape = array<i64: 2, 4, 4, 3, 8>} : (tensor<8x3x4x8xf32, #blocked>) -> tensor<2x4x4x3x8xf32>
    %4 = sinter.transpose %3 {permutation = array<i64: 1, 2, 3, 0, 4>} : (tensor<2x4x4x3x8xf32>) -> tensor<4x4x3x2x8xf32>
    %5 = sinter.reshape %4 {shape = array<i64: 4, 4, 3, 16>} : (tensor<4x4x3x2x8xf32>) -> tensor<4x4x3x16xf32>
    %y = sinter.conv2d_weight_gradient %2, %5 {kernel = array<i64: 1, 1>, groups = 2 : i64} : (tensor<4x4x3x16xf32>, tensor<4x4x3x16xf32>) -> tensor<16x8x1x1xf32>
    sinter.yield %y : tensor<16x8x1x1xf32>
  }
  return %r : tensor<16x8x1x1xf32, #vectors>
}

// Parts of one operand alone are none.
// CHECK: :[[#@LINE+2]]:8): error: a weight gradient reads its operands from memory, the input with its padding stored as a border
func.func @parts_of_one(%a: tensor<8x3x4x8xf32, #blocked>, %b: tensor<4x3x4x16xf32, #blocked>) -> tensor<16x8x1x1xf32, #vectors> {
  %r = sinter.kernel "k" (%x = %a, %g = %b) : (tensor<8x3x4x8xf32, #blocked>, tensor<4x3x4x16xf32, #blocked>) -> tensor<16x8x1x1xf32, #vectors> attributes {strategy = "direct"} {
    %0 = sinter.reshape %x {shape = array<i64: 2, 4, 3, 4, 8>} : (tensor<8x3x4x8xf32, #blocked>) -> tensor<2x4x3x4x8xf32>
    %1 = sinter.transpose %0 {permutation = array<i64: 1, 2, 3, 0, 4>} : (tensor<2x4x3x4x8xf32>) -> tensor<4x3x4x2x8xf32>
    %2 = sinter.reshape %1 {shape = array<i64: 4, 3, 4, 16>} : (tensor<4x3x4x2x8xf32>) -> tensor<4x3x4x16xf32>
    %y = sinter.conv2d_weight_gradient %2, %g {kernel = array<i64: 1, 1>, groups = 2 : i64} : (tensor<4x3x4x16xf32>, tensor<4x3x4x16xf32, #blocked>) -> tensor<16x8x1x1xf32>
    sinter.yield %y : tensor<16x8x1x1xf32>
  }
  return %r : tensor<16x8x1x1xf32, #vectors>
}
}

// Direct convolution under schedules of our choosing, against the reference.
// RUN: kernel-test %s

#blocked_1 = #sinter.layout<[0, 3 / 8, 1, 2, 3 mod 8], border = [0, 0, 1, 1, 1, 1, 0, 0]>
#packed = #sinter.layout<[0 / 8, 1 / 8, 2, 3, 1 mod 8, 0 mod 8]>
#vector = #sinter.layout<[0 / 8, 0 mod 8]>
#blocked = #sinter.layout<[0, 3 / 8, 1, 2, 3 mod 8]>
#image_3 = #sinter.layout<[0, 1, 2, 3], border = [0, 0, 3, 3, 3, 3, 0, 0]>
#unblocked = #sinter.layout<[0 / 8, 2, 3, 1, 0 mod 8]>
#blocked_2 = #sinter.layout<[0, 3 / 8, 1, 2, 3 mod 8], border = [0, 0, 2, 2, 2, 2, 0, 0]>
#blocked_3 = #sinter.layout<[0, 3 / 8, 1, 2, 3 mod 8], border = [0, 0, 3, 3, 3, 3, 0, 0]>
#blocked_9 = #sinter.layout<[0, 3 / 8, 1, 2, 3 mod 8], border = [0, 0, 9, 9, 9, 9, 0, 0]>
#blocked_1021 = #sinter.layout<[0, 3 / 8, 1, 2, 3 mod 8], border = [0, 0, 1, 0, 2, 1, 0, 0]>

module attributes {sinter.target = #sinter.target<"x86-64-v3", vector_bits = 256, vector_registers = 16, fma_latency = 4, l1_bytes = 32768, l2_bytes = 524288>} {

// Tiles of 2 x 6 pixels that run across rows: 63 pixels leave a tail of three. Two tasks share the channels, and the result has a border.
func.func @case1(%a_x: tensor<1x9x7x16xf32, #blocked_1>, %a_w: tensor<32x16x3x3xf32, #packed>, %a_b: tensor<32xf32, #vector>, %a_r: tensor<1x9x7x32xf32, #blocked_1>) -> tensor<1x9x7x32xf32, #blocked_1> {
  %r = sinter.kernel "k" (%x = %a_x, %w = %a_w, %b = %a_b, %r = %a_r) : (tensor<1x9x7x16xf32, #blocked_1>, tensor<32x16x3x3xf32, #packed>, tensor<32xf32, #vector>, tensor<1x9x7x32xf32, #blocked_1>) -> tensor<1x9x7x32xf32, #blocked_1> attributes {strategy = "direct", schedule = {channel_blocks = 2 : i64, pixels = 6 : i64, across_rows = 1 : i64}, tasks = 2 : i64, task_dim = 1 : i64} {
    %c = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<1x9x7x16xf32, #blocked_1>, tensor<32x16x3x3xf32, #packed>, tensor<32xf32, #vector>) -> tensor<1x9x7x32xf32>
    %s = sinter.add %c, %r : tensor<1x9x7x32xf32>, tensor<1x9x7x32xf32, #blocked_1> -> tensor<1x9x7x32xf32>
    %y = sinter.relu %s : tensor<1x9x7x32xf32> -> tensor<1x9x7x32xf32>
    sinter.yield %y : tensor<1x9x7x32xf32>
  }
  return %r : tensor<1x9x7x32xf32, #blocked_1>
}

// Tiles by rows: each row of seven pixels leaves a tail of three.
func.func @case2(%a_x: tensor<1x9x7x16xf32, #blocked_1>, %a_w: tensor<32x16x3x3xf32, #packed>, %a_b: tensor<32xf32, #vector>) -> tensor<1x9x7x32xf32, #blocked> {
  %r = sinter.kernel "k" (%x = %a_x, %w = %a_w, %b = %a_b) : (tensor<1x9x7x16xf32, #blocked_1>, tensor<32x16x3x3xf32, #packed>, tensor<32xf32, #vector>) -> tensor<1x9x7x32xf32, #blocked> attributes {strategy = "direct", schedule = {channel_blocks = 2 : i64, pixels = 4 : i64, across_rows = 0 : i64}} {
    %c = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<1x9x7x16xf32, #blocked_1>, tensor<32x16x3x3xf32, #packed>, tensor<32xf32, #vector>) -> tensor<1x9x7x32xf32>
    %y = sinter.relu %c : tensor<1x9x7x32xf32> -> tensor<1x9x7x32xf32>
    sinter.yield %y : tensor<1x9x7x32xf32>
  }
  return %r : tensor<1x9x7x32xf32, #blocked>
}

// Three blocks to a tile; a stride; two images, one a task.
func.func @case3(%a_x: tensor<2x5x7x16xf32, #blocked_1>, %a_w: tensor<24x16x3x3xf32, #packed>, %a_b: tensor<24xf32, #vector>) -> tensor<2x3x4x24xf32, #blocked> {
  %r = sinter.kernel "k" (%x = %a_x, %w = %a_w, %b = %a_b) : (tensor<2x5x7x16xf32, #blocked_1>, tensor<24x16x3x3xf32, #packed>, tensor<24xf32, #vector>) -> tensor<2x3x4x24xf32, #blocked> attributes {strategy = "direct", schedule = {channel_blocks = 3 : i64, pixels = 4 : i64, across_rows = 1 : i64}, tasks = 2 : i64, task_dim = 0 : i64} {
    %c = sinter.conv2d %x, %w, %b {strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<2x5x7x16xf32, #blocked_1>, tensor<24x16x3x3xf32, #packed>, tensor<24xf32, #vector>) -> tensor<2x3x4x24xf32>
    %y = sinter.relu %c : tensor<2x3x4x24xf32> -> tensor<2x3x4x24xf32>
    sinter.yield %y : tensor<2x3x4x24xf32>
  }
  return %r : tensor<2x3x4x24xf32, #blocked>
}

// Tasks that share the rows.
func.func @case4(%a_x: tensor<1x8x5x16xf32, #blocked_1>, %a_w: tensor<16x16x3x3xf32, #packed>, %a_b: tensor<16xf32, #vector>) -> tensor<1x8x5x16xf32, #blocked> {
  %r = sinter.kernel "k" (%x = %a_x, %w = %a_w, %b = %a_b) : (tensor<1x8x5x16xf32, #blocked_1>, tensor<16x16x3x3xf32, #packed>, tensor<16xf32, #vector>) -> tensor<1x8x5x16xf32, #blocked> attributes {strategy = "direct", schedule = {channel_blocks = 2 : i64, pixels = 6 : i64, across_rows = 1 : i64}, tasks = 4 : i64, task_dim = 2 : i64} {
    %c = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<1x8x5x16xf32, #blocked_1>, tensor<16x16x3x3xf32, #packed>, tensor<16xf32, #vector>) -> tensor<1x8x5x16xf32>
    %y = sinter.relu %c : tensor<1x8x5x16xf32> -> tensor<1x8x5x16xf32>
    sinter.yield %y : tensor<1x8x5x16xf32>
  }
  return %r : tensor<1x8x5x16xf32, #blocked>
}

// Two blocks do not divide five, so that a tile has one.
func.func @case5(%a_x: tensor<1x9x7x24xf32, #blocked>, %a_w: tensor<40x24x1x1xf32, #packed>, %a_b: tensor<40xf32, #vector>) -> tensor<1x9x7x40xf32, #blocked> {
  %r = sinter.kernel "k" (%x = %a_x, %w = %a_w, %b = %a_b) : (tensor<1x9x7x24xf32, #blocked>, tensor<40x24x1x1xf32, #packed>, tensor<40xf32, #vector>) -> tensor<1x9x7x40xf32, #blocked> attributes {strategy = "direct", schedule = {channel_blocks = 2 : i64, pixels = 6 : i64, across_rows = 1 : i64}} {
    %c = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 0, 0, 0, 0>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<1x9x7x24xf32, #blocked>, tensor<40x24x1x1xf32, #packed>, tensor<40xf32, #vector>) -> tensor<1x9x7x40xf32>
    %y = sinter.relu %c : tensor<1x9x7x40xf32> -> tensor<1x9x7x40xf32>
    sinter.yield %y : tensor<1x9x7x40xf32>
  }
  return %r : tensor<1x9x7x40xf32, #blocked>
}

// A 1x1 convolution with a stride.
func.func @case6(%a_x: tensor<1x9x7x24xf32, #blocked>, %a_w: tensor<40x24x1x1xf32, #packed>, %a_b: tensor<40xf32, #vector>) -> tensor<1x5x4x40xf32, #blocked> {
  %r = sinter.kernel "k" (%x = %a_x, %w = %a_w, %b = %a_b) : (tensor<1x9x7x24xf32, #blocked>, tensor<40x24x1x1xf32, #packed>, tensor<40xf32, #vector>) -> tensor<1x5x4x40xf32, #blocked> attributes {strategy = "direct", schedule = {channel_blocks = 2 : i64, pixels = 6 : i64, across_rows = 1 : i64}} {
    %c = sinter.conv2d %x, %w, %b {strides = array<i64: 2, 2>, padding = array<i64: 0, 0, 0, 0>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<1x9x7x24xf32, #blocked>, tensor<40x24x1x1xf32, #packed>, tensor<40xf32, #vector>) -> tensor<1x5x4x40xf32>
    %y = sinter.relu %c : tensor<1x5x4x40xf32> -> tensor<1x5x4x40xf32>
    sinter.yield %y : tensor<1x5x4x40xf32>
  }
  return %r : tensor<1x5x4x40xf32, #blocked>
}

// A stem: three channels side by side in a bordered image.
func.func @case7(%a_x: tensor<1x17x13x3xf32, #image_3>, %a_w: tensor<16x3x7x7xf32, #unblocked>, %a_b: tensor<16xf32, #vector>) -> tensor<1x9x7x16xf32, #blocked> {
  %r = sinter.kernel "k" (%x = %a_x, %w = %a_w, %b = %a_b) : (tensor<1x17x13x3xf32, #image_3>, tensor<16x3x7x7xf32, #unblocked>, tensor<16xf32, #vector>) -> tensor<1x9x7x16xf32, #blocked> attributes {strategy = "direct", schedule = {channel_blocks = 2 : i64, pixels = 6 : i64, across_rows = 0 : i64}} {
    %c = sinter.conv2d %x, %w, %b {strides = array<i64: 2, 2>, padding = array<i64: 3, 3, 3, 3>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<1x17x13x3xf32, #image_3>, tensor<16x3x7x7xf32, #unblocked>, tensor<16xf32, #vector>) -> tensor<1x9x7x16xf32>
    %y = sinter.relu %c : tensor<1x9x7x16xf32> -> tensor<1x9x7x16xf32>
    sinter.yield %y : tensor<1x9x7x16xf32>
  }
  return %r : tensor<1x9x7x16xf32, #blocked>
}

// Six channels in a block of eight.
func.func @case8(%a_x: tensor<1x14x14x6xf32, #blocked>, %a_w: tensor<16x6x5x5xf32, #packed>, %a_b: tensor<16xf32, #vector>) -> tensor<1x10x10x16xf32, #blocked> {
  %r = sinter.kernel "k" (%x = %a_x, %w = %a_w, %b = %a_b) : (tensor<1x14x14x6xf32, #blocked>, tensor<16x6x5x5xf32, #packed>, tensor<16xf32, #vector>) -> tensor<1x10x10x16xf32, #blocked> attributes {strategy = "direct", schedule = {channel_blocks = 2 : i64, pixels = 6 : i64, across_rows = 1 : i64}} {
    %c = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 0, 0, 0, 0>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<1x14x14x6xf32, #blocked>, tensor<16x6x5x5xf32, #packed>, tensor<16xf32, #vector>) -> tensor<1x10x10x16xf32>
    %y = sinter.relu %c : tensor<1x10x10x16xf32> -> tensor<1x10x10x16xf32>
    sinter.yield %y : tensor<1x10x10x16xf32>
  }
  return %r : tensor<1x10x10x16xf32, #blocked>
}

// Eleven filters: sigmoid gives one half in the padding lanes, which must be zero all the same.
func.func @case9(%a_x: tensor<1x7x7x16xf32, #blocked_1>, %a_w: tensor<11x16x3x3xf32, #packed>, %a_b: tensor<11xf32, #vector>) -> tensor<1x7x7x11xf32, #blocked> {
  %r = sinter.kernel "k" (%x = %a_x, %w = %a_w, %b = %a_b) : (tensor<1x7x7x16xf32, #blocked_1>, tensor<11x16x3x3xf32, #packed>, tensor<11xf32, #vector>) -> tensor<1x7x7x11xf32, #blocked> attributes {strategy = "direct", schedule = {channel_blocks = 2 : i64, pixels = 6 : i64, across_rows = 1 : i64}} {
    %c = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<1x7x7x16xf32, #blocked_1>, tensor<11x16x3x3xf32, #packed>, tensor<11xf32, #vector>) -> tensor<1x7x7x11xf32>
    %z = sinter.sigmoid %c : tensor<1x7x7x11xf32> -> tensor<1x7x7x11xf32>
    sinter.yield %z : tensor<1x7x7x11xf32>
  }
  return %r : tensor<1x7x7x11xf32, #blocked>
}

// A row-major result, whose rows end inside a vector.
func.func @case10(%a_x: tensor<1x7x7x16xf32, #blocked_1>, %a_w: tensor<10x16x3x3xf32, #packed>, %a_b: tensor<10xf32, #vector>) -> tensor<1x7x7x10xf32> {
  %r = sinter.kernel "k" (%x = %a_x, %w = %a_w, %b = %a_b) : (tensor<1x7x7x16xf32, #blocked_1>, tensor<10x16x3x3xf32, #packed>, tensor<10xf32, #vector>) -> tensor<1x7x7x10xf32> attributes {strategy = "direct", schedule = {channel_blocks = 2 : i64, pixels = 6 : i64, across_rows = 1 : i64}} {
    %c = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<1x7x7x16xf32, #blocked_1>, tensor<10x16x3x3xf32, #packed>, tensor<10xf32, #vector>) -> tensor<1x7x7x10xf32>
    %z = sinter.sigmoid %c : tensor<1x7x7x10xf32> -> tensor<1x7x7x10xf32>
    sinter.yield %z : tensor<1x7x7x10xf32>
  }
  return %r : tensor<1x7x7x10xf32>
}

// Dilation: taps and lanes are not neighbours.
func.func @case11(%a_x: tensor<1x11x11x16xf32, #blocked_2>, %a_w: tensor<16x16x3x3xf32, #packed>, %a_b: tensor<16xf32, #vector>) -> tensor<1x11x11x16xf32, #blocked> {
  %r = sinter.kernel "k" (%x = %a_x, %w = %a_w, %b = %a_b) : (tensor<1x11x11x16xf32, #blocked_2>, tensor<16x16x3x3xf32, #packed>, tensor<16xf32, #vector>) -> tensor<1x11x11x16xf32, #blocked> attributes {strategy = "direct", schedule = {channel_blocks = 2 : i64, pixels = 6 : i64, across_rows = 1 : i64}} {
    %c = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 2, 2, 2, 2>, dilations = array<i64: 2, 2>, groups = 1 : i64} : (tensor<1x11x11x16xf32, #blocked_2>, tensor<16x16x3x3xf32, #packed>, tensor<16xf32, #vector>) -> tensor<1x11x11x16xf32>
    %y = sinter.relu %c : tensor<1x11x11x16xf32> -> tensor<1x11x11x16xf32>
    sinter.yield %y : tensor<1x11x11x16xf32>
  }
  return %r : tensor<1x11x11x16xf32, #blocked>
}

// Two groups of whole blocks.
func.func @case12(%a_x: tensor<1x7x5x32xf32, #blocked_1>, %a_w: tensor<32x16x3x3xf32, #packed>, %a_b: tensor<32xf32, #vector>) -> tensor<1x7x5x32xf32, #blocked> {
  %r = sinter.kernel "k" (%x = %a_x, %w = %a_w, %b = %a_b) : (tensor<1x7x5x32xf32, #blocked_1>, tensor<32x16x3x3xf32, #packed>, tensor<32xf32, #vector>) -> tensor<1x7x5x32xf32, #blocked> attributes {strategy = "direct", schedule = {channel_blocks = 2 : i64, pixels = 6 : i64, across_rows = 1 : i64}} {
    %c = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>, dilations = array<i64: 1, 1>, groups = 2 : i64} : (tensor<1x7x5x32xf32, #blocked_1>, tensor<32x16x3x3xf32, #packed>, tensor<32xf32, #vector>) -> tensor<1x7x5x32xf32>
    %y = sinter.relu %c : tensor<1x7x5x32xf32> -> tensor<1x7x5x32xf32>
    sinter.yield %y : tensor<1x7x5x32xf32>
  }
  return %r : tensor<1x7x5x32xf32, #blocked>
}

// Padding that differs on each side, and input channels that do not fill their blocks.
func.func @case13(%a_x: tensor<1x7x5x20xf32, #blocked_1021>, %a_w: tensor<24x20x3x3xf32, #packed>, %a_b: tensor<24xf32, #vector>) -> tensor<1x6x6x24xf32, #blocked> {
  %r = sinter.kernel "k" (%x = %a_x, %w = %a_w, %b = %a_b) : (tensor<1x7x5x20xf32, #blocked_1021>, tensor<24x20x3x3xf32, #packed>, tensor<24xf32, #vector>) -> tensor<1x6x6x24xf32, #blocked> attributes {strategy = "direct", schedule = {channel_blocks = 2 : i64, pixels = 6 : i64, across_rows = 1 : i64}} {
    %c = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 1, 0, 2, 1>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<1x7x5x20xf32, #blocked_1021>, tensor<24x20x3x3xf32, #packed>, tensor<24xf32, #vector>) -> tensor<1x6x6x24xf32>
    %y = sinter.relu %c : tensor<1x6x6x24xf32> -> tensor<1x6x6x24xf32>
    sinter.yield %y : tensor<1x6x6x24xf32>
  }
  return %r : tensor<1x6x6x24xf32, #blocked>
}

// A single pixel.
func.func @case14(%a_x: tensor<1x1x1x32xf32, #blocked>, %a_w: tensor<16x32x1x1xf32, #packed>, %a_b: tensor<16xf32, #vector>) -> tensor<1x1x1x16xf32, #blocked> {
  %r = sinter.kernel "k" (%x = %a_x, %w = %a_w, %b = %a_b) : (tensor<1x1x1x32xf32, #blocked>, tensor<16x32x1x1xf32, #packed>, tensor<16xf32, #vector>) -> tensor<1x1x1x16xf32, #blocked> attributes {strategy = "direct", schedule = {channel_blocks = 2 : i64, pixels = 6 : i64, across_rows = 1 : i64}} {
    %c = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 0, 0, 0, 0>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<1x1x1x32xf32, #blocked>, tensor<16x32x1x1xf32, #packed>, tensor<16xf32, #vector>) -> tensor<1x1x1x16xf32>
    %y = sinter.relu %c : tensor<1x1x1x16xf32> -> tensor<1x1x1x16xf32>
    sinter.yield %y : tensor<1x1x1x16xf32>
  }
  return %r : tensor<1x1x1x16xf32, #blocked>
}

// The reduction in chunks, with sums of a band of pixels in memory.
func.func @case15(%a_x: tensor<1x9x7x64xf32, #blocked_1>, %a_w: tensor<32x64x3x3xf32, #packed>, %a_b: tensor<32xf32, #vector>) -> tensor<1x9x7x32xf32, #blocked> {
  %r = sinter.kernel "k" (%x = %a_x, %w = %a_w, %b = %a_b) : (tensor<1x9x7x64xf32, #blocked_1>, tensor<32x64x3x3xf32, #packed>, tensor<32xf32, #vector>) -> tensor<1x9x7x32xf32, #blocked> attributes {strategy = "direct", schedule = {channel_blocks = 2 : i64, pixels = 6 : i64, across_rows = 1 : i64, reduction_blocks = 2 : i64}, tasks = 2 : i64, task_dim = 1 : i64} {
    %c = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<1x9x7x64xf32, #blocked_1>, tensor<32x64x3x3xf32, #packed>, tensor<32xf32, #vector>) -> tensor<1x9x7x32xf32>
    %y = sinter.relu %c : tensor<1x9x7x32xf32> -> tensor<1x9x7x32xf32>
    sinter.yield %y : tensor<1x9x7x32xf32>
  }
  return %r : tensor<1x9x7x32xf32, #blocked>
}

// Chunks with tiles by rows, and a row-major result.
func.func @case16(%a_x: tensor<1x9x7x64xf32, #blocked_1>, %a_w: tensor<30x64x3x3xf32, #packed>, %a_b: tensor<30xf32, #vector>) -> tensor<1x9x7x30xf32> {
  %r = sinter.kernel "k" (%x = %a_x, %w = %a_w, %b = %a_b) : (tensor<1x9x7x64xf32, #blocked_1>, tensor<30x64x3x3xf32, #packed>, tensor<30xf32, #vector>) -> tensor<1x9x7x30xf32> attributes {strategy = "direct", schedule = {channel_blocks = 2 : i64, pixels = 4 : i64, across_rows = 0 : i64, reduction_blocks = 2 : i64}} {
    %c = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<1x9x7x64xf32, #blocked_1>, tensor<30x64x3x3xf32, #packed>, tensor<30xf32, #vector>) -> tensor<1x9x7x30xf32>
    %y = sinter.relu %c : tensor<1x9x7x30xf32> -> tensor<1x9x7x30xf32>
    sinter.yield %y : tensor<1x9x7x30xf32>
  }
  return %r : tensor<1x9x7x30xf32>
}

// A band of 18 pixels, as 20 do not divide 72.
func.func @case17(%a_x: tensor<2x9x8x64xf32, #blocked_1>, %a_w: tensor<30x64x3x3xf32, #packed>, %a_b: tensor<30xf32, #vector>, %a_r: tensor<2x9x8x30xf32, #blocked_1>) -> tensor<2x9x8x30xf32, #blocked_1> {
  %r = sinter.kernel "k" (%x = %a_x, %w = %a_w, %b = %a_b, %r = %a_r) : (tensor<2x9x8x64xf32, #blocked_1>, tensor<30x64x3x3xf32, #packed>, tensor<30xf32, #vector>, tensor<2x9x8x30xf32, #blocked_1>) -> tensor<2x9x8x30xf32, #blocked_1> attributes {strategy = "direct", schedule = {channel_blocks = 2 : i64, pixels = 6 : i64, across_rows = 1 : i64, reduction_blocks = 8 : i64, band = 20 : i64}, tasks = 2 : i64, task_dim = 0 : i64} {
    %c = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<2x9x8x64xf32, #blocked_1>, tensor<30x64x3x3xf32, #packed>, tensor<30xf32, #vector>) -> tensor<2x9x8x30xf32>
    %s = sinter.add %c, %r : tensor<2x9x8x30xf32>, tensor<2x9x8x30xf32, #blocked_1> -> tensor<2x9x8x30xf32>
    %y = sinter.relu %s : tensor<2x9x8x30xf32> -> tensor<2x9x8x30xf32>
    sinter.yield %y : tensor<2x9x8x30xf32>
  }
  return %r : tensor<2x9x8x30xf32, #blocked_1>
}

// Steps on padding are left out: of the first three rows and the last three, and of the first and the last of four tiles of columns.
func.func @case18(%a_x: tensor<1x9x12x16xf32, #blocked_3>, %a_w: tensor<16x16x3x3xf32, #packed>, %a_b: tensor<16xf32, #vector>) -> tensor<1x9x12x16xf32, #blocked> {
  %r = sinter.kernel "k" (%x = %a_x, %w = %a_w, %b = %a_b) : (tensor<1x9x12x16xf32, #blocked_3>, tensor<16x16x3x3xf32, #packed>, tensor<16xf32, #vector>) -> tensor<1x9x12x16xf32, #blocked> attributes {strategy = "direct", schedule = {channel_blocks = 2 : i64, pixels = 3 : i64, across_rows = 0 : i64, skip_columns = 1 : i64}, tasks = 3 : i64, task_dim = 2 : i64} {
    %c = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 3, 3, 3, 3>, dilations = array<i64: 3, 3>, groups = 1 : i64} : (tensor<1x9x12x16xf32, #blocked_3>, tensor<16x16x3x3xf32, #packed>, tensor<16xf32, #vector>) -> tensor<1x9x12x16xf32>
    %y = sinter.relu %c : tensor<1x9x12x16xf32> -> tensor<1x9x12x16xf32>
    sinter.yield %y : tensor<1x9x12x16xf32>
  }
  return %r : tensor<1x9x12x16xf32, #blocked>
}

// Five columns do not fill tiles of three, which therefore leave out rows alone.
func.func @case19(%a_x: tensor<1x5x5x16xf32, #blocked_3>, %a_w: tensor<16x16x3x3xf32, #packed>, %a_b: tensor<16xf32, #vector>) -> tensor<1x5x5x16xf32, #blocked> {
  %r = sinter.kernel "k" (%x = %a_x, %w = %a_w, %b = %a_b) : (tensor<1x5x5x16xf32, #blocked_3>, tensor<16x16x3x3xf32, #packed>, tensor<16xf32, #vector>) -> tensor<1x5x5x16xf32, #blocked> attributes {strategy = "direct", schedule = {channel_blocks = 2 : i64, pixels = 3 : i64, across_rows = 0 : i64, skip_columns = 1 : i64}} {
    %c = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 3, 3, 3, 3>, dilations = array<i64: 3, 3>, groups = 1 : i64} : (tensor<1x5x5x16xf32, #blocked_3>, tensor<16x16x3x3xf32, #packed>, tensor<16xf32, #vector>) -> tensor<1x5x5x16xf32>
    %y = sinter.relu %c : tensor<1x5x5x16xf32> -> tensor<1x5x5x16xf32>
    sinter.yield %y : tensor<1x5x5x16xf32>
  }
  return %r : tensor<1x5x5x16xf32, #blocked>
}

// A tile as wide as the image leaves out the padding of each pixel.
func.func @case20(%a_x: tensor<2x5x6x16xf32, #blocked_1>, %a_w: tensor<16x16x3x3xf32, #packed>, %a_b: tensor<16xf32, #vector>) -> tensor<2x5x6x16xf32, #blocked> {
  %r = sinter.kernel "k" (%x = %a_x, %w = %a_w, %b = %a_b) : (tensor<2x5x6x16xf32, #blocked_1>, tensor<16x16x3x3xf32, #packed>, tensor<16xf32, #vector>) -> tensor<2x5x6x16xf32, #blocked> attributes {strategy = "direct", schedule = {channel_blocks = 2 : i64, pixels = 6 : i64, across_rows = 0 : i64, skip_columns = 1 : i64}, tasks = 2 : i64, task_dim = 0 : i64} {
    %c = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<2x5x6x16xf32, #blocked_1>, tensor<16x16x3x3xf32, #packed>, tensor<16xf32, #vector>) -> tensor<2x5x6x16xf32>
    %y = sinter.relu %c : tensor<2x5x6x16xf32> -> tensor<2x5x6x16xf32>
    sinter.yield %y : tensor<2x5x6x16xf32>
  }
  return %r : tensor<2x5x6x16xf32, #blocked>
}

// The same with a stride and unequal padding, the reduction in chunks.
func.func @case21(%a_x: tensor<1x6x5x32xf32, #blocked_1021>, %a_w: tensor<16x32x3x3xf32, #packed>, %a_b: tensor<16xf32, #vector>) -> tensor<1x3x3x16xf32, #blocked> {
  %r = sinter.kernel "k" (%x = %a_x, %w = %a_w, %b = %a_b) : (tensor<1x6x5x32xf32, #blocked_1021>, tensor<16x32x3x3xf32, #packed>, tensor<16xf32, #vector>) -> tensor<1x3x3x16xf32, #blocked> attributes {strategy = "direct", schedule = {channel_blocks = 2 : i64, pixels = 4 : i64, across_rows = 0 : i64, skip_columns = 1 : i64, reduction_blocks = 2 : i64}} {
    %c = sinter.conv2d %x, %w, %b {strides = array<i64: 2, 2>, padding = array<i64: 1, 0, 2, 1>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<1x6x5x32xf32, #blocked_1021>, tensor<16x32x3x3xf32, #packed>, tensor<16xf32, #vector>) -> tensor<1x3x3x16xf32>
    %y = sinter.relu %c : tensor<1x3x3x16xf32> -> tensor<1x3x3x16xf32>
    sinter.yield %y : tensor<1x3x3x16xf32>
  }
  return %r : tensor<1x3x3x16xf32, #blocked>
}

// A dilation wider than the image leaves the tap in the middle.
func.func @case22(%a_x: tensor<1x7x8x16xf32, #blocked_9>, %a_w: tensor<16x16x3x3xf32, #packed>, %a_b: tensor<16xf32, #vector>) -> tensor<1x7x8x16xf32, #blocked> {
  %r = sinter.kernel "k" (%x = %a_x, %w = %a_w, %b = %a_b) : (tensor<1x7x8x16xf32, #blocked_9>, tensor<16x16x3x3xf32, #packed>, tensor<16xf32, #vector>) -> tensor<1x7x8x16xf32, #blocked> attributes {strategy = "direct", schedule = {channel_blocks = 2 : i64, pixels = 4 : i64, across_rows = 0 : i64, skip_columns = 1 : i64}} {
    %c = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 9, 9, 9, 9>, dilations = array<i64: 9, 9>, groups = 1 : i64} : (tensor<1x7x8x16xf32, #blocked_9>, tensor<16x16x3x3xf32, #packed>, tensor<16xf32, #vector>) -> tensor<1x7x8x16xf32>
    %y = sinter.relu %c : tensor<1x7x8x16xf32> -> tensor<1x7x8x16xf32>
    sinter.yield %y : tensor<1x7x8x16xf32>
  }
  return %r : tensor<1x7x8x16xf32, #blocked>
}

// Rows with padding in tiles that a row cuts: the columns' padding is multiplied.
func.func @case23(%a_x: tensor<1x4x7x16xf32, #blocked_1>, %a_w: tensor<16x16x3x3xf32, #packed>, %a_b: tensor<16xf32, #vector>) -> tensor<1x4x7x16xf32, #blocked> {
  %r = sinter.kernel "k" (%x = %a_x, %w = %a_w, %b = %a_b) : (tensor<1x4x7x16xf32, #blocked_1>, tensor<16x16x3x3xf32, #packed>, tensor<16xf32, #vector>) -> tensor<1x4x7x16xf32, #blocked> attributes {strategy = "direct", schedule = {channel_blocks = 1 : i64, pixels = 4 : i64, across_rows = 0 : i64}, tasks = 4 : i64, task_dim = 2 : i64} {
    %c = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<1x4x7x16xf32, #blocked_1>, tensor<16x16x3x3xf32, #packed>, tensor<16xf32, #vector>) -> tensor<1x4x7x16xf32>
    %y = sinter.relu %c : tensor<1x4x7x16xf32> -> tensor<1x4x7x16xf32>
    sinter.yield %y : tensor<1x4x7x16xf32>
  }
  return %r : tensor<1x4x7x16xf32, #blocked>
}

// Channels of a list: 18 are one run, the last of which do not fill a block of the weight.
func.func @case24(%a_x: tensor<1x9x7x20xf32, #blocked>, %a_i: tensor<18xi32>, %a_w: tensor<16x18x1x1xf32, #packed>, %a_b: tensor<16xf32, #vector>) -> tensor<1x9x7x16xf32, #blocked> {
  %r = sinter.kernel "k" (%x = %a_x, %i = %a_i, %w = %a_w, %b = %a_b) : (tensor<1x9x7x20xf32, #blocked>, tensor<18xi32>, tensor<16x18x1x1xf32, #packed>, tensor<16xf32, #vector>) -> tensor<1x9x7x16xf32, #blocked> attributes {strategy = "direct", schedule = {channel_blocks = 2 : i64, pixels = 6 : i64, across_rows = 1 : i64}} {
    %g = sinter.gather %x, %i {axis = 3 : i64} : (tensor<1x9x7x20xf32, #blocked>, tensor<18xi32>) -> tensor<1x9x7x18xf32>
    %c = sinter.conv2d %g, %w, %b {strides = array<i64: 1, 1>} : (tensor<1x9x7x18xf32>, tensor<16x18x1x1xf32, #packed>, tensor<16xf32, #vector>) -> tensor<1x9x7x16xf32>
    %y = sinter.relu %c : tensor<1x9x7x16xf32> -> tensor<1x9x7x16xf32>
    sinter.yield %y : tensor<1x9x7x16xf32>
  }
  return %r : tensor<1x9x7x16xf32, #blocked>
}

// A longer list than there are channels, in runs of eight, chunks of two runs and every other pixel.
func.func @case25(%a_x: tensor<1x9x7x13xf32, #blocked>, %a_i: tensor<32xi32>, %a_w: tensor<16x32x1x1xf32, #packed>, %a_b: tensor<16xf32, #vector>) -> tensor<1x5x4x16xf32, #blocked> {
  %r = sinter.kernel "k" (%x = %a_x, %i = %a_i, %w = %a_w, %b = %a_b) : (tensor<1x9x7x13xf32, #blocked>, tensor<32xi32>, tensor<16x32x1x1xf32, #packed>, tensor<16xf32, #vector>) -> tensor<1x5x4x16xf32, #blocked> attributes {strategy = "direct", schedule = {channel_blocks = 2 : i64, pixels = 4 : i64, across_rows = 0 : i64, reduction_blocks = 2 : i64}} {
    %g = sinter.gather %x, %i {axis = 3 : i64} : (tensor<1x9x7x13xf32, #blocked>, tensor<32xi32>) -> tensor<1x9x7x32xf32>
    %c = sinter.conv2d %g, %w, %b {strides = array<i64: 2, 2>} : (tensor<1x9x7x32xf32>, tensor<16x32x1x1xf32, #packed>, tensor<16xf32, #vector>) -> tensor<1x5x4x16xf32>
    %y = sinter.relu %c : tensor<1x5x4x16xf32> -> tensor<1x5x4x16xf32>
    sinter.yield %y : tensor<1x5x4x16xf32>
  }
  return %r : tensor<1x5x4x16xf32, #blocked>
}

}

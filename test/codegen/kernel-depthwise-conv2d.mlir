// Depthwise convolution under schedules of our choosing, against the reference.
// RUN: kernel-test %s

#blocked_1 = #sinter.layout<[0, 3 / 8, 1, 2, 3 mod 8], border = [0, 0, 1, 1, 1, 1, 0, 0]>
#unblocked = #sinter.layout<[0 / 8, 2, 3, 1, 0 mod 8]>
#vector = #sinter.layout<[0 / 8, 0 mod 8]>
#blocked = #sinter.layout<[0, 3 / 8, 1, 2, 3 mod 8]>
#blocked_2 = #sinter.layout<[0, 3 / 8, 1, 2, 3 mod 8], border = [0, 0, 2, 2, 2, 2, 0, 0]>

module attributes {sinter.target = #sinter.target<"x86-64-v3", vector_bits = 256, vector_registers = 16, fma_latency = 4, l1_bytes = 32768, l2_bytes = 524288>} {

// Four pixels share the weights; eleven leave a tail of three.
func.func @case1(%a_x: tensor<1x13x11x24xf32, #blocked_1>, %a_w: tensor<24x1x3x3xf32, #unblocked>, %a_b: tensor<24xf32, #vector>) -> tensor<1x13x11x24xf32, #blocked_1> {
  %r = sinter.kernel "k" (%x = %a_x, %w = %a_w, %b = %a_b) : (tensor<1x13x11x24xf32, #blocked_1>, tensor<24x1x3x3xf32, #unblocked>, tensor<24xf32, #vector>) -> tensor<1x13x11x24xf32, #blocked_1> attributes {strategy = "depthwise", schedule = {pixels = 4 : i64}} {
    %c = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>, dilations = array<i64: 1, 1>, groups = 24 : i64} : (tensor<1x13x11x24xf32, #blocked_1>, tensor<24x1x3x3xf32, #unblocked>, tensor<24xf32, #vector>) -> tensor<1x13x11x24xf32>
    %y = sinter.relu %c : tensor<1x13x11x24xf32> -> tensor<1x13x11x24xf32>
    sinter.yield %y : tensor<1x13x11x24xf32>
  }
  return %r : tensor<1x13x11x24xf32, #blocked_1>
}

// With a stride.
func.func @case2(%a_x: tensor<1x13x11x24xf32, #blocked_1>, %a_w: tensor<24x1x3x3xf32, #unblocked>, %a_b: tensor<24xf32, #vector>) -> tensor<1x7x6x24xf32, #blocked> {
  %r = sinter.kernel "k" (%x = %a_x, %w = %a_w, %b = %a_b) : (tensor<1x13x11x24xf32, #blocked_1>, tensor<24x1x3x3xf32, #unblocked>, tensor<24xf32, #vector>) -> tensor<1x7x6x24xf32, #blocked> attributes {strategy = "depthwise", schedule = {pixels = 4 : i64}} {
    %c = sinter.conv2d %x, %w, %b {strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>, dilations = array<i64: 1, 1>, groups = 24 : i64} : (tensor<1x13x11x24xf32, #blocked_1>, tensor<24x1x3x3xf32, #unblocked>, tensor<24xf32, #vector>) -> tensor<1x7x6x24xf32>
    %y = sinter.relu %c : tensor<1x7x6x24xf32> -> tensor<1x7x6x24xf32>
    sinter.yield %y : tensor<1x7x6x24xf32>
  }
  return %r : tensor<1x7x6x24xf32, #blocked>
}

// With dilation; a task for each block.
func.func @case3(%a_x: tensor<1x13x11x24xf32, #blocked_2>, %a_w: tensor<24x1x3x3xf32, #unblocked>, %a_b: tensor<24xf32, #vector>) -> tensor<1x13x11x24xf32, #blocked> {
  %r = sinter.kernel "k" (%x = %a_x, %w = %a_w, %b = %a_b) : (tensor<1x13x11x24xf32, #blocked_2>, tensor<24x1x3x3xf32, #unblocked>, tensor<24xf32, #vector>) -> tensor<1x13x11x24xf32, #blocked> attributes {strategy = "depthwise", schedule = {pixels = 4 : i64}, tasks = 3 : i64, task_dim = 1 : i64} {
    %c = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 2, 2, 2, 2>, dilations = array<i64: 2, 2>, groups = 24 : i64} : (tensor<1x13x11x24xf32, #blocked_2>, tensor<24x1x3x3xf32, #unblocked>, tensor<24xf32, #vector>) -> tensor<1x13x11x24xf32>
    %y = sinter.relu %c : tensor<1x13x11x24xf32> -> tensor<1x13x11x24xf32>
    sinter.yield %y : tensor<1x13x11x24xf32>
  }
  return %r : tensor<1x13x11x24xf32, #blocked>
}

// Padding lanes, and more pixels in a tile than in a row.
func.func @case4(%a_x: tensor<1x13x11x12xf32, #blocked_2>, %a_w: tensor<12x1x5x5xf32, #unblocked>, %a_b: tensor<12xf32, #vector>) -> tensor<1x13x11x12xf32, #blocked> {
  %r = sinter.kernel "k" (%x = %a_x, %w = %a_w, %b = %a_b) : (tensor<1x13x11x12xf32, #blocked_2>, tensor<12x1x5x5xf32, #unblocked>, tensor<12xf32, #vector>) -> tensor<1x13x11x12xf32, #blocked> attributes {strategy = "depthwise", schedule = {pixels = 16 : i64}} {
    %c = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 2, 2, 2, 2>, dilations = array<i64: 1, 1>, groups = 12 : i64} : (tensor<1x13x11x12xf32, #blocked_2>, tensor<12x1x5x5xf32, #unblocked>, tensor<12xf32, #vector>) -> tensor<1x13x11x12xf32>
    %y = sinter.relu %c : tensor<1x13x11x12xf32> -> tensor<1x13x11x12xf32>
    %z = sinter.sigmoid %y : tensor<1x13x11x12xf32> -> tensor<1x13x11x12xf32>
    sinter.yield %z : tensor<1x13x11x12xf32>
  }
  return %r : tensor<1x13x11x12xf32, #blocked>
}

}

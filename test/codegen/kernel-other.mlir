// Pools, reductions and movement under schedules of our choosing, against the reference.
// RUN: kernel-test %s

#blocked_1 = #sinter.layout<[0, 3 / 8, 1, 2, 3 mod 8], border = [0, 0, 1, 1, 1, 1, 0, 0]>
#blocked = #sinter.layout<[0, 3 / 8, 1, 2, 3 mod 8]>
#image_3332 = #sinter.layout<[0, 1, 2, 3], border = [0, 0, 3, 3, 3, 2, 0, 0]>
#vector = #sinter.layout<[0 / 8, 0 mod 8]>

module attributes {sinter.target = #sinter.target<"x86-64-v3", vector_bits = 256, vector_registers = 16, fma_latency = 4, l1_bytes = 32768, l2_bytes = 524288>} {

// Largest of windows that reach over the edge, where the input's border holds zeros that must not count.
func.func @case1(%a_x: tensor<1x14x14x32xf32, #blocked_1>) -> tensor<1x7x7x32xf32, #blocked_1> {
  %r = sinter.kernel "k" (%x = %a_x) : (tensor<1x14x14x32xf32, #blocked_1>) -> tensor<1x7x7x32xf32, #blocked_1> attributes {strategy = "pool", schedule = {}, tasks = 4 : i64, task_dim = 1 : i64} {
    %c = sinter.max_pool %x {window = array<i64: 3, 3>, strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>} : (tensor<1x14x14x32xf32, #blocked_1>) -> tensor<1x7x7x32xf32>
    sinter.yield %c : tensor<1x7x7x32xf32>
  }
  return %r : tensor<1x7x7x32xf32, #blocked_1>
}

// A mean of the elements inside the image.
func.func @case2(%a_x: tensor<1x15x13x20xf32, #blocked_1>) -> tensor<1x8x7x20xf32, #blocked> {
  %r = sinter.kernel "k" (%x = %a_x) : (tensor<1x15x13x20xf32, #blocked_1>) -> tensor<1x8x7x20xf32, #blocked> attributes {strategy = "pool", schedule = {}} {
    %c = sinter.avg_pool %x {window = array<i64: 3, 3>, strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>, count_padding = false} : (tensor<1x15x13x20xf32, #blocked_1>) -> tensor<1x8x7x20xf32>
    sinter.yield %c : tensor<1x8x7x20xf32>
  }
  return %r : tensor<1x8x7x20xf32, #blocked>
}

// A row-major pool whose rows are cut.
func.func @case3(%a_x: tensor<1x15x13x19xf32>) -> tensor<1x8x7x19xf32> {
  %r = sinter.kernel "k" (%x = %a_x) : (tensor<1x15x13x19xf32>) -> tensor<1x8x7x19xf32> attributes {strategy = "pool", schedule = {}} {
    %c = sinter.max_pool %x {window = array<i64: 3, 3>, strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>} : (tensor<1x15x13x19xf32>) -> tensor<1x8x7x19xf32>
    sinter.yield %c : tensor<1x8x7x19xf32>
  }
  return %r : tensor<1x8x7x19xf32>
}

// Global mean of a blocked, bordered image into a row that ends inside a vector.
func.func @case4(%a_x: tensor<1x7x6x20xf32, #blocked_1>) -> tensor<1x20xf32> {
  %r = sinter.kernel "k" (%x = %a_x) : (tensor<1x7x6x20xf32, #blocked_1>) -> tensor<1x20xf32> attributes {strategy = "reduction", schedule = {}} {
    %c = sinter.mean %x {axes = array<i64: 1, 2>} : (tensor<1x7x6x20xf32, #blocked_1>) -> tensor<1x20xf32>
    sinter.yield %c : tensor<1x20xf32>
  }
  return %r : tensor<1x20xf32>
}

// Softmax along channels in blocks: padding lanes do not count, and stay zero.
func.func @case5(%a_x: tensor<1x7x6x20xf32, #blocked>) -> tensor<1x7x6x20xf32, #blocked> {
  %r = sinter.kernel "k" (%x = %a_x) : (tensor<1x7x6x20xf32, #blocked>) -> tensor<1x7x6x20xf32, #blocked> attributes {strategy = "reduction", schedule = {}} {
    %c = sinter.softmax %x {axis = 3 : i64} : (tensor<1x7x6x20xf32, #blocked>) -> tensor<1x7x6x20xf32>
    sinter.yield %c : tensor<1x7x6x20xf32>
  }
  return %r : tensor<1x7x6x20xf32, #blocked>
}

// Softmax along a row that ends inside a vector.
func.func @case6(%a_x: tensor<3x19xf32>) -> tensor<3x19xf32> {
  %r = sinter.kernel "k" (%x = %a_x) : (tensor<3x19xf32>) -> tensor<3x19xf32> attributes {strategy = "reduction", schedule = {}} {
    %c = sinter.softmax %x {axis = 1 : i64} : (tensor<3x19xf32>) -> tensor<3x19xf32>
    sinter.yield %c : tensor<3x19xf32>
  }
  return %r : tensor<3x19xf32>
}

// Softmax down columns.
func.func @case7(%a_x: tensor<9x20xf32>) -> tensor<9x20xf32> {
  %r = sinter.kernel "k" (%x = %a_x) : (tensor<9x20xf32>) -> tensor<9x20xf32> attributes {strategy = "reduction", schedule = {}} {
    %c = sinter.softmax %x {axis = 0 : i64} : (tensor<9x20xf32>) -> tensor<9x20xf32>
    sinter.yield %c : tensor<9x20xf32>
  }
  return %r : tensor<9x20xf32>
}

// Into blocks and a border.
func.func @case8(%a_x: tensor<1x7x6x20xf32>) -> tensor<1x7x6x20xf32, #blocked_1> {
  %r = sinter.kernel "k" (%x = %a_x) : (tensor<1x7x6x20xf32>) -> tensor<1x7x6x20xf32, #blocked_1> attributes {schedule = {}} {
    %c = sinter.relayout %x  : tensor<1x7x6x20xf32> -> tensor<1x7x6x20xf32, #blocked_1>
    sinter.yield %c : tensor<1x7x6x20xf32, #blocked_1>
  }
  return %r : tensor<1x7x6x20xf32, #blocked_1>
}

// And back.
func.func @case9(%a_x: tensor<1x7x6x20xf32, #blocked_1>) -> tensor<1x7x6x20xf32> {
  %r = sinter.kernel "k" (%x = %a_x) : (tensor<1x7x6x20xf32, #blocked_1>) -> tensor<1x7x6x20xf32> attributes {schedule = {}} {
    %c = sinter.relayout %x  : tensor<1x7x6x20xf32, #blocked_1> -> tensor<1x7x6x20xf32>
    sinter.yield %c : tensor<1x7x6x20xf32>
  }
  return %r : tensor<1x7x6x20xf32>
}

// An image gets a border.
func.func @case10(%a_x: tensor<1x9x8x3xf32>) -> tensor<1x9x8x3xf32, #image_3332> {
  %r = sinter.kernel "k" (%x = %a_x) : (tensor<1x9x8x3xf32>) -> tensor<1x9x8x3xf32, #image_3332> attributes {schedule = {}} {
    %c = sinter.relayout %x  : tensor<1x9x8x3xf32> -> tensor<1x9x8x3xf32, #image_3332>
    sinter.yield %c : tensor<1x9x8x3xf32, #image_3332>
  }
  return %r : tensor<1x9x8x3xf32, #image_3332>
}

// Channels first, from blocks.
func.func @case11(%a_x: tensor<1x7x6x20xf32, #blocked>) -> tensor<1x20x7x6xf32> {
  %r = sinter.kernel "k" (%x = %a_x) : (tensor<1x7x6x20xf32, #blocked>) -> tensor<1x20x7x6xf32> attributes {schedule = {}} {
    %c = sinter.transpose %x {permutation = array<i64: 0, 3, 1, 2>} : (tensor<1x7x6x20xf32, #blocked>) -> tensor<1x20x7x6xf32>
    sinter.yield %c : tensor<1x20x7x6xf32>
  }
  return %r : tensor<1x20x7x6xf32>
}

// A reshape into blocks.
func.func @case12(%a_x: tensor<840xf32>) -> tensor<1x7x6x20xf32, #blocked> {
  %r = sinter.kernel "k" (%x = %a_x) : (tensor<840xf32>) -> tensor<1x7x6x20xf32, #blocked> attributes {schedule = {}} {
    %c = sinter.reshape %x {shape = array<i64: 1, 7, 6, 20>} : (tensor<840xf32>) -> tensor<1x7x6x20xf32>
    sinter.yield %c : tensor<1x7x6x20xf32>
  }
  return %r : tensor<1x7x6x20xf32, #blocked>
}

// Channels joined at a block.
func.func @case13(%a_x0: tensor<1x5x4x16xf32, #blocked>, %a_x1: tensor<1x5x4x32xf32, #blocked_1>) -> tensor<1x5x4x48xf32, #blocked> {
  %r = sinter.kernel "k" (%x0 = %a_x0, %x1 = %a_x1) : (tensor<1x5x4x16xf32, #blocked>, tensor<1x5x4x32xf32, #blocked_1>) -> tensor<1x5x4x48xf32, #blocked> attributes {strategy = "elementwise", schedule = {}} {
    %c = sinter.concat %x0, %x1 {axis = 3 : i64} : (tensor<1x5x4x16xf32, #blocked>, tensor<1x5x4x32xf32, #blocked_1>) -> tensor<1x5x4x48xf32>
    sinter.yield %c : tensor<1x5x4x48xf32>
  }
  return %r : tensor<1x5x4x48xf32, #blocked>
}

// Channels joined inside blocks.
func.func @case14(%a_x0: tensor<1x5x4x12xf32, #blocked>, %a_x1: tensor<1x5x4x17xf32, #blocked>, %a_x2: tensor<1x5x4x3xf32, #blocked>) -> tensor<1x5x4x32xf32, #blocked> {
  %r = sinter.kernel "k" (%x0 = %a_x0, %x1 = %a_x1, %x2 = %a_x2) : (tensor<1x5x4x12xf32, #blocked>, tensor<1x5x4x17xf32, #blocked>, tensor<1x5x4x3xf32, #blocked>) -> tensor<1x5x4x32xf32, #blocked> attributes {strategy = "elementwise", schedule = {}} {
    %c = sinter.concat %x0, %x1, %x2 {axis = 3 : i64} : (tensor<1x5x4x12xf32, #blocked>, tensor<1x5x4x17xf32, #blocked>, tensor<1x5x4x3xf32, #blocked>) -> tensor<1x5x4x32xf32>
    sinter.yield %c : tensor<1x5x4x32xf32>
  }
  return %r : tensor<1x5x4x32xf32, #blocked>
}

// Row-major and blocked vectors along the channels. In padding lanes e^0 must be zero.
func.func @case15(%a_x: tensor<1x7x6x20xf32, #blocked>, %a_s: tensor<20xf32>, %a_t: tensor<20xf32, #vector>) -> tensor<1x7x6x20xf32, #blocked_1> {
  %r = sinter.kernel "k" (%x = %a_x, %s = %a_s, %t = %a_t) : (tensor<1x7x6x20xf32, #blocked>, tensor<20xf32>, tensor<20xf32, #vector>) -> tensor<1x7x6x20xf32, #blocked_1> attributes {strategy = "elementwise", schedule = {}} {
    %m = sinter.mul %x, %s : tensor<1x7x6x20xf32, #blocked>, tensor<20xf32> -> tensor<1x7x6x20xf32>
    %n = sinter.add %m, %t : tensor<1x7x6x20xf32>, tensor<20xf32, #vector> -> tensor<1x7x6x20xf32>
    %e = sinter.exp %n : tensor<1x7x6x20xf32> -> tensor<1x7x6x20xf32>
    sinter.yield %e : tensor<1x7x6x20xf32>
  }
  return %r : tensor<1x7x6x20xf32, #blocked_1>
}

// A sum over rows and the channels of bordered blocks that are not full: neither border nor padding counts.
func.func @case16(%a_x: tensor<1x7x6x20xf32, #blocked_1>) -> tensor<1x6xf32> {
  %r = sinter.kernel "k" (%x = %a_x) : (tensor<1x7x6x20xf32, #blocked_1>) -> tensor<1x6xf32> attributes {strategy = "reduction", schedule = {}} {
    %c = sinter.reduce_max %x {axes = array<i64: 1, 3>} : (tensor<1x7x6x20xf32, #blocked_1>) -> tensor<1x6xf32>
    sinter.yield %c : tensor<1x6xf32>
  }
  return %r : tensor<1x6xf32>
}

// Sums along rows with a tail, in tasks.
func.func @case17(%a_x: tensor<6x77xf32>) -> tensor<6x1xf32> {
  %r = sinter.kernel "k" (%x = %a_x) : (tensor<6x77xf32>) -> tensor<6x1xf32> attributes {strategy = "reduction", schedule = {}, tasks = 3 : i64, task_dim = 0 : i64} {
    %c = sinter.sum %x {axes = array<i64: 1>, keep = true} : (tensor<6x77xf32>) -> tensor<6x1xf32>
    sinter.yield %c : tensor<6x1xf32>
  }
  return %r : tensor<6x1xf32>
}

// Running sums along rows of blocks, tasks beside them.
func.func @case18(%a_x: tensor<1x7x6x20xf32, #blocked_1>) -> tensor<1x7x6x20xf32, #blocked_1> {
  %r = sinter.kernel "k" (%x = %a_x) : (tensor<1x7x6x20xf32, #blocked_1>) -> tensor<1x7x6x20xf32, #blocked_1> attributes {strategy = "reduction", schedule = {}, tasks = 3 : i64, task_dim = 1 : i64} {
    %c = sinter.cumsum %x {axis = 1 : i64} : (tensor<1x7x6x20xf32, #blocked_1>) -> tensor<1x7x6x20xf32>
    sinter.yield %c : tensor<1x7x6x20xf32>
  }
  return %r : tensor<1x7x6x20xf32, #blocked_1>
}

// Depth to space from bordered blocks into bordered blocks, of which whole ones move.
func.func @case19(%a_x: tensor<1x3x4x32xf32, #blocked_1>) -> tensor<1x6x8x8xf32, #blocked_1> {
  %r = sinter.kernel "k" (%x = %a_x) : (tensor<1x3x4x32xf32, #blocked_1>) -> tensor<1x6x8x8xf32, #blocked_1> attributes {strategy = "elementwise", schedule = {}, tasks = 6 : i64, task_dim = 2 : i64} {
    %a = sinter.reshape %x {shape = array<i64: 1, 3, 4, 2, 2, 8>} : (tensor<1x3x4x32xf32, #blocked_1>) -> tensor<1x3x4x2x2x8xf32>
    %b = sinter.transpose %a {permutation = array<i64: 0, 1, 3, 2, 4, 5>} : (tensor<1x3x4x2x2x8xf32>) -> tensor<1x3x2x4x2x8xf32>
    %c = sinter.reshape %b {shape = array<i64: 1, 6, 8, 8>} : (tensor<1x3x2x4x2x8xf32>) -> tensor<1x6x8x8xf32>
    %d = sinter.tanh %c : tensor<1x6x8x8xf32> -> tensor<1x6x8x8xf32>
    sinter.yield %d : tensor<1x6x8x8xf32>
  }
  return %r : tensor<1x6x8x8xf32, #blocked_1>
}

// Channels padded by whole blocks and by parts.
func.func @case20(%a_x: tensor<1x5x4x16xf32, #blocked>) -> tensor<1x5x4x32xf32, #blocked_1> {
  %r = sinter.kernel "k" (%x = %a_x) : (tensor<1x5x4x16xf32, #blocked>) -> tensor<1x5x4x32xf32, #blocked_1> attributes {strategy = "elementwise", schedule = {}} {
    %c = sinter.pad %x {low = array<i64: 0, 0, 0, 8>, high = array<i64: 0, 0, 0, 8>, value = 2.0 : f64} : (tensor<1x5x4x16xf32, #blocked>) -> tensor<1x5x4x32xf32>
    sinter.yield %c : tensor<1x5x4x32xf32>
  }
  return %r : tensor<1x5x4x32xf32, #blocked_1>
}
func.func @case21(%a_x: tensor<1x5x4x16xf32, #blocked>) -> tensor<1x6x4x21xf32, #blocked_1> {
  %r = sinter.kernel "k" (%x = %a_x) : (tensor<1x5x4x16xf32, #blocked>) -> tensor<1x6x4x21xf32, #blocked_1> attributes {strategy = "elementwise", schedule = {}} {
    %c = sinter.pad %x {low = array<i64: 0, 1, 0, 2>, high = array<i64: 0, 0, 0, 3>, mode = "reflect"} : (tensor<1x5x4x16xf32, #blocked>) -> tensor<1x6x4x21xf32>
    sinter.yield %c : tensor<1x6x4x21xf32>
  }
  return %r : tensor<1x6x4x21xf32, #blocked_1>
}

// An image twice as large, in blocks with a border.
func.func @case22(%a_x: tensor<1x5x4x20xf32, #blocked_1>) -> tensor<1x10x8x20xf32, #blocked_1> {
  %r = sinter.kernel "k" (%x = %a_x) : (tensor<1x5x4x20xf32, #blocked_1>) -> tensor<1x10x8x20xf32, #blocked_1> attributes {strategy = "resize", schedule = {}, tasks = 5 : i64, task_dim = 2 : i64} {
    %c = sinter.resize %x {size = array<i64: 10, 8>, mode = "bicubic", coordinates = "half_pixel"} : (tensor<1x5x4x20xf32, #blocked_1>) -> tensor<1x10x8x20xf32>
    sinter.yield %c : tensor<1x10x8x20xf32>
  }
  return %r : tensor<1x10x8x20xf32, #blocked_1>
}

}

// Matrix products under schedules of our choosing, against the reference.
// RUN: kernel-test %s

#panels = #sinter.layout<[1 / 8, 0, 1 mod 8]>
#batch_panels = #sinter.layout<[0, 2 / 8, 1, 2 mod 8]>
#blocked = #sinter.layout<[0, 1 / 8, 1 mod 8]>

module attributes {sinter.target = #sinter.target<"x86-64-v3", vector_bits = 256, vector_registers = 16, fma_latency = 4, l1_bytes = 32768, l2_bytes = 524288>} {

// Rows of whole vectors are read where they are; 20 rows in tiles of 6, in two tasks.
func.func @case1(%a_x: tensor<20x13xf32>, %a_y: tensor<13x32xf32>) -> tensor<20x32xf32> {
  %r = sinter.kernel "k" (%x = %a_x, %y = %a_y) : (tensor<20x13xf32>, tensor<13x32xf32>) -> tensor<20x32xf32> attributes {strategy = "matmul", schedule = {channel_blocks = 2 : i64, rows = 6 : i64}, tasks = 2 : i64, task_dim = 0 : i64} {
    %c = sinter.matmul %x, %y : (tensor<20x13xf32>, tensor<13x32xf32>) -> tensor<20x32xf32>
    sinter.yield %c : tensor<20x32xf32>
  }
  return %r : tensor<20x32xf32>
}

// Panels whose last is not full, an addition and an activation behind.
func.func @case2(%a_x: tensor<7x13xf32>, %a_y: tensor<13x19xf32, #panels>, %a_b: tensor<19xf32>) -> tensor<7x19xf32> {
  %r = sinter.kernel "k" (%x = %a_x, %y = %a_y, %b = %a_b) : (tensor<7x13xf32>, tensor<13x19xf32, #panels>, tensor<19xf32>) -> tensor<7x19xf32> attributes {strategy = "matmul", schedule = {channel_blocks = 3 : i64, rows = 4 : i64}} {
    %c = sinter.matmul %x, %y : (tensor<7x13xf32>, tensor<13x19xf32, #panels>) -> tensor<7x19xf32>
    %s = sinter.add %c, %b : tensor<7x19xf32>, tensor<19xf32> -> tensor<7x19xf32>
    %t = sinter.relu %s : tensor<7x19xf32> -> tensor<7x19xf32>
    sinter.yield %t : tensor<7x19xf32>
  }
  return %r : tensor<7x19xf32>
}

// A task for each matrix of a batch, whose right side is one for all.
func.func @case3(%a_x: tensor<3x5x9xf32>, %a_y: tensor<1x9x11xf32, #batch_panels>) -> tensor<3x5x11xf32> {
  %r = sinter.kernel "k" (%x = %a_x, %y = %a_y) : (tensor<3x5x9xf32>, tensor<1x9x11xf32, #batch_panels>) -> tensor<3x5x11xf32> attributes {strategy = "matmul", schedule = {channel_blocks = 2 : i64, rows = 6 : i64}, tasks = 3 : i64, task_dim = 0 : i64} {
    %c = sinter.matmul %x, %y : (tensor<3x5x9xf32>, tensor<1x9x11xf32, #batch_panels>) -> tensor<3x5x11xf32>
    sinter.yield %c : tensor<3x5x11xf32>
  }
  return %r : tensor<3x5x11xf32>
}

// Any layout, by the formula.
func.func @case4(%a_x: tensor<7x13xf32, #blocked>, %a_y: tensor<13x19xf32>) -> tensor<7x19xf32, #blocked> {
  %r = sinter.kernel "k" (%x = %a_x, %y = %a_y) : (tensor<7x13xf32, #blocked>, tensor<13x19xf32>) -> tensor<7x19xf32, #blocked> attributes {strategy = "plain", schedule = {}} {
    %c = sinter.matmul %x, %y : (tensor<7x13xf32, #blocked>, tensor<13x19xf32>) -> tensor<7x19xf32>
    sinter.yield %c : tensor<7x19xf32>
  }
  return %r : tensor<7x19xf32, #blocked>
}

// Tasks are the tiles of columns of all matrices.
func.func @tiles(%a_x: tensor<2x5x9xf32>, %a_y: tensor<2x9x32xf32>) -> tensor<2x5x32xf32> {
  %r = sinter.kernel "k" (%x = %a_x, %y = %a_y) : (tensor<2x5x9xf32>, tensor<2x9x32xf32>) -> tensor<2x5x32xf32> attributes {strategy = "matmul", schedule = {channel_blocks = 2 : i64, rows = 4 : i64}, tasks = 2 : i64, task_dim = 2 : i64} {
    %c = sinter.matmul %x, %y : (tensor<2x5x9xf32>, tensor<2x9x32xf32>) -> tensor<2x5x32xf32>
    sinter.yield %c : tensor<2x5x32xf32>
  }
  return %r : tensor<2x5x32xf32>
}

}

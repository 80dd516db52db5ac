// Dense layers under schedules of our choosing, against the reference.
// RUN: kernel-test %s

#units = #sinter.layout<[0 / 8, 1, 0 mod 8]>
#vector = #sinter.layout<[0 / 8, 0 mod 8]>
#row = #sinter.layout<[0, 1 / 8, 1 mod 8]>

module attributes {sinter.target = #sinter.target<"x86-64-v3", vector_bits = 256, vector_registers = 16, fma_latency = 4, l1_bytes = 32768, l2_bytes = 524288>} {

// A row-major input of one row, a result in blocks. Eight blocks do not divide fifteen: tiles of five.
func.func @case1(%a_x: tensor<1x400xf32>, %a_w: tensor<120x400xf32, #units>, %a_b: tensor<120xf32, #vector>) -> tensor<1x120xf32, #row> {
  %r = sinter.kernel "k" (%x = %a_x, %w = %a_w, %b = %a_b) : (tensor<1x400xf32>, tensor<120x400xf32, #units>, tensor<120xf32, #vector>) -> tensor<1x120xf32, #row> attributes {strategy = "dense", schedule = {channel_blocks = 8 : i64, rows = 1 : i64}} {
    %c = sinter.dense %x, %w, %b : (tensor<1x400xf32>, tensor<120x400xf32, #units>, tensor<120xf32, #vector>) -> tensor<1x120xf32>
    %y = sinter.relu %c : tensor<1x120xf32> -> tensor<1x120xf32>
    sinter.yield %y : tensor<1x120xf32>
  }
  return %r : tensor<1x120xf32, #row>
}

// Eleven blocks at once.
func.func @case2(%a_x: tensor<1x120xf32, #row>, %a_w: tensor<84x120xf32, #units>, %a_b: tensor<84xf32, #vector>) -> tensor<1x84xf32, #row> {
  %r = sinter.kernel "k" (%x = %a_x, %w = %a_w, %b = %a_b) : (tensor<1x120xf32, #row>, tensor<84x120xf32, #units>, tensor<84xf32, #vector>) -> tensor<1x84xf32, #row> attributes {strategy = "dense", schedule = {channel_blocks = 11 : i64, rows = 1 : i64}} {
    %c = sinter.dense %x, %w, %b : (tensor<1x120xf32, #row>, tensor<84x120xf32, #units>, tensor<84xf32, #vector>) -> tensor<1x84xf32>
    sinter.yield %c : tensor<1x84xf32>
  }
  return %r : tensor<1x84xf32, #row>
}

// Ten logits, row-major: the second vector is cut.
func.func @case3(%a_x: tensor<1x84xf32, #row>, %a_w: tensor<10x84xf32, #units>, %a_b: tensor<10xf32, #vector>) -> tensor<1x10xf32> {
  %r = sinter.kernel "k" (%x = %a_x, %w = %a_w, %b = %a_b) : (tensor<1x84xf32, #row>, tensor<10x84xf32, #units>, tensor<10xf32, #vector>) -> tensor<1x10xf32> attributes {strategy = "dense", schedule = {channel_blocks = 2 : i64, rows = 1 : i64}} {
    %c = sinter.dense %x, %w, %b : (tensor<1x84xf32, #row>, tensor<10x84xf32, #units>, tensor<10xf32, #vector>) -> tensor<1x10xf32>
    sinter.yield %c : tensor<1x10xf32>
  }
  return %r : tensor<1x10xf32>
}

// Padding lanes.
func.func @case4(%a_x: tensor<1x84xf32>, %a_w: tensor<10x84xf32, #units>, %a_b: tensor<10xf32, #vector>) -> tensor<1x10xf32, #row> {
  %r = sinter.kernel "k" (%x = %a_x, %w = %a_w, %b = %a_b) : (tensor<1x84xf32>, tensor<10x84xf32, #units>, tensor<10xf32, #vector>) -> tensor<1x10xf32, #row> attributes {strategy = "dense", schedule = {channel_blocks = 8 : i64, rows = 1 : i64}} {
    %c = sinter.dense %x, %w, %b : (tensor<1x84xf32>, tensor<10x84xf32, #units>, tensor<10xf32, #vector>) -> tensor<1x10xf32>
    %z = sinter.sigmoid %c : tensor<1x10xf32> -> tensor<1x10xf32>
    sinter.yield %z : tensor<1x10xf32>
  }
  return %r : tensor<1x10xf32, #row>
}

// Many rows, two tasks.
func.func @case5(%a_x: tensor<64x33xf32, #row>, %a_w: tensor<48x33xf32, #units>, %a_b: tensor<48xf32, #vector>) -> tensor<64x48xf32, #row> {
  %r = sinter.kernel "k" (%x = %a_x, %w = %a_w, %b = %a_b) : (tensor<64x33xf32, #row>, tensor<48x33xf32, #units>, tensor<48xf32, #vector>) -> tensor<64x48xf32, #row> attributes {strategy = "dense", schedule = {channel_blocks = 3 : i64, rows = 4 : i64}, tasks = 2 : i64, task_dim = 1 : i64} {
    %c = sinter.dense %x, %w, %b : (tensor<64x33xf32, #row>, tensor<48x33xf32, #units>, tensor<48xf32, #vector>) -> tensor<64x48xf32>
    sinter.yield %c : tensor<64x48xf32>
  }
  return %r : tensor<64x48xf32, #row>
}

// Seven rows leave a tail of three.
func.func @case6(%a_x: tensor<7x33xf32>, %a_w: tensor<21x33xf32, #units>, %a_b: tensor<21xf32, #vector>) -> tensor<7x21xf32> {
  %r = sinter.kernel "k" (%x = %a_x, %w = %a_w, %b = %a_b) : (tensor<7x33xf32>, tensor<21x33xf32, #units>, tensor<21xf32, #vector>) -> tensor<7x21xf32> attributes {strategy = "dense", schedule = {channel_blocks = 3 : i64, rows = 4 : i64}} {
    %c = sinter.dense %x, %w, %b : (tensor<7x33xf32>, tensor<21x33xf32, #units>, tensor<21xf32, #vector>) -> tensor<7x21xf32>
    sinter.yield %c : tensor<7x21xf32>
  }
  return %r : tensor<7x21xf32>
}

// Rank three.
func.func @case7(%a_x: tensor<2x5x33xf32>, %a_w: tensor<48x33xf32, #units>, %a_b: tensor<48xf32, #vector>) -> tensor<2x5x48xf32> {
  %r = sinter.kernel "k" (%x = %a_x, %w = %a_w, %b = %a_b) : (tensor<2x5x33xf32>, tensor<48x33xf32, #units>, tensor<48xf32, #vector>) -> tensor<2x5x48xf32> attributes {strategy = "dense", schedule = {channel_blocks = 3 : i64, rows = 4 : i64}} {
    %c = sinter.dense %x, %w, %b : (tensor<2x5x33xf32>, tensor<48x33xf32, #units>, tensor<48xf32, #vector>) -> tensor<2x5x48xf32>
    sinter.yield %c : tensor<2x5x48xf32>
  }
  return %r : tensor<2x5x48xf32>
}

// Tasks are tiles of a row-major row, the last of which is cut.
func.func @tiles(%a_x: tensor<1x19xf32>, %a_w: tensor<44x19xf32, #units>, %a_b: tensor<44xf32, #vector>) -> tensor<1x44xf32> {
  %r = sinter.kernel "k" (%x = %a_x, %w = %a_w, %b = %a_b) : (tensor<1x19xf32>, tensor<44x19xf32, #units>, tensor<44xf32, #vector>) -> tensor<1x44xf32> attributes {strategy = "dense", schedule = {channel_blocks = 2 : i64, rows = 1 : i64}, tasks = 3 : i64, task_dim = 1 : i64} {
    %c = sinter.dense %x, %w, %b : (tensor<1x19xf32>, tensor<44x19xf32, #units>, tensor<44xf32, #vector>) -> tensor<1x44xf32>
    sinter.yield %c : tensor<1x44xf32>
  }
  return %r : tensor<1x44xf32>
}

// Tiles of 13 rows, the last tile of which is cut as well.
func.func @tiles_of_rows(%a_x: tensor<13x19xf32>, %a_w: tensor<44x19xf32, #units>, %a_b: tensor<44xf32, #vector>) -> tensor<13x44xf32> {
  %r = sinter.kernel "k" (%x = %a_x, %w = %a_w, %b = %a_b) : (tensor<13x19xf32>, tensor<44x19xf32, #units>, tensor<44xf32, #vector>) -> tensor<13x44xf32> attributes {strategy = "dense", schedule = {channel_blocks = 3 : i64, rows = 4 : i64}, tasks = 2 : i64, task_dim = 1 : i64} {
    %c = sinter.dense %x, %w, %b : (tensor<13x19xf32>, tensor<44x19xf32, #units>, tensor<44xf32, #vector>) -> tensor<13x44xf32>
    sinter.yield %c : tensor<13x44xf32>
  }
  return %r : tensor<13x44xf32>
}

}

// RUN: sinter diff %s
// RUN: sinter diff %s --target=x86-64-v2
// RUN: sinter diff %s --target=x86-64-v3

// Matrix products: sizes that fill no tile, batches that broadcast.
module {
  sinter.parameter @with_epilogue.w1 : tensor<19xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @weights.w0 : tensor<13x24xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @attention.w0 : tensor<11x11x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // Whole tiles.
  func.func @whole(%x: tensor<12x16xf32> {sinter.name = "x"}, %y: tensor<16x32xf32> {sinter.name = "y"}) -> (tensor<12x32xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "matmul"} {
    %v0 = sinter.matmul %x, %y : (tensor<12x16xf32>, tensor<16x32xf32>) -> tensor<12x32xf32>
    return %v0 : tensor<12x32xf32>
  }

  // Tails on all sides.
  func.func @tails(%x: tensor<7x13xf32> {sinter.name = "x"}, %y: tensor<13x19xf32> {sinter.name = "y"}) -> (tensor<7x19xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "matmul"} {
    %v0 = sinter.matmul %x, %y : (tensor<7x13xf32>, tensor<13x19xf32>) -> tensor<7x19xf32>
    return %v0 : tensor<7x19xf32>
  }

  // Fewer columns than lanes.
  func.func @narrow(%x: tensor<9x5xf32> {sinter.name = "x"}, %y: tensor<5x3xf32> {sinter.name = "y"}) -> (tensor<9x3xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "matmul"} {
    %v0 = sinter.matmul %x, %y : (tensor<9x5xf32>, tensor<5x3xf32>) -> tensor<9x3xf32>
    return %v0 : tensor<9x3xf32>
  }

  // One row.
  func.func @row(%x: tensor<1x37xf32> {sinter.name = "x"}, %y: tensor<37x21xf32> {sinter.name = "y"}) -> (tensor<1x21xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "matmul"} {
    %v0 = sinter.matmul %x, %y : (tensor<1x37xf32>, tensor<37x21xf32>) -> tensor<1x21xf32>
    return %v0 : tensor<1x21xf32>
  }

  // One column.
  func.func @column(%x: tensor<11x37xf32> {sinter.name = "x"}, %y: tensor<37x1xf32> {sinter.name = "y"}) -> (tensor<11x1xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "matmul"} {
    %v0 = sinter.matmul %x, %y : (tensor<11x37xf32>, tensor<37x1xf32>) -> tensor<11x1xf32>
    return %v0 : tensor<11x1xf32>
  }

  // A batch.
  func.func @batch(%x: tensor<3x5x7xf32> {sinter.name = "x"}, %y: tensor<3x7x9xf32> {sinter.name = "y"}) -> (tensor<3x5x9xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "matmul"} {
    %v0 = sinter.matmul %x, %y : (tensor<3x5x7xf32>, tensor<3x7x9xf32>) -> tensor<3x5x9xf32>
    return %v0 : tensor<3x5x9xf32>
  }

  // One matrix for all.
  func.func @shared(%x: tensor<4x5x8xf32> {sinter.name = "x"}, %y: tensor<8x16xf32> {sinter.name = "y"}) -> (tensor<4x5x16xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "matmul"} {
    %v0 = sinter.matmul %x, %y : (tensor<4x5x8xf32>, tensor<8x16xf32>) -> tensor<4x5x16xf32>
    return %v0 : tensor<4x5x16xf32>
  }

  // Both batches grow.
  func.func @grows(%x: tensor<3x1x5x7xf32> {sinter.name = "x"}, %y: tensor<2x7x9xf32> {sinter.name = "y"}) -> (tensor<3x2x5x9xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "matmul"} {
    %v0 = sinter.matmul %x, %y : (tensor<3x1x5x7xf32>, tensor<2x7x9xf32>) -> tensor<3x2x5x9xf32>
    return %v0 : tensor<3x2x5x9xf32>
  }

  // Rank 6.
  func.func @six(%x: tensor<2x1x2x1x5x7xf32> {sinter.name = "x"}, %y: tensor<2x1x3x7x16xf32> {sinter.name = "y"}) -> (tensor<2x2x2x3x5x16xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "matmul"} {
    %v0 = sinter.matmul %x, %y : (tensor<2x1x2x1x5x7xf32>, tensor<2x1x3x7x16xf32>) -> tensor<2x2x2x3x5x16xf32>
    return %v0 : tensor<2x2x2x3x5x16xf32>
  }

  // A long sum.
  func.func @long_sum(%x: tensor<6x1000xf32> {sinter.name = "x"}, %y: tensor<1000x24xf32> {sinter.name = "y"}) -> (tensor<6x24xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "matmul"} {
    %v0 = sinter.matmul %x, %y : (tensor<6x1000xf32>, tensor<1000x24xf32>) -> tensor<6x24xf32>
    return %v0 : tensor<6x24xf32>
  }

  // One number.
  func.func @one(%x: tensor<1x1xf32> {sinter.name = "x"}, %y: tensor<1x1xf32> {sinter.name = "y"}) -> (tensor<1x1xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "matmul"} {
    %v0 = sinter.matmul %x, %y : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
    return %v0 : tensor<1x1xf32>
  }

  // Rows for several tasks.
  func.func @many_rows(%x: tensor<96x64xf32> {sinter.name = "x"}, %y: tensor<64x80xf32> {sinter.name = "y"}) -> (tensor<96x80xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "matmul"} {
    %v0 = sinter.matmul %x, %y : (tensor<96x64xf32>, tensor<64x80xf32>) -> tensor<96x80xf32>
    return %v0 : tensor<96x80xf32>
  }

  // A bias and an activation.
  func.func @with_epilogue(%x: tensor<7x13xf32> {sinter.name = "x"}, %y: tensor<13x19xf32> {sinter.name = "y"}) -> (tensor<7x19xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "matmul"} {
    %v0 = sinter.matmul %x, %y : (tensor<7x13xf32>, tensor<13x19xf32>) -> tensor<7x19xf32>
    %w1 = sinter.read @with_epilogue.w1 : tensor<19xf32>
    %v2 = sinter.add %v0, %w1 : tensor<7x19xf32>, tensor<19xf32> -> tensor<7x19xf32>
    %v3 = sinter.tanh %v2 : tensor<7x19xf32> -> tensor<7x19xf32>
    return %v3 : tensor<7x19xf32>
  }

  // Weights, which are packed.
  func.func @weights(%x: tensor<7x13xf32> {sinter.name = "x"}) -> (tensor<7x24xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "matmul"} {
    %w0 = sinter.read @weights.w0 : tensor<13x24xf32>
    %v1 = sinter.matmul %x, %w0 : (tensor<7x13xf32>, tensor<13x24xf32>) -> tensor<7x24xf32>
    return %v1 : tensor<7x24xf32>
  }

  // One tensor as both operands.
  func.func @square(%x: tensor<9x9xf32> {sinter.name = "x"}, %y: tensor<16x16xf32> {sinter.name = "y"}) -> (tensor<9x9xf32> {sinter.name = "y0"}, tensor<16x16xf32> {sinter.name = "y1"}) attributes {sinter.entry = "infer", sinter.model = "matmul"} {
    %v0 = sinter.matmul %x, %x : (tensor<9x9xf32>, tensor<9x9xf32>) -> tensor<9x9xf32>
    %v1 = sinter.matmul %y, %y : (tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
    return %v0, %v1 : tensor<9x9xf32>, tensor<16x16xf32>
  }

  // Rows of channels in blocks by their transpose.
  func.func @attention(%x: tensor<1x3x4x11xf32> {sinter.name = "x"}) -> (tensor<1x12x11xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "matmul"} {
    %w0 = sinter.read @attention.w0 : tensor<11x11x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<1x3x4x11xf32>, tensor<11x11x1x1xf32>) -> tensor<1x3x4x11xf32>
    %v2 = sinter.reshape %v1 {shape = array<i64: 1, 12, 11>} : (tensor<1x3x4x11xf32>) -> tensor<1x12x11xf32>
    %v3 = sinter.transpose %v2 {permutation = array<i64: 0, 2, 1>} : (tensor<1x12x11xf32>) -> tensor<1x11x12xf32>
    %v4 = sinter.matmul %v2, %v3 : (tensor<1x12x11xf32>, tensor<1x11x12xf32>) -> tensor<1x12x12xf32>
    %v5 = sinter.softmax %v4 {axis = 2 : i64} : (tensor<1x12x12xf32>) -> tensor<1x12x12xf32>
    %v6 = sinter.matmul %v5, %v2 : (tensor<1x12x12xf32>, tensor<1x12x11xf32>) -> tensor<1x12x11xf32>
    return %v6 : tensor<1x12x11xf32>
  }
}

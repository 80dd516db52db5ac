// RUN: sinter diff %s

// Repeated tensors.
module {
  sinter.parameter @blocks.w0 : tensor<19x19x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @tiles.w0 : tensor<11x11x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // A row for each row.
  func.func @row(%x: tensor<19xf32> {sinter.name = "x"}) -> (tensor<5x19xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "broadcast"} {
    %v0 = sinter.broadcast %x {shape = array<i64: 5, 19>} : (tensor<19xf32>) -> tensor<5x19xf32>
    return %v0 : tensor<5x19xf32>
  }

  // A column for each column.
  func.func @column(%x: tensor<5x1xf32> {sinter.name = "x"}) -> (tensor<5x19xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "broadcast"} {
    %v0 = sinter.broadcast %x {shape = array<i64: 5, 19>} : (tensor<5x1xf32>) -> tensor<5x19xf32>
    return %v0 : tensor<5x19xf32>
  }

  // A number everywhere.
  func.func @scalar(%x: tensor<f32> {sinter.name = "x"}) -> (tensor<3x7xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "broadcast"} {
    %v0 = sinter.broadcast %x {shape = array<i64: 3, 7>} : (tensor<f32>) -> tensor<3x7xf32>
    return %v0 : tensor<3x7xf32>
  }

  // To rank 6.
  func.func @six(%x: tensor<3x1x2x1xf32> {sinter.name = "x"}) -> (tensor<2x2x3x5x2x9xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "broadcast"} {
    %v0 = sinter.broadcast %x {shape = array<i64: 2, 2, 3, 5, 2, 9>} : (tensor<3x1x2x1xf32>) -> tensor<2x2x3x5x2x9xf32>
    return %v0 : tensor<2x2x3x5x2x9xf32>
  }

  // A new axis alone.
  func.func @same(%x: tensor<4x8xf32> {sinter.name = "x"}) -> (tensor<1x4x8xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "broadcast"} {
    %v0 = sinter.broadcast %x {shape = array<i64: 1, 4, 8>} : (tensor<4x8xf32>) -> tensor<1x4x8xf32>
    return %v0 : tensor<1x4x8xf32>
  }

  // Of booleans.
  func.func @of_i1(%x: tensor<5x1xi1> {sinter.name = "x"}) -> (tensor<5x13xi1> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "broadcast"} {
    %v0 = sinter.broadcast %x {shape = array<i64: 5, 13>} : (tensor<5x1xi1>) -> tensor<5x13xi1>
    return %v0 : tensor<5x13xi1>
  }

  // Of u8.
  func.func @of_ui8(%x: tensor<5x1xui8> {sinter.name = "x"}) -> (tensor<5x13xui8> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "broadcast"} {
    %v0 = sinter.broadcast %x {shape = array<i64: 5, 13>} : (tensor<5x1xui8>) -> tensor<5x13xui8>
    return %v0 : tensor<5x13xui8>
  }

  // Of i32.
  func.func @of_i32(%x: tensor<5x1xi32> {sinter.name = "x"}) -> (tensor<5x13xi32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "broadcast"} {
    %v0 = sinter.broadcast %x {shape = array<i64: 5, 13>} : (tensor<5x1xi32>) -> tensor<5x13xi32>
    return %v0 : tensor<5x13xi32>
  }

  // Of the mean of channels in blocks, back to an image.
  func.func @blocks(%x: tensor<1x5x4x19xf32> {sinter.name = "x"}) -> (tensor<1x5x4x19xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "broadcast"} {
    %w0 = sinter.read @blocks.w0 : tensor<19x19x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<1x5x4x19xf32>, tensor<19x19x1x1xf32>) -> tensor<1x5x4x19xf32>
    %v2 = sinter.mean %v1 {axes = array<i64: 1, 2>, keep = true} : (tensor<1x5x4x19xf32>) -> tensor<1x1x1x19xf32>
    %v3 = sinter.broadcast %v2 {shape = array<i64: 1, 5, 4, 19>} : (tensor<1x1x1x19xf32>) -> tensor<1x5x4x19xf32>
    %v4 = sinter.sub %v1, %v3 : tensor<1x5x4x19xf32>, tensor<1x5x4x19xf32> -> tensor<1x5x4x19xf32>
    return %v4 : tensor<1x5x4x19xf32>
  }

  // Twice each row and column: reshape, broadcast, reshape.
  func.func @tiles(%x: tensor<1x3x4x11xf32> {sinter.name = "x"}) -> (tensor<1x6x8x11xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "broadcast"} {
    %w0 = sinter.read @tiles.w0 : tensor<11x11x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<1x3x4x11xf32>, tensor<11x11x1x1xf32>) -> tensor<1x3x4x11xf32>
    %v2 = sinter.reshape %v1 {shape = array<i64: 3, 1, 4, 1, 11>} : (tensor<1x3x4x11xf32>) -> tensor<3x1x4x1x11xf32>
    %v3 = sinter.broadcast %v2 {shape = array<i64: 3, 2, 4, 2, 11>} : (tensor<3x1x4x1x11xf32>) -> tensor<3x2x4x2x11xf32>
    %v4 = sinter.reshape %v3 {shape = array<i64: 1, 6, 8, 11>} : (tensor<3x2x4x2x11xf32>) -> tensor<1x6x8x11xf32>
    return %v4 : tensor<1x6x8x11xf32>
  }
}

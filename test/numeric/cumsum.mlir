// RUN: sinter diff %s

// Running sums.
module {
  sinter.parameter @channels.w0 : tensor<19x19x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @image.w0 : tensor<11x11x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // Of a vector.
  func.func @vector(%x: tensor<37xf32> {sinter.name = "x"}) -> (tensor<37xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "cumsum"} {
    %v0 = sinter.cumsum %x {axis = 0 : i64} : (tensor<37xf32>) -> tensor<37xf32>
    return %v0 : tensor<37xf32>
  }

  // Along rows.
  func.func @rows(%x: tensor<3x19xf32> {sinter.name = "x"}) -> (tensor<3x19xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "cumsum"} {
    %v0 = sinter.cumsum %x {axis = 1 : i64} : (tensor<3x19xf32>) -> tensor<3x19xf32>
    return %v0 : tensor<3x19xf32>
  }

  // Down columns, in vectors.
  func.func @columns(%x: tensor<9x24xf32> {sinter.name = "x"}) -> (tensor<9x24xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "cumsum"} {
    %v0 = sinter.cumsum %x {axis = 0 : i64} : (tensor<9x24xf32>) -> tensor<9x24xf32>
    return %v0 : tensor<9x24xf32>
  }

  // Along the middle.
  func.func @middle(%x: tensor<3x7x5xf32> {sinter.name = "x"}) -> (tensor<3x7x5xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "cumsum"} {
    %v0 = sinter.cumsum %x {axis = 1 : i64} : (tensor<3x7x5xf32>) -> tensor<3x7x5xf32>
    return %v0 : tensor<3x7x5xf32>
  }

  // Along channels in blocks.
  func.func @channels(%x: tensor<1x3x4x19xf32> {sinter.name = "x"}) -> (tensor<1x3x4x19xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "cumsum"} {
    %w0 = sinter.read @channels.w0 : tensor<19x19x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<1x3x4x19xf32>, tensor<19x19x1x1xf32>) -> tensor<1x3x4x19xf32>
    %v2 = sinter.cumsum %v1 {axis = 3 : i64} : (tensor<1x3x4x19xf32>) -> tensor<1x3x4x19xf32>
    return %v2 : tensor<1x3x4x19xf32>
  }

  // Along the rows of blocks.
  func.func @image(%x: tensor<1x5x4x11xf32> {sinter.name = "x"}) -> (tensor<1x5x4x11xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "cumsum"} {
    %w0 = sinter.read @image.w0 : tensor<11x11x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<1x5x4x11xf32>, tensor<11x11x1x1xf32>) -> tensor<1x5x4x11xf32>
    %v2 = sinter.cumsum %v1 {axis = 1 : i64} : (tensor<1x5x4x11xf32>) -> tensor<1x5x4x11xf32>
    return %v2 : tensor<1x5x4x11xf32>
  }

  // An axis of one.
  func.func @one(%x: tensor<5x1xf32> {sinter.name = "x"}) -> (tensor<5x1xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "cumsum"} {
    %v0 = sinter.cumsum %x {axis = 1 : i64} : (tensor<5x1xf32>) -> tensor<5x1xf32>
    return %v0 : tensor<5x1xf32>
  }

  // Rank 6.
  func.func @six(%x: tensor<2x3x2x5x3x2xf32> {sinter.name = "x"}) -> (tensor<2x3x2x5x3x2xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "cumsum"} {
    %v0 = sinter.cumsum %x {axis = 4 : i64} : (tensor<2x3x2x5x3x2xf32>) -> tensor<2x3x2x5x3x2xf32>
    return %v0 : tensor<2x3x2x5x3x2xf32>
  }

  // What follows is a kernel of its own.
  func.func @with_activation(%x: tensor<4x12xf32> {sinter.name = "x"}) -> (tensor<4x12xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "cumsum"} {
    %v0 = sinter.cumsum %x {axis = 1 : i64} : (tensor<4x12xf32>) -> tensor<4x12xf32>
    %v1 = sinter.tanh %v0 : tensor<4x12xf32> -> tensor<4x12xf32>
    return %v1 : tensor<4x12xf32>
  }

  // Of u8.
  func.func @of_ui8(%x: tensor<5x21xui8> {sinter.name = "x"}) -> (tensor<5x21xui8> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "cumsum"} {
    %v0 = sinter.cumsum %x {axis = 1 : i64} : (tensor<5x21xui8>) -> tensor<5x21xui8>
    return %v0 : tensor<5x21xui8>
  }

  // Of i32.
  func.func @of_i32(%x: tensor<5x21xi32> {sinter.name = "x"}) -> (tensor<5x21xi32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "cumsum"} {
    %v0 = sinter.cumsum %x {axis = 1 : i64} : (tensor<5x21xi32>) -> tensor<5x21xi32>
    return %v0 : tensor<5x21xi32>
  }

  // Shared by several tasks, none of which divides the axis.
  func.func @tasks(%x: tensor<64x4x128xf32> {sinter.name = "x"}) -> (tensor<64x4x128xf32> {sinter.name = "y0"}, tensor<64x4x128xf32> {sinter.name = "y1"}) attributes {sinter.entry = "infer", sinter.model = "cumsum"} {
    %v0 = sinter.cumsum %x {axis = 0 : i64} : (tensor<64x4x128xf32>) -> tensor<64x4x128xf32>
    %v1 = sinter.cumsum %x {axis = 1 : i64} : (tensor<64x4x128xf32>) -> tensor<64x4x128xf32>
    return %v0, %v1 : tensor<64x4x128xf32>, tensor<64x4x128xf32>
  }

  // Long enough for rounding to add up.
  func.func @many_terms(%x: tensor<300x200xf32> {sinter.name = "x"}) -> (tensor<300x200xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "cumsum"} {
    %v0 = sinter.cumsum %x {axis = 0 : i64} : (tensor<300x200xf32>) -> tensor<300x200xf32>
    return %v0 : tensor<300x200xf32>
  }
}

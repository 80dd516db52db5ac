// RUN: sinter diff %s

// Where the largest elements are, in order.
module {
  sinter.parameter @channels.w0 : tensor<19x19x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @columns.w0 : tensor<11x11x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // Five of a row.
  func.func @classes(%x: tensor<3x19xf32> {sinter.name = "x"}) -> (tensor<3x5xi32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "top_k"} {
    %v0 = sinter.top_k %x {k = 5 : i64, axis = 1 : i64} : (tensor<3x19xf32>) -> tensor<3x5xi32>
    return %v0 : tensor<3x5xi32>
  }

  // A sorted row.
  func.func @all(%x: tensor<2x13xf32> {sinter.name = "x"}) -> (tensor<2x13xi32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "top_k"} {
    %v0 = sinter.top_k %x {k = 13 : i64, axis = 1 : i64} : (tensor<2x13xf32>) -> tensor<2x13xi32>
    return %v0 : tensor<2x13xi32>
  }

  // Along the first axis, lines in vectors.
  func.func @first(%x: tensor<11x24xf32> {sinter.name = "x"}) -> (tensor<3x24xi32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "top_k"} {
    %v0 = sinter.top_k %x {k = 3 : i64, axis = 0 : i64} : (tensor<11x24xf32>) -> tensor<3x24xi32>
    return %v0 : tensor<3x24xi32>
  }

  // Channels in blocks.
  func.func @channels(%x: tensor<1x3x4x19xf32> {sinter.name = "x"}) -> (tensor<1x3x4x9xi32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "top_k"} {
    %w0 = sinter.read @channels.w0 : tensor<19x19x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<1x3x4x19xf32>, tensor<19x19x1x1xf32>) -> tensor<1x3x4x19xf32>
    %v2 = sinter.top_k %v1 {k = 9 : i64, axis = 3 : i64} : (tensor<1x3x4x19xf32>) -> tensor<1x3x4x9xi32>
    return %v2 : tensor<1x3x4x9xi32>
  }

  // Along the columns of blocks.
  func.func @columns(%x: tensor<1x3x9x11xf32> {sinter.name = "x"}) -> (tensor<1x3x4x11xi32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "top_k"} {
    %w0 = sinter.read @columns.w0 : tensor<11x11x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<1x3x9x11xf32>, tensor<11x11x1x1xf32>) -> tensor<1x3x9x11xf32>
    %v2 = sinter.top_k %v1 {k = 4 : i64, axis = 2 : i64} : (tensor<1x3x9x11xf32>) -> tensor<1x3x4x11xi32>
    return %v2 : tensor<1x3x4x11xi32>
  }

  // One.
  func.func @one(%x: tensor<4x1xf32> {sinter.name = "x"}) -> (tensor<4x1xi32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "top_k"} {
    %v0 = sinter.top_k %x {k = 1 : i64, axis = 1 : i64} : (tensor<4x1xf32>) -> tensor<4x1xi32>
    return %v0 : tensor<4x1xi32>
  }

  // Rank 6.
  func.func @six(%x: tensor<2x3x2x5x3x2xf32> {sinter.name = "x"}) -> (tensor<2x3x2x2x3x2xi32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "top_k"} {
    %v0 = sinter.top_k %x {k = 2 : i64, axis = 3 : i64} : (tensor<2x3x2x5x3x2xf32>) -> tensor<2x3x2x2x3x2xi32>
    return %v0 : tensor<2x3x2x2x3x2xi32>
  }

  // Of equal elements the first first.
  func.func @ties(%x: tensor<9x30xf32> {sinter.name = "x"}) -> (tensor<9x12xi32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "top_k"} {
    %v0 = sinter.floor %x : tensor<9x30xf32> -> tensor<9x30xf32>
    %v1 = sinter.top_k %v0 {k = 12 : i64, axis = 1 : i64} : (tensor<9x30xf32>) -> tensor<9x12xi32>
    return %v1 : tensor<9x12xi32>
  }

  // Of u8.
  func.func @of_ui8(%x: tensor<5x21xui8> {sinter.name = "x"}) -> (tensor<5x4xi32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "top_k"} {
    %v0 = sinter.top_k %x {k = 4 : i64, axis = 1 : i64} : (tensor<5x21xui8>) -> tensor<5x4xi32>
    return %v0 : tensor<5x4xi32>
  }

  // Of i32.
  func.func @of_i32(%x: tensor<5x21xi32> {sinter.name = "x"}) -> (tensor<5x4xi32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "top_k"} {
    %v0 = sinter.top_k %x {k = 4 : i64, axis = 1 : i64} : (tensor<5x21xi32>) -> tensor<5x4xi32>
    return %v0 : tensor<5x4xi32>
  }

  // The elements themselves.
  func.func @values(%x: tensor<3x19xf32> {sinter.name = "x"}) -> (tensor<3x5xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "top_k"} {
    %v0 = sinter.top_k %x {k = 5 : i64, axis = 1 : i64} : (tensor<3x19xf32>) -> tensor<3x5xi32>
    %v1 = sinter.gather_elements %x, %v0 {axis = 1 : i64} : (tensor<3x19xf32>, tensor<3x5xi32>) -> tensor<3x5xf32>
    return %v1 : tensor<3x5xf32>
  }
}

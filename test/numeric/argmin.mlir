// RUN: sinter diff %s

// Where the smallest elements are.
module {
  sinter.parameter @pixels.w0 : tensor<11x11x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @columns.w0 : tensor<11x11x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // Along rows.
  func.func @classes(%x: tensor<3x19xf32> {sinter.name = "x"}) -> (tensor<3xi32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "argmin"} {
    %v0 = sinter.argmin %x {axis = 1 : i64, keep = false} : (tensor<3x19xf32>) -> tensor<3xi32>
    return %v0 : tensor<3xi32>
  }

  // Along the first axis.
  func.func @first(%x: tensor<7x20xf32> {sinter.name = "x"}) -> (tensor<1x20xi32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "argmin"} {
    %v0 = sinter.argmin %x {axis = 0 : i64, keep = true} : (tensor<7x20xf32>) -> tensor<1x20xi32>
    return %v0 : tensor<1x20xi32>
  }

  // A class for each pixel, from blocks of channels.
  func.func @pixels(%x: tensor<1x4x9x11xf32> {sinter.name = "x"}) -> (tensor<1x4x9xi32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "argmin"} {
    %w0 = sinter.read @pixels.w0 : tensor<11x11x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<1x4x9x11xf32>, tensor<11x11x1x1xf32>) -> tensor<1x4x9x11xf32>
    %v2 = sinter.argmin %v1 {axis = 3 : i64, keep = false} : (tensor<1x4x9x11xf32>) -> tensor<1x4x9xi32>
    return %v2 : tensor<1x4x9xi32>
  }

  // Along the columns of blocks.
  func.func @columns(%x: tensor<1x5x4x11xf32> {sinter.name = "x"}) -> (tensor<1x5x1x11xi32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "argmin"} {
    %w0 = sinter.read @columns.w0 : tensor<11x11x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<1x5x4x11xf32>, tensor<11x11x1x1xf32>) -> tensor<1x5x4x11xf32>
    %v2 = sinter.argmin %v1 {axis = 2 : i64, keep = true} : (tensor<1x5x4x11xf32>) -> tensor<1x5x1x11xi32>
    return %v2 : tensor<1x5x1x11xi32>
  }

  // Rank 6.
  func.func @six(%x: tensor<2x3x2x2x3x10xf32> {sinter.name = "x"}) -> (tensor<2x2x2x3x10xi32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "argmin"} {
    %v0 = sinter.argmin %x {axis = 1 : i64, keep = false} : (tensor<2x3x2x2x3x10xf32>) -> tensor<2x2x2x3x10xi32>
    return %v0 : tensor<2x2x2x3x10xi32>
  }

  // An axis of one.
  func.func @one(%x: tensor<4x1xf32> {sinter.name = "x"}) -> (tensor<4xi32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "argmin"} {
    %v0 = sinter.argmin %x {axis = 1 : i64, keep = false} : (tensor<4x1xf32>) -> tensor<4xi32>
    return %v0 : tensor<4xi32>
  }

  // Of equal elements the first.
  func.func @ties(%x: tensor<9x30xf32> {sinter.name = "x"}) -> (tensor<9xi32> {sinter.name = "y0"}, tensor<30xi32> {sinter.name = "y1"}) attributes {sinter.entry = "infer", sinter.model = "argmin"} {
    %v0 = sinter.floor %x : tensor<9x30xf32> -> tensor<9x30xf32>
    %v1 = sinter.argmin %v0 {axis = 1 : i64} : (tensor<9x30xf32>) -> tensor<9xi32>
    %v2 = sinter.floor %x : tensor<9x30xf32> -> tensor<9x30xf32>
    %v3 = sinter.argmin %v2 {axis = 0 : i64} : (tensor<9x30xf32>) -> tensor<30xi32>
    return %v1, %v3 : tensor<9xi32>, tensor<30xi32>
  }

  // Of u8.
  func.func @of_ui8(%x: tensor<5x21xui8> {sinter.name = "x"}) -> (tensor<5xi32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "argmin"} {
    %v0 = sinter.argmin %x {axis = 1 : i64} : (tensor<5x21xui8>) -> tensor<5xi32>
    return %v0 : tensor<5xi32>
  }

  // Of i32.
  func.func @of_i32(%x: tensor<5x21xi32> {sinter.name = "x"}) -> (tensor<5xi32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "argmin"} {
    %v0 = sinter.argmin %x {axis = 1 : i64} : (tensor<5x21xi32>) -> tensor<5xi32>
    return %v0 : tensor<5xi32>
  }
}

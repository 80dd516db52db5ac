// RUN: sinter diff %s

// Padding by constants, edges and reflection.
module {
  sinter.parameter @constant_blocks.w0 : tensor<19x19x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @edge_blocks.w0 : tensor<19x19x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @reflect_blocks.w0 : tensor<19x19x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @channels.w0 : tensor<16x16x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @cut_channels.w0 : tensor<11x11x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // A vector, constant.
  func.func @constant_vector(%x: tensor<19xf32> {sinter.name = "x"}) -> (tensor<27xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "pad"} {
    %v0 = sinter.pad %x {low = array<i64: 3>, high = array<i64: 5>, mode = "constant", value = 2.5 : f64} : (tensor<19xf32>) -> tensor<27xf32>
    return %v0 : tensor<27xf32>
  }

  // An image, constant.
  func.func @constant_image(%x: tensor<1x5x6x3xf32> {sinter.name = "x"}) -> (tensor<1x8x10x3xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "pad"} {
    %v0 = sinter.pad %x {low = array<i64: 0, 2, 1, 0>, high = array<i64: 0, 1, 3, 0>, mode = "constant", value = -1.0 : f64} : (tensor<1x5x6x3xf32>) -> tensor<1x8x10x3xf32>
    return %v0 : tensor<1x8x10x3xf32>
  }

  // An image in blocks, constant.
  func.func @constant_blocks(%x: tensor<1x5x6x19xf32> {sinter.name = "x"}) -> (tensor<1x8x10x19xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "pad"} {
    %w0 = sinter.read @constant_blocks.w0 : tensor<19x19x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<1x5x6x19xf32>, tensor<19x19x1x1xf32>) -> tensor<1x5x6x19xf32>
    %v2 = sinter.pad %v1 {low = array<i64: 0, 2, 1, 0>, high = array<i64: 0, 1, 3, 0>, mode = "constant", value = -1.0 : f64} : (tensor<1x5x6x19xf32>) -> tensor<1x8x10x19xf32>
    return %v2 : tensor<1x8x10x19xf32>
  }

  // Rank 6, constant.
  func.func @constant_six(%x: tensor<2x3x4x3x3x10xf32> {sinter.name = "x"}) -> (tensor<3x5x9x5x3x18xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "pad"} {
    %v0 = sinter.pad %x {low = array<i64: 1, 0, 2, 1, 0, 7>, high = array<i64: 0, 2, 3, 1, 0, 1>, mode = "constant", value = 1.0 : f64} : (tensor<2x3x4x3x3x10xf32>) -> tensor<3x5x9x5x3x18xf32>
    return %v0 : tensor<3x5x9x5x3x18xf32>
  }

  // A vector, edge.
  func.func @edge_vector(%x: tensor<19xf32> {sinter.name = "x"}) -> (tensor<27xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "pad"} {
    %v0 = sinter.pad %x {low = array<i64: 3>, high = array<i64: 5>, mode = "edge", value = 2.5 : f64} : (tensor<19xf32>) -> tensor<27xf32>
    return %v0 : tensor<27xf32>
  }

  // An image, edge.
  func.func @edge_image(%x: tensor<1x5x6x3xf32> {sinter.name = "x"}) -> (tensor<1x8x10x3xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "pad"} {
    %v0 = sinter.pad %x {low = array<i64: 0, 2, 1, 0>, high = array<i64: 0, 1, 3, 0>, mode = "edge", value = -1.0 : f64} : (tensor<1x5x6x3xf32>) -> tensor<1x8x10x3xf32>
    return %v0 : tensor<1x8x10x3xf32>
  }

  // An image in blocks, edge.
  func.func @edge_blocks(%x: tensor<1x5x6x19xf32> {sinter.name = "x"}) -> (tensor<1x8x10x19xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "pad"} {
    %w0 = sinter.read @edge_blocks.w0 : tensor<19x19x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<1x5x6x19xf32>, tensor<19x19x1x1xf32>) -> tensor<1x5x6x19xf32>
    %v2 = sinter.pad %v1 {low = array<i64: 0, 2, 1, 0>, high = array<i64: 0, 1, 3, 0>, mode = "edge", value = -1.0 : f64} : (tensor<1x5x6x19xf32>) -> tensor<1x8x10x19xf32>
    return %v2 : tensor<1x8x10x19xf32>
  }

  // Rank 6, edge.
  func.func @edge_six(%x: tensor<2x3x4x3x3x10xf32> {sinter.name = "x"}) -> (tensor<3x5x9x5x3x18xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "pad"} {
    %v0 = sinter.pad %x {low = array<i64: 1, 0, 2, 1, 0, 7>, high = array<i64: 0, 2, 3, 1, 0, 1>, mode = "edge", value = 1.0 : f64} : (tensor<2x3x4x3x3x10xf32>) -> tensor<3x5x9x5x3x18xf32>
    return %v0 : tensor<3x5x9x5x3x18xf32>
  }

  // A vector, reflect.
  func.func @reflect_vector(%x: tensor<19xf32> {sinter.name = "x"}) -> (tensor<27xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "pad"} {
    %v0 = sinter.pad %x {low = array<i64: 3>, high = array<i64: 5>, mode = "reflect", value = 2.5 : f64} : (tensor<19xf32>) -> tensor<27xf32>
    return %v0 : tensor<27xf32>
  }

  // An image, reflect.
  func.func @reflect_image(%x: tensor<1x5x6x3xf32> {sinter.name = "x"}) -> (tensor<1x8x10x3xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "pad"} {
    %v0 = sinter.pad %x {low = array<i64: 0, 2, 1, 0>, high = array<i64: 0, 1, 3, 0>, mode = "reflect", value = -1.0 : f64} : (tensor<1x5x6x3xf32>) -> tensor<1x8x10x3xf32>
    return %v0 : tensor<1x8x10x3xf32>
  }

  // An image in blocks, reflect.
  func.func @reflect_blocks(%x: tensor<1x5x6x19xf32> {sinter.name = "x"}) -> (tensor<1x8x10x19xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "pad"} {
    %w0 = sinter.read @reflect_blocks.w0 : tensor<19x19x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<1x5x6x19xf32>, tensor<19x19x1x1xf32>) -> tensor<1x5x6x19xf32>
    %v2 = sinter.pad %v1 {low = array<i64: 0, 2, 1, 0>, high = array<i64: 0, 1, 3, 0>, mode = "reflect", value = -1.0 : f64} : (tensor<1x5x6x19xf32>) -> tensor<1x8x10x19xf32>
    return %v2 : tensor<1x8x10x19xf32>
  }

  // Rank 6, reflect.
  func.func @reflect_six(%x: tensor<2x3x4x3x3x10xf32> {sinter.name = "x"}) -> (tensor<3x5x9x5x3x18xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "pad"} {
    %v0 = sinter.pad %x {low = array<i64: 1, 0, 2, 1, 0, 7>, high = array<i64: 0, 2, 3, 1, 0, 1>, mode = "reflect", value = 1.0 : f64} : (tensor<2x3x4x3x3x10xf32>) -> tensor<3x5x9x5x3x18xf32>
    return %v0 : tensor<3x5x9x5x3x18xf32>
  }

  // Channels of a shortcut: whole blocks.
  func.func @channels(%x: tensor<1x3x4x16xf32> {sinter.name = "x"}) -> (tensor<1x3x4x32xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "pad"} {
    %w0 = sinter.read @channels.w0 : tensor<16x16x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<1x3x4x16xf32>, tensor<16x16x1x1xf32>) -> tensor<1x3x4x16xf32>
    %v2 = sinter.pad %v1 {low = array<i64: 0, 0, 0, 8>, high = array<i64: 0, 0, 0, 8>, mode = "constant", value = 0.0 : f64} : (tensor<1x3x4x16xf32>) -> tensor<1x3x4x32xf32>
    return %v2 : tensor<1x3x4x32xf32>
  }

  // Channels that cut blocks.
  func.func @cut_channels(%x: tensor<1x3x4x11xf32> {sinter.name = "x"}) -> (tensor<1x3x4x21xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "pad"} {
    %w0 = sinter.read @cut_channels.w0 : tensor<11x11x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<1x3x4x11xf32>, tensor<11x11x1x1xf32>) -> tensor<1x3x4x11xf32>
    %v2 = sinter.pad %v1 {low = array<i64: 0, 0, 0, 3>, high = array<i64: 0, 0, 0, 7>, mode = "constant", value = 0.0 : f64} : (tensor<1x3x4x11xf32>) -> tensor<1x3x4x21xf32>
    return %v2 : tensor<1x3x4x21xf32>
  }

  // Of booleans.
  func.func @of_i1(%x: tensor<5x9xi1> {sinter.name = "x"}) -> (tensor<8x14xi1> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "pad"} {
    %v0 = sinter.pad %x {low = array<i64: 1, 2>, high = array<i64: 2, 3>, mode = "constant", value = 1.0 : f64} : (tensor<5x9xi1>) -> tensor<8x14xi1>
    return %v0 : tensor<8x14xi1>
  }

  // Of u8.
  func.func @of_ui8(%x: tensor<5x9xui8> {sinter.name = "x"}) -> (tensor<8x14xui8> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "pad"} {
    %v0 = sinter.pad %x {low = array<i64: 1, 2>, high = array<i64: 2, 3>, mode = "constant", value = 1.0 : f64} : (tensor<5x9xui8>) -> tensor<8x14xui8>
    return %v0 : tensor<8x14xui8>
  }

  // Of i32.
  func.func @of_i32(%x: tensor<5x9xi32> {sinter.name = "x"}) -> (tensor<8x14xi32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "pad"} {
    %v0 = sinter.pad %x {low = array<i64: 1, 2>, high = array<i64: 2, 3>, mode = "constant", value = 1.0 : f64} : (tensor<5x9xi32>) -> tensor<8x14xi32>
    return %v0 : tensor<8x14xi32>
  }
}

// RUN: sinter diff %s

// Slices: offsets, steps and reversals.
module {
  sinter.parameter @crop_blocks.w0 : tensor<19x19x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @whole_blocks.w0 : tensor<32x32x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @first_channels.w0 : tensor<32x32x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @cut_blocks.w0 : tensor<29x29x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @every_other.w0 : tensor<29x29x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @split.w0 : tensor<22x22x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @split.w4 : tensor<8x11x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // A run.
  func.func @vector(%x: tensor<37xf32> {sinter.name = "x"}) -> (tensor<21xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "slice"} {
    %v0 = sinter.slice %x {starts = array<i64: 3>, sizes = array<i64: 21>, strides = array<i64: 1>} : (tensor<37xf32>) -> tensor<21xf32>
    return %v0 : tensor<21xf32>
  }

  // Backwards.
  func.func @flip(%x: tensor<37xf32> {sinter.name = "x"}) -> (tensor<37xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "slice"} {
    %v0 = sinter.slice %x {starts = array<i64: 36>, sizes = array<i64: 37>, strides = array<i64: -1>} : (tensor<37xf32>) -> tensor<37xf32>
    return %v0 : tensor<37xf32>
  }

  // Every third.
  func.func @steps(%x: tensor<40xf32> {sinter.name = "x"}) -> (tensor<13xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "slice"} {
    %v0 = sinter.slice %x {starts = array<i64: 1>, sizes = array<i64: 13>, strides = array<i64: 3>} : (tensor<40xf32>) -> tensor<13xf32>
    return %v0 : tensor<13xf32>
  }

  // Every third, backwards.
  func.func @back_in_steps(%x: tensor<40xf32> {sinter.name = "x"}) -> (tensor<13xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "slice"} {
    %v0 = sinter.slice %x {starts = array<i64: 38>, sizes = array<i64: 13>, strides = array<i64: -3>} : (tensor<40xf32>) -> tensor<13xf32>
    return %v0 : tensor<13xf32>
  }

  // Inside an image.
  func.func @crop(%x: tensor<1x9x8x3xf32> {sinter.name = "x"}) -> (tensor<1x5x6x3xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "slice"} {
    %v0 = sinter.slice %x {starts = array<i64: 0, 2, 1, 0>, sizes = array<i64: 1, 5, 6, 3>, strides = array<i64: 1, 1, 1, 1>} : (tensor<1x9x8x3xf32>) -> tensor<1x5x6x3xf32>
    return %v0 : tensor<1x5x6x3xf32>
  }

  // Inside an image in blocks.
  func.func @crop_blocks(%x: tensor<1x9x8x19xf32> {sinter.name = "x"}) -> (tensor<1x5x6x19xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "slice"} {
    %w0 = sinter.read @crop_blocks.w0 : tensor<19x19x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<1x9x8x19xf32>, tensor<19x19x1x1xf32>) -> tensor<1x9x8x19xf32>
    %v2 = sinter.slice %v1 {starts = array<i64: 0, 2, 1, 0>, sizes = array<i64: 1, 5, 6, 19>, strides = array<i64: 1, 1, 1, 1>} : (tensor<1x9x8x19xf32>) -> tensor<1x5x6x19xf32>
    return %v2 : tensor<1x5x6x19xf32>
  }

  // Whole blocks of channels.
  func.func @whole_blocks(%x: tensor<1x3x4x32xf32> {sinter.name = "x"}) -> (tensor<1x3x4x16xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "slice"} {
    %w0 = sinter.read @whole_blocks.w0 : tensor<32x32x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<1x3x4x32xf32>, tensor<32x32x1x1xf32>) -> tensor<1x3x4x32xf32>
    %v2 = sinter.slice %v1 {starts = array<i64: 0, 0, 0, 8>, sizes = array<i64: 1, 3, 4, 16>, strides = array<i64: 1, 1, 1, 1>} : (tensor<1x3x4x32xf32>) -> tensor<1x3x4x16xf32>
    return %v2 : tensor<1x3x4x16xf32>
  }

  // The first channels, which end inside a block.
  func.func @first_channels(%x: tensor<1x3x4x32xf32> {sinter.name = "x"}) -> (tensor<1x3x4x11xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "slice"} {
    %w0 = sinter.read @first_channels.w0 : tensor<32x32x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<1x3x4x32xf32>, tensor<32x32x1x1xf32>) -> tensor<1x3x4x32xf32>
    %v2 = sinter.slice %v1 {starts = array<i64: 0, 0, 0, 8>, sizes = array<i64: 1, 3, 4, 11>, strides = array<i64: 1, 1, 1, 1>} : (tensor<1x3x4x32xf32>) -> tensor<1x3x4x11xf32>
    return %v2 : tensor<1x3x4x11xf32>
  }

  // Channels across blocks.
  func.func @cut_blocks(%x: tensor<1x3x4x29xf32> {sinter.name = "x"}) -> (tensor<1x3x4x19xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "slice"} {
    %w0 = sinter.read @cut_blocks.w0 : tensor<29x29x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<1x3x4x29xf32>, tensor<29x29x1x1xf32>) -> tensor<1x3x4x29xf32>
    %v2 = sinter.slice %v1 {starts = array<i64: 0, 0, 0, 5>, sizes = array<i64: 1, 3, 4, 19>, strides = array<i64: 1, 1, 1, 1>} : (tensor<1x3x4x29xf32>) -> tensor<1x3x4x19xf32>
    return %v2 : tensor<1x3x4x19xf32>
  }

  // Every other channel and column, backwards.
  func.func @every_other(%x: tensor<1x3x8x29xf32> {sinter.name = "x"}) -> (tensor<1x3x4x14xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "slice"} {
    %w0 = sinter.read @every_other.w0 : tensor<29x29x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<1x3x8x29xf32>, tensor<29x29x1x1xf32>) -> tensor<1x3x8x29xf32>
    %v2 = sinter.slice %v1 {starts = array<i64: 0, 0, 7, 27>, sizes = array<i64: 1, 3, 4, 14>, strides = array<i64: 1, 1, -2, -2>} : (tensor<1x3x8x29xf32>) -> tensor<1x3x4x14xf32>
    return %v2 : tensor<1x3x4x14xf32>
  }

  // Rank 6.
  func.func @six(%x: tensor<2x3x4x5x3x10xf32> {sinter.name = "x"}) -> (tensor<1x3x2x2x3x10xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "slice"} {
    %v0 = sinter.slice %x {starts = array<i64: 1, 0, 3, 1, 0, 9>, sizes = array<i64: 1, 3, 2, 2, 3, 10>, strides = array<i64: 1, 1, -2, 3, 1, -1>} : (tensor<2x3x4x5x3x10xf32>) -> tensor<1x3x2x2x3x10xf32>
    return %v0 : tensor<1x3x2x2x3x10xf32>
  }

  // Of booleans.
  func.func @of_i1(%x: tensor<5x21xi1> {sinter.name = "x"}) -> (tensor<5x17xi1> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "slice"} {
    %v0 = sinter.slice %x {starts = array<i64: 4, 2>, sizes = array<i64: 5, 17>, strides = array<i64: -1, 1>} : (tensor<5x21xi1>) -> tensor<5x17xi1>
    return %v0 : tensor<5x17xi1>
  }

  // Of u8.
  func.func @of_ui8(%x: tensor<5x21xui8> {sinter.name = "x"}) -> (tensor<5x17xui8> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "slice"} {
    %v0 = sinter.slice %x {starts = array<i64: 4, 2>, sizes = array<i64: 5, 17>, strides = array<i64: -1, 1>} : (tensor<5x21xui8>) -> tensor<5x17xui8>
    return %v0 : tensor<5x17xui8>
  }

  // Of i32.
  func.func @of_i32(%x: tensor<5x21xi32> {sinter.name = "x"}) -> (tensor<5x17xi32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "slice"} {
    %v0 = sinter.slice %x {starts = array<i64: 4, 2>, sizes = array<i64: 5, 17>, strides = array<i64: -1, 1>} : (tensor<5x21xi32>) -> tensor<5x17xi32>
    return %v0 : tensor<5x17xi32>
  }

  // Of i64.
  func.func @of_i64(%x: tensor<5x21xi64> {sinter.name = "x"}) -> (tensor<5x17xi64> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "slice"} {
    %v0 = sinter.slice %x {starts = array<i64: 4, 2>, sizes = array<i64: 5, 17>, strides = array<i64: -1, 1>} : (tensor<5x21xi64>) -> tensor<5x17xi64>
    return %v0 : tensor<5x17xi64>
  }

  // Two halves of one tensor, each read by a convolution.
  func.func @split(%x: tensor<1x5x4x22xf32> {sinter.name = "x"}) -> (tensor<1x5x4x8xf32> {sinter.name = "y0"}, tensor<1x5x4x11xf32> {sinter.name = "y1"}) attributes {sinter.entry = "infer", sinter.model = "slice"} {
    %w0 = sinter.read @split.w0 : tensor<22x22x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<1x5x4x22xf32>, tensor<22x22x1x1xf32>) -> tensor<1x5x4x22xf32>
    %v2 = sinter.slice %v1 {starts = array<i64: 0, 0, 0, 0>, sizes = array<i64: 1, 5, 4, 11>, strides = array<i64: 1, 1, 1, 1>} : (tensor<1x5x4x22xf32>) -> tensor<1x5x4x11xf32>
    %v3 = sinter.slice %v1 {starts = array<i64: 0, 0, 0, 11>, sizes = array<i64: 1, 5, 4, 11>, strides = array<i64: 1, 1, 1, 1>} : (tensor<1x5x4x22xf32>) -> tensor<1x5x4x11xf32>
    %w4 = sinter.read @split.w4 : tensor<8x11x3x3xf32>
    %v5 = sinter.conv2d %v2, %w4 {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x5x4x11xf32>, tensor<8x11x3x3xf32>) -> tensor<1x5x4x8xf32>
    return %v5, %v3 : tensor<1x5x4x8xf32>, tensor<1x5x4x11xf32>
  }
}

// RUN: sinter diff %s
// RUN: sinter diff %s --target=x86-64-v2
// RUN: sinter diff %s --target=x86-64-v3
// RUN: sinter diff %s --threads 3

// Tiles that the image cuts, channels that cut blocks, several images, several bands, both tiles.
module {
  sinter.parameter @one_tile.weight : tensor<16x16x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @cut.weight : tensor<11x19x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @cut.bias : tensor<11xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @bands.weight : tensor<32x16x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @bands.bias : tensor<32xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @wide.weight : tensor<48x8x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @two_bands.weight : tensor<5x1x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @chain.weight1 : tensor<64x40x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @chain.weight2 : tensor<40x64x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @chain.bias : tensor<40xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  func.func @one_tile(%x: tensor<1x4x4x16xf32> {sinter.name = "x"}) -> (tensor<1x4x4x16xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "winograd"} {
    %w = sinter.read @one_tile.weight : tensor<16x16x3x3xf32>
    %u = sinter.winograd_filter %w {tile = 4 : i64} : tensor<16x16x3x3xf32> -> tensor<16x16x6x6xf32>
    %y = sinter.winograd_conv2d %x, %u {tile = 4 : i64, padding = array<i64: 1, 1, 1, 1>} : (tensor<1x4x4x16xf32>, tensor<16x16x6x6xf32>) -> tensor<1x4x4x16xf32>
    return %y : tensor<1x4x4x16xf32>
  }

  // 6 x 9 results cut tiles of 4; asymmetric padding; channels that fill no block.
  func.func @cut(%x: tensor<2x7x8x19xf32> {sinter.name = "x"}) -> (tensor<2x6x9x11xf32> {sinter.name = "y4"}, tensor<2x6x9x11xf32> {sinter.name = "y2"}) attributes {sinter.entry = "infer", sinter.model = "winograd"} {
    %w = sinter.read @cut.weight : tensor<11x19x3x3xf32>
    %b = sinter.read @cut.bias : tensor<11xf32>
    %u4 = sinter.winograd_filter %w {tile = 4 : i64} : tensor<11x19x3x3xf32> -> tensor<11x19x6x6xf32>
    %y4 = sinter.winograd_conv2d %x, %u4, %b {tile = 4 : i64, padding = array<i64: 0, 1, 2, 1>} : (tensor<2x7x8x19xf32>, tensor<11x19x6x6xf32>, tensor<11xf32>) -> tensor<2x6x9x11xf32>
    %u2 = sinter.winograd_filter %w {tile = 2 : i64} : tensor<11x19x3x3xf32> -> tensor<11x19x4x4xf32>
    %y2 = sinter.winograd_conv2d %x, %u2, %b {tile = 2 : i64, padding = array<i64: 0, 1, 2, 1>} : (tensor<2x7x8x19xf32>, tensor<11x19x4x4xf32>, tensor<11xf32>) -> tensor<2x6x9x11xf32>
    return %y4, %y2 : tensor<2x6x9x11xf32>, tensor<2x6x9x11xf32>
  }

  // Several bands an image, a residual and an activation behind.
  func.func @bands(%x: tensor<1x35x29x16xf32> {sinter.name = "x"}, %r: tensor<1x35x29x32xf32> {sinter.name = "r"}) -> (tensor<1x35x29x32xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "winograd"} {
    %w = sinter.read @bands.weight : tensor<32x16x3x3xf32>
    %b = sinter.read @bands.bias : tensor<32xf32>
    %u = sinter.winograd_filter %w {tile = 4 : i64} : tensor<32x16x3x3xf32> -> tensor<32x16x6x6xf32>
    %c = sinter.winograd_conv2d %x, %u, %b {tile = 4 : i64, padding = array<i64: 1, 1, 1, 1>} : (tensor<1x35x29x16xf32>, tensor<32x16x6x6xf32>, tensor<32xf32>) -> tensor<1x35x29x32xf32>
    %s = sinter.add %c, %r : tensor<1x35x29x32xf32>, tensor<1x35x29x32xf32> -> tensor<1x35x29x32xf32>
    %y = sinter.relu %s : tensor<1x35x29x32xf32> -> tensor<1x35x29x32xf32>
    return %y : tensor<1x35x29x32xf32>
  }

  // A row so long that it is several bands, without padding.
  func.func @wide(%x: tensor<1x3x1500x8xf32> {sinter.name = "x"}) -> (tensor<1x1x1498x48xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "winograd"} {
    %w = sinter.read @wide.weight : tensor<48x8x3x3xf32>
    %u = sinter.winograd_filter %w {tile = 2 : i64} : tensor<48x8x3x3xf32> -> tensor<48x8x4x4xf32>
    %y = sinter.winograd_conv2d %x, %u {tile = 2 : i64} : (tensor<1x3x1500x8xf32>, tensor<48x8x4x4xf32>) -> tensor<1x1x1498x48xf32>
    return %y : tensor<1x1x1498x48xf32>
  }

  // Two bands in one task: the second takes the scratch memory of the first.
  func.func @two_bands(%x: tensor<1x3x73x1xf32> {sinter.name = "x"}) -> (tensor<1x3x73x5xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "winograd"} {
    %w = sinter.read @two_bands.weight : tensor<5x1x3x3xf32>
    %u = sinter.winograd_filter %w {tile = 2 : i64} : tensor<5x1x3x3xf32> -> tensor<5x1x4x4xf32>
    %y = sinter.winograd_conv2d %x, %u {tile = 2 : i64, padding = array<i64: 1, 1, 1, 1>} : (tensor<1x3x73x1xf32>, tensor<5x1x4x4xf32>) -> tensor<1x3x73x5xf32>
    return %y : tensor<1x3x73x5xf32>
  }

  // One reads what the other wrote: the border fills up tiles. Images of one band share groups of filters.
  func.func @chain(%x: tensor<3x13x10x40xf32> {sinter.name = "x"}) -> (tensor<3x13x10x40xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "winograd"} {
    %w1 = sinter.read @chain.weight1 : tensor<64x40x3x3xf32>
    %u1 = sinter.winograd_filter %w1 {tile = 4 : i64} : tensor<64x40x3x3xf32> -> tensor<64x40x6x6xf32>
    %c1 = sinter.winograd_conv2d %x, %u1 {tile = 4 : i64, padding = array<i64: 1, 1, 1, 1>} : (tensor<3x13x10x40xf32>, tensor<64x40x6x6xf32>) -> tensor<3x13x10x64xf32>
    %r1 = sinter.relu %c1 : tensor<3x13x10x64xf32> -> tensor<3x13x10x64xf32>
    %w2 = sinter.read @chain.weight2 : tensor<40x64x3x3xf32>
    %b2 = sinter.read @chain.bias : tensor<40xf32>
    %u2 = sinter.winograd_filter %w2 {tile = 2 : i64} : tensor<40x64x3x3xf32> -> tensor<40x64x4x4xf32>
    %c2 = sinter.winograd_conv2d %r1, %u2, %b2 {tile = 2 : i64, padding = array<i64: 1, 1, 1, 1>} : (tensor<3x13x10x64xf32>, tensor<40x64x4x4xf32>, tensor<40xf32>) -> tensor<3x13x10x40xf32>
    return %c2 : tensor<3x13x10x40xf32>
  }
}

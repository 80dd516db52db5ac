// RUN: sinter diff %s
// RUN: sinter diff %s --target=x86-64-v2
// RUN: sinter diff %s --target=x86-64-v3

// One filter for each channel.
module {
  sinter.parameter @whole_blocks.weight : tensor<16x1x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @whole_blocks.bias : tensor<16xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @partial_block.weight : tensor<19x1x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @partial_block.bias : tensor<19xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @strided.weight : tensor<16x1x5x5xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @dilated.weight : tensor<8x1x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @dilated.bias : tensor<8xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @multiplier.weight : tensor<16x1x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @multiplier.bias : tensor<16xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @with_relu.weight : tensor<24x1x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @with_relu.bias : tensor<24xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // Two blocks of channels.
  func.func @whole_blocks(%x: tensor<1x9x11x16xf32> {sinter.name = "x"}) -> (tensor<1x9x11x16xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "depthwise_conv2d"} {
    %w = sinter.read @whole_blocks.weight : tensor<16x1x3x3xf32>
    %b = sinter.read @whole_blocks.bias : tensor<16xf32>
    %result = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>, dilations = array<i64: 1, 1>, groups = 16 : i64} : (tensor<1x9x11x16xf32>, tensor<16x1x3x3xf32>, tensor<16xf32>) -> tensor<1x9x11x16xf32>
    return %result : tensor<1x9x11x16xf32>
  }

  // 19 channels.
  func.func @partial_block(%x: tensor<1x9x11x19xf32> {sinter.name = "x"}) -> (tensor<1x9x11x19xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "depthwise_conv2d"} {
    %w = sinter.read @partial_block.weight : tensor<19x1x3x3xf32>
    %b = sinter.read @partial_block.bias : tensor<19xf32>
    %result = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>, dilations = array<i64: 1, 1>, groups = 19 : i64} : (tensor<1x9x11x19xf32>, tensor<19x1x3x3xf32>, tensor<19xf32>) -> tensor<1x9x11x19xf32>
    return %result : tensor<1x9x11x19xf32>
  }

  // Every second pixel.
  func.func @strided(%x: tensor<1x13x14x16xf32> {sinter.name = "x"}) -> (tensor<1x7x7x16xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "depthwise_conv2d"} {
    %w = sinter.read @strided.weight : tensor<16x1x5x5xf32>
    %result = sinter.conv2d %x, %w {strides = array<i64: 2, 2>, padding = array<i64: 2, 2, 2, 2>, dilations = array<i64: 1, 1>, groups = 16 : i64} : (tensor<1x13x14x16xf32>, tensor<16x1x5x5xf32>) -> tensor<1x7x7x16xf32>
    return %result : tensor<1x7x7x16xf32>
  }

  // Taps two apart.
  func.func @dilated(%x: tensor<1x9x9x8xf32> {sinter.name = "x"}) -> (tensor<1x9x9x8xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "depthwise_conv2d"} {
    %w = sinter.read @dilated.weight : tensor<8x1x3x3xf32>
    %b = sinter.read @dilated.bias : tensor<8xf32>
    %result = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 2, 2, 2, 2>, dilations = array<i64: 2, 2>, groups = 8 : i64} : (tensor<1x9x9x8xf32>, tensor<8x1x3x3xf32>, tensor<8xf32>) -> tensor<1x9x9x8xf32>
    return %result : tensor<1x9x9x8xf32>
  }

  // Two filters for each channel.
  func.func @multiplier(%x: tensor<1x5x6x8xf32> {sinter.name = "x"}) -> (tensor<1x5x6x16xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "depthwise_conv2d"} {
    %w = sinter.read @multiplier.weight : tensor<16x1x3x3xf32>
    %b = sinter.read @multiplier.bias : tensor<16xf32>
    %result = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>, dilations = array<i64: 1, 1>, groups = 8 : i64} : (tensor<1x5x6x8xf32>, tensor<16x1x3x3xf32>, tensor<16xf32>) -> tensor<1x5x6x16xf32>
    return %result : tensor<1x5x6x16xf32>
  }

  // A rectifier in the epilogue.
  func.func @with_relu(%x: tensor<2x7x7x24xf32> {sinter.name = "x"}) -> (tensor<2x7x7x24xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "depthwise_conv2d"} {
    %w = sinter.read @with_relu.weight : tensor<24x1x3x3xf32>
    %b = sinter.read @with_relu.bias : tensor<24xf32>
    %c = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>, dilations = array<i64: 1, 1>, groups = 24 : i64} : (tensor<2x7x7x24xf32>, tensor<24x1x3x3xf32>, tensor<24xf32>) -> tensor<2x7x7x24xf32>
    %result = sinter.relu %c : tensor<2x7x7x24xf32> -> tensor<2x7x7x24xf32>
    return %result : tensor<2x7x7x24xf32>
  }
}

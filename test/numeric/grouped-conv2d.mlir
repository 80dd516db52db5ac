// RUN: sinter diff %s
// RUN: sinter diff %s --target=x86-64-v2
// RUN: sinter diff %s --target=x86-64-v3

// Convolutions in groups of few channels.
module {
  sinter.parameter @resnext.w0 : tensor<32x4x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @resnext.w1 : tensor<32xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @strided.w0 : tensor<16x4x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @strided.w1 : tensor<16xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @shuffle.w0 : tensor<12x20x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @shuffle.w1 : tensor<12xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @multiplier.w0 : tensor<32x1x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @multiplier.w1 : tensor<32xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @odd_multiplier.w0 : tensor<15x1x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @odd_multiplier.w1 : tensor<15xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @many.w0 : tensor<114x1x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @many.w1 : tensor<114xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // Groups of four become groups of eight.
  func.func @resnext(%x: tensor<1x6x7x32xf32> {sinter.name = "x"}) -> (tensor<1x6x7x32xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "grouped_conv2d"} {
    %w0 = sinter.read @resnext.w0 : tensor<32x4x3x3xf32>
    %w1 = sinter.read @resnext.w1 : tensor<32xf32>
    %v2 = sinter.conv2d %x, %w0, %w1 {strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>, groups = 8 : i64} : (tensor<1x6x7x32xf32>, tensor<32x4x3x3xf32>, tensor<32xf32>) -> tensor<1x6x7x32xf32>
    return %v2 : tensor<1x6x7x32xf32>
  }

  // With a stride.
  func.func @strided(%x: tensor<1x9x7x16xf32> {sinter.name = "x"}) -> (tensor<1x5x4x16xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "grouped_conv2d"} {
    %w0 = sinter.read @strided.w0 : tensor<16x4x3x3xf32>
    %w1 = sinter.read @strided.w1 : tensor<16xf32>
    %v2 = sinter.conv2d %x, %w0, %w1 {strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>, groups = 4 : i64} : (tensor<1x9x7x16xf32>, tensor<16x4x3x3xf32>, tensor<16xf32>) -> tensor<1x5x4x16xf32>
    return %v2 : tensor<1x5x4x16xf32>
  }

  // Three groups of 20: all become one.
  func.func @shuffle(%x: tensor<1x4x5x60xf32> {sinter.name = "x"}) -> (tensor<1x4x5x12xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "grouped_conv2d"} {
    %w0 = sinter.read @shuffle.w0 : tensor<12x20x1x1xf32>
    %w1 = sinter.read @shuffle.w1 : tensor<12xf32>
    %v2 = sinter.conv2d %x, %w0, %w1 {strides = array<i64: 1, 1>, padding = array<i64: 0, 0, 0, 0>, groups = 3 : i64} : (tensor<1x4x5x60xf32>, tensor<12x20x1x1xf32>, tensor<12xf32>) -> tensor<1x4x5x12xf32>
    return %v2 : tensor<1x4x5x12xf32>
  }

  // Two filters a channel.
  func.func @multiplier(%x: tensor<1x5x6x16xf32> {sinter.name = "x"}) -> (tensor<1x5x6x32xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "grouped_conv2d"} {
    %w0 = sinter.read @multiplier.w0 : tensor<32x1x3x3xf32>
    %w1 = sinter.read @multiplier.w1 : tensor<32xf32>
    %v2 = sinter.conv2d %x, %w0, %w1 {strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>, groups = 16 : i64} : (tensor<1x5x6x16xf32>, tensor<32x1x3x3xf32>, tensor<32xf32>) -> tensor<1x5x6x32xf32>
    return %v2 : tensor<1x5x6x32xf32>
  }

  // Three filters a channel, which fill no block.
  func.func @odd_multiplier(%x: tensor<1x5x6x5xf32> {sinter.name = "x"}) -> (tensor<1x5x6x15xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "grouped_conv2d"} {
    %w0 = sinter.read @odd_multiplier.w0 : tensor<15x1x3x3xf32>
    %w1 = sinter.read @odd_multiplier.w1 : tensor<15xf32>
    %v2 = sinter.conv2d %x, %w0, %w1 {strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>, groups = 5 : i64} : (tensor<1x5x6x5xf32>, tensor<15x1x3x3xf32>, tensor<15xf32>) -> tensor<1x5x6x15xf32>
    return %v2 : tensor<1x5x6x15xf32>
  }

  // Too many to become one.
  func.func @many(%x: tensor<1x4x4x57xf32> {sinter.name = "x"}) -> (tensor<1x4x4x114xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "grouped_conv2d"} {
    %w0 = sinter.read @many.w0 : tensor<114x1x3x3xf32>
    %w1 = sinter.read @many.w1 : tensor<114xf32>
    %v2 = sinter.conv2d %x, %w0, %w1 {strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>, groups = 57 : i64} : (tensor<1x4x4x57xf32>, tensor<114x1x3x3xf32>, tensor<114xf32>) -> tensor<1x4x4x114xf32>
    return %v2 : tensor<1x4x4x114xf32>
  }

  // A weight that is an input.
  func.func @weights_at_run_time(%x: tensor<1x5x4x16xf32> {sinter.name = "x"}, %y: tensor<16x4x3x3xf32> {sinter.name = "y"}) -> (tensor<1x3x2x16xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "grouped_conv2d"} {
    %v0 = sinter.conv2d %x, %y {groups = 4 : i64} : (tensor<1x5x4x16xf32>, tensor<16x4x3x3xf32>) -> tensor<1x3x2x16xf32>
    return %v0 : tensor<1x3x2x16xf32>
  }
}

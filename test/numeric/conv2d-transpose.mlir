// RUN: sinter diff %s
// RUN: sinter diff %s --target=x86-64-v2
// RUN: sinter diff %s --target=x86-64-v3

// Transposed convolutions: strides, paddings, output paddings, dilations and groups.
module {
  sinter.parameter @dcgan.w0 : tensor<16x8x4x4xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @odd.w0 : tensor<9x5x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @odd.w1 : tensor<5xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @upconv.w0 : tensor<16x8x2x2xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @upconv.w1 : tensor<8xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @first.w0 : tensor<20x8x4x4xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @same.w0 : tensor<8x11x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @same.w1 : tensor<11xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @gaps.w0 : tensor<5x3x2x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @gaps.w1 : tensor<3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @uneven.w0 : tensor<6x7x5x2xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @cuts.w0 : tensor<3x4x2x2xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @cuts_strided.w0 : tensor<3x4x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @dilated.w0 : tensor<8x6x3x2xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @dilated_strided.w0 : tensor<5x6x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @dilated_strided.w1 : tensor<6xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @dilation_is_stride.w0 : tensor<4x4x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @groups.w0 : tensor<8x3x4x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @groups.w1 : tensor<12xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @groups_of_blocks.w0 : tensor<16x8x4x4xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @groups_of_blocks.w1 : tensor<16xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @depthwise.w0 : tensor<11x1x4x4xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @depthwise_same.w0 : tensor<11x1x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @with_activation.w0 : tensor<8x8x4x4xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @with_batch_norm.w0 : tensor<6x4x4x4xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @with_batch_norm.w2 : tensor<8xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @with_batch_norm.w3 : tensor<8xf32> = #sinter.initializer<"uniform", [0.5, 1.5]>
  sinter.parameter @with_batch_norm.w4 : tensor<8xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @with_batch_norm.w5 : tensor<8xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @generator.w0 : tensor<20x16x4x4xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @generator.w3 : tensor<16x3x4x4xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // Twice the size, as generators do it.
  func.func @dcgan(%x: tensor<1x4x5x16xf32> {sinter.name = "x"}) -> (tensor<1x8x10x8xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_transpose"} {
    %w0 = sinter.read @dcgan.w0 : tensor<16x8x4x4xf32>
    %v1 = sinter.conv2d_transpose %x, %w0 {strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>, output_padding = array<i64: 0, 0>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<1x4x5x16xf32>, tensor<16x8x4x4xf32>) -> tensor<1x8x10x8xf32>
    return %v1 : tensor<1x8x10x8xf32>
  }

  // An odd kernel needs an output padding.
  func.func @odd(%x: tensor<1x4x5x9xf32> {sinter.name = "x"}) -> (tensor<1x8x10x5xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_transpose"} {
    %w0 = sinter.read @odd.w0 : tensor<9x5x3x3xf32>
    %w1 = sinter.read @odd.w1 : tensor<5xf32>
    %v2 = sinter.conv2d_transpose %x, %w0, %w1 {strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>, output_padding = array<i64: 1, 1>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<1x4x5x9xf32>, tensor<9x5x3x3xf32>, tensor<5xf32>) -> tensor<1x8x10x5xf32>
    return %v2 : tensor<1x8x10x5xf32>
  }

  // Kernel and stride alike, as a U-Net has it.
  func.func @upconv(%x: tensor<1x3x4x16xf32> {sinter.name = "x"}) -> (tensor<1x6x8x8xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_transpose"} {
    %w0 = sinter.read @upconv.w0 : tensor<16x8x2x2xf32>
    %w1 = sinter.read @upconv.w1 : tensor<8xf32>
    %v2 = sinter.conv2d_transpose %x, %w0, %w1 {strides = array<i64: 2, 2>, padding = array<i64: 0, 0, 0, 0>, output_padding = array<i64: 0, 0>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<1x3x4x16xf32>, tensor<16x8x2x2xf32>, tensor<8xf32>) -> tensor<1x6x8x8xf32>
    return %v2 : tensor<1x6x8x8xf32>
  }

  // From one pixel.
  func.func @first(%x: tensor<1x1x1x20xf32> {sinter.name = "x"}) -> (tensor<1x4x4x8xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_transpose"} {
    %w0 = sinter.read @first.w0 : tensor<20x8x4x4xf32>
    %v1 = sinter.conv2d_transpose %x, %w0 {strides = array<i64: 1, 1>, padding = array<i64: 0, 0, 0, 0>, output_padding = array<i64: 0, 0>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<1x1x1x20xf32>, tensor<20x8x4x4xf32>) -> tensor<1x4x4x8xf32>
    return %v1 : tensor<1x4x4x8xf32>
  }

  // Stride 1.
  func.func @same(%x: tensor<1x5x6x8xf32> {sinter.name = "x"}) -> (tensor<1x5x6x11xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_transpose"} {
    %w0 = sinter.read @same.w0 : tensor<8x11x3x3xf32>
    %w1 = sinter.read @same.w1 : tensor<11xf32>
    %v2 = sinter.conv2d_transpose %x, %w0, %w1 {strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>, output_padding = array<i64: 0, 0>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<1x5x6x8xf32>, tensor<8x11x3x3xf32>, tensor<11xf32>) -> tensor<1x5x6x11xf32>
    return %v2 : tensor<1x5x6x11xf32>
  }

  // A stride larger than the kernel leaves zeros between.
  func.func @gaps(%x: tensor<1x3x4x5xf32> {sinter.name = "x"}) -> (tensor<1x8x13x3xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_transpose"} {
    %w0 = sinter.read @gaps.w0 : tensor<5x3x2x1xf32>
    %w1 = sinter.read @gaps.w1 : tensor<3xf32>
    %v2 = sinter.conv2d_transpose %x, %w0, %w1 {strides = array<i64: 3, 4>, padding = array<i64: 0, 0, 0, 0>, output_padding = array<i64: 0, 0>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<1x3x4x5xf32>, tensor<5x3x2x1xf32>, tensor<3xf32>) -> tensor<1x8x13x3xf32>
    return %v2 : tensor<1x8x13x3xf32>
  }

  // Every axis its own way.
  func.func @uneven(%x: tensor<2x4x3x6xf32> {sinter.name = "x"}) -> (tensor<2x13x3x7xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_transpose"} {
    %w0 = sinter.read @uneven.w0 : tensor<6x7x5x2xf32>
    %v1 = sinter.conv2d_transpose %x, %w0 {strides = array<i64: 3, 1>, padding = array<i64: 2, 1, 0, 1>, output_padding = array<i64: 2, 0>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<2x4x3x6xf32>, tensor<6x7x5x2xf32>) -> tensor<2x13x3x7xf32>
    return %v1 : tensor<2x13x3x7xf32>
  }

  // Padding cuts more than a kernel.
  func.func @cuts(%x: tensor<1x6x6x3xf32> {sinter.name = "x"}) -> (tensor<1x4x4x4xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_transpose"} {
    %w0 = sinter.read @cuts.w0 : tensor<3x4x2x2xf32>
    %v1 = sinter.conv2d_transpose %x, %w0 {strides = array<i64: 1, 1>, padding = array<i64: 2, 1, 1, 2>, output_padding = array<i64: 0, 0>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<1x6x6x3xf32>, tensor<3x4x2x2xf32>) -> tensor<1x4x4x4xf32>
    return %v1 : tensor<1x4x4x4xf32>
  }

  // The same under a stride.
  func.func @cuts_strided(%x: tensor<1x6x6x3xf32> {sinter.name = "x"}) -> (tensor<1x6x5x4xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_transpose"} {
    %w0 = sinter.read @cuts_strided.w0 : tensor<3x4x3x3xf32>
    %v1 = sinter.conv2d_transpose %x, %w0 {strides = array<i64: 2, 2>, padding = array<i64: 4, 3, 3, 5>, output_padding = array<i64: 0, 0>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<1x6x6x3xf32>, tensor<3x4x3x3xf32>) -> tensor<1x6x5x4xf32>
    return %v1 : tensor<1x6x5x4xf32>
  }

  // Taps apart.
  func.func @dilated(%x: tensor<1x5x4x8xf32> {sinter.name = "x"}) -> (tensor<1x7x6x6xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_transpose"} {
    %w0 = sinter.read @dilated.w0 : tensor<8x6x3x2xf32>
    %v1 = sinter.conv2d_transpose %x, %w0 {strides = array<i64: 1, 1>, padding = array<i64: 2, 1, 0, 3>, output_padding = array<i64: 1, 2>, dilations = array<i64: 2, 3>, groups = 1 : i64} : (tensor<1x5x4x8xf32>, tensor<8x6x3x2xf32>) -> tensor<1x7x6x6xf32>
    return %v1 : tensor<1x7x6x6xf32>
  }

  // Taps apart under a stride.
  func.func @dilated_strided(%x: tensor<1x4x3x5xf32> {sinter.name = "x"}) -> (tensor<1x11x12x6xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_transpose"} {
    %w0 = sinter.read @dilated_strided.w0 : tensor<5x6x3x3xf32>
    %w1 = sinter.read @dilated_strided.w1 : tensor<6xf32>
    %v2 = sinter.conv2d_transpose %x, %w0, %w1 {strides = array<i64: 2, 3>, padding = array<i64: 1, 2, 0, 1>, output_padding = array<i64: 1, 2>, dilations = array<i64: 3, 2>, groups = 1 : i64} : (tensor<1x4x3x5xf32>, tensor<5x6x3x3xf32>, tensor<6xf32>) -> tensor<1x11x12x6xf32>
    return %v2 : tensor<1x11x12x6xf32>
  }

  // Taps that all meet one phase.
  func.func @dilation_is_stride(%x: tensor<1x4x4x4xf32> {sinter.name = "x"}) -> (tensor<1x11x11x4xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_transpose"} {
    %w0 = sinter.read @dilation_is_stride.w0 : tensor<4x4x3x3xf32>
    %v1 = sinter.conv2d_transpose %x, %w0 {strides = array<i64: 2, 2>, padding = array<i64: 0, 0, 0, 0>, output_padding = array<i64: 0, 0>, dilations = array<i64: 2, 2>, groups = 1 : i64} : (tensor<1x4x4x4xf32>, tensor<4x4x3x3xf32>) -> tensor<1x11x11x4xf32>
    return %v1 : tensor<1x11x11x4xf32>
  }

  // Groups.
  func.func @groups(%x: tensor<1x4x3x8xf32> {sinter.name = "x"}) -> (tensor<1x8x6x12xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_transpose"} {
    %w0 = sinter.read @groups.w0 : tensor<8x3x4x3xf32>
    %w1 = sinter.read @groups.w1 : tensor<12xf32>
    %v2 = sinter.conv2d_transpose %x, %w0, %w1 {strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>, output_padding = array<i64: 0, 1>, dilations = array<i64: 1, 1>, groups = 4 : i64} : (tensor<1x4x3x8xf32>, tensor<8x3x4x3xf32>, tensor<12xf32>) -> tensor<1x8x6x12xf32>
    return %v2 : tensor<1x8x6x12xf32>
  }

  // Groups of whole blocks.
  func.func @groups_of_blocks(%x: tensor<1x4x3x16xf32> {sinter.name = "x"}) -> (tensor<1x8x6x16xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_transpose"} {
    %w0 = sinter.read @groups_of_blocks.w0 : tensor<16x8x4x4xf32>
    %w1 = sinter.read @groups_of_blocks.w1 : tensor<16xf32>
    %v2 = sinter.conv2d_transpose %x, %w0, %w1 {strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>, output_padding = array<i64: 0, 0>, dilations = array<i64: 1, 1>, groups = 2 : i64} : (tensor<1x4x3x16xf32>, tensor<16x8x4x4xf32>, tensor<16xf32>) -> tensor<1x8x6x16xf32>
    return %v2 : tensor<1x8x6x16xf32>
  }

  // A group for each channel: an upsampling.
  func.func @depthwise(%x: tensor<1x4x3x11xf32> {sinter.name = "x"}) -> (tensor<1x8x6x11xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_transpose"} {
    %w0 = sinter.read @depthwise.w0 : tensor<11x1x4x4xf32>
    %v1 = sinter.conv2d_transpose %x, %w0 {strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>, output_padding = array<i64: 0, 0>, dilations = array<i64: 1, 1>, groups = 11 : i64} : (tensor<1x4x3x11xf32>, tensor<11x1x4x4xf32>) -> tensor<1x8x6x11xf32>
    return %v1 : tensor<1x8x6x11xf32>
  }

  // At stride 1.
  func.func @depthwise_same(%x: tensor<1x4x3x11xf32> {sinter.name = "x"}) -> (tensor<1x4x3x11xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_transpose"} {
    %w0 = sinter.read @depthwise_same.w0 : tensor<11x1x3x3xf32>
    %v1 = sinter.conv2d_transpose %x, %w0 {strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>, output_padding = array<i64: 0, 0>, dilations = array<i64: 1, 1>, groups = 11 : i64} : (tensor<1x4x3x11xf32>, tensor<11x1x3x3xf32>) -> tensor<1x4x3x11xf32>
    return %v1 : tensor<1x4x3x11xf32>
  }

  // An activation joins the move behind it.
  func.func @with_activation(%x: tensor<1x4x5x8xf32> {sinter.name = "x"}) -> (tensor<1x8x10x8xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_transpose"} {
    %w0 = sinter.read @with_activation.w0 : tensor<8x8x4x4xf32>
    %v1 = sinter.conv2d_transpose %x, %w0 {strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>, output_padding = array<i64: 0, 0>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<1x4x5x8xf32>, tensor<8x8x4x4xf32>) -> tensor<1x8x10x8xf32>
    %v2 = sinter.tanh %v1 : tensor<1x8x10x8xf32> -> tensor<1x8x10x8xf32>
    return %v2 : tensor<1x8x10x8xf32>
  }

  // A batch norm folds into weight and bias.
  func.func @with_batch_norm(%x: tensor<1x4x3x6xf32> {sinter.name = "x"}) -> (tensor<1x8x6x8xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_transpose"} {
    %w0 = sinter.read @with_batch_norm.w0 : tensor<6x4x4x4xf32>
    %v1 = sinter.conv2d_transpose %x, %w0 {strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>, groups = 2 : i64} : (tensor<1x4x3x6xf32>, tensor<6x4x4x4xf32>) -> tensor<1x8x6x8xf32>
    %w2 = sinter.read @with_batch_norm.w2 : tensor<8xf32>
    %w3 = sinter.read @with_batch_norm.w3 : tensor<8xf32>
    %w4 = sinter.read @with_batch_norm.w4 : tensor<8xf32>
    %w5 = sinter.read @with_batch_norm.w5 : tensor<8xf32>
    %v6 = sinter.batch_norm %v1, %w2, %w3, %w4, %w5 {epsilon = 1.0e-5} : (tensor<1x8x6x8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<1x8x6x8xf32>
    return %v6 : tensor<1x8x6x8xf32>
  }

  // Two in a row, as a generator has them.
  func.func @generator(%x: tensor<1x1x1x20xf32> {sinter.name = "x"}) -> (tensor<1x8x8x3xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_transpose"} {
    %w0 = sinter.read @generator.w0 : tensor<20x16x4x4xf32>
    %v1 = sinter.conv2d_transpose %x, %w0 : (tensor<1x1x1x20xf32>, tensor<20x16x4x4xf32>) -> tensor<1x4x4x16xf32>
    %v2 = sinter.relu %v1 : tensor<1x4x4x16xf32> -> tensor<1x4x4x16xf32>
    %w3 = sinter.read @generator.w3 : tensor<16x3x4x4xf32>
    %v4 = sinter.conv2d_transpose %v2, %w3 {strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>} : (tensor<1x4x4x16xf32>, tensor<16x3x4x4xf32>) -> tensor<1x8x8x3xf32>
    %v5 = sinter.tanh %v4 : tensor<1x8x8x3xf32> -> tensor<1x8x8x3xf32>
    return %v5 : tensor<1x8x8x3xf32>
  }

  // A weight that is an input.
  func.func @weights_at_run_time(%x: tensor<1x4x3x6xf32> {sinter.name = "x"}, %y: tensor<6x5x3x3xf32> {sinter.name = "y"}) -> (tensor<1x9x7x5xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_transpose"} {
    %v0 = sinter.conv2d_transpose %x, %y {strides = array<i64: 2, 2>} : (tensor<1x4x3x6xf32>, tensor<6x5x3x3xf32>) -> tensor<1x9x7x5xf32>
    return %v0 : tensor<1x9x7x5xf32>
  }
}

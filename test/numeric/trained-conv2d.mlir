// RUN: sinter diff %s
// RUN: sinter diff %s --target=x86-64-v2
// RUN: sinter diff %s --target=x86-64-v3
// RUN: sinter diff %s --threads 3

// A convolution and the gradient of its input, with weights that are no constants, as in training: packed, turned around and transformed in the call.
module {
  // Winograd's algorithm, its filters transformed in the call, turned around on the way.
  func.func @winograd(%x: tensor<2x16x16x32xf32> {sinter.name = "x"}, %w: tensor<48x32x3x3xf32> {sinter.name = "w"}) -> (tensor<2x16x16x48xf32> {sinter.name = "y"}, tensor<2x16x16x32xf32> {sinter.name = "dx"}) attributes {sinter.entry = "infer", sinter.model = "trained"} {
    %y = sinter.conv2d %x, %w {padding = array<i64: 1, 1, 1, 1>} : (tensor<2x16x16x32xf32>, tensor<48x32x3x3xf32>) -> tensor<2x16x16x48xf32>
    %dx = sinter.conv2d_transpose %y, %w {padding = array<i64: 1, 1, 1, 1>} : (tensor<2x16x16x48xf32>, tensor<48x32x3x3xf32>) -> tensor<2x16x16x32xf32>
    return %y, %dx : tensor<2x16x16x48xf32>, tensor<2x16x16x32xf32>
  }

  // Channels and filters that fill no blocks.
  func.func @winograd_cut(%x: tensor<4x15x14x35xf32> {sinter.name = "x"}, %w: tensor<43x35x3x3xf32> {sinter.name = "w"}) -> (tensor<4x15x14x43xf32> {sinter.name = "y"}, tensor<4x15x14x35xf32> {sinter.name = "dx"}) attributes {sinter.entry = "infer", sinter.model = "trained"} {
    %y = sinter.conv2d %x, %w {padding = array<i64: 1, 1, 1, 1>} : (tensor<4x15x14x35xf32>, tensor<43x35x3x3xf32>) -> tensor<4x15x14x43xf32>
    %dx = sinter.conv2d_transpose %y, %w {padding = array<i64: 1, 1, 1, 1>} : (tensor<4x15x14x43xf32>, tensor<43x35x3x3xf32>) -> tensor<4x15x14x35xf32>
    return %y, %dx : tensor<4x15x14x43xf32>, tensor<4x15x14x35xf32>
  }

  // One band of tiles: filters transformed by the convolution, in chunks of inputs, after interleaving their rows; of tiles of 2 as well.
  func.func @winograd_chunks(%x: tensor<4x8x7x96xf32> {sinter.name = "x"}, %w: tensor<80x96x3x3xf32> {sinter.name = "w"}) -> (tensor<4x8x7x80xf32> {sinter.name = "y"}, tensor<4x8x7x96xf32> {sinter.name = "dx"}) attributes {sinter.entry = "infer", sinter.model = "trained"} {
    %y = sinter.conv2d %x, %w {padding = array<i64: 1, 1, 1, 1>} : (tensor<4x8x7x96xf32>, tensor<80x96x3x3xf32>) -> tensor<4x8x7x80xf32>
    %dx = sinter.conv2d_transpose %y, %w {padding = array<i64: 1, 1, 1, 1>} : (tensor<4x8x7x80xf32>, tensor<80x96x3x3xf32>) -> tensor<4x8x7x96xf32>
    return %y, %dx : tensor<4x8x7x80xf32>, tensor<4x8x7x96xf32>
  }
  func.func @winograd_2(%x: tensor<13x2x2x192xf32> {sinter.name = "x"}, %w: tensor<192x192x3x3xf32> {sinter.name = "w"}) -> (tensor<13x2x2x192xf32> {sinter.name = "y"}, tensor<13x2x2x192xf32> {sinter.name = "dx"}) attributes {sinter.entry = "infer", sinter.model = "trained"} {
    %y = sinter.conv2d %x, %w {padding = array<i64: 1, 1, 1, 1>} : (tensor<13x2x2x192xf32>, tensor<192x192x3x3xf32>) -> tensor<13x2x2x192xf32>
    %dx = sinter.conv2d_transpose %y, %w {padding = array<i64: 1, 1, 1, 1>} : (tensor<13x2x2x192xf32>, tensor<192x192x3x3xf32>) -> tensor<13x2x2x192xf32>
    return %y, %dx : tensor<13x2x2x192xf32>, tensor<13x2x2x192xf32>
  }

  // Several bands: filters transformed beforehand.
  func.func @winograd_bands(%x: tensor<1x32x32x32xf32> {sinter.name = "x"}, %w: tensor<16x32x3x3xf32> {sinter.name = "w"}) -> (tensor<1x32x32x16xf32> {sinter.name = "y"}, tensor<1x32x32x32xf32> {sinter.name = "dx"}) attributes {sinter.entry = "infer", sinter.model = "trained"} {
    %y = sinter.conv2d %x, %w {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x32x32x32xf32>, tensor<16x32x3x3xf32>) -> tensor<1x32x32x16xf32>
    %dx = sinter.conv2d_transpose %y, %w {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x32x32x16xf32>, tensor<16x32x3x3xf32>) -> tensor<1x32x32x32xf32>
    return %y, %dx : tensor<1x32x32x16xf32>, tensor<1x32x32x32xf32>
  }

  func.func @one_by_one(%x: tensor<2x7x7x32xf32> {sinter.name = "x"}, %w: tensor<16x32x1x1xf32> {sinter.name = "w"}) -> (tensor<2x7x7x16xf32> {sinter.name = "y"}, tensor<2x7x7x32xf32> {sinter.name = "dx"}) attributes {sinter.entry = "infer", sinter.model = "trained"} {
    %y = sinter.conv2d %x, %w : (tensor<2x7x7x32xf32>, tensor<16x32x1x1xf32>) -> tensor<2x7x7x16xf32>
    %dx = sinter.conv2d_transpose %y, %w : (tensor<2x7x7x16xf32>, tensor<16x32x1x1xf32>) -> tensor<2x7x7x32xf32>
    return %y, %dx : tensor<2x7x7x16xf32>, tensor<2x7x7x32xf32>
  }

  // Four phases of 1, 2, 2 and 4 taps.
  func.func @strided(%x: tensor<2x16x16x16xf32> {sinter.name = "x"}, %w: tensor<32x16x3x3xf32> {sinter.name = "w"}) -> (tensor<2x8x8x32xf32> {sinter.name = "y"}, tensor<2x16x16x16xf32> {sinter.name = "dx"}) attributes {sinter.entry = "infer", sinter.model = "trained"} {
    %y = sinter.conv2d %x, %w {strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>} : (tensor<2x16x16x16xf32>, tensor<32x16x3x3xf32>) -> tensor<2x8x8x32xf32>
    %dx = sinter.conv2d_transpose %y, %w {strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>, output_padding = array<i64: 1, 1>} : (tensor<2x8x8x32xf32>, tensor<32x16x3x3xf32>) -> tensor<2x16x16x16xf32>
    return %y, %dx : tensor<2x8x8x32xf32>, tensor<2x16x16x16xf32>
  }

  func.func @strided_odd(%x: tensor<2x15x13x24xf32> {sinter.name = "x"}, %w: tensor<20x24x3x3xf32> {sinter.name = "w"}) -> (tensor<2x8x7x20xf32> {sinter.name = "y"}, tensor<2x15x13x24xf32> {sinter.name = "dx"}) attributes {sinter.entry = "infer", sinter.model = "trained"} {
    %y = sinter.conv2d %x, %w {strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>} : (tensor<2x15x13x24xf32>, tensor<20x24x3x3xf32>) -> tensor<2x8x7x20xf32>
    %dx = sinter.conv2d_transpose %y, %w {strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>} : (tensor<2x8x7x20xf32>, tensor<20x24x3x3xf32>) -> tensor<2x15x13x24xf32>
    return %y, %dx : tensor<2x8x7x20xf32>, tensor<2x15x13x24xf32>
  }

  // Three of four pixels get nothing.
  func.func @strided_one_by_one(%x: tensor<2x8x8x32xf32> {sinter.name = "x"}, %w: tensor<16x32x1x1xf32> {sinter.name = "w"}) -> (tensor<2x4x4x16xf32> {sinter.name = "y"}, tensor<2x8x8x32xf32> {sinter.name = "dx"}) attributes {sinter.entry = "infer", sinter.model = "trained"} {
    %y = sinter.conv2d %x, %w {strides = array<i64: 2, 2>} : (tensor<2x8x8x32xf32>, tensor<16x32x1x1xf32>) -> tensor<2x4x4x16xf32>
    %dx = sinter.conv2d_transpose %y, %w {strides = array<i64: 2, 2>, output_padding = array<i64: 1, 1>} : (tensor<2x4x4x16xf32>, tensor<16x32x1x1xf32>) -> tensor<2x8x8x32xf32>
    return %y, %dx : tensor<2x4x4x16xf32>, tensor<2x8x8x32xf32>
  }

  func.func @strided_one_by_one_odd(%x: tensor<1x9x7x16xf32> {sinter.name = "x"}, %w: tensor<16x16x1x1xf32> {sinter.name = "w"}) -> (tensor<1x5x4x16xf32> {sinter.name = "y"}, tensor<1x9x7x16xf32> {sinter.name = "dx"}) attributes {sinter.entry = "infer", sinter.model = "trained"} {
    %y = sinter.conv2d %x, %w {strides = array<i64: 2, 2>} : (tensor<1x9x7x16xf32>, tensor<16x16x1x1xf32>) -> tensor<1x5x4x16xf32>
    %dx = sinter.conv2d_transpose %y, %w {strides = array<i64: 2, 2>} : (tensor<1x5x4x16xf32>, tensor<16x16x1x1xf32>) -> tensor<1x9x7x16xf32>
    return %y, %dx : tensor<1x5x4x16xf32>, tensor<1x9x7x16xf32>
  }

  func.func @even(%x: tensor<1x8x8x16xf32> {sinter.name = "x"}, %w: tensor<16x16x4x4xf32> {sinter.name = "w"}) -> (tensor<1x4x4x16xf32> {sinter.name = "y"}, tensor<1x8x8x16xf32> {sinter.name = "dx"}) attributes {sinter.entry = "infer", sinter.model = "trained"} {
    %y = sinter.conv2d %x, %w {strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>} : (tensor<1x8x8x16xf32>, tensor<16x16x4x4xf32>) -> tensor<1x4x4x16xf32>
    %dx = sinter.conv2d_transpose %y, %w {strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>} : (tensor<1x4x4x16xf32>, tensor<16x16x4x4xf32>) -> tensor<1x8x8x16xf32>
    return %y, %dx : tensor<1x4x4x16xf32>, tensor<1x8x8x16xf32>
  }

  func.func @stem(%x: tensor<1x16x16x3xf32> {sinter.name = "x"}, %w: tensor<16x3x7x7xf32> {sinter.name = "w"}) -> (tensor<1x8x8x16xf32> {sinter.name = "y"}, tensor<1x16x16x3xf32> {sinter.name = "dx"}) attributes {sinter.entry = "infer", sinter.model = "trained"} {
    %y = sinter.conv2d %x, %w {strides = array<i64: 2, 2>, padding = array<i64: 3, 3, 3, 3>} : (tensor<1x16x16x3xf32>, tensor<16x3x7x7xf32>) -> tensor<1x8x8x16xf32>
    %dx = sinter.conv2d_transpose %y, %w {strides = array<i64: 2, 2>, padding = array<i64: 3, 3, 3, 3>, output_padding = array<i64: 1, 1>} : (tensor<1x8x8x16xf32>, tensor<16x3x7x7xf32>) -> tensor<1x16x16x3xf32>
    return %y, %dx : tensor<1x8x8x16xf32>, tensor<1x16x16x3xf32>
  }

  func.func @few_channels(%x: tensor<3x14x14x6xf32> {sinter.name = "x"}, %w: tensor<16x6x5x5xf32> {sinter.name = "w"}) -> (tensor<3x10x10x16xf32> {sinter.name = "y"}, tensor<3x14x14x6xf32> {sinter.name = "dx"}) attributes {sinter.entry = "infer", sinter.model = "trained"} {
    %y = sinter.conv2d %x, %w : (tensor<3x14x14x6xf32>, tensor<16x6x5x5xf32>) -> tensor<3x10x10x16xf32>
    %dx = sinter.conv2d_transpose %y, %w : (tensor<3x10x10x16xf32>, tensor<16x6x5x5xf32>) -> tensor<3x14x14x6xf32>
    return %y, %dx : tensor<3x10x10x16xf32>, tensor<3x14x14x6xf32>
  }

  func.func @uneven(%x: tensor<1x13x12x8xf32> {sinter.name = "x"}, %w: tensor<8x8x3x3xf32> {sinter.name = "w"}) -> (tensor<1x4x7x8xf32> {sinter.name = "y"}, tensor<1x13x12x8xf32> {sinter.name = "dx"}) attributes {sinter.entry = "infer", sinter.model = "trained"} {
    %y = sinter.conv2d %x, %w {strides = array<i64: 3, 2>, padding = array<i64: 1, 0, 2, 1>} : (tensor<1x13x12x8xf32>, tensor<8x8x3x3xf32>) -> tensor<1x4x7x8xf32>
    %dx = sinter.conv2d_transpose %y, %w {strides = array<i64: 3, 2>, padding = array<i64: 1, 0, 2, 1>, output_padding = array<i64: 2, 0>} : (tensor<1x4x7x8xf32>, tensor<8x8x3x3xf32>) -> tensor<1x13x12x8xf32>
    return %y, %dx : tensor<1x4x7x8xf32>, tensor<1x13x12x8xf32>
  }

  func.func @dilated(%x: tensor<1x12x12x16xf32> {sinter.name = "x"}, %w: tensor<16x16x3x3xf32> {sinter.name = "w"}) -> (tensor<1x12x12x16xf32> {sinter.name = "y"}, tensor<1x12x12x16xf32> {sinter.name = "dx"}) attributes {sinter.entry = "infer", sinter.model = "trained"} {
    %y = sinter.conv2d %x, %w {padding = array<i64: 2, 2, 2, 2>, dilations = array<i64: 2, 2>} : (tensor<1x12x12x16xf32>, tensor<16x16x3x3xf32>) -> tensor<1x12x12x16xf32>
    %dx = sinter.conv2d_transpose %y, %w {padding = array<i64: 2, 2, 2, 2>, dilations = array<i64: 2, 2>} : (tensor<1x12x12x16xf32>, tensor<16x16x3x3xf32>) -> tensor<1x12x12x16xf32>
    return %y, %dx : tensor<1x12x12x16xf32>, tensor<1x12x12x16xf32>
  }

  func.func @grouped(%x: tensor<1x8x8x32xf32> {sinter.name = "x"}, %w: tensor<32x16x3x3xf32> {sinter.name = "w"}) -> (tensor<1x8x8x32xf32> {sinter.name = "y"}, tensor<1x8x8x32xf32> {sinter.name = "dx"}) attributes {sinter.entry = "infer", sinter.model = "trained"} {
    %y = sinter.conv2d %x, %w {padding = array<i64: 1, 1, 1, 1>, groups = 2 : i64} : (tensor<1x8x8x32xf32>, tensor<32x16x3x3xf32>) -> tensor<1x8x8x32xf32>
    %dx = sinter.conv2d_transpose %y, %w {padding = array<i64: 1, 1, 1, 1>, groups = 2 : i64} : (tensor<1x8x8x32xf32>, tensor<32x16x3x3xf32>) -> tensor<1x8x8x32xf32>
    return %y, %dx : tensor<1x8x8x32xf32>, tensor<1x8x8x32xf32>
  }

  func.func @small_groups(%x: tensor<1x8x8x16xf32> {sinter.name = "x"}, %w: tensor<16x4x3x3xf32> {sinter.name = "w"}) -> (tensor<1x8x8x16xf32> {sinter.name = "y"}, tensor<1x8x8x16xf32> {sinter.name = "dx"}) attributes {sinter.entry = "infer", sinter.model = "trained"} {
    %y = sinter.conv2d %x, %w {padding = array<i64: 1, 1, 1, 1>, groups = 4 : i64} : (tensor<1x8x8x16xf32>, tensor<16x4x3x3xf32>) -> tensor<1x8x8x16xf32>
    %dx = sinter.conv2d_transpose %y, %w {padding = array<i64: 1, 1, 1, 1>, groups = 4 : i64} : (tensor<1x8x8x16xf32>, tensor<16x4x3x3xf32>) -> tensor<1x8x8x16xf32>
    return %y, %dx : tensor<1x8x8x16xf32>, tensor<1x8x8x16xf32>
  }

  func.func @depthwise(%x: tensor<2x9x9x24xf32> {sinter.name = "x"}, %w: tensor<24x1x3x3xf32> {sinter.name = "w"}) -> (tensor<2x9x9x24xf32> {sinter.name = "y"}, tensor<2x9x9x24xf32> {sinter.name = "dx"}) attributes {sinter.entry = "infer", sinter.model = "trained"} {
    %y = sinter.conv2d %x, %w {padding = array<i64: 1, 1, 1, 1>, groups = 24 : i64} : (tensor<2x9x9x24xf32>, tensor<24x1x3x3xf32>) -> tensor<2x9x9x24xf32>
    %dx = sinter.conv2d_transpose %y, %w {padding = array<i64: 1, 1, 1, 1>, groups = 24 : i64} : (tensor<2x9x9x24xf32>, tensor<24x1x3x3xf32>) -> tensor<2x9x9x24xf32>
    return %y, %dx : tensor<2x9x9x24xf32>, tensor<2x9x9x24xf32>
  }

  func.func @depthwise_strided(%x: tensor<2x8x8x24xf32> {sinter.name = "x"}, %w: tensor<24x1x3x3xf32> {sinter.name = "w"}) -> (tensor<2x4x4x24xf32> {sinter.name = "y"}, tensor<2x8x8x24xf32> {sinter.name = "dx"}) attributes {sinter.entry = "infer", sinter.model = "trained"} {
    %y = sinter.conv2d %x, %w {strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>, groups = 24 : i64} : (tensor<2x8x8x24xf32>, tensor<24x1x3x3xf32>) -> tensor<2x4x4x24xf32>
    %dx = sinter.conv2d_transpose %y, %w {strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>, groups = 24 : i64, output_padding = array<i64: 1, 1>} : (tensor<2x4x4x24xf32>, tensor<24x1x3x3xf32>) -> tensor<2x8x8x24xf32>
    return %y, %dx : tensor<2x4x4x24xf32>, tensor<2x8x8x24xf32>
  }
}

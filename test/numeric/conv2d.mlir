// RUN: sinter diff %s
// RUN: sinter diff %s --target=x86-64-v2
// RUN: sinter diff %s --target=x86-64-v3

// Convolutions on sizes that divide no tile.
module {
  sinter.parameter @one_by_one.weight : tensor<24x16x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @one_by_one.bias : tensor<24xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @same.weight : tensor<16x16x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @same.bias : tensor<16xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @stem.weight : tensor<16x3x7x7xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @stem.bias : tensor<16xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @grey.weight : tensor<6x1x5x5xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @grey.bias : tensor<6xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @unpadded_stem.weight : tensor<5x3x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @partial_blocks.weight : tensor<11x19x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @partial_blocks.bias : tensor<11xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @even_kernel.weight : tensor<8x8x2x4xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @even_kernel.bias : tensor<8xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @strided.weight : tensor<16x8x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @strided.bias : tensor<16xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @dilated.weight : tensor<8x8x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @dilated.bias : tensor<8xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @grouped.weight : tensor<32x16x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @grouped.bias : tensor<32xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @small_groups.weight : tensor<8x3x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @small_groups.bias : tensor<8xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @one_pixel.weight : tensor<1x1x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @one_pixel.bias : tensor<1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @batch.weight : tensor<16x8x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @batch.bias : tensor<16xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @asymmetric.weight : tensor<8x8x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @asymmetric.bias : tensor<8xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @wide.weight : tensor<64x64x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @wide.bias : tensor<64xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @strided_one_by_one.weight : tensor<32x16x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @row_kernel.weight : tensor<8x8x1x7xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @row_kernel.bias : tensor<8xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @with_relu.weight : tensor<16x16x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @with_relu.bias : tensor<16xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @with_residual.weight : tensor<24x16x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @with_residual.bias : tensor<24xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @with_sigmoid.weight : tensor<5x8x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @with_sigmoid.bias : tensor<5xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // 1 x 1 is a matrix product.
  func.func @one_by_one(%x: tensor<1x7x7x16xf32> {sinter.name = "x"}) -> (tensor<1x7x7x24xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d"} {
    %w = sinter.read @one_by_one.weight : tensor<24x16x1x1xf32>
    %b = sinter.read @one_by_one.bias : tensor<24xf32>
    %result = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 0, 0, 0, 0>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<1x7x7x16xf32>, tensor<24x16x1x1xf32>, tensor<24xf32>) -> tensor<1x7x7x24xf32>
    return %result : tensor<1x7x7x24xf32>
  }

  // 3 x 3 with a border of zeros; 13 columns fill no tile of 6.
  func.func @same(%x: tensor<1x13x13x16xf32> {sinter.name = "x"}) -> (tensor<1x13x13x16xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d"} {
    %w = sinter.read @same.weight : tensor<16x16x3x3xf32>
    %b = sinter.read @same.bias : tensor<16xf32>
    %result = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<1x13x13x16xf32>, tensor<16x16x3x3xf32>, tensor<16xf32>) -> tensor<1x13x13x16xf32>
    return %result : tensor<1x13x13x16xf32>
  }

  // Three channels read from a bordered copy of the image.
  func.func @stem(%x: tensor<1x17x19x3xf32> {sinter.name = "x"}) -> (tensor<1x9x10x16xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d"} {
    %w = sinter.read @stem.weight : tensor<16x3x7x7xf32>
    %b = sinter.read @stem.bias : tensor<16xf32>
    %result = sinter.conv2d %x, %w, %b {strides = array<i64: 2, 2>, padding = array<i64: 3, 3, 3, 3>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<1x17x19x3xf32>, tensor<16x3x7x7xf32>, tensor<16xf32>) -> tensor<1x9x10x16xf32>
    return %result : tensor<1x9x10x16xf32>
  }

  // One channel, six filters: a block is not full.
  func.func @grey(%x: tensor<1x28x28x1xf32> {sinter.name = "x"}) -> (tensor<1x28x28x6xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d"} {
    %w = sinter.read @grey.weight : tensor<6x1x5x5xf32>
    %b = sinter.read @grey.bias : tensor<6xf32>
    %result = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 2, 2, 2, 2>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<1x28x28x1xf32>, tensor<6x1x5x5xf32>, tensor<6xf32>) -> tensor<1x28x28x6xf32>
    return %result : tensor<1x28x28x6xf32>
  }

  // The caller's image is read in place.
  func.func @unpadded_stem(%x: tensor<1x11x9x3xf32> {sinter.name = "x"}) -> (tensor<1x9x7x5xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d"} {
    %w = sinter.read @unpadded_stem.weight : tensor<5x3x3x3xf32>
    %result = sinter.conv2d %x, %w {strides = array<i64: 1, 1>, padding = array<i64: 0, 0, 0, 0>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<1x11x9x3xf32>, tensor<5x3x3x3xf32>) -> tensor<1x9x7x5xf32>
    return %result : tensor<1x9x7x5xf32>
  }

  // 19 channels and 11 filters leave lanes empty.
  func.func @partial_blocks(%x: tensor<1x9x5x19xf32> {sinter.name = "x"}) -> (tensor<1x9x5x11xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d"} {
    %w = sinter.read @partial_blocks.weight : tensor<11x19x3x3xf32>
    %b = sinter.read @partial_blocks.bias : tensor<11xf32>
    %result = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<1x9x5x19xf32>, tensor<11x19x3x3xf32>, tensor<11xf32>) -> tensor<1x9x5x11xf32>
    return %result : tensor<1x9x5x11xf32>
  }

  // An even window with the odd pad at the end.
  func.func @even_kernel(%x: tensor<1x8x9x8xf32> {sinter.name = "x"}) -> (tensor<1x8x9x8xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d"} {
    %w = sinter.read @even_kernel.weight : tensor<8x8x2x4xf32>
    %b = sinter.read @even_kernel.bias : tensor<8xf32>
    %result = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 0, 1, 1, 2>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<1x8x9x8xf32>, tensor<8x8x2x4xf32>, tensor<8xf32>) -> tensor<1x8x9x8xf32>
    return %result : tensor<1x8x9x8xf32>
  }

  // Strides that leave pixels over, differing by axis.
  func.func @strided(%x: tensor<1x15x16x8xf32> {sinter.name = "x"}) -> (tensor<1x8x6x16xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d"} {
    %w = sinter.read @strided.weight : tensor<16x8x3x3xf32>
    %b = sinter.read @strided.bias : tensor<16xf32>
    %result = sinter.conv2d %x, %w, %b {strides = array<i64: 2, 3>, padding = array<i64: 1, 1, 1, 1>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<1x15x16x8xf32>, tensor<16x8x3x3xf32>, tensor<16xf32>) -> tensor<1x8x6x16xf32>
    return %result : tensor<1x8x6x16xf32>
  }

  // Taps two and three apart.
  func.func @dilated(%x: tensor<1x14x17x8xf32> {sinter.name = "x"}) -> (tensor<1x14x17x8xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d"} {
    %w = sinter.read @dilated.weight : tensor<8x8x3x3xf32>
    %b = sinter.read @dilated.bias : tensor<8xf32>
    %result = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 2, 2, 3, 3>, dilations = array<i64: 2, 3>, groups = 1 : i64} : (tensor<1x14x17x8xf32>, tensor<8x8x3x3xf32>, tensor<8xf32>) -> tensor<1x14x17x8xf32>
    return %result : tensor<1x14x17x8xf32>
  }

  // Groups of whole blocks.
  func.func @grouped(%x: tensor<1x6x7x32xf32> {sinter.name = "x"}) -> (tensor<1x6x7x32xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d"} {
    %w = sinter.read @grouped.weight : tensor<32x16x3x3xf32>
    %b = sinter.read @grouped.bias : tensor<32xf32>
    %result = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>, dilations = array<i64: 1, 1>, groups = 2 : i64} : (tensor<1x6x7x32xf32>, tensor<32x16x3x3xf32>, tensor<32xf32>) -> tensor<1x6x7x32xf32>
    return %result : tensor<1x6x7x32xf32>
  }

  // Groups smaller than a block.
  func.func @small_groups(%x: tensor<1x6x7x12xf32> {sinter.name = "x"}) -> (tensor<1x6x7x8xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d"} {
    %w = sinter.read @small_groups.weight : tensor<8x3x3x3xf32>
    %b = sinter.read @small_groups.bias : tensor<8xf32>
    %result = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>, dilations = array<i64: 1, 1>, groups = 4 : i64} : (tensor<1x6x7x12xf32>, tensor<8x3x3x3xf32>, tensor<8xf32>) -> tensor<1x6x7x8xf32>
    return %result : tensor<1x6x7x8xf32>
  }

  // One pixel, one channel, one filter.
  func.func @one_pixel(%x: tensor<1x1x1x1xf32> {sinter.name = "x"}) -> (tensor<1x1x1x1xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d"} {
    %w = sinter.read @one_pixel.weight : tensor<1x1x1x1xf32>
    %b = sinter.read @one_pixel.bias : tensor<1xf32>
    %result = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 0, 0, 0, 0>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<1x1x1x1xf32>, tensor<1x1x1x1xf32>, tensor<1xf32>) -> tensor<1x1x1x1xf32>
    return %result : tensor<1x1x1x1xf32>
  }

  // Three images.
  func.func @batch(%x: tensor<3x5x7x8xf32> {sinter.name = "x"}) -> (tensor<3x5x7x16xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d"} {
    %w = sinter.read @batch.weight : tensor<16x8x3x3xf32>
    %b = sinter.read @batch.bias : tensor<16xf32>
    %result = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<3x5x7x8xf32>, tensor<16x8x3x3xf32>, tensor<16xf32>) -> tensor<3x5x7x16xf32>
    return %result : tensor<3x5x7x16xf32>
  }

  // Different borders on all four sides.
  func.func @asymmetric(%x: tensor<1x6x6x8xf32> {sinter.name = "x"}) -> (tensor<1x6x8x8xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d"} {
    %w = sinter.read @asymmetric.weight : tensor<8x8x3x3xf32>
    %b = sinter.read @asymmetric.bias : tensor<8xf32>
    %result = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 2, 0, 1, 3>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<1x6x6x8xf32>, tensor<8x8x3x3xf32>, tensor<8xf32>) -> tensor<1x6x8x8xf32>
    return %result : tensor<1x6x8x8xf32>
  }

  // Many channel blocks and enough work for several tasks.
  func.func @wide(%x: tensor<1x14x14x64xf32> {sinter.name = "x"}) -> (tensor<1x14x14x64xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d"} {
    %w = sinter.read @wide.weight : tensor<64x64x3x3xf32>
    %b = sinter.read @wide.bias : tensor<64xf32>
    %result = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<1x14x14x64xf32>, tensor<64x64x3x3xf32>, tensor<64xf32>) -> tensor<1x14x14x64xf32>
    return %result : tensor<1x14x14x64xf32>
  }

  // A shortcut: every second pixel.
  func.func @strided_one_by_one(%x: tensor<1x13x14x16xf32> {sinter.name = "x"}) -> (tensor<1x7x7x32xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d"} {
    %w = sinter.read @strided_one_by_one.weight : tensor<32x16x1x1xf32>
    %result = sinter.conv2d %x, %w {strides = array<i64: 2, 2>, padding = array<i64: 0, 0, 0, 0>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<1x13x14x16xf32>, tensor<32x16x1x1xf32>) -> tensor<1x7x7x32xf32>
    return %result : tensor<1x7x7x32xf32>
  }

  // A window of one row.
  func.func @row_kernel(%x: tensor<1x5x23x8xf32> {sinter.name = "x"}) -> (tensor<1x5x23x8xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d"} {
    %w = sinter.read @row_kernel.weight : tensor<8x8x1x7xf32>
    %b = sinter.read @row_kernel.bias : tensor<8xf32>
    %result = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 0, 0, 3, 3>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<1x5x23x8xf32>, tensor<8x8x1x7xf32>, tensor<8xf32>) -> tensor<1x5x23x8xf32>
    return %result : tensor<1x5x23x8xf32>
  }

  // A rectifier in the epilogue.
  func.func @with_relu(%x: tensor<1x7x7x16xf32> {sinter.name = "x"}) -> (tensor<1x7x7x16xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d"} {
    %w = sinter.read @with_relu.weight : tensor<16x16x3x3xf32>
    %b = sinter.read @with_relu.bias : tensor<16xf32>
    %c = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<1x7x7x16xf32>, tensor<16x16x3x3xf32>, tensor<16xf32>) -> tensor<1x7x7x16xf32>
    %result = sinter.relu %c : tensor<1x7x7x16xf32> -> tensor<1x7x7x16xf32>
    return %result : tensor<1x7x7x16xf32>
  }

  // Bias, residual and rectifier in the epilogue.
  func.func @with_residual(%x: tensor<1x7x9x16xf32> {sinter.name = "x"}, %q: tensor<1x7x9x24xf32> {sinter.name = "q"}) -> (tensor<1x7x9x24xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d"} {
    %w = sinter.read @with_residual.weight : tensor<24x16x3x3xf32>
    %b = sinter.read @with_residual.bias : tensor<24xf32>
    %c = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<1x7x9x16xf32>, tensor<24x16x3x3xf32>, tensor<24xf32>) -> tensor<1x7x9x24xf32>
    %s = sinter.add %c, %q : tensor<1x7x9x24xf32>, tensor<1x7x9x24xf32> -> tensor<1x7x9x24xf32>
    %result = sinter.relu %s : tensor<1x7x9x24xf32> -> tensor<1x7x9x24xf32>
    return %result : tensor<1x7x9x24xf32>
  }

  // A function that is not zero at zero, on lanes that must not leak.
  func.func @with_sigmoid(%x: tensor<1x7x9x8xf32> {sinter.name = "x"}) -> (tensor<1x7x9x5xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d"} {
    %w = sinter.read @with_sigmoid.weight : tensor<5x8x3x3xf32>
    %b = sinter.read @with_sigmoid.bias : tensor<5xf32>
    %c = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>, dilations = array<i64: 1, 1>, groups = 1 : i64} : (tensor<1x7x9x8xf32>, tensor<5x8x3x3xf32>, tensor<5xf32>) -> tensor<1x7x9x5xf32>
    %result = sinter.sigmoid %c : tensor<1x7x9x5xf32> -> tensor<1x7x9x5xf32>
    return %result : tensor<1x7x9x5xf32>
  }
}

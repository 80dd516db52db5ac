// RUN: sinter diff %s
// RUN: sinter diff %s --target=x86-64-v2
// RUN: sinter diff %s --target=x86-64-v3

// Kernels that read what others wrote: borders, blocks and lanes in between.
module {
  sinter.parameter @borders.w0 : tensor<11x3x3x3xf32> = #sinter.initializer<"he_normal", []>
  sinter.parameter @borders.b0 : tensor<11xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @borders.w1 : tensor<13x11x5x5xf32> = #sinter.initializer<"he_normal", []>
  sinter.parameter @borders.b1 : tensor<13xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @borders.w2 : tensor<8x13x1x1xf32> = #sinter.initializer<"he_normal", []>
  sinter.parameter @borders.b2 : tensor<8xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @borders.w3 : tensor<5x8x3x3xf32> = #sinter.initializer<"he_normal", []>
  sinter.parameter @borders.b3 : tensor<5xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @separable.w0 : tensor<16x3x3x3xf32> = #sinter.initializer<"he_normal", []>
  sinter.parameter @separable.b0 : tensor<16xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @separable.w1 : tensor<16x1x3x3xf32> = #sinter.initializer<"he_normal", []>
  sinter.parameter @separable.b1 : tensor<16xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @separable.w2 : tensor<24x16x1x1xf32> = #sinter.initializer<"he_normal", []>
  sinter.parameter @separable.b2 : tensor<24xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @separable.w3 : tensor<24x1x3x3xf32> = #sinter.initializer<"he_normal", []>
  sinter.parameter @separable.b3 : tensor<24xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @separable.w4 : tensor<7x24x1x1xf32> = #sinter.initializer<"he_normal", []>
  sinter.parameter @separable.b4 : tensor<7xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @batches.w0 : tensor<16x8x3x3xf32> = #sinter.initializer<"he_normal", []>
  sinter.parameter @batches.b0 : tensor<16xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @batches.w1 : tensor<16x16x3x3xf32> = #sinter.initializer<"he_normal", []>
  sinter.parameter @batches.b1 : tensor<16xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // Windows of 3 and 5 on 7 x 9 pixels; 11 channels leave lanes over.
  func.func @borders(%x: tensor<1x7x9x3xf32> {sinter.name = "x"}) -> (tensor<1x4x5x5xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_chain"} {
    %w0 = sinter.read @borders.w0 : tensor<11x3x3x3xf32>
    %b0 = sinter.read @borders.b0 : tensor<11xf32>
    %c0 = sinter.conv2d %x, %w0, %b0 {strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>, groups = 1 : i64} : (tensor<1x7x9x3xf32>, tensor<11x3x3x3xf32>, tensor<11xf32>) -> tensor<1x7x9x11xf32>
    %r0 = sinter.sigmoid %c0 : tensor<1x7x9x11xf32> -> tensor<1x7x9x11xf32>
    %w1 = sinter.read @borders.w1 : tensor<13x11x5x5xf32>
    %b1 = sinter.read @borders.b1 : tensor<13xf32>
    %c1 = sinter.conv2d %r0, %w1, %b1 {strides = array<i64: 1, 1>, padding = array<i64: 2, 2, 2, 2>, groups = 1 : i64} : (tensor<1x7x9x11xf32>, tensor<13x11x5x5xf32>, tensor<13xf32>) -> tensor<1x7x9x13xf32>
    %r1 = sinter.sigmoid %c1 : tensor<1x7x9x13xf32> -> tensor<1x7x9x13xf32>
    %w2 = sinter.read @borders.w2 : tensor<8x13x1x1xf32>
    %b2 = sinter.read @borders.b2 : tensor<8xf32>
    %c2 = sinter.conv2d %r1, %w2, %b2 {strides = array<i64: 1, 1>, padding = array<i64: 0, 0, 0, 0>, groups = 1 : i64} : (tensor<1x7x9x13xf32>, tensor<8x13x1x1xf32>, tensor<8xf32>) -> tensor<1x7x9x8xf32>
    %r2 = sinter.sigmoid %c2 : tensor<1x7x9x8xf32> -> tensor<1x7x9x8xf32>
    %w3 = sinter.read @borders.w3 : tensor<5x8x3x3xf32>
    %b3 = sinter.read @borders.b3 : tensor<5xf32>
    %c3 = sinter.conv2d %r2, %w3, %b3 {strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>, groups = 1 : i64} : (tensor<1x7x9x8xf32>, tensor<5x8x3x3xf32>, tensor<5xf32>) -> tensor<1x4x5x5xf32>
    %r3 = sinter.sigmoid %c3 : tensor<1x4x5x5xf32> -> tensor<1x4x5x5xf32>
    %result = sinter.relu %r3 : tensor<1x4x5x5xf32> -> tensor<1x4x5x5xf32>
    return %result : tensor<1x4x5x5xf32>
  }

  // Depthwise and pointwise in turn.
  func.func @separable(%x: tensor<1x12x12x3xf32> {sinter.name = "x"}) -> (tensor<1x3x3x7xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_chain"} {
    %w0 = sinter.read @separable.w0 : tensor<16x3x3x3xf32>
    %b0 = sinter.read @separable.b0 : tensor<16xf32>
    %c0 = sinter.conv2d %x, %w0, %b0 {strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>, groups = 1 : i64} : (tensor<1x12x12x3xf32>, tensor<16x3x3x3xf32>, tensor<16xf32>) -> tensor<1x6x6x16xf32>
    %r0 = sinter.sigmoid %c0 : tensor<1x6x6x16xf32> -> tensor<1x6x6x16xf32>
    %w1 = sinter.read @separable.w1 : tensor<16x1x3x3xf32>
    %b1 = sinter.read @separable.b1 : tensor<16xf32>
    %c1 = sinter.conv2d %r0, %w1, %b1 {strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>, groups = 16 : i64} : (tensor<1x6x6x16xf32>, tensor<16x1x3x3xf32>, tensor<16xf32>) -> tensor<1x6x6x16xf32>
    %r1 = sinter.sigmoid %c1 : tensor<1x6x6x16xf32> -> tensor<1x6x6x16xf32>
    %w2 = sinter.read @separable.w2 : tensor<24x16x1x1xf32>
    %b2 = sinter.read @separable.b2 : tensor<24xf32>
    %c2 = sinter.conv2d %r1, %w2, %b2 {strides = array<i64: 1, 1>, padding = array<i64: 0, 0, 0, 0>, groups = 1 : i64} : (tensor<1x6x6x16xf32>, tensor<24x16x1x1xf32>, tensor<24xf32>) -> tensor<1x6x6x24xf32>
    %r2 = sinter.sigmoid %c2 : tensor<1x6x6x24xf32> -> tensor<1x6x6x24xf32>
    %w3 = sinter.read @separable.w3 : tensor<24x1x3x3xf32>
    %b3 = sinter.read @separable.b3 : tensor<24xf32>
    %c3 = sinter.conv2d %r2, %w3, %b3 {strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>, groups = 24 : i64} : (tensor<1x6x6x24xf32>, tensor<24x1x3x3xf32>, tensor<24xf32>) -> tensor<1x3x3x24xf32>
    %r3 = sinter.sigmoid %c3 : tensor<1x3x3x24xf32> -> tensor<1x3x3x24xf32>
    %w4 = sinter.read @separable.w4 : tensor<7x24x1x1xf32>
    %b4 = sinter.read @separable.b4 : tensor<7xf32>
    %c4 = sinter.conv2d %r3, %w4, %b4 {strides = array<i64: 1, 1>, padding = array<i64: 0, 0, 0, 0>, groups = 1 : i64} : (tensor<1x3x3x24xf32>, tensor<7x24x1x1xf32>, tensor<7xf32>) -> tensor<1x3x3x7xf32>
    %r4 = sinter.sigmoid %c4 : tensor<1x3x3x7xf32> -> tensor<1x3x3x7xf32>
    %result = sinter.relu %r4 : tensor<1x3x3x7xf32> -> tensor<1x3x3x7xf32>
    return %result : tensor<1x3x3x7xf32>
  }

  // Two images.
  func.func @batches(%x: tensor<2x6x6x8xf32> {sinter.name = "x"}) -> (tensor<2x6x6x16xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_chain"} {
    %w0 = sinter.read @batches.w0 : tensor<16x8x3x3xf32>
    %b0 = sinter.read @batches.b0 : tensor<16xf32>
    %c0 = sinter.conv2d %x, %w0, %b0 {strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>, groups = 1 : i64} : (tensor<2x6x6x8xf32>, tensor<16x8x3x3xf32>, tensor<16xf32>) -> tensor<2x6x6x16xf32>
    %r0 = sinter.sigmoid %c0 : tensor<2x6x6x16xf32> -> tensor<2x6x6x16xf32>
    %w1 = sinter.read @batches.w1 : tensor<16x16x3x3xf32>
    %b1 = sinter.read @batches.b1 : tensor<16xf32>
    %c1 = sinter.conv2d %r0, %w1, %b1 {strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>, groups = 1 : i64} : (tensor<2x6x6x16xf32>, tensor<16x16x3x3xf32>, tensor<16xf32>) -> tensor<2x6x6x16xf32>
    %r1 = sinter.sigmoid %c1 : tensor<2x6x6x16xf32> -> tensor<2x6x6x16xf32>
    %result = sinter.relu %r1 : tensor<2x6x6x16xf32> -> tensor<2x6x6x16xf32>
    return %result : tensor<2x6x6x16xf32>
  }
}

// RUN: sinter diff %s

// Where the largest values of windows are.
module {
  sinter.parameter @blocks.w0 : tensor<19x19x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // Three channels.
  func.func @image(%x: tensor<1x8x8x3xf32> {sinter.name = "x"}) -> (tensor<1x4x4x3xi32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "max_pool_indices"} {
    %v0 = sinter.max_pool_indices %x {window = array<i64: 2, 2>, strides = array<i64: 2, 2>, padding = array<i64: 0, 0, 0, 0>} : (tensor<1x8x8x3xf32>) -> tensor<1x4x4x3xi32>
    return %v0 : tensor<1x4x4x3xi32>
  }

  // Channels in blocks.
  func.func @blocks(%x: tensor<1x9x7x19xf32> {sinter.name = "x"}) -> (tensor<1x5x4x19xi32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "max_pool_indices"} {
    %w0 = sinter.read @blocks.w0 : tensor<19x19x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<1x9x7x19xf32>, tensor<19x19x1x1xf32>) -> tensor<1x9x7x19xf32>
    %v2 = sinter.max_pool_indices %v1 {window = array<i64: 3, 3>, strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>} : (tensor<1x9x7x19xf32>) -> tensor<1x5x4x19xi32>
    return %v2 : tensor<1x5x4x19xi32>
  }

  // Of equal values the first.
  func.func @ties(%x: tensor<2x9x7x8xf32> {sinter.name = "x"}) -> (tensor<2x8x4x8xi32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "max_pool_indices"} {
    %v0 = sinter.floor %x : tensor<2x9x7x8xf32> -> tensor<2x9x7x8xf32>
    %v1 = sinter.max_pool_indices %v0 {window = array<i64: 3, 2>, strides = array<i64: 1, 2>, padding = array<i64: 1, 0, 0, 1>} : (tensor<2x9x7x8xf32>) -> tensor<2x8x4x8xi32>
    return %v1 : tensor<2x8x4x8xi32>
  }

  // Windows that overlap put several values to one place.
  func.func @overlap(%x: tensor<1x7x9x11xf32> {sinter.name = "x"}) -> (tensor<1x7x9x11xi32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "max_pool_indices"} {
    %v0 = sinter.max_pool_indices %x {window = array<i64: 3, 3>, strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>} : (tensor<1x7x9x11xf32>) -> tensor<1x7x9x11xi32>
    return %v0 : tensor<1x7x9x11xi32>
  }

  // One pixel.
  func.func @one(%x: tensor<1x1x1x1xf32> {sinter.name = "x"}) -> (tensor<1x1x1x1xi32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "max_pool_indices"} {
    %v0 = sinter.max_pool_indices %x {window = array<i64: 1, 1>, strides = array<i64: 1, 1>, padding = array<i64: 0, 0, 0, 0>} : (tensor<1x1x1x1xf32>) -> tensor<1x1x1x1xi32>
    return %v0 : tensor<1x1x1x1xi32>
  }
}

// RUN: sinter diff %s

// Values put back where a pool took them.
module {
  sinter.parameter @blocks.w0 : tensor<19x19x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // Three channels.
  func.func @image(%x: tensor<1x8x8x3xf32> {sinter.name = "x"}) -> (tensor<1x8x8x3xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "max_unpool"} {
    %v0 = sinter.max_pool_indices %x {window = array<i64: 2, 2>, strides = array<i64: 2, 2>, padding = array<i64: 0, 0, 0, 0>} : (tensor<1x8x8x3xf32>) -> tensor<1x4x4x3xi32>
    %v1 = sinter.max_pool %x {window = array<i64: 2, 2>, strides = array<i64: 2, 2>, padding = array<i64: 0, 0, 0, 0>} : (tensor<1x8x8x3xf32>) -> tensor<1x4x4x3xf32>
    %v2 = sinter.max_unpool %v1, %v0 {size = array<i64: 8, 8>} : (tensor<1x4x4x3xf32>, tensor<1x4x4x3xi32>) -> tensor<1x8x8x3xf32>
    return %v2 : tensor<1x8x8x3xf32>
  }

  // Channels in blocks.
  func.func @blocks(%x: tensor<1x9x7x19xf32> {sinter.name = "x"}) -> (tensor<1x9x7x19xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "max_unpool"} {
    %w0 = sinter.read @blocks.w0 : tensor<19x19x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<1x9x7x19xf32>, tensor<19x19x1x1xf32>) -> tensor<1x9x7x19xf32>
    %v2 = sinter.max_pool_indices %v1 {window = array<i64: 3, 3>, strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>} : (tensor<1x9x7x19xf32>) -> tensor<1x5x4x19xi32>
    %v3 = sinter.max_pool %v1 {window = array<i64: 3, 3>, strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>} : (tensor<1x9x7x19xf32>) -> tensor<1x5x4x19xf32>
    %v4 = sinter.max_unpool %v3, %v2 {size = array<i64: 9, 7>} : (tensor<1x5x4x19xf32>, tensor<1x5x4x19xi32>) -> tensor<1x9x7x19xf32>
    return %v4 : tensor<1x9x7x19xf32>
  }

  // Of equal values the first.
  func.func @ties(%x: tensor<2x9x7x8xf32> {sinter.name = "x"}) -> (tensor<2x9x7x8xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "max_unpool"} {
    %v0 = sinter.floor %x : tensor<2x9x7x8xf32> -> tensor<2x9x7x8xf32>
    %v1 = sinter.max_pool_indices %v0 {window = array<i64: 3, 2>, strides = array<i64: 1, 2>, padding = array<i64: 1, 0, 0, 1>} : (tensor<2x9x7x8xf32>) -> tensor<2x8x4x8xi32>
    %v2 = sinter.max_pool %v0 {window = array<i64: 3, 2>, strides = array<i64: 1, 2>, padding = array<i64: 1, 0, 0, 1>} : (tensor<2x9x7x8xf32>) -> tensor<2x8x4x8xf32>
    %v3 = sinter.max_unpool %v2, %v1 {size = array<i64: 9, 7>} : (tensor<2x8x4x8xf32>, tensor<2x8x4x8xi32>) -> tensor<2x9x7x8xf32>
    return %v3 : tensor<2x9x7x8xf32>
  }

  // Windows that overlap put several values to one place.
  func.func @overlap(%x: tensor<1x7x9x11xf32> {sinter.name = "x"}) -> (tensor<1x7x9x11xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "max_unpool"} {
    %v0 = sinter.max_pool_indices %x {window = array<i64: 3, 3>, strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>} : (tensor<1x7x9x11xf32>) -> tensor<1x7x9x11xi32>
    %v1 = sinter.max_pool %x {window = array<i64: 3, 3>, strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>} : (tensor<1x7x9x11xf32>) -> tensor<1x7x9x11xf32>
    %v2 = sinter.max_unpool %v1, %v0 {size = array<i64: 7, 9>} : (tensor<1x7x9x11xf32>, tensor<1x7x9x11xi32>) -> tensor<1x7x9x11xf32>
    return %v2 : tensor<1x7x9x11xf32>
  }

  // One pixel.
  func.func @one(%x: tensor<1x1x1x1xf32> {sinter.name = "x"}) -> (tensor<1x1x1x1xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "max_unpool"} {
    %v0 = sinter.max_pool_indices %x {window = array<i64: 1, 1>, strides = array<i64: 1, 1>, padding = array<i64: 0, 0, 0, 0>} : (tensor<1x1x1x1xf32>) -> tensor<1x1x1x1xi32>
    %v1 = sinter.max_pool %x {window = array<i64: 1, 1>, strides = array<i64: 1, 1>, padding = array<i64: 0, 0, 0, 0>} : (tensor<1x1x1x1xf32>) -> tensor<1x1x1x1xf32>
    %v2 = sinter.max_unpool %v1, %v0 {size = array<i64: 1, 1>} : (tensor<1x1x1x1xf32>, tensor<1x1x1x1xi32>) -> tensor<1x1x1x1xf32>
    return %v2 : tensor<1x1x1x1xf32>
  }

  // Places on both sides of the image too.
  func.func @outside(%x: tensor<2x3x4x9xf32> {sinter.name = "x"}, %y: tensor<2x3x4x9xi32> {sinter.name = "y"}) -> (tensor<2x2x3x9xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "max_unpool"} {
    %k0 = sinter.constant dense<2> : tensor<i32> as tensor<i32>
    %v1 = sinter.sub %y, %k0 : tensor<2x3x4x9xi32>, tensor<i32> -> tensor<2x3x4x9xi32>
    %v2 = sinter.max_unpool %x, %v1 {size = array<i64: 2, 3>} : (tensor<2x3x4x9xf32>, tensor<2x3x4x9xi32>) -> tensor<2x2x3x9xf32>
    return %v2 : tensor<2x2x3x9xf32>
  }

  // What follows is a kernel of its own.
  func.func @with_activation(%x: tensor<1x4x4x8xf32> {sinter.name = "x"}) -> (tensor<1x4x4x8xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "max_unpool"} {
    %v0 = sinter.max_pool_indices %x {window = array<i64: 2, 2>, strides = array<i64: 2, 2>} : (tensor<1x4x4x8xf32>) -> tensor<1x2x2x8xi32>
    %v1 = sinter.max_pool %x {window = array<i64: 2, 2>, strides = array<i64: 2, 2>} : (tensor<1x4x4x8xf32>) -> tensor<1x2x2x8xf32>
    %v2 = sinter.max_unpool %v1, %v0 {size = array<i64: 4, 4>} : (tensor<1x2x2x8xf32>, tensor<1x2x2x8xi32>) -> tensor<1x4x4x8xf32>
    %v3 = sinter.sigmoid %v2 : tensor<1x4x4x8xf32> -> tensor<1x4x4x8xf32>
    return %v3 : tensor<1x4x4x8xf32>
  }
}

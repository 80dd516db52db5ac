// RUN: sinter diff %s
// RUN: sinter diff %s --target=x86-64-v2
// RUN: sinter diff %s --target=x86-64-v3

// Windows that meet edges, on the caller's rows and on blocks of channels.
module {
  sinter.parameter @halves.weight : tensor<16x16x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @overlapping.weight : tensor<16x16x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @uneven.weight : tensor<11x11x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @all_negative.weight : tensor<8x8x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @inside_only.weight : tensor<8x8x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // 2 x 2 on even sizes.
  func.func @halves(%x: tensor<1x8x6x16xf32> {sinter.name = "x"}) -> (tensor<1x4x3x16xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "avg_pool"} {
    %w = sinter.read @halves.weight : tensor<16x16x1x1xf32>
    %c = sinter.conv2d %x, %w : (tensor<1x8x6x16xf32>, tensor<16x16x1x1xf32>) -> tensor<1x8x6x16xf32>
    %result = sinter.avg_pool %c {window = array<i64: 2, 2>, strides = array<i64: 2, 2>, padding = array<i64: 0, 0, 0, 0>} : (tensor<1x8x6x16xf32>) -> tensor<1x4x3x16xf32>
    return %result : tensor<1x4x3x16xf32>
  }

  // A row and a column are left over.
  func.func @rest(%x: tensor<1x7x9x5xf32> {sinter.name = "x"}) -> (tensor<1x3x4x5xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "avg_pool"} {
    %result = sinter.avg_pool %x {window = array<i64: 2, 2>, strides = array<i64: 2, 2>, padding = array<i64: 0, 0, 0, 0>} : (tensor<1x7x9x5xf32>) -> tensor<1x3x4x5xf32>
    return %result : tensor<1x3x4x5xf32>
  }

  // 3 x 3 by 2 with padding.
  func.func @overlapping(%x: tensor<1x14x13x16xf32> {sinter.name = "x"}) -> (tensor<1x7x7x16xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "avg_pool"} {
    %w = sinter.read @overlapping.weight : tensor<16x16x1x1xf32>
    %c = sinter.conv2d %x, %w : (tensor<1x14x13x16xf32>, tensor<16x16x1x1xf32>) -> tensor<1x14x13x16xf32>
    %result = sinter.avg_pool %c {window = array<i64: 3, 3>, strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>} : (tensor<1x14x13x16xf32>) -> tensor<1x7x7x16xf32>
    return %result : tensor<1x7x7x16xf32>
  }

  // The same on the caller's rows, 3 channels.
  func.func @plain_overlapping(%x: tensor<2x14x13x3xf32> {sinter.name = "x"}) -> (tensor<2x7x7x3xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "avg_pool"} {
    %result = sinter.avg_pool %x {window = array<i64: 3, 3>, strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>} : (tensor<2x14x13x3xf32>) -> tensor<2x7x7x3xf32>
    return %result : tensor<2x7x7x3xf32>
  }

  // Different windows, strides and padding by axis.
  func.func @uneven(%x: tensor<1x9x11x11xf32> {sinter.name = "x"}) -> (tensor<1x9x4x11xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "avg_pool"} {
    %w = sinter.read @uneven.weight : tensor<11x11x1x1xf32>
    %c = sinter.conv2d %x, %w : (tensor<1x9x11x11xf32>, tensor<11x11x1x1xf32>) -> tensor<1x9x11x11xf32>
    %result = sinter.avg_pool %c {window = array<i64: 3, 2>, strides = array<i64: 1, 3>, padding = array<i64: 2, 0, 0, 1>} : (tensor<1x9x11x11xf32>) -> tensor<1x9x4x11xf32>
    return %result : tensor<1x9x4x11xf32>
  }

  // Padding must not win over negative numbers.
  func.func @all_negative(%x: tensor<1x5x5x8xf32> {sinter.name = "x"}) -> (tensor<1x5x5x8xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "avg_pool"} {
    %w = sinter.read @all_negative.weight : tensor<8x8x1x1xf32>
    %c = sinter.conv2d %x, %w : (tensor<1x5x5x8xf32>, tensor<8x8x1x1xf32>) -> tensor<1x5x5x8xf32>
    %result = sinter.avg_pool %c {window = array<i64: 3, 3>, strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>} : (tensor<1x5x5x8xf32>) -> tensor<1x5x5x8xf32>
    return %result : tensor<1x5x5x8xf32>
  }

  // The mean of what is inside the image.
  func.func @inside_only(%x: tensor<1x7x8x8xf32> {sinter.name = "x"}) -> (tensor<1x4x4x8xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "avg_pool"} {
    %w = sinter.read @inside_only.weight : tensor<8x8x1x1xf32>
    %c = sinter.conv2d %x, %w : (tensor<1x7x8x8xf32>, tensor<8x8x1x1xf32>) -> tensor<1x7x8x8xf32>
    %result = sinter.avg_pool %c {window = array<i64: 3, 3>, strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>, count_padding = false} : (tensor<1x7x8x8xf32>) -> tensor<1x4x4x8xf32>
    return %result : tensor<1x4x4x8xf32>
  }

  // The same on the caller's rows.
  func.func @plain_inside_only(%x: tensor<1x7x8x3xf32> {sinter.name = "x"}) -> (tensor<1x4x4x3xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "avg_pool"} {
    %result = sinter.avg_pool %x {window = array<i64: 3, 3>, strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>, count_padding = false} : (tensor<1x7x8x3xf32>) -> tensor<1x4x4x3xf32>
    return %result : tensor<1x4x4x3xf32>
  }
}

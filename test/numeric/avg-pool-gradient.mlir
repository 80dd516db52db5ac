// RUN: sinter diff %s
// RUN: sinter diff %s --target x86-64-v2
// RUN: sinter diff %s --target x86-64-v3

// Each pixel takes its share of the windows that hold it.
module {
  sinter.parameter @halves.b : tensor<16x16x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @overlapping.b : tensor<19x19x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @padding_left_out.b : tensor<19x19x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @whole_image.b : tensor<40x40x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @planes.b : tensor<6x1x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // 2 x 2 on blocks of channels.
  func.func @halves(%g: tensor<2x4x3x16xf32> {sinter.name = "g"}) -> (tensor<2x8x6x16xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "avg_pool_gradient"} {
    %w_b = sinter.read @halves.b : tensor<16x16x1x1xf32>
    %b = sinter.conv2d %g, %w_b : (tensor<2x4x3x16xf32>, tensor<16x16x1x1xf32>) -> tensor<2x4x3x16xf32>
    %y = sinter.avg_pool_gradient %b {size = array<i64: 8, 6>, window = array<i64: 2, 2>, strides = array<i64: 2, 2>, padding = array<i64: 0, 0, 0, 0>, count_padding = true} : (tensor<2x4x3x16xf32>) -> tensor<2x8x6x16xf32>
    return %y : tensor<2x8x6x16xf32>
  }

  // A row and a column are left over; the caller's rows.
  func.func @rest(%g: tensor<1x3x4x5xf32> {sinter.name = "g"}) -> (tensor<1x7x9x5xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "avg_pool_gradient"} {
    %y = sinter.avg_pool_gradient %g {size = array<i64: 7, 9>, window = array<i64: 2, 2>, strides = array<i64: 2, 2>, padding = array<i64: 0, 0, 0, 0>, count_padding = true} : (tensor<1x3x4x5xf32>) -> tensor<1x7x9x5xf32>
    return %y : tensor<1x7x9x5xf32>
  }

  // 3 x 3 by 2 with padding that counts.
  func.func @overlapping(%g: tensor<1x7x7x19xf32> {sinter.name = "g"}) -> (tensor<1x14x13x19xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "avg_pool_gradient"} {
    %w_b = sinter.read @overlapping.b : tensor<19x19x1x1xf32>
    %b = sinter.conv2d %g, %w_b : (tensor<1x7x7x19xf32>, tensor<19x19x1x1xf32>) -> tensor<1x7x7x19xf32>
    %y = sinter.avg_pool_gradient %b {size = array<i64: 14, 13>, window = array<i64: 3, 3>, strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>, count_padding = true} : (tensor<1x7x7x19xf32>) -> tensor<1x14x13x19xf32>
    return %y : tensor<1x14x13x19xf32>
  }

  // Padding that does not count.
  func.func @padding_left_out(%g: tensor<2x7x7x19xf32> {sinter.name = "g"}) -> (tensor<2x14x13x19xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "avg_pool_gradient"} {
    %w_b = sinter.read @padding_left_out.b : tensor<19x19x1x1xf32>
    %b = sinter.conv2d %g, %w_b : (tensor<2x7x7x19xf32>, tensor<19x19x1x1xf32>) -> tensor<2x7x7x19xf32>
    %y = sinter.avg_pool_gradient %b {size = array<i64: 14, 13>, window = array<i64: 3, 3>, strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>, count_padding = false} : (tensor<2x7x7x19xf32>) -> tensor<2x14x13x19xf32>
    return %y : tensor<2x14x13x19xf32>
  }

  // Different windows, strides and padding by axis.
  func.func @uneven(%g: tensor<1x9x4x11xf32> {sinter.name = "g"}) -> (tensor<1x9x11x11xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "avg_pool_gradient"} {
    %y = sinter.avg_pool_gradient %g {size = array<i64: 9, 11>, window = array<i64: 3, 2>, strides = array<i64: 1, 3>, padding = array<i64: 2, 0, 0, 1>, count_padding = false} : (tensor<1x9x4x11xf32>) -> tensor<1x9x11x11xf32>
    return %y : tensor<1x9x11x11xf32>
  }

  // One window, as large as the image.
  func.func @whole_image(%g: tensor<3x1x1x40xf32> {sinter.name = "g"}) -> (tensor<3x7x7x40xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "avg_pool_gradient"} {
    %w_b = sinter.read @whole_image.b : tensor<40x40x1x1xf32>
    %b = sinter.conv2d %g, %w_b : (tensor<3x1x1x40xf32>, tensor<40x40x1x1xf32>) -> tensor<3x1x1x40xf32>
    %y = sinter.avg_pool_gradient %b {size = array<i64: 7, 7>, window = array<i64: 7, 7>, strides = array<i64: 1, 1>, padding = array<i64: 0, 0, 0, 0>, count_padding = true} : (tensor<3x1x1x40xf32>) -> tensor<3x7x7x40xf32>
    return %y : tensor<3x7x7x40xf32>
  }

  // Planes: vectors run along rows.
  func.func @planes(%g: tensor<2x14x14x1xf32> {sinter.name = "g"}) -> (tensor<2x28x28x6xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "avg_pool_gradient"} {
    %w_b = sinter.read @planes.b : tensor<6x1x1x1xf32>
    %b = sinter.conv2d %g, %w_b : (tensor<2x14x14x1xf32>, tensor<6x1x1x1xf32>) -> tensor<2x14x14x6xf32>
    %y = sinter.avg_pool_gradient %b {size = array<i64: 28, 28>, window = array<i64: 2, 2>, strides = array<i64: 2, 2>, padding = array<i64: 0, 0, 0, 0>, count_padding = true} : (tensor<2x14x14x6xf32>) -> tensor<2x28x28x6xf32>
    return %y : tensor<2x28x28x6xf32>
  }

  // Several tasks.
  func.func @many(%g: tensor<64x14x14x6xf32> {sinter.name = "g"}) -> (tensor<64x28x28x6xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "avg_pool_gradient"} {
    %y = sinter.avg_pool_gradient %g {size = array<i64: 28, 28>, window = array<i64: 2, 2>, strides = array<i64: 2, 2>, padding = array<i64: 0, 0, 0, 0>, count_padding = true} : (tensor<64x14x14x6xf32>) -> tensor<64x28x28x6xf32>
    return %y : tensor<64x28x28x6xf32>
  }
}

// RUN: sinter diff %s
// RUN: sinter diff %s --target=x86-64-v2
// RUN: sinter diff %s --target=x86-64-v3

// Means over axes.
module {
  sinter.parameter @global_average.weight : tensor<19x19x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @kept.weight : tensor<8x8x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @channels.weight : tensor<11x11x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // Over rows and columns, of blocks of channels.
  func.func @global_average(%x: tensor<1x7x7x19xf32> {sinter.name = "x"}) -> (tensor<1x19xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "mean"} {
    %w = sinter.read @global_average.weight : tensor<19x19x1x1xf32>
    %c = sinter.conv2d %x, %w : (tensor<1x7x7x19xf32>, tensor<19x19x1x1xf32>) -> tensor<1x7x7x19xf32>
    %result = sinter.mean %c {axes = array<i64: 1, 2>} : (tensor<1x7x7x19xf32>) -> tensor<1x19xf32>
    return %result : tensor<1x19xf32>
  }

  // Reduced axes stay.
  func.func @kept(%x: tensor<2x5x3x8xf32> {sinter.name = "x"}) -> (tensor<2x1x1x8xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "mean"} {
    %w = sinter.read @kept.weight : tensor<8x8x1x1xf32>
    %c = sinter.conv2d %x, %w : (tensor<2x5x3x8xf32>, tensor<8x8x1x1xf32>) -> tensor<2x5x3x8xf32>
    %result = sinter.mean %c {axes = array<i64: 1, 2>, keep = true} : (tensor<2x5x3x8xf32>) -> tensor<2x1x1x8xf32>
    return %result : tensor<2x1x1x8xf32>
  }

  // All axes.
  func.func @everything(%x: tensor<3x5x7xf32> {sinter.name = "x"}) -> (tensor<f32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "mean"} {
    %result = sinter.mean %x {} : (tensor<3x5x7xf32>) -> tensor<f32>
    return %result : tensor<f32>
  }

  // The first axis.
  func.func @first(%x: tensor<5x11xf32> {sinter.name = "x"}) -> (tensor<11xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "mean"} {
    %result = sinter.mean %x {axes = array<i64: 0>} : (tensor<5x11xf32>) -> tensor<11xf32>
    return %result : tensor<11xf32>
  }

  // The last axis.
  func.func @last(%x: tensor<4x13xf32> {sinter.name = "x"}) -> (tensor<4xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "mean"} {
    %result = sinter.mean %x {axes = array<i64: 1>} : (tensor<4x13xf32>) -> tensor<4xf32>
    return %result : tensor<4xf32>
  }

  // Over channels that lie in blocks.
  func.func @channels(%x: tensor<1x3x4x11xf32> {sinter.name = "x"}) -> (tensor<1x3x4xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "mean"} {
    %w = sinter.read @channels.weight : tensor<11x11x1x1xf32>
    %c = sinter.conv2d %x, %w : (tensor<1x3x4x11xf32>, tensor<11x11x1x1xf32>) -> tensor<1x3x4x11xf32>
    %result = sinter.mean %c {axes = array<i64: 3>} : (tensor<1x3x4x11xf32>) -> tensor<1x3x4xf32>
    return %result : tensor<1x3x4xf32>
  }
}

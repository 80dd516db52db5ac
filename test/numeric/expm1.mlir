// RUN: sinter diff %s

// `expm1` on sizes with and without a rest, alone and on blocks.
module {
  sinter.parameter @blocks.weight : tensor<11x11x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // 37 values.
  func.func @vector(%x: tensor<37xf32> {sinter.name = "x"}) -> (tensor<37xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "expm1"} {
    %result = sinter.expm1 %x : tensor<37xf32> -> tensor<37xf32>
    return %result : tensor<37xf32>
  }

  // Rank 3.
  func.func @rows(%x: tensor<3x5x8xf32> {sinter.name = "x"}) -> (tensor<3x5x8xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "expm1"} {
    %result = sinter.expm1 %x : tensor<3x5x8xf32> -> tensor<3x5x8xf32>
    return %result : tensor<3x5x8xf32>
  }

  // One value.
  func.func @one(%x: tensor<1xf32> {sinter.name = "x"}) -> (tensor<1xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "expm1"} {
    %result = sinter.expm1 %x : tensor<1xf32> -> tensor<1xf32>
    return %result : tensor<1xf32>
  }

  // Rank 0.
  func.func @scalar(%x: tensor<f32> {sinter.name = "x"}) -> (tensor<f32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "expm1"} {
    %result = sinter.expm1 %x : tensor<f32> -> tensor<f32>
    return %result : tensor<f32>
  }

  // On what a convolution wrote, with another reader so that it stands alone.
  func.func @blocks(%x: tensor<1x3x4x11xf32> {sinter.name = "x"}) -> (tensor<1x3x4x11xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "expm1"} {
    %w = sinter.read @blocks.weight : tensor<11x11x1x1xf32>
    %c = sinter.conv2d %x, %w : (tensor<1x3x4x11xf32>, tensor<11x11x1x1xf32>) -> tensor<1x3x4x11xf32>
    %y = sinter.expm1 %c : tensor<1x3x4x11xf32> -> tensor<1x3x4x11xf32>
    %result = sinter.add %y, %c : tensor<1x3x4x11xf32>, tensor<1x3x4x11xf32> -> tensor<1x3x4x11xf32>
    return %result : tensor<1x3x4x11xf32>
  }
}

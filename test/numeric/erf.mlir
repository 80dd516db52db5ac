// RUN: sinter diff %s

// The error function, to where it is 1.
module {
  sinter.parameter @blocks.w0 : tensor<11x11x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // 37 values.
  func.func @vector(%x: tensor<37xf32> {sinter.name = "x"}) -> (tensor<37xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "erf"} {
    %k0 = sinter.constant dense<4.0> : tensor<f32> as tensor<f32>
    %v1 = sinter.mul %x, %k0 : tensor<37xf32>, tensor<f32> -> tensor<37xf32>
    %v2 = sinter.erf %v1 : tensor<37xf32> -> tensor<37xf32>
    return %v2 : tensor<37xf32>
  }

  // Rank 3.
  func.func @rows(%x: tensor<3x5x8xf32> {sinter.name = "x"}) -> (tensor<3x5x8xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "erf"} {
    %k0 = sinter.constant dense<4.0> : tensor<f32> as tensor<f32>
    %v1 = sinter.mul %x, %k0 : tensor<3x5x8xf32>, tensor<f32> -> tensor<3x5x8xf32>
    %v2 = sinter.erf %v1 : tensor<3x5x8xf32> -> tensor<3x5x8xf32>
    return %v2 : tensor<3x5x8xf32>
  }

  // Rank 6, rows that fill no vector.
  func.func @six(%x: tensor<2x1x3x2x2x5xf32> {sinter.name = "x"}) -> (tensor<2x1x3x2x2x5xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "erf"} {
    %k0 = sinter.constant dense<4.0> : tensor<f32> as tensor<f32>
    %v1 = sinter.mul %x, %k0 : tensor<2x1x3x2x2x5xf32>, tensor<f32> -> tensor<2x1x3x2x2x5xf32>
    %v2 = sinter.erf %v1 : tensor<2x1x3x2x2x5xf32> -> tensor<2x1x3x2x2x5xf32>
    return %v2 : tensor<2x1x3x2x2x5xf32>
  }

  // Rank 0.
  func.func @scalar(%x: tensor<f32> {sinter.name = "x"}) -> (tensor<f32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "erf"} {
    %k0 = sinter.constant dense<4.0> : tensor<f32> as tensor<f32>
    %v1 = sinter.mul %x, %k0 : tensor<f32>, tensor<f32> -> tensor<f32>
    %v2 = sinter.erf %v1 : tensor<f32> -> tensor<f32>
    return %v2 : tensor<f32>
  }

  // On what a convolution wrote, with another reader so that it stands alone.
  func.func @blocks(%x: tensor<1x3x4x11xf32> {sinter.name = "x"}) -> (tensor<1x3x4x11xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "erf"} {
    %w0 = sinter.read @blocks.w0 : tensor<11x11x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<1x3x4x11xf32>, tensor<11x11x1x1xf32>) -> tensor<1x3x4x11xf32>
    %k2 = sinter.constant dense<4.0> : tensor<f32> as tensor<f32>
    %v3 = sinter.mul %v1, %k2 : tensor<1x3x4x11xf32>, tensor<f32> -> tensor<1x3x4x11xf32>
    %v4 = sinter.erf %v3 : tensor<1x3x4x11xf32> -> tensor<1x3x4x11xf32>
    %v5 = sinter.add %v4, %v1 : tensor<1x3x4x11xf32>, tensor<1x3x4x11xf32> -> tensor<1x3x4x11xf32>
    return %v5 : tensor<1x3x4x11xf32>
  }
}

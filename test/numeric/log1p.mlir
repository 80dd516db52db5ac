// RUN: sinter diff %s

// Logarithms of one more than a positive number.
module {
  sinter.parameter @blocks.w0 : tensor<11x11x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // 37 values.
  func.func @vector(%x: tensor<37xf32> {sinter.name = "x"}) -> (tensor<37xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "log1p"} {
    %v0 = sinter.mul %x, %x : tensor<37xf32>, tensor<37xf32> -> tensor<37xf32>
    %k1 = sinter.constant dense<1.0e-3> : tensor<f32> as tensor<f32>
    %v2 = sinter.add %v0, %k1 : tensor<37xf32>, tensor<f32> -> tensor<37xf32>
    %v3 = sinter.log1p %v2 : tensor<37xf32> -> tensor<37xf32>
    return %v3 : tensor<37xf32>
  }

  // Rank 3.
  func.func @rows(%x: tensor<3x5x8xf32> {sinter.name = "x"}) -> (tensor<3x5x8xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "log1p"} {
    %v0 = sinter.mul %x, %x : tensor<3x5x8xf32>, tensor<3x5x8xf32> -> tensor<3x5x8xf32>
    %k1 = sinter.constant dense<1.0e-3> : tensor<f32> as tensor<f32>
    %v2 = sinter.add %v0, %k1 : tensor<3x5x8xf32>, tensor<f32> -> tensor<3x5x8xf32>
    %v3 = sinter.log1p %v2 : tensor<3x5x8xf32> -> tensor<3x5x8xf32>
    return %v3 : tensor<3x5x8xf32>
  }

  // Rank 6, rows that fill no vector.
  func.func @six(%x: tensor<2x1x3x2x2x5xf32> {sinter.name = "x"}) -> (tensor<2x1x3x2x2x5xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "log1p"} {
    %v0 = sinter.mul %x, %x : tensor<2x1x3x2x2x5xf32>, tensor<2x1x3x2x2x5xf32> -> tensor<2x1x3x2x2x5xf32>
    %k1 = sinter.constant dense<1.0e-3> : tensor<f32> as tensor<f32>
    %v2 = sinter.add %v0, %k1 : tensor<2x1x3x2x2x5xf32>, tensor<f32> -> tensor<2x1x3x2x2x5xf32>
    %v3 = sinter.log1p %v2 : tensor<2x1x3x2x2x5xf32> -> tensor<2x1x3x2x2x5xf32>
    return %v3 : tensor<2x1x3x2x2x5xf32>
  }

  // Rank 0.
  func.func @scalar(%x: tensor<f32> {sinter.name = "x"}) -> (tensor<f32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "log1p"} {
    %v0 = sinter.mul %x, %x : tensor<f32>, tensor<f32> -> tensor<f32>
    %k1 = sinter.constant dense<1.0e-3> : tensor<f32> as tensor<f32>
    %v2 = sinter.add %v0, %k1 : tensor<f32>, tensor<f32> -> tensor<f32>
    %v3 = sinter.log1p %v2 : tensor<f32> -> tensor<f32>
    return %v3 : tensor<f32>
  }

  // On what a convolution wrote, with another reader so that it stands alone.
  func.func @blocks(%x: tensor<1x3x4x11xf32> {sinter.name = "x"}) -> (tensor<1x3x4x11xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "log1p"} {
    %w0 = sinter.read @blocks.w0 : tensor<11x11x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<1x3x4x11xf32>, tensor<11x11x1x1xf32>) -> tensor<1x3x4x11xf32>
    %v2 = sinter.mul %v1, %v1 : tensor<1x3x4x11xf32>, tensor<1x3x4x11xf32> -> tensor<1x3x4x11xf32>
    %k3 = sinter.constant dense<1.0e-3> : tensor<f32> as tensor<f32>
    %v4 = sinter.add %v2, %k3 : tensor<1x3x4x11xf32>, tensor<f32> -> tensor<1x3x4x11xf32>
    %v5 = sinter.log1p %v4 : tensor<1x3x4x11xf32> -> tensor<1x3x4x11xf32>
    %v6 = sinter.add %v5, %v1 : tensor<1x3x4x11xf32>, tensor<1x3x4x11xf32> -> tensor<1x3x4x11xf32>
    return %v6 : tensor<1x3x4x11xf32>
  }
}

// RUN: sinter diff %s

// Absolute values, of integers too.
module {
  sinter.parameter @blocks.w0 : tensor<11x11x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // 37 values.
  func.func @vector(%x: tensor<37xf32> {sinter.name = "x"}) -> (tensor<37xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "abs"} {
    %v0 = sinter.abs %x : tensor<37xf32> -> tensor<37xf32>
    return %v0 : tensor<37xf32>
  }

  // Rank 3.
  func.func @rows(%x: tensor<3x5x8xf32> {sinter.name = "x"}) -> (tensor<3x5x8xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "abs"} {
    %v0 = sinter.abs %x : tensor<3x5x8xf32> -> tensor<3x5x8xf32>
    return %v0 : tensor<3x5x8xf32>
  }

  // Rank 6, rows that fill no vector.
  func.func @six(%x: tensor<2x1x3x2x2x5xf32> {sinter.name = "x"}) -> (tensor<2x1x3x2x2x5xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "abs"} {
    %v0 = sinter.abs %x : tensor<2x1x3x2x2x5xf32> -> tensor<2x1x3x2x2x5xf32>
    return %v0 : tensor<2x1x3x2x2x5xf32>
  }

  // Rank 0.
  func.func @scalar(%x: tensor<f32> {sinter.name = "x"}) -> (tensor<f32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "abs"} {
    %v0 = sinter.abs %x : tensor<f32> -> tensor<f32>
    return %v0 : tensor<f32>
  }

  // On what a convolution wrote, with another reader so that it stands alone.
  func.func @blocks(%x: tensor<1x3x4x11xf32> {sinter.name = "x"}) -> (tensor<1x3x4x11xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "abs"} {
    %w0 = sinter.read @blocks.w0 : tensor<11x11x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<1x3x4x11xf32>, tensor<11x11x1x1xf32>) -> tensor<1x3x4x11xf32>
    %v2 = sinter.abs %v1 : tensor<1x3x4x11xf32> -> tensor<1x3x4x11xf32>
    %v3 = sinter.add %v2, %v1 : tensor<1x3x4x11xf32>, tensor<1x3x4x11xf32> -> tensor<1x3x4x11xf32>
    return %v3 : tensor<1x3x4x11xf32>
  }

  // On i8.
  func.func @of_i8(%x: tensor<5x19xi8> {sinter.name = "x"}) -> (tensor<5x19xi8> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "abs"} {
    %k0 = sinter.constant dense<5> : tensor<i8> as tensor<i8>
    %v1 = sinter.sub %x, %k0 : tensor<5x19xi8>, tensor<i8> -> tensor<5x19xi8>
    %v2 = sinter.abs %v1 : tensor<5x19xi8> -> tensor<5x19xi8>
    return %v2 : tensor<5x19xi8>
  }

  // On i32.
  func.func @of_i32(%x: tensor<5x19xi32> {sinter.name = "x"}) -> (tensor<5x19xi32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "abs"} {
    %k0 = sinter.constant dense<5> : tensor<i32> as tensor<i32>
    %v1 = sinter.sub %x, %k0 : tensor<5x19xi32>, tensor<i32> -> tensor<5x19xi32>
    %v2 = sinter.abs %v1 : tensor<5x19xi32> -> tensor<5x19xi32>
    return %v2 : tensor<5x19xi32>
  }

  // On i64.
  func.func @of_i64(%x: tensor<5x19xi64> {sinter.name = "x"}) -> (tensor<5x19xi64> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "abs"} {
    %k0 = sinter.constant dense<5> : tensor<i64> as tensor<i64>
    %v1 = sinter.sub %x, %k0 : tensor<5x19xi64>, tensor<i64> -> tensor<5x19xi64>
    %v2 = sinter.abs %v1 : tensor<5x19xi64> -> tensor<5x19xi64>
    return %v2 : tensor<5x19xi64>
  }
}

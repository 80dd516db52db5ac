// RUN: sinter diff %s

// Powers.
module {
  sinter.parameter @blocks.w0 : tensor<11x11x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // Positive bases, any exponent.
  func.func @same(%x: tensor<3x7xf32> {sinter.name = "x"}, %y: tensor<3x7xf32> {sinter.name = "y"}) -> (tensor<3x7xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "pow"} {
    %v0 = sinter.mul %x, %x : tensor<3x7xf32>, tensor<3x7xf32> -> tensor<3x7xf32>
    %k1 = sinter.constant dense<1.0e-3> : tensor<f32> as tensor<f32>
    %v2 = sinter.add %v0, %k1 : tensor<3x7xf32>, tensor<f32> -> tensor<3x7xf32>
    %v3 = sinter.pow %v2, %y : tensor<3x7xf32>, tensor<3x7xf32> -> tensor<3x7xf32>
    return %v3 : tensor<3x7xf32>
  }

  // An exponent for each column.
  func.func @row(%x: tensor<5x19xf32> {sinter.name = "x"}, %y: tensor<19xf32> {sinter.name = "y"}) -> (tensor<5x19xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "pow"} {
    %v0 = sinter.mul %x, %x : tensor<5x19xf32>, tensor<5x19xf32> -> tensor<5x19xf32>
    %k1 = sinter.constant dense<1.0e-3> : tensor<f32> as tensor<f32>
    %v2 = sinter.add %v0, %k1 : tensor<5x19xf32>, tensor<f32> -> tensor<5x19xf32>
    %v3 = sinter.pow %v2, %y : tensor<5x19xf32>, tensor<19xf32> -> tensor<5x19xf32>
    return %v3 : tensor<5x19xf32>
  }

  // Negative bases have whole powers.
  func.func @cube(%x: tensor<37xf32> {sinter.name = "x"}) -> (tensor<37xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "pow"} {
    %k0 = sinter.constant dense<3.0> : tensor<f32> as tensor<f32>
    %v1 = sinter.pow %x, %k0 : tensor<37xf32>, tensor<f32> -> tensor<37xf32>
    return %v1 : tensor<37xf32>
  }

  // And negative ones.
  func.func @inverse(%x: tensor<37xf32> {sinter.name = "x"}) -> (tensor<37xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "pow"} {
    %v0 = sinter.sign %x : tensor<37xf32> -> tensor<37xf32>
    %v1 = sinter.add %x, %v0 : tensor<37xf32>, tensor<37xf32> -> tensor<37xf32>
    %k2 = sinter.constant dense<-2.0> : tensor<f32> as tensor<f32>
    %v3 = sinter.pow %v1, %k2 : tensor<37xf32>, tensor<f32> -> tensor<37xf32>
    return %v3 : tensor<37xf32>
  }

  // Exponents that are whole numbers, zero among them.
  func.func @whole(%x: tensor<9x9xf32> {sinter.name = "x"}, %y: tensor<9x9xf32> {sinter.name = "y"}) -> (tensor<9x9xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "pow"} {
    %k0 = sinter.constant dense<2.0> : tensor<f32> as tensor<f32>
    %v1 = sinter.mul %y, %k0 : tensor<9x9xf32>, tensor<f32> -> tensor<9x9xf32>
    %v2 = sinter.floor %v1 : tensor<9x9xf32> -> tensor<9x9xf32>
    %v3 = sinter.abs %v2 : tensor<9x9xf32> -> tensor<9x9xf32>
    %v4 = sinter.pow %x, %v3 : tensor<9x9xf32>, tensor<9x9xf32> -> tensor<9x9xf32>
    return %v4 : tensor<9x9xf32>
  }

  // 1 and -1 to an infinite power, which no logarithm tells.
  func.func @infinite(%x: tensor<11xf32> {sinter.name = "x"}) -> (tensor<11xf32> {sinter.name = "y0"}, tensor<11xf32> {sinter.name = "y1"}) attributes {sinter.entry = "infer", sinter.model = "pow"} {
    %k0 = sinter.constant dense<0x7F800000> : tensor<f32> as tensor<f32>
    %k1 = sinter.constant dense<0xFF800000> : tensor<f32> as tensor<f32>
    %v2 = sinter.sign %x : tensor<11xf32> -> tensor<11xf32>
    %v3 = sinter.pow %v2, %k0 : tensor<11xf32>, tensor<f32> -> tensor<11xf32>
    %v4 = sinter.pow %v2, %k1 : tensor<11xf32>, tensor<f32> -> tensor<11xf32>
    return %v3, %v4 : tensor<11xf32>, tensor<11xf32>
  }

  // Of zero: 0, and 1 for the power 0.
  func.func @zero(%x: tensor<11xf32> {sinter.name = "x"}) -> (tensor<11xf32> {sinter.name = "y0"}, tensor<11xf32> {sinter.name = "y1"}) attributes {sinter.entry = "infer", sinter.model = "pow"} {
    %v0 = sinter.sub %x, %x : tensor<11xf32>, tensor<11xf32> -> tensor<11xf32>
    %k1 = sinter.constant dense<2.5> : tensor<f32> as tensor<f32>
    %v2 = sinter.pow %v0, %k1 : tensor<11xf32>, tensor<f32> -> tensor<11xf32>
    %v3 = sinter.pow %v0, %v0 : tensor<11xf32>, tensor<11xf32> -> tensor<11xf32>
    return %v2, %v3 : tensor<11xf32>, tensor<11xf32>
  }

  // On what a convolution wrote.
  func.func @blocks(%x: tensor<1x3x4x11xf32> {sinter.name = "x"}) -> (tensor<1x3x4x11xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "pow"} {
    %w0 = sinter.read @blocks.w0 : tensor<11x11x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<1x3x4x11xf32>, tensor<11x11x1x1xf32>) -> tensor<1x3x4x11xf32>
    %v2 = sinter.sigmoid %v1 : tensor<1x3x4x11xf32> -> tensor<1x3x4x11xf32>
    %k3 = sinter.constant dense<0.3> : tensor<f32> as tensor<f32>
    %v4 = sinter.pow %v2, %k3 : tensor<1x3x4x11xf32>, tensor<f32> -> tensor<1x3x4x11xf32>
    %v5 = sinter.add %v4, %v1 : tensor<1x3x4x11xf32>, tensor<1x3x4x11xf32> -> tensor<1x3x4x11xf32>
    return %v5 : tensor<1x3x4x11xf32>
  }
}

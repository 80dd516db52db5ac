// RUN: sinter diff %s

// Where the first element is smaller.
module {
  sinter.parameter @blocks.w0 : tensor<11x11x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // Whole numbers, many of them equal.
  func.func @same(%x: tensor<3x7xf32> {sinter.name = "x"}, %y: tensor<3x7xf32> {sinter.name = "y"}) -> (tensor<3x7xi1> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "less"} {
    %v0 = sinter.floor %x : tensor<3x7xf32> -> tensor<3x7xf32>
    %v1 = sinter.floor %y : tensor<3x7xf32> -> tensor<3x7xf32>
    %v2 = sinter.less %v0, %v1 : tensor<3x7xf32>, tensor<3x7xf32> -> tensor<3x7xi1>
    return %v2 : tensor<3x7xi1>
  }

  // Both grow.
  func.func @outer(%x: tensor<5x1xf32> {sinter.name = "x"}, %y: tensor<1x19xf32> {sinter.name = "y"}) -> (tensor<5x19xi1> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "less"} {
    %v0 = sinter.floor %x : tensor<5x1xf32> -> tensor<5x1xf32>
    %v1 = sinter.floor %y : tensor<1x19xf32> -> tensor<1x19xf32>
    %v2 = sinter.less %v0, %v1 : tensor<5x1xf32>, tensor<1x19xf32> -> tensor<5x19xi1>
    return %v2 : tensor<5x19xi1>
  }

  // Rank 6 and a number.
  func.func @six(%x: tensor<2x1x3x2x2x5xf32> {sinter.name = "x"}, %y: tensor<f32> {sinter.name = "y"}) -> (tensor<2x1x3x2x2x5xi1> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "less"} {
    %v0 = sinter.less %x, %y : tensor<2x1x3x2x2x5xf32>, tensor<f32> -> tensor<2x1x3x2x2x5xi1>
    return %v0 : tensor<2x1x3x2x2x5xi1>
  }

  // On i8.
  func.func @of_i8(%x: tensor<4x13xi8> {sinter.name = "x"}, %y: tensor<13xi8> {sinter.name = "y"}) -> (tensor<4x13xi1> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "less"} {
    %v0 = sinter.less %x, %y : tensor<4x13xi8>, tensor<13xi8> -> tensor<4x13xi1>
    return %v0 : tensor<4x13xi1>
  }

  // On u8.
  func.func @of_ui8(%x: tensor<4x13xui8> {sinter.name = "x"}, %y: tensor<13xui8> {sinter.name = "y"}) -> (tensor<4x13xi1> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "less"} {
    %v0 = sinter.less %x, %y : tensor<4x13xui8>, tensor<13xui8> -> tensor<4x13xi1>
    return %v0 : tensor<4x13xi1>
  }

  // On i32.
  func.func @of_i32(%x: tensor<4x13xi32> {sinter.name = "x"}, %y: tensor<13xi32> {sinter.name = "y"}) -> (tensor<4x13xi1> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "less"} {
    %v0 = sinter.less %x, %y : tensor<4x13xi32>, tensor<13xi32> -> tensor<4x13xi1>
    return %v0 : tensor<4x13xi1>
  }

  // On i64.
  func.func @of_i64(%x: tensor<4x13xi64> {sinter.name = "x"}, %y: tensor<13xi64> {sinter.name = "y"}) -> (tensor<4x13xi1> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "less"} {
    %v0 = sinter.less %x, %y : tensor<4x13xi64>, tensor<13xi64> -> tensor<4x13xi1>
    return %v0 : tensor<4x13xi1>
  }

  // On booleans.
  func.func @of_i1(%x: tensor<4x13xi1> {sinter.name = "x"}, %y: tensor<13xi1> {sinter.name = "y"}) -> (tensor<4x13xi1> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "less"} {
    %v0 = sinter.less %x, %y : tensor<4x13xi1>, tensor<13xi1> -> tensor<4x13xi1>
    return %v0 : tensor<4x13xi1>
  }

  // On what a convolution wrote.
  func.func @blocks(%x: tensor<1x3x4x11xf32> {sinter.name = "x"}) -> (tensor<1x3x4x11xi1> {sinter.name = "y0"}, tensor<1x3x4x11xf32> {sinter.name = "y1"}) attributes {sinter.entry = "infer", sinter.model = "less"} {
    %w0 = sinter.read @blocks.w0 : tensor<11x11x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<1x3x4x11xf32>, tensor<11x11x1x1xf32>) -> tensor<1x3x4x11xf32>
    %k2 = sinter.constant dense<0.5> : tensor<f32> as tensor<f32>
    %v3 = sinter.less %v1, %k2 : tensor<1x3x4x11xf32>, tensor<f32> -> tensor<1x3x4x11xi1>
    return %v3, %v1 : tensor<1x3x4x11xi1>, tensor<1x3x4x11xf32>
  }
}

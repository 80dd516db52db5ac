// RUN: sinter diff %s

// One of two elements.
module {
  sinter.parameter @elu.w0 : tensor<11x11x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @mask_of_rows.w0 : tensor<11x11x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // Equal shapes.
  func.func @same(%x: tensor<3x7xi1> {sinter.name = "x"}, %y: tensor<3x7xf32> {sinter.name = "y"}, %z: tensor<3x7xf32> {sinter.name = "z"}) -> (tensor<3x7xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "select"} {
    %v0 = sinter.select %x, %y, %z : tensor<3x7xi1>, tensor<3x7xf32>, tensor<3x7xf32> -> tensor<3x7xf32>
    return %v0 : tensor<3x7xf32>
  }

  // All three grow.
  func.func @grows(%x: tensor<5x1xi1> {sinter.name = "x"}, %y: tensor<19xf32> {sinter.name = "y"}, %z: tensor<2x1x1xf32> {sinter.name = "z"}) -> (tensor<2x5x19xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "select"} {
    %v0 = sinter.select %x, %y, %z : tensor<5x1xi1>, tensor<19xf32>, tensor<2x1x1xf32> -> tensor<2x5x19xf32>
    return %v0 : tensor<2x5x19xf32>
  }

  // Of booleans.
  func.func @of_i1(%x: tensor<4x13xi1> {sinter.name = "x"}, %y: tensor<4x13xi1> {sinter.name = "y"}, %z: tensor<i1> {sinter.name = "z"}) -> (tensor<4x13xi1> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "select"} {
    %v0 = sinter.select %x, %y, %z : tensor<4x13xi1>, tensor<4x13xi1>, tensor<i1> -> tensor<4x13xi1>
    return %v0 : tensor<4x13xi1>
  }

  // Of u8.
  func.func @of_ui8(%x: tensor<4x13xi1> {sinter.name = "x"}, %y: tensor<4x13xui8> {sinter.name = "y"}, %z: tensor<ui8> {sinter.name = "z"}) -> (tensor<4x13xui8> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "select"} {
    %v0 = sinter.select %x, %y, %z : tensor<4x13xi1>, tensor<4x13xui8>, tensor<ui8> -> tensor<4x13xui8>
    return %v0 : tensor<4x13xui8>
  }

  // Of i32.
  func.func @of_i32(%x: tensor<4x13xi1> {sinter.name = "x"}, %y: tensor<4x13xi32> {sinter.name = "y"}, %z: tensor<i32> {sinter.name = "z"}) -> (tensor<4x13xi32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "select"} {
    %v0 = sinter.select %x, %y, %z : tensor<4x13xi1>, tensor<4x13xi32>, tensor<i32> -> tensor<4x13xi32>
    return %v0 : tensor<4x13xi32>
  }

  // Of i64.
  func.func @of_i64(%x: tensor<4x13xi1> {sinter.name = "x"}, %y: tensor<4x13xi64> {sinter.name = "y"}, %z: tensor<i64> {sinter.name = "z"}) -> (tensor<4x13xi64> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "select"} {
    %v0 = sinter.select %x, %y, %z : tensor<4x13xi1>, tensor<4x13xi64>, tensor<i64> -> tensor<4x13xi64>
    return %v0 : tensor<4x13xi64>
  }

  // A chain on blocks of channels: x where it is positive, e^x - 1 elsewhere.
  func.func @elu(%x: tensor<1x3x4x11xf32> {sinter.name = "x"}) -> (tensor<1x3x4x11xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "select"} {
    %w0 = sinter.read @elu.w0 : tensor<11x11x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<1x3x4x11xf32>, tensor<11x11x1x1xf32>) -> tensor<1x3x4x11xf32>
    %k2 = sinter.constant dense<0.0> : tensor<f32> as tensor<f32>
    %v3 = sinter.less %k2, %v1 : tensor<f32>, tensor<1x3x4x11xf32> -> tensor<1x3x4x11xi1>
    %v4 = sinter.exp %v1 : tensor<1x3x4x11xf32> -> tensor<1x3x4x11xf32>
    %k5 = sinter.constant dense<1.0> : tensor<f32> as tensor<f32>
    %v6 = sinter.sub %v4, %k5 : tensor<1x3x4x11xf32>, tensor<f32> -> tensor<1x3x4x11xf32>
    %v7 = sinter.select %v3, %v1, %v6 : tensor<1x3x4x11xi1>, tensor<1x3x4x11xf32>, tensor<1x3x4x11xf32> -> tensor<1x3x4x11xf32>
    return %v7 : tensor<1x3x4x11xf32>
  }

  // A mask in rows on values in blocks.
  func.func @mask_of_rows(%x: tensor<1x3x4x11xi1> {sinter.name = "x"}, %y: tensor<1x3x4x11xf32> {sinter.name = "y"}) -> (tensor<1x3x4x11xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "select"} {
    %w0 = sinter.read @mask_of_rows.w0 : tensor<11x11x1x1xf32>
    %v1 = sinter.conv2d %y, %w0 : (tensor<1x3x4x11xf32>, tensor<11x11x1x1xf32>) -> tensor<1x3x4x11xf32>
    %k2 = sinter.constant dense<0.0> : tensor<f32> as tensor<f32>
    %v3 = sinter.select %x, %v1, %k2 : tensor<1x3x4x11xi1>, tensor<1x3x4x11xf32>, tensor<f32> -> tensor<1x3x4x11xf32>
    return %v3 : tensor<1x3x4x11xf32>
  }
}

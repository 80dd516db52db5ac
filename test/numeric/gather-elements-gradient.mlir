// RUN: sinter diff %s
// RUN: sinter diff %s --target x86-64-v2
// RUN: sinter diff %s --target x86-64-v3

// Elements added where indices say; some lie outside, on both sides, and many are equal.
module {
  sinter.parameter @blocks.b : tensor<11x11x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // The class of each row.
  func.func @labels(%g: tensor<64x1xf32> {sinter.name = "g"}, %i: tensor<64x1xi32> {sinter.name = "i"}) -> (tensor<64x10xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "gather_elements_gradient"} {
    %y = sinter.gather_elements_gradient %g, %i {axis = 1 : i64, size = 10 : i64} : (tensor<64x1xf32>, tensor<64x1xi32>) -> tensor<64x10xf32>
    return %y : tensor<64x10xf32>
  }

  // Along the first axis.
  func.func @rows(%g: tensor<9x19xf32> {sinter.name = "g"}, %i: tensor<9x19xi32> {sinter.name = "i"}) -> (tensor<5x19xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "gather_elements_gradient"} {
    %k = sinter.constant dense<3> : tensor<i32> as tensor<i32>
    %j = sinter.sub %i, %k : tensor<9x19xi32>, tensor<i32> -> tensor<9x19xi32>
    %y = sinter.gather_elements_gradient %g, %j {axis = 0 : i64, size = 5 : i64} : (tensor<9x19xf32>, tensor<9x19xi32>) -> tensor<5x19xf32>
    return %y : tensor<5x19xf32>
  }

  // Along the last axis.
  func.func @columns(%g: tensor<4x13xf32> {sinter.name = "g"}, %i: tensor<4x13xi32> {sinter.name = "i"}) -> (tensor<4x7xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "gather_elements_gradient"} {
    %k = sinter.constant dense<3> : tensor<i32> as tensor<i32>
    %j = sinter.sub %i, %k : tensor<4x13xi32>, tensor<i32> -> tensor<4x13xi32>
    %y = sinter.gather_elements_gradient %g, %j {axis = 1 : i64, size = 7 : i64} : (tensor<4x13xf32>, tensor<4x13xi32>) -> tensor<4x7xf32>
    return %y : tensor<4x7xf32>
  }

  // In the middle.
  func.func @middle(%g: tensor<3x4x5xf32> {sinter.name = "g"}, %i: tensor<3x4x5xi32> {sinter.name = "i"}) -> (tensor<3x6x5xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "gather_elements_gradient"} {
    %k = sinter.constant dense<3> : tensor<i32> as tensor<i32>
    %j = sinter.sub %i, %k : tensor<3x4x5xi32>, tensor<i32> -> tensor<3x4x5xi32>
    %y = sinter.gather_elements_gradient %g, %j {axis = 1 : i64, size = 6 : i64} : (tensor<3x4x5xf32>, tensor<3x4x5xi32>) -> tensor<3x6x5xf32>
    return %y : tensor<3x6x5xf32>
  }

  // From blocks of channels.
  func.func @blocks(%g: tensor<2x3x8x11xf32> {sinter.name = "g"}, %i: tensor<2x3x8x11xi32> {sinter.name = "i"}) -> (tensor<2x3x6x11xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "gather_elements_gradient"} {
    %w_b = sinter.read @blocks.b : tensor<11x11x1x1xf32>
    %b = sinter.conv2d %g, %w_b : (tensor<2x3x8x11xf32>, tensor<11x11x1x1xf32>) -> tensor<2x3x8x11xf32>
    %k = sinter.constant dense<3> : tensor<i32> as tensor<i32>
    %j = sinter.sub %i, %k : tensor<2x3x8x11xi32>, tensor<i32> -> tensor<2x3x8x11xi32>
    %y = sinter.gather_elements_gradient %b, %j {axis = 2 : i64, size = 6 : i64} : (tensor<2x3x8x11xf32>, tensor<2x3x8x11xi32>) -> tensor<2x3x6x11xf32>
    return %y : tensor<2x3x6x11xf32>
  }

  // By i64.
  func.func @by_i64(%g: tensor<6x21xf32> {sinter.name = "g"}, %i: tensor<6x21xi64> {sinter.name = "i"}) -> (tensor<6x40xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "gather_elements_gradient"} {
    %k = sinter.constant dense<3> : tensor<i64> as tensor<i64>
    %j = sinter.sub %i, %k : tensor<6x21xi64>, tensor<i64> -> tensor<6x21xi64>
    %y = sinter.gather_elements_gradient %g, %j {axis = 1 : i64, size = 40 : i64} : (tensor<6x21xf32>, tensor<6x21xi64>) -> tensor<6x40xf32>
    return %y : tensor<6x40xf32>
  }

  // One line.
  func.func @vector(%g: tensor<33xf32> {sinter.name = "g"}, %i: tensor<33xi32> {sinter.name = "i"}) -> (tensor<7xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "gather_elements_gradient"} {
    %k = sinter.constant dense<3> : tensor<i32> as tensor<i32>
    %j = sinter.sub %i, %k : tensor<33xi32>, tensor<i32> -> tensor<33xi32>
    %y = sinter.gather_elements_gradient %g, %j {axis = 0 : i64, size = 7 : i64} : (tensor<33xf32>, tensor<33xi32>) -> tensor<7xf32>
    return %y : tensor<7xf32>
  }

  // Several tasks.
  func.func @many(%g: tensor<64x20x50xf32> {sinter.name = "g"}, %i: tensor<64x20x50xi32> {sinter.name = "i"}) -> (tensor<64x30x50xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "gather_elements_gradient"} {
    %k = sinter.constant dense<3> : tensor<i32> as tensor<i32>
    %j = sinter.sub %i, %k : tensor<64x20x50xi32>, tensor<i32> -> tensor<64x20x50xi32>
    %y = sinter.gather_elements_gradient %g, %j {axis = 1 : i64, size = 30 : i64} : (tensor<64x20x50xf32>, tensor<64x20x50xi32>) -> tensor<64x30x50xf32>
    return %y : tensor<64x30x50xf32>
  }
}

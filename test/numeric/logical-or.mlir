// RUN: sinter diff %s

// Where at least one holds.
module {
  // Equal shapes.
  func.func @same(%x: tensor<3x7xi1> {sinter.name = "x"}, %y: tensor<3x7xi1> {sinter.name = "y"}) -> (tensor<3x7xi1> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "logical_or"} {
    %v0 = sinter.logical_or %x, %y : tensor<3x7xi1>, tensor<3x7xi1> -> tensor<3x7xi1>
    return %v0 : tensor<3x7xi1>
  }

  // Both grow.
  func.func @outer(%x: tensor<5x1xi1> {sinter.name = "x"}, %y: tensor<1x19xi1> {sinter.name = "y"}) -> (tensor<5x19xi1> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "logical_or"} {
    %v0 = sinter.logical_or %x, %y : tensor<5x1xi1>, tensor<1x19xi1> -> tensor<5x19xi1>
    return %v0 : tensor<5x19xi1>
  }

  // Rank 0.
  func.func @scalars(%x: tensor<i1> {sinter.name = "x"}, %y: tensor<i1> {sinter.name = "y"}) -> (tensor<i1> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "logical_or"} {
    %v0 = sinter.logical_or %x, %y : tensor<i1>, tensor<i1> -> tensor<i1>
    return %v0 : tensor<i1>
  }

  // A chain: whether numbers lie in a range.
  func.func @range(%x: tensor<4x5x17xf32> {sinter.name = "x"}) -> (tensor<4x5x17xi1> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "logical_or"} {
    %k0 = sinter.constant dense<0.5> : tensor<f32> as tensor<f32>
    %v1 = sinter.less %x, %k0 : tensor<4x5x17xf32>, tensor<f32> -> tensor<4x5x17xi1>
    %k2 = sinter.constant dense<-0.5> : tensor<f32> as tensor<f32>
    %v3 = sinter.less_equal %k2, %x : tensor<f32>, tensor<4x5x17xf32> -> tensor<4x5x17xi1>
    %v4 = sinter.logical_or %v1, %v3 : tensor<4x5x17xi1>, tensor<4x5x17xi1> -> tensor<4x5x17xi1>
    return %v4 : tensor<4x5x17xi1>
  }
}

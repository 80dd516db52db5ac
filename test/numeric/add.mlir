// RUN: sinter diff %s

// `add` with and without broadcasting.
module {

  // Equal shapes.
  func.func @same(%x: tensor<3x7xf32> {sinter.name = "x"}, %y: tensor<3x7xf32> {sinter.name = "y"}) -> (tensor<3x7xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "add"} {
    %result = sinter.add %x, %y : tensor<3x7xf32>, tensor<3x7xf32> -> tensor<3x7xf32>
    return %result : tensor<3x7xf32>
  }

  // A row for each row.
  func.func @row(%x: tensor<3x7xf32> {sinter.name = "x"}, %y: tensor<7xf32> {sinter.name = "y"}) -> (tensor<3x7xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "add"} {
    %result = sinter.add %x, %y : tensor<3x7xf32>, tensor<7xf32> -> tensor<3x7xf32>
    return %result : tensor<3x7xf32>
  }

  // A column for each column.
  func.func @column(%x: tensor<3x7xf32> {sinter.name = "x"}, %y: tensor<3x1xf32> {sinter.name = "y"}) -> (tensor<3x7xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "add"} {
    %result = sinter.add %x, %y : tensor<3x7xf32>, tensor<3x1xf32> -> tensor<3x7xf32>
    return %result : tensor<3x7xf32>
  }

  // Both grow.
  func.func @outer(%x: tensor<5x1xf32> {sinter.name = "x"}, %y: tensor<1x9xf32> {sinter.name = "y"}) -> (tensor<5x9xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "add"} {
    %result = sinter.add %x, %y : tensor<5x1xf32>, tensor<1x9xf32> -> tensor<5x9xf32>
    return %result : tensor<5x9xf32>
  }

  // A number.
  func.func @scalar(%x: tensor<2x3x8xf32> {sinter.name = "x"}, %y: tensor<f32> {sinter.name = "y"}) -> (tensor<2x3x8xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "add"} {
    %result = sinter.add %x, %y : tensor<2x3x8xf32>, tensor<f32> -> tensor<2x3x8xf32>
    return %result : tensor<2x3x8xf32>
  }

  // A vector of channels.
  func.func @images(%x: tensor<1x3x4x11xf32> {sinter.name = "x"}, %y: tensor<11xf32> {sinter.name = "y"}) -> (tensor<1x3x4x11xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "add"} {
    %result = sinter.add %x, %y : tensor<1x3x4x11xf32>, tensor<11xf32> -> tensor<1x3x4x11xf32>
    return %result : tensor<1x3x4x11xf32>
  }
}

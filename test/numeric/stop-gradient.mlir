// RUN: sinter diff %s

// Only differentiation knows it.
module {
  // Alone.
  func.func @rows(%x: tensor<5x7xf32> {sinter.name = "x"}) -> (tensor<5x7xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "stop_gradient"} {
    %y = sinter.stop_gradient %x : tensor<5x7xf32> -> tensor<5x7xf32>
    return %y : tensor<5x7xf32>
  }

  // Between two others.
  func.func @between(%x: tensor<5x7xf32> {sinter.name = "x"}) -> (tensor<5x7xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "stop_gradient"} {
    %a = sinter.exp %x : tensor<5x7xf32> -> tensor<5x7xf32>
    %b = sinter.stop_gradient %a : tensor<5x7xf32> -> tensor<5x7xf32>
    %y = sinter.add %b, %a : tensor<5x7xf32>, tensor<5x7xf32> -> tensor<5x7xf32>
    return %y : tensor<5x7xf32>
  }
}

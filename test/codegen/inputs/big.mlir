// big.mlir: more weights than are embedded by themselves, in tensors whose bytes are no multiples of 64.
module {
  sinter.parameter @fc1.weight : tensor<301x999xf32> = #sinter.initializer<"normal", [0.0, 0.05]>
  sinter.parameter @fc1.bias : tensor<301xf32> = #sinter.initializer<"uniform", [-1.0, 1.0]>
  sinter.parameter @fc2.weight : tensor<7x301xf32> = #sinter.initializer<"normal", [0.0, 0.1]>

  func.func @big_infer(%x: tensor<1x999xf32> {sinter.name = "x"}) -> (tensor<1x7xf32> {sinter.name = "y"})
      attributes {sinter.entry = "infer", sinter.model = "Big"} {
    %w = sinter.read @fc1.weight : tensor<301x999xf32>
    %b = sinter.read @fc1.bias : tensor<301xf32>
    %m = sinter.read @fc2.weight : tensor<7x301xf32>
    %h = sinter.dense %x, %w, %b : (tensor<1x999xf32>, tensor<301x999xf32>, tensor<301xf32>) -> tensor<1x301xf32>
    %r = sinter.relu %h : tensor<1x301xf32> -> tensor<1x301xf32>
    %y = sinter.dense %r, %m : (tensor<1x301xf32>, tensor<7x301xf32>) -> tensor<1x7xf32>
    return %y : tensor<1x7xf32>
  }
}

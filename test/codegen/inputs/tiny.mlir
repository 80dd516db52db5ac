// tiny.mlir: a bordered convolution, a dense layer, and 128 KB of weights.
module {
  sinter.parameter @conv.weight : tensor<16x2x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @conv.bias : tensor<16xf32> = #sinter.initializer<"uniform", [-1.0, 1.0]>
  sinter.parameter @fc.weight : tensor<8x4096xf32> = #sinter.initializer<"normal", [0.0, 0.1]>

  func.func @tiny_infer(%image: tensor<1x16x16x2xf32> {sinter.name = "image"}) -> (tensor<1x8xf32> {sinter.name = "logits"})
      attributes {sinter.entry = "infer", sinter.model = "Tiny"} {
    %w = sinter.read @conv.weight : tensor<16x2x3x3xf32>
    %b = sinter.read @conv.bias : tensor<16xf32>
    %m = sinter.read @fc.weight : tensor<8x4096xf32>
    %c = sinter.conv2d %image, %w, %b {padding = array<i64: 1, 1, 1, 1>}
      : (tensor<1x16x16x2xf32>, tensor<16x2x3x3xf32>, tensor<16xf32>) -> tensor<1x16x16x16xf32> loc("conv")
    %f = sinter.reshape %c {shape = array<i64: 1, 4096>} : (tensor<1x16x16x16xf32>) -> tensor<1x4096xf32>
    %d = sinter.dense %f, %m : (tensor<1x4096xf32>, tensor<8x4096xf32>) -> tensor<1x8xf32> loc("fc")
    return %d : tensor<1x8xf32>
  }
}

// RUN: sinter diff %s

// Batch norms that no layer absorbs, and one that the convolution does.
module {
  sinter.parameter @alone.mean : tensor<11xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @alone.variance : tensor<11xf32> = #sinter.initializer<"uniform", [0.5, 2.0]>
  sinter.parameter @alone.scale : tensor<11xf32> = #sinter.initializer<"uniform", [0.5, 2.0]>
  sinter.parameter @alone.bias : tensor<11xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @rows.mean : tensor<13xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @rows.variance : tensor<13xf32> = #sinter.initializer<"uniform", [0.5, 2.0]>
  sinter.parameter @rows.scale : tensor<13xf32> = #sinter.initializer<"uniform", [0.5, 2.0]>
  sinter.parameter @rows.bias : tensor<13xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @absorbed.mean : tensor<11xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @absorbed.variance : tensor<11xf32> = #sinter.initializer<"uniform", [0.5, 2.0]>
  sinter.parameter @absorbed.scale : tensor<11xf32> = #sinter.initializer<"uniform", [0.5, 2.0]>
  sinter.parameter @absorbed.bias : tensor<11xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @absorbed.weight : tensor<11x11x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // On the caller's image.
  func.func @alone(%x: tensor<1x5x7x11xf32> {sinter.name = "x"}) -> (tensor<1x5x7x11xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "batch_norm"} {
    %mean = sinter.read @alone.mean : tensor<11xf32>
    %variance = sinter.read @alone.variance : tensor<11xf32>
    %scale = sinter.read @alone.scale : tensor<11xf32>
    %bias = sinter.read @alone.bias : tensor<11xf32>
    %result = sinter.batch_norm %x, %mean, %variance, %scale, %bias {epsilon = 1.0e-5} : (tensor<1x5x7x11xf32>, tensor<11xf32>, tensor<11xf32>, tensor<11xf32>, tensor<11xf32>) -> tensor<1x5x7x11xf32>
    return %result : tensor<1x5x7x11xf32>
  }

  // On rows.
  func.func @rows(%x: tensor<4x13xf32> {sinter.name = "x"}) -> (tensor<4x13xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "batch_norm"} {
    %mean = sinter.read @rows.mean : tensor<13xf32>
    %variance = sinter.read @rows.variance : tensor<13xf32>
    %scale = sinter.read @rows.scale : tensor<13xf32>
    %bias = sinter.read @rows.bias : tensor<13xf32>
    %result = sinter.batch_norm %x, %mean, %variance, %scale, %bias {epsilon = 1.0e-5} : (tensor<4x13xf32>, tensor<13xf32>, tensor<13xf32>, tensor<13xf32>, tensor<13xf32>) -> tensor<4x13xf32>
    return %result : tensor<4x13xf32>
  }

  // In the weights of the convolution.
  func.func @absorbed(%x: tensor<1x6x7x11xf32> {sinter.name = "x"}) -> (tensor<1x6x7x11xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "batch_norm"} {
    %mean = sinter.read @absorbed.mean : tensor<11xf32>
    %variance = sinter.read @absorbed.variance : tensor<11xf32>
    %scale = sinter.read @absorbed.scale : tensor<11xf32>
    %bias = sinter.read @absorbed.bias : tensor<11xf32>
    %w = sinter.read @absorbed.weight : tensor<11x11x3x3xf32>
    %c = sinter.conv2d %x, %w {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x6x7x11xf32>, tensor<11x11x3x3xf32>) -> tensor<1x6x7x11xf32>
    %result = sinter.batch_norm %c, %mean, %variance, %scale, %bias {epsilon = 1.0e-5} : (tensor<1x6x7x11xf32>, tensor<11xf32>, tensor<11xf32>, tensor<11xf32>, tensor<11xf32>) -> tensor<1x6x7x11xf32>
    return %result : tensor<1x6x7x11xf32>
  }
}

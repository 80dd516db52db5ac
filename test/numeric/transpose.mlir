// RUN: sinter diff %s

// Transposes of rows and of blocks.
module {
  sinter.parameter @flatten.weight : tensor<11x11x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // Rows become columns.
  func.func @matrix(%x: tensor<5x7xf32> {sinter.name = "x"}) -> (tensor<7x5xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "transpose"} {
    %result = sinter.transpose %x {permutation = array<i64: 1, 0>} : (tensor<5x7xf32>) -> tensor<7x5xf32>
    return %result : tensor<7x5xf32>
  }

  // Three axes.
  func.func @cube(%x: tensor<3x4x5xf32> {sinter.name = "x"}) -> (tensor<5x3x4xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "transpose"} {
    %result = sinter.transpose %x {permutation = array<i64: 2, 0, 1>} : (tensor<3x4x5xf32>) -> tensor<5x3x4xf32>
    return %result : tensor<5x3x4xf32>
  }

  // Channels first, as PyTorch flattens.
  func.func @flatten(%x: tensor<1x3x4x11xf32> {sinter.name = "x"}) -> (tensor<1x132xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "transpose"} {
    %w = sinter.read @flatten.weight : tensor<11x11x1x1xf32>
    %c = sinter.conv2d %x, %w : (tensor<1x3x4x11xf32>, tensor<11x11x1x1xf32>) -> tensor<1x3x4x11xf32>
    %p = sinter.transpose %c {permutation = array<i64: 0, 3, 1, 2>} : (tensor<1x3x4x11xf32>) -> tensor<1x11x3x4xf32>
    %result = sinter.reshape %p {shape = array<i64: 1, 132>} : (tensor<1x11x3x4xf32>) -> tensor<1x132xf32>
    return %result : tensor<1x132xf32>
  }
}

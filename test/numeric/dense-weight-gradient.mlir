// RUN: sinter diff %s
// RUN: sinter diff %s --target=x86-64-v2
// RUN: sinter diff %s --target=x86-64-v3
// RUN: sinter diff %s --threads 3

// Gradients of the weights of dense layers on sizes that divide no tile.
module {
  // Rows that fill vectors.
  func.func @rows(%x: tensor<8x64xf32> {sinter.name = "x"}, %g: tensor<8x32xf32> {sinter.name = "g"}) -> (tensor<32x64xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "dense_weight_gradient"} {
    %result = sinter.dense_weight_gradient %x, %g : (tensor<8x64xf32>, tensor<8x32xf32>) -> tensor<32x64xf32>
    return %result : tensor<32x64xf32>
  }

  // Rows of 120, as LeNet's, are padded to whole vectors.
  func.func @padded(%x: tensor<64x120xf32> {sinter.name = "x"}, %g: tensor<64x84xf32> {sinter.name = "g"}) -> (tensor<84x120xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "dense_weight_gradient"} {
    %result = sinter.dense_weight_gradient %x, %g : (tensor<64x120xf32>, tensor<64x84xf32>) -> tensor<84x120xf32>
    return %result : tensor<84x120xf32>
  }

  func.func @few_units(%x: tensor<64x84xf32> {sinter.name = "x"}, %g: tensor<64x10xf32> {sinter.name = "g"}) -> (tensor<10x84xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "dense_weight_gradient"} {
    %result = sinter.dense_weight_gradient %x, %g : (tensor<64x84xf32>, tensor<64x10xf32>) -> tensor<10x84xf32>
    return %result : tensor<10x84xf32>
  }

  func.func @one_row(%x: tensor<1x50xf32> {sinter.name = "x"}, %g: tensor<1x7xf32> {sinter.name = "g"}) -> (tensor<7x50xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "dense_weight_gradient"} {
    %result = sinter.dense_weight_gradient %x, %g : (tensor<1x50xf32>, tensor<1x7xf32>) -> tensor<7x50xf32>
    return %result : tensor<7x50xf32>
  }

  func.func @one_element(%x: tensor<1x1xf32> {sinter.name = "x"}, %g: tensor<1x1xf32> {sinter.name = "g"}) -> (tensor<1x1xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "dense_weight_gradient"} {
    %result = sinter.dense_weight_gradient %x, %g : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
    return %result : tensor<1x1xf32>
  }

  // Several leading dimensions.
  func.func @sequence(%x: tensor<2x3x5x24xf32> {sinter.name = "x"}, %g: tensor<2x3x5x17xf32> {sinter.name = "g"}) -> (tensor<17x24xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "dense_weight_gradient"} {
    %result = sinter.dense_weight_gradient %x, %g : (tensor<2x3x5x24xf32>, tensor<2x3x5x17xf32>) -> tensor<17x24xf32>
    return %result : tensor<17x24xf32>
  }

  // A long sum, shared by threads.
  func.func @long_sum(%x: tensor<512x256xf32> {sinter.name = "x"}, %g: tensor<512x96xf32> {sinter.name = "g"}) -> (tensor<96x256xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "dense_weight_gradient"} {
    %result = sinter.dense_weight_gradient %x, %g : (tensor<512x256xf32>, tensor<512x96xf32>) -> tensor<96x256xf32>
    return %result : tensor<96x256xf32>
  }

  // No leading dimension.
  func.func @vector(%x: tensor<40xf32> {sinter.name = "x"}, %g: tensor<9xf32> {sinter.name = "g"}) -> (tensor<9x40xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "dense_weight_gradient"} {
    %result = sinter.dense_weight_gradient %x, %g : (tensor<40xf32>, tensor<9xf32>) -> tensor<9x40xf32>
    return %result : tensor<9x40xf32>
  }
}

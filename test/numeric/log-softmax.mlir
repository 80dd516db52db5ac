// RUN: sinter diff %s
// RUN: sinter diff %s --target x86-64-v2
// RUN: sinter diff %s --target x86-64-v3

// Logarithms of softmax along axes.
module {
  sinter.parameter @pixels.c : tensor<3x3x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // Ten classes.
  func.func @classes(%x: tensor<64x10xf32> {sinter.name = "x"}) -> (tensor<64x10xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "log_softmax"} {
    %y = sinter.log_softmax %x {axis = 1 : i64} : (tensor<64x10xf32>) -> tensor<64x10xf32>
    return %y : tensor<64x10xf32>
  }

  // Several rows of 37.
  func.func @rows(%x: tensor<6x37xf32> {sinter.name = "x"}) -> (tensor<6x37xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "log_softmax"} {
    %y = sinter.log_softmax %x {axis = 1 : i64} : (tensor<6x37xf32>) -> tensor<6x37xf32>
    return %y : tensor<6x37xf32>
  }

  // Along the first axis.
  func.func @first(%x: tensor<7x5xf32> {sinter.name = "x"}) -> (tensor<7x5xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "log_softmax"} {
    %y = sinter.log_softmax %x {axis = 0 : i64} : (tensor<7x5xf32>) -> tensor<7x5xf32>
    return %y : tensor<7x5xf32>
  }

  // Classes of each pixel, from blocks of channels.
  func.func @pixels(%x: tensor<1x4x5x3xf32> {sinter.name = "x"}) -> (tensor<1x4x5x3xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "log_softmax"} {
    %w_c = sinter.read @pixels.c : tensor<3x3x1x1xf32>
    %c = sinter.conv2d %x, %w_c : (tensor<1x4x5x3xf32>, tensor<3x3x1x1xf32>) -> tensor<1x4x5x3xf32>
    %y = sinter.log_softmax %c {axis = 3 : i64} : (tensor<1x4x5x3xf32>) -> tensor<1x4x5x3xf32>
    return %y : tensor<1x4x5x3xf32>
  }

  // One class.
  func.func @one(%x: tensor<3x1xf32> {sinter.name = "x"}) -> (tensor<3x1xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "log_softmax"} {
    %y = sinter.log_softmax %x {axis = 1 : i64} : (tensor<3x1xf32>) -> tensor<3x1xf32>
    return %y : tensor<3x1xf32>
  }

  // Several lines to a vector.
  func.func @many_terms(%x: tensor<4x1000x7xf32> {sinter.name = "x"}) -> (tensor<4x1000x7xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "log_softmax"} {
    %y = sinter.log_softmax %x {axis = 1 : i64} : (tensor<4x1000x7xf32>) -> tensor<4x1000x7xf32>
    return %y : tensor<4x1000x7xf32>
  }

  // Numbers whose powers no float holds.
  func.func @far_apart(%x: tensor<5x33xf32> {sinter.name = "x"}) -> (tensor<5x33xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "log_softmax"} {
    %k = sinter.constant dense<300.0> : tensor<f32> as tensor<f32>
    %s = sinter.mul %x, %k : tensor<5x33xf32>, tensor<f32> -> tensor<5x33xf32>
    %y = sinter.log_softmax %s {axis = 1 : i64} : (tensor<5x33xf32>) -> tensor<5x33xf32>
    return %y : tensor<5x33xf32>
  }
}

// RUN: sinter diff %s
// RUN: sinter diff %s --target x86-64-v2

// Softmax along axes.
module {
  sinter.parameter @pixels.weight : tensor<3x3x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // Ten classes.
  func.func @classes(%x: tensor<1x10xf32> {sinter.name = "x"}) -> (tensor<1x10xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "softmax"} {
    %result = sinter.softmax %x {axis = 1 : i64} : (tensor<1x10xf32>) -> tensor<1x10xf32>
    return %result : tensor<1x10xf32>
  }

  // Several rows of 37.
  func.func @rows(%x: tensor<6x37xf32> {sinter.name = "x"}) -> (tensor<6x37xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "softmax"} {
    %result = sinter.softmax %x {axis = 1 : i64} : (tensor<6x37xf32>) -> tensor<6x37xf32>
    return %result : tensor<6x37xf32>
  }

  // Along the first axis.
  func.func @first(%x: tensor<7x5xf32> {sinter.name = "x"}) -> (tensor<7x5xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "softmax"} {
    %result = sinter.softmax %x {axis = 0 : i64} : (tensor<7x5xf32>) -> tensor<7x5xf32>
    return %result : tensor<7x5xf32>
  }

  // Classes of each pixel, from blocks of channels.
  func.func @pixels(%x: tensor<1x4x5x3xf32> {sinter.name = "x"}) -> (tensor<1x4x5x3xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "softmax"} {
    %w = sinter.read @pixels.weight : tensor<3x3x1x1xf32>
    %c = sinter.conv2d %x, %w : (tensor<1x4x5x3xf32>, tensor<3x3x1x1xf32>) -> tensor<1x4x5x3xf32>
    %result = sinter.softmax %c {axis = 3 : i64} : (tensor<1x4x5x3xf32>) -> tensor<1x4x5x3xf32>
    return %result : tensor<1x4x5x3xf32>
  }

  // One class.
  func.func @one(%x: tensor<3x1xf32> {sinter.name = "x"}) -> (tensor<3x1xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "softmax"} {
    %result = sinter.softmax %x {axis = 1 : i64} : (tensor<3x1xf32>) -> tensor<3x1xf32>
    return %result : tensor<3x1xf32>
  }

  // Long enough for rounding to add up, several lines to a vector.
  func.func @many_terms(%x: tensor<4x1000x7xf32> {sinter.name = "x"}) -> (tensor<4x1000x7xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "softmax"} {
    %result = sinter.softmax %x {axis = 1 : i64} : (tensor<4x1000x7xf32>) -> tensor<4x1000x7xf32>
    return %result : tensor<4x1000x7xf32>
  }
}

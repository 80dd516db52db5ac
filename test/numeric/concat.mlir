// RUN: sinter diff %s

// Joins along every axis.
module {
  sinter.parameter @whole_blocks.a : tensor<8x5x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @whole_blocks.b : tensor<16x5x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @whole_blocks.c : tensor<4x24x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @partial_blocks.a : tensor<11x5x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @partial_blocks.b : tensor<6x5x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @partial_blocks.c : tensor<4x17x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // Along the first axis.
  func.func @rows(%x: tensor<2x7xf32> {sinter.name = "x"}, %y: tensor<3x7xf32> {sinter.name = "y"}) -> (tensor<5x7xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "concat"} {
    %result = sinter.concat %x, %y {axis = 0 : i64} : (tensor<2x7xf32>, tensor<3x7xf32>) -> tensor<5x7xf32>
    return %result : tensor<5x7xf32>
  }

  // Three along the last.
  func.func @three(%x: tensor<2x3xf32> {sinter.name = "x"}, %y: tensor<2x1xf32> {sinter.name = "y"}, %z: tensor<2x5xf32> {sinter.name = "z"}) -> (tensor<2x9xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "concat"} {
    %result = sinter.concat %x, %y, %z {axis = 1 : i64} : (tensor<2x3xf32>, tensor<2x1xf32>, tensor<2x5xf32>) -> tensor<2x9xf32>
    return %result : tensor<2x9xf32>
  }

  // Channels in whole blocks.
  func.func @whole_blocks(%x: tensor<1x3x4x5xf32> {sinter.name = "x"}) -> (tensor<1x3x4x4xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "concat"} {
    %a = sinter.read @whole_blocks.a : tensor<8x5x1x1xf32>
    %b = sinter.read @whole_blocks.b : tensor<16x5x1x1xf32>
    %k = sinter.read @whole_blocks.c : tensor<4x24x3x3xf32>
    %p = sinter.conv2d %x, %a : (tensor<1x3x4x5xf32>, tensor<8x5x1x1xf32>) -> tensor<1x3x4x8xf32>
    %q = sinter.conv2d %x, %b : (tensor<1x3x4x5xf32>, tensor<16x5x1x1xf32>) -> tensor<1x3x4x16xf32>
    %j = sinter.concat %p, %q {axis = 3 : i64} : (tensor<1x3x4x8xf32>, tensor<1x3x4x16xf32>) -> tensor<1x3x4x24xf32>
    %result = sinter.conv2d %j, %k {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x3x4x24xf32>, tensor<4x24x3x3xf32>) -> tensor<1x3x4x4xf32>
    return %result : tensor<1x3x4x4xf32>
  }

  // Channels that leave lanes over.
  func.func @partial_blocks(%x: tensor<1x3x4x5xf32> {sinter.name = "x"}) -> (tensor<1x3x4x4xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "concat"} {
    %a = sinter.read @partial_blocks.a : tensor<11x5x1x1xf32>
    %b = sinter.read @partial_blocks.b : tensor<6x5x1x1xf32>
    %k = sinter.read @partial_blocks.c : tensor<4x17x3x3xf32>
    %p = sinter.conv2d %x, %a : (tensor<1x3x4x5xf32>, tensor<11x5x1x1xf32>) -> tensor<1x3x4x11xf32>
    %q = sinter.conv2d %x, %b : (tensor<1x3x4x5xf32>, tensor<6x5x1x1xf32>) -> tensor<1x3x4x6xf32>
    %j = sinter.concat %p, %q {axis = 3 : i64} : (tensor<1x3x4x11xf32>, tensor<1x3x4x6xf32>) -> tensor<1x3x4x17xf32>
    %result = sinter.conv2d %j, %k {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x3x4x17xf32>, tensor<4x17x3x3xf32>) -> tensor<1x3x4x4xf32>
    return %result : tensor<1x3x4x4xf32>
  }
}

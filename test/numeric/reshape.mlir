// RUN: sinter diff %s

// Reshapes as views and as copies.
module {
  sinter.parameter @blocks.weight : tensor<11x11x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // Of the caller's memory.
  func.func @copy(%x: tensor<3x8xf32> {sinter.name = "x"}) -> (tensor<4x6xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "reshape"} {
    %result = sinter.reshape %x {shape = array<i64: 4, 6>} : (tensor<3x8xf32>) -> tensor<4x6xf32>
    return %result : tensor<4x6xf32>
  }

  // Between two kernels.
  func.func @view(%x: tensor<3x8xf32> {sinter.name = "x"}) -> (tensor<2x12xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "reshape"} {
    %s = sinter.softmax %x {axis = 1 : i64} : (tensor<3x8xf32>) -> tensor<3x8xf32>
    %v = sinter.reshape %s {shape = array<i64: 2, 12>} : (tensor<3x8xf32>) -> tensor<2x12xf32>
    %result = sinter.softmax %v {axis = 1 : i64} : (tensor<2x12xf32>) -> tensor<2x12xf32>
    return %result : tensor<2x12xf32>
  }

  // Of blocks of channels.
  func.func @blocks(%x: tensor<1x3x4x11xf32> {sinter.name = "x"}) -> (tensor<1x132xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "reshape"} {
    %w = sinter.read @blocks.weight : tensor<11x11x1x1xf32>
    %c = sinter.conv2d %x, %w : (tensor<1x3x4x11xf32>, tensor<11x11x1x1xf32>) -> tensor<1x3x4x11xf32>
    %result = sinter.reshape %c {shape = array<i64: 1, 132>} : (tensor<1x3x4x11xf32>) -> tensor<1x132xf32>
    return %result : tensor<1x132xf32>
  }
}

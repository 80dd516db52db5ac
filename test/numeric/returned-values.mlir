// RUN: sinter diff %s

// Where results go: each has a place of its own, whatever else reads it or is equal to it.
module {
  sinter.parameter @w : tensor<8x8x3x3xf32> = #sinter.initializer<"he_normal", []>

  // Copies of one argument are equal kernels, and stay apart.
  func.func @argument_returned_twice(%x: tensor<5xf32> {sinter.name = "x"}) -> (tensor<5xf32> {sinter.name = "a"}, tensor<5xf32> {sinter.name = "b"})
      attributes {sinter.entry = "infer", sinter.model = "returned"} {
    return %x, %x : tensor<5xf32>, tensor<5xf32>
  }

  func.func @constant_returned_twice(%x: tensor<5xf32> {sinter.name = "x"}) -> (tensor<8x8x3x3xf32> {sinter.name = "a"}, tensor<8x8x3x3xf32> {sinter.name = "b"})
      attributes {sinter.entry = "infer", sinter.model = "returned"} {
    %w = sinter.read @w : tensor<8x8x3x3xf32>
    return %w, %w : tensor<8x8x3x3xf32>, tensor<8x8x3x3xf32>
  }

  // In blocks with a border for the next convolution, and three times as the caller has it.
  func.func @layer_returned_thrice(%x: tensor<1x6x6x8xf32> {sinter.name = "x"})
      -> (tensor<1x6x6x8xf32> {sinter.name = "a"}, tensor<1x6x6x8xf32> {sinter.name = "b"}, tensor<1x6x6x8xf32> {sinter.name = "c"}, tensor<1x6x6x8xf32> {sinter.name = "d"})
      attributes {sinter.entry = "infer", sinter.model = "returned"} {
    %w = sinter.read @w : tensor<8x8x3x3xf32>
    %c = sinter.conv2d %x, %w {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x6x6x8xf32>, tensor<8x8x3x3xf32>) -> tensor<1x6x6x8xf32>
    %d = sinter.conv2d %c, %w {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x6x6x8xf32>, tensor<8x8x3x3xf32>) -> tensor<1x6x6x8xf32>
    return %c, %d, %c, %c : tensor<1x6x6x8xf32>, tensor<1x6x6x8xf32>, tensor<1x6x6x8xf32>, tensor<1x6x6x8xf32>
  }

  // A view of a result is a view of the caller's memory.
  func.func @view_of_result(%x: tensor<4x6xf32> {sinter.name = "x"}) -> (tensor<4x6xf32> {sinter.name = "a"}, tensor<3x8xf32> {sinter.name = "b"})
      attributes {sinter.entry = "infer", sinter.model = "returned"} {
    %a = sinter.softmax %x {axis = 1 : i64} : (tensor<4x6xf32>) -> tensor<4x6xf32>
    %v = sinter.reshape %a {shape = array<i64: 3, 8>} : (tensor<4x6xf32>) -> tensor<3x8xf32>
    %b = sinter.neg %v : tensor<3x8xf32> -> tensor<3x8xf32>
    return %a, %b : tensor<4x6xf32>, tensor<3x8xf32>
  }
}

// rows.mlir: an entry with an open dimension. Its values have one row an image or three, stored borders, workspace that depends on it and
// workspace that does not (`shift` has no rows of it), and more weights than go into a library by themselves.
module {
  sinter.parameter @conv1.weight : tensor<16x3x3x3xf32> = #sinter.initializer<"normal", [0.0, 0.3]>
  sinter.parameter @conv1.bias : tensor<16xf32> = #sinter.initializer<"uniform", [-1.0, 1.0]>
  sinter.parameter @conv2.weight : tensor<16x16x3x3xf32> = #sinter.initializer<"normal", [0.0, 0.1]>
  sinter.parameter @fc1.weight : tensor<2048x144xf32> = #sinter.initializer<"normal", [0.0, 0.1]>
  sinter.parameter @fc2.weight : tensor<10x2048xf32> = #sinter.initializer<"normal", [0.0, 0.05]>

  func.func @rows_infer(%image: tensor<64x6x6x3xf32> {sinter.name = "image", sinter.open_rows}, %shift: tensor<16xf32> {sinter.name = "n"})
      -> (tensor<64x10xf32> {sinter.name = "probs"}, tensor<192x16xf32> {sinter.name = "lines"}, tensor<16xf32> {sinter.name = "soft"})
      attributes {sinter.entry = "infer", sinter.model = "Rows", sinter.open = #sinter.open<"N", 1, 64>} {
    %w1 = sinter.read @conv1.weight : tensor<16x3x3x3xf32>
    %b1 = sinter.read @conv1.bias : tensor<16xf32>
    %w2 = sinter.read @conv2.weight : tensor<16x16x3x3xf32>
    %f1 = sinter.read @fc1.weight : tensor<2048x144xf32>
    %f2 = sinter.read @fc2.weight : tensor<10x2048xf32>
    %soft = sinter.softmax %shift {axis = 0 : i64} : (tensor<16xf32>) -> tensor<16xf32>
    %root = sinter.sqrt %soft : tensor<16xf32> -> tensor<16xf32>
    %again = sinter.softmax %root {axis = 0 : i64} : (tensor<16xf32>) -> tensor<16xf32>
    %c1 = sinter.conv2d %image, %w1, %b1 {padding = array<i64: 1, 1, 1, 1>}
      : (tensor<64x6x6x3xf32>, tensor<16x3x3x3xf32>, tensor<16xf32>) -> tensor<64x6x6x16xf32> loc("conv1")
    %r1 = sinter.relu %c1 : tensor<64x6x6x16xf32> -> tensor<64x6x6x16xf32>
    %s1 = sinter.add %r1, %again : tensor<64x6x6x16xf32>, tensor<16xf32> -> tensor<64x6x6x16xf32>
    %c2 = sinter.conv2d %s1, %w2 {padding = array<i64: 1, 1, 1, 1>}
      : (tensor<64x6x6x16xf32>, tensor<16x16x3x3xf32>) -> tensor<64x6x6x16xf32> loc("conv2")
    %p = sinter.max_pool %c2 {window = array<i64: 2, 2>, strides = array<i64: 2, 2>} : (tensor<64x6x6x16xf32>) -> tensor<64x3x3x16xf32>
    %flat = sinter.reshape %p {shape = array<i64: 64, 144>} : (tensor<64x3x3x16xf32>) -> tensor<64x144xf32>
    %d1 = sinter.dense %flat, %f1 : (tensor<64x144xf32>, tensor<2048x144xf32>) -> tensor<64x2048xf32> loc("fc1")
    %d2 = sinter.dense %d1, %f2 : (tensor<64x2048xf32>, tensor<10x2048xf32>) -> tensor<64x10xf32> loc("fc2")
    %probs = sinter.softmax %d2 {axis = 1 : i64} : (tensor<64x10xf32>) -> tensor<64x10xf32>
    %folded = sinter.reshape %p {shape = array<i64: 192, 3, 16>} : (tensor<64x3x3x16xf32>) -> tensor<192x3x16xf32>
    %lines = sinter.mean %folded {axes = array<i64: 1>} : (tensor<192x3x16xf32>) -> tensor<192x16xf32>
    return %probs, %lines, %soft : tensor<64x10xf32>, tensor<192x16xf32>, tensor<16xf32>
  }
}

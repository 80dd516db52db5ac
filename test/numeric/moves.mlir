// RUN: sinter diff %s

// Moves one after the other, which are one kernel.
module {
  sinter.parameter @shuffle.w0 : tensor<32x32x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @shuffle.w5 : tensor<32x32x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @shuffle_cut.w0 : tensor<12x12x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @shuffle_cut.w5 : tensor<12x12x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @shuffle_narrow.w0 : tensor<16x16x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @shuffle_narrow.w5 : tensor<16x16x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @depth_to_space.w0 : tensor<32x32x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @depth_to_space_cut.w0 : tensor<12x12x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @space_to_depth.w0 : tensor<8x8x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @space_to_depth.w5 : tensor<5x32x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @channels_first.w0 : tensor<19x19x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @swap_rows_and_columns.w0 : tensor<19x19x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @swap_rows_and_columns.w3 : tensor<3x19x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @padded_flip.w0 : tensor<11x11x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // A channel shuffle of whole blocks.
  func.func @shuffle(%x: tensor<1x3x4x32xf32> {sinter.name = "x"}) -> (tensor<1x3x4x32xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "moves"} {
    %w0 = sinter.read @shuffle.w0 : tensor<32x32x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<1x3x4x32xf32>, tensor<32x32x1x1xf32>) -> tensor<1x3x4x32xf32>
    %v2 = sinter.reshape %v1 {shape = array<i64: 1, 3, 4, 2, 16>} : (tensor<1x3x4x32xf32>) -> tensor<1x3x4x2x16xf32>
    %v3 = sinter.transpose %v2 {permutation = array<i64: 0, 1, 2, 4, 3>} : (tensor<1x3x4x2x16xf32>) -> tensor<1x3x4x16x2xf32>
    %v4 = sinter.reshape %v3 {shape = array<i64: 1, 3, 4, 32>} : (tensor<1x3x4x16x2xf32>) -> tensor<1x3x4x32xf32>
    %w5 = sinter.read @shuffle.w5 : tensor<32x32x1x1xf32>
    %v6 = sinter.conv2d %v4, %w5 : (tensor<1x3x4x32xf32>, tensor<32x32x1x1xf32>) -> tensor<1x3x4x32xf32>
    return %v6 : tensor<1x3x4x32xf32>
  }

  // One of groups that cut blocks.
  func.func @shuffle_cut(%x: tensor<1x3x4x12xf32> {sinter.name = "x"}) -> (tensor<1x3x4x12xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "moves"} {
    %w0 = sinter.read @shuffle_cut.w0 : tensor<12x12x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<1x3x4x12xf32>, tensor<12x12x1x1xf32>) -> tensor<1x3x4x12xf32>
    %v2 = sinter.reshape %v1 {shape = array<i64: 1, 3, 4, 3, 4>} : (tensor<1x3x4x12xf32>) -> tensor<1x3x4x3x4xf32>
    %v3 = sinter.transpose %v2 {permutation = array<i64: 0, 1, 2, 4, 3>} : (tensor<1x3x4x3x4xf32>) -> tensor<1x3x4x4x3xf32>
    %v4 = sinter.reshape %v3 {shape = array<i64: 1, 3, 4, 12>} : (tensor<1x3x4x4x3xf32>) -> tensor<1x3x4x12xf32>
    %w5 = sinter.read @shuffle_cut.w5 : tensor<12x12x1x1xf32>
    %v6 = sinter.conv2d %v4, %w5 : (tensor<1x3x4x12xf32>, tensor<12x12x1x1xf32>) -> tensor<1x3x4x12xf32>
    return %v6 : tensor<1x3x4x12xf32>
  }

  // One of as many groups as channels in each.
  func.func @shuffle_narrow(%x: tensor<1x3x4x16xf32> {sinter.name = "x"}) -> (tensor<1x3x4x16xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "moves"} {
    %w0 = sinter.read @shuffle_narrow.w0 : tensor<16x16x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<1x3x4x16xf32>, tensor<16x16x1x1xf32>) -> tensor<1x3x4x16xf32>
    %v2 = sinter.reshape %v1 {shape = array<i64: 1, 3, 4, 4, 4>} : (tensor<1x3x4x16xf32>) -> tensor<1x3x4x4x4xf32>
    %v3 = sinter.transpose %v2 {permutation = array<i64: 0, 1, 2, 4, 3>} : (tensor<1x3x4x4x4xf32>) -> tensor<1x3x4x4x4xf32>
    %v4 = sinter.reshape %v3 {shape = array<i64: 1, 3, 4, 16>} : (tensor<1x3x4x4x4xf32>) -> tensor<1x3x4x16xf32>
    %w5 = sinter.read @shuffle_narrow.w5 : tensor<16x16x1x1xf32>
    %v6 = sinter.conv2d %v4, %w5 : (tensor<1x3x4x16xf32>, tensor<16x16x1x1xf32>) -> tensor<1x3x4x16xf32>
    return %v6 : tensor<1x3x4x16xf32>
  }

  // Depth to space in whole blocks.
  func.func @depth_to_space(%x: tensor<2x3x4x32xf32> {sinter.name = "x"}) -> (tensor<2x6x8x8xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "moves"} {
    %w0 = sinter.read @depth_to_space.w0 : tensor<32x32x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<2x3x4x32xf32>, tensor<32x32x1x1xf32>) -> tensor<2x3x4x32xf32>
    %v2 = sinter.reshape %v1 {shape = array<i64: 2, 3, 4, 2, 2, 8>} : (tensor<2x3x4x32xf32>) -> tensor<2x3x4x2x2x8xf32>
    %v3 = sinter.transpose %v2 {permutation = array<i64: 0, 1, 3, 2, 4, 5>} : (tensor<2x3x4x2x2x8xf32>) -> tensor<2x3x2x4x2x8xf32>
    %v4 = sinter.reshape %v3 {shape = array<i64: 2, 6, 8, 8>} : (tensor<2x3x2x4x2x8xf32>) -> tensor<2x6x8x8xf32>
    %v5 = sinter.relu %v4 : tensor<2x6x8x8xf32> -> tensor<2x6x8x8xf32>
    return %v5 : tensor<2x6x8x8xf32>
  }

  // In parts of blocks.
  func.func @depth_to_space_cut(%x: tensor<2x3x4x12xf32> {sinter.name = "x"}) -> (tensor<2x6x8x3xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "moves"} {
    %w0 = sinter.read @depth_to_space_cut.w0 : tensor<12x12x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<2x3x4x12xf32>, tensor<12x12x1x1xf32>) -> tensor<2x3x4x12xf32>
    %v2 = sinter.reshape %v1 {shape = array<i64: 2, 3, 4, 2, 2, 3>} : (tensor<2x3x4x12xf32>) -> tensor<2x3x4x2x2x3xf32>
    %v3 = sinter.transpose %v2 {permutation = array<i64: 0, 1, 3, 2, 4, 5>} : (tensor<2x3x4x2x2x3xf32>) -> tensor<2x3x2x4x2x3xf32>
    %v4 = sinter.reshape %v3 {shape = array<i64: 2, 6, 8, 3>} : (tensor<2x3x2x4x2x3xf32>) -> tensor<2x6x8x3xf32>
    %v5 = sinter.relu %v4 : tensor<2x6x8x3xf32> -> tensor<2x6x8x3xf32>
    return %v5 : tensor<2x6x8x3xf32>
  }

  // And back.
  func.func @space_to_depth(%x: tensor<1x4x6x8xf32> {sinter.name = "x"}) -> (tensor<1x2x3x5xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "moves"} {
    %w0 = sinter.read @space_to_depth.w0 : tensor<8x8x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<1x4x6x8xf32>, tensor<8x8x1x1xf32>) -> tensor<1x4x6x8xf32>
    %v2 = sinter.reshape %v1 {shape = array<i64: 1, 2, 2, 3, 2, 8>} : (tensor<1x4x6x8xf32>) -> tensor<1x2x2x3x2x8xf32>
    %v3 = sinter.transpose %v2 {permutation = array<i64: 0, 1, 3, 2, 4, 5>} : (tensor<1x2x2x3x2x8xf32>) -> tensor<1x2x3x2x2x8xf32>
    %v4 = sinter.reshape %v3 {shape = array<i64: 1, 2, 3, 32>} : (tensor<1x2x3x2x2x8xf32>) -> tensor<1x2x3x32xf32>
    %w5 = sinter.read @space_to_depth.w5 : tensor<5x32x1x1xf32>
    %v6 = sinter.conv2d %v4, %w5 : (tensor<1x2x3x32xf32>, tensor<5x32x1x1xf32>) -> tensor<1x2x3x5xf32>
    return %v6 : tensor<1x2x3x5xf32>
  }

  // From blocks of channels to rows.
  func.func @channels_first(%x: tensor<1x3x4x19xf32> {sinter.name = "x"}) -> (tensor<1x19x3x4xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "moves"} {
    %w0 = sinter.read @channels_first.w0 : tensor<19x19x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<1x3x4x19xf32>, tensor<19x19x1x1xf32>) -> tensor<1x3x4x19xf32>
    %v2 = sinter.transpose %v1 {permutation = array<i64: 0, 3, 1, 2>} : (tensor<1x3x4x19xf32>) -> tensor<1x19x3x4xf32>
    return %v2 : tensor<1x19x3x4xf32>
  }

  // Channels stay where they are.
  func.func @swap_rows_and_columns(%x: tensor<1x3x4x19xf32> {sinter.name = "x"}) -> (tensor<1x4x3x3xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "moves"} {
    %w0 = sinter.read @swap_rows_and_columns.w0 : tensor<19x19x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<1x3x4x19xf32>, tensor<19x19x1x1xf32>) -> tensor<1x3x4x19xf32>
    %v2 = sinter.transpose %v1 {permutation = array<i64: 0, 2, 1, 3>} : (tensor<1x3x4x19xf32>) -> tensor<1x4x3x19xf32>
    %w3 = sinter.read @swap_rows_and_columns.w3 : tensor<3x19x1x1xf32>
    %v4 = sinter.conv2d %v2, %w3 : (tensor<1x4x3x19xf32>, tensor<3x19x1x1xf32>) -> tensor<1x4x3x3xf32>
    return %v4 : tensor<1x4x3x3xf32>
  }

  // The heads of an attention, and back.
  func.func @heads(%x: tensor<2x5x24xf32> {sinter.name = "x"}) -> (tensor<2x5x24xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "moves"} {
    %v0 = sinter.reshape %x {shape = array<i64: 2, 5, 3, 8>} : (tensor<2x5x24xf32>) -> tensor<2x5x3x8xf32>
    %v1 = sinter.transpose %v0 {permutation = array<i64: 0, 2, 1, 3>} : (tensor<2x5x3x8xf32>) -> tensor<2x3x5x8xf32>
    %v2 = sinter.softmax %v1 {axis = 3 : i64} : (tensor<2x3x5x8xf32>) -> tensor<2x3x5x8xf32>
    %v3 = sinter.transpose %v2 {permutation = array<i64: 0, 2, 1, 3>} : (tensor<2x3x5x8xf32>) -> tensor<2x5x3x8xf32>
    %v4 = sinter.reshape %v3 {shape = array<i64: 2, 5, 24>} : (tensor<2x5x3x8xf32>) -> tensor<2x5x24xf32>
    return %v4 : tensor<2x5x24xf32>
  }

  // Runs of sizes that share no factor.
  func.func @odd_sizes(%x: tensor<6x35xf32> {sinter.name = "x"}) -> (tensor<14x15xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "moves"} {
    %v0 = sinter.reshape %x {shape = array<i64: 10, 21>} : (tensor<6x35xf32>) -> tensor<10x21xf32>
    %v1 = sinter.transpose %v0 {permutation = array<i64: 1, 0>} : (tensor<10x21xf32>) -> tensor<21x10xf32>
    %v2 = sinter.reshape %v1 {shape = array<i64: 14, 15>} : (tensor<21x10xf32>) -> tensor<14x15xf32>
    return %v2 : tensor<14x15xf32>
  }

  // Between ranks 1 and 6.
  func.func @ranks(%x: tensor<240xf32> {sinter.name = "x"}) -> (tensor<8x30xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "moves"} {
    %v0 = sinter.reshape %x {shape = array<i64: 2, 3, 1, 4, 5, 2>} : (tensor<240xf32>) -> tensor<2x3x1x4x5x2xf32>
    %v1 = sinter.transpose %v0 {permutation = array<i64: 5, 3, 1, 2, 0, 4>} : (tensor<2x3x1x4x5x2xf32>) -> tensor<2x4x3x1x2x5xf32>
    %v2 = sinter.reshape %v1 {shape = array<i64: 8, 30>} : (tensor<2x4x3x1x2x5xf32>) -> tensor<8x30xf32>
    return %v2 : tensor<8x30xf32>
  }

  // A slice, a flip and a padding.
  func.func @padded_flip(%x: tensor<1x5x6x11xf32> {sinter.name = "x"}) -> (tensor<1x5x6x11xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "moves"} {
    %w0 = sinter.read @padded_flip.w0 : tensor<11x11x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<1x5x6x11xf32>, tensor<11x11x1x1xf32>) -> tensor<1x5x6x11xf32>
    %v2 = sinter.slice %v1 {starts = array<i64: 0, 3, 1, 0>, sizes = array<i64: 1, 3, 4, 11>, strides = array<i64: 1, -1, 1, 1>} : (tensor<1x5x6x11xf32>) -> tensor<1x3x4x11xf32>
    %v3 = sinter.pad %v2 {low = array<i64: 0, 1, 2, 0>, high = array<i64: 0, 1, 0, 0>, mode = "reflect"} : (tensor<1x3x4x11xf32>) -> tensor<1x5x6x11xf32>
    return %v3 : tensor<1x5x6x11xf32>
  }

  // Of bytes and booleans.
  func.func @of_bytes(%x: tensor<4x6xui8> {sinter.name = "x"}, %y: tensor<4x6xi1> {sinter.name = "y"}) -> (tensor<24xui8> {sinter.name = "y0"}, tensor<3x8xi1> {sinter.name = "y1"}) attributes {sinter.entry = "infer", sinter.model = "moves"} {
    %v0 = sinter.transpose %x {permutation = array<i64: 1, 0>} : (tensor<4x6xui8>) -> tensor<6x4xui8>
    %v1 = sinter.reshape %v0 {shape = array<i64: 24>} : (tensor<6x4xui8>) -> tensor<24xui8>
    %v2 = sinter.transpose %y {permutation = array<i64: 1, 0>} : (tensor<4x6xi1>) -> tensor<6x4xi1>
    %v3 = sinter.reshape %v2 {shape = array<i64: 3, 8>} : (tensor<6x4xi1>) -> tensor<3x8xi1>
    return %v1, %v3 : tensor<24xui8>, tensor<3x8xi1>
  }
}

// RUN: sinter diff %s
// RUN: sinter diff %s --target x86-64-v2
// RUN: sinter diff %s --target x86-64-v3

// The gradient goes to the largest element of a window, of equal ones to the first.
module {
  sinter.parameter @halves.a : tensor<16x16x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @halves.b : tensor<16x16x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @ties.a : tensor<32x32x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @ties.b : tensor<32x32x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @overlapping.a : tensor<19x19x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @overlapping.b : tensor<19x19x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @dense_windows.a : tensor<16x16x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @dense_windows.b : tensor<16x16x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @uneven.a : tensor<11x11x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @uneven.b : tensor<11x11x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @large.a : tensor<8x8x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @large.b : tensor<8x8x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @planes.a : tensor<6x1x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @planes_overlapping.a : tensor<6x1x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @mixed.a : tensor<20x20x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @masked.a : tensor<16x16x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @masked.b : tensor<16x16x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @long_rows.a : tensor<16x16x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @long_rows.b : tensor<16x16x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @long_rows_of_each.a : tensor<20x20x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @long_rows_of_each.b : tensor<20x20x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @many_rows.a : tensor<16x16x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @many_rows.b : tensor<16x16x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @long_rows_of_large_windows.a : tensor<16x16x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @long_rows_of_large_windows.b : tensor<16x16x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // 2 x 2 on blocks of channels.
  func.func @halves(%x: tensor<2x8x6x16xf32> {sinter.name = "x"}, %g: tensor<2x4x3x16xf32> {sinter.name = "g"}) -> (tensor<2x8x6x16xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "max_pool_gradient"} {
    %w_a = sinter.read @halves.a : tensor<16x16x1x1xf32>
    %a = sinter.conv2d %x, %w_a : (tensor<2x8x6x16xf32>, tensor<16x16x1x1xf32>) -> tensor<2x8x6x16xf32>
    %w_b = sinter.read @halves.b : tensor<16x16x1x1xf32>
    %b = sinter.conv2d %g, %w_b : (tensor<2x4x3x16xf32>, tensor<16x16x1x1xf32>) -> tensor<2x4x3x16xf32>
    %y = sinter.max_pool_gradient %a, %b {window = array<i64: 2, 2>, strides = array<i64: 2, 2>, padding = array<i64: 0, 0, 0, 0>} : (tensor<2x8x6x16xf32>, tensor<2x4x3x16xf32>) -> tensor<2x8x6x16xf32>
    return %y : tensor<2x8x6x16xf32>
  }

  // A row and a column are left over; the caller's rows.
  func.func @rest(%x: tensor<1x7x9x5xf32> {sinter.name = "x"}, %g: tensor<1x3x4x5xf32> {sinter.name = "g"}) -> (tensor<1x7x9x5xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "max_pool_gradient"} {
    %y = sinter.max_pool_gradient %x, %g {window = array<i64: 2, 2>, strides = array<i64: 2, 2>, padding = array<i64: 0, 0, 0, 0>} : (tensor<1x7x9x5xf32>, tensor<1x3x4x5xf32>) -> tensor<1x7x9x5xf32>
    return %y : tensor<1x7x9x5xf32>
  }

  // Equal elements: the first has it all.
  func.func @ties(%x: tensor<2x6x8x32xf32> {sinter.name = "x"}, %g: tensor<2x3x4x32xf32> {sinter.name = "g"}) -> (tensor<2x6x8x32xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "max_pool_gradient"} {
    %w_a = sinter.read @ties.a : tensor<32x32x1x1xf32>
    %a = sinter.conv2d %x, %w_a : (tensor<2x6x8x32xf32>, tensor<32x32x1x1xf32>) -> tensor<2x6x8x32xf32>
    %w_b = sinter.read @ties.b : tensor<32x32x1x1xf32>
    %b = sinter.conv2d %g, %w_b : (tensor<2x3x4x32xf32>, tensor<32x32x1x1xf32>) -> tensor<2x3x4x32xf32>
    %r = sinter.round %a : tensor<2x6x8x32xf32> -> tensor<2x6x8x32xf32>
    %y = sinter.max_pool_gradient %r, %b {window = array<i64: 2, 2>, strides = array<i64: 2, 2>, padding = array<i64: 0, 0, 0, 0>} : (tensor<2x6x8x32xf32>, tensor<2x3x4x32xf32>) -> tensor<2x6x8x32xf32>
    return %y : tensor<2x6x8x32xf32>
  }

  // 3 x 3 by 2 with padding.
  func.func @overlapping(%x: tensor<1x14x13x19xf32> {sinter.name = "x"}, %g: tensor<1x7x7x19xf32> {sinter.name = "g"}) -> (tensor<1x14x13x19xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "max_pool_gradient"} {
    %w_a = sinter.read @overlapping.a : tensor<19x19x1x1xf32>
    %a = sinter.conv2d %x, %w_a : (tensor<1x14x13x19xf32>, tensor<19x19x1x1xf32>) -> tensor<1x14x13x19xf32>
    %w_b = sinter.read @overlapping.b : tensor<19x19x1x1xf32>
    %b = sinter.conv2d %g, %w_b : (tensor<1x7x7x19xf32>, tensor<19x19x1x1xf32>) -> tensor<1x7x7x19xf32>
    %y = sinter.max_pool_gradient %a, %b {window = array<i64: 3, 3>, strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>} : (tensor<1x14x13x19xf32>, tensor<1x7x7x19xf32>) -> tensor<1x14x13x19xf32>
    return %y : tensor<1x14x13x19xf32>
  }

  // The same on rows, with equal elements.
  func.func @overlapping_ties(%x: tensor<2x14x13x3xf32> {sinter.name = "x"}, %g: tensor<2x7x7x3xf32> {sinter.name = "g"}) -> (tensor<2x14x13x3xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "max_pool_gradient"} {
    %r = sinter.round %x : tensor<2x14x13x3xf32> -> tensor<2x14x13x3xf32>
    %y = sinter.max_pool_gradient %r, %g {window = array<i64: 3, 3>, strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>} : (tensor<2x14x13x3xf32>, tensor<2x7x7x3xf32>) -> tensor<2x14x13x3xf32>
    return %y : tensor<2x14x13x3xf32>
  }

  // Windows at each pixel.
  func.func @dense_windows(%x: tensor<1x6x7x16xf32> {sinter.name = "x"}, %g: tensor<1x6x7x16xf32> {sinter.name = "g"}) -> (tensor<1x6x7x16xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "max_pool_gradient"} {
    %w_a = sinter.read @dense_windows.a : tensor<16x16x1x1xf32>
    %a = sinter.conv2d %x, %w_a : (tensor<1x6x7x16xf32>, tensor<16x16x1x1xf32>) -> tensor<1x6x7x16xf32>
    %w_b = sinter.read @dense_windows.b : tensor<16x16x1x1xf32>
    %b = sinter.conv2d %g, %w_b : (tensor<1x6x7x16xf32>, tensor<16x16x1x1xf32>) -> tensor<1x6x7x16xf32>
    %r = sinter.round %a : tensor<1x6x7x16xf32> -> tensor<1x6x7x16xf32>
    %y = sinter.max_pool_gradient %r, %b {window = array<i64: 3, 3>, strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>} : (tensor<1x6x7x16xf32>, tensor<1x6x7x16xf32>) -> tensor<1x6x7x16xf32>
    return %y : tensor<1x6x7x16xf32>
  }

  // Different windows, strides and padding by axis; some pixels are in no window.
  func.func @uneven(%x: tensor<1x9x11x11xf32> {sinter.name = "x"}, %g: tensor<1x9x4x11xf32> {sinter.name = "g"}) -> (tensor<1x9x11x11xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "max_pool_gradient"} {
    %w_a = sinter.read @uneven.a : tensor<11x11x1x1xf32>
    %a = sinter.conv2d %x, %w_a : (tensor<1x9x11x11xf32>, tensor<11x11x1x1xf32>) -> tensor<1x9x11x11xf32>
    %w_b = sinter.read @uneven.b : tensor<11x11x1x1xf32>
    %b = sinter.conv2d %g, %w_b : (tensor<1x9x4x11xf32>, tensor<11x11x1x1xf32>) -> tensor<1x9x4x11xf32>
    %y = sinter.max_pool_gradient %a, %b {window = array<i64: 3, 2>, strides = array<i64: 1, 3>, padding = array<i64: 2, 0, 0, 1>} : (tensor<1x9x11x11xf32>, tensor<1x9x4x11xf32>) -> tensor<1x9x11x11xf32>
    return %y : tensor<1x9x11x11xf32>
  }

  // Windows of many taps.
  func.func @large(%x: tensor<1x11x12x8xf32> {sinter.name = "x"}, %g: tensor<1x4x6x8xf32> {sinter.name = "g"}) -> (tensor<1x11x12x8xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "max_pool_gradient"} {
    %w_a = sinter.read @large.a : tensor<8x8x1x1xf32>
    %a = sinter.conv2d %x, %w_a : (tensor<1x11x12x8xf32>, tensor<8x8x1x1xf32>) -> tensor<1x11x12x8xf32>
    %w_b = sinter.read @large.b : tensor<8x8x1x1xf32>
    %b = sinter.conv2d %g, %w_b : (tensor<1x4x6x8xf32>, tensor<8x8x1x1xf32>) -> tensor<1x4x6x8xf32>
    %r = sinter.round %a : tensor<1x11x12x8xf32> -> tensor<1x11x12x8xf32>
    %y = sinter.max_pool_gradient %r, %b {window = array<i64: 5, 5>, strides = array<i64: 3, 2>, padding = array<i64: 2, 2, 1, 2>} : (tensor<1x11x12x8xf32>, tensor<1x4x6x8xf32>) -> tensor<1x11x12x8xf32>
    return %y : tensor<1x11x12x8xf32>
  }

  // The same on rows of whole vectors.
  func.func @large_rows(%x: tensor<1x11x12x32xf32> {sinter.name = "x"}, %g: tensor<1x4x6x32xf32> {sinter.name = "g"}) -> (tensor<1x11x12x32xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "max_pool_gradient"} {
    %y = sinter.max_pool_gradient %x, %g {window = array<i64: 5, 5>, strides = array<i64: 3, 2>, padding = array<i64: 2, 2, 1, 2>} : (tensor<1x11x12x32xf32>, tensor<1x4x6x32xf32>) -> tensor<1x11x12x32xf32>
    return %y : tensor<1x11x12x32xf32>
  }

  // Rows whose last vector is cut.
  func.func @rows_of_cut_vectors(%x: tensor<1x8x8x37xf32> {sinter.name = "x"}, %g: tensor<1x4x4x37xf32> {sinter.name = "g"}) -> (tensor<1x8x8x37xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "max_pool_gradient"} {
    %y = sinter.max_pool_gradient %x, %g {window = array<i64: 2, 2>, strides = array<i64: 2, 2>, padding = array<i64: 0, 0, 0, 0>} : (tensor<1x8x8x37xf32>, tensor<1x4x4x37xf32>) -> tensor<1x8x8x37xf32>
    return %y : tensor<1x8x8x37xf32>
  }

  // Planes: vectors run along rows.
  func.func @planes(%x: tensor<2x28x28x1xf32> {sinter.name = "x"}, %g: tensor<2x14x14x6xf32> {sinter.name = "g"}) -> (tensor<2x28x28x6xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "max_pool_gradient"} {
    %w_a = sinter.read @planes.a : tensor<6x1x1x1xf32>
    %a = sinter.conv2d %x, %w_a : (tensor<2x28x28x1xf32>, tensor<6x1x1x1xf32>) -> tensor<2x28x28x6xf32>
    %r = sinter.round %a : tensor<2x28x28x6xf32> -> tensor<2x28x28x6xf32>
    %y = sinter.max_pool_gradient %r, %g {window = array<i64: 2, 2>, strides = array<i64: 2, 2>, padding = array<i64: 0, 0, 0, 0>} : (tensor<2x28x28x6xf32>, tensor<2x14x14x6xf32>) -> tensor<2x28x28x6xf32>
    return %y : tensor<2x28x28x6xf32>
  }

  // Planes with overlapping windows.
  func.func @planes_overlapping(%x: tensor<1x17x25x1xf32> {sinter.name = "x"}, %g: tensor<1x8x12x6xf32> {sinter.name = "g"}) -> (tensor<1x17x25x6xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "max_pool_gradient"} {
    %w_a = sinter.read @planes_overlapping.a : tensor<6x1x1x1xf32>
    %a = sinter.conv2d %x, %w_a : (tensor<1x17x25x1xf32>, tensor<6x1x1x1xf32>) -> tensor<1x17x25x6xf32>
    %y = sinter.max_pool_gradient %a, %g {window = array<i64: 3, 3>, strides = array<i64: 2, 2>, padding = array<i64: 0, 1, 1, 0>} : (tensor<1x17x25x6xf32>, tensor<1x8x12x6xf32>) -> tensor<1x17x25x6xf32>
    return %y : tensor<1x17x25x6xf32>
  }

  // The input in blocks, its gradient in rows.
  func.func @mixed(%x: tensor<1x8x6x20xf32> {sinter.name = "x"}, %g: tensor<1x4x3x20xf32> {sinter.name = "g"}) -> (tensor<1x8x6x20xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "max_pool_gradient"} {
    %w_a = sinter.read @mixed.a : tensor<20x20x1x1xf32>
    %a = sinter.conv2d %x, %w_a : (tensor<1x8x6x20xf32>, tensor<20x20x1x1xf32>) -> tensor<1x8x6x20xf32>
    %y = sinter.max_pool_gradient %a, %g {window = array<i64: 2, 2>, strides = array<i64: 2, 2>, padding = array<i64: 0, 0, 0, 0>} : (tensor<1x8x6x20xf32>, tensor<1x4x3x20xf32>) -> tensor<1x8x6x20xf32>
    return %y : tensor<1x8x6x20xf32>
  }

  // The mask of relu behind it reads a second tensor.
  func.func @masked(%x: tensor<2x8x6x16xf32> {sinter.name = "x"}, %g: tensor<2x4x3x16xf32> {sinter.name = "g"}) -> (tensor<2x8x6x16xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "max_pool_gradient"} {
    %w_a = sinter.read @masked.a : tensor<16x16x1x1xf32>
    %a = sinter.conv2d %x, %w_a : (tensor<2x8x6x16xf32>, tensor<16x16x1x1xf32>) -> tensor<2x8x6x16xf32>
    %w_b = sinter.read @masked.b : tensor<16x16x1x1xf32>
    %b = sinter.conv2d %g, %w_b : (tensor<2x4x3x16xf32>, tensor<16x16x1x1xf32>) -> tensor<2x4x3x16xf32>
    %d = sinter.max_pool_gradient %a, %b {window = array<i64: 2, 2>, strides = array<i64: 2, 2>, padding = array<i64: 0, 0, 0, 0>} : (tensor<2x8x6x16xf32>, tensor<2x4x3x16xf32>) -> tensor<2x8x6x16xf32>
    %zero = sinter.constant dense<0.0> : tensor<f32> as tensor<f32>
    %m = sinter.less %zero, %a : tensor<f32>, tensor<2x8x6x16xf32> -> tensor<2x8x6x16xi1>
    %y = sinter.select %m, %d, %zero : tensor<2x8x6x16xi1>, tensor<2x8x6x16xf32>, tensor<f32> -> tensor<2x8x6x16xf32>
    return %y : tensor<2x8x6x16xf32>
  }

  // Several tasks.
  func.func @many(%x: tensor<64x28x28x6xf32> {sinter.name = "x"}, %g: tensor<64x14x14x6xf32> {sinter.name = "g"}) -> (tensor<64x28x28x6xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "max_pool_gradient"} {
    %r = sinter.round %x : tensor<64x28x28x6xf32> -> tensor<64x28x28x6xf32>
    %y = sinter.max_pool_gradient %r, %g {window = array<i64: 2, 2>, strides = array<i64: 2, 2>, padding = array<i64: 0, 0, 0, 0>} : (tensor<64x28x28x6xf32>, tensor<64x14x14x6xf32>) -> tensor<64x28x28x6xf32>
    return %y : tensor<64x28x28x6xf32>
  }

  // The places of the windows over a row are more than the stack holds: a stem of many pixels.
  func.func @long_rows(%x: tensor<2x13x223x16xf32> {sinter.name = "x"}, %g: tensor<2x7x112x16xf32> {sinter.name = "g"}) -> (tensor<2x13x223x16xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "max_pool_gradient"} {
    %w_a = sinter.read @long_rows.a : tensor<16x16x1x1xf32>
    %a = sinter.conv2d %x, %w_a : (tensor<2x13x223x16xf32>, tensor<16x16x1x1xf32>) -> tensor<2x13x223x16xf32>
    %w_b = sinter.read @long_rows.b : tensor<16x16x1x1xf32>
    %b = sinter.conv2d %g, %w_b : (tensor<2x7x112x16xf32>, tensor<16x16x1x1xf32>) -> tensor<2x7x112x16xf32>
    %y = sinter.max_pool_gradient %a, %b {window = array<i64: 3, 3>, strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>} : (tensor<2x13x223x16xf32>, tensor<2x7x112x16xf32>) -> tensor<2x13x223x16xf32>
    return %y : tensor<2x13x223x16xf32>
  }

  // Each pixel begins a window.
  func.func @long_rows_of_each(%x: tensor<2x7x150x20xf32> {sinter.name = "x"}, %g: tensor<2x7x150x20xf32> {sinter.name = "g"}) -> (tensor<2x7x150x20xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "max_pool_gradient"} {
    %w_a = sinter.read @long_rows_of_each.a : tensor<20x20x1x1xf32>
    %a = sinter.conv2d %x, %w_a : (tensor<2x7x150x20xf32>, tensor<20x20x1x1xf32>) -> tensor<2x7x150x20xf32>
    %w_b = sinter.read @long_rows_of_each.b : tensor<20x20x1x1xf32>
    %b = sinter.conv2d %g, %w_b : (tensor<2x7x150x20xf32>, tensor<20x20x1x1xf32>) -> tensor<2x7x150x20xf32>
    %y = sinter.max_pool_gradient %a, %b {window = array<i64: 3, 3>, strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>} : (tensor<2x7x150x20xf32>, tensor<2x7x150x20xf32>) -> tensor<2x7x150x20xf32>
    return %y : tensor<2x7x150x20xf32>
  }

  // Few windows in a row, in many rows.
  func.func @many_rows(%x: tensor<2x40x9x16xf32> {sinter.name = "x"}, %g: tensor<2x40x9x16xf32> {sinter.name = "g"}) -> (tensor<2x40x9x16xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "max_pool_gradient"} {
    %w_a = sinter.read @many_rows.a : tensor<16x16x1x1xf32>
    %a = sinter.conv2d %x, %w_a : (tensor<2x40x9x16xf32>, tensor<16x16x1x1xf32>) -> tensor<2x40x9x16xf32>
    %w_b = sinter.read @many_rows.b : tensor<16x16x1x1xf32>
    %b = sinter.conv2d %g, %w_b : (tensor<2x40x9x16xf32>, tensor<16x16x1x1xf32>) -> tensor<2x40x9x16xf32>
    %y = sinter.max_pool_gradient %a, %b {window = array<i64: 3, 3>, strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>} : (tensor<2x40x9x16xf32>, tensor<2x40x9x16xf32>) -> tensor<2x40x9x16xf32>
    return %y : tensor<2x40x9x16xf32>
  }

  // Windows that are not unrolled.
  func.func @long_rows_of_large_windows(%x: tensor<2x17x131x16xf32> {sinter.name = "x"}, %g: tensor<2x9x129x16xf32> {sinter.name = "g"}) -> (tensor<2x17x131x16xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "max_pool_gradient"} {
    %w_a = sinter.read @long_rows_of_large_windows.a : tensor<16x16x1x1xf32>
    %a = sinter.conv2d %x, %w_a : (tensor<2x17x131x16xf32>, tensor<16x16x1x1xf32>) -> tensor<2x17x131x16xf32>
    %w_b = sinter.read @long_rows_of_large_windows.b : tensor<16x16x1x1xf32>
    %b = sinter.conv2d %g, %w_b : (tensor<2x9x129x16xf32>, tensor<16x16x1x1xf32>) -> tensor<2x9x129x16xf32>
    %y = sinter.max_pool_gradient %a, %b {window = array<i64: 7, 5>, strides = array<i64: 2, 1>, padding = array<i64: 3, 3, 0, 2>} : (tensor<2x17x131x16xf32>, tensor<2x9x129x16xf32>) -> tensor<2x17x131x16xf32>
    return %y : tensor<2x17x131x16xf32>
  }
}

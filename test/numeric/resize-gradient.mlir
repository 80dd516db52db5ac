// RUN: sinter diff %s
// RUN: sinter diff %s --target x86-64-v2
// RUN: sinter diff %s --target x86-64-v3

// Adjoints of resizing: every mode, larger and smaller.
module {
  sinter.parameter @tasks_of_rows.w : tensor<16x16x1x1xf32> = #sinter.initializer<"he_normal", []>
  sinter.parameter @twice_nearest.b : tensor<16x16x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @twice_bilinear.b : tensor<16x16x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @aligned.b : tensor<19x19x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @cubic.b : tensor<8x8x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @much_larger.b : tensor<16x16x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @many.b : tensor<16x16x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // Each pixel twice, in blocks.
  func.func @twice_nearest(%g: tensor<2x10x12x16xf32> {sinter.name = "g"}) -> (tensor<2x5x6x16xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "resize_gradient"} {
    %w_b = sinter.read @twice_nearest.b : tensor<16x16x1x1xf32>
    %b = sinter.conv2d %g, %w_b : (tensor<2x10x12x16xf32>, tensor<16x16x1x1xf32>) -> tensor<2x10x12x16xf32>
    %y = sinter.resize_gradient %b {size = array<i64: 5, 6>, mode = "nearest", coordinates = "half_pixel"} : (tensor<2x10x12x16xf32>) -> tensor<2x5x6x16xf32>
    return %y : tensor<2x5x6x16xf32>
  }

  // Twice as large, in blocks.
  func.func @twice_bilinear(%g: tensor<2x10x12x16xf32> {sinter.name = "g"}) -> (tensor<2x5x6x16xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "resize_gradient"} {
    %w_b = sinter.read @twice_bilinear.b : tensor<16x16x1x1xf32>
    %b = sinter.conv2d %g, %w_b : (tensor<2x10x12x16xf32>, tensor<16x16x1x1xf32>) -> tensor<2x10x12x16xf32>
    %y = sinter.resize_gradient %b {size = array<i64: 5, 6>, mode = "bilinear", coordinates = "half_pixel"} : (tensor<2x10x12x16xf32>) -> tensor<2x5x6x16xf32>
    return %y : tensor<2x5x6x16xf32>
  }

  // Aligned corners.
  func.func @aligned(%g: tensor<1x9x13x19xf32> {sinter.name = "g"}) -> (tensor<1x5x6x19xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "resize_gradient"} {
    %w_b = sinter.read @aligned.b : tensor<19x19x1x1xf32>
    %b = sinter.conv2d %g, %w_b : (tensor<1x9x13x19xf32>, tensor<19x19x1x1xf32>) -> tensor<1x9x13x19xf32>
    %y = sinter.resize_gradient %b {size = array<i64: 5, 6>, mode = "bilinear", coordinates = "align_corners"} : (tensor<1x9x13x19xf32>) -> tensor<1x5x6x19xf32>
    return %y : tensor<1x5x6x19xf32>
  }

  // Asymmetric coordinates, rows.
  func.func @asymmetric(%g: tensor<1x11x7x3xf32> {sinter.name = "g"}) -> (tensor<1x5x6x3xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "resize_gradient"} {
    %y = sinter.resize_gradient %g {size = array<i64: 5, 6>, mode = "bilinear", coordinates = "asymmetric"} : (tensor<1x11x7x3xf32>) -> tensor<1x5x6x3xf32>
    return %y : tensor<1x5x6x3xf32>
  }

  // Smaller.
  func.func @smaller(%g: tensor<1x4x7x5xf32> {sinter.name = "g"}) -> (tensor<1x13x11x5xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "resize_gradient"} {
    %y = sinter.resize_gradient %g {size = array<i64: 13, 11>, mode = "bilinear", coordinates = "half_pixel"} : (tensor<1x4x7x5xf32>) -> tensor<1x13x11x5xf32>
    return %y : tensor<1x13x11x5xf32>
  }

  // Smaller: most pixels have no part.
  func.func @smaller_nearest(%g: tensor<1x4x7x5xf32> {sinter.name = "g"}) -> (tensor<1x13x11x5xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "resize_gradient"} {
    %y = sinter.resize_gradient %g {size = array<i64: 13, 11>, mode = "nearest", coordinates = "asymmetric"} : (tensor<1x4x7x5xf32>) -> tensor<1x13x11x5xf32>
    return %y : tensor<1x13x11x5xf32>
  }

  // Larger, by cubics.
  func.func @cubic(%g: tensor<1x12x13x8xf32> {sinter.name = "g"}) -> (tensor<1x5x6x8xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "resize_gradient"} {
    %w_b = sinter.read @cubic.b : tensor<8x8x1x1xf32>
    %b = sinter.conv2d %g, %w_b : (tensor<1x12x13x8xf32>, tensor<8x8x1x1xf32>) -> tensor<1x12x13x8xf32>
    %y = sinter.resize_gradient %b {size = array<i64: 5, 6>, mode = "bicubic", coordinates = "half_pixel"} : (tensor<1x12x13x8xf32>) -> tensor<1x5x6x8xf32>
    return %y : tensor<1x5x6x8xf32>
  }

  // Smaller, by cubics.
  func.func @smaller_cubic(%g: tensor<1x4x3x5xf32> {sinter.name = "g"}) -> (tensor<1x9x8x5xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "resize_gradient"} {
    %y = sinter.resize_gradient %g {size = array<i64: 9, 8>, mode = "bicubic", coordinates = "half_pixel"} : (tensor<1x4x3x5xf32>) -> tensor<1x9x8x5xf32>
    return %y : tensor<1x9x8x5xf32>
  }

  // By cubics between aligned corners.
  func.func @cubic_aligned(%g: tensor<1x5x9x37xf32> {sinter.name = "g"}) -> (tensor<1x3x2x37xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "resize_gradient"} {
    %y = sinter.resize_gradient %g {size = array<i64: 3, 2>, mode = "bicubic", coordinates = "align_corners"} : (tensor<1x5x9x37xf32>) -> tensor<1x3x2x37xf32>
    return %y : tensor<1x3x2x37xf32>
  }

  // Of one pixel.
  func.func @from_one(%g: tensor<1x3x5x4xf32> {sinter.name = "g"}) -> (tensor<1x1x1x4xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "resize_gradient"} {
    %y = sinter.resize_gradient %g {size = array<i64: 1, 1>, mode = "bilinear", coordinates = "align_corners"} : (tensor<1x3x5x4xf32>) -> tensor<1x1x1x4xf32>
    return %y : tensor<1x1x1x4xf32>
  }

  // To one pixel.
  func.func @to_one(%g: tensor<1x1x1x4xf32> {sinter.name = "g"}) -> (tensor<1x6x5x4xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "resize_gradient"} {
    %y = sinter.resize_gradient %g {size = array<i64: 6, 5>, mode = "bilinear", coordinates = "align_corners"} : (tensor<1x1x1x4xf32>) -> tensor<1x6x5x4xf32>
    return %y : tensor<1x6x5x4xf32>
  }

  // Many times as large.
  func.func @much_larger(%g: tensor<1x17x23x16xf32> {sinter.name = "g"}) -> (tensor<1x2x3x16xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "resize_gradient"} {
    %w_b = sinter.read @much_larger.b : tensor<16x16x1x1xf32>
    %b = sinter.conv2d %g, %w_b : (tensor<1x17x23x16xf32>, tensor<16x16x1x1xf32>) -> tensor<1x17x23x16xf32>
    %y = sinter.resize_gradient %b {size = array<i64: 2, 3>, mode = "bilinear", coordinates = "half_pixel"} : (tensor<1x17x23x16xf32>) -> tensor<1x2x3x16xf32>
    return %y : tensor<1x2x3x16xf32>
  }

  // Several tasks.
  func.func @many(%g: tensor<8x32x32x16xf32> {sinter.name = "g"}) -> (tensor<8x16x16x16xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "resize_gradient"} {
    %w_b = sinter.read @many.b : tensor<16x16x1x1xf32>
    %b = sinter.conv2d %g, %w_b : (tensor<8x32x32x16xf32>, tensor<16x16x1x1xf32>) -> tensor<8x32x32x16xf32>
    %y = sinter.resize_gradient %b {size = array<i64: 16, 16>, mode = "bilinear", coordinates = "half_pixel"} : (tensor<8x32x32x16xf32>) -> tensor<8x16x16x16xf32>
    return %y : tensor<8x16x16x16xf32>
  }

  // Rows of one image are tasks.
  func.func @tasks_of_rows(%g: tensor<1x90x130x16xf32> {sinter.name = "g"}) -> (tensor<1x45x65x16xf32> {sinter.name = "near"}, tensor<1x61x77x16xf32> {sinter.name = "linear"}) attributes {sinter.entry = "infer", sinter.model = "resize_gradient"} {
    %w = sinter.read @tasks_of_rows.w : tensor<16x16x1x1xf32>
    %a = sinter.conv2d %g, %w : (tensor<1x90x130x16xf32>, tensor<16x16x1x1xf32>) -> tensor<1x90x130x16xf32>
    %n = sinter.resize_gradient %a {size = array<i64: 45, 65>, mode = "nearest", coordinates = "asymmetric"} : (tensor<1x90x130x16xf32>) -> tensor<1x45x65x16xf32>
    %l = sinter.resize_gradient %a {size = array<i64: 61, 77>, mode = "bilinear", coordinates = "half_pixel"} : (tensor<1x90x130x16xf32>) -> tensor<1x61x77x16xf32>
    return %n, %l : tensor<1x45x65x16xf32>, tensor<1x61x77x16xf32>
  }
}

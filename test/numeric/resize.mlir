// RUN: sinter diff %s

// Images of other sizes.
module {
  sinter.parameter @nearest_half_pixel_down.w0 : tensor<11x11x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @nearest_asymmetric_down.w0 : tensor<11x11x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @bilinear_half_pixel_down.w0 : tensor<11x11x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @bilinear_align_corners_down.w0 : tensor<11x11x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @bilinear_asymmetric_down.w0 : tensor<11x11x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @bicubic_half_pixel_down.w0 : tensor<11x11x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @bicubic_align_corners_down.w0 : tensor<11x11x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @bicubic_asymmetric_down.w0 : tensor<11x11x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @upsampling.w0 : tensor<12x3x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @upsampling.w3 : tensor<8x12x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // Nearest, half_pixel: larger.
  func.func @nearest_half_pixel_up(%x: tensor<1x5x7x3xf32> {sinter.name = "x"}) -> (tensor<1x11x13x3xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "resize"} {
    %v0 = sinter.resize %x {size = array<i64: 11, 13>, mode = "nearest", coordinates = "half_pixel"} : (tensor<1x5x7x3xf32>) -> tensor<1x11x13x3xf32>
    return %v0 : tensor<1x11x13x3xf32>
  }

  // Nearest, half_pixel: smaller, channels in blocks.
  func.func @nearest_half_pixel_down(%x: tensor<2x12x9x11xf32> {sinter.name = "x"}) -> (tensor<2x5x4x11xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "resize"} {
    %w0 = sinter.read @nearest_half_pixel_down.w0 : tensor<11x11x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<2x12x9x11xf32>, tensor<11x11x1x1xf32>) -> tensor<2x12x9x11xf32>
    %v2 = sinter.resize %v1 {size = array<i64: 5, 4>, mode = "nearest", coordinates = "half_pixel"} : (tensor<2x12x9x11xf32>) -> tensor<2x5x4x11xf32>
    return %v2 : tensor<2x5x4x11xf32>
  }

  // Nearest, half_pixel: from one row and to one column.
  func.func @nearest_half_pixel_one(%x: tensor<1x1x6x8xf32> {sinter.name = "x"}) -> (tensor<1x4x1x8xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "resize"} {
    %v0 = sinter.resize %x {size = array<i64: 4, 1>, mode = "nearest", coordinates = "half_pixel"} : (tensor<1x1x6x8xf32>) -> tensor<1x4x1x8xf32>
    return %v0 : tensor<1x4x1x8xf32>
  }

  // Nearest, asymmetric: larger.
  func.func @nearest_asymmetric_up(%x: tensor<1x5x7x3xf32> {sinter.name = "x"}) -> (tensor<1x11x13x3xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "resize"} {
    %v0 = sinter.resize %x {size = array<i64: 11, 13>, mode = "nearest", coordinates = "asymmetric"} : (tensor<1x5x7x3xf32>) -> tensor<1x11x13x3xf32>
    return %v0 : tensor<1x11x13x3xf32>
  }

  // Nearest, asymmetric: smaller, channels in blocks.
  func.func @nearest_asymmetric_down(%x: tensor<2x12x9x11xf32> {sinter.name = "x"}) -> (tensor<2x5x4x11xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "resize"} {
    %w0 = sinter.read @nearest_asymmetric_down.w0 : tensor<11x11x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<2x12x9x11xf32>, tensor<11x11x1x1xf32>) -> tensor<2x12x9x11xf32>
    %v2 = sinter.resize %v1 {size = array<i64: 5, 4>, mode = "nearest", coordinates = "asymmetric"} : (tensor<2x12x9x11xf32>) -> tensor<2x5x4x11xf32>
    return %v2 : tensor<2x5x4x11xf32>
  }

  // Nearest, asymmetric: from one row and to one column.
  func.func @nearest_asymmetric_one(%x: tensor<1x1x6x8xf32> {sinter.name = "x"}) -> (tensor<1x4x1x8xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "resize"} {
    %v0 = sinter.resize %x {size = array<i64: 4, 1>, mode = "nearest", coordinates = "asymmetric"} : (tensor<1x1x6x8xf32>) -> tensor<1x4x1x8xf32>
    return %v0 : tensor<1x4x1x8xf32>
  }

  // Bilinear, half_pixel: larger.
  func.func @bilinear_half_pixel_up(%x: tensor<1x5x7x3xf32> {sinter.name = "x"}) -> (tensor<1x11x13x3xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "resize"} {
    %v0 = sinter.resize %x {size = array<i64: 11, 13>, mode = "bilinear", coordinates = "half_pixel"} : (tensor<1x5x7x3xf32>) -> tensor<1x11x13x3xf32>
    return %v0 : tensor<1x11x13x3xf32>
  }

  // Bilinear, half_pixel: smaller, channels in blocks.
  func.func @bilinear_half_pixel_down(%x: tensor<2x12x9x11xf32> {sinter.name = "x"}) -> (tensor<2x5x4x11xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "resize"} {
    %w0 = sinter.read @bilinear_half_pixel_down.w0 : tensor<11x11x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<2x12x9x11xf32>, tensor<11x11x1x1xf32>) -> tensor<2x12x9x11xf32>
    %v2 = sinter.resize %v1 {size = array<i64: 5, 4>, mode = "bilinear", coordinates = "half_pixel"} : (tensor<2x12x9x11xf32>) -> tensor<2x5x4x11xf32>
    return %v2 : tensor<2x5x4x11xf32>
  }

  // Bilinear, half_pixel: from one row and to one column.
  func.func @bilinear_half_pixel_one(%x: tensor<1x1x6x8xf32> {sinter.name = "x"}) -> (tensor<1x4x1x8xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "resize"} {
    %v0 = sinter.resize %x {size = array<i64: 4, 1>, mode = "bilinear", coordinates = "half_pixel"} : (tensor<1x1x6x8xf32>) -> tensor<1x4x1x8xf32>
    return %v0 : tensor<1x4x1x8xf32>
  }

  // Bilinear, align_corners: larger.
  func.func @bilinear_align_corners_up(%x: tensor<1x5x7x3xf32> {sinter.name = "x"}) -> (tensor<1x11x13x3xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "resize"} {
    %v0 = sinter.resize %x {size = array<i64: 11, 13>, mode = "bilinear", coordinates = "align_corners"} : (tensor<1x5x7x3xf32>) -> tensor<1x11x13x3xf32>
    return %v0 : tensor<1x11x13x3xf32>
  }

  // Bilinear, align_corners: smaller, channels in blocks.
  func.func @bilinear_align_corners_down(%x: tensor<2x12x9x11xf32> {sinter.name = "x"}) -> (tensor<2x5x4x11xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "resize"} {
    %w0 = sinter.read @bilinear_align_corners_down.w0 : tensor<11x11x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<2x12x9x11xf32>, tensor<11x11x1x1xf32>) -> tensor<2x12x9x11xf32>
    %v2 = sinter.resize %v1 {size = array<i64: 5, 4>, mode = "bilinear", coordinates = "align_corners"} : (tensor<2x12x9x11xf32>) -> tensor<2x5x4x11xf32>
    return %v2 : tensor<2x5x4x11xf32>
  }

  // Bilinear, align_corners: from one row and to one column.
  func.func @bilinear_align_corners_one(%x: tensor<1x1x6x8xf32> {sinter.name = "x"}) -> (tensor<1x4x1x8xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "resize"} {
    %v0 = sinter.resize %x {size = array<i64: 4, 1>, mode = "bilinear", coordinates = "align_corners"} : (tensor<1x1x6x8xf32>) -> tensor<1x4x1x8xf32>
    return %v0 : tensor<1x4x1x8xf32>
  }

  // Bilinear, asymmetric: larger.
  func.func @bilinear_asymmetric_up(%x: tensor<1x5x7x3xf32> {sinter.name = "x"}) -> (tensor<1x11x13x3xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "resize"} {
    %v0 = sinter.resize %x {size = array<i64: 11, 13>, mode = "bilinear", coordinates = "asymmetric"} : (tensor<1x5x7x3xf32>) -> tensor<1x11x13x3xf32>
    return %v0 : tensor<1x11x13x3xf32>
  }

  // Bilinear, asymmetric: smaller, channels in blocks.
  func.func @bilinear_asymmetric_down(%x: tensor<2x12x9x11xf32> {sinter.name = "x"}) -> (tensor<2x5x4x11xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "resize"} {
    %w0 = sinter.read @bilinear_asymmetric_down.w0 : tensor<11x11x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<2x12x9x11xf32>, tensor<11x11x1x1xf32>) -> tensor<2x12x9x11xf32>
    %v2 = sinter.resize %v1 {size = array<i64: 5, 4>, mode = "bilinear", coordinates = "asymmetric"} : (tensor<2x12x9x11xf32>) -> tensor<2x5x4x11xf32>
    return %v2 : tensor<2x5x4x11xf32>
  }

  // Bilinear, asymmetric: from one row and to one column.
  func.func @bilinear_asymmetric_one(%x: tensor<1x1x6x8xf32> {sinter.name = "x"}) -> (tensor<1x4x1x8xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "resize"} {
    %v0 = sinter.resize %x {size = array<i64: 4, 1>, mode = "bilinear", coordinates = "asymmetric"} : (tensor<1x1x6x8xf32>) -> tensor<1x4x1x8xf32>
    return %v0 : tensor<1x4x1x8xf32>
  }

  // Bicubic, half_pixel: larger.
  func.func @bicubic_half_pixel_up(%x: tensor<1x5x7x3xf32> {sinter.name = "x"}) -> (tensor<1x11x13x3xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "resize"} {
    %v0 = sinter.resize %x {size = array<i64: 11, 13>, mode = "bicubic", coordinates = "half_pixel"} : (tensor<1x5x7x3xf32>) -> tensor<1x11x13x3xf32>
    return %v0 : tensor<1x11x13x3xf32>
  }

  // Bicubic, half_pixel: smaller, channels in blocks.
  func.func @bicubic_half_pixel_down(%x: tensor<2x12x9x11xf32> {sinter.name = "x"}) -> (tensor<2x5x4x11xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "resize"} {
    %w0 = sinter.read @bicubic_half_pixel_down.w0 : tensor<11x11x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<2x12x9x11xf32>, tensor<11x11x1x1xf32>) -> tensor<2x12x9x11xf32>
    %v2 = sinter.resize %v1 {size = array<i64: 5, 4>, mode = "bicubic", coordinates = "half_pixel"} : (tensor<2x12x9x11xf32>) -> tensor<2x5x4x11xf32>
    return %v2 : tensor<2x5x4x11xf32>
  }

  // Bicubic, half_pixel: from one row and to one column.
  func.func @bicubic_half_pixel_one(%x: tensor<1x1x6x8xf32> {sinter.name = "x"}) -> (tensor<1x4x1x8xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "resize"} {
    %v0 = sinter.resize %x {size = array<i64: 4, 1>, mode = "bicubic", coordinates = "half_pixel"} : (tensor<1x1x6x8xf32>) -> tensor<1x4x1x8xf32>
    return %v0 : tensor<1x4x1x8xf32>
  }

  // Bicubic, align_corners: larger.
  func.func @bicubic_align_corners_up(%x: tensor<1x5x7x3xf32> {sinter.name = "x"}) -> (tensor<1x11x13x3xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "resize"} {
    %v0 = sinter.resize %x {size = array<i64: 11, 13>, mode = "bicubic", coordinates = "align_corners"} : (tensor<1x5x7x3xf32>) -> tensor<1x11x13x3xf32>
    return %v0 : tensor<1x11x13x3xf32>
  }

  // Bicubic, align_corners: smaller, channels in blocks.
  func.func @bicubic_align_corners_down(%x: tensor<2x12x9x11xf32> {sinter.name = "x"}) -> (tensor<2x5x4x11xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "resize"} {
    %w0 = sinter.read @bicubic_align_corners_down.w0 : tensor<11x11x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<2x12x9x11xf32>, tensor<11x11x1x1xf32>) -> tensor<2x12x9x11xf32>
    %v2 = sinter.resize %v1 {size = array<i64: 5, 4>, mode = "bicubic", coordinates = "align_corners"} : (tensor<2x12x9x11xf32>) -> tensor<2x5x4x11xf32>
    return %v2 : tensor<2x5x4x11xf32>
  }

  // Bicubic, align_corners: from one row and to one column.
  func.func @bicubic_align_corners_one(%x: tensor<1x1x6x8xf32> {sinter.name = "x"}) -> (tensor<1x4x1x8xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "resize"} {
    %v0 = sinter.resize %x {size = array<i64: 4, 1>, mode = "bicubic", coordinates = "align_corners"} : (tensor<1x1x6x8xf32>) -> tensor<1x4x1x8xf32>
    return %v0 : tensor<1x4x1x8xf32>
  }

  // Bicubic, asymmetric: larger.
  func.func @bicubic_asymmetric_up(%x: tensor<1x5x7x3xf32> {sinter.name = "x"}) -> (tensor<1x11x13x3xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "resize"} {
    %v0 = sinter.resize %x {size = array<i64: 11, 13>, mode = "bicubic", coordinates = "asymmetric"} : (tensor<1x5x7x3xf32>) -> tensor<1x11x13x3xf32>
    return %v0 : tensor<1x11x13x3xf32>
  }

  // Bicubic, asymmetric: smaller, channels in blocks.
  func.func @bicubic_asymmetric_down(%x: tensor<2x12x9x11xf32> {sinter.name = "x"}) -> (tensor<2x5x4x11xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "resize"} {
    %w0 = sinter.read @bicubic_asymmetric_down.w0 : tensor<11x11x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<2x12x9x11xf32>, tensor<11x11x1x1xf32>) -> tensor<2x12x9x11xf32>
    %v2 = sinter.resize %v1 {size = array<i64: 5, 4>, mode = "bicubic", coordinates = "asymmetric"} : (tensor<2x12x9x11xf32>) -> tensor<2x5x4x11xf32>
    return %v2 : tensor<2x5x4x11xf32>
  }

  // Bicubic, asymmetric: from one row and to one column.
  func.func @bicubic_asymmetric_one(%x: tensor<1x1x6x8xf32> {sinter.name = "x"}) -> (tensor<1x4x1x8xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "resize"} {
    %v0 = sinter.resize %x {size = array<i64: 4, 1>, mode = "bicubic", coordinates = "asymmetric"} : (tensor<1x1x6x8xf32>) -> tensor<1x4x1x8xf32>
    return %v0 : tensor<1x4x1x8xf32>
  }

  // A row so long that places overflow 32 bits.
  func.func @long_row(%x: tensor<1x1x40001x1xf32> {sinter.name = "x"}) -> (tensor<1x1x60007x1xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "resize"} {
    %v0 = sinter.resize %x {size = array<i64: 1, 60007>, mode = "bilinear", coordinates = "half_pixel"} : (tensor<1x1x40001x1xf32>) -> tensor<1x1x60007x1xf32>
    return %v0 : tensor<1x1x60007x1xf32>
  }

  // Between convolutions, with a border.
  func.func @upsampling(%x: tensor<1x4x5x3xf32> {sinter.name = "x"}) -> (tensor<1x8x10x8xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "resize"} {
    %w0 = sinter.read @upsampling.w0 : tensor<12x3x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<1x4x5x3xf32>, tensor<12x3x1x1xf32>) -> tensor<1x4x5x12xf32>
    %v2 = sinter.resize %v1 {size = array<i64: 8, 10>, mode = "nearest", coordinates = "asymmetric"} : (tensor<1x4x5x12xf32>) -> tensor<1x8x10x12xf32>
    %w3 = sinter.read @upsampling.w3 : tensor<8x12x3x3xf32>
    %v4 = sinter.conv2d %v2, %w3 {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x8x10x12xf32>, tensor<8x12x3x3xf32>) -> tensor<1x8x10x8xf32>
    return %v4 : tensor<1x8x10x8xf32>
  }
}

// RUN: sinter diff %s
// RUN: sinter diff %s --target x86-64-v2
// RUN: sinter diff %s --target x86-64-v3

// Zeros around and between.
module {
  sinter.parameter @crop_blocks.b : tensor<19x19x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @whole_blocks.b : tensor<16x16x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @cut_blocks.b : tensor<19x19x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @every_other.b : tensor<14x14x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // A run.
  func.func @vector(%g: tensor<21xf32> {sinter.name = "g"}) -> (tensor<37xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "slice_gradient"} {
    %y = sinter.slice_gradient %g {shape = array<i64: 37>, starts = array<i64: 3>, strides = array<i64: 1>} : (tensor<21xf32>) -> tensor<37xf32>
    return %y : tensor<37xf32>
  }

  // Backwards.
  func.func @flip(%g: tensor<37xf32> {sinter.name = "g"}) -> (tensor<37xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "slice_gradient"} {
    %y = sinter.slice_gradient %g {shape = array<i64: 37>, starts = array<i64: 36>, strides = array<i64: -1>} : (tensor<37xf32>) -> tensor<37xf32>
    return %y : tensor<37xf32>
  }

  // Every third.
  func.func @steps(%g: tensor<13xf32> {sinter.name = "g"}) -> (tensor<40xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "slice_gradient"} {
    %y = sinter.slice_gradient %g {shape = array<i64: 40>, starts = array<i64: 1>, strides = array<i64: 3>} : (tensor<13xf32>) -> tensor<40xf32>
    return %y : tensor<40xf32>
  }

  // Every third, backwards.
  func.func @back_in_steps(%g: tensor<13xf32> {sinter.name = "g"}) -> (tensor<40xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "slice_gradient"} {
    %y = sinter.slice_gradient %g {shape = array<i64: 40>, starts = array<i64: 38>, strides = array<i64: -3>} : (tensor<13xf32>) -> tensor<40xf32>
    return %y : tensor<40xf32>
  }

  // Inside an image.
  func.func @crop(%g: tensor<1x5x6x3xf32> {sinter.name = "g"}) -> (tensor<1x9x8x3xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "slice_gradient"} {
    %y = sinter.slice_gradient %g {shape = array<i64: 1, 9, 8, 3>, starts = array<i64: 0, 2, 1, 0>, strides = array<i64: 1, 1, 1, 1>} : (tensor<1x5x6x3xf32>) -> tensor<1x9x8x3xf32>
    return %y : tensor<1x9x8x3xf32>
  }

  // Inside an image in blocks.
  func.func @crop_blocks(%g: tensor<1x5x6x19xf32> {sinter.name = "g"}) -> (tensor<1x9x8x19xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "slice_gradient"} {
    %w_b = sinter.read @crop_blocks.b : tensor<19x19x1x1xf32>
    %b = sinter.conv2d %g, %w_b : (tensor<1x5x6x19xf32>, tensor<19x19x1x1xf32>) -> tensor<1x5x6x19xf32>
    %y = sinter.slice_gradient %b {shape = array<i64: 1, 9, 8, 19>, starts = array<i64: 0, 2, 1, 0>, strides = array<i64: 1, 1, 1, 1>} : (tensor<1x5x6x19xf32>) -> tensor<1x9x8x19xf32>
    return %y : tensor<1x9x8x19xf32>
  }

  // Whole blocks of channels.
  func.func @whole_blocks(%g: tensor<1x3x4x16xf32> {sinter.name = "g"}) -> (tensor<1x3x4x48xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "slice_gradient"} {
    %w_b = sinter.read @whole_blocks.b : tensor<16x16x1x1xf32>
    %b = sinter.conv2d %g, %w_b : (tensor<1x3x4x16xf32>, tensor<16x16x1x1xf32>) -> tensor<1x3x4x16xf32>
    %y = sinter.slice_gradient %b {shape = array<i64: 1, 3, 4, 48>, starts = array<i64: 0, 0, 0, 16>, strides = array<i64: 1, 1, 1, 1>} : (tensor<1x3x4x16xf32>) -> tensor<1x3x4x48xf32>
    return %y : tensor<1x3x4x48xf32>
  }

  // Channels across blocks.
  func.func @cut_blocks(%g: tensor<1x3x4x19xf32> {sinter.name = "g"}) -> (tensor<1x3x4x29xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "slice_gradient"} {
    %w_b = sinter.read @cut_blocks.b : tensor<19x19x1x1xf32>
    %b = sinter.conv2d %g, %w_b : (tensor<1x3x4x19xf32>, tensor<19x19x1x1xf32>) -> tensor<1x3x4x19xf32>
    %y = sinter.slice_gradient %b {shape = array<i64: 1, 3, 4, 29>, starts = array<i64: 0, 0, 0, 5>, strides = array<i64: 1, 1, 1, 1>} : (tensor<1x3x4x19xf32>) -> tensor<1x3x4x29xf32>
    return %y : tensor<1x3x4x29xf32>
  }

  // Every other channel and column, backwards.
  func.func @every_other(%g: tensor<1x3x4x14xf32> {sinter.name = "g"}) -> (tensor<1x3x8x29xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "slice_gradient"} {
    %w_b = sinter.read @every_other.b : tensor<14x14x1x1xf32>
    %b = sinter.conv2d %g, %w_b : (tensor<1x3x4x14xf32>, tensor<14x14x1x1xf32>) -> tensor<1x3x4x14xf32>
    %y = sinter.slice_gradient %b {shape = array<i64: 1, 3, 8, 29>, starts = array<i64: 0, 0, 7, 27>, strides = array<i64: 1, 1, -2, -2>} : (tensor<1x3x4x14xf32>) -> tensor<1x3x8x29xf32>
    return %y : tensor<1x3x8x29xf32>
  }

  // An op follows.
  func.func @followed(%g: tensor<1x9x20xf32> {sinter.name = "g"}) -> (tensor<2x9x33xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "slice_gradient"} {
    %d = sinter.slice_gradient %g {shape = array<i64: 2, 9, 33>, starts = array<i64: 1, 0, 4>, strides = array<i64: 1, 1, 1>} : (tensor<1x9x20xf32>) -> tensor<2x9x33xf32>
    %y = sinter.add %d, %d : tensor<2x9x33xf32>, tensor<2x9x33xf32> -> tensor<2x9x33xf32>
    return %y : tensor<2x9x33xf32>
  }
}

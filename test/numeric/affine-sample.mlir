// RUN: sinter diff %s
// RUN: sinter diff %s --target x86-64-v2
// RUN: sinter diff %s --target x86-64-v3

// Images under affine maps, each its own; places beyond the edges are filled.
module {
  sinter.parameter @blocks.b : tensor<19x19x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // The caller's rows.
  func.func @rows(%x: tensor<3x9x8x3xf32> {sinter.name = "x"}, %m: tensor<3x2x3xf32> {sinter.name = "m"}) -> (tensor<3x9x8x3xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "affine_sample"} {
    %base = sinter.constant dense<[[0.9, 0.1, 0.3], [-0.1, 0.8, 1.0]]> : tensor<2x3xf32> as tensor<2x3xf32>
    %spread = sinter.constant dense<[[0.1, 0.1, 1.0], [0.1, 0.1, 1.0]]> : tensor<2x3xf32> as tensor<2x3xf32>
    %s = sinter.mul %m, %spread : tensor<3x2x3xf32>, tensor<2x3xf32> -> tensor<3x2x3xf32>
    %maps = sinter.add %s, %base : tensor<3x2x3xf32>, tensor<2x3xf32> -> tensor<3x2x3xf32>
    %y = sinter.affine_sample %x, %maps {mode = "bilinear", fill = 0.5 : f64} : (tensor<3x9x8x3xf32>, tensor<3x2x3xf32>) -> tensor<3x9x8x3xf32>
    return %y : tensor<3x9x8x3xf32>
  }

  // Blocks of channels.
  func.func @blocks(%x: tensor<2x9x8x19xf32> {sinter.name = "x"}, %m: tensor<2x2x3xf32> {sinter.name = "m"}) -> (tensor<2x9x8x19xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "affine_sample"} {
    %w_b = sinter.read @blocks.b : tensor<19x19x1x1xf32>
    %b = sinter.conv2d %x, %w_b : (tensor<2x9x8x19xf32>, tensor<19x19x1x1xf32>) -> tensor<2x9x8x19xf32>
    %base = sinter.constant dense<[[0.9, 0.1, 0.3], [-0.1, 0.8, 1.0]]> : tensor<2x3xf32> as tensor<2x3xf32>
    %spread = sinter.constant dense<[[0.1, 0.1, 1.0], [0.1, 0.1, 1.0]]> : tensor<2x3xf32> as tensor<2x3xf32>
    %s = sinter.mul %m, %spread : tensor<2x2x3xf32>, tensor<2x3xf32> -> tensor<2x2x3xf32>
    %maps = sinter.add %s, %base : tensor<2x2x3xf32>, tensor<2x3xf32> -> tensor<2x2x3xf32>
    %y = sinter.affine_sample %b, %maps {mode = "bilinear", fill = -1.0 : f64} : (tensor<2x9x8x19xf32>, tensor<2x2x3xf32>) -> tensor<2x9x8x19xf32>
    return %y : tensor<2x9x8x19xf32>
  }

  // Mirrored: weights of zero and one.
  func.func @flip(%x: tensor<2x6x7x3xf32> {sinter.name = "x"}, %m: tensor<2x2x3xf32> {sinter.name = "m"}) -> (tensor<2x6x7x3xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "affine_sample"} {
    %base = sinter.constant dense<[[1.0, 0.0, 0.0], [0.0, -1.0, 6.0]]> : tensor<2x3xf32> as tensor<2x3xf32>
    %spread = sinter.constant dense<[[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]> : tensor<2x3xf32> as tensor<2x3xf32>
    %s = sinter.mul %m, %spread : tensor<2x2x3xf32>, tensor<2x3xf32> -> tensor<2x2x3xf32>
    %maps = sinter.add %s, %base : tensor<2x2x3xf32>, tensor<2x3xf32> -> tensor<2x2x3xf32>
    %y = sinter.affine_sample %x, %maps {mode = "bilinear", fill = 0.0 : f64} : (tensor<2x6x7x3xf32>, tensor<2x2x3xf32>) -> tensor<2x6x7x3xf32>
    return %y : tensor<2x6x7x3xf32>
  }

  // The nearest pixel.
  func.func @nearest(%x: tensor<3x9x8x3xf32> {sinter.name = "x"}, %m: tensor<3x2x3xf32> {sinter.name = "m"}) -> (tensor<3x9x8x3xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "affine_sample"} {
    %base = sinter.constant dense<[[0.9, 0.15, 0.31], [-0.1, 0.85, 1.07]]> : tensor<2x3xf32> as tensor<2x3xf32>
    %spread = sinter.constant dense<[[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]> : tensor<2x3xf32> as tensor<2x3xf32>
    %s = sinter.mul %m, %spread : tensor<3x2x3xf32>, tensor<2x3xf32> -> tensor<3x2x3xf32>
    %maps = sinter.add %s, %base : tensor<3x2x3xf32>, tensor<2x3xf32> -> tensor<3x2x3xf32>
    %y = sinter.affine_sample %x, %maps {mode = "nearest", fill = 0.5 : f64} : (tensor<3x9x8x3xf32>, tensor<3x2x3xf32>) -> tensor<3x9x8x3xf32>
    return %y : tensor<3x9x8x3xf32>
  }

  // Of two pixels that are as near the lower one.
  func.func @halfway(%x: tensor<1x5x6x3xf32> {sinter.name = "x"}, %m: tensor<1x2x3xf32> {sinter.name = "m"}) -> (tensor<1x5x6x3xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "affine_sample"} {
    %base = sinter.constant dense<[[1.0, 0.0, 0.5], [0.0, 1.0, -1.5]]> : tensor<2x3xf32> as tensor<2x3xf32>
    %spread = sinter.constant dense<[[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]> : tensor<2x3xf32> as tensor<2x3xf32>
    %s = sinter.mul %m, %spread : tensor<1x2x3xf32>, tensor<2x3xf32> -> tensor<1x2x3xf32>
    %maps = sinter.add %s, %base : tensor<1x2x3xf32>, tensor<2x3xf32> -> tensor<1x2x3xf32>
    %y = sinter.affine_sample %x, %maps {mode = "nearest", fill = 9.0 : f64} : (tensor<1x5x6x3xf32>, tensor<1x2x3xf32>) -> tensor<1x5x6x3xf32>
    return %y : tensor<1x5x6x3xf32>
  }

  // Places that no image has, up to infinity.
  func.func @far(%x: tensor<4x5x5x2xf32> {sinter.name = "x"}, %m: tensor<4x2x3xf32> {sinter.name = "m"}) -> (tensor<4x5x5x2xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "affine_sample"} {
    %base = sinter.constant dense<[[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]> : tensor<2x3xf32> as tensor<2x3xf32>
    %spread = sinter.constant dense<[[1.0e30, 1.0e38, 1.0e38], [1.0e20, 1.0, 1.0]]> : tensor<2x3xf32> as tensor<2x3xf32>
    %s = sinter.mul %m, %spread : tensor<4x2x3xf32>, tensor<2x3xf32> -> tensor<4x2x3xf32>
    %maps = sinter.add %s, %base : tensor<4x2x3xf32>, tensor<2x3xf32> -> tensor<4x2x3xf32>
    %y = sinter.affine_sample %x, %maps {mode = "bilinear", fill = 2.0 : f64} : (tensor<4x5x5x2xf32>, tensor<4x2x3xf32>) -> tensor<4x5x5x2xf32>
    return %y : tensor<4x5x5x2xf32>
  }

  // Several tasks.
  func.func @many(%x: tensor<16x32x32x3xf32> {sinter.name = "x"}, %m: tensor<16x2x3xf32> {sinter.name = "m"}) -> (tensor<16x32x32x3xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "affine_sample"} {
    %base = sinter.constant dense<[[0.9, 0.1, 0.3], [-0.1, 0.8, 1.0]]> : tensor<2x3xf32> as tensor<2x3xf32>
    %spread = sinter.constant dense<[[0.1, 0.1, 1.0], [0.1, 0.1, 1.0]]> : tensor<2x3xf32> as tensor<2x3xf32>
    %s = sinter.mul %m, %spread : tensor<16x2x3xf32>, tensor<2x3xf32> -> tensor<16x2x3xf32>
    %maps = sinter.add %s, %base : tensor<16x2x3xf32>, tensor<2x3xf32> -> tensor<16x2x3xf32>
    %y = sinter.affine_sample %x, %maps {mode = "bilinear", fill = 0.0 : f64} : (tensor<16x32x32x3xf32>, tensor<16x2x3xf32>) -> tensor<16x32x32x3xf32>
    return %y : tensor<16x32x32x3xf32>
  }
}

// RUN: sinter diff %s
// RUN: sinter diff %s --target=x86-64-v3

// Dilations of 2 and 4 fall into images of every second and fourth pixel, with a bias, a residual and an activation behind, on two images.
module {
  sinter.parameter @dilated.w2 : tensor<72x64x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @dilated.b2 : tensor<72xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @dilated.w4 : tensor<64x72x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  func.func @dilated(%x: tensor<2x8x12x64xf32> {sinter.name = "x"}) -> (tensor<2x8x12x64xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "dilated"} {
    %w2 = sinter.read @dilated.w2 : tensor<72x64x3x3xf32>
    %b2 = sinter.read @dilated.b2 : tensor<72xf32>
    %c2 = sinter.conv2d %x, %w2, %b2 {dilations = array<i64: 2, 2>, padding = array<i64: 2, 2, 2, 2>} : (tensor<2x8x12x64xf32>, tensor<72x64x3x3xf32>, tensor<72xf32>) -> tensor<2x8x12x72xf32>
    %r2 = sinter.relu %c2 : tensor<2x8x12x72xf32> -> tensor<2x8x12x72xf32>
    %w4 = sinter.read @dilated.w4 : tensor<64x72x3x3xf32>
    %c4 = sinter.conv2d %r2, %w4 {dilations = array<i64: 4, 4>, padding = array<i64: 4, 4, 4, 4>} : (tensor<2x8x12x72xf32>, tensor<64x72x3x3xf32>) -> tensor<2x8x12x64xf32>
    %s4 = sinter.add %c4, %x : tensor<2x8x12x64xf32>, tensor<2x8x12x64xf32> -> tensor<2x8x12x64xf32>
    %y = sinter.relu %s4 : tensor<2x8x12x64xf32> -> tensor<2x8x12x64xf32>
    return %y : tensor<2x8x12x64xf32>
  }
}

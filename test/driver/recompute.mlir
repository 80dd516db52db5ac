// Layers computed anew give the same derivative in less memory.
// RUN: rm -rf %t && mkdir %t
// RUN: sed 's/sinter.recompute = ."block[*]".,//' %s > %t/kept.mlir
// RUN: not cmp %s %t/kept.mlir
// RUN: bash -c 'sinter compile %s --emit=planned | grep -o "workspace_bytes = [0-9]*" | grep -o "[0-9]*" > %t/anew'
// RUN: bash -c 'sinter compile %t/kept.mlir --emit=planned | grep -o "workspace_bytes = [0-9]*" | grep -o "[0-9]*" > %t/kept'
// RUN: bash -c 'echo "$(cat %t/anew) bytes against $(cat %t/kept)"; test $(($(cat %t/anew) * 4)) -lt $(($(cat %t/kept) * 3))'
// RUN: sinter diff %s
// RUN: sinter diff %t/kept.mlir
module {
  sinter.parameter @w00 : tensor<16x16x3x3xf32> = #sinter.initializer<"he_normal", []>
  sinter.parameter @w01 : tensor<16x16x3x3xf32> = #sinter.initializer<"he_normal", []>
  sinter.parameter @w02 : tensor<16x16x3x3xf32> = #sinter.initializer<"he_normal", []>
  sinter.parameter @w10 : tensor<16x16x3x3xf32> = #sinter.initializer<"he_normal", []>
  sinter.parameter @w11 : tensor<16x16x3x3xf32> = #sinter.initializer<"he_normal", []>
  sinter.parameter @w12 : tensor<16x16x3x3xf32> = #sinter.initializer<"he_normal", []>
  sinter.parameter @w20 : tensor<16x16x3x3xf32> = #sinter.initializer<"he_normal", []>
  sinter.parameter @w21 : tensor<16x16x3x3xf32> = #sinter.initializer<"he_normal", []>
  sinter.parameter @w22 : tensor<16x16x3x3xf32> = #sinter.initializer<"he_normal", []>
  sinter.parameter @w30 : tensor<16x16x3x3xf32> = #sinter.initializer<"he_normal", []>
  sinter.parameter @w31 : tensor<16x16x3x3xf32> = #sinter.initializer<"he_normal", []>
  sinter.parameter @w32 : tensor<16x16x3x3xf32> = #sinter.initializer<"he_normal", []>
  func.func @f(%x: tensor<1x24x24x16xf32> {sinter.name = "x"}) -> (tensor<1x24x24x16xf32> {sinter.name = "g"}, tensor<f32> {sinter.name = "loss"})
      attributes {sinter.entry = "infer", sinter.recompute = ["block*"], sinter.model = "m"} {
    %w00 = sinter.read @w00 : tensor<16x16x3x3xf32>
    %c00 = sinter.conv2d %x, %w00 {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x24x24x16xf32>, tensor<16x16x3x3xf32>) -> tensor<1x24x24x16xf32> loc("block0.conv0")
    %t00 = sinter.tanh %c00 : tensor<1x24x24x16xf32> -> tensor<1x24x24x16xf32> loc("block0.conv0")
    %w01 = sinter.read @w01 : tensor<16x16x3x3xf32>
    %c01 = sinter.conv2d %t00, %w01 {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x24x24x16xf32>, tensor<16x16x3x3xf32>) -> tensor<1x24x24x16xf32> loc("block0.conv1")
    %t01 = sinter.tanh %c01 : tensor<1x24x24x16xf32> -> tensor<1x24x24x16xf32> loc("block0.conv1")
    %w02 = sinter.read @w02 : tensor<16x16x3x3xf32>
    %c02 = sinter.conv2d %t01, %w02 {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x24x24x16xf32>, tensor<16x16x3x3xf32>) -> tensor<1x24x24x16xf32> loc("block0.conv2")
    %t02 = sinter.tanh %c02 : tensor<1x24x24x16xf32> -> tensor<1x24x24x16xf32> loc("block0.conv2")
    %w10 = sinter.read @w10 : tensor<16x16x3x3xf32>
    %c10 = sinter.conv2d %t02, %w10 {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x24x24x16xf32>, tensor<16x16x3x3xf32>) -> tensor<1x24x24x16xf32> loc("block1.conv0")
    %t10 = sinter.tanh %c10 : tensor<1x24x24x16xf32> -> tensor<1x24x24x16xf32> loc("block1.conv0")
    %w11 = sinter.read @w11 : tensor<16x16x3x3xf32>
    %c11 = sinter.conv2d %t10, %w11 {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x24x24x16xf32>, tensor<16x16x3x3xf32>) -> tensor<1x24x24x16xf32> loc("block1.conv1")
    %t11 = sinter.tanh %c11 : tensor<1x24x24x16xf32> -> tensor<1x24x24x16xf32> loc("block1.conv1")
    %w12 = sinter.read @w12 : tensor<16x16x3x3xf32>
    %c12 = sinter.conv2d %t11, %w12 {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x24x24x16xf32>, tensor<16x16x3x3xf32>) -> tensor<1x24x24x16xf32> loc("block1.conv2")
    %t12 = sinter.tanh %c12 : tensor<1x24x24x16xf32> -> tensor<1x24x24x16xf32> loc("block1.conv2")
    %w20 = sinter.read @w20 : tensor<16x16x3x3xf32>
    %c20 = sinter.conv2d %t12, %w20 {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x24x24x16xf32>, tensor<16x16x3x3xf32>) -> tensor<1x24x24x16xf32> loc("block2.conv0")
    %t20 = sinter.tanh %c20 : tensor<1x24x24x16xf32> -> tensor<1x24x24x16xf32> loc("block2.conv0")
    %w21 = sinter.read @w21 : tensor<16x16x3x3xf32>
    %c21 = sinter.conv2d %t20, %w21 {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x24x24x16xf32>, tensor<16x16x3x3xf32>) -> tensor<1x24x24x16xf32> loc("block2.conv1")
    %t21 = sinter.tanh %c21 : tensor<1x24x24x16xf32> -> tensor<1x24x24x16xf32> loc("block2.conv1")
    %w22 = sinter.read @w22 : tensor<16x16x3x3xf32>
    %c22 = sinter.conv2d %t21, %w22 {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x24x24x16xf32>, tensor<16x16x3x3xf32>) -> tensor<1x24x24x16xf32> loc("block2.conv2")
    %t22 = sinter.tanh %c22 : tensor<1x24x24x16xf32> -> tensor<1x24x24x16xf32> loc("block2.conv2")
    %w30 = sinter.read @w30 : tensor<16x16x3x3xf32>
    %c30 = sinter.conv2d %t22, %w30 {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x24x24x16xf32>, tensor<16x16x3x3xf32>) -> tensor<1x24x24x16xf32> loc("block3.conv0")
    %t30 = sinter.tanh %c30 : tensor<1x24x24x16xf32> -> tensor<1x24x24x16xf32> loc("block3.conv0")
    %w31 = sinter.read @w31 : tensor<16x16x3x3xf32>
    %c31 = sinter.conv2d %t30, %w31 {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x24x24x16xf32>, tensor<16x16x3x3xf32>) -> tensor<1x24x24x16xf32> loc("block3.conv1")
    %t31 = sinter.tanh %c31 : tensor<1x24x24x16xf32> -> tensor<1x24x24x16xf32> loc("block3.conv1")
    %w32 = sinter.read @w32 : tensor<16x16x3x3xf32>
    %c32 = sinter.conv2d %t31, %w32 {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x24x24x16xf32>, tensor<16x16x3x3xf32>) -> tensor<1x24x24x16xf32> loc("block3.conv2")
    %t32 = sinter.tanh %c32 : tensor<1x24x24x16xf32> -> tensor<1x24x24x16xf32> loc("block3.conv2")
    %loss = sinter.sum %t32 : (tensor<1x24x24x16xf32>) -> tensor<f32>
    %g = sinter.gradient %loss, %x : (tensor<f32>, tensor<1x24x24x16xf32>) -> tensor<1x24x24x16xf32>
    return %g, %loss : tensor<1x24x24x16xf32>, tensor<f32>
  }
}

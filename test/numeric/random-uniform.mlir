// RUN: sinter diff %s
// RUN: sinter diff %s --target x86-64-v2
// RUN: sinter diff %s --target x86-64-v3

// Integers are compared to the bit, so scaled numbers are too.
module {
  sinter.parameter @blocks.weight : tensor<11x11x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @planes.weight : tensor<6x1x5x5xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // Rows that fill no whole vectors.
  func.func @rows(%seed: tensor<i64> {sinter.name = "seed"}, %step: tensor<i64> {sinter.name = "step"}) -> (tensor<6x37xi32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "random_uniform"} {
    %u = sinter.random_uniform %seed, %step {shape = array<i64: 6, 37>, stream = 0 : i64} : (tensor<i64>, tensor<i64>) -> tensor<6x37xf32>
    %scale = sinter.constant dense<16777216.0> : tensor<f32> as tensor<f32>
    %bits = sinter.mul %u, %scale : tensor<6x37xf32>, tensor<f32> -> tensor<6x37xf32>
    %y = sinter.cast %bits {to = i32} : tensor<6x37xf32> -> tensor<6x37xi32>
    return %y : tensor<6x37xi32>
  }

  // Several tasks.
  func.func @many(%seed: tensor<i64> {sinter.name = "seed"}, %step: tensor<i64> {sinter.name = "step"}) -> (tensor<3x64x64x7xi32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "random_uniform"} {
    %u = sinter.random_uniform %seed, %step {shape = array<i64: 3, 64, 64, 7>, stream = 1 : i64} : (tensor<i64>, tensor<i64>) -> tensor<3x64x64x7xf32>
    %scale = sinter.constant dense<16777216.0> : tensor<f32> as tensor<f32>
    %bits = sinter.mul %u, %scale : tensor<3x64x64x7xf32>, tensor<f32> -> tensor<3x64x64x7xf32>
    %y = sinter.cast %bits {to = i32} : tensor<3x64x64x7xf32> -> tensor<3x64x64x7xi32>
    return %y : tensor<3x64x64x7xi32>
  }

  // One number of the last stream.
  func.func @one(%seed: tensor<i64> {sinter.name = "seed"}, %step: tensor<i64> {sinter.name = "step"}) -> (tensor<1xi32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "random_uniform"} {
    %u = sinter.random_uniform %seed, %step {shape = array<i64: 1>, stream = 4294967295 : i64} : (tensor<i64>, tensor<i64>) -> tensor<1xf32>
    %scale = sinter.constant dense<16777216.0> : tensor<f32> as tensor<f32>
    %bits = sinter.mul %u, %scale : tensor<1xf32>, tensor<f32> -> tensor<1xf32>
    %y = sinter.cast %bits {to = i32} : tensor<1xf32> -> tensor<1xi32>
    return %y : tensor<1xi32>
  }

  // A part of a larger tensor, of which others have the rest: numbers 5 to 12, and those beyond 2^32, which begin anew.
  func.func @part(%seed: tensor<i64> {sinter.name = "seed"}, %step: tensor<i64> {sinter.name = "step"}) -> (tensor<2x4xi32> {sinter.name = "y"}, tensor<8xi32> {sinter.name = "z"}) attributes {sinter.entry = "infer", sinter.model = "random_uniform"} {
    %scale = sinter.constant dense<16777216.0> : tensor<f32> as tensor<f32>
    %five = sinter.constant dense<5> : tensor<i64> as tensor<i64>
    %far = sinter.constant dense<4294967292> : tensor<i64> as tensor<i64>
    %u = sinter.random_uniform %seed, %step, %five {shape = array<i64: 2, 4>, stream = 2 : i64} : (tensor<i64>, tensor<i64>, tensor<i64>) -> tensor<2x4xf32>
    %v = sinter.random_uniform %seed, %step, %far {shape = array<i64: 8>, stream = 2 : i64} : (tensor<i64>, tensor<i64>, tensor<i64>) -> tensor<8xf32>
    %a = sinter.mul %u, %scale : tensor<2x4xf32>, tensor<f32> -> tensor<2x4xf32>
    %b = sinter.mul %v, %scale : tensor<8xf32>, tensor<f32> -> tensor<8xf32>
    %y = sinter.cast %a {to = i32} : tensor<2x4xf32> -> tensor<2x4xi32>
    %z = sinter.cast %b {to = i32} : tensor<8xf32> -> tensor<8xi32>
    return %y, %z : tensor<2x4xi32>, tensor<8xi32>
  }

  // Rank 0.
  func.func @scalar(%seed: tensor<i64> {sinter.name = "seed"}, %step: tensor<i64> {sinter.name = "step"}) -> (tensor<i32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "random_uniform"} {
    %u = sinter.random_uniform %seed, %step {shape = array<i64>, stream = 3 : i64} : (tensor<i64>, tensor<i64>) -> tensor<f32>
    %scale = sinter.constant dense<16777216.0> : tensor<f32> as tensor<f32>
    %bits = sinter.mul %u, %scale : tensor<f32>, tensor<f32> -> tensor<f32>
    %y = sinter.cast %bits {to = i32} : tensor<f32> -> tensor<i32>
    return %y : tensor<i32>
  }

  // Seed and step of two words each.
  func.func @words(%a: tensor<i64> {sinter.name = "seed"}, %b: tensor<i64> {sinter.name = "step"}) -> (tensor<5x33xi32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "random_uniform"} {
    %large = sinter.constant dense<-81985529216486> : tensor<i64> as tensor<i64>
    %seed = sinter.add %a, %large : tensor<i64>, tensor<i64> -> tensor<i64>
    %far = sinter.constant dense<1311768467463790> : tensor<i64> as tensor<i64>
    %step = sinter.add %b, %far : tensor<i64>, tensor<i64> -> tensor<i64>
    %u = sinter.random_uniform %seed, %step {shape = array<i64: 5, 33>, stream = 7 : i64} : (tensor<i64>, tensor<i64>) -> tensor<5x33xf32>
    %scale = sinter.constant dense<16777216.0> : tensor<f32> as tensor<f32>
    %bits = sinter.mul %u, %scale : tensor<5x33xf32>, tensor<f32> -> tensor<5x33xf32>
    %y = sinter.cast %bits {to = i32} : tensor<5x33xf32> -> tensor<5x33xi32>
    return %y : tensor<5x33xi32>
  }

  // Behind a convolution, in blocks of channels.
  func.func @blocks(%x: tensor<2x3x4x11xf32> {sinter.name = "x"}, %seed: tensor<i64> {sinter.name = "seed"}, %step: tensor<i64> {sinter.name = "step"}) -> (tensor<2x3x4x11xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "random_uniform"} {
    %w = sinter.read @blocks.weight : tensor<11x11x1x1xf32>
    %c = sinter.conv2d %x, %w : (tensor<2x3x4x11xf32>, tensor<11x11x1x1xf32>) -> tensor<2x3x4x11xf32>
    %u = sinter.random_uniform %seed, %step {shape = array<i64: 2, 3, 4, 11>, stream = 5 : i64} : (tensor<i64>, tensor<i64>) -> tensor<2x3x4x11xf32>
    %y = sinter.add %c, %u : tensor<2x3x4x11xf32>, tensor<2x3x4x11xf32> -> tensor<2x3x4x11xf32>
    return %y : tensor<2x3x4x11xf32>
  }

  // Behind a convolution, in planes.
  func.func @planes(%x: tensor<2x28x28x1xf32> {sinter.name = "x"}, %seed: tensor<i64> {sinter.name = "seed"}, %step: tensor<i64> {sinter.name = "step"}) -> (tensor<2x24x24x6xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "random_uniform"} {
    %w = sinter.read @planes.weight : tensor<6x1x5x5xf32>
    %c = sinter.conv2d %x, %w : (tensor<2x28x28x1xf32>, tensor<6x1x5x5xf32>) -> tensor<2x24x24x6xf32>
    %u = sinter.random_uniform %seed, %step {shape = array<i64: 2, 24, 24, 6>, stream = 5 : i64} : (tensor<i64>, tensor<i64>) -> tensor<2x24x24x6xf32>
    %y = sinter.mul %c, %u : tensor<2x24x24x6xf32>, tensor<2x24x24x6xf32> -> tensor<2x24x24x6xf32>
    return %y : tensor<2x24x24x6xf32>
  }
}

// RUN: sinter diff %s
// RUN: sinter diff %s --target=x86-64-v2
// RUN: sinter diff %s --target=x86-64-v3

// Fully connected layers on sizes that divide no vector.
module {
  sinter.parameter @one_row.weight : tensor<10x84xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @one_row.bias : tensor<10xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @one_value.weight : tensor<1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @one_value.bias : tensor<1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @whole_blocks.weight : tensor<32x64xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @whole_blocks.bias : tensor<32xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @prime.weight : tensor<13x97xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @batch.weight : tensor<17x33xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @batch.bias : tensor<17xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @few_rows.weight : tensor<24x40xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @few_rows.bias : tensor<24xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @rank_3.weight : tensor<9x20xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @rank_3.bias : tensor<9xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @long.weight : tensor<11x4099xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @long.bias : tensor<11xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @with_relu.weight : tensor<31x29xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @with_relu.bias : tensor<31xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @chain.w0 : tensor<37x19xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @chain.w1 : tensor<11x37xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @chain.b0 : tensor<37xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @chain_batch.w0 : tensor<24x16xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @chain_batch.w1 : tensor<8x24xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @chain_batch.b0 : tensor<24xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // The usual classifier.
  func.func @one_row(%x: tensor<1x84xf32> {sinter.name = "x"}) -> (tensor<1x10xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "dense"} {
    %w = sinter.read @one_row.weight : tensor<10x84xf32>
    %b = sinter.read @one_row.bias : tensor<10xf32>
    %result = sinter.dense %x, %w, %b : (tensor<1x84xf32>, tensor<10x84xf32>, tensor<10xf32>) -> tensor<1x10xf32>
    return %result : tensor<1x10xf32>
  }

  // 1 x 1.
  func.func @one_value(%x: tensor<1x1xf32> {sinter.name = "x"}) -> (tensor<1x1xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "dense"} {
    %w = sinter.read @one_value.weight : tensor<1x1xf32>
    %b = sinter.read @one_value.bias : tensor<1xf32>
    %result = sinter.dense %x, %w, %b : (tensor<1x1xf32>, tensor<1x1xf32>, tensor<1xf32>) -> tensor<1x1xf32>
    return %result : tensor<1x1xf32>
  }

  // Sizes of whole vectors.
  func.func @whole_blocks(%x: tensor<1x64xf32> {sinter.name = "x"}) -> (tensor<1x32xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "dense"} {
    %w = sinter.read @whole_blocks.weight : tensor<32x64xf32>
    %b = sinter.read @whole_blocks.bias : tensor<32xf32>
    %result = sinter.dense %x, %w, %b : (tensor<1x64xf32>, tensor<32x64xf32>, tensor<32xf32>) -> tensor<1x32xf32>
    return %result : tensor<1x32xf32>
  }

  // Primes.
  func.func @prime(%x: tensor<1x97xf32> {sinter.name = "x"}) -> (tensor<1x13xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "dense"} {
    %w = sinter.read @prime.weight : tensor<13x97xf32>
    %result = sinter.dense %x, %w : (tensor<1x97xf32>, tensor<13x97xf32>) -> tensor<1x13xf32>
    return %result : tensor<1x13xf32>
  }

  // 64 rows.
  func.func @batch(%x: tensor<64x33xf32> {sinter.name = "x"}) -> (tensor<64x17xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "dense"} {
    %w = sinter.read @batch.weight : tensor<17x33xf32>
    %b = sinter.read @batch.bias : tensor<17xf32>
    %result = sinter.dense %x, %w, %b : (tensor<64x33xf32>, tensor<17x33xf32>, tensor<17xf32>) -> tensor<64x17xf32>
    return %result : tensor<64x17xf32>
  }

  // Five rows.
  func.func @few_rows(%x: tensor<5x40xf32> {sinter.name = "x"}) -> (tensor<5x24xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "dense"} {
    %w = sinter.read @few_rows.weight : tensor<24x40xf32>
    %b = sinter.read @few_rows.bias : tensor<24xf32>
    %result = sinter.dense %x, %w, %b : (tensor<5x40xf32>, tensor<24x40xf32>, tensor<24xf32>) -> tensor<5x24xf32>
    return %result : tensor<5x24xf32>
  }

  // Leading axes are rows.
  func.func @rank_3(%x: tensor<2x3x20xf32> {sinter.name = "x"}) -> (tensor<2x3x9xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "dense"} {
    %w = sinter.read @rank_3.weight : tensor<9x20xf32>
    %b = sinter.read @rank_3.bias : tensor<9xf32>
    %result = sinter.dense %x, %w, %b : (tensor<2x3x20xf32>, tensor<9x20xf32>, tensor<9xf32>) -> tensor<2x3x9xf32>
    return %result : tensor<2x3x9xf32>
  }

  // A long sum.
  func.func @long_sum(%x: tensor<1x4099xf32> {sinter.name = "x"}) -> (tensor<1x11xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "dense"} {
    %w = sinter.read @long.weight : tensor<11x4099xf32>
    %b = sinter.read @long.bias : tensor<11xf32>
    %result = sinter.dense %x, %w, %b : (tensor<1x4099xf32>, tensor<11x4099xf32>, tensor<11xf32>) -> tensor<1x11xf32>
    return %result : tensor<1x11xf32>
  }

  // A rectifier in the epilogue.
  func.func @with_relu(%x: tensor<3x29xf32> {sinter.name = "x"}) -> (tensor<3x31xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "dense"} {
    %w = sinter.read @with_relu.weight : tensor<31x29xf32>
    %b = sinter.read @with_relu.bias : tensor<31xf32>
    %c = sinter.dense %x, %w, %b : (tensor<3x29xf32>, tensor<31x29xf32>, tensor<31xf32>) -> tensor<3x31xf32>
    %result = sinter.relu %c : tensor<3x31xf32> -> tensor<3x31xf32>
    return %result : tensor<3x31xf32>
  }

  // The second reads what the first wrote in blocks.
  func.func @chain(%x: tensor<1x19xf32> {sinter.name = "x"}) -> (tensor<1x11xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "dense"} {
    %w0 = sinter.read @chain.w0 : tensor<37x19xf32>
    %w1 = sinter.read @chain.w1 : tensor<11x37xf32>
    %b0 = sinter.read @chain.b0 : tensor<37xf32>
    %h = sinter.dense %x, %w0, %b0 : (tensor<1x19xf32>, tensor<37x19xf32>, tensor<37xf32>) -> tensor<1x37xf32>
    %s = sinter.sigmoid %h : tensor<1x37xf32> -> tensor<1x37xf32>
    %result = sinter.dense %s, %w1 : (tensor<1x37xf32>, tensor<11x37xf32>) -> tensor<1x11xf32>
    return %result : tensor<1x11xf32>
  }

  // The second reads what the first wrote in blocks.
  func.func @chain_batch(%x: tensor<4x16xf32> {sinter.name = "x"}) -> (tensor<4x8xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "dense"} {
    %w0 = sinter.read @chain_batch.w0 : tensor<24x16xf32>
    %w1 = sinter.read @chain_batch.w1 : tensor<8x24xf32>
    %b0 = sinter.read @chain_batch.b0 : tensor<24xf32>
    %h = sinter.dense %x, %w0, %b0 : (tensor<4x16xf32>, tensor<24x16xf32>, tensor<24xf32>) -> tensor<4x24xf32>
    %s = sinter.sigmoid %h : tensor<4x24xf32> -> tensor<4x24xf32>
    %result = sinter.dense %s, %w1 : (tensor<4x24xf32>, tensor<8x24xf32>) -> tensor<4x8xf32>
    return %result : tensor<4x8xf32>
  }
}

// RUN: sinter diff %s
// RUN: sinter diff %s --target=x86-64-v2
// RUN: sinter diff %s --target=x86-64-v3

// Sums over axes.
module {
  sinter.parameter @global.w0 : tensor<19x19x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @planes.w0 : tensor<6x1x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @channels.w0 : tensor<11x11x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @whole_blocks.w0 : tensor<16x16x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // Over rows and columns, of blocks of channels.
  func.func @global(%x: tensor<1x7x7x19xf32> {sinter.name = "x"}) -> (tensor<1x19xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "sum"} {
    %w0 = sinter.read @global.w0 : tensor<19x19x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<1x7x7x19xf32>, tensor<19x19x1x1xf32>) -> tensor<1x7x7x19xf32>
    %v2 = sinter.sum %v1 {axes = array<i64: 1, 2>, keep = false} : (tensor<1x7x7x19xf32>) -> tensor<1x19xf32>
    return %v2 : tensor<1x19xf32>
  }

  // Over the channels of blocks.
  func.func @channels(%x: tensor<1x5x3x11xf32> {sinter.name = "x"}) -> (tensor<1x5x3x1xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "sum"} {
    %w0 = sinter.read @channels.w0 : tensor<11x11x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<1x5x3x11xf32>, tensor<11x11x1x1xf32>) -> tensor<1x5x3x11xf32>
    %v2 = sinter.sum %v1 {axes = array<i64: 3>, keep = true} : (tensor<1x5x3x11xf32>) -> tensor<1x5x3x1xf32>
    return %v2 : tensor<1x5x3x1xf32>
  }

  // Over rows and whole blocks.
  func.func @whole_blocks(%x: tensor<1x3x4x16xf32> {sinter.name = "x"}) -> (tensor<1x4xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "sum"} {
    %w0 = sinter.read @whole_blocks.w0 : tensor<16x16x1x1xf32>
    %v1 = sinter.conv2d %x, %w0 : (tensor<1x3x4x16xf32>, tensor<16x16x1x1xf32>) -> tensor<1x3x4x16xf32>
    %v2 = sinter.sum %v1 {axes = array<i64: 1, 3>, keep = false} : (tensor<1x3x4x16xf32>) -> tensor<1x4xf32>
    return %v2 : tensor<1x4xf32>
  }

  // All axes.
  func.func @everything(%x: tensor<3x5x7xf32> {sinter.name = "x"}) -> (tensor<f32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "sum"} {
    %v0 = sinter.sum %x {axes = array<i64>, keep = false} : (tensor<3x5x7xf32>) -> tensor<f32>
    return %v0 : tensor<f32>
  }

  // The first axis.
  func.func @first(%x: tensor<5x11xf32> {sinter.name = "x"}) -> (tensor<11xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "sum"} {
    %v0 = sinter.sum %x {axes = array<i64: 0>, keep = false} : (tensor<5x11xf32>) -> tensor<11xf32>
    return %v0 : tensor<11xf32>
  }

  // The last axis, in vectors with a tail.
  func.func @last(%x: tensor<4x77xf32> {sinter.name = "x"}) -> (tensor<4x1xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "sum"} {
    %v0 = sinter.sum %x {axes = array<i64: 1>, keep = true} : (tensor<4x77xf32>) -> tensor<4x1xf32>
    return %v0 : tensor<4x1xf32>
  }

  // The last axis of many rows.
  func.func @last_of_many(%x: tensor<19x32xf32> {sinter.name = "x"}) -> (tensor<19xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "sum"} {
    %v0 = sinter.sum %x {axes = array<i64: 1>, keep = false} : (tensor<19x32xf32>) -> tensor<19xf32>
    return %v0 : tensor<19xf32>
  }

  // A last axis shorter than a vector.
  func.func @short_rows(%x: tensor<6x5xf32> {sinter.name = "x"}) -> (tensor<6xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "sum"} {
    %v0 = sinter.sum %x {axes = array<i64: 1>, keep = false} : (tensor<6x5xf32>) -> tensor<6xf32>
    return %v0 : tensor<6xf32>
  }

  // Axes that are apart.
  func.func @apart(%x: tensor<3x4x5x9xf32> {sinter.name = "x"}) -> (tensor<4x9xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "sum"} {
    %v0 = sinter.sum %x {axes = array<i64: 0, 2>, keep = false} : (tensor<3x4x5x9xf32>) -> tensor<4x9xf32>
    return %v0 : tensor<4x9xf32>
  }

  // The first and the last.
  func.func @ends(%x: tensor<3x4x17xf32> {sinter.name = "x"}) -> (tensor<1x4x1xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "sum"} {
    %v0 = sinter.sum %x {axes = array<i64: 0, 2>, keep = true} : (tensor<3x4x17xf32>) -> tensor<1x4x1xf32>
    return %v0 : tensor<1x4x1xf32>
  }

  // Rank 6.
  func.func @six(%x: tensor<2x3x2x2x3x10xf32> {sinter.name = "x"}) -> (tensor<2x2x3xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "sum"} {
    %v0 = sinter.sum %x {axes = array<i64: 1, 3, 5>, keep = false} : (tensor<2x3x2x2x3x10xf32>) -> tensor<2x2x3xf32>
    return %v0 : tensor<2x2x3xf32>
  }

  // Of i32.
  func.func @of_i32(%x: tensor<5x21xi32> {sinter.name = "x"}) -> (tensor<5xi32> {sinter.name = "y0"}, tensor<21xi32> {sinter.name = "y1"}) attributes {sinter.entry = "infer", sinter.model = "sum"} {
    %v0 = sinter.sum %x {axes = array<i64: 1>} : (tensor<5x21xi32>) -> tensor<5xi32>
    %v1 = sinter.sum %x {axes = array<i64: 0>} : (tensor<5x21xi32>) -> tensor<21xi32>
    return %v0, %v1 : tensor<5xi32>, tensor<21xi32>
  }

  // Of i64.
  func.func @of_i64(%x: tensor<5x21xi64> {sinter.name = "x"}) -> (tensor<5xi64> {sinter.name = "y0"}, tensor<21xi64> {sinter.name = "y1"}) attributes {sinter.entry = "infer", sinter.model = "sum"} {
    %v0 = sinter.sum %x {axes = array<i64: 1>} : (tensor<5x21xi64>) -> tensor<5xi64>
    %v1 = sinter.sum %x {axes = array<i64: 0>} : (tensor<5x21xi64>) -> tensor<21xi64>
    return %v0, %v1 : tensor<5xi64>, tensor<21xi64>
  }

  // Of u8.
  func.func @of_ui8(%x: tensor<5x21xui8> {sinter.name = "x"}) -> (tensor<5xui8> {sinter.name = "y0"}, tensor<21xui8> {sinter.name = "y1"}) attributes {sinter.entry = "infer", sinter.model = "sum"} {
    %v0 = sinter.sum %x {axes = array<i64: 1>} : (tensor<5x21xui8>) -> tensor<5xui8>
    %v1 = sinter.sum %x {axes = array<i64: 0>} : (tensor<5x21xui8>) -> tensor<21xui8>
    return %v0, %v1 : tensor<5xui8>, tensor<21xui8>
  }

  // With an activation behind it.
  func.func @with_epilogue(%x: tensor<4x40xf32> {sinter.name = "x"}) -> (tensor<4xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "sum"} {
    %v0 = sinter.sum %x {axes = array<i64: 1>} : (tensor<4x40xf32>) -> tensor<4xf32>
    %v1 = sinter.tanh %v0 : tensor<4xf32> -> tensor<4xf32>
    return %v1 : tensor<4xf32>
  }

  // Of what elementwise ops make of blocks, as batch norm has it.
  func.func @squares_of_blocks(%x: tensor<3x7x7x19xf32> {sinter.name = "x"}, %m: tensor<19xf32> {sinter.name = "m"}) -> (tensor<19xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "sum"} {
    %w = sinter.read @global.w0 : tensor<19x19x1x1xf32>
    %c = sinter.conv2d %x, %w : (tensor<3x7x7x19xf32>, tensor<19x19x1x1xf32>) -> tensor<3x7x7x19xf32>
    %a = sinter.sub %c, %m : tensor<3x7x7x19xf32>, tensor<19xf32> -> tensor<3x7x7x19xf32>
    %b = sinter.mul %a, %c : tensor<3x7x7x19xf32>, tensor<3x7x7x19xf32> -> tensor<3x7x7x19xf32>
    %y = sinter.sum %b {axes = array<i64: 0, 1, 2>} : (tensor<3x7x7x19xf32>) -> tensor<19xf32>
    return %y : tensor<19xf32>
  }

  // Of planes: vectors run along their rows.
  func.func @squares_of_planes(%x: tensor<3x28x29x1xf32> {sinter.name = "x"}, %m: tensor<6xf32> {sinter.name = "m"}) -> (tensor<6xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "sum"} {
    %w = sinter.read @planes.w0 : tensor<6x1x1x1xf32>
    %c = sinter.conv2d %x, %w : (tensor<3x28x29x1xf32>, tensor<6x1x1x1xf32>) -> tensor<3x28x29x6xf32>
    %a = sinter.sub %c, %m : tensor<3x28x29x6xf32>, tensor<6xf32> -> tensor<3x28x29x6xf32>
    %b = sinter.mul %a, %c : tensor<3x28x29x6xf32>, tensor<3x28x29x6xf32> -> tensor<3x28x29x6xf32>
    %y = sinter.sum %b {axes = array<i64: 0, 1, 2>} : (tensor<3x28x29x6xf32>) -> tensor<6xf32>
    return %y : tensor<6xf32>
  }

  // Along rows.
  func.func @squares_of_rows(%x: tensor<5x37xf32> {sinter.name = "x"}, %m: tensor<37xf32> {sinter.name = "m"}) -> (tensor<5xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "sum"} {
    %e = sinter.softmax %x {axis = 0 : i64} : (tensor<5x37xf32>) -> tensor<5x37xf32>
    %c = sinter.softmax %e {axis = 1 : i64} : (tensor<5x37xf32>) -> tensor<5x37xf32>
    %a = sinter.sub %c, %m : tensor<5x37xf32>, tensor<37xf32> -> tensor<5x37xf32>
    %b = sinter.mul %a, %c : tensor<5x37xf32>, tensor<5x37xf32> -> tensor<5x37xf32>
    %y = sinter.sum %b {axes = array<i64: 1>} : (tensor<5x37xf32>) -> tensor<5xf32>
    return %y : tensor<5xf32>
  }

  // Of everything.
  func.func @squares_of_all(%x: tensor<7x33xf32> {sinter.name = "x"}, %m: tensor<33xf32> {sinter.name = "m"}) -> (tensor<f32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "sum"} {
    %c = sinter.softmax %x {axis = 0 : i64} : (tensor<7x33xf32>) -> tensor<7x33xf32>
    %a = sinter.sub %c, %m : tensor<7x33xf32>, tensor<33xf32> -> tensor<7x33xf32>
    %b = sinter.mul %a, %c : tensor<7x33xf32>, tensor<7x33xf32> -> tensor<7x33xf32>
    %y = sinter.sum %b {axes = array<i64: 0, 1>} : (tensor<7x33xf32>) -> tensor<f32>
    return %y : tensor<f32>
  }

  // Dealt out to chains, with up to three elements that are left.
  func.func @chains(%x20: tensor<20x9xf32> {sinter.name = "x20"}, %x21: tensor<21x9xf32> {sinter.name = "x21"}, %x22: tensor<22x9xf32> {sinter.name = "x22"}, %x23: tensor<23x9xf32> {sinter.name = "x23"}, %z: tensor<3x18x6x11xf32> {sinter.name = "z"}) -> (tensor<9xf32> {sinter.name = "y0"}, tensor<9xf32> {sinter.name = "y1"}, tensor<9xf32> {sinter.name = "y2"}, tensor<9xf32> {sinter.name = "y3"}, tensor<6x11xf32> {sinter.name = "y4"}) attributes {sinter.entry = "infer", sinter.model = "sum"} {
    %v20 = sinter.sum %x20 {axes = array<i64: 0>, keep = false} : (tensor<20x9xf32>) -> tensor<9xf32>
    %v21 = sinter.sum %x21 {axes = array<i64: 0>, keep = false} : (tensor<21x9xf32>) -> tensor<9xf32>
    %v22 = sinter.sum %x22 {axes = array<i64: 0>, keep = false} : (tensor<22x9xf32>) -> tensor<9xf32>
    %v23 = sinter.sum %x23 {axes = array<i64: 0>, keep = false} : (tensor<23x9xf32>) -> tensor<9xf32>
    %vz = sinter.sum %z {axes = array<i64: 0, 1>, keep = false} : (tensor<3x18x6x11xf32>) -> tensor<6x11xf32>
    return %v20, %v21, %v22, %v23, %vz : tensor<9xf32>, tensor<9xf32>, tensor<9xf32>, tensor<9xf32>, tensor<6x11xf32>
  }
}

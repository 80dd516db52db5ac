// RUN: sinter diff %s

// Elements by index; some indices lie outside, on both sides.
module {
  sinter.parameter @blocks.w2 : tensor<19x19x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @blocks_columns.w2 : tensor<11x11x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // Of each row.
  func.func @columns(%x: tensor<4x6xf32> {sinter.name = "x"}, %y: tensor<4x13xi32> {sinter.name = "y"}) -> (tensor<4x13xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "gather_elements"} {
    %k0 = sinter.constant dense<3> : tensor<i32> as tensor<i32>
    %v1 = sinter.sub %y, %k0 : tensor<4x13xi32>, tensor<i32> -> tensor<4x13xi32>
    %v2 = sinter.gather_elements %x, %v1 {axis = 1 : i64} : (tensor<4x6xf32>, tensor<4x13xi32>) -> tensor<4x13xf32>
    return %v2 : tensor<4x13xf32>
  }

  // Of each column.
  func.func @rows(%x: tensor<6x19xf32> {sinter.name = "x"}, %y: tensor<3x19xi32> {sinter.name = "y"}) -> (tensor<3x19xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "gather_elements"} {
    %k0 = sinter.constant dense<3> : tensor<i32> as tensor<i32>
    %v1 = sinter.sub %y, %k0 : tensor<3x19xi32>, tensor<i32> -> tensor<3x19xi32>
    %v2 = sinter.gather_elements %x, %v1 {axis = 0 : i64} : (tensor<6x19xf32>, tensor<3x19xi32>) -> tensor<3x19xf32>
    return %v2 : tensor<3x19xf32>
  }

  // Rank 6.
  func.func @six(%x: tensor<2x3x40x2x1x5xf32> {sinter.name = "x"}, %y: tensor<2x3x7x2x1x5xi32> {sinter.name = "y"}) -> (tensor<2x3x7x2x1x5xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "gather_elements"} {
    %k0 = sinter.constant dense<3> : tensor<i32> as tensor<i32>
    %v1 = sinter.sub %y, %k0 : tensor<2x3x7x2x1x5xi32>, tensor<i32> -> tensor<2x3x7x2x1x5xi32>
    %v2 = sinter.gather_elements %x, %v1 {axis = 2 : i64} : (tensor<2x3x40x2x1x5xf32>, tensor<2x3x7x2x1x5xi32>) -> tensor<2x3x7x2x1x5xf32>
    return %v2 : tensor<2x3x7x2x1x5xf32>
  }

  // Channels in blocks.
  func.func @blocks(%x: tensor<1x3x4x19xf32> {sinter.name = "x"}, %y: tensor<1x3x4x9xi32> {sinter.name = "y"}) -> (tensor<1x3x4x9xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "gather_elements"} {
    %k0 = sinter.constant dense<3> : tensor<i32> as tensor<i32>
    %v1 = sinter.sub %y, %k0 : tensor<1x3x4x9xi32>, tensor<i32> -> tensor<1x3x4x9xi32>
    %w2 = sinter.read @blocks.w2 : tensor<19x19x1x1xf32>
    %v3 = sinter.conv2d %x, %w2 : (tensor<1x3x4x19xf32>, tensor<19x19x1x1xf32>) -> tensor<1x3x4x19xf32>
    %v4 = sinter.gather_elements %v3, %v1 {axis = 3 : i64} : (tensor<1x3x4x19xf32>, tensor<1x3x4x9xi32>) -> tensor<1x3x4x9xf32>
    return %v4 : tensor<1x3x4x9xf32>
  }

  // Columns of blocks.
  func.func @blocks_columns(%x: tensor<1x3x19x11xf32> {sinter.name = "x"}, %y: tensor<1x3x5x11xi32> {sinter.name = "y"}) -> (tensor<1x3x5x11xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "gather_elements"} {
    %k0 = sinter.constant dense<3> : tensor<i32> as tensor<i32>
    %v1 = sinter.sub %y, %k0 : tensor<1x3x5x11xi32>, tensor<i32> -> tensor<1x3x5x11xi32>
    %w2 = sinter.read @blocks_columns.w2 : tensor<11x11x1x1xf32>
    %v3 = sinter.conv2d %x, %w2 : (tensor<1x3x19x11xf32>, tensor<11x11x1x1xf32>) -> tensor<1x3x19x11xf32>
    %v4 = sinter.gather_elements %v3, %v1 {axis = 2 : i64} : (tensor<1x3x19x11xf32>, tensor<1x3x5x11xi32>) -> tensor<1x3x5x11xf32>
    return %v4 : tensor<1x3x5x11xf32>
  }

  // By u8.
  func.func @by_ui8(%x: tensor<60x9xf32> {sinter.name = "x"}, %y: tensor<21x9xui8> {sinter.name = "y"}) -> (tensor<21x9xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "gather_elements"} {
    %v0 = sinter.gather_elements %x, %y {axis = 0 : i64} : (tensor<60x9xf32>, tensor<21x9xui8>) -> tensor<21x9xf32>
    return %v0 : tensor<21x9xf32>
  }

  // By i64.
  func.func @by_i64(%x: tensor<60x9xf32> {sinter.name = "x"}, %y: tensor<21x9xi64> {sinter.name = "y"}) -> (tensor<21x9xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "gather_elements"} {
    %k0 = sinter.constant dense<3> : tensor<i64> as tensor<i64>
    %v1 = sinter.sub %y, %k0 : tensor<21x9xi64>, tensor<i64> -> tensor<21x9xi64>
    %v2 = sinter.gather_elements %x, %v1 {axis = 0 : i64} : (tensor<60x9xf32>, tensor<21x9xi64>) -> tensor<21x9xf32>
    return %v2 : tensor<21x9xf32>
  }

  // Of booleans.
  func.func @of_i1(%x: tensor<60x9xi1> {sinter.name = "x"}, %y: tensor<5x9xi32> {sinter.name = "y"}) -> (tensor<5x9xi1> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "gather_elements"} {
    %k0 = sinter.constant dense<3> : tensor<i32> as tensor<i32>
    %v1 = sinter.sub %y, %k0 : tensor<5x9xi32>, tensor<i32> -> tensor<5x9xi32>
    %v2 = sinter.gather_elements %x, %v1 {axis = 0 : i64} : (tensor<60x9xi1>, tensor<5x9xi32>) -> tensor<5x9xi1>
    return %v2 : tensor<5x9xi1>
  }

  // Of u8.
  func.func @of_ui8(%x: tensor<60x9xui8> {sinter.name = "x"}, %y: tensor<5x9xi32> {sinter.name = "y"}) -> (tensor<5x9xui8> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "gather_elements"} {
    %k0 = sinter.constant dense<3> : tensor<i32> as tensor<i32>
    %v1 = sinter.sub %y, %k0 : tensor<5x9xi32>, tensor<i32> -> tensor<5x9xi32>
    %v2 = sinter.gather_elements %x, %v1 {axis = 0 : i64} : (tensor<60x9xui8>, tensor<5x9xi32>) -> tensor<5x9xui8>
    return %v2 : tensor<5x9xui8>
  }

  // Of i32.
  func.func @of_i32(%x: tensor<60x9xi32> {sinter.name = "x"}, %y: tensor<5x9xi32> {sinter.name = "y"}) -> (tensor<5x9xi32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "gather_elements"} {
    %k0 = sinter.constant dense<3> : tensor<i32> as tensor<i32>
    %v1 = sinter.sub %y, %k0 : tensor<5x9xi32>, tensor<i32> -> tensor<5x9xi32>
    %v2 = sinter.gather_elements %x, %v1 {axis = 0 : i64} : (tensor<60x9xi32>, tensor<5x9xi32>) -> tensor<5x9xi32>
    return %v2 : tensor<5x9xi32>
  }

  // Beyond both ends, as far as an index goes.
  func.func @ends_of_i64(%x: tensor<1x5xf32> {sinter.name = "x"}) -> (tensor<1x4xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "gather"} {
    %k0 = sinter.constant dense<[[-9223372036854775808, 4294967297, 9223372036854775807, 2]]> : tensor<1x4xi64> as tensor<1x4xi64>
    %v1 = sinter.gather_elements %x, %k0 {axis = 1 : i64} : (tensor<1x5xf32>, tensor<1x4xi64>) -> tensor<1x4xf32>
    return %v1 : tensor<1x4xf32>
  }
}

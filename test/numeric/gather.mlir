// RUN: sinter diff %s

// Slices by index; some indices lie outside, on both sides.
module {
  sinter.parameter @blocks.w2 : tensor<19x19x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @blocks_columns.w2 : tensor<11x11x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // Rows of a table.
  func.func @rows(%x: tensor<6x19xf32> {sinter.name = "x"}, %y: tensor<3x5xi32> {sinter.name = "y"}) -> (tensor<3x5x19xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "gather"} {
    %k0 = sinter.constant dense<3> : tensor<i32> as tensor<i32>
    %v1 = sinter.sub %y, %k0 : tensor<3x5xi32>, tensor<i32> -> tensor<3x5xi32>
    %v2 = sinter.gather %x, %v1 {axis = 0 : i64} : (tensor<6x19xf32>, tensor<3x5xi32>) -> tensor<3x5x19xf32>
    return %v2 : tensor<3x5x19xf32>
  }

  // Columns.
  func.func @columns(%x: tensor<4x5xf32> {sinter.name = "x"}, %y: tensor<7xi32> {sinter.name = "y"}) -> (tensor<4x7xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "gather"} {
    %k0 = sinter.constant dense<3> : tensor<i32> as tensor<i32>
    %v1 = sinter.sub %y, %k0 : tensor<7xi32>, tensor<i32> -> tensor<7xi32>
    %v2 = sinter.gather %x, %v1 {axis = 1 : i64} : (tensor<4x5xf32>, tensor<7xi32>) -> tensor<4x7xf32>
    return %v2 : tensor<4x7xf32>
  }

  // One row.
  func.func @one(%x: tensor<29x8xf32> {sinter.name = "x"}, %y: tensor<i32> {sinter.name = "y"}) -> (tensor<8xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "gather"} {
    %k0 = sinter.constant dense<3> : tensor<i32> as tensor<i32>
    %v1 = sinter.sub %y, %k0 : tensor<i32>, tensor<i32> -> tensor<i32>
    %v2 = sinter.gather %x, %v1 {axis = 0 : i64} : (tensor<29x8xf32>, tensor<i32>) -> tensor<8xf32>
    return %v2 : tensor<8xf32>
  }

  // Rank 6.
  func.func @middle(%x: tensor<2x30x3xf32> {sinter.name = "x"}, %y: tensor<2x1x2x2xi32> {sinter.name = "y"}) -> (tensor<2x2x1x2x2x3xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "gather"} {
    %k0 = sinter.constant dense<3> : tensor<i32> as tensor<i32>
    %v1 = sinter.sub %y, %k0 : tensor<2x1x2x2xi32>, tensor<i32> -> tensor<2x1x2x2xi32>
    %v2 = sinter.gather %x, %v1 {axis = 1 : i64} : (tensor<2x30x3xf32>, tensor<2x1x2x2xi32>) -> tensor<2x2x1x2x2x3xf32>
    return %v2 : tensor<2x2x1x2x2x3xf32>
  }

  // Channels in blocks.
  func.func @blocks(%x: tensor<1x3x4x19xf32> {sinter.name = "x"}, %y: tensor<9xi32> {sinter.name = "y"}) -> (tensor<1x3x4x9xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "gather"} {
    %k0 = sinter.constant dense<3> : tensor<i32> as tensor<i32>
    %v1 = sinter.sub %y, %k0 : tensor<9xi32>, tensor<i32> -> tensor<9xi32>
    %w2 = sinter.read @blocks.w2 : tensor<19x19x1x1xf32>
    %v3 = sinter.conv2d %x, %w2 : (tensor<1x3x4x19xf32>, tensor<19x19x1x1xf32>) -> tensor<1x3x4x19xf32>
    %v4 = sinter.gather %v3, %v1 {axis = 3 : i64} : (tensor<1x3x4x19xf32>, tensor<9xi32>) -> tensor<1x3x4x9xf32>
    return %v4 : tensor<1x3x4x9xf32>
  }

  // Columns of blocks.
  func.func @blocks_columns(%x: tensor<1x3x19x11xf32> {sinter.name = "x"}, %y: tensor<5xi32> {sinter.name = "y"}) -> (tensor<1x3x5x11xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "gather"} {
    %k0 = sinter.constant dense<3> : tensor<i32> as tensor<i32>
    %v1 = sinter.sub %y, %k0 : tensor<5xi32>, tensor<i32> -> tensor<5xi32>
    %w2 = sinter.read @blocks_columns.w2 : tensor<11x11x1x1xf32>
    %v3 = sinter.conv2d %x, %w2 : (tensor<1x3x19x11xf32>, tensor<11x11x1x1xf32>) -> tensor<1x3x19x11xf32>
    %v4 = sinter.gather %v3, %v1 {axis = 2 : i64} : (tensor<1x3x19x11xf32>, tensor<5xi32>) -> tensor<1x3x5x11xf32>
    return %v4 : tensor<1x3x5x11xf32>
  }

  // By u8.
  func.func @by_ui8(%x: tensor<60x9xf32> {sinter.name = "x"}, %y: tensor<21xui8> {sinter.name = "y"}) -> (tensor<21x9xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "gather"} {
    %v0 = sinter.gather %x, %y {axis = 0 : i64} : (tensor<60x9xf32>, tensor<21xui8>) -> tensor<21x9xf32>
    return %v0 : tensor<21x9xf32>
  }

  // By i64.
  func.func @by_i64(%x: tensor<60x9xf32> {sinter.name = "x"}, %y: tensor<21xi64> {sinter.name = "y"}) -> (tensor<21x9xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "gather"} {
    %k0 = sinter.constant dense<3> : tensor<i64> as tensor<i64>
    %v1 = sinter.sub %y, %k0 : tensor<21xi64>, tensor<i64> -> tensor<21xi64>
    %v2 = sinter.gather %x, %v1 {axis = 0 : i64} : (tensor<60x9xf32>, tensor<21xi64>) -> tensor<21x9xf32>
    return %v2 : tensor<21x9xf32>
  }

  // By i8.
  func.func @by_i8(%x: tensor<60x9xf32> {sinter.name = "x"}, %y: tensor<21xi8> {sinter.name = "y"}) -> (tensor<21x9xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "gather"} {
    %k0 = sinter.constant dense<3> : tensor<i8> as tensor<i8>
    %v1 = sinter.sub %y, %k0 : tensor<21xi8>, tensor<i8> -> tensor<21xi8>
    %v2 = sinter.gather %x, %v1 {axis = 0 : i64} : (tensor<60x9xf32>, tensor<21xi8>) -> tensor<21x9xf32>
    return %v2 : tensor<21x9xf32>
  }

  // Of booleans.
  func.func @of_i1(%x: tensor<60x9xi1> {sinter.name = "x"}, %y: tensor<5xi32> {sinter.name = "y"}) -> (tensor<5x9xi1> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "gather"} {
    %k0 = sinter.constant dense<3> : tensor<i32> as tensor<i32>
    %v1 = sinter.sub %y, %k0 : tensor<5xi32>, tensor<i32> -> tensor<5xi32>
    %v2 = sinter.gather %x, %v1 {axis = 0 : i64} : (tensor<60x9xi1>, tensor<5xi32>) -> tensor<5x9xi1>
    return %v2 : tensor<5x9xi1>
  }

  // Of u8.
  func.func @of_ui8(%x: tensor<60x9xui8> {sinter.name = "x"}, %y: tensor<5xi32> {sinter.name = "y"}) -> (tensor<5x9xui8> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "gather"} {
    %k0 = sinter.constant dense<3> : tensor<i32> as tensor<i32>
    %v1 = sinter.sub %y, %k0 : tensor<5xi32>, tensor<i32> -> tensor<5xi32>
    %v2 = sinter.gather %x, %v1 {axis = 0 : i64} : (tensor<60x9xui8>, tensor<5xi32>) -> tensor<5x9xui8>
    return %v2 : tensor<5x9xui8>
  }

  // Of i64.
  func.func @of_i64(%x: tensor<60x9xi64> {sinter.name = "x"}, %y: tensor<5xi32> {sinter.name = "y"}) -> (tensor<5x9xi64> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "gather"} {
    %k0 = sinter.constant dense<3> : tensor<i32> as tensor<i32>
    %v1 = sinter.sub %y, %k0 : tensor<5xi32>, tensor<i32> -> tensor<5xi32>
    %v2 = sinter.gather %x, %v1 {axis = 0 : i64} : (tensor<60x9xi64>, tensor<5xi32>) -> tensor<5x9xi64>
    return %v2 : tensor<5x9xi64>
  }

  // Beyond both ends, as far as an index goes.
  func.func @ends_of_i64(%x: tensor<5x3xf32> {sinter.name = "x"}) -> (tensor<4x3xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "gather"} {
    %k0 = sinter.constant dense<[-9223372036854775808, 4294967297, 9223372036854775807, 2]> : tensor<4xi64> as tensor<4xi64>
    %v1 = sinter.gather %x, %k0 {axis = 0 : i64} : (tensor<5x3xf32>, tensor<4xi64>) -> tensor<4x3xf32>
    return %v1 : tensor<4x3xf32>
  }
}

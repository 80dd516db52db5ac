// RUN: sinter diff %s
// RUN: sinter diff %s --target x86-64-v2
// RUN: sinter diff %s --target x86-64-v3

// Slices added where indices say; some lie outside, on both sides, and many are equal.
module {
  sinter.parameter @blocks.b : tensor<9x9x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @blocks_columns.b : tensor<11x11x1x1xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // Rows of a table.
  func.func @rows(%g: tensor<3x5x19xf32> {sinter.name = "g"}, %i: tensor<3x5xi32> {sinter.name = "i"}) -> (tensor<6x19xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "gather_gradient"} {
    %k = sinter.constant dense<3> : tensor<i32> as tensor<i32>
    %j = sinter.sub %i, %k : tensor<3x5xi32>, tensor<i32> -> tensor<3x5xi32>
    %y = sinter.gather_gradient %g, %j {axis = 0 : i64, size = 6 : i64} : (tensor<3x5x19xf32>, tensor<3x5xi32>) -> tensor<6x19xf32>
    return %y : tensor<6x19xf32>
  }

  // Columns.
  func.func @columns(%g: tensor<4x7xf32> {sinter.name = "g"}, %i: tensor<7xi32> {sinter.name = "i"}) -> (tensor<4x5xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "gather_gradient"} {
    %k = sinter.constant dense<3> : tensor<i32> as tensor<i32>
    %j = sinter.sub %i, %k : tensor<7xi32>, tensor<i32> -> tensor<7xi32>
    %y = sinter.gather_gradient %g, %j {axis = 1 : i64, size = 5 : i64} : (tensor<4x7xf32>, tensor<7xi32>) -> tensor<4x5xf32>
    return %y : tensor<4x5xf32>
  }

  // One row.
  func.func @one(%g: tensor<8xf32> {sinter.name = "g"}, %i: tensor<i32> {sinter.name = "i"}) -> (tensor<29x8xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "gather_gradient"} {
    %k = sinter.constant dense<3> : tensor<i32> as tensor<i32>
    %j = sinter.sub %i, %k : tensor<i32>, tensor<i32> -> tensor<i32>
    %y = sinter.gather_gradient %g, %j {axis = 0 : i64, size = 29 : i64} : (tensor<8xf32>, tensor<i32>) -> tensor<29x8xf32>
    return %y : tensor<29x8xf32>
  }

  // Slices in the middle.
  func.func @middle(%g: tensor<2x2x1x2x2x3xf32> {sinter.name = "g"}, %i: tensor<2x1x2x2xi32> {sinter.name = "i"}) -> (tensor<2x30x3xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "gather_gradient"} {
    %k = sinter.constant dense<3> : tensor<i32> as tensor<i32>
    %j = sinter.sub %i, %k : tensor<2x1x2x2xi32>, tensor<i32> -> tensor<2x1x2x2xi32>
    %y = sinter.gather_gradient %g, %j {axis = 1 : i64, size = 30 : i64} : (tensor<2x2x1x2x2x3xf32>, tensor<2x1x2x2xi32>) -> tensor<2x30x3xf32>
    return %y : tensor<2x30x3xf32>
  }

  // From blocks of channels.
  func.func @blocks(%g: tensor<1x3x4x9xf32> {sinter.name = "g"}, %i: tensor<9xi32> {sinter.name = "i"}) -> (tensor<1x3x4x19xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "gather_gradient"} {
    %w_b = sinter.read @blocks.b : tensor<9x9x1x1xf32>
    %b = sinter.conv2d %g, %w_b : (tensor<1x3x4x9xf32>, tensor<9x9x1x1xf32>) -> tensor<1x3x4x9xf32>
    %k = sinter.constant dense<3> : tensor<i32> as tensor<i32>
    %j = sinter.sub %i, %k : tensor<9xi32>, tensor<i32> -> tensor<9xi32>
    %y = sinter.gather_gradient %b, %j {axis = 3 : i64, size = 19 : i64} : (tensor<1x3x4x9xf32>, tensor<9xi32>) -> tensor<1x3x4x19xf32>
    return %y : tensor<1x3x4x19xf32>
  }

  // Columns of blocks.
  func.func @blocks_columns(%g: tensor<1x3x5x11xf32> {sinter.name = "g"}, %i: tensor<5xi32> {sinter.name = "i"}) -> (tensor<1x3x19x11xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "gather_gradient"} {
    %w_b = sinter.read @blocks_columns.b : tensor<11x11x1x1xf32>
    %b = sinter.conv2d %g, %w_b : (tensor<1x3x5x11xf32>, tensor<11x11x1x1xf32>) -> tensor<1x3x5x11xf32>
    %k = sinter.constant dense<3> : tensor<i32> as tensor<i32>
    %j = sinter.sub %i, %k : tensor<5xi32>, tensor<i32> -> tensor<5xi32>
    %y = sinter.gather_gradient %b, %j {axis = 2 : i64, size = 19 : i64} : (tensor<1x3x5x11xf32>, tensor<5xi32>) -> tensor<1x3x19x11xf32>
    return %y : tensor<1x3x19x11xf32>
  }

  // By u8.
  func.func @by_ui8(%g: tensor<21x9xf32> {sinter.name = "g"}, %i: tensor<21xui8> {sinter.name = "i"}) -> (tensor<60x9xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "gather_gradient"} {
    %y = sinter.gather_gradient %g, %i {axis = 0 : i64, size = 60 : i64} : (tensor<21x9xf32>, tensor<21xui8>) -> tensor<60x9xf32>
    return %y : tensor<60x9xf32>
  }

  // By i64.
  func.func @by_i64(%g: tensor<21x9xf32> {sinter.name = "g"}, %i: tensor<21xi64> {sinter.name = "i"}) -> (tensor<60x9xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "gather_gradient"} {
    %k = sinter.constant dense<3> : tensor<i64> as tensor<i64>
    %j = sinter.sub %i, %k : tensor<21xi64>, tensor<i64> -> tensor<21xi64>
    %y = sinter.gather_gradient %g, %j {axis = 0 : i64, size = 60 : i64} : (tensor<21x9xf32>, tensor<21xi64>) -> tensor<60x9xf32>
    return %y : tensor<60x9xf32>
  }

  // By i8.
  func.func @by_i8(%g: tensor<21x9xf32> {sinter.name = "g"}, %i: tensor<21xi8> {sinter.name = "i"}) -> (tensor<60x9xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "gather_gradient"} {
    %k = sinter.constant dense<3> : tensor<i8> as tensor<i8>
    %j = sinter.sub %i, %k : tensor<21xi8>, tensor<i8> -> tensor<21xi8>
    %y = sinter.gather_gradient %g, %j {axis = 0 : i64, size = 60 : i64} : (tensor<21x9xf32>, tensor<21xi8>) -> tensor<60x9xf32>
    return %y : tensor<60x9xf32>
  }

  // Words of a text: few rows of many, several tasks.
  func.func @embedding(%g: tensor<32x16x64xf32> {sinter.name = "g"}, %i: tensor<32x16xi32> {sinter.name = "i"}) -> (tensor<1000x64xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "gather_gradient"} {
    %k = sinter.constant dense<3> : tensor<i32> as tensor<i32>
    %j = sinter.sub %i, %k : tensor<32x16xi32>, tensor<i32> -> tensor<32x16xi32>
    %y = sinter.gather_gradient %g, %j {axis = 0 : i64, size = 1000 : i64} : (tensor<32x16x64xf32>, tensor<32x16xi32>) -> tensor<1000x64xf32>
    return %y : tensor<1000x64xf32>
  }

  // A table for each row of a batch, several tasks.
  func.func @batch(%g: tensor<64x33x48xf32> {sinter.name = "g"}, %i: tensor<33xi32> {sinter.name = "i"}) -> (tensor<64x7x48xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "gather_gradient"} {
    %k = sinter.constant dense<3> : tensor<i32> as tensor<i32>
    %j = sinter.sub %i, %k : tensor<33xi32>, tensor<i32> -> tensor<33xi32>
    %y = sinter.gather_gradient %g, %j {axis = 1 : i64, size = 7 : i64} : (tensor<64x33x48xf32>, tensor<33xi32>) -> tensor<64x7x48xf32>
    return %y : tensor<64x7x48xf32>
  }
}

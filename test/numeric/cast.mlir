// RUN: sinter diff %s

// From each type to each.
module {
  sinter.parameter @image.w3 : tensor<3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @image.w5 : tensor<8x3x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  // From f32.
  func.func @from_f32(%x: tensor<3x13xf32> {sinter.name = "x"}) -> (tensor<3x13xi8> {sinter.name = "y0"}, tensor<3x13xui8> {sinter.name = "y1"}, tensor<3x13xi32> {sinter.name = "y2"}, tensor<3x13xi64> {sinter.name = "y3"}, tensor<3x13xi1> {sinter.name = "y4"}) attributes {sinter.entry = "infer", sinter.model = "cast"} {
    %k0 = sinter.constant dense<100.0> : tensor<f32> as tensor<f32>
    %v1 = sinter.mul %x, %k0 : tensor<3x13xf32>, tensor<f32> -> tensor<3x13xf32>
    %v2 = sinter.cast %v1 {to = i8} : tensor<3x13xf32> -> tensor<3x13xi8>
    %v3 = sinter.cast %v1 {to = ui8} : tensor<3x13xf32> -> tensor<3x13xui8>
    %v4 = sinter.cast %v1 {to = i32} : tensor<3x13xf32> -> tensor<3x13xi32>
    %v5 = sinter.cast %v1 {to = i64} : tensor<3x13xf32> -> tensor<3x13xi64>
    %v6 = sinter.cast %v1 {to = i1} : tensor<3x13xf32> -> tensor<3x13xi1>
    return %v2, %v3, %v4, %v5, %v6 : tensor<3x13xi8>, tensor<3x13xui8>, tensor<3x13xi32>, tensor<3x13xi64>, tensor<3x13xi1>
  }

  // From i8.
  func.func @from_i8(%x: tensor<3x13xi8> {sinter.name = "x"}) -> (tensor<3x13xf32> {sinter.name = "y0"}, tensor<3x13xui8> {sinter.name = "y1"}, tensor<3x13xi32> {sinter.name = "y2"}, tensor<3x13xi64> {sinter.name = "y3"}, tensor<3x13xi1> {sinter.name = "y4"}) attributes {sinter.entry = "infer", sinter.model = "cast"} {
    %k0 = sinter.constant dense<5> : tensor<i8> as tensor<i8>
    %v1 = sinter.sub %x, %k0 : tensor<3x13xi8>, tensor<i8> -> tensor<3x13xi8>
    %v2 = sinter.cast %v1 {to = f32} : tensor<3x13xi8> -> tensor<3x13xf32>
    %v3 = sinter.cast %v1 {to = ui8} : tensor<3x13xi8> -> tensor<3x13xui8>
    %v4 = sinter.cast %v1 {to = i32} : tensor<3x13xi8> -> tensor<3x13xi32>
    %v5 = sinter.cast %v1 {to = i64} : tensor<3x13xi8> -> tensor<3x13xi64>
    %v6 = sinter.cast %v1 {to = i1} : tensor<3x13xi8> -> tensor<3x13xi1>
    return %v2, %v3, %v4, %v5, %v6 : tensor<3x13xf32>, tensor<3x13xui8>, tensor<3x13xi32>, tensor<3x13xi64>, tensor<3x13xi1>
  }

  // From u8.
  func.func @from_ui8(%x: tensor<3x13xui8> {sinter.name = "x"}) -> (tensor<3x13xf32> {sinter.name = "y0"}, tensor<3x13xi8> {sinter.name = "y1"}, tensor<3x13xi32> {sinter.name = "y2"}, tensor<3x13xi64> {sinter.name = "y3"}, tensor<3x13xi1> {sinter.name = "y4"}) attributes {sinter.entry = "infer", sinter.model = "cast"} {
    %v0 = sinter.cast %x {to = f32} : tensor<3x13xui8> -> tensor<3x13xf32>
    %v1 = sinter.cast %x {to = i8} : tensor<3x13xui8> -> tensor<3x13xi8>
    %v2 = sinter.cast %x {to = i32} : tensor<3x13xui8> -> tensor<3x13xi32>
    %v3 = sinter.cast %x {to = i64} : tensor<3x13xui8> -> tensor<3x13xi64>
    %v4 = sinter.cast %x {to = i1} : tensor<3x13xui8> -> tensor<3x13xi1>
    return %v0, %v1, %v2, %v3, %v4 : tensor<3x13xf32>, tensor<3x13xi8>, tensor<3x13xi32>, tensor<3x13xi64>, tensor<3x13xi1>
  }

  // From i32.
  func.func @from_i32(%x: tensor<3x13xi32> {sinter.name = "x"}) -> (tensor<3x13xf32> {sinter.name = "y0"}, tensor<3x13xi8> {sinter.name = "y1"}, tensor<3x13xui8> {sinter.name = "y2"}, tensor<3x13xi64> {sinter.name = "y3"}, tensor<3x13xi1> {sinter.name = "y4"}) attributes {sinter.entry = "infer", sinter.model = "cast"} {
    %k0 = sinter.constant dense<5> : tensor<i32> as tensor<i32>
    %v1 = sinter.sub %x, %k0 : tensor<3x13xi32>, tensor<i32> -> tensor<3x13xi32>
    %v2 = sinter.cast %v1 {to = f32} : tensor<3x13xi32> -> tensor<3x13xf32>
    %v3 = sinter.cast %v1 {to = i8} : tensor<3x13xi32> -> tensor<3x13xi8>
    %v4 = sinter.cast %v1 {to = ui8} : tensor<3x13xi32> -> tensor<3x13xui8>
    %v5 = sinter.cast %v1 {to = i64} : tensor<3x13xi32> -> tensor<3x13xi64>
    %v6 = sinter.cast %v1 {to = i1} : tensor<3x13xi32> -> tensor<3x13xi1>
    return %v2, %v3, %v4, %v5, %v6 : tensor<3x13xf32>, tensor<3x13xi8>, tensor<3x13xui8>, tensor<3x13xi64>, tensor<3x13xi1>
  }

  // From i64.
  func.func @from_i64(%x: tensor<3x13xi64> {sinter.name = "x"}) -> (tensor<3x13xf32> {sinter.name = "y0"}, tensor<3x13xi8> {sinter.name = "y1"}, tensor<3x13xui8> {sinter.name = "y2"}, tensor<3x13xi32> {sinter.name = "y3"}, tensor<3x13xi1> {sinter.name = "y4"}) attributes {sinter.entry = "infer", sinter.model = "cast"} {
    %k0 = sinter.constant dense<5> : tensor<i64> as tensor<i64>
    %v1 = sinter.sub %x, %k0 : tensor<3x13xi64>, tensor<i64> -> tensor<3x13xi64>
    %v2 = sinter.cast %v1 {to = f32} : tensor<3x13xi64> -> tensor<3x13xf32>
    %v3 = sinter.cast %v1 {to = i8} : tensor<3x13xi64> -> tensor<3x13xi8>
    %v4 = sinter.cast %v1 {to = ui8} : tensor<3x13xi64> -> tensor<3x13xui8>
    %v5 = sinter.cast %v1 {to = i32} : tensor<3x13xi64> -> tensor<3x13xi32>
    %v6 = sinter.cast %v1 {to = i1} : tensor<3x13xi64> -> tensor<3x13xi1>
    return %v2, %v3, %v4, %v5, %v6 : tensor<3x13xf32>, tensor<3x13xi8>, tensor<3x13xui8>, tensor<3x13xi32>, tensor<3x13xi1>
  }

  // From booleans.
  func.func @from_i1(%x: tensor<3x13xi1> {sinter.name = "x"}) -> (tensor<3x13xf32> {sinter.name = "y0"}, tensor<3x13xi8> {sinter.name = "y1"}, tensor<3x13xui8> {sinter.name = "y2"}, tensor<3x13xi32> {sinter.name = "y3"}, tensor<3x13xi64> {sinter.name = "y4"}) attributes {sinter.entry = "infer", sinter.model = "cast"} {
    %v0 = sinter.cast %x {to = f32} : tensor<3x13xi1> -> tensor<3x13xf32>
    %v1 = sinter.cast %x {to = i8} : tensor<3x13xi1> -> tensor<3x13xi8>
    %v2 = sinter.cast %x {to = ui8} : tensor<3x13xi1> -> tensor<3x13xui8>
    %v3 = sinter.cast %x {to = i32} : tensor<3x13xi1> -> tensor<3x13xi32>
    %v4 = sinter.cast %x {to = i64} : tensor<3x13xi1> -> tensor<3x13xi64>
    return %v0, %v1, %v2, %v3, %v4 : tensor<3x13xf32>, tensor<3x13xi8>, tensor<3x13xui8>, tensor<3x13xi32>, tensor<3x13xi64>
  }

  // Floats beyond the range of the type become its nearest number.
  func.func @saturates(%x: tensor<41xf32> {sinter.name = "x"}) -> (tensor<41xi8> {sinter.name = "y0"}, tensor<41xui8> {sinter.name = "y1"}, tensor<41xi32> {sinter.name = "y2"}, tensor<41xi64> {sinter.name = "y3"}) attributes {sinter.entry = "infer", sinter.model = "cast"} {
    %k0 = sinter.constant dense<1.0e+25> : tensor<f32> as tensor<f32>
    %v1 = sinter.mul %x, %k0 : tensor<41xf32>, tensor<f32> -> tensor<41xf32>
    %v2 = sinter.cast %v1 {to = i8} : tensor<41xf32> -> tensor<41xi8>
    %v3 = sinter.cast %v1 {to = ui8} : tensor<41xf32> -> tensor<41xui8>
    %v4 = sinter.cast %v1 {to = i32} : tensor<41xf32> -> tensor<41xi32>
    %v5 = sinter.cast %v1 {to = i64} : tensor<41xf32> -> tensor<41xi64>
    return %v2, %v3, %v4, %v5 : tensor<41xi8>, tensor<41xui8>, tensor<41xi32>, tensor<41xi64>
  }

  // Bytes of an image, scaled, into a convolution.
  func.func @image(%x: tensor<1x9x7x3xui8> {sinter.name = "x"}) -> (tensor<1x9x7x8xf32> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "cast"} {
    %v0 = sinter.cast %x {to = f32} : tensor<1x9x7x3xui8> -> tensor<1x9x7x3xf32>
    %k1 = sinter.constant dense<3.9e-3> : tensor<f32> as tensor<f32>
    %v2 = sinter.mul %v0, %k1 : tensor<1x9x7x3xf32>, tensor<f32> -> tensor<1x9x7x3xf32>
    %w3 = sinter.read @image.w3 : tensor<3xf32>
    %v4 = sinter.sub %v2, %w3 : tensor<1x9x7x3xf32>, tensor<3xf32> -> tensor<1x9x7x3xf32>
    %w5 = sinter.read @image.w5 : tensor<8x3x3x3xf32>
    %v6 = sinter.conv2d %v4, %w5 {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x9x7x3xf32>, tensor<8x3x3x3xf32>) -> tensor<1x9x7x8xf32>
    return %v6 : tensor<1x9x7x8xf32>
  }

  // Products of truths as numbers.
  func.func @truths(%x: tensor<3x13xi1> {sinter.name = "x"}, %z: tensor<3x13xi1> {sinter.name = "z"}) -> (tensor<3x13xi64> {sinter.name = "y0"}, tensor<3x13xi32> {sinter.name = "y1"}, tensor<3x13xui8> {sinter.name = "y2"}) attributes {sinter.entry = "infer", sinter.model = "cast"} {
    %v0 = sinter.cast %x {to = i64} : tensor<3x13xi1> -> tensor<3x13xi64>
    %v1 = sinter.cast %z {to = i64} : tensor<3x13xi1> -> tensor<3x13xi64>
    %v2 = sinter.mul %v0, %v1 : tensor<3x13xi64>, tensor<3x13xi64> -> tensor<3x13xi64>
    %v3 = sinter.cast %x {to = i32} : tensor<3x13xi1> -> tensor<3x13xi32>
    %v4 = sinter.mul %v3, %v3 : tensor<3x13xi32>, tensor<3x13xi32> -> tensor<3x13xi32>
    %v5 = sinter.cast %x {to = ui8} : tensor<3x13xi1> -> tensor<3x13xui8>
    %v6 = sinter.cast %z {to = ui8} : tensor<3x13xi1> -> tensor<3x13xui8>
    %v7 = sinter.mul %v5, %v6 : tensor<3x13xui8>, tensor<3x13xui8> -> tensor<3x13xui8>
    return %v2, %v4, %v7 : tensor<3x13xi64>, tensor<3x13xi32>, tensor<3x13xui8>
  }
}

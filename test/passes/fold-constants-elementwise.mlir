// RUN: sinter-opt %s --sinter-fold-constants | FileCheck %s

// The reference of each elementwise op on values worked out by hand.

// Equal shapes.
// CHECK-LABEL: func.func @add
//       CHECK: sinter.constant dense<[1.100000e+01, -1.800000e+01]> : tensor<2xf32>
func.func @add() -> tensor<2xf32> {
  %a = sinter.constant dense<[1.0, 2.0]> : tensor<2xf32> as tensor<2xf32>
  %b = sinter.constant dense<[10.0, -20.0]> : tensor<2xf32> as tensor<2xf32>
  %r = sinter.add %a, %b : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
  return %r : tensor<2xf32>
}

// A row and a column broadcast to a matrix.
// CHECK-LABEL: func.func @add_row_to_column
//       CHECK: dense<{{\[}}[1.100000e+01, 1.200000e+01, 1.300000e+01], [2.100000e+01, 2.200000e+01, 2.300000e+01]]> : tensor<2x3xf32>
func.func @add_row_to_column() -> tensor<2x3xf32> {
  %column = sinter.constant dense<[[10.0], [20.0]]> : tensor<2x1xf32> as tensor<2x1xf32>
  %row = sinter.constant dense<[1.0, 2.0, 3.0]> : tensor<3xf32> as tensor<3xf32>
  %r = sinter.add %column, %row : tensor<2x1xf32>, tensor<3xf32> -> tensor<2x3xf32>
  return %r : tensor<2x3xf32>
}

// The middle axis of three repeats.
// CHECK-LABEL: func.func @add_middle_axis
//       CHECK: dense<{{\[}}{{\[}}[1.100000e+01, 2.200000e+01], [3.100000e+01, 4.200000e+01]], {{\[}}[1.300000e+01, 2.400000e+01], [3.300000e+01, 4.400000e+01]]]>
func.func @add_middle_axis() -> tensor<2x2x2xf32> {
  %a = sinter.constant dense<[[[1.0, 2.0]], [[3.0, 4.0]]]> : tensor<2x1x2xf32> as tensor<2x1x2xf32>
  %b = sinter.constant dense<[[10.0, 20.0], [30.0, 40.0]]> : tensor<2x2xf32> as tensor<2x2xf32>
  %r = sinter.add %a, %b : tensor<2x1x2xf32>, tensor<2x2xf32> -> tensor<2x2x2xf32>
  return %r : tensor<2x2x2xf32>
}

// CHECK-LABEL: func.func @sub
//       CHECK: sinter.constant dense<[-9.000000e+00, 2.200000e+01]>
func.func @sub() -> tensor<2xf32> {
  %a = sinter.constant dense<[1.0, 2.0]> : tensor<2xf32> as tensor<2xf32>
  %b = sinter.constant dense<[10.0, -20.0]> : tensor<2xf32> as tensor<2xf32>
  %r = sinter.sub %a, %b : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
  return %r : tensor<2xf32>
}

// 100 + 100 wraps around at 8 bits: 200 - 256.
// CHECK-LABEL: func.func @add_wraps_integers
//       CHECK: sinter.constant dense<[-56, -1]> : tensor<2xi8>
func.func @add_wraps_integers() -> tensor<2xi8> {
  %a = sinter.constant dense<[100, -2]> : tensor<2xi8> as tensor<2xi8>
  %b = sinter.constant dense<[100, 1]> : tensor<2xi8> as tensor<2xi8>
  %r = sinter.add %a, %b : tensor<2xi8>, tensor<2xi8> -> tensor<2xi8>
  return %r : tensor<2xi8>
}

// CHECK-LABEL: func.func @mul
//       CHECK: sinter.constant dense<[1.000000e+01, -4.000000e+01]>
func.func @mul() -> tensor<2xf32> {
  %a = sinter.constant dense<[1.0, 2.0]> : tensor<2xf32> as tensor<2xf32>
  %b = sinter.constant dense<[10.0, -20.0]> : tensor<2xf32> as tensor<2xf32>
  %r = sinter.mul %a, %b : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
  return %r : tensor<2xf32>
}

// CHECK-LABEL: func.func @div
//       CHECK: sinter.constant dense<[2.500000e-01, -5.000000e-01]>
func.func @div() -> tensor<2xf32> {
  %a = sinter.constant dense<[1.0, 2.0]> : tensor<2xf32> as tensor<2xf32>
  %b = sinter.constant dense<[4.0, -4.0]> : tensor<2xf32> as tensor<2xf32>
  %r = sinter.div %a, %b : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
  return %r : tensor<2xf32>
}

// Quotients of integers are truncated towards zero.
// CHECK-LABEL: func.func @div_integers
//       CHECK: sinter.constant dense<[3, -3]> : tensor<2xi32>
func.func @div_integers() -> tensor<2xi32> {
  %a = sinter.constant dense<[7, -7]> : tensor<2xi32> as tensor<2xi32>
  %b = sinter.constant dense<2> : tensor<2xi32> as tensor<2xi32>
  %r = sinter.div %a, %b : tensor<2xi32>, tensor<2xi32> -> tensor<2xi32>
  return %r : tensor<2xi32>
}

// CHECK-LABEL: func.func @maximum
//       CHECK: sinter.constant dense<[4.000000e+00, 2.000000e+00]>
func.func @maximum() -> tensor<2xf32> {
  %a = sinter.constant dense<[1.0, 2.0]> : tensor<2xf32> as tensor<2xf32>
  %b = sinter.constant dense<[4.0, -4.0]> : tensor<2xf32> as tensor<2xf32>
  %r = sinter.maximum %a, %b : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
  return %r : tensor<2xf32>
}

// CHECK-LABEL: func.func @minimum
//       CHECK: sinter.constant dense<[1.000000e+00, -4.000000e+00]>
func.func @minimum() -> tensor<2xf32> {
  %a = sinter.constant dense<[1.0, 2.0]> : tensor<2xf32> as tensor<2xf32>
  %b = sinter.constant dense<[4.0, -4.0]> : tensor<2xf32> as tensor<2xf32>
  %r = sinter.minimum %a, %b : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
  return %r : tensor<2xf32>
}

// On booleans, maximum is `or` and minimum is `and`.
// CHECK-LABEL: func.func @logic
//   CHECK-DAG: %[[OR:.*]] = sinter.constant dense<[true, true, true, false]>
//   CHECK-DAG: %[[AND:.*]] = sinter.constant dense<[true, false, false, false]>
//       CHECK: return %[[OR]], %[[AND]]
func.func @logic() -> (tensor<4xi1>, tensor<4xi1>) {
  %a = sinter.constant dense<[true, true, false, false]> : tensor<4xi1> as tensor<4xi1>
  %b = sinter.constant dense<[true, false, true, false]> : tensor<4xi1> as tensor<4xi1>
  %or = sinter.maximum %a, %b : tensor<4xi1>, tensor<4xi1> -> tensor<4xi1>
  %and = sinter.minimum %a, %b : tensor<4xi1>, tensor<4xi1> -> tensor<4xi1>
  return %or, %and : tensor<4xi1>, tensor<4xi1>
}

// CHECK-LABEL: func.func @neg
//       CHECK: sinter.constant dense<[-1.000000e+00, 2.000000e+00]>
func.func @neg() -> tensor<2xf32> {
  %a = sinter.constant dense<[1.0, -2.0]> : tensor<2xf32> as tensor<2xf32>
  %r = sinter.neg %a : tensor<2xf32> -> tensor<2xf32>
  return %r : tensor<2xf32>
}

// e = 2.7182818...
// CHECK-LABEL: func.func @exp
//       CHECK: sinter.constant dense<[1.000000e+00, 2.718281{{.*}}, 0.000000e+00]>
func.func @exp() -> tensor<3xf32> {
  %a = sinter.constant dense<[0.0, 1.0, -200.0]> : tensor<3xf32> as tensor<3xf32>
  %r = sinter.exp %a : tensor<3xf32> -> tensor<3xf32>
  return %r : tensor<3xf32>
}

// CHECK-LABEL: func.func @sqrt
//       CHECK: sinter.constant dense<[0.000000e+00, 1.500000e+00]>
func.func @sqrt() -> tensor<2xf32> {
  %a = sinter.constant dense<[0.0, 2.25]> : tensor<2xf32> as tensor<2xf32>
  %r = sinter.sqrt %a : tensor<2xf32> -> tensor<2xf32>
  return %r : tensor<2xf32>
}

// CHECK-LABEL: func.func @rsqrt
//       CHECK: sinter.constant dense<[5.000000e-01, 2.000000e+00]>
func.func @rsqrt() -> tensor<2xf32> {
  %a = sinter.constant dense<[4.0, 0.25]> : tensor<2xf32> as tensor<2xf32>
  %r = sinter.rsqrt %a : tensor<2xf32> -> tensor<2xf32>
  return %r : tensor<2xf32>
}

// CHECK-LABEL: func.func @relu
//       CHECK: sinter.constant dense<[0.000000e+00, 0.000000e+00, 3.000000e+00]>
func.func @relu() -> tensor<3xf32> {
  %a = sinter.constant dense<[-2.0, 0.0, 3.0]> : tensor<3xf32> as tensor<3xf32>
  %r = sinter.relu %a : tensor<3xf32> -> tensor<3xf32>
  return %r : tensor<3xf32>
}

// CHECK-LABEL: func.func @leaky_relu
//       CHECK: sinter.constant dense<[-5.000000e-01, 0.000000e+00, 3.000000e+00]>
func.func @leaky_relu() -> tensor<3xf32> {
  %a = sinter.constant dense<[-2.0, 0.0, 3.0]> : tensor<3xf32> as tensor<3xf32>
  %r = sinter.leaky_relu %a {alpha = 0.25} : tensor<3xf32> -> tensor<3xf32>
  return %r : tensor<3xf32>
}

// CHECK-LABEL: func.func @clamp
//       CHECK: sinter.constant dense<[-1.000000e+00, 5.000000e-01, 6.000000e+00]>
func.func @clamp() -> tensor<3xf32> {
  %a = sinter.constant dense<[-2.0, 0.5, 7.0]> : tensor<3xf32> as tensor<3xf32>
  %r = sinter.clamp %a {low = -1.0, high = 6.0} : tensor<3xf32> -> tensor<3xf32>
  return %r : tensor<3xf32>
}

// sigmoid(ln 3) = 3 / 4.
// CHECK-LABEL: func.func @sigmoid
//       CHECK: sinter.constant dense<[5.000000e-01, 7.500000e-01, 0.000000e+00]>
func.func @sigmoid() -> tensor<3xf32> {
  %a = sinter.constant dense<[0.0, 1.0986123, -200.0]> : tensor<3xf32> as tensor<3xf32>
  %r = sinter.sigmoid %a : tensor<3xf32> -> tensor<3xf32>
  return %r : tensor<3xf32>
}

// tanh(ln 2) = (2 - 1/2) / (2 + 1/2).
// CHECK-LABEL: func.func @tanh
//       CHECK: sinter.constant dense<[0.000000e+00, 6.000000e-01, -1.000000e+00]>
func.func @tanh() -> tensor<3xf32> {
  %a = sinter.constant dense<[0.0, 0.6931472, -200.0]> : tensor<3xf32> as tensor<3xf32>
  %r = sinter.tanh %a : tensor<3xf32> -> tensor<3xf32>
  return %r : tensor<3xf32>
}

// Results are rounded to the element type: 1 + 2^-8 is the even neighbour in bf16, 2049 is not an f16.
// CHECK-LABEL: func.func @half_precision
//   CHECK-DAG: %[[BF16:.*]] = sinter.constant dense<1.000000e+00> : tensor<1xbf16>
//   CHECK-DAG: %[[F16:.*]] = sinter.constant dense<2.048000e+03> : tensor<1xf16>
//       CHECK: return %[[BF16]], %[[F16]]
func.func @half_precision() -> (tensor<1xbf16>, tensor<1xf16>) {
  %a = sinter.constant dense<1.0> : tensor<1xbf16> as tensor<1xbf16>
  %b = sinter.constant dense<0.00390625> : tensor<1xbf16> as tensor<1xbf16>
  %r = sinter.add %a, %b : tensor<1xbf16>, tensor<1xbf16> -> tensor<1xbf16>
  %c = sinter.constant dense<2048.0> : tensor<1xf16> as tensor<1xf16>
  %d = sinter.constant dense<1.0> : tensor<1xf16> as tensor<1xf16>
  %s = sinter.add %c, %d : tensor<1xf16>, tensor<1xf16> -> tensor<1xf16>
  return %r, %s : tensor<1xbf16>, tensor<1xf16>
}

// Beyond the range, the nearest number: that of i64 is no double.
// CHECK-LABEL: func.func @cast_beyond_the_range
//       CHECK: sinter.constant dense<[9223372036854775807, -9223372036854775808, 0]> : tensor<3xi64>
func.func @cast_beyond_the_range() -> tensor<3xi64> {
  %x = sinter.constant dense<[1.0e+25, -1.0e+25, 0.5]> : tensor<3xf32> as tensor<3xf32>
  %r = sinter.cast %x {to = i64} : tensor<3xf32> -> tensor<3xi64>
  return %r : tensor<3xi64>
}

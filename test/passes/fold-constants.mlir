// RUN: sinter-opt %s --sinter-fold-constants | FileCheck %s

// A scaled weight, packed in blocks of 4 filters: both steps run here, and the missing filters are zero. What every op computes is in
// the fold-constants-<family>.mlir beside this file.
// CHECK-LABEL: func.func @scale_and_pack
//  CHECK-NEXT: %[[P:.*]] = sinter.constant dense<{{\[\[\[\[}}[2.000000e+01, 6.000000e+01, 0.000000e+00, 0.000000e+00]]]]]> : tensor<1x1x1x1x4xf32> as
//  CHECK-SAME:   tensor<2x1x1x1xf32, #sinter.layout<[0 / 4, 1, 2, 3, 0 mod 4]>>
//  CHECK-NEXT: return %[[P]]
func.func @scale_and_pack() -> tensor<2x1x1x1xf32, #sinter.layout<[0 / 4, 1, 2, 3, 0 mod 4]>> {
  %w = sinter.constant dense<[[[[2.0]]], [[[3.0]]]]> : tensor<2x1x1x1xf32> as tensor<2x1x1x1xf32>
  %scale = sinter.constant dense<[[[[10.0]]], [[[20.0]]]]> : tensor<2x1x1x1xf32> as tensor<2x1x1x1xf32>
  %s = sinter.mul %w, %scale : tensor<2x1x1x1xf32>, tensor<2x1x1x1xf32> -> tensor<2x1x1x1xf32>
  %p = sinter.relayout %s : tensor<2x1x1x1xf32> -> tensor<2x1x1x1xf32, #sinter.layout<[0 / 4, 1, 2, 3, 0 mod 4]>>
  return %p : tensor<2x1x1x1xf32, #sinter.layout<[0 / 4, 1, 2, 3, 0 mod 4]>>
}

// From one layout to another, with a border around it: element [i, j] of 2 x 3 is 10 i + j.
// CHECK-LABEL: func.func @relayout_border
//       CHECK: dense<{{\[}}[0, 0, 0, 0], [0, 0, 10, 0], [0, 1, 11, 0], [0, 2, 12, 0]]> : tensor<4x4xi8>
func.func @relayout_border() -> tensor<2x3xi8, #sinter.layout<[1, 0], border = [1, 1, 1, 0]>> {
  %x = sinter.constant dense<[[[0, 1], [10, 11]], [[2, 0], [12, 0]]]> : tensor<2x2x2xi8> as tensor<2x3xi8, #sinter.layout<[1 / 2, 0, 1 mod 2]>>
  %r = sinter.relayout %x : tensor<2x3xi8, #sinter.layout<[1 / 2, 0, 1 mod 2]>> -> tensor<2x3xi8, #sinter.layout<[1, 0], border = [1, 1, 1, 0]>>
  return %r : tensor<2x3xi8, #sinter.layout<[1, 0], border = [1, 1, 1, 0]>>
}

// Two blocked dimensions, as convolution weights have them: filter f and channel c at [f / 2, c / 2, c % 2, f % 2]. A splat is written out,
// for its lanes beyond the filters are zero.
// CHECK-LABEL: func.func @relayout_splat
//       CHECK: dense<{{\[\[\[}}[7, 7], [7, 7]]], {{\[\[}}[7, 0], [7, 0]]]]> : tensor<2x1x2x2xi64>
func.func @relayout_splat() -> tensor<3x2xi64, #sinter.layout<[0 / 2, 1 / 2, 1 mod 2, 0 mod 2]>> {
  %x = sinter.constant dense<7> : tensor<3x2xi64> as tensor<3x2xi64>
  %r = sinter.relayout %x : tensor<3x2xi64> -> tensor<3x2xi64, #sinter.layout<[0 / 2, 1 / 2, 1 mod 2, 0 mod 2]>>
  return %r : tensor<3x2xi64, #sinter.layout<[0 / 2, 1 / 2, 1 mod 2, 0 mod 2]>>
}

// Booleans and halves move by their size.
// CHECK-LABEL: func.func @relayout_small_types
//   CHECK-DAG: %[[I1:.*]] = sinter.constant dense<{{\[}}[true, false], [true, false]]> : tensor<2x2xi1>
//   CHECK-DAG: %[[F16:.*]] = sinter.constant dense<{{\[}}[1.000000e+00, 3.000000e+00], [2.000000e+00, 0.000000e+00]]> : tensor<2x2xf16>
//       CHECK: return %[[I1]], %[[F16]]
func.func @relayout_small_types() -> (tensor<3xi1, #sinter.layout<[0 / 2, 0 mod 2]>>, tensor<3xf16, #sinter.layout<[0 mod 2, 0 / 2]>>) {
  %x = sinter.constant dense<[true, false, true]> : tensor<3xi1> as tensor<3xi1>
  %r = sinter.relayout %x : tensor<3xi1> -> tensor<3xi1, #sinter.layout<[0 / 2, 0 mod 2]>>
  %y = sinter.constant dense<[1.0, 2.0, 3.0]> : tensor<3xf16> as tensor<3xf16>
  %s = sinter.relayout %y : tensor<3xf16> -> tensor<3xf16, #sinter.layout<[0 mod 2, 0 / 2]>>
  return %r, %s : tensor<3xi1, #sinter.layout<[0 / 2, 0 mod 2]>>, tensor<3xf16, #sinter.layout<[0 mod 2, 0 / 2]>>
}

// Ops compute on logical values, whatever the layouts of operands and result.
// CHECK-LABEL: func.func @add_in_layouts
//       CHECK: dense<{{\[}}[1.100000e+01, 2.200000e+01], [3.300000e+01, 0.000000e+00]]> : tensor<2x2xf32> as tensor<3xf32, #sinter.layout<[0 / 2, 0 mod 2]>>
func.func @add_in_layouts() -> tensor<3xf32, #sinter.layout<[0 / 2, 0 mod 2]>> {
  %x = sinter.constant dense<[0.0, 1.0, 2.0, 3.0]> : tensor<4xf32> as tensor<3xf32, #sinter.layout<[0], border = [1, 0]>>
  %y = sinter.constant dense<[10.0, 20.0, 30.0]> : tensor<3xf32> as tensor<3xf32>
  %r = sinter.add %x, %y : tensor<3xf32, #sinter.layout<[0], border = [1, 0]>>, tensor<3xf32> -> tensor<3xf32, #sinter.layout<[0 / 2, 0 mod 2]>>
  return %r : tensor<3xf32, #sinter.layout<[0 / 2, 0 mod 2]>>
}

// More than 64 elements become a resource under the name of the weight. Its data is 1 - 2 = -1, 65 times.
// CHECK-LABEL: func.func @resource
//  CHECK-NEXT: %[[R:.*]] = sinter.constant dense_resource<[[$KEY:conv1.weight_[0-9a-f]+]]> : tensor<65xf32>
//  CHECK-NEXT: return %[[R]]
func.func @resource() -> tensor<65xf32> {
  %w = sinter.constant dense_resource<conv1.weight_00> : tensor<1xf32> as tensor<1xf32>
  %z = sinter.constant dense<1.0> : tensor<65xf32> as tensor<65xf32>
  %r = sinter.add %z, %w : tensor<65xf32>, tensor<1xf32> -> tensor<65xf32>
  return %r : tensor<65xf32>
}

// One operand is an argument.
// CHECK-LABEL: func.func @keeps_unknown
//       CHECK: sinter.add
func.func @keeps_unknown(%x: tensor<2xf32>) -> tensor<2xf32> {
  %y = sinter.constant dense<1.0> : tensor<2xf32> as tensor<2xf32>
  %r = sinter.add %x, %y : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
  return %r : tensor<2xf32>
}

// A constant with another user stays for it; one that nothing uses goes.
// CHECK-LABEL: func.func @keeps_shared_constant
//       CHECK: %[[A:.*]] = sinter.constant dense<1.000000e+00>
//   CHECK-NOT: dense<5.000000e+00>
//       CHECK: %[[R:.*]] = sinter.constant dense<-1.000000e+00>
//       CHECK: return %[[A]], %[[R]]
func.func @keeps_shared_constant() -> (tensor<2xf32>, tensor<2xf32>) {
  %a = sinter.constant dense<1.0> : tensor<2xf32> as tensor<2xf32>
  %unused = sinter.constant dense<5.0> : tensor<2xf32> as tensor<2xf32>
  %r = sinter.neg %a : tensor<2xf32> -> tensor<2xf32>
  return %a, %r : tensor<2xf32>, tensor<2xf32>
}

// The weights were printed without their data.
// CHECK-LABEL: func.func @keeps_elided
//       CHECK: sinter.neg
func.func @keeps_elided() -> tensor<2xf32> {
  %a = sinter.constant dense_resource<elided> : tensor<2xf32> as tensor<2xf32>
  %r = sinter.neg %a : tensor<2xf32> -> tensor<2xf32>
  return %r : tensor<2xf32>
}

// Four bytes of data for two floats are no data.
// CHECK-LABEL: func.func @keeps_short_data
//       CHECK: sinter.neg
func.func @keeps_short_data() -> tensor<2xf32> {
  %a = sinter.constant dense_resource<conv1.weight_00> : tensor<2xf32> as tensor<2xf32>
  %r = sinter.neg %a : tensor<2xf32> -> tensor<2xf32>
  return %r : tensor<2xf32>
}

// What a kernel computes is decided; its ops have no constants of their own.
// CHECK-LABEL: func.func @keeps_kernel
//       CHECK: sinter.kernel
func.func @keeps_kernel() -> tensor<2xf32> {
  %a = sinter.constant dense<1.0> : tensor<2xf32> as tensor<2xf32>
  %r = sinter.kernel "relu" (%x = %a) : (tensor<2xf32>) -> tensor<2xf32> {
    %y = sinter.relu %x : tensor<2xf32> -> tensor<2xf32>
    sinter.yield %y : tensor<2xf32>
  }
  return %r : tensor<2xf32>
}

// Parameters may change while training.
sinter.parameter @scale : tensor<2xf32> = #sinter.initializer<"ones", []>

// CHECK-LABEL: func.func @keeps_read
//       CHECK: sinter.read @scale
//       CHECK: sinter.neg
func.func @keeps_read() -> tensor<2xf32> {
  %a = sinter.read @scale : tensor<2xf32>
  %r = sinter.neg %a : tensor<2xf32> -> tensor<2xf32>
  return %r : tensor<2xf32>
}

// CHECK-LABEL: dialect_resources
//       CHECK: [[$KEY]]: "0x40000000{{(000080BF){65}"}}
{-#
  dialect_resources: {
    builtin: {
      conv1.weight_00: "0x40000000000000C0"
    }
  }
#-}

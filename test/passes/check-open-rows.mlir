// RUN: sinter-opt %s --sinter-check-open-rows --split-input-file --verify-diagnostics | FileCheck %s

// Axis 0 stays where it is, and what rows share does not depend on them. A reshape may fold axes into it.
// CHECK-LABEL: func.func @apart
func.func @apart(%x: tensor<64x4x6x8xf32> {sinter.open_rows}, %v: tensor<8xf32>, %w: tensor<3x8xf32>) -> tensor<64x3xf32>
    attributes {sinter.open = #sinter.open<"N", 1, 64>} {
  %a = sinter.add %x, %v : tensor<64x4x6x8xf32>, tensor<8xf32> -> tensor<64x4x6x8xf32>
  %f = sinter.reshape %a {shape = array<i64: 256, 6, 8>} : (tensor<64x4x6x8xf32>) -> tensor<256x6x8xf32>
  %s = sinter.softmax %f {axis = 1 : i64} : (tensor<256x6x8xf32>) -> tensor<256x6x8xf32>
  %t = sinter.transpose %s {permutation = array<i64: 0, 2, 1>} : (tensor<256x6x8xf32>) -> tensor<256x8x6xf32>
  %b = sinter.reshape %t {shape = array<i64: 64, 4, 8, 6>} : (tensor<256x8x6xf32>) -> tensor<64x4x8x6xf32>
  %m = sinter.mean %b {axes = array<i64: 1, 3>} : (tensor<64x4x8x6xf32>) -> tensor<64x8xf32>
  %c = sinter.concat %m, %m {axis = 1 : i64} : (tensor<64x8xf32>, tensor<64x8xf32>) -> tensor<64x16xf32>
  %d = sinter.dense %m, %w : (tensor<64x8xf32>, tensor<3x8xf32>) -> tensor<64x3xf32>
  return %d : tensor<64x3xf32>
}

// So do adjoints of what keeps rows apart.
// CHECK-LABEL: func.func @adjoints
func.func @adjoints(%x: tensor<64x8x8x4xf32> {sinter.open_rows}, %m: tensor<64x2x3xf32> {sinter.open_rows}, %i: tensor<3xi32>) -> tensor<64x5x4xf32>
    attributes {sinter.open = #sinter.open<"N", 1, 64>} {
  %r = sinter.affine_sample %x, %m : (tensor<64x8x8x4xf32>, tensor<64x2x3xf32>) -> tensor<64x8x8x4xf32>
  %a = sinter.avg_pool_gradient %r {size = array<i64: 16, 16>, window = array<i64: 2, 2>, strides = array<i64: 2, 2>} : (tensor<64x8x8x4xf32>) -> tensor<64x16x16x4xf32>
  %b = sinter.max_pool_gradient %a, %x {window = array<i64: 2, 2>, strides = array<i64: 2, 2>} : (tensor<64x16x16x4xf32>, tensor<64x8x8x4xf32>) -> tensor<64x16x16x4xf32>
  %c = sinter.resize_gradient %b {size = array<i64: 3, 3>, mode = "bilinear", coordinates = "half_pixel"} : (tensor<64x16x16x4xf32>) -> tensor<64x3x3x4xf32>
  %d = sinter.slice_gradient %c {shape = array<i64: 64, 3, 5, 4>, starts = array<i64: 0, 0, 2, 0>, strides = array<i64: 1, 1, 1, 1>} : (tensor<64x3x3x4xf32>) -> tensor<64x3x5x4xf32>
  %e = sinter.reshape %d {shape = array<i64: 64, 15, 4>} : (tensor<64x3x5x4xf32>) -> tensor<64x15x4xf32>
  %f = sinter.slice %e {starts = array<i64: 0, 0, 0>, sizes = array<i64: 64, 3, 4>, strides = array<i64: 1, 1, 1>} : (tensor<64x15x4xf32>) -> tensor<64x3x4xf32>
  %g = sinter.gather_gradient %f, %i {axis = 1 : i64, size = 5 : i64} : (tensor<64x3x4xf32>, tensor<3xi32>) -> tensor<64x5x4xf32>
  return %g : tensor<64x5x4xf32>
}

// What does not depend on the open inputs may do anything.
// CHECK-LABEL: func.func @closed
func.func @closed(%x: tensor<64x8xf32>) -> tensor<8xf32> attributes {sinter.open = #sinter.open<"N", 1, 64>} {
  %m = sinter.mean %x {axes = array<i64: 0>} : (tensor<64x8xf32>) -> tensor<8xf32>
  return %m : tensor<8xf32>
}

// -----

func.func @reduces(%x: tensor<64x8xf32> {sinter.open_rows}) -> tensor<8xf32> attributes {sinter.open = #sinter.open<"N", 1, 64>} {
  // expected-error @below {{`mean` cannot be computed row by row, as the open dimension `N` needs: it reduces axis 0, which is that dimension; give `N` one size instead of a range}}
  %m = sinter.mean %x {axes = array<i64: 0>} : (tensor<64x8xf32>) -> tensor<8xf32>
  return %m : tensor<8xf32>
}

// -----

func.func @reduces_all(%x: tensor<64x8xf32> {sinter.open_rows}) -> tensor<f32> attributes {sinter.open = #sinter.open<"N", 1, 64>} {
  // expected-error @below {{it reduces axis 0, which is that dimension}}
  %m = sinter.mean %x : (tensor<64x8xf32>) -> tensor<f32>
  return %m : tensor<f32>
}

// -----

func.func @runs_along(%x: tensor<64x8xf32> {sinter.open_rows}) -> tensor<64x8xf32> attributes {sinter.open = #sinter.open<"N", 1, 64>} {
  // expected-error @below {{`softmax` cannot be computed row by row, as the open dimension `N` needs: it runs along axis 0}}
  %m = sinter.softmax %x {axis = 0 : i64} : (tensor<64x8xf32>) -> tensor<64x8xf32>
  return %m : tensor<64x8xf32>
}

// -----

func.func @moves(%x: tensor<64x64xf32> {sinter.open_rows}) -> tensor<64x64xf32> attributes {sinter.open = #sinter.open<"N", 1, 64>} {
  // expected-error @below {{it moves axis 0, which is that dimension}}
  %m = sinter.transpose %x {permutation = array<i64: 1, 0>} : (tensor<64x64xf32>) -> tensor<64x64xf32>
  return %m : tensor<64x64xf32>
}

// -----

func.func @joins(%x: tensor<64x8xf32> {sinter.open_rows}, %y: tensor<64x8xf32>) -> tensor<128x8xf32> attributes {sinter.open = #sinter.open<"N", 1, 64>} {
  // expected-error @below {{it runs along axis 0, which is that dimension}}
  %m = sinter.concat %x, %y {axis = 0 : i64} : (tensor<64x8xf32>, tensor<64x8xf32>) -> tensor<128x8xf32>
  return %m : tensor<128x8xf32>
}

// -----

func.func @unfolds(%x: tensor<64x8xf32> {sinter.open_rows}) -> tensor<32x16xf32> attributes {sinter.open = #sinter.open<"N", 1, 64>} {
  // expected-error @below {{axis 0 of its result [32, 16] is no multiple of that dimension}}
  %m = sinter.reshape %x {shape = array<i64: 32, 16>} : (tensor<64x8xf32>) -> tensor<32x16xf32>
  return %m : tensor<32x16xf32>
}

// -----

// The sizes fit at 64 and at no other n.
func.func @broadcasts(%x: tensor<64xf32> {sinter.open_rows}, %y: tensor<3x64xf32>) -> tensor<3x64xf32> attributes {sinter.open = #sinter.open<"N", 1, 64>} {
  // expected-error @below {{broadcasting aligns axis 0 of [64] with another axis of [3, 64]}}
  %m = sinter.add %x, %y : tensor<64xf32>, tensor<3x64xf32> -> tensor<3x64xf32>
  return %m : tensor<3x64xf32>
}

// -----

func.func @weights(%x: tensor<64x8xf32> {sinter.open_rows}) -> tensor<64x64xf32> attributes {sinter.open = #sinter.open<"N", 1, 64>} {
  // expected-error @below {{operand 1, which all rows share, depends on it too}}
  %m = sinter.dense %x, %x : (tensor<64x8xf32>, tensor<64x8xf32>) -> tensor<64x64xf32>
  return %m : tensor<64x64xf32>
}

// -----

func.func @weight_gradient(%x: tensor<64x8xf32> {sinter.open_rows}, %g: tensor<64x3xf32>) -> tensor<3x8xf32> attributes {sinter.open = #sinter.open<"N", 1, 64>} {
  // expected-error @below {{it sums over axis 0, which is that dimension}}
  %r = sinter.dense_weight_gradient %x, %g : (tensor<64x8xf32>, tensor<64x3xf32>) -> tensor<3x8xf32>
  return %r : tensor<3x8xf32>
}

// -----

func.func @filter_gradient(%x: tensor<64x8x8x3xf32>, %g: tensor<64x8x8x2xf32> {sinter.open_rows}) -> tensor<2x3x1x1xf32> attributes {sinter.open = #sinter.open<"N", 1, 64>} {
  // expected-error @below {{it sums over axis 0, which is that dimension}}
  %r = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 1, 1>} : (tensor<64x8x8x3xf32>, tensor<64x8x8x2xf32>) -> tensor<2x3x1x1xf32>
  return %r : tensor<2x3x1x1xf32>
}

// -----

func.func @gathered_rows(%g: tensor<64x8xf32> {sinter.open_rows}, %i: tensor<64xi32>) -> tensor<64x8xf32> attributes {sinter.open = #sinter.open<"N", 1, 64>} {
  // expected-error @below {{it runs along axis 0, which is that dimension}}
  %r = sinter.gather_gradient %g, %i {axis = 0 : i64, size = 64 : i64} : (tensor<64x8xf32>, tensor<64xi32>) -> tensor<64x8xf32>
  return %r : tensor<64x8xf32>
}

// -----

func.func @gathered_by_rows(%g: tensor<64x64x8xf32> {sinter.open_rows}, %i: tensor<64xi32> {sinter.open_rows}) -> tensor<64x5x8xf32> attributes {sinter.open = #sinter.open<"N", 1, 64>} {
  // expected-error @below {{its indices depend on it}}
  %r = sinter.gather_gradient %g, %i {axis = 1 : i64, size = 5 : i64} : (tensor<64x64x8xf32>, tensor<64xi32>) -> tensor<64x5x8xf32>
  return %r : tensor<64x5x8xf32>
}

// -----

func.func @gathered_elements(%g: tensor<64x8xf32> {sinter.open_rows}, %i: tensor<64x8xi32> {sinter.open_rows}) -> tensor<64x8xf32> attributes {sinter.open = #sinter.open<"N", 1, 64>} {
  // expected-error @below {{it runs along axis 0, which is that dimension}}
  %r = sinter.gather_elements_gradient %g, %i {axis = 0 : i64, size = 64 : i64} : (tensor<64x8xf32>, tensor<64x8xi32>) -> tensor<64x8xf32>
  return %r : tensor<64x8xf32>
}

// -----

func.func @sliced_rows(%g: tensor<64x8xf32> {sinter.open_rows}) -> tensor<128x8xf32> attributes {sinter.open = #sinter.open<"N", 1, 64>} {
  // expected-error @below {{it takes a part of axis 0, which is that dimension}}
  %r = sinter.slice_gradient %g {shape = array<i64: 128, 8>, starts = array<i64: 64, 0>, strides = array<i64: 1, 1>} : (tensor<64x8xf32>) -> tensor<128x8xf32>
  return %r : tensor<128x8xf32>
}

// -----

func.func @loss(%x: tensor<f32>, %w: tensor<64x8xf32> {sinter.open_rows}) -> tensor<64x8xf32> attributes {sinter.open = #sinter.open<"N", 1, 64>} {
  // expected-error @below {{the loss sums over axis 0, which is that dimension}}
  %r = sinter.gradient %x, %w : (tensor<f32>, tensor<64x8xf32>) -> tensor<64x8xf32>
  return %r : tensor<64x8xf32>
}

// -----

sinter.parameter @state : tensor<64x8xf32> = #sinter.initializer<"zeros", []>

func.func @writes(%x: tensor<64x8xf32> {sinter.open_rows}) attributes {sinter.open = #sinter.open<"N", 1, 64>} {
  // expected-error @below {{it becomes a parameter, which all calls share}}
  sinter.write @state, %x : tensor<64x8xf32>
  return
}

// -----

sinter.parameter @w : tensor<8xf32> = #sinter.initializer<"zeros", []>

// expected-error @below {{`m_train_step` trains, which needs fixed sizes, but `N` is from 1 to 64; give `N` one size instead of a range}}
func.func @m_train_step(%x: tensor<64x8xf32> {sinter.open_rows}) -> tensor<64x8xf32> attributes {sinter.entry = "train_step", sinter.open = #sinter.open<"N", 1, 64>} {
  %w = sinter.read @w : tensor<8xf32>
  %r = sinter.mul %x, %w : tensor<64x8xf32>, tensor<8xf32> -> tensor<64x8xf32>
  return %r : tensor<64x8xf32>
}

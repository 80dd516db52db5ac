// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// The largest value of each window. Rows: floor((8 + 1 + 1 - 3) / 2) + 1 = 4. Columns: floor((8 + 0 + 0 - 2) / 3) + 1 = 3.
// CHECK-LABEL: func.func @max_pool
//  CHECK-SAME: %[[X:.*]]: tensor<1x8x8x4xf32>
//       CHECK: sinter.max_pool %[[X]] {padding = array<i64: 1, 1, 0, 0>, strides = array<i64: 2, 3>, window = array<i64: 3, 2>}
//  CHECK-SAME:   : (tensor<1x8x8x4xf32>) -> tensor<1x4x3x4xf32>
func.func @max_pool(%x: tensor<1x8x8x4xf32>) -> tensor<1x4x3x4xf32> {
  %y = sinter.max_pool %x {window = array<i64: 3, 2>, strides = array<i64: 2, 3>, padding = array<i64: 1, 1, 0, 0>}
    : (tensor<1x8x8x4xf32>) -> tensor<1x4x3x4xf32>
  return %y : tensor<1x4x3x4xf32>
}

// Without padding.
// CHECK-LABEL: func.func @defaults
//       CHECK: sinter.max_pool %{{.*}} {strides = array<i64: 2, 2>, window = array<i64: 2, 2>} : (tensor<1x8x8x4xf32>) -> tensor<1x4x4x4xf32>
func.func @defaults(%x: tensor<1x8x8x4xf32>) -> tensor<1x4x4x4xf32> {
  %y = sinter.max_pool %x {window = array<i64: 2, 2>, strides = array<i64: 2, 2>} : (tensor<1x8x8x4xf32>) -> tensor<1x4x4x4xf32>
  return %y : tensor<1x4x4x4xf32>
}

// -----

func.func @input_rank(%x: tensor<8x8x4xf32>) -> tensor<4x4x4xf32> {
  // expected-error @below {{`max_pool` needs an input of shape [n, h, w, c], but it is [8, 8, 4]}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.max_pool %x {window = array<i64: 2, 2>, strides = array<i64: 2, 2>} : (tensor<8x8x4xf32>) -> tensor<4x4x4xf32>
  return %y : tensor<4x4x4xf32>
}

// -----

func.func @attribute_lengths(%x: tensor<1x8x8x4xf32>) -> tensor<1x4x4x4xf32> {
  // expected-error @below {{`max_pool` takes 2 window sizes, 2 strides and 4 paddings, but has 1, 2 and 4}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.max_pool %x {window = array<i64: 2>, strides = array<i64: 2, 2>} : (tensor<1x8x8x4xf32>) -> tensor<1x4x4x4xf32>
  return %y : tensor<1x4x4x4xf32>
}

// -----

func.func @stride_of_zero(%x: tensor<1x8x8x4xf32>) -> tensor<1x4x4x4xf32> {
  // expected-error @below {{`max_pool` needs a window and strides of at least 1, but they are [2, 2] and [0, 2]}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.max_pool %x {window = array<i64: 2, 2>, strides = array<i64: 0, 2>} : (tensor<1x8x8x4xf32>) -> tensor<1x4x4x4xf32>
  return %y : tensor<1x4x4x4xf32>
}

// -----

// A window would lie in the padding alone.
func.func @padding_of_a_window(%x: tensor<1x8x8x4xf32>) -> tensor<1x5x4x4xf32> {
  // expected-error @below {{so that each window touches the image, but padding is [2, 0, 0, 0] and the window [2, 2]}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.max_pool %x {window = array<i64: 2, 2>, strides = array<i64: 2, 2>, padding = array<i64: 2, 0, 0, 0>} : (tensor<1x8x8x4xf32>) -> tensor<1x5x4x4xf32>
  return %y : tensor<1x5x4x4xf32>
}

// -----

func.func @negative_padding(%x: tensor<1x8x8x4xf32>) -> tensor<1x4x4x4xf32> {
  // expected-error @below {{`max_pool` needs padding from 0 to below the window}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.max_pool %x {window = array<i64: 2, 2>, strides = array<i64: 2, 2>, padding = array<i64: 0, -1, 0, 0>} : (tensor<1x8x8x4xf32>) -> tensor<1x4x4x4xf32>
  return %y : tensor<1x4x4x4xf32>
}

// -----

func.func @window_too_large(%x: tensor<1x8x8x4xf32>) -> tensor<1x1x4x4xf32> {
  // expected-error @below {{`max_pool` has a window of 9 rows, but the padded image has 8}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.max_pool %x {window = array<i64: 9, 2>, strides = array<i64: 1, 2>} : (tensor<1x8x8x4xf32>) -> tensor<1x1x4x4xf32>
  return %y : tensor<1x1x4x4xf32>
}

// -----

// Sizes that would wrap around.
func.func @window_too_large(%x: tensor<1x8x8x4xf32>) -> tensor<1x8x8x4xf32> {
  // expected-error @below {{`max_pool` needs a window and strides of at most 2^31, but they are [9223372036854775807, 1] and [1, 1]}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.max_pool %x {window = array<i64: 9223372036854775807, 1>, strides = array<i64: 1, 1>, padding = array<i64: 9223372036854775806, 0, 0, 0>} : (tensor<1x8x8x4xf32>) -> tensor<1x8x8x4xf32>
  return %y : tensor<1x8x8x4xf32>
}

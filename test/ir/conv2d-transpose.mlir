// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// (8 - 1) * 2 - 1 - 1 + 4 rows; groups have filters of their own; output padding adds rows at the end.
// CHECK-LABEL: func.func @conv2d_transpose
//       CHECK: sinter.conv2d_transpose %{{.*}}, %{{.*}}, %{{.*}} {{{.*}}} : (tensor<1x8x8x4xf32>, tensor<4x6x4x4xf32>, tensor<6xf32>) -> tensor<1x16x16x6xf32>
//       CHECK: sinter.conv2d_transpose %{{.*}}, %{{.*}} {{{.*}}} : (tensor<1x8x8x4xf32>, tensor<4x6x4x4xf32>) -> tensor<1x24x11x12xf32>
func.func @conv2d_transpose(%x: tensor<1x8x8x4xf32>, %w: tensor<4x6x4x4xf32>, %b: tensor<6xf32>) -> (tensor<1x16x16x6xf32>, tensor<1x24x11x12xf32>) {
  %y = sinter.conv2d_transpose %x, %w, %b {strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>} : (tensor<1x8x8x4xf32>, tensor<4x6x4x4xf32>, tensor<6xf32>) -> tensor<1x16x16x6xf32>
  %z = sinter.conv2d_transpose %x, %w {strides = array<i64: 3, 1>, padding = array<i64: 1, 2, 0, 0>, output_padding = array<i64: 2, 0>, groups = 2 : i64} : (tensor<1x8x8x4xf32>, tensor<4x6x4x4xf32>) -> tensor<1x24x11x12xf32>
  return %y, %z : tensor<1x16x16x6xf32>, tensor<1x24x11x12xf32>
}

// -----

func.func @weight_for_other_channels(%x: tensor<1x8x8x4xf32>, %w: tensor<6x4x4x4xf32>) -> tensor<1x11x11x6xf32> {
  // expected-error @below {{`conv2d_transpose` needs a weight for 4 channels, but it is for 6}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.conv2d_transpose %x, %w {groups = 1 : i64} : (tensor<1x8x8x4xf32>, tensor<6x4x4x4xf32>) -> tensor<1x11x11x6xf32>
  return %y : tensor<1x11x11x6xf32>
}

// -----

func.func @groups_that_do_not_divide(%x: tensor<1x8x8x4xf32>, %w: tensor<4x6x4x4xf32>) -> tensor<1x11x11x6xf32> {
  // expected-error @below {{`conv2d_transpose` needs `groups` to divide the channels, but groups is 3 and channels 4}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.conv2d_transpose %x, %w {groups = 3 : i64} : (tensor<1x8x8x4xf32>, tensor<4x6x4x4xf32>) -> tensor<1x11x11x6xf32>
  return %y : tensor<1x11x11x6xf32>
}

// -----

func.func @output_padding_of_a_stride(%x: tensor<1x8x8x4xf32>, %w: tensor<4x6x4x4xf32>) -> tensor<1x11x11x6xf32> {
  // expected-error @below {{`conv2d_transpose` needs output padding from 0 to below stride or dilation, but it is 1 and the larger of them 1}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.conv2d_transpose %x, %w {output_padding = array<i64: 1, 0>} : (tensor<1x8x8x4xf32>, tensor<4x6x4x4xf32>) -> tensor<1x11x11x6xf32>
  return %y : tensor<1x11x11x6xf32>
}

// -----

func.func @padding_that_leaves_nothing(%x: tensor<1x8x8x4xf32>, %w: tensor<4x6x4x4xf32>) -> tensor<1x11x11x6xf32> {
  // expected-error @below {{`conv2d_transpose` has padding of 6 and 5, which leaves none of the 11 rows}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.conv2d_transpose %x, %w {padding = array<i64: 6, 5, 0, 0>} : (tensor<1x8x8x4xf32>, tensor<4x6x4x4xf32>) -> tensor<1x11x11x6xf32>
  return %y : tensor<1x11x11x6xf32>
}

// -----

func.func @negative_padding(%x: tensor<1x8x8x4xf32>, %w: tensor<4x6x4x4xf32>) -> tensor<1x11x11x6xf32> {
  // expected-error @below {{`conv2d_transpose` needs padding of at least 0, but it is -1}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.conv2d_transpose %x, %w {padding = array<i64: -1, 0, 0, 0>} : (tensor<1x8x8x4xf32>, tensor<4x6x4x4xf32>) -> tensor<1x11x11x6xf32>
  return %y : tensor<1x11x11x6xf32>
}

// -----

func.func @not_an_image(%x: tensor<8x8x4xf32>, %w: tensor<4x6x4x4xf32>) -> tensor<11x11x6xf32> {
  // expected-error @below {{`conv2d_transpose` needs an input of shape [n, h, w, c], but it is [8, 8, 4]}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.conv2d_transpose %x, %w : (tensor<8x8x4xf32>, tensor<4x6x4x4xf32>) -> tensor<11x11x6xf32>
  return %y : tensor<11x11x6xf32>
}

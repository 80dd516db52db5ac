// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// Defaults are not printed. 8 rows with padding 1 + 1 and a kernel that spans 3 leave 8.
// CHECK-LABEL: func.func @conv2d
//  CHECK-SAME: %[[X:.*]]: tensor<1x8x8x4xf32>, %[[W:.*]]: tensor<6x4x3x3xf32>, %[[B:.*]]: tensor<6xf32>
//       CHECK: sinter.conv2d %[[X]], %[[W]], %[[B]]
//  CHECK-SAME:   {padding = array<i64: 1, 1, 1, 1>}
//  CHECK-SAME:   : (tensor<1x8x8x4xf32>, tensor<6x4x3x3xf32>, tensor<6xf32>) -> tensor<1x8x8x6xf32>
func.func @conv2d(%x: tensor<1x8x8x4xf32>, %w: tensor<6x4x3x3xf32>, %b: tensor<6xf32>) -> tensor<1x8x8x6xf32> {
  %y = sinter.conv2d %x, %w, %b {strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>, dilations = array<i64: 1, 1>, groups = 1 : i64}
    : (tensor<1x8x8x4xf32>, tensor<6x4x3x3xf32>, tensor<6xf32>) -> tensor<1x8x8x6xf32>
  return %y : tensor<1x8x8x6xf32>
}

// Nothing but shapes: no padding, stride 1.
// CHECK-LABEL: func.func @defaults
//       CHECK: sinter.conv2d %{{.*}}, %{{.*}} : (tensor<1x8x8x4xf32>, tensor<6x4x3x3xf32>) -> tensor<1x6x6x6xf32>
func.func @defaults(%x: tensor<1x8x8x4xf32>, %w: tensor<6x4x3x3xf32>) -> tensor<1x6x6x6xf32> {
  %y = sinter.conv2d %x, %w : (tensor<1x8x8x4xf32>, tensor<6x4x3x3xf32>) -> tensor<1x6x6x6xf32>
  return %y : tensor<1x6x6x6xf32>
}

// Depthwise. Rows: floor((9 + 1 + 0 - 3) / 2) + 1 = 4. Columns: the kernel spans 5, floor((7 + 0 + 2 - 5) / 3) + 1 = 2.
// CHECK-LABEL: func.func @uneven
//       CHECK: {dilations = array<i64: 1, 2>, groups = 4 : i64, padding = array<i64: 1, 0, 0, 2>, strides = array<i64: 2, 3>}
//  CHECK-SAME: -> tensor<2x4x2x4xf32>
func.func @uneven(%x: tensor<2x9x7x4xf32>, %w: tensor<4x1x3x3xf32>) -> tensor<2x4x2x4xf32> {
  %y = sinter.conv2d %x, %w {strides = array<i64: 2, 3>, padding = array<i64: 1, 0, 0, 2>, dilations = array<i64: 1, 2>, groups = 4 : i64}
    : (tensor<2x9x7x4xf32>, tensor<4x1x3x3xf32>) -> tensor<2x4x2x4xf32>
  return %y : tensor<2x4x2x4xf32>
}

// Declared types may add layouts.
// CHECK-LABEL: func.func @layouts
//       CHECK: -> tensor<1x6x6x8xf32, #sinter.layout<[0, 3 / 8, 1, 2, 3 mod 8]>>
func.func @layouts(%x: tensor<1x8x8x4xf32>, %w: tensor<8x4x3x3xf32, #sinter.layout<[0 / 8, 2, 3, 1, 0 mod 8]>>) -> tensor<1x6x6x8xf32, #sinter.layout<[0, 3 / 8, 1, 2, 3 mod 8]>> {
  %y = sinter.conv2d %x, %w : (tensor<1x8x8x4xf32>, tensor<8x4x3x3xf32, #sinter.layout<[0 / 8, 2, 3, 1, 0 mod 8]>>)
    -> tensor<1x6x6x8xf32, #sinter.layout<[0, 3 / 8, 1, 2, 3 mod 8]>>
  return %y : tensor<1x6x6x8xf32, #sinter.layout<[0, 3 / 8, 1, 2, 3 mod 8]>>
}

// -----

func.func @input_rank(%x: tensor<8x8x4xf32>, %w: tensor<6x4x3x3xf32>) -> tensor<6x6x6xf32> {
  // expected-error @below {{`conv2d` needs an input of shape [n, h, w, c], but it is [8, 8, 4]}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.conv2d %x, %w : (tensor<8x8x4xf32>, tensor<6x4x3x3xf32>) -> tensor<6x6x6xf32>
  return %y : tensor<6x6x6xf32>
}

// -----

func.func @weight_rank(%x: tensor<1x8x8x4xf32>, %w: tensor<6x4x3xf32>) -> tensor<1x6x6x6xf32> {
  // expected-error @below {{`conv2d` needs a weight of shape [filters, c / groups, kh, kw], but it is [6, 4, 3]}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.conv2d %x, %w : (tensor<1x8x8x4xf32>, tensor<6x4x3xf32>) -> tensor<1x6x6x6xf32>
  return %y : tensor<1x6x6x6xf32>
}

// -----

func.func @attribute_lengths(%x: tensor<1x8x8x4xf32>, %w: tensor<6x4x3x3xf32>) -> tensor<1x6x6x6xf32> {
  // expected-error @below {{`conv2d` takes 2 strides, 2 dilations and 4 paddings, but has 2, 2 and 2}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.conv2d %x, %w {padding = array<i64: 1, 1>} : (tensor<1x8x8x4xf32>, tensor<6x4x3x3xf32>) -> tensor<1x6x6x6xf32>
  return %y : tensor<1x6x6x6xf32>
}

// -----

func.func @stride_of_zero(%x: tensor<1x8x8x4xf32>, %w: tensor<6x4x3x3xf32>) -> tensor<1x6x6x6xf32> {
  // expected-error @below {{`conv2d` needs strides, dilations and groups of at least 1, but one is 0}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.conv2d %x, %w {strides = array<i64: 1, 0>} : (tensor<1x8x8x4xf32>, tensor<6x4x3x3xf32>) -> tensor<1x6x6x6xf32>
  return %y : tensor<1x6x6x6xf32>
}

// -----

func.func @negative_padding(%x: tensor<1x8x8x4xf32>, %w: tensor<6x4x3x3xf32>) -> tensor<1x6x6x6xf32> {
  // expected-error @below {{`conv2d` needs padding of at least 0, but it is -1}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.conv2d %x, %w {padding = array<i64: 0, 0, 0, -1>} : (tensor<1x8x8x4xf32>, tensor<6x4x3x3xf32>) -> tensor<1x6x6x6xf32>
  return %y : tensor<1x6x6x6xf32>
}

// -----

func.func @groups_of_filters(%x: tensor<1x8x8x4xf32>, %w: tensor<6x1x3x3xf32>) -> tensor<1x6x6x6xf32> {
  // expected-error @below {{`conv2d` needs `groups` to divide channels and filters, but groups is 4, channels 4 and filters 6}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.conv2d %x, %w {groups = 4 : i64} : (tensor<1x8x8x4xf32>, tensor<6x1x3x3xf32>) -> tensor<1x6x6x6xf32>
  return %y : tensor<1x6x6x6xf32>
}

// -----

func.func @weight_channels(%x: tensor<1x8x8x4xf32>, %w: tensor<6x4x3x3xf32>) -> tensor<1x6x6x6xf32> {
  // expected-error @below {{`conv2d` needs a weight for 2 channels (4 / 2 groups), but it is for 4}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.conv2d %x, %w {groups = 2 : i64} : (tensor<1x8x8x4xf32>, tensor<6x4x3x3xf32>) -> tensor<1x6x6x6xf32>
  return %y : tensor<1x6x6x6xf32>
}

// -----

func.func @bias_shape(%x: tensor<1x8x8x4xf32>, %w: tensor<6x4x3x3xf32>, %b: tensor<1x6xf32>) -> tensor<1x6x6x6xf32> {
  // expected-error @below {{`conv2d` needs a bias of shape [6], but it is [1, 6]}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.conv2d %x, %w, %b : (tensor<1x8x8x4xf32>, tensor<6x4x3x3xf32>, tensor<1x6xf32>) -> tensor<1x6x6x6xf32>
  return %y : tensor<1x6x6x6xf32>
}

// -----

func.func @one_element_type(%x: tensor<1x8x8x4xf32>, %w: tensor<6x4x3x3xf16>) -> tensor<1x6x6x6xf32> {
  // expected-error @below {{`conv2d` needs one element type, but its operands are 'tensor<1x8x8x4xf32>' and 'tensor<6x4x3x3xf16>'}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.conv2d %x, %w : (tensor<1x8x8x4xf32>, tensor<6x4x3x3xf16>) -> tensor<1x6x6x6xf32>
  return %y : tensor<1x6x6x6xf32>
}

// -----

// Dilation counts: 3 taps 4 apart span 9.
func.func @kernel_too_large(%x: tensor<1x8x8x4xf32>, %w: tensor<6x4x3x3xf32>) -> tensor<1x6x1x6xf32> {
  // expected-error @below {{`conv2d` has a kernel that spans 9 columns, but the padded image has 8}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.conv2d %x, %w {dilations = array<i64: 1, 4>} : (tensor<1x8x8x4xf32>, tensor<6x4x3x3xf32>) -> tensor<1x6x1x6xf32>
  return %y : tensor<1x6x1x6xf32>
}

// -----

// Sizes that would wrap around.
func.func @padding_too_large(%x: tensor<1x8x8x4xf32>, %w: tensor<6x4x1x1xf32>) -> tensor<1x8x8x6xf32> {
  // expected-error @below {{`conv2d` needs strides, dilations and padding of at most 2^31, but one is 9223372036854775807}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.conv2d %x, %w {padding = array<i64: 9223372036854775807, 9223372036854775807, 0, 0>} : (tensor<1x8x8x4xf32>, tensor<6x4x1x1xf32>) -> tensor<1x8x8x6xf32>
  return %y : tensor<1x8x8x6xf32>
}

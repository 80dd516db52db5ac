// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// CHECK-LABEL: func.func @conv2d_weight_gradient
//       CHECK: sinter.conv2d_weight_gradient %{{.*}}, %{{.*}} {kernel = array<i64: 3, 3>, padding = array<i64: 1, 1, 1, 1>} : (tensor<2x8x8x4xf32>, tensor<2x8x8x6xf32>) -> tensor<6x4x3x3xf32>
func.func @conv2d_weight_gradient(%x: tensor<2x8x8x4xf32>, %g: tensor<2x8x8x6xf32>) -> tensor<6x4x3x3xf32> {
  %r = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 3, 3>, strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>} : (tensor<2x8x8x4xf32>, tensor<2x8x8x6xf32>) -> tensor<6x4x3x3xf32>
  return %r : tensor<6x4x3x3xf32>
}

// Of 4 channels a filter sees 2; rows and columns differ in everything.
// CHECK-LABEL: func.func @groups
//       CHECK: sinter.conv2d_weight_gradient %{{.*}}, %{{.*}} {dilations = array<i64: 1, 2>, groups = 2 : i64, kernel = array<i64: 3, 2>, padding = array<i64: 1, 0, 0, 2>, strides = array<i64: 2, 3>} : (tensor<2x9x8x4xf32>, tensor<2x4x3x6xf32>) -> tensor<6x2x3x2xf32>
func.func @groups(%x: tensor<2x9x8x4xf32>, %g: tensor<2x4x3x6xf32>) -> tensor<6x2x3x2xf32> {
  %r = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 3, 2>, strides = array<i64: 2, 3>, padding = array<i64: 1, 0, 0, 2>, dilations = array<i64: 1, 2>, groups = 2 : i64} : (tensor<2x9x8x4xf32>, tensor<2x4x3x6xf32>) -> tensor<6x2x3x2xf32>
  return %r : tensor<6x2x3x2xf32>
}

// -----

func.func @not_an_image(%x: tensor<8x8x4xf32>, %g: tensor<2x8x8x6xf32>) -> tensor<6x4x3x3xf32> {
  // expected-error @below {{`conv2d_weight_gradient` needs an input of shape [n, h, w, c], but it is [8, 8, 4]}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 3, 3>, strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>} : (tensor<8x8x4xf32>, tensor<2x8x8x6xf32>) -> tensor<6x4x3x3xf32>
  return %r : tensor<6x4x3x3xf32>
}

// -----

func.func @gradient_is_no_image(%x: tensor<2x8x8x4xf32>, %g: tensor<8x8x6xf32>) -> tensor<6x4x3x3xf32> {
  // expected-error @below {{`conv2d_weight_gradient` needs an input of shape [n, h, w, c], but it is [8, 8, 6]}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 3, 3>, strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>} : (tensor<2x8x8x4xf32>, tensor<8x8x6xf32>) -> tensor<6x4x3x3xf32>
  return %r : tensor<6x4x3x3xf32>
}

// -----

func.func @other_element_type(%x: tensor<2x8x8x4xf32>, %g: tensor<2x8x8x6xf16>) -> tensor<6x4x3x3xf32> {
  // expected-error @below {{`conv2d_weight_gradient` needs one element type, but its operands are 'tensor<2x8x8x4xf32>' and 'tensor<2x8x8x6xf16>'}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 3, 3>, strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>} : (tensor<2x8x8x4xf32>, tensor<2x8x8x6xf16>) -> tensor<6x4x3x3xf32>
  return %r : tensor<6x4x3x3xf32>
}

// -----

func.func @groups_do_not_divide(%x: tensor<2x8x8x4xf32>, %g: tensor<2x8x8x6xf32>) -> tensor<6x4x3x3xf32> {
  // expected-error @below {{`conv2d_weight_gradient` needs `groups` to divide channels and filters, but groups is 4, channels 4 and filters 6}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 3, 3>, strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>, groups = 4 : i64} : (tensor<2x8x8x4xf32>, tensor<2x8x8x6xf32>) -> tensor<6x4x3x3xf32>
  return %r : tensor<6x4x3x3xf32>
}

// -----

func.func @too_few_strides(%x: tensor<2x8x8x4xf32>, %g: tensor<2x8x8x6xf32>) -> tensor<6x4x3x3xf32> {
  // expected-error @below {{`conv2d_weight_gradient` takes 2 window sizes, 2 strides, 2 dilations and 4 paddings, but has 2, 1, 2 and 4}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 3, 3>, strides = array<i64: 1>, padding = array<i64: 1, 1, 1, 1>} : (tensor<2x8x8x4xf32>, tensor<2x8x8x6xf32>) -> tensor<6x4x3x3xf32>
  return %r : tensor<6x4x3x3xf32>
}

// -----

func.func @stride_of_zero(%x: tensor<2x8x8x4xf32>, %g: tensor<2x8x8x6xf32>) -> tensor<6x4x3x3xf32> {
  // expected-error @below {{`conv2d_weight_gradient` needs windows, strides and dilations from 1 to 2^31, but one is 0}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 3, 3>, strides = array<i64: 1, 0>, padding = array<i64: 1, 1, 1, 1>} : (tensor<2x8x8x4xf32>, tensor<2x8x8x6xf32>) -> tensor<6x4x3x3xf32>
  return %r : tensor<6x4x3x3xf32>
}

// -----

func.func @negative_padding(%x: tensor<2x8x8x4xf32>, %g: tensor<2x8x8x6xf32>) -> tensor<6x4x3x3xf32> {
  // expected-error @below {{`conv2d_weight_gradient` needs padding from 0 to 2^31, but it is -1}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 3, 3>, strides = array<i64: 1, 1>, padding = array<i64: 0, 0, 0, -1>} : (tensor<2x8x8x4xf32>, tensor<2x8x8x6xf32>) -> tensor<6x4x3x3xf32>
  return %r : tensor<6x4x3x3xf32>
}

// -----

func.func @other_gradient(%x: tensor<2x8x8x4xf32>, %g: tensor<2x8x8x6xf32>) -> tensor<6x4x3x3xf32> {
  // expected-error @below {{`conv2d_weight_gradient` belongs to a result of shape [2, 6, 6, 6], but the gradient is [2, 8, 8, 6]}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 3, 3>, strides = array<i64: 1, 1>, padding = array<i64: 0, 0, 0, 0>} : (tensor<2x8x8x4xf32>, tensor<2x8x8x6xf32>) -> tensor<6x4x3x3xf32>
  return %r : tensor<6x4x3x3xf32>
}

// -----

func.func @too_many_elements(%x: tensor<1x1x1x65536xf32>, %g: tensor<1x1x1x65536xf32>) -> tensor<2x8xf32> {
  // expected-error @below {{`conv2d_weight_gradient` would make a tensor of shape [65536, 65536, 1, 1], which has more than 2^31 elements}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 1, 1>, strides = array<i64: 1, 1>, padding = array<i64: 0, 0, 0, 0>} : (tensor<1x1x1x65536xf32>, tensor<1x1x1x65536xf32>) -> tensor<2x8xf32>
  return %r : tensor<2x8xf32>
}

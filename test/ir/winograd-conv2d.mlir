// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// 8 rows with padding 1 + 1 leave 8, without padding 6; a bias or none.
// CHECK-LABEL: func.func @winograd_conv2d
//       CHECK: sinter.winograd_conv2d %{{.*}}, %{{.*}}, %{{.*}} {padding = array<i64: 1, 1, 1, 1>, tile = 4 : i64}
//  CHECK-SAME:   : (tensor<1x8x9x4xf32>, tensor<6x4x6x6xf32>, tensor<6xf32>) -> tensor<1x8x9x6xf32>
//       CHECK: sinter.winograd_conv2d %{{.*}}, %{{.*}} {tile = 2 : i64} : (tensor<1x8x9x4xf32>, tensor<6x4x4x4xf32>) -> tensor<1x6x7x6xf32>
func.func @winograd_conv2d(%x: tensor<1x8x9x4xf32>, %u: tensor<6x4x6x6xf32>, %b: tensor<6xf32>, %v: tensor<6x4x4x4xf32>) -> (tensor<1x8x9x6xf32>, tensor<1x6x7x6xf32>) {
  %y = sinter.winograd_conv2d %x, %u, %b {tile = 4 : i64, padding = array<i64: 1, 1, 1, 1>} : (tensor<1x8x9x4xf32>, tensor<6x4x6x6xf32>, tensor<6xf32>) -> tensor<1x8x9x6xf32>
  %z = sinter.winograd_conv2d %x, %v {tile = 2 : i64} : (tensor<1x8x9x4xf32>, tensor<6x4x4x4xf32>) -> tensor<1x6x7x6xf32>
  return %y, %z : tensor<1x8x9x6xf32>, tensor<1x6x7x6xf32>
}

// -----

func.func @tile(%x: tensor<1x8x8x4xf32>, %u: tensor<6x4x5x5xf32>) -> tensor<1x6x6x6xf32> {
  // expected-error @below {{`winograd_conv2d` has tiles of 2 or 4 results, but `tile` is 3}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.winograd_conv2d %x, %u {tile = 3 : i64} : (tensor<1x8x8x4xf32>, tensor<6x4x5x5xf32>) -> tensor<1x6x6x6xf32>
  return %y : tensor<1x6x6x6xf32>
}

// -----

func.func @filters(%x: tensor<1x8x8x4xf32>, %u: tensor<6x4x4x4xf32>) -> tensor<1x6x6x6xf32> {
  // expected-error @below {{`winograd_conv2d` needs filters of 6 x 6 for tiles of 4, but they are [4, 4]}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.winograd_conv2d %x, %u {tile = 4 : i64} : (tensor<1x8x8x4xf32>, tensor<6x4x4x4xf32>) -> tensor<1x6x6x6xf32>
  return %y : tensor<1x6x6x6xf32>
}

// -----

func.func @channels(%x: tensor<1x8x8x4xf32>, %u: tensor<6x5x6x6xf32>) -> tensor<1x6x6x6xf32> {
  // expected-error @below {{`winograd_conv2d` needs filters for 4 channels, but they are for 5}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.winograd_conv2d %x, %u {tile = 4 : i64} : (tensor<1x8x8x4xf32>, tensor<6x5x6x6xf32>) -> tensor<1x6x6x6xf32>
  return %y : tensor<1x6x6x6xf32>
}

// -----

func.func @bias(%x: tensor<1x8x8x4xf32>, %u: tensor<6x4x6x6xf32>, %b: tensor<4xf32>) -> tensor<1x6x6x6xf32> {
  // expected-error @below {{`winograd_conv2d` needs a bias of shape [6], but it is [4]}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.winograd_conv2d %x, %u, %b {tile = 4 : i64} : (tensor<1x8x8x4xf32>, tensor<6x4x6x6xf32>, tensor<4xf32>) -> tensor<1x6x6x6xf32>
  return %y : tensor<1x6x6x6xf32>
}

// -----

func.func @small_image(%x: tensor<1x2x8x4xf32>, %u: tensor<6x4x6x6xf32>) -> tensor<1x1x6x6xf32> {
  // expected-error @below {{`winograd_conv2d` has a kernel that spans 3 x 3, but the padded image is 2 x 8}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.winograd_conv2d %x, %u {tile = 4 : i64} : (tensor<1x2x8x4xf32>, tensor<6x4x6x6xf32>) -> tensor<1x1x6x6xf32>
  return %y : tensor<1x1x6x6xf32>
}

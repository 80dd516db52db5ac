// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// CHECK-LABEL: func.func @resize
//       CHECK: sinter.resize %{{.*}} {coordinates = "half_pixel", mode = "bilinear", size = array<i64: 16, 5>} : (tensor<1x8x8x4xf32>) -> tensor<1x16x5x4xf32>
func.func @resize(%x: tensor<1x8x8x4xf32>) -> tensor<1x16x5x4xf32> {
  %y = sinter.resize %x {size = array<i64: 16, 5>, mode = "bilinear", coordinates = "half_pixel"} : (tensor<1x8x8x4xf32>) -> tensor<1x16x5x4xf32>
  return %y : tensor<1x16x5x4xf32>
}

// -----

func.func @unknown_mode(%x: tensor<1x8x8x4xf32>) -> tensor<1x16x16x4xf32> {
  // expected-error @below {{`resize` knows the modes nearest, bilinear and bicubic, but not `area`}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.resize %x {size = array<i64: 16, 16>, mode = "area", coordinates = "half_pixel"} : (tensor<1x8x8x4xf32>) -> tensor<1x16x16x4xf32>
  return %y : tensor<1x16x16x4xf32>
}

// -----

func.func @unknown_coordinates(%x: tensor<1x8x8x4xf32>) -> tensor<1x16x16x4xf32> {
  // expected-error @below {{`resize` knows the coordinates half_pixel, align_corners and asymmetric, but not `centre`}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.resize %x {size = array<i64: 16, 16>, mode = "nearest", coordinates = "centre"} : (tensor<1x8x8x4xf32>) -> tensor<1x16x16x4xf32>
  return %y : tensor<1x16x16x4xf32>
}

// -----

func.func @nearest_with_aligned_corners(%x: tensor<1x8x8x4xf32>) -> tensor<1x16x16x4xf32> {
  // expected-error @below {{`resize` has no mode nearest with aligned corners}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.resize %x {size = array<i64: 16, 16>, mode = "nearest", coordinates = "align_corners"} : (tensor<1x8x8x4xf32>) -> tensor<1x16x16x4xf32>
  return %y : tensor<1x16x16x4xf32>
}

// -----

func.func @size_of_zero(%x: tensor<1x8x8x4xf32>) -> tensor<1x16x16x4xf32> {
  // expected-error @below {{`resize` needs a size of rows and columns of at least 1, but it is [0, 16]}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.resize %x {size = array<i64: 0, 16>, mode = "nearest", coordinates = "half_pixel"} : (tensor<1x8x8x4xf32>) -> tensor<1x16x16x4xf32>
  return %y : tensor<1x16x16x4xf32>
}

// -----

func.func @not_an_image(%x: tensor<8x8x4xf32>) -> tensor<1x16x16x4xf32> {
  // expected-error @below {{`resize` needs an input of shape [n, h, w, c], but it is [8, 8, 4]}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.resize %x {size = array<i64: 16, 16>, mode = "nearest", coordinates = "half_pixel"} : (tensor<8x8x4xf32>) -> tensor<1x16x16x4xf32>
  return %y : tensor<1x16x16x4xf32>
}

// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// CHECK-LABEL: func.func @resize_gradient
//       CHECK: sinter.resize_gradient %{{.*}} {coordinates = "half_pixel", mode = "bilinear", size = array<i64: 8, 8>} : (tensor<1x16x5x4xf32>) -> tensor<1x8x8x4xf32>
func.func @resize_gradient(%g: tensor<1x16x5x4xf32>) -> tensor<1x8x8x4xf32> {
  %r = sinter.resize_gradient %g {size = array<i64: 8, 8>, mode = "bilinear", coordinates = "half_pixel"} : (tensor<1x16x5x4xf32>) -> tensor<1x8x8x4xf32>
  return %r : tensor<1x8x8x4xf32>
}

// -----

func.func @unknown_mode(%g: tensor<1x16x5x4xf32>) -> tensor<1x8x8x4xf32> {
  // expected-error @below {{`resize_gradient` knows the modes nearest, bilinear and bicubic, but not `area`}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.resize_gradient %g {size = array<i64: 8, 8>, mode = "area", coordinates = "half_pixel"} : (tensor<1x16x5x4xf32>) -> tensor<1x8x8x4xf32>
  return %r : tensor<1x8x8x4xf32>
}

// -----

func.func @unknown_coordinates(%g: tensor<1x16x5x4xf32>) -> tensor<1x8x8x4xf32> {
  // expected-error @below {{`resize_gradient` knows the coordinates half_pixel, align_corners and asymmetric, but not `centre`}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.resize_gradient %g {size = array<i64: 8, 8>, mode = "bilinear", coordinates = "centre"} : (tensor<1x16x5x4xf32>) -> tensor<1x8x8x4xf32>
  return %r : tensor<1x8x8x4xf32>
}

// -----

func.func @nearest_with_aligned_corners(%g: tensor<1x16x5x4xf32>) -> tensor<1x8x8x4xf32> {
  // expected-error @below {{`resize_gradient` has no mode nearest with aligned corners}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.resize_gradient %g {size = array<i64: 8, 8>, mode = "nearest", coordinates = "align_corners"} : (tensor<1x16x5x4xf32>) -> tensor<1x8x8x4xf32>
  return %r : tensor<1x8x8x4xf32>
}

// -----

func.func @size_of_zero(%g: tensor<1x16x5x4xf32>) -> tensor<1x8x8x4xf32> {
  // expected-error @below {{`resize_gradient` needs a size of rows and columns of at least 1, but it is [8, 0]}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.resize_gradient %g {size = array<i64: 8, 0>, mode = "bilinear", coordinates = "half_pixel"} : (tensor<1x16x5x4xf32>) -> tensor<1x8x8x4xf32>
  return %r : tensor<1x8x8x4xf32>
}

// -----

func.func @not_an_image(%g: tensor<16x5x4xf32>) -> tensor<1x8x8x4xf32> {
  // expected-error @below {{`resize_gradient` needs an input of shape [n, h, w, c], but it is [16, 5, 4]}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.resize_gradient %g {size = array<i64: 8, 8>, mode = "bilinear", coordinates = "half_pixel"} : (tensor<16x5x4xf32>) -> tensor<1x8x8x4xf32>
  return %r : tensor<1x8x8x4xf32>
}

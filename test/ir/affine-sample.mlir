// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// CHECK-LABEL: func.func @affine_sample
//       CHECK: sinter.affine_sample %{{.*}}, %{{.*}} {fill = 5.000000e-01 : f64, mode = "nearest"} : (tensor<2x8x8x3xf32>, tensor<2x2x3xf32>) -> tensor<2x8x8x3xf32>
func.func @affine_sample(%x: tensor<2x8x8x3xf32>, %m: tensor<2x2x3xf32>) -> tensor<2x8x8x3xf32> {
  %r = sinter.affine_sample %x, %m {fill = 5.000000e-01 : f64, mode = "nearest"} : (tensor<2x8x8x3xf32>, tensor<2x2x3xf32>) -> tensor<2x8x8x3xf32>
  return %r : tensor<2x8x8x3xf32>
}

// CHECK-LABEL: func.func @defaults
//       CHECK: sinter.affine_sample %{{.*}}, %{{.*}} : (tensor<2x8x8x3xf32>, tensor<2x2x3xf32>) -> tensor<2x8x8x3xf32>
func.func @defaults(%x: tensor<2x8x8x3xf32>, %m: tensor<2x2x3xf32>) -> tensor<2x8x8x3xf32> {
  %r = sinter.affine_sample %x, %m  : (tensor<2x8x8x3xf32>, tensor<2x2x3xf32>) -> tensor<2x8x8x3xf32>
  return %r : tensor<2x8x8x3xf32>
}

// -----

func.func @not_an_image(%x: tensor<8x8x3xf32>, %m: tensor<2x2x3xf32>) -> tensor<8x8x3xf32> {
  // expected-error @below {{`affine_sample` needs an input of shape [n, h, w, c], but it is [8, 8, 3]}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.affine_sample %x, %m {fill = 5.000000e-01 : f64, mode = "nearest"} : (tensor<8x8x3xf32>, tensor<2x2x3xf32>) -> tensor<8x8x3xf32>
  return %r : tensor<8x8x3xf32>
}

// -----

func.func @one_map(%x: tensor<2x8x8x3xf32>, %m: tensor<2x3xf32>) -> tensor<2x8x8x3xf32> {
  // expected-error @below {{`affine_sample` needs a map for each image, of shape [2, 2, 3], but they are [2, 3]}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.affine_sample %x, %m {fill = 5.000000e-01 : f64, mode = "nearest"} : (tensor<2x8x8x3xf32>, tensor<2x3xf32>) -> tensor<2x8x8x3xf32>
  return %r : tensor<2x8x8x3xf32>
}

// -----

func.func @unknown_mode(%x: tensor<2x8x8x3xf32>, %m: tensor<2x2x3xf32>) -> tensor<2x8x8x3xf32> {
  // expected-error @below {{`affine_sample` knows the modes nearest and bilinear, but not `bicubic`}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.affine_sample %x, %m {mode = "bicubic"} : (tensor<2x8x8x3xf32>, tensor<2x2x3xf32>) -> tensor<2x8x8x3xf32>
  return %r : tensor<2x8x8x3xf32>
}

// -----

func.func @other_element_type(%x: tensor<2x8x8x3xf32>, %m: tensor<2x2x3xf16>) -> tensor<2x8x8x3xf32> {
  // expected-error @below {{`affine_sample` needs one element type, but its operands are 'tensor<2x8x8x3xf32>' and 'tensor<2x2x3xf16>'}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.affine_sample %x, %m {fill = 5.000000e-01 : f64, mode = "nearest"} : (tensor<2x8x8x3xf32>, tensor<2x2x3xf16>) -> tensor<2x8x8x3xf32>
  return %r : tensor<2x8x8x3xf32>
}

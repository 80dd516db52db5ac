// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// Leading axes broadcast.
// CHECK-LABEL: func.func @matmul
//       CHECK: sinter.matmul %{{.*}}, %{{.*}} : (tensor<4x1x2x8xf32>, tensor<5x8x3xf32>) -> tensor<4x5x2x3xf32>
func.func @matmul(%a: tensor<4x1x2x8xf32>, %b: tensor<5x8x3xf32>) -> tensor<4x5x2x3xf32> {
  %y = sinter.matmul %a, %b : (tensor<4x1x2x8xf32>, tensor<5x8x3xf32>) -> tensor<4x5x2x3xf32>
  return %y : tensor<4x5x2x3xf32>
}

// -----

func.func @of_a_vector(%a: tensor<8xf32>, %b: tensor<8x3xf32>) -> tensor<3xf32> {
  // expected-error @below {{`matmul` needs tensors of at least two axes, but they are [8] and [8, 3]}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.matmul %a, %b : (tensor<8xf32>, tensor<8x3xf32>) -> tensor<3xf32>
  return %y : tensor<3xf32>
}

// -----

func.func @inner_sizes(%a: tensor<2x8xf32>, %b: tensor<3x8xf32>) -> tensor<2x3xf32> {
  // expected-error @below {{`matmul` needs equal inner sizes, but the first ends in 8 and the second has 3 rows}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.matmul %a, %b : (tensor<2x8xf32>, tensor<3x8xf32>) -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// -----

func.func @leading_sizes(%a: tensor<4x2x8xf32>, %b: tensor<3x8x3xf32>) -> tensor<4x2x3xf32> {
  // expected-error @below {{`matmul` cannot broadcast [4] with [3]}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.matmul %a, %b : (tensor<4x2x8xf32>, tensor<3x8x3xf32>) -> tensor<4x2x3xf32>
  return %y : tensor<4x2x3xf32>
}

// -----

func.func @one_element_type(%a: tensor<2x8xf32>, %b: tensor<8x3xf16>) -> tensor<2x3xf32> {
  // expected-error @below {{`matmul` needs one element type}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.matmul %a, %b : (tensor<2x8xf32>, tensor<8x3xf16>) -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

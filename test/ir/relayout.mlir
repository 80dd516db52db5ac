// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s
// RUN: sinter-opt %s --canonicalize --split-input-file --verify-diagnostics | FileCheck %s --check-prefix=FOLD

// CHECK-LABEL: func.func @pack
//  CHECK-SAME: %[[W:.*]]: tensor<64x64x3x3xf32>
//       CHECK: sinter.relayout %[[W]] : tensor<64x64x3x3xf32> -> tensor<64x64x3x3xf32, #sinter.layout<[0 / 8, 1 / 8, 2, 3, 1 mod 8, 0 mod 8]>>
// FOLD-LABEL: func.func @pack
//       FOLD: sinter.relayout
func.func @pack(%w: tensor<64x64x3x3xf32>) -> tensor<64x64x3x3xf32, #sinter.layout<[0 / 8, 1 / 8, 2, 3, 1 mod 8, 0 mod 8]>> {
  %p = sinter.relayout %w : tensor<64x64x3x3xf32> -> tensor<64x64x3x3xf32, #sinter.layout<[0 / 8, 1 / 8, 2, 3, 1 mod 8, 0 mod 8]>>
  return %p : tensor<64x64x3x3xf32, #sinter.layout<[0 / 8, 1 / 8, 2, 3, 1 mod 8, 0 mod 8]>>
}

// FOLD-LABEL: func.func @same_layout
//  FOLD-NEXT: return %arg0
func.func @same_layout(%x: tensor<2x3xf32, #sinter.layout<[1, 0]>>) -> tensor<2x3xf32, #sinter.layout<[1, 0]>> {
  %y = sinter.relayout %x : tensor<2x3xf32, #sinter.layout<[1, 0]>> -> tensor<2x3xf32, #sinter.layout<[1, 0]>>
  return %y : tensor<2x3xf32, #sinter.layout<[1, 0]>>
}

// -----

func.func @other_shape(%x: tensor<2x3xf32>) -> tensor<3x2xf32> {
  // expected-error @below {{a relayout keeps shape and element type, but goes from 'tensor<2x3xf32>' to 'tensor<3x2xf32>'}}
  %y = sinter.relayout %x : tensor<2x3xf32> -> tensor<3x2xf32>
  return %y : tensor<3x2xf32>
}

// -----

func.func @other_element_type(%x: tensor<2xf32>) -> tensor<2xf16> {
  // expected-error @below {{a relayout keeps shape and element type, but goes from 'tensor<2xf32>' to 'tensor<2xf16>'}}
  %y = sinter.relayout %x : tensor<2xf32> -> tensor<2xf16>
  return %y : tensor<2xf16>
}

// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s
// RUN: sinter-opt %s --canonicalize --split-input-file --verify-diagnostics | FileCheck %s --check-prefix=FOLD

sinter.parameter @conv1.weight : tensor<6x1x5x5xf32> = #sinter.initializer<"he_normal", []>

// It has no result and yet stays.
// CHECK-LABEL: func.func @write
//       CHECK: sinter.write @conv1.weight, %{{.*}} : tensor<6x1x5x5xf32>
// FOLD-LABEL: func.func @write
//       FOLD: sinter.write @conv1.weight
func.func @write(%w: tensor<6x1x5x5xf32>) {
  sinter.write @conv1.weight, %w : tensor<6x1x5x5xf32>
  return
}

// The value may be in a layout.
// CHECK-LABEL: func.func @from_a_layout
//       CHECK: sinter.write @conv1.weight, %{{.*}} : tensor<6x1x5x5xf32, #sinter.layout<[0 / 8, 2, 3, 1, 0 mod 8]>>
func.func @from_a_layout(%w: tensor<6x1x5x5xf32, #sinter.layout<[0 / 8, 2, 3, 1, 0 mod 8]>>) {
  sinter.write @conv1.weight, %w : tensor<6x1x5x5xf32, #sinter.layout<[0 / 8, 2, 3, 1, 0 mod 8]>>
  return
}

// -----

func.func @unknown(%w: tensor<2xf32>) {
  // expected-error @below {{there is no parameter `conv9.weight`}}
  sinter.write @conv9.weight, %w : tensor<2xf32>
  return
}

// -----

sinter.parameter @weight : tensor<2xf32> = #sinter.initializer<"zeros", []>

func.func @other_type(%w: tensor<3xf32>) {
  // expected-error @below {{parameter `weight` is 'tensor<2xf32>', but is written as 'tensor<3xf32>'}}
  sinter.write @weight, %w : tensor<3xf32>
  return
}

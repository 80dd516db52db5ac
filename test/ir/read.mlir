// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

sinter.parameter @conv1.weight : tensor<6x1x5x5xf32> = #sinter.initializer<"he_normal", []>

// The value may be read into a layout.
// CHECK-LABEL: func.func @read
//       CHECK: sinter.read @conv1.weight : tensor<6x1x5x5xf32>
//       CHECK: sinter.read @conv1.weight : tensor<6x1x5x5xf32, #sinter.layout<[0 / 8, 2, 3, 1, 0 mod 8]>>
func.func @read() -> (tensor<6x1x5x5xf32>, tensor<6x1x5x5xf32, #sinter.layout<[0 / 8, 2, 3, 1, 0 mod 8]>>) {
  %w = sinter.read @conv1.weight : tensor<6x1x5x5xf32>
  %p = sinter.read @conv1.weight : tensor<6x1x5x5xf32, #sinter.layout<[0 / 8, 2, 3, 1, 0 mod 8]>>
  return %w, %p : tensor<6x1x5x5xf32>, tensor<6x1x5x5xf32, #sinter.layout<[0 / 8, 2, 3, 1, 0 mod 8]>>
}

// -----

func.func @unknown() -> tensor<2xf32> {
  // expected-error @below {{there is no parameter `conv9.weight`}}
  %w = sinter.read @conv9.weight : tensor<2xf32>
  return %w : tensor<2xf32>
}

// -----

sinter.parameter @weight : tensor<2xf32> = #sinter.initializer<"zeros", []>

func.func @other_type() -> tensor<3xf32> {
  // expected-error @below {{parameter `weight` is 'tensor<2xf32>', but is read as 'tensor<3xf32>'}}
  %w = sinter.read @weight : tensor<3xf32>
  return %w : tensor<3xf32>
}

// -----

// A function is not a parameter.
func.func @function() -> tensor<3xf32> {
  // expected-error @below {{there is no parameter `function`}}
  %w = sinter.read @function : tensor<3xf32>
  return %w : tensor<3xf32>
}

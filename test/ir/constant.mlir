// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s
// RUN: sinter-opt %s --cse --split-input-file --verify-diagnostics | FileCheck %s --check-prefix=CSE

// Inline and as a resource, whose data may be missing.
// CHECK-LABEL: func.func @constant
//       CHECK: sinter.constant dense<[1.000000e+00, 2.000000e+00]> : tensor<2xf32> as tensor<2xf32>
//       CHECK: sinter.constant dense_resource<conv1.weight_00> : tensor<2x2xf32> as tensor<2x2xf32>
func.func @constant() -> (tensor<2xf32>, tensor<2x2xf32>) {
  %a = sinter.constant dense<[1.0, 2.0]> : tensor<2xf32> as tensor<2xf32>
  %b = sinter.constant dense_resource<conv1.weight_00> : tensor<2x2xf32> as tensor<2x2xf32>
  return %a, %b : tensor<2xf32>, tensor<2x2xf32>
}

// The value is what the layout stores: three columns become two blocks of two, and a row of border stands before.
// CHECK-LABEL: func.func @layout
//       CHECK: sinter.constant dense<0.000000e+00> : tensor<2x3x2xf32> as tensor<2x3xf32, #sinter.layout<[1 / 2, 0, 1 mod 2], border = [1, 0, 0, 0]>>
func.func @layout() -> tensor<2x3xf32, #sinter.layout<[1 / 2, 0, 1 mod 2], border = [1, 0, 0, 0]>> {
  %a = sinter.constant dense<0.0> : tensor<2x3x2xf32> as tensor<2x3xf32, #sinter.layout<[1 / 2, 0, 1 mod 2], border = [1, 0, 0, 0]>>
  return %a : tensor<2x3xf32, #sinter.layout<[1 / 2, 0, 1 mod 2], border = [1, 0, 0, 0]>>
}

// Equal constants are one.
// CSE-LABEL: func.func @equal
//       CSE: %[[A:.*]] = sinter.constant
//  CSE-NEXT: return %[[A]], %[[A]]
func.func @equal() -> (tensor<2xf32>, tensor<2xf32>) {
  %a = sinter.constant dense<1.0> : tensor<2xf32> as tensor<2xf32>
  %b = sinter.constant dense<1.0> : tensor<2xf32> as tensor<2xf32>
  return %a, %b : tensor<2xf32>, tensor<2xf32>
}

// The same bytes in two layouts are two tensors.
// CSE-LABEL: func.func @keeps_layouts_apart
//       CSE: sinter.constant
//       CSE: sinter.constant
func.func @keeps_layouts_apart() -> (tensor<2x2xf32>, tensor<2x2xf32, #sinter.layout<[1, 0]>>) {
  %a = sinter.constant dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32> as tensor<2x2xf32>
  %b = sinter.constant dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32> as tensor<2x2xf32, #sinter.layout<[1, 0]>>
  return %a, %b : tensor<2x2xf32>, tensor<2x2xf32, #sinter.layout<[1, 0]>>
}

// -----

func.func @other_shape() -> tensor<3xf32> {
  // expected-error @below {{a constant of type 'tensor<3xf32>' stores 'tensor<3xf32>', but its value is 'tensor<2xf32>'}}
  %a = sinter.constant dense<1.0> : tensor<2xf32> as tensor<3xf32>
  return %a : tensor<3xf32>
}

// -----

func.func @logical_value() -> tensor<3xf32, #sinter.layout<[0 / 2, 0 mod 2]>> {
  // expected-error @below {{stores 'tensor<2x2xf32>', but its value is 'tensor<3xf32>'}}
  %a = sinter.constant dense<1.0> : tensor<3xf32> as tensor<3xf32, #sinter.layout<[0 / 2, 0 mod 2]>>
  return %a : tensor<3xf32, #sinter.layout<[0 / 2, 0 mod 2]>>
}

// -----

func.func @other_element_type() -> tensor<2xf32> {
  // expected-error @below {{stores 'tensor<2xf32>', but its value is 'tensor<2xf64>'}}
  %a = sinter.constant dense<1.0> : tensor<2xf64> as tensor<2xf32>
  return %a : tensor<2xf32>
}

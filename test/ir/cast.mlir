// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s
// RUN: sinter-opt %s --canonicalize --split-input-file --verify-diagnostics | FileCheck %s --check-prefix=FOLD

// CHECK-LABEL: func.func @cast
//       CHECK: sinter.cast %{{.*}} {to = f32} : tensor<2x3xui8> -> tensor<2x3xf32>
//       CHECK: sinter.cast %{{.*}} {to = i1} : tensor<2x3xf32> -> tensor<2x3xi1>
// FOLD-LABEL: func.func @cast
// FOLD-COUNT-2: sinter.cast
func.func @cast(%x: tensor<2x3xui8>) -> tensor<2x3xi1> {
  %y = sinter.cast %x {to = f32} : tensor<2x3xui8> -> tensor<2x3xf32>
  %z = sinter.cast %y {to = i1} : tensor<2x3xf32> -> tensor<2x3xi1>
  return %z : tensor<2x3xi1>
}

// FOLD-LABEL: func.func @to_its_own_type
//  FOLD-NEXT: return %arg0
func.func @to_its_own_type(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = sinter.cast %x {to = f32} : tensor<4xf32> -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// -----

func.func @other_result(%x: tensor<4xi32>) -> tensor<4xi32> {
  // expected-error @below {{inferred type(s) 'tensor<4xf32>' are incompatible with return type(s) of operation 'tensor<4xi32>'}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.cast %x {to = f32} : tensor<4xi32> -> tensor<4xi32>
  return %y : tensor<4xi32>
}

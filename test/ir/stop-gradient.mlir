// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s
// RUN: sinter-opt %s --canonicalize --split-input-file --verify-diagnostics | FileCheck %s --check-prefix=FOLD

// It vanishes: only differentiation knows it.
// CHECK-LABEL: func.func @stop_gradient
//       CHECK: sinter.stop_gradient %{{.*}} : tensor<8xf32> -> tensor<8xf32>
// FOLD-LABEL: func.func @stop_gradient
//  FOLD-NEXT: return %arg0
func.func @stop_gradient(%x: tensor<8xf32>) -> tensor<8xf32> {
  %y = sinter.stop_gradient %x : tensor<8xf32> -> tensor<8xf32>
  return %y : tensor<8xf32>
}

// FOLD-LABEL: func.func @keeps_change_of_layout
//       FOLD: sinter.stop_gradient
func.func @keeps_change_of_layout(%x: tensor<2x3xf32>) -> tensor<2x3xf32, #sinter.layout<[1, 0]>> {
  %y = sinter.stop_gradient %x : tensor<2x3xf32> -> tensor<2x3xf32, #sinter.layout<[1, 0]>>
  return %y : tensor<2x3xf32, #sinter.layout<[1, 0]>>
}

// -----

func.func @keeps_shape(%x: tensor<2x3xf32>) -> tensor<3xf32> {
  // expected-error @below {{inferred type(s) 'tensor<2x3xf32>' are incompatible with return type(s) of operation 'tensor<3xf32>'}}
  // expected-error @below {{failed to infer returned types}}
  %y = sinter.stop_gradient %x : tensor<2x3xf32> -> tensor<3xf32>
  return %y : tensor<3xf32>
}

// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// CHECK-LABEL: func.func @yield
//       CHECK: sinter.kernel "relu" (%[[A:.*]] = %{{.*}})
//       CHECK: sinter.yield %[[A]], %[[A]] : tensor<8xf32>, tensor<8xf32>
func.func @yield(%x: tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>) {
  %y:2 = sinter.kernel "relu" (%a = %x) : (tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>) {
    sinter.yield %a, %a : tensor<8xf32>, tensor<8xf32>
  }
  return %y#0, %y#1 : tensor<8xf32>, tensor<8xf32>
}

// -----

func.func @outside(%x: tensor<8xf32>) {
  // expected-error @below {{expects parent op 'sinter.kernel'}}
  sinter.yield %x : tensor<8xf32>
}

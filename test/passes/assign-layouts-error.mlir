// RUN: sinter-opt %s --sinter-assign-layouts --verify-diagnostics

// expected-error @below {{assigning layouts needs `sinter.target` on the module}}
func.func @no_target(%x: tensor<4xf32>) -> tensor<4xf32> {
  return %x : tensor<4xf32>
}

// RUN: sinter-opt %s --sinter-form-kernels --sinter-choose-schedules --verify-diagnostics

func.func @no_strategy(%x: tensor<4xf32>) -> tensor<4xf32> {
  // expected-error @below {{choosing a schedule needs the kernel's strategy and the module's target}}
  %y = sinter.relu %x : tensor<4xf32> -> tensor<4xf32>
  return %y : tensor<4xf32>
}

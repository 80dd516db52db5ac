// RUN: sinter diff %s
// RUN: sinter diff %s --target=x86-64-v2
// RUN: sinter diff %s --target=x86-64-v3
// RUN: sinter compile %s --emit=layout | FileCheck %s

// Folding transforms the filters of parameters, kernels those that are no constants.
// CHECK-LABEL: @filter
// CHECK-NOT: winograd_filter
// CHECK-LABEL: @in_call
module {
  sinter.parameter @weight : tensor<5x3x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  func.func @filter(%x: tensor<5x3x6x6xf32> {sinter.name = "x"}) -> (tensor<5x3x6x6xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "filter"} {
    %w = sinter.read @weight : tensor<5x3x3x3xf32>
    %u = sinter.winograd_filter %w {tile = 4 : i64} : tensor<5x3x3x3xf32> -> tensor<5x3x6x6xf32>
    %y = sinter.add %x, %u : tensor<5x3x6x6xf32>, tensor<5x3x6x6xf32> -> tensor<5x3x6x6xf32>
    return %y : tensor<5x3x6x6xf32>
  }

  func.func @in_call(%w: tensor<21x19x3x3xf32> {sinter.name = "w"}) -> (tensor<21x19x6x6xf32> {sinter.name = "u4"}, tensor<21x19x4x4xf32> {sinter.name = "u2"}) attributes {sinter.entry = "infer", sinter.model = "in_call"} {
    %u4 = sinter.winograd_filter %w {tile = 4 : i64} : tensor<21x19x3x3xf32> -> tensor<21x19x6x6xf32>
    %u2 = sinter.winograd_filter %w {tile = 2 : i64} : tensor<21x19x3x3xf32> -> tensor<21x19x4x4xf32>
    return %u4, %u2 : tensor<21x19x6x6xf32>, tensor<21x19x4x4xf32>
  }
}

// RUN: sinter diff %s
// RUN: sinter compile %s --emit=layout | FileCheck %s

// Filters that are no constants are for no kernel: of parameters they are, and folding transforms them.
// CHECK-NOT: winograd_filter
module {
  sinter.parameter @weight : tensor<5x3x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  func.func @filter(%x: tensor<5x3x6x6xf32> {sinter.name = "x"}) -> (tensor<5x3x6x6xf32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "filter"} {
    %w = sinter.read @weight : tensor<5x3x3x3xf32>
    %u = sinter.winograd_filter %w {tile = 4 : i64} : tensor<5x3x3x3xf32> -> tensor<5x3x6x6xf32>
    %y = sinter.add %x, %u : tensor<5x3x6x6xf32>, tensor<5x3x6x6xf32> -> tensor<5x3x6x6xf32>
    return %y : tensor<5x3x6x6xf32>
  }
}

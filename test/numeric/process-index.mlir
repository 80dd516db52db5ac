// RUN: sinter diff %s
// RUN: sinter diff %s --target x86-64-v2

// A process that is alone, between kernels and returned as it is.
module {
  func.func @number(%x: tensor<3xi64> {sinter.name = "x"}) -> (tensor<3xi64> {sinter.name = "y"}, tensor<i64> {sinter.name = "r"}) attributes {sinter.entry = "infer", sinter.model = "number"} {
    %r = sinter.process_index : tensor<i64>
    %y = sinter.add %x, %r : tensor<3xi64>, tensor<i64> -> tensor<3xi64>
    return %y, %r : tensor<3xi64>, tensor<i64>
  }
}

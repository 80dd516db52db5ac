// RUN: sinter diff %s

// Where it does not hold.
module {
  // 37 values.
  func.func @vector(%x: tensor<37xi1> {sinter.name = "x"}) -> (tensor<37xi1> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "logical_not"} {
    %v0 = sinter.logical_not %x : tensor<37xi1> -> tensor<37xi1>
    return %v0 : tensor<37xi1>
  }

  // Rank 0.
  func.func @scalar(%x: tensor<i1> {sinter.name = "x"}) -> (tensor<i1> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "logical_not"} {
    %v0 = sinter.logical_not %x : tensor<i1> -> tensor<i1>
    return %v0 : tensor<i1>
  }

  // What is not equal.
  func.func @unequal(%x: tensor<6x9xi32> {sinter.name = "x"}, %y: tensor<9xi32> {sinter.name = "y"}) -> (tensor<6x9xi1> {sinter.name = "y0"}) attributes {sinter.entry = "infer", sinter.model = "logical_not"} {
    %v0 = sinter.equal %x, %y : tensor<6x9xi32>, tensor<9xi32> -> tensor<6x9xi1>
    %v1 = sinter.logical_not %v0 : tensor<6x9xi1> -> tensor<6x9xi1>
    return %v1 : tensor<6x9xi1>
  }
}

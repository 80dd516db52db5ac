// RUN: sinter diff %s

// `rsqrt` of positive numbers, here exponentials.
module {

  // Positive by construction.
  func.func @vector(%x: tensor<37xf32> {sinter.name = "x"}) -> (tensor<37xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "rsqrt"} {
    %e = sinter.exp %x : tensor<37xf32> -> tensor<37xf32>
    %result = sinter.rsqrt %e : tensor<37xf32> -> tensor<37xf32>
    return %result : tensor<37xf32>
  }

  // Positive by construction.
  func.func @rows(%x: tensor<3x5x8xf32> {sinter.name = "x"}) -> (tensor<3x5x8xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "rsqrt"} {
    %e = sinter.exp %x : tensor<3x5x8xf32> -> tensor<3x5x8xf32>
    %result = sinter.rsqrt %e : tensor<3x5x8xf32> -> tensor<3x5x8xf32>
    return %result : tensor<3x5x8xf32>
  }

  // Positive by construction.
  func.func @one(%x: tensor<1xf32> {sinter.name = "x"}) -> (tensor<1xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "rsqrt"} {
    %e = sinter.exp %x : tensor<1xf32> -> tensor<1xf32>
    %result = sinter.rsqrt %e : tensor<1xf32> -> tensor<1xf32>
    return %result : tensor<1xf32>
  }
}

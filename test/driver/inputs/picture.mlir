// Gives its picture back: the rectifier changes nothing, for pictures are not negative.
module {
  func.func @colour(%picture: tensor<1x5x7x3xf32> {sinter.name = "picture"}) -> (tensor<1x5x7x3xf32> {sinter.name = "same"})
      attributes {sinter.entry = "infer", sinter.model = "Picture"} {
    %0 = sinter.relu %picture : tensor<1x5x7x3xf32> -> tensor<1x5x7x3xf32>
    return %0 : tensor<1x5x7x3xf32>
  }
  func.func @grey(%picture: tensor<1x5x7x1xf32> {sinter.name = "picture"}) -> (tensor<1x5x7x1xf32> {sinter.name = "same"})
      attributes {sinter.entry = "infer", sinter.model = "Picture"} {
    %0 = sinter.relu %picture : tensor<1x5x7x1xf32> -> tensor<1x5x7x1xf32>
    return %0 : tensor<1x5x7x1xf32>
  }
  func.func @rows(%picture: tensor<3x4xf32> {sinter.name = "picture"}) -> (tensor<3x4xf32> {sinter.name = "same"})
      attributes {sinter.entry = "infer", sinter.model = "Picture"} {
    %0 = sinter.relu %picture : tensor<3x4xf32> -> tensor<3x4xf32>
    return %0 : tensor<3x4xf32>
  }
}

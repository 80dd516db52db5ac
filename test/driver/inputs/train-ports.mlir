// The inputs of three training steps; what they compute does not matter.
module {
  func.func @grey_train_step(%image: tensor<4x6x5x1xf32> {sinter.name = "image"}, %label: tensor<4xi32> {sinter.name = "label"},
      %rate_factor: tensor<f32> {sinter.name = "rate_factor"}) -> (tensor<f32> {sinter.name = "loss"})
      attributes {sinter.entry = "train_step", sinter.model = "Grey"} {
    return %rate_factor : tensor<f32>
  }
}

// One dense layer trained by momentum on the mean squared error, as the frontend and differentiation write it:
//   e = x w^T + b - y, loss = mean(e^2), g = 2 / count(e) * e^T x, v' = 0.9 v + g, w' = w - 0.1 rate v'.
// `w` is read by the step after its update would be ready, `shift` is written from the argument's mean, and `previous` takes what `b` was.
module {
  sinter.parameter @fc.weight : tensor<3x5xf32> = #sinter.initializer<"he_normal", []>
  sinter.parameter @fc.bias : tensor<3xf32> = #sinter.initializer<"uniform", [-0.5, 0.5]>
  sinter.parameter @shift : tensor<5xf32> = #sinter.initializer<"zeros", []> {state}
  sinter.parameter @previous : tensor<3xf32> = #sinter.initializer<"constant", [7.0]> {state}
  sinter.parameter @sinter.momentum.v.fc.weight : tensor<3x5xf32> = #sinter.initializer<"zeros", []> {state}
  sinter.parameter @sinter.momentum.v.fc.bias : tensor<3xf32> = #sinter.initializer<"zeros", []> {state}
  sinter.parameter @sinter.step : tensor<i64> = #sinter.initializer<"zeros", []> {state}

  func.func @line_train_step(%x: tensor<4x5xf32> {sinter.name = "x"}, %y: tensor<4x3xf32> {sinter.name = "y"}, %rate: tensor<f32> {sinter.name = "rate_factor"})
      -> (tensor<f32> {sinter.name = "loss"}, tensor<3xf32> {sinter.name = "error"}, tensor<i64> {sinter.name = "steps"})
      attributes {sinter.entry = "train_step", sinter.model = "Line"} {
    %w = sinter.read @fc.weight : tensor<3x5xf32>
    %b = sinter.read @fc.bias : tensor<3xf32>
    %vw = sinter.read @sinter.momentum.v.fc.weight : tensor<3x5xf32>
    %vb = sinter.read @sinter.momentum.v.fc.bias : tensor<3xf32>
    %step = sinter.read @sinter.step : tensor<i64>
    %mean = sinter.constant dense<[0.1, 0.2, 0.3, 0.4, 0.5]> : tensor<5xf32> as tensor<5xf32>
    %tenth = sinter.constant dense<0.1> : tensor<f32> as tensor<f32>
    %momentum = sinter.constant dense<0.9> : tensor<f32> as tensor<f32>
    %sixth = sinter.constant dense<0.16666667> : tensor<f32> as tensor<f32>
    %one = sinter.constant dense<1> : tensor<i64> as tensor<i64>
    %c = sinter.sub %x, %mean : tensor<4x5xf32>, tensor<5xf32> -> tensor<4x5xf32>
    %p = sinter.dense %c, %w, %b : (tensor<4x5xf32>, tensor<3x5xf32>, tensor<3xf32>) -> tensor<4x3xf32>
    %e = sinter.sub %p, %y : tensor<4x3xf32>, tensor<4x3xf32> -> tensor<4x3xf32>
    %e2 = sinter.mul %e, %e : tensor<4x3xf32>, tensor<4x3xf32> -> tensor<4x3xf32>
    %loss = sinter.mean %e2 {axes = array<i64: 0, 1>} : (tensor<4x3xf32>) -> tensor<f32>
    %errors = sinter.mean %e2 {axes = array<i64: 0>} : (tensor<4x3xf32>) -> tensor<3xf32>
    %ge = sinter.mul %e, %sixth : tensor<4x3xf32>, tensor<f32> -> tensor<4x3xf32>
    %gt = sinter.transpose %ge {permutation = array<i64: 1, 0>} : (tensor<4x3xf32>) -> tensor<3x4xf32>
    %gw = sinter.matmul %gt, %c : (tensor<3x4xf32>, tensor<4x5xf32>) -> tensor<3x5xf32>
    %gb = sinter.sum %ge {axes = array<i64: 0>} : (tensor<4x3xf32>) -> tensor<3xf32>
    %lr = sinter.mul %rate, %tenth : tensor<f32>, tensor<f32> -> tensor<f32>
    %vw0 = sinter.mul %vw, %momentum : tensor<3x5xf32>, tensor<f32> -> tensor<3x5xf32>
    %vw1 = sinter.add %vw0, %gw : tensor<3x5xf32>, tensor<3x5xf32> -> tensor<3x5xf32>
    %dw = sinter.mul %vw1, %lr : tensor<3x5xf32>, tensor<f32> -> tensor<3x5xf32>
    %w1 = sinter.sub %w, %dw : tensor<3x5xf32>, tensor<3x5xf32> -> tensor<3x5xf32>
    %vb0 = sinter.mul %vb, %momentum : tensor<3xf32>, tensor<f32> -> tensor<3xf32>
    %vb1 = sinter.add %vb0, %gb : tensor<3xf32>, tensor<3xf32> -> tensor<3xf32>
    %db = sinter.mul %vb1, %lr : tensor<3xf32>, tensor<f32> -> tensor<3xf32>
    %b1 = sinter.sub %b, %db : tensor<3xf32>, tensor<3xf32> -> tensor<3xf32>
    %s1 = sinter.mean %x {axes = array<i64: 0>} : (tensor<4x5xf32>) -> tensor<5xf32>
    %step1 = sinter.add %step, %one : tensor<i64>, tensor<i64> -> tensor<i64>
    sinter.write @fc.weight, %w1 : tensor<3x5xf32>
    sinter.write @fc.bias, %b1 : tensor<3xf32>
    sinter.write @sinter.momentum.v.fc.weight, %vw1 : tensor<3x5xf32>
    sinter.write @sinter.momentum.v.fc.bias, %vb1 : tensor<3xf32>
    sinter.write @shift, %s1 : tensor<5xf32>
    sinter.write @previous, %b : tensor<3xf32>
    sinter.write @sinter.step, %step1 : tensor<i64>
    return %loss, %errors, %step1 : tensor<f32>, tensor<3xf32>, tensor<i64>
  }

  func.func @line_predict(%x: tensor<1x5xf32> {sinter.name = "x"}) -> (tensor<1x3xf32> {sinter.name = "y"})
      attributes {sinter.entry = "predict", sinter.model = "Line"} {
    %w = sinter.read @fc.weight : tensor<3x5xf32>
    %b = sinter.read @fc.bias : tensor<3xf32>
    %mean = sinter.constant dense<[0.1, 0.2, 0.3, 0.4, 0.5]> : tensor<5xf32> as tensor<5xf32>
    %c = sinter.sub %x, %mean : tensor<1x5xf32>, tensor<5xf32> -> tensor<1x5xf32>
    %p = sinter.dense %c, %w, %b : (tensor<1x5xf32>, tensor<3x5xf32>, tensor<3xf32>) -> tensor<1x3xf32>
    return %p : tensor<1x3xf32>
  }
}

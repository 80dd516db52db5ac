// RUN: sinter-opt %s --split-input-file --sinter-differentiate --verify-diagnostics

// An op without a derivative is an error on the way, and in nobody's way beside it.
func.func @steps(%x: tensor<4xf32>) -> tensor<4xf32> {
  %beside = sinter.ceil %x : tensor<4xf32> -> tensor<4xf32>
  // expected-error @below {{`floor` has no derivative: its result does not change but for jumps}}
  // expected-note @below {{where its result is to count as constant, differentiate `stop_gradient` of it}}
  %f = sinter.floor %x : tensor<4xf32> -> tensor<4xf32>
  %y = sinter.sub %x, %f : tensor<4xf32>, tensor<4xf32> -> tensor<4xf32>
  %loss = sinter.sum %y : (tensor<4xf32>) -> tensor<f32>
  %g = sinter.gradient %loss, %x : (tensor<f32>, tensor<4xf32>) -> tensor<4xf32>
  return %g : tensor<4xf32>
}

// -----

// As the note says.
func.func @stopped(%x: tensor<4xf32>) -> tensor<4xf32> {
  %f = sinter.floor %x : tensor<4xf32> -> tensor<4xf32>
  %s = sinter.stop_gradient %f : tensor<4xf32> -> tensor<4xf32>
  %y = sinter.sub %x, %s : tensor<4xf32>, tensor<4xf32> -> tensor<4xf32>
  %loss = sinter.sum %y : (tensor<4xf32>) -> tensor<f32>
  %g = sinter.gradient %loss, %x : (tensor<f32>, tensor<4xf32>) -> tensor<4xf32>
  return %g : tensor<4xf32>
}

// -----

func.func @augmented(%x: tensor<1x4x4x1xf32>, %m: tensor<1x2x3xf32>) -> tensor<1x4x4x1xf32> {
  // expected-error @below {{`affine_sample` has no derivative: it moves images of a data set}}
  // expected-note @below {{`stop_gradient`}}
  %y = sinter.affine_sample %x, %m : (tensor<1x4x4x1xf32>, tensor<1x2x3xf32>) -> tensor<1x4x4x1xf32>
  %loss = sinter.sum %y : (tensor<1x4x4x1xf32>) -> tensor<f32>
  %g = sinter.gradient %loss, %x : (tensor<f32>, tensor<1x4x4x1xf32>) -> tensor<1x4x4x1xf32>
  return %g : tensor<1x4x4x1xf32>
}

// -----

// expected-error @below {{`recompute` has "layer*", but no layer with a path like this is differentiated}}
func.func @no_such_layer(%x: tensor<4xf32>) -> tensor<4xf32> attributes {sinter.recompute = ["act", "layer*"]} {
  %y = sinter.exp %x : tensor<4xf32> -> tensor<4xf32> loc("act")
  %loss = sinter.sum %y : (tensor<4xf32>) -> tensor<f32> loc("head.layer1")
  %g = sinter.gradient %loss, %x : (tensor<f32>, tensor<4xf32>) -> tensor<4xf32>
  return %g : tensor<4xf32>
}

// -----

// expected-error @below {{`recompute` takes globs of paths of layers, but `[` is none: }}
func.func @no_glob(%x: tensor<f32>) -> tensor<f32> attributes {sinter.recompute = ["["]} {
  %y = sinter.exp %x : tensor<f32> -> tensor<f32>
  %g = sinter.gradient %y, %x : (tensor<f32>, tensor<f32>) -> tensor<f32>
  return %g : tensor<f32>
}

// -----

// A value itself may be what is minimized.
func.func @itself(%x: tensor<f32>) -> tensor<f32> {
  %g = sinter.gradient %x, %x : (tensor<f32>, tensor<f32>) -> tensor<f32>
  return %g : tensor<f32>
}

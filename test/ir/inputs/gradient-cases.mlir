// gradient-cases.mlir: every op that has a derivative, on awkward shapes and with all attributes, for gradients.cpp.
//
// Floats are spread from `low` to `high` (default -2 to 2.3), integers drawn from `least` to `most` (default -1 to 4).

//===- elementwise ------------------------------------------------------------------------------===//

func.func @add(%a: tensor<2x3xf32>, %b: tensor<3xf32>) -> tensor<2x3xf32> {
  %y = sinter.add %a, %b : tensor<2x3xf32>, tensor<3xf32> -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}
func.func @sub(%a: tensor<3x1xf32>, %b: tensor<2x1x5xf32>) -> tensor<2x3x5xf32> {
  %y = sinter.sub %a, %b : tensor<3x1xf32>, tensor<2x1x5xf32> -> tensor<2x3x5xf32>
  return %y : tensor<2x3x5xf32>
}
func.func @mul(%a: tensor<2x1x3xf32>, %b: tensor<4x1xf32>) -> tensor<2x4x3xf32> {
  %y = sinter.mul %a, %b : tensor<2x1x3xf32>, tensor<4x1xf32> -> tensor<2x4x3xf32>
  return %y : tensor<2x4x3xf32>
}
func.func @square(%a: tensor<5xf32>) -> tensor<5xf32> {
  %y = sinter.mul %a, %a : tensor<5xf32>, tensor<5xf32> -> tensor<5xf32>
  return %y : tensor<5xf32>
}
func.func @div(%a: tensor<f32>, %b: tensor<2x3xf32>) -> tensor<2x3xf32> attributes {low = 0.5} {
  %y = sinter.div %a, %b : tensor<f32>, tensor<2x3xf32> -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}
func.func @maximum(%a: tensor<2x7xf32>, %b: tensor<2x7xf32>) -> tensor<2x7xf32> {
  %y = sinter.maximum %a, %b : tensor<2x7xf32>, tensor<2x7xf32> -> tensor<2x7xf32>
  return %y : tensor<2x7xf32>
}
func.func @minimum(%a: tensor<2x7xf32>, %b: tensor<f32>) -> tensor<2x7xf32> {
  %y = sinter.minimum %a, %b : tensor<2x7xf32>, tensor<f32> -> tensor<2x7xf32>
  return %y : tensor<2x7xf32>
}
func.func @pow(%a: tensor<2x3xf32>, %b: tensor<3xf32>) -> tensor<2x3xf32> attributes {low = 0.5} {
  %y = sinter.pow %a, %b : tensor<2x3xf32>, tensor<3xf32> -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}
// Of negative numbers there are powers at integers, at which only the base moves.
func.func @cubes(%a: tensor<7xf32>) -> tensor<7xf32> {
  %three = sinter.constant dense<3.0> : tensor<f32> as tensor<f32>
  %y = sinter.pow %a, %three : tensor<7xf32>, tensor<f32> -> tensor<7xf32>
  return %y : tensor<7xf32>
}
func.func @neg(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %y = sinter.neg %x : tensor<2x3xf32> -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}
func.func @exp(%x: tensor<7xf32>) -> tensor<7xf32> {
  %y = sinter.exp %x : tensor<7xf32> -> tensor<7xf32>
  return %y : tensor<7xf32>
}
func.func @log(%x: tensor<7xf32>) -> tensor<7xf32> attributes {low = 0.5} {
  %y = sinter.log %x : tensor<7xf32> -> tensor<7xf32>
  return %y : tensor<7xf32>
}
func.func @sqrt(%x: tensor<7xf32>) -> tensor<7xf32> attributes {low = 0.5} {
  %y = sinter.sqrt %x : tensor<7xf32> -> tensor<7xf32>
  return %y : tensor<7xf32>
}
func.func @rsqrt(%x: tensor<7xf32>) -> tensor<7xf32> attributes {low = 0.5} {
  %y = sinter.rsqrt %x : tensor<7xf32> -> tensor<7xf32>
  return %y : tensor<7xf32>
}
func.func @sin(%x: tensor<7xf32>) -> tensor<7xf32> {
  %y = sinter.sin %x : tensor<7xf32> -> tensor<7xf32>
  return %y : tensor<7xf32>
}
func.func @cos(%x: tensor<7xf32>) -> tensor<7xf32> {
  %y = sinter.cos %x : tensor<7xf32> -> tensor<7xf32>
  return %y : tensor<7xf32>
}
func.func @expm1(%x: tensor<7xf32>) -> tensor<7xf32> {
  %y = sinter.expm1 %x : tensor<7xf32> -> tensor<7xf32>
  return %y : tensor<7xf32>
}
func.func @log1p(%x: tensor<7xf32>) -> tensor<7xf32> attributes {low = -0.5} {
  %y = sinter.log1p %x : tensor<7xf32> -> tensor<7xf32>
  return %y : tensor<7xf32>
}
func.func @atan(%x: tensor<7xf32>) -> tensor<7xf32> {
  %y = sinter.atan %x : tensor<7xf32> -> tensor<7xf32>
  return %y : tensor<7xf32>
}
func.func @erf(%x: tensor<7xf32>) -> tensor<7xf32> {
  %y = sinter.erf %x : tensor<7xf32> -> tensor<7xf32>
  return %y : tensor<7xf32>
}
func.func @sigmoid(%x: tensor<7xf32>) -> tensor<7xf32> {
  %y = sinter.sigmoid %x : tensor<7xf32> -> tensor<7xf32>
  return %y : tensor<7xf32>
}
func.func @tanh(%x: tensor<7xf32>) -> tensor<7xf32> {
  %y = sinter.tanh %x : tensor<7xf32> -> tensor<7xf32>
  return %y : tensor<7xf32>
}
func.func @abs(%x: tensor<7xf32>) -> tensor<7xf32> {
  %y = sinter.abs %x : tensor<7xf32> -> tensor<7xf32>
  return %y : tensor<7xf32>
}
func.func @relu(%x: tensor<7xf32>) -> tensor<7xf32> {
  %y = sinter.relu %x : tensor<7xf32> -> tensor<7xf32>
  return %y : tensor<7xf32>
}
func.func @leaky_relu(%x: tensor<7xf32>) -> tensor<7xf32> {
  %y = sinter.leaky_relu %x {alpha = 0.3} : tensor<7xf32> -> tensor<7xf32>
  return %y : tensor<7xf32>
}
func.func @leaky_relu_that_does_not_leak(%x: tensor<7xf32>) -> tensor<7xf32> {
  %y = sinter.leaky_relu %x {alpha = 0.0} : tensor<7xf32> -> tensor<7xf32>
  return %y : tensor<7xf32>
}
func.func @clamp(%x: tensor<13xf32>) -> tensor<13xf32> {
  %y = sinter.clamp %x {low = -0.53125, high = 1.0625} : tensor<13xf32> -> tensor<13xf32>
  return %y : tensor<13xf32>
}
func.func @select(%c: tensor<3x1xi1>, %a: tensor<3x4xf32>, %b: tensor<4xf32>) -> tensor<3x4xf32> attributes {least = 0, most = 1} {
  %y = sinter.select %c, %a, %b : tensor<3x1xi1>, tensor<3x4xf32>, tensor<4xf32> -> tensor<3x4xf32>
  return %y : tensor<3x4xf32>
}
// The condition is larger than what is chosen.
func.func @select_by_larger(%c: tensor<2x3x4xi1>, %a: tensor<f32>, %b: tensor<4xf32>) -> tensor<2x3x4xf32> attributes {least = 0, most = 1} {
  %y = sinter.select %c, %a, %b : tensor<2x3x4xi1>, tensor<f32>, tensor<4xf32> -> tensor<2x3x4xf32>
  return %y : tensor<2x3x4xf32>
}
func.func @cast(%x: tensor<2x3xf32>, %i: tensor<2x3xi32>) -> tensor<2x3xf32> {
  %h = sinter.cast %x {to = f16} : tensor<2x3xf32> -> tensor<2x3xf16>
  %s = sinter.mul %h, %h : tensor<2x3xf16>, tensor<2x3xf16> -> tensor<2x3xf16>
  %f = sinter.cast %s {to = f32} : tensor<2x3xf16> -> tensor<2x3xf32>
  %j = sinter.cast %i {to = f32} : tensor<2x3xi32> -> tensor<2x3xf32>
  %y = sinter.mul %f, %j : tensor<2x3xf32>, tensor<2x3xf32> -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}
// Booleans are constant, whatever they were computed from.
func.func @by_comparison(%x: tensor<2x3xf32>, %z: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %c = sinter.less %x, %z : tensor<2x3xf32>, tensor<2x3xf32> -> tensor<2x3xi1>
  %f = sinter.cast %c {to = f32} : tensor<2x3xi1> -> tensor<2x3xf32>
  %y = sinter.mul %f, %x : tensor<2x3xf32>, tensor<2x3xf32> -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

//===- contractions -----------------------------------------------------------------------------===//

func.func @conv2d(%x: tensor<2x5x6x3xf32>, %w: tensor<4x3x3x2xf32>, %b: tensor<4xf32>) -> tensor<2x5x6x4xf32> {
  %y = sinter.conv2d %x, %w, %b {padding = array<i64: 1, 1, 0, 1>} : (tensor<2x5x6x3xf32>, tensor<4x3x3x2xf32>, tensor<4xf32>) -> tensor<2x5x6x4xf32>
  return %y : tensor<2x5x6x4xf32>
}
// Strides leave the last row and two columns of the padded image over.
func.func @conv2d_strides(%x: tensor<1x8x9x2xf32>, %w: tensor<3x2x2x3xf32>) -> tensor<1x4x3x3xf32> {
  %y = sinter.conv2d %x, %w {strides = array<i64: 2, 3>, padding = array<i64: 0, 1, 1, 1>} : (tensor<1x8x9x2xf32>, tensor<3x2x2x3xf32>) -> tensor<1x4x3x3xf32>
  return %y : tensor<1x4x3x3xf32>
}
func.func @conv2d_dilations(%x: tensor<1x9x8x2xf32>, %w: tensor<3x2x3x2xf32>) -> tensor<1x4x3x3xf32> {
  %y = sinter.conv2d %x, %w {strides = array<i64: 2, 2>, padding = array<i64: 1, 2, 1, 0>, dilations = array<i64: 2, 3>} : (tensor<1x9x8x2xf32>, tensor<3x2x3x2xf32>) -> tensor<1x4x3x3xf32>
  return %y : tensor<1x4x3x3xf32>
}
func.func @conv2d_groups(%x: tensor<1x4x5x6xf32>, %w: tensor<4x3x2x2xf32>, %b: tensor<4xf32>) -> tensor<1x3x4x4xf32> {
  %y = sinter.conv2d %x, %w, %b {groups = 2 : i64} : (tensor<1x4x5x6xf32>, tensor<4x3x2x2xf32>, tensor<4xf32>) -> tensor<1x3x4x4xf32>
  return %y : tensor<1x3x4x4xf32>
}
func.func @conv2d_depthwise(%x: tensor<1x4x5x3xf32>, %w: tensor<3x1x3x3xf32>) -> tensor<1x2x3x3xf32> {
  %y = sinter.conv2d %x, %w {strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>, groups = 3 : i64} : (tensor<1x4x5x3xf32>, tensor<3x1x3x3xf32>) -> tensor<1x2x3x3xf32>
  return %y : tensor<1x2x3x3xf32>
}
// More padding than the window reaches.
func.func @conv2d_padding(%x: tensor<1x2x3x1xf32>, %w: tensor<2x1x1x2xf32>) -> tensor<1x6x8x2xf32> {
  %y = sinter.conv2d %x, %w {padding = array<i64: 1, 3, 2, 4>} : (tensor<1x2x3x1xf32>, tensor<2x1x1x2xf32>) -> tensor<1x6x8x2xf32>
  return %y : tensor<1x6x8x2xf32>
}
func.func @conv2d_transpose(%x: tensor<2x3x4x2xf32>, %w: tensor<2x3x3x2xf32>, %b: tensor<3xf32>) -> tensor<2x6x11x3xf32> {
  %y = sinter.conv2d_transpose %x, %w, %b {strides = array<i64: 2, 3>, padding = array<i64: 1, 0, 0, 1>, output_padding = array<i64: 0, 1>}
    : (tensor<2x3x4x2xf32>, tensor<2x3x3x2xf32>, tensor<3xf32>) -> tensor<2x6x11x3xf32>
  return %y : tensor<2x6x11x3xf32>
}
func.func @conv2d_transpose_groups(%x: tensor<1x3x2x4xf32>, %w: tensor<4x3x2x2xf32>) -> tensor<1x5x4x6xf32> {
  %y = sinter.conv2d_transpose %x, %w {strides = array<i64: 1, 2>, padding = array<i64: 0, 0, 0, 0>, dilations = array<i64: 2, 1>, groups = 2 : i64}
    : (tensor<1x3x2x4xf32>, tensor<4x3x2x2xf32>) -> tensor<1x5x4x6xf32>
  return %y : tensor<1x5x4x6xf32>
}
// Output padding of at least the stride adds rows that hold nothing.
func.func @conv2d_transpose_extra(%x: tensor<1x3x2x2xf32>, %w: tensor<2x2x2x2xf32>, %b: tensor<2xf32>) -> tensor<1x7x8x2xf32> {
  %y = sinter.conv2d_transpose %x, %w, %b {strides = array<i64: 1, 2>, padding = array<i64: 1, 0, 0, 0>, output_padding = array<i64: 2, 2>, dilations = array<i64: 3, 3>}
    : (tensor<1x3x2x2xf32>, tensor<2x2x2x2xf32>, tensor<2xf32>) -> tensor<1x7x8x2xf32>
  return %y : tensor<1x7x8x2xf32>
}
func.func @conv2d_weight_gradient(%x: tensor<2x9x8x4xf32>, %g: tensor<2x4x3x6xf32>) -> tensor<6x2x3x2xf32> {
  %y = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 3, 2>, strides = array<i64: 2, 3>, padding = array<i64: 1, 0, 0, 2>, dilations = array<i64: 1, 2>, groups = 2 : i64}
    : (tensor<2x9x8x4xf32>, tensor<2x4x3x6xf32>) -> tensor<6x2x3x2xf32>
  return %y : tensor<6x2x3x2xf32>
}
func.func @dense(%x: tensor<2x3x5xf32>, %w: tensor<4x5xf32>, %b: tensor<4xf32>) -> tensor<2x3x4xf32> {
  %y = sinter.dense %x, %w, %b : (tensor<2x3x5xf32>, tensor<4x5xf32>, tensor<4xf32>) -> tensor<2x3x4xf32>
  return %y : tensor<2x3x4xf32>
}
func.func @dense_row(%x: tensor<5xf32>, %w: tensor<4x5xf32>, %b: tensor<4xf32>) -> tensor<4xf32> {
  %y = sinter.dense %x, %w, %b : (tensor<5xf32>, tensor<4x5xf32>, tensor<4xf32>) -> tensor<4xf32>
  return %y : tensor<4xf32>
}
func.func @dense_weight_gradient(%x: tensor<2x3x5xf32>, %g: tensor<2x3x4xf32>) -> tensor<4x5xf32> {
  %y = sinter.dense_weight_gradient %x, %g : (tensor<2x3x5xf32>, tensor<2x3x4xf32>) -> tensor<4x5xf32>
  return %y : tensor<4x5xf32>
}
func.func @dense_weight_gradient_row(%x: tensor<5xf32>, %g: tensor<4xf32>) -> tensor<4x5xf32> {
  %y = sinter.dense_weight_gradient %x, %g : (tensor<5xf32>, tensor<4xf32>) -> tensor<4x5xf32>
  return %y : tensor<4x5xf32>
}
func.func @matmul(%a: tensor<2x3x4xf32>, %b: tensor<4x5xf32>) -> tensor<2x3x5xf32> {
  %y = sinter.matmul %a, %b : (tensor<2x3x4xf32>, tensor<4x5xf32>) -> tensor<2x3x5xf32>
  return %y : tensor<2x3x5xf32>
}
func.func @matmul_batches(%a: tensor<2x1x3x4xf32>, %b: tensor<3x4x2xf32>) -> tensor<2x3x3x2xf32> {
  %y = sinter.matmul %a, %b : (tensor<2x1x3x4xf32>, tensor<3x4x2xf32>) -> tensor<2x3x3x2xf32>
  return %y : tensor<2x3x3x2xf32>
}
func.func @matmul_by_many(%a: tensor<3x4xf32>, %b: tensor<2x4x5xf32>) -> tensor<2x3x5xf32> {
  %y = sinter.matmul %a, %b : (tensor<3x4xf32>, tensor<2x4x5xf32>) -> tensor<2x3x5xf32>
  return %y : tensor<2x3x5xf32>
}

//===- images -----------------------------------------------------------------------------------===//

func.func @max_pool(%x: tensor<2x5x6x3xf32>) -> tensor<2x3x4x3xf32> {
  %y = sinter.max_pool %x {window = array<i64: 3, 2>, strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>} : (tensor<2x5x6x3xf32>) -> tensor<2x3x4x3xf32>
  return %y : tensor<2x3x4x3xf32>
}
func.func @max_pool_gradient(%x: tensor<2x5x6x2xf32>, %g: tensor<2x3x4x2xf32>) -> tensor<2x5x6x2xf32> {
  %y = sinter.max_pool_gradient %x, %g {window = array<i64: 3, 2>, strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>}
    : (tensor<2x5x6x2xf32>, tensor<2x3x4x2xf32>) -> tensor<2x5x6x2xf32>
  return %y : tensor<2x5x6x2xf32>
}
func.func @avg_pool(%x: tensor<2x5x6x3xf32>) -> tensor<2x3x4x3xf32> {
  %y = sinter.avg_pool %x {window = array<i64: 3, 2>, strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>} : (tensor<2x5x6x3xf32>) -> tensor<2x3x4x3xf32>
  return %y : tensor<2x3x4x3xf32>
}
func.func @avg_pool_inside(%x: tensor<1x5x6x2xf32>) -> tensor<1x3x6x2xf32> {
  %y = sinter.avg_pool %x {window = array<i64: 3, 2>, strides = array<i64: 2, 1>, padding = array<i64: 1, 2, 1, 0>, count_padding = false} : (tensor<1x5x6x2xf32>) -> tensor<1x3x6x2xf32>
  return %y : tensor<1x3x6x2xf32>
}
func.func @avg_pool_gradient(%g: tensor<1x3x6x2xf32>) -> tensor<1x5x6x2xf32> {
  %y = sinter.avg_pool_gradient %g {size = array<i64: 5, 6>, window = array<i64: 3, 2>, strides = array<i64: 2, 1>, padding = array<i64: 1, 2, 1, 0>, count_padding = false}
    : (tensor<1x3x6x2xf32>) -> tensor<1x5x6x2xf32>
  return %y : tensor<1x5x6x2xf32>
}
// Several values have the same place, and some places lie outside.
func.func @max_unpool(%x: tensor<2x2x3x2xf32>, %i: tensor<2x2x3x2xi32>) -> tensor<2x2x3x2xf32> attributes {least = -1, most = 6} {
  %y = sinter.max_unpool %x, %i {size = array<i64: 2, 3>} : (tensor<2x2x3x2xf32>, tensor<2x2x3x2xi32>) -> tensor<2x2x3x2xf32>
  return %y : tensor<2x2x3x2xf32>
}
func.func @resize_nearest(%x: tensor<1x3x4x2xf32>) -> tensor<1x5x3x2xf32> {
  %y = sinter.resize %x {size = array<i64: 5, 3>, mode = "nearest", coordinates = "half_pixel"} : (tensor<1x3x4x2xf32>) -> tensor<1x5x3x2xf32>
  return %y : tensor<1x5x3x2xf32>
}
func.func @resize_bilinear(%x: tensor<2x3x4x2xf32>) -> tensor<2x7x3x2xf32> {
  %y = sinter.resize %x {size = array<i64: 7, 3>, mode = "bilinear", coordinates = "half_pixel"} : (tensor<2x3x4x2xf32>) -> tensor<2x7x3x2xf32>
  return %y : tensor<2x7x3x2xf32>
}
func.func @resize_bicubic(%x: tensor<1x3x4x2xf32>) -> tensor<1x7x3x2xf32> {
  %y = sinter.resize %x {size = array<i64: 7, 3>, mode = "bicubic", coordinates = "align_corners"} : (tensor<1x3x4x2xf32>) -> tensor<1x7x3x2xf32>
  return %y : tensor<1x7x3x2xf32>
}
func.func @resize_gradient(%g: tensor<1x7x3x2xf32>) -> tensor<1x3x4x2xf32> {
  %y = sinter.resize_gradient %g {size = array<i64: 3, 4>, mode = "bilinear", coordinates = "asymmetric"} : (tensor<1x7x3x2xf32>) -> tensor<1x3x4x2xf32>
  return %y : tensor<1x3x4x2xf32>
}

//===- normalization, reductions ----------------------------------------------------------------===//

func.func @batch_norm(%x: tensor<2x3x2x3xf32>, %mean: tensor<3xf32>, %variance: tensor<3xf32>, %scale: tensor<3xf32>, %bias: tensor<3xf32>) -> tensor<2x3x2x3xf32> attributes {low = 0.5} {
  %y = sinter.batch_norm %x, %mean, %variance, %scale, %bias {epsilon = 1.0e-03}
    : (tensor<2x3x2x3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>) -> tensor<2x3x2x3xf32>
  return %y : tensor<2x3x2x3xf32>
}
// With the statistics of the batch, as it trains.
func.func @batch_norm_in_training(%x: tensor<3x2x2x3xf32>, %scale: tensor<3xf32>, %bias: tensor<3xf32>) -> tensor<3x2x2x3xf32> {
  %mean = sinter.mean %x {axes = array<i64: 0, 1, 2>} : (tensor<3x2x2x3xf32>) -> tensor<3xf32>
  %d = sinter.sub %x, %mean : tensor<3x2x2x3xf32>, tensor<3xf32> -> tensor<3x2x2x3xf32>
  %s = sinter.mul %d, %d : tensor<3x2x2x3xf32>, tensor<3x2x2x3xf32> -> tensor<3x2x2x3xf32>
  %variance = sinter.mean %s {axes = array<i64: 0, 1, 2>} : (tensor<3x2x2x3xf32>) -> tensor<3xf32>
  %y = sinter.batch_norm %x, %mean, %variance, %scale, %bias {epsilon = 1.0e-05}
    : (tensor<3x2x2x3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>) -> tensor<3x2x2x3xf32>
  return %y : tensor<3x2x2x3xf32>
}
func.func @sum(%x: tensor<2x3x4xf32>) -> tensor<2x4xf32> {
  %y = sinter.sum %x {axes = array<i64: 1>} : (tensor<2x3x4xf32>) -> tensor<2x4xf32>
  return %y : tensor<2x4xf32>
}
func.func @sum_of_all(%x: tensor<2x3xf32>) -> tensor<f32> {
  %y = sinter.sum %x : (tensor<2x3xf32>) -> tensor<f32>
  return %y : tensor<f32>
}
func.func @sum_of_scalar(%x: tensor<f32>) -> tensor<f32> {
  %y = sinter.sum %x : (tensor<f32>) -> tensor<f32>
  return %y : tensor<f32>
}
func.func @mean(%x: tensor<2x3x4x5xf32>) -> tensor<2x1x1x5xf32> {
  %y = sinter.mean %x {axes = array<i64: 1, 2>, keep = true} : (tensor<2x3x4x5xf32>) -> tensor<2x1x1x5xf32>
  return %y : tensor<2x1x1x5xf32>
}
func.func @mean_of_all(%x: tensor<2x3xf32>) -> tensor<1x1xf32> {
  %y = sinter.mean %x {keep = true} : (tensor<2x3xf32>) -> tensor<1x1xf32>
  return %y : tensor<1x1xf32>
}
func.func @prod(%x: tensor<2x3x4xf32>) -> tensor<3x4xf32> {
  %y = sinter.prod %x {axes = array<i64: 0>} : (tensor<2x3x4xf32>) -> tensor<3x4xf32>
  return %y : tensor<3x4xf32>
}
// Products of columns with no zero, one and two.
func.func @prod_of_zeros(%x: tensor<3x3xf32>) -> tensor<1x3xf32> {
  %z = sinter.constant dense<[[1.0, 1.0, 0.0], [1.0, 0.0, 0.0], [1.0, 1.0, 1.0]]> : tensor<3x3xf32> as tensor<3x3xf32>
  %m = sinter.mul %x, %z : tensor<3x3xf32>, tensor<3x3xf32> -> tensor<3x3xf32>
  %s = sinter.sin %m : tensor<3x3xf32> -> tensor<3x3xf32>
  %y = sinter.prod %s {axes = array<i64: 0>, keep = true} : (tensor<3x3xf32>) -> tensor<1x3xf32>
  return %y : tensor<1x3xf32>
}
func.func @reduce_max(%x: tensor<3x4x2xf32>) -> tensor<3x2xf32> {
  %y = sinter.reduce_max %x {axes = array<i64: 1>} : (tensor<3x4x2xf32>) -> tensor<3x2xf32>
  return %y : tensor<3x2xf32>
}
func.func @reduce_min(%x: tensor<3x4x2xf32>) -> tensor<1x4x1xf32> {
  %y = sinter.reduce_min %x {axes = array<i64: 0, 2>, keep = true} : (tensor<3x4x2xf32>) -> tensor<1x4x1xf32>
  return %y : tensor<1x4x1xf32>
}
func.func @cumsum(%x: tensor<2x5x3xf32>) -> tensor<2x5x3xf32> {
  %y = sinter.cumsum %x {axis = 1 : i64} : (tensor<2x5x3xf32>) -> tensor<2x5x3xf32>
  return %y : tensor<2x5x3xf32>
}
func.func @softmax(%x: tensor<2x5x3xf32>) -> tensor<2x5x3xf32> {
  %y = sinter.softmax %x {axis = 1 : i64} : (tensor<2x5x3xf32>) -> tensor<2x5x3xf32>
  return %y : tensor<2x5x3xf32>
}
func.func @log_softmax(%x: tensor<4x7xf32>) -> tensor<4x7xf32> {
  %y = sinter.log_softmax %x {axis = 1 : i64} : (tensor<4x7xf32>) -> tensor<4x7xf32>
  return %y : tensor<4x7xf32>
}

//===- shapes -----------------------------------------------------------------------------------===//

func.func @reshape(%x: tensor<2x6xf32>) -> tensor<3x4xf32> {
  %y = sinter.reshape %x {shape = array<i64: 3, 4>} : (tensor<2x6xf32>) -> tensor<3x4xf32>
  return %y : tensor<3x4xf32>
}
func.func @transpose(%x: tensor<2x3x4x5xf32>) -> tensor<4x2x5x3xf32> {
  %y = sinter.transpose %x {permutation = array<i64: 2, 0, 3, 1>} : (tensor<2x3x4x5xf32>) -> tensor<4x2x5x3xf32>
  return %y : tensor<4x2x5x3xf32>
}
func.func @concat(%a: tensor<2x3xf32>, %b: tensor<2x1xf32>) -> tensor<2x7xf32> {
  %y = sinter.concat %a, %b, %a {axis = 1 : i64} : (tensor<2x3xf32>, tensor<2x1xf32>, tensor<2x3xf32>) -> tensor<2x7xf32>
  return %y : tensor<2x7xf32>
}
func.func @slice(%x: tensor<5x8xf32>) -> tensor<2x3xf32> {
  %y = sinter.slice %x {starts = array<i64: 1, 7>, sizes = array<i64: 2, 3>, strides = array<i64: 3, -2>} : (tensor<5x8xf32>) -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}
func.func @slice_gradient(%g: tensor<2x3xf32>) -> tensor<5x8xf32> {
  %y = sinter.slice_gradient %g {shape = array<i64: 5, 8>, starts = array<i64: 1, 7>, strides = array<i64: 3, -2>} : (tensor<2x3xf32>) -> tensor<5x8xf32>
  return %y : tensor<5x8xf32>
}
func.func @pad(%x: tensor<2x3xf32>) -> tensor<3x7xf32> {
  %y = sinter.pad %x {low = array<i64: 0, 1>, high = array<i64: 1, 3>, mode = "constant", value = 0.5} : (tensor<2x3xf32>) -> tensor<3x7xf32>
  return %y : tensor<3x7xf32>
}
func.func @pad_edge(%x: tensor<2x3x1xf32>) -> tensor<5x4x3xf32> {
  %y = sinter.pad %x {low = array<i64: 2, 0, 1>, high = array<i64: 1, 1, 1>, mode = "edge"} : (tensor<2x3x1xf32>) -> tensor<5x4x3xf32>
  return %y : tensor<5x4x3xf32>
}
func.func @pad_reflect(%x: tensor<3x4xf32>) -> tensor<7x7xf32> {
  %y = sinter.pad %x {low = array<i64: 2, 0>, high = array<i64: 2, 3>, mode = "reflect"} : (tensor<3x4xf32>) -> tensor<7x7xf32>
  return %y : tensor<7x7xf32>
}
func.func @broadcast(%x: tensor<3x1xf32>) -> tensor<2x3x4xf32> {
  %y = sinter.broadcast %x {shape = array<i64: 2, 3, 4>} : (tensor<3x1xf32>) -> tensor<2x3x4xf32>
  return %y : tensor<2x3x4xf32>
}
// Indices are drawn twice, and from outside.
func.func @gather(%x: tensor<2x4x3xf32>, %i: tensor<2x5xi32>) -> tensor<2x2x5x3xf32> {
  %y = sinter.gather %x, %i {axis = 1 : i64} : (tensor<2x4x3xf32>, tensor<2x5xi32>) -> tensor<2x2x5x3xf32>
  return %y : tensor<2x2x5x3xf32>
}
func.func @gather_gradient(%g: tensor<2x2x5x3xf32>, %i: tensor<2x5xi32>) -> tensor<2x4x3xf32> {
  %y = sinter.gather_gradient %g, %i {axis = 1 : i64, size = 4 : i64} : (tensor<2x2x5x3xf32>, tensor<2x5xi32>) -> tensor<2x4x3xf32>
  return %y : tensor<2x4x3xf32>
}
func.func @gather_elements(%x: tensor<2x4x3xf32>, %i: tensor<2x5x3xi64>) -> tensor<2x5x3xf32> {
  %y = sinter.gather_elements %x, %i {axis = 1 : i64} : (tensor<2x4x3xf32>, tensor<2x5x3xi64>) -> tensor<2x5x3xf32>
  return %y : tensor<2x5x3xf32>
}
func.func @gather_elements_gradient(%g: tensor<2x5x3xf32>, %i: tensor<2x5x3xi32>) -> tensor<2x4x3xf32> {
  %y = sinter.gather_elements_gradient %g, %i {axis = 1 : i64, size = 4 : i64} : (tensor<2x5x3xf32>, tensor<2x5x3xi32>) -> tensor<2x4x3xf32>
  return %y : tensor<2x4x3xf32>
}

//===- sums of what is centred ------------------------------------------------------------------===//

// They are zero where the mean is over the axes of the sum, and not where it is not, or is one of something else.
func.func @layer_norm(%x: tensor<3x5xf32>, %w: tensor<5xf32>) -> tensor<3x5xf32> {
  %mean = sinter.mean %x {axes = array<i64: 1>, keep = true} : (tensor<3x5xf32>) -> tensor<3x1xf32>
  %d = sinter.sub %x, %mean : tensor<3x5xf32>, tensor<3x1xf32> -> tensor<3x5xf32>
  %s = sinter.mul %d, %d : tensor<3x5xf32>, tensor<3x5xf32> -> tensor<3x5xf32>
  %variance = sinter.mean %s {axes = array<i64: 1>, keep = true} : (tensor<3x5xf32>) -> tensor<3x1xf32>
  %r = sinter.rsqrt %variance : tensor<3x1xf32> -> tensor<3x1xf32>
  %n = sinter.mul %d, %r : tensor<3x5xf32>, tensor<3x1xf32> -> tensor<3x5xf32>
  %y = sinter.mul %n, %w : tensor<3x5xf32>, tensor<5xf32> -> tensor<3x5xf32>
  return %y : tensor<3x5xf32>
}
func.func @weighed_variance(%x: tensor<3x5xf32>, %w: tensor<3x5xf32>) -> tensor<3xf32> {
  %mean = sinter.mean %x {axes = array<i64: 1>} : (tensor<3x5xf32>) -> tensor<3xf32>
  %column = sinter.reshape %mean {shape = array<i64: 3, 1>} : (tensor<3xf32>) -> tensor<3x1xf32>
  %d = sinter.sub %x, %column : tensor<3x5xf32>, tensor<3x1xf32> -> tensor<3x5xf32>
  %s = sinter.mul %d, %d : tensor<3x5xf32>, tensor<3x5xf32> -> tensor<3x5xf32>
  %t = sinter.mul %s, %w : tensor<3x5xf32>, tensor<3x5xf32> -> tensor<3x5xf32>
  %y = sinter.sum %t {axes = array<i64: 1>} : (tensor<3x5xf32>) -> tensor<3xf32>
  return %y : tensor<3xf32>
}
func.func @mean_of_another(%x: tensor<4x4xf32>, %z: tensor<4x4xf32>) -> tensor<f32> {
  %mean = sinter.mean %z {axes = array<i64: 0>} : (tensor<4x4xf32>) -> tensor<4xf32>
  %d = sinter.sub %x, %mean : tensor<4x4xf32>, tensor<4xf32> -> tensor<4x4xf32>
  %two = sinter.constant dense<2.0> : tensor<f32> as tensor<f32>
  %s = sinter.pow %d, %two : tensor<4x4xf32>, tensor<f32> -> tensor<4x4xf32>
  %y = sinter.sum %s : (tensor<4x4xf32>) -> tensor<f32>
  return %y : tensor<f32>
}
// The mean of a row is taken from the column of its number: shapes alone do not tell.
func.func @mean_of_other_axis(%x: tensor<4x4xf32>) -> tensor<f32> {
  %mean = sinter.mean %x {axes = array<i64: 1>} : (tensor<4x4xf32>) -> tensor<4xf32>
  %d = sinter.sub %x, %mean : tensor<4x4xf32>, tensor<4xf32> -> tensor<4x4xf32>
  %s = sinter.mul %d, %d : tensor<4x4xf32>, tensor<4x4xf32> -> tensor<4x4xf32>
  %y = sinter.sum %s : (tensor<4x4xf32>) -> tensor<f32>
  return %y : tensor<f32>
}
func.func @sum_over_fewer_axes(%x: tensor<3x4xf32>) -> tensor<1x4xf32> {
  %mean = sinter.mean %x {keep = true} : (tensor<3x4xf32>) -> tensor<1x1xf32>
  %row = sinter.broadcast %mean {shape = array<i64: 1, 4>} : (tensor<1x1xf32>) -> tensor<1x4xf32>
  %d = sinter.sub %x, %row : tensor<3x4xf32>, tensor<1x4xf32> -> tensor<3x4xf32>
  %s = sinter.mul %d, %d : tensor<3x4xf32>, tensor<3x4xf32> -> tensor<3x4xf32>
  %y = sinter.sum %s {axes = array<i64: 0>, keep = true} : (tensor<3x4xf32>) -> tensor<1x4xf32>
  return %y : tensor<1x4xf32>
}

func.func @process_mean(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %y = sinter.process_mean %x : tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

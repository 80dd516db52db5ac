// RUN: sinter-opt %s --sinter-differentiate --cse | FileCheck %s

// The example of the manual. What the sum gives back is repeated by the select.
// CHECK-LABEL: func.func @dense_relu
//  CHECK-SAME:   %[[X:.*]]: tensor<2x8xf32>, %[[W:.*]]: tensor<4x8xf32>
//       CHECK:   %[[Y:.*]] = sinter.dense %[[X]], %[[W]]
//       CHECK:   %[[R:.*]] = sinter.relu %[[Y]]
//  CHECK-NEXT:   %[[ONE:.*]] = sinter.constant dense<1.000000e+00> : tensor<f32>
//  CHECK-NEXT:   %[[S:.*]] = sinter.reshape %[[ONE]] {shape = array<i64: 1, 1>}
//  CHECK-NEXT:   %[[ZERO:.*]] = sinter.constant dense<0.000000e+00> : tensor<f32>
//  CHECK-NEXT:   %[[M:.*]] = sinter.less_equal %[[R]], %[[ZERO]]
//  CHECK-NEXT:   %[[D:.*]] = sinter.select %[[M]], %[[ZERO]], %[[S]] : {{.*}} -> tensor<2x4xf32>
//  CHECK-NEXT:   %[[G:.*]] = sinter.dense_weight_gradient %[[X]], %[[D]]
//  CHECK-NEXT:   return %[[G]]
func.func @dense_relu(%x: tensor<2x8xf32>, %w: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %y = sinter.dense %x, %w : (tensor<2x8xf32>, tensor<4x8xf32>) -> tensor<2x4xf32>
  %r = sinter.relu %y : tensor<2x4xf32> -> tensor<2x4xf32>
  %loss = sinter.sum %r : (tensor<2x4xf32>) -> tensor<f32>
  %g = sinter.gradient %loss, %w : (tensor<f32>, tensor<4x8xf32>) -> tensor<4x8xf32>
  return %g : tensor<4x8xf32>
}

// A chain as of LeNet: the image wants no gradient, so the first layer has none for it; each backward op has the place of its forward op.
sinter.parameter @conv1.weight : tensor<6x1x5x5xf32> = #sinter.initializer<"he_normal", []>
sinter.parameter @conv1.bias : tensor<6xf32> = #sinter.initializer<"zeros", []>
sinter.parameter @fc.weight : tensor<10x216xf32> = #sinter.initializer<"he_normal", []>
// CHECK-LABEL: func.func @lenet
//  CHECK-SAME:   %[[X:.*]]: tensor<2x16x16x1xf32>, %[[LABELS:.*]]: tensor<2x1xi32>
//   CHECK-DAG:   %[[W:.*]] = sinter.read @fc.weight
//       CHECK:   %[[C:.*]] = sinter.conv2d
//       CHECK:   %[[T:.*]] = sinter.tanh %[[C]]
//       CHECK:   %[[P:.*]] = sinter.avg_pool %[[T]]
//       CHECK:   %[[F:.*]] = sinter.reshape %[[P]]
//       CHECK:   %[[Z:.*]] = sinter.dense %[[F]]
//       CHECK:   %[[LOGS:.*]] = sinter.log_softmax %[[Z]]
//       CHECK:   %[[PICK:.*]] = sinter.gather_elements %[[LOGS]], %[[LABELS]]
//       CHECK:   sinter.mean %[[PICK]]
//       CHECK:   %[[PICKED:.*]] = sinter.gather_elements_gradient %{{.*}}, %[[LABELS]] {axis = 1 : i64, size = 10 : i64}
//       CHECK:   %[[SUM:.*]] = sinter.sum %[[PICKED]] {axes = array<i64: 1>, keep = true}
//       CHECK:   %[[SHARE:.*]] = sinter.exp %[[LOGS]]
//       CHECK:   %[[M:.*]] = sinter.mul %[[SHARE]], %[[SUM]]
//       CHECK:   %[[DZ:.*]] = sinter.sub %[[PICKED]], %[[M]]
//       CHECK:   %[[DF:.*]] = sinter.matmul %[[DZ]], %[[W]]
//       CHECK:   %[[DW:.*]] = sinter.dense_weight_gradient %[[F]], %[[DZ]]
//       CHECK:   %[[DP:.*]] = sinter.reshape %[[DF]] {shape = array<i64: 2, 6, 6, 6>}
//       CHECK:   %[[DT:.*]] = sinter.avg_pool_gradient %[[DP]] {size = array<i64: 12, 12>, strides = array<i64: 2, 2>, window = array<i64: 2, 2>}
//       CHECK:   %[[TT:.*]] = sinter.mul %[[T]], %[[T]]
//       CHECK:   %[[SLOPE:.*]] = sinter.sub %{{.*}}, %[[TT]]
//       CHECK:   %[[DC:.*]] = sinter.mul %[[DT]], %[[SLOPE]]
//   CHECK-NOT:   conv2d_transpose
//       CHECK:   %[[DK:.*]] = sinter.conv2d_weight_gradient %[[X]], %[[DC]] {{.*}}kernel = array<i64: 5, 5>
//       CHECK:   %[[DB:.*]] = sinter.sum %[[DC]] {axes = array<i64: 0, 1, 2>}
//       CHECK:   return %[[DK]], %[[DB]], %[[DW]], %{{.*}}
func.func @lenet(%x: tensor<2x16x16x1xf32>, %labels: tensor<2x1xi32>) -> (tensor<6x1x5x5xf32>, tensor<6xf32>, tensor<10x216xf32>, tensor<f32>) {
  %k = sinter.read @conv1.weight : tensor<6x1x5x5xf32>
  %b = sinter.read @conv1.bias : tensor<6xf32>
  %w = sinter.read @fc.weight : tensor<10x216xf32>
  %c = sinter.conv2d %x, %k, %b : (tensor<2x16x16x1xf32>, tensor<6x1x5x5xf32>, tensor<6xf32>) -> tensor<2x12x12x6xf32>
  %t = sinter.tanh %c : tensor<2x12x12x6xf32> -> tensor<2x12x12x6xf32>
  %p = sinter.avg_pool %t {window = array<i64: 2, 2>, strides = array<i64: 2, 2>} : (tensor<2x12x12x6xf32>) -> tensor<2x6x6x6xf32>
  %f = sinter.reshape %p {shape = array<i64: 2, 216>} : (tensor<2x6x6x6xf32>) -> tensor<2x216xf32>
  %z = sinter.dense %f, %w : (tensor<2x216xf32>, tensor<10x216xf32>) -> tensor<2x10xf32>
  %logs = sinter.log_softmax %z {axis = 1 : i64} : (tensor<2x10xf32>) -> tensor<2x10xf32>
  %picked = sinter.gather_elements %logs, %labels {axis = 1 : i64} : (tensor<2x10xf32>, tensor<2x1xi32>) -> tensor<2x1xf32>
  %mean = sinter.mean %picked : (tensor<2x1xf32>) -> tensor<f32>
  %loss = sinter.neg %mean : tensor<f32> -> tensor<f32>
  %g:3 = sinter.gradient %loss, %k, %b, %w : (tensor<f32>, tensor<6x1x5x5xf32>, tensor<6xf32>, tensor<10x216xf32>)
    -> (tensor<6x1x5x5xf32>, tensor<6xf32>, tensor<10x216xf32>)
  return %g#0, %g#1, %g#2, %loss : tensor<6x1x5x5xf32>, tensor<6xf32>, tensor<10x216xf32>, tensor<f32>
}

// What was repeated is summed.
// CHECK-LABEL: func.func @broadcasts
//  CHECK-SAME:   %[[X:.*]]: tensor<2x3x4xf32>, %[[B:.*]]: tensor<3x1xf32>
//       CHECK:   %[[D:.*]] = sinter.mul %{{.*}}, %[[X]] : {{.*}} -> tensor<2x3x4xf32>
//       CHECK:   %[[S:.*]] = sinter.sum %[[D]] {axes = array<i64: 0, 2>} : (tensor<2x3x4xf32>) -> tensor<3xf32>
//       CHECK:   sinter.reshape %[[S]] {shape = array<i64: 3, 1>}
func.func @broadcasts(%x: tensor<2x3x4xf32>, %b: tensor<3x1xf32>) -> tensor<3x1xf32> {
  %y = sinter.mul %x, %b : tensor<2x3x4xf32>, tensor<3x1xf32> -> tensor<2x3x4xf32>
  %loss = sinter.sum %y : (tensor<2x3x4xf32>) -> tensor<f32>
  %g = sinter.gradient %loss, %b : (tensor<f32>, tensor<3x1xf32>) -> tensor<3x1xf32>
  return %g : tensor<3x1xf32>
}

// A value that is used twice has the sum of two gradients, the later use first.
// CHECK-LABEL: func.func @used_twice
//  CHECK-SAME:   %[[X:.*]]: tensor<f32>
//       CHECK:   %[[E:.*]] = sinter.exp %[[X]]
//       CHECK:   %[[S:.*]] = sinter.sin %[[E]]
//       CHECK:   %[[ONE:.*]] = sinter.constant dense<1.000000e+00>
//       CHECK:   %[[FIRST:.*]] = sinter.mul %[[ONE]], %[[S]]
//       CHECK:   %[[DS:.*]] = sinter.mul %[[ONE]], %[[E]]
//       CHECK:   %[[C:.*]] = sinter.cos %[[E]]
//       CHECK:   %[[SECOND:.*]] = sinter.mul %[[DS]], %[[C]]
//       CHECK:   %[[DE:.*]] = sinter.add %[[FIRST]], %[[SECOND]]
//       CHECK:   sinter.mul %[[DE]], %[[E]]
func.func @used_twice(%x: tensor<f32>) -> tensor<f32> {
  %e = sinter.exp %x : tensor<f32> -> tensor<f32>
  %s = sinter.sin %e : tensor<f32> -> tensor<f32>
  %loss = sinter.mul %e, %s : tensor<f32>, tensor<f32> -> tensor<f32>
  %g = sinter.gradient %loss, %x : (tensor<f32>, tensor<f32>) -> tensor<f32>
  return %g : tensor<f32>
}

// What the loss does not depend on has the derivative zero: an unused value, one behind `stop_gradient`, one that only integers come from. No op is built for them.
// CHECK-LABEL: func.func @zeros
//  CHECK-SAME:   %[[X:.*]]: tensor<4xf32>
//   CHECK-NOT:   stop_gradient
//       CHECK:   %[[Z:.*]] = sinter.constant dense<0.000000e+00> : tensor<4xf32>
//  CHECK-NEXT:   return %[[Z]], %[[Z]], %[[Z]]
func.func @zeros(%x: tensor<4xf32>, %unused: tensor<4xf32>, %w: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) {
  %after = sinter.exp %unused : tensor<4xf32> -> tensor<4xf32>
  %fixed = sinter.stop_gradient %x : tensor<4xf32> -> tensor<4xf32>
  %most = sinter.argmax %w {axis = 0 : i64} : (tensor<4xf32>) -> tensor<i32>
  %place = sinter.cast %most {to = f32} : tensor<i32> -> tensor<f32>
  %y = sinter.mul %fixed, %place : tensor<4xf32>, tensor<f32> -> tensor<4xf32>
  %loss = sinter.sum %y : (tensor<4xf32>) -> tensor<f32>
  %g:3 = sinter.gradient %loss, %x, %unused, %w : (tensor<f32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>, tensor<4xf32>)
  return %g#0, %g#1, %g#2 : tensor<4xf32>, tensor<4xf32>, tensor<4xf32>
}

// One value may be computed from another; the gradient goes on through it.
// CHECK-LABEL: func.func @through_a_value
//  CHECK-SAME:   %[[X:.*]]: tensor<f32>
//       CHECK:   %[[Y:.*]] = sinter.exp %[[X]]
//       CHECK:   %[[C:.*]] = sinter.cos %[[Y]]
//       CHECK:   %[[DY:.*]] = sinter.mul %{{.*}}, %[[C]]
//       CHECK:   %[[DX:.*]] = sinter.mul %[[DY]], %[[Y]]
//       CHECK:   return %[[DX]], %[[DY]]
func.func @through_a_value(%x: tensor<f32>) -> (tensor<f32>, tensor<f32>) {
  %y = sinter.exp %x : tensor<f32> -> tensor<f32>
  %loss = sinter.sin %y : tensor<f32> -> tensor<f32>
  %g:2 = sinter.gradient %loss, %x, %y : (tensor<f32>, tensor<f32>, tensor<f32>) -> (tensor<f32>, tensor<f32>)
  return %g#0, %g#1 : tensor<f32>, tensor<f32>
}

// A gradient may be differentiated: of x^3, 3 x^2 and then 6 x.
// CHECK-LABEL: func.func @second
//   CHECK-NOT:   sinter.gradient
//       CHECK:   return
func.func @second(%x: tensor<f32>) -> tensor<f32> {
  %square = sinter.mul %x, %x : tensor<f32>, tensor<f32> -> tensor<f32>
  %cube = sinter.mul %square, %x : tensor<f32>, tensor<f32> -> tensor<f32>
  %g = sinter.gradient %cube, %x : (tensor<f32>, tensor<f32>) -> tensor<f32>
  %h = sinter.gradient %g, %x : (tensor<f32>, tensor<f32>) -> tensor<f32>
  return %h : tensor<f32>
}

// Batch norm: of the image's size are the gradient of the image, one product and two sums.
// CHECK-LABEL: func.func @batch_norm
//       CHECK:   %[[LOSS:.*]] = sinter.sum
//       CHECK:   %[[DY:.*]] = sinter.mul %{{.*}} -> tensor<2x4x4x3xf32>
//   CHECK-DAG:   sinter.sum %[[DY]] {axes = array<i64: 0, 1, 2>}
//   CHECK-DAG:   %[[FROM:.*]] = sinter.sub %{{.*}} -> tensor<2x4x4x3xf32>
//   CHECK-DAG:   %[[P:.*]] = sinter.mul %[[DY]], %[[FROM]] : {{.*}} -> tensor<2x4x4x3xf32>
//   CHECK-DAG:   sinter.sum %[[P]] {axes = array<i64: 0, 1, 2>}
//       CHECK:   sinter.mul %[[DY]], %{{.*}} : tensor<2x4x4x3xf32>, tensor<3xf32> -> tensor<2x4x4x3xf32>
//   CHECK-NOT:   -> tensor<2x4x4x3xf32>
//       CHECK:   return
func.func @batch_norm(%x: tensor<2x4x4x3xf32>, %c: tensor<2x4x4x3xf32>, %mean: tensor<3xf32>, %variance: tensor<3xf32>, %scale: tensor<3xf32>, %bias: tensor<3xf32>)
    -> (tensor<2x4x4x3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<f32>) {
  %y = sinter.batch_norm %x, %mean, %variance, %scale, %bias {epsilon = 1.0e-05}
    : (tensor<2x4x4x3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>) -> tensor<2x4x4x3xf32>
  %e = sinter.mul %y, %c : tensor<2x4x4x3xf32>, tensor<2x4x4x3xf32> -> tensor<2x4x4x3xf32>
  %loss = sinter.sum %e : (tensor<2x4x4x3xf32>) -> tensor<f32>
  %g:5 = sinter.gradient %loss, %x, %mean, %variance, %scale, %bias : (tensor<f32>, tensor<2x4x4x3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>)
    -> (tensor<2x4x4x3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>)
  return %g#0, %g#1, %g#2, %g#3, %g#4, %loss : tensor<2x4x4x3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<f32>
}

// With the statistics of the batch, what the variance gives back to the mean is a sum that is zero, and is not computed: two sums, as before.
// CHECK-LABEL: func.func @batch_norm_in_training
//       CHECK:   %[[MEAN:.*]] = sinter.mean
//       CHECK:   %[[D:.*]] = sinter.sub %{{.*}}, %[[MEAN]]
//       CHECK:   sinter.batch_norm
//       CHECK:   sinter.sum
//       CHECK:   %[[DY:.*]] = sinter.mul
//       CHECK:   sinter.sum %[[DY]] {axes = array<i64: 0, 1, 2>}
//       CHECK:   %[[P:.*]] = sinter.mul %[[DY]], %[[D]]
//       CHECK:   sinter.sum %[[P]] {axes = array<i64: 0, 1, 2>}
//   CHECK-NOT:   sinter.sum
//       CHECK:   return
func.func @batch_norm_in_training(%x: tensor<2x4x4x3xf32>, %c: tensor<2x4x4x3xf32>, %scale: tensor<3xf32>, %bias: tensor<3xf32>)
    -> (tensor<2x4x4x3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<f32>) {
  %mean = sinter.mean %x {axes = array<i64: 0, 1, 2>} : (tensor<2x4x4x3xf32>) -> tensor<3xf32>
  %d = sinter.sub %x, %mean : tensor<2x4x4x3xf32>, tensor<3xf32> -> tensor<2x4x4x3xf32>
  %s = sinter.mul %d, %d : tensor<2x4x4x3xf32>, tensor<2x4x4x3xf32> -> tensor<2x4x4x3xf32>
  %variance = sinter.mean %s {axes = array<i64: 0, 1, 2>} : (tensor<2x4x4x3xf32>) -> tensor<3xf32>
  %y = sinter.batch_norm %x, %mean, %variance, %scale, %bias {epsilon = 1.0e-05}
    : (tensor<2x4x4x3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>) -> tensor<2x4x4x3xf32>
  %e = sinter.mul %y, %c : tensor<2x4x4x3xf32>, tensor<2x4x4x3xf32> -> tensor<2x4x4x3xf32>
  %loss = sinter.sum %e : (tensor<2x4x4x3xf32>) -> tensor<f32>
  %g:3 = sinter.gradient %loss, %x, %scale, %bias : (tensor<f32>, tensor<2x4x4x3xf32>, tensor<3xf32>, tensor<3xf32>)
    -> (tensor<2x4x4x3xf32>, tensor<3xf32>, tensor<3xf32>)
  return %g#0, %g#1, %g#2, %loss : tensor<2x4x4x3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<f32>
}

// Processes take the means of both statistics' gradients, too. What the variance gives back to the mean is zero for all of them together, which is enough.
// CHECK-LABEL: func.func @batch_norm_of_processes
// CHECK-COUNT-2: sinter.process_mean
//       CHECK:   sinter.batch_norm
//       CHECK:   sinter.sum
//       CHECK:   sinter.sum %{{.*}} {axes = array<i64: 0, 1, 2>}
//       CHECK:   sinter.sum %{{.*}} {axes = array<i64: 0, 1, 2>}
// CHECK-COUNT-2: sinter.process_mean
//   CHECK-NOT:   sinter.sum
//   CHECK-NOT:   sinter.process_mean
//       CHECK:   return
func.func @batch_norm_of_processes(%x: tensor<2x4x4x3xf32>, %c: tensor<2x4x4x3xf32>, %scale: tensor<3xf32>, %bias: tensor<3xf32>)
    -> (tensor<2x4x4x3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<f32>) {
  %own = sinter.mean %x {axes = array<i64: 0, 1, 2>} : (tensor<2x4x4x3xf32>) -> tensor<3xf32>
  %mean = sinter.process_mean %own : tensor<3xf32>
  %d = sinter.sub %x, %mean : tensor<2x4x4x3xf32>, tensor<3xf32> -> tensor<2x4x4x3xf32>
  %s = sinter.mul %d, %d : tensor<2x4x4x3xf32>, tensor<2x4x4x3xf32> -> tensor<2x4x4x3xf32>
  %spread = sinter.mean %s {axes = array<i64: 0, 1, 2>} : (tensor<2x4x4x3xf32>) -> tensor<3xf32>
  %variance = sinter.process_mean %spread : tensor<3xf32>
  %y = sinter.batch_norm %x, %mean, %variance, %scale, %bias {epsilon = 1.0e-05}
    : (tensor<2x4x4x3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>) -> tensor<2x4x4x3xf32>
  %e = sinter.mul %y, %c : tensor<2x4x4x3xf32>, tensor<2x4x4x3xf32> -> tensor<2x4x4x3xf32>
  %loss = sinter.sum %e : (tensor<2x4x4x3xf32>) -> tensor<f32>
  %g:3 = sinter.gradient %loss, %x, %scale, %bias : (tensor<f32>, tensor<2x4x4x3xf32>, tensor<3xf32>, tensor<3xf32>)
    -> (tensor<2x4x4x3xf32>, tensor<3xf32>, tensor<3xf32>)
  return %g#0, %g#1, %g#2, %loss : tensor<2x4x4x3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<f32>
}

// Where a factor is each process's own, the sum of all is not zero.
// CHECK-LABEL: func.func @own_factor
//       CHECK:   %[[ALL:.*]] = sinter.process_mean
//       CHECK:   %[[SUM:.*]] = sinter.sum %{{.*}} {axes = array<i64: 0>}
//       CHECK:   sinter.process_mean
func.func @own_factor(%x: tensor<8x3xf32>, %f: tensor<3xf32>) -> (tensor<8x3xf32>, tensor<f32>) {
  %own = sinter.mean %x {axes = array<i64: 0>} : (tensor<8x3xf32>) -> tensor<3xf32>
  %mean = sinter.process_mean %own : tensor<3xf32>
  %d = sinter.sub %x, %mean : tensor<8x3xf32>, tensor<3xf32> -> tensor<8x3xf32>
  %s = sinter.mul %d, %d : tensor<8x3xf32>, tensor<8x3xf32> -> tensor<8x3xf32>
  %e = sinter.mul %s, %f : tensor<8x3xf32>, tensor<3xf32> -> tensor<8x3xf32>
  %loss = sinter.sum %e : (tensor<8x3xf32>) -> tensor<f32>
  %g = sinter.gradient %loss, %x : (tensor<f32>, tensor<8x3xf32>) -> tensor<8x3xf32>
  return %g, %loss : tensor<8x3xf32>, tensor<f32>
}

// RUN: sinter-opt %s --sinter-differentiate --cse | FileCheck %s

// Two layers with momentum: the second is updated before the first has its gradient, its weight after the gradient of its input has read it. What comes from parameters alone, and what counts
// the steps, stands where it is used.
sinter.parameter @first : tensor<8x8xf32> = #sinter.initializer<"he_normal", []>
sinter.parameter @second : tensor<8x8xf32> = #sinter.initializer<"he_normal", []>
sinter.parameter @v.first : tensor<8x8xf32> = #sinter.initializer<"zeros", []> {state}
sinter.parameter @v.second : tensor<8x8xf32> = #sinter.initializer<"zeros", []> {state}
sinter.parameter @sinter.step : tensor<i64> = #sinter.initializer<"zeros", []> {state}
// CHECK-LABEL: func.func @momentum
//  CHECK-SAME:   %[[X:.*]]: tensor<4x8xf32>, %[[RATE:.*]]: tensor<f32>
//   CHECK-DAG:   %[[W1:.*]] = sinter.read @first
//   CHECK-DAG:   %[[W2:.*]] = sinter.read @second
//       CHECK:   %[[Y:.*]] = sinter.dense %[[X]], %[[W1]]
//       CHECK:   %[[Z:.*]] = sinter.dense %[[Y]], %[[W2]]
//       CHECK:   %[[DY:.*]] = sinter.matmul %{{.*}}, %[[W2]]
//       CHECK:   %[[D2:.*]] = sinter.dense_weight_gradient %[[Y]]
//   CHECK-NOT:   dense_weight_gradient
//       CHECK:   sinter.add %{{.*}}, %[[D2]]
//       CHECK:   sinter.write @v.second
//       CHECK:   sinter.write @second
//       CHECK:   %[[D1:.*]] = sinter.dense_weight_gradient %[[X]], %[[DY]]
//       CHECK:   sinter.add %{{.*}}, %[[D1]]
//       CHECK:   sinter.write @v.first
//       CHECK:   sinter.write @first
//       CHECK:   sinter.read @sinter.step
//       CHECK:   sinter.write @sinter.step
func.func @momentum(%x: tensor<4x8xf32>, %rate: tensor<f32>) -> tensor<f32> {
  %w1 = sinter.read @first : tensor<8x8xf32>
  %w2 = sinter.read @second : tensor<8x8xf32>
  %y = sinter.dense %x, %w1 : (tensor<4x8xf32>, tensor<8x8xf32>) -> tensor<4x8xf32>
  %z = sinter.dense %y, %w2 : (tensor<4x8xf32>, tensor<8x8xf32>) -> tensor<4x8xf32>
  %s = sinter.mul %z, %z : tensor<4x8xf32>, tensor<4x8xf32> -> tensor<4x8xf32>
  %loss = sinter.mean %s : (tensor<4x8xf32>) -> tensor<f32>
  %g:2 = sinter.gradient %loss, %w1, %w2 : (tensor<f32>, tensor<8x8xf32>, tensor<8x8xf32>) -> (tensor<8x8xf32>, tensor<8x8xf32>)
  %mu = sinter.constant dense<0.5> : tensor<f32> as tensor<f32>
  %v1 = sinter.read @v.first : tensor<8x8xf32>
  %v2 = sinter.read @v.second : tensor<8x8xf32>
  %m1 = sinter.mul %v1, %mu : tensor<8x8xf32>, tensor<f32> -> tensor<8x8xf32>
  %m2 = sinter.mul %v2, %mu : tensor<8x8xf32>, tensor<f32> -> tensor<8x8xf32>
  %n1 = sinter.add %m1, %g#0 : tensor<8x8xf32>, tensor<8x8xf32> -> tensor<8x8xf32>
  %n2 = sinter.add %m2, %g#1 : tensor<8x8xf32>, tensor<8x8xf32> -> tensor<8x8xf32>
  %r1 = sinter.mul %n1, %rate : tensor<8x8xf32>, tensor<f32> -> tensor<8x8xf32>
  %r2 = sinter.mul %n2, %rate : tensor<8x8xf32>, tensor<f32> -> tensor<8x8xf32>
  %u1 = sinter.sub %w1, %r1 : tensor<8x8xf32>, tensor<8x8xf32> -> tensor<8x8xf32>
  %u2 = sinter.sub %w2, %r2 : tensor<8x8xf32>, tensor<8x8xf32> -> tensor<8x8xf32>
  %step = sinter.read @sinter.step : tensor<i64>
  %one = sinter.constant dense<1> : tensor<i64> as tensor<i64>
  %next = sinter.add %step, %one : tensor<i64>, tensor<i64> -> tensor<i64>
  sinter.write @v.first, %n1 : tensor<8x8xf32>
  sinter.write @v.second, %n2 : tensor<8x8xf32>
  sinter.write @first, %u1 : tensor<8x8xf32>
  sinter.write @second, %u2 : tensor<8x8xf32>
  sinter.write @sinter.step, %next : tensor<i64>
  return %loss : tensor<f32>
}

// Clipping by the norm of all gradients: no update stands before both are there. What only comes from a gradient does. An optimizer may stop gradients, too.
// CHECK-LABEL: func.func @clipped
//       CHECK:   %[[D2:.*]] = sinter.dense_weight_gradient
//       CHECK:   %[[Q2:.*]] = sinter.mul %[[D2]], %[[D2]]
//       CHECK:   %[[N2:.*]] = sinter.sum %[[Q2]]
//   CHECK-NOT:   sinter.write
//       CHECK:   %[[D1:.*]] = sinter.dense_weight_gradient
//       CHECK:   %[[Q1:.*]] = sinter.mul %[[D1]], %[[D1]]
//       CHECK:   %[[N1:.*]] = sinter.sum %[[Q1]]
//       CHECK:   %[[N:.*]] = sinter.add %[[N1]], %[[N2]]
//       CHECK:   sinter.sqrt %[[N]]
//       CHECK:   sinter.write @first
//       CHECK:   sinter.write @second
func.func @clipped(%x: tensor<4x8xf32>) -> tensor<f32> {
  %w1 = sinter.read @first : tensor<8x8xf32>
  %w2 = sinter.read @second : tensor<8x8xf32>
  %y = sinter.dense %x, %w1 : (tensor<4x8xf32>, tensor<8x8xf32>) -> tensor<4x8xf32>
  %z = sinter.dense %y, %w2 : (tensor<4x8xf32>, tensor<8x8xf32>) -> tensor<4x8xf32>
  %loss = sinter.mean %z : (tensor<4x8xf32>) -> tensor<f32>
  %g:2 = sinter.gradient %loss, %w1, %w2 : (tensor<f32>, tensor<8x8xf32>, tensor<8x8xf32>) -> (tensor<8x8xf32>, tensor<8x8xf32>)
  %q1 = sinter.mul %g#0, %g#0 : tensor<8x8xf32>, tensor<8x8xf32> -> tensor<8x8xf32>
  %q2 = sinter.mul %g#1, %g#1 : tensor<8x8xf32>, tensor<8x8xf32> -> tensor<8x8xf32>
  %n1 = sinter.sum %q1 : (tensor<8x8xf32>) -> tensor<f32>
  %n2 = sinter.sum %q2 : (tensor<8x8xf32>) -> tensor<f32>
  %n = sinter.add %n1, %n2 : tensor<f32>, tensor<f32> -> tensor<f32>
  %root = sinter.sqrt %n : tensor<f32> -> tensor<f32>
  %norm = sinter.stop_gradient %root : tensor<f32> -> tensor<f32>
  %r1 = sinter.div %g#0, %norm : tensor<8x8xf32>, tensor<f32> -> tensor<8x8xf32>
  %r2 = sinter.div %g#1, %norm : tensor<8x8xf32>, tensor<f32> -> tensor<8x8xf32>
  %u1 = sinter.sub %w1, %r1 : tensor<8x8xf32>, tensor<8x8xf32> -> tensor<8x8xf32>
  %u2 = sinter.sub %w2, %r2 : tensor<8x8xf32>, tensor<8x8xf32> -> tensor<8x8xf32>
  sinter.write @first, %u1 : tensor<8x8xf32>
  sinter.write @second, %u2 : tensor<8x8xf32>
  return %loss : tensor<f32>
}

// A parameter that two layers share is written after the earlier one's gradient has read it, and running statistics at once.
sinter.parameter @mean : tensor<8xf32> = #sinter.initializer<"zeros", []> {state}
// CHECK-LABEL: func.func @shared
//       CHECK:   %[[M:.*]] = sinter.mean
//       CHECK:   sinter.add %{{.*}}, %[[M]]
//       CHECK:   sinter.write @mean
//       CHECK:   sinter.dense
//       CHECK:   sinter.dense
//       CHECK:   sinter.matmul
//   CHECK-NOT:   sinter.write
//       CHECK:   sinter.dense_weight_gradient
//       CHECK:   sinter.dense_weight_gradient
//       CHECK:   sinter.write @first
func.func @shared(%x: tensor<4x8xf32>) -> tensor<f32> {
  %w = sinter.read @first : tensor<8x8xf32>
  %m = sinter.mean %x {axes = array<i64: 0>} : (tensor<4x8xf32>) -> tensor<8xf32>
  %c = sinter.sub %x, %m : tensor<4x8xf32>, tensor<8xf32> -> tensor<4x8xf32>
  %y = sinter.dense %c, %w : (tensor<4x8xf32>, tensor<8x8xf32>) -> tensor<4x8xf32>
  %z = sinter.dense %y, %w : (tensor<4x8xf32>, tensor<8x8xf32>) -> tensor<4x8xf32>
  %loss = sinter.mean %z : (tensor<4x8xf32>) -> tensor<f32>
  %g = sinter.gradient %loss, %w : (tensor<f32>, tensor<8x8xf32>) -> tensor<8x8xf32>
  %u = sinter.sub %w, %g : tensor<8x8xf32>, tensor<8x8xf32> -> tensor<8x8xf32>
  %old = sinter.read @mean : tensor<8xf32>
  %new = sinter.add %old, %m : tensor<8xf32>, tensor<8xf32> -> tensor<8xf32>
  sinter.write @first, %u : tensor<8x8xf32>
  sinter.write @mean, %new : tensor<8xf32>
  return %loss : tensor<f32>
}

// A constant that the rest of the step reads too stays in front of what both compute.
// CHECK-LABEL: func.func @shared_constant
//       CHECK:   %[[SHARE:.*]] = sinter.constant dense<5.000000e-01>
//       CHECK:   %[[OLD:.*]] = sinter.mul %[[SHARE]], %{{.*}}
//       CHECK:   %[[NEW:.*]] = sinter.add %[[OLD]], %{{.*}}
//       CHECK:   sinter.write @running, %[[NEW]]
//       CHECK:   return
sinter.parameter @running : tensor<f32> = #sinter.initializer<"zeros", []> {state}
func.func @shared_constant(%x: tensor<4xf32>) -> tensor<f32> {
  %mean = sinter.mean %x : (tensor<4xf32>) -> tensor<f32>
  %share = sinter.constant dense<0.5> : tensor<f32> as tensor<f32>
  %running = sinter.read @running : tensor<f32>
  %old = sinter.mul %share, %running : tensor<f32>, tensor<f32> -> tensor<f32>
  %new = sinter.add %old, %mean : tensor<f32>, tensor<f32> -> tensor<f32>
  sinter.write @running, %new : tensor<f32>
  %y = sinter.mul %share, %x : tensor<f32>, tensor<4xf32> -> tensor<4xf32>
  %loss = sinter.mean %y : (tensor<4xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}

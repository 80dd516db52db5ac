// RUN: sinter-opt %s --sinter-form-kernels --sinter-rematerialize | FileCheck %s

// While %e is computed, most is in memory: %a, which is read before and after, need not be, as %z is kept.
// CHECK-LABEL: func.func @idle_at_peak
//       CHECK:   %[[Z:.*]] = sinter.kernel "dense"
//       CHECK:   %[[A:.*]] = sinter.kernel "batch_norm" (%{{.*}} = %[[Z]],
//       CHECK:   %[[D:.*]] = sinter.kernel "dense" (%{{.*}} = %[[A]]
//       CHECK:   %[[E:.*]] = sinter.kernel "dense" (%{{.*}} = %[[D]]
//       CHECK:   %[[F:.*]] = sinter.kernel "dense" (%{{.*}} = %[[E]]
//       CHECK:   %[[B:.*]] = sinter.kernel "batch_norm" (%{{.*}} = %[[Z]],
//       CHECK:   sinter.kernel "dense_weight_gradient" (%{{.*}} = %[[B]], %{{.*}} = %[[F]])
//       CHECK:   sinter.kernel "dense_weight_gradient" (%{{.*}} = %[[Z]], %{{.*}} = %[[F]])
func.func @idle_at_peak(%x: tensor<64x64xf32>, %w: tensor<64x64xf32>, %v: tensor<64xf32>) -> (tensor<64x64xf32>, tensor<64x64xf32>) {
  %z = sinter.dense %x, %w : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32>
  %n = sinter.batch_norm %z, %v, %v, %v, %v {epsilon = 1.000000e-05 : f64} : (tensor<64x64xf32>, tensor<64xf32>, tensor<64xf32>, tensor<64xf32>, tensor<64xf32>) -> tensor<64x64xf32>
  %a = sinter.relu %n : tensor<64x64xf32> -> tensor<64x64xf32>
  %d = sinter.dense %a, %w : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32>
  %e = sinter.dense %d, %w : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32>
  %f = sinter.dense %e, %w : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32>
  %g = sinter.dense_weight_gradient %a, %f : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32>
  %h = sinter.dense_weight_gradient %z, %f : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32>
  return %g, %h : tensor<64x64xf32>, tensor<64x64xf32>
}

// Nothing reads %z as late as %a: to keep it instead would save nothing.
// CHECK-LABEL: func.func @source_is_gone
// CHECK-COUNT-1: sinter.relu
//   CHECK-NOT: sinter.relu
func.func @source_is_gone(%x: tensor<64x64xf32>, %w: tensor<64x64xf32>) -> (tensor<64x64xf32>, tensor<64x64xf32>) {
  %z = sinter.dense %x, %w : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32>
  %y = sinter.dense %z, %w : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32>
  %a = sinter.relu %z : tensor<64x64xf32> -> tensor<64x64xf32>
  %d = sinter.dense %a, %w : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32>
  %e = sinter.dense %d, %w : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32>
  %f = sinter.dense %e, %w : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32>
  %g = sinter.dense_weight_gradient %a, %f : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32>
  return %y, %g : tensor<64x64xf32>, tensor<64x64xf32>
}

// What nobody reads before the peak is computed behind it, and only there.
// CHECK-LABEL: func.func @postponed
//   CHECK-NOT:   sinter.relu
//       CHECK:   %[[D:.*]] = sinter.kernel "dense"
//       CHECK:   %[[E:.*]] = sinter.kernel "dense" (%{{.*}} = %[[D]]
//       CHECK:   %[[A:.*]] = sinter.kernel "relu"
//       CHECK:   sinter.kernel "dense_weight_gradient" (%{{.*}} = %[[A]]
func.func @postponed(%x: tensor<64x64xf32>, %y: tensor<64x64xf32>, %w: tensor<64x64xf32>) -> tensor<64x64xf32> {
  %a = sinter.relu %x : tensor<64x64xf32> -> tensor<64x64xf32>
  %d = sinter.dense %x, %w : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32>
  %e = sinter.dense %d, %w : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32>
  %f = sinter.dense %e, %w : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32>
  %g = sinter.dense_weight_gradient %a, %f : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32>
  return %g : tensor<64x64xf32>
}

// Three images to load, and a transcendental function, are more than the memory is worth.
// CHECK-LABEL: func.func @dear
//       CHECK:   sinter.kernel "add"
// CHECK-COUNT-3: sinter.kernel "dense"
//       CHECK:   sinter.kernel "dense_weight_gradient"
func.func @dear(%x: tensor<64x64xf32>, %y: tensor<64x64xf32>, %z: tensor<64x64xf32>, %w: tensor<64x64xf32>) -> tensor<64x64xf32> {
  %s = sinter.add %x, %y : tensor<64x64xf32>, tensor<64x64xf32> -> tensor<64x64xf32>
  %t = sinter.mul %s, %z : tensor<64x64xf32>, tensor<64x64xf32> -> tensor<64x64xf32>
  %a = sinter.exp %t : tensor<64x64xf32> -> tensor<64x64xf32>
  %d = sinter.dense %x, %w : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32>
  %e = sinter.dense %d, %w : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32>
  %f = sinter.dense %e, %w : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32>
  %g = sinter.dense_weight_gradient %a, %f : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32>
  return %g : tensor<64x64xf32>
}

// The parameter is written before the later reader: its old value is not there any more.
sinter.parameter @scale : tensor<64xf32> = #sinter.initializer<"ones", []>
// CHECK-LABEL: func.func @parameter
//       CHECK:   sinter.mul
//   CHECK-NOT:   sinter.mul
//       CHECK:   return
func.func @parameter(%x: tensor<64x64xf32>, %w: tensor<64x64xf32>) -> tensor<64x64xf32> {
  %p = sinter.read @scale : tensor<64xf32>
  %a = sinter.mul %x, %p : tensor<64x64xf32>, tensor<64xf32> -> tensor<64x64xf32>
  %d = sinter.dense %x, %w : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32>
  %s = sinter.sum %d {axes = array<i64: 0>} : (tensor<64x64xf32>) -> tensor<64xf32>
  %n = sinter.sub %p, %s : tensor<64xf32>, tensor<64xf32> -> tensor<64xf32>
  sinter.write @scale, %n : tensor<64xf32>
  %e = sinter.dense %d, %w : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32>
  %f = sinter.dense %e, %w : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32>
  %g = sinter.dense_weight_gradient %a, %f : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32>
  return %g : tensor<64x64xf32>
}

// Both operands of the sum are there when most is in memory, whichever is made last.
// CHECK-LABEL: func.func @read_at_peak
//  CHECK-SAME:   (%[[X:.*]]: tensor<5x1xf32>, %[[Y:.*]]: tensor<1x19xf32>)
//       CHECK:   sinter.kernel "floor" (%{{.*}} = %[[X]])
//       CHECK:   sinter.kernel "floor" (%{{.*}} = %[[Y]])
//       CHECK:   sinter.kernel "add"
func.func @read_at_peak(%x: tensor<5x1xf32>, %y: tensor<1x19xf32>) -> tensor<5x19xf32> {
  %a = sinter.floor %x : tensor<5x1xf32> -> tensor<5x1xf32>
  %b = sinter.floor %y : tensor<1x19xf32> -> tensor<1x19xf32>
  %s = sinter.add %a, %b : tensor<5x1xf32>, tensor<1x19xf32> -> tensor<5x19xf32>
  return %s : tensor<5x19xf32>
}

// RUN: sinter-opt %s --sinter-form-kernels | FileCheck %s

// The case of the manual: bias, residual and activation join the convolution.
// CHECK-LABEL: func.func @takes_epilogue
//  CHECK-SAME: (%[[X:.*]]: tensor<1x4x4x2xf32>, %[[W:.*]]: tensor<3x2x1x1xf32>, %[[B:.*]]: tensor<3xf32>, %[[Q:.*]]: tensor<1x4x4x3xf32>)
//       CHECK: %[[K:.*]] = sinter.kernel "conv2d" (%[[AX:.*]] = %[[X]], %[[AW:.*]] = %[[W]], %[[AB:.*]] = %[[B]], %[[AQ:.*]] = %[[Q]])
//       CHECK:   %[[C:.*]] = sinter.conv2d %[[AX]], %[[AW]], %[[AB]]
//       CHECK:   %[[S:.*]] = sinter.add %[[C]], %[[AQ]]
//       CHECK:   %[[R:.*]] = sinter.relu %[[S]]
//       CHECK:   sinter.yield %[[R]]
//       CHECK: return %[[K]]
func.func @takes_epilogue(%x: tensor<1x4x4x2xf32>, %w: tensor<3x2x1x1xf32>, %b: tensor<3xf32>, %q: tensor<1x4x4x3xf32>) -> tensor<1x4x4x3xf32> {
  %c = sinter.conv2d %x, %w, %b : (tensor<1x4x4x2xf32>, tensor<3x2x1x1xf32>, tensor<3xf32>) -> tensor<1x4x4x3xf32>
  %s = sinter.add %c, %q : tensor<1x4x4x3xf32>, tensor<1x4x4x3xf32> -> tensor<1x4x4x3xf32>
  %r = sinter.relu %s : tensor<1x4x4x3xf32> -> tensor<1x4x4x3xf32>
  return %r : tensor<1x4x4x3xf32>
}

// Both branches could take the addition; the later one does.
// CHECK-LABEL: func.func @later_branch_takes_addition
//       CHECK: %[[FIRST:.*]] = sinter.kernel "dense"
//   CHECK-NOT:   sinter.add
//       CHECK: sinter.kernel "dense" ({{.*}} = %[[FIRST]]
//       CHECK:   sinter.dense
//  CHECK-NEXT:   sinter.add
func.func @later_branch_takes_addition(%x: tensor<2x8xf32>, %w: tensor<4x8xf32>, %v: tensor<4x8xf32>) -> tensor<2x4xf32> {
  %a = sinter.dense %x, %w : (tensor<2x8xf32>, tensor<4x8xf32>) -> tensor<2x4xf32>
  %b = sinter.dense %x, %v : (tensor<2x8xf32>, tensor<4x8xf32>) -> tensor<2x4xf32>
  %c = sinter.add %b, %a : tensor<2x4xf32>, tensor<2x4xf32> -> tensor<2x4xf32>
  return %c : tensor<2x4xf32>
}

// An activation comes later than the layer, but only the layer would leave a tensor in memory.
// CHECK-LABEL: func.func @layer_takes_addition_from_activation
//       CHECK: sinter.kernel "dense"
//       CHECK:   sinter.dense
//       CHECK:   sinter.relu
//       CHECK:   sinter.add
//   CHECK-NOT: sinter.kernel
func.func @layer_takes_addition_from_activation(%x: tensor<2x8xf32>, %w: tensor<4x8xf32>, %y: tensor<2x4xf32>) -> tensor<2x4xf32> {
  %a = sinter.dense %x, %w : (tensor<2x8xf32>, tensor<4x8xf32>) -> tensor<2x4xf32>
  %r = sinter.relu %y : tensor<2x4xf32> -> tensor<2x4xf32>
  %c = sinter.add %a, %r : tensor<2x4xf32>, tensor<2x4xf32> -> tensor<2x4xf32>
  return %c : tensor<2x4xf32>
}

// x * sigmoid(x): the layer's value has two users, both of which join it; so does |x| * (x + 1) behind it.
// CHECK-LABEL: func.func @takes_activation_that_reads_twice
//       CHECK: sinter.kernel "dense"
//       CHECK:   sinter.dense
//       CHECK:   sinter.sigmoid
//       CHECK:   sinter.mul
//       CHECK:   sinter.abs
//       CHECK:   sinter.mul
//   CHECK-NOT: sinter.kernel
func.func @takes_activation_that_reads_twice(%x: tensor<2x8xf32>, %w: tensor<4x8xf32>, %one: tensor<4xf32>) -> tensor<2x4xf32> {
  %c = sinter.dense %x, %w : (tensor<2x8xf32>, tensor<4x8xf32>) -> tensor<2x4xf32>
  %s = sinter.sigmoid %c : tensor<2x4xf32> -> tensor<2x4xf32>
  %m = sinter.mul %c, %s : tensor<2x4xf32>, tensor<2x4xf32> -> tensor<2x4xf32>
  %a = sinter.abs %m : tensor<2x4xf32> -> tensor<2x4xf32>
  %p = sinter.add %m, %one : tensor<2x4xf32>, tensor<4xf32> -> tensor<2x4xf32>
  %r = sinter.mul %a, %p : tensor<2x4xf32>, tensor<2x4xf32> -> tensor<2x4xf32>
  return %r : tensor<2x4xf32>
}

// One of two readers has another shape, so the value is stored.
// CHECK-LABEL: func.func @keeps_value_that_another_shape_reads
//       CHECK: sinter.kernel "mean"
//       CHECK:   sinter.mean
//  CHECK-NEXT:   sinter.yield
//       CHECK: sinter.kernel "sigmoid"
//       CHECK:   sinter.sigmoid
//  CHECK-NEXT:   sinter.yield
//       CHECK: sinter.kernel "mul"
func.func @keeps_value_that_another_shape_reads(%x: tensor<2x8xf32>) -> tensor<2x8xf32> {
  %m = sinter.mean %x {axes = array<i64: 1>, keep = true} : (tensor<2x8xf32>) -> tensor<2x1xf32>
  %s = sinter.sigmoid %m : tensor<2x1xf32> -> tensor<2x1xf32>
  %a = sinter.mul %x, %m : tensor<2x8xf32>, tensor<2x1xf32> -> tensor<2x8xf32>
  %r = sinter.add %a, %s : tensor<2x8xf32>, tensor<2x1xf32> -> tensor<2x8xf32>
  return %r : tensor<2x8xf32>
}

// The convolution's own value is needed too, so the activation stands alone.
// CHECK-LABEL: func.func @keeps_shared_value
//       CHECK: %[[C:.*]] = sinter.kernel "dense"
//       CHECK:   sinter.dense
//  CHECK-NEXT:   sinter.yield
//       CHECK: %[[R:.*]] = sinter.kernel "relu" (%{{.*}} = %[[C]])
//       CHECK: return %[[C]], %[[R]]
func.func @keeps_shared_value(%x: tensor<2x8xf32>, %w: tensor<4x8xf32>) -> (tensor<2x4xf32>, tensor<2x4xf32>) {
  %c = sinter.dense %x, %w : (tensor<2x8xf32>, tensor<4x8xf32>) -> tensor<2x4xf32>
  %r = sinter.relu %c : tensor<2x4xf32> -> tensor<2x4xf32>
  return %c, %r : tensor<2x4xf32>, tensor<2x4xf32>
}

// An addition that grows the shape would repeat the layer for each row.
// CHECK-LABEL: func.func @keeps_growing_addition
//       CHECK: sinter.kernel "dense"
//       CHECK:   sinter.yield
//       CHECK: sinter.kernel "add"
func.func @keeps_growing_addition(%x: tensor<1x8xf32>, %w: tensor<4x8xf32>, %m: tensor<3x4xf32>) -> tensor<3x4xf32> {
  %c = sinter.dense %x, %w : (tensor<1x8xf32>, tensor<4x8xf32>) -> tensor<1x4xf32>
  %s = sinter.add %c, %m : tensor<1x4xf32>, tensor<3x4xf32> -> tensor<3x4xf32>
  return %s : tensor<3x4xf32>
}

// x * sigmoid(x) - |y|: chains and their joins are one kernel, even where one value is read twice.
// CHECK-LABEL: func.func @joins_elementwise_chains
// CHECK-COUNT-1: sinter.kernel
//   CHECK-NOT: sinter.kernel
func.func @joins_elementwise_chains(%x: tensor<8xf32>, %y: tensor<8xf32>) -> tensor<8xf32> {
  %e = sinter.exp %y : tensor<8xf32> -> tensor<8xf32>
  %s = sinter.sigmoid %x : tensor<8xf32> -> tensor<8xf32>
  %m = sinter.mul %x, %s : tensor<8xf32>, tensor<8xf32> -> tensor<8xf32>
  %d = sinter.sub %e, %m : tensor<8xf32>, tensor<8xf32> -> tensor<8xf32>
  return %d : tensor<8xf32>
}

// A reshape shall stay free of cost, so nothing joins it.
// CHECK-LABEL: func.func @keeps_reshape_alone
//       CHECK: sinter.kernel "reshape"
//       CHECK: sinter.kernel "relu"
func.func @keeps_reshape_alone(%x: tensor<2x4xf32>) -> tensor<8xf32> {
  %v = sinter.reshape %x {shape = array<i64: 8>} : (tensor<2x4xf32>) -> tensor<8xf32>
  %r = sinter.relu %v : tensor<8xf32> -> tensor<8xf32>
  return %r : tensor<8xf32>
}

// Moves in a row are one, and take what follows; the first reshape does not stand alone, as nobody else reads it.
// CHECK-LABEL: func.func @joins_moves
//       CHECK: sinter.kernel "reshape"
//       CHECK:   sinter.reshape
//  CHECK-NEXT:   sinter.transpose
//  CHECK-NEXT:   sinter.reshape
//  CHECK-NEXT:   sinter.relu
//   CHECK-NOT: sinter.kernel
func.func @joins_moves(%x: tensor<2x12xf32>) -> tensor<2x12xf32> {
  %a = sinter.reshape %x {shape = array<i64: 2, 3, 4>} : (tensor<2x12xf32>) -> tensor<2x3x4xf32>
  %b = sinter.transpose %a {permutation = array<i64: 0, 2, 1>} : (tensor<2x3x4xf32>) -> tensor<2x4x3xf32>
  %c = sinter.reshape %b {shape = array<i64: 2, 12>} : (tensor<2x4x3xf32>) -> tensor<2x12xf32>
  %d = sinter.relu %c : tensor<2x12xf32> -> tensor<2x12xf32>
  return %d : tensor<2x12xf32>
}

// A running sum reads what it has stored, so the activation cannot come between.
// CHECK-LABEL: func.func @keeps_running_sum_alone
//       CHECK: sinter.kernel "cumsum"
//       CHECK: sinter.kernel "relu"
func.func @keeps_running_sum_alone(%x: tensor<2x12xf32>) -> tensor<2x12xf32> {
  %a = sinter.cumsum %x {axis = 1 : i64} : (tensor<2x12xf32>) -> tensor<2x12xf32>
  %b = sinter.relu %a : tensor<2x12xf32> -> tensor<2x12xf32>
  return %b : tensor<2x12xf32>
}

// A sum of squares reads its image once, and writes none.
// CHECK-LABEL: func.func @reduces_squares
//       CHECK: sinter.kernel "sum"
//  CHECK-NEXT:   sinter.sub
//  CHECK-NEXT:   sinter.mul
//  CHECK-NEXT:   sinter.sum
//  CHECK-NEXT:   sinter.yield
//   CHECK-NOT: sinter.kernel
func.func @reduces_squares(%x: tensor<2x12xf32>, %m: tensor<12xf32>) -> tensor<12xf32> {
  %a = sinter.sub %x, %m : tensor<2x12xf32>, tensor<12xf32> -> tensor<2x12xf32>
  %b = sinter.mul %a, %a : tensor<2x12xf32>, tensor<2x12xf32> -> tensor<2x12xf32>
  %c = sinter.sum %b {axes = array<i64: 0>} : (tensor<2x12xf32>) -> tensor<12xf32>
  return %c : tensor<12xf32>
}

// The squares are wanted elsewhere, so they are in memory.
// CHECK-LABEL: func.func @keeps_squares
//       CHECK: sinter.kernel "mul"
//       CHECK: sinter.kernel "sum"
func.func @keeps_squares(%x: tensor<2x12xf32>) -> (tensor<12xf32>, tensor<2x12xf32>) {
  %b = sinter.mul %x, %x : tensor<2x12xf32>, tensor<2x12xf32> -> tensor<2x12xf32>
  %c = sinter.sum %b {axes = array<i64: 0>} : (tensor<2x12xf32>) -> tensor<12xf32>
  return %c, %b : tensor<12xf32>, tensor<2x12xf32>
}

// What the caller gets is always written by a kernel of its own.
// CHECK-LABEL: func.func @copies_returned_argument
//       CHECK: %[[A:.*]] = sinter.kernel "copy"
//       CHECK: %[[B:.*]] = sinter.kernel "copy"
//       CHECK: return %[[A]], %[[B]]
func.func @copies_returned_argument(%x: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>) {
  return %x, %x : tensor<4xf32>, tensor<4xf32>
}

// The kernel is called after its layer.
// CHECK-LABEL: func.func @named_after_layer
//       CHECK: sinter.kernel "layer1.0.conv1"
func.func @named_after_layer(%x: tensor<2x8xf32>, %w: tensor<4x8xf32>) -> tensor<2x4xf32> {
  %c = sinter.dense %x, %w : (tensor<2x8xf32>, tensor<4x8xf32>) -> tensor<2x4xf32> loc("layer1.0.conv1")
  return %c : tensor<2x4xf32>
}

// What is asked of other processes stands alone: what is before it and behind it is compiled.
// CHECK-LABEL: func.func @process_mean
//       CHECK: sinter.kernel "relu"
//       CHECK: sinter.kernel "process_mean"
//  CHECK-NEXT:   sinter.process_mean
//  CHECK-NEXT:   sinter.yield
//       CHECK: sinter.kernel "exp"
func.func @process_mean(%x: tensor<8xf32>) -> tensor<8xf32> {
  %a = sinter.relu %x : tensor<8xf32> -> tensor<8xf32>
  %m = sinter.process_mean %a : tensor<8xf32>
  %y = sinter.exp %m : tensor<8xf32> -> tensor<8xf32>
  return %y : tensor<8xf32>
}

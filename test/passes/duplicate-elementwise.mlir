// RUN: sinter-opt %s --sinter-form-kernels --sinter-duplicate-elementwise | FileCheck %s

// Both readers of x - mean compute it, from the image that one of them reads anyway; it is in no memory.
// CHECK-LABEL: func.func @centred
//  CHECK-SAME:   (%[[X:.*]]: tensor<64x64xf32>, %[[M:.*]]: tensor<64xf32>)
//       CHECK:   sinter.kernel "mean" (%[[A:.*]] = %[[X]], %[[B:.*]] = %[[M]])
//  CHECK-NEXT:     %[[C:.*]] = sinter.sub %[[A]], %[[B]]
//  CHECK-NEXT:     %[[S:.*]] = sinter.mul %[[C]], %[[C]]
//  CHECK-NEXT:     sinter.mean %[[S]]
//       CHECK:   sinter.kernel "mul" (%[[A:.*]] = %[[X]], %{{.*}} = %{{.*}}, %[[B:.*]] = %[[M]])
//  CHECK-NEXT:     %[[C:.*]] = sinter.sub %[[A]], %[[B]]
//  CHECK-NEXT:     sinter.mul %[[C]], %[[A]]
//   CHECK-NOT:   sinter.kernel
func.func @centred(%x: tensor<64x64xf32>, %mean: tensor<64xf32>) -> (tensor<64xf32>, tensor<64x64xf32>) {
  %c = sinter.sub %x, %mean : tensor<64x64xf32>, tensor<64xf32> -> tensor<64x64xf32>
  %s = sinter.mul %c, %c : tensor<64x64xf32>, tensor<64x64xf32> -> tensor<64x64xf32>
  %v = sinter.mean %s {axes = array<i64: 0>} : (tensor<64x64xf32>) -> tensor<64xf32>
  %p = sinter.mul %c, %x : tensor<64x64xf32>, tensor<64x64xf32> -> tensor<64x64xf32>
  %r = sinter.add %p, %v : tensor<64x64xf32>, tensor<64xf32> -> tensor<64x64xf32>
  return %v, %r : tensor<64xf32>, tensor<64x64xf32>
}

// A convolution reads what lies in memory.
// CHECK-LABEL: func.func @read_by_convolution
//       CHECK:   %[[R:.*]] = sinter.kernel "relu"
//       CHECK:   sinter.kernel "conv2d" ({{.*}} = %[[R]]
//       CHECK:   sinter.kernel "mul" ({{.*}} = %[[R]]
func.func @read_by_convolution(%x: tensor<1x4x4x2xf32>, %w: tensor<2x2x1x1xf32>, %k: tensor<2xf32>) -> (tensor<1x4x4x2xf32>, tensor<1x4x4x2xf32>) {
  %r = sinter.relu %x : tensor<1x4x4x2xf32> -> tensor<1x4x4x2xf32>
  %y = sinter.conv2d %r, %w : (tensor<1x4x4x2xf32>, tensor<2x2x1x1xf32>) -> tensor<1x4x4x2xf32>
  %z = sinter.mul %r, %k : tensor<1x4x4x2xf32>, tensor<2xf32> -> tensor<1x4x4x2xf32>
  return %y, %z : tensor<1x4x4x2xf32>, tensor<1x4x4x2xf32>
}

// Four readers of a sum would load both images each, eight in all where memory takes seven.
// CHECK-LABEL: func.func @dear
//       CHECK:   %[[S:.*]] = sinter.kernel "add"
// CHECK-COUNT-4: sinter.kernel "{{.*}}" (%{{.*}} = %[[S]])
func.func @dear(%x: tensor<64x64xf32>, %y: tensor<64x64xf32>) -> (tensor<64x64xf32>, tensor<64x64xf32>, tensor<64x64xf32>, tensor<64x64xf32>) {
  %s = sinter.add %x, %y : tensor<64x64xf32>, tensor<64x64xf32> -> tensor<64x64xf32>
  %a = sinter.neg %s : tensor<64x64xf32> -> tensor<64x64xf32>
  %b = sinter.relu %s : tensor<64x64xf32> -> tensor<64x64xf32>
  %c = sinter.abs %s : tensor<64x64xf32> -> tensor<64x64xf32>
  %d = sinter.floor %s : tensor<64x64xf32> -> tensor<64x64xf32>
  return %a, %b, %c, %d : tensor<64x64xf32>, tensor<64x64xf32>, tensor<64x64xf32>, tensor<64x64xf32>
}

// An image of booleans is a quarter of those that it is made from, which would have to be kept for the later reader.
// CHECK-LABEL: func.func @keeps_small_for_big
//       CHECK:   %[[B:.*]] = sinter.kernel "less"
// CHECK-COUNT-2: sinter.kernel "dense" ({{.*}} = %[[B]]
func.func @keeps_small_for_big(%x: tensor<64x64xf32>, %y: tensor<64x64xf32>) -> (tensor<64x64xf32>, tensor<64x64xf32>) {
  %e = sinter.dense %x, %y : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32>
  %n = sinter.dense %e, %y : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32>
  %b = sinter.less %e, %y : tensor<64x64xf32>, tensor<64x64xf32> -> tensor<64x64xi1>
  %s = sinter.select %b, %x, %n : tensor<64x64xi1>, tensor<64x64xf32>, tensor<64x64xf32> -> tensor<64x64xf32>
  %d = sinter.dense %s, %y : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32>
  %t = sinter.select %b, %d, %x : tensor<64x64xi1>, tensor<64x64xf32>, tensor<64x64xf32> -> tensor<64x64xf32>
  return %s, %t : tensor<64x64xf32>, tensor<64x64xf32>
}

// The reader behind the update would find the parameter's new value.
sinter.parameter @scale : tensor<64xf32> = #sinter.initializer<"ones", []>
// CHECK-LABEL: func.func @parameter
//       CHECK:   %[[P:.*]] = sinter.kernel "mul"
//       CHECK:   sinter.kernel "{{.*}}" ({{.*}} = %[[P]]
//       CHECK:   sinter.kernel "{{.*}}" ({{.*}} = %[[P]]
func.func @parameter(%x: tensor<64x64xf32>) -> tensor<64x64xf32> {
  %w = sinter.read @scale : tensor<64xf32>
  %p = sinter.mul %x, %w : tensor<64x64xf32>, tensor<64xf32> -> tensor<64x64xf32>
  %s = sinter.sum %p {axes = array<i64: 0>} : (tensor<64x64xf32>) -> tensor<64xf32>
  %n = sinter.sub %w, %s : tensor<64xf32>, tensor<64xf32> -> tensor<64xf32>
  sinter.write @scale, %n : tensor<64xf32>
  %r = sinter.add %p, %n : tensor<64x64xf32>, tensor<64xf32> -> tensor<64x64xf32>
  return %r : tensor<64x64xf32>
}

// What is compared with the largest element must have its bits.
// CHECK-LABEL: func.func @found
//       CHECK:   %[[C:.*]] = sinter.kernel "sub"
// CHECK-COUNT-2: sinter.kernel "{{.*}}" ({{.*}} = %[[C]]
func.func @found(%x: tensor<64x64xf32>, %y: tensor<64xf32>) -> tensor<64x64xi1> {
  %c = sinter.sub %x, %y : tensor<64x64xf32>, tensor<64xf32> -> tensor<64x64xf32>
  %m = sinter.reduce_max %c {axes = array<i64: 0>} : (tensor<64x64xf32>) -> tensor<64xf32>
  %e = sinter.equal %c, %m : tensor<64x64xf32>, tensor<64xf32> -> tensor<64x64xi1>
  return %e : tensor<64x64xi1>
}

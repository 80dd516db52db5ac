// RUN: sinter-opt %s --split-input-file --sinter-differentiate --cse --canonicalize --cse | FileCheck %s

// Two layers are computed anew, each when the backward pass reaches it, from what enters it. What leaves a layer is kept, as others read it.
// CHECK-LABEL: func.func @two_layers
//  CHECK-SAME:   %[[X:.*]]: tensor<64xf32>
//       CHECK:   %[[A:.*]] = sinter.sin %[[X]]
//       CHECK:   %[[B:.*]] = sinter.exp %[[A]]
//       CHECK:   %[[C:.*]] = sinter.sin %[[B]]
//       CHECK:   %[[D:.*]] = sinter.tanh %[[C]]
//       CHECK:   %[[E:.*]] = sinter.sigmoid %[[D]]
//       CHECK:   sinter.sum %[[E]]
//       CHECK:   sinter.sub %{{.*}}, %[[E]]
//       CHECK:   %[[D2:.*]] = sinter.tanh %[[C]] {sinter.recomputed = 0 : i64}
//       CHECK:   sinter.mul %[[D2]], %[[D2]]
//       CHECK:   %[[B2:.*]] = sinter.exp %[[A]] {sinter.recomputed = 0 : i64}
//       CHECK:   sinter.cos %[[B2]]
//   CHECK-NOT:   recomputed
//       CHECK:   sinter.cos %[[X]]
func.func @two_layers(%x: tensor<64xf32>) -> (tensor<64xf32>, tensor<f32>) attributes {sinter.recompute = ["layer*"]} {
  %a = sinter.sin %x : tensor<64xf32> -> tensor<64xf32> loc("head")
  %b = sinter.exp %a : tensor<64xf32> -> tensor<64xf32> loc("layer1.0")
  %c = sinter.sin %b : tensor<64xf32> -> tensor<64xf32> loc("layer1.1.act")
  %d = sinter.tanh %c : tensor<64xf32> -> tensor<64xf32> loc("layer2.0")
  %e = sinter.sigmoid %d : tensor<64xf32> -> tensor<64xf32> loc("layer2.1")
  %loss = sinter.sum %e : (tensor<64xf32>) -> tensor<f32> loc("loss")
  %g = sinter.gradient %loss, %x : (tensor<f32>, tensor<64xf32>) -> tensor<64xf32>
  return %g, %loss : tensor<64xf32>, tensor<f32>
}

// -----

// A value that is small beside what it is computed from is kept, and what another layer reads, and parameters. Nothing is copied in vain.
sinter.parameter @bn.weight : tensor<3xf32> = #sinter.initializer<"ones", []>
// CHECK-LABEL: func.func @kept
//  CHECK-SAME:   %[[X:.*]]: tensor<8x8x3xf32>
//       CHECK:   %[[W:.*]] = sinter.read @bn.weight
//       CHECK:   %[[M:.*]] = sinter.mean %[[X]]
//       CHECK:   %[[D:.*]] = sinter.sub %[[X]], %[[M]] : {{.*}} -> tensor<8x8x3xf32>
//       CHECK:   %[[Y:.*]] = sinter.mul %[[D]], %[[W]]
//   CHECK-NOT:   sinter.read
//   CHECK-NOT:   sinter.mean
//       CHECK:   %[[D2:.*]] = sinter.sub %[[X]], %[[M]] {sinter.recomputed = 0 : i64}
//   CHECK-NOT:   recomputed
//       CHECK:   return
func.func @kept(%x: tensor<8x8x3xf32>) -> (tensor<3xf32>, tensor<f32>) attributes {sinter.recompute = ["bn"]} {
  %w = sinter.read @bn.weight : tensor<3xf32> loc("bn")
  %m = sinter.mean %x {axes = array<i64: 0, 1>} : (tensor<8x8x3xf32>) -> tensor<3xf32> loc("bn")
  %d = sinter.sub %x, %m : tensor<8x8x3xf32>, tensor<3xf32> -> tensor<8x8x3xf32> loc("bn")
  %y = sinter.mul %d, %w : tensor<8x8x3xf32>, tensor<3xf32> -> tensor<8x8x3xf32> loc("bn")
  %s = sinter.sin %y : tensor<8x8x3xf32> -> tensor<8x8x3xf32> loc("act")
  %loss = sinter.sum %s : (tensor<8x8x3xf32>) -> tensor<f32>
  %g = sinter.gradient %loss, %w : (tensor<f32>, tensor<3xf32>) -> tensor<3xf32>
  return %g, %loss : tensor<3xf32>, tensor<f32>
}

// -----

// Kernels do not tell: equal ones are compiled once.
// RUN: sinter-opt %s --split-input-file --sinter-differentiate --cse --sinter-form-kernels | FileCheck %s --check-prefix=KERNELS
// KERNELS-LABEL: func.func @two_layers
//   KERNELS-NOT: recomputed

// -----

// Processes do not meet twice for one mean, however large it is.
// CHECK-LABEL: func.func @process_mean
//       CHECK:   %[[M:.*]] = sinter.process_mean
//       CHECK:   sinter.sin %[[M]] {sinter.recomputed = 0 : i64}
//   CHECK-NOT:   recomputed
//       CHECK:   return
func.func @process_mean(%x: tensor<64xf32>) -> (tensor<64xf32>, tensor<f32>) attributes {sinter.recompute = ["layer"]} {
  %m = sinter.process_mean %x : tensor<64xf32> loc("layer")
  %s = sinter.sin %m : tensor<64xf32> -> tensor<64xf32> loc("layer")
  %y = sinter.sin %s : tensor<64xf32> -> tensor<64xf32> loc("layer")
  %loss = sinter.sum %y : (tensor<64xf32>) -> tensor<f32> loc("loss")
  %g = sinter.gradient %loss, %x : (tensor<f32>, tensor<64xf32>) -> tensor<64xf32>
  return %g, %loss : tensor<64xf32>, tensor<f32>
}

// RUN: sinter-opt %s --sinter-differentiate --sinter-fold-constants | FileCheck %s

// What the rules say where a function has a kink, and no difference could tell. PyTorch says the same, but of `clamp` at its limits.

// CHECK-LABEL: func.func @equal_elements
//       CHECK:   %[[LARGER:.*]] = sinter.constant dense<[5.000000e-01, 0.000000e+00, 1.000000e+00]>
//       CHECK:   %[[SMALLER:.*]] = sinter.constant dense<[5.000000e-01, 1.000000e+00, 0.000000e+00]>
//       CHECK:   return %[[LARGER]], %[[SMALLER]]
func.func @equal_elements() -> (tensor<3xf32>, tensor<3xf32>) {
  %a = sinter.constant dense<[1.0, 2.0, 3.0]> : tensor<3xf32> as tensor<3xf32>
  %b = sinter.constant dense<[1.0, 3.0, 2.0]> : tensor<3xf32> as tensor<3xf32>
  %large = sinter.maximum %a, %b : tensor<3xf32>, tensor<3xf32> -> tensor<3xf32>
  %small = sinter.minimum %a, %b : tensor<3xf32>, tensor<3xf32> -> tensor<3xf32>
  %sum = sinter.sum %large : (tensor<3xf32>) -> tensor<f32>
  %other = sinter.sum %small : (tensor<3xf32>) -> tensor<f32>
  %g = sinter.gradient %sum, %a : (tensor<f32>, tensor<3xf32>) -> tensor<3xf32>
  %h = sinter.gradient %other, %a : (tensor<f32>, tensor<3xf32>) -> tensor<3xf32>
  return %g, %h : tensor<3xf32>, tensor<3xf32>
}

// CHECK-LABEL: func.func @largest_twice
//       CHECK:   %[[G:.*]] = sinter.constant dense<[0.000000e+00, 5.000000e-01, 5.000000e-01]>
//       CHECK:   return %[[G]]
func.func @largest_twice() -> tensor<3xf32> {
  %a = sinter.constant dense<[1.0, 2.0, 2.0]> : tensor<3xf32> as tensor<3xf32>
  %m = sinter.reduce_max %a : (tensor<3xf32>) -> tensor<f32>
  %g = sinter.gradient %m, %a : (tensor<f32>, tensor<3xf32>) -> tensor<3xf32>
  return %g : tensor<3xf32>
}

// The first of the window takes all.
// CHECK-LABEL: func.func @pooled_twice
//       CHECK:   %[[G:.*]] = sinter.constant dense<{{\[\[\[\[}}0.000000e+00], [1.000000e+00]], {{\[\[}}0.000000e+00], [0.000000e+00]]]]>
//       CHECK:   return %[[G]]
func.func @pooled_twice() -> tensor<1x2x2x1xf32> {
  %a = sinter.constant dense<[[[[1.0], [2.0]], [[2.0], [0.0]]]]> : tensor<1x2x2x1xf32> as tensor<1x2x2x1xf32>
  %p = sinter.max_pool %a {window = array<i64: 2, 2>, strides = array<i64: 2, 2>} : (tensor<1x2x2x1xf32>) -> tensor<1x1x1x1xf32>
  %m = sinter.sum %p : (tensor<1x1x1x1xf32>) -> tensor<f32>
  %g = sinter.gradient %m, %a : (tensor<f32>, tensor<1x2x2x1xf32>) -> tensor<1x2x2x1xf32>
  return %g : tensor<1x2x2x1xf32>
}

// CHECK-LABEL: func.func @kinks
//       CHECK:   %[[G:.*]] = sinter.constant dense<[-1.000000e+00, 0.000000e+00, 3.000000e+00]>
//       CHECK:   return %[[G]]
func.func @kinks() -> tensor<3xf32> {
  %x = sinter.constant dense<[-1.0, 0.0, 1.0]> : tensor<3xf32> as tensor<3xf32>
  %r = sinter.relu %x : tensor<3xf32> -> tensor<3xf32>
  %a = sinter.abs %x : tensor<3xf32> -> tensor<3xf32>
  %c = sinter.clamp %x {low = 0.0, high = 6.0} : tensor<3xf32> -> tensor<3xf32>
  %s = sinter.add %r, %a : tensor<3xf32>, tensor<3xf32> -> tensor<3xf32>
  %t = sinter.add %s, %c : tensor<3xf32>, tensor<3xf32> -> tensor<3xf32>
  %m = sinter.sum %t : (tensor<3xf32>) -> tensor<f32>
  %g = sinter.gradient %m, %x : (tensor<f32>, tensor<3xf32>) -> tensor<3xf32>
  return %g : tensor<3xf32>
}

// At power 0 the derivative is 0 and no infinity times 0, and by the power it is 0 where the base is.
// CHECK-LABEL: func.func @powers_of_zero
//   CHECK-DAG:   %[[A:.*]] = sinter.constant dense<[0.000000e+00, 1.000000e+00, 0.000000e+00]>
//   CHECK-DAG:   %[[B:.*]] = sinter.constant dense<0.000000e+00> : tensor<3xf32>
//       CHECK:   return %[[A]], %[[B]]
func.func @powers_of_zero() -> (tensor<3xf32>, tensor<3xf32>) {
  %a = sinter.constant dense<0.0> : tensor<3xf32> as tensor<3xf32>
  %b = sinter.constant dense<[0.0, 1.0, 2.0]> : tensor<3xf32> as tensor<3xf32>
  %p = sinter.pow %a, %b : tensor<3xf32>, tensor<3xf32> -> tensor<3xf32>
  %m = sinter.sum %p : (tensor<3xf32>) -> tensor<f32>
  %g:2 = sinter.gradient %m, %a, %b : (tensor<f32>, tensor<3xf32>, tensor<3xf32>) -> (tensor<3xf32>, tensor<3xf32>)
  return %g#0, %g#1 : tensor<3xf32>, tensor<3xf32>
}

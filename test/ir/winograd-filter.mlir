// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// CHECK-LABEL: func.func @winograd_filter
//       CHECK: sinter.winograd_filter %{{.*}} {tile = 4 : i64} : tensor<6x4x3x3xf32> -> tensor<6x4x6x6xf32>
//       CHECK: sinter.winograd_filter %{{.*}} {tile = 2 : i64} : tensor<6x4x3x3xf32> -> tensor<6x4x4x4xf32>
func.func @winograd_filter(%w: tensor<6x4x3x3xf32>) -> (tensor<6x4x6x6xf32>, tensor<6x4x4x4xf32>) {
  %u = sinter.winograd_filter %w {tile = 4 : i64} : tensor<6x4x3x3xf32> -> tensor<6x4x6x6xf32>
  %v = sinter.winograd_filter %w {tile = 2 : i64} : tensor<6x4x3x3xf32> -> tensor<6x4x4x4xf32>
  return %u, %v : tensor<6x4x6x6xf32>, tensor<6x4x4x4xf32>
}

// -----

func.func @five_taps(%w: tensor<6x4x5x5xf32>) -> tensor<6x4x6x6xf32> {
  // expected-error @below {{`winograd_filter` needs a weight of shape [filters, c, 3, 3], but it is [6, 4, 5, 5]}}
  // expected-error @below {{failed to infer returned types}}
  %u = sinter.winograd_filter %w {tile = 4 : i64} : tensor<6x4x5x5xf32> -> tensor<6x4x6x6xf32>
  return %u : tensor<6x4x6x6xf32>
}

// -----

func.func @tile_of_3(%w: tensor<6x4x3x3xf32>) -> tensor<6x4x5x5xf32> {
  // expected-error @below {{`winograd_filter` has tiles of 2 or 4 results, but `tile` is 3}}
  // expected-error @below {{failed to infer returned types}}
  %u = sinter.winograd_filter %w {tile = 3 : i64} : tensor<6x4x3x3xf32> -> tensor<6x4x5x5xf32>
  return %u : tensor<6x4x5x5xf32>
}

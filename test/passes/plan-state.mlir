// RUN: sinter-opt %s --split-input-file --sinter-plan-state | FileCheck %s

// What an entry that trains reads or writes has a place, in the order of the module, at multiples of 64 bytes; so have the counters that
// every state has. What only `infer` reads has none.
//       CHECK: module attributes {sinter.state_bytes = 384 : i64}
//   CHECK-DAG: @sinter.seed : tensor<i64> = <"zeros", []> {sinter.state_offset = 0 : i64, state}
//   CHECK-DAG: @fc.weight : tensor<2x3xf32> = <"zeros", []> {sinter.state_offset = 64 : i64}
//   CHECK-DAG: @fc.bias : tensor<17xf32> = <"zeros", []> {sinter.state_offset = 128 : i64}
//   CHECK-DAG: @sinter.step : tensor<i64> = <"zeros", []> {sinter.state_offset = 256 : i64, state}
//   CHECK-DAG: @written : tensor<f32> = <"zeros", []> {sinter.state_offset = 320 : i64, state}
//   CHECK-DAG: @other : tensor<4xf32> = <"zeros", []>{{$}}
module {
  sinter.parameter @fc.weight : tensor<2x3xf32> = #sinter.initializer<"zeros", []>
  sinter.parameter @fc.bias : tensor<17xf32> = #sinter.initializer<"zeros", []>
  sinter.parameter @other : tensor<4xf32> = #sinter.initializer<"zeros", []>
  sinter.parameter @sinter.step : tensor<i64> = #sinter.initializer<"zeros", []> {state}
  sinter.parameter @written : tensor<f32> = #sinter.initializer<"zeros", []> {state}
  func.func @train_step(%x: tensor<f32>) -> tensor<2x3xf32> attributes {sinter.entry = "train_step"} {
    %w = sinter.read @fc.weight : tensor<2x3xf32>
    %b = sinter.read @fc.bias : tensor<17xf32>
    sinter.write @written, %x : tensor<f32>
    return %w : tensor<2x3xf32>
  }
  func.func @infer() -> tensor<4xf32> attributes {sinter.entry = "infer"} {
    %w = sinter.read @other : tensor<4xf32>
    return %w : tensor<4xf32>
  }
}

// -----

// Where nothing trains there is no state.
//   CHECK-NOT: sinter.state
module {
  sinter.parameter @w : tensor<4xf32> = #sinter.initializer<"zeros", []>
  func.func @infer() -> tensor<4xf32> {
    %w = sinter.read @w : tensor<4xf32>
    return %w : tensor<4xf32>
  }
}

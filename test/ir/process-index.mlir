// RUN: sinter-opt %s --cse --sinter-fold-constants --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// CHECK-LABEL: func.func @process_index
//       CHECK: sinter.process_index : tensor<i64>
func.func @process_index() -> tensor<i64> {
  %r = sinter.process_index : tensor<i64>
  return %r : tensor<i64>
}

// -----

// Two are one, but never a constant.
// CHECK-LABEL: func.func @several
//       CHECK: %[[FIRST:.*]] = sinter.process_index
//       CHECK: return %[[FIRST]], %[[FIRST]]
func.func @several() -> (tensor<i64>, tensor<i64>) {
  %a = sinter.process_index : tensor<i64>
  %b = sinter.process_index : tensor<i64>
  return %a, %b : tensor<i64>, tensor<i64>
}

// -----

func.func @vector() -> tensor<2xi64> {
  // expected-error @below {{`process_index` gives one number, of rank 0, but its type is [2]}}
  %r = sinter.process_index : tensor<2xi64>
  return %r : tensor<2xi64>
}

// -----

func.func @other_type() -> tensor<i32> {
  // expected-error @below {{result #0 must be tensor}}
  %r = sinter.process_index : tensor<i32>
  return %r : tensor<i32>
}

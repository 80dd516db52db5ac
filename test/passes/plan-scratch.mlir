// RUN: sinter-opt %s --sinter-plan-memory | FileCheck %s

// Each chunk of tasks that may run at one time has scratch of its own, beside the operand and behind what is returned: 2 for 2 tasks, no
// more than 16 for 40.
// CHECK-LABEL: func.func @scratch
//  CHECK-SAME: sinter.workspace_bytes = 1408 : i64
//       CHECK: sinter.kernel "first"
//  CHECK-SAME:   placement = array<i64: 1152>
//   CHECK-NOT:   scratch_placement
//       CHECK: sinter.kernel "second"
//  CHECK-SAME:   placement = array<i64: -1>
//  CHECK-SAME:   scratch_bytes = 576 : i64, scratch_placement = 0 : i64
// CHECK-LABEL: func.func @many
//  CHECK-SAME: sinter.workspace_bytes = 1024 : i64
func.func @scratch(%x: tensor<8x8xf32>) -> tensor<8xf32> {
  %a = sinter.kernel "first" (%b = %x) : (tensor<8x8xf32>) -> tensor<8x8xf32> attributes {strategy = "reduction", tasks = 1 : i64, task_dim = 0 : i64} {
    %s = sinter.softmax %b {axis = 1 : i64} : (tensor<8x8xf32>) -> tensor<8x8xf32>
    sinter.yield %s : tensor<8x8xf32>
  }
  %c = sinter.kernel "second" (%b = %a) : (tensor<8x8xf32>) -> tensor<8xf32> attributes {strategy = "reduction", tasks = 2 : i64, task_dim = 0 : i64, scratch_bytes = 576 : i64} {
    %m = sinter.mean %b {axes = array<i64: 1>} : (tensor<8x8xf32>) -> tensor<8xf32>
    sinter.yield %m : tensor<8xf32>
  }
  return %c : tensor<8xf32>
}
func.func @many(%x: tensor<40x8xf32>) -> tensor<40xf32> {
  %c = sinter.kernel "mean" (%b = %x) : (tensor<40x8xf32>) -> tensor<40xf32> attributes {strategy = "reduction", tasks = 40 : i64, task_dim = 0 : i64, scratch_bytes = 64 : i64} {
    %m = sinter.mean %b {axes = array<i64: 1>} : (tensor<40x8xf32>) -> tensor<40xf32>
    sinter.yield %m : tensor<40xf32>
  }
  return %c : tensor<40xf32>
}

// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s
// RUN: sinter-opt %s --canonicalize --split-input-file --verify-diagnostics | FileCheck %s --check-prefix=FOLD

// An anchor with an elementwise op behind it, and the decisions of the passes.
// CHECK-LABEL: func.func @kernel
//  CHECK-SAME: %[[X:.*]]: tensor<1x8x8x4xf32>, %[[W:.*]]: tensor<6x4x3x3xf32>
//       CHECK: %[[Y:.*]] = sinter.kernel "conv1" (%[[A:.*]] = %[[X]], %[[B:.*]] = %[[W]]) : (tensor<1x8x8x4xf32>, tensor<6x4x3x3xf32>) -> tensor<1x6x6x6xf32>
//  CHECK-SAME:   attributes {placement = array<i64: 0>, schedule = {rows = 2 : i64}, strategy = "direct", task_dim = 1 : i64, tasks = 3 : i64} {
//       CHECK:   %[[C:.*]] = sinter.conv2d %[[A]], %[[B]]
//       CHECK:   %[[R:.*]] = sinter.relu %[[C]]
//       CHECK:   sinter.yield %[[R]] : tensor<1x6x6x6xf32>
//       CHECK: return %[[Y]]
func.func @kernel(%x: tensor<1x8x8x4xf32>, %w: tensor<6x4x3x3xf32>) -> tensor<1x6x6x6xf32> {
  %y = sinter.kernel "conv1" (%a = %x, %b = %w) : (tensor<1x8x8x4xf32>, tensor<6x4x3x3xf32>) -> tensor<1x6x6x6xf32>
      attributes {strategy = "direct", schedule = {rows = 2 : i64}, tasks = 3 : i64, task_dim = 1 : i64, placement = array<i64: 0>} {
    %c = sinter.conv2d %a, %b : (tensor<1x8x8x4xf32>, tensor<6x4x3x3xf32>) -> tensor<1x6x6x6xf32>
    %r = sinter.relu %c : tensor<1x6x6x6xf32> -> tensor<1x6x6x6xf32>
    sinter.yield %r : tensor<1x6x6x6xf32>
  }
  return %y : tensor<1x6x6x6xf32>
}

// Two results, one of them in a layout that the region does not name.
// CHECK-LABEL: func.func @two_results
//       CHECK: %[[Y:.*]]:2 = sinter.kernel "both" (%{{.*}} = %{{.*}}) : (tensor<2x3xf32>) -> (tensor<2x3xf32, #sinter.layout<[1, 0]>>, tensor<2x3xf32>) {
//       CHECK: return %[[Y]]#0, %[[Y]]#1
func.func @two_results(%x: tensor<2x3xf32>) -> (tensor<2x3xf32, #sinter.layout<[1, 0]>>, tensor<2x3xf32>) {
  %y:2 = sinter.kernel "both" (%a = %x) : (tensor<2x3xf32>) -> (tensor<2x3xf32, #sinter.layout<[1, 0]>>, tensor<2x3xf32>) {
    %r = sinter.relu %a : tensor<2x3xf32> -> tensor<2x3xf32>
    %n = sinter.neg %a : tensor<2x3xf32> -> tensor<2x3xf32>
    sinter.yield %r, %n : tensor<2x3xf32>, tensor<2x3xf32>
  }
  return %y#0, %y#1 : tensor<2x3xf32, #sinter.layout<[1, 0]>>, tensor<2x3xf32>
}

// A kernel is pure: without a use it goes.
// FOLD-LABEL: func.func @unused
//  FOLD-NEXT: return
func.func @unused(%x: tensor<8xf32>) {
  %y = sinter.kernel "relu" (%a = %x) : (tensor<8xf32>) -> tensor<8xf32> {
    %r = sinter.relu %a : tensor<8xf32> -> tensor<8xf32>
    sinter.yield %r : tensor<8xf32>
  }
  return
}

// -----

func.func @argument_types(%x: tensor<8xf32>) -> tensor<8xf32> {
  // expected-error @below {{a kernel's region takes what the kernel takes, but the types are 'tensor<8xf32, #sinter.layout<[0 / 8, 0 mod 8]>>' and 'tensor<8xf32>'}}
  %y = "sinter.kernel"(%x) ({
  ^bb0(%a: tensor<8xf32, #sinter.layout<[0 / 8, 0 mod 8]>>):
    %r = sinter.relu %a : tensor<8xf32, #sinter.layout<[0 / 8, 0 mod 8]>> -> tensor<8xf32>
    sinter.yield %r : tensor<8xf32>
  }) {name = "relu"} : (tensor<8xf32>) -> tensor<8xf32>
  return %y : tensor<8xf32>
}

// -----

func.func @result_types(%x: tensor<8xf32>) -> tensor<1x8xf32> {
  // expected-error @below {{a kernel gives what its region yields, but the types are 'tensor<1x8xf32>' and 'tensor<8xf32>'}}
  %y = sinter.kernel "relu" (%a = %x) : (tensor<8xf32>) -> tensor<1x8xf32> {
    %r = sinter.relu %a : tensor<8xf32> -> tensor<8xf32>
    sinter.yield %r : tensor<8xf32>
  }
  return %y : tensor<1x8xf32>
}

// -----

func.func @two_anchors(%x: tensor<8x8xf32>) -> tensor<8x8xf32> {
  // expected-error @below {{a kernel has at most one op that is not elementwise, but this one has 2}}
  %y = sinter.kernel "dense" (%a = %x) : (tensor<8x8xf32>) -> tensor<8x8xf32> {
    %d = sinter.dense %a, %a : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %s = sinter.softmax %d {axis = 1 : i64} : (tensor<8x8xf32>) -> tensor<8x8xf32>
    sinter.yield %s : tensor<8x8xf32>
  }
  return %y : tensor<8x8xf32>
}

// -----

func.func @constant_inside(%x: tensor<8xf32>) -> tensor<8xf32> {
  %y = sinter.kernel "add" (%a = %x) : (tensor<8xf32>) -> tensor<8xf32> {
    // expected-error @below {{`sinter.constant` cannot stand in a kernel}}
    %c = sinter.constant dense<1.0> : tensor<8xf32> as tensor<8xf32>
    %s = sinter.add %a, %c : tensor<8xf32>, tensor<8xf32> -> tensor<8xf32>
    sinter.yield %s : tensor<8xf32>
  }
  return %y : tensor<8xf32>
}

// -----

func.func private @other(tensor<8xf32>) -> tensor<8xf32>

func.func @call_inside(%x: tensor<8xf32>) -> tensor<8xf32> {
  %y = sinter.kernel "call" (%a = %x) : (tensor<8xf32>) -> tensor<8xf32> {
    // expected-error @below {{`func.call` cannot stand in a kernel}}
    %c = func.call @other(%a) : (tensor<8xf32>) -> tensor<8xf32>
    sinter.yield %c : tensor<8xf32>
  }
  return %y : tensor<8xf32>
}

// -----

// What a kernel computes with comes in as an operand.
func.func @outer_value(%x: tensor<8xf32>, %z: tensor<8xf32>) -> tensor<8xf32> {
  // expected-note @below {{required by region isolation constraints}}
  %y = sinter.kernel "add" (%a = %x) : (tensor<8xf32>) -> tensor<8xf32> {
    // expected-error @below {{using value defined outside the region}}
    %s = sinter.add %a, %z : tensor<8xf32>, tensor<8xf32> -> tensor<8xf32>
    sinter.yield %s : tensor<8xf32>
  }
  return %y : tensor<8xf32>
}

// -----

// A view is memory that is there: here the columns of the operands alternate.
func.func @view_of_columns(%x: tensor<2x4xf32>, %z: tensor<2x4xf32>) -> tensor<2x8xf32> {
  // expected-error @below {{the kernel cannot be a view: tensor<2x8xf32> is no run of the memory of tensor<2x4xf32>, tensor<2x4xf32>, nor filled by it}}
  %y = sinter.kernel "concat" (%a = %x, %b = %z) : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<2x8xf32> attributes {strategy = "view"} {
    %c = sinter.concat %a, %b {axis = 1 : i64} : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<2x8xf32>
    sinter.yield %c : tensor<2x8xf32>
  }
  return %y : tensor<2x8xf32>
}

// -----

// What a concat joins must lie side by side.
func.func @view_with_a_gap(%x: tensor<2x4xf32>) -> tensor<4x4xf32> {
  %p = sinter.kernel "first" (%a = %x) : (tensor<2x4xf32>) -> tensor<2x4xf32> attributes {placement = array<i64: 64>} {
    sinter.yield %a : tensor<2x4xf32>
  }
  %q = sinter.kernel "second" (%a = %x) : (tensor<2x4xf32>) -> tensor<2x4xf32> attributes {placement = array<i64: 128>} {
    sinter.yield %a : tensor<2x4xf32>
  }
  // expected-error @below {{the kernel cannot be a view: `second` writes to byte 128, but its part of the result starts at byte 96}}
  %y = sinter.kernel "concat" (%a = %p, %b = %q) : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<4x4xf32> attributes {strategy = "view"} {
    %c = sinter.concat %a, %b {axis = 0 : i64} : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<4x4xf32>
    sinter.yield %c : tensor<4x4xf32>
  }
  return %y : tensor<4x4xf32>
}

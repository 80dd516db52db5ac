// RUN: sinter-opt %s --split-input-file --sinter-use-winograd | FileCheck %s

// Multiplications are a quarter and filters stay small: tiles of 4. The filters are transformed outside the kernel, where folding finds them.
// CHECK-LABEL: func.func @wide_image
//       CHECK: %[[W:.*]] = sinter.constant
//       CHECK: %[[U:.*]] = sinter.winograd_filter %[[W]] {tile = 4 : i64} : tensor<64x64x3x3xf32> -> tensor<64x64x6x6xf32>
//       CHECK: sinter.kernel "conv" (%[[A:.*]] = %{{.*}}, %[[F:.*]] = %[[U]]) : (tensor<1x56x56x64xf32>, tensor<64x64x6x6xf32>) -> tensor<1x56x56x64xf32>
//       CHECK: sinter.winograd_conv2d %[[A]], %[[F]] {padding = array<i64: 1, 1, 1, 1>, tile = 4 : i64}
//       CHECK: sinter.relu
module attributes {sinter.target = #sinter.target<"x86-64-v4", vector_bits = 512, vector_registers = 32, fma_latency = 4, l1_bytes = 32768, l2_bytes = 1048576>} {
  func.func @wide_image(%x: tensor<1x56x56x64xf32>) -> tensor<1x56x56x64xf32> {
    %w = sinter.constant dense<1.0> : tensor<64x64x3x3xf32> as tensor<64x64x3x3xf32>
    %y = sinter.kernel "conv" (%a = %x, %b = %w) : (tensor<1x56x56x64xf32>, tensor<64x64x3x3xf32>) -> tensor<1x56x56x64xf32> {
      %c = sinter.conv2d %a, %b {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x56x56x64xf32>, tensor<64x64x3x3xf32>) -> tensor<1x56x56x64xf32>
      %r = sinter.relu %c : tensor<1x56x56x64xf32> -> tensor<1x56x56x64xf32>
      sinter.yield %r : tensor<1x56x56x64xf32>
    }
    return %y : tensor<1x56x56x64xf32>
  }

  // Where larger filters, which come from memory, are most of the time, tiles of 2 save as much.
  // CHECK-LABEL: func.func @many_channels
  //       CHECK: sinter.winograd_filter %{{.*}} {tile = 2 : i64} : tensor<512x512x3x3xf32> -> tensor<512x512x4x4xf32>
  func.func @many_channels(%x: tensor<1x7x7x512xf32>) -> tensor<1x7x7x512xf32> {
    %w = sinter.constant dense<1.0> : tensor<512x512x3x3xf32> as tensor<512x512x3x3xf32>
    %y = sinter.kernel "conv" (%a = %x, %b = %w) : (tensor<1x7x7x512xf32>, tensor<512x512x3x3xf32>) -> tensor<1x7x7x512xf32> {
      %c = sinter.conv2d %a, %b {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x7x7x512xf32>, tensor<512x512x3x3xf32>) -> tensor<1x7x7x512xf32>
      sinter.yield %c : tensor<1x7x7x512xf32>
    }
    return %y : tensor<1x7x7x512xf32>
  }

  // Weights that are no constants are transformed in the call, by a kernel that also turns them around where a kernel of moves did so.
  // CHECK-LABEL: func.func @trained
  //  CHECK-SAME: %[[X:.*]]: tensor<1x58x58x64xf32>, %[[V:.*]]: tensor<64x64x3x3xf32>
  //       CHECK: %[[U:.*]] = sinter.kernel "winograd_filter" (%{{.*}} = %[[V]]) : (tensor<64x64x3x3xf32>) -> tensor<64x64x6x6xf32> {
  //  CHECK-NEXT: sinter.winograd_filter
  //       CHECK: sinter.kernel "conv" (%{{.*}} = %[[X]], %{{.*}} = %[[U]])
  //   CHECK-NOT: sinter.kernel "turned"
  //       CHECK: sinter.kernel "winograd_filter" (%[[A:.*]] = %[[V]]) : (tensor<64x64x3x3xf32>) -> tensor<64x64x6x6xf32> {
  //  CHECK-NEXT: %[[T:.*]] = sinter.transpose %[[A]]
  //  CHECK-NEXT: sinter.winograd_filter %[[T]]
  func.func @trained(%x: tensor<1x58x58x64xf32>, %v: tensor<64x64x3x3xf32>) -> (tensor<1x56x56x64xf32>, tensor<1x56x56x64xf32>) {
    %0 = sinter.kernel "conv" (%a = %x, %b = %v) : (tensor<1x58x58x64xf32>, tensor<64x64x3x3xf32>) -> tensor<1x56x56x64xf32> {
      %c = sinter.conv2d %a, %b : (tensor<1x58x58x64xf32>, tensor<64x64x3x3xf32>) -> tensor<1x56x56x64xf32>
      sinter.yield %c : tensor<1x56x56x64xf32>
    }
    %t = sinter.kernel "turned" (%b = %v) : (tensor<64x64x3x3xf32>) -> tensor<64x64x3x3xf32> {
      %c = sinter.transpose %b {permutation = array<i64: 1, 0, 2, 3>} : (tensor<64x64x3x3xf32>) -> tensor<64x64x3x3xf32>
      sinter.yield %c : tensor<64x64x3x3xf32>
    }
    %1 = sinter.kernel "conv" (%a = %x, %b = %t) : (tensor<1x58x58x64xf32>, tensor<64x64x3x3xf32>) -> tensor<1x56x56x64xf32> {
      %c = sinter.conv2d %a, %b : (tensor<1x58x58x64xf32>, tensor<64x64x3x3xf32>) -> tensor<1x56x56x64xf32>
      sinter.yield %c : tensor<1x56x56x64xf32>
    }
    return %0, %1 : tensor<1x56x56x64xf32>, tensor<1x56x56x64xf32>
  }

  // Where all images are one band, filters are read once: the convolution transforms them itself.
  // CHECK-LABEL: func.func @one_band
  //  CHECK-SAME: %[[X:.*]]: tensor<16x4x4x64xf32>, %[[V:.*]]: tensor<64x64x3x3xf32>
  //  CHECK-NEXT: sinter.kernel "conv" (%[[A:.*]] = %[[X]], %[[W:.*]] = %[[V]])
  //  CHECK-NEXT: %[[U:.*]] = sinter.winograd_filter %[[W]] {tile = 4 : i64}
  //  CHECK-NEXT: sinter.winograd_conv2d %[[A]], %[[U]]
  //   CHECK-NOT: sinter.kernel "turned"
  //       CHECK: sinter.kernel "conv" (%{{.*}} = %{{.*}}, %[[W:.*]] = %[[V]])
  //  CHECK-NEXT: %[[T:.*]] = sinter.transpose %[[W]]
  //  CHECK-NEXT: sinter.winograd_filter %[[T]]
  //  CHECK-NEXT: sinter.winograd_conv2d
  func.func @one_band(%x: tensor<16x4x4x64xf32>, %v: tensor<64x64x3x3xf32>) -> tensor<16x4x4x64xf32> {
    %0 = sinter.kernel "conv" (%a = %x, %b = %v) : (tensor<16x4x4x64xf32>, tensor<64x64x3x3xf32>) -> tensor<16x4x4x64xf32> {
      %c = sinter.conv2d %a, %b {padding = array<i64: 1, 1, 1, 1>} : (tensor<16x4x4x64xf32>, tensor<64x64x3x3xf32>) -> tensor<16x4x4x64xf32>
      sinter.yield %c : tensor<16x4x4x64xf32>
    }
    %t = sinter.kernel "turned" (%b = %v) : (tensor<64x64x3x3xf32>) -> tensor<64x64x3x3xf32> {
      %c = sinter.transpose %b {permutation = array<i64: 1, 0, 2, 3>} : (tensor<64x64x3x3xf32>) -> tensor<64x64x3x3xf32>
      sinter.yield %c : tensor<64x64x3x3xf32>
    }
    %1 = sinter.kernel "conv" (%a = %0, %b = %t) : (tensor<16x4x4x64xf32>, tensor<64x64x3x3xf32>) -> tensor<16x4x4x64xf32> {
      %c = sinter.conv2d %a, %b {padding = array<i64: 1, 1, 1, 1>} : (tensor<16x4x4x64xf32>, tensor<64x64x3x3xf32>) -> tensor<16x4x4x64xf32>
      sinter.yield %c : tensor<16x4x4x64xf32>
    }
    return %1 : tensor<16x4x4x64xf32>
  }

  // But not where the parameter has its new value by then.
  // CHECK-LABEL: func.func @written
  //       CHECK: sinter.kernel "winograd_filter"
  //       CHECK: sinter.kernel "update"
  //       CHECK: sinter.kernel "conv"
  //  CHECK-NEXT: sinter.winograd_conv2d
  sinter.parameter @v : tensor<64x64x3x3xf32> = #sinter.initializer<"zeros", []>
  func.func @written(%x: tensor<16x4x4x64xf32>) -> tensor<16x4x4x64xf32> attributes {sinter.entry = "train_step"} {
    %v = sinter.read @v : tensor<64x64x3x3xf32>
    %t = sinter.kernel "turned" (%b = %v) : (tensor<64x64x3x3xf32>) -> tensor<64x64x3x3xf32> {
      %c = sinter.transpose %b {permutation = array<i64: 1, 0, 2, 3>} : (tensor<64x64x3x3xf32>) -> tensor<64x64x3x3xf32>
      sinter.yield %c : tensor<64x64x3x3xf32>
    }
    %n = sinter.kernel "update" (%b = %v) : (tensor<64x64x3x3xf32>) -> tensor<64x64x3x3xf32> {
      %c = sinter.mul %b, %b : tensor<64x64x3x3xf32>, tensor<64x64x3x3xf32> -> tensor<64x64x3x3xf32>
      sinter.yield %c : tensor<64x64x3x3xf32>
    }
    %y = sinter.kernel "conv" (%a = %x, %b = %t) : (tensor<16x4x4x64xf32>, tensor<64x64x3x3xf32>) -> tensor<16x4x4x64xf32> {
      %c = sinter.conv2d %a, %b {padding = array<i64: 1, 1, 1, 1>} : (tensor<16x4x4x64xf32>, tensor<64x64x3x3xf32>) -> tensor<16x4x4x64xf32>
      sinter.yield %c : tensor<16x4x4x64xf32>
    }
    sinter.write @v, %n : tensor<64x64x3x3xf32>
    return %y : tensor<16x4x4x64xf32>
  }

  // Few pixels of few channels are not worth their transformations.
  // CHECK-LABEL: func.func @few_channels
  //   CHECK-NOT: winograd
  //       CHECK: return
  func.func @few_channels(%x: tensor<1x7x7x16xf32>) -> tensor<1x7x7x32xf32> {
    %w = sinter.constant dense<1.0> : tensor<32x16x3x3xf32> as tensor<32x16x3x3xf32>
    %y = sinter.kernel "conv" (%a = %x, %b = %w) : (tensor<1x7x7x16xf32>, tensor<32x16x3x3xf32>) -> tensor<1x7x7x32xf32> {
      %c = sinter.conv2d %a, %b {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x7x7x16xf32>, tensor<32x16x3x3xf32>) -> tensor<1x7x7x32xf32>
      sinter.yield %c : tensor<1x7x7x32xf32>
    }
    return %y : tensor<1x7x7x32xf32>
  }

  // Nor do other strides and dilations, other kernels, or groups.
  // CHECK-LABEL: func.func @others
  //   CHECK-NOT: winograd
  //       CHECK: return
  func.func @others(%x: tensor<1x58x58x64xf32>) -> (tensor<1x28x28x64xf32>, tensor<1x54x54x64xf32>, tensor<1x56x56x64xf32>, tensor<1x56x54x64xf32>) {
    %w = sinter.constant dense<1.0> : tensor<64x64x3x3xf32> as tensor<64x64x3x3xf32>
    %h = sinter.constant dense<1.0> : tensor<64x32x3x3xf32> as tensor<64x32x3x3xf32>
    %o = sinter.constant dense<1.0> : tensor<64x64x3x5xf32> as tensor<64x64x3x5xf32>
    %0 = sinter.kernel "strided" (%a = %x, %b = %w) : (tensor<1x58x58x64xf32>, tensor<64x64x3x3xf32>) -> tensor<1x28x28x64xf32> {
      %c = sinter.conv2d %a, %b {strides = array<i64: 2, 2>} : (tensor<1x58x58x64xf32>, tensor<64x64x3x3xf32>) -> tensor<1x28x28x64xf32>
      sinter.yield %c : tensor<1x28x28x64xf32>
    }
    %1 = sinter.kernel "dilated" (%a = %x, %b = %w) : (tensor<1x58x58x64xf32>, tensor<64x64x3x3xf32>) -> tensor<1x54x54x64xf32> {
      %c = sinter.conv2d %a, %b {dilations = array<i64: 2, 2>} : (tensor<1x58x58x64xf32>, tensor<64x64x3x3xf32>) -> tensor<1x54x54x64xf32>
      sinter.yield %c : tensor<1x54x54x64xf32>
    }
    %2 = sinter.kernel "grouped" (%a = %x, %b = %h) : (tensor<1x58x58x64xf32>, tensor<64x32x3x3xf32>) -> tensor<1x56x56x64xf32> {
      %c = sinter.conv2d %a, %b {groups = 2 : i64} : (tensor<1x58x58x64xf32>, tensor<64x32x3x3xf32>) -> tensor<1x56x56x64xf32>
      sinter.yield %c : tensor<1x56x56x64xf32>
    }
    %3 = sinter.kernel "oblong" (%a = %x, %b = %o) : (tensor<1x58x58x64xf32>, tensor<64x64x3x5xf32>) -> tensor<1x56x54x64xf32> {
      %c = sinter.conv2d %a, %b : (tensor<1x58x58x64xf32>, tensor<64x64x3x5xf32>) -> tensor<1x56x54x64xf32>
      sinter.yield %c : tensor<1x56x54x64xf32>
    }
    return %0, %1, %2, %3 : tensor<1x28x28x64xf32>, tensor<1x54x54x64xf32>, tensor<1x56x56x64xf32>, tensor<1x56x54x64xf32>
  }
}

// -----

// CHECK-LABEL: func.func @exact
//   CHECK-NOT: winograd
//       CHECK: return
module attributes {sinter.exact_conv, sinter.target = #sinter.target<"x86-64-v4", vector_bits = 512, vector_registers = 32, fma_latency = 4, l1_bytes = 32768, l2_bytes = 1048576>} {
  func.func @exact(%x: tensor<1x56x56x64xf32>) -> tensor<1x56x56x64xf32> {
    %w = sinter.constant dense<1.0> : tensor<64x64x3x3xf32> as tensor<64x64x3x3xf32>
    %y = sinter.kernel "conv" (%a = %x, %b = %w) : (tensor<1x56x56x64xf32>, tensor<64x64x3x3xf32>) -> tensor<1x56x56x64xf32> {
      %c = sinter.conv2d %a, %b {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x56x56x64xf32>, tensor<64x64x3x3xf32>) -> tensor<1x56x56x64xf32>
      sinter.yield %c : tensor<1x56x56x64xf32>
    }
    return %y : tensor<1x56x56x64xf32>
  }
}

// RUN: sinter diff %s
// RUN: sinter diff %s --target=x86-64-v2
// RUN: sinter diff %s --target=x86-64-v3
// RUN: sinter diff %s --threads 3
// RUN: sinter run %s --entry one_block --input x=random --input g=random --output result=%t.1.npy
// RUN: sinter run %s --entry one_block --input x=random --input g=random --output result=%t.4.npy --threads 4
// RUN: cmp %t.1.npy %t.4.npy
// RUN: sinter run %s --entry winograd_shared --input x=random --input g=random --output result=%t.1.npy
// RUN: sinter run %s --entry winograd_shared --input x=random --input g=random --output result=%t.3.npy --threads 3
// RUN: cmp %t.1.npy %t.3.npy
// RUN: sinter compile %s --target=x86-64-v4 --emit=scheduled | FileCheck %s --check-prefix=TASKS
// RUN: sinter diff %s --entry winograd_cut > %t && cat %t && awk '{ exit !($NF < 2e-5) }' %t
// RUN: sinter compile %s --target=x86-64-v4 --emit=layout | FileCheck %s
// RUN: sinter compile %s --target=x86-64-v4 --exact-conv --emit=layout | FileCheck %s --check-prefix=EXACT

// CHECK-LABEL: @winograd_cut
//       CHECK: sinter.kernel "conv2d_weight_gradient" {{.*}}strategy = "winograd"
// EXACT-LABEL: @winograd_cut
//       EXACT: sinter.kernel "conv2d_weight_gradient" {{.*}}strategy = "direct"
// TASKS-LABEL: @winograd_shared
//       TASKS: sinter.kernel "conv2d_weight_gradient" {{.*}}block_tasks = 5 : i64
// TASKS-LABEL: @winograd_shared_bands
//       TASKS: sinter.kernel "conv2d_weight_gradient" {{.*}}block_tasks = 2 : i64

// Gradients of convolution weights on sizes that divide no tile.
module {
  // 3 x 3 with a border of zeros; a tile for each tap, rows and columns beside the image left out.
  func.func @same(%x: tensor<2x13x13x16xf32> {sinter.name = "x"}, %g: tensor<2x13x13x16xf32> {sinter.name = "g"}) -> (tensor<16x16x3x3xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_weight_gradient"} {
    %result = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 3, 3>, padding = array<i64: 1, 1, 1, 1>} : (tensor<2x13x13x16xf32>, tensor<2x13x13x16xf32>) -> tensor<16x16x3x3xf32>
    return %result : tensor<16x16x3x3xf32>
  }

  // A product of two images.
  func.func @one_by_one(%x: tensor<1x7x7x16xf32> {sinter.name = "x"}, %g: tensor<1x7x7x24xf32> {sinter.name = "g"}) -> (tensor<24x16x1x1xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_weight_gradient"} {
    %result = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 1, 1>} : (tensor<1x7x7x16xf32>, tensor<1x7x7x24xf32>) -> tensor<24x16x1x1xf32>
    return %result : tensor<24x16x1x1xf32>
  }

  // Every second pixel.
  func.func @strided_one_by_one(%x: tensor<3x9x7x32xf32> {sinter.name = "x"}, %g: tensor<3x5x4x16xf32> {sinter.name = "g"}) -> (tensor<16x32x1x1xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_weight_gradient"} {
    %result = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 1, 1>, strides = array<i64: 2, 2>} : (tensor<3x9x7x32xf32>, tensor<3x5x4x16xf32>) -> tensor<16x32x1x1xf32>
    return %result : tensor<16x32x1x1xf32>
  }

  // 7 x 7 of stride 2 on three channels: a tile of taps in a row.
  func.func @stem(%x: tensor<2x17x19x3xf32> {sinter.name = "x"}, %g: tensor<2x9x10x16xf32> {sinter.name = "g"}) -> (tensor<16x3x7x7xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_weight_gradient"} {
    %result = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 7, 7>, strides = array<i64: 2, 2>, padding = array<i64: 3, 3, 3, 3>} : (tensor<2x17x19x3xf32>, tensor<2x9x10x16xf32>) -> tensor<16x3x7x7xf32>
    return %result : tensor<16x3x7x7xf32>
  }

  // One channel, six filters: taps of two dimensions in a tile, a block that is not full.
  func.func @grey(%x: tensor<4x28x28x1xf32> {sinter.name = "x"}, %g: tensor<4x28x28x6xf32> {sinter.name = "g"}) -> (tensor<6x1x5x5xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_weight_gradient"} {
    %result = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 5, 5>, padding = array<i64: 2, 2, 2, 2>} : (tensor<4x28x28x1xf32>, tensor<4x28x28x6xf32>) -> tensor<6x1x5x5xf32>
    return %result : tensor<6x1x5x5xf32>
  }

  // The caller's image is read in place.
  func.func @unpadded(%x: tensor<2x11x9x3xf32> {sinter.name = "x"}, %g: tensor<2x9x7x5xf32> {sinter.name = "g"}) -> (tensor<5x3x3x3xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_weight_gradient"} {
    %result = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 3, 3>} : (tensor<2x11x9x3xf32>, tensor<2x9x7x5xf32>) -> tensor<5x3x3x3xf32>
    return %result : tensor<5x3x3x3xf32>
  }

  // Channels and filters that fill no blocks.
  func.func @partial_blocks(%x: tensor<2x6x5x19xf32> {sinter.name = "x"}, %g: tensor<2x6x5x11xf32> {sinter.name = "g"}) -> (tensor<11x19x3x3xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_weight_gradient"} {
    %result = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 3, 3>, padding = array<i64: 1, 1, 1, 1>} : (tensor<2x6x5x19xf32>, tensor<2x6x5x11xf32>) -> tensor<11x19x3x3xf32>
    return %result : tensor<11x19x3x3xf32>
  }

  // 24 channels are three runs of 8 where blocks have 16.
  func.func @partial_runs(%x: tensor<2x6x5x24xf32> {sinter.name = "x"}, %g: tensor<2x6x5x40xf32> {sinter.name = "g"}) -> (tensor<40x24x3x3xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_weight_gradient"} {
    %result = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 3, 3>, padding = array<i64: 1, 1, 1, 1>} : (tensor<2x6x5x24xf32>, tensor<2x6x5x40xf32>) -> tensor<40x24x3x3xf32>
    return %result : tensor<40x24x3x3xf32>
  }

  // Six channels in a block, unpadded.
  func.func @few_channels(%x: tensor<5x14x14x6xf32> {sinter.name = "x"}, %g: tensor<5x10x10x16xf32> {sinter.name = "g"}) -> (tensor<16x6x5x5xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_weight_gradient"} {
    %result = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 5, 5>} : (tensor<5x14x14x6xf32>, tensor<5x10x10x16xf32>) -> tensor<16x6x5x5xf32>
    return %result : tensor<16x6x5x5xf32>
  }

  // 3 x 3 of stride 2: the last row and column of the padding are not read.
  func.func @strided(%x: tensor<2x16x16x16xf32> {sinter.name = "x"}, %g: tensor<2x8x8x32xf32> {sinter.name = "g"}) -> (tensor<32x16x3x3xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_weight_gradient"} {
    %result = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 3, 3>, strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>} : (tensor<2x16x16x16xf32>, tensor<2x8x8x32xf32>) -> tensor<32x16x3x3xf32>
    return %result : tensor<32x16x3x3xf32>
  }

  func.func @uneven_strides(%x: tensor<2x12x13x8xf32> {sinter.name = "x"}, %g: tensor<2x6x5x8xf32> {sinter.name = "g"}) -> (tensor<8x8x3x3xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_weight_gradient"} {
    %result = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 3, 3>, strides = array<i64: 2, 3>, padding = array<i64: 1, 1, 0, 2>} : (tensor<2x12x13x8xf32>, tensor<2x6x5x8xf32>) -> tensor<8x8x3x3xf32>
    return %result : tensor<8x8x3x3xf32>
  }

  func.func @dilated(%x: tensor<1x13x14x16xf32> {sinter.name = "x"}, %g: tensor<1x13x14x8xf32> {sinter.name = "g"}) -> (tensor<8x16x3x3xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_weight_gradient"} {
    %result = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 3, 3>, padding = array<i64: 2, 2, 2, 2>, dilations = array<i64: 2, 2>} : (tensor<1x13x14x16xf32>, tensor<1x13x14x8xf32>) -> tensor<8x16x3x3xf32>
    return %result : tensor<8x16x3x3xf32>
  }

  func.func @uneven_dilation(%x: tensor<2x12x11x5xf32> {sinter.name = "x"}, %g: tensor<2x7x12x8xf32> {sinter.name = "g"}) -> (tensor<8x5x3x2xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_weight_gradient"} {
    %result = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 3, 2>, padding = array<i64: 1, 0, 3, 0>, dilations = array<i64: 3, 2>} : (tensor<2x12x11x5xf32>, tensor<2x7x12x8xf32>) -> tensor<8x5x3x2xf32>
    return %result : tensor<8x5x3x2xf32>
  }

  func.func @asymmetric(%x: tensor<1x9x10x8xf32> {sinter.name = "x"}, %g: tensor<1x8x10x8xf32> {sinter.name = "g"}) -> (tensor<8x8x3x3xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_weight_gradient"} {
    %result = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 3, 3>, padding = array<i64: 0, 1, 2, 0>} : (tensor<1x9x10x8xf32>, tensor<1x8x10x8xf32>) -> tensor<8x8x3x3xf32>
    return %result : tensor<8x8x3x3xf32>
  }

  // Whole rows and columns of taps lie in the padding.
  func.func @wide_padding(%x: tensor<2x3x2x16xf32> {sinter.name = "x"}, %g: tensor<2x6x5x16xf32> {sinter.name = "g"}) -> (tensor<16x16x3x3xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_weight_gradient"} {
    %result = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 3, 3>, padding = array<i64: 2, 3, 3, 2>} : (tensor<2x3x2x16xf32>, tensor<2x6x5x16xf32>) -> tensor<16x16x3x3xf32>
    return %result : tensor<16x16x3x3xf32>
  }

  func.func @even_kernel(%x: tensor<1x8x9x8xf32> {sinter.name = "x"}, %g: tensor<1x8x9x24xf32> {sinter.name = "g"}) -> (tensor<24x8x2x4xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_weight_gradient"} {
    %result = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 2, 4>, padding = array<i64: 0, 1, 1, 2>} : (tensor<1x8x9x8xf32>, tensor<1x8x9x24xf32>) -> tensor<24x8x2x4xf32>
    return %result : tensor<24x8x2x4xf32>
  }

  func.func @row_kernel(%x: tensor<2x5x16x8xf32> {sinter.name = "x"}, %g: tensor<2x5x16x8xf32> {sinter.name = "g"}) -> (tensor<8x8x1x7xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_weight_gradient"} {
    %result = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 1, 7>, padding = array<i64: 0, 0, 3, 3>} : (tensor<2x5x16x8xf32>, tensor<2x5x16x8xf32>) -> tensor<8x8x1x7xf32>
    return %result : tensor<8x8x1x7xf32>
  }

  // Groups of whole blocks.
  func.func @grouped(%x: tensor<2x8x8x32xf32> {sinter.name = "x"}, %g: tensor<2x8x8x64xf32> {sinter.name = "g"}) -> (tensor<64x16x3x3xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_weight_gradient"} {
    %result = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 3, 3>, padding = array<i64: 1, 1, 1, 1>, groups = 2 : i64} : (tensor<2x8x8x32xf32>, tensor<2x8x8x64xf32>) -> tensor<64x16x3x3xf32>
    return %result : tensor<64x16x3x3xf32>
  }

  // Groups that cut blocks are summed one by one.
  func.func @small_groups(%x: tensor<2x6x7x6xf32> {sinter.name = "x"}, %g: tensor<2x6x7x8xf32> {sinter.name = "g"}) -> (tensor<8x3x3x3xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_weight_gradient"} {
    %result = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 3, 3>, padding = array<i64: 1, 1, 1, 1>, groups = 2 : i64} : (tensor<2x6x7x6xf32>, tensor<2x6x7x8xf32>) -> tensor<8x3x3x3xf32>
    return %result : tensor<8x3x3x3xf32>
  }

  // Two filters a channel.
  func.func @multiplied_depthwise(%x: tensor<2x6x7x8xf32> {sinter.name = "x"}, %g: tensor<2x6x7x16xf32> {sinter.name = "g"}) -> (tensor<16x1x3x3xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_weight_gradient"} {
    %result = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 3, 3>, padding = array<i64: 1, 1, 1, 1>, groups = 8 : i64} : (tensor<2x6x7x8xf32>, tensor<2x6x7x16xf32>) -> tensor<16x1x3x3xf32>
    return %result : tensor<16x1x3x3xf32>
  }

  func.func @depthwise(%x: tensor<3x14x13x24xf32> {sinter.name = "x"}, %g: tensor<3x14x13x24xf32> {sinter.name = "g"}) -> (tensor<24x1x3x3xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_weight_gradient"} {
    %result = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 3, 3>, padding = array<i64: 1, 1, 1, 1>, groups = 24 : i64} : (tensor<3x14x13x24xf32>, tensor<3x14x13x24xf32>) -> tensor<24x1x3x3xf32>
    return %result : tensor<24x1x3x3xf32>
  }

  func.func @depthwise_strided(%x: tensor<2x15x14x20xf32> {sinter.name = "x"}, %g: tensor<2x8x7x20xf32> {sinter.name = "g"}) -> (tensor<20x1x5x5xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_weight_gradient"} {
    %result = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 5, 5>, strides = array<i64: 2, 2>, padding = array<i64: 2, 2, 1, 2>, groups = 20 : i64} : (tensor<2x15x14x20xf32>, tensor<2x8x7x20xf32>) -> tensor<20x1x5x5xf32>
    return %result : tensor<20x1x5x5xf32>
  }

  // Images of four pixels, a chunk of 64 of them.
  func.func @tiny(%x: tensor<72x2x2x32xf32> {sinter.name = "x"}, %g: tensor<72x2x2x32xf32> {sinter.name = "g"}) -> (tensor<32x32x3x3xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_weight_gradient"} {
    %result = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 3, 3>, padding = array<i64: 1, 1, 1, 1>} : (tensor<72x2x2x32xf32>, tensor<72x2x2x32xf32>) -> tensor<32x32x3x3xf32>
    return %result : tensor<32x32x3x3xf32>
  }

  // Chunks of rows.
  func.func @large(%x: tensor<2x40x48x8xf32> {sinter.name = "x"}, %g: tensor<2x40x48x16xf32> {sinter.name = "g"}) -> (tensor<16x8x3x3xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_weight_gradient"} {
    %result = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 3, 3>, padding = array<i64: 1, 1, 1, 1>} : (tensor<2x40x48x8xf32>, tensor<2x40x48x16xf32>) -> tensor<16x8x3x3xf32>
    return %result : tensor<16x8x3x3xf32>
  }

  // Several blocks on both sides, parts of two images.
  func.func @wide(%x: tensor<8x16x16x64xf32> {sinter.name = "x"}, %g: tensor<8x16x16x48xf32> {sinter.name = "g"}) -> (tensor<48x64x3x3xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_weight_gradient"} {
    %result = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 3, 3>, padding = array<i64: 1, 1, 1, 1>} : (tensor<8x16x16x64xf32>, tensor<8x16x16x48xf32>) -> tensor<48x64x3x3xf32>
    return %result : tensor<48x64x3x3xf32>
  }

  // Winograd's algorithm on tiles that the image cuts, and channels that fill no blocks.
  func.func @winograd_cut(%x: tensor<3x15x22x35xf32> {sinter.name = "x"}, %g: tensor<3x14x23x27xf32> {sinter.name = "g"}) -> (tensor<27x35x3x3xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_weight_gradient"} {
    %result = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 3, 3>, padding = array<i64: 0, 1, 2, 1>} : (tensor<3x15x22x35xf32>, tensor<3x14x23x27xf32>) -> tensor<27x35x3x3xf32>
    return %result : tensor<27x35x3x3xf32>
  }

  // A task for each group.
  func.func @winograd_groups(%x: tensor<8x16x16x64xf32> {sinter.name = "x"}, %g: tensor<8x16x16x64xf32> {sinter.name = "g"}) -> (tensor<64x32x3x3xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_weight_gradient"} {
    %result = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 3, 3>, padding = array<i64: 1, 1, 1, 1>, groups = 2 : i64} : (tensor<8x16x16x64xf32>, tensor<8x16x16x64xf32>) -> tensor<64x32x3x3xf32>
    return %result : tensor<64x32x3x3xf32>
  }

  // One block on both sides: threads share parts of the images.
  func.func @one_block(%x: tensor<8x32x32x16xf32> {sinter.name = "x"}, %g: tensor<8x32x32x16xf32> {sinter.name = "g"}) -> (tensor<16x16x3x3xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_weight_gradient"} {
    %result = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 3, 3>, padding = array<i64: 1, 1, 1, 1>} : (tensor<8x32x32x16xf32>, tensor<8x32x32x16xf32>) -> tensor<16x16x3x3xf32>
    return %result : tensor<16x16x3x3xf32>
  }

  // One block and one tap: threads share inputs.
  func.func @one_tap(%x: tensor<9x32x32x16xf32> {sinter.name = "x"}, %g: tensor<9x32x32x16xf32> {sinter.name = "g"}) -> (tensor<16x16x1x1xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_weight_gradient"} {
    %result = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 1, 1>} : (tensor<9x32x32x16xf32>, tensor<9x32x32x16xf32>) -> tensor<16x16x1x1xf32>
    return %result : tensor<16x16x1x1xf32>
  }

  func.func @one_pixel(%x: tensor<1x1x1x1xf32> {sinter.name = "x"}, %g: tensor<1x1x1x1xf32> {sinter.name = "g"}) -> (tensor<1x1x1x1xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_weight_gradient"} {
    %result = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 1, 1>} : (tensor<1x1x1x1xf32>, tensor<1x1x1x1xf32>) -> tensor<1x1x1x1xf32>
    return %result : tensor<1x1x1x1xf32>
  }

  // More sums than L2 holds: tasks are blocks of filters, for which the inputs of a single band are transformed once.
  func.func @winograd_shared(%x: tensor<16x4x4x96xf32> {sinter.name = "x"}, %g: tensor<16x4x4x72xf32> {sinter.name = "g"}) -> (tensor<72x96x3x3xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_weight_gradient"} {
    %result = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 3, 3>, padding = array<i64: 1, 1, 1, 1>} : (tensor<16x4x4x96xf32>, tensor<16x4x4x72xf32>) -> tensor<72x96x3x3xf32>
    return %result : tensor<72x96x3x3xf32>
  }

  // Those of several bands are transformed for each task.
  func.func @winograd_shared_bands(%x: tensor<5x13x13x96xf32> {sinter.name = "x"}, %g: tensor<5x13x13x128xf32> {sinter.name = "g"}) -> (tensor<128x96x3x3xf32> {sinter.name = "result"}) attributes {sinter.entry = "infer", sinter.model = "conv2d_weight_gradient"} {
    %result = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 3, 3>, padding = array<i64: 1, 1, 1, 1>} : (tensor<5x13x13x96xf32>, tensor<5x13x13x128xf32>) -> tensor<128x96x3x3xf32>
    return %result : tensor<128x96x3x3xf32>
  }
}

// RUN: sinter-opt %s --sinter-form-kernels --sinter-assign-layouts --sinter-choose-schedules | FileCheck %s
module attributes {sinter.target = #sinter.target<"x86-64-v3", vector_bits = 256, vector_registers = 16, fma_latency = 4, l1_bytes = 32768, l2_bytes = 524288>} {

// 16 registers: two blocks by six pixels. Eight threads share 24 rows more evenly than four tiles of channels. Equal kernels have one symbol, whatever their
// names.
// CHECK-LABEL: func.func @equal_kernels
//       CHECK: schedule = {across_rows = {{[01]}} : i64, channel_blocks = 2 : i64, pixels = 6 : i64}
//  CHECK-SAME:   symbol = "[[SYMBOL:sinter_k_[0-9a-f]+]]", task_dim = 2 : i64, tasks = 8 : i64
//       CHECK: symbol = "[[SYMBOL]]"
func.func @equal_kernels(%x: tensor<1x24x24x64xf32>) -> tensor<1x24x24x64xf32> {
  %w = sinter.constant dense<1.0> : tensor<64x64x3x3xf32> as tensor<64x64x3x3xf32>
  %v = sinter.constant dense<2.0> : tensor<64x64x3x3xf32> as tensor<64x64x3x3xf32>
  %p = sinter.relu %x : tensor<1x24x24x64xf32> -> tensor<1x24x24x64xf32>
  %a = sinter.conv2d %p, %w {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x24x24x64xf32>, tensor<64x64x3x3xf32>) -> tensor<1x24x24x64xf32> loc("first")
  %b = sinter.conv2d %a, %v {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x24x24x64xf32>, tensor<64x64x3x3xf32>) -> tensor<1x24x24x64xf32> loc("second")
  %c = sinter.conv2d %b, %v {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x24x24x64xf32>, tensor<64x64x3x3xf32>) -> tensor<1x24x24x64xf32>
  return %c : tensor<1x24x24x64xf32>
}

// Rows are shared, and the border around them, which the launch writes, is not.
// CHECK-LABEL: func.func @border_is_no_task
//       CHECK: border = [0, 0, 0, 2, 0, 2, 0, 0]>> attributes {{.*}} task_dim = 2 : i64, tasks = 46 : i64
func.func @border_is_no_task(%x: tensor<1x48x48x3xf32>) -> tensor<1x46x46x8xf32> {
  %w = sinter.constant dense<1.0> : tensor<8x3x3x3xf32> as tensor<8x3x3x3xf32>
  %v = sinter.constant dense<2.0> : tensor<8x8x3x3xf32> as tensor<8x8x3x3xf32>
  %a = sinter.conv2d %x, %w : (tensor<1x48x48x3xf32>, tensor<8x3x3x3xf32>) -> tensor<1x46x46x8xf32>
  %b = sinter.conv2d %a, %v {padding = array<i64: 0, 2, 0, 2>} : (tensor<1x46x46x8xf32>, tensor<8x8x3x3xf32>) -> tensor<1x46x46x8xf32>
  return %b : tensor<1x46x46x8xf32>
}

// Two small kernels that differ in an attribute have two symbols, and stay one task each.
// CHECK-LABEL: func.func @small_and_different
//       CHECK: symbol = "[[FIRST:sinter_k_[0-9a-f]+]]", task_dim = 0 : i64, tasks = 1 : i64
//   CHECK-NOT: "[[FIRST]]"
//       CHECK: symbol = "sinter_k_{{[0-9a-f]+}}", task_dim = 0 : i64, tasks = 1 : i64
func.func @small_and_different(%x: tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>) {
  %a = sinter.leaky_relu %x {alpha = 0.1} : tensor<8xf32> -> tensor<8xf32>
  %b = sinter.leaky_relu %x {alpha = 0.2} : tensor<8xf32> -> tensor<8xf32>
  return %a, %b : tensor<8xf32>, tensor<8xf32>
}

// Weights and rows under a tile would fill more than half of L2: chunks of the reduction serve a band of pixels each.
// CHECK-LABEL: func.func @wide_reduction
//       CHECK: reduction_blocks = 2 : i64
func.func @wide_reduction(%x: tensor<1x7x7x512xf32>) -> tensor<1x7x7x512xf32> {
  %w = sinter.constant dense<1.0> : tensor<512x512x3x3xf32> as tensor<512x512x3x3xf32>
  %c = sinter.conv2d %x, %w {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x7x7x512xf32>, tensor<512x512x3x3xf32>) -> tensor<1x7x7x512xf32>
  return %c : tensor<1x7x7x512xf32>
}

// A row of 7 pixels is not worth a chunk of weights: tiles run across rows, so that the band is the image.
// CHECK-LABEL: func.func @short_rows
//       CHECK: schedule = {across_rows = 1 : i64, channel_blocks = {{[0-9]+}} : i64, pixels = {{[0-9]+}} : i64, reduction_blocks = {{[0-9]+}} : i64}
func.func @short_rows(%x: tensor<1x7x7x4096xf32>) -> tensor<1x7x7x64xf32> {
  %w = sinter.constant dense<1.0> : tensor<64x4096x1x1xf32> as tensor<64x4096x1x1xf32>
  %c = sinter.conv2d %x, %w : (tensor<1x7x7x4096xf32>, tensor<64x4096x1x1xf32>) -> tensor<1x7x7x64xf32>
  return %c : tensor<1x7x7x64xf32>
}

// 14 rows of 14 tiles: two threads share 14 bands of a row evenly, and not 7 of two.
// CHECK-LABEL: func.func @winograd_bands
//       CHECK: tile_columns = 14 : i64, tile_images = 1 : i64, tile_rows = 1 : i64
//  CHECK-SAME: tasks = 14 : i64
func.func @winograd_bands(%x: tensor<1x56x56x32xf32>) -> tensor<1x56x56x32xf32> {
  %f = sinter.constant dense<1.0> : tensor<32x32x6x6xf32> as tensor<32x32x6x6xf32>
  %c = sinter.winograd_conv2d %x, %f {tile = 4 : i64, padding = array<i64: 1, 1, 1, 1>} : (tensor<1x56x56x32xf32>, tensor<32x32x6x6xf32>) -> tensor<1x56x56x32xf32>
  return %c : tensor<1x56x56x32xf32>
}

// A kernel that transforms its filters: all 16 images are one band of as many tiles, shared in three. 36 taps of 8 inputs and 2 blocks of filters are 18 KB: 8 blocks of inputs fill a
// third of L2.
// CHECK-LABEL: func.func @winograd_own_filters
//       CHECK: schedule = {channel_blocks = 2 : i64, filter_blocks = 8 : i64, pixels = 6 : i64, tasks_are_groups = 1 : i64, tile_columns = 1 : i64, tile_images = 16 : i64, tile_rows = 1 : i64, whole_chunks = 1 : i64}
//  CHECK-SAME:   scratch_bytes = 481728 : i64
//  CHECK-SAME:   tasks = 8 : i64
func.func @winograd_own_filters(%x: tensor<16x4x4x128xf32>, %w: tensor<128x128x3x3xf32>) -> tensor<16x4x4x128xf32> {
  %y = sinter.kernel "conv" (%a = %x, %b = %w) : (tensor<16x4x4x128xf32>, tensor<128x128x3x3xf32>) -> tensor<16x4x4x128xf32> {
    %f = sinter.winograd_filter %b {tile = 4 : i64} : tensor<128x128x3x3xf32> -> tensor<128x128x6x6xf32>
    %c = sinter.winograd_conv2d %a, %f {tile = 4 : i64, padding = array<i64: 1, 1, 1, 1>} : (tensor<16x4x4x128xf32>, tensor<128x128x6x6xf32>) -> tensor<16x4x4x128xf32>
    sinter.yield %c : tensor<16x4x4x128xf32>
  }
  return %y : tensor<16x4x4x128xf32>
}

// Rows of a batch are tiled as pixels are.
// CHECK-LABEL: func.func @batch
//       CHECK: schedule = {channel_blocks = 2 : i64, rows = 6 : i64}
func.func @batch(%x: tensor<48x64xf32>) -> tensor<48x64xf32> {
  %w = sinter.constant dense<1.0> : tensor<64x64xf32> as tensor<64x64xf32>
  %d = sinter.dense %x, %w : (tensor<48x64xf32>, tensor<64x64xf32>) -> tensor<48x64xf32>
  return %d : tensor<48x64xf32>
}

// Tiles of units are tasks, so that one row is shared as well.
// CHECK-LABEL: func.func @one_row
//       CHECK: schedule = {channel_blocks = 5 : i64, rows = 1 : i64}
//  CHECK-SAME:   task_dim = 1 : i64, tasks = 25 : i64
func.func @one_row(%x: tensor<1x512xf32>) -> tensor<1x1000xf32> {
  %w = sinter.constant dense<1.0> : tensor<1000x512xf32> as tensor<1000x512xf32>
  %d = sinter.dense %x, %w : (tensor<1x512xf32>, tensor<1000x512xf32>) -> tensor<1x1000xf32>
  return %d : tensor<1x1000xf32>
}

// A large image is read once for all tiles of channels: its rows are tasks.
// CHECK-LABEL: func.func @large_image
//       CHECK: strategy = "direct"{{.*}} task_dim = 2 : i64, tasks = 56 : i64
func.func @large_image(%x: tensor<1x56x56x2048xf32>) -> tensor<1x56x56x512xf32> {
  %w = sinter.constant dense<1.0> : tensor<512x2048x1x1xf32> as tensor<512x2048x1x1xf32>
  %y = sinter.conv2d %x, %w : (tensor<1x56x56x2048xf32>, tensor<512x2048x1x1xf32>) -> tensor<1x56x56x512xf32>
  return %y : tensor<1x56x56x512xf32>
}

// Weights that do not stay in L2 are read once: tiles of channels are tasks, though threads would share 28 rows more evenly.
// CHECK-LABEL: func.func @many_weights
//       CHECK: task_dim = 1 : i64, tasks = 4 : i64
func.func @many_weights(%x: tensor<1x28x28x256xf32>) -> tensor<1x28x28x64xf32> {
  %w = sinter.constant dense<1.0> : tensor<64x256x3x3xf32> as tensor<64x256x3x3xf32>
  %c = sinter.conv2d %x, %w {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x28x28x256xf32>, tensor<64x256x3x3xf32>) -> tensor<1x28x28x64xf32>
  return %c : tensor<1x28x28x64xf32>
}

// A dilation of twelve: tiles of four columns leave out taps beside the image.
// CHECK-LABEL: func.func @dilated
//       CHECK: pixels = 4 : i64, skip_columns = 1 : i64
func.func @dilated(%x: tensor<1x32x32x64xf32>) -> tensor<1x32x32x64xf32> {
  %w = sinter.constant dense<1.0> : tensor<64x64x3x3xf32> as tensor<64x64x3x3xf32>
  %c = sinter.conv2d %x, %w {padding = array<i64: 12, 12, 12, 12>, dilations = array<i64: 12, 12>} : (tensor<1x32x32x64xf32>, tensor<64x64x3x3xf32>) -> tensor<1x32x32x64xf32>
  return %c : tensor<1x32x32x64xf32>
}

// 14 columns fill no tile that would leave out more than it costs.
// CHECK-LABEL: func.func @narrow_border
//   CHECK-NOT: skip_columns
func.func @narrow_border(%x: tensor<1x14x14x64xf32>) -> tensor<1x14x14x64xf32> {
  %w = sinter.constant dense<1.0> : tensor<64x64x3x3xf32> as tensor<64x64x3x3xf32>
  %c = sinter.conv2d %x, %w {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x14x14x64xf32>, tensor<64x64x3x3xf32>) -> tensor<1x14x14x64xf32>
  return %c : tensor<1x14x14x64xf32>
}
// One block on each side: tiles of taps and inputs are shared. 256 pixels a chunk, whose sums are added in scratch memory.
// CHECK-LABEL: func.func @weight_gradient
//       CHECK: schedule = {channel_blocks = 1 : i64, images = 1 : i64, inputs = 4 : i64, rows = 16 : i64, run = 8 : i64, taps_x = 3 : i64, taps_y = 1 : i64, task_loops = 5 : i64}
//  CHECK-SAME:   scratch_bytes = 448 : i64
//  CHECK-SAME:   tasks = 6 : i64
func.func @weight_gradient(%x: tensor<8x32x32x8xf32>, %g: tensor<8x16x16x8xf32>) -> tensor<8x8x3x3xf32> {
  %d = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 3, 3>, strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>} : (tensor<8x32x32x8xf32>, tensor<8x16x16x8xf32>) -> tensor<8x8x3x3xf32>
  return %d : tensor<8x8x3x3xf32>
}

// By Winograd's algorithm: the 64 tiles of an image are a band, of 36 vectors each; scratch memory holds both images of a band and 8 x 36 sums, and a vector more of each.
// CHECK-LABEL: func.func @winograd_weight_gradient
//       CHECK: schedule = {block_tasks = 1 : i64, channel_blocks = 1 : i64, tile_images = 1 : i64, tile_rows = 8 : i64}
//  CHECK-SAME:   scratch_bytes = 156864 : i64
//  CHECK-SAME:   strategy = "winograd"
func.func @winograd_weight_gradient(%x: tensor<4x32x32x8xf32>, %g: tensor<4x32x32x8xf32>) -> tensor<8x8x3x3xf32> {
  %d = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 3, 3>, padding = array<i64: 1, 1, 1, 1>} : (tensor<4x32x32x8xf32>, tensor<4x32x32x8xf32>) -> tensor<8x8x3x3xf32>
  return %d : tensor<8x8x3x3xf32>
}

// Sums of 36 x 128 x 16 vectors are 2.4 MB, and L2 has 0.5: blocks of filters are shared by 8 tasks.
// CHECK-LABEL: func.func @winograd_weight_gradient_of_many_filters
//       CHECK: schedule = {block_tasks = 8 : i64
//  CHECK-SAME:   tasks = 8 : i64
func.func @winograd_weight_gradient_of_many_filters(%x: tensor<16x4x4x128xf32>, %g: tensor<16x4x4x128xf32>) -> tensor<128x128x3x3xf32> {
  %d = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 3, 3>, padding = array<i64: 1, 1, 1, 1>} : (tensor<16x4x4x128xf32>, tensor<16x4x4x128xf32>) -> tensor<128x128x3x3xf32>
  return %d : tensor<128x128x3x3xf32>
}

// Functions of the runtime have a task for each element, which are one call.
// CHECK-LABEL: func.func @of_runtime
//       CHECK: sinter.kernel "process_index" () {{.*}}schedule = {grain = 1 : i64}, strategy = "runtime", symbol = "sinter_v1_process_index"
//  CHECK-SAME:   tasks = 1 : i64
//       CHECK: sinter.kernel "process_mean"
//  CHECK-SAME:   schedule = {grain = 40 : i64}, strategy = "runtime", symbol = "sinter_v1_process_mean"
//  CHECK-SAME:   tasks = 40 : i64
func.func @of_runtime(%x: tensor<4x10xf32>) -> (tensor<i64>, tensor<4x10xf32>) {
  %i = sinter.process_index : tensor<i64>
  %m = sinter.process_mean %x : tensor<4x10xf32>
  return %i, %m : tensor<i64>, tensor<4x10xf32>
}
}

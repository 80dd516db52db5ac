//===- Passes.td: the manual of every pass --------------------------------------------------------===//
#ifndef SINTER_PASSES_TD
#define SINTER_PASSES_TD

include "mlir/Pass/PassBase.td"

def PoolBeforeConvolutionPass : Pass<"sinter-pool-before-convolution", "::mlir::func::FuncOp"> {
  let summary = "Take means of pixels before a 1x1 convolution, not behind it";
  let description = [{
    A 1x1 convolution and a mean of pixels are both linear and keep pixels and channels apart, so they may change places: the convolution is then of the fewer pixels: of
    a quarter in the layers between the blocks of a DenseNet. It runs before differentiation, so that the gradients are of the small image as well.
    Left alone: convolutions that others read too, with strides or padding, or with a bias where the pool counts its padding, which has none; and pools that
    leave as many pixels as they get, or whose additions for more channels than the convolution gives cost more than the products that are saved: 7x7 means at stride 1 of
    1024 channels took ten times as long as of 32.

    ```mlir
    %c = sinter.conv2d %x, %w : (tensor<1x8x8x16xf32>, tensor<6x16x1x1xf32>) -> tensor<1x8x8x6xf32>
    %y = sinter.avg_pool %c {strides = array<i64: 2, 2>, window = array<i64: 2, 2>} : (tensor<1x8x8x6xf32>) -> tensor<1x4x4x6xf32>
    // becomes
    %p = sinter.avg_pool %x {strides = array<i64: 2, 2>, window = array<i64: 2, 2>} : (tensor<1x8x8x16xf32>) -> tensor<1x4x4x16xf32>
    %y = sinter.conv2d %p, %w : (tensor<1x4x4x16xf32>, tensor<6x16x1x1xf32>) -> tensor<1x4x4x6xf32>
    ```
  }];
}

def DifferentiatePass : Pass<"sinter-differentiate", "::mlir::func::FuncOp"> {
  let summary = "Replace gradients by the ops that compute them, in reverse mode";
  let description = [{
    Behind the forward ops of each `sinter.gradient` come those of its backward pass, built by the rules of `ir/gradient` from the last op to the first.
    Only ops on a way from the values to the loss have one; what the loss does not depend on gets zeros. A value that is used several times gets the sum of
    its gradients, in that order. Backward ops have the locations of their forward ops, so that the paths of layers survive. What comes through an integer or a
    boolean counts as constant, as does the result of `stop_gradient`, which goes away here. An op on the way that has no derivative is an error.

    The function attribute `sinter.recompute`, an array of globs, names layers whose inner values are not kept: a layer is the ops under the shortest path, up to a
    dot, that a glob matches, and where the backward pass first reads one of its values, its ops are computed anew from what enters it. Kept are what other layers read too, and
    what is small beside what it is computed from, such as a mean. The copies carry `sinter.recomputed`, so that no pass takes them for the ops that they repeat.

    What optimizers compute stands behind the loss in the text, and would keep all gradients until then. Each op of it moves up to the last op that it needs, so that a gradient is
    used where it arises; one that gives a parameter's new value not before the last op that reads the old one, so that it may be written in place. What comes from parameters alone moves to
    its first use. Clipping by a global norm needs all gradients, and its updates stay behind it.

    Needs one read for each parameter (`cse`), as a gradient is that of one value, and that nothing has folded `stop_gradient`.

    ```mlir
    %y = sinter.dense %x, %w : (tensor<2x8xf32>, tensor<4x8xf32>) -> tensor<2x4xf32>
    %r = sinter.relu %y : tensor<2x4xf32> -> tensor<2x4xf32>
    %loss = sinter.sum %r : (tensor<2x4xf32>) -> tensor<f32>
    %g = sinter.gradient %loss, %w : (tensor<f32>, tensor<4x8xf32>) -> tensor<4x8xf32>
    // becomes, where %loss was
    %b = sinter.broadcast %one {shape = array<i64: 2, 4>} : (tensor<1x1xf32>) -> tensor<2x4xf32>
    %m = sinter.less_equal %r, %zero : tensor<2x4xf32>, tensor<f32> -> tensor<2x4xi1>
    %d = sinter.select %m, %b, %zero : tensor<2x4xi1>, tensor<2x4xf32>, tensor<f32> -> tensor<2x4xf32>
    %g = sinter.dense_weight_gradient %x, %d : (tensor<2x8xf32>, tensor<2x4xf32>) -> tensor<4x8xf32>
    ```
  }];
}

def FoldBatchNormPass : Pass<"sinter-fold-batch-norm", "::mlir::func::FuncOp"> {
  let summary = "Fold inference-time batch norm into the convolution or dense layer before it";
  let description = [{
    With fixed statistics a batch norm scales and shifts each channel, so constant weights can absorb it: one op
    and one trip through memory less. The new weights are computed by ops on constants, which `sinter-fold-constants` evaluates.
    Needs statistics that are constants. A batch norm with no layer to absorb it (its input has other users, or comes from elsewhere)
    becomes a multiplication and an addition, which fuse into kernels. Left alone: batch norms whose statistics are not constant.

    ```mlir
    %y = sinter.conv2d %x, %w, %b : ...
    %z = sinter.batch_norm %y, %mean, %variance, %gamma, %beta : ...
    // becomes, with s = gamma / sqrt(variance + epsilon)
    %z = sinter.conv2d %x, %w * s, (%b - mean) * s + beta : ...
    ```
  }];
}

def LowerTransposedConvolutionPass : Pass<"sinter-lower-transposed-convolution", "::mlir::func::FuncOp"> {
  let summary = "Rewrite transposed convolutions as convolutions that multiply no zeros";
  let description = [{
    A transposed convolution of stride s is s * s convolutions of stride 1, one for each phase of a position of the result, with every s-th tap of
    the kernel in reverse. They become filters of one convolution, whose kernels have ceil(k / s) taps, followed by depth to space and a slice where
    the padding cuts something off. At stride 1 that is a convolution with its taps reversed. The weight is rearranged by ops that
    `sinter-fold-constants` evaluates. Every stride, padding, output padding, dilation and number of groups is covered; only where a stride and a
    dilation meet on one axis are the zeros between taps multiplied. Of 1 x 1 kernels without padding and bias the pixels of a convolution of stride 1 are spread by
    `slice_gradient`.

    ```mlir
    %y = sinter.conv2d_transpose %x, %w {strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>} : (tensor<1x8x8x4xf32>, tensor<4x6x4x4xf32>) -> tensor<1x16x16x6xf32>
    // becomes, with %v of four times the filters and a quarter of the taps
    %c = sinter.conv2d %x, %v {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x8x8x4xf32>, tensor<24x4x2x2xf32>) -> tensor<1x9x9x24xf32>
    %a = sinter.reshape %c {shape = array<i64: 1, 9, 9, 2, 2, 6>} : ...
    %b = sinter.transpose %a {permutation = array<i64: 0, 1, 3, 2, 4, 5>} : ...
    %d = sinter.reshape %b {shape = array<i64: 1, 18, 18, 6>} : ...
    %y = sinter.slice %d {starts = array<i64: 0, 1, 1, 0>, sizes = array<i64: 1, 16, 16, 6>, strides = array<i64: 1, 1, 1, 1>} : ...
    ```
  }];
}

def LowerDilatedConvolutionPass : Pass<"sinter-lower-dilated-convolution", "::mlir::func::FuncOp"> {
  let summary = "Rewrite dilated convolutions as plain ones on every d-th pixel";
  let description = [{
    A 3x3 convolution of dilation d and stride 1 combines pixels d apart: row y only meets rows y + d, y + 2 d. So the image falls into d * d images of every
    d-th pixel, each of which is convolved with the same filters without dilation, by Winograd's algorithm then. They are made and put together again by moves, which
    cost two trips through memory.
    Rewritten are dilations of 2 to 4 with padding of d on all sides, one group, at least 64 channels and filters, and at least 3 x 3 pixels in each image. Where d does not divide
    the image, zeros make it whole, by at most a quarter of its pixels, and what they give is cut off. Else the taps are read
    where they lie. Nothing is rewritten where Winograd's algorithm is not used (`sinter.exact_conv`, `sinter.optimize = "size"`).

    ```mlir
    %y = sinter.conv2d %x, %w {dilations = array<i64: 2, 2>, padding = array<i64: 2, 2, 2, 2>} : (tensor<1x8x8x64xf32>, tensor<64x64x3x3xf32>) -> tensor<1x8x8x64xf32>
    // becomes
    %a = sinter.reshape %x {shape = array<i64: 1, 4, 2, 4, 2, 64>} : ...
    %b = sinter.transpose %a {permutation = array<i64: 0, 2, 4, 1, 3, 5>} : ...
    %c = sinter.reshape %b {shape = array<i64: 4, 4, 4, 64>} : ...
    %d = sinter.conv2d %c, %w {padding = array<i64: 1, 1, 1, 1>} : (tensor<4x4x4x64xf32>, tensor<64x64x3x3xf32>) -> tensor<4x4x4x64xf32>
    %e = sinter.reshape %d {shape = array<i64: 1, 2, 2, 4, 4, 64>} : ...
    %f = sinter.transpose %e {permutation = array<i64: 0, 3, 1, 4, 2, 5>} : ...
    %y = sinter.reshape %f {shape = array<i64: 1, 8, 8, 64>} : ...
    ```
  }];
}

def WidenGroupsPass : Pass<"sinter-widen-groups", "::mlir::func::FuncOp"> {
  let summary = "Join groups of a convolution until they fill vectors";
  let description = [{
    Groups whose channels fill no vector would be computed one tap and one channel at a time. Several side by side are one group whose weight is zero
    where an input of one meets a filter of another; as few are joined as fill whole blocks of the target's lanes, or all. A convolution of
    32 groups of 4 channels becomes one of 16 groups of 8, and multiplies twice as many numbers, at many times the speed.
    Left alone: depthwise convolutions, groups of whole blocks, and those of which more than 8 would have to be joined. Without a target nothing
    is joined.

    ```mlir
    %y = sinter.conv2d %x, %w {groups = 4 : i64} : (tensor<1x8x8x16xf32>, tensor<16x4x3x3xf32>) -> tensor<1x6x6x16xf32>
    // becomes, for 8 lanes
    %a = sinter.reshape %w {shape = array<i64: 2, 2, 4, 1, 36>} : ...
    %m = sinter.mul %a, %diagonal : ... -> tensor<2x2x4x2x36xf32>
    %v = sinter.reshape %m {shape = array<i64: 16, 8, 3, 3>} : ...
    %y = sinter.conv2d %x, %v {groups = 2 : i64} : (tensor<1x8x8x16xf32>, tensor<16x8x3x3xf32>) -> tensor<1x6x6x16xf32>
    ```
  }];
}

def PermuteDenseWeightsPass : Pass<"sinter-permute-dense-weights", "::mlir::func::FuncOp"> {
  let summary = "Rearrange weights of dense layers instead of what they read";
  let description = [{
    Frameworks that keep channels first flatten images channel by channel, and the dense layer behind has its weights in that order. Here channels
    are last, so the image would be transposed in each call, element by element. The columns of the weight are transposed instead, by ops that
    `sinter-fold-constants` evaluates, and the reshape that is left is a view wherever the image is stored pixel by pixel.
    Left alone: weights that are not constant, transpositions that move axis 0, and reshapes that keep more than axis 0.

    ```mlir
    %t = sinter.transpose %x {permutation = array<i64: 0, 3, 1, 2>} : (tensor<1x5x5x16xf32>) -> tensor<1x16x5x5xf32>
    %f = sinter.reshape %t {shape = array<i64: 1, 400>} : (tensor<1x16x5x5xf32>) -> tensor<1x400xf32>
    %y = sinter.dense %f, %w : (tensor<1x400xf32>, tensor<120x400xf32>) -> tensor<1x120xf32>
    // becomes
    %f = sinter.reshape %x {shape = array<i64: 1, 400>} : (tensor<1x5x5x16xf32>) -> tensor<1x400xf32>
    %v = %w as [120, 16, 5, 5], transposed to [120, 5, 5, 16], as [120, 400]
    %y = sinter.dense %f, %v : (tensor<1x400xf32>, tensor<120x400xf32>) -> tensor<1x120xf32>
    ```
  }];
}

def FoldConstantsPass : Pass<"sinter-fold-constants", "::mlir::ModuleOp"> {
  let summary = "Evaluate ops on constants";
  let description = [{
    What depends on weights alone is computed once, here: folded batch norms, packed weights, arithmetic between constants. The values
    come from `ir/reference`; those of up to 64 elements stay inline, larger ones become resources under the name of the
    first weight among the operands. Constants that nothing uses any more vanish.
    Left alone: ops with an operand that is not constant, constants without their data, and kernels.

    ```mlir
    // %w and %scale are constants
    %s = sinter.mul %w, %scale : tensor<2x1x1x1xf32>, tensor<2x1x1x1xf32> -> tensor<2x1x1x1xf32>
    %p = sinter.relayout %s : tensor<2x1x1x1xf32> -> tensor<2x1x1x1xf32, #sinter.layout<[0 / 4, 1, 2, 3, 0 mod 4]>>
    // becomes
    %p = sinter.constant dense<...> : tensor<1x1x1x1x4xf32> as tensor<2x1x1x1xf32, #sinter.layout<[0 / 4, 1, 2, 3, 0 mod 4]>>
    ```
  }];
}

def ScaleFiltersPass : Pass<"sinter-scale-filters", "::mlir::func::FuncOp"> {
  let summary = "Scale the filters of a 1x1 convolution, not the one image that it reads";
  let description = [{
    Squeeze and excitation multiplies each channel of an image by a number before a 1x1 convolution: a trip through memory for the image. The filters are multiplied by the same numbers
    instead where they are at most an eighth of the pixels: weights come from memory, and the image is in L2. They stay packed as the convolution wants them.
    Left alone: several images, of which each has its own numbers; products that others read too; images that nobody else reads, because whoever makes one scales it on the way to
    memory; filters that are not constant.

    ```mlir
    %p = sinter.mul %x, %s : tensor<1x8x8x16xf32>, tensor<1x1x1x16xf32> -> tensor<1x8x8x16xf32>
    %y = sinter.conv2d %p, %w : (tensor<1x8x8x16xf32>, tensor<6x16x1x1xf32>) -> tensor<1x8x8x6xf32>
    // becomes
    %c = sinter.reshape %s {shape = array<i64: 16, 1, 1>} : (tensor<1x1x1x16xf32>) -> tensor<16x1x1xf32>
    %v = sinter.mul %c, %w : tensor<16x1x1xf32>, tensor<6x16x1x1xf32> -> tensor<6x16x1x1xf32>
    %y = sinter.conv2d %x, %v : (tensor<1x8x8x16xf32>, tensor<6x16x1x1xf32>) -> tensor<1x8x8x6xf32>
    ```
  }];
}

def CheckOpenRowsPass : Pass<"sinter-check-open-rows", "::mlir::func::FuncOp"> {
  let summary = "Refuse ops that an open dimension cannot pass through";
  let description = [{
    An entry with an open dimension is compiled at the most that it may be, and a call computes the first rows of each tensor. The pass
    makes sure that these depend on the same rows of the inputs alone. `ir/OpenRows.cpp` has the rule of each op; an op without one is refused.
    Functions without `sinter.open` pass.

    ```mlir
    func.func @f(%x: tensor<64x10xf32> {sinter.open_rows}) -> tensor<10xf32> attributes {sinter.open = #sinter.open<"N", 1, 64>} {
      // error: `mean` cannot be computed row by row, as the open dimension `N` needs: it reduces axis 0, which is that dimension
      %m = sinter.mean %x {axes = array<i64: 0>} : (tensor<64x10xf32>) -> tensor<10xf32>
    ```
  }];
}

def SplitReductionsPass : Pass<"sinter-split-reductions", "::mlir::func::FuncOp"> {
  let summary = "Reduce each image of a batch by itself, then the batch";
  let description = [{
    A sum or mean over all axes but the last, as batch norm has it, is one row, which no tasks divide. Its parts, one an image, are rows that threads share, whatever
    their number, and sums that are shorter round less. Left alone: what has under 2^16 elements, one image, or a result of several rows.

    ```mlir
    %y = sinter.sum %x {axes = array<i64: 0, 1, 2>} : (tensor<64x32x32x16xf32>) -> tensor<16xf32>
    // becomes
    %r = sinter.sum %x {axes = array<i64: 1, 2>} : (tensor<64x32x32x16xf32>) -> tensor<64x16xf32>
    %y = sinter.sum %r {axes = array<i64: 0>} : (tensor<64x16xf32>) -> tensor<16xf32>
    ```
  }];
}

def GatherChannelsPass : Pass<"sinter-gather-channels", "::mlir::func::FuncOp"> {
  let summary = "Look channels up instead of moving them";
  let description = [{
    Splits, concats and shuffles of channels that do not fill blocks of the target's lanes move every element, up to three times for each block of a ShuffleNet. A direct 1x1
    convolution takes its input channel by channel, so it can as well look each up in a list. Images whose channels mix become one concat, each with channels of zeros up to a
    whole block, which its memory has anyway; it is written in place, and what is read of it is a `gather` with constant indices, which becomes part of the convolution's kernel. Other readers get
    a gather of their own. A family of images that mix is rewritten as a whole, where fewer elements move than before; one that is looked up alone counts as two.
    All sources of a family stay in memory until the last is read, which a deep chain of blocks pays with room: 16 blocks of 58 channels on 56x56 pixels have 8.1 MB of workspace instead of 2.4.

    Left alone: families of which a source is not made by a convolution in blocks, as each reader would turn the buffer into blocks; families of several images at once or with an open
    dimension, whose concats are copies, unless all channels come from one source; families that fill whole blocks; all where the module is optimized for size, or has no target. A `gather` of the
    text's own stays a kernel.

    ```mlir
    // with 16 lanes; %0 and %1 are convolutions
    %2 = sinter.concat %0, %1 {axis = 3 : i64} : (tensor<1x8x8x20xf32>, tensor<1x8x8x20xf32>) -> tensor<1x8x8x40xf32>
    %3 = sinter.slice %2 {starts = array<i64: 0, 0, 0, 10>, ...} : (tensor<1x8x8x40xf32>) -> tensor<1x8x8x20xf32>
    %4 = sinter.conv2d %3, %w : (tensor<1x8x8x20xf32>, tensor<32x20x1x1xf32>) -> tensor<1x8x8x32xf32>
    // becomes
    %2 = sinter.pad %0 {high = array<i64: 0, 0, 0, 12>, ...} : (tensor<1x8x8x20xf32>) -> tensor<1x8x8x32xf32>
    %3 = sinter.pad %1 {high = array<i64: 0, 0, 0, 12>, ...} : (tensor<1x8x8x20xf32>) -> tensor<1x8x8x32xf32>
    %4 = sinter.concat %2, %3 {axis = 3 : i64} : (tensor<1x8x8x32xf32>, tensor<1x8x8x32xf32>) -> tensor<1x8x8x64xf32>
    %5 = sinter.constant dense<[10, 11, ..., 19, 32, 33, ...]> : tensor<20xi32>
    %6 = sinter.gather %4, %5 {axis = 3 : i64, sinter.lookup} : (tensor<1x8x8x64xf32>, tensor<20xi32>) -> tensor<1x8x8x20xf32>
    %7 = sinter.conv2d %6, %w : (tensor<1x8x8x20xf32>, tensor<32x20x1x1xf32>) -> tensor<1x8x8x32xf32>
    ```
  }];
}

def FormKernelsPass : Pass<"sinter-form-kernels", "::mlir::func::FuncOp"> {
  let summary = "Gather each anchor op and the elementwise ops after it into one kernel";
  let description = [{
    An elementwise op right after a convolution, dense layer, pool or reduction costs a trip through memory of its own; inside the same kernel
    it costs a few instructions on registers. Elementwise ops join the kernel that makes one of their operands if that operand has no
    user but them, as in x * sigmoid(x), and the shape stays the same; of several such kernels the latest with an anchor takes them, so that the
    residual of an addition is already there. A reduction takes the elementwise ops before it too, if it alone reads their result: the sum of
    squares of batch norm reads its image once and writes none.
    What follows no anchor forms elementwise kernels. Moves one after the other, such as the reshape, transpose and reshape of a channel shuffle, are one
    kernel: together they are one move, and what lies between them need not exist. Afterwards every op of the function but constants, reads and writes is in a kernel, and
    every value that is returned or written to a parameter is the result of a kernel of its own. That kernel may write into the parameter: where another still reads the
    old value, or it reads more of it than the element that it computes, a copy behind the last reader writes it. Elementwise groups in which one reads what another writes to a parameter are
    one kernel with several results.

    A list of channels from `sinter-gather-channels` that only one 1x1 convolution reads is looked up in its kernel.

    Left apart: values with users elsewhere, reshapes (which shall cost nothing), elementwise ops that grow the shape, and what follows a running sum
    or an unpooling, which read or fill their result.

    ```mlir
    %c = sinter.conv2d %x, %w, %b : ...
    %s = sinter.add %c, %residual : ...
    %r = sinter.relu %s : ...
    // becomes
    %r = sinter.kernel "conv2d" (%a = %x, %v = %w, %k = %b, %q = %residual) : ... {
      %c = sinter.conv2d %a, %v, %k : ...
      %s = sinter.add %c, %q : ...
      %y = sinter.relu %s : ...
      sinter.yield %y : ...
    }
    ```
  }];
}

def DuplicateElementwisePass : Pass<"sinter-duplicate-elementwise", "::mlir::func::FuncOp"> {
  let summary = "Let the readers of cheap values compute them for themselves";
  let description = [{
    An elementwise value that several kernels read is written to memory and read again by each of them. Where all of them use it elementwise, or reduce it, each takes the
    ops that make it in, if that takes no longer by the costs in `CheapKernels.h`, and nothing bigger must live longer for it. So batch norm in training has no image of
    x - mean: both of its sums, and its gradient, read x.

    Left alone: values that are returned, written to a parameter or read otherwise (by a convolution, say), and random numbers.

    Needs kernels.

    ```mlir
    %c = sinter.kernel "sub" (%a = %x, %b = %mean) : ... {...}
    %v = sinter.kernel "mean" (%a = %c) : ... { // mean of %a * %a }
    %y = sinter.kernel "mul" (%a = %c, %b = %factor) : ... { // %a * %b }
    // becomes
    %v = sinter.kernel "mean" (%a = %x, %b = %mean) : ... { // mean of (%a - %b) * (%a - %b) }
    %y = sinter.kernel "mul" (%a = %x, %b = %mean, %c = %factor) : ... { // (%a - %b) * %c }
    ```
  }];
}

def UseWinogradPass : Pass<"sinter-use-winograd", "::mlir::func::FuncOp"> {
  let summary = "Rewrite 3x3 convolutions for Winograd's algorithm where it pays";
  let description = [{
    A 3x3 convolution of stride 1 becomes `winograd_conv2d` on filters that folding transforms, or, of weights that are no constants, a kernel before it, with
    tiles of 2 or 4, if the cost written in ConvolutionCosts.h says that each step to larger filters saves a tenth of the time: 4 times fewer multiplications at tile 4, 2.25 at tile 2,
    against transformations of each tile and filters that are 4 and 1.8 times as large and come from memory. Nothing is rewritten in a module with `sinter.exact_conv`
    (`--exact-conv`) or `sinter.optimize = "size"`, where filters stay as small as they are. Moves that only the convolution's weight takes, as that of a transposed
    convolution, which is turned around, become part of the kernel that transforms it. That is the convolution's own where all its images are one band of tiles.

    Needs kernels, and the module's target.

    ```mlir
    %y = sinter.kernel "conv2" (%a = %x, %b = %w) : (tensor<1x56x56x64xf32>, tensor<64x64x3x3xf32>) -> tensor<1x56x56x64xf32> {...}
    // becomes
    %u = sinter.winograd_filter %w {tile = 4 : i64} : tensor<64x64x3x3xf32> -> tensor<64x64x6x6xf32>
    %y = sinter.kernel "conv2" (%a = %x, %b = %u) : (tensor<1x56x56x64xf32>, tensor<64x64x6x6xf32>) -> tensor<1x56x56x64xf32> {...}
    ```
  }];
}

def SplitWeightGradientsPass : Pass<"sinter-split-weight-gradients", "::mlir::func::FuncOp"> {
  let summary = "Give gradients of weights parts that threads share";
  let description = [{
    The gradient of a weight is a sum over all images. By Winograd's algorithm it is one task, because all filters share the transformed images, and in planes as well; in
    vectors of filters it has a task for each tile, often too few. So it becomes up to 8 sums over a part of the images each, and a sum of these: as many whatever the
    threads are, so that the result does not depend on them. A part is a group of the convolution: images N / P apart are one of P times the channels.
    Winograd's parts have at least 64 tiles, and their own sums cost at most 6 %; others take 2 microseconds at least, and their sums cost 2 %. The kernel knows its
    strategy from here on. Left alone: gradients with tiles enough that threads share them evenly, channels that fill no blocks but in planes, and what is not alone in its kernel.

    Needs kernels, and the module's target.

    ```mlir
    %d = sinter.kernel "conv2d_weight_gradient" (%a = %x, %b = %g) : (tensor<8x32x32x16xf32>, tensor<8x32x32x16xf32>) -> tensor<16x16x3x3xf32> {...}
    // becomes
    %p = sinter.kernel "conv2d_weight_gradient" (%a = %x, %b = %g) : (tensor<8x32x32x16xf32>, tensor<8x32x32x16xf32>) -> tensor<128x16x3x3xf32> {
      %i = %a as [8, 1, 32, 32, 16], transposed to [1, 32, 32, 8, 16], as [1, 32, 32, 128], and %j likewise of %b
      %d = sinter.conv2d_weight_gradient %i, %j {groups = 8 : i64, kernel = array<i64: 3, 3>, padding = array<i64: 1, 1, 1, 1>} : ...
    }
    %d = sinter.kernel "sum" (%s = %p) : (tensor<128x16x3x3xf32>) -> tensor<16x16x3x3xf32> {...}
    ```
  }];
}

def RematerializePass : Pass<"sinter-rematerialize", "::mlir::func::FuncOp"> {
  let summary = "Compute cheap values anew instead of keeping them where memory is full";
  let description = [{
    At the kernel where most bytes are in use lie values that were read long ago and will be read much later: what a backward pass needs of the forward pass. One that
    an elementwise kernel or a batch norm makes from images that are kept anyway is dropped, and a copy of its kernel in front of the later readers computes it again.
    The value that frees most bytes for its time goes first; then the peak is sought again, until nothing at it can go. A vector may cost `kMostCycles`: to load two images, a few instructions and
    a store. No value lives longer for it but what is small beside the image, and no old value of a parameter that is written by then is read.

    Needs kernels.

    ```mlir
    %a = sinter.kernel "relu" (%p = %z) : ... {...}
    %y = sinter.kernel "conv2d" (%p = %a, %q = %w) : ... {...}
    ...
    %g = sinter.kernel "conv2d_weight_gradient" (%p = %a, %q = %dy) : ... {...}
    %d = sinter.kernel "mul" (%p = %z, ...) : ... {...}
    // becomes
    %a = sinter.kernel "relu" (%p = %z) : ... {...}
    %y = sinter.kernel "conv2d" (%p = %a, %q = %w) : ... {...}
    ...
    %b = sinter.kernel "relu" (%p = %z) : ... {...}
    %g = sinter.kernel "conv2d_weight_gradient" (%p = %b, %q = %dy) : ... {...}
    %d = sinter.kernel "mul" (%p = %z, ...) : ... {...}
    ```
  }];
}

def AssignLayoutsPass : Pass<"sinter-assign-layouts", "::mlir::func::FuncOp"> {
  let summary = "Choose each kernel's strategy and the layouts of its operands";
  let description = [{
    Convolutions reach the machine's peak when a vector register holds neighbouring channels: activations lie in blocks of the target's
    lanes, weights are packed to match, and a border of stored zeros replaces the tests for padding. The pass walks the kernels in order, gives each its
    `strategy`, and asks each operand for the layout that strategy reads: a constant gets a `relayout` that folding runs at compile time, another
    value a relayout kernel where its own layout differs. An elementwise kernel or a resize that only one kernel reads writes what that one wants: the
    bytes of an image are scaled straight into the bordered copy that the first convolution reads. Borders are as wide as the widest consumer needs.
    Arguments and returned values stay dense and row-major: they are the caller's. A convolution of few filters works on planes where that is cheaper; `sinter.costs` on
    the kernel of a convolution says what each strategy was estimated to take (`ConvolutionCosts.h`).

    Needs kernels and the module's target. Leaves no op outside kernels but constants and relayouts of constants.

    ```mlir
    %y = sinter.kernel "conv2" (%a = %x, %b = %w) : (tensor<1x8x8x16xf32>, tensor<32x16x3x3xf32>) -> tensor<1x8x8x32xf32> {...}
    // becomes, for a target of 8 lanes
    #activation = #sinter.layout<[0, 3 / 8, 1, 2, 3 mod 8]>
    #bordered = #sinter.layout<[0, 3 / 8, 1, 2, 3 mod 8], border = [0, 0, 1, 1, 1, 1, 0, 0]>
    #packed = #sinter.layout<[0 / 8, 1 / 8, 2, 3, 1 mod 8, 0 mod 8]>
    %p = sinter.relayout %w : tensor<32x16x3x3xf32> -> tensor<32x16x3x3xf32, #packed>
    %y = sinter.kernel "conv2" (%a = %x, %b = %p) : (tensor<1x8x8x16xf32, #bordered>, tensor<32x16x3x3xf32, #packed>) -> tensor<1x8x8x32xf32, #activation>
        attributes {strategy = "direct"} {...}
    ```
  }];
}

def FormViewsPass : Pass<"sinter-form-views", "::mlir::func::FuncOp"> {
  let summary = "Turn kernels that only move what lies in memory already into views";
  let description = [{
    A `view` costs nothing. Where a reshape or relayout keeps the order of elements in memory, its result is the operand's memory; a slice whose elements are
    one run of it is a part of that memory. A pad with zeros that the memory has anyway, in the lanes behind the last channel, is its operand's. A concat is written in place by those that make its operands, where each operand is one run of its result: along
    channels in blocks, if each operand but the last fills its blocks, and nothing with several indices lies outside them in memory (one image). So the concats of a
    dense block, of which each is the start of the next, are one buffer that the layers append to.
    Values that share memory store the widest border that a reader of one of them needs. Operands of a concat that cannot be written in place are copied there by a
    kernel each: arguments, constants, returned values, those in another layout, and those that another concat has in another place.

    Left alone: results that the caller gets, concats of which no operand can be written in place, and concats with ops after them in their kernel, which are one pass anyway.

    ```mlir
    %a = sinter.kernel "a" (...) : ... -> tensor<1x4x4x8xf32, #blocks> attributes {strategy = "direct"} {...}
    %b = sinter.kernel "b" (...) : ... -> tensor<1x4x4x16xf32, #blocks> attributes {strategy = "direct"} {...}
    %c = sinter.kernel "concat" (%p = %a, %q = %b) : ... -> tensor<1x4x4x24xf32, #blocks> attributes {strategy = "elementwise"} {...}
    // becomes, and is planned with %a at byte 0 and %b at byte 512 of one buffer
    %c = sinter.kernel "concat" (%p = %a, %q = %b) : ... -> tensor<1x4x4x24xf32, #blocks> attributes {strategy = "view"} {...}
    ```
  }];
}

def ChooseSchedulesPass : Pass<"sinter-choose-schedules", "::mlir::func::FuncOp"> {
  let summary = "Give each kernel its tile sizes, tasks and symbol";
  let description = [{
    Register tiles come from the target's registers and latency by the cost written in RegisterTiles.cpp. Tasks divide a physical dimension of the result
    and do not depend on the number of threads, so results do not either; work too small to share stays one task. The symbol is a hash of
    everything code generation reads: kernels that are equal get one symbol and are compiled once.
    Tiles that `sinter.tuning` of the module has for a kernel take the place of the table's (see Schedules.h).
    Kernels that compute rows of an open dimension are marked `open` and have a task for each row, or several that divide it where a row is worth
    sharing; `grain` keeps few small rows on one thread.

    Needs strategies and layouts, and of an open kernel's result that axis 0 is outermost.

    ```mlir
    %y = sinter.kernel "conv2" (...) : ... attributes {strategy = "direct"} {...}
    // becomes
    %y = sinter.kernel "conv2" (...) : ... attributes {schedule = {across_rows = 1 : i64, channel_blocks = 2 : i64, pixels = 6 : i64},
        strategy = "direct", symbol = "sinter_k_0f1e...", task_dim = 1 : i64, tasks = 2 : i64} {...}
    ```
  }];
}

def PlanStatePass : Pass<"sinter-plan-state", "::mlir::ModuleOp"> {
  let summary = "Give every parameter of training its place in one state";
  let description = [{
    Entries that train (`sinter.entry` other than `"infer"`) share one block of memory, the training state. Each parameter that one of them reads or writes gets a 64-byte aligned
    `sinter.state_offset` in it, in the order of the module, and the module `sinter.state_bytes`. `sinter.step` and `sinter.seed`, which every state has, are added where
    no entry uses them.

    ```mlir
    sinter.parameter @fc.weight : tensor<2x3xf32> = #sinter.initializer<"he_normal", []>
    // becomes
    sinter.parameter @fc.weight : tensor<2x3xf32> = #sinter.initializer<"he_normal", []> {sinter.state_offset = 0 : i64}
    ```
  }];
}

def DelayUpdatesPass : Pass<"sinter-delay-updates", "::mlir::func::FuncOp"> {
  let summary = "Update a weight when the threads' caches have forgotten it";
  let description = [{
    A thread that writes a line which another one has read, and still has in its cache, waits for it: 7 ns, one line after the other for all threads, where others take below 1.
    The input's gradient of a dense layer reads all of the weight on all threads just before it is updated in place. So the update moves behind kernels that read and
    write four times what a core's L2 holds, or to the end; but not past one that writes, in place, another parameter whose old value it reads. Left alone: weights of less than a
    32nd of L2, or more than half of it, whose gradients would take memory; those that one task reads, or that only other kernels than products read.

    ```mlir
    %dx = sinter.kernel "fc" (%a = %dy, %b = %w) : ... {sinter.matmul ...}
    %u = sinter.kernel "sinter.sgd.fc" (%a = %dw, %b = %w) : ... {...}
    sinter.write @fc, %u : ...
    %dc = sinter.kernel "conv" (%a = %dx, ...) : ... {...}
    // becomes
    %dx = sinter.kernel "fc" (%a = %dy, %b = %w) : ... {sinter.matmul ...}
    %dc = sinter.kernel "conv" (%a = %dx, ...) : ... {...}
    %u = sinter.kernel "sinter.sgd.fc" (%a = %dw, %b = %w) : ... {...}
    sinter.write @fc, %u : ...
    ```
    Needs schedules.
  }];
}

def PlanMemoryPass : Pass<"sinter-plan-memory", "::mlir::func::FuncOp"> {
  let summary = "Give every tensor its place in one workspace";
  let description = [{
    A tensor lives from the kernel that writes it to the last that reads it; tensors that do not live at the same time may share bytes. Places are given from
    the largest tensor down, each at the lowest offset that is free during its life (Pisarchyk and Lee, "Efficient Memory
    Management for Deep Neural Net Inference", 2020). An elementwise kernel writes over an operand of its own layout that it is the last to read. Returned values are written
    where the caller wants them, and those of `sinter.write` into the training state: their places are numbered behind the returned ones. Values that `view` kernels tie together share one buffer, each at its offset, which lives as long as any of them. The function gets `sinter.workspace_bytes`.
    Where a dimension is open, tensors with its rows are planned at the bytes of one n, rounded up to 64: a call at n multiplies
    offsets and `sinter.open_workspace_bytes` by n, so that it needs no more than n does.

    Needs schedules.

    ```mlir
    %y = sinter.kernel "conv2" (...) : ... attributes {...} {...}
    // becomes
    %y = sinter.kernel "conv2" (...) : ... attributes {..., placement = array<i64: 4096>} {...}
    ```
  }];
}

#endif

// ConvolutionCosts.h: what a convolution is estimated to take by each strategy.
//
// Times are counted in vector multiply-adds of a core, of which one takes about
// 0.27 ns on AVX-512 at 117 GFLOP/s. They are for all images of a batch; of an
// open dimension for one row, so that the choice, and a row's bits with it, do
// not depend on those beside it.
#pragma once

#include "ir/Ops.h"

namespace sinter {

/// Whether a direct convolution may read the channels of its input in any
/// order: it has one group and windows of one pixel.
bool looksUpChannels(Conv2dOp conv);

/// On a gather: a convolution that alone reads it looks the channels up, where
/// they lie in blocks.
inline constexpr llvm::StringLiteral kLookupAttr = "sinter.lookup";

/// What the time of a convolution with one group depends on.
struct ConvolutionSizes {
  ConvolutionSizes(Conv2dOp conv, int64_t lanes, bool open);
  ConvolutionSizes(WinogradConv2dOp conv, int64_t lanes, bool open);

  int64_t images, height, width, filters, inputs, taps, lanes;
  bool hasWindowOf3;       ///< 3 x 3 taps side by side, at each pixel
  bool isAtEachColumn;     ///< stride 1 along rows
  bool areWeightsConstant; ///< else they are transformed in each call

  int64_t inputBlocks() const;
  int64_t outputBlocks() const;
};

/// Vectors of channels.
double directCost(const ConvolutionSizes &sizes);
/// Vectors along rows, of which each filter costs a broadcast.
double planarCost(const ConvolutionSizes &sizes);
/// Winograd's algorithm in tiles of `tile` x `tile` results.
double winogradCost(const ConvolutionSizes &sizes, int64_t tile);

/// How the gradient of a weight with one group is computed: "winograd" where it
/// may be and saves a tenth, as it rounds more; "planar" where planes pay, as
/// in the forward pass; else "direct".
llvm::StringRef chooseGradientStrategy(Conv2dWeightGradientOp op,
                                       int64_t lanes);
/// How many sums over a part of the images each such a gradient should be by
/// `strategy`; 1 where it has enough tasks without them, or is not worth that.
int64_t chooseGradientParts(Conv2dWeightGradientOp op, llvm::StringRef strategy,
                            TargetAttr target);
/// The costs of the gradient of a weight by each strategy, as `costsOf`.
mlir::DictionaryAttr costsOf(Conv2dWeightGradientOp op, int64_t lanes);

/// Whether planes pay: they must save a quarter, as who does not read planes
/// has them rearranged.
bool isPlanarWorthwhile(const ConvolutionSizes &sizes);
/// Whether the module of `op` is to be small rather than fast:
/// `sinter.optimize = "size"`.
bool isForSize(mlir::Operation *op);
/// Whether the module of `op` leaves the choice free: its algorithm rounds more
/// than `sinter.exact_conv` allows, and enlarges weights, which
/// is not for size.
bool mayUseWinograd(mlir::Operation *op);
/// The tile with which Winograd's algorithm is fastest, 0 for the direct one. A
/// step to larger weights must save a tenth: tile 2 makes them 1.8 times as
/// large, tile 4 4 times, and adds rounding.
int64_t chooseWinogradTile(const ConvolutionSizes &sizes);

/// The costs of all strategies that could compute the convolution, for people:
/// `sinter.costs` of its kernel.
inline constexpr llvm::StringLiteral kCostsAttr = "sinter.costs";
mlir::DictionaryAttr costsOf(const ConvolutionSizes &sizes,
                             mlir::MLIRContext *context);

} // namespace sinter

// LowerTransposedConvolution.cpp: rewrites conv2d_transpose as a convolution
// that multiplies no zeros.
//
// Along one axis, before padding is cut off, y = r * stride + u for the element
// r and the tap u. With y = q * stride + phase, only the taps u = t * stride +
// phase reach y, from r = q - t: a convolution for each phase, with every
// stride-th tap in reverse. All phases are filters of one convolution,
//
//   z[q, phase] = sum over t of w[t * stride + phase] * x[q - t],
//
// whose result has q and phase apart; depth to space joins them. Where there is
// one tap, the other phases are zero.
#include "passes/Passes.h"

#include "mlir/Transforms/GreedyPatternRewriteDriver.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace sinter {

#define GEN_PASS_DEF_LOWERTRANSPOSEDCONVOLUTIONPASS
#include "passes/Passes.h.inc"

namespace {

/// The convolution along one axis.
struct Axis {
  Axis(Conv2dTransposeOp op, unsigned axis);

  int64_t kernel;   ///< taps, with zeros between them where they cannot be left
                    ///< out
  int64_t phases;   ///< the stride
  int64_t taps;     ///< of one phase
  int64_t dilation; ///< between them
  int64_t zeros;    ///< behind each tap of the weight
  int64_t before, after; ///< padding of the input
  int64_t start;         ///< where the result begins among the joined positions
};

Axis::Axis(Conv2dTransposeOp op, unsigned axis) {
  auto sizeOf = [&](Value value, unsigned dim) {
    return cast<RankedTensorType>(value.getType()).getDimSize(dim);
  };
  const int64_t size = sizeOf(op.getInput(), 1 + axis),
                result = sizeOf(op.getResult(), 1 + axis),
                low = op.getPadding()[2 * axis];
  phases = op.getStrides()[axis];
  kernel = sizeOf(op.getWeight(), 2 + axis);
  dilation = op.getDilations()[axis];
  zeros = 0;
  // Taps that are apart meet phases in a pattern of their own: the zeros
  // between them become taps.
  if (phases > 1 && dilation > 1) {
    zeros = dilation - 1;
    kernel = (kernel - 1) * dilation + 1;
    dilation = 1;
  }
  taps = llvm::divideCeil(kernel, phases);
  // Positions q that the result needs, and at least those that a convolution
  // without negative padding gives.
  const int64_t reach = (taps - 1) * dilation;
  const int64_t first = std::min(low / phases, reach),
                last = std::max((low + result - 1) / phases, size - 1);
  before = reach - first;
  after = last + 1 - size;
  start = low - first * phases;
}

/// Ops at one place, by short names.
struct Ops {
  PatternRewriter &rewriter;
  Location loc;

  static ArrayRef<int64_t> shapeOf(Value value) {
    return cast<RankedTensorType>(value.getType()).getShape();
  }
  Value reshape(Value value, ArrayRef<int64_t> shape) {
    return rewriter.createOrFold<ReshapeOp>(loc, value, shape);
  }
  Value transpose(Value value, ArrayRef<int64_t> permutation) {
    return rewriter.createOrFold<TransposeOp>(loc, value, permutation);
  }
  Value broadcast(Value value, ArrayRef<int64_t> shape) {
    return rewriter.createOrFold<BroadcastOp>(loc, value, shape);
  }
  /// Zeros behind each dimension.
  Value pad(Value value, ArrayRef<int64_t> high) {
    return rewriter.createOrFold<PadOp>(loc, value, Shape(high.size(), 0), high,
                                        "constant", APFloat(0.0));
  }
  Value slice(Value value, ArrayRef<int64_t> starts, ArrayRef<int64_t> sizes,
              ArrayRef<int64_t> strides) {
    return rewriter.createOrFold<SliceOp>(loc, value, starts, sizes, strides);
  }
};

/// `[c, filters, kh, kw]` with the zeros between taps written out, and behind
/// them to whole strides.
Value wholePhases(Ops &ops, Value weight, const Axis &rows,
                  const Axis &columns) {
  ArrayRef<int64_t> shape = Ops::shapeOf(weight);
  const int64_t matrices = shape[0] * shape[1], kh = shape[2], kw = shape[3];
  Value apart = ops.reshape(weight, {matrices, kh, 1, kw, 1});
  apart = ops.pad(apart, {0, 0, rows.zeros, 0, columns.zeros});
  apart = ops.reshape(apart, {shape[0], shape[1], kh * (rows.zeros + 1),
                              kw * (columns.zeros + 1)});
  Value taps = ops.slice(apart, {0, 0, 0, 0},
                         {shape[0], shape[1], rows.kernel, columns.kernel},
                         {1, 1, 1, 1});
  return ops.pad(taps, {0, 0, rows.taps * rows.phases - rows.kernel,
                        columns.taps * columns.phases - columns.kernel});
}

/// The weight of the convolution: filters by group, phase and place in it.
Value phaseFilters(Ops &ops, Conv2dTransposeOp op, const Axis &rows,
                   const Axis &columns) {
  ArrayRef<int64_t> shape = Ops::shapeOf(op.getWeight());
  const int64_t channels = shape[0], filters = shape[1],
                groups = op.getGroups(), phases = rows.phases * columns.phases,
                th = rows.taps, tw = columns.taps;
  Value split =
      ops.reshape(wholePhases(ops, op.getWeight(), rows, columns),
                  {channels, filters, th, rows.phases, tw, columns.phases});
  Value reversed = ops.slice(split, {0, 0, th - 1, 0, tw - 1, 0},
                             Ops::shapeOf(split), {1, 1, -1, 1, -1, 1});
  Value byPhase =
      ops.reshape(ops.transpose(reversed, {0, 3, 5, 1, 2, 4}),
                  {groups, channels / groups, phases * filters, th * tw});
  return ops.reshape(ops.transpose(byPhase, {0, 2, 1, 3}),
                     {groups * phases * filters, channels / groups, th, tw});
}

/// The bias of each filter for all its phases.
Value phaseBias(Ops &ops, Value bias, int64_t groups, int64_t phases) {
  if (!bias)
    return bias;
  const int64_t filters = Ops::shapeOf(bias)[0] / groups;
  Value wide = ops.broadcast(ops.reshape(bias, {groups, 1, filters}),
                             {groups, phases, filters});
  return ops.reshape(wide, {groups * phases * filters});
}

/// `[n, h, w, group, phase, filter]` to `[n, h * rows, w * columns, filter]`.
Value depthToSpace(Ops &ops, Value image, int64_t groups, const Axis &rows,
                   const Axis &columns) {
  const int64_t phases = rows.phases * columns.phases;
  if (phases == 1)
    return image;
  Shape shape(Ops::shapeOf(image));
  const int64_t filters = shape[3] / phases, n = shape[0], h = shape[1],
                w = shape[2];
  if (groups > 1)
    image = ops.transpose(
        ops.reshape(image, {n, h, w, groups, phases, filters / groups}),
        {0, 1, 2, 4, 3, 5});
  Value apart =
      ops.reshape(image, {n, h, w, rows.phases, columns.phases, filters});
  return ops.reshape(ops.transpose(apart, {0, 1, 3, 2, 4, 5}),
                     {n, h * rows.phases, w * columns.phases, filters});
}

/// A single tap reaches one phase: the result is a convolution with zeros
/// between its pixels, which need no filters of their own.
struct SpreadPixels : OpRewritePattern<Conv2dTransposeOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(Conv2dTransposeOp op,
                                PatternRewriter &rewriter) const override {
    ArrayRef<int64_t> strides = op.getStrides(),
                      weight = Ops::shapeOf(op.getWeight());
    auto are = [](ArrayRef<int64_t> values, int64_t wanted) {
      return llvm::all_of(values,
                          [&](int64_t value) { return value == wanted; });
    };
    if (are(strides, 1) || op.getBias() || !are(op.getPadding(), 0) ||
        !are(weight.take_back(2), 1))
      return rewriter.notifyMatchFailure(op, "not one tap on every pixel");
    const int64_t one[] = {1, 1}, none[] = {0, 0, 0, 0};
    Value pixels = Conv2dTransposeOp::create(
        rewriter, op.getLoc(), op.getInput(), op.getWeight(), Value(), one,
        none, ArrayRef(none).take_front(2), one, op.getGroups());
    rewriter.replaceOpWithNewOp<SliceGradientOp>(
        op, pixels, Ops::shapeOf(op.getResult()), none,
        ArrayRef<int64_t>{1, strides[0], strides[1], 1});
    return success();
  }
};

struct LowerConv2dTranspose : OpRewritePattern<Conv2dTransposeOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(Conv2dTransposeOp op,
                                PatternRewriter &rewriter) const override {
    const Axis rows(op, 0), columns(op, 1);
    const int64_t groups = op.getGroups();
    Ops ops{rewriter, op.getLoc()};
    Value weight = phaseFilters(ops, op, rows, columns);
    Value bias =
        phaseBias(ops, op.getBias(), groups, rows.phases * columns.phases);
    Value conv = Conv2dOp::create(
        rewriter, op.getLoc(), op.getInput(), weight, bias,
        ArrayRef<int64_t>{1, 1},
        ArrayRef<int64_t>{rows.before, rows.after, columns.before,
                          columns.after},
        ArrayRef<int64_t>{rows.dilation, columns.dilation}, groups);
    Value joined = depthToSpace(ops, conv, groups, rows, columns);
    rewriter.replaceOp(op,
                       ops.slice(joined, {0, rows.start, columns.start, 0},
                                 Ops::shapeOf(op.getResult()), {1, 1, 1, 1}));
    return success();
  }
};

struct LowerTransposedConvolution
    : impl::LowerTransposedConvolutionPassBase<LowerTransposedConvolution> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    patterns.add<LowerConv2dTranspose>(&getContext());
    patterns.add<SpreadPixels>(&getContext(), /*benefit=*/2);
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      signalPassFailure();
  }
};

} // namespace
} // namespace sinter

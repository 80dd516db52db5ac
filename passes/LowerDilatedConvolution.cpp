// LowerDilatedConvolution.cpp: dilated convolutions as plain ones on every d-th
// pixel.
#include "passes/ConvolutionCosts.h"
#include "passes/Passes.h"

using namespace mlir;

namespace sinter {

#define GEN_PASS_DEF_LOWERDILATEDCONVOLUTIONPASS
#include "passes/Passes.h.inc"

namespace {

/// Fewer channels or filters, or smaller images, do not repay the moves: 4 x 4
/// pixels at dilation 4 took twice as long as directly, 8 x 8 as long.
constexpr int64_t kLeastChannels = 64, kLeastPixels = 3;
/// Beyond, most taps of common images fall on padding, which a direct
/// convolution leaves out.
constexpr int64_t kMostDilation = 4;
/// Images that the dilation does not divide get zeros below and to the right,
/// as their padding is zeros, but not beyond so many pixels for one.
constexpr double kMostPixels = 1.25;

/// Rows or columns of each of the images that `size` of them fall into.
int64_t part(int64_t size, int64_t dilation) {
  return llvm::divideCeil(size, dilation);
}

/// The dilation by which `conv` falls into images, or 0.
int64_t dilationOf(Conv2dOp conv) {
  auto input = cast<RankedTensorType>(conv.getInput().getType());
  auto weight = cast<RankedTensorType>(conv.getWeight().getType());
  const int64_t dilation = conv.getDilations().front();
  auto are = [](ArrayRef<int64_t> values, int64_t wanted) {
    return llvm::all_of(values, [&](int64_t value) { return value == wanted; });
  };
  const int64_t h = input.getDimSize(1), w = input.getDimSize(2),
                rows = part(h, dilation), columns = part(w, dilation);
  const bool fits = dilation > 1 && dilation <= kMostDilation &&
                    are(conv.getDilations(), dilation) &&
                    are(conv.getPadding(), dilation) &&
                    are(conv.getStrides(), 1) && conv.getGroups() == 1 &&
                    are(weight.getShape().take_back(2), 3) &&
                    rows >= kLeastPixels && columns >= kLeastPixels &&
                    static_cast<double>(rows * columns * dilation * dilation) <=
                        kMostPixels * static_cast<double>(h * w) &&
                    weight.getDimSize(0) >= kLeastChannels &&
                    weight.getDimSize(1) >= kLeastChannels;
  return fits ? dilation : 0;
}

void rewrite(Conv2dOp conv, int64_t d) {
  OpBuilder builder(conv);
  Location loc = conv.getLoc();
  auto input = cast<RankedTensorType>(conv.getInput().getType());
  auto result = cast<RankedTensorType>(conv.getType());
  const int64_t n = input.getDimSize(0), h = part(input.getDimSize(1), d),
                w = part(input.getDimSize(2), d),
                channels = input.getDimSize(3), filters = result.getDimSize(3);
  auto reshape = [&](Value value, ArrayRef<int64_t> shape) -> Value {
    return ReshapeOp::create(builder, loc, value, shape);
  };
  auto transpose = [&](Value value, ArrayRef<int64_t> permutation) -> Value {
    return TransposeOp::create(builder, loc, value, permutation);
  };
  const int64_t none[] = {0, 0, 0, 0}, ones[] = {1, 1, 1, 1},
                below[] = {0, h * d - input.getDimSize(1),
                           w * d - input.getDimSize(2), 0};
  Value whole = builder.createOrFold<PadOp>(loc, conv.getInput(), none, below,
                                            "constant", APFloat(0.0));
  Value images = reshape(
      transpose(reshape(whole, {n, h, d, w, d, channels}), {0, 2, 4, 1, 3, 5}),
      {n * d * d, h, w, channels});
  const int64_t one[] = {1, 1};
  Value convolved =
      Conv2dOp::create(builder, loc, images, conv.getWeight(), conv.getBias(),
                       one, ones, one, /*groups=*/1);
  Value together =
      reshape(transpose(reshape(convolved, {n, d, d, h, w, filters}),
                        {0, 3, 1, 4, 2, 5}),
              {n, h * d, w * d, filters});
  conv.replaceAllUsesWith(builder.createOrFold<SliceOp>(
      loc, together, none, result.getShape(), ones));
  conv.erase();
}

struct LowerDilatedConvolution
    : impl::LowerDilatedConvolutionPassBase<LowerDilatedConvolution> {
  void runOnOperation() override {
    if (!mayUseWinograd(getOperation()))
      return;
    SmallVector<Conv2dOp> convolutions;
    getOperation().walk([&](Conv2dOp conv) { convolutions.push_back(conv); });
    for (Conv2dOp conv : convolutions)
      if (int64_t dilation = dilationOf(conv))
        rewrite(conv, dilation);
  }
};

} // namespace
} // namespace sinter

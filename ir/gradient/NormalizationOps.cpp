// NormalizationOps.cpp: the derivative of batch norm.
#include "ir/gradient/Gradients.h"

using namespace mlir;

namespace sinter {

// y = scale (x - mean) r + bias, with r = 1 / sqrt(variance + epsilon). Of the
// image's size are one product and two sums, of dy and of dy (x - mean); all
// else has a value a channel:
//   dx = dy (scale r)                       dscale = r sum(dy (x - mean))
//   dmean = -scale r sum(dy)                dbias = sum(dy)
//   dvariance = -scale r^3 / 2 sum(dy (x - mean))
static void batchNorm(Backward &at) {
  Term mean = at.x(1), variance = at.x(2), scale = at.x(3);
  double epsilon = at.as<BatchNormOp>().getEpsilon().convertToDouble();
  Term r = at.make<RsqrtOp>((variance + epsilon).value), slope = scale * r;
  Term total = sumTo(at.dy(), mean.shape());
  Term moment = sumTo(at.dy() * (at.x() - mean), mean.shape());
  at.give(0, at.dy() * slope);
  at.give(1, -slope * total);
  at.give(2, slope * (r * r) * -0.5 * moment);
  at.give(3, r * moment);
  at.give(4, total);
}

ArrayRef<OpGradient> normalizationGradients() {
  static const OpGradient table[] = {
      {BatchNormOp::getOperationName(), batchNorm},
  };
  return table;
}

} // namespace sinter

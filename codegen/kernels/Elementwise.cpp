// Elementwise.cpp: chains of elementwise ops with no anchor, and batch norm.
#include "codegen/kernels/Pointwise.h"

using namespace Halide;

namespace sinter::kernels {

void buildSeveralResults(Frame &frame); // SeveralResults.cpp

void buildElementwise(Frame &frame) {
  if (frame.kernel().getNumResults() > 1)
    return buildSeveralResults(frame);
  storePointwise(frame, nullptr);
}

// result = scale * (input - mean) / sqrt(variance + epsilon) + bias, all but
// the input by channel.
void buildBatchNorm(Frame &frame) {
  auto op = llvm::cast<BatchNormOp>(frame.kernel().getAnchor());
  const float epsilon = static_cast<float>(op.getEpsilon().convertToDouble());
  storePointwise(frame, [&](const Point &at) {
    Point channel = {at.back()};
    Expr factor = frame.evaluate(op.getScale(), channel) /
                  sqrt(frame.evaluate(op.getVariance(), channel) + epsilon);
    return (frame.evaluate(op.getInput(), at) -
            frame.evaluate(op.getMean(), channel)) *
               factor +
           frame.evaluate(op.getBias(), channel);
  });
}

} // namespace sinter::kernels

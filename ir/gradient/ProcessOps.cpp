// ProcessOps.cpp: the derivative of a mean over processes.
#include "ir/gradient/Gradients.h"

using namespace mlir;

namespace sinter {

// The loss of all is the mean of those of the processes, L = (1 / K) sum L_r,
// and each gives K times its part of the derivative of that. With y = (1 / K)
// sum x_r, that of x_r is K (1 / K) sum_q (dL_q / dy) (1 / K): the mean of all
// dy.
static void processMean(Backward &at) {
  at.give(0, at.make<ProcessMeanOp>(at.dy().value));
}

ArrayRef<OpGradient> processGradients() {
  constexpr StringLiteral kNoOperand = "it depends on no other value";
  static const OpGradient table[] = {
      {ProcessIndexOp::getOperationName(), nullptr, kNoOperand},
      {ProcessCountOp::getOperationName(), nullptr, kNoOperand},
      {ProcessMeanOp::getOperationName(), processMean},
  };
  return table;
}

} // namespace sinter

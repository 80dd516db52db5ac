// NormalizationOps.cpp: batch norm with fixed statistics, and dropout when
// inferring.
#include "ir/reference/References.h"

#include <cmath>

using namespace mlir;

namespace sinter {

static void batchNorm(Operation *op, Operands operands, Array &result) {
  const std::vector<double> &input = operands[0]->values,
                            &mean = operands[1]->values,
                            &variance = operands[2]->values,
                            &scale = operands[3]->values,
                            &bias = operands[4]->values;
  double epsilon = cast<BatchNormOp>(op).getEpsilon().convertToDouble();
  for (size_t i = 0; i < input.size(); ++i) {
    size_t c = i % mean.size();
    result.values[i] =
        scale[c] * (input[i] - mean[c]) / std::sqrt(variance[c] + epsilon) +
        bias[c];
  }
}

static void dropout(Operation *, Operands operands, Array &result) {
  result.values = operands[0]->values;
}

ArrayRef<OpReference> normalizationReferences() {
  static const OpReference table[] = {
      {BatchNormOp::getOperationName(), batchNorm},
      {DropoutOp::getOperationName(), dropout},
  };
  return table;
}

} // namespace sinter

// NormalizationOps.cpp: batch norm with the statistics that it is given.
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

ArrayRef<OpReference> normalizationReferences() {
  static const OpReference table[] = {
      {BatchNormOp::getOperationName(), batchNorm},
  };
  return table;
}

} // namespace sinter

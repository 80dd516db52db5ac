// ReductionOps.cpp: means, softmax and pools as plain loops.
#include "ir/reference/References.h"

#include <cmath>

using namespace mlir;

namespace sinter {

static void mean(Operation *operation, Operands operands, Array &result) {
  const Array &input = *operands[0];
  ArrayRef<int64_t> axes = cast<MeanOp>(operation).getAxes();
  // The input's shape with reduced axes of size 1 has the result's elements;
  // its strides are 0 along these axes.
  Shape kept(input.shape);
  for (auto [axis, size] : llvm::enumerate(kept))
    if (axes.empty() || llvm::is_contained(axes, axis))
      size = 1;
  Shape strides = rowMajorStrides(kept),
        inputStrides = rowMajorStrides(input.shape);
  for (size_t i = 0; i < input.values.size(); ++i) {
    int64_t to = 0;
    for (auto [axis, size] : llvm::enumerate(input.shape))
      if (kept[axis] == size)
        to +=
            static_cast<int64_t>(i) / inputStrides[axis] % size * strides[axis];
    result.values[to] += input.values[i];
  }
  double count =
      static_cast<double>(input.values.size() / result.values.size());
  for (double &value : result.values)
    value /= count;
}

static void softmax(Operation *operation, Operands operands, Array &result) {
  const Array &input = *operands[0];
  int64_t axis = cast<SoftmaxOp>(operation).getAxis();
  int64_t size = input.shape[axis], inner = rowMajorStrides(input.shape)[axis];
  int64_t outer = input.values.size() / (size * inner);
  for (int64_t o = 0; o < outer; ++o)
    for (int64_t i = 0; i < inner; ++i) {
      const double *from = &input.values[o * size * inner + i];
      double *to = &result.values[o * size * inner + i];
      double largest = from[0], sum = 0;
      for (int64_t k = 1; k < size; ++k)
        largest = std::max(largest, from[k * inner]);
      for (int64_t k = 0; k < size; ++k)
        sum += to[k * inner] = std::exp(from[k * inner] - largest);
      for (int64_t k = 0; k < size; ++k)
        to[k * inner] /= sum;
    }
}

/// Calls `take(value)` for each element of `input` in the window of element `c`
/// of the position (n, y, x) of the result.
template <typename Op, typename Take>
static void forEachInWindow(Op op, const Array &input, int64_t n, int64_t y,
                            int64_t x, int64_t c, Take take) {
  ArrayRef<int64_t> window = op.getWindow(), strides = op.getStrides(),
                    padding = op.getPadding();
  for (int64_t u = 0; u < window[0]; ++u) {
    int64_t row = y * strides[0] + u - padding[0];
    for (int64_t v = 0; v < window[1]; ++v) {
      int64_t column = x * strides[1] + v - padding[2];
      if (row >= 0 && row < input.shape[1] && column >= 0 &&
          column < input.shape[2])
        take(
            input
                .values[((n * input.shape[1] + row) * input.shape[2] + column) *
                            input.shape[3] +
                        c]);
    }
  }
}

/// Calls `compute(n, y, x, c)` for each element of `result`.
template <typename Compute>
static void forEachPosition(Array &result, Compute compute) {
  auto value = result.values.begin();
  for (int64_t n = 0; n < result.shape[0]; ++n)
    for (int64_t y = 0; y < result.shape[1]; ++y)
      for (int64_t x = 0; x < result.shape[2]; ++x)
        for (int64_t c = 0; c < result.shape[3]; ++c)
          *value++ = compute(n, y, x, c);
}

static void maxPool(Operation *operation, Operands operands, Array &result) {
  auto op = cast<MaxPoolOp>(operation);
  forEachPosition(result, [&](int64_t n, int64_t y, int64_t x, int64_t c) {
    double largest = -INFINITY;
    forEachInWindow(op, *operands[0], n, y, x, c,
                    [&](double value) { largest = std::max(largest, value); });
    return largest;
  });
}

static void avgPool(Operation *operation, Operands operands, Array &result) {
  auto op = cast<AvgPoolOp>(operation);
  double whole = static_cast<double>(op.getWindow()[0] * op.getWindow()[1]);
  forEachPosition(result, [&](int64_t n, int64_t y, int64_t x, int64_t c) {
    double sum = 0, inside = 0;
    forEachInWindow(op, *operands[0], n, y, x, c,
                    [&](double value) { sum += value, ++inside; });
    return sum / (op.getCountPadding() ? whole : inside);
  });
}

ArrayRef<OpReference> reductionReferences() {
  static const OpReference table[] = {
      {MeanOp::getOperationName(), mean},
      {SoftmaxOp::getOperationName(), softmax},
      {MaxPoolOp::getOperationName(), maxPool},
      {AvgPoolOp::getOperationName(), avgPool},
  };
  return table;
}

} // namespace sinter

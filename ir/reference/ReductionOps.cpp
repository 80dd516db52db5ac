// ReductionOps.cpp: what runs along whole axes, as plain loops.
#include "ir/reference/References.h"

#include <cmath>
#include <numeric>

using namespace mlir;

namespace sinter {

/// Calls `take(from, to)` with the place of each element and that of the
/// element of the result that it belongs to.
template <typename Take>
static void forEachReduced(const Array &input, ArrayRef<int64_t> axes,
                           Take take) {
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
    take(i, to);
  }
}

template <typename Op, double combine(double, double)>
static void reduce(Operation *op, double start, const Array &input,
                   Array &result) {
  llvm::fill(result.values, start);
  forEachReduced(input, cast<Op>(op).getAxes(), [&](size_t from, int64_t to) {
    result.values[to] = combine(result.values[to], input.values[from]);
  });
  wrapIntegers(result);
}

static double add(double a, double b) { return a + b; }
static double multiply(double a, double b) { return a * b; }

static void mean(Operation *op, Operands operands, Array &result) {
  reduce<MeanOp, add>(op, 0, *operands[0], result);
  double count =
      static_cast<double>(operands[0]->values.size() / result.values.size());
  for (double &value : result.values)
    value /= count;
}

static void sum(Operation *op, Operands operands, Array &result) {
  reduce<SumOp, add>(op, 0, *operands[0], result);
}

static void prod(Operation *op, Operands operands, Array &result) {
  reduce<ProdOp, multiply>(op, 1, *operands[0], result);
}

static void reduceMax(Operation *op, Operands operands, Array &result) {
  reduce<ReduceMaxOp, larger>(op, -INFINITY, *operands[0], result);
}

static void reduceMin(Operation *op, Operands operands, Array &result) {
  reduce<ReduceMinOp, smaller>(op, INFINITY, *operands[0], result);
}

/// Calls `take(begin, o, i)` for each line of `input` along `axis`: its
/// elements are `begin[k * inner]`, and it is line `i` of `inner` in the outer
/// part `o`.
template <typename Take>
static void forEachLine(const Array &input, int64_t axis, Take take) {
  int64_t size = input.shape[axis], inner = rowMajorStrides(input.shape)[axis];
  int64_t outer = input.values.size() / (size * inner);
  for (int64_t o = 0; o < outer; ++o)
    for (int64_t i = 0; i < inner; ++i)
      take(&input.values[o * size * inner + i], o, i);
}

/// The places of the `k` best of `size` elements `inner` apart, the best first,
/// of equal ones the first first.
template <typename Better>
static std::vector<int64_t> best(const double *line, int64_t size,
                                 int64_t inner, int64_t k, Better better) {
  std::vector<int64_t> places(size);
  std::iota(places.begin(), places.end(), 0);
  llvm::stable_sort(places, [&](int64_t a, int64_t b) {
    return better(line[a * inner], line[b * inner]);
  });
  places.resize(k);
  return places;
}

template <typename Better>
static void places(const Array &input, int64_t axis, int64_t k, Better better,
                   Array &result) {
  int64_t size = input.shape[axis], inner = rowMajorStrides(input.shape)[axis];
  forEachLine(input, axis, [&](const double *line, int64_t o, int64_t i) {
    for (auto [r, place] : llvm::enumerate(best(line, size, inner, k, better)))
      result.values[(o * k + r) * inner + i] = static_cast<double>(place);
  });
}

/// Whether `a` stands before `b` among the largest, the smallest: what is not a
/// number before all.
static bool isLarger(double a, double b) {
  return a > b || (std::isnan(a) && !std::isnan(b));
}
static bool isSmaller(double a, double b) {
  return a < b || (std::isnan(a) && !std::isnan(b));
}

static void argmax(Operation *op, Operands operands, Array &result) {
  places(*operands[0], cast<ArgmaxOp>(op).getAxis(), 1, isLarger, result);
}

static void argmin(Operation *op, Operands operands, Array &result) {
  places(*operands[0], cast<ArgminOp>(op).getAxis(), 1, isSmaller, result);
}

static void topK(Operation *op, Operands operands, Array &result) {
  auto topK = cast<TopKOp>(op);
  places(*operands[0], topK.getAxis(), topK.getK(), isLarger, result);
}

static void cumsum(Operation *op, Operands operands, Array &result) {
  int64_t axis = cast<CumsumOp>(op).getAxis();
  int64_t size = result.shape[axis],
          inner = rowMajorStrides(result.shape)[axis];
  forEachLine(
      *operands[0], axis, [&](const double *line, int64_t o, int64_t i) {
        double sum = 0;
        for (int64_t k = 0; k < size; ++k)
          result.values[(o * size + k) * inner + i] = sum += line[k * inner];
      });
  wrapIntegers(result);
}

/// Calls `normalize(x, sum)` for each element along `axis`: x is less the
/// largest one of its line, `sum` that of their exponentials.
template <typename Normalize>
static void forEachNormalized(const Array &input, int64_t axis, Array &result,
                              Normalize normalize) {
  int64_t size = result.shape[axis],
          inner = rowMajorStrides(result.shape)[axis];
  forEachLine(input, axis, [&](const double *from, int64_t o, int64_t i) {
    double *to = &result.values[o * size * inner + i];
    double largest = from[0], sum = 0;
    for (int64_t k = 1; k < size; ++k)
      largest = std::max(largest, from[k * inner]);
    for (int64_t k = 0; k < size; ++k)
      sum += std::exp(from[k * inner] - largest);
    for (int64_t k = 0; k < size; ++k)
      to[k * inner] = normalize(from[k * inner] - largest, sum);
  });
}

static void softmax(Operation *operation, Operands operands, Array &result) {
  forEachNormalized(*operands[0], cast<SoftmaxOp>(operation).getAxis(), result,
                    [](double x, double sum) { return std::exp(x) / sum; });
}

static void logSoftmax(Operation *operation, Operands operands, Array &result) {
  forEachNormalized(*operands[0], cast<LogSoftmaxOp>(operation).getAxis(),
                    result,
                    [](double x, double sum) { return x - std::log(sum); });
}

ArrayRef<OpReference> reductionReferences() {
  static const OpReference table[] = {
      {MeanOp::getOperationName(), mean},
      {SumOp::getOperationName(), sum},
      {ProdOp::getOperationName(), prod},
      {ReduceMaxOp::getOperationName(), reduceMax},
      {ReduceMinOp::getOperationName(), reduceMin},
      {SoftmaxOp::getOperationName(), softmax},
      {LogSoftmaxOp::getOperationName(), logSoftmax},
      {ArgmaxOp::getOperationName(), argmax},
      {ArgminOp::getOperationName(), argmin},
      {TopKOp::getOperationName(), topK},
      {CumsumOp::getOperationName(), cumsum},
  };
  return table;
}

} // namespace sinter

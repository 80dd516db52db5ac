// ShapeOps.cpp: the ops that only move elements, as plain copies.
#include "ir/reference/References.h"

using namespace mlir;

namespace sinter {

static void reshape(Operation *, Operands operands, Array &result) {
  result.values = operands[0]->values;
}

static void transpose(Operation *operation, Operands operands, Array &result) {
  ArrayRef<int64_t> permutation = cast<TransposeOp>(operation).getPermutation();
  Shape strides = rowMajorStrides(operands[0]->shape),
        at(result.shape.size(), 0);
  int64_t from = 0;
  for (double &value : result.values) {
    value = operands[0]->values[from];
    for (size_t dim = at.size(); dim-- > 0;) {
      from += strides[permutation[dim]];
      if (++at[dim] < result.shape[dim])
        break;
      from -= strides[permutation[dim]] * result.shape[dim];
      at[dim] = 0;
    }
  }
}

static void concat(Operation *operation, Operands operands, Array &result) {
  int64_t axis = cast<ConcatOp>(operation).getAxis();
  int64_t outer =
      elementCount(ArrayRef<int64_t>(result.shape).take_front(axis));
  auto to = result.values.begin();
  for (int64_t o = 0; o < outer; ++o)
    for (const Array *input : operands) {
      size_t run = input->values.size() / outer;
      to = std::copy_n(input->values.begin() + o * run, run, to);
    }
}

/// Calls `take(at, value)` with the coordinates of each element of `array`.
template <typename AnyArray, typename Take>
static void forEachElement(AnyArray &array, Take take) {
  Shape at(array.shape.size(), 0);
  for (auto &value : array.values) {
    take(at, value);
    for (size_t dim = at.size(); dim-- > 0;) {
      if (++at[dim] < array.shape[dim])
        break;
      at[dim] = 0;
    }
  }
}

static void slice(Operation *operation, Operands operands, Array &result) {
  auto op = cast<SliceOp>(operation);
  Shape strides = rowMajorStrides(operands[0]->shape);
  forEachElement(result, [&](ArrayRef<int64_t> at, double &value) {
    int64_t from = 0;
    for (size_t dim = 0; dim < at.size(); ++dim)
      from +=
          (op.getStarts()[dim] + at[dim] * op.getStrides()[dim]) * strides[dim];
    value = operands[0]->values[from];
  });
}

static void sliceGradient(Operation *operation, Operands operands,
                          Array &result) {
  auto op = cast<SliceGradientOp>(operation);
  Shape strides = rowMajorStrides(result.shape);
  forEachElement(*operands[0], [&](ArrayRef<int64_t> at, double value) {
    int64_t to = 0;
    for (size_t dim = 0; dim < at.size(); ++dim)
      to +=
          (op.getStarts()[dim] + at[dim] * op.getStrides()[dim]) * strides[dim];
    result.values[to] = value;
  });
}

static void pad(Operation *operation, Operands operands, Array &result) {
  auto op = cast<PadOp>(operation);
  const Array &input = *operands[0];
  Shape strides = rowMajorStrides(input.shape);
  forEachElement(result, [&](ArrayRef<int64_t> at, double &value) {
    int64_t from = 0;
    for (size_t dim = 0; dim < at.size(); ++dim) {
      int64_t last = input.shape[dim] - 1, place = at[dim] - op.getLow()[dim];
      if (op.getMode() == "constant" && (place < 0 || place > last)) {
        value = op.getValue().convertToDouble();
        return;
      }
      if (op.getMode() == "reflect")
        place = place < 0 ? -place : place > last ? 2 * last - place : place;
      from += std::clamp(place, int64_t(0), last) * strides[dim];
    }
    value = input.values[from];
  });
  wrapIntegers(result);
}

static void broadcast(Operation *, Operands operands, Array &result) {
  const Array &input = *operands[0];
  Shape strides = rowMajorStrides(input.shape);
  forEachElement(result, [&](ArrayRef<int64_t> at, double &value) {
    int64_t from = 0;
    ArrayRef<int64_t> aligned = at.take_back(input.shape.size());
    for (auto [size, place, stride] :
         llvm::zip_equal(input.shape, aligned, strides))
      from += size == 1 ? 0 : place * stride;
    value = input.values[from];
  });
}

/// The index below `size` that is nearest to `index`, which may be beyond every
/// integer type.
static int64_t nearestIndex(double index, int64_t size) {
  return static_cast<int64_t>(
      std::clamp(index, 0.0, static_cast<double>(size - 1)));
}

static void gather(Operation *operation, Operands operands, Array &result) {
  const Array &input = *operands[0], &indices = *operands[1];
  int64_t axis = cast<GatherOp>(operation).getAxis();
  int64_t size = input.shape[axis], inner = rowMajorStrides(input.shape)[axis];
  int64_t count = indices.values.size(),
          outer = input.values.size() / (size * inner);
  for (int64_t o = 0; o < outer; ++o)
    for (int64_t i = 0; i < count; ++i) {
      int64_t index = nearestIndex(indices.values[i], size);
      std::copy_n(input.values.begin() + (o * size + index) * inner, inner,
                  result.values.begin() + (o * count + i) * inner);
    }
}

static void gatherGradient(Operation *operation, Operands operands,
                           Array &result) {
  const Array &gradient = *operands[0], &indices = *operands[1];
  int64_t axis = cast<GatherGradientOp>(operation).getAxis();
  int64_t size = result.shape[axis],
          inner = rowMajorStrides(result.shape)[axis];
  int64_t count = indices.values.size(),
          outer = result.values.size() / (size * inner);
  for (int64_t o = 0; o < outer; ++o)
    for (int64_t i = 0; i < count; ++i) {
      int64_t index = nearestIndex(indices.values[i], size);
      for (int64_t k = 0; k < inner; ++k)
        result.values[(o * size + index) * inner + k] +=
            gradient.values[(o * count + i) * inner + k];
    }
}

static void gatherElements(Operation *operation, Operands operands,
                           Array &result) {
  const Array &input = *operands[0], &indices = *operands[1];
  int64_t axis = cast<GatherElementsOp>(operation).getAxis();
  Shape strides = rowMajorStrides(input.shape);
  size_t position = 0;
  forEachElement(result, [&](ArrayRef<int64_t> at, double &value) {
    int64_t from = 0;
    for (size_t dim = 0; dim < at.size(); ++dim)
      from += (static_cast<int64_t>(dim) == axis
                   ? nearestIndex(indices.values[position], input.shape[axis])
                   : at[dim]) *
              strides[dim];
    value = input.values[from];
    ++position;
  });
}

static void gatherElementsGradient(Operation *operation, Operands operands,
                                   Array &result) {
  const Array &indices = *operands[1];
  int64_t axis = cast<GatherElementsGradientOp>(operation).getAxis();
  Shape strides = rowMajorStrides(result.shape);
  size_t position = 0;
  forEachElement(*operands[0], [&](ArrayRef<int64_t> at, double value) {
    int64_t to = 0;
    for (size_t dim = 0; dim < at.size(); ++dim)
      to += (static_cast<int64_t>(dim) == axis
                 ? nearestIndex(indices.values[position], result.shape[axis])
                 : at[dim]) *
            strides[dim];
    result.values[to] += value;
    ++position;
  });
}

ArrayRef<OpReference> shapeReferences() {
  static const OpReference table[] = {
      {ReshapeOp::getOperationName(), reshape},
      {TransposeOp::getOperationName(), transpose},
      {ConcatOp::getOperationName(), concat},
      {SliceOp::getOperationName(), slice},
      {SliceGradientOp::getOperationName(), sliceGradient},
      {PadOp::getOperationName(), pad},
      {BroadcastOp::getOperationName(), broadcast},
      {GatherOp::getOperationName(), gather},
      {GatherGradientOp::getOperationName(), gatherGradient},
      {GatherElementsOp::getOperationName(), gatherElements},
      {GatherElementsGradientOp::getOperationName(), gatherElementsGradient},
  };
  return table;
}

} // namespace sinter

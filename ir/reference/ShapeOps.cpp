// ShapeOps.cpp: reshape, transpose and concat as plain copies.
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

ArrayRef<OpReference> shapeReferences() {
  static const OpReference table[] = {
      {ReshapeOp::getOperationName(), reshape},
      {TransposeOp::getOperationName(), transpose},
      {ConcatOp::getOperationName(), concat},
  };
  return table;
}

} // namespace sinter

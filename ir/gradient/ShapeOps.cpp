// ShapeOps.cpp: derivatives of what moves elements, and of the moves back.
#include "ir/gradient/Gradients.h"

#include "mlir/Dialect/Utils/IndexingUtils.h"

using namespace mlir;

namespace sinter {

static void reshapeBack(Backward &at) {
  at.give(0, reshape(at.dy(), at.x().shape()));
}

static void transpose(Backward &at) {
  at.give(0, at.make<TransposeOp>(at.dy().value,
                                  invertPermutationVector(
                                      at.as<TransposeOp>().getPermutation())));
}

/// `size` elements of `input` along `axis`, from `start` on.
static Term slice(Backward &at, Term input, int64_t axis, int64_t start,
                  int64_t size) {
  Shape sizes(input.shape()), starts(sizes.size(), 0);
  starts[axis] = start;
  sizes[axis] = size;
  return at.make<SliceOp>(input.value, starts, sizes, Shape(sizes.size(), 1));
}

static void concat(Backward &at) {
  auto op = at.as<ConcatOp>();
  const int64_t axis = op.getAxis();
  int64_t start = 0;
  for (unsigned i = 0; i < op.getInputs().size(); ++i) {
    int64_t size = at.x(i).shape()[axis];
    at.give(i, slice(at, at.dy(), axis, start, size));
    start += size;
  }
}

static void sliceOf(Backward &at) {
  auto op = at.as<SliceOp>();
  at.give(0, at.make<SliceGradientOp>(at.dy().value, at.x().shape(),
                                      op.getStarts(), op.getStrides()));
}

static void sliceGradient(Backward &at) {
  auto op = at.as<SliceGradientOp>();
  at.give(0, at.make<SliceOp>(at.dy().value, op.getStarts(), at.x().shape(),
                              op.getStrides()));
}

/// The gradient of what was padded along `axis` by `low` and `high` elements.
/// Each element has its own gradient and those of its copies outside.
static Term unpad(Backward &at, Term gradient, StringRef mode, int64_t axis,
                  int64_t low, int64_t high) {
  const int64_t size = gradient.shape()[axis] - low - high;
  Term inside = slice(at, gradient, axis, low, size);
  auto addCopies = [&](int64_t from, int64_t count, int64_t edge, int64_t to) {
    if (count == 0 || mode == "constant")
      return;
    Term copies = slice(at, gradient, axis, from, count);
    Shape starts(inside.shape().size(), 0), strides(starts.size(), 1);
    starts[axis] = mode == "edge" ? edge : to;
    strides[axis] = -1; // the reflection runs the other way
    if (mode == "edge")
      copies = sum(copies, axis, /*keep=*/true);
    inside = inside + at.make<SliceGradientOp>(copies.value, inside.shape(),
                                               starts, strides);
  };
  addCopies(0, low, 0, low);
  addCopies(low + size, high, size - 1, size - 2);
  return inside;
}

static void pad(Backward &at) {
  auto op = at.as<PadOp>();
  Term gradient = at.dy();
  for (auto [axis, padding] :
       llvm::enumerate(llvm::zip(op.getLow(), op.getHigh())))
    if (auto [low, high] = padding; low + high > 0)
      gradient = unpad(at, gradient, op.getMode(), axis, low, high);
  at.give(0, gradient);
}

static void broadcastTo(Backward &at) { at.give(0, at.dy()); }

static void gather(Backward &at) {
  const int64_t axis = at.as<GatherOp>().getAxis();
  at.give(0, at.make<GatherGradientOp>(at.dy().value, at.x(1).value, axis,
                                       at.x().shape()[axis]));
}

static void gatherGradient(Backward &at) {
  at.give(0, at.make<GatherOp>(at.dy().value, at.x(1).value,
                               at.as<GatherGradientOp>().getAxis()));
}

static void gatherElements(Backward &at) {
  const int64_t axis = at.as<GatherElementsOp>().getAxis();
  at.give(0, at.make<GatherElementsGradientOp>(at.dy().value, at.x(1).value,
                                               axis, at.x().shape()[axis]));
}

static void gatherElementsGradient(Backward &at) {
  at.give(0, at.make<GatherElementsOp>(
                 at.dy().value, at.x(1).value,
                 at.as<GatherElementsGradientOp>().getAxis()));
}

ArrayRef<OpGradient> shapeGradients() {
  static const OpGradient table[] = {
      {ReshapeOp::getOperationName(), reshapeBack},
      {TransposeOp::getOperationName(), transpose},
      {ConcatOp::getOperationName(), concat},
      {SliceOp::getOperationName(), sliceOf},
      {SliceGradientOp::getOperationName(), sliceGradient},
      {PadOp::getOperationName(), pad},
      {BroadcastOp::getOperationName(), broadcastTo},
      {GatherOp::getOperationName(), gather},
      {GatherGradientOp::getOperationName(), gatherGradient},
      {GatherElementsOp::getOperationName(), gatherElements},
      {GatherElementsGradientOp::getOperationName(), gatherElementsGradient},
  };
  return table;
}

} // namespace sinter

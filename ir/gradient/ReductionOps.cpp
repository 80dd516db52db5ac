// ReductionOps.cpp: derivatives of what runs along whole axes.
#include "ir/gradient/Gradients.h"

using namespace mlir;

namespace sinter {

/// `reduced`, which the op `at` made or has the shape of what it made, with the
/// axes that were reduced at size 1.
template <typename Op> static Term kept(Backward &at, Term reduced) {
  Shape shape(at.x().shape());
  ArrayRef<int64_t> axes = at.as<Op>().getAxes();
  for (auto [axis, size] : llvm::enumerate(shape))
    if (axes.empty() || llvm::is_contained(axes, axis))
      size = 1;
  return reshape(reduced, shape);
}

/// Sums `input` over the axes of `at`, which stay with size 1.
template <typename Op> static Term sumKept(Backward &at, Term input) {
  return sum(input, at.as<Op>().getAxes(), /*keep=*/true);
}

static void sumAxes(Backward &at) {
  at.give(0, broadcast(kept<SumOp>(at, at.dy()), at.x().shape()));
}

static void mean(Backward &at) {
  double count = static_cast<double>(at.x().type().getNumElements() /
                                     at.y().type().getNumElements());
  at.give(0, broadcast(kept<MeanOp>(at, at.dy() / count), at.x().shape()));
}

// The product of all others: y / x, but where something is zero. Where one
// element is, it alone has a derivative, the product of the others.
static void prod(Backward &at) {
  Term x = at.x(), zero = x.number(0), one = x.number(1);
  Term isZero = equal(x, zero), others = select(isZero, one, x);
  Term zeros = sumKept<ProdOp>(at, select(isZero, one, zero));
  Term product = at.make<ProdOp>(others.value, at.as<ProdOp>().getAxes(),
                                 /*keep=*/true);
  Term ofZero = select(equal(zeros, one), product, zero),
       ofOthers = select(equal(zeros, zero), product, zero) / others;
  at.give(0, kept<ProdOp>(at, at.dy()) * select(isZero, ofZero, ofOthers));
}

/// Equal elements share the gradient evenly, as PyTorch's `amax` has it. Where
/// the extreme is not a number none equals it, and 0 times infinity is given.
template <typename Op> static void extreme(Backward &at) {
  Term x = at.x();
  Term isIt = select(equal(x, kept<Op>(at, at.y())), x.number(1), x.number(0));
  at.give(0, isIt * (kept<Op>(at, at.dy()) / sumKept<Op>(at, isIt)));
}

// d sum[i <= j] x[i] / d x[i] is 1 for each j >= i: a running sum from the end.
static void cumsum(Backward &at) {
  const int64_t axis = at.as<CumsumOp>().getAxis();
  Shape shape(at.y().shape()), starts(shape.size(), 0), steps(shape.size(), 1);
  starts[axis] = shape[axis] - 1;
  steps[axis] = -1;
  auto reversed = [&](Term input) {
    return at.make<SliceOp>(input.value, starts, shape, steps);
  };
  Term sums = at.make<CumsumOp>(reversed(at.dy()).value, axis);
  at.give(0, reversed(sums));
}

// dx = y (dy - sum(dy y))
static void softmax(Backward &at) {
  Term weighted = at.dy() * at.y();
  Term total = sum(weighted, at.as<SoftmaxOp>().getAxis(), /*keep=*/true);
  at.give(0, at.y() * (at.dy() - total));
}

// dx = dy - e^y sum(dy)
static void logSoftmax(Backward &at) {
  Term total = sum(at.dy(), at.as<LogSoftmaxOp>().getAxis(), /*keep=*/true);
  at.give(0, at.dy() - at.make<ExpOp>(at.y().value) * total);
}

ArrayRef<OpGradient> reductionGradients() {
  constexpr StringLiteral kPlace = "its result is a place, not a value";
  static const OpGradient table[] = {
      {SumOp::getOperationName(), sumAxes},
      {MeanOp::getOperationName(), mean},
      {ProdOp::getOperationName(), prod},
      {ReduceMaxOp::getOperationName(), extreme<ReduceMaxOp>},
      {ReduceMinOp::getOperationName(), extreme<ReduceMinOp>},
      {CumsumOp::getOperationName(), cumsum},
      {SoftmaxOp::getOperationName(), softmax},
      {LogSoftmaxOp::getOperationName(), logSoftmax},
      {ArgmaxOp::getOperationName(), nullptr, kPlace},
      {ArgminOp::getOperationName(), nullptr, kPlace},
      {TopKOp::getOperationName(), nullptr, kPlace},
  };
  return table;
}

} // namespace sinter

// Backward.cpp: formulas become ops.
#include "ir/gradient/Backward.h"

#include "ir/gradient/Centred.h"

using namespace mlir;

namespace sinter {

Term Term::number(double number) const {
  Type element = type().getElementType();
  auto scalar = RankedTensorType::get({}, element);
  Attribute value = builder->getFloatAttr(element, number);
  return {builder, ConstantOp::create(*builder, scalar,
                                      DenseElementsAttr::get(scalar, value))};
}

/// The operands of an elementwise op without the broadcasts that it does by
/// itself: one of a gradient along the axes of a mean, say, which need not be
/// written out then.
static SmallVector<Value> withoutBroadcasts(ArrayRef<Term> terms) {
  auto shapeOf = [](ArrayRef<Value> operands) {
    Shape shape;
    for (Value operand : operands)
      shape = *broadcastShapes(
          shape, cast<RankedTensorType>(operand.getType()).getShape());
    return shape;
  };
  SmallVector<Value> operands(terms);
  const Shape shape = shapeOf(operands);
  for (Value &operand : operands)
    if (auto repeated = operand.getDefiningOp<BroadcastOp>()) {
      operand = repeated.getInput();
      if (shapeOf(operands) != shape)
        operand = repeated;
    }
  return operands;
}

template <typename Op> static Term elementwise(ArrayRef<Term> terms) {
  ImplicitLocOpBuilder *builder = terms.front().builder;
  return {builder, Op::create(*builder, withoutBroadcasts(terms))};
}

Term operator-(Term a) { return elementwise<NegOp>({a}); }
Term operator+(Term a, Term b) { return elementwise<AddOp>({a, b}); }
Term operator-(Term a, Term b) { return elementwise<SubOp>({a, b}); }
Term operator*(Term a, Term b) { return elementwise<MulOp>({a, b}); }
Term operator/(Term a, Term b) { return elementwise<DivOp>({a, b}); }
Term less(Term a, Term b) { return elementwise<LessOp>({a, b}); }
Term equal(Term a, Term b) { return elementwise<EqualOp>({a, b}); }
Term both(Term a, Term b) { return elementwise<LogicalAndOp>({a, b}); }
Term select(Term condition, Term onTrue, Term onFalse) {
  return elementwise<SelectOp>({condition, onTrue, onFalse});
}

Term reshape(Term input, ArrayRef<int64_t> shape) {
  if (input.shape() == shape)
    return input;
  return {input.builder, ReshapeOp::create(*input.builder, input, shape)};
}

Term broadcast(Term input, ArrayRef<int64_t> shape) {
  if (input.shape() == shape)
    return input;
  return {input.builder, BroadcastOp::create(*input.builder, input, shape)};
}

Term sum(Term input, ArrayRef<int64_t> axes, bool keep) {
  return {input.builder, SumOp::create(*input.builder, input, axes, keep)};
}

/// The axes that `from` has beyond `to`, and those that have size 1 there.
static SmallVector<int64_t> repeatedAxes(ArrayRef<int64_t> from,
                                         ArrayRef<int64_t> to) {
  const size_t more = from.size() - to.size();
  SmallVector<int64_t> axes;
  for (auto [axis, size] : llvm::enumerate(from))
    if (axis < more || (to[axis - more] == 1 && size != 1))
      axes.push_back(static_cast<int64_t>(axis));
  return axes;
}

Term sumTo(Term input, ArrayRef<int64_t> shape) {
  const SmallVector<int64_t> axes = repeatedAxes(input.shape(), shape);
  return axes.empty() ? input : reshape(sum(input, axes), shape);
}

void Backward::give(unsigned operand, Term gradient) {
  if (!wants(operand))
    return;
  assert(!given[operand] && "an operand has one gradient");
  ArrayRef<int64_t> shape = x(operand).shape();
  if (Value value =
          withoutCentred(gradient, repeatedAxes(gradient.shape(), shape),
                         op->getOperand(operand)))
    given[operand] = sumTo(term(value), shape);
}

} // namespace sinter

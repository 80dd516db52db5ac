// Movement.cpp: ops that give elements new places.
//
// A point of the result becomes the point of an operand whose element goes
// there. Indices stay in their two parts, block and lane, wherever the op
// allows it: then whole vectors move.
#include "codegen/kernels/Pointwise.h"

#include "llvm/ADT/TypeSwitch.h"

using namespace Halide;

namespace sinter::kernels {

static llvm::ArrayRef<int64_t> shapeOf(mlir::Value value) {
  return llvm::cast<mlir::RankedTensorType>(value.getType()).getShape();
}

//===- indices -----------------------------------------------------------===//

// The coordinate in a dimension of `size`; the last one for the lanes behind
// it.
static Expr coordinate(const Index &index, int64_t size) {
  return index.padded ? min(index.whole(), static_cast<int>(size - 1))
                      : index.whole();
}

// index + offset
static Index shifted(const Index &index, int64_t offset, int64_t size) {
  if (offset % index.block != 0)
    return Index{coordinate(index, size) + static_cast<int>(offset)};
  Index result = index;
  result.outer += static_cast<int>(offset / index.block);
  return result;
}

// outer * size + index
static Index merged(const Index &outer, const Index &index, int64_t size) {
  if (index.padded || size % index.block != 0)
    return Index{outer.whole() * static_cast<int>(size) +
                 coordinate(index, size)};
  Index result = index;
  result.outer += outer.whole() * static_cast<int>(size / index.block);
  return result;
}

// (index / size, index % size)
static std::pair<Index, Index> divided(const Index &index, int64_t size) {
  if (size % index.block != 0)
    return {Index{index.whole() / static_cast<int>(size)},
            Index{index.whole() % static_cast<int>(size)}};
  const int blocks = static_cast<int>(size / index.block);
  return {Index{index.outer / blocks},
          Index{index.outer % blocks, index.inner, index.block}};
}

//===- points ------------------------------------------------------------===//

// Dimensions of more than one element.
static llvm::SmallVector<size_t> counting(llvm::ArrayRef<int64_t> shape) {
  llvm::SmallVector<size_t> dims;
  for (auto [dim, size] : llvm::enumerate(shape))
    if (size != 1)
      dims.push_back(dim);
  return dims;
}

// The point of a reshape's input at the row-major position of `at`. Dimensions
// fall into runs of equal size on both sides, of which each is counted by
// itself; most are one dimension that stays as it is.
static Point reshaped(const Point &at, llvm::ArrayRef<int64_t> to,
                      llvm::ArrayRef<int64_t> from) {
  Point point(from.size(), Index{0});
  llvm::SmallVector<size_t> toDims = counting(to), fromDims = counting(from);
  for (size_t i = 0, j = 0; i < toDims.size();) {
    const size_t first = j;
    size_t dim = toDims[i++];
    Index index = at[dim];
    int64_t toSize = to[dim], fromSize = from[fromDims[j++]];
    if (toSize != fromSize && index.padded)
      index = Index{coordinate(index, toSize)};
    while (toSize != fromSize)
      if (toSize < fromSize) {
        dim = toDims[i++];
        index = merged(index, at[dim], to[dim]);
        toSize *= to[dim];
      } else {
        fromSize *= from[fromDims[j++]];
      }
    for (size_t inner = j; --inner > first;)
      std::tie(index, point[fromDims[inner]]) =
          divided(index, from[fromDims[inner]]);
    point[fromDims[first]] = index;
  }
  return point;
}

static Point transposed(const Point &at, TransposeOp op) {
  Point point(at.size());
  for (auto [i, axis] : llvm::enumerate(op.getPermutation()))
    point[axis] = at[i];
  return point;
}

static Point sliced(const Point &at, SliceOp op) {
  Point point;
  for (auto [index, start, size, stride] :
       llvm::zip_equal(at, op.getStarts(), op.getSizes(), op.getStrides()))
    point.push_back(
        stride == 1 ? shifted(index, start, size)
                    : Index{coordinate(index, size) * static_cast<int>(stride) +
                            static_cast<int>(start)});
  return point;
}

//===- elements ----------------------------------------------------------===//

// Outside the input the value, or the element that edge or reflection names.
static Expr padded(Frame &frame, PadOp op, const Point &at) {
  llvm::ArrayRef<int64_t> shape = shapeOf(op.getInput()),
                          result = shapeOf(op.getResult());
  const bool isConstant = op.getMode() == "constant";
  Expr isInside = Internal::const_true();
  Point point = at;
  for (size_t dim = 0; dim < shape.size(); ++dim) {
    const int64_t low = op.getLow()[dim], size = shape[dim];
    if (size == result[dim])
      continue;
    // Whole blocks of channels are counted, and moved, as such.
    const int64_t block = at[dim].block;
    const bool isWhole = isConstant && !at[dim].padded && block > 1 &&
                         low % block == 0 && size % block == 0;
    const int64_t unit = isWhole ? block : 1;
    const int last = static_cast<int>(size / unit) - 1;
    Expr place = (isWhole ? at[dim].outer : coordinate(at[dim], result[dim])) -
                 static_cast<int>(low / unit);
    if (isConstant)
      isInside = isInside && place >= 0 && place <= last;
    if (op.getMode() == "reflect")
      place = select(place<0, -place, place> last, 2 * last - place, place);
    place = clamp(place, 0, last);
    point[dim] = isWhole ? Index{place, at[dim].inner, block} : Index{place};
  }
  Expr loaded = frame.evaluate(op.getInput(), point);
  if (!isConstant)
    return loaded;
  const double value = op.getValue().convertToDouble();
  return select(isInside, loaded,
                loaded.type().is_bool()
                    ? Internal::make_bool(value != 0)
                    : Internal::make_const(loaded.type(), value));
}

// The gradient where the slice took the element, zero elsewhere.
static Expr unsliced(Frame &frame, SliceGradientOp op, const Point &at) {
  llvm::ArrayRef<int64_t> shape = shapeOf(op.getGradient()),
                          result = shapeOf(op.getResult());
  Expr isTaken = Internal::const_true();
  Point point = at;
  for (size_t dim = 0; dim < shape.size(); ++dim) {
    const int64_t start = op.getStarts()[dim], stride = op.getStrides()[dim],
                  size = shape[dim];
    if (size == result[dim] && stride == 1)
      continue;
    // Whole blocks of channels are counted, and moved, as such.
    const int64_t block = at[dim].block;
    const bool isWhole = stride == 1 && !at[dim].padded && block > 1 &&
                         start % block == 0 && size % block == 0;
    const int64_t unit = isWhole ? block : 1;
    Expr steps = (isWhole ? at[dim].outer : coordinate(at[dim], result[dim])) -
                 static_cast<int>(start / unit);
    if (stride < 0)
      steps = -steps;
    const int every = static_cast<int>(std::abs(stride)),
              last = static_cast<int>(size / unit) - 1;
    Expr place = steps / every;
    isTaken = isTaken && steps % every == 0 && place >= 0 && place <= last;
    place = clamp(place, 0, last);
    point[dim] = isWhole ? Index{place, at[dim].inner, block} : Index{place};
  }
  return select(isTaken, frame.evaluate(op.getGradient(), point), 0.0f);
}

// The input whose range along the axis holds the coordinate, the others read at
// their nearest element and not chosen.
static Expr concatenated(Frame &frame, ConcatOp op, const Point &at) {
  const int64_t axis = op.getAxis();
  Expr coordinate = at[axis].whole(), value;
  int64_t end =
      llvm::cast<mlir::RankedTensorType>(op.getType()).getDimSize(axis);
  for (mlir::Value input : llvm::reverse(op.getInputs())) {
    const int size = static_cast<int>(shapeOf(input)[axis]);
    const int begin = static_cast<int>(end) - size;
    Point point = at;
    const int64_t block = at[axis].block;
    if (block > 1 && begin % block == 0 && size % block == 0)
      point[axis] = {clamp(at[axis].outer - static_cast<int>(begin / block), 0,
                           static_cast<int>(size / block) - 1),
                     at[axis].inner, block};
    else
      point[axis] = Index{clamp(coordinate - begin, 0, size - 1)};
    Expr loaded = frame.evaluate(input, point);
    value = value.defined()
                ? select(coordinate < static_cast<int>(end), loaded, value)
                : loaded;
    end = begin;
  }
  return value;
}

Index indexAt(Frame &frame, mlir::Value indices, const Point &at,
              int64_t size) {
  Expr index = frame.evaluate(indices, at);
  if (index.type().bits() < 32)
    index = cast<int>(index);
  Expr last = Internal::make_const(index.type(), size - 1);
  return Index{
      cast<int>(clamp(index, Internal::make_zero(index.type()), last))};
}

static Expr gathered(Frame &frame, GatherOp op, const Point &at) {
  const auto axis = at.begin() + op.getAxis(),
             end = axis + shapeOf(op.getIndices()).size();
  Point point(at.begin(), axis);
  point.push_back(indexAt(frame, op.getIndices(), Point(axis, end),
                          shapeOf(op.getInput())[op.getAxis()]));
  point.insert(point.end(), end, at.end());
  return frame.evaluate(op.getInput(), point);
}

static Expr gatheredElement(Frame &frame, GatherElementsOp op,
                            const Point &at) {
  Point point = at;
  point[op.getAxis()] =
      indexAt(frame, op.getIndices(), at, shapeOf(op.getInput())[op.getAxis()]);
  return frame.evaluate(op.getInput(), point);
}

Expr movedElement(Frame &frame, mlir::Operation *op, const Point &at) {
  auto from = [&](const Point &point) {
    return frame.evaluate(op->getOperand(0), point);
  };
  return llvm::TypeSwitch<mlir::Operation *, Expr>(op)
      .Case<ReshapeOp>([&](ReshapeOp reshape) {
        return from(
            reshaped(at, shapeOf(reshape), shapeOf(reshape.getInput())));
      })
      .Case<TransposeOp>([&](TransposeOp transpose) {
        return from(transposed(at, transpose));
      })
      .Case<SliceOp>([&](SliceOp slice) { return from(sliced(at, slice)); })
      .Case<BroadcastOp>([&](BroadcastOp broadcast) {
        return from(broadcastPoint(at, shapeOf(broadcast.getInput())));
      })
      .Case<SliceGradientOp>(
          [&](SliceGradientOp slice) { return unsliced(frame, slice, at); })
      .Case<PadOp>([&](PadOp pad) { return padded(frame, pad, at); })
      .Case<ConcatOp>(
          [&](ConcatOp concat) { return concatenated(frame, concat, at); })
      .Case<GatherOp>(
          [&](GatherOp gather) { return gathered(frame, gather, at); })
      .Case<GatherElementsOp>([&](GatherElementsOp gather) {
        return gatheredElement(frame, gather, at);
      })
      .Case<RelayoutOp>([&](auto) { return from(at); })
      .Default([](auto) { return Expr(); });
}

void buildMove(Frame &frame) {
  mlir::Operation *op = frame.kernel().getAnchor();
  storePointwise(frame,
                 [&](const Point &at) { return movedElement(frame, op, at); });
}

} // namespace sinter::kernels

// Pool.cpp: largest value and mean of windows, and places of the largest.
#include "codegen/kernels/Extremes.h"
#include "codegen/kernels/Pointwise.h"
#include "codegen/kernels/PoolWindow.h"

using namespace Halide;

namespace sinter::kernels {

namespace {

/// Windows of up to 4 x 4 taps are one expression, column by column. At stride
/// 1 neighbours in a row share all but the first column, so a tile has several
/// (3x3 on 28x28x64, AVX-512, maximum and mean: 9.8 and 10.0 us, in tiles 7.0
/// and 5.1); at larger strides memory is what counts.
int tileOf(llvm::ArrayRef<int64_t> strides) { return strides[1] == 1 ? 4 : 1; }

// `combine` of what `at` gives for 0 to `count` - 1.
Expr combined(int64_t count, const std::function<Expr(int)> &at,
              Expr (*combine)(Expr, Expr)) {
  Expr all = at(0);
  for (int i = 1; i < count; ++i)
    all = combine(all, at(i));
  return all;
}

Expr plus(Expr a, Expr b) { return a + b; }

} // namespace

void buildMaxPool(Frame &frame) {
  auto op = llvm::cast<MaxPoolOp>(frame.kernel().getAnchor());
  PoolWindow window(op);
  auto value = [&](const Point &at, Expr x, Expr y) {
    return frame.evaluate(op.getInput(), window.nearest(at, x, y));
  };
  if (window.isSmall())
    return storeTiled(frame, tileOf(op.getStrides()), [&](const Point &at) {
      auto column = [&](int x) {
        return combined(
            op.getWindow()[0], [&](int y) { return value(at, x, y); }, larger);
      };
      return combined(op.getWindow()[1], column, larger);
    });
  storeReduced(frame,
               {window.taps, [&](const Point &at) { return value(at, 0, 0); },
                [&](Expr sum, const Point &at) {
                  return larger(value(at, window.taps.x, window.taps.y), sum);
                }},
               [](Expr sum, const Point &) { return sum; });
}

void buildAvgPool(Frame &frame) {
  auto op = llvm::cast<AvgPoolOp>(frame.kernel().getAnchor());
  PoolWindow window(op);
  // Elements of the window inside an image of `size`, along one dimension.
  auto inside = [](Expr begin, int64_t taps, int size) {
    return min(begin + static_cast<int>(taps), size) - max(begin, 0);
  };
  auto finish = [&](Expr sum, const Point &at) -> Expr {
    const int64_t area = op.getWindow()[0] * op.getWindow()[1];
    if (op.getCountPadding() || !window.isPadded())
      return sum * (1.0f / static_cast<float>(area));
    Expr rows = inside(window.y(at, 0), op.getWindow()[0], window.height);
    Expr columns = inside(window.x(at, 0), op.getWindow()[1], window.width);
    return sum / cast<float>(rows * columns);
  };
  auto orZero = [&](Expr isInside, Expr value) {
    return window.isPadded() ? select(isInside, value, 0.0f) : value;
  };
  auto value = [&](const Point &at, Expr x, Expr y) {
    return orZero(window.isRowInside(at, y),
                  frame.evaluate(op.getInput(), window.nearest(at, x, y)));
  };
  if (window.isSmall())
    return storeTiled(frame, tileOf(op.getStrides()), [&](const Point &at) {
      auto column = [&](int x) {
        Expr sum = combined(
            op.getWindow()[0], [&](int y) { return value(at, x, y); }, plus);
        return orZero(window.isColumnInside(at, x), sum);
      };
      return finish(combined(op.getWindow()[1], column, plus), at);
    });
  storeReduced(frame,
               {window.taps, [](const Point &) { return Expr(0.0f); },
                [&](Expr sum, const Point &at) {
                  return sum + orZero(window.isColumnInside(at, window.taps.x),
                                      value(at, window.taps.x, window.taps.y));
                }},
               finish);
}

// best(at) = (element, its place in the image). Taps are visited in the order
// of places, those outside as their neighbours inside, so that the first of
// equal elements stays.
void buildMaxPoolIndices(Frame &frame) {
  auto op = llvm::cast<MaxPoolIndicesOp>(frame.kernel().getAnchor());
  PoolWindow window(op);
  auto visit = [&](const Point &at, Expr x, Expr y) {
    Point tap = window.nearest(at, x, y);
    return Tuple(frame.evaluate(op.getInput(), tap),
                 tap[1].whole() * window.width + tap[2].whole());
  };
  LoopNest nest = frame.resultLoops();
  std::vector<Var> vars = nest.vars();
  Point at = nest.at(ExprList(vars.begin(), vars.end()));
  Func best("best");
  best(vars) = visit(at, 0, 0);
  Tuple next = visit(at, window.taps.x, window.taps.y);
  Expr larger = next[0] > best(vars)[0];
  best(vars) = Tuple(select(larger, next[0], best(vars)[0]),
                     select(larger, next[1], best(vars)[1]));
  frame.store(nest, [&](const ExprList &values) { return best(values)[1]; });
  scheduleReduced(frame, nest, best, window.taps, /*tile=*/1, /*unrolled=*/16);
}

// Zeros everywhere, then each element of the input at its place.
void buildMaxUnpool(Frame &frame) {
  auto op = llvm::cast<MaxUnpoolOp>(frame.kernel().getAnchor());
  if (frame.kernel().getYield().getOperand(0) != op.getResult())
    return frame.fail("unpooling stores zeros first, so nothing can follow it "
                      "in its kernel");
  llvm::ArrayRef<int64_t> shape =
      llvm::cast<mlir::RankedTensorType>(op.getInput().getType()).getShape();
  const bool isTaskAnImage = frame.tasks() == shape[0] &&
                             frame.taskDim() >= 0 &&
                             frame.resultDims[frame.taskDim()].logical == 0;
  if (frame.tasks() > 1 && !isTaskAnImage)
    return frame.fail("unpooling is one task, or one for each image");
  storePointwise(frame, [](const Point &) { return Expr(0.0f); });

  const int height = static_cast<int>(op.getSize()[0]),
            width = static_cast<int>(op.getSize()[1]);
  Region ranges;
  for (int64_t size : llvm::reverse(shape))
    ranges.emplace_back(0, static_cast<int>(size));
  if (isTaskAnImage)
    ranges.back() = {frame.taskLoop().first, frame.taskLoop().extent};
  RDom from(ranges, "from");
  Point at = {Index{Expr(from[3])}, Index{Expr(from[2])}, Index{Expr(from[1])},
              Index{Expr(from[0])}};
  Expr place = frame.evaluate(op.getIndices(), at);
  from.where(place >= 0 && place < height * width);
  Expr inside = clamp(place, 0, height * width - 1);
  Point to = {at[0], Index{inside / width}, Index{inside % width}, at[3]};
  frame.result(frame.coordinates(to)) = frame.evaluate(op.getInput(), at);
  frame.result.update(1).unscheduled();
}

} // namespace sinter::kernels

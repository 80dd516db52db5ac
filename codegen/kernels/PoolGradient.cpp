// PoolGradient.cpp: the gradients of pools' inputs.
//
// Each pixel gathers from the windows that hold it, so that nothing is
// scattered and sums have one order. Pixels of one stride by one stride are
// one tile, in which the place of a pixel in its windows is known.
#include "codegen/kernels/Pointwise.h"
#include "codegen/kernels/PoolWindow.h"

using namespace Halide;

namespace sinter::kernels {

namespace {

/// One of the windows over a pixel, along one axis.
struct Cover {
  Expr window;   ///< the nearest one that there is
  Expr isInside; ///< whether it holds the pixel
};

/// Strides up to it are unrolled.
constexpr int64_t kMostUnrolled = 4;

/// The windows along one axis of an image.
struct WindowAxis {
  int window, stride, padding, pixels, windows;

  /// How many hold a pixel, at most.
  int covers() const { return (window + stride - 1) / stride; }

  /// How many lie over neighbouring tiles, at most.
  int over(int tiles) const {
    const bool isPixel = stride == 1 || stride > kMostUnrolled;
    const int extra = !isPixel && padding % stride != 0 ? 1 : 0;
    return std::min(windows, covers() + tiles - 1 + extra);
  }

  /// The one that begins `back` windows before the last that begins at or
  /// before `pixel`.
  Cover over(Expr pixel, int back) const {
    Expr begun = pixel + padding, window = begun / stride - back;
    Expr isInside = Internal::const_true();
    if ((back + 1) * stride > this->window)
      isInside = begun % stride + back * stride < this->window;
    if (back > 0)
      isInside = isInside && window >= 0;
    if ((pixels - 1 + padding) / stride - back >= windows)
      isInside = isInside && window < windows;
    return {clamp(window, 0, windows - 1), isInside};
  }

  /// Taps of `window` that lie in the image.
  Expr inside(Expr window) const {
    Expr begin = window * stride - padding;
    return min(begin + this->window, pixels) - max(begin, 0);
  }
};

template <typename Op> WindowAxis axisOf(Op op, int axis, mlir::Type image) {
  auto shapeOf = [](mlir::Type type) {
    return llvm::cast<mlir::RankedTensorType>(type).getShape();
  };
  return {static_cast<int>(op.getWindow()[axis]),
          static_cast<int>(op.getStrides()[axis]),
          static_cast<int>(op.getPadding()[2 * axis]),
          static_cast<int>(shapeOf(image)[1 + axis]),
          static_cast<int>(shapeOf(op.getGradient().getType())[1 + axis])};
}

// The sum of `term` over the windows that hold the pixel at `at`.
Expr gathered(const WindowAxis &rows, const WindowAxis &columns,
              const Point &at, const std::function<Expr(const Point &)> &term) {
  Expr sum;
  for (int i = 0; i < rows.covers(); ++i) {
    const Cover row = rows.over(at[1].whole(), i);
    for (int j = 0; j < columns.covers(); ++j) {
      const Cover column = columns.over(at[2].whole(), j);
      Expr value = select(
          row.isInside && column.isInside,
          term({at[0], Index{row.window}, Index{column.window}, at[3]}), 0.0f);
      sum = sum.defined() ? sum + value : value;
    }
  }
  return sum;
}

/// The loops around tiles of `strides` pixels.
struct Tiles {
  RVar perTile; ///< runs over tiles
  RVar perRun;  ///< runs over rows of them, or parts of rows
};

// Pixels of a tile are unrolled around the vector, where vectors run along
// another dimension. A row of tiles is taken in runs of `run` tiles; 0: whole.
Tiles tile(Frame &frame, const LoopNest &nest, llvm::ArrayRef<int64_t> strides,
           int run = 0) {
  const bool vectors = isVector(frame, nest);
  std::vector<VarOrRVar> inside, outside;
  std::optional<RVar> perRun;
  for (size_t i = 0; i < nest.loops.size(); ++i) {
    RVar loop = frame.loop(i);
    const int64_t axis = nest.loops[i].logical;
    if (i == 0 && vectors) {
      frame.update().vectorize(loop);
      inside.emplace_back(loop);
      continue;
    }
    const bool isPixel =
        (axis == 1 || axis == 2) && (!vectors || axis != nest.loops[0].logical);
    if (isPixel && strides[axis - 1] > 1 &&
        strides[axis - 1] <= kMostUnrolled) {
      RVar tile(nest.loops[i].name + "_tile"),
          pixel(nest.loops[i].name + "_pixel");
      frame.update().split(loop, tile, pixel,
                           static_cast<int>(strides[axis - 1]),
                           TailStrategy::GuardWithIf);
      frame.update().unroll(pixel);
      inside.emplace_back(pixel);
      loop = tile;
    }
    if (axis == 2 && run > 0) {
      RVar part(nest.loops[i].name + "_run"),
          each(nest.loops[i].name + "_of_run");
      frame.update().split(loop, part, each, run, TailStrategy::GuardWithIf);
      outside.emplace_back(each);
      loop = part;
      perRun = part;
    }
    outside.emplace_back(loop);
    if (axis == 1 && !perRun)
      perRun = loop;
  }
  const RVar perTile = outside.front().rvar;
  inside.insert(inside.end(), outside.begin(), outside.end());
  frame.update().reorder(inside);
  return {perTile, perRun.value_or(perTile)};
}

// The place, y * width + x, of the largest element of the window at `at`, of
// equal ones the first, as one expression. Taps are visited in the order of
// places, those outside as their neighbours inside, so that the first stays.
Expr placeOfLargest(Frame &frame, MaxPoolGradientOp op,
                    const PoolWindow &window, const Point &at) {
  Expr largest, found;
  for (int v = 0; v < window.size[0]; ++v)
    for (int u = 0; u < window.size[1]; ++u) {
      Point tap = window.nearest(at, u, v);
      Expr value = frame.evaluate(op.getInput(), tap),
           place = tap[1].whole() * window.width + tap[2].whole();
      found = found.defined() ? select(value > largest, place, found) : place;
      largest = largest.defined() ? max(largest, value) : value;
    }
  return found;
}

/// The places of the largest elements of windows, each computed once.
class Largest {
public:
  Largest(Frame &frame, const LoopNest &nest, MaxPoolGradientOp op);

  Expr operator()(const Point &at) const {
    return places(at[3].inner, at[2].whole(), at[3].outer, at[1].whole(),
                  at[0].whole());
  }
  /// Computes them for each tile, or where tiles share windows for each run of
  /// tiles in a row: as many as have their places on the stack.
  void schedule(const LoopNest &nest, const WindowAxis &rows,
                const WindowAxis &columns);

private:
  int tilesOfRun(const LoopNest &nest, const WindowAxis &rows,
                 const WindowAxis &columns) const;

  Frame &frame;
  PoolWindow window;
  Var lane{"window_lane"}, x{"window_x"}, channel{"window_channel"},
      y{"window_y"}, image{"window_image"};
  int64_t block; ///< lanes of a block of channels
  Func best{"best"}, places{"places"};
};

Largest::Largest(Frame &frame, const LoopNest &nest, MaxPoolGradientOp op)
    : frame(frame), window(op) {
  std::vector<Var> vars = nest.vars();
  block = nest.at(ExprList(vars.begin(), vars.end()))[3].block;
  const Point at = {Index{image}, Index{y}, Index{x},
                    Index{channel, block == 1 ? Expr(0) : lane, block}};
  const std::vector<Var> args = {lane, x, channel, y, image};
  if (window.isSmall()) {
    places(args) = placeOfLargest(frame, op, window, at);
    return;
  }
  auto visit = [&](Expr u, Expr v) {
    Point tap = window.nearest(at, u, v);
    return Tuple(frame.evaluate(op.getInput(), tap),
                 tap[1].whole() * window.width + tap[2].whole());
  };
  best(args) = visit(0, 0);
  Tuple next = visit(window.taps.x, window.taps.y);
  Expr isLarger = next[0] > best(args)[0];
  best(args) = Tuple(select(isLarger, next[0], best(args)[0]),
                     select(isLarger, next[1], best(args)[1]));
  places(args) = best(args)[1];
}

// Halide's stack holds 16 KiB of a tensor. Vectors along a row need a place for
// each of its windows, others one for each channel of a window.
int Largest::tilesOfRun(const LoopNest &nest, const WindowAxis &rows,
                        const WindowAxis &columns) const {
  constexpr int64_t mostPlaces = (16 << 10) / sizeof(int32_t);
  if (isVector(frame, nest) && nest.loops[0].logical == 2)
    return 0;
  const int64_t channels =
      block > 1 ? block : frame.resultType().getShape().back();
  auto fits = [&](int tiles) {
    return channels * rows.over(1) * columns.over(tiles) <= mostPlaces;
  };
  if (fits(columns.windows))
    return 0;
  int tiles = 1;
  while (fits(tiles + 1))
    ++tiles;
  return tiles;
}

void Largest::schedule(const LoopNest &nest, const WindowAxis &rows,
                       const WindowAxis &columns) {
  const bool isOfTile = llvm::all_of(std::array{0, 1}, [&](int axis) {
    return window.size[axis] <= window.strides[axis] &&
           window.padding[2 * axis] == 0;
  });
  const int run = isOfTile ? 0 : tilesOfRun(nest, rows, columns);
  const Tiles tiles = tile(frame, nest, {rows.stride, columns.stride}, run);
  const RVar level = isOfTile ? tiles.perTile : tiles.perRun;
  const bool vectors = isVector(frame, nest) && nest.loops[0].logical == 3;
  auto place = [&](Func func) {
    func.compute_at(frame.result, level).store_in(MemoryType::Stack);
    // Windows are those nearest to pixels, of which Halide sees no bound.
    if (!isOfTile)
      func.bound_extent(y, rows.over(1))
          .bound_extent(x, run > 0 ? columns.over(run) : columns.windows);
    if (block > 1)
      func.bound(lane, 0, static_cast<int>(block));
    if (!vectors)
      return;
    Var along = block > 1 ? lane : channel;
    func.vectorize(along, frame.lanes(), TailStrategy::GuardWithIf);
    if (func.has_update_definition())
      func.update()
          .reorder(along, window.taps.x, window.taps.y)
          .vectorize(along, frame.lanes(), TailStrategy::GuardWithIf);
  };
  place(places);
  if (!window.isSmall())
    place(best);
}

// The loops of `nest`, whose vectors run along the columns of an image, with
// vectors of windows instead: their pixels, `stride` in a row each, are the
// innermost loop.
LoopNest loopsOverWindows(Frame &frame, const LoopNest &nest, int columns,
                          int stride) {
  const int windows = (columns + stride - 1) / stride,
            lanes = std::min(windows, frame.lanes()),
            vectors = (windows + lanes - 1) / lanes;
  LoopNest wide;
  wide.loops = {{"lane", 0, lanes, 2},
                {"pixel", 0, stride, 2},
                {"vector", 0, vectors, 2}};
  const size_t along = llvm::count_if(
      nest.loops, [](const Loop &loop) { return loop.logical == 2; });
  wide.loops.insert(wide.loops.end(), nest.loops.begin() + along,
                    nest.loops.end());
  auto column = [=](const ExprList &values) {
    return (values[2] * lanes + values[0]) * stride + values[1];
  };
  wide.at = [=](const ExprList &values) {
    ExprList others(along, 0);
    others.insert(others.end(), values.begin() + 3, values.end());
    Point at = nest.at(others);
    at[2] = Index{column(values)};
    return at;
  };
  if (lanes * vectors * stride != columns)
    wide.guard = [=](const ExprList &values) {
      return column(values) < columns;
    };
  return wide;
}

} // namespace

void buildMaxPoolGradient(Frame &frame) {
  auto op = llvm::cast<MaxPoolGradientOp>(frame.kernel().getAnchor());
  const mlir::Type image = op.getInput().getType();
  const WindowAxis rows = axisOf(op, 0, image), columns = axisOf(op, 1, image);
  const LoopNest nest = frame.resultLoops();
  const PoolWindow window(op);
  // Planes: a vector has a pixel of each of its windows, so that they are
  // loaded and stored in steps, which are shuffles, and nothing is gathered.
  if (isVector(frame, nest) && nest.loops[0].logical == 2 &&
      columns.covers() == 1 && columns.stride > 1 && columns.stride <= 4 &&
      columns.padding == 0 && window.isSmall()) {
    const LoopNest wide =
        loopsOverWindows(frame, nest, columns.pixels, columns.stride);
    frame.store(wide, [&](const ExprList &values) {
      const Point at = wide.at(values);
      Expr place = at[1].whole() * columns.pixels + at[2].whole();
      return gathered(rows, columns, at, [&](const Point &under) {
        return select(placeOfLargest(frame, op, window, under) == place,
                      frame.evaluate(op.getGradient(), under), 0.0f);
      });
    });
    frame.update().vectorize(frame.loop(0)).unroll(frame.loop(1));
    return;
  }
  Largest largest(frame, nest, op);
  frame.store(nest, [&](const ExprList &values) {
    const Point at = nest.at(values);
    Expr place = at[1].whole() * columns.pixels + at[2].whole();
    return gathered(rows, columns, at, [&](const Point &window) {
      return select(largest(window) == place,
                    frame.evaluate(op.getGradient(), window), 0.0f);
    });
  });
  largest.schedule(nest, rows, columns);
}

// What the pool divides by: all taps of a window, or those inside the image.
void buildAvgPoolGradient(Frame &frame) {
  auto op = llvm::cast<AvgPoolGradientOp>(frame.kernel().getAnchor());
  const mlir::Type image = op.getResult().getType();
  const WindowAxis rows = axisOf(op, 0, image), columns = axisOf(op, 1, image);
  const bool countsAll =
      op.getCountPadding() ||
      llvm::all_of(op.getPadding(), [](int64_t size) { return size == 0; });
  const float share =
      1.0f / static_cast<float>(op.getWindow()[0] * op.getWindow()[1]);
  const LoopNest nest = frame.resultLoops();
  frame.store(nest, [&](const ExprList &values) {
    Expr sum =
        gathered(rows, columns, nest.at(values), [&](const Point &window) {
          Expr gradient = frame.evaluate(op.getGradient(), window);
          return countsAll ? gradient
                           : gradient /
                                 cast<float>(rows.inside(window[1].whole()) *
                                             columns.inside(window[2].whole()));
        });
    return countsAll ? sum * share : sum;
  });
  tile(frame, nest, op.getStrides());
}

} // namespace sinter::kernels

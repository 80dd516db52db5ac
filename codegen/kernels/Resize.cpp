// Resize.cpp: images of another size, and the way back.
//
// Row i of the result looks at the place (scale * i + offset) / unit among the
// rows of the input, in whole numbers: no place is off by rounding, however
// long the image.
#include "codegen/kernels/Pointwise.h"

using namespace Halide;

namespace sinter::kernels {

namespace {

/// One axis of an image that changes its size.
struct Axis {
  /// `op` has `mode` and `coordinates`.
  template <typename Op> Axis(Op op, int64_t from, int64_t to);

  /// The rows that make row `i`, each with its weight.
  std::vector<std::pair<Expr, Expr>> taps(const Expr &i) const;
  /// The first row of the result that row `from` has a part in, and how many
  /// rows from there on hold all of them, for any `from`.
  Expr firstReader(const Expr &from) const;
  int mostReaders() const;
  /// What row `from` counts in row `i`.
  Expr weight(const Expr &from, const Expr &i) const;

  llvm::StringRef mode;
  int64_t scale, offset = 0, unit;
  int size, result;

private:
  /// Rows that a row of the result reads before and behind its own.
  int before() const { return mode == "bicubic" ? 1 : 0; }
  int behind() const {
    return mode == "nearest" ? 0 : mode == "bilinear" ? 1 : 2;
  }
  int64_t firstReader(int64_t from) const;
};

} // namespace

template <typename Op>
Axis::Axis(Op op, int64_t from, int64_t to)
    : mode(op.getMode()), scale(from), unit(to), size(static_cast<int>(from)),
      result(static_cast<int>(to)) {
  if (op.getCoordinates() == "align_corners") {
    scale = to > 1 ? from - 1 : 0;
    unit = std::max<int64_t>(to - 1, 1);
  } else if (op.getCoordinates() == "half_pixel") {
    scale = 2 * from;
    unit = 2 * to;
    offset = mode == "nearest" ? from : from - to;
  }
}

// Keys' cubic kernel with a = -0.75 at the distance t in [0, 1], and at 1 + t.
static Expr nearWeight(Expr t) { return (1.25f * t - 2.25f) * t * t + 1.0f; }
static Expr farWeight(Expr t) { return -0.75f * t * (1.0f - t) * (1.0f - t); }

std::vector<std::pair<Expr, Expr>> Axis::taps(const Expr &i) const {
  const bool isWide = scale * unit + std::abs(offset) > INT32_MAX;
  const Type type = isWide ? Int(64) : Int(32);
  Expr place = cast(type, i) * Internal::make_const(type, scale) +
               Internal::make_const(type, offset);
  if (mode == "bilinear" && offset < 0)
    place = max(place, Internal::make_zero(type));
  Expr divisor = Internal::make_const(type, unit),
       row = cast<int>(place / divisor);
  auto at = [&](int step) { return clamp(row + step, 0, size - 1); };
  if (mode == "nearest")
    return {{at(0), 1.0f}};
  Expr t = cast<float>(place % divisor) * (1.0f / static_cast<float>(unit));
  if (mode == "bilinear")
    return {{at(0), 1.0f - t}, {at(1), t}};
  return {{at(-1), farWeight(t)},
          {at(0), nearWeight(t)},
          {at(1), nearWeight(1.0f - t)},
          {at(2), farWeight(1.0f - t)}};
}

void buildResize(Frame &frame) {
  auto op = llvm::cast<ResizeOp>(frame.kernel().getAnchor());
  llvm::ArrayRef<int64_t> shape =
      llvm::cast<mlir::RankedTensorType>(op.getInput().getType()).getShape();
  const Axis rows(op, shape[1], op.getSize()[0]),
      columns(op, shape[2], op.getSize()[1]);
  storePointwise(frame, [&](const Point &at) {
    Expr sum;
    for (const auto &[y, rowWeight] : rows.taps(at[1].whole())) {
      Expr row;
      for (const auto &[x, weight] : columns.taps(at[2].whole())) {
        Expr element =
            frame.evaluate(op.getInput(), {at[0], Index{y}, Index{x}, at[3]});
        Expr term = op.getMode() == "nearest" ? element : element * weight;
        row = row.defined() ? row + term : term;
      }
      Expr term = op.getMode() == "nearest" ? row : row * rowWeight;
      sum = sum.defined() ? sum + term : term;
    }
    return sum;
  });
}

// Row i reads row `from` where its own row, floor((scale i + offset) / unit),
// is at least `from` - behind and at most `from` + before. All rows beside the
// image count as its first and its last.
int64_t Axis::firstReader(int64_t from) const {
  if (from == 0 || scale == 0)
    return 0;
  const int64_t first =
      llvm::divideCeilSigned(unit * (from - behind()) - offset, scale);
  return std::clamp<int64_t>(first, 0, result - 1);
}

Expr Axis::firstReader(const Expr &from) const {
  if (scale == 0)
    return 0;
  const bool isWide =
      unit * size + std::abs(offset) + unit * behind() > INT32_MAX;
  const Type type = isWide ? Int(64) : Int(32);
  auto number = [&](int64_t value) {
    return Internal::make_const(type, value);
  };
  Expr above = (cast(type, from) - behind()) * number(unit) - number(offset);
  Expr first = (above + number(scale - 1)) / number(scale);
  return select(from == 0, 0,
                cast<int>(clamp(first, number(0), number(result - 1))));
}

int Axis::mostReaders() const {
  if (scale == 0)
    return result;
  int64_t most = 1;
  for (int64_t from = 0; from < size; ++from) {
    // The first row whose own lies behind.
    const int64_t end = from == size - 1
                            ? result
                            : llvm::divideCeilSigned(
                                  unit * (from + before() + 1) - offset, scale);
    most = std::max(most, std::min<int64_t>(end, result) - firstReader(from));
  }
  return static_cast<int>(most);
}

Expr Axis::weight(const Expr &from, const Expr &i) const {
  Expr sum = 0.0f;
  for (const auto &[row, weight] : taps(clamp(i, 0, result - 1)))
    sum += select(row == from, weight, 0.0f);
  return select(i < result, sum, 0.0f);
}

/// The weights of an axis in scratch memory: each serves all channels, and all
/// rows or columns of the other axis.
static Func weightsOf(const Axis &axis, const std::string &name) {
  Func weights(name);
  Var reader(name + "_reader"), from(name + "_from");
  weights(reader, from) = axis.weight(from, axis.firstReader(from) + reader);
  // All of them, also where a call computes some rows: memory has one size.
  weights.compute_root()
      .store_in(MemoryType::Stack)
      .bound(reader, 0, axis.mostReaders())
      .bound(from, 0, axis.size);
  return weights;
}

// Each pixel gathers from those that weighed it, rows first.
void buildResizeGradient(Frame &frame) {
  auto op = llvm::cast<ResizeGradientOp>(frame.kernel().getAnchor());
  llvm::ArrayRef<int64_t> to =
      llvm::cast<mlir::RankedTensorType>(op.getGradient().getType()).getShape();
  const Axis rows(op, op.getSize()[0], to[1]),
      columns(op, op.getSize()[1], to[2]);
  Func rowWeights = weightsOf(rows, "row_weights"),
       columnWeights = weightsOf(columns, "column_weights");
  const RDom readers(0, columns.mostReaders(), 0, rows.mostReaders(), "reader");
  storeReduced(
      frame,
      {readers, [](const Point &) { return Expr(0.0f); },
       [&](Expr sum, const Point &at) {
         Expr y = at[1].whole(), x = at[2].whole();
         auto reader = [](const Axis &axis, const Expr &from, const Expr &i) {
           return Index{min(axis.firstReader(from) + i, axis.result - 1)};
         };
         return sum +
                rowWeights(readers.y, y) * columnWeights(readers.x, x) *
                    frame.evaluate(op.getGradient(),
                                   {at[0], reader(rows, y, readers.y),
                                    reader(columns, x, readers.x), at[3]});
       }},
      [](Expr sum, const Point &) { return sum; });
}

} // namespace sinter::kernels

// Resize.cpp: images of another size.
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
  Axis(ResizeOp op, int64_t from, int64_t to);

  /// The rows that make row `i`, each with its weight.
  std::vector<std::pair<Expr, Expr>> taps(const Expr &i) const;

  llvm::StringRef mode;
  int64_t scale, offset = 0, unit;
  int size;
};

} // namespace

Axis::Axis(ResizeOp op, int64_t from, int64_t to)
    : mode(op.getMode()), scale(from), unit(to), size(static_cast<int>(from)) {
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

} // namespace sinter::kernels

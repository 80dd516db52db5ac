// ImageOps.cpp: pools, unpooling, resizing and sampling as plain loops, each
// beside its adjoint.
#include "ir/reference/References.h"

#include <cmath>

using namespace mlir;

namespace sinter {

//===- pools -------------------------------------------------------------===//

/// Calls `take(value, place)` for each element of `input` in the window of
/// element `c` of the position (n, y, x) of the result, `place` being y * w +
/// x.
template <typename Op, typename Take>
static void forEachInWindow(Op op, const Array &input, int64_t n, int64_t y,
                            int64_t x, int64_t c, Take take) {
  ArrayRef<int64_t> window = op.getWindow(), strides = op.getStrides(),
                    padding = op.getPadding();
  for (int64_t u = 0; u < window[0]; ++u) {
    int64_t row = y * strides[0] + u - padding[0];
    for (int64_t v = 0; v < window[1]; ++v) {
      int64_t column = x * strides[1] + v - padding[2];
      if (row >= 0 && row < input.shape[1] && column >= 0 &&
          column < input.shape[2])
        take(
            input
                .values[((n * input.shape[1] + row) * input.shape[2] + column) *
                            input.shape[3] +
                        c],
            row * input.shape[2] + column);
    }
  }
}

/// Calls `compute(n, y, x, c)` for each element of `result`.
template <typename Compute>
static void forEachPosition(Array &result, Compute compute) {
  auto value = result.values.begin();
  for (int64_t n = 0; n < result.shape[0]; ++n)
    for (int64_t y = 0; y < result.shape[1]; ++y)
      for (int64_t x = 0; x < result.shape[2]; ++x)
        for (int64_t c = 0; c < result.shape[3]; ++c)
          *value++ = compute(n, y, x, c);
}

/// Calls `take(value, n, y, x, c)` for each element of `image`.
template <typename Take>
static void forEachPixel(const Array &image, Take take) {
  auto value = image.values.begin();
  for (int64_t n = 0; n < image.shape[0]; ++n)
    for (int64_t y = 0; y < image.shape[1]; ++y)
      for (int64_t x = 0; x < image.shape[2]; ++x)
        for (int64_t c = 0; c < image.shape[3]; ++c)
          take(*value++, n, y, x, c);
}

/// Element `c` of the pixel at `place`, y * w + x, of image `n`.
static double &pixelAt(Array &images, int64_t n, int64_t place, int64_t c) {
  int64_t places = images.shape[1] * images.shape[2];
  return images.values[(n * places + place) * images.shape[3] + c];
}

static void maxPool(Operation *operation, Operands operands, Array &result) {
  auto op = cast<MaxPoolOp>(operation);
  forEachPosition(result, [&](int64_t n, int64_t y, int64_t x, int64_t c) {
    double largest = -INFINITY;
    forEachInWindow(op, *operands[0], n, y, x, c, [&](double value, int64_t) {
      largest = larger(largest, value);
    });
    return largest;
  });
}

static void avgPool(Operation *operation, Operands operands, Array &result) {
  auto op = cast<AvgPoolOp>(operation);
  double whole = static_cast<double>(op.getWindow()[0] * op.getWindow()[1]);
  forEachPosition(result, [&](int64_t n, int64_t y, int64_t x, int64_t c) {
    double sum = 0, inside = 0;
    forEachInWindow(op, *operands[0], n, y, x, c,
                    [&](double value, int64_t) { sum += value, ++inside; });
    return sum / (op.getCountPadding() ? whole : inside);
  });
}

/// The place of the largest element of a window, of equal ones the first; -1
/// where it holds none.
template <typename Op>
static int64_t placeOfLargest(Op op, const Array &input, int64_t n, int64_t y,
                              int64_t x, int64_t c) {
  double largest = -INFINITY;
  int64_t found = -1;
  forEachInWindow(op, input, n, y, x, c, [&](double value, int64_t place) {
    if (found < 0 || value > largest)
      largest = value, found = place;
  });
  return found;
}

static void maxPoolIndices(Operation *operation, Operands operands,
                           Array &result) {
  auto op = cast<MaxPoolIndicesOp>(operation);
  forEachPosition(result, [&](int64_t n, int64_t y, int64_t x, int64_t c) {
    return static_cast<double>(placeOfLargest(op, *operands[0], n, y, x, c));
  });
}

static void maxPoolGradient(Operation *operation, Operands operands,
                            Array &result) {
  auto op = cast<MaxPoolGradientOp>(operation);
  forEachPixel(*operands[1], [&](double gradient, int64_t n, int64_t y,
                                 int64_t x, int64_t c) {
    int64_t place = placeOfLargest(op, *operands[0], n, y, x, c);
    if (place >= 0)
      pixelAt(result, n, place, c) += gradient;
  });
}

static void avgPoolGradient(Operation *operation, Operands operands,
                            Array &result) {
  auto op = cast<AvgPoolGradientOp>(operation);
  double whole = static_cast<double>(op.getWindow()[0] * op.getWindow()[1]);
  forEachPixel(*operands[0], [&](double gradient, int64_t n, int64_t y,
                                 int64_t x, int64_t c) {
    double inside = 0;
    forEachInWindow(op, result, n, y, x, c, [&](double, int64_t) { ++inside; });
    forEachInWindow(op, result, n, y, x, c, [&](double, int64_t place) {
      pixelAt(result, n, place, c) +=
          gradient / (op.getCountPadding() ? whole : inside);
    });
  });
}

static void maxUnpool(Operation *, Operands operands, Array &result) {
  const Array &input = *operands[0], &indices = *operands[1];
  int64_t channels = result.shape[3],
          places = result.shape[1] * result.shape[2],
          image = input.shape[1] * input.shape[2] * channels;
  for (size_t i = 0; i < input.values.size(); ++i) {
    auto place = static_cast<int64_t>(indices.values[i]);
    int64_t n = static_cast<int64_t>(i) / image;
    if (place >= 0 && place < places)
      result.values[(n * places + place) * channels + i % channels] =
          input.values[i];
  }
}

//===- resize ------------------------------------------------------------===//

namespace {
/// A row of the input and what it counts.
struct Tap {
  int64_t row;
  double weight;
};
} // namespace

/// The cubic kernel of Keys (1981) with a = -0.75 at distance `t`.
static double cubic(double t) {
  constexpr double a = -0.75;
  t = std::fabs(t);
  if (t <= 1)
    return ((a + 2) * t - (a + 3)) * t * t + 1;
  return t < 2 ? ((a * t - 5 * a) * t + 8 * a) * t - 4 * a : 0;
}

/// The rows of `in` that make row `i` of `out`.
template <typename Op>
static SmallVector<Tap, 4> tapsOf(Op op, int64_t i, int64_t in, int64_t out) {
  bool halfPixel = op.getCoordinates() == "half_pixel",
       aligned = op.getCoordinates() == "align_corners";
  double scale = aligned ? (out > 1 ? double(in - 1) / double(out - 1) : 0)
                         : double(in) / double(out);
  double offset = halfPixel ? 0.5 : 0;
  if (op.getMode() == "nearest")
    // Exact: floor((i + offset) * in / out).
    return {{std::min((2 * i + halfPixel) * in / (2 * out), in - 1), 1}};
  double s = (double(i) + offset) * scale - offset;
  if (op.getMode() == "bilinear")
    s = std::max(s, 0.0);
  auto base = static_cast<int64_t>(std::floor(s));
  bool isCubic = op.getMode() == "bicubic";
  SmallVector<Tap, 4> taps;
  for (int64_t row = base - isCubic; row <= base + 1 + isCubic; ++row) {
    double distance = s - double(row);
    taps.push_back({std::clamp(row, int64_t(0), in - 1),
                    isCubic ? cubic(distance) : 1 - std::fabs(distance)});
  }
  return taps;
}

static void resize(Operation *operation, Operands operands, Array &result) {
  auto op = cast<ResizeOp>(operation);
  const Array &input = *operands[0];
  int64_t height = input.shape[1], width = input.shape[2],
          channels = input.shape[3];
  forEachPosition(result, [&](int64_t n, int64_t y, int64_t x, int64_t c) {
    double sum = 0;
    for (Tap row : tapsOf(op, y, height, result.shape[1]))
      for (Tap column : tapsOf(op, x, width, result.shape[2]))
        sum += row.weight * column.weight *
               input.values[((n * height + row.row) * width + column.row) *
                                channels +
                            c];
    return sum;
  });
}

static void resizeGradient(Operation *operation, Operands operands,
                           Array &result) {
  auto op = cast<ResizeGradientOp>(operation);
  const Array &gradients = *operands[0];
  int64_t height = result.shape[1], width = result.shape[2];
  forEachPixel(gradients, [&](double gradient, int64_t n, int64_t y, int64_t x,
                              int64_t c) {
    for (Tap row : tapsOf(op, y, height, gradients.shape[1]))
      for (Tap column : tapsOf(op, x, width, gradients.shape[2]))
        pixelAt(result, n, row.row * width + column.row, c) +=
            row.weight * column.weight * gradient;
  });
}

//===- affine_sample -----------------------------------------------------===//

static void affineSample(Operation *operation, Operands operands,
                         Array &result) {
  auto op = cast<AffineSampleOp>(operation);
  const Array &input = *operands[0], &maps = *operands[1];
  const double fill = op.getFill().convertToDouble();
  const int64_t height = input.shape[1], width = input.shape[2];
  // Places far outside, and what is no place, are as good as just outside.
  auto within = [](double place, int64_t size) {
    return place > -2 && place < double(size) + 1 ? place : -2;
  };
  forEachPosition(result, [&](int64_t n, int64_t y, int64_t x, int64_t c) {
    auto pixel = [&](double row, double column) {
      if (row < 0 || row >= double(height) || column < 0 ||
          column >= double(width))
        return fill;
      auto place =
          static_cast<int64_t>(row) * width + static_cast<int64_t>(column);
      return input.values[(n * height * width + place) * input.shape[3] + c];
    };
    const double *map = &maps.values[n * 6];
    const double row = within(map[0] * double(y) + map[1] * double(x) + map[2],
                              height),
                 column = within(
                     map[3] * double(y) + map[4] * double(x) + map[5], width);
    if (op.getMode() == "nearest")
      return pixel(std::ceil(row - 0.5), std::ceil(column - 0.5));
    const double top = std::floor(row), left = std::floor(column),
                 down = row - top, right = column - left;
    return (1 - down) *
               ((1 - right) * pixel(top, left) + right * pixel(top, left + 1)) +
           down * ((1 - right) * pixel(top + 1, left) +
                   right * pixel(top + 1, left + 1));
  });
}

ArrayRef<OpReference> imageReferences() {
  static const OpReference table[] = {
      {MaxPoolOp::getOperationName(), maxPool},
      {AvgPoolOp::getOperationName(), avgPool},
      {MaxPoolIndicesOp::getOperationName(), maxPoolIndices},
      {MaxUnpoolOp::getOperationName(), maxUnpool},
      {MaxPoolGradientOp::getOperationName(), maxPoolGradient},
      {AvgPoolGradientOp::getOperationName(), avgPoolGradient},
      {ResizeOp::getOperationName(), resize},
      {ResizeGradientOp::getOperationName(), resizeGradient},
      {AffineSampleOp::getOperationName(), affineSample},
  };
  return table;
}

} // namespace sinter

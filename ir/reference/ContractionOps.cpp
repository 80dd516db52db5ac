// ContractionOps.cpp: sums of products as plain loops.
#include "ir/Winograd.h"
#include "ir/reference/References.h"

#include <array>

using namespace mlir;

namespace sinter {

/// Starts each sum at its bias: `result` is [..., outputs].
static void fillWithBias(const Array &bias, Array &result) {
  size_t outputs = bias.values.size();
  for (size_t i = 0; i < result.values.size(); i += outputs)
    llvm::copy(bias.values, result.values.begin() + i);
}

/// [filters, c / groups, kh, kw] -> [kh, kw, c, filters / groups]: for a tap
/// and an input channel, the weights that it reaches side by side.
static std::vector<double> tapsFirst(const Array &weight, int64_t groups) {
  int64_t filters = weight.shape[0], depth = weight.shape[1],
          taps = weight.shape[2] * weight.shape[3];
  int64_t reached = filters / groups;
  std::vector<double> result(weight.values.size());
  for (int64_t filter = 0; filter < filters; ++filter)
    for (int64_t i = 0; i < depth; ++i)
      for (int64_t tap = 0; tap < taps; ++tap) {
        int64_t channel = filter / reached * depth + i;
        result[(tap * depth * groups + channel) * reached + filter % reached] =
            weight.values[(filter * depth + i) * taps + tap];
      }
  return result;
}

/// Adds what one tap gives to all filters of one position.
static void addTap(const double *pixel, const double *weights, int64_t groups,
                   int64_t depth, int64_t reached, double *sums) {
  for (int64_t group = 0; group < groups; ++group, sums += reached)
    for (int64_t i = 0; i < depth; ++i, ++pixel, weights += reached)
      for (int64_t filter = 0; filter < reached; ++filter)
        sums[filter] += *pixel * weights[filter];
}

static void conv2d(Operation *operation, Operands operands, Array &result) {
  auto op = cast<Conv2dOp>(operation);
  const Array &input = *operands[0], &weight = *operands[1];
  if (op.getBias())
    fillWithBias(*operands[2], result);
  ArrayRef<int64_t> strides = op.getStrides(), padding = op.getPadding(),
                    dilations = op.getDilations();
  int64_t groups = op.getGroups(), filters = weight.shape[0],
          depth = weight.shape[1];
  int64_t height = input.shape[1], width = input.shape[2],
          channels = input.shape[3];
  std::vector<double> packed = tapsFirst(weight, groups);

  double *sums = result.values.data();
  for (int64_t n = 0; n < result.shape[0]; ++n)
    for (int64_t y = 0; y < result.shape[1]; ++y)
      for (int64_t x = 0; x < result.shape[2]; ++x, sums += filters)
        for (int64_t u = 0; u < weight.shape[2]; ++u) {
          int64_t row = y * strides[0] + u * dilations[0] - padding[0];
          if (row < 0 || row >= height)
            continue;
          for (int64_t v = 0; v < weight.shape[3]; ++v) {
            int64_t column = x * strides[1] + v * dilations[1] - padding[2];
            if (column < 0 || column >= width)
              continue;
            const double *pixel =
                &input.values[((n * height + row) * width + column) * channels];
            const double *weights = &packed[(u * weight.shape[3] + v) *
                                            channels * (filters / groups)];
            addTap(pixel, weights, groups, depth, filters / groups, sums);
          }
        }
}

static void conv2dTranspose(Operation *operation, Operands operands,
                            Array &result) {
  auto op = cast<Conv2dTransposeOp>(operation);
  const Array &input = *operands[0], &weight = *operands[1];
  if (op.getBias())
    fillWithBias(*operands[2], result);
  ArrayRef<int64_t> strides = op.getStrides(), padding = op.getPadding(),
                    dilations = op.getDilations();
  int64_t groups = op.getGroups(), channels = input.shape[3],
          filters = result.shape[3], reached = weight.shape[1],
          height = result.shape[1], width = result.shape[2],
          taps = weight.shape[2] * weight.shape[3];
  // Each element of the input at (n, r, s, i) reaches the filters of its group.
  const double *value = input.values.data();
  for (int64_t n = 0; n < input.shape[0]; ++n)
    for (int64_t r = 0; r < input.shape[1]; ++r)
      for (int64_t s = 0; s < input.shape[2]; ++s)
        for (int64_t i = 0; i < channels; ++i, ++value)
          for (int64_t tap = 0; tap < taps; ++tap) {
            int64_t u = tap / weight.shape[3], v = tap % weight.shape[3];
            int64_t y = r * strides[0] + u * dilations[0] - padding[0],
                    x = s * strides[1] + v * dilations[1] - padding[2];
            if (y < 0 || y >= height || x < 0 || x >= width)
              continue;
            double *sums =
                &result.values[((n * height + y) * width + x) * filters +
                               i / (channels / groups) * reached];
            for (int64_t f = 0; f < reached; ++f)
              sums[f] += *value * weight.values[(i * reached + f) * taps + tap];
          }
}

/// matrix * values * matrix', of square `values`.
static Winograd::Matrix transformBothWays(const Winograd::Matrix &matrix,
                                          const Winograd::Matrix &values) {
  const size_t rows = matrix.size(), size = values.size();
  Winograd::Matrix result(rows, std::vector<double>(rows));
  for (size_t i = 0; i < rows; ++i)
    for (size_t j = 0; j < rows; ++j)
      for (size_t u = 0; u < size; ++u)
        for (size_t v = 0; v < size; ++v)
          result[i][j] += matrix[i][u] * values[u][v] * matrix[j][v];
  return result;
}

// Columns first, then rows: a model has a million filters.
static void winogradFilter(Operation *operation, Operands operands,
                           Array &result) {
  const Winograd winograd(cast<WinogradFilterOp>(operation).getTile());
  const int64_t taps = winograd.taps;
  std::vector<std::array<double, 3>> matrix(taps), columns(taps);
  for (int64_t i = 0; i < taps; ++i)
    llvm::copy(winograd.filter[i], matrix[i].begin());
  auto dot = [](const double *a, const double *b, int64_t stride) {
    return a[0] * b[0] + a[1] * b[stride] + a[2] * b[2 * stride];
  };
  const double *weight = operands[0]->values.data();
  for (auto to = result.values.begin(); to != result.values.end();
       weight += 9) {
    for (int64_t i = 0; i < taps; ++i)
      for (int64_t v = 0; v < 3; ++v)
        columns[i][v] = dot(matrix[i].data(), weight + v, 3);
    for (int64_t i = 0; i < taps; ++i)
      for (int64_t j = 0; j < taps; ++j)
        *to++ = dot(columns[i].data(), matrix[j].data(), 1);
  }
}

static void winogradConv2d(Operation *operation, Operands operands,
                           Array &result) {
  auto op = cast<WinogradConv2dOp>(operation);
  const Array &input = *operands[0], &filter = *operands[1];
  const Winograd winograd(op.getTile());
  const int64_t tile = winograd.tile, taps = winograd.taps,
                height = result.shape[1], width = result.shape[2],
                filters = result.shape[3], channels = input.shape[3];
  if (op.getBias())
    fillWithBias(*operands[2], result);
  // The element of the input at row y, column x of the padded image.
  auto inputAt = [&](int64_t n, int64_t y, int64_t x, int64_t channel) {
    y -= op.getPadding()[0];
    x -= op.getPadding()[2];
    bool inside = y >= 0 && y < input.shape[1] && x >= 0 && x < input.shape[2];
    return inside
               ? input.values[((n * input.shape[1] + y) * input.shape[2] + x) *
                                  channels +
                              channel]
               : 0.0;
  };
  // Adds the results of one tile.
  auto addTile = [&](int64_t n, int64_t top, int64_t left) {
    std::vector<Winograd::Matrix> sums(
        filters, Winograd::Matrix(taps, std::vector<double>(taps)));
    Winograd::Matrix image(taps, std::vector<double>(taps));
    for (int64_t channel = 0; channel < channels; ++channel) {
      for (int64_t i = 0; i < taps * taps; ++i)
        image[i / taps][i % taps] =
            inputAt(n, top + i / taps, left + i % taps, channel);
      const Winograd::Matrix transformed =
          transformBothWays(winograd.input, image);
      for (int64_t f = 0; f < filters; ++f)
        for (int64_t i = 0; i < taps * taps; ++i)
          sums[f][i / taps][i % taps] +=
              transformed[i / taps][i % taps] *
              filter.values[(f * channels + channel) * taps * taps + i];
    }
    for (int64_t f = 0; f < filters; ++f) {
      const Winograd::Matrix results =
          transformBothWays(winograd.output, sums[f]);
      for (int64_t y = 0; y < tile && top + y < height; ++y)
        for (int64_t x = 0; x < tile && left + x < width; ++x)
          result.values[((n * height + top + y) * width + left + x) * filters +
                        f] += results[y][x];
    }
  };
  for (int64_t n = 0; n < result.shape[0]; ++n)
    for (int64_t top = 0; top < height; top += tile)
      for (int64_t left = 0; left < width; left += tile)
        addTile(n, top, left);
}

static void dense(Operation *operation, Operands operands, Array &result) {
  const Array &input = *operands[0], &weight = *operands[1];
  if (cast<DenseOp>(operation).getBias())
    fillWithBias(*operands[2], result);
  size_t units = weight.shape[0], k = weight.shape[1];
  for (size_t row = 0; row < input.values.size() / k; ++row)
    for (size_t unit = 0; unit < units; ++unit)
      for (size_t i = 0; i < k; ++i)
        result.values[row * units + unit] +=
            input.values[row * k + i] * weight.values[unit * k + i];
}

static void matmul(Operation *, Operands operands, Array &result) {
  const Array &lhs = *operands[0], &rhs = *operands[1];
  size_t rank = result.shape.size();
  int64_t rows = result.shape[rank - 2], columns = result.shape[rank - 1],
          inner = lhs.shape.back();
  ArrayRef<int64_t> batch = ArrayRef<int64_t>(result.shape).drop_back(2);
  // The matrix of `operand` that broadcasts to matrix `index` of the result.
  auto matrix = [&](const Array &operand, int64_t index) {
    size_t leading = operand.shape.size() - 2;
    int64_t at = 0, step = 1;
    for (size_t dim = batch.size(); dim-- > 0; index /= batch[dim]) {
      if (dim + leading < batch.size())
        break;
      int64_t size = operand.shape[dim + leading - batch.size()];
      at += size == 1 ? 0 : index % batch[dim] * step;
      step *= size;
    }
    return &operand.values[at * operand.shape[leading] *
                           operand.shape[leading + 1]];
  };
  double *sum = result.values.data();
  for (int64_t index = 0; index < elementCount(batch); ++index) {
    const double *a = matrix(lhs, index), *b = matrix(rhs, index);
    for (int64_t i = 0; i < rows; ++i)
      for (int64_t j = 0; j < columns; ++j, ++sum)
        for (int64_t k = 0; k < inner; ++k)
          *sum += a[i * inner + k] * b[k * columns + j];
  }
}

/// Adds to the gradient of one tap, [c, filters / groups], what one position
/// gives.
static void addTapGradient(const double *pixel, const double *gradient,
                           int64_t groups, int64_t depth, int64_t reached,
                           double *tap) {
  for (int64_t group = 0; group < groups; ++group, gradient += reached)
    for (int64_t i = 0; i < depth; ++i, ++pixel, tap += reached)
      for (int64_t filter = 0; filter < reached; ++filter)
        tap[filter] += *pixel * gradient[filter];
}

static void conv2dWeightGradient(Operation *operation, Operands operands,
                                 Array &result) {
  auto op = cast<Conv2dWeightGradientOp>(operation);
  const Array &input = *operands[0], &gradient = *operands[1];
  ArrayRef<int64_t> strides = op.getStrides(), padding = op.getPadding(),
                    dilations = op.getDilations();
  int64_t groups = op.getGroups(), filters = result.shape[0],
          depth = result.shape[1], rows = result.shape[2],
          columns = result.shape[3], reached = filters / groups;
  int64_t height = input.shape[1], width = input.shape[2],
          channels = input.shape[3];
  std::vector<double> taps(result.values.size()); // as tapsFirst has them

  const double *at = gradient.values.data();
  for (int64_t n = 0; n < gradient.shape[0]; ++n)
    for (int64_t y = 0; y < gradient.shape[1]; ++y)
      for (int64_t x = 0; x < gradient.shape[2]; ++x, at += filters)
        for (int64_t tap = 0; tap < rows * columns; ++tap) {
          int64_t row = y * strides[0] + tap / columns * dilations[0] -
                        padding[0],
                  column = x * strides[1] + tap % columns * dilations[1] -
                           padding[2];
          if (row < 0 || row >= height || column < 0 || column >= width)
            continue;
          addTapGradient(
              &input.values[((n * height + row) * width + column) * channels],
              at, groups, depth, reached, &taps[tap * channels * reached]);
        }
  for (int64_t filter = 0; filter < filters; ++filter)
    for (int64_t i = 0; i < depth; ++i)
      for (int64_t tap = 0; tap < rows * columns; ++tap) {
        int64_t channel = filter / reached * depth + i;
        result.values[(filter * depth + i) * rows * columns + tap] =
            taps[(tap * channels + channel) * reached + filter % reached];
      }
}

static void denseWeightGradient(Operation *, Operands operands, Array &result) {
  const Array &input = *operands[0], &gradient = *operands[1];
  size_t units = result.shape[0], k = result.shape[1];
  for (size_t row = 0; row < input.values.size() / k; ++row)
    for (size_t unit = 0; unit < units; ++unit)
      for (size_t i = 0; i < k; ++i)
        result.values[unit * k + i] +=
            gradient.values[row * units + unit] * input.values[row * k + i];
}

ArrayRef<OpReference> contractionReferences() {
  static const OpReference table[] = {
      {Conv2dOp::getOperationName(), conv2d},
      {Conv2dTransposeOp::getOperationName(), conv2dTranspose},
      {Conv2dWeightGradientOp::getOperationName(), conv2dWeightGradient},
      {DenseOp::getOperationName(), dense},
      {DenseWeightGradientOp::getOperationName(), denseWeightGradient},
      {MatmulOp::getOperationName(), matmul},
      {WinogradFilterOp::getOperationName(), winogradFilter},
      {WinogradConv2dOp::getOperationName(), winogradConv2d},
  };
  return table;
}

} // namespace sinter

// Winograd.cpp: see Winograd.h.
#include "ir/Winograd.h"

#include <cassert>
#include <cmath>

namespace sinter {

static Winograd::Matrix zeros(int64_t rows, int64_t columns) {
  return Winograd::Matrix(rows, std::vector<double>(columns));
}

// Row i of B' is the polynomial without its factor for point i, row i of G the
// powers of the point over the value of that at the point, column i of A' the
// powers of the point.
Winograd::Winograd(int64_t tile)
    : tile(tile), taps(tile + 2), input(zeros(taps, taps)),
      filter(zeros(taps, 3)), output(zeros(tile, taps)) {
  assert(hasTile(tile));
  const std::vector<double> points =
      tile == 2 ? std::vector<double>{0, 1, -1}
                : std::vector<double>{0, std::sqrt(0.5), -std::sqrt(0.5),
                                      std::sqrt(2.0), -std::sqrt(2.0)};
  const int64_t finite = taps - 1;
  // The product of (x - point) over all points but `left`, lowest power first.
  auto product = [&](int64_t left) {
    std::vector<double> polynomial = {1};
    for (int64_t i = 0; i < finite; ++i) {
      if (i == left)
        continue;
      polynomial.push_back(0);
      for (size_t power = polynomial.size() - 1; power > 0; --power)
        polynomial[power] =
            polynomial[power - 1] - points[i] * polynomial[power];
      polynomial[0] *= -points[i];
    }
    return polynomial;
  };
  for (int64_t i = 0; i < taps; ++i) {
    std::vector<double> polynomial = product(i);
    for (double &coefficient : polynomial) // 0 but for rounding
      if (std::abs(coefficient) < 1e-12)
        coefficient = 0;
    std::copy(polynomial.begin(), polynomial.end(), input[i].begin());
    double scale = 0; // of the polynomial at its point
    for (size_t power = 0; i < finite && power < polynomial.size(); ++power)
      scale += polynomial[power] * std::pow(points[i], power);
    for (int64_t power = 0; power < 3; ++power)
      filter[i][power] =
          i < finite ? std::pow(points[i], power) / scale : power == 2;
    for (int64_t power = 0; power < tile; ++power)
      output[power][i] =
          i < finite ? std::pow(points[i], power) : power == tile - 1;
  }
}

} // namespace sinter

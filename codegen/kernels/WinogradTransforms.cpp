// WinogradTransforms.cpp: see WinogradTransforms.h.
#include "codegen/kernels/WinogradTransforms.h"

using namespace Halide;

namespace sinter::kernels {

ExprList transform(const Winograd::Matrix &matrix,
                   const std::function<Expr(int)> &value) {
  auto part = [&](const std::vector<double> &row, int parity, double scale) {
    Expr total;
    for (int v = parity; v < static_cast<int>(row.size()); v += 2)
      if (row[v] != 0) {
        const auto factor = static_cast<float>(row[v] / scale);
        Expr term = factor == 1 ? value(v) : value(v) * factor;
        total = total.defined() ? total + term : term;
      }
    return total;
  };
  ExprList results;
  for (const std::vector<double> &row : matrix) {
    double odd = 0; // the last factor at an odd place
    for (size_t v = 1; v < row.size(); v += 2)
      if (row[v] != 0)
        odd = row[v];
    Expr evens = part(row, 0, 1), odds = odd != 0 ? part(row, 1, odd) : Expr();
    const auto factor = static_cast<float>(odd);
    if (!odds.defined())
      results.push_back(evens);
    else if (!evens.defined())
      results.push_back(factor == 1 ? odds : odds * factor);
    else
      results.push_back(evens + (factor == 1 ? odds : odds * factor));
  }
  return results;
}

ExprList transformPairs(const Winograd::Matrix &matrix,
                        const std::function<Expr(int)> &value) {
  ExprList results;
  for (const std::vector<double> &row : matrix) {
    const int last = static_cast<int>(row.size()) - 1;
    Expr total = row[0] != 0 ? value(0) : Expr();
    for (int v = 1; v + 1 < last; v += 2) {
      Expr pair = row[v] == row[v + 1] ? value(v) + value(v + 1)
                                       : value(v) - value(v + 1);
      const auto factor = static_cast<float>(row[v]);
      Expr term = factor == 1 ? pair : pair * factor;
      total = total.defined() ? total + term : term;
    }
    results.push_back(row[last] != 0 ? total + value(last) : total);
  }
  return results;
}

} // namespace sinter::kernels

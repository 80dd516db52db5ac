// Interleaved.cpp: see Interleaved.h.
#include "codegen/kernels/Interleaved.h"

using namespace Halide;

namespace sinter::kernels {

Interleaved::Interleaved(int rows, int columns, const std::vector<Var> &others,
                         const std::function<Expr(Expr z)> &load)
    : elements(rows * columns), steps{Func("step")} {
  std::vector<Var> vars = {z};
  vars.insert(vars.end(), others.begin(), others.end());
  steps[0](vars) = load(z);
  const ExprList rest(others.begin(), others.end());
  for (int done = 1; done < rows; done *= 2) {
    Func next("step");
    next(vars) =
        select(z % 2 == 0, at(z / 2, rest), at(z / 2 + elements / 2, rest));
    steps.push_back(next);
  }
}

Expr Interleaved::at(const Expr &z, const ExprList &others) const {
  ExprList place = {z};
  place.insert(place.end(), others.begin(), others.end());
  return steps.back()(place);
}

void Interleaved::computeAt(const LoopLevel &loop, int lanes) {
  const int pairs = elements / 2 % lanes == 0 ? lanes : lanes / 2;
  Var pair("pair"), parity("parity"), vector("vector");
  for (size_t i = 0; i < steps.size(); ++i) {
    Func &step = steps[i];
    step.compute_at(loop).store_in(MemoryType::Stack).bound(z, 0, elements);
    if (i == 0)
      step.split(z, vector, z, lanes).vectorize(z).unroll(vector);
    else
      step.split(z, pair, parity, 2)
          .split(pair, vector, pair, pairs)
          .reorder(parity, pair, vector)
          .unroll(parity)
          .vectorize(pair)
          .unroll(vector);
  }
}

int tilesInRun(llvm::ArrayRef<int64_t> shape, int64_t dim, int lanes) {
  constexpr int64_t most = 9; // of which each is some 100 instructions
  int64_t behind = 1;
  for (int64_t size : shape.drop_front(dim + 2))
    behind *= size;
  return behind <= most && shape[dim + 1] % lanes == 0
             ? static_cast<int>(behind)
             : 1;
}

} // namespace sinter::kernels

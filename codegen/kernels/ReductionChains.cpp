// ReductionChains.cpp: see ReductionChains.h.
#include "codegen/kernels/ReductionChains.h"

#include "codegen/kernels/Pointwise.h"

#include <numeric>

using namespace Halide;

namespace sinter::kernels {

bool ReductionChains::fits(llvm::ArrayRef<int> extents) {
  constexpr int64_t unrolled = 16; // such short ones are, in one chain
  return *llvm::max_element(extents) >= kChains &&
         std::accumulate(extents.begin(), extents.end(), int64_t(1),
                         std::multiplies<>()) > unrolled;
}

// The positions in `domain`, but for `position` along one axis.
static std::vector<Index> positionsIn(const RDom &domain, size_t axis,
                                      const Expr &position) {
  std::vector<Index> positions;
  for (int i = 0; i < domain.dimensions(); ++i)
    positions.push_back(Index{Expr(domain[i])});
  positions[axis] = Index{position};
  return positions;
}

ReductionChains::ReductionChains(Frame &kernelFrame, const LoopNest &loopNest,
                                 llvm::ArrayRef<int> extents,
                                 const Element &element, Combine combineTwo,
                                 Expr neutral)
    : frame(kernelFrame), nest(loopNest), combine(combineTwo),
      longest(llvm::max_element(extents) - extents.begin()) {
  std::vector<Var> vars = nest.vars();
  ExprList line(vars.begin(), vars.end()), all = line;
  all.emplace_back(chain);
  const Point at = nest.at(line);
  const int length = extents[longest], left = length % kChains;
  Region ranges;
  for (int extent : extents)
    ranges.emplace_back(0, extent);
  ranges[longest] = {0, length / kChains};
  steps = RDom(ranges, "steps");
  vars.push_back(chain);
  parts(vars) = neutral.defined()
                    ? neutral
                    : element(at, std::vector<Index>(extents.size(), Index{0}));
  parts(vars) = combine(
      parts(vars), element(at, positionsIn(steps, longest,
                                           steps[longest] * kChains + chain)));
  if (left == 0)
    return;
  ranges[longest] = {0, left};
  rest = RDom(ranges, "rest");
  all.back() = rest[longest];
  parts(all) = combine(
      parts(all),
      element(at, positionsIn(rest, longest, length - left + rest[longest])));
}

Expr ReductionChains::operator()(const ExprList &line) const {
  auto part = [&](int i) {
    ExprList at = line;
    at.emplace_back(i);
    return Expr(parts(at));
  };
  static_assert(kChains == 4, "a balanced tree");
  return combine(combine(part(0), part(1)), combine(part(2), part(3)));
}

void ReductionChains::schedule() {
  scheduleReduced(frame, nest, parts, steps, /*tile=*/1, /*unrolled=*/0);
  parts.bound(chain, 0, kChains).unroll(chain);
  auto inOrder = [&](VarOrRVar chains, const RDom &domain) {
    std::vector<VarOrRVar> order = {nest.vars()[0], chains};
    for (int i = 0; i < domain.dimensions(); ++i)
      if (*Internal::as_const_int(domain[i].extent()) != 1 &&
          domain[i].name() != chains.name())
        order.emplace_back(domain[i]);
    return order;
  };
  parts.update(0).reorder(inOrder(chain, steps)).unroll(chain);
  if (!rest.defined())
    return;
  Stage last = parts.update(1);
  const bool isOne = *Internal::as_const_int(rest[longest].extent()) == 1;
  if (!isOne)
    last.reorder(inOrder(rest[longest], rest)).unroll(rest[longest]);
  if (isVector(frame, nest))
    last.vectorize(nest.vars()[0]);
}

} // namespace sinter::kernels

// ReductionChains.h: reductions at each point of a result, several at a time.
#pragma once

#include "codegen/kernels/Frame.h"

namespace sinter::kernels {

/// Combines the elements over axes at each point of the loops of a result. They
/// are dealt out to chains, which hides the latency of an addition, and rounds
/// less often than one chain through all of them:
///
///   parts(line, chain) = combine over the elements i of the longest axis with
///                        i mod kChains = chain
///   whole(line) = combine over the chains
class ReductionChains {
public:
  static constexpr int kChains = 4;
  using Element = std::function<Halide::Expr(const Point &at,
                                             llvm::ArrayRef<Index> positions)>;
  using Combine = Halide::Expr (*)(Halide::Expr, Halide::Expr);

  /// Whether axes of these extents are long enough.
  static bool fits(llvm::ArrayRef<int> extents);

  /// `extents` are those of the axes, innermost first, as positions are.
  /// Without a `neutral` element combining one twice must change nothing.
  ReductionChains(Frame &frame, const LoopNest &nest,
                  llvm::ArrayRef<int> extents, const Element &element,
                  Combine combine, Halide::Expr neutral);

  /// What the elements at these loop values reduce to.
  Halide::Expr operator()(const ExprList &line) const;
  /// After the result has been stored.
  void schedule();

private:
  Frame &frame;
  const LoopNest &nest;
  Combine combine;
  Halide::Func parts{"parts"};
  Halide::Var chain{"chain"};
  Halide::RDom steps, rest; ///< whole rounds of all chains; the others
  size_t longest;           ///< of the axes
};

} // namespace sinter::kernels

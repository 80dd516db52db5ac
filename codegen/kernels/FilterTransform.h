// FilterTransform.h: filters of Winograd's algorithm from the weights of a
// convolution, inside a kernel.
//
//   rows(f, v, i)      = sum over u of G[i][u] weight(f, c, u, v)
//   filter(f, c, i, j) = sum over v of G[j][v] rows(f, v, i)
//
// for a vector of filters f and one input channel c at a time: 9 vectors become
// (T + 2)^2.
#pragma once

#include "codegen/kernels/Interleaved.h"
#include "codegen/kernels/StridedView.h"
#include "codegen/kernels/WinogradTransforms.h"

namespace sinter::kernels {

class FilterTransform {
public:
  FilterTransform(Frame &frame, WinogradFilterOp op);

  /// Whether the weights of an input lie side by side for all filters. Then the
  /// loop over blocks of filters is better inside of that over inputs.
  bool areFiltersTogether() const { return order == Order::Filters; }

  /// The filter at taps `j` along x and `i` along y, for lane `f` of block
  /// `block` of filters and input `c`.
  Halide::Expr at(const Halide::Expr &f, const Halide::Expr &j,
                  const Halide::Expr &i, const Halide::Expr &c,
                  const Halide::Expr &block) const;

  /// `unit` is the consumer's loop just around lanes and taps, and `inputs` the
  /// one just around the loop over the inputs of a block.
  void computeAt(const Halide::LoopLevel &unit,
                 const Halide::LoopLevel &inputs);

private:
  /// How the weight's memory runs behind the 9 taps of a filter and an input:
  /// over inputs, over filters, or in another way.
  enum class Order { Inputs, Filters, Other };

  Order chooseOrder();
  Halide::Expr tapAt(const Halide::Expr &u, const Halide::Expr &v) const;
  Halide::Expr load(const Halide::Expr &filter, const Halide::Expr &input,
                    const Halide::Expr &behind) const;

  Frame &frame;
  WinogradFilterOp op;
  const Winograd winograd;
  const int lanes;
  std::optional<StridedView> view;
  const Order order;

  Halide::Var f{"f"}, j{"j"}, i{"i"}, c{"c"}, block{"block"};
  Halide::Var tile{"tile"}, column{"column"}; ///< of a row of inputs and taps
  std::optional<Interleaved> interleaved;
  Halide::Func turned{"turned"}, weights{"weights"}, rows{"filter_rows"};
};

} // namespace sinter::kernels

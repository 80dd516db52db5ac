// FilterTransform.cpp: see FilterTransform.h.
//
// Vectors are along filters and weights lie in rows, so that they would have to
// be gathered. Where behind the taps of a filter and an input those of the next
// input follow, L filters by L inputs are turned around, 9 squares one after
// the other. Where those of the next filter follow, the taps of L filters
// become as many vectors as there are taps.
#include "codegen/kernels/FilterTransform.h"

using namespace Halide;

namespace sinter::kernels {

constexpr int kTaps = 9;

FilterTransform::FilterTransform(Frame &frame, WinogradFilterOp op)
    : frame(frame), op(op), winograd(op.getTile()), lanes(frame.lanes()),
      view(stridedView(frame, op.getWeight())), order(chooseOrder()) {
  llvm::ArrayRef<int64_t> shape =
      llvm::cast<mlir::RankedTensorType>(op.getWeight().getType()).getShape();
  Expr weight;
  switch (order) {
  case Order::Inputs:
    interleaved.emplace(
        lanes, lanes, std::vector<Var>{tile, block}, [&](const Expr &z) {
          return load(block * lanes + z / lanes, 0, tile * lanes + z % lanes);
        });
    turned(f, column, block) =
        interleaved->at(column % lanes * lanes + f, {column / lanes, block});
    weight = turned(f, c * kTaps + tapAt(i, j), block);
    break;
  case Order::Filters:
    interleaved.emplace(
        lanes, kTaps, std::vector<Var>{c, block},
        [&](const Expr &z) { return load(block * lanes, c, z); });
    weight = interleaved->at(tapAt(i, j) * lanes + f, {c, block});
    break;
  case Order::Other:
    weight = frame.evaluate(
        op.getWeight(),
        {Index{block, f, lanes, shape[0] % lanes != 0},
         Index{c / lanes, c % lanes, lanes, shape[1] % lanes != 0}, Index{i},
         Index{j}});
    break;
  }
  weights(f, j, i, c, block) = weight;
  rows(f, j, i, c, block) = mux(i, transform(winograd.filter, [&](int u) {
                                  return Expr(weights(f, j, u, c, block));
                                }));
}

FilterTransform::Order FilterTransform::chooseOrder() {
  llvm::ArrayRef<int64_t> shape =
      llvm::cast<mlir::RankedTensorType>(op.getWeight().getType()).getShape();
  if (!view || std::abs(view->strides[2]) != 3 ||
      std::abs(view->strides[3]) != 1 || shape[0] % lanes != 0 ||
      shape[1] % lanes != 0)
    return Order::Other;
  return view->strides[1] == kTaps   ? Order::Inputs
         : view->strides[0] == kTaps ? Order::Filters
                                     : Order::Other;
}

/// The place of tap (u, v) among the 9 side by side, which may lie the other
/// way around.
Expr FilterTransform::tapAt(const Expr &u, const Expr &v) const {
  auto along = [&](size_t dim, const Expr &tap) {
    const auto stride = static_cast<int>(view->strides[dim]);
    return stride > 0 ? tap * stride : (tap - 2) * stride;
  };
  return along(2, u) + along(3, v);
}

/// The element so far behind the first tap of a filter and an input.
Expr FilterTransform::load(const Expr &filter, const Expr &input,
                           const Expr &behind) const {
  int64_t first = view->offset;
  for (size_t dim : {2, 3})
    first += 2 * std::min<int64_t>(0, view->strides[dim]);
  return view->operand->at(static_cast<int>(first) +
                           filter * static_cast<int>(view->strides[0]) +
                           input * static_cast<int>(view->strides[1]) + behind);
}

Expr FilterTransform::at(const Expr &f, const Expr &j, const Expr &i,
                         const Expr &c, const Expr &block) const {
  return mux(j, transform(winograd.filter, [&](int v) {
               return Expr(rows(f, v, i, c, block));
             }));
}

void FilterTransform::computeAt(const LoopLevel &unit,
                                const LoopLevel &inputs) {
  auto unrollTaps = [&](Func func, int alongY) {
    func.compute_at(unit)
        .store_in(MemoryType::Stack)
        .bound(f, 0, lanes)
        .bound(j, 0, 3)
        .bound(i, 0, alongY)
        .vectorize(f)
        .unroll(j)
        .unroll(i);
  };
  unrollTaps(rows, static_cast<int>(winograd.taps));
  if (order == Order::Other)
    unrollTaps(weights, 3);
  else if (order == Order::Filters)
    interleaved->computeAt(unit, lanes);
  else {
    turned.compute_at(inputs)
        .store_in(MemoryType::Stack)
        .bound(f, 0, lanes)
        .align_bounds(column, lanes)
        .split(column, tile, column, lanes)
        .vectorize(f)
        .unroll(column);
    interleaved->computeAt(LoopLevel(turned, tile), lanes);
  }
}

} // namespace sinter::kernels

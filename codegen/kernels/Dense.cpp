// Dense.cpp: fully connected layers, and the gradients of their weights.
//
// Weights [units / B][k][B] are read once, front to back; for one row of input
// that is all that counts, and memory bounds it (75 GB/s from L3 on Zen 3, 25
// from DRAM). Several rows share each weight in a register tile.
#include "codegen/kernels/Pointwise.h"
#include "codegen/kernels/RegisterTile.h"

using namespace Halide;

namespace sinter::kernels {

static Expr biasAt(Frame &frame, DenseOp op, const Index &unit) {
  return op.getBias() ? frame.evaluate(op.getBias(), {unit}) : Expr(0.0f);
}

static int depth(DenseOp op) {
  return static_cast<int>(
      llvm::cast<mlir::RankedTensorType>(op.getWeight().getType())
          .getDimSize(1));
}

void buildDense(Frame &frame) {
  auto op = llvm::cast<DenseOp>(frame.kernel().getAnchor());
  const Operand *weight = frame.operand(op.getWeight());
  const PhysicalDim *lane = weight ? weight->find(0, /*inner=*/true) : nullptr;
  if (!lane || lane->block != frame.lanes() || lane->stride != 1 ||
      weight->find(1, true))
    return frame.fail("a dense kernel needs weights in blocks of " +
                      llvm::Twine(frame.lanes()) + " units");
  RegisterTile tile(frame);
  if (frame.failed())
    return;
  auto term = [&](const Point &at, Expr lane, const ExprList &k) {
    Point source = at;
    source.back() = Index{k[0]};
    Expr w = weight->at(at.back().outer * weight->stride(0) +
                        k[0] * weight->stride(1) + lane);
    return w * frame.evaluate(op.getInput(), source);
  };
  tile.store(
      {.start = [&](const Point &at) { return biasAt(frame, op, at.back()); },
       .term = term,
       .loops = {{depth(op)}}});
}

// Any layout: the formula as it stands.
void buildPlainDense(Frame &frame) {
  auto op = llvm::cast<DenseOp>(frame.kernel().getAnchor());
  RDom k(0, depth(op), "k");
  auto term = [&](const Point &at) {
    Point source = at;
    source.back() = Index{Expr(k.x)};
    return frame.evaluate(op.getWeight(), {at.back(), Index{Expr(k.x)}}) *
           frame.evaluate(op.getInput(), source);
  };
  storeReduced(
      frame,
      {.domain = k,
       .start = [&](const Point &at) { return biasAt(frame, op, at.back()); },
       .step = [&](Expr sum, const Point &at) { return sum + term(at); },
       .unrolled = 0},
      [](Expr sum, const Point &) { return sum; });
}

// Units are the pixels of a tile, inputs its channels: a weight gradient is the
// product of the transposed gradient, of which elements are broadcast, and of
// the input, whose rows fill vectors.
void buildDenseWeightGradient(Frame &frame) {
  auto op = llvm::cast<DenseWeightGradientOp>(frame.kernel().getAnchor());
  const Operand *input = frame.operand(op.getInput());
  const PhysicalDim *lane =
      input ? input->find(input->type.getRank() - 1, /*inner=*/true) : nullptr;
  const bool areRowsWhole =
      input && input->type.getShape().back() % frame.lanes() == 0;
  if (!(lane ? lane->block == frame.lanes() : areRowsWhole))
    return frame.fail("a weight gradient of a dense layer needs rows of input "
                      "that fill vectors of " +
                      llvm::Twine(frame.lanes()));
  RegisterTile tile(frame);
  if (frame.failed())
    return;
  std::vector<RegisterTile::Steps> rows;
  for (int64_t size : llvm::reverse(input->type.getShape().drop_back()))
    rows.push_back({static_cast<int>(size)});
  auto term = [&](const Point &at, Expr, const ExprList &step) {
    Point row;
    for (int64_t dim = input->type.getRank() - 1; dim-- > 0;)
      row.push_back(Index{step[dim]});
    Point of = row;
    row.push_back(at[1]);
    of.push_back(at[0]);
    return frame.evaluate(op.getGradient(), of) *
           frame.evaluate(op.getInput(), row);
  };
  tile.store({.start = [](const Point &) { return Expr(0.0f); },
              .term = term,
              .loops = rows});
}

// Any layout: the formula as it stands.
void buildPlainDenseWeightGradient(Frame &frame) {
  auto op = llvm::cast<DenseWeightGradientOp>(frame.kernel().getAnchor());
  llvm::ArrayRef<int64_t> sizes =
      llvm::cast<mlir::RankedTensorType>(op.getInput().getType())
          .getShape()
          .drop_back();
  Region ranges;
  for (int64_t size : sizes)
    ranges.emplace_back(0, static_cast<int>(size));
  RDom rows;
  if (!ranges.empty())
    rows = RDom(ranges, "row");
  auto product = [&](const Point &at) {
    Point of;
    for (size_t dim = 0; dim < sizes.size(); ++dim)
      of.push_back(Index{Expr(rows[static_cast<int>(dim)])});
    Point from = of;
    of.push_back(at[0]);
    from.push_back(at[1]);
    return frame.evaluate(op.getGradient(), of) *
           frame.evaluate(op.getInput(), from);
  };
  if (ranges.empty())
    return storePointwise(frame, product);
  storeReduced(
      frame,
      {.domain = rows,
       .start = [](const Point &) { return Expr(0.0f); },
       .step = [&](Expr sum, const Point &at) { return sum + product(at); },
       .unrolled = 0},
      [](Expr sum, const Point &) { return sum; });
}

} // namespace sinter::kernels

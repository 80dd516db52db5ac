// Dense.cpp: fully connected layers.
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

} // namespace sinter::kernels

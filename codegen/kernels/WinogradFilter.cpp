// WinogradFilter.cpp: the filters of Winograd's algorithm, where weights change
// from call to call.
//
//   rows(f, v, i)      = sum over u of G[i][u] weight(f, c, u, v)
//   result(f, c, i, j) = sum over v of G[j][v] rows(f, v, i)
//
// for a vector of filters f and one input channel c at a time: 9 vectors, which
// are gathered from as many rows of the weight as a vector has lanes, and (T +
// 2)^2 that are stored.
#include "codegen/kernels/WinogradTransforms.h"

using namespace Halide;

namespace sinter::kernels {

void buildWinogradFilter(Frame &frame) {
  auto op = llvm::cast<WinogradFilterOp>(frame.kernel().getAnchor());
  const Winograd winograd(op.getTile());
  llvm::ArrayRef<int64_t> shape = frame.resultType().getShape();
  const int lanes = frame.lanes(), taps = static_cast<int>(winograd.taps);
  const PhysicalDim &lane = frame.resultDims.back();
  if (lane.logical != 0 || lane.block != lanes ||
      frame.resultDims[0].logical != 0)
    return frame.fail("filters of Winograd's algorithm lie in blocks of " +
                      llvm::Twine(lanes) + ", which are outermost");
  auto blocksOf = [&](int64_t size) {
    return static_cast<int>((size + lanes - 1) / lanes);
  };
  LoopNest nest;
  nest.loops = {{"lane", 0, lanes},
                {"j", 0, taps},
                {"i", 0, taps},
                {"input_lane", 0, lanes},
                {"input_block", 0, blocksOf(shape[1])},
                {"block", 0, static_cast<int>(frame.share(0, 0).count)},
                frame.taskLoop()};
  nest.at = [&](const ExprList &values) -> Point {
    return {Index{frame.share(0, values[6]).first + values[5], values[0], lanes,
                  shape[0] % lanes != 0},
            Index{values[4], values[3], lanes, shape[1] % lanes != 0},
            Index{values[2]}, Index{values[1]}};
  };

  const std::vector<Var> vars = nest.vars();
  const ExprList values(vars.begin(), vars.end());
  Func weights("weights"), rows("rows");
  Point at = nest.at(values);
  at[2] = Index{values[2]};
  at[3] = Index{values[1]};
  weights(vars) = frame.evaluate(op.getWeight(), at);
  auto with = [](ExprList values, size_t loop, int value) {
    values[loop] = value;
    return values;
  };
  rows(vars) = mux(vars[2], transform(winograd.filter, [&](int u) {
                     return Expr(weights(with(values, 2, u)));
                   }));
  frame.store(nest, [&](const ExprList &values) {
    return mux(values[1], transform(winograd.filter, [&](int v) {
                 return Expr(rows(with(values, 1, v)));
               }));
  });

  frame.update()
      .vectorize(frame.loop(0))
      .unroll(frame.loop(1))
      .unroll(frame.loop(2));
  auto unrollTaps = [&](Func func, int alongY) {
    func.compute_at(frame.result, frame.loop(3))
        .store_in(MemoryType::Stack)
        .bound(vars[0], 0, lanes)
        .bound(vars[1], 0, 3)
        .bound(vars[2], 0, alongY)
        .vectorize(vars[0])
        .unroll(vars[1])
        .unroll(vars[2]);
  };
  unrollTaps(weights, 3);
  unrollTaps(rows, taps);
}

} // namespace sinter::kernels

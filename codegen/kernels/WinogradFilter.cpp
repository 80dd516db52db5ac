// WinogradFilter.cpp: the filters of Winograd's algorithm, where weights change
// from call to call and several bands of an image read them.
#include "codegen/kernels/FilterTransform.h"

using namespace Halide;

namespace sinter::kernels {

void buildWinogradFilter(Frame &frame) {
  auto op = llvm::cast<WinogradFilterOp>(frame.kernel().getAnchor());
  llvm::ArrayRef<int64_t> shape = frame.resultType().getShape();
  const int lanes = frame.lanes(), taps = static_cast<int>(op.getTile()) + 2;
  const PhysicalDim &lane = frame.resultDims.back();
  if (lane.logical != 0 || lane.block != lanes ||
      frame.resultDims[0].logical != 0)
    return frame.fail("filters of Winograd's algorithm lie in blocks of " +
                      llvm::Twine(lanes) + ", which are outermost");
  FilterTransform filters(frame, op);

  // Tasks are blocks of filters, or several.
  const Loop input = {"input", 0, lanes},
             inputBlock = {"input_block", 0,
                           static_cast<int>((shape[1] + lanes - 1) / lanes)},
             block = {"block", 0, static_cast<int>(frame.share(0, 0).count)};
  const bool areFiltersInside = filters.areFiltersTogether();
  const size_t blockAt = areFiltersInside ? 3 : 5,
               inputAt = areFiltersInside ? 5 : 3;
  LoopNest nest;
  nest.loops = {{"lane", 0, lanes}, {"j", 0, taps}, {"i", 0, taps}};
  if (areFiltersInside)
    nest.loops.insert(nest.loops.end(),
                      {block, frame.taskLoop(), input, inputBlock});
  else
    nest.loops.insert(nest.loops.end(),
                      {input, inputBlock, block, frame.taskLoop()});
  auto blockOf = [=, &frame](const ExprList &values) {
    return frame.share(0, values[blockAt + 1]).first + values[blockAt];
  };
  nest.at = [=](const ExprList &values) -> Point {
    return {Index{blockOf(values), values[0], lanes, shape[0] % lanes != 0},
            Index{values[inputAt + 1], values[inputAt], lanes,
                  shape[1] % lanes != 0},
            Index{values[2]}, Index{values[1]}};
  };
  frame.store(nest, [&](const ExprList &values) {
    return filters.at(values[0], values[1], values[2],
                      values[inputAt + 1] * lanes + values[inputAt],
                      blockOf(values));
  });

  frame.update()
      .vectorize(frame.loop(0))
      .unroll(frame.loop(1))
      .unroll(frame.loop(2));
  filters.computeAt({frame.result, frame.loop(3)},
                    {frame.result, frame.loop(4)});
}

} // namespace sinter::kernels

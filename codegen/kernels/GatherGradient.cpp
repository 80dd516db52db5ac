// GatherGradient.cpp: elements added at the places that indices name.
//
// The result is zeros first. Then the gradient's elements are added to it one
// behind the other, in row-major order. Tasks divide the result: each visits
// what may belong to it, and adds what does.
#include "codegen/kernels/Pointwise.h"

using namespace Halide;

namespace sinter::kernels {

// `size` elements of each axis that is not `axis` belong to the task; of that
// axis, those whose index does. `sizes` are the extents of the gradient's axes
// in place of `axis`. `indexAt` gives the index from the gradient's point.
static void scatter(Frame &frame, mlir::Value gradient, int64_t axis,
                    llvm::ArrayRef<int64_t> sizes,
                    const std::function<Index(const Point &)> &indexAt) {
  if (getLayout(frame.resultType()))
    return frame.fail("elements are added to rows, but the result has a "
                      "layout");
  storePointwise(frame, [](const Point &) { return Expr(0.0f); });

  // Loops over the gradient's axes, the innermost first, then over tasks.
  const int64_t rank = frame.resultType().getRank();
  Region ranges;
  for (int64_t dim = rank - 1; dim >= 0; --dim)
    if (dim == axis)
      for (int64_t size : llvm::reverse(sizes))
        ranges.emplace_back(0, static_cast<int>(size));
    else
      ranges.emplace_back(0, static_cast<int>(frame.share(dim, 0).count));
  const Loop tasks = frame.taskLoop();
  ranges.emplace_back(tasks.first, tasks.extent);
  RDom from(ranges, "from");
  const int last = from.dimensions() - 1;
  Expr task = from[last];

  Point at, to;
  int loop = last;
  for (int64_t dim = 0; dim < rank; ++dim)
    if (dim == axis) {
      to.emplace_back();
      for (size_t i = 0; i < sizes.size(); ++i)
        at.push_back(Index{Expr(from[--loop])});
    } else {
      at.push_back(Index{frame.share(dim, task).first + Expr(from[--loop])});
      to.push_back(at.back());
    }
  to[axis] = indexAt(at);
  const Share share = frame.share(axis, task);
  if (frame.isShared(axis))
    from.where(to[axis].outer >= share.first &&
               to[axis].outer < share.first + static_cast<int>(share.count));
  const ExprList coordinates = frame.coordinates(to);
  frame.result(coordinates) += frame.evaluate(gradient, at);
  Stage update = frame.result.update(1);
  // Neighbours in the innermost axis have one index.
  const bool isRow =
      axis != rank - 1 && frame.share(rank - 1, 0).count >= frame.lanes();
  if (isRow)
    update.allow_race_conditions().vectorize(from[0], frame.lanes(),
                                             TailStrategy::GuardWithIf);
  else
    update.unscheduled();
}

void buildGatherGradient(Frame &frame) {
  auto op = llvm::cast<GatherGradientOp>(frame.kernel().getAnchor());
  llvm::ArrayRef<int64_t> sizes =
      llvm::cast<mlir::RankedTensorType>(op.getIndices().getType()).getShape();
  const auto axis = static_cast<int64_t>(op.getAxis());
  scatter(frame, op.getGradient(), axis, sizes, [&](const Point &at) {
    const Point place(at.begin() + axis, at.begin() + axis + sizes.size());
    return indexAt(frame, op.getIndices(), place, op.getSize());
  });
}

void buildGatherElementsGradient(Frame &frame) {
  auto op = llvm::cast<GatherElementsGradientOp>(frame.kernel().getAnchor());
  const auto axis = static_cast<int64_t>(op.getAxis());
  llvm::ArrayRef<int64_t> shape =
      llvm::cast<mlir::RankedTensorType>(op.getIndices().getType()).getShape();
  scatter(frame, op.getGradient(), axis, shape.slice(axis, 1),
          [&](const Point &at) {
            return indexAt(frame, op.getIndices(), at, op.getSize());
          });
}

} // namespace sinter::kernels

// Reduction.cpp: sums, products, means and extremes over axes.
//
// Vectors run along the result, or along the last reduced axis where its
// elements are neighbours: rows, blocks of channels, and rows of planes.
#include "codegen/kernels/Extremes.h"
#include "codegen/kernels/Pointwise.h"
#include "codegen/kernels/ReductionChains.h"
#include "codegen/kernels/VectorReduction.h"

using namespace Halide;

namespace sinter::kernels {

namespace {

/// What a reduction over axes reads: the shape of its input, the axes, and how
/// the input's points follow from the result's.
struct ReducedAxes {
  llvm::ArrayRef<int64_t> shape;
  llvm::SmallVector<int64_t> axes;
  bool keep;

  template <typename Op>
  explicit ReducedAxes(Op op)
      : shape(llvm::cast<mlir::RankedTensorType>(op.getInput().getType())
                  .getShape()),
        axes(op.getAxes()), keep(op.getKeep()) {
    if (axes.empty())
      llvm::append_range(axes, llvm::seq<int64_t>(0, shape.size()));
  }

  /// Elements that make one of the result.
  int64_t count() const {
    int64_t count = 1;
    for (int64_t axis : axes)
      count *= shape[axis];
    return count;
  }
  /// Extents of the reduced axes but the last `skipped`, innermost first.
  std::vector<int> extents(size_t skipped) const {
    std::vector<int> extents;
    for (int64_t axis :
         llvm::reverse(llvm::ArrayRef<int64_t>(axes).drop_back(skipped)))
      extents.push_back(static_cast<int>(shape[axis]));
    return extents;
  }
  /// The point of the input for one of the result and positions in the reduced
  /// axes, innermost first.
  Point source(const Point &at, llvm::ArrayRef<Index> positions) const {
    Point point;
    size_t next = 0;
    for (int64_t dim = 0; dim < static_cast<int64_t>(shape.size()); ++dim)
      if (llvm::is_contained(axes, dim)) {
        point.push_back(positions.back());
        positions = positions.drop_back();
        next += keep;
      } else {
        point.push_back(at[next++]);
      }
    return point;
  }
};

using Combine = VectorReduction::Combine;

Expr sum(Expr a, Expr b) { return wrappingSum(a, b); }
Expr product(Expr a, Expr b) { return a * b; }

} // namespace

// The operand that `input` comes from, as it is or by elementwise ops: an
// element of it is read at each of the input's points.
static const Operand *sourceOf(Frame &frame, mlir::Value input) {
  if (const Operand *operand = frame.operand(input))
    return operand;
  llvm::ArrayRef<int64_t> shape =
      llvm::cast<mlir::RankedTensorType>(input.getType()).getShape();
  for (const Operand &operand : frame.operands)
    if (operand.type.getShape() == shape)
      return &operand;
  return nullptr;
}

// result(at) = the elements over the reduced axes, combined, times `factor`
// where there is one. Without a `neutral` element the first one starts.
template <typename Op>
static void reduce(Frame &frame, Combine combine,
                   std::optional<int> neutralNumber, float factor = 1) {
  auto op = llvm::cast<Op>(frame.kernel().getAnchor());
  const ReducedAxes axes(op);
  Expr neutral;
  if (neutralNumber)
    neutral = Internal::make_const(
        valueType(llvm::cast<mlir::RankedTensorType>(op.getInput().getType())
                      .getElementType()),
        *neutralNumber);
  auto element = [&](const Point &at, llvm::ArrayRef<Index> positions) {
    return frame.evaluate(op.getInput(), axes.source(at, positions));
  };
  auto finish = [&](Expr value) {
    return factor == 1 ? value : value * factor;
  };

  const int64_t last = axes.axes.back();
  const Operand *operand = sourceOf(frame, op.getInput());
  if (VectorReduction::fits(frame, operand, last)) {
    LoopNest nest = frame.resultLoops();
    std::vector<Var> vars = nest.vars();
    Point at = nest.at(ExprList(vars.begin(), vars.end()));
    VectorReduction whole(
        frame, "reduced", *operand, last, vars, axes.extents(1),
        [&](const Index &position, const ExprList &others) {
          std::vector<Index> positions = {position};
          for (const Expr &other : others)
            positions.push_back(Index{other});
          return element(at, positions);
        },
        combine, neutral);
    frame.store(nest,
                [&](const ExprList &values) { return finish(whole(values)); });
    whole.computeAt(frame.loop(0));
    return;
  }
  const std::vector<int> extents = axes.extents(0);
  if (ReductionChains::fits(extents)) {
    LoopNest nest = frame.resultLoops();
    ReductionChains whole(frame, nest, extents, element, combine, neutral);
    frame.store(nest,
                [&](const ExprList &values) { return finish(whole(values)); });
    whole.schedule();
    return;
  }
  Region ranges;
  for (int extent : extents)
    ranges.emplace_back(0, extent);
  RDom domain(ranges, "reduced");
  storeReduced(
      frame,
      {domain,
       [&](const Point &at) {
         return neutral.defined()
                    ? neutral
                    : element(at, std::vector<Index>(ranges.size(), Index{0}));
       },
       [&](Expr value, const Point &at) {
         std::vector<Index> positions;
         for (int i = 0; i < domain.dimensions(); ++i)
           positions.push_back(Index{Expr(domain[i])});
         return combine(value, element(at, positions));
       }},
      [&](Expr value, const Point &) { return finish(value); });
}

void buildMean(Frame &frame) {
  const ReducedAxes axes(llvm::cast<MeanOp>(frame.kernel().getAnchor()));
  reduce<MeanOp>(frame, sum, 0,
                 static_cast<float>(1.0 / static_cast<double>(axes.count())));
}

void buildSum(Frame &frame) { reduce<SumOp>(frame, sum, 0); }
void buildProd(Frame &frame) { reduce<ProdOp>(frame, product, 1); }
void buildReduceMax(Frame &frame) { reduce<ReduceMaxOp>(frame, larger, {}); }
void buildReduceMin(Frame &frame) { reduce<ReduceMinOp>(frame, smaller, {}); }

} // namespace sinter::kernels

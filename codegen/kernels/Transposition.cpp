// Transposition.cpp: rows of memory to vectors of another dimension, or back.
//
// One side lies row-major, the other in blocks of L lanes of dimension d. A
// tile of L by L elements is loaded in vectors of the one and stored in vectors
// of the other. Tiles run along the rows, whose dimensions behind d count as
// one; the last tile of a row begins as early as it has to.
#include "codegen/kernels/Interleaved.h"

using namespace Halide;

namespace sinter::kernels {

namespace {

class Transposition {
public:
  explicit Transposition(Frame &frame);
  void build();

private:
  bool fits();
  Point pointAt(const Expr &block, const Expr &row, const Expr &column,
                bool isRow) const;
  Expr columnOf(const Expr &inTile, const Expr &tile) const {
    return (columns % lanes == 0
                ? tile * lanes
                : min(tile * lanes, static_cast<int>(columns) - lanes)) +
           inTile;
  }

  Frame &frame;
  const Operand &from;
  llvm::ArrayRef<int64_t> shape;
  const int lanes;
  bool intoBlocks;  ///< or out of them
  int64_t dim = -1; ///< that lies in blocks
  int64_t columns = 1, rowBlocks = 0, outer = 1;
};

Transposition::Transposition(Frame &frame)
    : frame(frame), from(frame.operands.front()),
      shape(frame.resultType().getShape()), lanes(frame.lanes()),
      intoBlocks(frame.resultDims.back().block > 0) {
  const PhysicalDim &lane =
      intoBlocks ? frame.resultDims.back() : from.dims.back();
  if (lane.block != lanes)
    return;
  dim = lane.logical;
  rowBlocks = (shape[dim] + lanes - 1) / lanes;
  for (int64_t other = 0; other < static_cast<int64_t>(shape.size()); ++other)
    (other < dim ? outer : columns) *= other == dim ? 1 : shape[other];
}

bool Transposition::fits() {
  if (dim < 0 || columns < lanes)
    frame.fail("a transposition has blocks of " + llvm::Twine(lanes) +
               " lanes on one side, and rows of as many elements on the other");
  else if (frame.tasks() != 1 && frame.tasks() != outer * rowBlocks)
    frame.fail(llvm::Twine(frame.tasks()) + " tasks are not the " +
               llvm::Twine(outer * rowBlocks) + " blocks of rows");
  return !frame.failed();
}

/// `block` counts blocks of rows at all indices before them, `column` is an
/// index into all dimensions behind. `isRow` of the side that lies in rows.
Point Transposition::pointAt(const Expr &block, const Expr &row,
                             const Expr &column, bool isRow) const {
  Point point(shape.size());
  Expr before = block / static_cast<int>(rowBlocks);
  point[dim] = {block % static_cast<int>(rowBlocks), row, lanes,
                shape[dim] % lanes != 0};
  for (int64_t other = dim; other-- > 0;) {
    point[other] = Index{before % static_cast<int>(shape[other])};
    before = before / static_cast<int>(shape[other]);
  }
  // What lies behind `dim` in rows is one run of memory, as the innermost
  // dimension is; in blocks each dimension has its place.
  Expr rest = column;
  for (int64_t other = static_cast<int64_t>(shape.size()) - 1; other > dim;
       --other) {
    const int size = static_cast<int>(shape[other]);
    if (isRow)
      point[other] = Index{rest};
    else
      point[other] = Index{other == dim + 1 ? rest : rest % size};
    rest = isRow ? Expr(0) : rest / size;
  }
  return point;
}

void Transposition::build() {
  if (!fits())
    return;
  const int blocks = static_cast<int>(outer * rowBlocks),
            tiles = static_cast<int>((columns + lanes - 1) / lanes),
            runTiles = tilesInRun(shape, dim, lanes);
  // Vectors of the result, how many they are, tiles of a run along a row, runs,
  // blocks of rows.
  LoopNest nest;
  nest.loops = {{"lane", 0, lanes},
                {"vector", 0, lanes},
                {"tile", 0, runTiles},
                {"run", 0, tiles / runTiles}};
  const bool areTasksBlocks = frame.tasks() > 1;
  nest.loops.push_back(areTasksBlocks ? frame.taskLoop()
                                      : Loop{"block", 0, blocks});
  if (!areTasksBlocks)
    nest.loops.push_back(frame.taskLoop());
  nest.at = [this, runTiles](const ExprList &values) {
    const Expr &row = values[intoBlocks ? 0 : 1],
               &column = values[intoBlocks ? 1 : 0];
    return pointAt(values[4], row,
                   columnOf(column, values[3] * runTiles + values[2]),
                   !intoBlocks);
  };
  if (!intoBlocks && shape[dim] % lanes != 0)
    nest.guard = [this, nest](const ExprList &values) {
      return nest.at(values)[dim].whole() < static_cast<int>(shape[dim]);
    };

  Var tile("tile"), block("block");
  Interleaved square(lanes, lanes, {tile, block}, [&](const Expr &z) {
    const Expr vector = z / lanes, element = z % lanes;
    return from.load(pointAt(block, intoBlocks ? vector : element,
                             columnOf(intoBlocks ? element : vector, tile),
                             intoBlocks));
  });
  frame.store(nest, [&](const ExprList &values) {
    return square.at(values[1] * lanes + values[0],
                     {values[3] * runTiles + values[2], values[4]});
  });

  frame.update()
      .vectorize(frame.loop(0))
      .unroll(frame.loop(1))
      .unroll(frame.loop(2));
  square.computeAt({frame.result, frame.loop(2)}, lanes);
}

} // namespace

void buildTransposition(Frame &frame) { Transposition(frame).build(); }

} // namespace sinter::kernels

// SeveralResults.cpp: elementwise kernels that store several results of one
// shape in one loop, such as an optimizer's new weight and its moments:
//
//   m' = b1 m + (1 - b1) g,  v' = b2 v + (1 - b2) g^2,  w' = w - r m' /
//   sqrt(v')
//
// All lie in rows, so that they are one run of elements, and each result may
// take the place of an operand. Therefore all operands are read into registers
// before anything is stored: nothing is read twice, and what is stored over an
// operand depends on it (passes/KernelValues.h).
//
// An operand may also lie in blocks of the first dimension's lanes, as
// gradients of a convolution's weight do. It is turned into rows in scratch
// memory, a block at a time.
#include "codegen/kernels/Interleaved.h"

using namespace Halide;

namespace sinter::kernels {

// What the region computes of the elements of its operands, one by one.
static ExprList
resultsOf(Frame &frame, const std::function<Expr(mlir::BlockArgument)> &load) {
  mlir::Block &body = frame.kernel().getBody().front();
  llvm::DenseMap<mlir::Value, Expr> values;
  for (mlir::BlockArgument argument : body.getArguments())
    values[argument] = load(argument);
  for (mlir::Operation &op : body.without_terminator()) {
    ExprList operands;
    for (mlir::Value operand : op.getOperands())
      operands.push_back(values.lookup(operand));
    Expr value = elementwiseMath(&op, operands);
    if (!value.defined()) {
      frame.fail("no kernel of several results computes `" +
                 op.getName().getStringRef() + "`");
      value = operands.front();
    }
    values[op.getResult(0)] = value;
  }
  ExprList results;
  for (mlir::Value result : body.getTerminator()->getOperands())
    results.push_back(values.lookup(result));
  return results;
}

/// An operand in blocks as rows: the elements of a block of L rows, tile by
/// tile of L columns.
class RowsOfBlocks {
public:
  RowsOfBlocks(const Operand &operand, int lanes)
      : shape(operand.type.getShape()), lanes(lanes),
        columns(
            static_cast<int>(operand.type.getNumElements() / shape.front())),
        tiles(lanes, lanes, {tile, block}, [&](const Expr &z) {
          return operand.load(
              pointAt(block, z % lanes, tile * lanes + z / lanes));
        }) {
    rows(column, row, block) =
        tiles.at(row * lanes + column % lanes, {column / lanes, block});
  }

  /// Element `i` of a block.
  Expr at(const Expr &i, const Expr &block) const {
    return rows(i % columns, i / columns, block);
  }

  void computeAt(const LoopLevel &loop) {
    Var run("run");
    rows.compute_at(loop)
        .store_in(MemoryType::Heap)
        .bound(column, 0, columns)
        .bound(row, 0, lanes)
        .split(column, tile, column, lanes)
        .split(tile, run, tile, tilesInRun(shape, 0, lanes))
        .reorder(column, row, tile, run)
        .vectorize(column)
        .unroll(row)
        .unroll(tile);
    tiles.computeAt({rows, tile}, lanes);
  }

private:
  Point pointAt(const Expr &block, const Expr &lane, Expr column) const {
    Point point(shape.size());
    point[0] = {block, lane, lanes};
    for (size_t dim = shape.size(); --dim > 0;) {
      const int size = static_cast<int>(shape[dim]);
      point[dim] = Index{dim == 1 ? column : column % size};
      column = column / size;
    }
    return point;
  }

  const llvm::ArrayRef<int64_t> shape;
  const int lanes, columns;
  Var column{"column"}, row{"row"}, tile{"tile"}, block{"block"};
  Interleaved tiles;
  Func rows{"rows"};
};

void buildSeveralResults(Frame &frame) {
  const mlir::RankedTensorType type = frame.resultType();
  const int elements = static_cast<int>(type.getNumElements());
  const int task = elements / static_cast<int>(frame.tasks());
  const bool hasBlocks =
      llvm::any_of(frame.operands, [](const Operand &operand) {
        return getLayout(operand.type);
      });
  // A run of elements in which no operand begins another block.
  const int part = hasBlocks ? elements / static_cast<int>(type.getDimSize(0)) *
                                   frame.lanes()
                             : task;
  if (task % part != 0)
    return frame.fail(llvm::Twine(frame.tasks()) +
                      " tasks cut blocks of an operand");
  const int lanes = std::min(frame.lanes(), part), parts = task / part;

  // Loops over the lanes of a vector, vectors, parts, tasks.
  const Loop tasks = frame.taskLoop();
  RDom domain(0, lanes, 0, (part + lanes - 1) / lanes, 0, parts, tasks.first,
              tasks.extent, "loop");
  Var lane("lane"), vector("vector"), index("part");
  const Expr partAt = domain.w * parts + domain.z;

  // A vector of each operand that has as many elements; one of all others.
  Func whole("whole");
  ExprList loads;
  llvm::DenseMap<mlir::Value, size_t> place;
  std::vector<std::unique_ptr<RowsOfBlocks>> turned;
  for (mlir::BlockArgument argument : frame.kernel().getBody().getArguments()) {
    const Operand *operand = frame.operand(argument);
    if (operand->type.getNumElements() != elements)
      continue;
    place[argument] = loads.size();
    const Expr inPart = min(vector * lanes + lane, part - 1);
    if (!getLayout(operand->type)) {
      loads.push_back(operand->at(index * part + inPart));
      continue;
    }
    turned.push_back(std::make_unique<RowsOfBlocks>(*operand, lanes));
    loads.push_back(turned.back()->at(inPart, index));
  }
  whole(lane, vector, index) = Tuple(loads);
  auto wholeAt = [&](size_t i) {
    return FuncRef(whole(domain.x, domain.y, partAt))[static_cast<int>(i)];
  };
  ExprList results = resultsOf(frame, [&](mlir::BlockArgument argument) {
    auto found = place.find(argument);
    if (found == place.end())
      return frame.operand(argument)->at(0);
    return loads.size() == 1 ? Expr(whole(domain.x, domain.y, partAt))
                             : wholeAt(found->second);
  });

  if (part % lanes != 0)
    domain.where(likely(domain.y * lanes + domain.x < part));
  Var at("at");
  ExprList undefined;
  for (const Expr &value : results)
    undefined.push_back(undef(value.type()));
  frame.result(at) = Tuple(undefined);
  frame.result(partAt * part + domain.y * lanes + domain.x) = Tuple(results);
  // The others have the bounds of the first.
  frame.result.output_buffers().front().dim(0).set_bounds(0, elements);

  Stage update = frame.result.update();
  update.allow_race_conditions(); // each element is visited once
  whole.compute_at(frame.result, domain.y).store_in(MemoryType::Stack);
  whole.bound(lane, 0, lanes);
  if (lanes > 1) {
    update.vectorize(domain.x);
    whole.vectorize(lane);
  }
  for (const auto &rows : turned)
    rows->computeAt({frame.result, domain.z});
}

} // namespace sinter::kernels

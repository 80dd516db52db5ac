// PlanarConv2d.cpp: convolutions with few filters, in vectors along rows.
//
// Vectors of channels would hold mostly padding: 6 filters fill 6 of 16 lanes.
// On planes [n][c][y][x] a vector holds pixels of a row, and weights
// [ky][kx][i][o] are broadcast:
//
//   sum(x, y, o) += weight(ky, kx, i, o) * input(x + kx, y + ky, i)
//
// The last vector of a row ends with the row, and repeats pixels of the one
// before where lanes do not divide the width: nothing is read behind a row.
#include "codegen/kernels/Conv2dShape.h"
#include "ir/Divisors.h"

using namespace Halide;

namespace sinter::kernels {

namespace {

int divisor(int number, int limit) {
  return static_cast<int>(largestDivisor(number, limit));
}

/// Sums of `filters` filters on `rows` rows by `vectors` vectors stay in
/// registers. Loops, innermost first: lane, vector, row, filter in the tile,
/// then tiles of each, images, tasks.
class PlanarTile {
public:
  explicit PlanarTile(Frame &frame)
      : frame(frame), width(frame.resultType().getDimSize(2)),
        lanes(std::min(frame.lanes(), width)) {
    const int inRow = (width + lanes - 1) / lanes;
    const int inImage = static_cast<int>(frame.share(2, 0).count),
              inAll = static_cast<int>(frame.share(1, 0).count);
    vectors = divisor(inRow, frame.scheduled("vectors", 2));
    rows = divisor(inImage, frame.scheduled("rows", 2));
    filters = divisor(inAll, frame.scheduled("filters", 6));
    nest.loops = {{"lane", 0, lanes},
                  {"vector", 0, vectors},
                  {"row", 0, rows},
                  {"filter", 0, filters},
                  {"vectors", 0, inRow / vectors},
                  {"rows", 0, inImage / rows},
                  {"filters", 0, inAll / filters},
                  {"image", 0, static_cast<int>(frame.share(0, 0).count)},
                  frame.taskLoop()};
    nest.at = [this](const ExprList &at) {
      const Expr &task = at.back();
      Expr start = min((at[4] * vectors + at[1]) * lanes, width - lanes);
      return Point{
          Index{this->frame.share(0, task).first + at[7]},
          Index{this->frame.share(2, task).first + at[5] * rows + at[2]},
          Index{start + at[0]},
          Index{this->frame.share(1, task).first + at[6] * filters + at[3]}};
    };
  }

  void schedule(Func sum, const RDom &domain) {
    for (int i : {1, 2, 3})
      frame.update().unroll(frame.loop(i));
    frame.update().vectorize(frame.loop(0));
    std::vector<Var> tile = nest.vars();
    tile.resize(4);
    std::vector<VarOrRVar> order(tile.begin(), tile.end());
    for (int i = 0; i < domain.dimensions(); ++i)
      order.emplace_back(domain[i]);
    sum.compute_at(frame.result, frame.loop(4)).store_in(MemoryType::Stack);
    for (int i = 0; i < 4; ++i)
      sum.bound(tile[i], 0, nest.loops[i].extent);
    sum.vectorize(tile[0]);
    sum.update().reorder(order).vectorize(tile[0]);
    for (int i : {1, 2, 3}) {
      sum.unroll(tile[i]);
      sum.update().unroll(tile[i]);
    }
  }

  LoopNest nest;

private:
  Frame &frame;
  int width, lanes, vectors, rows, filters;
};

} // namespace

void buildPlanarConv2d(Frame &frame) {
  auto op = llvm::cast<Conv2dOp>(frame.kernel().getAnchor());
  const Conv2dShape shape(op);
  const Operand *input = frame.operand(op.getInput()),
                *weight = frame.operand(op.getWeight());
  LayoutAttr layout = getLayout(frame.resultType());
  if (!layout || layout.getOrder() != llvm::ArrayRef<int64_t>({0, 3, 1, 2}))
    return frame.fail("a planar convolution gives planes [n][c][y][x]");
  if (shape.groups != 1 || !input || !weight || input->find(3, true) ||
      weight->dims.size() != 4 || !shape.isPaddingStored(*input))
    return frame.fail("a planar convolution has one group, and reads an input "
                      "without blocks that stores its padding as a border");
  PlanarTile tile(frame);
  std::vector<Var> vars = tile.nest.vars();
  Point at = tile.nest.at(ExprList(vars.begin(), vars.end()));
  RDom r(0, static_cast<int>(shape.weight[1]), 0, shape.tapsX, 0, shape.tapsY,
         "step");
  Expr y = shape.y(at, r.z) + static_cast<int>(input->find(1)->before),
       x = shape.x(at, r.y) + static_cast<int>(input->find(2)->before);
  Expr in = input->at(at[0].whole() * input->stride(0) + y * input->stride(1) +
                      x * input->stride(2) + r.x * input->stride(3));
  Expr w =
      weight->at(at[3].whole() * weight->stride(0) + r.x * weight->stride(1) +
                 r.z * weight->stride(2) + r.y * weight->stride(3));
  Func sum("sum");
  sum(vars) = biasAt(frame, op, at[3]);
  sum(vars) += w * in;
  frame.store(tile.nest, [&](const ExprList &values) { return sum(values); });
  tile.schedule(sum, r);
}

} // namespace sinter::kernels

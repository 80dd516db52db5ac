// Matmul.cpp: matrix products, in the register tiles of convolutions.
//
// Rows of the result are the pixels of a tile, columns its channels. The right
// operand lies in rows whose length fills vectors, or in panels of one vector,
// [...][columns / B][k][B]; the left one anyhow, best in rows.
#include "codegen/kernels/Pointwise.h"
#include "codegen/kernels/RegisterTile.h"

using namespace Halide;

namespace sinter::kernels {

namespace {

llvm::ArrayRef<int64_t> shapeOf(mlir::Value value) {
  return llvm::cast<mlir::RankedTensorType>(value.getType()).getShape();
}

struct Product {
  explicit Product(Frame &frame) : frame(frame) {
    auto op = llvm::cast<MatmulOp>(frame.kernel().getAnchor());
    lhs = op.getLhs();
    rhs = op.getRhs();
  }

  int depth() const { return static_cast<int>(shapeOf(lhs).back()); }
  /// The matrices that broadcast to those at `at`, at these two indices.
  static Point source(mlir::Value operand, const Point &at, const Index &row,
                      const Index &column) {
    Point point = broadcastPoint(Point(at.begin(), at.end() - 2),
                                 shapeOf(operand).drop_back(2));
    point.push_back(row);
    point.push_back(column);
    return point;
  }
  Expr term(const Point &at, const Index &k) const {
    return frame.evaluate(rhs, source(rhs, at, k, at.back())) *
           frame.evaluate(lhs, source(lhs, at, at[at.size() - 2], k));
  }

  Frame &frame;
  mlir::Value lhs, rhs;
};

} // namespace

void buildMatmul(Frame &frame) {
  Product product(frame);
  RegisterTile tile(frame);
  if (frame.failed())
    return;
  tile.store(
      {.start = [](const Point &) { return Expr(0.0f); },
       .term = [&](const Point &at, Expr,
                   const ExprList &k) { return product.term(at, Index{k[0]}); },
       .loops = {{product.depth()}}});
}

// Any layout: the formula as it stands.
void buildPlainMatmul(Frame &frame) {
  Product product(frame);
  RDom k(0, product.depth(), "k");
  storeReduced(frame,
               {.domain = k,
                .start = [](const Point &) { return Expr(0.0f); },
                .step =
                    [&](Expr sum, const Point &at) {
                      return sum + product.term(at, Index{Expr(k.x)});
                    },
                .unrolled = 0},
               [](Expr sum, const Point &) { return sum; });
}

} // namespace sinter::kernels

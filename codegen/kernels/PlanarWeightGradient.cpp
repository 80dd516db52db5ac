// PlanarWeightGradient.cpp: gradients of the weight of a convolution with few
// filters, in vectors along rows.
//
// Vectors of filters would hold mostly padding. On planes [n][c][y][x] a lane
// sums every L-th pixel of a row, and the lanes are added at the end:
//
//   part(l, f, e, kx, ky, q) += gradient(L v + l, y, f, n)
//                               * input(S (L v + l) + kx, S y + ky, e, n)
//
// over the vectors v of a row, rows y and images n of chunk q. A tile holds the
// sums of some filters and taps of one input: it loads a vector of the gradient
// for each filter and one of the input for each tap. As in
// Conv2dWeightGradient.cpp, the sums of chunks are added in scratch memory in
// the order of the images, and groups that are parts of the images are read
// where they lie.
//
// The last vector of a row ends with the row, so that nothing is read behind
// it; what it has in common with the one before counts as zero.
//
// Loops, innermost first: filter, tap along x and y in the tile; tiles of
// filters, of taps along x, along y; inputs; tasks, which are the parts.
#include "codegen/kernels/ImageParts.h"
#include "codegen/kernels/Pointwise.h"

using namespace Halide;

namespace sinter::kernels {

namespace {

class PlanarWeightGradient {
public:
  explicit PlanarWeightGradient(Frame &frame);
  void build();

private:
  bool fits();
  void makeLoops();
  Expr product(const Point &at, const Expr &task, const Expr &lane,
               const Expr &vector, const Expr &y, const Expr &image) const;
  void schedule(Func part, Func sum, const std::vector<Var> &vars,
                const RDom &pixels, const RDom &all) const;

  Expr inputY(const Expr &y, const Expr &ky) const {
    return y * strideY + ky * dilationY - top;
  }
  Expr inputX(const Expr &x, const Expr &kx) const {
    return x + kx * dilationX - left;
  }

  /// The first loop over tiles, and the one over tasks.
  static constexpr int firstTile = 3, taskLoop = 7;

  Frame &frame;
  Conv2dWeightGradientOp op;
  const ImageParts from;
  const Operand *input, *gradient;
  const int parts; ///< of the images, which are the groups then
  int strideY, dilationY, dilationX, top, left;
  int images, height, width;         ///< of a part of the gradient
  int filters, inputs, tapsY, tapsX; ///< of a part
  int tileFilters, alongX, alongY;
  int chunkImages, chunkRows;
  int lanes, vectors; ///< of a row
  LoopNest nest;
};

PlanarWeightGradient::PlanarWeightGradient(Frame &frame)
    : frame(frame),
      op(llvm::cast<Conv2dWeightGradientOp>(frame.kernel().getAnchor())),
      from(imagePartsOf(op)), input(frame.operand(from.input)),
      gradient(frame.operand(from.gradient)), parts(from.count),
      strideY(op.getStrides()[0]), dilationY(op.getDilations()[0]),
      dilationX(op.getDilations()[1]), top(op.getPadding()[0]),
      left(op.getPadding()[2]) {
  auto shapeOf = [](mlir::Value value) {
    return llvm::cast<mlir::RankedTensorType>(value.getType()).getShape();
  };
  llvm::ArrayRef<int64_t> weight = shapeOf(op),
                          image = shapeOf(op.getGradient());
  images = static_cast<int>(image[0]);
  height = static_cast<int>(image[1]);
  width = static_cast<int>(image[2]);
  filters = static_cast<int>(weight[0]) / parts;
  inputs = static_cast<int>(weight[1]);
  tapsY = static_cast<int>(weight[2]);
  tapsX = static_cast<int>(weight[3]);
  tileFilters = frame.scheduled("filters", 1);
  alongX = frame.scheduled("taps_x", 1);
  alongY = frame.scheduled("taps_y", 1);
  chunkImages = frame.scheduled("images", images);
  chunkRows = frame.scheduled("rows", height);
  lanes = std::min(frame.lanes(), width);
  vectors = (width + lanes - 1) / lanes;
}

bool PlanarWeightGradient::fits() {
  auto fail = [&](const llvm::Twine &message) {
    frame.fail(message);
    return false;
  };
  auto isPlanes = [](const Operand *operand) {
    return operand && !operand->find(3, /*inner=*/true) &&
           operand->stride(2) == 1;
  };
  if (!isPlanes(input) || !isPlanes(gradient) || op.getStrides()[1] != 1 ||
      getLayout(frame.resultType()))
    return fail("a planar weight gradient reads planes [n][c][y][x] of both "
                "images pixel by pixel, and gives rows");
  auto isPaddingStored = [&](int64_t dim, int64_t before, int64_t last) {
    const PhysicalDim *entry = input->find(dim);
    return entry->before >= before && last + entry->before < entry->extent;
  };
  if (!isPaddingStored(
          1, top, (height - 1) * strideY + (tapsY - 1) * dilationY - top) ||
      !isPaddingStored(2, left, width - 1 + (tapsX - 1) * dilationX - left))
    return fail("a planar weight gradient reads an input whose border holds "
                "the padding");
  if (static_cast<int>(op.getGroups()) != parts)
    return fail("a planar weight gradient has one group, or those that are "
                "parts of the images");
  const std::array<std::array<int, 2>, 5> wholes = {{{filters, tileFilters},
                                                     {tapsX, alongX},
                                                     {tapsY, alongY},
                                                     {images, chunkImages},
                                                     {height, chunkRows}}};
  for (auto [whole, part] : wholes)
    if (whole % part != 0)
      return fail("a part of " + llvm::Twine(part) + " does not divide " +
                  llvm::Twine(whole));
  if (frame.tasks() != parts)
    return fail(llvm::Twine(frame.tasks()) + " tasks are not the " +
                llvm::Twine(parts) + " parts of the images");
  return true;
}

void PlanarWeightGradient::makeLoops() {
  nest.loops = {
      {"filter", 0, tileFilters},    {"tap_x", 0, alongX},
      {"tap_y", 0, alongY},          {"filters", 0, filters / tileFilters},
      {"taps_x", 0, tapsX / alongX}, {"taps_y", 0, tapsY / alongY},
      {"input", 0, inputs},          frame.taskLoop()};
  nest.at = [this](const ExprList &values) {
    return Point{
        Index{values[7] * filters + values[3] * tileFilters + values[0]},
        Index{values[6]}, Index{values[5] * alongY + values[2]},
        Index{values[4] * alongX + values[1]}};
  };
}

/// What the pixel in lane `lane` of a vector adds to the sum at `at`.
Expr PlanarWeightGradient::product(const Point &at, const Expr &task,
                                   const Expr &lane, const Expr &vector,
                                   const Expr &y, const Expr &image) const {
  auto before = [](const Operand *operand, int64_t dim) {
    return static_cast<int>(operand->find(dim)->before);
  };
  Expr n = task * images + image, x = min(vector * lanes, width - lanes) + lane;
  Expr out =
      gradient->at(n * gradient->stride(0) +
                   (at[0].whole() - task * filters) * gradient->stride(3) +
                   (y + before(gradient, 1)) * gradient->stride(1) + x +
                   before(gradient, 2));
  Expr in = input->at(n * input->stride(0) + at[1].whole() * input->stride(3) +
                      (inputY(y, at[2].whole()) + before(input, 1)) *
                          input->stride(1) +
                      inputX(x, at[3].whole()) + before(input, 2));
  // Both are zero, as 0 times infinity is no number.
  if (width % lanes != 0) {
    Expr isOwn = x >= vector * lanes;
    out = select(isOwn, out, 0.0f);
    in = select(isOwn, in, 0.0f);
  }
  return out * in;
}

void PlanarWeightGradient::build() {
  if (!fits())
    return;
  makeLoops();
  const int chunksOfRows = height / chunkRows,
            chunks = chunksOfRows * (images / chunkImages);
  Var lane("lane"), chunk("chunk");
  std::vector<Var> vars = nest.vars();
  const Point at = nest.at(ExprList(vars.begin(), vars.end()));
  const Var task = vars[taskLoop];
  vars.insert(vars.begin(), lane);
  RDom pixels({{0, vectors}, {0, chunkRows}, {0, chunkImages}}, "pixel");
  Expr y = chunk % chunksOfRows * chunkRows + pixels.y,
       image = chunk / chunksOfRows * chunkImages + pixels.z;
  if (alongY == 1 && (op.getPadding()[0] || op.getPadding()[1])) {
    Expr row = inputY(y, at[2].whole());
    pixels.where(row >= 0 && row < static_cast<int>(input->type.getDimSize(1)));
  }

  std::vector<Var> partVars = vars;
  partVars.push_back(chunk);
  Func part("part"), sum("sum");
  part(partVars) = 0.0f;
  part(partVars) += product(at, task, lane, pixels.x, y, image);
  RDom all(0, chunks, "all");
  sum(vars) = 0.0f;
  ExprList partAt(vars.begin(), vars.end());
  partAt.emplace_back(all.x);
  sum(vars) += part(partAt);
  frame.store(nest, [&](const ExprList &values) {
    Expr total;
    for (int i = 0; i < lanes; ++i) {
      ExprList at = {i};
      at.insert(at.end(), values.begin(), values.end());
      total = total.defined() ? total + sum(at) : Expr(sum(at));
    }
    return total;
  });
  schedule(part, sum, vars, pixels, all);
}

/// All sums of a tile in registers while the pixels of a chunk run.
void PlanarWeightGradient::schedule(Func part, Func sum,
                                    const std::vector<Var> &vars,
                                    const RDom &pixels, const RDom &all) const {
  constexpr int unrolledVectors = 4;
  std::vector<VarOrRVar> order(vars.begin(), vars.end() - 1);
  order.emplace_back(all.x);
  sum.compute_at(frame.result, frame.loop(taskLoop))
      .store_in(MemoryType::Heap)
      .vectorize(vars[0]);
  sum.update().reorder(order).vectorize(vars[0]);
  sum.bound(vars[0], 0, lanes);
  for (int i = 0; i < taskLoop; ++i)
    sum.bound(vars[i + 1], 0, nest.loops[i].extent);

  part.compute_at(sum, vars[firstTile + 1])
      .store_in(MemoryType::Stack)
      .vectorize(vars[0]);
  order.assign(vars.begin(), vars.begin() + firstTile + 1);
  for (int i = 0; i < pixels.dimensions(); ++i)
    order.emplace_back(pixels[i]);
  part.update().reorder(order).vectorize(vars[0]);
  part.bound(vars[0], 0, lanes);
  for (int i = 0; i < firstTile; ++i) {
    const Var &loop = vars[i + 1];
    part.bound(loop, 0, nest.loops[i].extent).unroll(loop);
    part.update().unroll(loop);
    sum.update().unroll(loop);
  }
  if (vectors <= unrolledVectors)
    part.update().unroll(pixels.x);
}

} // namespace

void buildPlanarConv2dWeightGradient(Frame &frame) {
  PlanarWeightGradient(frame).build();
}

} // namespace sinter::kernels

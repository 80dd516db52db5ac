// WinogradWeightGradient.cpp: the gradient of a 3x3 convolution's weight with
// fewer multiplications: the adjoint of WinogradConv2d.cpp.
//
// With B', G and A' of ir/Winograd.h, for tiles of T x T pixels of the gradient
// and the (T + 2)^2 inputs that they meet, where f is a lane of filters and e
// one of inputs:
//
//   image(e, j, i, p)       = (B' input B)[i][j]      of tile p
//   gradients(f, j, i, p)   = (A gradient A')[i][j]
//   filter(f, j, i, e)     += gradients(f, j, i, p) * image(e, j, i, p)
//   result(f, x, y, e)      = (G' filter G)[y][x]
//
// A band of tiles is transformed at a time; the products of each tap are sums
// over its tiles in registers, for a block of inputs and R vectors of filters,
// and are added to the filter in scratch memory in the order of the bands.
// Tasks are groups of the convolution, or for each group `block_tasks` runs of
// its blocks of filters. Where a group is all there is and its images are one
// band, their inputs are transformed once for all tasks of a call.
// Groups that are parts of the images, as SplitWeightGradients makes them, are
// read where they lie: image n of part t is image t * images + n.
//
// Loops of the result, innermost first: lane, x, y, input, block of inputs,
// block of filters, task.
#include "codegen/kernels/ImageParts.h"
#include "codegen/kernels/WinogradTransforms.h"

using namespace Halide;

namespace sinter::kernels {

namespace {

int divideUp(int64_t a, int64_t b) { return static_cast<int>((a + b - 1) / b); }

Winograd::Matrix transposed(const Winograd::Matrix &matrix) {
  Winograd::Matrix result(matrix[0].size(), std::vector<double>(matrix.size()));
  for (size_t row = 0; row < matrix.size(); ++row)
    for (size_t column = 0; column < matrix[row].size(); ++column)
      result[column][row] = matrix[row][column];
  return result;
}

class WinogradWeightGradient {
public:
  explicit WinogradWeightGradient(Frame &frame);
  void build();

private:
  bool fits();
  void transformTiles(Func rows, Func tiles, const Operand *operand,
                      const Var &owner, const Expr &part,
                      const Expr &channelBlock, int64_t top, int64_t left,
                      const Winograd::Matrix &matrix);
  void multiply();
  void store();
  void scheduleTiles(Func rows, Func tiles, int blocks);
  void schedule();
  void unrollTaps(Func func, int alongX, int alongY);

  Frame &frame;
  Conv2dWeightGradientOp op;
  const Winograd winograd;
  const ImageParts from;
  const Operand *input, *gradient;
  const int parts; ///< of the images, which are the groups then
  int tile, taps;
  int groups, blockTasks;
  int groupInputs, groupBlocks, taskBlocks, inputBlocks, tileBlocks;
  int tilesDown, tilesAcross; ///< of an image
  int tileImages, tileRows;   ///< of a band, of whole rows
  int bandTiles, bandsDown, bands;
  int images;
  LoopNest nest;

  Var lane{"f"}, j{"j"}, i{"i"}, p{"p"}, e{"e"}, ib{"ib"}, o{"o"}, ob{"ob"},
      group{"group"}, task{"task"}, band{"band"};
  RDom steps, all;
  Func imageRows{"image_rows"}, image{"image"}, gradientRows{"gradient_rows"},
      gradients{"gradients"}, sum{"sum"}, filter{"filter"}, columns{"columns"};
};

WinogradWeightGradient::WinogradWeightGradient(Frame &frame)
    : frame(frame),
      op(llvm::cast<Conv2dWeightGradientOp>(frame.kernel().getAnchor())),
      winograd(4), from(imagePartsOf(op)), input(frame.operand(from.input)),
      gradient(frame.operand(from.gradient)), parts(from.count),
      tile(static_cast<int>(winograd.tile)),
      taps(static_cast<int>(winograd.taps)) {
  llvm::ArrayRef<int64_t> weight = frame.resultType().getShape(),
                          shape = llvm::cast<mlir::RankedTensorType>(
                                      op.getGradient().getType())
                                      .getShape();
  groups = static_cast<int>(op.getGroups());
  blockTasks = frame.scheduled("block_tasks", 1);
  groupInputs = static_cast<int>(weight[1]);
  inputBlocks = divideUp(groupInputs, frame.lanes());
  groupBlocks = divideUp(weight[0] / groups, frame.lanes());
  taskBlocks = groupBlocks / blockTasks;
  tileBlocks = frame.scheduled("channel_blocks", 1);
  tilesDown = divideUp(shape[1], tile);
  tilesAcross = divideUp(shape[2], tile);
  tileImages = frame.scheduled("tile_images", 1);
  tileRows = frame.scheduled("tile_rows", tilesDown);
  bandTiles = tileImages * tileRows * tilesAcross;
  bandsDown = tilesDown / tileRows;
  images = static_cast<int>(shape[0]);
  bands = bandsDown * (images / tileImages);
}

bool WinogradWeightGradient::fits() {
  const int lanes = frame.lanes();
  auto fail = [&](const llvm::Twine &message) {
    frame.fail(message);
    return false;
  };
  auto isBlocked = [&](const Operand *operand) {
    const PhysicalDim *lane =
        operand ? operand->find(3, /*inner=*/true) : nullptr;
    return lane && lane->block == lanes && lane->stride == 1;
  };
  // What tiles meet beyond the gradient must be zero, and then what they meet
  // of the input there must be a number.
  auto holds = [&](const Operand *operand, int64_t dim, int64_t before,
                   int64_t extent) {
    const PhysicalDim *entry = operand->find(dim);
    return entry->before >= before &&
           entry->before - before + extent <= entry->extent;
  };
  if (!isBlocked(input) || !isBlocked(gradient) ||
      frame.resultDims.back().logical != 0 ||
      frame.resultDims.back().block != lanes)
    return fail("Winograd's weight gradient needs both images and the result "
                "in blocks of " +
                llvm::Twine(lanes) + " channels");
  if (!holds(gradient, 1, 0, tilesDown * tile) ||
      !holds(gradient, 2, 0, tilesAcross * tile) ||
      !holds(input, 1, op.getPadding()[0], tilesDown * tile + 2) ||
      !holds(input, 2, op.getPadding()[2], tilesAcross * tile + 2))
    return fail("Winograd's weight gradient reads images whose borders hold "
                "the padding and fill up tiles");
  if (taskBlocks * blockTasks != groupBlocks || taskBlocks % tileBlocks != 0 ||
      images % tileImages != 0 || tilesDown % tileRows != 0 ||
      (tileImages > 1 && bandsDown > 1))
    return fail("tiles and bands must divide blocks, images and rows");
  if (parts > 1 && parts != groups)
    return fail("parts of the images must be the groups");
  if (groups > 1 && (groupInputs % lanes != 0 ||
                     frame.resultType().getDimSize(0) / groups % lanes != 0))
    return fail("groups must be whole blocks of " + llvm::Twine(lanes));
  if (frame.tasks() != groups * blockTasks && frame.tasks() != 1)
    return fail(llvm::Twine(frame.tasks()) + " tasks are not the " +
                llvm::Twine(groups * blockTasks) + " runs of blocks");
  return true;
}

/// The tile p of a band of `operand` by `matrix` from both sides, for each
/// `owner`, a group or a task, which reads part `part` of the images; the first
/// row and column that it reads are `top` and `left` before the tile.
void WinogradWeightGradient::transformTiles(Func rows, Func tiles,
                                            const Operand *operand,
                                            const Var &owner, const Expr &part,
                                            const Expr &channelBlock,
                                            int64_t top, int64_t left,
                                            const Winograd::Matrix &matrix) {
  Expr n = band / bandsDown * tileImages + p / (tilesAcross * tileRows),
       row = band % bandsDown * tileRows + p / tilesAcross % tileRows,
       column = p % tilesAcross;
  if (parts > 1)
    n = part * images + n;
  auto first = [&](int64_t dim, const Expr &tileNumber, int64_t before) {
    return tileNumber * tile +
           static_cast<int>(operand->find(dim)->before - before);
  };
  Expr corner = n * operand->stride(0) + channelBlock * operand->stride(3) +
                first(1, row, top) * operand->stride(1) +
                first(2, column, left) * operand->stride(2);
  rows(lane, j, i, p, ib, owner, band) =
      mux(i, transform(matrix, [&](int u) {
            return operand->at(corner + u * operand->stride(1) +
                               j * operand->stride(2) + lane);
          }));
  tiles(lane, j, i, p, ib, owner, band) =
      mux(j, transform(matrix, [&](int v) {
            return Expr(rows(lane, v, i, p, ib, owner, band));
          }));
}

void WinogradWeightGradient::multiply() {
  const std::vector<Var> vars = {lane, e, o, j, i, ib, ob, task};
  std::vector<Var> partial = vars;
  partial.push_back(band);
  steps = RDom(0, bandTiles, "step");
  all = RDom(0, bands, "all");
  sum(partial) = 0.0f;
  sum(partial) +=
      gradients(lane, j, i, steps.x, ob * tileBlocks + o, task, band) *
      image(e, j, i, steps.x, ib, groups == 1 ? Expr(0) : task / blockTasks,
            band);
  // The taps of an element lie side by side.
  filter(lane, j, i, e, ib, o, ob, task) = 0.0f;
  filter(lane, j, i, e, ib, o, ob, task) +=
      sum(lane, e, o, j, i, ib, ob, task, all.x);
}

void WinogradWeightGradient::store() {
  const int lanes = frame.lanes();
  nest.loops = {{"lane", 0, lanes},
                {"x", 0, 3},
                {"y", 0, 3},
                {"input", 0, lanes},
                {"input_block", 0, inputBlocks},
                {"block", 0, tileBlocks},
                {"tile", 0, taskBlocks / tileBlocks},
                frame.tasks() > 1 ? frame.taskLoop()
                                  : Loop{"part", 0, groups * blockTasks}};
  nest.at = [this, lanes](const ExprList &values) -> Point {
    return {Index{values[7] * taskBlocks + values[6] * tileBlocks + values[5],
                  values[0], lanes,
                  frame.resultType().getDimSize(0) % lanes != 0},
            Index{values[4] * lanes + values[3]}, Index{values[2]},
            Index{values[1]}};
  };
  if (groupInputs % lanes != 0)
    nest.guard = [this](const ExprList &values) {
      return nest.at(values)[1].whole() < groupInputs;
    };
  const Winograd::Matrix matrix = transposed(winograd.filter);
  // i is a row of the result.
  columns(lane, j, i, e, ib, o, ob, task) =
      mux(i, transform(matrix, [&](int u) {
            return Expr(filter(lane, j, u, e, ib, o, ob, task));
          }));
  frame.store(nest, [&](const ExprList &at) {
    return mux(at[1], transform(matrix, [&](int v) {
                 return Expr(columns(at[0], v, at[2], at[3], at[4], at[5],
                                     at[6], at[7]));
               }));
  });
}

/// A row of taps or more of one element in straight code.
void WinogradWeightGradient::unrollTaps(Func func, int alongX, int alongY) {
  func.bound(lane, 0, frame.lanes())
      .bound(j, 0, alongX)
      .bound(i, 0, alongY)
      .vectorize(lane)
      .unroll(j)
      .unroll(i);
}

void WinogradWeightGradient::scheduleTiles(Func rows, Func tiles, int blocks) {
  tiles.store_in(MemoryType::Heap)
      .bound(p, 0, bandTiles)
      .bound(ib, 0, blocks)
      .reorder(lane, j, i, p, ib);
  unrollTaps(tiles, taps, taps);
  rows.compute_at(tiles, p).store_in(MemoryType::Stack);
  rows.vectorize(lane).unroll(j).unroll(i);
}

void WinogradWeightGradient::schedule() {
  const int lanes = frame.lanes();
  frame.update()
      .vectorize(frame.loop(0))
      .unroll(frame.loop(1))
      .unroll(frame.loop(2));
  columns.compute_at(frame.result, frame.loop(3)).store_in(MemoryType::Stack);
  unrollTaps(columns, taps, 3);

  filter.compute_at(frame.result, frame.loop(7))
      .store_in(MemoryType::Heap)
      .bound(e, 0, lanes)
      .bound(ib, 0, inputBlocks)
      .bound(o, 0, tileBlocks)
      .bound(ob, 0, taskBlocks / tileBlocks)
      .bound(lane, 0, lanes)
      .bound(j, 0, taps)
      .bound(i, 0, taps)
      .vectorize(lane);
  filter.update()
      .reorder({lane, e, o, ib, ob, j, i, all.x})
      .vectorize(lane)
      .unroll(e)
      .unroll(o);
  sum.compute_at(filter, ib)
      .store_in(MemoryType::Stack)
      .bound(lane, 0, lanes)
      .bound(e, 0, lanes)
      .bound(o, 0, tileBlocks)
      .vectorize(lane)
      .unroll(e)
      .unroll(o);
  sum.update().reorder(lane, e, o, steps.x).vectorize(lane).unroll(e).unroll(o);
  if (groups == 1 && bands == 1) // one band, for all tasks
    image.compute_root();
  else
    image.compute_at(filter, all.x);
  gradients.compute_at(filter, all.x);
  scheduleTiles(imageRows, image, inputBlocks);
  scheduleTiles(gradientRows, gradients, taskBlocks);
}

void WinogradWeightGradient::build() {
  if (!fits())
    return;
  transformTiles(imageRows, image, input, group, group,
                 parts > 1 ? Expr(ib) : group * inputBlocks + ib,
                 op.getPadding()[0], op.getPadding()[2], winograd.input);
  Expr part = task / blockTasks, block = task % blockTasks * taskBlocks + ib;
  transformTiles(gradientRows, gradients, gradient, task, part,
                 parts > 1 ? block : part * groupBlocks + block, 0, 0,
                 transposed(winograd.output));
  multiply();
  store();
  schedule();
}

} // namespace

void buildWinogradConv2dWeightGradient(Frame &frame) {
  WinogradWeightGradient(frame).build();
}

} // namespace sinter::kernels

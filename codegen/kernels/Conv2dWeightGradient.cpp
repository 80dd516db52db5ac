// Conv2dWeightGradient.cpp: gradients of a convolution's weight in register
// tiles.
//
// A tile holds the sums of T input channels, some taps and R vectors of
// filters; each pixel of the gradient adds to all of them:
//
//   part(f, o, e, kx, ky, q) += gradient(f, x, y, o, n)
//                               * input(e, S x + kx, S y + ky, n)
//
// over the pixels (x, y, n) of chunk q: rows of an image, or several images
// where these are small. Chunks are few enough that what is added around their
// sums does not count, and small enough that gradient and input stay in a cache
// for all tiles. Their sums are added in scratch memory, in the order of the
// images: rounding errors are those of a chunk and of the number of chunks.
//
// A tile of one column or row of taps leaves out the pixels whose inputs lie
// beside the image. A depthwise convolution multiplies lane by lane.
//
// Groups that are parts of the images, as SplitWeightGradients makes them, are
// read where they lie.
//
// Loops, innermost first: lane, block, input, tap along x and y in the tile;
// tiles of inputs, of taps along x, along y; runs of inputs, tiles of blocks,
// task. Tasks are the outermost `task_loops` of the loops over tiles, numbered
// through.
#include "codegen/kernels/ImageParts.h"
#include "codegen/kernels/Pointwise.h"
#include "codegen/kernels/UsedLanes.h"

using namespace Halide;

namespace sinter::kernels {

namespace {

llvm::ArrayRef<int64_t> shapeOf(mlir::Value value) {
  return llvm::cast<mlir::RankedTensorType>(value.getType()).getShape();
}

class Conv2dWeightGradient {
public:
  Conv2dWeightGradient(Frame &frame, bool isDepthwise);
  void build();
  void buildPlain();

private:
  bool fits();
  void makeLoops();
  Point pointAt(ExprList values) const;
  Expr inputY(const Expr &y, const Expr &ky) const {
    return y * strideY + ky * dilationY - top;
  }
  Expr inputX(const Expr &x, const Expr &kx) const {
    return x * strideX + kx * dilationX - left;
  }
  /// The product that pixel (x, y) of image n adds to the sum at `at`, the
  /// number of a vector of filters and the lane in it.
  Expr product(const Point &at, const Expr &n, const Expr &y,
               const Expr &x) const;
  void schedulePart(Func part, const std::vector<Var> &vars,
                    const RDom &pixels) const;

  /// The loops over tiles, counted in the nest.
  static constexpr int firstTile = 5, lastTile = 9;

  Frame &frame;
  Conv2dWeightGradientOp op;
  const bool isDepthwise;
  const ImageParts from;
  const Operand *input, *gradient;
  const int parts; ///< of the images, which are the groups then
  int strideY, strideX, dilationY, dilationX, top, left;
  int tapsY, tapsX, images, height, width; ///< of the gradient
  int inputHeight, inputWidth;
  int groups, groupInputs, groupBlocks;
  int run, chunkImages, chunkRows, taskLoops;
  const UsedLanes usedLanes;
  std::array<int, lastTile + 1> extents; ///< of the sums
  LoopNest nest;
};

Conv2dWeightGradient::Conv2dWeightGradient(Frame &frame, bool isDepthwise)
    : frame(frame),
      op(llvm::cast<Conv2dWeightGradientOp>(frame.kernel().getAnchor())),
      isDepthwise(isDepthwise), from(imagePartsOf(op)),
      input(frame.operand(from.input)), gradient(frame.operand(from.gradient)),
      parts(from.count), strideY(op.getStrides()[0]),
      strideX(op.getStrides()[1]), dilationY(op.getDilations()[0]),
      dilationX(op.getDilations()[1]), top(op.getPadding()[0]),
      left(op.getPadding()[2]), groups(op.getGroups()),
      usedLanes(frame, shapeOf(op)[0]) {
  llvm::ArrayRef<int64_t> weight = frame.resultType().getShape(),
                          image = shapeOf(op.getInput()),
                          result = shapeOf(op.getGradient());
  tapsY = weight[2];
  tapsX = weight[3];
  images = result[0];
  height = result[1];
  width = result[2];
  inputHeight = image[1];
  inputWidth = image[2];
  groupInputs = weight[1];
  const int lanes = frame.lanes(),
            blocks = static_cast<int>((weight[0] + lanes - 1) / lanes);
  groupBlocks = isDepthwise ? blocks : blocks / groups;
  run = frame.scheduled("run", groupInputs);
  chunkImages = frame.scheduled("images", images);
  chunkRows = frame.scheduled("rows", height);
  taskLoops = frame.scheduled("task_loops", 0);
  const int tileBlocks = frame.scheduled("channel_blocks", 1),
            inputs = frame.scheduled("inputs", 1),
            alongX = frame.scheduled("taps_x", 1),
            alongY = frame.scheduled("taps_y", 1);
  extents = {usedLanes.count(),
             tileBlocks,
             inputs,
             alongX,
             alongY,
             run / inputs,
             tapsX / alongX,
             tapsY / alongY,
             (groupInputs + run - 1) / run,
             blocks / tileBlocks};
}

bool Conv2dWeightGradient::fits() {
  const int lanes = frame.lanes();
  auto fail = [&](const llvm::Twine &message) {
    frame.fail(message);
    return false;
  };
  auto isVector = [&](const PhysicalDim *dim) {
    return dim && dim->block == lanes && dim->stride == 1;
  };
  auto isPaddingStored = [&](int64_t dim, int64_t before, int64_t last) {
    const PhysicalDim *entry = input->find(dim);
    return entry->before >= before && last + entry->before < entry->extent;
  };
  if (!input || !gradient ||
      !isPaddingStored(
          1, top, (height - 1) * strideY + (tapsY - 1) * dilationY - top) ||
      !isPaddingStored(2, left,
                       (width - 1) * strideX + (tapsX - 1) * dilationX - left))
    return fail("a weight gradient reads its operands from memory, the input "
                "with its padding stored as a border");
  const PhysicalDim *inputLane = input->find(3, /*inner=*/true);
  if (!isVector(gradient->find(3, /*inner=*/true)) ||
      frame.resultDims.back().logical != 0 ||
      frame.resultDims.back().block != lanes ||
      (isDepthwise && !isVector(inputLane)))
    return fail("a weight gradient needs a gradient in blocks of " +
                llvm::Twine(lanes) + " filters, and gives such blocks");
  const int64_t neighbours =
      inputLane ? inputLane->block : input->type.getDimSize(3);
  if (parts > 1 &&
      (parts != groups || frame.resultType().getDimSize(0) !=
                              int64_t{groups} * groupBlocks * lanes))
    return fail("parts of the images must be groups of whole blocks of " +
                llvm::Twine(lanes) + " filters");
  const bool areRunsWhole = groupInputs % run == 0 && neighbours % run == 0,
             isOneRun = groupInputs == run && neighbours >= run;
  if (!isDepthwise && !areRunsWhole &&
      ((run != neighbours && !isOneRun) || groups > parts))
    return fail("runs of " + llvm::Twine(run) + " inputs do not fit the " +
                llvm::Twine(groupInputs) + " of a group, of which " +
                llvm::Twine(neighbours) + " lie side by side");
  const std::array<std::array<int, 2>, 6> wholes = {{{run, extents[2]},
                                                     {tapsX, extents[3]},
                                                     {tapsY, extents[4]},
                                                     {groupBlocks, extents[1]},
                                                     {images, chunkImages},
                                                     {height, chunkRows}}};
  for (auto [whole, part] : wholes)
    if (whole % part != 0)
      return fail("a part of " + llvm::Twine(part) + " does not divide " +
                  llvm::Twine(whole));
  int64_t tiles = 1;
  for (int i = 0; i < taskLoops; ++i)
    tiles *= extents[lastTile - i];
  if (frame.tasks() != tiles)
    return fail(llvm::Twine(frame.tasks()) + " tasks are not the " +
                llvm::Twine(tiles) + " tiles of " + llvm::Twine(taskLoops) +
                " loops");
  return true;
}

void Conv2dWeightGradient::makeLoops() {
  constexpr std::array names = {"lane",       "block",  "input",  "tap_x",
                                "tap_y",      "inputs", "taps_x", "taps_y",
                                "input_runs", "filters"};
  for (int i = 0; i <= lastTile; ++i)
    nest.loops.push_back(
        {names[i], 0, i > lastTile - taskLoops ? 1 : extents[i]});
  nest.loops.front().extent = frame.lanes();
  nest.loops.push_back(frame.taskLoop());
  nest.at = [this](const ExprList &values) { return pointAt(values); };
  if (groupInputs % run != 0)
    nest.guard = [this](const ExprList &values) {
      return pointAt(values)[1].whole() < groupInputs;
    };
}

Point Conv2dWeightGradient::pointAt(ExprList values) const {
  Expr task = values.back();
  for (int i = lastTile - taskLoops + 1; i <= lastTile; ++i) {
    values[i] = i < lastTile ? task % extents[i] : task;
    task = task / extents[i];
  }
  auto tiled = [&](int inTile) {
    return values[inTile + 3] * extents[inTile] + values[inTile];
  };
  return {Index{values[9] * extents[1] + values[1], values[0], frame.lanes(),
                frame.resultType().getDimSize(0) % frame.lanes() != 0},
          Index{values[8] * run + tiled(2)}, Index{tiled(4)}, Index{tiled(3)}};
}

Expr Conv2dWeightGradient::product(const Point &at, const Expr &n,
                                   const Expr &y, const Expr &x) const {
  const Index &filter = at[0];
  Expr channel = at[1].whole();
  Expr image = n;
  if (parts > 1)
    image += filter.outer / groupBlocks * images;
  else if (groups > 1 && !isDepthwise)
    channel += filter.outer / groupBlocks * groupInputs;
  const PhysicalDim *inputLane = input->find(3, /*inner=*/true);
  const int block = inputLane ? static_cast<int>(inputLane->block) : 1;
  Expr outer = isDepthwise ? filter.outer : channel / block,
       inner = isDepthwise ? filter.inner : channel % block;
  auto before = [](const Operand *operand, int64_t dim) {
    return static_cast<int>(operand->find(dim)->before);
  };
  Expr in = input->at(
      image * input->stride(0) + outer * input->stride(3) +
      (inputY(y, at[2].whole()) + before(input, 1)) * input->stride(1) +
      (inputX(x, at[3].whole()) + before(input, 2)) * input->stride(2) +
      inner * input->stride(3, /*inner=*/true));
  Expr filters = parts > 1 ? filter.outer % groupBlocks : filter.outer;
  Expr out = gradient->at(
      image * gradient->stride(0) + filters * gradient->stride(3) +
      (y + before(gradient, 1)) * gradient->stride(1) +
      (x + before(gradient, 2)) * gradient->stride(2) + filter.inner);
  return out * in;
}

/// All sums of a tile in registers while the pixels run.
void Conv2dWeightGradient::schedulePart(Func part, const std::vector<Var> &vars,
                                        const RDom &pixels) const {
  part.store_in(MemoryType::Stack);
  part.vectorize(vars[0]);
  std::vector<VarOrRVar> order(vars.begin(), vars.begin() + firstTile);
  for (int i = 0; i < pixels.dimensions(); ++i)
    order.emplace_back(pixels[i]);
  part.update().reorder(order).vectorize(vars[0]);
  for (int i = 0; i < firstTile; ++i)
    part.bound(vars[i], 0, extents[i]);
  for (int i = 1; i < firstTile; ++i) {
    part.unroll(vars[i]);
    part.update().unroll(vars[i]);
  }
}

void Conv2dWeightGradient::build() {
  if (!fits())
    return;
  makeLoops();
  const int chunksOfRows = height / chunkRows,
            chunks = chunksOfRows * (images / chunkImages);
  const std::vector<Var> vars = nest.vars();
  const ExprList values(vars.begin(), vars.end());
  const Point at = nest.at(values);
  Var chunk("chunk");
  RDom pixels({{0, width}, {0, chunkRows}, {0, chunkImages}}, "pixel");
  Expr y = chunk % chunksOfRows * chunkRows + pixels.y,
       n = chunk / chunksOfRows * chunkImages + pixels.z;
  auto leaveOut = [&](bool reaches, const Expr &coordinate, int size) {
    if (reaches)
      pixels.where(coordinate >= 0 && coordinate < size);
  };
  leaveOut(extents[3] == 1 && (op.getPadding()[2] || op.getPadding()[3]),
           inputX(pixels.x, at[3].whole()), inputWidth);
  leaveOut(extents[4] == 1 && (op.getPadding()[0] || op.getPadding()[1]),
           inputY(y, at[2].whole()), inputHeight);

  std::vector<Var> partVars = vars;
  partVars.push_back(chunk);
  Func part("part"), sum("sum");
  part(partVars) = 0.0f;
  part(partVars) += product(at, n, y, pixels.x);
  RDom all(0, chunks, "all");
  sum(vars) = 0.0f;
  ExprList partAt = values;
  partAt.emplace_back(all.x);
  sum(vars) += part(partAt);
  frame.store(nest, [&](const ExprList &values) {
    return usedLanes.of(
        [&](ExprList at) {
          if (chunks > 1)
            return Expr(sum(at));
          at.emplace_back(0);
          return Expr(part(at));
        },
        values);
  });

  usedLanes.vectorize(frame.update(), frame.loop(0));
  for (int i = 1; i < firstTile; ++i)
    frame.update().unroll(frame.loop(i));
  if (chunks == 1)
    part.compute_at(frame.result, frame.loop(firstTile));
  else {
    sum.compute_at(frame.result, frame.loop(lastTile + 1))
        .store_in(MemoryType::Heap)
        .vectorize(vars[0]);
    std::vector<VarOrRVar> order(vars.begin(), vars.end() - 1);
    order.emplace_back(all.x);
    sum.update().reorder(order).vectorize(vars[0]);
    sum.bound(vars[0], 0, extents[0]);
    for (int i = 1; i <= lastTile; ++i)
      sum.bound(vars[i], 0, nest.loops[i].extent);
    for (int i = 1; i < firstTile; ++i)
      sum.update().unroll(vars[i]);
    part.compute_at(sum, vars[firstTile]);
  }
  schedulePart(part, partVars, pixels);
}

// Any layout, any groups, no border: the formula as it stands.
void Conv2dWeightGradient::buildPlain() {
  const int groupFilters =
      static_cast<int>(frame.resultType().getShape()[0]) / groups;
  RDom pixels({{0, width}, {0, height}, {0, images}}, "pixel");
  auto term = [&](const Point &at) {
    Expr group = groups == 1 ? Expr(0) : at[0].whole() / groupFilters;
    Point from = {Index{Expr(pixels.z)}, Index{inputY(pixels.y, at[2].whole())},
                  Index{inputX(pixels.x, at[3].whole())},
                  Index{group * groupInputs + at[1].whole()}};
    Point of = {Index{Expr(pixels.z)}, Index{Expr(pixels.y)},
                Index{Expr(pixels.x)}, at[0]};
    return frame.evaluate(op.getGradient(), of) *
           frame.evaluateOrZero(op.getInput(), from);
  };
  storeReduced(
      frame,
      {.domain = pixels,
       .start = [](const Point &) { return Expr(0.0f); },
       .step = [&](Expr sum, const Point &at) { return sum + term(at); },
       .unrolled = 0},
      [](Expr sum, const Point &) { return sum; });
}

} // namespace

void buildDirectConv2dWeightGradient(Frame &frame) {
  Conv2dWeightGradient(frame, /*isDepthwise=*/false).build();
}

void buildDepthwiseConv2dWeightGradient(Frame &frame) {
  Conv2dWeightGradient(frame, /*isDepthwise=*/true).build();
}

void buildPlainConv2dWeightGradient(Frame &frame) {
  Conv2dWeightGradient(frame, /*isDepthwise=*/false).buildPlain();
}

} // namespace sinter::kernels

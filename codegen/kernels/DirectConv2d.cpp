// DirectConv2d.cpp: convolution as it is defined, in register tiles.
//
// On activations [n][c / B][y][x][B] with a stored border and weights
// [o / B][i / B][ky][kx][B in][B out], B lanes a vector:
//
//   sum(f, o, p) += weight(f, e, ky, ib, o) * input(e + S B x(p), S y(p) + ky,
//   ib)
//
// where e = kx B + (input lane): taps and input lanes are one index, as they
// are neighbours in both tensors. The input may also have all its channels
// innermost (the stem of a network): B is then their number.
//
// A 1x1 convolution may read channels of a list, which its kernel has as a
// gather: the list then says which input channel e is.
#include "codegen/kernels/Conv2dShape.h"
#include "codegen/kernels/RegisterTile.h"

using namespace Halide;

namespace sinter::kernels {

namespace {

/// Places of channels that are kept on the stack, of which Halide leaves a
/// kernel 16 KB.
constexpr int kMostPlaces = 2048;

struct DirectConv2d {
  explicit DirectConv2d(Frame &frame);

  bool fits();
  void lookUp(GatherOp gather);
  std::vector<RegisterTile::Steps> steps(const RegisterTile &tile) const;
  Expr seen(const Point &left, const Point &right, const ExprList &step) const;
  Expr product(const Point &at, Expr lane, const ExprList &step) const;

  Frame &frame;
  Conv2dOp op;
  Conv2dShape shape;
  const Operand *input, *weight;
  Func places; ///< of the input's channels in its memory, where they are a list
  bool isBlocked = false;     ///< whether the input's channels are in blocks
  int neighbours = 0;         ///< input channels that lie side by side
  int run = 0;                ///< those of them that are taken in turn
  int runs = 0;               ///< runs in a group
  bool areTapsMerged = false; ///< whether kx and the input lane are one index
};

DirectConv2d::DirectConv2d(Frame &frame)
    : frame(frame), op(llvm::cast<Conv2dOp>(frame.kernel().getAnchor())),
      shape(op), input(frame.operand(op.getInput())),
      weight(frame.operand(op.getWeight())) {
  auto gather = op.getInput().getDefiningOp<GatherOp>();
  if (gather)
    input = frame.operand(gather.getInput());
  if (!fits())
    return;
  if (gather)
    lookUp(gather);
  const int groupInputs = static_cast<int>(shape.weight[1]);
  // Where a block ends in lanes of padding, smaller runs leave them out: 24
  // channels in blocks of 16 are three runs of 8. A list has no blocks.
  run = places.defined() ? groupInputs : std::min(neighbours, groupInputs);
  for (int part = std::min(neighbours, groupInputs); part >= 4; part /= 2)
    if (groupInputs % part == 0) {
      run = part;
      break;
    }
  runs = (groupInputs + run - 1) / run;
  areTapsMerged =
      !places.defined() && run == neighbours && groupInputs % run == 0 &&
      shape.dilationX == 1 && !frame.scheduled("skip_columns", 0) &&
      input->stride(3, isBlocked) == 1 && input->stride(2) == neighbours &&
      weight->stride(3) == neighbours * weight->stride(1, isBlocked);
}

// The list becomes one of places in memory, once a call: to divide a channel
// into block and lane at each step would take a third of its time.
void DirectConv2d::lookUp(GatherOp gather) {
  Var e("e");
  places = Func("places");
  places(e) = input->offset({Index{0}, Index{0}, Index{0},
                             indexAt(frame, gather.getIndices(), {Index{e}},
                                     input->type.getDimSize(3))});
  const int channels = static_cast<int>(shape.weight[1]);
  if (channels <= kMostPlaces)
    places.compute_root().store_in(MemoryType::Stack).bound(e, 0, channels);
}

bool DirectConv2d::fits() {
  // A tile as wide as the image leaves out the padding of each pixel.
  const bool readsPadding = !frame.scheduled("skip_columns", 0) ||
                            frame.scheduled("pixels", 0) < shape.result[2];
  if (!input || !weight || (readsPadding && !shape.isPaddingStored(*input))) {
    frame.fail("a direct convolution reads its input and weight from memory, "
               "the input with its padding stored as a border");
    return false;
  }
  const PhysicalDim *inputLane = input->find(3, /*inner=*/true),
                    *weightInputs = weight->find(1, /*inner=*/true),
                    *weightLane = weight->find(0, /*inner=*/true);
  isBlocked = inputLane;
  neighbours = static_cast<int>(isBlocked ? inputLane->block : shape.weight[1]);
  const bool haveWeightsLanes = weightLane && weightLane->stride == 1 &&
                                weightLane->block == frame.lanes();
  const bool areInputsAlike =
      isBlocked ? weightInputs && weightInputs->block == neighbours
                : !weightInputs;
  const bool areGroupsWhole =
      shape.groups == 1 ||
      (isBlocked && shape.weight[1] % neighbours == 0 &&
       shape.result[3] / shape.groups % frame.lanes() == 0);
  if (!haveWeightsLanes || !areInputsAlike || !areGroupsWhole)
    frame.fail("a direct convolution needs a weight in blocks of " +
               llvm::Twine(frame.lanes()) +
               " outputs and of the inputs that lie side by side, and groups "
               "of whole blocks");
  return !frame.failed();
}

// (lane and kx, 1, ky, block), or (lane, kx, ky, block). A short innermost loop
// is unrolled: its exit would be mispredicted (1x1: 66 -> 96 % of peak on Zen
// 3).
std::vector<RegisterTile::Steps>
DirectConv2d::steps(const RegisterTile &tile) const {
  if (areTapsMerged)
    return {{run * shape.tapsX, shape.tapsX == 1 && run <= 16},
            {1},
            {shape.tapsY},
            {runs}};
  return {{run, run <= 16 && !tile.knowsColumns()},
          {shape.tapsX, tile.knowsColumns()},
          {shape.tapsY},
          {runs}};
}

// Taps whose inputs all lie in the padding add zeros.
Expr DirectConv2d::seen(const Point &left, const Point &right,
                        const ExprList &step) const {
  Expr seen;
  auto require = [&](bool isNeeded, const Expr &condition) {
    if (isNeeded)
      seen = seen.defined() ? seen && condition : condition;
  };
  const int height = static_cast<int>(shape.input[1]),
            width = static_cast<int>(shape.input[2]);
  const Expr y = shape.y(left, step[2]);
  require(shape.top > 0, y >= 0);
  require(shape.lastY() >= height, y < height);
  if (!areTapsMerged) {
    require(shape.left > 0, shape.x(right, step[1]) >= 0);
    require(shape.lastX() >= width, shape.x(left, step[1]) < width);
  }
  return seen;
}

Expr DirectConv2d::product(const Point &at, Expr lane,
                           const ExprList &step) const {
  const Expr &kx = step[1], &ky = step[2];
  if (places.defined()) {
    Expr e = step[0] + step[3] * run;
    Expr pixel = at[0].whole() * input->stride(0) +
                 shape.y(at, ky) * input->stride(1) +
                 shape.x(at, kx) * input->stride(2);
    return weight->at(at[3].outer * weight->stride(0) +
                      e * weight->stride(1, /*inner=*/true) + lane) *
           input->at(pixel + places(e));
  }
  const int runsInBlock = std::max(1, neighbours / run);
  Expr weightBlock = step[3] / runsInBlock,
       inputLane = step[0] + step[3] % runsInBlock * run;
  const int groupBlocks =
      static_cast<int>(shape.result[3]) / shape.groups / frame.lanes();
  Expr block = weightBlock;
  if (shape.groups > 1)
    block += at[3].outer / groupBlocks * (runs / runsInBlock);
  Expr y = shape.y(at, ky) + static_cast<int>(input->find(1)->before);
  Expr x = shape.x(at, kx) + static_cast<int>(input->find(2)->before);
  Expr in = input->at(at[0].whole() * input->stride(0) +
                      block * (isBlocked ? input->stride(3) : 0) +
                      y * input->stride(1) + x * input->stride(2) +
                      inputLane * input->stride(3, isBlocked));
  Expr w = weight->at(at[3].outer * weight->stride(0) +
                      weightBlock * (isBlocked ? weight->stride(1) : 0) +
                      ky * weight->stride(2) + kx * weight->stride(3) +
                      inputLane * weight->stride(1, isBlocked) + lane);
  return w * in;
}

} // namespace

void buildDirectConv2d(Frame &frame) {
  DirectConv2d conv(frame);
  if (frame.failed())
    return;
  RegisterTile tile(frame);
  if (frame.failed())
    return;
  tile.store(
      {.start = [&](const Point &at) { return biasAt(frame, conv.op, at[3]); },
       .term =
           [&](const Point &at, Expr lane, const ExprList &step) {
             return conv.product(at, lane, step);
           },
       .loops = conv.steps(tile),
       .seen =
           [&](const Point &left, const Point &right, const ExprList &step) {
             return conv.seen(left, right, step);
           },
       .weight = conv.weight});
}

} // namespace sinter::kernels

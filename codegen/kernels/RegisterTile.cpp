// RegisterTile.cpp: see RegisterTile.h.
//
// A step of the reduction loads R weight vectors and broadcasts TX inputs for R
// * TX multiply-adds. On AVX2 a tile of 2 x 6 needs 12 + 2 + 1 of 16 registers,
// 8 loads for 12 multiply-adds, and has more than the 8 sums in flight that
// hide two pipes of latency 4. Reductions stay rolled: LLVM would keep what
// unrolled steps share in registers, and spill.
//
// Loops, innermost first: lane, block in tile, pixel (or x, y), tile of blocks,
// outer dimensions, task. All pixels run inside a tile of blocks, so that its
// weights are read from memory once. Where tasks are pixels, as the rows of a
// dense layer with an open dimension, their loop is the one over pixels. A last
// block of half as many channels has tiles of its own, a second stage of the
// result.
#include "codegen/kernels/RegisterTile.h"

#include "codegen/KernelObject.h"
#include "ir/Divisors.h"

using namespace Halide;

namespace sinter::kernels {

static int divisor(int number, int limit) {
  return static_cast<int>(largestDivisor(number, limit));
}

static int extent(const LoopNest &nest, size_t loop) {
  return static_cast<int>(*Internal::as_const_int(nest.loops[loop].extent));
}

unsigned RegisterTile::counting(int64_t logical) const {
  for (auto [i, dim] : llvm::enumerate(frame.resultDims))
    if (dim.logical == logical && dim.block == 0)
      return static_cast<unsigned>(i);
  llvm_unreachable("a layout has an outer part of every dimension");
}

int RegisterTile::positions(int64_t dim) {
  return dim < 0 ? 1 : static_cast<int>(frame.share(counting(dim), 0).count);
}

RegisterTile::RegisterTile(Frame &frame)
    : frame(frame), rank(frame.resultType().getRank()),
      channels(frame.resultType().getShape().back()), tileChannels(channels) {
  if (fitsVectors())
    makeLoops();
}

bool RegisterTile::fitsVectors() {
  const unsigned dim = counting(rank - 1);
  const int64_t step = frame.resultDims[dim].step,
                share = frame.share(dim, 0).count * step;
  if (step != 1 && step != frame.lanes())
    frame.fail("a result in blocks of " + llvm::Twine(step) +
               " does not fit vectors of " + llvm::Twine(frame.lanes()) +
               " lanes");
  else if (frame.isShared(dim) && !frame.areTasksTiles() &&
           share % frame.lanes() != 0)
    frame.fail("tasks of " + llvm::Twine(share) +
               " channels do not fit vectors of " + llvm::Twine(frame.lanes()) +
               " lanes");
  return !frame.failed();
}

void RegisterTile::makeLoops() {
  const unsigned channelDim = counting(rank - 1);
  const int64_t share =
      frame.share(channelDim, 0).count * frame.resultDims[channelDim].step;
  const int blocks =
      static_cast<int>((share + frame.lanes() - 1) / frame.lanes());
  tileBlocks = divisor(blocks, frame.scheduled("channel_blocks", 2));
  if (frame.areTasksTiles() && frame.tasks() != blocks / tileBlocks)
    return frame.fail(llvm::Twine(frame.tasks()) + " tasks are not the " +
                      llvm::Twine(blocks / tileBlocks) + " tiles of a row");
  columns = positions(rank - 2);
  const int rows = positions(rank - 3);
  const bool areColumnsShared = rank >= 2 && frame.isShared(counting(rank - 2));
  acrossRows = frame.scheduled("across_rows", 0) && !areColumnsShared;
  skipsColumns = frame.scheduled("skip_columns", 0) && !acrossRows;
  // Tasks that are one position each share tiles: the weights of a dense layer
  // serve several of the rows that a call has.
  const bool areTasksPositions =
      areColumnsShared && columns == 1 &&
      frame.tasks() ==
          interior(frame.resultType(), frame.resultDims[counting(rank - 2)]);
  pixels = std::clamp(frame.scheduled("pixels", frame.scheduled("rows", 6)), 1,
                      acrossRows          ? rows * columns
                      : areTasksPositions ? static_cast<int>(frame.tasks())
                                          : columns);

  nest.loops = {{"lane", 0, frame.lanes()}, {"block", 0, tileBlocks}};
  if (acrossRows)
    nest.loops.push_back({"pixel", 0, rows * columns});
  else if (areTasksPositions)
    nest.loops.insert(nest.loops.end(),
                      {{"x", frame.taskLoop().first, frame.taskLoop().extent},
                       {"y", 0, rows}});
  else {
    if (skipsColumns && columns % pixels == 0)
      columnTiles = columns / pixels;
    nest.loops.push_back({"x", 0, columns / columnTiles});
    if (columnTiles > 1)
      nest.loops.push_back({"column_tile", 0, columnTiles});
    nest.loops.push_back({"y", 0, rows});
  }
  if (frame.areTasksTiles())
    nest.loops.push_back(
        {"tile", frame.taskLoop().first, frame.taskLoop().extent});
  else
    nest.loops.push_back({"tile", 0, blocks / tileBlocks});
  for (int64_t dim = rank - 4; dim >= 0; --dim)
    nest.loops.push_back({"dim" + std::to_string(dim), 0, positions(dim)});
  nest.loops.push_back(areTasksPositions || frame.areTasksTiles()
                           ? Loop{"task", 0, 1}
                           : frame.taskLoop());
  nest.at = [this](const ExprList &values) { return pointAt(values); };
  if (frame.resultDims[channelDim].step == 1 && channels % frame.lanes() != 0)
    nest.guard = [this](const ExprList &values) {
      return pointAt(values).back().whole() < static_cast<int>(channels);
    };
}

Point RegisterTile::pointAt(const ExprList &values) const {
  const Expr &task = values.back();
  Expr pixel = values[2];
  if (columnTiles > 1)
    pixel += values[3] * pixels;
  const size_t row = columnTiles > 1 ? 4 : 3, tile = acrossRows ? 3 : row + 1;
  Point point(rank);
  auto set = [&](int64_t dim, Expr value) {
    if (dim >= 0)
      point[dim] = Index{frame.share(counting(dim), task).first + value};
  };
  for (int64_t dim = rank - 4; dim >= 0; --dim)
    set(dim, values[tile + rank - 3 - dim]);
  set(rank - 3, acrossRows ? pixel / columns : values[row]);
  set(rank - 2, acrossRows ? pixel % columns : pixel);
  const unsigned channelDim = counting(rank - 1);
  const bool countsBlocks = frame.resultDims[channelDim].step != 1;
  Expr firstBlock =
      frame.share(channelDim, task).first / (countsBlocks ? 1 : frame.lanes());
  point.back() = {firstBlock + values[tile] * tileBlocks + values[1], values[0],
                  frame.lanes(), channels % frame.lanes() != 0};
  return point;
}

// Steps of the reduction as expressions; `chunk` counts runs of the outermost
// one.
static ExprList stepsOf(const RDom &domain, Expr chunk) {
  ExprList steps;
  for (int i = 0; i < domain.dimensions(); ++i)
    steps.push_back(domain[i]);
  steps.back() += chunk * domain[domain.dimensions() - 1].extent();
  return steps;
}

// What is not seen is left out of all pixels of a tile at once; where they are
// known one by one, of each.
RDom RegisterTile::domainOf(const Reduction &reduction, const ExprList &values,
                            Expr chunk) const {
  Region ranges;
  for (const Steps &steps : reduction.loops)
    ranges.emplace_back(0, steps.count);
  RDom domain(ranges, "step");
  if (!reduction.seen || acrossRows)
    return domain;
  ExprList left = values, right = values;
  if (!knowsColumns()) {
    left[2] = nest.loops[2].first;
    right[2] = nest.loops[2].first + nest.loops[2].extent - 1;
  }
  Expr seen =
      reduction.seen(nest.at(left), nest.at(right), stepsOf(domain, chunk));
  if (seen.defined())
    domain.where(seen);
  return domain;
}

// All sums of a tile in registers, lane by lane, while the reduction runs.
void RegisterTile::scheduleTile(Func sum, const RDom &domain,
                                const Reduction &reduction) {
  std::vector<Var> tile = nest.vars();
  tile.resize(3);
  // Whole vectors and blocks, whatever of them is stored.
  sum.bound(tile[0], 0, usedLanes().count())
      .bound(tile[1], 0, nest.loops[1].extent);
  sum.store_in(MemoryType::Stack)
      .vectorize(tile[0])
      .unroll(tile[1])
      .unroll(tile[2]);
  std::vector<VarOrRVar> order(tile.begin(), tile.end());
  RVar innermost = domain[0];
  if (reduction.loops.front().unrolled)
    sum.update().rename(domain[0], innermost = RVar(kUnrolledLoop));
  order.emplace_back(innermost);
  for (int i = 1; i < domain.dimensions(); ++i)
    order.emplace_back(domain[i]);
  sum.update().reorder(order).vectorize(tile[0]).unroll(tile[1]).unroll(
      tile[2]);
  for (size_t i = 1; i < reduction.loops.size(); ++i)
    if (reduction.loops[i].unrolled)
      sum.update().unroll(domain[static_cast<int>(i)]);
}

/// Sums that registers hold where there are 32.
static constexpr int mostSums = 28;

/// What Halide keeps on the stack; beyond, it would ask for memory.
static constexpr int stackBytes = 16 * 1024;

// Of a row, or of all rows where they are one, as much as the stack holds; 0 if
// that leaves bands too short to be worth their chunks.
int RegisterTile::bandPixels() const {
  const int count = extent(nest, 2) * columnTiles;
  const int room = stackBytes / (4 * frame.lanes() * tileBlocks);
  const int most = acrossRows ? frame.scheduled("band", 128) : count;
  const int band = divisor(count, std::min(most, room));
  if (columnTiles > 1 && band < count)
    return 0;
  return band == count || acrossRows || 2 * band > room ? band : 0;
}

void RegisterTile::storeSum(Func sum) {
  frame.store(nest, [&](const ExprList &values) {
    return usedLanes().of([&](const ExprList &at) { return Expr(sum(at)); },
                          values);
  });
}

// What is used by many pixels is soon paid for, and asking for it costs some
// per cent (1x1 56x56 24 to 144: 200 and 208 us); what few use is wanted as
// fast as memory gives it. Where each pixel knows its columns, steps are
// several loops.
void RegisterTile::fetchAhead(const Operand *weight, Func sum) {
  constexpr int fewestPixels = 40, mostPixels = 256;
  if (!weight || knowsColumns() || channels <= tileBlocks * frame.lanes())
    return;
  int64_t uses = columnTiles > 1 ? pixels : 1;
  std::vector<std::string> pixelLoops;
  for (size_t loop = 2; loop < tileLoop(); ++loop) {
    const int64_t *count = Internal::as_const_int(nest.loops[loop].extent);
    uses *= count ? *count : 0; // pixels that are tasks are a call's, few
    pixelLoops.push_back(frame.result.name() + ".s" +
                         std::to_string(frame.stage()) + "." +
                         frame.loop(loop).name());
  }
  if (uses < fewestPixels || uses > mostPixels)
    return;
  frame.weightsAhead = {.sums = sum.name(),
                        .reuses = pixelLoops,
                        .weight = weight->memory.name(),
                        .vectors = tileBlocks,
                        .vectorBytes = 4 * frame.lanes(),
                        .stride = weight->stride(0)};
}

void RegisterTile::store(const Reduction &reduction) {
  const int outermost = reduction.loops.back().count;
  if (divisor(outermost, frame.scheduled("reduction_blocks", outermost)) <
          outermost &&
      bandPixels() > 0)
    return storeInBands(reduction);
  if (!isLastBlockHalf())
    return storeTiles(reduction, reduction.weight);
  Loop &tiles = nest.loops[tileLoop()];
  const int whole = static_cast<int>(channels / frame.lanes());
  tiles.extent = whole;
  storeTiles(reduction, reduction.weight);
  tiles.first = whole;
  tiles.extent = 1;
  tileChannels = channels % frame.lanes();
  // Half vectors are two a cycle, so that twice as many sums take as long.
  pixels = std::min({2 * pixels, columns, mostSums});
  storeTiles(reduction, /*ahead=*/nullptr);
}

// Its tiles are a second sweep over the input, so there is but one image.
bool RegisterTile::isLastBlockHalf() const {
  const unsigned channelDim = counting(rank - 1);
  const int64_t rest = channels % frame.lanes(),
                images = mlir::ShapedType::getNumElements(
                    frame.resultType().getShape().drop_back(
                        std::min<int64_t>(rank, 3)));
  return rest > 0 && channels > frame.lanes() && images == 1 &&
         tileBlocks == 1 && !acrossRows && !skipsColumns &&
         !frame.isShared(channelDim) &&
         frame.resultDims[channelDim].step == frame.lanes() &&
         UsedLanes(frame, rest).count() < frame.lanes();
}

void RegisterTile::storeTiles(const Reduction &reduction,
                              const Operand *ahead) {
  std::vector<Var> vars = nest.vars();
  const ExprList values(vars.begin(), vars.end());
  Point at = nest.at(values);
  RDom domain = domainOf(reduction, values, 0);
  Func sum("sum");
  sum(vars) = reduction.start(at);
  sum(vars) += reduction.term(at, vars[0], stepsOf(domain, 0));
  storeSum(sum);

  // The part in its name tells Halide which part's tiles have the sums.
  RVar outside("outside" + std::to_string(frame.stage())), inside("inside"),
      lane = frame.loop(0), block = frame.loop(1);
  frame.update().split(frame.loop(2), outside, inside, pixels,
                       TailStrategy::GuardWithIf);
  frame.update()
      .reorder(lane, block, inside, outside)
      .unroll(block)
      .unroll(inside);
  usedLanes().vectorize(frame.update(), lane);
  sum.compute_at(frame.result, outside);
  // One row of them, also where Halide sees that terms are of a certain row.
  for (const Var &outer : llvm::ArrayRef(vars).drop_front(3))
    sum.bound_extent(outer, 1);
  scheduleTile(sum, domain, reduction);
  fetchAhead(ahead, sum);
}

// The reduction in chunks: each adds to the sums of a band of pixels in L1,
// tile by tile, so that its weights are loaded into L1 once for the band.
// Without, a tile whose weights overflow a busy L2 loads them from L3 (3x3
// 56x56x256 on Zen 3: 67 against 91 % of peak).
void RegisterTile::storeInBands(Reduction reduction) {
  std::vector<Var> vars = nest.vars();
  const ExprList values(vars.begin(), vars.end());
  Point at = nest.at(values);
  int &outermost = reduction.loops.back().count;
  const int chunkSteps =
      divisor(outermost, frame.scheduled("reduction_blocks", 1));
  RDom chunk(0, outermost / chunkSteps, "chunk");
  outermost = chunkSteps;
  Var chunkVar("chunk");
  RDom domain = domainOf(reduction, values, chunkVar);
  std::vector<Var> partVars = vars;
  partVars.push_back(chunkVar);
  ExprList partAt = values;
  partAt.emplace_back(chunk.x);
  Func part("part"), sum("sum");
  part(partVars) = 0.0f;
  part(partVars) += reduction.term(at, vars[0], stepsOf(domain, chunkVar));
  sum(vars) = reduction.start(at);
  sum(vars) += part(partAt);
  storeSum(sum);

  RVar lane = frame.loop(0), block = frame.loop(1), band("band"),
       inBand("in_band");
  frame.update().unroll(block);
  const bool isSplit =
      columnTiles == 1 && (acrossRows || bandPixels() < extent(nest, 2));
  if (isSplit) {
    frame.update().split(frame.loop(2), band, inBand, bandPixels(),
                         TailStrategy::GuardWithIf);
    frame.update().reorder(lane, block, inBand, band);
  }
  usedLanes().vectorize(frame.update(), lane);
  sum.compute_at(frame.result,
                 isSplit ? band : frame.loop(columnTiles > 1 ? 4 : 3))
      .store_in(MemoryType::Stack);
  sum.bound(vars[0], 0, usedLanes().count())
      .bound(vars[1], 0, nest.loops[1].extent)
      .vectorize(vars[0])
      .unroll(vars[1]);
  Var outside("outside"), inside("inside");
  if (columnTiles > 1)
    sum.bound(vars[2], 0, pixels)
        .update()
        .reorder(vars[0], vars[1], vars[2], vars[3], chunk.x)
        .unroll(vars[2]);
  else
    sum.update()
        .split(vars[2], outside, inside, pixels, TailStrategy::GuardWithIf)
        .reorder(vars[0], vars[1], inside, outside, chunk.x)
        .unroll(inside);
  sum.update().vectorize(vars[0]).unroll(vars[1]);
  part.compute_at(sum, columnTiles > 1 ? vars[3] : outside);
  scheduleTile(part, domain, reduction);
}

} // namespace sinter::kernels

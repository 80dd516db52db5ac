// WinogradConv2d.cpp: 3x3 convolution of stride 1 with fewer multiplications.
//
// A band of tiles, of T x T results each, at a time, with B' and A' of
// ir/Winograd.h and (T + 2)^2 taps:
//
//   rows(f, j, i, p, ib)   = sum over u of B'[i][u] input(f, x(p) + j, y(p) +
//   u) image(f, j, i, p, ib)  = sum over v of B'[j][v] rows(f, v, i, p, ib)
//   product(f, j, i, p, o) = sum over ib, e of filter(f, e, ib, j, i, o)
//                                              * image(e, j, i, p, ib)
//   columns(f, j, y, p, o) = sum over i of A'[y][i] product(f, j, i, p, o)
//   result(f, x, y, p, o)  = sum over j of A'[x][j] columns(f, j, y, p, o)
//
// for lane f and tile p. The product is a small matrix product for each tap, in
// register tiles of R blocks by TX tiles. `image` of a band and `product` of R
// blocks are in scratch memory, with the taps of a tile side by side: strides
// of a power of two between taps would cost a fifth.
//
// Loops, innermost first: lane, x and y in the tile, tile in a row, row of
// tiles, image in the band, block, group of R blocks, band. A band is a part of
// an image, or several images. Tasks are bands, numbered through all images, or
// groups of blocks, where no image is several bands: then each chunk of tasks
// transforms the images for itself.
#include "codegen/kernels/FilterTransform.h"

using namespace Halide;

namespace sinter::kernels {

namespace {

class WinogradConv2d {
public:
  explicit WinogradConv2d(Frame &frame);
  void build();

private:
  bool fits();
  void makeLoops();
  std::array<Expr, 3> startOf(Expr bandNumber) const;
  Point pointAt(const ExprList &values) const;
  void transformFilters();
  void transformImage();
  void multiply();
  void transformProduct();
  void scheduleFilters();
  void schedule();

  Frame &frame;
  WinogradConv2dOp op;
  WinogradFilterOp ownFilters; ///< null where they are an operand
  const Winograd winograd;
  const Operand *input, *filter;
  int tile, taps;
  int images, height, width;             ///< of the result
  int tileImages, tileRows, tileColumns; ///< of a band
  int bandsDown, bandsAcross, bands; ///< in an image, or in tileImages of them
  int inputBlocks, outputBlocks, groupBlocks;
  int chunkBlocks; ///< of inputs whose filters are transformed together
  bool areTasksGroups;
  LoopNest nest;

  // Pure loops: lane, taps along x and y, tile of the band, blocks; and the
  // band, on which all depends.
  Var lane{"f"}, j{"j"}, i{"i"}, p{"p"}, ib{"ib"}, o{"o"}, g{"g"}, band{"band"};
  Var e{"e"}, chunk{"chunk"};
  RDom steps, chunks;
  Func filters{"filters"};
  std::optional<FilterTransform> filterTransform;
  Func rows{"rows"}, image{"image"}, sum{"sum"}, product{"product"},
      columns{"columns"};
};

int divideUp(int64_t a, int64_t b) { return static_cast<int>((a + b - 1) / b); }

WinogradConv2d::WinogradConv2d(Frame &frame)
    : frame(frame),
      op(llvm::cast<WinogradConv2dOp>(frame.kernel().getAnchor())),
      ownFilters(op.getFilter().getDefiningOp<WinogradFilterOp>()),
      winograd(op.getTile()), input(frame.operand(op.getInput())),
      filter(frame.operand(op.getFilter())),
      tile(static_cast<int>(winograd.tile)),
      taps(static_cast<int>(winograd.taps)) {
  llvm::ArrayRef<int64_t> result = frame.resultType().getShape();
  height = static_cast<int>(result[1]);
  width = static_cast<int>(result[2]);
  images = static_cast<int>(result[0]);
  tileImages = frame.scheduled("tile_images", 1);
  tileRows = frame.scheduled("tile_rows", divideUp(height, tile));
  tileColumns = frame.scheduled("tile_columns", divideUp(width, tile));
  bandsDown = divideUp(height, tile * tileRows);
  bandsAcross = divideUp(width, tile * tileColumns);
  bands = bandsDown * bandsAcross;
  outputBlocks = divideUp(result[3], frame.lanes());
  groupBlocks = frame.scheduled("channel_blocks", 1);
  areTasksGroups = frame.scheduled("tasks_are_groups", 0);
}

bool WinogradConv2d::fits() {
  const int lanes = frame.lanes();
  auto isBlocked = [&](const PhysicalDim *dim) {
    return dim && dim->block == lanes && dim->stride == 1;
  };
  // The last tiles read beyond the padding, what no result depends on: zeros,
  // since other values would leave their rounding errors.
  auto isPadded = [&](const PhysicalDim *dim, int64_t before, int tiles) {
    return dim->before >= before &&
           dim->before - before + tiles * tile + 2 <= dim->extent;
  };
  const bool areInputsRight =
      input && isBlocked(input->find(3, /*inner=*/true)) &&
      isPadded(input->find(1), op.getPadding()[0], bandsDown * tileRows) &&
      isPadded(input->find(2), op.getPadding()[2], bandsAcross * tileColumns);
  if (!areInputsRight) {
    frame.fail("Winograd's convolution reads an input in blocks of " +
               llvm::Twine(lanes) +
               " channels whose border holds the padding and fills up tiles");
    return false;
  }
  const bool areFiltersRight =
      ownFilters || (filter && isBlocked(filter->find(0, /*inner=*/true)) &&
                     filter->find(1, /*inner=*/true) &&
                     filter->find(1, /*inner=*/true)->block == lanes);
  if (!areFiltersRight || frame.resultDims.back().block != lanes)
    frame.fail("Winograd's convolution needs filters in blocks of " +
               llvm::Twine(lanes) +
               " inputs and outputs, and gives a result in such blocks");
  else if (outputBlocks % groupBlocks != 0)
    frame.fail("groups of " + llvm::Twine(groupBlocks) +
               " blocks do not divide the " + llvm::Twine(outputBlocks) +
               " blocks of the result");
  const int64_t units = areTasksGroups ? outputBlocks / groupBlocks
                                       : bands * (images / tileImages);
  if (frame.failed())
    return false;
  if (images % tileImages != 0 || (tileImages > 1 && bands > 1))
    frame.fail("bands of " + llvm::Twine(tileImages) +
               " images must divide the " + llvm::Twine(images) +
               " images and hold all their tiles");
  else if (frame.tasks() != 1 && frame.tasks() != units)
    frame.fail(llvm::Twine(frame.tasks()) + " tasks are not the " +
               llvm::Twine(units) +
               (areTasksGroups ? " groups of blocks" : " bands"));
  else if (areTasksGroups && bands > 1)
    frame.fail("tasks are groups of blocks only where an image is one band");
  else if (ownFilters && bands * (images / tileImages) > 1)
    frame.fail("a kernel that transforms its filters has one band, but this "
               "one has " +
               llvm::Twine(bands * (images / tileImages)));
  inputBlocks = divideUp(input->type.getDimSize(3), lanes);
  chunkBlocks =
      ownFilters ? frame.scheduled("filter_blocks", inputBlocks) : inputBlocks;
  if (inputBlocks % chunkBlocks != 0)
    frame.fail("chunks of " + llvm::Twine(chunkBlocks) +
               " blocks do not divide the " + llvm::Twine(inputBlocks) +
               " blocks of the input");
  return !frame.failed();
}

void WinogradConv2d::makeLoops() {
  const int groups = outputBlocks / groupBlocks;
  const Loop tasks = frame.taskLoop(), one = {"task", 0, 1};
  const bool areShared = frame.tasks() > 1;
  nest.loops = {{"lane", 0, frame.lanes()},
                {"x", 0, tile},
                {"y", 0, tile},
                {"column", 0, tileColumns},
                {"row", 0, tileRows},
                {"image", 0, tileImages},
                {"block", 0, groupBlocks},
                areShared && areTasksGroups
                    ? Loop{"group", tasks.first, tasks.extent}
                    : Loop{"group", 0, groups},
                areShared && !areTasksGroups
                    ? Loop{"band", tasks.first, tasks.extent}
                    : Loop{"band", 0, bands * (images / tileImages)},
                areShared ? one : tasks};
  nest.at = [this](const ExprList &values) { return pointAt(values); };
  const bool isWidthCut = width % (tile * tileColumns) != 0,
             isHeightCut = height % (tile * tileRows) != 0;
  if (isWidthCut || isHeightCut)
    nest.guard = [=, this](const ExprList &values) {
      const Point point = pointAt(values);
      Expr inside = Internal::const_true();
      if (isWidthCut)
        inside = inside && point[2].whole() < width;
      if (isHeightCut)
        inside = inside && point[1].whole() < height;
      return inside;
    };
}

/// Where a band begins: image, row and column of tiles.
std::array<Expr, 3> WinogradConv2d::startOf(Expr bandNumber) const {
  if (bands == 1)
    return {bandNumber * tileImages, 0, 0};
  Expr inImage = bandNumber % bands;
  return {bandNumber / bands, inImage / bandsAcross * tileRows,
          inImage % bandsAcross * tileColumns};
}

Point WinogradConv2d::pointAt(const ExprList &values) const {
  const auto [n, firstRow, firstColumn] = startOf(values[8]);
  return {Index{n + values[5]},
          Index{(firstRow + values[4]) * tile + values[2]},
          Index{(firstColumn + values[3]) * tile + values[1]},
          Index{values[7] * groupBlocks + values[6], values[0], frame.lanes(),
                frame.resultType().getDimSize(3) % frame.lanes() != 0}};
}

void WinogradConv2d::transformImage() {
  const auto [firstImage, firstRow, firstColumn] = startOf(band);
  Expr n = firstImage + p / (tileColumns * tileRows),
       row = firstRow + p / tileColumns % tileRows,
       column = firstColumn + p % tileColumns;
  const PhysicalDim *y = input->find(1), *x = input->find(2);
  const auto before = [&](const PhysicalDim *dim, size_t padding) {
    return static_cast<int>(dim->before - op.getPadding()[padding]);
  };
  Expr corner = n * input->stride(0) + ib * input->stride(3) +
                (row * tile + before(y, 0)) * input->stride(1) +
                (column * tile + before(x, 2)) * input->stride(2);
  rows(lane, j, i, p, ib, band) =
      mux(i, transform(winograd.input, [&](int u) {
            return input->at(corner + u * input->stride(1) +
                             j * input->stride(2) + lane);
          }));
  image(lane, j, i, p, ib, band) = mux(j, transform(winograd.input, [&](int v) {
                                         return rows(lane, v, i, p, ib, band);
                                       }));
}

void WinogradConv2d::transformFilters() {
  const int lanes = frame.lanes();
  filterTransform.emplace(frame, ownFilters);
  filters(lane, o, e, j, i, chunk, g) = filterTransform->at(
      lane, j, i, chunk * chunkBlocks * lanes + e, g * groupBlocks + o);
}

void WinogradConv2d::multiply() {
  steps = RDom({{0, frame.lanes()}, {0, chunkBlocks}}, "step");
  Expr weight;
  if (ownFilters)
    weight =
        filters(lane, o, steps.y * frame.lanes() + steps.x, j, i, chunk, g);
  else
    weight = filter->at((g * groupBlocks + o) * filter->stride(0) +
                        i * filter->stride(2) + j * filter->stride(3) +
                        steps.y * filter->stride(1) +
                        steps.x * filter->stride(1, /*inner=*/true) + lane);
  sum(lane, o, p, j, i, chunk, g, band) = 0.0f;
  sum(lane, o, p, j, i, chunk, g, band) +=
      weight * image(steps.x, j, i, p, chunk * chunkBlocks + steps.y, band);
  if (chunkBlocks == inputBlocks) {
    product(lane, j, i, p, o, g, band) = sum(lane, o, p, j, i, 0, g, band);
    return;
  }
  chunks = RDom(0, inputBlocks / chunkBlocks, "chunk");
  product(lane, j, i, p, o, g, band) = 0.0f;
  product(lane, j, i, p, o, g, band) += sum(lane, o, p, j, i, chunks, g, band);
}

void WinogradConv2d::transformProduct() {
  // y is a place in the tile.
  columns(lane, j, i, p, o, g, band) =
      mux(i, transformPairs(winograd.output, [&](int u) {
            return product(lane, j, u, p, o, g, band);
          }));
  frame.store(nest, [&](const ExprList &at) {
    Expr tileNumber = (at[5] * tileRows + at[4]) * tileColumns + at[3];
    Expr value =
        mux(at[1], transformPairs(winograd.output, [&](int v) {
              return columns(at[0], v, at[2], tileNumber, at[6], at[7], at[8]);
            }));
    return op.getBias() ? value + frame.evaluate(op.getBias(), {pointAt(at)[3]})
                        : value;
  });
}

void WinogradConv2d::scheduleFilters() {
  const int lanes = frame.lanes();
  Var inputs("inputs");
  filters.store_in(MemoryType::Heap)
      .bound(lane, 0, lanes)
      .bound(o, 0, groupBlocks)
      .bound(e, 0, chunkBlocks * lanes)
      .bound(j, 0, taps)
      .bound(i, 0, taps)
      // The taps of a filter would meet in one set of L1.
      .align_storage(e, chunkBlocks * lanes + 1)
      .split(e, inputs, e, lanes)
      .vectorize(lane)
      .unroll(j)
      .unroll(i);
  if (filterTransform->areFiltersTogether())
    filters.reorder(lane, j, i, o, e, inputs);
  else
    filters.reorder(lane, j, i, e, inputs, o);
  filterTransform->computeAt(
      {filters, filterTransform->areFiltersTogether() ? o : e},
      {filters, inputs});
}

void WinogradConv2d::schedule() {
  const int lanes = frame.lanes(), tiles = tileImages * tileRows * tileColumns;
  // All taps of a tile, `rows` of them along y, in straight code.
  auto unrollTaps = [&](Func func, int rows) {
    func.bound(lane, 0, lanes)
        .bound(j, 0, taps)
        .bound(i, 0, rows)
        .vectorize(lane)
        .unroll(j)
        .unroll(i);
  };
  frame.update()
      .vectorize(frame.loop(0))
      .unroll(frame.loop(1))
      .unroll(frame.loop(2));
  columns.compute_at(frame.result, frame.loop(3)).store_in(MemoryType::Stack);
  unrollTaps(columns, tile);

  Var outside("outside"), inside("inside");
  product.compute_at(frame.result, frame.loop(7))
      .store_in(MemoryType::Heap)
      .bound(lane, 0, lanes)
      .bound(j, 0, taps)
      .bound(i, 0, taps)
      .bound(p, 0, tiles)
      .bound(o, 0, groupBlocks);
  const bool hasChunks = chunkBlocks < inputBlocks;
  if (hasChunks)
    product.vectorize(lane);
  Stage products = hasChunks ? product.update() : Stage(product);
  products
      .split(p, outside, inside, std::min(frame.scheduled("pixels", 6), tiles),
             TailStrategy::GuardWithIf)
      .vectorize(lane)
      .unroll(o)
      .unroll(inside);
  if (hasChunks)
    products.reorder(lane, o, inside, outside, j, i, chunks);
  else
    products.reorder(lane, o, inside, outside, j, i);
  sum.compute_at(product, outside)
      .store_in(MemoryType::Stack)
      .bound(lane, 0, lanes)
      .bound(o, 0, groupBlocks)
      .vectorize(lane)
      .unroll(o)
      .unroll(p);
  sum.update()
      .reorder(lane, o, p, steps.x, steps.y)
      .vectorize(lane)
      .unroll(o)
      .unroll(p);
  if (ownFilters) {
    if (hasChunks)
      filters.compute_at(product, chunks);
    else
      filters.compute_at(frame.result, frame.loop(7));
    scheduleFilters();
  }

  image.compute_at(frame.result, frame.loop(8))
      .store_in(MemoryType::Heap)
      .bound(p, 0, tiles)
      .bound(ib, 0, inputBlocks)
      .reorder(lane, j, i, p, ib);
  unrollTaps(image, taps);
  rows.compute_at(image, p).store_in(MemoryType::Stack);
  unrollTaps(rows, taps);
}

void WinogradConv2d::build() {
  if (!fits())
    return;
  makeLoops();
  if (ownFilters)
    transformFilters();
  transformImage();
  multiply();
  transformProduct();
  schedule();
}

} // namespace

void buildWinogradConv2d(Frame &frame) { WinogradConv2d(frame).build(); }

} // namespace sinter::kernels

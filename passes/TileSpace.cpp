// TileSpace.cpp: the tiles that a kernel may have.
//
// Each strategy has some keys, each key the values that divide or cover what it
// tiles, and sums must stay in registers. Of a matrix of 4 blocks by 196 pixels
// that is channel_blocks = 1, 2, 4 with pixels = 1 to 28, 14 and 6. What keys
// mean is in codegen/README.md. A key that is not listed here keeps the table's
// value.
#include "passes/Schedules.h"
#include "passes/WinogradBands.h"

#include "llvm/ADT/Sequence.h"
#include "llvm/Support/MathExtras.h"

#include <cmath>

using namespace mlir;

namespace sinter {

namespace {

/// A key of the tiles with the values that it may have, in rising order; 0 of
/// an optional one means that it is absent.
struct TileKey {
  StringRef name;
  SmallVector<int64_t> values;
  bool multipliesSums = false, isOptional = false;
};

/// As many sums as the table has at most, and as many blocks: more weights than
/// these are not shared by enough pixels.
constexpr int64_t kMostSums = 28, kMostBlocks = 8;

SmallVector<int64_t> divisorsOf(int64_t number, int64_t most) {
  SmallVector<int64_t> divisors;
  for (int64_t divisor = 1; divisor <= std::min(number, most); ++divisor)
    if (number % divisor == 0)
      divisors.push_back(divisor);
  return divisors;
}

SmallVector<int64_t> upTo(int64_t most) {
  return llvm::to_vector(llvm::seq_inclusive<int64_t>(1, most));
}

class TileSpace {
public:
  TileSpace(KernelOp kernel, TargetAttr target);

  std::string problem(DictionaryAttr tiles);
  std::vector<DictionaryAttr> around();

private:
  void addConvolution();
  void addWinograd();
  void addPlanes();
  void addRows(int64_t rows);

  using Values = SmallVector<int64_t>; ///< one of each key
  int64_t registersOf(const Values &values);
  bool isPaddingStored();
  std::string misfit(const Values &values);
  std::string bandMisfit(const Values &values);
  double distance(const Values &values);
  DictionaryAttr tilesOf(const Values &values);
  int64_t value(const Values &values, StringRef key) const;

  KernelOp kernel;
  TargetAttr target;
  RankedTensorType result;
  int64_t blocks;
  DictionaryAttr table;
  SmallVector<TileKey> keys;
};

TileSpace::TileSpace(KernelOp kernel, TargetAttr target)
    : kernel(kernel), target(target),
      result(cast<RankedTensorType>(kernel.getResult(0).getType())),
      blocks(channelBlocks(kernel, target)), table(tableTiles(kernel, target)) {
  StringRef strategy = *kernel.getStrategy();
  if (isa_and_nonnull<Conv2dWeightGradientOp>(kernel.getAnchor()))
    return; // what the table has
  if (strategy == "direct")
    addConvolution();
  else if (strategy == "winograd")
    addWinograd();
  else if (strategy == "depthwise")
    keys = {{"pixels", upTo(std::min(result.getDimSize(2), kMostSums)), true}};
  else if (strategy == "planar")
    addPlanes();
  else if (strategy == "dense")
    addRows(result.getNumElements() / result.getShape().back());
  else if (strategy == "matmul")
    addRows(result.getDimSize(result.getRank() - 2));
}

void TileSpace::addConvolution() {
  auto conv = cast<Conv2dOp>(kernel.getAnchor());
  const int64_t inputBlocks = llvm::divideCeil(
      cast<RankedTensorType>(conv.getWeight().getType()).getDimSize(1),
      target.getLanes());
  keys = {
      {"channel_blocks", divisorsOf(blocks, kMostBlocks), true},
      {"pixels",
       upTo(std::min(result.getDimSize(1) * result.getDimSize(2), kMostSums)),
       true},
      {"across_rows", {0, 1}},
      {"reduction_blocks", {0}, false, /*isOptional=*/true}};
  llvm::append_range(keys.back().values,
                     divisorsOf(inputBlocks, inputBlocks - 1));
}

void TileSpace::addWinograd() {
  auto conv = cast<WinogradConv2dOp>(kernel.getAnchor());
  const int64_t rows = llvm::divideCeil(result.getDimSize(1), conv.getTile()),
                columns =
                    llvm::divideCeil(result.getDimSize(2), conv.getTile());
  keys = {{"tile_rows", divisorsOf(rows, rows)},
          {"tile_columns", divisorsOf(columns, columns)},
          {"channel_blocks", divisorsOf(blocks, kMostBlocks), true},
          {"pixels", upTo(kMostSums), true}};
}

void TileSpace::addPlanes() {
  const int64_t vectors =
      llvm::divideCeil(result.getDimSize(2), target.getLanes());
  keys = {{"vectors", divisorsOf(vectors, kMostSums), true},
          {"filters", divisorsOf(result.getDimSize(3), kMostSums), true},
          {"rows", divisorsOf(result.getDimSize(1), kMostSums), true}};
}

void TileSpace::addRows(int64_t rows) {
  keys = {{"channel_blocks", divisorsOf(blocks, kMostBlocks), true},
          {"rows", upTo(std::min(rows, kMostSums)), true}};
  // The table's single row takes as many blocks as there are, up to its limit.
  const auto most = table.getAs<IntegerAttr>("channel_blocks").getInt();
  if (!llvm::is_contained(keys[0].values, most))
    keys[0].values.push_back(most);
}

int64_t TileSpace::value(const Values &values, StringRef key) const {
  for (auto [tileKey, value] : llvm::zip_equal(keys, values))
    if (tileKey.name == key)
      return value;
  return 0;
}

/// Vector registers for the sums of a tile and for what a step of the reduction
/// loads: the vectors, and a broadcast, which is a memory operand where there
/// are 32 registers.
int64_t TileSpace::registersOf(const Values &values) {
  int64_t sums = 1;
  for (auto [key, value] : llvm::zip_equal(keys, values))
    if (key.multipliesSums)
      sums *= value;
  const int64_t broadcast = target.getVectorRegisters() >= 32 ? 0 : 1;
  StringRef strategy = *kernel.getStrategy();
  if (strategy == "depthwise")
    return sums;
  if (strategy == "planar")
    return sums + sums / value(values, "filters") + broadcast;
  return sums + value(values, "channel_blocks") + broadcast;
}

/// Whether the input of a direct convolution has a border as wide as its
/// padding.
bool TileSpace::isPaddingStored() {
  auto conv = cast<Conv2dOp>(kernel.getAnchor());
  LayoutAttr layout = getLayout(conv.getInput().getType());
  for (auto [index, pad] : llvm::enumerate(conv.getPadding()))
    if (pad > (layout ? layout.getBorderOf(1 + index / 2, index % 2) : 0))
      return false;
  return true;
}

/// Why values that are each right do not go together.
std::string TileSpace::misfit(const Values &values) {
  StringRef strategy = *kernel.getStrategy();
  const int64_t registers = target.getVectorRegisters(),
                needed = registersOf(values);
  if (needed > registers)
    return ("the tile needs " + Twine(needed) + " vector registers, but `" +
            target.getName() + "` has " + Twine(registers))
        .str();
  if (strategy == "direct" && !value(values, "across_rows") &&
      value(values, "pixels") > result.getDimSize(2))
    return ("`pixels` is " + Twine(value(values, "pixels")) +
            ", but a row has " + Twine(result.getDimSize(2)))
        .str();
  if (strategy == "direct" && !isPaddingStored() &&
      (value(values, "across_rows") ||
       value(values, "pixels") < result.getDimSize(2)))
    return ("the input has no border for its padding, which only tiles of " +
            Twine(result.getDimSize(2)) + " `pixels` of a row leave out")
        .str();
  return strategy == "winograd" ? bandMisfit(values) : std::string();
}

/// Bands take scratch memory for each thread: twice the table's is the most.
std::string TileSpace::bandMisfit(const Values &values) {
  auto ofTable = [&](StringRef key) {
    return table.getAs<IntegerAttr>(key).getInt();
  };
  const int64_t images = ofTable("tile_images"),
                rows = value(values, "tile_rows"),
                columns = value(values, "tile_columns"),
                band = images * rows * columns,
                most =
                    2 * images * ofTable("tile_rows") * ofTable("tile_columns");
  if (rows > 1 && columns != keys[1].values.back())
    return ("several `tile_rows` need whole rows, of " +
            Twine(keys[1].values.back()) + " tiles, but `tile_columns` is " +
            Twine(columns))
        .str();
  if (images > 1 &&
      rows * columns != keys[0].values.back() * keys[1].values.back())
    return "several `tile_images` need whole images";
  if (transformsFilters(kernel) && 2 * band != most)
    return "a kernel that transforms its filters has one band";
  if (band > most)
    return ("a band has " + Twine(band) + " tiles, but may have " + Twine(most))
        .str();
  if (value(values, "pixels") > band)
    return ("`pixels` is " + Twine(value(values, "pixels")) +
            ", but a band has " + Twine(band) + " tiles")
        .str();
  return {};
}

/// How far from the table's values, in doublings: first of the number of sums,
/// then of their shape.
double TileSpace::distance(const Values &values) {
  double sums = 0, shape = 0;
  for (auto [key, value] : llvm::zip_equal(keys, values)) {
    auto attribute = table.getAs<IntegerAttr>(key.name);
    const int64_t before = attribute ? attribute.getInt() : 0;
    const double doublings =
        std::log2(static_cast<double>(std::max<int64_t>(value, 1)) /
                  static_cast<double>(std::max<int64_t>(before, 1)));
    if (key.isOptional || key.values.front() == 0)
      shape += value == before ? 0 : 1 + 0.1 * std::abs(doublings);
    else
      shape += 0.5 * std::abs(doublings);
    if (key.multipliesSums)
      sums += doublings;
  }
  return std::abs(sums) + shape;
}

DictionaryAttr TileSpace::tilesOf(const Values &values) {
  Builder builder(kernel.getContext());
  NamedAttrList tiles(table);
  for (auto [key, value] : llvm::zip_equal(keys, values)) {
    tiles.erase(key.name);
    if (value != 0 || !key.isOptional)
      tiles.set(key.name, builder.getI64IntegerAttr(value));
  }
  return tiles.getDictionary(kernel.getContext());
}

std::string TileSpace::problem(DictionaryAttr tiles) {
  Values values;
  for (const TileKey &key : keys) {
    auto attribute = tiles.getAs<IntegerAttr>(key.name);
    if (!attribute && !key.isOptional)
      return ("`" + key.name + "` is missing").str();
    const int64_t value = attribute ? attribute.getInt() : 0;
    if (!llvm::is_contained(key.values, value)) {
      std::string message;
      llvm::raw_string_ostream os(message);
      os << "`" << key.name << "` is " << value << ", but may be ";
      llvm::interleaveComma(key.values, os);
      return message;
    }
    values.push_back(value);
  }
  if (std::string message = misfit(values); !message.empty())
    return message;
  // What is left over belongs to no key, or to one that only the table sets.
  const DictionaryAttr known = tilesOf(values);
  for (NamedAttribute tile : known)
    if (!tiles.contains(tile.getName()))
      return ("`" + tile.getName().strref() + "` is missing").str();
  for (NamedAttribute tile : tiles)
    if (known.get(tile.getName()) != tile.getValue())
      return ("a `" + *kernel.getStrategy() + "` kernel has no `" +
              tile.getName().strref() + "` to choose")
          .str();
  return {};
}

std::vector<DictionaryAttr> TileSpace::around() {
  std::vector<std::pair<double, Values>> found;
  Values values(keys.size());
  // Counts through all values, the last key fastest.
  SmallVector<size_t> digits(keys.size(), 0);
  for (bool isDone = keys.empty(); !isDone;) {
    for (auto [i, digit] : llvm::enumerate(digits))
      values[i] = keys[i].values[digit];
    if (misfit(values).empty())
      found.emplace_back(distance(values), values);
    isDone = true;
    for (size_t i = keys.size(); i-- > 0 && isDone;) {
      isDone = ++digits[i] == keys[i].values.size();
      if (isDone)
        digits[i] = 0;
    }
  }
  llvm::stable_sort(found, llvm::less_first());
  std::vector<DictionaryAttr> tiles = {table};
  for (const auto &candidate : found)
    if (DictionaryAttr other = tilesOf(candidate.second); other != table)
      tiles.push_back(other);
  return tiles;
}

} // namespace

std::string problemOfTiles(KernelOp kernel, TargetAttr target,
                           DictionaryAttr tiles) {
  return TileSpace(kernel, target).problem(tiles);
}

std::vector<DictionaryAttr> tilesAround(KernelOp kernel, TargetAttr target) {
  return TileSpace(kernel, target).around();
}

} // namespace sinter

// ReceptiveField.cpp: intervals of the image, carried from op to op.
//
// Along each axis of the image the element at coordinate i of a value sees the
// whole places from i * step + low to i * step + high. A 3x3 convolution of
// stride 2 and padding 1 widens that by one step on each side and doubles the
// step; an addition takes the union of its operands' intervals.
#include "driver/ReceptiveField.h"

#include "ir/Ops.h"

#include "llvm/ADT/TypeSwitch.h"

#include <cmath>
#include <limits>

using namespace mlir;

namespace sinter {

namespace {

constexpr double kEverything = std::numeric_limits<double>::infinity();

/// Steps may be thirds of a place; their sums are off by less than this.
constexpr double kRounding = 1e-6;

/// What one element of a value sees along an axis of the image.
struct Interval {
  double low = kEverything, high = -kEverything; ///< none yet

  bool isAll() const { return low == -kEverything; }
  void include(Interval other) {
    low = std::min(low, other.low);
    high = std::max(high, other.high);
  }
};
constexpr Interval kAll = {-kEverything, kEverything};

/// Axis `image` of the image moves by `step` places from one element to the
/// next.
struct Move {
  size_t image;
  double step;
};

struct Field {
  SmallVector<Interval> seen;              ///< one for each axis of the image
  SmallVector<SmallVector<Move, 1>> moves; ///< one list for each axis of the
                                           ///< value

  /// Elements now also see those `first` to `last` steps further along `axis`.
  void widen(size_t axis, double first, double last) {
    for (Move move : moves[axis]) {
      seen[move.image].low += first * move.step;
      seen[move.image].high += last * move.step;
    }
  }
  void scale(size_t axis, double factor) {
    for (Move &move : moves[axis])
      move.step *= factor;
  }
  void seeAll(size_t axis) {
    for (Move move : moves[axis])
      seen[move.image] = kAll;
    moves[axis].clear();
  }
  void seeAll() {
    for (size_t axis = 0; axis < moves.size(); ++axis)
      seeAll(axis);
  }
};

class Propagation {
public:
  explicit Propagation(func::FuncOp entry);

  llvm::DenseMap<Value, std::string> run();

private:
  Field join(Operation &op) const;
  std::optional<Field> after(Operation &op) const;
  static void reshape(Field &field, ArrayRef<int64_t> from,
                      ArrayRef<int64_t> to);
  std::string text(const Field &field) const;

  func::FuncOp entry;
  size_t axes = 0; ///< of the image
  DenseMap<Value, Field> fields;
};

Propagation::Propagation(func::FuncOp entry) : entry(entry) {
  for (BlockArgument argument : entry.getArguments()) {
    size_t rank = cast<RankedTensorType>(argument.getType()).getRank();
    if (rank < 3 || (axes && axes != rank - 2))
      continue;
    axes = rank - 2;
    Field &field = fields[argument];
    field.seen.assign(axes, Interval{0, 0});
    field.moves.resize(rank);
    for (size_t axis = 0; axis < axes; ++axis)
      field.moves[1 + axis] = {Move{axis, 1}};
  }
}

ArrayRef<int64_t> shapeOf(Value value) {
  return cast<RankedTensorType>(value.getType()).getShape();
}

/// The union of what the operands see; axes are aligned at the last one, as
/// broadcasting does. Where operands disagree about steps the larger counts.
Field Propagation::join(Operation &op) const {
  Field field;
  field.seen.resize(axes);
  field.moves.resize(shapeOf(op.getResult(0)).size());
  for (Value operand : op.getOperands()) {
    auto known = fields.find(operand);
    if (known == fields.end())
      continue;
    for (auto [all, one] : llvm::zip_equal(field.seen, known->second.seen))
      all.include(one);
    size_t rank = known->second.moves.size();
    for (size_t axis = 0; axis < rank; ++axis) {
      if (axis + field.moves.size() < rank)
        continue;
      auto &moves = field.moves[axis + field.moves.size() - rank];
      if (shapeOf(operand)[axis] > 1 || moves.empty())
        moves = known->second.moves[axis];
    }
  }
  return field;
}

/// Sizes of `from` and `to` are split into runs of equal products. An axis that
/// is a run of its own keeps its moves; axes that are merged hand theirs to the
/// one they become; the parts of an axis move by what stands behind them.
void Propagation::reshape(Field &field, ArrayRef<int64_t> from,
                          ArrayRef<int64_t> to) {
  SmallVector<SmallVector<Move, 1>> moves(to.size());
  size_t i = 0, o = 0;
  while (i < from.size() && o < to.size()) {
    size_t i0 = i, o0 = o;
    int64_t in = from[i++], out = to[o++];
    while (in != out) {
      if (in < out)
        in *= from[i++];
      else
        out *= to[o++];
    }
    SmallVector<Move, 1> merged;
    int64_t behind = in;
    for (size_t axis = i0; axis < i; ++axis) {
      behind /= from[axis];
      if (from[axis] > 1)
        for (Move move : field.moves[axis])
          merged.push_back({move.image, move.step / double(behind)});
    }
    behind = out;
    for (size_t axis = o0; axis < o; ++axis) {
      behind /= to[axis];
      if (to[axis] > 1)
        for (Move move : merged)
          moves[axis].push_back({move.image, move.step * double(behind)});
    }
  }
  field.moves = std::move(moves);
}

/// A window of `taps` taps `dilation` apart along axes 1 and 2.
template <typename Op>
void slide(Field &field, Op op, ArrayRef<int64_t> window,
           ArrayRef<int64_t> dilations) {
  for (size_t axis : {0, 1}) {
    double before = double(op.getPadding()[2 * axis]);
    field.widen(1 + axis, -before,
                double((window[axis] - 1) * dilations[axis]) - before);
    field.scale(1 + axis, double(op.getStrides()[axis]));
  }
}

std::optional<Field> Propagation::after(Operation &op) const {
  if (llvm::none_of(op.getOperands(),
                    [&](Value operand) { return fields.contains(operand); }))
    return std::nullopt;
  Field field = join(op);
  ArrayRef<int64_t> result = shapeOf(op.getResult(0));
  if (isElementwise(&op) || isa<BatchNormOp, ConcatOp, BroadcastOp>(op))
    return field;

  // Everything else reads along axes of its first operand.
  auto known = fields.find(op.getOperand(0));
  if (known == fields.end()) {
    field.seeAll();
    return field;
  }
  field = known->second;
  ArrayRef<int64_t> input = shapeOf(op.getOperand(0));
  auto reduce = [&](ArrayRef<int64_t> axes, bool keep) {
    SmallVector<SmallVector<Move, 1>> kept;
    for (size_t axis = 0; axis < input.size(); ++axis) {
      bool reduced =
          axes.empty() || llvm::is_contained(axes, static_cast<int64_t>(axis));
      if (reduced)
        field.seeAll(axis);
      if (!reduced || keep)
        kept.push_back(field.moves[axis]);
    }
    field.moves = std::move(kept);
  };
  llvm::TypeSwitch<Operation *>(&op)
      .Case<Conv2dOp>([&](auto conv) {
        slide(field, conv, shapeOf(conv.getWeight()).drop_front(2),
              conv.getDilations());
      })
      .Case<MaxPoolOp, AvgPoolOp, MaxPoolIndicesOp>([&](auto pool) {
        slide(field, pool, pool.getWindow(), {1, 1});
      })
      .Case<Conv2dTransposeOp>([&](auto conv) {
        // Row y of the result sees rows (y + before - u * dilation) / stride,
        // as far as these are whole.
        for (size_t axis : {0, 1}) {
          double stride = double(conv.getStrides()[axis]),
                 before = double(conv.getPadding()[2 * axis]);
          double span = double((shapeOf(conv.getWeight())[2 + axis] - 1) *
                               conv.getDilations()[axis]);
          field.widen(1 + axis, (before - span) / stride, before / stride);
          field.scale(1 + axis, 1 / stride);
        }
      })
      .Case<ResizeOp>([&](ResizeOp resize) {
        double reach = resize.getMode() == "nearest"    ? 0
                       : resize.getMode() == "bilinear" ? 1
                                                        : 2;
        for (size_t axis : {0, 1}) {
          field.widen(1 + axis, reach ? 1 - reach : 0, reach);
          field.scale(1 + axis,
                      double(input[1 + axis]) / double(result[1 + axis]));
        }
      })
      .Case<ReshapeOp>([&](auto) { reshape(field, input, result); })
      .Case<TransposeOp>([&](TransposeOp transpose) {
        auto moves = field.moves;
        for (auto [to, from] : llvm::enumerate(transpose.getPermutation()))
          field.moves[to] = moves[from];
      })
      .Case<SliceOp>([&](SliceOp slice) {
        for (size_t axis = 0; axis < input.size(); ++axis) {
          double start = double(slice.getStarts()[axis]);
          field.widen(axis, start, start);
          field.scale(axis, double(slice.getStrides()[axis]));
        }
      })
      .Case<PadOp>([&](PadOp pad) {
        for (size_t axis = 0; axis < input.size(); ++axis) {
          double low = double(pad.getLow()[axis]);
          field.widen(axis, -low, -low);
        }
      })
      .Case<SoftmaxOp, CumsumOp, TopKOp>(
          [&](auto along) { field.seeAll(along.getAxis()); })
      .Case<DenseOp>([&](auto) { field.seeAll(input.size() - 1); })
      .Case<MeanOp, SumOp, ProdOp, ReduceMaxOp, ReduceMinOp>(
          [&](auto over) { reduce(over.getAxes(), over.getKeep()); })
      .Case<ArgmaxOp, ArgminOp>([&](auto over) {
        reduce({static_cast<int64_t>(over.getAxis())}, over.getKeep());
      })
      // Products of two tensors, and places that only the run knows.
      .Default([&](Operation *) {
        field.seeAll();
        field.moves.assign(result.size(), {});
      });
  return field;
}

std::string Propagation::text(const Field &field) const {
  if (llvm::all_of(field.seen, [](Interval i) { return i.isAll(); }))
    return "all";
  std::string text;
  for (Interval interval : field.seen) {
    text += text.empty() ? "" : "x";
    text +=
        interval.isAll()
            ? "all"
            : std::to_string(static_cast<int64_t>(std::floor(
                                 interval.high - interval.low + kRounding)) +
                             1);
  }
  return text;
}

llvm::DenseMap<Value, std::string> Propagation::run() {
  llvm::DenseMap<Value, std::string> texts;
  if (!axes)
    return texts;
  for (Operation &op : entry.front().without_terminator()) {
    if (op.getNumResults() != 1) // derivatives, and writes
      continue;
    if (std::optional<Field> field = after(op)) {
      texts[op.getResult(0)] = text(*field);
      fields[op.getResult(0)] = std::move(*field);
    }
  }
  return texts;
}

} // namespace

llvm::DenseMap<Value, std::string> receptiveFields(func::FuncOp entry) {
  return Propagation(entry).run();
}

} // namespace sinter

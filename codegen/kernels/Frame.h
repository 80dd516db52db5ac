// Frame.h: what every kernel starts from: operands and result of a
// `sinter.kernel` as Halide sees them.
//
// Halide's names and MLIR's meet here, so neither namespace is opened. An
// operand is one run of memory; its layout becomes index arithmetic. The result
// is stored by one update whose loops are the physical dimensions of its
// layout:
//
//   LoopNest nest = frame.resultLoops();                  // e.g. lane, x, y,
//   block, n, task frame.store(nest, [&](const ExprList &at) { return acc(at);
//   }); frame.update().vectorize(frame.loop(0));
#pragma once

#include "codegen/kernels/WeightsAhead.h"
#include "ir/Ops.h"

#include <Halide.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace sinter::kernels {

using ExprList = std::vector<Halide::Expr>;

/// An index into a logical dimension. One that counts blocks stays in two
/// parts, so that a tensor in blocks of the same size is addressed without a
/// division. A `padded` index also runs over the lanes behind the last element.
struct Index {
  Halide::Expr outer, inner = 0;
  int64_t block = 1;
  bool padded = false;

  Halide::Expr whole() const {
    return block == 1 ? outer : outer * static_cast<int>(block) + inner;
  }
};

/// Logical coordinates, one for each dimension.
using Point = std::vector<Index>;

/// A tensor that the kernel reads.
class Operand {
public:
  Operand(mlir::RankedTensorType type, const std::string &name);

  /// The element at logical coordinates. At a padded index: zero where the
  /// tensor stores padding, its last element where it does not.
  Halide::Expr load(const Point &at) const;
  /// The offset of that element from the first stored one.
  Halide::Expr offset(const Point &at) const;
  /// The element at an offset from the first stored one.
  Halide::Expr at(Halide::Expr offset) const {
    Halide::Expr element = memory(offset);
    return isBoolean ? element != Halide::cast<uint8_t>(0) : element;
  }
  /// The physical dimension of logical dimension `dim`, of its inner part if
  /// `inner`, or null.
  const PhysicalDim *find(int64_t dim, bool inner = false) const;
  /// Elements between neighbours along `dim`; 0 where it is not stored.
  int stride(int64_t dim, bool inner = false) const;

  mlir::RankedTensorType type;
  llvm::SmallVector<PhysicalDim> dims;
  Halide::ImageParam memory;
  bool isBoolean;
};

struct Loop {
  std::string name;
  Halide::Expr first, extent;
  int64_t logical = -1; ///< the one dimension of the result that the loop runs
                        ///< along, where there is one
};

/// Loops over the elements of the result, innermost first.
struct LoopNest {
  std::vector<Loop> loops;
  /// Logical coordinates of the result from the values of the loops.
  std::function<Point(const ExprList &)> at;
  /// Which values of the loops are elements; undefined where all are.
  std::function<Halide::Expr(const ExprList &)> guard;

  std::vector<Halide::Var> vars() const;
};

/// The part of a physical dimension of the result that one task has.
struct Share {
  int64_t count;
  Halide::Expr first;
};

/// One kernel while it is built. A kernel that cannot be built emits one error
/// at the op, and `failed()` holds from then on.
class Frame {
public:
  explicit Frame(KernelOp kernel, TargetAttr target);

  KernelOp kernel() const { return op; }
  int lanes() const { return static_cast<int>(machine.getLanes()); }
  TargetAttr target() const { return machine; }
  mlir::RankedTensorType resultType() {
    return llvm::cast<mlir::RankedTensorType>(op.getResult(0).getType());
  }
  bool failed() const { return isFailed; }
  void fail(const llvm::Twine &message);

  /// The operand behind `value`; null where it is not an argument of the
  /// region.
  const Operand *operand(mlir::Value value) const;
  /// `value` at a point of its type: loads arguments, computes elementwise ops,
  /// follows moves, asks the anchor for its own result.
  Halide::Expr evaluate(mlir::Value value, const Point &at);
  /// As `evaluate`, and zero where a coordinate lies outside the tensor.
  Halide::Expr evaluateOrZero(mlir::Value value, Point at);

  /// Integer `key` of the schedule, or `fallback` where it is not given.
  int scheduled(llvm::StringRef key, int fallback);

  /// The share of task `task` in physical dimension `dim` of the result. Tasks
  /// that are several for each index of `taskDim` divide the next dimension
  /// that has several indices too.
  Share share(unsigned dim, Halide::Expr task);
  int64_t tasks() { return op.getTasks().value_or(1); }
  /// The physical dimension of the result that tasks divide; -1 where there is
  /// one task.
  int64_t taskDim() {
    return tasks() > 1 ? static_cast<int64_t>(op.getTaskDim().value_or(0)) : -1;
  }
  /// Whether tasks are the register tiles along a row-major innermost
  /// dimension, `channel_blocks` vectors each. No share divides it then: the
  /// loop over tiles is the one over tasks.
  bool areTasksTiles();
  /// Whether tasks divide physical dimension `dim` of the result.
  bool isShared(unsigned dim) {
    return taskDim() == dim || (partsDim() == dim && parts() > 1);
  }

  /// Loops in the order of the result's memory, the one over tasks outermost.
  /// Rows of several dimensions, where one does not fill a vector, are for
  /// those who follow no single dimension.
  enum class Rows { OfOneDim, OfSeveralDims };
  LoopNest resultLoops(Rows rows = Rows::OfOneDim);
  Loop taskLoop() const { return {"task", first, last - first}; }
  /// Stores the result, or the next part of it. `anchor` is the anchor's value
  /// from the values of the loops; it may be null where there is no anchor.
  void store(const LoopNest &nest,
             const std::function<Halide::Expr(const ExprList &)> &anchor);
  /// The element of the result at a point that is stored already; for use in
  /// what `store` is given.
  Halide::Expr stored(const Point &at) { return result(coordinates(at)); }
  /// The indices of the result's memory at a point, innermost first.
  ExprList coordinates(const Point &at) const;
  /// The `i`-th loop of the nest that `store` was given last.
  Halide::RVar loop(size_t i) const { return domain[static_cast<int>(i)]; }
  /// What `store` was given last, and the number that Halide gives it.
  Halide::Stage update() { return result.update(stage() - 1); }
  int stage() { return result.num_update_definitions(); }

  /// Arguments of the compiled function in order: operands, first, last. The
  /// result follows.
  std::vector<Halide::Argument> arguments() const;

  llvm::SmallVector<PhysicalDim> resultDims;
  std::vector<Operand> operands;
  Halide::Func result;
  std::optional<WeightsAhead> weightsAhead; ///< what the kernel is to fetch

private:
  void checkTypes();
  void checkTasks();
  Halide::Expr computeElementwise(mlir::Operation *op, const Point &at);
  /// Tasks for each index of `taskDim`, and the dimension that they divide; -1
  /// where none has several indices.
  int64_t parts();
  int64_t partsDim();
  /// How many of the innermost dimensions are one run of memory, as few as
  /// fill a vector; 0 where the innermost is a block.
  int64_t dimsInRow();
  void setRow(Point &point, int64_t from, int64_t to, int64_t row,
              const ExprList &values);

  KernelOp op;
  TargetAttr machine;
  Halide::Param<int> first, last;
  Halide::RDom domain;
  mlir::Operation *anchor = nullptr;
  Halide::Expr anchorValue;
  /// The elementwise values that were evaluated last, and where.
  llvm::DenseMap<mlir::Value, std::pair<Point, Halide::Expr>> evaluated;
  bool isFailed = false;
};

/// What elements of `type` are inside a kernel, where booleans are `Bool()`.
/// They are stored as bytes.
Halide::Type valueType(mlir::Type type);

/// Elements of physical dimension `dim` of a tensor of `type` that are not
/// border.
int64_t interior(mlir::RankedTensorType type, const PhysicalDim &dim);

/// The coordinates in an operand of shape `shape` that broadcast to `at`.
Point broadcastPoint(const Point &at, llvm::ArrayRef<int64_t> shape);

/// `index` in two parts of `block`; the outer one if not `inner`.
Halide::Expr part(const Index &index, int64_t block, bool inner);

/// The result of elementwise op `op` from its operands' values; undefined where
/// no kernel knows the op.
Halide::Expr elementwiseMath(mlir::Operation *op, const ExprList &operands);

/// The element at a point of the result of `op`, which gives each place a
/// random number.
Halide::Expr randomNumber(Frame &frame, mlir::Operation *op, const Point &at);

/// x + y, where integers wrap around.
Halide::Expr wrappingSum(Halide::Expr x, Halide::Expr y);

/// The element of the result of `op`, which moves elements and computes none,
/// at a point of its type; undefined where no kernel knows the op.
Halide::Expr movedElement(Frame &frame, mlir::Operation *op, const Point &at);

/// The element of `indices` at a point as an index below `size`, the nearest.
Index indexAt(Frame &frame, mlir::Value indices, const Point &at, int64_t size);

/// Builds algorithm and schedule of a kernel in its frame.
using BuildKernel = void (*)(Frame &);

#define KERNEL(OP, STRATEGY, BUILD) void BUILD(Frame &frame);
#include "codegen/kernels/Kernels.def"

} // namespace sinter::kernels

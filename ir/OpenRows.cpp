// OpenRows.cpp: for each op, when its rows are computed apart.
#include "ir/OpenRows.h"

#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSwitch.h"

using namespace mlir;

namespace sinter {

namespace {

/// An op of which at least one operand is open.
struct OpenUse {
  Operation *op;
  llvm::function_ref<bool(Value)> isOpen;

  RankedTensorType type(unsigned operand) const {
    return cast<RankedTensorType>(op->getOperand(operand).getType());
  }
  RankedTensorType result() const {
    return cast<RankedTensorType>(op->getResult(0).getType());
  }
  bool isOpenAt(unsigned operand) const {
    return isOpen(op->getOperand(operand));
  }
  int64_t integer(StringRef name) const {
    auto attribute = op->getAttrOfType<IntegerAttr>(name);
    return attribute ? attribute.getInt() : 0;
  }
  ArrayRef<int64_t> integers(StringRef name) const {
    auto attribute = op->getAttrOfType<DenseI64ArrayAttr>(name);
    return attribute ? attribute.asArrayRef() : ArrayRef<int64_t>();
  }
};

/// Why the rows mix; nothing where they stay apart.
using Complaint = std::optional<std::string>;
using Rule = Complaint (*)(const OpenUse &);

constexpr Complaint kApart = std::nullopt;

//===- rules -------------------------------------------------------------===//

/// NumPy's broadcasting aligns last axes, so an open operand of lower rank has
/// its rows elsewhere.
Complaint broadcast(const OpenUse &use) {
  for (unsigned i = 0; i < use.op->getNumOperands(); ++i)
    if (use.isOpenAt(i) && use.type(i).getRank() != use.result().getRank())
      return "broadcasting aligns axis 0 of " +
             shapeText(use.type(i).getShape()) + " with another axis of " +
             shapeText(use.result().getShape());
  return kApart;
}

/// The first operand has the rows, the others serve all of them.
Complaint rowsOfFirst(const OpenUse &use) {
  for (unsigned i = 1; i < use.op->getNumOperands(); ++i)
    if (use.isOpenAt(i))
      return "operand " + std::to_string(i) +
             ", which all rows share, depends on it too";
  return kApart;
}

/// Every operand has the same rows.
Complaint rowsOfAll(const OpenUse &) { return kApart; }

Complaint axisOf(int64_t axis) {
  return axis == 0 ? Complaint("it runs along axis 0, which is that dimension")
                   : kApart;
}
Complaint alongAxis(const OpenUse &use) { return axisOf(use.integer("axis")); }
Complaint overAxes(const OpenUse &use) {
  ArrayRef<int64_t> axes = use.integers("axes");
  if (axes.empty() || llvm::is_contained(axes, 0))
    return "it reduces axis 0, which is that dimension";
  return kApart;
}

Complaint transpose(const OpenUse &use) {
  if (use.integers("permutation").front() != 0)
    return "it moves axis 0, which is that dimension";
  return kApart;
}

Complaint slice(const OpenUse &use) {
  if (use.integers("starts").front() != 0 ||
      use.integers("strides").front() != 1 ||
      use.integers("sizes").front() != use.type(0).getDimSize(0))
    return "it takes a part of axis 0, which is that dimension";
  return kApart;
}

Complaint sliceGradient(const OpenUse &use) {
  if (use.integers("starts").front() != 0 ||
      use.integers("strides").front() != 1 ||
      use.integers("shape").front() != use.type(0).getDimSize(0))
    return "it takes a part of axis 0, which is that dimension";
  return kApart;
}

Complaint pad(const OpenUse &use) {
  if (use.integers("low").front() != 0 || use.integers("high").front() != 0)
    return "it pads axis 0, which is that dimension";
  return kApart;
}

/// Rows of the data stay where another axis is indexed; rows of the indices
/// where they index axis 0 of data that all share.
Complaint gather(const OpenUse &use) {
  if (use.isOpenAt(0) && use.isOpenAt(1))
    return "both its data and its indices depend on it";
  if (use.isOpenAt(0))
    return axisOf(use.integer("axis"));
  if (use.integer("axis") != 0)
    return "its indices depend on it, but index axis " +
           std::to_string(use.integer("axis"));
  return kApart;
}

Complaint gatherGradient(const OpenUse &use) {
  if (use.isOpenAt(1))
    return "its indices depend on it";
  return axisOf(use.integer("axis"));
}

Complaint weightGradient(const OpenUse &) {
  return "it sums over axis 0, which is that dimension";
}

Complaint processMean(const OpenUse &) {
  return "it is a mean over processes that have as many rows each";
}

Complaint write(const OpenUse &) {
  return "it becomes a parameter, which all calls share";
}

Complaint gradient(const OpenUse &) {
  return "the loss sums over axis 0, which is that dimension";
}

/// In [m, k] x [k, n] the left side has the rows; with leading axes both have.
Complaint matmul(const OpenUse &use) {
  const int64_t rank = use.result().getRank();
  if (Complaint complaint = broadcast(use))
    return complaint;
  if (rank == 2 && use.isOpenAt(1))
    return "it sums over axis 0 of its right side, which is that dimension";
  return kApart;
}

Rule ruleOf(StringRef mnemonic) {
  static const llvm::StringMap<Rule> rules = {
      // contractions and windows
      {"conv2d", rowsOfFirst},
      {"conv2d_transpose", rowsOfFirst},
      {"winograd_conv2d", rowsOfFirst},
      {"winograd_filter", rowsOfFirst},
      {"conv2d_weight_gradient", weightGradient},
      {"dense", rowsOfFirst},
      {"dense_weight_gradient", weightGradient},
      {"matmul", matmul},
      {"max_pool", rowsOfFirst},
      {"max_pool_indices", rowsOfFirst},
      {"max_pool_gradient", rowsOfAll},
      {"avg_pool", rowsOfFirst},
      {"avg_pool_gradient", rowsOfFirst},
      {"max_unpool", rowsOfAll},
      {"resize", rowsOfFirst},
      {"resize_gradient", rowsOfFirst},
      {"affine_sample", rowsOfAll},
      // normalization
      {"batch_norm", rowsOfFirst},
      // reductions and orders
      {"mean", overAxes},
      {"sum", overAxes},
      {"prod", overAxes},
      {"reduce_max", overAxes},
      {"reduce_min", overAxes},
      {"softmax", alongAxis},
      {"log_softmax", alongAxis},
      {"argmax", alongAxis},
      {"argmin", alongAxis},
      {"top_k", alongAxis},
      {"cumsum", alongAxis},
      // shapes
      {"reshape", rowsOfFirst},
      {"relayout", rowsOfFirst},
      {"broadcast", broadcast},
      {"transpose", transpose},
      {"concat", alongAxis},
      {"slice", slice},
      {"slice_gradient", sliceGradient},
      {"pad", pad},
      {"gather", gather},
      {"gather_gradient", gatherGradient},
      {"gather_elements", alongAxis},
      {"gather_elements_gradient", alongAxis},
      // training
      {"process_index", rowsOfAll}, // without operands
      {"process_count", rowsOfAll},
      {"process_mean", processMean},
      {"write", write},
      {"gradient", gradient}};
  return rules.lookup(mnemonic);
}

/// Whatever the op: the result has the rows of its open operands. A reshape
/// may fold further axes into them.
Complaint checkSizes(const OpenUse &use, int64_t most) {
  const RankedTensorType result = use.result();
  if (result.getRank() == 0 || result.getDimSize(0) % most != 0)
    return "axis 0 of its result " + shapeText(result.getShape()) +
           " is no multiple of that dimension";
  if (isa<ReshapeOp>(use.op))
    return kApart;
  for (Value operand : use.op->getOperands()) {
    ArrayRef<int64_t> shape =
        cast<RankedTensorType>(operand.getType()).getShape();
    if (use.isOpen(operand) && shape.front() != result.getDimSize(0))
      return "axis 0 of " + shapeText(shape) + " becomes " +
             std::to_string(result.getDimSize(0));
  }
  return kApart;
}

} // namespace

//===- values ------------------------------------------------------------===//

OpenDimensionAttr getOpenDimension(func::FuncOp function) {
  return function->getAttrOfType<OpenDimensionAttr>(kOpenAttr);
}

llvm::DenseSet<Value> openValues(func::FuncOp function) {
  llvm::DenseSet<Value> open;
  if (!getOpenDimension(function) || function.isExternal())
    return open;
  for (BlockArgument argument : function.getArguments())
    if (function.getArgAttr(argument.getArgNumber(), kOpenRowsAttr))
      open.insert(argument);
  for (Operation &op : function.front())
    if (llvm::any_of(op.getOperands(),
                     [&](Value operand) { return open.contains(operand); }))
      open.insert(op.result_begin(), op.result_end());
  return open;
}

//===- ops ---------------------------------------------------------------===//

bool hasRowRule(RegisteredOperationName name) {
  return name.hasTrait<ElementwiseMath>() || ruleOf(name.stripDialect());
}

std::optional<std::string> whyRowsMix(Operation *op, int64_t most,
                                      llvm::function_ref<bool(Value)> isOpen) {
  if (llvm::none_of(op->getOperands(), isOpen))
    return std::nullopt;
  const Rule rule =
      isElementwise(op) ? broadcast : ruleOf(op->getName().stripDialect());
  if (!rule)
    return "it is not known to keep rows apart";
  const OpenUse use{op, isOpen};
  Complaint complaint = rule(use);
  return complaint ? complaint : checkSizes(use, most);
}

} // namespace sinter

// LabelRange.cpp: finds the comparisons of labels with classes.
#include "driver/data/LabelRange.h"

#include "ir/Functions.h"
#include "ir/Ops.h"
#include "ir/reference/Array.h"

#include "absl/strings/str_cat.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;

namespace sinter {

namespace {

/// The values of a constant, also of one that is moved.
std::optional<std::vector<double>> constantBehind(Value value) {
  while (auto op = value.getDefiningOp()) {
    if (auto constant = dyn_cast<ConstantOp>(op)) {
      auto array = arrayOf(constant.getValue(),
                           cast<RankedTensorType>(constant.getType()));
      return array ? std::optional(std::move(array->values)) : std::nullopt;
    }
    if (!isa<ReshapeOp, BroadcastOp, CastOp>(op))
      return std::nullopt;
    value = op->getOperand(0);
  }
  return std::nullopt;
}

/// Whether the values are 0, 1, 2, ...
bool areClasses(llvm::ArrayRef<double> values) {
  for (auto [i, value] : llvm::enumerate(values))
    if (value != static_cast<double>(i))
      return false;
  return values.size() > 1;
}

/// False where `range` cannot be told.
bool addComparison(EqualOp op, Value label, LabelRange &range) {
  Value other = op->getOperand(op->getOperand(0) == label ? 1 : 0);
  auto values = constantBehind(other);
  if (!values || values->empty())
    return true; // predictions
  if (areClasses(*values)) {
    const auto count = static_cast<int64_t>(values->size());
    range.classes = range.classes ? std::min(range.classes, count) : count;
    return true;
  }
  if (!llvm::all_equal(*values))
    return false;
  range.others.push_back(static_cast<int64_t>(values->front()));
  return true;
}

std::optional<LabelRange> rangeOf(BlockArgument argument) {
  LabelRange range;
  llvm::SmallVector<Value> left = {argument};
  while (!left.empty()) {
    Value value = left.pop_back_val();
    for (Operation *user : value.getUsers()) {
      if (auto equal = dyn_cast<EqualOp>(user)) {
        if (!addComparison(equal, value, range))
          return std::nullopt;
      } else if (isa<ReshapeOp, BroadcastOp, TransposeOp, SliceOp, CastOp>(
                     user)) {
        left.push_back(user->getResult(0));
      } else if (isa<LessOp, LessEqualOp, MaximumOp, MinimumOp, ClampOp>(
                     user)) {
        return std::nullopt;
      }
    }
  }
  return range.classes ? std::optional(range) : std::nullopt;
}

} // namespace

bool LabelRange::contains(int64_t label) const {
  return (label >= 0 && label < classes) || llvm::is_contained(others, label);
}

std::string LabelRange::str() const {
  std::string text = absl::StrCat("0 to ", classes - 1);
  for (int64_t other : others)
    if (other < 0 || other >= classes)
      absl::StrAppend(&text, " or ", other);
  return text;
}

std::vector<LabelRange> labelRanges(func::FuncOp step) {
  std::vector<LabelRange> ranges;
  for (BlockArgument argument : step.getArguments()) {
    StringAttr name = argumentName(argument);
    auto type = cast<RankedTensorType>(argument.getType());
    if (!name || !type.getElementType().isInteger() ||
        type.getElementType().isInteger(1))
      continue;
    if (std::optional<LabelRange> range = rangeOf(argument)) {
      range->input = name.str();
      llvm::sort(range->others);
      range->others.erase(llvm::unique(range->others), range->others.end());
      ranges.push_back(std::move(*range));
    }
  }
  return ranges;
}

} // namespace sinter

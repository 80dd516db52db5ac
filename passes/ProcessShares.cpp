// ProcessShares.cpp: noise and states of one of several processes.
#include "passes/ProcessShares.h"

#include "ir/Functions.h"
#include "ir/OpenRows.h"
#include "passes/JoinBatches.h"

#include "mlir/IR/ImplicitLocOpBuilder.h"

using namespace mlir;

namespace sinter {

namespace {

ArrayRef<int64_t> shapeOf(Value value) {
  return cast<RankedTensorType>(value.getType()).getShape();
}

/// Whether the second shape is the first with twice as many rows.
bool isDoubled(ArrayRef<int64_t> shape, ArrayRef<int64_t> other) {
  return !shape.empty() && shape.size() == other.size() &&
         other.front() == 2 * shape.front() &&
         shape.drop_front() == other.drop_front();
}

/// The rows of examples in a function.
class Rows {
public:
  Rows(func::FuncOp grad, func::FuncOp doubled);

  /// How many examples the block, or a micro-batch of it, runs on.
  int64_t size() const { return count; }
  /// Whether the rows of `noise`, several for each example, go with those of
  /// examples: it meets them on its way.
  bool meets(Value noise) const;

private:
  bool isApart(Operation *op, llvm::function_ref<bool(Value)> isRow) const {
    return op->getNumResults() == 1 && !whyRowsMix(op, count, isRow);
  }

  int64_t count = 0; ///< 0: nothing here has rows
  llvm::DenseSet<Value> rows;
};

Rows::Rows(func::FuncOp grad, func::FuncOp doubled) {
  for (auto [own, other] :
       llvm::zip(grad.getArguments(), doubled.getArguments()))
    if (isDoubled(shapeOf(own), shapeOf(other))) {
      if (count == 0)
        count = shapeOf(own).front() / countRounds(grad);
      rows.insert(own);
    }
  auto isRow = [&](Value value) { return rows.contains(value); };
  for (Operation &op : grad.front()) {
    if (llvm::none_of(op.getOperands(), isRow))
      continue;
    auto slice = dyn_cast<SliceOp>(op); // a micro-batch
    const bool isPart = slice && isa<BlockArgument>(slice.getInput()) &&
                        shapeOf(slice.getResult()).front() == count;
    if (isPart || isApart(&op, isRow))
      rows.insert(op.result_begin(), op.result_end());
  }
}

bool Rows::meets(Value noise) const {
  llvm::DenseSet<Value> derived = {noise};
  SmallVector<Value> left = {noise};
  auto isRow = [&](Value value) {
    return rows.contains(value) || derived.contains(value);
  };
  while (!left.empty())
    for (Operation *user : left.pop_back_val().getUsers()) {
      if (!isApart(user, isRow))
        continue;
      if (llvm::any_of(user->getOperands(), [&](Value operand) {
            return rows.contains(operand) && !derived.contains(operand);
          }))
        return true;
      if (derived.insert(user->getResult(0)).second)
        left.push_back(user->getResult(0));
    }
  return false;
}

/// Lets the numbers of `noise` begin behind those of the processes before.
void beginAtRowsOfProcess(Operation *noise) {
  ImplicitLocOpBuilder builder(noise->getLoc(), noise);
  auto type = RankedTensorType::get({}, builder.getI64Type());
  const int64_t elements =
      cast<RankedTensorType>(noise->getResult(0).getType()).getNumElements();
  Value process = ProcessIndexOp::create(builder, type),
        each = ConstantOp::create(builder, type,
                                  DenseElementsAttr::get(type, elements));
  noise->insertOperands(noise->getNumOperands(),
                        MulOp::create(builder, process, each)->getResults());
}

} // namespace

std::vector<Operation *> noiseOf(func::FuncOp function) {
  std::vector<Operation *> noise;
  for (Operation &op : function.front())
    if (isa<RandomUniformOp, RandomNormalOp>(op))
      noise.push_back(&op);
  return noise;
}

std::vector<Operation *> shareNoise(func::FuncOp grad, func::FuncOp doubled) {
  const std::vector<Operation *> noise = noiseOf(grad),
                                 others = noiseOf(doubled);
  const Rows rows(grad, doubled);
  if (rows.size() == 0 || noise.size() != others.size())
    return noise;
  std::vector<Operation *> unknown;
  for (auto [own, other] : llvm::zip_equal(noise, others)) {
    Value numbers = own->getResult(0);
    const ArrayRef<int64_t> shape = shapeOf(numbers),
                            otherShape = shapeOf(other->getResult(0));
    if (shape == otherShape)
      continue;
    const bool hasRows = isDoubled(shape, otherShape) &&
                         (shape.front() == rows.size() || rows.meets(numbers));
    if (hasRows)
      beginAtRowsOfProcess(own);
    else
      unknown.push_back(own);
  }
  return unknown;
}

std::vector<Operation *> shareStates(func::FuncOp grad) {
  llvm::DenseSet<Value> own; // what may be another value in another process
  for (BlockArgument argument : grad.getArguments()) {
    const StringRef name = argumentName(argument).getValue();
    if (name != "rate_factor" && !name.starts_with("gradients"))
      own.insert(argument);
  }
  auto isOwn = [&](Value value) { return own.contains(value); };
  std::vector<Operation *> unjoined;
  for (Operation &op : llvm::make_early_inc_range(grad.front())) {
    auto write = dyn_cast<WriteOp>(op);
    if (isa<ProcessIndexOp>(op) ||
        (!isa<ProcessMeanOp>(op) && llvm::any_of(op.getOperands(), isOwn)))
      own.insert(op.result_begin(), op.result_end());
    if (!write || !isOwn(write.getValue()))
      continue;
    if (!getElementTypeOrSelf(write.getValue()).isF32()) {
      unjoined.push_back(&op);
      continue;
    }
    OpBuilder builder(write);
    write.getValueMutable().assign(
        ProcessMeanOp::create(builder, write.getLoc(), write.getValue()));
  }
  return unjoined;
}

} // namespace sinter

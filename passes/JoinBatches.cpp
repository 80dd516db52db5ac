// JoinBatches.cpp: finds in `grad` the parts that a loss is computed from, and
// computes it again from those of all processes.
#include "passes/JoinBatches.h"

#include "ir/gradient/Backward.h"

#include "mlir/IR/IRMapping.h"

using namespace mlir;

namespace sinter {

namespace {

using Kind = SetPart::Kind;

/// A part of the loss.
struct Part {
  Kind kind;
  Value own;   ///< in `grad`
  Value whole; ///< in the graph for the whole batch

  /// Whether processes tell each other about it.
  bool isTold() const { return kind != Kind::Same; }
};

class Joiner {
public:
  Joiner(func::FuncOp grad, func::FuncOp evaluate, const EvaluationSplit &split,
         func::FuncOp joined, int64_t processes)
      : grad(grad), evaluate(evaluate), split(split), joined(joined),
        processes(processes) {}

  bool findParts();
  func::FuncOp makeParts();
  void rewrite();

private:
  bool addPart(const SetPart &part, Value own);
  bool dependsOnExamples(Value value);
  Value addArgument(Type type, const Twine &name);
  Term wholeOf(const Part &part, Value others);
  Value isOwnRow(int64_t rows, int64_t rank);
  func::FuncOp grad, evaluate;
  const EvaluationSplit &split;
  func::FuncOp joined;
  int64_t processes;
  GradientOp gradient; ///< the only one of `grad`
  std::vector<Part> parts;
  Value rank; ///< null until it is needed
};

Value lossOf(func::FuncOp function) {
  return function.front().getTerminator()->getOperand(0);
}

//===- finding -----------------------------------------------------------===//

/// Whether another batch would give another value.
bool Joiner::dependsOnExamples(Value value) {
  llvm::SmallVector<Value> left = {value};
  llvm::DenseSet<Value> seen;
  while (!left.empty()) {
    Value next = left.pop_back_val();
    if (!seen.insert(next).second)
      continue;
    if (Operation *op = next.getDefiningOp())
      llvm::append_range(left, op->getOperands());
    else if (next.getType() !=
             joined.getArgument(cast<BlockArgument>(next).getArgNumber())
                 .getType())
      return true;
  }
  return false;
}

bool Joiner::addPart(const SetPart &part, Value own) {
  Value whole = valueAt(joined, part.place);
  auto type = cast<RankedTensorType>(own.getType());
  if (part.kind == Kind::Rows) {
    llvm::SmallVector<int64_t> shape(type.getShape());
    shape.front() *= processes;
    type = type.clone(shape);
  }
  if (whole.getType() != type ||
      (part.kind == Kind::Same && dependsOnExamples(own)))
    return false;
  parts.push_back({part.kind, own, whole});
  return true;
}

/// Goes from the losses of both graphs to the parts, over ops that are the
/// same.
bool Joiner::findParts() {
  llvm::DenseMap<Value, const SetPart *> known;
  for (const SetPart &part : split.parts)
    known[valueAt(evaluate, part.place)] = &part;
  auto gradients = grad.front().getOps<GradientOp>();
  if (!llvm::hasSingleElement(gradients))
    return false;
  gradient = *gradients.begin();
  if (!split.isTold.front() ||
      lossOf(joined).getType() != gradient.getLoss().getType())
    return false;
  llvm::SmallVector<std::pair<Value, Value>> left = {
      {lossOf(evaluate), gradient.getLoss()}};
  llvm::DenseMap<Value, Value> twins;
  while (!left.empty()) {
    auto [value, own] = left.pop_back_val();
    auto [twin, isNew] = twins.try_emplace(value, own);
    if (twin->second != own || !isSameType(value, own))
      return false;
    if (!isNew)
      continue;
    const SetPart *part = known.lookup(value);
    if (part && !addPart(*part, own))
      return false;
    if (part && (part->kind == Kind::Same || part->kind == Kind::Rows))
      continue;
    Operation *op = value.getDefiningOp(), *ownOp = own.getDefiningOp();
    if (!op || !ownOp || !isSameOp(op, ownOp))
      return false;
    for (auto [operand, ownOperand] :
         llvm::zip_equal(op->getOperands(), ownOp->getOperands()))
      if (!part)
        left.emplace_back(operand, ownOperand);
      else if (!isSameType(operand, ownOperand))
        return false;
  }
  return llvm::any_of(parts, [](const Part &part) { return part.isTold(); });
}

//===- rewriting ---------------------------------------------------------===//

void eraseUnused(func::FuncOp function) {
  for (Operation &op :
       llvm::make_early_inc_range(llvm::reverse(function.front())))
    if (isOpTriviallyDead(&op))
      op.erase();
}

DictionaryAttr nameAttribute(Builder &builder, const Twine &name) {
  return builder.getDictionaryAttr(
      builder.getNamedAttr(kNameAttr, builder.getStringAttr(name)));
}

func::FuncOp Joiner::makeParts() {
  OpBuilder builder(grad);
  IRMapping clones;
  auto function = cast<func::FuncOp>(builder.clone(*grad, clones));
  function.setName((grad.getSymName().rsplit('_').first + "_parts").str());
  function->setAttr(kEntryAttr, builder.getStringAttr("parts"));
  function->removeAttr(kRecomputeAttr);
  llvm::SmallVector<Value> values;
  llvm::SmallVector<Attribute> names;
  for (const Part &part : parts) {
    if (!part.isTold())
      continue;
    names.push_back(nameAttribute(builder, kPartPrefix + Twine(values.size())));
    values.push_back(clones.lookup(part.own));
  }
  for (auto write :
       llvm::make_early_inc_range(function.front().getOps<WriteOp>()))
    write.erase();
  function.front().getTerminator()->setOperands(values);
  function.setType(builder.getFunctionType(function.getArgumentTypes(),
                                           ValueRange(values).getTypes()));
  function.setAllResultAttrs(names);
  eraseUnused(function);
  return function;
}

Value Joiner::addArgument(Type type, const Twine &name) {
  Builder builder(grad.getContext());
  const unsigned index = grad.getNumArguments();
  if (failed(grad.insertArgument(index, type, nameAttribute(builder, name),
                                 grad.getLoc())))
    llvm_unreachable("a function takes any number of arguments");
  return grad.getArgument(index);
}

/// For each of `rows` rows of all processes whether it is one of this process,
/// as a tensor of rank `tensorRank`.
Value Joiner::isOwnRow(int64_t rows, int64_t tensorRank) {
  if (!rank)
    rank = addArgument(
        RankedTensorType::get({}, IntegerType::get(grad.getContext(), 32)),
        kRankName);
  ImplicitLocOpBuilder builder(gradient.getLoc(), gradient);
  llvm::SmallVector<int32_t> owners;
  for (int64_t row = 0; row < rows; ++row)
    owners.push_back(static_cast<int32_t>(row / (rows / processes)));
  llvm::SmallVector<int64_t> shape(tensorRank, 1);
  shape.front() = rows;
  auto type = RankedTensorType::get(shape, builder.getI32Type());
  Term owner{&builder,
             ConstantOp::create(builder, type,
                                DenseElementsAttr::get(
                                    type, llvm::ArrayRef<int32_t>(owners)))};
  return equal(owner, {&builder, rank});
}

/// What a part is for all processes. Of what is the same for all, each has its
/// share of the derivative.
Term Joiner::wholeOf(const Part &part, Value others) {
  ImplicitLocOpBuilder builder(gradient.getLoc(), gradient);
  Term own{&builder, part.own};
  const double share = 1.0 / static_cast<double>(processes);
  switch (part.kind) {
  case Kind::Sum:
    return own + Term{&builder, others};
  case Kind::Mean:
    return (own + Term{&builder, others}) * share;
  case Kind::Rows: {
    Value all = ConcatOp::create(
        builder, llvm::SmallVector<Value>(processes, part.own), /*axis=*/0);
    Value isOwn =
        isOwnRow(cast<RankedTensorType>(part.whole.getType()).getDimSize(0),
                 own.type().getRank());
    return select({&builder, isOwn}, {&builder, all}, {&builder, others});
  }
  case Kind::Same: {
    if (!isa<FloatType>(own.type().getElementType()))
      return own;
    Term shared = own * share;
    Value rest = StopGradientOp::create(builder, own - shared);
    return shared + Term{&builder, rest};
  }
  case Kind::Batch:
    break;
  }
  llvm_unreachable("the parts tell the loss");
}

void Joiner::rewrite() {
  IRMapping map;
  int64_t number = 0;
  for (const Part &part : parts) {
    Value others;
    if (part.isTold())
      others = addArgument(part.kind == Kind::Rows ? part.whole.getType()
                                                   : part.own.getType(),
                           kOthersPrefix + Twine(number++));
    map.map(part.whole, wholeOf(part, others).value);
  }
  OpBuilder builder(gradient);
  Value whole = lossOf(joined);
  for (Operation *op :
       opsBehind(whole, [&](Value value) { return map.contains(value); }))
    builder.clone(*op, map);
  Value loss = gradient.getLoss();
  grad.front().getTerminator()->replaceUsesOfWith(loss, map.lookup(whole));
  gradient.getLossMutable().assign(map.lookup(whole));
  eraseUnused(grad);
}

} // namespace

func::FuncOp joinBatches(func::FuncOp grad, func::FuncOp evaluate,
                         const EvaluationSplit &split, func::FuncOp joined,
                         int64_t processes) {
  Joiner joiner(grad, evaluate, split, joined, processes);
  if (!joiner.findParts())
    return nullptr;
  func::FuncOp parts = joiner.makeParts();
  joiner.rewrite();
  return parts;
}

} // namespace sinter

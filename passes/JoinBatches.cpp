// JoinBatches.cpp: finds in `grad` the parts that losses and reports are
// computed from, and computes the loss again from those of all processes.
#include "passes/JoinBatches.h"

#include "ir/Functions.h"
#include "ir/gradient/Backward.h"

#include "mlir/IR/IRMapping.h"

using namespace mlir;

namespace sinter {

namespace {

using Kind = SetPart::Kind;

/// A part of a result.
struct Part {
  SetPart part;
  Value own;   ///< in `grad`
  Value whole; ///< in the graph for the whole batch

  /// Whether processes tell each other about it before they differentiate.
  bool isTold() const { return part.kind != Kind::Same; }
};

//===- finding -----------------------------------------------------------===//

/// Finds in `grad` what parts of `evaluate` are.
class PartFinder {
public:
  PartFinder(const SharedBatch &batch, const EvaluationSplit &split)
      : batch(batch) {
    for (const SetPart &part : split.parts)
      known[valueAt(this->batch.share, part.place)] = &part;
  }

  std::optional<std::vector<Part>> find(Value result, Value own);

private:
  std::optional<Part> partAt(const SetPart &part, Value own);
  bool isExamples(BlockArgument own);
  bool dependsOnExamples(Value value);

  SharedBatch batch;
  llvm::DenseMap<Value, const SetPart *> known;
};

/// Whether an argument of `grad` has a row for each example: so it is larger
/// for the whole batch. What no batch holds, such as gradients, has none.
bool PartFinder::isExamples(BlockArgument own) {
  for (BlockArgument whole : batch.whole.getArguments())
    if (argumentName(whole).getValue() == argumentName(own).getValue())
      return whole.getType() != own.getType();
  return false;
}

/// Whether another batch would give another value.
bool PartFinder::dependsOnExamples(Value value) {
  llvm::SmallVector<Value> left = {value};
  llvm::DenseSet<Value> seen;
  while (!left.empty()) {
    Value next = left.pop_back_val();
    if (!seen.insert(next).second)
      continue;
    if (Operation *op = next.getDefiningOp())
      llvm::append_range(left, op->getOperands());
    else if (isExamples(cast<BlockArgument>(next)))
      return true;
  }
  return false;
}

/// Nothing where `own` is not for a share what the part is for the batch.
std::optional<Part> PartFinder::partAt(const SetPart &part, Value own) {
  Value whole = valueAt(batch.whole, part.place);
  auto type = cast<RankedTensorType>(own.getType());
  if (part.kind == Kind::Rows) {
    llvm::SmallVector<int64_t> shape(type.getShape());
    shape.front() *= batch.processes;
    type = type.clone(shape);
  }
  if (whole.getType() != type ||
      (part.kind == Kind::Same && dependsOnExamples(own)))
    return std::nullopt;
  return Part{part, own, whole};
}

/// Goes from a result of `evaluate`, and what it is in `grad`, to the parts,
/// over ops that are the same. Nothing where they are not.
std::optional<std::vector<Part>> PartFinder::find(Value result,
                                                  Value ownResult) {
  std::vector<Part> parts;
  llvm::SmallVector<std::pair<Value, Value>> left = {{result, ownResult}};
  llvm::DenseMap<Value, Value> twins;
  while (!left.empty()) {
    auto [value, own] = left.pop_back_val();
    auto [twin, isNew] = twins.try_emplace(value, own);
    if (twin->second != own || !isSameType(value, own))
      return std::nullopt;
    if (!isNew)
      continue;
    const SetPart *part = known.lookup(value);
    if (part) {
      std::optional<Part> found = partAt(*part, own);
      if (!found)
        return std::nullopt;
      parts.push_back(*found);
      if (part->kind == Kind::Same || part->kind == Kind::Rows)
        continue;
    }
    Operation *op = value.getDefiningOp(), *ownOp = own.getDefiningOp();
    if (!op || !ownOp || !isSameOp(op, ownOp))
      return std::nullopt;
    for (auto [operand, ownOperand] :
         llvm::zip_equal(op->getOperands(), ownOp->getOperands()))
      if (!part)
        left.emplace_back(operand, ownOperand);
      else if (!isSameType(operand, ownOperand))
        return std::nullopt;
  }
  return parts;
}

Value resultOf(func::FuncOp evaluate, unsigned number) {
  return evaluate.front().getTerminator()->getOperand(number);
}

/// The place of the loss among the results of `grad`.
constexpr unsigned lossResult = 1; // behind the gradients

//===- micro-batches -----------------------------------------------------===//

/// What a result is put together from: a value of each round. Nothing where it
/// is otherwise.
std::optional<llvm::SmallVector<Value>> valuesOfRounds(Value result,
                                                       size_t rounds) {
  if (rounds == 1)
    return llvm::SmallVector<Value>{result};
  if (auto concat = result.getDefiningOp<ConcatOp>()) {
    if (concat->getNumOperands() == rounds)
      return llvm::SmallVector<Value>(concat->getOperands());
    return std::nullopt;
  }
  if (auto share = result.getDefiningOp<MulOp>())
    result = share.getLhs(); // of the mean
  llvm::SmallVector<Value> values;
  while (values.size() + 1 < rounds) {
    auto add = result.getDefiningOp<AddOp>();
    if (!add)
      return std::nullopt;
    values.push_back(add.getRhs());
    result = add.getLhs();
  }
  values.push_back(result);
  return llvm::SmallVector<Value>(llvm::reverse(values));
}

/// Parts of a process from those of its micro-batches.
class RoundJoiner {
public:
  explicit RoundJoiner(func::FuncOp grad)
      : builder(grad.getLoc(), grad.front().getTerminator()) {}

  /// The same value for the same ones.
  Value join(Kind kind, llvm::SmallVector<Value> rounds);

private:
  Value make(Kind kind, ArrayRef<Value> rounds);

  ImplicitLocOpBuilder builder;
  std::vector<std::pair<llvm::SmallVector<Value>, Value>> made;
};

Value RoundJoiner::make(Kind kind, ArrayRef<Value> rounds) {
  if (rounds.size() == 1 || kind == Kind::Same)
    return rounds.front();
  if (kind == Kind::Rows)
    return ConcatOp::create(builder, rounds, /*axis=*/0);
  Term sum{&builder, rounds.front()};
  for (Value round : rounds.drop_front())
    sum = sum + Term{&builder, round};
  return kind == Kind::Sum ? sum
                           : sum * (1.0 / static_cast<double>(rounds.size()));
}

Value RoundJoiner::join(Kind kind, llvm::SmallVector<Value> rounds) {
  auto known =
      llvm::find_if(made, [&](const auto &one) { return one.first == rounds; });
  if (known != made.end())
    return known->second;
  Value joined = make(kind, rounds);
  made.emplace_back(std::move(rounds), joined);
  return joined;
}

/// The parts of a result of `grad`, put together from those of its rounds.
std::optional<std::vector<Part>> findInRounds(PartFinder &finder, Value result,
                                              Value own, size_t rounds,
                                              RoundJoiner &joiner) {
  auto values = valuesOfRounds(own, rounds);
  if (!values)
    return std::nullopt;
  std::vector<std::vector<Part>> found;
  for (Value value : *values) {
    auto parts = finder.find(result, value);
    if (!parts)
      return std::nullopt;
    found.push_back(std::move(*parts));
  }
  std::vector<Part> joined = found.front();
  for (auto [number, part] : llvm::enumerate(joined)) {
    llvm::SmallVector<Value> owns;
    for (const std::vector<Part> &parts : found)
      owns.push_back(parts[number].own);
    part.own = joiner.join(part.part.kind, std::move(owns));
  }
  return joined;
}

//===- rewriting ---------------------------------------------------------===//

DictionaryAttr nameAttribute(Builder &builder, const Twine &name) {
  return builder.getDictionaryAttr(
      builder.getNamedAttr(kNameAttr, builder.getStringAttr(name)));
}

class Joiner {
public:
  Joiner(func::FuncOp grad, GradientOp gradient, const SharedBatch &batch,
         std::vector<Part> parts)
      : grad(grad), gradient(gradient), batch(batch), parts(std::move(parts)) {}

  func::FuncOp makeParts();
  void rewrite(Value whole);

private:
  Value addArgument(Type type, const Twine &name);
  Value wholeOf(const Part &part, Value others);
  Value isOwnRow(int64_t rows, int64_t tensorRank);

  func::FuncOp grad;
  GradientOp gradient; ///< the only one of `grad`
  SharedBatch batch;
  std::vector<Part> parts;
};

func::FuncOp Joiner::makeParts() {
  OpBuilder builder(grad);
  IRMapping clones;
  auto function = cast<func::FuncOp>(builder.clone(*grad, clones));
  function.setName(partsName(grad.getSymName()));
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
  setResults(function, values, names);
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
  ImplicitLocOpBuilder builder(gradient.getLoc(), gradient);
  Value process = ProcessIndexOp::create(
      builder, RankedTensorType::get({}, builder.getI64Type()));
  llvm::SmallVector<int64_t> owners;
  for (int64_t row = 0; row < rows; ++row)
    owners.push_back(row / (rows / batch.processes));
  llvm::SmallVector<int64_t> shape(tensorRank, 1);
  shape.front() = rows;
  auto type = RankedTensorType::get(shape, builder.getI64Type());
  Term owner{&builder,
             ConstantOp::create(builder, type,
                                DenseElementsAttr::get(
                                    type, llvm::ArrayRef<int64_t>(owners)))};
  return equal(owner, {&builder, process});
}

/// What a part is for all processes. Of what is the same for all, each has its
/// share of the derivative.
Value Joiner::wholeOf(const Part &part, Value others) {
  ImplicitLocOpBuilder builder(gradient.getLoc(), gradient);
  Term own{&builder, part.own};
  const double share = 1.0 / static_cast<double>(batch.processes);
  switch (part.part.kind) {
  case Kind::Sum:
    return own + Term{&builder, others};
  case Kind::Mean:
    return (own + Term{&builder, others}) * share;
  case Kind::Rows: {
    Value all = ConcatOp::create(
        builder, llvm::SmallVector<Value>(batch.processes, part.own),
        /*axis=*/0);
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

/// `whole` is the loss in the graph for the whole batch.
void Joiner::rewrite(Value whole) {
  IRMapping map;
  int64_t number = 0;
  for (const Part &part : parts) {
    Value others;
    if (part.isTold())
      others = addArgument(part.part.kind == Kind::Rows ? part.whole.getType()
                                                        : part.own.getType(),
                           kOthersPrefix + Twine(number++));
    map.map(part.whole, wholeOf(part, others));
  }
  OpBuilder builder(gradient);
  for (Operation *op :
       opsBehind(whole, [&](Value value) { return map.contains(value); }))
    builder.clone(*op, map);
  Value loss = map.lookup(whole);
  grad.front().getTerminator()->setOperand(lossResult, loss);
  gradient.getLossMutable().assign(loss);
  eraseUnused(grad);
}

} // namespace

std::string partsName(llvm::StringRef grad) { return (grad + "_parts").str(); }

func::FuncOp joinLoss(func::FuncOp grad, const SharedBatch &batch,
                      const EvaluationSplit &split, unsigned loss) {
  auto gradients = grad.front().getOps<GradientOp>();
  Value share = resultOf(batch.share, loss),
        whole = resultOf(batch.whole, loss);
  if (!split.isTold[loss] || !llvm::hasSingleElement(gradients))
    return nullptr;
  GradientOp gradient = *gradients.begin();
  auto parts = PartFinder(batch, split).find(share, gradient.getLoss());
  if (!parts || whole.getType() != gradient.getLoss().getType())
    return nullptr;
  Joiner joiner(grad, gradient, batch, std::move(*parts));
  func::FuncOp function = joiner.makeParts();
  joiner.rewrite(whole);
  return function;
}

int64_t countRounds(func::FuncOp step) {
  return llvm::range_size(step.front().getOps<GradientOp>());
}

void scaleLoss(func::FuncOp step, double factor) {
  auto scaled = [&](Value loss, Operation *reader) -> Value {
    ImplicitLocOpBuilder builder(reader->getLoc(), reader);
    return Term{&builder, loss} * factor;
  };
  for (auto gradient : step.front().getOps<GradientOp>())
    gradient.getLossMutable().assign(scaled(gradient.getLoss(), gradient));
  Operation *end = step.front().getTerminator();
  auto kind = step->getAttrOfType<StringAttr>(kEntryAttr);
  const unsigned result = kind.getValue() == "grad" ? lossResult : 0;
  end->setOperand(result, scaled(end->getOperand(result), end));
}

EvaluationSplit returnShares(func::FuncOp grad, const SharedBatch &batch,
                             const EvaluationSplit &split, unsigned loss) {
  PartFinder finder(batch, split);
  RoundJoiner joiner(grad);
  const size_t rounds = countRounds(grad);
  func::FuncOp share = batch.share;
  OperandRange own = grad.front().getTerminator()->getOperands();
  EvaluationSplit kept;
  llvm::SmallVector<Value> values = {own.front()};
  auto add = [&](const SetPart &part, Value value) {
    kept.parts.push_back(part);
    values.push_back(value);
  };
  auto valueOf = [&](const Part &part) {
    auto known = llvm::find(kept.parts, part.part);
    return known == kept.parts.end() ? Value()
                                     : values[1 + (known - kept.parts.begin())];
  };
  OperandRange results = share.front().getTerminator()->getOperands();
  for (size_t number = loss; number < results.size(); ++number) {
    Value ownResult = own[lossResult + number - loss];
    std::optional<std::vector<Part>> parts;
    if (number != loss && split.isTold[number])
      parts = findInRounds(finder, results[number], ownResult, rounds, joiner);
    // What is one value in `evaluate` may be two here.
    if (parts && llvm::any_of(*parts, [&](const Part &part) {
          return valueOf(part) && valueOf(part) != part.own;
        }))
      parts.reset();
    kept.isTold.push_back(parts.has_value());
    if (!parts)
      add({Kind::Batch, {}}, ownResult);
    else
      for (const Part &part : *parts)
        if (!valueOf(part))
          add(part.part, part.own);
  }
  Builder builder(grad.getContext());
  llvm::SmallVector<Attribute> names = {grad.getResultAttrDict(0)};
  for (size_t number = 0; number < kept.parts.size(); ++number)
    names.push_back(nameAttribute(builder, kPartPrefix + Twine(number)));
  setResults(grad, values, names);
  return kept;
}

} // namespace sinter

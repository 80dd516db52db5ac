// SplitEvaluation.cpp: finds where a graph that evaluates a batch reduces its
// examples to what can be added up over batches.
#include "passes/SplitEvaluation.h"

#include "ir/ConstantData.h"
#include "ir/Functions.h"
#include "ir/OpenRows.h"
#include "ir/reference/Array.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;

namespace sinter {

namespace {

/// What a value is to the examples of a batch.
enum class Role {
  Fixed, ///< the same for every batch of every size
  Rows,  ///< axis 0 belongs to the examples, and each row to one
  Moved, ///< a transpose of rows
  Whole  ///< of all examples together
};

RankedTensorType typeOf(Value value) {
  return cast<RankedTensorType>(value.getType());
}

/// The other way: `valueAt`.
ValuePlace placeOf(Value value) {
  if (auto argument = dyn_cast<BlockArgument>(value))
    return {-1, argument.getArgNumber()};
  Operation *op = value.getDefiningOp();
  return {std::distance(op->getBlock()->begin(), op->getIterator()),
          cast<OpResult>(value).getResultNumber()};
}

std::string textOf(Attribute attribute) {
  std::string text;
  llvm::raw_string_ostream(text) << attribute;
  return text;
}

/// The values of a constant: a resource's name says nothing.
std::optional<Array> valuesOf(ElementsAttr elements) {
  return arrayOf(elements, cast<RankedTensorType>(elements.getType()));
}

/// Whether both are one number all over.
bool areFilledAlike(ElementsAttr a, ElementsAttr b) {
  const auto values = valuesOf(a), others = valuesOf(b);
  return values && others && !values->values.empty() &&
         !others->values.empty() && llvm::all_equal(values->values) &&
         llvm::all_equal(others->values) &&
         values->values.front() == others->values.front();
}

/// The two graphs, op by op.
class Splitter {
public:
  Splitter(func::FuncOp evaluate, int64_t rows, func::FuncOp whole,
           int64_t wholeRows, int64_t mostWork)
      : evaluate(evaluate), whole(whole), rows(rows), wholeRows(wholeRows),
        mostWork(mostWork) {}

  EvaluationSplit run();

private:
  bool arePaired();
  Role roleOfArgument(Value argument, Value other) const;
  Role roleOf(Operation *op, Operation *other) const;
  Role roleOfFixed(Operation *op, Operation *other) const;
  std::optional<SetPart::Kind> reductionOf(Operation *op,
                                           Operation *other) const;
  bool isScaled(Value value, Value other) const;
  bool areScaled(ArrayRef<int64_t> sizes, ArrayRef<int64_t> others) const;
  bool areEqual(NamedAttribute attribute, Attribute other, bool mayScale) const;
  bool haveEqualAttributes(Operation *op, Operation *other,
                           bool mayScale) const;
  bool collectParts(Value result, std::vector<SetPart> &parts) const;

  bool isRows(Value value) const { return roles.lookup(value) == Role::Rows; }

  func::FuncOp evaluate, whole;
  int64_t rows, wholeRows, mostWork;
  DenseMap<Value, Role> roles;
  /// Results of `evaluate` that are sums or means over the examples.
  DenseMap<Value, SetPart::Kind> reductions;
  DenseMap<Value, Value> twins; ///< of values of `evaluate`, in `whole`
};

//===- the pair ----------------------------------------------------------===//

bool Splitter::arePaired() {
  Block &block = evaluate.front(), &other = whole.front();
  if (rows == wholeRows || block.getNumArguments() != other.getNumArguments() ||
      block.getOperations().size() != other.getOperations().size())
    return false;
  // Operands are those of the same places, too.
  for (auto [a, b] : llvm::zip(block.getArguments(), other.getArguments()))
    twins[a] = b;
  for (auto [a, b] : llvm::zip(block, other)) {
    if (a.getName().getStringRef() != b.getName().getStringRef() ||
        a.getNumOperands() != b.getNumOperands() ||
        a.getNumResults() != b.getNumResults())
      return false;
    for (auto [x, y] : llvm::zip(a.getOperands(), b.getOperands()))
      if (twins.lookup(x) != y)
        return false;
    for (auto [x, y] : llvm::zip(a.getResults(), b.getResults()))
      twins[x] = y;
  }
  return true;
}

/// Whether the one has `rows` times as many as the other has `wholeRows` times.
bool Splitter::areScaled(ArrayRef<int64_t> sizes,
                         ArrayRef<int64_t> others) const {
  return !sizes.empty() && sizes.size() == others.size() &&
         sizes.front() % rows == 0 && others.front() % wholeRows == 0 &&
         sizes.front() / rows == others.front() / wholeRows &&
         sizes.drop_front() == others.drop_front();
}

bool Splitter::isScaled(Value value, Value other) const {
  return areScaled(typeOf(value).getShape(), typeOf(other).getShape());
}

bool Splitter::areEqual(NamedAttribute attribute, Attribute other,
                        bool mayScale) const {
  if (isSameAttribute(attribute.getValue(), other))
    return true;
  if (!mayScale)
    return false;
  auto elements = dyn_cast<ElementsAttr>(attribute.getValue());
  auto otherElements = dyn_cast<ElementsAttr>(other);
  if (elements && otherElements)
    return areFilledAlike(elements, otherElements);
  auto sizes = dyn_cast<DenseI64ArrayAttr>(attribute.getValue());
  auto otherSizes = dyn_cast<DenseI64ArrayAttr>(other);
  return sizes && otherSizes &&
         areScaled(sizes.asArrayRef(), otherSizes.asArrayRef());
}

bool Splitter::haveEqualAttributes(Operation *op, Operation *other,
                                   bool mayScale) const {
  return op->getAttrs().size() == other->getAttrs().size() &&
         llvm::all_of(op->getAttrs(), [&](NamedAttribute attribute) {
           Attribute twin = other->getAttr(attribute.getName().getValue());
           return twin && areEqual(attribute, twin, mayScale);
         });
}

//===- roles -------------------------------------------------------------===//

Role Splitter::roleOfArgument(Value argument, Value other) const {
  if (isSameType(argument, other))
    return Role::Fixed;
  return isScaled(argument, other) ? Role::Rows : Role::Whole;
}

/// Of an op on what is the same for every batch.
Role Splitter::roleOfFixed(Operation *op, Operation *other) const {
  Value result = op->getResult(0), twin = other->getResult(0);
  if (isSameType(result, twin))
    return haveEqualAttributes(op, other, /*mayScale=*/false) ? Role::Fixed
                                                              : Role::Whole;
  // Each row is like the others, or noise like theirs.
  const bool hasLikeRows =
      isa<RandomUniformOp, RandomNormalOp, ConstantOp>(op) ||
      (isa<BroadcastOp>(op) &&
       (typeOf(op->getOperand(0)).getRank() < typeOf(result).getRank() ||
        typeOf(op->getOperand(0)).getDimSize(0) == 1));
  return hasLikeRows && isScaled(result, twin) &&
                 haveEqualAttributes(op, other, /*mayScale=*/true)
             ? Role::Rows
             : Role::Whole;
}

Role Splitter::roleOf(Operation *op, Operation *other) const {
  if (op->getNumResults() != 1)
    return Role::Whole;
  auto has = [&](Role role) {
    return llvm::any_of(op->getOperands(), [&](Value operand) {
      return roles.lookup(operand) == role;
    });
  };
  if (has(Role::Whole) || has(Role::Moved))
    return Role::Whole;
  if (!has(Role::Rows))
    return roleOfFixed(op, other);
  if (auto transpose = dyn_cast<TransposeOp>(op);
      transpose && transpose.getPermutation().front() != 0)
    return Role::Moved;
  const bool isApart =
      !whyRowsMix(op, rows, [&](Value value) { return isRows(value); }) &&
      isScaled(op->getResult(0), other->getResult(0)) &&
      haveEqualAttributes(op, other, /*mayScale=*/true);
  return isApart ? Role::Rows : Role::Whole;
}

/// Whether `op` adds up examples, and how.
std::optional<SetPart::Kind> Splitter::reductionOf(Operation *op,
                                                   Operation *other) const {
  if (!isa<SumOp, MeanOp, MatmulOp>(op) ||
      !isSameType(op->getResult(0), other->getResult(0)) ||
      !haveEqualAttributes(op, other, /*mayScale=*/false))
    return std::nullopt;
  if (!isa<MatmulOp>(op))
    return !isRows(op->getOperand(0)) ? std::nullopt
           : isa<SumOp>(op)           ? std::optional(SetPart::Kind::Sum)
                                      : std::optional(SetPart::Kind::Mean);
  // transpose(a) * b, where both have a row an example
  auto transpose = op->getOperand(0).getDefiningOp<TransposeOp>();
  const bool addsUp = transpose && isRows(transpose.getInput()) &&
                      typeOf(op->getOperand(0)).getRank() == 2 &&
                      typeOf(op->getOperand(1)).getRank() == 2 &&
                      isRows(op->getOperand(1)) &&
                      typeOf(op->getOperand(1)).getDimSize(0) ==
                          typeOf(transpose.getInput()).getDimSize(0);
  return addsUp ? std::optional(SetPart::Kind::Sum) : std::nullopt;
}

//===- parts -------------------------------------------------------------===//

int64_t workOf(Operation *op) {
  int64_t work = 0;
  for (Value result : op->getResults())
    work += typeOf(result).getNumElements();
  if (auto cost = dyn_cast<CostInterface>(op))
    work += cost.getMacs();
  for (Value operand : op->getOperands())
    work += typeOf(operand).getNumElements();
  return work;
}

/// Adds what `result` is computed from; false where that is too much.
bool Splitter::collectParts(Value result, std::vector<SetPart> &parts) const {
  llvm::SmallVector<Value> left = {result};
  llvm::DenseSet<Value> seen;
  int64_t work = 0;
  auto add = [&](SetPart::Kind kind, Value value) {
    const SetPart part{kind, placeOf(value)};
    if (!llvm::is_contained(parts, part))
      parts.push_back(part);
  };
  while (!left.empty() && work <= mostWork) {
    Value value = left.pop_back_val();
    if (!seen.insert(value).second)
      continue;
    Operation *op = value.getDefiningOp();
    if (auto reduction = reductions.find(value);
        reduction != reductions.end()) {
      add(reduction->second, value);
      continue;
    }
    switch (roles.lookup(value)) {
    case Role::Fixed:
      if (!op || !isa<ConstantOp>(op))
        add(SetPart::Kind::Same, value);
      continue;
    case Role::Rows:
      work += typeOf(twins.lookup(value)).getNumElements();
      add(SetPart::Kind::Rows, value);
      continue;
    default:
      if (!op)
        return false;
      work += workOf(twins.lookup(value).getDefiningOp());
      llvm::append_range(left, op->getOperands());
    }
  }
  return work <= mostWork;
}

EvaluationSplit Splitter::run() {
  if (!arePaired())
    return unsplitEvaluation(evaluate);
  for (auto [argument, other] :
       llvm::zip(evaluate.getArguments(), whole.getArguments()))
    roles[argument] = roleOfArgument(argument, other);
  // Graphs of one size, or of sizes that the text has written out.
  if (llvm::none_of(evaluate.getArguments(),
                    [&](Value argument) { return isRows(argument); }))
    return unsplitEvaluation(evaluate);
  for (auto [op, other] : llvm::zip(evaluate.front(), whole.front())) {
    const Role role = op.getNumResults() ? roleOf(&op, &other) : Role::Whole;
    for (Value result : op.getResults())
      roles[result] = role;
    if (op.getNumResults() == 1 && role == Role::Whole)
      if (auto kind = reductionOf(&op, &other))
        reductions[op.getResult(0)] = *kind;
  }
  EvaluationSplit split;
  for (auto [result, other] :
       llvm::zip(evaluate.front().getTerminator()->getOperands(),
                 whole.front().getTerminator()->getOperands())) {
    std::vector<SetPart> parts = split.parts;
    // With a row an example it is about a batch.
    const bool isTold =
        isSameType(result, other) && collectParts(result, parts);
    split.isTold.push_back(isTold);
    if (isTold)
      split.parts = std::move(parts);
    else
      split.parts.push_back({SetPart::Kind::Batch, placeOf(result)});
  }
  return split;
}

} // namespace

Value valueAt(func::FuncOp function, ValuePlace place) {
  if (place.op < 0)
    return function.getArgument(place.number);
  return std::next(function.front().begin(), place.op)->getResult(place.number);
}

bool isSameType(Value a, Value b) {
  return typeOf(a).getShape() == typeOf(b).getShape() &&
         typeOf(a).getElementTypeBitWidth() ==
             typeOf(b).getElementTypeBitWidth();
}

bool isSameAttribute(Attribute a, Attribute b) {
  auto elements = dyn_cast<ElementsAttr>(a);
  auto others = dyn_cast<ElementsAttr>(b);
  if (!elements || !others)
    return textOf(a) == textOf(b);
  const auto values = valuesOf(elements), otherValues = valuesOf(others);
  return values && otherValues && values->shape == otherValues->shape &&
         values->values == otherValues->values;
}

bool isSameOp(Operation *a, Operation *b) {
  return a->getName().getStringRef() == b->getName().getStringRef() &&
         a->getNumOperands() == b->getNumOperands() &&
         a->getAttrs().size() == b->getAttrs().size() &&
         llvm::all_of(a->getAttrs(), [&](NamedAttribute attribute) {
           Attribute twin = b->getAttr(attribute.getName().getValue());
           return twin && isSameAttribute(attribute.getValue(), twin);
         });
}

std::vector<Operation *> opsBehind(ValueRange results,
                                   llvm::function_ref<bool(Value)> isKnown) {
  llvm::SetVector<Operation *> needed;
  llvm::SmallVector<Value> left(results);
  while (!left.empty()) {
    Value value = left.pop_back_val();
    if (Operation *op = value.getDefiningOp();
        op && !isKnown(value) && needed.insert(op))
      llvm::append_range(left, op->getOperands());
  }
  std::vector<Operation *> ordered(needed.begin(), needed.end());
  llvm::sort(ordered,
             [](Operation *a, Operation *b) { return a->isBeforeInBlock(b); });
  return ordered;
}

EvaluationSplit splitEvaluation(func::FuncOp evaluate, int64_t rows,
                                func::FuncOp whole, int64_t wholeRows,
                                int64_t mostWork) {
  return Splitter(evaluate, rows, whole, wholeRows, mostWork).run();
}

EvaluationSplit unsplitEvaluation(func::FuncOp evaluate) {
  EvaluationSplit split;
  for (Value result : evaluate.front().getTerminator()->getOperands()) {
    split.parts.push_back({SetPart::Kind::Batch, placeOf(result)});
    split.isTold.push_back(false);
  }
  return split;
}

void returnParts(func::FuncOp evaluate, const EvaluationSplit &split) {
  Builder builder(evaluate.getContext());
  llvm::SmallVector<Value> values;
  llvm::SmallVector<Attribute> names;
  for (auto [number, part] : llvm::enumerate(split.parts)) {
    values.push_back(valueAt(evaluate, part.place));
    names.push_back(builder.getDictionaryAttr(builder.getNamedAttr(
        kNameAttr,
        builder.getStringAttr("part_" + std::to_string(number + 1)))));
  }
  setResults(evaluate, values, names);
}

} // namespace sinter

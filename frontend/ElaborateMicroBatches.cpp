// ElaborateMicroBatches.cpp: `micro_batches = 4`: a step that runs its block on
// slices of the batch, one after the other.
//
// The batch is the first dimension of the first input, by its name: inputs that
// start with it are sliced, all others go to each slice whole. Gradients,
// losses and reports are means over the slices. Whole numbers are sums, as are
// reports that add up rows of the batch, and those that have such rows are put
// together.

#include "frontend/ElaboratorRules.h"
#include "ir/OpenRows.h"

#include "mlir/IR/TypeUtilities.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/SaveAndRestore.h"

using llvm::ArrayRef;
using llvm::StringRef;

namespace sinter {

using namespace ast;

//===----------------------------------------------------------------------===//
// Inputs
//===----------------------------------------------------------------------===//

/// The name of a dimension of an input; empty where it is a number.
static StringRef dimensionName(const Expr &dimension) {
  auto *name = llvm::dyn_cast<NameExpr>(&dimension);
  return name && isDimensionName(name->name) ? name->name : "";
}

static int64_t sizeOfRows(mlir::Value tensor) {
  return mlir::cast<mlir::RankedTensorType>(tensor.getType()).getDimSize(0);
}

static ArrayRef<ExprPtr> axesOf(const Type &type) {
  if (type.terms.empty())
    return {};
  return type.terms[0].dimensions;
}

/// The first input that has a dimension. Null if there is none.
const Parameter *Elaboration::batchInput(const Entry &entry) const {
  for (const Parameter &parameter : entry.model->parameters)
    if (const Type *type = inputType(entry, parameter);
        type && !axesOf(*type).empty())
      return &parameter;
  return nullptr;
}

/// Empty where it has no name.
StringRef Elaboration::batchDimension(const Entry &entry) const {
  const Parameter *input = batchInput(entry);
  return input ? dimensionName(*axesOf(*inputType(entry, *input))[0]) : "";
}

/// Empty after a report.
StringRef Elaboration::batchToSlice(const FunctionDeclaration &train) {
  StringRef name = batchDimension(training->entry);
  if (!name.empty())
    return name;
  if (const Parameter *input = batchInput(training->entry))
    report(DiagnosticKind::microBatchesUnnamed, input->range,
           {input->name.text});
  else
    report(DiagnosticKind::microBatchesOfNothing,
           training->settingPlaces["micro_batches"], {train.name.text});
  return "";
}

/// Slices the inputs that start with the batch, which are the first `rows`.
/// Their dimensions get the sizes of slices.
bool Elaboration::bindRound(const FunctionDeclaration &train,
                            BoundArguments &bound, int64_t round,
                            llvm::DenseSet<mlir::Value> &rows) {
  StringRef batch = batchToSlice(train);
  if (batch.empty())
    return false;
  for (auto [parameter, value] : llvm::zip(train.parameters, bound.values)) {
    if (!value)
      continue;
    const Type &type = *inputType(training->entry, parameter);
    ArrayRef<ExprPtr> dimensions = axesOf(type);
    if (!dimensions.empty() && dimensionName(*dimensions[0]) == batch) {
      value = sliceOfRound(parameter, value->tensor(), round);
      if (!value->tensor())
        return false;
      rows.insert(value->tensor());
    }
    if (!matchType(type, *value)) {
      report(DiagnosticKind::microBatchesAxis, parameter.range,
             {batch, parameter.name.text});
      return false;
    }
  }
  return true;
}

/// Poison after a report.
Value Elaboration::sliceOfRound(const Parameter &parameter, mlir::Value tensor,
                                int64_t round) {
  auto type = mlir::cast<mlir::RankedTensorType>(tensor.getType());
  int64_t rows = type.getDimSize(0), rounds = training->rounds;
  if (rows % rounds != 0) {
    report(DiagnosticKind::microBatchesLeave, parameter.range,
           {parameter.name.text, rows, rounds});
    return {};
  }
  llvm::SmallVector<int64_t> starts(type.getRank(), 0), sizes(type.getShape()),
      strides(type.getRank(), 1);
  sizes[0] = rows / rounds;
  starts[0] = round * sizes[0];
  auto attribute = [&](StringRef name, ArrayRef<int64_t> values) {
    return builder.getNamedAttr(name, builder.getDenseI64ArrayAttr(values));
  };
  return buildOp("slice", tensor,
                 {attribute("starts", starts), attribute("sizes", sizes),
                  attribute("strides", strides)},
                 parameter.range);
}

//===----------------------------------------------------------------------===//
// Rounds
//===----------------------------------------------------------------------===//

/// What the ops behind `start` compute for each row of `rows` by itself.
static void addRows(mlir::Block &block, mlir::Operation *start, int64_t size,
                    llvm::DenseSet<mlir::Value> &rows) {
  auto isRow = [&](mlir::Value value) { return rows.contains(value); };
  auto begin = start ? std::next(start->getIterator()) : block.begin();
  for (mlir::Operation &op : llvm::make_range(begin, block.end()))
    if (llvm::any_of(op.getOperands(), isRow) && !whyRowsMix(&op, size, isRow))
      rows.insert(op.result_begin(), op.result_end());
}

/// Whether a value is a sum over what has a row for each of the slice, or such
/// a product of transpose(a) and b: a confusion matrix.
static bool addsUpRows(mlir::Value value,
                       const llvm::DenseSet<mlir::Value> &rows) {
  if (auto sum = value.getDefiningOp<SumOp>())
    return rows.contains(sum.getInput()) &&
           (sum.getAxes().empty() || llvm::is_contained(sum.getAxes(), 0));
  auto product = value.getDefiningOp<MatmulOp>();
  auto transpose =
      product ? product.getLhs().getDefiningOp<TransposeOp>() : TransposeOp();
  return transpose && transpose.getType().getRank() == 2 &&
         transpose.getPermutation().front() == 1 &&
         rows.contains(transpose.getInput()) && rows.contains(product.getRhs());
}

/// Runs the block once; `rows` get the values that have a row for each of the
/// slice. False after a report.
bool Elaboration::runRound(const FunctionDeclaration &train,
                           BoundArguments bound, int64_t round, bool repeats,
                           llvm::DenseSet<mlir::Value> &rows) {
  bool isSliced = training->roundsLeft > 1 || round > 0;
  training->losses.clear();
  training->reports.clear();
  Environment names{isSliced ? &here->names : environment, {}};
  llvm::SaveAndRestore inRound(environment, &names);
  llvm::SaveAndRestore inRepeat(layerRepeats, repeats);
  reopenScope("", repeats);
  if ((isSliced && !bindRound(train, bound, round, rows)) ||
      !bindParameters(train, bound))
    return false;
  mlir::Block &block = *builder.getBlock();
  mlir::Operation *start = block.empty() ? nullptr : &block.back();
  Value value = runBlock(train.body);
  if (!value.isNothing() && !value.isPoison())
    report(DiagnosticKind::valueNotUsed, train.body.value->range);
  if (diagnostics.hasErrors())
    return false;
  if (!rows.empty())
    addRows(block, start, sizeOfRows(*rows.begin()), rows);
  return true;
}

namespace {

/// What the rounds report by one name.
struct RoundReports {
  llvm::SmallVector<mlir::Value> parts = {};
  bool hasRows = true, addsUp = true; ///< of the slices, in all
};

} // namespace

/// A step of micro-batches runs the block for each.
void Elaboration::runRounds(const FunctionDeclaration &train,
                            BoundArguments &bound) {
  EntryKind kind = training->entry.kind;
  int64_t rounds = kind == EntryKind::Evaluate ? 1 : training->rounds;
  // `apply` gets the gradients of all.
  int64_t first = kind == EntryKind::Apply ? rounds - 1 : 0;
  llvm::SmallVector<llvm::SmallVector<mlir::Value>> losses;
  llvm::MapVector<StringRef, RoundReports> reports;
  for (int64_t round = first; round < rounds; ++round) {
    training->roundsLeft = rounds - round;
    llvm::DenseSet<mlir::Value> rows;
    if (!runRound(train, bound, round, round > first, rows))
      return;
    losses.resize(training->losses.size());
    for (auto [parts, loss] : llvm::zip(losses, training->losses))
      parts.push_back(loss);
    for (auto &[name, reported] : training->reports) {
      RoundReports &known = reports[name];
      known.parts.push_back(reported.first.tensor());
      known.hasRows &= rows.contains(known.parts.back());
      known.addsUp &= addsUpRows(known.parts.back(), rows);
    }
  }
  for (auto [mean, parts] : llvm::zip(training->losses, losses))
    mean = averaged(summed(parts, train.name.range), train.name.range).tensor();
  for (const auto &[name, known] : reports) {
    auto &[reported, range] = training->reports[name];
    if (known.parts.size() == 1)
      continue;
    if (known.hasRows)
      reported = buildOp(
          "concat", known.parts,
          builder.getNamedAttr("axis", builder.getI64IntegerAttr(0)), range);
    else if (known.addsUp)
      reported = summed(known.parts, range);
    else
      reported = averaged(summed(known.parts, range), range);
  }
}

Value Elaboration::summed(ArrayRef<mlir::Value> parts, SourceRange range) {
  Value sum(parts[0]);
  for (mlir::Value part : parts.drop_front())
    sum = buildOp("add", {sum.tensor(), part}, {}, range);
  return sum;
}

/// The sum, or its share for one of the micro-batches; whole numbers stay sums.
Value Elaboration::averaged(const Value &sum, SourceRange range) {
  mlir::Type element = mlir::getElementTypeOrSelf(sum.tensor());
  int64_t rounds = training->entry.kind == EntryKind::TrainStep ||
                           training->entry.kind == EntryKind::Grad
                       ? training->rounds
                       : 1;
  if (rounds == 1 || !mlir::isa<mlir::FloatType>(element))
    return sum;
  mlir::Value share = constant(Value(1.0 / rounds), element, range);
  return buildOp("mul", {sum.tensor(), share}, {}, range);
}

/// The sums over the micro-batches so far, and after the last the means.
void Elaboration::addGradients(std::vector<Value> &gradients,
                               SourceRange range) {
  for (size_t i = 0; i < training->gradients.size(); ++i)
    gradients[i] =
        buildOp("add", {training->gradients[i].tensor(), gradients[i].tensor()},
                {}, range);
  training->gradients = gradients;
  if (training->roundsLeft == 1)
    for (Value &gradient : gradients)
      gradient = averaged(gradient, range);
}

} // namespace sinter

// WholeSet.cpp: losses and metrics over a set of examples.
#include "driver/train/WholeSet.h"

#include "driver/train/EntryCall.h"
#include "ir/reference/Interpreter.h"

#include "absl/strings/str_cat.h"
#include "mlir/Parser/Parser.h"
#include "llvm/Support/raw_ostream.h"

#include <cmath>

using namespace mlir;

namespace sinter {

namespace {

int64_t opsOf(func::FuncOp function) {
  return static_cast<int64_t>(function.front().getOperations().size());
}

/// The results from `first` on: losses and reports.
std::vector<Quantity> quantitiesOf(func::FuncOp function, unsigned first = 0) {
  std::vector<Quantity> quantities;
  for (unsigned i = first; i < function.getNumResults(); ++i) {
    auto type = cast<RankedTensorType>(function.getResultTypes()[i]);
    quantities.push_back(
        {function.getResultAttrOfType<StringAttr>(i, kNameAttr).str(),
         type.getNumElements()});
  }
  return quantities;
}

/// The same module in another context.
OwningOpRef<ModuleOp> copyTo(MLIRContext *context, ModuleOp module) {
  std::string text;
  llvm::raw_string_ostream out(text);
  module.print(out, OpPrintingFlags().enableDebugInfo());
  return parseSourceString<ModuleOp>(text, context);
}

} // namespace

std::unique_ptr<WholeSet> WholeSet::create(func::FuncOp evaluate,
                                           llvm::StringRef block, int64_t rows,
                                           llvm::ArrayRef<int64_t> sizes,
                                           CompilationOptions options) {
  auto set = std::make_unique<WholeSet>();
  set->block = block.str();
  set->batch = rows;
  set->options = std::move(options);
  set->ops = opsOf(evaluate);
  set->quantities = quantitiesOf(evaluate);
  // Rows are what another size changes.
  const int64_t largest = std::max(int64_t(1), *llvm::max_element(sizes));
  const int64_t other = largest == rows ? rows + 1 : largest;
  func::FuncOp whole = set->graphFor(other);
  const bool hasAll = llvm::all_of(
      sizes, [&](int64_t size) { return size == 0 || set->graphFor(size); });
  set->split = whole && hasAll ? splitEvaluation(evaluate, rows, whole, other)
                               : unsplitEvaluation(evaluate);
  returnParts(evaluate, set->split);
  return set;
}

constexpr size_t theLoss = 0; // of those that minimize one

std::optional<WholeSet::LossShares>
WholeSet::lossSharesOf(llvm::StringRef block, int64_t rows,
                       CompilationOptions options) {
  WholeSet set;
  set.block = block.str();
  set.batch = rows;
  set.options = std::move(options);
  func::FuncOp one = set.graphFor(rows), two = set.graphFor(2 * rows);
  if (!one || !two)
    return std::nullopt;
  set.split = splitEvaluation(one, rows, two, 2 * rows);
  return set.sharesOf(theLoss);
}

/// Makes the mean of what `grad` of all processes gives, or where it gets an
/// entry for the parts the sum, the derivative of the whole batch's loss. False
/// where that cannot be.
bool WholeSet::join(func::FuncOp grad, const SharedBatch &shared, size_t loss) {
  const LossShares shares = sharesOf(loss);
  if (shares == LossShares::Sum)
    scaleLoss(grad, static_cast<double>(shared.processes / countRounds(grad)));
  return shares != LossShares::Unknown || joinLoss(grad, shared, split, loss);
}

std::unique_ptr<WholeSet>
WholeSet::createForShares(llvm::ArrayRef<func::FuncOp> grads,
                          llvm::StringRef block, int64_t rows,
                          int64_t processes, CompilationOptions options) {
  // In each step: far less than what a step takes.
  constexpr int64_t mostWork = int64_t(1) << 16;
  func::FuncOp last = grads.back();
  const int64_t rounds = countRounds(last), all = rows * processes;
  auto set = std::make_unique<WholeSet>();
  set->block = block.str();
  set->batch = rows / rounds;
  set->options = std::move(options);
  for (func::FuncOp grad : grads)
    llvm::append_range(set->quantities, quantitiesOf(grad, /*first=*/1));
  func::FuncOp share = set->graphFor(set->batch);
  set->ops = share ? opsOf(share) : 0;
  func::FuncOp whole = share ? set->graphFor(all) : nullptr;
  const size_t lastLoss = grads.size() - 1;
  if (!whole || share.getNumResults() != set->quantities.size()) {
    for (const Quantity &loss :
         llvm::ArrayRef(set->quantities).take_front(grads.size()))
      set->unjoined.push_back(loss.name);
    set->split.isTold.assign(set->quantities.size(), false);
    set->split.parts.assign(set->quantities.size(), {SetPart::Kind::Batch, {}});
    return set;
  }
  OwningOpRef<ModuleOp> copy =
      copyTo(last.getContext(), whole->getParentOfType<ModuleOp>());
  const SharedBatch shared{share,
                           copy->lookupSymbol<func::FuncOp>(whole.getSymName()),
                           processes * rounds};
  set->split = splitEvaluation(share, set->batch, whole, all);
  for (auto [loss, grad] : llvm::enumerate(grads))
    if (!set->join(grad, shared, loss))
      set->unjoined.push_back(set->quantities[loss].name);
  set->split = returnShares(
      last, shared, splitEvaluation(share, set->batch, whole, all, mostWork),
      lastLoss);
  // The others' losses stand before.
  set->split.isTold.insert(set->split.isTold.begin(), lastLoss, false);
  set->split.parts.insert(set->split.parts.begin(), lastLoss,
                          {SetPart::Kind::Batch, {}});
  return set;
}

func::FuncOp WholeSet::graphFor(int64_t rows) {
  auto found = llvm::find_if(
      graphs, [&](const auto &graph) { return graph.first == rows; });
  if (found == graphs.end()) {
    CompilationOptions changed = options;
    changed.evaluatedRows = rows;
    changed.showNotes = false;
    changed.dumpFolder.clear();
    auto compilation =
        std::make_unique<Compilation>(std::move(changed), llvm::nulls());
    if (!compilation->runTo(CompileStage::Graph).ok())
      return nullptr;
    graphs.emplace_back(rows, std::move(compilation));
    found = std::prev(graphs.end());
  }
  for (auto function : found->second->module().getOps<func::FuncOp>()) {
    auto model = function->getAttrOfType<StringAttr>(kModelAttr);
    auto kind = function->getAttrOfType<StringAttr>(kEntryAttr);
    if (model && model.getValue() == block && kind &&
        kind.getValue() == "evaluate" && (ops == 0 || opsOf(function) == ops))
      return function;
  }
  return nullptr;
}

/// The values of the results that are wanted, each by itself and empty where it
/// is not, from those of the parts that they are computed from; nothing where
/// the parts do not fit `graph`.
std::optional<std::vector<std::vector<double>>>
WholeSet::resultsOf(func::FuncOp graph, const std::vector<bool> &isWanted,
                    const std::vector<std::vector<double>> &values) {
  llvm::DenseMap<Value, Array> known;
  for (auto [part, value] : llvm::zip_equal(split.parts, values)) {
    if (part.kind == SetPart::Kind::Batch || value.empty())
      continue;
    Value place = valueAt(graph, part.place);
    Array array = zeroArray(place.getType());
    if (array.values.size() != value.size())
      return std::nullopt;
    array.values = value;
    known[place] = std::move(array);
  }
  llvm::SmallVector<Value> wanted;
  ValueRange results = graph.front().getTerminator()->getOperands();
  for (auto [isWantedOne, result] : llvm::zip_equal(isWanted, results))
    if (isWantedOne)
      wanted.push_back(result);
  for (Operation *op :
       opsBehind(wanted, [&](Value value) { return known.contains(value); })) {
    llvm::SmallVector<Array> operands;
    for (Value operand : op->getOperands())
      operands.push_back(known.lookup(operand));
    auto computed = sinter::evaluate(
        op, operands, [](llvm::StringRef) { return std::nullopt; });
    if (failed(computed))
      return std::nullopt;
    for (auto [value, array] : llvm::zip_equal(op->getResults(), *computed))
      known.try_emplace(value, std::move(array));
  }
  std::vector<std::vector<double>> all;
  for (auto [isWantedOne, result] : llvm::zip_equal(isWanted, results))
    all.push_back(isWantedOne ? known.lookup(result).values
                              : std::vector<double>());
  return all;
}

absl::StatusOr<std::vector<double>>
WholeSet::finish(int64_t rows, const std::vector<std::vector<double>> &values) {
  std::optional<std::vector<std::vector<double>>> told;
  if (rows == 0) {
    std::vector<double> none;
    for (const Quantity &quantity : quantities)
      none.insert(none.end(), quantity.values, std::nan(""));
    return none;
  }
  if (!llvm::is_contained(split.isTold, true))
    told.emplace(split.isTold.size());
  else if (func::FuncOp graph = graphFor(rows))
    told = resultsOf(graph, split.isTold, values);
  if (!told)
    return absl::InvalidArgumentError(
        absl::StrCat("the `train` block `", block, "` computes otherwise for ",
                     rows, " examples than for batches of ", batch,
                     ", so that what it reports of them cannot be told"));
  std::vector<double> all;
  auto batchPart = values.begin();
  for (auto [isTold, own] : llvm::zip_equal(split.isTold, *told)) {
    if (isTold) {
      llvm::append_range(all, own);
      continue;
    }
    while (split.parts[batchPart - values.begin()].kind != SetPart::Kind::Batch)
      ++batchPart;
    llvm::append_range(all, *batchPart++);
  }
  return all;
}

/// The parts that a result is computed from, as values of `graph`.
llvm::DenseSet<Value> WholeSet::partsOf(func::FuncOp graph, size_t index) {
  llvm::DenseSet<Value> places, found;
  for (const SetPart &part : split.parts)
    if (part.kind != SetPart::Kind::Batch)
      places.insert(valueAt(graph, part.place));
  auto isPart = [&](Value value) { return places.contains(value); };
  Value result = graph.front().getTerminator()->getOperand(index);
  llvm::SmallVector<Value> read = {result};
  for (Operation *op : opsBehind(result, isPart))
    llvm::append_range(read, op->getOperands());
  found.insert_range(llvm::make_filter_range(read, isPart));
  return found;
}

WholeSet::LossShares WholeSet::sharesOf(size_t index) {
  func::FuncOp one = graphFor(batch), two = graphFor(2 * batch);
  if (!split.isTold[index] || !one || !two)
    return LossShares::Unknown;
  const llvm::DenseSet<Value> needed = partsOf(one, index);
  // Two batches of which no sum is that of the other. What holds for them does
  // not by chance.
  std::vector<std::vector<double>> first, second, both;
  double next = 0.5;
  for (const SetPart &part : split.parts) {
    for (auto *values : {&first, &second, &both})
      values->emplace_back();
    Value place = valueAt(one, part.place);
    if (!needed.contains(place))
      continue;
    if (part.kind == SetPart::Kind::Rows)
      return LossShares::Unknown;
    const auto count = cast<RankedTensorType>(place.getType()).getNumElements();
    for (int64_t i = 0; i < count; ++i) {
      auto draw = [&] { return next = 0.5 + std::fmod(next * 7.31, 1.0); };
      const double a = draw();
      const double b = part.kind == SetPart::Kind::Same ? a : draw();
      first.back().push_back(a);
      second.back().push_back(b);
      both.back().push_back(part.kind == SetPart::Kind::Sum ? a + b
                                                            : (a + b) / 2);
    }
  }
  std::vector<bool> isWanted(split.isTold.size());
  isWanted[index] = true;
  auto a = resultsOf(one, isWanted, first),
       b = resultsOf(one, isWanted, second), c = resultsOf(two, isWanted, both);
  if (!a || !b || !c)
    return LossShares::Unknown;
  auto isSumTimes = [&](double factor) {
    constexpr double rounding = 1e-9; // of sums of doubles
    for (auto [x, y, z] :
         llvm::zip_equal((*a)[index], (*b)[index], (*c)[index]))
      if (!(std::abs((x + y) * factor - z) <=
            rounding * (std::abs(x) + std::abs(y) + std::abs(z))))
        return false;
    return true;
  };
  return isSumTimes(0.5) ? LossShares::Mean
         : isSumTimes(1) ? LossShares::Sum
                         : LossShares::Unknown;
}

} // namespace sinter

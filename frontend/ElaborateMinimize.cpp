// ElaborateMinimize.cpp: `minimize LOSS [over MODEL, ...] with OPTIMIZER`.
//
// The derivatives of the loss by each parameter that it depends on are one op,
// `sinter.gradient`. An optimizer is a block: it is called once for each
// parameter, with its value and its gradient, and gives its new value.

#include "frontend/ElaboratorRules.h"

#include "mlir/IR/TypeUtilities.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/SaveAndRestore.h"

using llvm::ArrayRef;
using llvm::StringRef;

namespace sinter {

using namespace ast;

//===----------------------------------------------------------------------===//
// What is minimized
//===----------------------------------------------------------------------===//

/// Poison after a report.
Value Elaboration::scalarOf(const Expr &expr) {
  Value loss = valueOf(expr);
  if (loss.isPoison())
    return loss;
  auto type = loss.tensor()
                  ? mlir::cast<mlir::RankedTensorType>(loss.tensor().getType())
                  : mlir::RankedTensorType();
  if (type && type.getRank() == 0 &&
      mlir::isa<mlir::FloatType>(type.getElementType()))
    return loss;
  auto reported =
      report(DiagnosticKind::lossNotScalar, expr.range, {describe(loss)});
  if (type && mlir::isa<mlir::FloatType>(type.getElementType()))
    reported.note(DiagnosticKind::meanMends, {});
  return {};
}

/// All values that derivatives of `loss` go through.
static llvm::DenseSet<mlir::Value> valuesBehind(mlir::Value loss) {
  llvm::DenseSet<mlir::Value> found;
  llvm::SmallVector<mlir::Value> left = {loss};
  while (!left.empty()) {
    mlir::Value value = left.pop_back_val();
    if (!mlir::isa<mlir::FloatType>(mlir::getElementTypeOrSelf(value)) ||
        !found.insert(value).second)
      continue;
    mlir::Operation *op = value.getDefiningOp();
    if (op && !mlir::isa<StopGradientOp>(op))
      llvm::append_range(left, op->getOperands());
  }
  return found;
}

/// Whether `over` can name what has this path: a model, or a label in the
/// `train` block itself.
static bool canStandBehindOver(StringRef path) {
  return !llvm::isDigit(path.front()) && llvm::all_of(path, [](char c) {
    return llvm::isAlnum(c) || c == '_';
  });
}

/// What `over` names is a model, or the label of a call of one.
void Elaboration::reportModelNotCalled(const Name &model) {
  if (!modelNamed(model.text))
    return reportUnknownModel(model);
  StringRef inside; // the label of a call within a block
  for (const auto &[label, called] : labelledModels) {
    if (called == model.text && canStandBehindOver(label)) {
      report(DiagnosticKind::modelNotCalled, model.range, {model.text})
          .note(DiagnosticKind::calledByLabel, {}, {model.text, label});
      return;
    }
    if (called == model.text)
      inside = label;
  }
  auto inner = innerModels.find(model.text);
  if (inner == innerModels.end()) {
    auto reported =
        report(DiagnosticKind::modelNotCalled, model.range, {model.text});
    if (!inside.empty())
      reported.note(DiagnosticKind::labelledInside, {}, {inside});
    return;
  }
  const StringRef whole = inner->second;
  report(DiagnosticKind::modelIsPart, model.range, {model.text, whole})
      .note(canStandBehindOver(whole) ? DiagnosticKind::wholeModelMends
                                      : DiagnosticKind::labelledInside,
            {}, {whole});
}

/// Of the models that are named, or of all: what is not frozen and the loss
/// depends on. Empty after a report.
llvm::SmallVector<ParameterUse *>
Elaboration::parametersToUpdate(const MinimizeStatement &minimize,
                                mlir::Value loss) {
  for (const Name &model : minimize.models)
    if (!calledModels.contains(model.text) &&
        !labelledModels.contains(model.text)) {
      reportModelNotCalled(model);
      return {};
    }
  llvm::DenseSet<mlir::Value> behind = valuesBehind(loss);
  llvm::SmallVector<ParameterUse *> chosen;
  for (auto &[path, use] : uses) {
    bool isMeant = minimize.models.empty() ||
                   llvm::any_of(minimize.models, [&](const Name &model) {
                     return model.text == use->model;
                   });
    bool isReached = llvm::any_of(use->versions, [&](mlir::Value version) {
      return behind.contains(version);
    });
    if (!use->op.getState() && isMeant && isReached &&
        !isFrozen(path.getValue()))
      chosen.push_back(use.get());
  }
  if (chosen.empty())
    report(DiagnosticKind::nothingToUpdate, minimize.loss->range);
  return chosen;
}

/// One for each parameter: the sum over all values that it has had.
std::vector<Value> Elaboration::gradientsOf(mlir::Value loss,
                                            ArrayRef<ParameterUse *> chosen,
                                            SourceRange range) {
  llvm::DenseSet<mlir::Value> behind = valuesBehind(loss);
  llvm::SmallVector<mlir::Value> by;
  llvm::SmallVector<size_t> owners;
  for (auto [i, use] : llvm::enumerate(chosen))
    for (mlir::Value version : use->versions)
      if (behind.contains(version)) {
        by.push_back(version);
        owners.push_back(i);
      }
  auto op = GradientOp::create(builder, locationOf(range),
                               mlir::ValueRange(by).getTypes(), loss, by);
  std::vector<Value> gradients(chosen.size());
  for (auto [owner, result] : llvm::zip(owners, op.getResults())) {
    mlir::Value earlier = gradients[owner].tensor();
    gradients[owner] = earlier ? buildOp("add", {earlier, result}, {}, range)
                               : Value(mlir::Value(result));
  }
  return gradients;
}

//===----------------------------------------------------------------------===//
// The optimizer
//===----------------------------------------------------------------------===//

/// `adam`, or `adam(lr=1e-3)`, whose first two arguments come later. Nothing
/// after a report.
std::optional<Optimizer> Elaboration::optimizerOf(const Expr &expr) {
  auto *call = llvm::dyn_cast<CallExpr>(&expr);
  std::optional<Callable> callee = calleeOf(call ? *call->callee : expr);
  CallSite site;
  site.range = expr.range;
  site.calleeRange = call ? call->callee->range : expr.range;
  if (call)
    site.arguments = call->arguments;
  if (!callee) {
    evaluateUnusedArguments(site);
    return std::nullopt;
  }
  bool isBlock = callee->kind == Callable::Kind::Block &&
                 callee->declaration->role == FunctionDeclaration::Role::Block;
  if (isBlock && callee->declaration->invalid)
    return std::nullopt;
  if (!isBlock || callee->declaration->parameters.size() < 2) {
    report(DiagnosticKind::notOptimizer, site.calleeRange,
           {describe(Value(*callee))});
    return std::nullopt;
  }
  std::optional<BoundArguments> bound = bindLater(*callee, site, 2);
  if (!bound)
    return std::nullopt;
  callee->bound = std::make_shared<const Arguments>(std::move(bound->values));
  return Optimizer{std::move(*callee), std::move(bound->ranges)};
}

/// What `updates()` gives: of each parameter its own, as loops may update some
/// of them more often than others.
Value Elaboration::updatesSoFar() {
  Value steps = readCounter(stepCounter());
  mlir::Type type = builder.getI64Type();
  mlir::Value inStep = constant(Value(int64_t(1)), type, {});
  Value before = buildOp("mul", {steps.tensor(), inStep}, {}, {});
  Updates &updates = *updating->updates;
  updates.products.push_back(before.tensor().getDefiningOp<MulOp>());
  if (updates.made == 0)
    return before;
  mlir::Value made = constant(Value(updates.made), type, {});
  return buildOp("add", {before.tensor(), made}, {}, {});
}

/// How many updates a step has made.
void Elaboration::settleUpdates() {
  for (auto &users : training->optimizers)
    for (Updates &updates : users.second)
      for (MulOp product : updates.products) {
        auto inStep = product->getOperand(1).getDefiningOp<ConstantOp>();
        if (updates.made > 1) {
          inStep.setValueAttr(mlir::DenseElementsAttr::get(
              mlir::cast<mlir::ShapedType>(inStep.getType()), updates.made));
          continue;
        }
        product->replaceAllUsesWith(mlir::ValueRange{product->getOperand(0)});
        product.erase();
        inStep.erase();
      }
}

/// What a `minimize` makes of a parameter, and its place among those that do so
/// with an optimizer of the same name.
std::pair<Updates *, size_t>
Elaboration::updatesOf(ParameterUse &use, const Optimizer &optimizer,
                       const MinimizeStatement &minimize) {
  StringRef path = use.op.getSymName(), name = optimizer.block.name;
  auto &users = training->optimizers[(name + " " + path).str()];
  size_t place = llvm::find_if(users,
                               [&](const Updates &updates) {
                                 return updates.minimize == &minimize;
                               }) -
                 users.begin();
  if (place == users.size())
    users.push_back({&minimize});
  return {&users[place], place};
}

/// Runs the optimizer for one parameter. A `minimize` is one optimizer, also
/// in a loop, whose rounds share what it keeps.
void Elaboration::update(ParameterUse &use, const Optimizer &optimizer,
                         Update &call, const Value &gradient,
                         const MinimizeStatement &minimize) {
  StringRef path = use.op.getSymName(), name = optimizer.block.name;
  SourceRange range = minimize.optimizer->range;
  auto [updates, place] = updatesOf(use, optimizer, minimize);
  call.updates = updates;
  call.statePrefix = training->prefix + name.str() +
                     (place ? "_" + std::to_string(place) : "");
  call.path = path;
  llvm::SaveAndRestore inRepeat(layerRepeats,
                                layerRepeats || call.updates->made);
  llvm::SaveAndRestore inUpdate(updating, &call);
  llvm::SaveAndRestore inScope(scope,
                               scopeAt(call.statePrefix + "." + path.str()));
  CallSite site;
  site.range = site.calleeRange = range;
  site.leading = {{Value(use.value), range}, {gradient, range}};
  site.boundRanges = optimizer.arguments;
  Value result = callBlock(optimizer.block, site);
  if (result.isPoison())
    return;
  mlir::Value value = result.tensor();
  if (!value || value.getType() != use.op.getType()) {
    report(DiagnosticKind::optimizerGives, range,
           {name, path, typeText(use.op.getType()),
            result.isNothing() ? "nothing" : describe(result)});
    return;
  }
  use.value = value;
  use.isWritten = use.isUpdated = true;
  ++call.updates->made;
}

/// The root of the sum of the squares of all elements, each kept within the
/// limit; computed once.
Value Elaboration::gradientNorm(const Value &limit, SourceRange range) {
  if (!limit.isNothing() && (!limit.isNumber() || limit.number() <= 0))
    return refuseArgument("gradient_norm", "a limit above 0", limit, range);
  double most = limit.isNothing() ? 0 : limit.number();
  auto [known, isNew] = updating->norms.try_emplace(most);
  if (!isNew)
    return known->second;
  Value sum;
  for (const Value &gradient : updating->gradients) {
    mlir::Value tensor = gradient.tensor();
    auto bound = [&](StringRef name, double value) {
      return builder.getNamedAttr(name, builder.getF64FloatAttr(value));
    };
    if (most > 0)
      tensor = buildOp("clamp", tensor,
                       {bound("low", -most), bound("high", most)}, range)
                   .tensor();
    Value square = buildOp("mul", {tensor, tensor}, {}, range);
    Value part = buildOp("sum", square.tensor(), {}, range);
    sum = sum.isPoison()
              ? part
              : buildOp("add", {sum.tensor(), part.tensor()}, {}, range);
  }
  return known->second = buildOp("sqrt", sum.tensor(), {}, range);
}

//===----------------------------------------------------------------------===//
// Minimize
//===----------------------------------------------------------------------===//

void Elaboration::executeMinimize(const MinimizeStatement &minimize) {
  Value loss = scalarOf(*minimize.loss);
  if (loss.isPoison())
    return;
  const size_t number = training->losses.size();
  training->losses.push_back(loss.tensor());
  const EntryKind kind = training->entry.kind;
  const size_t phase = training->entry.phase;
  if (kind == EntryKind::Evaluate)
    return;
  llvm::SmallVector<ParameterUse *> chosen =
      parametersToUpdate(minimize, loss.tensor());
  if (chosen.empty())
    return;
  if (training->rounds > 1 && number > 0) {
    report(DiagnosticKind::microBatchesOfSeveral, minimize.range);
    return;
  }
  const bool isCut = kind == EntryKind::Grad && number >= phase;
  const bool isGiven =
      kind == EntryKind::Apply || (kind == EntryKind::Grad && number < phase);
  std::vector<Value> gradients;
  if (isGiven)
    gradients = unpackGradients(chosen, number, minimize.range);
  else if (!isCut || number == phase)
    gradients = gradientsOf(loss.tensor(), chosen, minimize.range);
  if (kind != EntryKind::Apply && training->rounds > 1) {
    addGradients(gradients, minimize.range);
    if (training->roundsLeft > 1)
      return;
  }
  if (isCut && number == phase)
    packGradients(gradients, minimize.range);
  if (isCut && phase == 0)
    return; // no optimizer has run that counts its updates
  std::optional<Optimizer> optimizer = optimizerOf(*minimize.optimizer);
  if (!optimizer)
    return;
  Update call{gradients};
  unsigned errorsBefore = diagnostics.errorCount();
  for (auto [i, use] : llvm::enumerate(chosen)) {
    if (isCut)
      ++updatesOf(*use, *optimizer, minimize).first->made;
    else
      update(*use, *optimizer, call, gradients[i], minimize);
    if (diagnostics.errorCount() != errorsBefore)
      return; // the others would be told the same
  }
}

std::string gradientsName(size_t number, size_t count) {
  return count == 1 ? "gradients" : "gradients_" + std::to_string(number + 1);
}

static int64_t elementsOf(mlir::Value tensor) {
  return mlir::cast<mlir::RankedTensorType>(tensor.getType()).getNumElements();
}

/// All gradients, one behind the other, as one vector.
void Elaboration::packGradients(ArrayRef<Value> gradients, SourceRange range) {
  llvm::SmallVector<mlir::Value> rows;
  for (const Value &gradient : gradients)
    rows.push_back(buildOp("reshape", gradient.tensor(),
                           builder.getNamedAttr(
                               "shape", builder.getDenseI64ArrayAttr(
                                            elementsOf(gradient.tensor()))),
                           range)
                       .tensor());
  training->flatGradients =
      buildOp("concat", rows,
              builder.getNamedAttr("axis", builder.getI64IntegerAttr(0)), range)
          .tensor();
}

std::vector<Value> Elaboration::unpackGradients(ArrayRef<ParameterUse *> chosen,
                                                size_t number,
                                                SourceRange range) {
  int64_t size = 0;
  for (ParameterUse *use : chosen)
    size += elementsOf(use->value);
  auto function =
      mlir::cast<mlir::func::FuncOp>(builder.getBlock()->getParentOp());
  mlir::Value flat =
      addArgument(function, number,
                  gradientsName(number, losses.lookup(training->entry.model)),
                  mlir::RankedTensorType::get({size}, builder.getF32Type()),
                  locationOf(range));
  std::vector<Value> gradients;
  int64_t start = 0;
  auto attribute = [&](StringRef name, ArrayRef<int64_t> values) {
    return builder.getNamedAttr(name, builder.getDenseI64ArrayAttr(values));
  };
  for (ParameterUse *use : chosen) {
    int64_t count = elementsOf(use->value);
    Value row = buildOp("slice", flat,
                        {attribute("starts", start), attribute("sizes", count),
                         attribute("strides", 1)},
                        range);
    gradients.push_back(
        buildOp("reshape", row.tensor(),
                attribute("shape", use->op.getType().getShape()), range));
    start += count;
  }
  return gradients;
}

} // namespace sinter

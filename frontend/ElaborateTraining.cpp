// ElaborateTraining.cpp: entries of a `train` block: settings, reports, and
// what the training state holds beside parameters.
//
// The block runs like any other. What acts only in training asks `training()`,
// a `state` that is assigned becomes a write at the end, and `minimize`
// (ElaborateMinimize.cpp) gives each trained parameter a new value.

#include "frontend/ElaboratorRules.h"
#include "ir/Functions.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/SaveAndRestore.h"

using llvm::ArrayRef;
using llvm::StringRef;

namespace sinter {

using namespace ast;

/// Whether the text that runs stands directly in a `train` block.
bool Elaboration::trainsHere() const {
  return frame && frame->declaration->role == FunctionDeclaration::Role::Train;
}

//===----------------------------------------------------------------------===//
// Settings
//===----------------------------------------------------------------------===//

static constexpr StringRef settingNames[] = {"frozen", "recompute", "rates",
                                             "micro_batches", "ema"};

/// `frozen = ["features.*"]` holds for the whole block, wherever it stands.
void Elaboration::readSettings(const FunctionDeclaration &train) {
  llvm::StringSet<> names; // of the block's own values
  for (const Parameter &parameter : train.parameters)
    names.insert(parameter.name.text);
  for (const StatementPtr &statement : train.body.statements)
    if (auto *let = llvm::dyn_cast<LetStatement>(statement.get()))
      for (const Name &name : let->names)
        names.insert(name.text);
  for (const StatementPtr &statement : train.body.statements) {
    auto *assign = llvm::dyn_cast<AssignStatement>(statement.get());
    if (!assign || assign->names.size() != 1)
      continue;
    StringRef name = assign->names[0].text;
    if (names.contains(name) || lookup(name) ||
        !llvm::is_contained(settingNames, name))
      continue;
    training->settings.insert(assign);
    auto [at, isNew] =
        training->settingPlaces.try_emplace(name, assign->names[0].range);
    if (isNew)
      readSetting(name, *assign->value);
    else
      report(DiagnosticKind::repeatedArgument, assign->names[0].range, {name})
          .note(DiagnosticKind::givenHere, at->second, {name});
  }
}

void Elaboration::readSetting(StringRef name, const Expr &expr) {
  if (name == "frozen" || name == "recompute") {
    std::vector<Glob> globs = globsOf(name, expr);
    llvm::append_range(
        name == "frozen" ? training->frozen : training->recomputed, globs);
    return;
  }
  Value value = valueOf(expr);
  if (value.isPoison())
    return;
  if (name == "rates") {
    const Sequence *list = value.sequence();
    if (!list || list->isTuple) {
      report(DiagnosticKind::ratesTake, expr.range, {describe(value)});
      return;
    }
    for (const Value &each : list->elements)
      if (auto rate = rateOf(each, expr.range))
        training->rates.push_back(std::move(*rate));
    return;
  }
  bool isCount = name == "micro_batches";
  if (isCount
          ? !value.integer() || *value.integer() < 1
          : !value.isNumber() || value.number() <= 0 || value.number() >= 1) {
    report(DiagnosticKind::settingTakes, expr.range,
           {name,
            isCount ? "an integer of at least 1" : "a number between 0 and 1",
            describe(value)});
    return;
  }
  if (isCount)
    training->rounds = *value.integer();
  else
    training->ema = value.number();
}

/// `("features.*", 0.1)`; nothing after a report.
std::optional<std::pair<Glob, double>> Elaboration::rateOf(const Value &value,
                                                           SourceRange range) {
  const Sequence *pair = value.sequence();
  if (!pair || pair->elements.size() != 2 || !pair->elements[1].isNumber()) {
    report(DiagnosticKind::ratesTake, range, {describe(value)});
    return std::nullopt;
  }
  if (pair->elements[1].number() < 0) {
    report(DiagnosticKind::settingTakes, range,
           {"rates", "factors of at least 0", describe(pair->elements[1])});
    return std::nullopt;
  }
  std::optional<Glob> glob = globOf("rates", pair->elements[0], range);
  if (!glob)
    return std::nullopt;
  return std::pair(std::move(*glob), pair->elements[1].number());
}

/// Nothing after a report.
std::optional<Glob> Elaboration::globOf(StringRef taker, const Value &value,
                                        SourceRange range) {
  if (value.isPoison())
    return std::nullopt;
  if (!value.string()) {
    report(DiagnosticKind::globTakes, range, {taker, describe(value)});
    return std::nullopt;
  }
  // A pattern keeps slices of its text, which must stay where it is.
  StringRef text = builder.getStringAttr(*value.string()).getValue();
  llvm::Expected<llvm::GlobPattern> pattern = llvm::GlobPattern::create(text);
  if (pattern)
    return Glob{text, std::move(*pattern), range};
  report(DiagnosticKind::badGlob, range,
         {text, llvm::toString(pattern.takeError())});
  return std::nullopt;
}

/// One glob, or a list of them; without those that are reported.
std::vector<Glob> Elaboration::globsOf(StringRef setting, const Expr &expr) {
  Value value = valueOf(expr);
  const Sequence *list = value.sequence();
  std::vector<Glob> globs;
  for (const Value &each : list ? ArrayRef(list->elements) : ArrayRef(value))
    if (std::optional<Glob> glob = globOf(setting, each, expr.range))
      globs.push_back(std::move(*glob));
  return globs;
}

/// Whether it is one, or was meant to be, which is reported.
bool Elaboration::isSetting(const AssignStatement &assign) {
  if (!trainsHere() || training->settings.contains(&assign))
    return trainsHere();
  if (assign.names.size() != 1 || lookup(assign.names[0].text))
    return false;
  const Name &name = assign.names[0];
  if (llvm::is_contained(settingNames, name.text))
    report(DiagnosticKind::settingInside, name.range, {name.text});
  else
    suggest(report(DiagnosticKind::unknownSetting, name.range,
                   {name.text, llvm::join(ArrayRef(settingNames), "`, `")}),
            name.text, settingNames);
  valueOf(*assign.value);
  return true;
}

bool Elaboration::isFrozen(StringRef path) const {
  return training && llvm::any_of(training->frozen, [&](const Glob &glob) {
           return glob.pattern.match(path);
         });
}

/// A pattern that fits nothing was meant for something.
void Elaboration::checkMatches(StringRef setting, const Glob &glob) {
  if (llvm::none_of(uses, [&](const auto &use) {
        StringRef path = use.first.getValue();
        return !path.starts_with("sinter.") && glob.pattern.match(path);
      }))
    report(DiagnosticKind::globMatchesNothing, glob.range,
           {setting, glob.text});
}

/// The same for layers: a pattern takes a layer with all that is in it.
void Elaboration::checkLayers(mlir::func::FuncOp function, const Glob &glob) {
  auto matches = [&](mlir::Operation &op) {
    StringRef path = layerPath(op.getLoc());
    for (; !path.empty(); path = path.rsplit('.').first) {
      if (glob.pattern.match(path))
        return true;
      if (!path.contains('.'))
        break;
    }
    return false;
  };
  if (llvm::none_of(function.front(), matches))
    report(DiagnosticKind::globMatchesNoLayer, glob.range,
           {"recompute", glob.text});
}

//===----------------------------------------------------------------------===//
// Reports
//===----------------------------------------------------------------------===//

/// What is called at last: `accuracy(logits, label)` reports `accuracy`.
static StringRef calledName(const Expr &expr) {
  const Expr *callee = &expr;
  if (auto *pipeline = llvm::dyn_cast<PipelineExpr>(&expr))
    if (auto *stage = llvm::dyn_cast<CallStage>(pipeline->stages.back().get()))
      callee = stage->callee.get();
  if (auto *call = llvm::dyn_cast<CallExpr>(callee))
    callee = call->callee.get();
  if (auto *member = llvm::dyn_cast<MemberExpr>(callee))
    return member->member.text;
  auto *name = llvm::dyn_cast<NameExpr>(callee);
  return name ? name->name : "";
}

/// Whoever looks for the best epoch asks what a report measures.
void Elaboration::nameMetrics(mlir::func::FuncOp evaluate) {
  for (auto [i, report] : llvm::enumerate(training->reports))
    if (StringRef block = report.second.first.givenBy; !block.empty())
      evaluate.setResultAttr(training->losses.size() + i, kGivenByAttr,
                             builder.getStringAttr(block));
}

void Elaboration::executeReport(const ReportStatement &statement) {
  for (const ReportItem &item : statement.items) {
    Value value = valueOf(*item.value);
    StringRef name =
        item.alias.empty() ? calledName(*item.value) : item.alias.text;
    SourceRange range =
        item.alias.empty() ? item.value->range : item.alias.range;
    if (name.empty()) {
      report(DiagnosticKind::reportWithoutName, range);
      continue;
    }
    if (value.isNumber())
      value = tensorOf(value, nullptr, item.value->range);
    if (!value.isPoison() && !value.tensor()) {
      report(DiagnosticKind::reportTakes, item.value->range,
             {name, describe(value)});
      continue;
    }
    auto [at, isNew] = training->reports.insert({name, {value, range}});
    if (!isNew)
      report(DiagnosticKind::reportedTwice, range, {name})
          .note(DiagnosticKind::declaredHere, at->second.second, {name});
  }
}

/// Whether it is `prefix` and a number up to `count`.
static bool isNumbered(StringRef name, StringRef prefix, size_t count) {
  size_t number;
  return name.consume_front(prefix) && !name.getAsInteger(10, number) &&
         number <= count;
}

/// A step reports its losses itself, and `grad` its gradients.
void Elaboration::checkNames() {
  const size_t count = training->losses.size();
  auto isOfGradients = [&](StringRef name) {
    return name == "gradients" ||
           (count > 1 && isNumbered(name, "gradients_", count));
  };
  for (const auto &[name, reported] : training->reports)
    if (name == "loss" || isNumbered(name, "loss_", count) ||
        isOfGradients(name))
      report(DiagnosticKind::reportNameTaken, reported.second, {name});
  for (const Parameter &parameter : training->entry.model->parameters)
    if (isOfGradients(parameter.name.text))
      report(DiagnosticKind::inputNameTaken, parameter.name.range,
             {parameter.name.text});
}

//===----------------------------------------------------------------------===//
// What blocks ask
//===----------------------------------------------------------------------===//

/// What counts the steps of the block: `sinter.step`, unless another block of
/// the text trains too.
std::string Elaboration::stepCounter() const {
  return training ? training->prefix + "step" : kStepParameter.str();
}

/// Once in each step.
void Elaboration::increment(StringRef counter) {
  ParameterUse &use = useOf(findParameter(counter));
  mlir::Value one = constant(Value(int64_t(1)), builder.getI64Type(), {});
  use.value = buildOp("add", {use.value, one}, {}, {}).tensor();
  use.isWritten = use.isUpdated = true;
}

/// A whole number of the training state, which starts at 0.
Value Elaboration::readCounter(StringRef path) {
  ParameterOp op = findParameter(path);
  if (!op)
    op = makeParameter(
        path, locationOf({file.source, 0, 0}),
        mlir::RankedTensorType::get({}, builder.getI64Type()),
        InitializerAttr::get(&context, "zeros",
                             mlir::DenseF64ArrayAttr::get(&context, {})),
        /*isState=*/true, {});
  return Value(useOf(op).value);
}

Value Elaboration::runForTraining(Builtin builtin, StringRef name,
                                  ArrayRef<Value> arguments,
                                  SourceRange range) {
  if (builtin == Builtin::training) // what is frozen acts as in inference
    return Value(training && changesState(training->entry.kind) &&
                 !(scope && isFrozen(scope->path + ".")));
  if (builtin == Builtin::stream)
    return Value(streams++);
  if (builtin == Builtin::processes)
    return processCount(range);
  bool readsState =
      training || (openEntry && openEntry->kind == EntryKind::Predict);
  if (!readsState) {
    report(DiagnosticKind::needsTraining, range, {name});
    return {};
  }
  if (builtin == Builtin::seed || builtin == Builtin::step)
    return readCounter(builtin == Builtin::seed ? kSeedParameter.str()
                                                : stepCounter());
  if (!updating) {
    report(DiagnosticKind::needsOptimizer, range, {name});
    return {};
  }
  if (builtin == Builtin::updates)
    return updatesSoFar();
  return builtin == Builtin::rate_factor ? rateFactor(range)
                                         : gradientNorm(arguments[0], range);
}

/// Only `grad` has a share of a batch.
Value Elaboration::processCount(SourceRange range) {
  if (!training || training->entry.kind != EntryKind::Grad)
    return Value(int64_t(1));
  auto type = mlir::RankedTensorType::get({}, builder.getI64Type());
  return Value(
      ProcessCountOp::create(builder, locationOf(range), type).getResult());
}

/// The argument of the call, times what `rates` says of the parameter.
Value Elaboration::rateFactor(SourceRange range) {
  double factor = 1;
  for (const auto &[glob, rate] : training->rates)
    if (glob.pattern.match(updating->path))
      factor *= rate;
  if (factor == 1)
    return Value(training->rateFactor);
  mlir::Value scale = constant(Value(factor), builder.getF32Type(), range);
  return buildOp("mul", {training->rateFactor, scale}, {}, range);
}

/// What `parameters("conv*")` gives; not states.
Value Elaboration::matchingParameters(const Value &glob, SourceRange range) {
  std::optional<Glob> pattern = globOf("parameters", glob, range);
  if (!pattern)
    return {};
  std::vector<Value> found;
  for (auto &[path, use] : uses)
    if (!use->op.getState() && pattern->pattern.match(path.getValue()))
      found.push_back(Value(valueOf(*use)));
  if (!found.empty())
    return makeSequence(std::move(found), /*isTuple=*/false, range);
  report(DiagnosticKind::globMatchesNothing, range,
         {"parameters", pattern->text});
  return {};
}

//===----------------------------------------------------------------------===//
// The entry
//===----------------------------------------------------------------------===//

void Elaboration::runTraining(const Entry &entry, mlir::func::FuncOp function,
                              BoundArguments &bound) {
  const FunctionDeclaration &train = *entry.model;
  auto isTrain = [](const FunctionDeclaration *function) {
    return function->role == FunctionDeclaration::Role::Train;
  };
  bool isOnly = llvm::count_if(built, isTrain) == 1;
  Training running{entry, isOnly ? "sinter."
                                 : "sinter." + train.name.text.str() + "."};
  llvm::SaveAndRestore inTraining(training, &running);
  for (StringRef counter : {kSeedParameter, kStepParameter})
    readCounter(counter);
  readCounter(stepCounter());
  if (entry.kind == EntryKind::TrainStep || entry.kind == EntryKind::Apply ||
      entry.phase > 0)
    running.rateFactor =
        addArgument(function, function.getNumArguments(), "rate_factor",
                    mlir::RankedTensorType::get({}, builder.getF32Type()),
                    locationOf(train.name.range));
  readSettings(train);
  runRounds(train, bound);
  if (diagnostics.hasErrors())
    return;
  if (running.losses.empty())
    report(DiagnosticKind::nothingMinimized, train.name.range,
           {train.name.text});
  for (const Glob &glob : running.frozen)
    checkMatches("frozen", glob);
  for (const auto &[glob, rate] : running.rates)
    checkMatches("rates", glob);
  for (const Glob &glob : running.recomputed)
    checkLayers(function, glob);
  losses[&train] = running.losses.size();
  checkNames();
  if (!diagnostics.hasErrors())
    finishTraining(function);
}

/// Whether all that the block computes is known here, and is the step's.
bool Elaboration::isLastPhase() const {
  return training->entry.kind != EntryKind::Grad ||
         training->entry.phase + 1 == training->losses.size();
}

/// What the C function gives: losses, then reports. `grad` gives the gradients
/// first, then the loss that they are of, and only for the last the reports;
/// `apply` gives nothing.
llvm::SmallVector<std::pair<std::string, mlir::Value>>
Elaboration::stepResults() const {
  llvm::SmallVector<std::pair<std::string, mlir::Value>> results;
  const EntryKind kind = training->entry.kind;
  const size_t count = training->losses.size(), phase = training->entry.phase;
  if (kind == EntryKind::Apply)
    return results;
  if (kind == EntryKind::Grad)
    results.emplace_back(gradientsName(phase, count), training->flatGradients);
  for (auto [i, loss] : llvm::enumerate(training->losses))
    if (kind != EntryKind::Grad || i == phase)
      results.emplace_back(
          count == 1 ? "loss" : "loss_" + std::to_string(i + 1), loss);
  if (isLastPhase())
    for (const auto &[name, reported] : training->reports)
      results.emplace_back(name.str(), reported.first.tensor());
  return results;
}

/// Of a step in parts, `apply` writes what is updated, and the last `grad` the
/// rest: no part sees what another has written.
bool Elaboration::isWrittenHere(const ParameterUse &use) const {
  const EntryKind kind = training->entry.kind;
  return use.isWritten && changesState(kind) && isLastPhase() &&
         (kind == EntryKind::TrainStep ||
          (kind == EntryKind::Apply) == use.isUpdated);
}

/// Moves the average of each weight that has moved: after the first step it is
/// the weight.
void Elaboration::averageWeights() {
  llvm::SmallVector<ParameterUse *> moved;
  for (auto &[path, use] : uses)
    if (!use->op.getState() && use->isUpdated)
      moved.push_back(use.get());
  for (ParameterUse *weight : moved) {
    std::string path = averagePrefix.str() + weight->op.getSymName().str();
    auto [counter, isNew] = averageCounters.try_emplace(path, stepCounter());
    if (!isNew && counter->second != stepCounter()) {
      report(DiagnosticKind::averagedTwice, training->settingPlaces["ema"],
             {weight->op.getSymName()});
      return;
    }
    ParameterOp op = findParameter(path);
    if (!op)
      op = makeParameter(
          path, weight->op.getLoc(), weight->op.getType(),
          InitializerAttr::get(&context, "zeros",
                               mlir::DenseF64ArrayAttr::get(&context, {})),
          /*isState=*/true, {});
    ParameterUse &average = useOf(op);
    mlir::Type element = op.getType().getElementType();
    auto times = [&](mlir::Value value, double factor) {
      return buildOp("mul", {value, constant(Value(factor), element, {})}, {},
                     {})
          .tensor();
    };
    mlir::Value mixed = buildOp("add",
                                {times(average.value, training->ema),
                                 times(weight->value, 1 - training->ema)},
                                {}, {})
                            .tensor();
    average.value = selectAtStart(stepCounter(), weight->value, mixed);
    average.isWritten = average.isUpdated = true;
  }
}

/// `first` before the first step, `later` from then on.
mlir::Value Elaboration::selectAtStart(StringRef counter, mlir::Value first,
                                       mlir::Value later) {
  ParameterUse &steps = useOf(findParameter(counter));
  mlir::Value none = constant(Value(int64_t(0)), builder.getI64Type(), {});
  mlir::Value isFirst =
      buildOp("equal", {steps.versions[0], none}, {}, {}).tensor();
  return buildOp("select", {isFirst, first, later}, {}, {}).tensor();
}

/// What an entry that does not train computes with, where averages are kept.
mlir::Value Elaboration::averageOf(ParameterOp op, mlir::Value read) {
  ParameterOp average =
      findParameter(averagePrefix.str() + op.getSymName().str());
  bool readsState =
      training || (openEntry && openEntry->kind == EntryKind::Predict);
  if (!average || !readsState ||
      (training && changesState(training->entry.kind)))
    return read;
  return selectAtStart(averageCounters[average.getSymName()], read,
                       useOf(average).value);
}

/// Null where there is none.
ParameterOp Elaboration::findParameter(StringRef path) const {
  auto known = parameters.find(path);
  return known == parameters.end() ? ParameterOp() : known->second.op;
}

/// Writes what has changed, and returns what is reported.
void Elaboration::finishTraining(mlir::func::FuncOp function) {
  mlir::Location location = function.getLoc();
  EntryKind kind = training->entry.kind;
  const bool endsStep =
      kind == EntryKind::TrainStep || kind == EntryKind::Apply;
  if (training->ema > 0 && endsStep)
    averageWeights();
  if (endsStep) {
    increment(kStepParameter);
    if (stepCounter() != kStepParameter)
      increment(stepCounter());
  }
  for (auto &[path, use] : uses)
    if (isWrittenHere(*use))
      WriteOp::create(builder, location, mlir::FlatSymbolRefAttr::get(path),
                      use->value);
  llvm::SmallVector<mlir::Value> values;
  llvm::SmallVector<mlir::Attribute> names;
  for (const auto &[name, value] : stepResults()) {
    values.push_back(value);
    names.push_back(builder.getDictionaryAttr(
        builder.getNamedAttr(kNameAttr, builder.getStringAttr(name))));
  }
  mlir::func::ReturnOp::create(builder, location, values);
  settleUpdates();
  if (kind == EntryKind::Apply &&
      (!dropInputs(function) || !checkStates(function)))
    return;
  if (kind == EntryKind::Grad && training->losses.size() > 1)
    eraseUnused(function); // of other phases
  for (mlir::Operation &op :
       llvm::make_early_inc_range(llvm::reverse(function.front())))
    if (mlir::isa<ReadOp>(op) && op.use_empty())
      op.erase();
  function.setType(builder.getFunctionType(
      function.getArgumentTypes(), mlir::ValueRange(values).getTypes()));
  function.setAllResultAttrs(names);
  if (kind == EntryKind::Evaluate)
    nameMetrics(function);
  if (!training->recomputed.empty())
    function->setAttr(
        kRecomputeAttr,
        builder.getStrArrayAttr(llvm::map_to_vector(
            training->recomputed, [](const Glob &glob) { return glob.text; })));
}

/// What `apply` reads of the state must be what it was before the step.
bool Elaboration::checkStates(mlir::func::FuncOp function) {
  for (auto read : function.getOps<ReadOp>()) {
    const ParameterUse &use = *uses[read.getParameterAttr().getAttr()];
    if (use.isWritten && !use.isUpdated) {
      report(DiagnosticKind::updateNeedsState,
             parameters[read.getParameter()].range, {read.getParameter()});
      return false;
    }
  }
  return true;
}

/// `apply` takes the gradients in place of the inputs: what these alone compute
/// goes.
bool Elaboration::dropInputs(mlir::func::FuncOp function) {
  eraseUnused(function);
  const auto &parameters = training->entry.model->parameters;
  for (unsigned i = function.getNumArguments() - 1;
       i-- > training->losses.size();) {
    if (!function.getArgument(i).use_empty()) {
      StringRef name =
          function.getArgAttrOfType<mlir::StringAttr>(i, kNameAttr).getValue();
      auto input = llvm::find_if(parameters, [&](const Parameter &each) {
        return each.name.text == name;
      });
      report(DiagnosticKind::updateNeedsInput, input->range, {name});
      return false;
    }
    if (failed(function.eraseArgument(i)))
      llvm_unreachable("an argument cannot be taken away");
  }
  return true;
}

} // namespace sinter

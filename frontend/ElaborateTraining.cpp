// ElaborateTraining.cpp: entries of a `train` block: settings, reports, and
// what the training state holds beside parameters.
//
// The block runs like any other. What acts only in training asks `training()`,
// a `state` that is assigned becomes a write at the end, and `minimize`
// (ElaborateMinimize.cpp) gives each trained parameter a new value.

#include "frontend/ElaboratorRules.h"

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

static bool changesState(EntryKind kind) {
  return kind == EntryKind::TrainStep || kind == EntryKind::Grad ||
         kind == EntryKind::Apply;
}

//===----------------------------------------------------------------------===//
// Settings
//===----------------------------------------------------------------------===//

/// What is computed again where it is wanted (globs over layers).
static constexpr StringRef recomputeAttr = "sinter.recompute";

static constexpr StringRef settingNames[] = {"frozen", "recompute"};

/// `frozen = ["features.*"]` holds for the whole block, wherever it stands.
void Elaboration::readSettings(const FunctionDeclaration &train) {
  llvm::StringSet<> names; // of the block's own values
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
    std::vector<Glob> globs = globsOf(name, *assign->value);
    llvm::append_range(
        name == "frozen" ? training->frozen : training->recomputed, globs);
  }
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

bool Elaboration::isFrozen(StringRef path) {
  if (!training)
    return false;
  bool isFound = false;
  for (Glob &glob : training->frozen)
    if (glob.pattern.match(path))
      glob.matches = isFound = true;
  return isFound;
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

//===----------------------------------------------------------------------===//
// What blocks ask
//===----------------------------------------------------------------------===//

/// The seed or the step: a state of every text that trains.
Value Elaboration::readCounter(StringRef path) {
  auto known = parameters.find(path);
  ParameterOp op;
  if (known != parameters.end())
    op = known->second.op;
  else
    op = makeParameter(
        path, locationOf({file.source, 0, 0}),
        mlir::RankedTensorType::get({}, builder.getI64Type()),
        InitializerAttr::get(&context, "zeros",
                             mlir::DenseF64ArrayAttr::get(&context, {})),
        /*isState=*/true, {});
  return Value(useOf(op).value);
}

Value Elaboration::runForTraining(Builtin builtin, StringRef name,
                                  SourceRange range) {
  if (builtin == Builtin::training) // what is frozen acts as in inference
    return Value(training && changesState(training->entry.kind) &&
                 !(scope && isFrozen(scope->path + ".")));
  if (builtin == Builtin::stream)
    return Value(streams++);
  bool readsState =
      training || (openEntry && openEntry->kind == EntryKind::Predict);
  if (!readsState) {
    report(DiagnosticKind::needsTraining, range, {name});
    return {};
  }
  if (builtin == Builtin::seed || builtin == Builtin::step)
    return readCounter(builtin == Builtin::seed ? kSeedParameter
                                                : kStepParameter);
  if (!updating) {
    report(DiagnosticKind::needsOptimizer, range, {name});
    return {};
  }
  return builtin == Builtin::rate_factor ? Value(training->rateFactor)
                                         : gradientNorm(range);
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

void Elaboration::runTraining(const Entry &entry, mlir::func::FuncOp function) {
  const FunctionDeclaration &train = *entry.model;
  Training running{entry};
  llvm::SaveAndRestore inTraining(training, &running);
  for (StringRef counter : {kSeedParameter, kStepParameter})
    readCounter(counter);
  if (entry.kind == EntryKind::TrainStep || entry.kind == EntryKind::Apply)
    running.rateFactor =
        addArgument(function, function.getNumArguments(), "rate_factor",
                    mlir::RankedTensorType::get({}, builder.getF32Type()),
                    locationOf(train.name.range));
  readSettings(train);
  Value value = runBlock(train.body);
  if (!value.isNothing() && !value.isPoison())
    report(DiagnosticKind::valueNotUsed, train.body.value->range);
  if (running.losses.empty() && !diagnostics.hasErrors())
    report(DiagnosticKind::nothingMinimized, train.name.range,
           {train.name.text});
  for (const Glob &glob : running.frozen)
    if (!glob.matches && !diagnostics.hasErrors())
      report(DiagnosticKind::globMatchesNothing, glob.range,
             {"frozen", glob.text});
  if (!diagnostics.hasErrors())
    finishTraining(function);
}

/// What the C function gives: losses, then reports; `grad` gives the gradients
/// first, and `apply` nothing.
static llvm::SmallVector<std::pair<std::string, mlir::Value>>
resultsOf(const Training &training) {
  llvm::SmallVector<std::pair<std::string, mlir::Value>> results;
  if (training.entry.kind == EntryKind::Apply)
    return results;
  if (training.flatGradients)
    results.emplace_back("gradients", training.flatGradients);
  for (auto [i, loss] : llvm::enumerate(training.losses))
    results.emplace_back(
        training.losses.size() == 1 ? "loss" : "loss_" + std::to_string(i + 1),
        loss);
  for (const auto &[name, reported] : training.reports)
    results.emplace_back(name.str(), reported.first.tensor());
  return results;
}

/// Writes what has changed, and returns what is reported.
void Elaboration::finishTraining(mlir::func::FuncOp function) {
  mlir::Location location = function.getLoc();
  EntryKind kind = training->entry.kind;
  if (kind == EntryKind::TrainStep || kind == EntryKind::Apply) {
    auto step = uses.find(builder.getStringAttr(kStepParameter));
    ParameterUse &use = *step->second;
    mlir::Value one = constant(Value(int64_t(1)), builder.getI64Type(), {});
    use.value = AddOp::create(builder, location, use.value, one);
    use.isWritten = use.isUpdated = true;
  }
  for (auto &[path, use] : uses)
    if (use->isWritten && changesState(kind) &&
        (kind != EntryKind::Apply || use->isUpdated))
      WriteOp::create(builder, location, mlir::FlatSymbolRefAttr::get(path),
                      use->value);
  llvm::SmallVector<mlir::Value> values;
  llvm::SmallVector<mlir::Attribute> names;
  for (const auto &[name, value] : resultsOf(*training)) {
    values.push_back(value);
    names.push_back(builder.getDictionaryAttr(
        builder.getNamedAttr(kNameAttr, builder.getStringAttr(name))));
  }
  mlir::func::ReturnOp::create(builder, location, values);
  if (kind == EntryKind::Apply && !dropInputs(function))
    return;
  for (mlir::Operation &op :
       llvm::make_early_inc_range(llvm::reverse(function.front())))
    if (mlir::isa<ReadOp>(op) && op.use_empty())
      op.erase();
  function.setType(builder.getFunctionType(
      function.getArgumentTypes(), mlir::ValueRange(values).getTypes()));
  function.setAllResultAttrs(names);
  if (!training->recomputed.empty())
    function->setAttr(recomputeAttr,
                      builder.getStrArrayAttr(llvm::map_to_vector(
                          training->recomputed, [](const Glob &glob) {
                            return glob.text;
                          })));
}

/// `apply` takes the gradients in place of the inputs: what these alone compute
/// goes.
bool Elaboration::dropInputs(mlir::func::FuncOp function) {
  for (mlir::Operation &op :
       llvm::make_early_inc_range(llvm::reverse(function.front())))
    if (mlir::isOpTriviallyDead(&op))
      op.erase();
  for (unsigned i = function.getNumArguments() - 1; i-- > 1;) {
    if (!function.getArgument(i).use_empty()) {
      report(DiagnosticKind::updateNeedsInput,
             training->entry.model->parameters[i - 1].range,
             {function.getArgAttrOfType<mlir::StringAttr>(i, kNameAttr)
                  .getValue()});
      return false;
    }
    if (failed(function.eraseArgument(i)))
      llvm_unreachable("an argument cannot be taken away");
  }
  return true;
}

} // namespace sinter

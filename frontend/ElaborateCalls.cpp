// ElaborateCalls.cpp: from a callee and its arguments to a block that runs.

#include "frontend/ElaboratorRules.h"
#include "frontend/Library.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/SaveAndRestore.h"

using llvm::StringRef;

namespace sinter {

using namespace ast;

//===----------------------------------------------------------------------===//
// Callees
//===----------------------------------------------------------------------===//

Value Elaboration::evaluateCall(const CallExpr &expr) {
  CallSite site;
  site.range = expr.range;
  site.calleeRange = expr.callee->range;
  site.arguments = expr.arguments;
  std::optional<Callable> callee = calleeOf(*expr.callee);
  if (!callee) {
    evaluateUnusedArguments(site);
    return {};
  }
  return llvm::any_of(expr.arguments, isHole) ? callLater(*callee, site)
                                              : call(*callee, site);
}

/// Reports what is wrong in the arguments of a call that cannot be made.
void Elaboration::evaluateUnusedArguments(const CallSite &site) {
  for (const Argument &argument : site.arguments)
    // A bare word may be a choice of the callee, which nobody knows, or `_`.
    if (!llvm::isa<NameExpr>(*argument.value))
      evaluate(*argument.value);
}

/// Nothing if it is poisoned or no callee, which is reported.
std::optional<Callable> Elaboration::calleeOf(const Expr &expr) {
  auto *name = llvm::dyn_cast<NameExpr>(&expr);
  if (name && !lookup(name->name)) {
    if (std::optional<Callable> callable = findCallable(name->name))
      return callable;
    reportUnknownName(DiagnosticKind::unknownLayer, name->name, name->range);
    return std::nullopt;
  }
  Value value = valueOf(expr);
  if (const Callable *callable = value.callable())
    return *callable;
  if (!value.isPoison())
    report(DiagnosticKind::notCallable, expr.range,
           {expr.range.text(), describe(value)});
  return std::nullopt;
}

static Callable asCallable(const FunctionDeclaration &function) {
  Callable callable{Callable::Kind::Block, function.name.text};
  callable.declaration = &function;
  return callable;
}

/// The file's blocks, then functions of compile time, then what tensors know.
std::optional<Callable> Elaboration::findCallable(StringRef name) const {
  if (const FunctionDeclaration *function = here->functions.lookup(name))
    return asCallable(*function);
#define BUILTIN(word, parameters)                                              \
  if (name == #word) {                                                         \
    Callable callable{Callable::Kind::Builtin, #word};                         \
    callable.builtin = Builtin::word;                                          \
    return callable;                                                           \
  }
#include "frontend/Builtins.def"
  return findTensorCallable(name);
}

/// The library's blocks, then operators.
std::optional<Callable> Elaboration::findTensorCallable(StringRef name) const {
  if (const FunctionDeclaration *function = Library::get().find(name))
    return asCallable(*function);
  if (isPrimitive(name))
    return Callable{Callable::Kind::Primitive, name};
  return std::nullopt;
}

Value Elaboration::call(const Callable &callee, const CallSite &site) {
  if (callee.kind == Callable::Kind::Layer)
    return callLayer(*callee.layer, site);
  if (callee.kind == Callable::Kind::Block)
    return callBlock(callee, site);
  // Neither has parameters: a label opens a scope, which only names the ops.
  llvm::SaveAndRestore inLabel(
      scope, site.label && site.labelRange ? openScope(*site.label) : scope);
  return callee.kind == Callable::Kind::Builtin
             ? callBuiltin(callee, site)
             : callPrimitive(callee.name, site);
}

//===----------------------------------------------------------------------===//
// Arguments
//===----------------------------------------------------------------------===//

/// The parameter that a positional argument goes to, or one past the last.
static size_t firstFree(const BoundArguments &bound) {
  return llvm::find(bound.values, std::nullopt) - bound.values.begin();
}

/// Gives each argument to its parameter. Those in `preset` are taken already.
BoundArguments Elaboration::bindArguments(const FunctionDeclaration &function,
                                          const CallSite &site,
                                          Arguments preset) {
  size_t count = function.parameters.size();
  size_t given =
      llvm::count_if(preset, [](auto &value) { return value.has_value(); }) +
      site.leading.size() + site.arguments.size();
  BoundArguments bound;
  bound.values = std::move(preset);
  bound.values.resize(count);
  bound.ranges.resize(count, site.calleeRange);
  if (!site.boundRanges.empty())
    llvm::copy(site.boundRanges, bound.ranges.begin());
  auto bind = [&](size_t index, Value value, SourceRange range) {
    bound.poisoned |= value.isPoison();
    bound.values[index] = std::move(value);
    bound.ranges[index] = range;
  };
  auto refuseSurplus = [&](SourceRange range) {
    report(DiagnosticKind::tooManyArguments, range,
           {function.name.text, count, given});
    bound.poisoned = true;
    return bound;
  };
  for (const auto &[value, range] : site.leading) {
    size_t index = firstFree(bound);
    if (index == count)
      return refuseSurplus(range);
    bind(index, value, range);
  }
  for (const Argument &argument : site.arguments) {
    bool isNamed = !argument.keyword.empty();
    size_t index = isNamed ? parameterNamed(function, argument.keyword, bound)
                           : firstFree(bound);
    if (index == count && !isNamed)
      return refuseSurplus(argument.range);
    bound.poisoned |= index == count;
    const Parameter *parameter =
        index == count ? nullptr : &function.parameters[index];
    Value value = argumentOf(argument, parameter, site);
    if (parameter)
      bind(index, std::move(value), argument.range);
  }
  return bound;
}

/// One past the last, after a report, if there is none or it has its value.
size_t Elaboration::parameterNamed(const FunctionDeclaration &function,
                                   const Name &keyword,
                                   const BoundArguments &bound) {
  llvm::SmallVector<StringRef> names = llvm::map_to_vector(
      function.parameters, [](const Parameter &p) { return p.name.text; });
  size_t index = llvm::find(names, keyword.text) - names.begin();
  if (index == names.size()) {
    reportUnknownArgument(function.name.text, keyword, names);
    return index;
  }
  if (!bound.values[index])
    return index;
  report(DiagnosticKind::givenByPosition, keyword.range,
         {keyword.text, function.name.text});
  return names.size();
}

Value Elaboration::argumentOf(const Argument &argument,
                              const Parameter *parameter,
                              const CallSite &site) {
  return site.hole && isHole(argument)
             ? *site.hole
             : evaluateArgument(*argument.value, parameter);
}

/// A bare word is a choice where the parameter declares it.
Value Elaboration::evaluateArgument(const Expr &expr,
                                    const Parameter *parameter) {
  auto *name = llvm::dyn_cast<NameExpr>(&expr);
  if (!name || !parameter || !parameter->type)
    return valueOf(expr);
  llvm::SmallVector<StringRef> choices;
  for (const TypeTerm &term : parameter->type->terms)
    if (isChoice(term))
      choices.push_back(term.name.text);
  NamedValue *binding = lookup(name->name);
  if (llvm::is_contained(choices, name->name)) {
    if (!binding)
      return Value(Choice{name->name});
    if (binding->value.choice())
      return binding->value;
    report(DiagnosticKind::choiceShadowed, expr.range,
           {name->name, parameter->name.text})
        .note(DiagnosticKind::declaredHere, binding->range, {name->name});
    return {};
  }
  if (choices.empty() || binding || findCallable(name->name) ||
      elementType(name->name, context))
    return valueOf(expr);
  suggest(
      report(DiagnosticKind::unknownChoice, expr.range,
             {parameter->name.text, parameter->type->range.text(), name->name}),
      name->name, choices);
  return {};
}

/// Whether each parameter has a value or a default.
bool Elaboration::checkMissing(const FunctionDeclaration &function,
                               const BoundArguments &bound,
                               const CallSite &site) {
  for (auto [parameter, value] : llvm::zip(function.parameters, bound.values)) {
    if (value || parameter.defaultValue)
      continue;
    report(DiagnosticKind::missingArgument, site.calleeRange,
           {function.name.text, parameter.name.text})
        .note(DiagnosticKind::declaredHere, parameter.range,
              {parameter.name.text});
    return false;
  }
  return true;
}

//===----------------------------------------------------------------------===//
// Calls to be made later
//===----------------------------------------------------------------------===//

/// Where Nothing keeps a place, a later call gives the value.
static void clearHoles(BoundArguments &bound) {
  for (std::optional<Value> &value : bound.values)
    if (value && value->isNothing())
      value.reset();
}

/// `leaky_relu(_, 0.2)` is a block that waits for the argument at `_`, and for
/// others that have no value yet. Each call of it opens its own scope.
Value Elaboration::callLater(const Callable &callee, const CallSite &site) {
  if (callee.kind != Callable::Kind::Block) {
    report(DiagnosticKind::holeOfNoBlock, site.calleeRange,
           {describe(Value(callee))});
    return {};
  }
  if (callee.declaration->invalid)
    return {};
  CallSite later = site;
  later.hole = Value(Value::Nothing());
  BoundArguments bound = bindArguments(
      *callee.declaration, later, callee.bound ? *callee.bound : Arguments());
  if (bound.poisoned)
    return {};
  clearHoles(bound);
  Callable made = callee;
  made.bound = std::make_shared<const Arguments>(std::move(bound.values));
  return Value(std::move(made));
}

//===----------------------------------------------------------------------===//
// Blocks
//===----------------------------------------------------------------------===//

Value Elaboration::callBlock(const Callable &callee, const CallSite &site) {
  const FunctionDeclaration &block = *callee.declaration;
  if (block.invalid)
    return {};
  if (block.role == FunctionDeclaration::Role::Op) {
    usedOps.insert(block.name.text);
    evaluateUnusedArguments(site);
    report(DiagnosticKind::opNotSupported, site.calleeRange, {block.name.text})
        .note(DiagnosticKind::declaredHere, block.name.range,
              {block.name.text});
    return {};
  }
  if (training && modelHere.empty() && !site.label &&
      block.role == FunctionDeclaration::Role::Model)
    return callTrained(callee, site);
  BoundArguments bound =
      bindArguments(block, site, callee.bound ? *callee.bound : Arguments());
  if (bound.poisoned || !checkMissing(block, bound, site))
    return {};
  Scope *inner = scope;
  if (site.label)
    inner = openScope(*site.label);
  else if (scope && !updating && declaresParameters(block))
    inner = openScope(nameUnlabelled(block.name.text));
  llvm::SaveAndRestore inScope(scope, inner);
  llvm::SaveAndRestore inModel(modelHere);
  const bool isModel =
      training && block.role == FunctionDeclaration::Role::Model;
  if (isModel && !modelHere.empty())
    innerModels.try_emplace(block.name.text, modelHere);
  if (isModel && modelHere.empty()) {
    StringRef label = inner->path; // which names it in `over`
    const StringRef root = rootOf(*training->entry.model);
    if (!root.empty())
      label = label.drop_front(root.size() + 1);
    modelHere =
        labelledModels.try_emplace(label, block.name.text).first->first();
  }
  Value result =
      runFunction(block, std::move(bound), site.range, site.calleeRange);
  if (Library::get().find(block.name.text) == &block)
    result.givenBy = block.name.text;
  return result;
}

Value Elaboration::runFunction(const FunctionDeclaration &function,
                               BoundArguments bound, SourceRange callRange,
                               SourceRange calleeRange) {
  unsigned depth = frame ? frame->depth + 1 : 1;
  if (depth > maxCallDepth) {
    report(DiagnosticKind::callsTooDeep, calleeRange, {depth, maxCallDepth});
    stop();
    return {};
  }
  Frame inner{frame, callRange, &function, depth, bound.ranges};
  llvm::SaveAndRestore inFile(here, &scopeOfFile(function.range));
  Environment names{&here->names, {}};
  llvm::SaveAndRestore inEnvironment(environment, &names);
  llvm::SaveAndRestore inFrame(frame, static_cast<const Frame *>(&inner));
  if (!bindParameters(function, bound))
    return {};
  Value result = runBlock(function.body);
  if (result.isNothing() && !function.results.empty()) {
    report(DiagnosticKind::bodyWithoutValue, function.name.range,
           {function.name.text});
    return {};
  }
  checkResults(function, result);
  return result;
}

/// Declares the parameters in order: a default may use those before it.
bool Elaboration::bindParameters(const FunctionDeclaration &function,
                                 BoundArguments &bound) {
  for (size_t i = 0; i < function.parameters.size(); ++i) {
    const Parameter &parameter = function.parameters[i];
    bool isDefault = !bound.values[i];
    Value value = isDefault
                      ? evaluateArgument(*parameter.defaultValue, &parameter)
                      : *bound.values[i];
    if (value.isPoison())
      return false;
    std::optional<Value> matched =
        parameter.type ? matchType(*parameter.type, value) : value;
    if (!matched) {
      // Where the call gives it, the call is at fault.
      llvm::SaveAndRestore atCall(frame, isDefault ? frame : frame->caller);
      SourceRange range =
          isDefault ? parameter.defaultValue->range : bound.ranges[i];
      auto reported =
          report(DiagnosticKind::wrongType, range,
                 {parameter.name.text, function.name.text,
                  parameter.type->range.text(), describeShape(value)});
      noteBareWord(reported, *parameter.type, value);
      if (i == 0)
        noteOpenPlace(reported, function, value, range);
      if (isUserText(parameter.range))
        reported.note(DiagnosticKind::declaredHere, parameter.range,
                      {parameter.name.text});
      return false;
    }
    declare(parameter.name, std::move(*matched));
  }
  return true;
}

/// What a block gives must be what it says it gives.
void Elaboration::checkResults(const FunctionDeclaration &function,
                               const Value &value) {
  if (function.results.empty() || value.isPoison() || value.isNothing())
    return;
  size_t count = function.results.size();
  const Sequence *sequence = value.sequence();
  const Expr *last = function.body.value.get();
  SourceRange end = last ? last->range : function.name.range;
  if (auto *pipeline = llvm::dyn_cast_if_present<PipelineExpr>(last))
    end = pipeline->stages.back()->range;
  if (count > 1 && (!sequence || sequence->elements.size() != count)) {
    report(DiagnosticKind::wrongNumberOfResults, end,
           {function.name.text, count, describe(value)});
    return;
  }
  for (size_t i = 0; i < count; ++i) {
    const Result &result = function.results[i];
    const Value &given = count > 1 ? sequence->elements[i] : value;
    bool isModel = function.role == FunctionDeclaration::Role::Model;
    if (matchType(result.type, given) && (!isModel || given.tensor()))
      continue;
    StringRef name = result.name.empty() ? "result" : result.name.text;
    report(DiagnosticKind::wrongResult, result.type.range,
           {name, function.name.text, result.type.range.text(),
            describeShape(given)})
        .note(DiagnosticKind::computedHere, end);
  }
}

//===----------------------------------------------------------------------===//
// Layers
//===----------------------------------------------------------------------===//

/// The arguments of a call whose first `count` values come later; nothing after
/// a report.
std::optional<BoundArguments> Elaboration::bindLater(const Callable &callee,
                                                     const CallSite &site,
                                                     size_t count) {
  Arguments preset = callee.bound ? *callee.bound : Arguments();
  preset.resize(callee.declaration->parameters.size());
  for (; count > 0; --count)
    if (auto free = llvm::find(preset, std::nullopt); free != preset.end())
      *free = Value(Value::Nothing());
  BoundArguments bound = bindArguments(*callee.declaration, site, preset);
  if (bound.poisoned)
    return std::nullopt;
  clearHoles(bound);
  return bound;
}

Value Elaboration::evaluateLayer(const LayerExpr &expr, StringRef name) {
  CallSite site;
  site.range = expr.range;
  site.calleeRange = expr.callee->range;
  site.arguments = expr.arguments;
  std::optional<Callable> callee = calleeOf(*expr.callee);
  if (!callee) {
    evaluateUnusedArguments(site);
    return {};
  }
  if (callee->kind != Callable::Kind::Block ||
      callee->declaration->role != FunctionDeclaration::Role::Block ||
      callee->declaration->invalid) {
    if (callee->kind != Callable::Kind::Block || !callee->declaration->invalid)
      report(DiagnosticKind::layerOfNoBlock, expr.callee->range,
             {describe(Value(*callee))});
    return {};
  }
  // The value that the layer is called with comes first, and comes later.
  std::optional<BoundArguments> bound = bindLater(*callee, site, 1);
  if (!bound)
    return {};
  auto layer = std::make_shared<Layer>();
  layer->declaration = callee->declaration;
  layer->bound = std::move(bound->values);
  layer->path =
      pathUnder(name.empty() ? nameUnlabelled(callee->name) : name.str());
  Callable made{Callable::Kind::Layer, name.empty() ? callee->name : name};
  made.layer = std::move(layer);
  return Value(std::move(made));
}

Value Elaboration::callLayer(const Layer &layer, const CallSite &site) {
  if (site.labelRange) {
    report(DiagnosticKind::labelOnLayer, site.labelRange,
           {site.calleeRange.text(), *site.label});
    return {};
  }
  BoundArguments bound = bindArguments(*layer.declaration, site, layer.bound);
  if (bound.poisoned || !checkMissing(*layer.declaration, bound, site))
    return {};
  if (!scope) {
    report(DiagnosticKind::tensorOutsideModel, site.range);
    return {};
  }
  auto [at, isFirst] = calledLayers.try_emplace(layer.path, &layer);
  bool repeats = layerRepeats || (!isFirst && at->second == &layer);
  llvm::SaveAndRestore inRepeat(layerRepeats, repeats);
  llvm::SaveAndRestore inScope(scope, reopenScope(layer.path, repeats));
  return runFunction(*layer.declaration, std::move(bound), site.range,
                     site.calleeRange);
}

Scope *Elaboration::reopenScope(StringRef path, bool repeats) {
  for (auto &[known, inner] : scopes)
    if (repeats && (path.empty() || known == path ||
                    known.starts_with((path + ".").str())))
      inner->unlabelledCalls.clear();
  return scopeAt(path.str());
}

/// A model in a `train` block is one layer, whose calls share its parameters.
Value Elaboration::callTrained(const Callable &callee, const CallSite &site) {
  const FunctionDeclaration &model = *callee.declaration;
  BoundArguments bound =
      bindArguments(model, site, callee.bound ? *callee.bound : Arguments());
  if (bound.poisoned || !checkMissing(model, bound, site))
    return {};
  StringRef name = model.name.text;
  bool repeats = !calledModels.insert(name).second;
  llvm::SaveAndRestore inRepeat(layerRepeats, layerRepeats || repeats);
  llvm::SaveAndRestore inModel(modelHere, name);
  llvm::SaveAndRestore inScope(scope, reopenScope(rootOf(model), repeats));
  return runFunction(model, std::move(bound), site.range, site.calleeRange);
}

} // namespace sinter

// ElaborateParameters.cpp: `param` and `state`, and the scopes that name them.

#include "frontend/ElaboratorRules.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/SaveAndRestore.h"

using llvm::StringRef;

namespace sinter {

using namespace ast;

//===----------------------------------------------------------------------===//
// Scopes
//===----------------------------------------------------------------------===//

static bool blockDeclares(const Block &block);

static bool exprDeclares(const Expr *expr) {
  if (auto *conditional = llvm::dyn_cast_if_present<IfExpr>(expr))
    return blockDeclares(conditional->thenBlock) ||
           (conditional->elseBlock && blockDeclares(*conditional->elseBlock));
  auto *braces = llvm::dyn_cast_if_present<BlockExpr>(expr);
  return braces && blockDeclares(braces->block);
}

static bool blockDeclares(const Block &block) {
  return llvm::any_of(
             block.statements,
             [](const StatementPtr &statement) {
               if (llvm::isa<ParamStatement>(*statement))
                 return true;
               if (auto *loop = llvm::dyn_cast<ForStatement>(statement.get()))
                 return blockDeclares(loop->body);
               if (auto *let = llvm::dyn_cast<LetStatement>(statement.get()))
                 return exprDeclares(let->value.get());
               if (auto *assign =
                       llvm::dyn_cast<AssignStatement>(statement.get()))
                 return exprDeclares(assign->value.get());
               auto *expr = llvm::dyn_cast<ExprStatement>(statement.get());
               return expr && exprDeclares(expr->expr.get());
             }) ||
         exprDeclares(block.value.get());
}

bool declaresParameters(const FunctionDeclaration &function) {
  return blockDeclares(function.body);
}

std::string Elaboration::pathUnder(StringRef label) const {
  return scope && !scope->path.empty() ? scope->path + "." + label.str()
                                       : label.str();
}

Scope *Elaboration::scopeAt(const std::string &path) {
  std::unique_ptr<Scope> &known = scopes[path];
  if (!known)
    known = std::make_unique<Scope>(Scope{path, {}});
  return known.get();
}

Scope *Elaboration::openScope(StringRef label) {
  if (!scope)
    return nullptr;
  std::string path = pathUnder(label);
  // Longer paths cost more to keep.
  if (stepsLeft > 0)
    stepsLeft -= std::min<int64_t>(stepsLeft, path.size() / 16);
  return scopeAt(path);
}

/// `conv2d`, then `conv2d_1`, ...
std::string Elaboration::nameUnlabelled(StringRef block) {
  unsigned count = scope ? scope->unlabelledCalls[block]++ : 0;
  return count ? block.str() + "_" + std::to_string(count) : block.str();
}

//===----------------------------------------------------------------------===//
// Parameters
//===----------------------------------------------------------------------===//

void Elaboration::executeParam(const ParamStatement &param) {
  Value value;
  mlir::StringAttr state;
  if (!scope) {
    report(DiagnosticKind::tensorOutsideModel, param.name.range);
  } else if (!param.invalid) {
    mlir::RankedTensorType type = tensorType(param.type, param.name.text);
    Value initializer = valueOf(*param.initializer);
    if (!initializer.isPoison() && !initializer.initializer())
      report(DiagnosticKind::notInitializer, param.initializer->range,
             {param.name.text, describe(initializer)});
    if (type && initializer.initializer())
      if (ParameterOp op =
              declareParameter(param, type, initializer.initializer())) {
        value = Value(valueOf(useOf(op)));
        state = param.isState ? op.getSymNameAttr() : nullptr;
      }
  }
  declare(param.name, std::move(value), /*isVar=*/param.isState);
  if (state)
    environment->names[param.name.text].state = state;
}

/// What an optimizer keeps of a parameter stands under the parameter's path.
std::string Elaboration::parameterPath(StringRef name) const {
  return updating ? updating->statePrefix + "." + name.str() + "." +
                        updating->path.str()
                  : pathUnder(name);
}

/// Null after a report.
ParameterOp Elaboration::declareParameter(const ParamStatement &param,
                                          mlir::RankedTensorType type,
                                          InitializerAttr initializer) {
  std::string path = parameterPath(param.name.text);
  if (updating && !param.isState) {
    report(DiagnosticKind::paramInOptimizer, param.range, {param.name.text});
    return {};
  }
  const Frame *holder;
  SourceRange place = userRange(param.name.range, holder);
  auto known = parameters.find(path);
  if (known != parameters.end())
    return checkRepeated(known->second, param, type);
  if (entrySymbols.contains(path)) { // one table holds both
    report(DiagnosticKind::redeclared, param.name.range, {path});
    return {};
  }
  return makeParameter(path, locationOf(param.name.range), type, initializer,
                       param.isState, place);
}

ParameterOp Elaboration::makeParameter(StringRef path, mlir::Location location,
                                       mlir::RankedTensorType type,
                                       InitializerAttr initializer,
                                       bool isState, SourceRange place) {
  mlir::OpBuilder::InsertionGuard guard(builder);
  if (lastParameter)
    builder.setInsertionPointAfter(lastParameter);
  else
    builder.setInsertionPointToStart(module->getBody());
  auto op = ParameterOp::create(
      builder, location, builder.getStringAttr(path), mlir::TypeAttr::get(type),
      initializer, isState ? builder.getUnitAttr() : mlir::UnitAttr());
  lastParameter = op;
  parameters[path] = {op, place, entryIndex};
  return op;
}

/// Another entry and another call of a layer meet parameters that are there
/// already; anything else needs a label.
ParameterOp Elaboration::checkRepeated(const ModuleParameter &earlier,
                                       const ParamStatement &param,
                                       mlir::RankedTensorType type) {
  ParameterOp op = earlier.op;
  const Frame *holder;
  SourceRange place = userRange(param.name.range, holder);
  if (earlier.entry == entryIndex && !layerRepeats) {
    // The label may belong to a call further out.
    llvm::SaveAndRestore atCall(frame, holder);
    report(DiagnosticKind::repeatedParameter, place, {op.getSymName()})
        .note(DiagnosticKind::declaredHere, earlier.range, {op.getSymName()})
        .note(DiagnosticKind::labelMends, {});
    return {};
  }
  if (op.getType() == type)
    return op;
  report(DiagnosticKind::parameterChanges, param.name.range,
         {op.getSymName(), typeText(type), typeText(op.getType())})
      .note(DiagnosticKind::declaredHere, earlier.range, {op.getSymName()});
  return {};
}

//===----------------------------------------------------------------------===//
// Their values
//===----------------------------------------------------------------------===//

/// What this entry does with a parameter, from its first use on.
ParameterUse &Elaboration::useOf(ParameterOp op) {
  if (auto known = uses.find(op.getSymNameAttr()); known != uses.end())
    return *known->second;
  mlir::Value read =
      ReadOp::create(builder, op.getLoc(), op.getType(),
                     mlir::FlatSymbolRefAttr::get(op.getSymNameAttr()));
  mlir::Value value = op.getState() ? read : averageOf(op, read);
  std::unique_ptr<ParameterUse> &made = uses[op.getSymNameAttr()];
  made = std::make_unique<ParameterUse>(
      ParameterUse{op, value, {value}, modelHere});
  return *made;
}

/// Its value at this place of the text. What an optimizer has made of it is a
/// value like any other to what follows: no derivative goes through its making.
mlir::Value Elaboration::valueOf(ParameterUse &use) {
  if (!use.op.getState() && !llvm::is_contained(use.versions, use.value)) {
    use.value = StopGradientOp::create(builder, use.value.getLoc(), use.value);
    use.versions.push_back(use.value);
  }
  return use.value;
}

/// A state holds from here on what was assigned to it last, in entries that
/// train and unless it is frozen; elsewhere only the name does, and the next
/// call of a layer meets what the state was.
void Elaboration::assignState(NamedValue &state, const Value &value,
                              SourceRange range) {
  ParameterUse &use = *uses.find(state.state)->second;
  if (value.isPoison()) {
    state.value = value;
    return;
  }
  mlir::Value tensor = value.tensor();
  if (!tensor || tensor.getType() != use.op.getType()) {
    report(DiagnosticKind::stateChanges, range,
           {state.state.getValue(), typeText(use.op.getType()),
            describeShape(value)});
    return;
  }
  state.value = value;
  bool isKept = training && changesState(training->entry.kind) &&
                (updating || !isFrozen(state.state));
  if (!isKept)
    return;
  use.value = tensor;
  use.isWritten = true;
  use.isUpdated |= updating != nullptr;
}

} // namespace sinter

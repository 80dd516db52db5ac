// ElaborateStatements.cpp: braces, `let`, `var`, assignments and loops.

#include "frontend/ElaboratorRules.h"

#include "llvm/Support/SaveAndRestore.h"

using llvm::ArrayRef;
using llvm::StringRef;

namespace sinter {

using namespace ast;

/// The braces' value, or nothing.
Value Elaboration::runBlock(const Block &block) {
  Environment inner{environment, {}};
  llvm::SaveAndRestore inBraces(environment, &inner);
  for (const StatementPtr &statement : block.statements)
    execute(*statement);
  return block.value ? evaluate(*block.value) : Value(Value::Nothing());
}

void Elaboration::execute(const Statement &statement) {
  llvm::SaveAndRestore deeper(depth, depth + 1);
  if (!takeStep(statement.range))
    return;
  switch (statement.kind) {
  case Statement::Kind::Expr:
    return requireNothing(*llvm::cast<ExprStatement>(statement).expr);
  case Statement::Kind::Let: {
    auto &let = llvm::cast<LetStatement>(statement);
    return declareLet(let.names, *let.value, let.isVar);
  }
  case Statement::Kind::Assign:
    return executeAssign(llvm::cast<AssignStatement>(statement));
  case Statement::Kind::For:
    return executeFor(llvm::cast<ForStatement>(statement));
  case Statement::Kind::Param:
    return executeParam(llvm::cast<ParamStatement>(statement));
  case Statement::Kind::Minimize:
    if (trainsHere())
      return executeMinimize(llvm::cast<MinimizeStatement>(statement));
    report(DiagnosticKind::onlyInTrain, statement.range, {"minimize"});
    return;
  case Statement::Kind::Report:
    if (trainsHere())
      return executeReport(llvm::cast<ReportStatement>(statement));
    report(DiagnosticKind::onlyInTrain, statement.range, {"report"});
    return;
  case Statement::Kind::IndexAssign:
    llvm_unreachable("index notation stands only in an op, which does not run");
  }
}

/// A value that nobody gets is a slip, and its parameters would still count.
void Elaboration::requireNothing(const Expr &expr) {
  Value value = evaluate(expr);
  if (!value.isNothing() && !value.isPoison())
    report(DiagnosticKind::valueNotUsed, expr.range);
}

//===----------------------------------------------------------------------===//
// Names
//===----------------------------------------------------------------------===//

NamedValue *Elaboration::lookup(StringRef name) {
  for (Environment *at = environment; at; at = at->parent)
    if (auto found = at->names.find(name); found != at->names.end())
      return &found->second;
  return nullptr;
}

void Elaboration::declare(Name name, Value value, bool isVar) {
  if (name.empty() || name.text == hole)
    return;
  auto [at, isNew] = environment->names.try_emplace(
      name.text, NamedValue{std::move(value), isVar, name.range});
  if (!isNew)
    report(DiagnosticKind::redeclared, name.range, {name.text})
        .note(DiagnosticKind::declaredHere, at->second.range, {name.text});
}

std::vector<Value> Elaboration::spread(ArrayRef<Name> names,
                                       const Value &value) {
  if (names.size() == 1)
    return {value};
  std::vector<Value> poisoned(names.size());
  const Sequence *sequence = value.sequence();
  if (value.is<Value::Poison>())
    return poisoned;
  if (!sequence) {
    report(DiagnosticKind::notSpreadable, names.back().range,
           {names.size(), describe(value)});
    return poisoned;
  }
  if (sequence->elements.size() != names.size()) {
    report(DiagnosticKind::wrongNumberOfNames, names.back().range,
           {names.size(), sequence->elements.size()});
    return poisoned;
  }
  return sequence->elements;
}

void Elaboration::declareNames(ArrayRef<Name> names, const Value &value,
                               bool isVar) {
  std::vector<Value> values = spread(names, value);
  for (size_t i = 0; i < names.size(); ++i)
    declare(names[i], values[i], isVar);
}

/// A layer takes the name that it is given here.
void Elaboration::declareLet(ArrayRef<Name> names, const Expr &value,
                             bool isVar) {
  auto *layer = llvm::dyn_cast<LayerExpr>(&value);
  declareNames(names,
               layer && names.size() == 1 ? evaluateLayer(*layer, names[0].text)
                                          : valueOf(value),
               isVar);
}

/// What is assigned without a declaration counts as declared in the whole
/// block.
void Elaboration::declareMissing(const Name &name) {
  Environment *outermost = environment;
  while (outermost->parent && outermost->parent != &here->names)
    outermost = outermost->parent;
  outermost->names[name.text] = {Value(), /*isVar=*/true, name.range};
}

void Elaboration::executeAssign(const AssignStatement &assign) {
  if (isSetting(assign))
    return;
  std::vector<Value> values = spread(assign.names, valueOf(*assign.value));
  for (size_t i = 0; i < assign.names.size(); ++i) {
    const Name &name = assign.names[i];
    NamedValue *binding = lookup(name.text);
    if (!binding) {
      reportUnknownName(DiagnosticKind::assignToUnknown, name.text, name.range);
      declareMissing(name);
    } else if (binding->state) {
      assignState(*binding, values[i], assign.value->range);
    } else if (!binding->isVar) {
      report(DiagnosticKind::assignToConstant, name.range, {name.text})
          .note(DiagnosticKind::declaredHere, binding->range, {name.text});
    } else {
      binding->value = values[i];
    }
  }
}

//===----------------------------------------------------------------------===//
// Loops
//===----------------------------------------------------------------------===//

std::optional<std::vector<Value>> Elaboration::iterated(const Expr &expr) {
  Value value = valueOf(expr);
  if (const Sequence *sequence = value.sequence())
    return sequence->elements;
  if (!value.isPoison())
    report(DiagnosticKind::notIterable, expr.range, {describe(value)});
  return std::nullopt;
}

void Elaboration::executeFor(const ForStatement &loop) {
  std::optional<std::vector<Value>> rounds = iterated(*loop.iterated);
  if (!rounds)
    return poisonAssigned(loop.body);
  for (const Value &round : *rounds) {
    if (!takeSteps(loop.range))
      return;
    Environment inner{environment, {}};
    llvm::SaveAndRestore inRound(environment, &inner);
    declareNames(loop.names, round, /*isVar=*/false);
    if (Value value = runBlock(loop.body);
        !value.isNothing() && !value.isPoison())
      report(DiagnosticKind::valueNotUsed, loop.body.value->range);
  }
}

void Elaboration::poisonAssigned(const Block &block) {
  auto visit = [&](const Expr *expr) {
    auto *conditional = llvm::dyn_cast_if_present<IfExpr>(expr);
    if (!conditional)
      return;
    poisonAssigned(conditional->thenBlock);
    if (conditional->elseBlock)
      poisonAssigned(*conditional->elseBlock);
  };
  for (const StatementPtr &statement : block.statements) {
    if (auto *assign = llvm::dyn_cast<AssignStatement>(statement.get()))
      for (const Name &name : assign->names)
        if (NamedValue *binding = lookup(name.text); binding && binding->isVar)
          binding->value = Value();
    if (auto *loop = llvm::dyn_cast<ForStatement>(statement.get()))
      poisonAssigned(loop->body);
    if (auto *expr = llvm::dyn_cast<ExprStatement>(statement.get()))
      visit(expr->expr.get());
  }
  visit(block.value.get());
}

} // namespace sinter

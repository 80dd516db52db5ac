// ElaborateExpressions.cpp: names, literals, lists, members, indices, `if`.

#include "frontend/ElaboratorRules.h"
#include "frontend/Library.h"

#include "mlir/IR/TypeUtilities.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/SaveAndRestore.h"

using llvm::ArrayRef;
using llvm::StringRef;

namespace sinter {

using namespace ast;

//===----------------------------------------------------------------------===//
// Any expression
//===----------------------------------------------------------------------===//

Value Elaboration::evaluate(const Expr &expr) {
  llvm::SaveAndRestore deeper(depth, depth + 1);
  return takeStep(expr.range) ? evaluateKind(expr) : Value();
}

Value Elaboration::evaluateKind(const Expr &expr) {
  switch (expr.kind) {
  case Expr::Kind::Error:
    return {};
  case Expr::Kind::Integer:
    return Value(llvm::cast<IntegerExpr>(expr).value);
  case Expr::Kind::Float:
    return Value(llvm::cast<FloatExpr>(expr).value);
  case Expr::Kind::Bool:
    return Value(llvm::cast<BoolExpr>(expr).value);
  case Expr::Kind::String: {
    auto text = evaluateText(llvm::cast<StringExpr>(expr).pieces);
    return text ? Value(std::move(*text)) : Value();
  }
  case Expr::Kind::Name:
    return evaluateName(llvm::cast<NameExpr>(expr));
  case Expr::Kind::List:
    return evaluateElements(llvm::cast<ListExpr>(expr).elements, false,
                            expr.range);
  case Expr::Kind::Tuple:
    return evaluateElements(llvm::cast<TupleExpr>(expr).elements, true,
                            expr.range);
  case Expr::Kind::Ellipsis:
    report(DiagnosticKind::ellipsisOutsideType, expr.range);
    return {};
  case Expr::Kind::Call:
    return evaluateCall(llvm::cast<CallExpr>(expr));
  case Expr::Kind::Member:
    return evaluateMember(llvm::cast<MemberExpr>(expr));
  case Expr::Kind::Index:
    return evaluateIndex(llvm::cast<IndexExpr>(expr));
  case Expr::Kind::Unary:
    return evaluateUnary(llvm::cast<UnaryExpr>(expr));
  case Expr::Kind::Binary:
    return evaluateBinary(llvm::cast<BinaryExpr>(expr));
  case Expr::Kind::Range:
    return evaluateRange(llvm::cast<RangeExpr>(expr));
  case Expr::Kind::If:
    return evaluateIf(llvm::cast<IfExpr>(expr));
  case Expr::Kind::Block:
    return runBlock(llvm::cast<BlockExpr>(expr).block);
  case Expr::Kind::Layer:
    return evaluateLayer(llvm::cast<LayerExpr>(expr), "");
  case Expr::Kind::Reduce:
    llvm_unreachable("index notation stands only in an op, which does not run");
  case Expr::Kind::Pipeline:
    return evaluatePipeline(llvm::cast<PipelineExpr>(expr));
  }
  llvm_unreachable("unknown kind of expression");
}

Value Elaboration::valueOf(const Expr &expr) {
  Value value = evaluate(expr);
  if (!value.isNothing())
    return value;
  auto *conditional = llvm::dyn_cast<IfExpr>(&expr);
  bool lacksElse = conditional && !conditional->elseBlock;
  report(lacksElse ? DiagnosticKind::ifWithoutElse : DiagnosticKind::noValue,
         expr.range);
  return {};
}

std::optional<bool> Elaboration::conditionOf(const Expr &expr) {
  return truthOf(valueOf(expr), expr.range);
}

/// Nothing if it is poisoned or no truth, which is reported.
std::optional<bool> Elaboration::truthOf(const Value &value,
                                         SourceRange range) {
  if (value.isPoison())
    return std::nullopt;
  if (auto *boolean = value.boolean())
    return *boolean;
  auto reported =
      report(DiagnosticKind::conditionNotBool, range, {describe(value)});
  if (value.tensor())
    reported.note(DiagnosticKind::selectMends, {});
  return std::nullopt;
}

//===----------------------------------------------------------------------===//
// Names
//===----------------------------------------------------------------------===//

Value Elaboration::evaluateName(const NameExpr &expr) {
  if (NamedValue *binding = lookup(expr.name))
    return binding->value;
  // Inside a block, the words that its parameters declare are choices.
  if (frame)
    for (const Parameter &parameter : frame->declaration->parameters)
      if (parameter.type)
        for (const TypeTerm &term : parameter.type->terms)
          if (isChoice(term) && term.name.text == expr.name)
            return Value(Choice{term.name.text});
  if (std::optional<Callable> callable = findCallable(expr.name))
    return Value(std::move(*callable));
  if (mlir::Type element = elementType(expr.name, context))
    return Value(element);
  if (expr.name == "pi")
    return Value(llvm::numbers::pi);
  if (expr.name == hole) {
    report(DiagnosticKind::holeOutsideCall, expr.range);
    return {};
  }
  reportUnknownName(DiagnosticKind::unknownName, expr.name, expr.range);
  return {};
}

/// Says so, and what was meant, from all that is known here.
void Elaboration::reportUnknownName(DiagnosticKind kind, StringRef name,
                                    SourceRange range) {
  if (here->lacksImport && kind != DiagnosticKind::assignToUnknown)
    return;
  llvm::SmallVector<StringRef> candidates;
  for (Environment *at = environment; at; at = at->parent)
    llvm::append_range(candidates, at->names.keys());
  if (kind != DiagnosticKind::assignToUnknown) {
    llvm::append_range(candidates, here->functions.keys());
    llvm::append_range(candidates, Library::get().all().keys());
    llvm::append_range(candidates, primitiveNames());
  }
  if (kind == DiagnosticKind::unknownName)
    for (StringRef builtin : {
             "true",
             "false",
             "pi",
#define BUILTIN(name, parameters) #name,
#include "frontend/Builtins.def"
         })
      candidates.push_back(builtin);
  llvm::sort(candidates); // maps have no order, messages do
  suggest(report(kind, range, {name}), name, candidates);
}

//===----------------------------------------------------------------------===//
// Lists, tuples, strings
//===----------------------------------------------------------------------===//

Value Elaboration::makeSequence(std::vector<Value> elements, bool isTuple,
                                SourceRange range) {
  if (!takeSteps(range, elements.size() / 8))
    return {};
  if (!Value::fits(elements)) {
    report(DiagnosticKind::listTooLarge, range,
           {maxElements, maxSequenceDepth});
    return {};
  }
  return Value::sequence(std::move(elements), isTuple);
}

Value Elaboration::evaluateElements(ArrayRef<ExprPtr> elements, bool isTuple,
                                    SourceRange range) {
  std::vector<Value> values;
  for (const ExprPtr &element : elements)
    values.push_back(valueOf(*element));
  return makeSequence(std::move(values), isTuple, range);
}

Value Elaboration::evaluateRange(const RangeExpr &expr) {
  Value begin = valueOf(*expr.begin), end = valueOf(*expr.end);
  if (begin.isPoison() || end.isPoison())
    return {};
  for (auto [value, at] : {std::pair(&begin, &expr.begin), {&end, &expr.end}})
    if (!value->integer()) {
      report(DiagnosticKind::rangeNotInteger, (*at)->range, {describe(*value)});
      return {};
    }
  if (begin.isOpenSize() || end.isOpenSize())
    return refuseOpen("a range", expr.range);
  int64_t first = *begin.integer(), last = *end.integer();
  if (last > first && uint64_t(last) - uint64_t(first) > maxElements) {
    report(DiagnosticKind::rangeTooLong, expr.range, {maxElements});
    return {};
  }
  std::vector<Value> values;
  for (int64_t i = first; i < last; ++i)
    values.push_back(Value(i));
  return makeSequence(std::move(values), /*isTuple=*/false, expr.range);
}

std::optional<std::string>
Elaboration::evaluateText(ArrayRef<StringPiece> pieces) {
  std::string text;
  bool isGood = true;
  for (const StringPiece &piece : pieces) {
    if (!piece.value) {
      text += piece.text;
      continue;
    }
    Value value = valueOf(*piece.value);
    if (value.isOpenSize())
      value = refuseOpen("a string", piece.value->range);
    std::optional<std::string> inserted = textInString(value);
    if (!inserted && !value.isPoison())
      report(DiagnosticKind::notInString, piece.value->range,
             {describe(value)});
    isGood &= inserted.has_value();
    text += inserted.value_or("");
    if (text.size() > maxElements) {
      report(DiagnosticKind::stringTooLong, piece.value->range, {maxElements});
      return std::nullopt;
    }
    if (!takeSteps(piece.value->range, text.size() / 8))
      return std::nullopt;
  }
  return isGood ? std::optional(text) : std::nullopt;
}

//===----------------------------------------------------------------------===//
// Members and indices
//===----------------------------------------------------------------------===//

/// `ops`, where the text gives the name no other meaning.
static bool isOps(const Expr &expr) {
  auto *name = llvm::dyn_cast<NameExpr>(&expr);
  return name && name->name == "ops";
}

Value Elaboration::evaluateMember(const MemberExpr &expr) {
  StringRef member = expr.member.text;
  if (isOps(*expr.object) && !lookup("ops")) {
    if (isPrimitive(member))
      return Value(Callable{Callable::Kind::Primitive, member});
    suggest(report(DiagnosticKind::unknownOp, expr.member.range, {member}),
            member, primitiveNames());
    return {};
  }
  Value object = valueOf(*expr.object);
  if (object.is<Value::Poison>())
    return {};
  mlir::Value tensor = object.tensor();
  if (!tensor) {
    report(DiagnosticKind::noMembers, expr.member.range,
           {describe(object), member});
    return {};
  }
  ArrayRef<int64_t> shape =
      mlir::cast<mlir::RankedTensorType>(tensor.getType()).getShape();
  if (member == "rank")
    return Value(static_cast<int64_t>(shape.size()));
  if (member == "shape") {
    std::vector<Value> sizes;
    for (int64_t size : shape)
      sizes.push_back(sizes.empty() && isOpen(tensor) ? Value::openSize(size)
                                                      : Value(size));
    return makeSequence(std::move(sizes), /*isTuple=*/false, expr.range);
  }
  if (member == "type")
    return Value(mlir::getElementTypeOrSelf(tensor));
  if (member != "channels") {
    suggest(report(DiagnosticKind::unknownMember, expr.member.range, {member}),
            member, {"shape", "rank", "channels", "type"});
    return {};
  }
  if (!shape.empty())
    return shape.size() == 1 && isOpen(tensor) ? Value::openSize(shape.back())
                                               : Value(shape.back());
  report(DiagnosticKind::noChannels, expr.member.range, {describe(object)});
  return {};
}

Value Elaboration::evaluateIndex(const IndexExpr &expr) {
  Value object = valueOf(*expr.object);
  if (object.is<Value::Poison>())
    return {};
  if (mlir::Value tensor = object.tensor())
    return sliceTensor(expr, tensor);
  const Sequence *sequence = object.sequence();
  if (!sequence) {
    report(DiagnosticKind::notIndexable, expr.object->range,
           {describe(object)});
    return {};
  }
  if (expr.items.size() > 1) {
    report(DiagnosticKind::oneIndex, expr.items[1].range, {describe(object)});
    return {};
  }
  const IndexItem &item = expr.items[0];
  switch (item.kind) {
  case IndexItem::Kind::Value: {
    std::optional<int64_t> index = indexOf(item, sequence->elements.size());
    return index ? sequence->elements[*index] : Value();
  }
  case IndexItem::Kind::Slice:
    return sliceOf(*sequence, item, expr.range);
  case IndexItem::Kind::Ellipsis:
    return object;
  }
  llvm_unreachable("unknown kind of index");
}

/// Negative indices count from the end. Nothing after a report.
std::optional<int64_t> Elaboration::indexOf(const IndexItem &item,
                                            int64_t size) {
  Value index = valueOf(*item.value);
  if (index.isPoison())
    return std::nullopt;
  if (!index.integer()) {
    report(DiagnosticKind::indexNotInteger, item.range, {describe(index)});
    return std::nullopt;
  }
  if (index.isOpenSize()) {
    refuseOpen("an index", item.range);
    return std::nullopt;
  }
  int64_t at = *index.integer();
  if (at >= -size && at < size)
    return at < 0 ? at + size : at;
  if (size == 0)
    report(DiagnosticKind::indexOfEmpty, item.range);
  else
    report(DiagnosticKind::indexOutOfRange, item.range, {at, size, size - 1});
  return std::nullopt;
}

//===----------------------------------------------------------------------===//
// Conditions
//===----------------------------------------------------------------------===//

Value Elaboration::evaluateIf(const IfExpr &expr) {
  std::optional<bool> condition = conditionOf(*expr.condition);
  if (!condition) {
    poisonAssigned(expr.thenBlock);
    if (expr.elseBlock)
      poisonAssigned(*expr.elseBlock);
    return {};
  }
  if (*condition)
    return runBlock(expr.thenBlock);
  return expr.elseBlock ? runBlock(*expr.elseBlock) : Value(Value::Nothing());
}

} // namespace sinter

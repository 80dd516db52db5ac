// ElaboratePipelines.cpp: stages one after the other, and the scopes that
// their labels open.

#include "frontend/ElaboratorRules.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/SaveAndRestore.h"

using llvm::ArrayRef;
using llvm::StringRef;

namespace sinter {

using namespace ast;

Value Elaboration::evaluatePipeline(const PipelineExpr &expr) {
  return runStages(expr.stages, valueOf(*expr.head), /*position=*/nullptr);
}

Value Elaboration::runStages(ArrayRef<StagePtr> stages, Value value,
                             unsigned *position) {
  for (const StagePtr &stage : stages)
    value = runStage(*stage, std::move(value), position);
  return value;
}

/// The label of a stage: what is written, or its position.
static std::optional<std::string> positionLabel(unsigned *position) {
  return position ? std::optional(std::to_string((*position)++)) : std::nullopt;
}

Value Elaboration::runStage(const Stage &stage, Value value,
                            unsigned *position) {
  llvm::SaveAndRestore deeper(depth, depth + 1);
  if (!takeStep(stage.range))
    return {};
  bool isSpliced = !stage.label && (stage.kind == Stage::Kind::For ||
                                    stage.kind == Stage::Kind::If);
  std::optional<std::string> label;
  if (!isSpliced)
    label = positionLabel(position);
  if (stage.label) {
    label = labelText(*stage.label);
    if (!label)
      value = Value();
  }
  if (auto *call = llvm::dyn_cast<CallStage>(&stage))
    return runCallStage(*call, std::move(value), std::move(label));

  llvm::SaveAndRestore inLabel(scope, label ? openScope(*label) : scope);
  switch (stage.kind) {
  case Stage::Kind::Group: {
    auto &group = llvm::cast<GroupStage>(stage);
    unsigned inner = 0;
    return runStages(group.stages, std::move(value),
                     group.sequential ? &inner : nullptr);
  }
  case Stage::Kind::Repeat:
    return runRepeatStage(llvm::cast<RepeatStage>(stage), std::move(value));
  case Stage::Kind::For:
    return runForStage(llvm::cast<ForStage>(stage), std::move(value),
                       isSpliced ? position : nullptr);
  case Stage::Kind::If:
    return runIfStage(llvm::cast<IfStage>(stage), std::move(value),
                      isSpliced ? position : nullptr);
  case Stage::Kind::Call:
    break;
  }
  llvm_unreachable("unknown kind of stage");
}

Value Elaboration::runCallStage(const CallStage &stage, Value value,
                                std::optional<std::string> label) {
  CallSite site;
  site.range = stage.callRange;
  site.calleeRange = stage.callee->range;
  site.arguments = stage.arguments;
  if (llvm::any_of(stage.arguments, isHole))
    site.hole = std::move(value);
  else
    site.leading.emplace_back(std::move(value), stage.callee->range);
  site.label = std::move(label);
  if (stage.label)
    site.labelRange = stage.label->range;
  std::optional<Callable> callee = calleeOf(*stage.callee);
  if (callee)
    return call(*callee, site);
  evaluateUnusedArguments(site);
  return {};
}

Value Elaboration::runRepeatStage(const RepeatStage &stage, Value value) {
  Value count = valueOf(*stage.count);
  if (count.isPoison())
    return {};
  if (count.isOpenSize())
    return refuseOpen("`repeat`", stage.count->range);
  const int64_t *rounds = count.integer();
  if (!rounds || *rounds < 0 || *rounds > int64_t(maxElements)) {
    report(DiagnosticKind::badRepeat, stage.count->range,
           {maxElements, describe(count)});
    return {};
  }
  for (int64_t i = 0; i < *rounds; ++i) {
    llvm::SaveAndRestore inRound(scope, openScope(std::to_string(i)));
    value = runStages(stage.stages, std::move(value), /*position=*/nullptr);
  }
  return value;
}

Value Elaboration::runForStage(const ForStage &stage, Value value,
                               unsigned *position) {
  std::optional<std::vector<Value>> rounds = iterated(*stage.iterated);
  if (!rounds)
    return {};
  for (const Value &round : *rounds) {
    Environment inner{environment, {}};
    llvm::SaveAndRestore inLoop(environment, &inner);
    declareNames(stage.names, round, /*isVar=*/false);
    value = runStages(stage.stages, std::move(value), position);
  }
  return value;
}

Value Elaboration::runIfStage(const IfStage &stage, Value value,
                              unsigned *position) {
  std::optional<bool> condition = conditionOf(*stage.condition);
  if (!condition)
    return {};
  return runStages(*condition ? stage.thenStages : stage.elseStages,
                   std::move(value), position);
}

//===----------------------------------------------------------------------===//
// Labels
//===----------------------------------------------------------------------===//

static constexpr size_t maxLabelLength = 100;

std::optional<std::string> Elaboration::labelText(const Label &label) {
  std::optional<std::string> text = evaluateText(label.pieces);
  if (!text)
    return std::nullopt;
  bool isWord = llvm::all_of(*text, [](char c) {
    return llvm::isAlnum(c) || c == '_' || c == '.' || c == '-';
  });
  bool hasParts = !text->empty() && text->front() != '.' &&
                  text->back() != '.' && !StringRef(*text).contains("..");
  if (isWord && hasParts && text->size() <= maxLabelLength)
    return text;
  report(DiagnosticKind::badLabel, label.range,
         {StringRef(*text).take_front(40), maxLabelLength});
  return std::nullopt;
}

} // namespace sinter

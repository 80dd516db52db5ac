// ParsePipelines.cpp: stages and their labels.

#include "frontend/ParserRules.h"

#include "llvm/Support/SaveAndRestore.h"

using llvm::StringRef;

namespace sinter {

using namespace ast;

// expression = operand { "|" stage }
ExprPtr Parser::parseExpression() {
  Nest nest(*this);
  if (!nest)
    return nullptr;
  uint32_t begin = current().begin;
  ExprPtr head = parseOperand();
  if (!head || !at(TokenKind::pipe))
    return head;
  take();
  std::vector<StagePtr> stages;
  if (!parseStages(stages))
    return nullptr;
  auto pipeline = makeNode<PipelineExpr>(begin);
  pipeline->head = std::move(head);
  pipeline->stages = std::move(stages);
  return pipeline;
}

// stages = stage { "|" stage }
bool Parser::parseStages(std::vector<StagePtr> &stages) {
  while (true) {
    StagePtr stage = parseStage();
    if (!stage || !checkStageEnd(*stage))
      return false;
    stages.push_back(std::move(stage));
    if (!at(TokenKind::pipe)) // which goes on even at the start of a line
      return true;
    take();
  }
}

/// What cannot follow a stage, and is a common slip.
bool Parser::checkStageEnd(const Stage &stage) {
  if (!continues())
    return true;
  switch (current().kind) {
  case TokenKind::plus:
  case TokenKind::minus:
  case TokenKind::star:
  case TokenKind::starStar:
  case TokenKind::slash:
  case TokenKind::at:
  case TokenKind::equalEqual:
  case TokenKind::bangEqual:
  case TokenKind::less:
  case TokenKind::lessEqual:
  case TokenKind::greater:
  case TokenKind::greaterEqual:
  case TokenKind::ampAmp:
  case TokenKind::pipePipe:
    report(DiagnosticKind::operatorAfterStage, rangeOf(current()),
           {textOf(current())});
    return false;
  default:
    break;
  }
  auto *call = llvm::dyn_cast<CallStage>(&stage);
  bool isClause = atWord(word::with) || atWord(word::over) || atWord(word::as);
  if (!call || !llvm::isa<NameExpr>(*call->callee) || stage.label ||
      call->callRange.end != call->callee->range.end ||
      !at(TokenKind::identifier) || isClause)
    return true;
  report(DiagnosticKind::labelWithoutColon, rangeOf(current()),
         {describeCurrent()})
      .note(DiagnosticKind::labelTakesColon, call->callRange,
            {call->callRange.text(), textOf(current())});
  return false;
}

// stage = [ label ":" ] ( call | group | repeat | for | if )
StagePtr Parser::parseStage() {
  uint32_t begin = current().begin;
  std::optional<Label> label;
  if (!parseLabel(label))
    return nullptr;
  StagePtr stage = parseUnlabelledStage();
  if (!stage)
    return nullptr;
  stage->label = std::move(label);
  stage->range = rangeFrom(begin);
  return stage;
}

// label = name | integer | string
bool Parser::parseLabel(std::optional<Label> &label) {
  if (ahead(1).kind != TokenKind::colon)
    return true;
  const Token token = current();
  if (token.kind == TokenKind::string) {
    take();
    label.emplace().pieces = parseStringPieces(token);
  } else if (token.kind == TokenKind::number) {
    ExprPtr number = parseNumber();
    auto *integer = llvm::dyn_cast<IntegerExpr>(number.get());
    if (llvm::isa<FloatExpr>(*number)) {
      report(DiagnosticKind::expected, rangeOf(token),
             {"a name, an integer or a string as a label",
              "`" + textOf(token).str() + "`"});
      return false;
    }
    label.emplace().pieces.emplace_back().text =
        integer ? std::to_string(integer->value) : "";
  } else if (token.kind == TokenKind::identifier || isKeyword(token.kind)) {
    take();
    label.emplace().pieces.emplace_back().text = textOf(token).str();
  } else {
    return true;
  }
  label->range = rangeOf(token);
  take();
  return true;
}

// group  = [ "sequential" ] "{" stages "}"
// repeat = "repeat" operand "{" stages "}"
StagePtr Parser::parseUnlabelledStage() {
  if (at(TokenKind::keywordFor))
    return parseForStage();
  if (at(TokenKind::keywordIf))
    return parseIfStage();
  bool sequential =
      atWord(word::sequential) && ahead(1).kind == TokenKind::leftBrace;
  if (sequential || at(TokenKind::leftBrace)) {
    auto group = makeNode<GroupStage>(current().begin);
    group->sequential = sequential;
    if (sequential)
      take();
    if (!parseStageBraces(group->stages))
      return nullptr;
    return group;
  }
  if (atWord(word::repeat)) {
    auto repeat = makeNode<RepeatStage>(take().begin);
    repeat->count = parseBeforeBraces();
    if (!repeat->count || !parseStageBraces(repeat->stages))
      return nullptr;
    return repeat;
  }
  if (at(TokenKind::identifier))
    return parseCallStage();
  expected("a stage: a call, `{`, `sequential`, `repeat`, `for` or `if`");
  return nullptr;
}

// call = postfix, whose last arguments, if any, follow the piped value
StagePtr Parser::parseCallStage() {
  uint32_t begin = current().begin;
  ExprPtr callee = parsePostfix();
  if (!callee)
    return nullptr;
  auto stage = makeNode<CallStage>(begin);
  stage->callRange = stage->range;
  if (auto *call = llvm::dyn_cast<CallExpr>(callee.get())) {
    stage->arguments = std::move(call->arguments);
    stage->callee = std::move(call->callee);
  } else {
    stage->callee = std::move(callee);
  }
  return stage;
}

// for = for-head "{" stages "}"
StagePtr Parser::parseForStage() {
  auto stage = makeNode<ForStage>(take().begin);
  if (!parseForHead(stage->names, stage->iterated) ||
      !parseStageBraces(stage->stages))
    return nullptr;
  return stage;
}

// if = "if" operand "{" stages "}" [ "else" ( if | "{" stages "}" ) ]
StagePtr Parser::parseIfStage() {
  Nest nest(*this);
  if (!nest)
    return nullptr;
  uint32_t begin = current().begin;
  auto stage = makeNode<IfStage>(take().begin);
  stage->condition = parseBeforeBraces();
  if (!stage->condition || !parseStageBraces(stage->thenStages))
    return nullptr;
  if (at(TokenKind::keywordElse)) {
    take();
    if (at(TokenKind::keywordIf)) {
      stage->elseStages.push_back(parseIfStage());
      if (!stage->elseStages.back())
        return nullptr;
    } else if (!parseStageBraces(stage->elseStages)) {
      return nullptr;
    }
  }
  stage->range = rangeFrom(begin);
  return stage;
}

bool Parser::parseStageBraces(std::vector<StagePtr> &stages) {
  if (!at(TokenKind::leftBrace)) {
    expectedAfterExpression("`{`");
    return false;
  }
  Nest nest(*this);
  if (!nest)
    return false;
  llvm::SaveAndRestore newlines(newlinesCount, true);
  Token opener = take();
  return parseStages(stages) &&
         expectCloser(TokenKind::rightBrace, opener, "`|`");
}

} // namespace sinter

// ParseStatements.cpp: what stands in braces, a line each.

#include "frontend/ParserRules.h"

#include "llvm/Support/SaveAndRestore.h"

using llvm::StringRef;

namespace sinter {

using namespace ast;

//===----------------------------------------------------------------------===//
// Braces
//===----------------------------------------------------------------------===//

/// Braces with an item a line. An item that fails is passed over. Where the
/// line ends before the opening brace, the rest is read as if it were there; a
/// declaration's body is behind its line whatever else the line holds.
bool Parser::parseBraces(bool isDeclaration,
                         llvm::function_ref<bool()> parseItem) {
  Nest nest(*this);
  if (!nest)
    return false;
  bool opened = at(TokenKind::leftBrace);
  if (!opened) {
    expectedAfterExpression("`{`");
    while (isDeclaration && continues() && !at(TokenKind::leftBrace) &&
           !at(TokenKind::endOfFile))
      take();
    opened = at(TokenKind::leftBrace);
    if (!opened && (continues() || startsNoLine(current().kind)))
      return false;
    bracesInDoubt = true;
  }
  llvm::SaveAndRestore newlines(newlinesCount, true);
  Token opener = opened ? take() : current();
  llvm::SaveAndRestore braces(bracesBegin, opener.begin);
  while (!at(TokenKind::rightBrace)) {
    if (at(TokenKind::endOfFile) || isDeclarationStart(index)) {
      if (!bracesInDoubt)
        expectCloser(TokenKind::rightBrace, opener);
      return true;
    }
    size_t start = lineToken = index;
    if (!parseItem())
      skipStatement(start);
  }
  take();
  return true;
}

// block = "{" { statement } "}"
bool Parser::parseBlock(Block &block, bool isDeclaration) {
  uint32_t begin = current().begin;
  bool isWhole = true; // the last statement
  bool parsed = parseBraces(isDeclaration, [&] {
    isWhole = parseStatement(block.statements.emplace_back());
    return isWhole;
  });
  if (!parsed)
    return false;
  block.range = rangeFrom(begin);
  if (block.statements.empty())
    return true;
  if (auto *last =
          llvm::dyn_cast<ExprStatement>(block.statements.back().get())) {
    block.value = std::move(last->expr);
    block.statements.pop_back();
  } else if (!isWhole) {
    block.value = makeNode<ErrorExpr>(begin); // it may hide in what was skipped
  }
  return true;
}

// names = name { "," name }
bool Parser::parseNames(std::vector<Name> &names, StringRef what) {
  if (!parseName(names.emplace_back(), what))
    return false;
  while (accept(TokenKind::comma)) {
    lineToken = index; // a comma goes on over the end of a line
    if (!parseName(names.emplace_back(), what))
      return false;
  }
  return true;
}

// for-head = "for" names "in" operand
bool Parser::parseForHead(std::vector<Name> &names, ExprPtr &iterated) {
  if (!parseNames(names, "a loop variable"))
    return false;
  if (!atWord(word::in)) {
    expected("`in`");
    return false;
  }
  take();
  iterated = parseBeforeBraces();
  return iterated != nullptr;
}

//===----------------------------------------------------------------------===//
// Any statement
//===----------------------------------------------------------------------===//

/// What can stand behind `minimize` and `report`, but not behind a name.
static bool startsOperand(TokenKind kind) {
  return kind == TokenKind::number || kind == TokenKind::string ||
         kind == TokenKind::leftParen || kind == TokenKind::keywordIf ||
         kind == TokenKind::bang || kind == TokenKind::minus;
}

/// What is left of a statement that did not parse: its names, so that they
/// count as declared, or an ErrorExpr.
static StatementPtr salvage(StatementPtr statement, SourceRange range) {
  auto error = std::make_unique<ErrorExpr>();
  error->range = range;
  if (auto *let = llvm::dyn_cast_if_present<LetStatement>(statement.get())) {
    let->value = std::move(error);
    return statement;
  }
  if (auto *assign =
          llvm::dyn_cast_if_present<AssignStatement>(statement.get())) {
    assign->value = std::move(error);
    return statement;
  }
  if (auto *param =
          llvm::dyn_cast_if_present<ParamStatement>(statement.get())) {
    param->invalid = true;
    return statement;
  }
  auto replacement = std::make_unique<ExprStatement>();
  replacement->range = range;
  replacement->expr = std::move(error);
  return replacement;
}

/// There is a statement even where false is returned.
bool Parser::parseStatement(StatementPtr &statement) {
  uint32_t begin = current().begin;
  if (parseStatementBody(statement) && expectStatementEnd())
    return true;
  statement = salvage(std::move(statement), rangeFrom(begin));
  return false;
}

/// The word that makes this a statement of its kind, or "expression". A
/// misspelt word is reported, and taken for what it must mean; empty if what
/// follows does not tell.
StringRef Parser::statementWord() {
  static constexpr StringRef words[] = {
#define WORD_declaration(text)
#define WORD_statement(text) text,
#define WORD_clause(text)
#define WORD_expression(text) text,
#define WORD_stage(text)
#define WORD(name, text, place) WORD_##place(text)
#define KEYWORD(name, text) text,
#include "frontend/TokenKinds.def"
  };
  StringRef text = textOf(current());
  if (isKeyword(current().kind))
    return text;
  const Token &next = ahead(1);
  if (!at(TokenKind::identifier) || next.newlineBefore)
    return "expression";
  bool beforeName = next.kind == TokenKind::identifier;
  if (text == word::minimize || text == word::report)
    return beforeName || startsOperand(next.kind) ? text : "expression";
  if (!beforeName || text == word::layer)
    return beforeName && text != word::layer ? text : "expression";
  if (llvm::is_contained(words, text))
    return text;
  StringRef meant = closestWord(text, words);
  auto reported = report(DiagnosticKind::unknownStatement, rangeOf(current()),
                         {shown(rangeOf(current()))});
  if (!meant.empty())
    reported.note(DiagnosticKind::didYouMean, {}, {meant});
  else
    reported.note(DiagnosticKind::statementsAre, {});
  const Token &third = ahead(2);
  bool fits =
      meant == "let" || meant == "var"
          ? third.kind == TokenKind::equal || third.kind == TokenKind::comma
      : meant == "for"
          ? third.kind == TokenKind::comma || isWord(third, word::in)
      : meant == word::param || meant == word::state
          ? third.kind == TokenKind::colon
          : meant == word::minimize || meant == word::report;
  return fits ? meant : "";
}

// statement = let | assign | for | param | minimize | report | expression
bool Parser::parseStatementBody(StatementPtr &statement) {
  StringRef start = statementWord();
  if (start.empty())
    return false;
  if (start == "let" || start == "var")
    return parseLet(statement, /*isVar=*/start == "var");
  if (start == "for")
    return parseFor(statement);
  if (start == word::param || start == word::state)
    return parseParam(statement, /*isState=*/start == word::state);
  if (start == word::minimize)
    return parseMinimize(statement);
  if (start == word::report)
    return parseReport(statement);
  return atAssign() ? parseAssign(statement) : parseExprStatement(statement);
}

//===----------------------------------------------------------------------===//
// Names and values
//===----------------------------------------------------------------------===//

// let = ( "let" | "var" ) names "=" expression
bool Parser::parseLet(StatementPtr &statement, bool isVar) {
  uint32_t begin = take().begin;
  std::vector<Name> names;
  if (!parseNames(names, "a value"))
    return false;
  auto let = makeNode<LetStatement>(begin);
  let->isVar = isVar;
  let->names = std::move(names);
  bool parsed = expectToken(TokenKind::equal) &&
                (let->value = parseExpression()) != nullptr;
  let->range = rangeFrom(begin);
  statement = std::move(let);
  return parsed;
}

/// Names with commas between them and `=` behind.
bool Parser::atAssign() const {
  size_t i = 0;
  while (ahead(i).kind == TokenKind::identifier &&
         ahead(i + 1).kind == TokenKind::comma)
    i += 2;
  return ahead(i).kind == TokenKind::identifier &&
         ahead(i + 1).kind == TokenKind::equal && !ahead(i + 1).newlineBefore;
}

// assign = names "=" expression
bool Parser::parseAssign(StatementPtr &statement) {
  uint32_t begin = current().begin;
  auto assign = makeNode<AssignStatement>(begin);
  if (!parseNames(assign->names, "a variable"))
    return false;
  take();
  assign->value = parseExpression();
  assign->range = rangeFrom(begin);
  bool parsed = assign->value != nullptr;
  statement = std::move(assign);
  return parsed;
}

// param = ( "param" | "state" ) name ":" type "=" expression
bool Parser::parseParam(StatementPtr &statement, bool isState) {
  uint32_t begin = take().begin;
  auto param = makeNode<ParamStatement>(begin);
  param->isState = isState;
  if (!parseName(param->name, isState ? "a state" : "a parameter"))
    return false;
  bool parsed = expectToken(TokenKind::colon) && parseType(param->type) &&
                expectToken(TokenKind::equal) &&
                (param->initializer = parseExpression()) != nullptr;
  param->range = rangeFrom(begin);
  statement = std::move(param);
  return parsed;
}

// expression-statement = expression
// index-assign         = name "[" names "]" "=" expression      (in an `op`)
bool Parser::parseExprStatement(StatementPtr &statement) {
  uint32_t begin = current().begin;
  ExprPtr expr = parseExpression();
  if (!expr)
    return false;
  auto *element = llvm::dyn_cast<IndexExpr>(expr.get());
  if (!continuesAt(TokenKind::equal)) {
    auto whole = makeNode<ExprStatement>(begin);
    whole->expr = std::move(expr);
    statement = std::move(whole);
    return true;
  }
  if (element && inOp && llvm::isa<NameExpr>(*element->object))
    return parseIndexAssign(statement, *element);
  if (element)
    report(DiagnosticKind::elementNotAssignable, expr->range);
  else
    report(DiagnosticKind::notAssignable, expr->range, {shown(expr->range)});
  return false;
}

bool Parser::parseIndexAssign(StatementPtr &statement,
                              const IndexExpr &target) {
  auto assign = makeNode<IndexAssignStatement>(target.range.begin);
  assign->target = {llvm::cast<NameExpr>(*target.object).name,
                    target.object->range};
  for (const IndexItem &item : target.items) {
    auto *name = llvm::dyn_cast_if_present<NameExpr>(item.value.get());
    if (!name || item.kind != IndexItem::Kind::Value) {
      report(DiagnosticKind::indexNotName, item.range, {shown(item.range)});
      return false;
    }
    assign->indices.push_back({name->name, name->range});
  }
  take();
  assign->value = parseExpression();
  if (!assign->value)
    return false;
  assign->range = rangeFrom(target.range.begin);
  statement = std::move(assign);
  return true;
}

//===----------------------------------------------------------------------===//
// Loops and training
//===----------------------------------------------------------------------===//

// for = "for" names "in" operand block
bool Parser::parseFor(StatementPtr &statement) {
  uint32_t begin = take().begin;
  auto loop = makeNode<ForStatement>(begin);
  if (!parseForHead(loop->names, loop->iterated) || !parseBlock(loop->body))
    return false;
  loop->range = rangeFrom(begin);
  statement = std::move(loop);
  return true;
}

// minimize = "minimize" expression [ "over" names ] "with" expression
//
// `over` and `with` may start lines.
bool Parser::parseMinimize(StatementPtr &statement) {
  Token start = take();
  auto minimize = makeNode<MinimizeStatement>(start.begin);
  minimize->loss = parseExpression();
  if (!minimize->loss)
    return false;
  if (atWord(word::over)) {
    take();
    if (!parseNames(minimize->models, "a model"))
      return false;
  }
  if (!atWord(word::with)) {
    if (atStatementEnd())
      report(DiagnosticKind::minimizeNeedsOptimizer, rangeOf(start));
    else
      expectedAfterExpression(minimize->models.empty() ? "`over` or `with`"
                                                       : "`with`");
    return false;
  }
  take();
  minimize->optimizer = parseExpression();
  if (!minimize->optimizer)
    return false;
  minimize->range = rangeFrom(start.begin);
  statement = std::move(minimize);
  return true;
}

// report = "report" expression [ "as" name ] { "," expression [ "as" name ] }
bool Parser::parseReport(StatementPtr &statement) {
  uint32_t begin = take().begin;
  auto reports = makeNode<ReportStatement>(begin);
  do {
    ReportItem &item = reports->items.emplace_back();
    item.value = parseExpression();
    if (!item.value)
      return false;
    if (continues() && atWord(word::as)) {
      take();
      if (!parseName(item.alias, "a metric"))
        return false;
    }
  } while (accept(TokenKind::comma));
  reports->range = rangeFrom(begin);
  statement = std::move(reports);
  return true;
}

} // namespace sinter

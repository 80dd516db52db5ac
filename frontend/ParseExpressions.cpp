// ParseExpressions.cpp: operators, calls, indices, and what they start from.

#include "frontend/ParserRules.h"

#include "llvm/Support/SaveAndRestore.h"

using llvm::StringRef;

namespace sinter {

using namespace ast;

//===----------------------------------------------------------------------===//
// Operators
//===----------------------------------------------------------------------===//

/// An operand with braces behind it, which are not themselves the operand.
ExprPtr Parser::parseBeforeBraces() {
  if (!at(TokenKind::leftBrace))
    return parseOperand();
  expected("an expression");
  return nullptr;
}

// operand = or [ ".." or ]
ExprPtr Parser::parseOperand() {
  uint32_t begin = current().begin;
  ExprPtr first = parseBinary(/*minPrecedence=*/1);
  if (!first || !accept(TokenKind::dotDot))
    return first;
  ExprPtr last = parseBinary(/*minPrecedence=*/1);
  if (!last)
    return nullptr;
  auto range = makeNode<RangeExpr>(begin);
  range->begin = std::move(first);
  range->end = std::move(last);
  return range;
}

namespace {

struct BinaryEntry {
  unsigned precedence; ///< 0: no binary operator
  BinaryOperator op;
};

constexpr unsigned comparisonPrecedence = 3;

BinaryEntry binaryEntry(TokenKind kind) {
  switch (kind) {
  case TokenKind::pipePipe:
    return {1, BinaryOperator::Or};
  case TokenKind::ampAmp:
    return {2, BinaryOperator::And};
  case TokenKind::equalEqual:
    return {comparisonPrecedence, BinaryOperator::Equal};
  case TokenKind::bangEqual:
    return {comparisonPrecedence, BinaryOperator::NotEqual};
  case TokenKind::less:
    return {comparisonPrecedence, BinaryOperator::Less};
  case TokenKind::lessEqual:
    return {comparisonPrecedence, BinaryOperator::LessEqual};
  case TokenKind::greater:
    return {comparisonPrecedence, BinaryOperator::Greater};
  case TokenKind::greaterEqual:
    return {comparisonPrecedence, BinaryOperator::GreaterEqual};
  case TokenKind::plus:
    return {4, BinaryOperator::Add};
  case TokenKind::minus:
    return {4, BinaryOperator::Subtract};
  case TokenKind::star:
    return {5, BinaryOperator::Multiply};
  case TokenKind::slash:
    return {5, BinaryOperator::Divide};
  case TokenKind::at:
    return {5, BinaryOperator::MatMul};
  default:
    return {0, BinaryOperator::Add};
  }
}

} // namespace

// or         = and { "||" and }
// and        = comparison { "&&" comparison }
// comparison = sum [ ( "==" | "!=" | "<" | "<=" | ">" | ">=" ) sum ]
// sum        = product { ( "+" | "-" ) product }
// product    = unary { ( "*" | "/" | "@" ) unary }
ExprPtr Parser::parseBinary(unsigned minPrecedence) {
  uint32_t begin = current().begin;
  Chain chain(*this);
  ExprPtr lhs = parseUnary();
  unsigned lastPrecedence = 0;
  while (lhs && continues()) {
    BinaryEntry entry = binaryEntry(current().kind);
    if (entry.precedence < std::max(1u, minPrecedence))
      break;
    Token op = take();
    ExprPtr rhs = parseBinary(entry.precedence + 1);
    if (!rhs || !chain.push())
      return nullptr;
    if (entry.precedence == comparisonPrecedence &&
        lastPrecedence == comparisonPrecedence) {
      report(DiagnosticKind::comparisonChain, rangeOf(op));
      lhs = makeNode<ErrorExpr>(begin);
      continue;
    }
    lastPrecedence = entry.precedence;
    auto binary = makeNode<BinaryExpr>(begin);
    binary->op = entry.op;
    binary->opRange = rangeOf(op);
    binary->lhs = std::move(lhs);
    binary->rhs = std::move(rhs);
    lhs = std::move(binary);
  }
  return lhs;
}

// unary = ( "-" | "!" ) unary | power
ExprPtr Parser::parseUnary() {
  if (!at(TokenKind::minus) && !at(TokenKind::bang))
    return parsePower();
  Nest nest(*this);
  if (!nest)
    return nullptr;
  Token op = take();
  ExprPtr operand = parseUnary();
  if (!operand)
    return nullptr;
  auto unary = makeNode<UnaryExpr>(op.begin);
  unary->op =
      op.kind == TokenKind::minus ? UnaryOperator::Negate : UnaryOperator::Not;
  unary->opRange = rangeOf(op);
  unary->operand = std::move(operand);
  return unary;
}

// power = postfix [ "**" unary ]
//
// So -x ** 2 is -(x ** 2), 2 ** -1 needs no parentheses, and a ** b ** c is
// a ** (b ** c).
ExprPtr Parser::parsePower() {
  uint32_t begin = current().begin;
  ExprPtr base = parsePostfix();
  if (!base || !continuesAt(TokenKind::starStar))
    return base;
  Nest nest(*this);
  if (!nest)
    return nullptr;
  Token op = take();
  ExprPtr exponent = parseUnary();
  if (!exponent)
    return nullptr;
  auto power = makeNode<BinaryExpr>(begin);
  power->op = BinaryOperator::Power;
  power->opRange = rangeOf(op);
  power->lhs = std::move(base);
  power->rhs = std::move(exponent);
  return power;
}

//===----------------------------------------------------------------------===//
// Calls, members, indices
//===----------------------------------------------------------------------===//

// postfix = primary { "(" arguments ")" | "." name | "[" indices "]" }
ExprPtr Parser::parsePostfix() {
  uint32_t begin = current().begin;
  Chain chain(*this);
  ExprPtr object = parsePrimary();
  while (object && continues()) {
    if (at(TokenKind::leftParen)) {
      std::vector<Argument> arguments;
      if (!parseArguments(arguments))
        return nullptr;
      auto call = makeNode<CallExpr>(begin);
      call->callee = std::move(object);
      call->arguments = std::move(arguments);
      object = std::move(call);
    } else if (at(TokenKind::dot)) {
      object = parseMember(std::move(object), begin);
    } else if (at(TokenKind::leftBracket)) {
      object = parseIndex(std::move(object), begin);
    } else {
      break;
    }
    if (!chain.push())
      return nullptr;
  }
  return object;
}

ExprPtr Parser::parseMember(ExprPtr object, uint32_t begin) {
  take();
  Name name;
  if (!parseName(name, "a member"))
    return nullptr;
  auto member = makeNode<MemberExpr>(begin);
  member->object = std::move(object);
  member->member = name;
  return member;
}

// indices = index { "," index } [ "," ]
ExprPtr Parser::parseIndex(ExprPtr object, uint32_t begin) {
  llvm::SaveAndRestore noNewlines(newlinesCount, false);
  Token opener = take();
  std::vector<IndexItem> items;
  if (at(TokenKind::rightBracket)) {
    expected("an index");
    return nullptr;
  }
  if (!parseElements(TokenKind::rightBracket, opener,
                     [&] { return parseIndexItem(items.emplace_back()); }))
    return nullptr;
  auto index = makeNode<IndexExpr>(begin);
  index->object = std::move(object);
  index->items = std::move(items);
  return index;
}

// index = "..." | expression
//       | [ expression ] ":" [ expression ] [ ":" [ expression ] ]
bool Parser::parseIndexItem(IndexItem &item) {
  uint32_t begin = current().begin;
  auto parseBound = [&](ExprPtr &bound) {
    bool isMissing = at(TokenKind::colon) || at(TokenKind::comma) ||
                     at(TokenKind::rightBracket);
    return isMissing || (bound = parseExpression());
  };
  if (accept(TokenKind::ellipsis)) {
    item.kind = IndexItem::Kind::Ellipsis;
  } else {
    if (!at(TokenKind::colon) && !(item.value = parseExpression()))
      return false;
    if (accept(TokenKind::colon)) {
      item.kind = IndexItem::Kind::Slice;
      item.begin = std::move(item.value);
      if (!parseBound(item.end) ||
          (accept(TokenKind::colon) && !parseBound(item.step)))
        return false;
    }
  }
  item.range = rangeFrom(begin);
  return true;
}

// arguments = [ argument { "," argument } [ "," ] ]
bool Parser::parseArguments(std::vector<Argument> &arguments) {
  llvm::SaveAndRestore noNewlines(newlinesCount, false);
  Token opener = take();
  return parseElements(TokenKind::rightParen, opener,
                       [&] { return parseArgument(arguments); });
}

// argument = [ name "=" ] expression
bool Parser::parseArgument(std::vector<Argument> &arguments) {
  Argument argument;
  uint32_t begin = current().begin;
  if (at(TokenKind::identifier) && ahead(1).kind == TokenKind::equal) {
    parseName(argument.keyword, "a parameter");
    take();
  }
  argument.value = parseExpression();
  if (!argument.value)
    return false;
  argument.range = rangeFrom(begin);
  if (!at(TokenKind::comma) && !at(TokenKind::rightParen))
    return true; // something is wrong that is not the order
  if (argument.keyword.empty() && !arguments.empty() &&
      !arguments.back().keyword.empty()) {
    report(DiagnosticKind::positionalAfterKeyword, argument.range,
           {arguments.back().keyword.text});
    return true; // left out: the call has its error
  }
  for (const Argument &earlier : arguments) {
    if (argument.keyword.empty() ||
        earlier.keyword.text != argument.keyword.text)
      continue;
    report(DiagnosticKind::repeatedArgument, argument.keyword.range,
           {argument.keyword.text})
        .note(DiagnosticKind::givenHere, earlier.range,
              {argument.keyword.text});
    return true;
  }
  arguments.push_back(std::move(argument));
  return true;
}

/// Elements with commas between them, and perhaps one behind, up to and with
/// the closing bracket.
bool Parser::parseElements(TokenKind closer, const Token &opener,
                           llvm::function_ref<bool()> parseElement) {
  while (!at(closer)) {
    if (!parseElement())
      return false;
    if (!accept(TokenKind::comma))
      break;
  }
  return expectCloser(closer, opener, "`,`");
}

//===----------------------------------------------------------------------===//
// Primaries
//===----------------------------------------------------------------------===//

// primary = number | string | "true" | "false" | name | layer | reduce
//         | "(" ... ")" | "[" ... "]" | block | if
ExprPtr Parser::parsePrimary() {
  switch (current().kind) {
  case TokenKind::number:
    return parseNumber();
  case TokenKind::string:
    return parseString();
  case TokenKind::keywordTrue:
  case TokenKind::keywordFalse: {
    Token token = take();
    auto boolean = makeNode<BoolExpr>(token.begin);
    boolean->value = token.kind == TokenKind::keywordTrue;
    return boolean;
  }
  case TokenKind::identifier:
    return parseNameExpr();
  case TokenKind::leftParen:
    return parseParentheses();
  case TokenKind::leftBracket:
    return parseList();
  case TokenKind::leftBrace: {
    auto block = makeNode<BlockExpr>(current().begin);
    if (!parseBlock(block->block))
      return nullptr;
    block->range = block->block.range;
    return block;
  }
  case TokenKind::keywordIf:
    return parseIf();
  case TokenKind::dot:
    if (ahead(1).kind == TokenKind::number && ahead(1).begin == current().end) {
      uint32_t begin = take().begin;
      take();
      report(DiagnosticKind::malformedNumber, rangeFrom(begin),
             {rangeFrom(begin).text()});
      return makeNode<ErrorExpr>(begin);
    }
    [[fallthrough]];
  default:
    if (index == lineToken && current().newlineBefore &&
        startsNoLine(current().kind))
      report(DiagnosticKind::operatorStartsLine, rangeOf(current()),
             {textOf(current())});
    else
      expected("an expression");
    return nullptr;
  }
}

ExprPtr Parser::parseNameExpr() {
  const Token &next = ahead(1);
  if (atWord(word::layer) && next.kind == TokenKind::identifier &&
      !next.newlineBefore)
    return parseLayer();
  static constexpr StringRef reducers[] = {"sum", "product", "max", "min",
                                           "mean"};
  if (inOp && next.kind == TokenKind::leftBracket &&
      llvm::is_contained(reducers, textOf(current())))
    return parseReduce();
  Token token = take();
  auto name = makeNode<NameExpr>(token.begin);
  name->name = textOf(token);
  return name;
}

// parentheses = "(" expression ")" | "(" [ expression { "," expression } ] ")"
ExprPtr Parser::parseParentheses() {
  llvm::SaveAndRestore noNewlines(newlinesCount, false);
  Token opener = take();
  std::vector<ExprPtr> elements;
  if (!at(TokenKind::rightParen)) {
    ExprPtr first = parseExpression();
    if (!first)
      return nullptr;
    if (!at(TokenKind::comma)) {
      if (!expectCloser(TokenKind::rightParen, opener))
        return nullptr;
      return first;
    }
    take();
    elements.push_back(std::move(first));
  }
  if (!parseElements(TokenKind::rightParen, opener, [&] {
        elements.push_back(parseExpression());
        return elements.back() != nullptr;
      }))
    return nullptr;
  auto tuple = makeNode<TupleExpr>(opener.begin);
  tuple->elements = std::move(elements);
  return tuple;
}

// list = "[" [ expression { "," expression } [ "," ] ] "]"
ExprPtr Parser::parseList() {
  llvm::SaveAndRestore noNewlines(newlinesCount, false);
  Token opener = take();
  std::vector<ExprPtr> elements;
  if (!parseElements(TokenKind::rightBracket, opener, [&] {
        elements.push_back(parseExpression());
        return elements.back() != nullptr;
      }))
    return nullptr;
  auto list = makeNode<ListExpr>(opener.begin);
  list->elements = std::move(elements);
  return list;
}

// if = "if" operand block [ "else" ( if | block ) ]
ExprPtr Parser::parseIf() {
  Nest nest(*this);
  if (!nest)
    return nullptr;
  uint32_t begin = take().begin;
  auto node = makeNode<IfExpr>(begin);
  node->condition = parseBeforeBraces();
  if (!node->condition || !parseBlock(node->thenBlock))
    return nullptr;
  if (at(TokenKind::keywordElse)) {
    take();
    Block &block = node->elseBlock.emplace();
    if (at(TokenKind::keywordIf)) {
      block.value = parseIf();
      if (!block.value)
        return nullptr;
      block.range = block.value->range;
    } else if (!parseBlock(block)) {
      return nullptr;
    }
  }
  node->range = rangeFrom(begin);
  return node;
}

// layer = "layer" postfix, which is a call
ExprPtr Parser::parseLayer() {
  Nest nest(*this);
  if (!nest)
    return nullptr;
  uint32_t begin = take().begin;
  ExprPtr made = parsePostfix();
  if (!made)
    return nullptr;
  auto *call = llvm::dyn_cast<CallExpr>(made.get());
  if (!call) {
    bool isName = llvm::isa<NameExpr>(made.get());
    report(
        DiagnosticKind::layerNeedsCall, made->range,
        {isName ? (made->range.text() + "()").str() : "conv2d(8, kernel=3)"});
    return makeNode<ErrorExpr>(begin);
  }
  auto layer = makeNode<LayerExpr>(begin);
  layer->callee = std::move(call->callee);
  layer->arguments = std::move(call->arguments);
  return layer;
}

// reduce = ( "sum" | "product" | "max" | "min" | "mean" )
//          "[" name { "," name } "]" operand
ExprPtr Parser::parseReduce() {
  Nest nest(*this);
  if (!nest)
    return nullptr;
  auto reduce = makeNode<ReduceExpr>(current().begin);
  Token reducer = take();
  reduce->reducer = {textOf(reducer), rangeOf(reducer)};
  {
    llvm::SaveAndRestore noNewlines(newlinesCount, false);
    Token opener = take();
    if (!parseNames(reduce->indices, "an index") ||
        !expectCloser(TokenKind::rightBracket, opener, "`,`"))
      return nullptr;
  }
  reduce->body = parseOperand();
  if (!reduce->body)
    return nullptr;
  reduce->range = rangeFrom(reducer.begin);
  return reduce;
}

} // namespace sinter

// ParseLiterals.cpp: the values of numbers and strings.

#include "frontend/ParserRules.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/SaveAndRestore.h"

#include <cmath>
#include <limits>

using llvm::StringRef;

namespace sinter {

/// 12, 0.5, 1e-3, 2.5E+4
static bool isNumber(StringRef text) {
  auto skipDigits = [&] {
    size_t before = text.size();
    text = text.drop_while(llvm::isDigit);
    return text.size() != before;
  };
  if (!skipDigits() || (text.consume_front(".") && !skipDigits()))
    return false;
  if (text.consume_front("e") || text.consume_front("E")) {
    if (!text.consume_front("-"))
      text.consume_front("+");
    if (!skipDigits())
      return false;
  }
  return text.empty();
}

// number: see Lexer.cpp. A wrong one is an ErrorExpr, and the text goes on.
ast::ExprPtr Parser::parseNumber() {
  Token token = take();
  StringRef text = textOf(token);
  auto fail = [&](DiagnosticKind kind) -> ast::ExprPtr {
    report(kind, rangeOf(token), {shown(rangeOf(token))});
    return makeNode<ast::ErrorExpr>(token.begin);
  };
  if (!isNumber(text))
    return fail(DiagnosticKind::malformedNumber);
  if (llvm::all_of(text, llvm::isDigit)) {
    auto integer = makeNode<ast::IntegerExpr>(token.begin);
    if (text.getAsInteger(10, integer->value))
      return fail(DiagnosticKind::integerTooLarge);
    return integer;
  }
  auto real = makeNode<ast::FloatExpr>(token.begin);
  if (text.getAsDouble(real->value) || std::isinf(real->value))
    return fail(DiagnosticKind::floatTooLarge);
  return real;
}

ast::ExprPtr Parser::parseString() {
  Token token = take();
  auto string = makeNode<ast::StringExpr>(token.begin);
  string->pieces = parseStringPieces(token);
  return string;
}

/// The character that `\c` stands for, or 0.
static char unescape(char c) {
  switch (c) {
  case 'n':
    return '\n';
  case 't':
    return '\t';
  case '"':
  case '\\':
  case '{':
  case '}':
    return c;
  default:
    return 0;
  }
}

/// The brace that closes the one at `open`, or `end`.
static uint32_t findClosingBrace(StringRef text, uint32_t open, uint32_t end) {
  unsigned depth = 0;
  for (uint32_t i = open; i < end; ++i) {
    if (text[i] == '{')
      ++depth;
    else if (text[i] == '}' && --depth == 0)
      return i;
  }
  return end;
}

/// The text and the values between the quotes of a string token. What is wrong
/// inside is reported and passed over, for the string itself is whole.
std::vector<ast::StringPiece> Parser::parseStringPieces(const Token &token) {
  std::vector<ast::StringPiece> pieces;
  auto append = [&](char c) {
    if (pieces.empty() || pieces.back().value)
      pieces.emplace_back();
    pieces.back().text += c;
  };
  StringRef text = file.text();
  uint32_t end = token.end - 1;
  for (uint32_t i = token.begin + 1; i < end; ++i) {
    char c = text[i];
    if (c == '\\' && i + 1 < end) {
      char meant = unescape(text[++i]);
      if (meant)
        append(meant);
      else
        report(DiagnosticKind::unknownEscape, {&file, i - 1, i + 1},
               {text.slice(i - 1, i + 1)});
      continue;
    }
    if (c == '}')
      report(DiagnosticKind::unopenedValueInString, {&file, i, i + 1});
    if (c != '{') {
      append(c);
      continue;
    }
    uint32_t close = findClosingBrace(text, i, end);
    if (close == end) {
      report(DiagnosticKind::unclosedValueInString, {&file, i, i + 1});
      return pieces;
    }
    pieces.emplace_back();
    pieces.back().value = parseValueInString(i + 1, close);
    i = close;
  }
  return pieces;
}

/// The expression between the braces at `begin` - 1 and `end`: tokens of their
/// own for a while.
ast::ExprPtr Parser::parseValueInString(uint32_t begin, uint32_t end) {
  if (file.text().slice(begin, end).trim().empty()) {
    report(DiagnosticKind::emptyValueInString, {&file, begin - 1, end + 1});
    return makeNode<ast::ErrorExpr>(begin);
  }
  ast::ExprPtr value;
  {
    llvm::SaveAndRestore keepTokens(tokens, lex(file, begin, end, diagnostics));
    llvm::SaveAndRestore keepIndex(index, size_t(0));
    llvm::SaveAndRestore keepEnd(previousEnd, begin);
    llvm::SaveAndRestore noNewlines(newlinesCount, false);
    value = parseExpression();
    if (value && !at(TokenKind::endOfFile)) {
      expectedAfterExpression("`}`");
      value = nullptr;
    }
  }
  if (stopped)
    index = tokens.size() - 1;
  return value ? std::move(value) : makeNode<ast::ErrorExpr>(begin);
}

} // namespace sinter

// TokenCursor.cpp: where the parser stands in its tokens; what it expected
// there; how it finds its feet again after a mistake.

#include "frontend/TokenCursor.h"

#include "frontend/Parser.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/Twine.h"

using llvm::StringRef;

namespace sinter {

static std::string quoted(StringRef text) { return ("`" + text + "`").str(); }

Token TokenCursor::take() {
  Token token = current();
  if (token.kind != TokenKind::endOfFile)
    ++index;
  previousEnd = token.end;
  return token;
}

//===----------------------------------------------------------------------===//
// Mistakes
//===----------------------------------------------------------------------===//

ReportedDiagnostic
TokenCursor::report(DiagnosticKind kind, SourceRange range,
                    std::initializer_list<DiagnosticValue> values) {
  if (stopped)
    return {};
  lastMistake = range.begin;
  return diagnostics.report(kind, range, values);
}

bool TokenCursor::onOneLine(uint32_t a, uint32_t b) const {
  return !file.text().slice(std::min(a, b), std::max(a, b)).contains('\n');
}

std::string TokenCursor::shown(SourceRange range) {
  constexpr size_t shownCharacters = 40;
  StringRef rest = range.text();
  size_t length = 0;
  for (unsigned i = 0; i < shownCharacters && !rest.empty(); ++i) {
    Character character = firstCharacter(rest);
    if (!character.valid || character.codePoint < 0x20)
      break;
    length += character.length;
    rest = rest.drop_front(character.length);
  }
  return range.text().take_front(length).str() + (rest.empty() ? "" : "...");
}

std::string TokenCursor::describeCurrent() const {
  if (atValueEnd())
    return "`}`";
  if (at(TokenKind::endOfFile))
    return "the end of the file";
  if (!continues())
    return "the end of the line";
  return quoted(shown(rangeOf(current())));
}

ReportedDiagnostic TokenCursor::expected(StringRef what) {
  if (at(TokenKind::unknown))
    return {}; // the lexer said so
  if (lastMistake < file.text().size() && onOneLine(lastMistake, previousEnd))
    return {};
  SourceRange range = rangeOf(current());
  if (atValueEnd())
    range.end = range.begin + 1;
  else if (!continues() || at(TokenKind::endOfFile))
    range = {&file, previousEnd, previousEnd};
  return report(DiagnosticKind::expected, range, {what, describeCurrent()});
}

ReportedDiagnostic TokenCursor::expectedAfterExpression(StringRef what) {
  if (continuesAt(TokenKind::equal)) {
    report(DiagnosticKind::equalInExpression, rangeOf(current()));
    return {};
  }
  if (continuesAt(TokenKind::colon) && index > 0) {
    const Token &label = tokens[index - 1];
    if (label.kind == TokenKind::identifier ||
        label.kind == TokenKind::string) {
      report(DiagnosticKind::labelOutsidePipeline, rangeOf(label),
             {shown(rangeOf(label))});
      return {};
    }
  }
  return expected(what);
}

bool TokenCursor::expectToken(TokenKind kind) {
  if (accept(kind))
    return true;
  expected(quoted(spellingOf(kind)));
  return false;
}

bool TokenCursor::expectCloser(TokenKind kind, const Token &opener,
                               StringRef otherwise) {
  if (at(kind)) {
    take();
    return true;
  }
  std::string what = quoted(spellingOf(kind));
  if (!otherwise.empty())
    what = (otherwise + " or " + what).str();
  expectedAfterExpression(what).note(DiagnosticKind::openedHere,
                                     rangeOf(opener), {textOf(opener)});
  return false;
}

bool TokenCursor::expectStatementEnd() {
  if (atStatementEnd())
    return true;
  expectedAfterExpression("the end of the line");
  return false;
}

bool TokenCursor::parseName(ast::Name &name, StringRef what) {
  if (continues() && isKeyword(current().kind)) {
    report(DiagnosticKind::keywordIsNoName, rangeOf(current()),
           {textOf(current()), what});
    return false;
  }
  if (!continuesAt(TokenKind::identifier)) {
    expected(("the name of " + what).str());
    return false;
  }
  Token token = take();
  name = {textOf(token), rangeOf(token)};
  return true;
}

bool TokenCursor::checkDepth() {
  if (deepest <= maxNesting && !stopped)
    return true;
  report(DiagnosticKind::nestedTooDeep, rangeOf(current()), {maxNesting});
  stopped = true;
  index = tokens.size() - 1;
  return false;
}

//===----------------------------------------------------------------------===//
// Recovery
//===----------------------------------------------------------------------===//

static bool isDeclarationWord(StringRef text) {
#define WORD(name, spelling, place)                                            \
  if (text == spelling)                                                        \
    return StringRef(#place) == "declaration";
#include "frontend/TokenKinds.def"
  return false;
}

bool TokenCursor::isDeclarationStart(size_t tokenIndex) const {
  const Token &token = tokens[tokenIndex];
  if (!token.newlineBefore || token.kind != TokenKind::identifier)
    return false;
  const Token &next = tokens[tokenIndex + 1];
  if (next.newlineBefore)
    return false;
  StringRef text = textOf(token);
  if (text == word::import)
    return next.kind == TokenKind::string;
  return next.kind == TokenKind::identifier && isDeclarationWord(text);
}

bool TokenCursor::looksLikeDeclaration(size_t tokenIndex) const {
  const Token &token = tokens[tokenIndex];
  if (!token.newlineBefore && tokenIndex != 0)
    return false;
  if (token.kind == TokenKind::keywordLet)
    return true;
  if (token.kind != TokenKind::identifier)
    return false;
  const Token &next = tokens[tokenIndex + 1];
  return !next.newlineBefore &&
         (next.kind == TokenKind::identifier || next.kind == TokenKind::string);
}

bool TokenCursor::startsNoLine(TokenKind kind) {
  switch (kind) {
  case TokenKind::comma:
  case TokenKind::colon:
  case TokenKind::arrow:
  case TokenKind::pipePipe:
  case TokenKind::ampAmp:
  case TokenKind::equal:
  case TokenKind::equalEqual:
  case TokenKind::bangEqual:
  case TokenKind::less:
  case TokenKind::lessEqual:
  case TokenKind::greater:
  case TokenKind::greaterEqual:
  case TokenKind::plus:
  case TokenKind::star:
  case TokenKind::starStar:
  case TokenKind::slash:
  case TokenKind::at:
  case TokenKind::dot:
  case TokenKind::dotDot:
    return true;
  default:
    return false;
  }
}

namespace {

/// Brackets that a statement opened and has not closed.
class OpenBrackets {
public:
  bool empty() const { return open.empty(); }
  bool hasBrace() const {
    return llvm::is_contained(open, TokenKind::leftBrace);
  }

  void pass(TokenKind kind) {
    switch (kind) {
    case TokenKind::leftParen:
    case TokenKind::leftBracket:
    case TokenKind::leftBrace:
      open.push_back(kind);
      break;
    case TokenKind::rightBrace: // closes what is unclosed inside, too
      while (!open.empty() && open.pop_back_val() != TokenKind::leftBrace)
        ;
      break;
    case TokenKind::rightParen:
      close(TokenKind::leftParen);
      break;
    case TokenKind::rightBracket:
      close(TokenKind::leftBracket);
      break;
    default:
      break;
    }
  }

private:
  void close(TokenKind opener) {
    if (!open.empty() && open.back() == opener)
      open.pop_back();
  }

  llvm::SmallVector<TokenKind> open;
};

bool isBracket(TokenKind kind) {
  return kind == TokenKind::leftParen || kind == TokenKind::rightParen ||
         kind == TokenKind::leftBracket || kind == TokenKind::rightBracket ||
         kind == TokenKind::leftBrace || kind == TokenKind::rightBrace;
}

} // namespace

bool TokenCursor::continuesLine(const Token &token) const {
  return token.kind == TokenKind::pipe || startsNoLine(token.kind) ||
         token.kind == TokenKind::keywordElse || isWord(token, word::over) ||
         isWord(token, word::with);
}

void TokenCursor::skipStatement(size_t start) {
  OpenBrackets open;
  size_t mistake = index;
  bool oneLineBraces = onOneLine(bracesBegin, tokens[start].begin);
  size_t i = start;
  for (; tokens[i].kind != TokenKind::endOfFile; ++i) {
    const Token &token = tokens[i];
    if (i == mistake)
      bracesInDoubt |= open.hasBrace() || i == start || isBracket(token.kind);
    if (i >= mistake && i > start && token.newlineBefore) {
      // In parentheses, a line ends the statement if it starts another.
      bool starts = token.kind == TokenKind::keywordLet ||
                    token.kind == TokenKind::keywordVar ||
                    token.kind == TokenKind::keywordFor;
      if (isDeclarationStart(i) || (open.empty() && !continuesLine(token)) ||
          (!open.hasBrace() && starts))
        break;
    }
    // A brace inside the line closes the braces around it only if those were
    // opened in the line.
    if (token.kind == TokenKind::rightBrace && i >= mistake &&
        !open.hasBrace() && (token.newlineBefore || oneLineBraces))
      break;
    open.pass(token.kind);
  }
  index = i;
  if (i > 0)
    previousEnd = tokens[i - 1].end;
}

bool TokenCursor::skipToBody() {
  while (!at(TokenKind::endOfFile) && !isDeclarationStart(index)) {
    if (at(TokenKind::leftBrace))
      return true;
    take();
  }
  return false;
}

} // namespace sinter

// Lexer.cpp: characters -> tokens that point into the source.

#include "frontend/Lexer.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Unicode.h"

using llvm::StringRef;

namespace sinter {

StringRef spellingOf(TokenKind kind) {
  switch (kind) {
#define TOKEN(name, text)                                                      \
  case TokenKind::name:                                                        \
    return text;
#include "frontend/TokenKinds.def"
  }
  llvm_unreachable("unknown token kind");
}

bool isKeyword(TokenKind kind) {
  switch (kind) {
#define KEYWORD(name, text) case TokenKind::name:
#include "frontend/TokenKinds.def"
    return true;
  default:
    return false;
  }
}

namespace {

bool startsName(char c) { return llvm::isAlpha(c) || c == '_'; }
bool continuesName(char c) { return llvm::isAlnum(c) || c == '_'; }

TokenKind wordKind(StringRef text) {
#define KEYWORD(name, spelling)                                                \
  if (text == spelling)                                                        \
    return TokenKind::name;
#include "frontend/TokenKinds.def"
  return TokenKind::identifier;
}

/// The longest punctuation at the start of a text, or `unknown`.
TokenKind punctuationKind(StringRef text, unsigned &length) {
  TokenKind kind = TokenKind::unknown;
  length = 0;
#define PUNCTUATION(name, spelling)                                            \
  if (StringRef(spelling).size() > length && text.starts_with(spelling)) {     \
    kind = TokenKind::name;                                                    \
    length = StringRef(spelling).size();                                       \
  }
#include "frontend/TokenKinds.def"
  return kind;
}

/// `é` (U+00E9), or byte 0xff: what can be shown is shown.
std::string describe(StringRef text) {
  Character character = firstCharacter(text);
  if (!character.valid)
    return "byte 0x" +
           llvm::utohexstr(character.codePoint, /*LowerCase=*/true, 2);
  std::string quoted = ("`" + text.take_front(character.length) + "`").str();
  std::string number = "U+" + llvm::utohexstr(character.codePoint, false, 4);
  if (!llvm::sys::unicode::isPrintable(character.codePoint))
    return number;
  return character.codePoint < 0x80 ? quoted : quoted + " (" + number + ")";
}

class Lexer {
public:
  Lexer(const SourceFile &file, uint32_t begin, uint32_t end,
        DiagnosticEngine &diagnostics)
      : file(file), text(file.text().take_front(end)), position(begin),
        diagnostics(diagnostics) {}

  std::vector<Token> run();

private:
  bool skipBlanks();
  TokenKind lexToken();
  void lexNumber();
  TokenKind lexString(uint32_t begin);
  void skipUnknown(uint32_t begin);

  char peek(uint32_t ahead = 0) const {
    return position + ahead < text.size() ? text[position + ahead] : '\0';
  }
  bool atEnd() const { return position >= text.size(); }

  const SourceFile &file;
  StringRef text; ///< of the file, up to where to stop
  uint32_t position;
  DiagnosticEngine &diagnostics;
};

/// Passes over spaces, line ends and comments; tells whether a line ended.
bool Lexer::skipBlanks() {
  bool newline = false;
  while (!atEnd()) {
    char c = peek();
    if (c == '/' && peek(1) == '/') {
      size_t lineEnd = text.find('\n', position);
      position = lineEnd == StringRef::npos ? text.size() : lineEnd;
      continue;
    }
    if (c != ' ' && c != '\t' && c != '\r' && c != '\n')
      break;
    newline |= c == '\n';
    ++position;
  }
  return newline;
}

// number = digits [ "." digits ] [ ( "e" | "E" ) [ "+" | "-" ] digits ]
//
// Letters, further points, and a point without digits are taken along, so that
// `3x`, `1.2.3` and `1.` are one wrong number; in `1..4` the points are a
// token.
void Lexer::lexNumber() {
  auto digits = [&] {
    while (llvm::isDigit(peek()))
      ++position;
  };
  digits();
  while (peek() == '.' && peek(1) != '.') {
    ++position;
    digits();
  }
  bool isSigned = peek(1) == '+' || peek(1) == '-';
  if ((peek() == 'e' || peek() == 'E') && isSigned)
    position += 2;
  while (continuesName(peek()))
    ++position;
}

// string = '"' { character | "\" character | "{" expression "}" } '"'
//
// A string ends at the next quote, even inside braces.
TokenKind Lexer::lexString(uint32_t begin) {
  for (++position; !atEnd() && peek() != '\n';) {
    if (peek() == '"') {
      ++position;
      return TokenKind::string;
    }
    if (peek() == '\\' && position + 1 < text.size() && peek(1) != '\n') {
      ++position;
      if (llvm::isPrint(peek())) {
        ++position;
        continue;
      }
    }
    Character character = firstCharacter(text.drop_front(position));
    uint32_t next = position + character.length;
    if (!character.valid || (character.codePoint < 0x20 && peek() != '\t')) {
      diagnostics.report(DiagnosticKind::badCharacterInString,
                         {&file, position, next},
                         {describe(text.drop_front(position))});
    }
    position = next;
  }
  diagnostics.report(DiagnosticKind::unterminatedString,
                     {&file, begin, position});
  return TokenKind::unknown;
}

/// A run of unknown characters is one mistake, and so is 'text in single
/// quotes'.
void Lexer::skipUnknown(uint32_t begin) {
  unsigned punctuation;
  StringRef line =
      text.drop_front(begin).take_until([](char c) { return c == '\n'; });
  size_t quote = line.starts_with("'") ? line.find('\'', 1) : StringRef::npos;
  if (quote != StringRef::npos)
    position += quote;
  do {
    position += firstCharacter(text.drop_front(position)).length;
  } while (!atEnd() && !isspace(static_cast<unsigned char>(peek())) &&
           !continuesName(peek()) && peek() != '"' &&
           punctuationKind(text.drop_front(position), punctuation) ==
               TokenKind::unknown);
  auto reported = diagnostics.report(DiagnosticKind::unknownCharacter,
                                     {&file, begin, position},
                                     {describe(text.drop_front(begin))});
  switch (text[begin]) {
  case ';':
    reported.note(DiagnosticKind::newlineEndsStatement, {});
    break;
  case '#':
    reported.note(DiagnosticKind::commentsAreSlashes, {});
    break;
  case '\'':
    reported.note(DiagnosticKind::stringsAreDoubleQuoted, {});
    break;
  case '&':
    reported.note(DiagnosticKind::didYouMean, {}, {"&&"});
    break;
  default:
    break;
  }
}

TokenKind Lexer::lexToken() {
  uint32_t begin = position;
  char c = peek();
  if (startsName(c)) {
    while (continuesName(peek()))
      ++position;
    return wordKind(text.slice(begin, position));
  }
  if (llvm::isDigit(c)) {
    lexNumber();
    return TokenKind::number;
  }
  if (c == '"')
    return lexString(begin);
  unsigned length;
  TokenKind kind = punctuationKind(text.drop_front(position), length);
  if (kind == TokenKind::unknown)
    skipUnknown(begin);
  else
    position += length;
  return kind;
}

std::vector<Token> Lexer::run() {
  std::vector<Token> tokens;
  if (position == 0 && text.starts_with("\xEF\xBB\xBF")) // a byte order mark
    position = 3;
  while (true) {
    bool newline = skipBlanks();
    uint32_t begin = position;
    if (atEnd()) {
      tokens.push_back({TokenKind::endOfFile, newline, begin, begin});
      return tokens;
    }
    TokenKind kind = lexToken();
    tokens.push_back({kind, newline, begin, position});
  }
}

} // namespace

std::vector<Token> lex(const SourceFile &file, uint32_t begin, uint32_t end,
                       DiagnosticEngine &diagnostics) {
  return Lexer(file, begin, end, diagnostics).run();
}

} // namespace sinter

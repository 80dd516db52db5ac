// Lexer.h: characters -> tokens that point into the source.
#ifndef SINTER_FRONTEND_LEXER_H
#define SINTER_FRONTEND_LEXER_H

#include "frontend/Diagnostics.h"
#include "frontend/Source.h"

#include <cstdint>
#include <vector>

namespace sinter {

enum class TokenKind {
#define TOKEN(name, text) name,
#include "frontend/TokenKinds.def"
};

/// Words that mean something in one place and are names elsewhere.
namespace word {
#define WORD(name, text, place) inline constexpr llvm::StringLiteral name(text);
#include "frontend/TokenKinds.def"
} // namespace word

struct Token {
  TokenKind kind;
  bool newlineBefore; ///< first of its line
  uint32_t begin;
  uint32_t end;
};

/// Reads the bytes [begin, end) of a file. The last token is an endOfFile, and
/// only that one. What is no token is reported here and stands in the result
/// as `unknown`. Comments leave nothing behind.
///
/// A number's digits and a string's escapes are checked where their values are
/// taken, in the parser.
std::vector<Token> lex(const SourceFile &file, uint32_t begin, uint32_t end,
                       DiagnosticEngine &diagnostics);

/// The fixed spelling of a token, or what its class is called.
llvm::StringRef spellingOf(TokenKind kind);
bool isKeyword(TokenKind kind);

} // namespace sinter

#endif // SINTER_FRONTEND_LEXER_H

// TokenCursor.h: where the parser stands in its tokens; what it expected there;
// how it finds its feet again after a mistake.
#ifndef SINTER_FRONTEND_TOKENCURSOR_H
#define SINTER_FRONTEND_TOKENCURSOR_H

#include "frontend/Ast.h"
#include "frontend/Diagnostics.h"
#include "frontend/Lexer.h"
#include "frontend/Source.h"

#include <vector>

namespace sinter {

class TokenCursor {
protected:
  TokenCursor(const SourceFile &file, DiagnosticEngine &diagnostics)
      : file(file), diagnostics(diagnostics) {}

  //===--------------------------------------------------------------------===//
  // Looking and taking
  //===--------------------------------------------------------------------===//

  const Token &current() const { return tokens[index]; }
  /// The token some places on, or the end of the file.
  const Token &ahead(size_t places) const {
    return tokens[std::min(index + places, tokens.size() - 1)];
  }
  bool at(TokenKind kind) const { return current().kind == kind; }
  bool atWord(llvm::StringRef word) const { return isWord(current(), word); }
  bool isWord(const Token &token, llvm::StringRef word) const {
    return token.kind == TokenKind::identifier && textOf(token) == word;
  }
  /// No line end that counts stands before the current token.
  bool continues() const {
    return !newlinesCount || !current().newlineBefore || index == lineToken;
  }
  bool continuesAt(TokenKind kind) const { return continues() && at(kind); }
  /// A line ended, or the braces or the file end here.
  bool atStatementEnd() const {
    return !continues() || at(TokenKind::rightBrace) ||
           at(TokenKind::endOfFile);
  }
  /// Inside a string, a value ends here with its brace.
  bool atValueEnd() const {
    return at(TokenKind::endOfFile) && current().end < file.text().size();
  }
  /// A new line starts with `model M`, `import "..."` or the like, which no
  /// statement does.
  bool isDeclarationStart(size_t tokenIndex) const;
  /// As above, but with `let`, and with a first word that can be misspelt.
  bool looksLikeDeclaration(size_t tokenIndex) const;
  /// An operator or the like, behind which a line can end, but with which none
  /// starts.
  static bool startsNoLine(TokenKind kind);

  Token take();
  /// Takes the token if it is there.
  bool accept(TokenKind kind) {
    if (!continuesAt(kind))
      return false;
    take();
    return true;
  }

  llvm::StringRef textOf(const Token &token) const {
    return file.text().slice(token.begin, token.end);
  }
  SourceRange rangeOf(const Token &token) const {
    return {&file, token.begin, token.end};
  }
  /// From a byte to the end of the token taken last.
  SourceRange rangeFrom(uint32_t begin) const {
    return {&file, begin, std::max(begin, previousEnd)};
  }

  //===--------------------------------------------------------------------===//
  // Mistakes. All return null or false, for the rule that met one to return.
  //===--------------------------------------------------------------------===//

  ReportedDiagnostic report(DiagnosticKind kind, SourceRange range,
                            std::initializer_list<DiagnosticValue> values = {});
  /// Something else stands where `what` should. Said once a line: the rest of
  /// a line with a mistake cannot be trusted.
  ReportedDiagnostic expected(llvm::StringRef what);
  /// As above, where an expression could also have gone on: knows what `=` and
  /// `:` behind an expression are meant to be. Notes on these go nowhere.
  ReportedDiagnostic expectedAfterExpression(llvm::StringRef what);
  bool expectToken(TokenKind kind);
  /// A closing bracket; `otherwise` is what else could stand here.
  bool expectCloser(TokenKind kind, const Token &opener,
                    llvm::StringRef otherwise = "");
  bool expectStatementEnd();
  /// A name that something is given: `what` is "a parameter", "a label", ...
  bool parseName(ast::Name &name, llvm::StringRef what);
  std::string describeCurrent() const;
  /// The source words, cut where they are long or a line ends.
  static std::string shown(SourceRange range);

  /// Goes to the end of a statement that began at token `start` and went wrong
  /// at the current one: past its brackets and to a line end, or to the brace
  /// that closes what it stands in.
  void skipStatement(size_t start);
  /// Goes to the brace that opens a body, if there is one before the next
  /// declaration.
  bool skipToBody();

  //===--------------------------------------------------------------------===//
  // Nesting
  //===--------------------------------------------------------------------===//

  /// One level of recursion, while it lives. False if it is one too many.
  class Nest {
  public:
    explicit Nest(TokenCursor &cursor) : cursor(cursor) {
      ++cursor.depth;
      cursor.deepest = std::max(cursor.deepest, cursor.depth);
    }
    ~Nest() { --cursor.depth; }
    explicit operator bool() const { return cursor.checkDepth(); }

  private:
    TokenCursor &cursor;
  };

  /// A chain `a + b + c` nests to the left without recursion: each further
  /// link pushes what was read so far one level down.
  class Chain {
  public:
    explicit Chain(TokenCursor &cursor)
        : cursor(cursor), outer(cursor.deepest) {
      cursor.deepest = cursor.depth;
    }
    ~Chain() { cursor.deepest = std::max(outer, cursor.deepest); }
    bool push() {
      ++cursor.deepest;
      return cursor.checkDepth();
    }

  private:
    TokenCursor &cursor;
    unsigned outer;
  };

  const SourceFile &file;
  DiagnosticEngine &diagnostics;
  std::vector<Token> tokens;
  size_t index = 0;
  uint32_t previousEnd = 0;
  bool newlinesCount = true; ///< false in parentheses and brackets
  size_t lineToken = 0;      ///< may stand first on its line all the same
  uint32_t bracesBegin = 0;  ///< where the innermost braces were opened
  bool stopped = false;      ///< nested too deep: nothing more is read or said
  /// A statement went wrong at or inside brackets of its own, so that a brace
  /// missing further on is hardly another mistake.
  bool bracesInDoubt = false;

private:
  bool checkDepth();
  bool onOneLine(uint32_t a, uint32_t b) const;
  bool continuesLine(const Token &token) const;

  uint32_t lastMistake = UINT32_MAX; ///< where it was reported, if anywhere
  unsigned depth = 0;
  unsigned deepest = 0; ///< level of the deepest node in the tree being read
};

} // namespace sinter

#endif // SINTER_FRONTEND_TOKENCURSOR_H

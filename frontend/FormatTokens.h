// FormatTokens.h: what the layout of a text is decided from: its tokens with
// their comments, line ends and part in the structure.
#ifndef SINTER_FRONTEND_FORMATTOKENS_H
#define SINTER_FRONTEND_FORMATTOKENS_H

#include "frontend/Lexer.h"

#include <vector>

namespace sinter {

/// A comment on a line of its own.
struct CommentLine {
  llvm::StringRef text;
  bool blankBefore; ///< below an empty line
};

struct FormatToken {
  TokenKind kind;
  llvm::StringRef text;
  std::vector<CommentLine> comments; ///< above it
  llvm::StringRef trailing;          ///< the comment behind it
  bool lineBefore;                   ///< first of its line
  bool blankBefore = false;          ///< below an empty line

  // Where it stands.
  size_t match = 0;         ///< of a bracket: the other one
  TokenKind enclosing = {}; ///< the bracket around it; endOfFile if none
  bool inStages = false;    ///< the braces around it hold a pipeline
  bool startsItem = false;  ///< begins a declaration, statement or element
  bool opensBody = false;   ///< a brace that belongs to the words before it
  bool opensStages = false; ///< a brace that holds a pipeline
  bool inType = false;      ///< a `|` that is no stage
  bool spaceBefore = false; ///< where it is not first of its line

  bool isOpener() const {
    return kind == TokenKind::leftParen || kind == TokenKind::leftBracket ||
           kind == TokenKind::leftBrace;
  }
  bool isCloser() const {
    return kind == TokenKind::rightParen || kind == TokenKind::rightBracket ||
           kind == TokenKind::rightBrace;
  }
};

/// The last is the end of the file. The file must parse without a mistake.
std::vector<FormatToken> readFormatTokens(const SourceFile &file);

} // namespace sinter

#endif // SINTER_FRONTEND_FORMATTOKENS_H

// FormatTokens.cpp: tokens with their comments, what they stand in, and where
// a space stands between them.
//
// All of it is told from the tokens: what is taken for something that it is
// not looks odd and means the same, for only line ends have a meaning.

#include "frontend/FormatTokens.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"

using llvm::StringRef;

namespace sinter {

namespace {

/// What stands between two tokens: the rest of a line, and whole lines.
void readGap(StringRef gap, FormatToken *previous, FormatToken &token) {
  auto [rest, lines] = gap.split('\n');
  if (previous)
    previous->trailing = rest.trim();
  else
    lines = gap;
  bool blank = false;
  while (!lines.empty()) {
    auto [line, further] = lines.split('\n');
    const StringRef comment = line.trim();
    const bool isLast = further.empty() && !lines.ends_with("\n");
    if (!comment.empty()) {
      token.comments.push_back({comment, blank});
      blank = false;
    } else if (!isLast) { // else it is the token's own line
      blank = true;
    }
    lines = further;
  }
  token.blankBefore = blank;
}

/// Walks over the tokens with the brackets that are open.
class Structure {
public:
  explicit Structure(std::vector<FormatToken> &tokens) : tokens(tokens) {
    open.push_back({});
  }
  void run();

private:
  enum class Head { None, Statement, Stage };
  /// A bracket, or the file.
  struct Open {
    size_t index = 0;
    TokenKind kind = TokenKind::endOfFile;
    bool stages = false;
    bool typed = false;     ///< since a `:` or `->`, a type is being read
    Head head = Head::None; ///< an `if`, `for`, ... whose braces will follow
    bool inMinimize = false;
    bool inOp = false;

    bool holdsStatements() const {
      return !stages &&
             (kind == TokenKind::leftBrace || kind == TokenKind::endOfFile);
    }
  };

  void visit(size_t i);
  bool startsItem(size_t i) const;
  void noteWords(size_t i);
  void visitBrace(FormatToken &token);
  bool spaceBefore(const FormatToken &token) const;

  bool is(size_t i, TokenKind kind) const {
    return i < tokens.size() && tokens[i].kind == kind;
  }

  std::vector<FormatToken> &tokens;
  llvm::SmallVector<Open> open;

  /// What a token is to the one behind it.
  struct Seen {
    bool operandEnded = false; ///< so that `-` subtracts and `(` calls
    bool unary = false;        ///< a sign
    bool tight = false;        ///< the `:` of a slice, the `=` of an argument
    bool startsStage = false;  ///< or is the label of one
    bool stageFollows = false; ///< or its label
  };
  Seen look(size_t i);
  bool endsOperand(size_t i) const;

  const FormatToken *previous = nullptr;
  Seen seen; ///< of the previous one
};

/// Whether a line end before the token ended what was there.
bool Structure::startsItem(size_t i) const {
  const FormatToken &token = tokens[i];
  if (!previous || previous->isOpener())
    return true;
  if (!open.back().holdsStatements())
    return open.back().kind != TokenKind::leftBrace &&
           previous->kind == TokenKind::comma;
  if (!token.lineBefore || !seen.operandEnded ||
      token.kind == TokenKind::pipe || token.kind == TokenKind::keywordElse ||
      token.opensBody)
    return false;
  return !open.back().inMinimize ||
         (token.text != word::over && token.text != word::with);
}

/// Words that make what follows something else.
void Structure::noteWords(size_t i) {
  const FormatToken &token = tokens[i];
  Open &around = open.back();
  if (token.startsItem && around.holdsStatements()) {
    around = {around.index, around.kind};
    around.inMinimize = token.text == word::minimize;
    around.inOp = open.size() == 1 && token.text == word::op;
  }
  const bool isLabel = seen.stageFollows && is(i + 1, TokenKind::colon);
  if (isLabel)
    return;
  switch (token.kind) {
  case TokenKind::keywordIf:
  case TokenKind::keywordFor:
    around.head = seen.stageFollows ? Head::Stage : Head::Statement;
    break;
  case TokenKind::keywordElse:
    around.head =
        tokens[previous->match].opensStages ? Head::Stage : Head::Statement;
    break;
  case TokenKind::identifier:
    if (seen.stageFollows &&
        (token.text == word::repeat ||
         (token.text == word::sequential && is(i + 1, TokenKind::leftBrace))))
      around.head = Head::Stage;
    break;
  default:
    break;
  }
}

void Structure::visitBrace(FormatToken &token) {
  Open &around = open.back();
  const bool afterHead =
      around.head != Head::None &&
      (seen.operandEnded || previous->kind == TokenKind::keywordElse ||
       previous->text == word::sequential);
  token.opensBody = afterHead || around.kind == TokenKind::endOfFile;
  token.opensStages = (seen.stageFollows && !afterHead) ||
                      (afterHead && around.head == Head::Stage);
  if (afterHead)
    around.head = Head::None;
}

/// Where both stand on one line.
bool Structure::spaceBefore(const FormatToken &token) const {
  using Kind = TokenKind;
  const Kind before = previous->kind;
  if (before == Kind::leftParen || before == Kind::leftBracket ||
      token.kind == Kind::rightParen || token.kind == Kind::rightBracket ||
      token.kind == Kind::comma)
    return false;
  if (before == Kind::comma)
    return true;
  if (before == Kind::leftBrace || token.kind == Kind::rightBrace)
    return before != Kind::leftBrace || token.kind != Kind::rightBrace;
  if (seen.unary || seen.tight || token.kind == Kind::colon ||
      before == Kind::dot || before == Kind::dotDot ||
      token.kind == Kind::dotDot)
    return false;
  switch (token.kind) {
  case Kind::dot:
    return before == Kind::number; // `2.x` would be one wrong number
  case Kind::equal:
    return open.back().holdsStatements() || open.back().typed;
  case Kind::leftParen:
  case Kind::leftBracket:
    return !seen.operandEnded || before == Kind::number ||
           before == Kind::rightBrace;
  default:
    return true;
  }
}

bool Structure::endsOperand(size_t i) const {
  const FormatToken &token = tokens[i];
  switch (token.kind) {
  case TokenKind::number:
  case TokenKind::string:
  case TokenKind::keywordTrue:
  case TokenKind::keywordFalse:
  case TokenKind::rightParen:
  case TokenKind::rightBrace:
    return true;
  case TokenKind::rightBracket: {
    // `sum[h, w] (a + b)`, in an op
    static constexpr StringRef reducers[] = {"sum", "product", "max", "min",
                                             "mean"};
    return !open.front().inOp ||
           !llvm::is_contained(reducers, tokens[token.match - 1].text);
  }
  case TokenKind::identifier: {
    // `for i in (a, b)`, `minimize -a with sgd()`, `repeat (n) { ... }`
    const bool isClause =
        seen.operandEnded && !token.startsItem && !previous->startsItem &&
        (token.text == word::in || token.text == word::as ||
         token.text == word::over || token.text == word::with);
    const bool isStatement =
        token.startsItem &&
        (is(i + 1, TokenKind::leftParen) || is(i + 1, TokenKind::minus)) &&
        (token.text == word::minimize || token.text == word::report);
    const bool isRepeat = seen.stageFollows && token.text == word::repeat;
    return !isClause && !isStatement && !isRepeat;
  }
  default:
    return false;
  }
}

Structure::Seen Structure::look(size_t i) {
  const FormatToken &token = tokens[i];
  Open &around = open.back();
  Seen next;
  next.operandEnded = endsOperand(i);
  next.startsStage = seen.stageFollows;
  switch (token.kind) {
  case TokenKind::pipe:
    next.stageFollows = !around.typed;
    break;
  case TokenKind::leftBrace:
    next.stageFollows = token.opensStages;
    break;
  case TokenKind::keywordElse:
    next.stageFollows = around.head == Head::Stage;
    break;
  case TokenKind::colon:
    next.stageFollows = seen.startsStage;
    next.tight = !seen.startsStage && around.kind == TokenKind::leftBracket;
    around.typed |= !next.stageFollows && !next.tight;
    break;
  case TokenKind::arrow:
    around.typed = true;
    break;
  case TokenKind::comma:
    around.typed = false;
    break;
  case TokenKind::equal:
    next.tight = !token.spaceBefore;
    around.typed = false;
    break;
  case TokenKind::bang:
    next.unary = true;
    break;
  case TokenKind::minus:
    next.unary = token.startsItem || !seen.operandEnded;
    break;
  default:
    break;
  }
  return next;
}

void Structure::visit(size_t i) {
  FormatToken &token = tokens[i];
  if (token.isCloser()) {
    token.match = open.back().index;
    tokens[token.match].match = i;
  }
  if (token.kind == TokenKind::leftBrace)
    visitBrace(token);
  token.enclosing = open.back().kind;
  token.inStages = open.back().stages;
  token.startsItem = startsItem(i);
  token.inType = open.back().typed;
  noteWords(i);
  token.spaceBefore = previous && spaceBefore(token);
  seen = look(i);
  previous = &token;
  if (token.isCloser())
    open.pop_back();
  if (token.isOpener()) {
    Open next;
    next.index = i;
    next.kind = token.kind;
    next.stages = token.opensStages;
    open.push_back(next);
  }
}

void Structure::run() {
  for (size_t i = 0; i < tokens.size(); ++i)
    visit(i);
}

} // namespace

std::vector<FormatToken> readFormatTokens(const SourceFile &file) {
  DiagnosticEngine ignored; // the text has been parsed before
  std::vector<FormatToken> result;
  const StringRef text = file.text();
  uint32_t end = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  for (const Token &token : lex(file, 0, text.size(), ignored)) {
    FormatToken next;
    next.kind = token.kind;
    next.text = text.slice(token.begin, token.end);
    next.lineBefore = token.newlineBefore || result.empty() ||
                      token.kind == TokenKind::endOfFile;
    readGap(text.slice(end, token.begin),
            result.empty() ? nullptr : &result.back(), next);
    end = token.end;
    result.push_back(std::move(next));
  }
  Structure(result).run();
  return result;
}

} // namespace sinter

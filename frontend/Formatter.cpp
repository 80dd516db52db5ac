// Formatter.cpp: model text -> the same text in the one layout.
//
// Where lines of a pipeline or a list end is the writer's choice, for it groups
// what belongs together; spaces, indentation, empty lines and the lines of
// braces are not. Lines that are too long are broken: before all pipes outside
// of brackets, else inside braces, else behind a comma.

#include "frontend/Formatter.h"

#include "frontend/FormatTokens.h"
#include "frontend/Parser.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"

#include <optional>

using llvm::StringRef;

namespace sinter {

namespace {

constexpr unsigned indentStep = 2;

/// In characters; of a byte sequence in UTF-8 the first byte counts.
unsigned columns(StringRef text) {
  return llvm::count_if(text, [](char c) { return (c & 0xC0) != 0x80; });
}

/// A line as it is written; the comment stands behind the code.
struct Line {
  std::string code;
  StringRef comment;
};

class Layout {
public:
  explicit Layout(const SourceFile &file) : tokens(readFormatTokens(file)) {}
  std::string run();

private:
  struct Open {
    unsigned closer;  ///< indentation of its closing bracket
    unsigned content; ///< and of what begins in it
  };

  void joinLines();
  void breakBraces();
  size_t lineEnd(size_t begin) const;
  unsigned indentOf(size_t i) const;
  bool breakLine(size_t begin, size_t end, unsigned indent);
  bool breakPipes(size_t begin, size_t end);
  bool breakOutermostBraces(size_t begin, size_t end, unsigned depth);
  bool breakComma(size_t begin, size_t end, unsigned indent);
  void writeComments(const FormatToken &token, size_t i);
  void writeLine(size_t begin, size_t end, unsigned indent);
  std::string text() const;

  std::vector<FormatToken> tokens; ///< `lineBefore` becomes the layout's
  llvm::SmallVector<Open> open = {{0, 0}};
  std::vector<Line> lines;
};

/// `else` and the brace of a body stand on the line of what they belong to,
/// empty braces on one line.
void Layout::joinLines() {
  for (size_t i = 1; i + 1 < tokens.size(); ++i) {
    FormatToken &token = tokens[i];
    const FormatToken &previous = tokens[i - 1];
    const bool joins = token.kind == TokenKind::keywordElse ||
                       token.opensBody || previous.match == i;
    if (joins && token.comments.empty() && previous.trailing.empty())
      token.lineBefore = false;
  }
}

/// Braces stand on one line, or each at the end of one.
void Layout::breakBraces() {
  std::vector<unsigned> breaks = {0};
  for (const FormatToken &token : tokens)
    breaks.push_back(breaks.back() + token.lineBefore);
  for (size_t i = 0; i < tokens.size(); ++i) {
    const size_t match = tokens[i].match;
    if (tokens[i].kind != TokenKind::leftBrace ||
        breaks[match + 1] == breaks[i + 1])
      continue;
    tokens[i + 1].lineBefore = true;
    tokens[match].lineBefore = true;
  }
}

size_t Layout::lineEnd(size_t begin) const {
  size_t end = begin + 1;
  while (!tokens[end].lineBefore)
    ++end;
  return end;
}

unsigned Layout::indentOf(size_t i) const {
  const FormatToken &token = tokens[i];
  if (token.isCloser())
    return open.back().closer;
  if (token.startsItem || (token.inStages && token.kind == TokenKind::pipe))
    return open.back().content;
  return open.back().content + indentStep;
}

//===----------------------------------------------------------------------===//
// Long lines
//===----------------------------------------------------------------------===//

/// Before every pipe that stands outside of the line's own brackets.
bool Layout::breakPipes(size_t begin, size_t end) {
  bool broken = false;
  for (size_t i = begin; i < end; ++i) {
    if (tokens[i].isOpener() && tokens[i].match < end)
      i = tokens[i].match;
    else if (tokens[i].kind == TokenKind::pipe && !tokens[i].inType &&
             i > begin)
      broken = tokens[i].lineBefore = true;
    else if (tokens[i].isOpener())
      break;
  }
  return broken;
}

/// Inside all braces of the line around which `depth` of its brackets stand.
bool Layout::breakOutermostBraces(size_t begin, size_t end, unsigned depth) {
  bool broken = false;
  unsigned around = 0;
  llvm::SmallVector<size_t> closers;
  for (size_t i = begin; i < end; ++i) {
    while (!closers.empty() && closers.back() <= i)
      closers.pop_back();
    const FormatToken &token = tokens[i];
    if (!token.isOpener())
      continue;
    around = closers.size();
    const bool isPair = token.match < end && token.match > i + 1;
    if (token.kind == TokenKind::leftBrace && isPair && around == depth) {
      tokens[i + 1].lineBefore = tokens[token.match].lineBefore = true;
      broken = true;
    }
    closers.push_back(token.match);
  }
  return broken;
}

/// Behind the last comma that fits among those in the fewest brackets.
bool Layout::breakComma(size_t begin, size_t end, unsigned indent) {
  std::optional<size_t> best;
  size_t bestDepth = 0;
  unsigned column = indent;
  llvm::SmallVector<size_t> closers;
  for (size_t i = begin; i < end; ++i) {
    const FormatToken &token = tokens[i];
    while (!closers.empty() && closers.back() <= i)
      closers.pop_back();
    column += columns(token.text) + (i > begin && token.spaceBefore);
    if (token.isOpener() && token.kind != TokenKind::leftBrace)
      closers.push_back(token.match);
    if (token.kind == TokenKind::leftBrace && token.match < end)
      for (; i < token.match; ++i) // its commas are not looked at
        column += columns(tokens[i + 1].text) + tokens[i + 1].spaceBefore;
    const bool breakable = token.kind == TokenKind::comma && i + 1 < end &&
                           token.enclosing != TokenKind::leftBrace &&
                           token.enclosing != TokenKind::endOfFile &&
                           !tokens[i + 1].isCloser();
    if (!breakable)
      continue;
    const bool fewer = !best || closers.size() < bestDepth;
    if (fewer || (closers.size() == bestDepth && column <= maxLineColumns)) {
      best = i;
      bestDepth = closers.size();
    }
  }
  if (best)
    tokens[*best + 1].lineBefore = true;
  return best.has_value();
}

/// False if the line fits, or cannot be broken.
bool Layout::breakLine(size_t begin, size_t end, unsigned indent) {
  unsigned width = indent;
  for (size_t i = begin; i < end; ++i)
    width += columns(tokens[i].text) + (i > begin && tokens[i].spaceBefore);
  if (width <= maxLineColumns)
    return false;
  if (breakPipes(begin, end) || breakOutermostBraces(begin, end, 0) ||
      breakComma(begin, end, indent))
    return true;
  for (unsigned depth = 1; depth <= maxNesting; ++depth)
    if (breakOutermostBraces(begin, end, depth))
      return true;
  return false;
}

//===----------------------------------------------------------------------===//
// Writing
//===----------------------------------------------------------------------===//

/// The comments above the token that starts a line, and its empty line.
void Layout::writeComments(const FormatToken &token, size_t i) {
  const bool opened = i == 0 || tokens[i - 1].isOpener();
  const unsigned indent = token.isCloser() ? open.back().content : indentOf(i);
  bool first = opened;
  for (const CommentLine &comment : token.comments) {
    if (comment.blankBefore && !first)
      lines.push_back({});
    lines.push_back({std::string(indent, ' ') + comment.text.str(), {}});
    first = false;
  }
  const bool closes = token.isCloser() || token.kind == TokenKind::endOfFile;
  if (token.blankBefore && !first && !closes)
    lines.push_back({});
}

void Layout::writeLine(size_t begin, size_t end, unsigned indent) {
  Line line{std::string(indent, ' '), tokens[end - 1].trailing};
  unsigned column = indent;
  for (size_t i = begin; i < end; ++i) {
    const FormatToken &token = tokens[i];
    if (i > begin && token.spaceBefore)
      line.code += ' ';
    line.code += token.text;
    column += columns(token.text) + (i > begin && token.spaceBefore);
    // Behind a bracket of several lines, a body belongs to the first of them.
    if (token.isCloser())
      indent = open.pop_back_val().closer;
    if (token.kind == TokenKind::leftBrace &&
        token.enclosing == TokenKind::endOfFile)
      indent = 0; // the body of a declaration
    // What follows an opening parenthesis in its line, later lines stand under.
    const bool aligns = token.kind != TokenKind::leftBrace && i + 1 < end;
    if (token.isOpener())
      open.push_back({indent, aligns ? column : indent + indentStep});
  }
  lines.push_back(std::move(line));
}

/// Comments behind code stand below each other.
std::string Layout::text() const {
  std::string result;
  unsigned column = 0;
  for (size_t i = 0; i < lines.size(); ++i) {
    result += lines[i].code;
    if (!lines[i].comment.empty()) {
      if (i == 0 || lines[i - 1].comment.empty()) {
        column = 0;
        for (size_t j = i; j < lines.size() && !lines[j].comment.empty(); ++j)
          column = std::max(column, columns(lines[j].code) + 1);
      }
      result.append(column - columns(lines[i].code), ' ');
      result += lines[i].comment;
    }
    result += '\n';
  }
  return result;
}

std::string Layout::run() {
  joinLines();
  breakBraces();
  size_t begin = 0;
  while (true) {
    writeComments(tokens[begin], begin);
    if (tokens[begin].kind == TokenKind::endOfFile)
      return text();
    const unsigned indent = indentOf(begin);
    size_t end = lineEnd(begin);
    while (breakLine(begin, end, indent))
      end = lineEnd(begin);
    writeLine(begin, end, indent);
    begin = end;
  }
}

} // namespace

std::string formatText(const SourceFile &file) { return Layout(file).run(); }

} // namespace sinter

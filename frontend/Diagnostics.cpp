// Diagnostics.cpp: location + kind + values -> text with caret and notes.

#include "frontend/Diagnostics.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Unicode.h"

#include <algorithm>

using llvm::ArrayRef;
using llvm::raw_ostream;
using llvm::StringRef;

namespace sinter {

namespace {

struct KindEntry {
  Severity severity;
  StringRef text;
};

constexpr KindEntry kindTable[] = {
#define DIAGNOSTIC(name, severity, text) {Severity::severity, text},
#include "frontend/DiagnosticKinds.def"
};

const KindEntry &entryOf(DiagnosticKind kind) {
  return kindTable[static_cast<size_t>(kind)];
}

StringRef nameOf(Severity severity) {
  switch (severity) {
  case Severity::error:
    return "error";
  case Severity::warning:
    return "warning";
  case Severity::note:
    return "note";
  }
  llvm_unreachable("unknown severity");
}

} // namespace

Severity severityOf(DiagnosticKind kind) { return entryOf(kind).severity; }

std::string Diagnostic::message() const {
  std::string result;
  StringRef rest = entryOf(kind).text;
  while (!rest.empty()) {
    if (rest.size() >= 3 && rest[0] == '{' && llvm::isDigit(rest[1]) &&
        rest[2] == '}') {
      size_t index = rest[1] - '0';
      assert(index < values.size() && "the text asks for one more value");
      result += values[index];
      rest = rest.drop_front(3);
      continue;
    }
    result += rest[0];
    rest = rest.drop_front();
  }
  return result;
}

//===----------------------------------------------------------------------===//
// Collecting
//===----------------------------------------------------------------------===//

static Diagnostic
makeDiagnostic(DiagnosticKind kind, SourceRange range,
               std::initializer_list<DiagnosticValue> values) {
  Diagnostic diagnostic{kind, range, {}, {}};
  for (const DiagnosticValue &value : values)
    diagnostic.values.push_back(value.str());
  return diagnostic;
}

ReportedDiagnostic &
ReportedDiagnostic::note(DiagnosticKind kind, SourceRange range,
                         std::initializer_list<DiagnosticValue> values) {
  if (target)
    target->notes.push_back(makeDiagnostic(kind, range, values));
  return *this;
}

ReportedDiagnostic
DiagnosticEngine::report(DiagnosticKind kind, SourceRange range,
                         std::initializer_list<DiagnosticValue> values) {
  if (severityOf(kind) == Severity::error) {
    if (range && !errorPlaces.insert({range.file, range.begin}).second)
      return {};
    ++errors;
  }
  reported.push_back(makeDiagnostic(kind, range, values));
  return ReportedDiagnostic(&reported.back());
}

//===----------------------------------------------------------------------===//
// Rendering
//===----------------------------------------------------------------------===//

namespace {

/// Longer lines are cut to a window of this many columns around the caret.
constexpr unsigned windowColumns = 120;
constexpr unsigned contextColumns = 40; ///< kept before the caret when cutting
constexpr unsigned tabColumns = 4;
constexpr unsigned maxErrors = 100;

/// The part of a line that is shown, and the marks under it. What a terminal
/// cannot show (control characters, bytes that are no UTF-8) becomes `?`.
struct Excerpt {
  std::string shown;
  std::string marks;
  unsigned columns = 0;

  void append(StringRef character, bool printable, StringRef mark) {
    bool isTab = character == "\t";
    int width = isTab ? tabColumns - columns % tabColumns : 1;
    if (isTab) {
      shown.append(width, ' ');
    } else if (printable) {
      width = std::max(0, llvm::sys::unicode::columnWidthUTF8(character));
      shown += character;
    } else {
      shown += '?';
    }
    // A caret has one tip; what it points at can be wider.
    if (width > 0 && !mark.empty())
      marks += mark.str() + std::string(width - 1, mark == "^" ? '~' : mark[0]);
    columns += width;
  }
};

bool isPrintable(Character character) {
  return character.valid &&
         llvm::sys::unicode::isPrintable(character.codePoint);
}

/// The byte at which the window on a line starts: the line's start, or, in a
/// long line, a few characters before the caret.
size_t windowStart(StringRef line, size_t caret) {
  if (line.size() <= windowColumns || caret <= windowColumns - contextColumns)
    return 0;
  size_t start = caret;
  for (unsigned i = 0; i < contextColumns && start > 0; ++i)
    do
      --start;
    while (start > 0 && (line[start] & 0xC0) == 0x80);
  return start;
}

void renderExcerpt(raw_ostream &out, SourceRange range) {
  SourcePosition position = range.file->position(range.begin);
  StringRef line = range.file->line(position.line);
  size_t lineStart = range.file->lineStart(position.line);
  size_t caret = std::min(range.begin - lineStart, line.size());
  size_t end = std::min(range.end - lineStart, line.size());

  Excerpt excerpt;
  size_t at = windowStart(line, caret);
  if (at != 0)
    for (char dot : StringRef("..."))
      excerpt.append(StringRef(&dot, 1), true, " ");
  while (at < line.size() && excerpt.columns < windowColumns) {
    Character character = firstCharacter(line.drop_front(at));
    StringRef mark = at < caret ? " " : at == caret ? "^" : at < end ? "~" : "";
    excerpt.append(line.substr(at, character.length), isPrintable(character),
                   mark);
    at += character.length;
  }
  if (caret == line.size())
    excerpt.marks += '^';
  out << excerpt.shown << (at < line.size() ? "..." : "") << '\n'
      << excerpt.marks << '\n';
}

void renderOne(raw_ostream &out, const Diagnostic &diagnostic) {
  if (diagnostic.range) {
    SourcePosition position =
        diagnostic.range.file->position(diagnostic.range.begin);
    out << diagnostic.range.file->name() << ':' << position.line << ':'
        << position.column << ": ";
  }
  out << nameOf(severityOf(diagnostic.kind)) << ": " << diagnostic.message()
      << '\n';
  if (diagnostic.range)
    renderExcerpt(out, diagnostic.range);
  for (const Diagnostic &note : diagnostic.notes)
    renderOne(out, note);
}

} // namespace

void DiagnosticEngine::render(raw_ostream &out) const {
  std::vector<const SourceFile *> files;
  std::vector<std::pair<size_t, const Diagnostic *>> sorted;
  for (const Diagnostic &diagnostic : reported) {
    auto file = llvm::find(files, diagnostic.range.file);
    sorted.push_back({file - files.begin(), &diagnostic});
    if (file == files.end())
      files.push_back(diagnostic.range.file);
  }
  llvm::stable_sort(sorted, [](const auto &a, const auto &b) {
    return std::make_pair(a.first, a.second->range.begin) <
           std::make_pair(b.first, b.second->range.begin);
  });

  // In one piece: standard error has no buffer, and may have other writers.
  std::string text;
  llvm::raw_string_ostream whole(text);
  unsigned shownErrors = 0;
  for (const auto &[file, diagnostic] : sorted) {
    if (severityOf(diagnostic->kind) == Severity::error &&
        ++shownErrors > maxErrors)
      break;
    renderOne(whole, *diagnostic);
  }
  if (errors > maxErrors)
    renderOne(whole, makeDiagnostic(DiagnosticKind::moreErrors, {},
                                    {errors - maxErrors}));
  out << text;
}

//===----------------------------------------------------------------------===//
// Suggestions
//===----------------------------------------------------------------------===//

/// `LeakyReLU` and `leaky_relu` as `leakyrelu`.
static std::string withoutStyle(StringRef word) {
  std::string plain = word.lower();
  llvm::erase(plain, '_');
  return plain;
}

/// A name of another framework that differs in style, or counts axes at its end
/// (`BatchNorm2d`) where ours does not; empty if there is none.
static StringRef sameWord(StringRef word, ArrayRef<StringRef> candidates) {
  std::string plain = withoutStyle(word);
  StringRef base = plain;
  for (StringRef axes : {"", "1d", "2d", "3d"})
    if (base.ends_with(axes))
      for (StringRef candidate : candidates)
        if (withoutStyle(candidate) == base.drop_back(axes.size()))
          return candidate;
  return {};
}

StringRef closestWord(StringRef word, ArrayRef<StringRef> candidates) {
  if (StringRef same = sameWord(word, candidates); !same.empty())
    return same;
  StringRef closest;
  unsigned allowed = (std::min<size_t>(word.size(), 64) + 1) / 3;
  for (StringRef candidate : candidates) {
    unsigned distance = word.edit_distance(candidate, true, allowed);
    if (word.size() >= 3 && candidate.starts_with(word))
      distance = std::min(distance, 1u);
    if (distance > allowed || distance >= candidate.size())
      continue;
    // What is as near can replace it only if it is shorter.
    if (!closest.empty() && distance == allowed &&
        candidate.size() >= closest.size())
      continue;
    closest = candidate;
    allowed = distance;
  }
  return closest;
}

} // namespace sinter

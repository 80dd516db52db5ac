// Diagnostics.h: location + kind + values -> text with caret and notes.
//
//   diagnostics.report(DiagnosticKind::unknownName, range, {name})
//       .note(DiagnosticKind::didYouMean, {}, {closest});
//
// Kinds, severities and texts stand in DiagnosticKinds.def. Nothing is printed
// before `render`, which the driver calls.
#ifndef SINTER_FRONTEND_DIAGNOSTICS_H
#define SINTER_FRONTEND_DIAGNOSTICS_H

#include "frontend/Source.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/raw_ostream.h"

#include <initializer_list>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace sinter {

enum class DiagnosticKind {
#define DIAGNOSTIC(name, severity, text) name,
#include "frontend/DiagnosticKinds.def"
};

enum class Severity { error, warning, note };

/// What stands for {0}, {1}, ... in a text: words or a number.
class DiagnosticValue {
public:
  DiagnosticValue(llvm::StringRef text) : text(text.str()) {}
  DiagnosticValue(const std::string &text) : text(text) {}
  DiagnosticValue(const char *text) : text(text) {}
  template <typename T, std::enable_if_t<std::is_integral_v<T>, int> = 0>
  DiagnosticValue(T number) : text(std::to_string(number)) {}

  const std::string &str() const { return text; }

private:
  std::string text;
};

struct Diagnostic {
  DiagnosticKind kind;
  SourceRange range;
  llvm::SmallVector<std::string, 2> values;
  std::vector<Diagnostic> notes;

  /// The text of the kind with the values in place.
  std::string message() const;
};

class DiagnosticEngine;

/// A diagnostic just reported, to which notes can be attached. Valid until the
/// next call of `report`. For a suppressed diagnostic, notes go nowhere.
class ReportedDiagnostic {
public:
  /// A suppressed one.
  ReportedDiagnostic() = default;

  /// `range` may be empty: then the note is a line without a place.
  ReportedDiagnostic &note(DiagnosticKind kind, SourceRange range,
                           std::initializer_list<DiagnosticValue> values = {});

private:
  friend class DiagnosticEngine;
  explicit ReportedDiagnostic(Diagnostic *target) : target(target) {}
  Diagnostic *target = nullptr;
};

/// Collects what is wrong with a text. One place holds one error: a second one
/// that starts at the same byte is dropped, for it is the first one's echo.
class DiagnosticEngine {
public:
  ReportedDiagnostic report(DiagnosticKind kind, SourceRange range,
                            std::initializer_list<DiagnosticValue> values = {});

  /// Drops what will be said of this place: it is the echo of an error that
  /// was reported elsewhere.
  void dropErrorsAt(SourceRange range) {
    errorPlaces.insert({range.file, range.begin});
  }

  bool hasErrors() const { return errors != 0; }
  unsigned errorCount() const { return errors; }
  llvm::ArrayRef<Diagnostic> diagnostics() const { return reported; }

  /// Writes everything, sorted by position; files stand in the order in which
  /// they were first reported on. After 100 errors it only says how many more.
  void render(llvm::raw_ostream &out) const;

private:
  std::vector<Diagnostic> reported;
  llvm::DenseSet<std::pair<const SourceFile *, uint32_t>> errorPlaces;
  unsigned errors = 0;
};

Severity severityOf(DiagnosticKind kind);

/// The candidate nearest to a misspelt word, or nothing if none is near
/// enough to be meant: a third of the letters may differ, or be missing at the
/// end (`conv` for `conv2d`).
llvm::StringRef closestWord(llvm::StringRef word,
                            llvm::ArrayRef<llvm::StringRef> candidates);

} // namespace sinter

#endif // SINTER_FRONTEND_DIAGNOSTICS_H

// Source.h: a text of the language, and places in it.
//
// Tokens, AST nodes and diagnostics hold byte offsets into one SourceFile;
// lines and columns are computed when a message or a location needs them.
#ifndef SINTER_FRONTEND_SOURCE_H
#define SINTER_FRONTEND_SOURCE_H

#include "llvm/ADT/StringRef.h"

#include <cstdint>
#include <string>
#include <vector>

namespace sinter {

/// Line and column of a byte, both counted from 1. Columns count characters:
/// a tab is one, a UTF-8 sequence is one, a byte of invalid UTF-8 is one.
struct SourcePosition {
  unsigned line;
  unsigned column;
};

/// A file of model text or of the library. Its AST and its diagnostics point
/// into it, so it must outlive them and stay where it is.
class SourceFile {
public:
  SourceFile(std::string name, std::string text);
  SourceFile(const SourceFile &) = delete;
  SourceFile &operator=(const SourceFile &) = delete;

  /// The path as messages show it.
  llvm::StringRef name() const { return fileName; }
  llvm::StringRef text() const { return fileText; }

  /// An offset past the end counts as the end.
  SourcePosition position(uint32_t offset) const;
  /// The line, counted from 1, without its line end.
  llvm::StringRef line(unsigned number) const;
  /// The offset at which a line, counted from 1, starts.
  uint32_t lineStart(unsigned number) const { return lineStarts[number - 1]; }

private:
  std::string fileName;
  std::string fileText;
  std::vector<uint32_t> lineStarts;
  bool allAscii = true; ///< a column is a subtraction then
};

/// A character of a text in UTF-8, or, if not `valid`, a byte that is none.
struct Character {
  uint32_t codePoint;
  unsigned length; ///< in bytes
  bool valid;
};

/// The character at the start of a text that is not empty.
Character firstCharacter(llvm::StringRef text);

/// Bytes [begin, end) of a file. Without a file it is no place at all, as for
/// a note that only says how to mend something.
struct SourceRange {
  const SourceFile *file = nullptr;
  uint32_t begin = 0;
  uint32_t end = 0;

  explicit operator bool() const { return file != nullptr; }
  bool operator==(const SourceRange &other) const {
    return file == other.file && begin == other.begin && end == other.end;
  }
  /// The source words.
  llvm::StringRef text() const {
    return file ? file->text().slice(begin, end) : llvm::StringRef();
  }
};

} // namespace sinter

#endif // SINTER_FRONTEND_SOURCE_H

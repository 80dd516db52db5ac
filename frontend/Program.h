// Program.h: a model text and the texts that it imports.
#ifndef SINTER_FRONTEND_PROGRAM_H
#define SINTER_FRONTEND_PROGRAM_H

#include "frontend/Ast.h"
#include "frontend/Diagnostics.h"

#include <memory>
#include <vector>

namespace sinter {

/// Imports inside imports are read to this depth.
inline constexpr unsigned maxImportDepth = 64;

struct Program {
  std::vector<std::unique_ptr<SourceFile>> sources;
  /// Each stands behind those that it imports, the model text itself last.
  std::vector<std::unique_ptr<ast::File>> files;

  const ast::File &main() const { return *files.back(); }
};

/// Parses a text and reads what it imports, at any depth: a path is relative to
/// the file that it stands in, and a file is read once. There is always a
/// result: an import that is reported has no file (Ast.h).
Program readProgram(std::unique_ptr<SourceFile> text,
                    DiagnosticEngine &diagnostics);

} // namespace sinter

#endif // SINTER_FRONTEND_PROGRAM_H

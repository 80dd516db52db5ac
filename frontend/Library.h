// Library.h: the standard library of layers, frontend/library/*.sn, built in.
#ifndef SINTER_FRONTEND_LIBRARY_H
#define SINTER_FRONTEND_LIBRARY_H

#include "frontend/Ast.h"

#include "llvm/ADT/StringMap.h"

#include <memory>
#include <vector>

namespace sinter {

/// A file of the library as it was when the program was built.
struct LibraryText {
  const char *name;
  const char *text;
};

/// All of them; the last has no name. Written by EmbedLibrary.cmake.
extern const LibraryText libraryTexts[];

class Library {
public:
  /// Parsed at the first call, and kept: diagnostics point into its texts.
  static const Library &get();

  /// Null if there is no such block.
  const ast::FunctionDeclaration *find(llvm::StringRef name) const {
    return blocks.lookup(name);
  }
  const llvm::StringMap<const ast::FunctionDeclaration *> &all() const {
    return blocks;
  }

private:
  Library();
  std::vector<std::unique_ptr<SourceFile>> sources;
  std::vector<std::unique_ptr<ast::File>> files;
  llvm::StringMap<const ast::FunctionDeclaration *> blocks;
};

} // namespace sinter

#endif // SINTER_FRONTEND_LIBRARY_H

// Library.cpp: parses the embedded texts once.

#include "frontend/Library.h"

#include "frontend/Diagnostics.h"
#include "frontend/Parser.h"

#include "llvm/Support/ErrorHandling.h"

namespace sinter {

const Library &Library::get() {
  static const Library *library = new Library;
  return *library;
}

Library::Library() {
  DiagnosticEngine diagnostics;
  for (const LibraryText *entry = libraryTexts; entry->name; ++entry) {
    sources.push_back(std::make_unique<SourceFile>(
        std::string("library/") + entry->name, entry->text));
    files.push_back(parse(*sources.back(), diagnostics));
    for (const auto &declaration : files.back()->declarations)
      if (auto *block =
              llvm::dyn_cast<ast::FunctionDeclaration>(declaration.get()))
        blocks[block->name.text] = block;
  }
  if (diagnostics.hasErrors()) {
    diagnostics.render(llvm::errs());
    llvm_unreachable("the library does not parse");
  }
}

} // namespace sinter

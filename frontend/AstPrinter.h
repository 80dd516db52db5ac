// AstPrinter.h: AST -> an indented tree, as `sinter compile --emit=ast` shows
// it.
#ifndef SINTER_FRONTEND_ASTPRINTER_H
#define SINTER_FRONTEND_ASTPRINTER_H

#include "frontend/Ast.h"
#include "llvm/Support/raw_ostream.h"

namespace sinter {

/// One node a line, children indented by two. An expression without pipelines,
/// blocks and conditions stays on one line, with parentheses around each
/// operator, so that the binding shows.
void printAst(const ast::File &file, llvm::raw_ostream &out);

} // namespace sinter

#endif // SINTER_FRONTEND_ASTPRINTER_H

// Parser.h: text -> AST.
#ifndef SINTER_FRONTEND_PARSER_H
#define SINTER_FRONTEND_PARSER_H

#include "frontend/Ast.h"
#include "frontend/Diagnostics.h"
#include "frontend/Source.h"

#include <memory>

namespace sinter {

/// Larger texts are refused.
inline constexpr uint32_t maxSourceBytes = 4 << 20;
/// Deeper nesting is refused, so that walks over the tree may recurse: its
/// height is at most a small multiple of this.
inline constexpr unsigned maxNesting = 256;

/// Reads a whole file. There is always a result: what did not parse is reported
/// and marked in it (Ast.h).
std::unique_ptr<ast::File> parse(const SourceFile &file,
                                 DiagnosticEngine &diagnostics);

} // namespace sinter

#endif // SINTER_FRONTEND_PARSER_H

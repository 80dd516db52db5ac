// Formatter.h: model text -> the same text in the one layout.
#ifndef SINTER_FRONTEND_FORMATTER_H
#define SINTER_FRONTEND_FORMATTER_H

#include "frontend/Source.h"

#include <string>

namespace sinter {

/// Longer lines are broken where a pipe, a brace or a comma allows it.
inline constexpr unsigned maxLineColumns = 160;

/// The text with its tokens, comments and line ends laid out; a text laid out
/// stays as it is. The file must parse without a mistake.
///
///   model M(x:f32[N,8])->y:f32[N,8]{x|relu}
///   model M(x: f32[N, 8]) -> y: f32[N, 8] { x | relu }
std::string formatText(const SourceFile &file);

} // namespace sinter

#endif // SINTER_FRONTEND_FORMATTER_H

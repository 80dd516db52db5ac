// Source.cpp: offsets to lines and columns, bytes to characters.

#include "frontend/Source.h"

#include "llvm/Support/ConvertUTF.h"

#include <algorithm>
#include <cassert>

namespace sinter {

SourceFile::SourceFile(std::string name, std::string text)
    : fileName(std::move(name)), fileText(std::move(text)) {
  lineStarts.push_back(0);
  for (size_t i = 0; i < fileText.size(); ++i) {
    if (fileText[i] == '\n')
      lineStarts.push_back(static_cast<uint32_t>(i + 1));
    allAscii &= static_cast<unsigned char>(fileText[i]) < 0x80;
  }
}

SourcePosition SourceFile::position(uint32_t offset) const {
  offset = std::min<uint32_t>(offset, fileText.size());
  auto next = std::upper_bound(lineStarts.begin(), lineStarts.end(), offset);
  unsigned line = next - lineStarts.begin();
  uint32_t start = lineStart(line);
  if (allAscii)
    return {line, offset - start + 1};
  unsigned column = 1;
  for (llvm::StringRef before = text().slice(start, offset); !before.empty();
       ++column)
    before = before.drop_front(firstCharacter(before).length);
  return {line, column};
}

llvm::StringRef SourceFile::line(unsigned number) const {
  uint32_t start = lineStart(number);
  uint32_t end =
      number < lineStarts.size() ? lineStart(number + 1) : fileText.size();
  return text().slice(start, end).rtrim("\r\n");
}

Character firstCharacter(llvm::StringRef text) {
  assert(!text.empty() && "no character in an empty text");
  auto *bytes = reinterpret_cast<const llvm::UTF8 *>(text.data());
  unsigned length = llvm::getNumBytesForUTF8(bytes[0]);
  Character invalid{bytes[0], 1, false};
  if (length > text.size())
    return invalid;
  llvm::UTF32 codePoint = 0;
  const llvm::UTF8 *end = bytes + length;
  if (llvm::convertUTF8Sequence(&bytes, end, &codePoint,
                                llvm::strictConversion) != llvm::conversionOK)
    return invalid;
  return {codePoint, length, true};
}

} // namespace sinter

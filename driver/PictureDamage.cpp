// PictureDamage.cpp: what a decoder of pictures does not look at.
#include "driver/PictureDamage.h"

#include "absl/strings/str_cat.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/CRC.h"
#include "llvm/Support/Endian.h"

namespace sinter {

namespace {

uint32_t word(llvm::StringRef bytes) {
  return llvm::support::endian::read32be(bytes.data());
}

/// A signature, then chunks up to `IEND`:
///
///   length of the data | type | data | CRC-32 of type and data
std::string pngDamage(llvm::StringRef bytes) {
  constexpr size_t frame = 12; // what is around the data
  while (bytes.size() >= frame) {
    const uint64_t length = word(bytes);
    llvm::StringRef type = bytes.substr(4, 4);
    const std::string chunk = llvm::all_of(type, llvm::isAlpha)
                                  ? absl::StrCat("its `", type.str(), "` chunk")
                                  : "a chunk of it";
    if (length > bytes.size() - frame)
      return absl::StrCat("it ends inside ", chunk);
    llvm::StringRef summed = bytes.substr(4, 4 + length);
    if (llvm::crc32(llvm::arrayRefFromStringRef(summed)) !=
        word(bytes.substr(8 + length)))
      return absl::StrCat("the checksum of ", chunk, " is another");
    if (type == "IEND")
      return "";
    bytes = bytes.drop_front(frame + length);
  }
  return "it ends before its `IEND` chunk";
}

/// Segments up to the end marker, FF D9:
///
///   FF | marker | length of the rest, 2 bytes | data | coded pixels
///
/// Pixels follow some markers; an FF among them has a zero behind it.
std::string jpegDamage(llvm::StringRef bytes) {
  constexpr uint8_t end = 0xd9, temporary = 0x01, restart = 0xd0,
                    lastRestart = 0xd7;
  for (;;) {
    bytes = bytes.drop_until([](char c) { return c == '\xff'; });
    bytes = bytes.drop_while([](char c) { return c == '\xff'; });
    if (bytes.empty())
      return "it ends before its end marker";
    const auto marker = static_cast<uint8_t>(bytes.front());
    bytes = bytes.drop_front();
    if (marker == end)
      return "";
    if (marker == 0 || marker == temporary ||
        (marker >= restart && marker <= lastRestart))
      continue;
    if (bytes.size() < 2)
      return "it ends inside a segment";
    const size_t length = llvm::support::endian::read16be(bytes.data());
    if (length > bytes.size())
      return "it ends inside a segment";
    bytes = bytes.drop_front(length);
  }
}

} // namespace

std::string pictureDamage(llvm::StringRef bytes) {
  if (bytes.consume_front("\x89PNG\r\n\x1a\n"))
    return pngDamage(bytes);
  if (bytes.consume_front("\xff\xd8"))
    return jpegDamage(bytes);
  return "";
}

} // namespace sinter

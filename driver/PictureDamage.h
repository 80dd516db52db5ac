// PictureDamage.h: what a decoder of pictures does not look at.
#ifndef SINTER_DRIVER_PICTUREDAMAGE_H
#define SINTER_DRIVER_PICTUREDAMAGE_H

#include "llvm/ADT/StringRef.h"

#include <string>

namespace sinter {

/// Why the bytes of a PNG or JPEG are not those that were written: a checksum
/// of a PNG's chunks is another, or the end is missing. Empty where they hold
/// together, and for files of any other kind. A JPEG has no checksums.
std::string pictureDamage(llvm::StringRef bytes);

} // namespace sinter

#endif // SINTER_DRIVER_PICTUREDAMAGE_H

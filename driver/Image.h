// Image.h: pictures as arrays.
#ifndef SINTER_DRIVER_IMAGE_H
#define SINTER_DRIVER_IMAGE_H

#include "driver/HostArray.h"

#include "absl/status/statusor.h"
#include "llvm/Support/raw_ostream.h"

namespace sinter {

/// Whether the name ends like that of a picture that can be read.
bool isImagePath(llvm::StringRef path);

/// The PNG or JPEG at `path` as f32 of `type`, which is `[1, height, width,
/// channels]` or `[height, width, channels]` with 1 (grey) or 3 channels:
/// scaled to [0, 1], resized by bilinear interpolation between pixel centres,
/// which is said to `notes`.
absl::StatusOr<HostArray> readImage(llvm::StringRef path, const ArrayType &type,
                                    llvm::raw_ostream &notes);

} // namespace sinter

#endif // SINTER_DRIVER_IMAGE_H

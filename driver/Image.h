// Image.h: pictures as arrays.
#ifndef SINTER_DRIVER_IMAGE_H
#define SINTER_DRIVER_IMAGE_H

#include "driver/HostArray.h"

#include "absl/status/statusor.h"
#include "llvm/Support/raw_ostream.h"

namespace sinter {

/// Whether the name ends like that of a picture that can be read.
bool isImagePath(llvm::StringRef path);

/// The PNG or JPEG at `path` as an array of `type`, which is f32 or u8 of `[1,
/// height, width, channels]` or `[height, width, channels]` with 1 (grey) or 3
/// channels: f32 are scaled to [0, 1], u8 rounded to the nearest. Resized by
/// bilinear interpolation between pixel centres, which is said to `notes`.
absl::StatusOr<HostArray> readImage(llvm::StringRef path, const ArrayType &type,
                                    llvm::raw_ostream &notes);

/// An error that names `path` where no picture goes to an array of `type`.
absl::Status checkPictureType(llvm::StringRef path, const ArrayType &type);

/// `readImage` into `out`, without a word. `type` has passed checkPictureType.
absl::Status decodePicture(llvm::StringRef path, const ArrayType &type,
                           char *out);

} // namespace sinter

#endif // SINTER_DRIVER_IMAGE_H

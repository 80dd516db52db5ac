// Npy.h: arrays as NumPy's .npy files.
//
// Reads versions 1 to 3 in C order and little endian, writes version 1. Whole
// numbers of types that arrays have not (i16, u16, u32, u64) come in the next
// wider one, i32 or i64; what that does not hold is an error. Headers
// are taken as they are found in the wild: any order of keys, any spacing.
#ifndef SINTER_DRIVER_NPY_H
#define SINTER_DRIVER_NPY_H

#include "driver/HostArray.h"

#include "absl/status/statusor.h"

namespace sinter {

/// The array in the file; an error says what is wrong with which file.
absl::StatusOr<HostArray> readNpy(llvm::StringRef path);

/// The same from bytes in memory; `path` is for messages.
absl::StatusOr<HostArray> parseNpy(llvm::StringRef bytes, llvm::StringRef path);

/// The file's bytes for an array.
std::string npyBytes(const HostArray &array);

} // namespace sinter

#endif // SINTER_DRIVER_NPY_H

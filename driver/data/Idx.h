// Idx.h: arrays as MNIST and its kin are published.
//
//   0 0 type rank | size of each dimension, 4 bytes | elements
//
// Everything is big endian; the files often come with gzip around them.
#ifndef SINTER_DRIVER_DATA_IDX_H
#define SINTER_DRIVER_DATA_IDX_H

#include "driver/HostArray.h"

#include "absl/status/statusor.h"

namespace sinter {

/// The array in the file, which is inflated where its name ends in `.gz`.
absl::StatusOr<HostArray> readIdx(llvm::StringRef path);

} // namespace sinter

#endif // SINTER_DRIVER_DATA_IDX_H

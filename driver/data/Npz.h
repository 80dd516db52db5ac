// Npz.h: several arrays in one file, as `numpy.savez` writes them: a ZIP
// archive of .npy files, stored or compressed.
#ifndef SINTER_DRIVER_DATA_NPZ_H
#define SINTER_DRIVER_DATA_NPZ_H

#include "driver/data/DataColumn.h"

#include "absl/status/statusor.h"

namespace sinter {

/// The arrays by the names that NumPy gave them.
absl::StatusOr<std::vector<DataColumn>> readNpz(llvm::StringRef path);

} // namespace sinter

#endif // SINTER_DRIVER_DATA_NPZ_H

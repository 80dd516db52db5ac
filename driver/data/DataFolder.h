// DataFolder.h: what lies under the path that `--data` names.
//
//   train-images-idx3-ubyte[.gz] ...   MNIST's four files, or the first two
//   image.npy label.npy                an array for each input
//   data.npz  data.csv                 the same in one file
//   cat/1.jpg dog/2.png                pictures, a folder for each class
//   1.jpg 2.png                        pictures without classes
//
// Each of the last four may stand twice: under `train` and under `test`, `val`
// or `validation` (folders, or train.npz and test.npz, or .csv).
#ifndef SINTER_DRIVER_DATA_DATAFOLDER_H
#define SINTER_DRIVER_DATA_DATAFOLDER_H

#include "driver/Entry.h"
#include "driver/data/DataColumn.h"

#include "absl/status/statusor.h"

#include <optional>

namespace sinter {

struct DataParts {
  DataPart train;
  std::optional<DataPart> test;
};

/// Reads everything but pictures, which are listed. `inputs` and `label` tell
/// what the columns of a table are; see Csv.h.
absl::StatusOr<DataParts> readDataFolder(llvm::StringRef path,
                                         llvm::ArrayRef<Port> inputs,
                                         llvm::StringRef label);

} // namespace sinter

#endif // SINTER_DRIVER_DATA_DATAFOLDER_H

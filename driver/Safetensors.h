// Safetensors.h: a file of named tensors, mapped and checked.
//
//   8 bytes: length n | n bytes: JSON | tensors
//
// The JSON maps each name to its dtype, shape and place:
// `{"fc.weight": {"dtype": "F32", "shape": [10, 84], "data_offsets": [0,
// 3360]}}`. Files come from anywhere, so that nothing is believed before it is
// checked.
#ifndef SINTER_DRIVER_SAFETENSORS_H
#define SINTER_DRIVER_SAFETENSORS_H

#include "driver/HostArray.h"

#include "absl/status/statusor.h"
#include "llvm/Support/MemoryBuffer.h"

#include <memory>

namespace sinter {

struct StoredTensor {
  std::string name;
  ArrayType type;
  /// Points into the mapped file; may be misaligned for the element type.
  llvm::ArrayRef<char> bytes;
};

/// Each tensor lies inside the file and has the bytes its type needs; no two
/// overlap, and no two have one name.
class SafetensorsFile {
public:
  static absl::StatusOr<SafetensorsFile> open(llvm::StringRef path);

  llvm::StringRef path() const { return filePath; }
  /// Sorted by name.
  llvm::ArrayRef<StoredTensor> tensors() const { return stored; }
  /// Holds the bytes of all tensors as long as a copy of it lives.
  std::shared_ptr<const void> mapping() const { return buffer; }

private:
  std::string filePath;
  std::shared_ptr<const llvm::MemoryBuffer> buffer;
  std::vector<StoredTensor> stored;
};

} // namespace sinter

#endif // SINTER_DRIVER_SAFETENSORS_H

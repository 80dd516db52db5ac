// TuningDatabase.h: what the tuner has measured, as a text that people can
// read, join and cut.
//
//   # sinter tuning 1
//   9f0c3ad12b7e4410 x86-64-v4 channel_blocks=4,pixels=7 184.31 171.02 40/112
//   direct layer1.0.conv1: 1x56x56x64
//
// (one line). The fields: `scheduleKey` of the kernel, target, best tiles, its
// microseconds with the table's tiles and with these, how many of the tiles
// that may be tried have been measured, and words for people. Where the table
// has the best tiles they are `table`. Other lines that begin with `#` are
// comments.
#ifndef SINTER_DRIVER_TUNINGDATABASE_H
#define SINTER_DRIVER_TUNINGDATABASE_H

#include "absl/status/statusor.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "llvm/ADT/StringMap.h"

#include <string>
#include <vector>

namespace sinter {

struct TuningEntry {
  std::string key, target;
  mlir::DictionaryAttr tiles;         ///< null where the table's are best
  double tableTime = 0, bestTime = 0; ///< in microseconds
  int64_t measured = 0, alternatives = 0;
  std::string description;
  unsigned line = 0; ///< in the file; 0 where it is not from one
};

class TuningDatabase {
public:
  /// One without entries.
  TuningDatabase() = default;
  /// Reads the file, of which every line must be right.
  static absl::StatusOr<TuningDatabase> read(llvm::StringRef path,
                                             mlir::MLIRContext &context);

  /// The entry of a kernel on a target, or null.
  const TuningEntry *find(llvm::StringRef key, llvm::StringRef target) const;
  /// Adds the entry, or replaces that of the same kernel and target.
  void set(TuningEntry entry);
  /// Replaces the file, whole or not at all.
  absl::Status write(llvm::StringRef path) const;

  /// The tiles for `target` as `sinter.tuning`; see passes/Schedules.h.
  mlir::DictionaryAttr attribute(llvm::StringRef target,
                                 mlir::MLIRContext &context) const;

private:
  std::string path;
  std::string comments; ///< lines, kept at the top
  std::vector<TuningEntry> entries;
  llvm::StringMap<size_t> indices; ///< of entries, by target and key
};

} // namespace sinter

#endif // SINTER_DRIVER_TUNINGDATABASE_H

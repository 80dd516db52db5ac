// DataFingerprint.h: by what a run that goes on knows that its data has
// changed.
#ifndef SINTER_DRIVER_DATA_DATAFINGERPRINT_H
#define SINTER_DRIVER_DATA_DATAFINGERPRINT_H

#include "driver/data/DataColumn.h"

#include <map>

namespace sinter {

/// What each input takes, and a hash of it. Where files lie, and how they are
/// packed, changes nothing.
///
///   "image": "f32[23, 6, 5] 9C3E51D20A7B4F68"
///   "image of the test part": "9 pictures 17AA02..."
using DataFingerprint = std::map<std::string, std::string>;

/// Of the type and the values: all of them up to 256 MiB, beyond that so many,
/// evenly taken.
std::string fingerprintOf(const DataColumn &column);

/// Of their names below `folder` and their sizes, without opening them.
std::string fingerprintOf(llvm::ArrayRef<std::string> pictures,
                          llvm::StringRef folder);

/// "`label` holds other values", for everything that differs. Empty where
/// nothing does, or `saved`, of an older run, says nothing.
std::string dataChanges(const DataFingerprint &saved,
                        const DataFingerprint &now);

} // namespace sinter

#endif // SINTER_DRIVER_DATA_DATAFINGERPRINT_H

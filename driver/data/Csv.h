// Csv.h: tables as text, a line for each example.
//
// The first line names the columns if no field of it is a number. A column that
// has the name of an input is its; `label` names the column of the last input
// that is left; the other columns belong to the other inputs, in their order,
// as many as each has values.
#ifndef SINTER_DRIVER_DATA_CSV_H
#define SINTER_DRIVER_DATA_CSV_H

#include "driver/Entry.h"
#include "driver/data/DataColumn.h"

#include "absl/status/statusor.h"

namespace sinter {

/// The table at `path` as a column for each of `inputs`, whose axis 0 counts
/// the examples. `label` is a name or a number from 1 on; empty: none. Words in
/// a column of whole numbers are `classes`, in their order; where that is
/// empty, the words of the file, sorted.
absl::StatusOr<DataPart> readCsv(llvm::StringRef path,
                                 llvm::ArrayRef<Port> inputs,
                                 llvm::StringRef label,
                                 llvm::ArrayRef<std::string> classes);

} // namespace sinter

#endif // SINTER_DRIVER_DATA_CSV_H

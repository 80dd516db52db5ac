// DataColumn.h: what the files of a data set hold, before it is known which
// input of a model takes what.
#ifndef SINTER_DRIVER_DATA_DATACOLUMN_H
#define SINTER_DRIVER_DATA_DATACOLUMN_H

#include "driver/HostArray.h"

#include <memory>
#include <string>
#include <vector>

namespace sinter {

/// An array with a row for each example, or so it should be.
struct DataColumn {
  /// What an input takes when none has the column's name.
  enum class Role { Named, Example, Label };

  std::string name;
  std::string source;                ///< the file, for messages
  ArrayType type;                    ///< axis 0 counts the examples
  llvm::ArrayRef<char> bytes;        ///< may be misaligned for the type
  std::shared_ptr<const void> owner; ///< of the bytes
  Role role = Role::Named;
};

/// A column that owns its array.
inline DataColumn ownedColumn(std::string name, std::string source,
                              HostArray array, DataColumn::Role role) {
  auto owner = std::make_shared<const HostArray>(std::move(array));
  return {std::move(name), std::move(source),
          owner->type,     owner->bytes,
          owner,           role};
}

/// Examples that belong together: those to learn from, or those to test with.
struct DataPart {
  std::string path;
  std::vector<DataColumn> columns;
  /// Files that are decoded when their turn comes; empty, or one an example.
  std::vector<std::string> pictures;
  std::vector<std::string> classes; ///< names of the labels, if they have any
};

} // namespace sinter

#endif // SINTER_DRIVER_DATA_DATACOLUMN_H

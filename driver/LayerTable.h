// LayerTable.h: what `sinter summary` prints: the layers of an entry and what
// they cost.
#ifndef SINTER_DRIVER_LAYERTABLE_H
#define SINTER_DRIVER_LAYERTABLE_H

#include "mlir/Dialect/Func/IR/FuncOps.h"

#include <string>
#include <vector>

namespace sinter {

/// One op of the graph.
struct LayerRow {
  std::string path; ///< of the layer; empty where the op belongs to none
  std::string op;
  std::string output;     ///< type and shape
  std::string field;      ///< of one element of the output in the image, see
                          ///< receptiveFields; empty where it sees none
  int64_t parameters = 0; ///< elements of the parameters read here
                          ///< first, without state
  int64_t macs = 0;
  int64_t bytes = 0; ///< of the output
};

/// The ops of an entry at the graph stage, parameters not yet bound; of one
/// that trains those of its forward pass.
std::vector<LayerRow> layersOf(mlir::func::FuncOp entry);

/// The rows as a table with a line of totals.
std::string layerTable(const std::vector<LayerRow> &rows);

/// `1 234 567` with a blank between groups of three digits.
std::string groupedDigits(int64_t number);
/// `1.2 MiB`.
std::string byteText(uint64_t bytes);

} // namespace sinter

#endif // SINTER_DRIVER_LAYERTABLE_H
